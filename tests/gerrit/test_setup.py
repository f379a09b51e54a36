"""``patchwarden setup gerrit``: what is pushed, what is stored, what is not said; and that a real Gerrit takes it."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from tests.fakes.gerrit import FakeGerrit
from tests.fakes.gerrit.server import BOT
from tests.fakes.repository import Repository
from tests.gerrit.real_server import PASSWORDS, RealGerrit
from workers.cli import main as cli

SERVER = "https://bot.example.org"
PROPOSED = "refs/for/refs/meta/config"
BEFORE = {
    "project.config": '[project]\n\tdescription = ours\n[access "refs/*"]\n\tread = group Anonymous Users\n',
    "groups": "# UUID\tGroup Name\n#\nglobal:Anonymous-Users\tAnonymous Users\n",
}


@pytest.fixture
def fake() -> Iterator[FakeGerrit]:
    with FakeGerrit() as made:
        yield made


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    """The project's configuration, in a repository that takes a push to any name."""
    made = Repository(tmp_path / "All-Projects.git")
    made.git("update-ref", "refs/meta/config", made.commit("main", BEFORE, "Begin"))
    return made


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/.gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@example.org\n")
    monkeypatch.setattr(os, "environ", {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home")})
    return tmp_path / "home"


def setup(home: Path, url: str, remote: str, password: str, *more: str) -> Result:
    (home / "password").write_text(f"{password}\n")
    arguments = ["--server", SERVER, "--url", url, "--remote", remote, "--file", str(home / "state/hosts.toml")]
    arguments += ["--username", BOT, "--password-file", str(home / "password"), *more]
    return CliRunner().invoke(cli.main, ["setup", "gerrit", *arguments], catch_exceptions=False)


def values(project: Repository, ref: str, file: str, key: str, room: Path) -> list[str]:
    """As git itself reads the file of a commit."""
    (room / "read").write_text(project.git("show", f"{ref}:{file}") + "\n")
    done = subprocess.run(
        ["git", "config", "-f", str(room / "read"), "--get-all", key], capture_output=True, text=True, check=False
    )
    return done.stdout.splitlines()


def test_a_change_with_webhook_label_and_right(
    fake: FakeGerrit, project: Repository, home: Path, tmp_path: Path
) -> None:
    done = setup(home, fake.url, project.url, fake.bot.password)
    assert done.exit_code == 0, done.output
    (table,) = tomllib.loads((home / "state/hosts.toml").read_text())["gerrit"]
    secret = table["webhook_secret"]
    assert len(secret) >= 32
    assert values(project, PROPOSED, "webhooks.config", "remote.gerrit.url", tmp_path) == [
        f"{SERVER}/webhooks/gerrit/{secret}"
    ]
    assert "patchset-created" in values(project, PROPOSED, "webhooks.config", "remote.gerrit.event", tmp_path)
    label = "label.Security-Review"
    assert values(project, PROPOSED, "project.config", f"{label}.function", tmp_path) == ["NoBlock"]
    assert values(project, PROPOSED, "project.config", f"{label}.value", tmp_path) == [
        *("-1 Findings", "0 Not reviewed", "+1 Clean")
    ]
    right = "access.refs/heads/*.label-Security-Review"
    assert values(project, PROPOSED, "project.config", right, tmp_path) == ["-1..+1 group Service Users"]
    assert values(project, PROPOSED, "project.config", "project.description", tmp_path) == ["ours"]
    uuid = hashlib.sha1(b"Service Users", usedforsecurity=False).hexdigest()
    assert f"{uuid}\tService Users" in project.git("show", f"{PROPOSED}:groups")
    assert "Change-Id: I" in project.git("log", "-1", "--format=%B", PROPOSED)
    assert secret not in done.output
    assert stat.S_IMODE((home / "state/hosts.toml").stat().st_mode) == 0o600
    assert [path.name for path in (home / "state").iterdir()] == ["hosts.toml"]
    assert "ok    gerrit: credentials: comments as patchwarden on Gerrit 3.10.2" in done.output


def test_what_is_there_already_is_left_and_the_webhook_is_replaced(
    fake: FakeGerrit, project: Repository, home: Path, tmp_path: Path
) -> None:
    first = setup(home, fake.url, project.url, fake.bot.password)
    assert first.exit_code == 0, first.output
    project.git("update-ref", "refs/meta/config", PROPOSED)
    project.git("update-ref", "-d", PROPOSED)
    (home / "state/hosts.toml").unlink()
    second = setup(home, fake.url, project.url, fake.bot.password)
    assert second.exit_code == 0, second.output
    for said in ("replaced the webhook", "left the label Security-Review", "left the right to vote"):
        assert said in second.output
    assert len(values(project, PROPOSED, "webhooks.config", "remote.gerrit.url", tmp_path)) == 1
    changed = project.git("diff", "--name-only", "refs/meta/config", PROPOSED)
    assert changed == "webhooks.config"


def test_without_a_push_the_commit_stays_and_its_push_is_said(
    fake: FakeGerrit, project: Repository, home: Path
) -> None:
    done = setup(home, fake.url, project.url, fake.bot.password, "--no-push", "--label", "none")
    assert done.exit_code == 0, done.output
    folder = home / "state/gerrit-configuration"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    command = next(line.strip() for line in done.output.splitlines() if "git -C" in line)
    assert project.git("for-each-ref", PROPOSED) == ""
    subprocess.run(command.split(), check=True, capture_output=True)
    assert project.git("diff", "--name-only", "refs/meta/config", PROPOSED) == "webhooks.config"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--server", "http://bot.example.org"), "--server: Patchwarden's address must begin with https://"),
        (("--url", "https://x/a"), "url: give Gerrit's address without the final /a"),
        (("--remote", "/nowhere"), "git failed: "),
        (("--group", "Nobody"), "Gerrit does not tell of the group Nobody (404): give --group-uuid"),
        (("--label", "two words"), "label: 'two words' is not a label"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(
    fake: FakeGerrit, project: Repository, home: Path, more: tuple[str, str], said: str
) -> None:
    done = setup(home, fake.url, project.url, fake.bot.password, *more)
    assert (done.exit_code, said in done.stderr) == (2, True), done.output
    assert len(done.stderr.splitlines()) == 1
    assert list((home / "state").iterdir()) == [] if (home / "state").exists() else True
    assert project.git("for-each-ref", PROPOSED) == ""


@pytest.mark.real_gerrit
def test_a_real_gerrit_takes_the_change(real_gerrit: RealGerrit, home: Path) -> None:
    """Reviewed and submitted by its administrator, the label and the webhook are there."""
    remote = f"http://admin:{PASSWORDS['admin']}@{urlsplit(real_gerrit.url).netloc}/a/All-Projects"
    (home / ".gitconfig").write_text("[user]\n\tname = Administrator\n\temail = admin@example.com\n")
    done = setup(home, real_gerrit.url, remote, PASSWORDS[BOT], "--label", "Patchwarden-Review")
    assert done.exit_code == 0, done.output
    assert "the change waits for review in Gerrit" in done.output, done.output
    (change,) = real_gerrit.call("GET", "/changes/?q=status:open+project:All-Projects+branch:refs/meta/config")
    at = f"/changes/{change['_number']}"
    real_gerrit.call("POST", f"{at}/revisions/current/review", {"labels": {"Code-Review": 2}})
    real_gerrit.call("POST", f"{at}/submit", {})
    label = real_gerrit.call("GET", "/projects/All-Projects/labels/Patchwarden-Review")
    assert set(label["values"]) == {"-1", " 0", "+1"}
    access = real_gerrit.call("GET", "/projects/All-Projects/access")
    assert "label-Patchwarden-Review" in access["local"]["refs/heads/*"]["permissions"]
