"""What the web server reads of its environment, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.hosts import registry
from bot.hosts.gerrit.door import GerritDoor
from bot.hosts.github.door import GitHubDoor
from bot.hosts.talk import TalkSettings
from bot.settings import Settings, SettingsError
from bot.web.settings import HANDED_OVER, WebSettings, handed_over

REDIS = {"REDIS_URL": "redis://h"}
ALONE = """
[[github]]
webhook_secret = "the webhook secret of one"
[[github]]
name = "enterprise"
webhook_secret = "the webhook secret of two"
[[gerrit]]
webhook_secret = "the-webhook-secret"
"""
WHOLE = """
[[github]]
token = "the token"
webhook_secret = "the webhook secret of one"
obeyed_bots = ["renovate[bot]"]
drafts = true
[[github]]
name = "enterprise"
url = "https://ghe.example.org/api/v3"
app_id = 7
private_key_file = "{key}"
webhook_secret = "the webhook secret of two"
[[gerrit]]
url = "https://review.example.org"
username = "warden"
password_file = "{password}"
webhook_secret = "the-webhook-secret"
[[mirror]]
repositories = ["github:a/b", "gerrit:b"]
"""


def read(environ: dict[str, str]) -> WebSettings:
    return WebSettings.from_environ(REDIS | environ)


def test_webhook_secrets_are_enough(tmp_path: Path) -> None:
    config = tmp_path / "web.toml"
    config.write_text(ALONE)
    settings = read({"PATCHWARDEN_CONFIG": str(config), "PORT": "80"})
    assert [(door.name, door.webhook_secret) for door in settings.doors] == [
        ("github", "the webhook secret of one"),
        ("enterprise", "the webhook secret of two"),
        ("gerrit", "the-webhook-secret"),
    ]
    assert settings.listen == "0.0.0.0:80"
    assert "secret of" not in repr(settings)
    by_variable = read({"PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "the webhook secret of one"})
    assert by_variable.doors == (GitHubDoor(webhook_secret="the webhook secret of one"),)


def test_files_of_credentials_are_not_opened(tmp_path: Path) -> None:
    """They need not even be there."""
    config = tmp_path / "whole.toml"
    config.write_text(WHOLE.format(key=tmp_path / "none.pem", password=tmp_path / "none"))
    one, two, gerrit = read({"PATCHWARDEN_CONFIG": str(config), "PATCHWARDEN_SECRET_FILE": "/none"}).doors
    assert one == GitHubDoor(
        webhook_secret="the webhook secret of one", talk=TalkSettings(bots=("renovate[bot]",), drafts=True)
    )
    assert two == GitHubDoor("enterprise", "the webhook secret of two", "7")
    assert gerrit == GerritDoor("gerrit", "the-webhook-secret", "warden", TalkSettings(authors_dismiss=True))


def test_what_serve_hands_over_is_the_same_and_holds_no_credential(tmp_path: Path) -> None:
    key, password = tmp_path / "key.pem", tmp_path / "password"
    key.write_text("-----BEGIN RSA PRIVATE KEY-----\nthe key\n-----END RSA PRIVATE KEY-----\n")
    password.write_text("the password")
    config = tmp_path / "whole.toml"
    config.write_text(WHOLE.format(key=key, password=password))
    environ = {"PATCHWARDEN_CONFIG": str(config), "HOME": str(tmp_path)}
    hosts = Settings.from_environ(environ).hosts

    handed = handed_over(hosts)

    assert read({HANDED_OVER: handed, "PATCHWARDEN_CONFIG": "/none"}).doors == read(environ).doors
    for credential in ("the key", "the token", "the password", "PRIVATE"):
        assert credential not in handed
    for door in read(environ).doors:
        assert registry.events(door)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"REDIS_URL": ""}, "REDIS_URL: not set"),
        ({"REDIS_URL": "http://h"}, "REDIS_URL: not a URL"),
        ({"PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "short"}, "PATCHWARDEN_GITHUB_WEBHOOK_SECRET: shorter than 16"),
        ({"PATCHWARDEN_GITHUB_TOKEN": "the token"}, "PATCHWARDEN_GITHUB_WEBHOOK_SECRET: not set"),
        ({"PATCHWARDEN_GERRIT_WEBHOOK_SECRET": "with/slash-0123456789"}, "PATCHWARDEN_GERRIT_WEBHOOK_SECRET: give 16"),
        ({"PATCHWARDEN_CONNECTIONS": "9"}, "PATCHWARDEN_CONNECTIONS: '9' is not a whole number from 10"),
        ({"PATCHWARDEN_CONFIG": "/none"}, "PATCHWARDEN_CONFIG: cannot read /none"),
        ({HANDED_OVER: "{"}, f"{HANDED_OVER}: is no JSON"),
        ({HANDED_OVER: '{"github": [{"webhook_secret": "x"}]}'}, f"{HANDED_OVER} github 1 webhook_secret: shorter"),
        ({"PORT": "x"}, "PORT: "),
    ],
)
def test_what_is_wrong_is_said(environ: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(environ)
    assert said in str(caught.value)


def test_the_folder_of_the_rules_pages_is_there_or_that_is_told(tmp_path: Path) -> None:
    assert read({}).rule_pages is None
    assert read({"PATCHWARDEN_RULE_PAGES": str(tmp_path)}).rule_pages == tmp_path
    with pytest.raises(SettingsError, match=r"PATCHWARDEN_RULE_PAGES: .*/none does not exist"):
        read({"PATCHWARDEN_RULE_PAGES": str(tmp_path / "none")})
