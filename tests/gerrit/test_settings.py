"""A Gerrit account that cannot work is refused with the remedy, and no secret is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.hosts import registry
from bot.hosts.gerrit import Gerrit, GerritEvents, GerritSettings
from bot.hosts.gerrit.names import change_path, change_ref
from bot.settings import Settings, SettingsError
from tests.gerrit.test_events import settings


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("url", "http://review.example.org", "must begin with https://"),
        ("url", "", "must begin with https://"),
        ("url", "https://me:pass@review.example.org", "a plain URL"),
        ("url", "https://review.example.org/?q=1", "a plain URL"),
        ("url", "https://review.example.org/a", "without the final /a"),
        ("username", "", "not set: the bot's user name"),
        ("password", "", "not set: make one"),
        ("username", "a:b", "no colon"),
        ("password", "x" * 72, "at most 71 characters"),
        ("marker_key", b"", "marker key is missing"),
        ("label", "Security Review", "not a label"),
        ("projects", ("good", "../bad"), "not a project's name"),
    ],
)
def test_what_cannot_work_says_so(field: str, value: object, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        settings(**{field: value})
    assert "pass@" not in str(caught.value)


def test_secrets_are_not_shown() -> None:
    shown = repr(settings(password="a password", webhook_secret="a secret", marker_key=b"a key"))
    assert not {"a password", "a secret", "a key"} & set(shown.split("'"))


def test_a_path_below_which_gerrit_is_served_is_kept() -> None:
    assert settings(url="https://example.org/r/").clone_url("grp/a b") == "https://example.org/r/a/grp/a%20b"


def test_a_server_may_be_called_a() -> None:
    assert settings(url="https://a").clone_url("app") == "https://a/a/app"


def test_a_name_that_no_project_has_never_becomes_a_url() -> None:
    with pytest.raises(ValueError, match="not a project's name"):
        settings().clone_url("../../etc")


def test_how_a_change_is_named() -> None:
    assert change_path("grp/a b", 7) == "/changes/grp%2Fa%20b~7"
    assert [change_ref(number, 3) for number in (2, 1234)] == ["refs/changes/02/2/3", "refs/changes/34/1234/3"]


VARIABLES = {
    "PATCHWARDEN_SECRET": "a secret of the deployment",
    "PATCHWARDEN_GERRIT_URL": "https://review.example.org/",
    "PATCHWARDEN_GERRIT_USERNAME": "patchwarden",
    "PATCHWARDEN_GERRIT_PASSWORD": "the password",
    "PATCHWARDEN_GERRIT_WEBHOOK_SECRET": "0123456789abcdef",
}


def test_one_gerrit_by_variables(tmp_path: Path) -> None:
    (host,) = Settings.from_environ(VARIABLES | {"PATCHWARDEN_STATE_DIR": str(tmp_path)}).hosts
    assert isinstance(host, GerritSettings)
    assert (host.name, host.url, host.label) == ("gerrit", "https://review.example.org", "Security-Review")
    assert isinstance(registry.build(host), Gerrit)
    assert isinstance(registry.events(host), GerritEvents)


def test_two_gerrits_and_a_github_side_by_side(tmp_path: Path) -> None:
    config = tmp_path / "patchwarden.toml"
    config.write_text(
        """
        [[gerrit]]
        name = "upstream"
        url = "https://review.example.org"
        username = "patchwarden"
        password = "the password"
        webhook_secret = "0123456789abcdef"
        projects = ["grp/a b", "grp/c"]

        [[gerrit]]
        name = "work"
        url = "https://gerrit.example.com/r"
        username = "bot"
        password = "another password"
        webhook_secret = "fedcba9876543210"
        label = "none"

        [[github]]
        token = "a token"
        webhook_secret = "a webhook secret of the test"
        """
    )
    environ = {
        "PATCHWARDEN_SECRET": "a secret of the deployment",
        "PATCHWARDEN_STATE_DIR": str(tmp_path),
        "PATCHWARDEN_CONFIG": str(config),
    }
    settings = Settings.from_environ(environ)
    assert [host.name for host in settings.hosts] == ["upstream", "work", "github"]
    upstream, work = settings.host("upstream"), settings.host("work")
    assert isinstance(upstream, GerritSettings)
    assert isinstance(work, GerritSettings)
    assert upstream.projects == ("grp/a b", "grp/c")
    assert work.label == ""


@pytest.mark.parametrize(
    ("variable", "value", "text"),
    [
        ("PATCHWARDEN_GERRIT_URL", "", "https://"),
        ("PATCHWARDEN_GERRIT_URL", "http://review.example.org", "https://"),
        ("PATCHWARDEN_GERRIT_USERNAME", "", "user name"),
        ("PATCHWARDEN_GERRIT_PASSWORD", "", "HTTP Credentials"),
        ("PATCHWARDEN_GERRIT_WEBHOOK_SECRET", "short", "16 or more"),
        ("PATCHWARDEN_GERRIT_WEBHOOK_SECRET", "with/slash/0123456789", "16 or more"),
        ("PATCHWARDEN_GERRIT_PROJECTS", "good ../bad", "not a project's name"),
        ("PATCHWARDEN_GERRIT_LABLE", "x", "unknown"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, variable: str, value: str, text: str) -> None:
    environ = VARIABLES | {"PATCHWARDEN_STATE_DIR": str(tmp_path), variable: value}
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ(environ)
    (problem,) = caught.value.problems
    assert problem.name == variable
    assert text in problem.text
