"""``patchwarden setup github`` against the fake: link, form, the way back, what is stored, and what is not said."""

from __future__ import annotations

import html
import json
import os
import re
import stat
import threading
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from click.testing import CliRunner

from bot.hosts import registry
from bot.hosts.github.manifest import NewApp, Place
from bot.settings import Settings, SettingsError
from tests.fakes.github.server import FakeGitHub
from workers.cli import main as cli
from workers.setup import github, storing

SERVER = "https://bot.example.org"


@pytest.fixture
def fake() -> Iterator[FakeGitHub]:
    with FakeGitHub() as made:
        yield made
    assert made.violations == []


class Run:
    """The command at work in a thread, and the browser of the person who started it."""

    def __init__(self, wanted: github.Wanted) -> None:
        self.said: list[str] = []
        self.app: list[NewApp] = []
        self.errors: list[Exception] = []
        self._heard = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(wanted,))
        self._thread.start()
        assert self._heard.wait(10)
        found = re.search(r"http://127\.0\.0\.1:\d+/\S+", "\n".join(self.said))
        assert found, self.errors
        self.link = found[0]

    def _run(self, wanted: github.Wanted) -> None:
        try:
            self.app.append(github.run(wanted, self._say, seconds=10))
        except github.CannotSetUp as error:
            self.errors.append(error)
        finally:
            self._heard.set()

    def _say(self, text: str) -> None:
        self.said.append(text)
        self._heard.set()

    def form(self) -> tuple[str, str]:
        """Where the page's form goes, and the manifest in it."""
        page = requests.get(self.link, timeout=5).text
        action, manifest = re.search(r'action="([^"]+)"', page), re.search(r'name="manifest" value="([^"]+)"', page)
        assert action
        assert manifest
        return html.unescape(action[1]), html.unescape(manifest[1])

    def agree(self) -> str:
        """What the owner's browser does; gives the address that GitHub sends it back to."""
        action, manifest = self.form()
        answer = requests.post(action, data={"manifest": manifest}, allow_redirects=False, timeout=5)
        return answer.headers["Location"]

    def end(self) -> None:
        self._thread.join(15)
        assert not self._thread.is_alive()


@pytest.fixture
def wanted(fake: FakeGitHub, tmp_path: Path) -> github.Wanted:
    return github.Wanted(SERVER, fake.url, "", "Patchwarden", "github", tmp_path / "state" / "hosts.toml")


def _with(wanted: github.Wanted, **changes: object) -> github.Wanted:
    return replace(wanted, **changes)  # type: ignore[arg-type]


