"""GitHub's settings: addresses, credentials that are missing or doubled, secrets that stay out of messages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.hosts.github import GitHubSettings
from bot.hosts.github.names import is_login
from bot.hosts.talk import TalkSettings

TOKEN = "ghp" + "_" + "a" * 36
SETTINGS = GitHubSettings(token=TOKEN, webhook_secret="the webhook secret", marker_key=b"k" * 32)


@pytest.mark.parametrize(
    ("api", "web"),
    [
        ("https://api.github.com", "https://github.com"),
        ("https://api.github.com/", "https://github.com"),
        ("https://ghe.example.org/api/v3", "https://ghe.example.org"),
        ("https://ghe.example.org:8443/api/v3/", "https://ghe.example.org:8443"),
        ("https://api.acme.ghe.com", "https://acme.ghe.com"),
    ],
)
def test_where_git_fetches(api: str, web: str) -> None:
    settings = replace(SETTINGS, base_url=api)
    assert settings.clone_url("octo/app.py") == f"{web}/octo/app.py.git"


def test_loopback_needs_a_permission() -> None:
    with pytest.raises(ValueError, match="https://"):
        replace(SETTINGS, base_url="http://127.0.0.1:8080/api/v3")
    settings = replace(SETTINGS, base_url="http://127.0.0.1:8080/api/v3", allow_http=True)
    assert settings.clone_url("octo/app") == "http://127.0.0.1:8080/octo/app.git"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.github.com",
        "https://",
        "https://user:secret@ghe.example.org/api/v3",
        "https://ghe.example.org/api/v3?x=1",
        "https://ghe.example.org/somewhere",
        "https://github.com",
    ],
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ValueError, match="github: ") as caught:
        replace(SETTINGS, base_url=url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "name",
    ["", "octo", "octo/", "octo/..", "octo/.", "octo/a b", "-o/app", "../app", "octo/app/x", "octo/a\n", "ö/app"],
)
def test_a_repository_name_never_escapes_its_place(name: str) -> None:
    with pytest.raises(ValueError, match="is not a repository"):
        SETTINGS.clone_url(name)
    with pytest.raises(ValueError, match="owner/name"):
        replace(SETTINGS, repositories=(name,))


@pytest.mark.parametrize(
    ("team", "right"),
    [
        ("octo/security", True),
        ("my-org/app_sec-2", True),
        ("security", False),
        ("octo/", False),
        ("octo/../users", False),
        ("octo/Security Team", False),
        ("@octo/security", False),
    ],
)
def test_a_team_never_escapes_its_place(team: str, right: bool) -> None:
    talk = TalkSettings(maintainers=(team,))
    if right:
        assert replace(SETTINGS, talk=talk).talk == talk
        return
    with pytest.raises(ValueError, match="org/team"):
        replace(SETTINGS, talk=talk)


@pytest.mark.parametrize(
    ("login", "right"),
    [
        ("mona", True),
        ("renovate[bot]", True),
        ("a_b-c", True),
        ("", False),
        ("../x", False),
        ("a b", False),
        ("x\n", False),
    ],
)
def test_an_accounts_name_never_escapes_its_place(login: str, right: bool) -> None:
    assert is_login(login) is right


def test_one_kind_of_credential() -> None:
    with pytest.raises(ValueError, match="not both"):
        replace(SETTINGS, app_id=7, private_key="pem")
    with pytest.raises(ValueError, match="download a private key"):
        replace(SETTINGS, token=None, app_id=7)
    with pytest.raises(ValueError, match="marker key"):
        replace(SETTINGS, marker_key=b"")


def test_no_secret_is_shown() -> None:
    app = replace(SETTINGS, token=None, app_id=7, private_key="the pem")
    shown = repr(SETTINGS) + repr(app)
    assert not [secret for secret in (TOKEN, "the pem", "webhook secret", "kkk") if secret in shown]