def test_the_way_there_and_back(fake: FakeGitHub, wanted: github.Wanted) -> None:
    run = Run(wanted)
    action, manifest = run.form()
    assert action.startswith(f"{fake.origin}/settings/apps/new?state=")
    asked = json.loads(manifest)
    assert asked["hook_attributes"] == {"url": f"{SERVER}/webhooks/github", "active": True}
    assert asked["default_permissions"]["checks"] == "write"
    assert asked["public"] is False
    assert asked["callback_urls"] == [f"{SERVER}/sign-in/github/back"]
    assert requests.get(run.agree(), timeout=5).status_code == 200
    run.end()
    assert [app.id for app in run.app] == [fake.app.id]
    (table,) = tomllib.loads(wanted.file.read_text())["github"]
    assert table == {
        "name": "github",
        "url": fake.url,
        "app_id": str(fake.app.id),
        "private_key": fake.app.private_key,
        "webhook_secret": fake.app.webhook_secret,
        "client_id": fake.app.client_id,
        "client_secret": fake.app.client_secret,
    }
    assert stat.S_IMODE(wanted.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(wanted.file.parent.stat().st_mode) == 0o700
    assert sorted(path.name for path in wanted.file.parent.iterdir()) == ["hosts.toml"]
    assert fake.app.webhook_secret not in str(run.said) + str(run.app)
    assert fake.app.client_secret not in str(run.said) + str(run.app)
    assert "PRIVATE KEY" not in str(run.said) + str(run.app)


def test_an_answer_with_another_state_stores_nothing(wanted: github.Wanted) -> None:
    """Somebody else's code would put somebody else's App, and their webhook secret, here."""
    run = Run(wanted)
    back = urlsplit(run.agree())
    code = parse_qs(back.query)["code"][0]
    for query in (f"code={code}", f"code={code}&state=", f"code={code}&state=x%C3%A9", f"state=x&code={code}"):
        assert requests.get(back._replace(query=query).geturl(), timeout=5).status_code == 403
    assert not wanted.file.exists()
    assert requests.get(back.geturl(), timeout=5).status_code == 200
    run.end()
    assert wanted.file.exists()


def test_the_link_is_for_one_use_and_for_whoever_has_it(wanted: github.Wanted) -> None:
    run = Run(wanted)
    root = run.link.rpartition("/")[0]
    for address in (f"{root}/", f"{root}/guess", f"{run.link}/other", f"{run.link}x"):
        assert requests.get(address, timeout=5).status_code == 404
    assert requests.get(run.link, headers={"Host": "evil.example:80"}, timeout=5).status_code == 404
    back = run.agree()
    assert requests.get(back.replace("code=", "code=..%2F..%2F"), timeout=5).status_code == 502
    assert requests.get(back, timeout=5).status_code == 200
    run.end()
    with pytest.raises(requests.ConnectionError):
        requests.get(run.link, timeout=5)


def test_a_code_that_leads_to_nothing_may_be_tried_again(fake: FakeGitHub, wanted: github.Wanted) -> None:
    run = Run(wanted)
    back = run.agree()
    kept = dict(fake.state.manifests)
    fake.state.manifests.clear()
    assert requests.get(back, timeout=5).status_code == 502
    assert any("was the code used before" in said for said in run.said)
    fake.state.manifests.update(kept)
    assert requests.get(back, timeout=5).status_code == 200
    run.end()


def test_an_organization_and_a_second_github(fake: FakeGitHub, wanted: github.Wanted) -> None:
    wanted.file.parent.mkdir()
    storing.add(wanted.file, "gerrit", {"name": "gerrit", "url": "https://x"})
    run = Run(_with(wanted, organization="octo-org", name="enterprise", merge_queue=True))
    action, manifest = run.form()
    assert urlsplit(action).path == "/organizations/octo-org/settings/apps/new"
    assert json.loads(manifest)["hook_attributes"]["url"] == f"{SERVER}/webhooks/enterprise"
    assert "merge_group" in json.loads(manifest)["default_events"]
    requests.get(run.agree(), timeout=5)
    run.end()
    stored = tomllib.loads(wanted.file.read_text())
    assert [stored["gerrit"][0]["url"], stored["github"][0]["name"]] == ["https://x", "enterprise"]


@pytest.mark.parametrize(
    ("api", "form"),
    [
        ("https://api.github.com", "https://github.com/settings/apps/new?state=s"),
        ("https://ghe.example/api/v3", "https://ghe.example/settings/apps/new?state=s"),
        ("https://api.octo.ghe.com", "https://octo.ghe.com/settings/apps/new?state=s"),
    ],
)
def test_the_form_stands_on_each_kind_of_github(api: str, form: str) -> None:
    assert Place.of(api).form("", "s") == form


BAD: dict[str, tuple[Callable[[github.Wanted], github.Wanted], str]] = {
    "a server without TLS": (
        lambda w: _with(w, server="http://bot.example.org"),
        "--server: Patchwarden's address",
    ),
    "a GitHub that is a page": (lambda w: _with(w, api="https://github.com"), "--url: the API of github.com is"),
    "a folder": (lambda w: _with(w, file=Path("/")), "/ is no file"),
    "a place without rights": (lambda w: _with(w, file=Path("/proc/x/hosts.toml")), "/proc/x: "),
}


@pytest.mark.parametrize(("change", "said"), BAD.values(), ids=BAD)
def test_bad_input_is_said_before_anything_is_made(
    wanted: github.Wanted, change: Callable[[github.Wanted], github.Wanted], said: str
) -> None:
    with pytest.raises(github.CannotSetUp, match=re.escape(said)):
        github.run(change(wanted), lambda _: None, seconds=0)


def test_a_name_that_is_taken_is_said_before_anything_is_made(wanted: github.Wanted) -> None:
    wanted.file.parent.mkdir()
    storing.add(wanted.file, "github", {"app_id": "1"})
    with pytest.raises(github.CannotSetUp, match="has a host `github` already: give the new one another --name"):
        github.run(wanted, lambda _: None, seconds=0)


def test_the_command_ends_with_what_doctor_finds(
    fake: FakeGitHub, wanted: github.Wanted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The App is made and installed nowhere: doctor says where to go on."""
    monkeypatch.setattr(os, "environ", {"PATH": os.environ["PATH"], "HOME": str(tmp_path)})
    monkeypatch.setattr(github, "run", lambda asked, say: _made(fake, asked))
    command = ["setup", "github", "--server", SERVER, "--url", fake.url, "--file", str(wanted.file)]
    done = CliRunner().invoke(cli.main, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert "ok    github: credentials: the App patchwarden (id 314159)" in done.output
    assert "ok    github: the App's permissions: all that are needed" in done.output
    assert "FAULT github: installations: installed nowhere" in done.output
    assert f"export PATCHWARDEN_CONFIG={wanted.file}" in done.output
    secret = wanted.file.with_name("session-secret")
    assert f"export PATCHWARDEN_PUBLIC_URL={SERVER}" in done.output
    assert f"export PATCHWARDEN_SESSION_SECRET_FILE={secret}" in done.output
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    exported = {
        "HOME": str(tmp_path),
        "PATCHWARDEN_CONFIG": str(wanted.file),
        "PATCHWARDEN_PUBLIC_URL": SERVER,
        "PATCHWARDEN_SESSION_SECRET_FILE": str(secret),
    }
    settings = Settings.from_environ(exported)
    assert (settings.sign_in.secret, registry.viewing(settings.hosts[0]) is not None) == (
        secret.read_text().strip(),
        True,
    )
    storing.keep_secret(secret)
    assert Settings.from_environ(exported).sign_in == settings.sign_in, "a second App changes nothing"
    assert fake.app.webhook_secret not in done.output
    assert "PRIVATE KEY" not in done.output


def _made(fake: FakeGitHub, asked: github.Wanted) -> NewApp:
    """What the browser's part would give; it is tried above."""
    fake.state.manifests["code"] = {"name": "x"}
    place = Place.of(asked.api)
    app = place.convert("code")
    asked.file.parent.mkdir(parents=True)
    storing.add(asked.file, "github", github.fields(asked, place, app))
    return app


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--url", "https://ghe.local"), "give https://ghe.local/api/v3"),
        (("--organization", "a b/../c"), "--organization: 'a b/../c' is no organization"),
        (("--server", "https://localhost"), "which GitHub cannot reach"),
        (("--name", "a b/c"), "--name: 'a b/c' cannot be a host's name: give letters, digits, - and _"),
    ],
)
def test_what_cannot_work_is_refused_before_a_link_is_shown(
    tmp_path: Path, options: tuple[str, str], said: str
) -> None:
    asked = ["setup", "github", "--file", str(tmp_path / "hosts.toml"), "--server", SERVER, *options]
    done = CliRunner().invoke(cli.main, asked)
    assert (done.exit_code, said in done.stderr, done.stdout) == (2, True, "")


def test_a_host_has_a_name_that_can_stand_in_an_address(tmp_path: Path) -> None:
    environ = {
        "HOME": str(tmp_path),
        "PATCHWARDEN_GITHUB_NAME": "a b/c",
        "PATCHWARDEN_GITHUB_TOKEN": "token",
        "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "0123456789abcdef",
    }
    with pytest.raises(SettingsError, match="PATCHWARDEN_GITHUB_NAME: 'a b/c' cannot be a host's name"):
        Settings.from_environ(environ)
