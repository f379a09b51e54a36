"""The settings of signing in: what is read, what is wrong, and what the doctor says of it."""

from __future__ import annotations

import pytest

from bot.hosts.gerrit.viewing import GerritViewing
from bot.hosts.github.viewing import GitHubViewing
from bot.settings import Settings, SettingsError
from bot.sign_in_settings import SignInSettings
from bot.web.settings import HANDED_OVER, WebSettings, handed_over
from workers import environments
from workers.cli import doctor_server

SECRET = "a secret of the session, long enough"
WHOLE = {
    "PATCHWARDEN_PUBLIC_URL": "https://warden.example.org/",
    "PATCHWARDEN_SESSION_SECRET": SECRET,
    "PATCHWARDEN_SESSION_HOURS": "4",
    "PATCHWARDEN_OPERATORS": "github:7, oidc:alice",
    "PATCHWARDEN_OIDC_ISSUER": "https://login.example.org/realm/",
    "PATCHWARDEN_OIDC_CLIENT_ID": "warden",
    "PATCHWARDEN_OIDC_CLIENT_SECRET": "the secret of the provider's client",
    "PATCHWARDEN_PROXY_HEADER": "X-Remote-User",
    "PATCHWARDEN_PROXY_ADDRESSES": "10.0.0.5 fd00::/64",
}
GITHUB = {
    "PATCHWARDEN_GITHUB_TOKEN": "the bot's token",
    "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "a webhook secret of the test",
    "PATCHWARDEN_GITHUB_CLIENT_ID": "Iv1.client",
    "PATCHWARDEN_GITHUB_CLIENT_SECRET": "the secret of the App's client",
}
GERRIT = {
    "PATCHWARDEN_GERRIT_URL": "https://review.example.org",
    "PATCHWARDEN_GERRIT_USERNAME": "warden",
    "PATCHWARDEN_GERRIT_PASSWORD": "the bot's password",
    "PATCHWARDEN_GERRIT_WEBHOOK_SECRET": "0123456789abcdefWebhook",
    "PATCHWARDEN_GERRIT_ACCESS_USERNAME": "looker",
    "PATCHWARDEN_GERRIT_ACCESS_PASSWORD": "the looker's password",
}
STACK = {"HOME": "/nowhere", "REDIS_URL": "redis://h", "PATCHWARDEN_SECRET": "a deployment secret of the test"}


def test_all_of_it() -> None:
    found, problems = SignInSettings.read(WHOLE)
    assert problems == ()
    assert (found.public_url, found.secure, found.hours) == ("https://warden.example.org", True, 4)
    assert found.operators == {"github:7", "oidc:alice"}
    assert found.oidc is not None
    assert found.oidc.issuer == "https://login.example.org/realm"
    assert found.proxy is not None
    assert [str(network) for network in found.proxy.addresses] == ["10.0.0.5/32", "fd00::/64"]
    assert "secret" not in repr(found).replace("client_secret", "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"PATCHWARDEN_SESSION_SECRET": "short"}, "PATCHWARDEN_SESSION_SECRET: shorter than 32"),
        ({"PATCHWARDEN_SESSION_SECRET": ""}, "PATCHWARDEN_SESSION_SECRET: not set"),
        ({"PATCHWARDEN_PUBLIC_URL": ""}, "PATCHWARDEN_PUBLIC_URL: not set"),
        ({"PATCHWARDEN_PUBLIC_URL": "http://warden.example.org"}, "PATCHWARDEN_PUBLIC_URL: this server's address must"),
        (
            {"PATCHWARDEN_PUBLIC_URL": "https://warden.example.org/w"},
            "PATCHWARDEN_PUBLIC_URL: give the address without",
        ),
        ({"PATCHWARDEN_SESSION_HOURS": "0"}, "PATCHWARDEN_SESSION_HOURS: must be a whole number"),
        ({"PATCHWARDEN_OPERATORS": "alice"}, "PATCHWARDEN_OPERATORS: 'alice' names nobody"),
        ({"PATCHWARDEN_OIDC_ISSUER": "http://login.example.org"}, "PATCHWARDEN_OIDC_ISSUER: the provider's address"),
        ({"PATCHWARDEN_OIDC_CLIENT_SECRET": ""}, "PATCHWARDEN_OIDC_CLIENT_SECRET: not set"),
        ({"PATCHWARDEN_OIDC_CLAIM": "a b"}, "PATCHWARDEN_OIDC_CLAIM: 'a b' is no claim's name"),
        ({"PATCHWARDEN_PROXY_HEADER": ""}, "PATCHWARDEN_PROXY_HEADER: not set"),
        ({"PATCHWARDEN_PROXY_HEADER": "X_User"}, "PATCHWARDEN_PROXY_HEADER: 'X_User' is no header's name"),
        ({"PATCHWARDEN_PROXY_ADDRESSES": ""}, "PATCHWARDEN_PROXY_ADDRESSES: not set"),
        ({"PATCHWARDEN_PROXY_ADDRESSES": "proxy"}, "PATCHWARDEN_PROXY_ADDRESSES: 'proxy' is no address"),
        ({"PATCHWARDEN_PROXY_ADDRESSES": "0.0.0.0/0"}, "PATCHWARDEN_PROXY_ADDRESSES: a network of this size"),
        ({"PATCHWARDEN_PROXY_ADDRESSES": "::/0"}, "PATCHWARDEN_PROXY_ADDRESSES: a network of this size"),
        (GITHUB | {"PATCHWARDEN_GITHUB_CLIENT_ID": ""}, "PATCHWARDEN_GITHUB_CLIENT_ID: not set"),
        (GITHUB | {"PATCHWARDEN_GITHUB_CLIENT_SECRET": ""}, "PATCHWARDEN_GITHUB_CLIENT_SECRET: not set"),
        (GITHUB | {"PATCHWARDEN_GITHUB_URL": "http://ghe.example.org/api/v3"}, "PATCHWARDEN_GITHUB_URL: the API's"),
        (GITHUB | {"PATCHWARDEN_GITHUB_NAME": "oidc"}, "PATCHWARDEN_OIDC_…: a host is called oidc"),
        (GERRIT | {"PATCHWARDEN_GERRIT_ACCESS_PASSWORD": ""}, "PATCHWARDEN_GERRIT_ACCESS_PASSWORD: not set"),
        (GERRIT | {"PATCHWARDEN_GERRIT_ACCESS_USERNAME": ""}, "PATCHWARDEN_GERRIT_ACCESS_USERNAME: not set"),
        (GERRIT | {"PATCHWARDEN_GERRIT_URL": "http://review.example.org"}, "PATCHWARDEN_GERRIT_URL: Gerrit's address"),
    ],
)
@pytest.mark.parametrize("settings", [Settings, WebSettings])
def test_what_is_wrong_is_said_to_every_process(
    change: dict[str, str], said: str, settings: type[Settings | WebSettings]
) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.from_environ(STACK | WHOLE | change)
    assert [line for line in str(caught.value).splitlines() if said in line], str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert "the secret of" not in str(caught.value)


def test_the_web_server_gets_what_people_sign_in_with_and_nothing_of_the_bots() -> None:
    whole = STACK | WHOLE | GITHUB | GERRIT | {"HTTPS_PROXY": "http://proxy:3128"}
    settings = Settings.from_environ(whole)

    given = environments.web(whole, settings)

    web = WebSettings.from_environ(given)
    assert web.sign_in == settings.sign_in
    assert [door.viewing for door in web.doors] == [
        GitHubViewing("github", "https://api.github.com", "Iv1.client", "the secret of the App's client"),
        GerritViewing("gerrit", "https://review.example.org", "looker", "the looker's password"),
    ]
    assert given["HTTPS_PROXY"] == "http://proxy:3128"
    text = str(given)
    for secret in ("the bot's token", "the bot's password", "a deployment secret of the test"):
        assert secret not in text
    for secret in (SECRET, "the secret of the App's client", "the looker's password", "the secret of the provider's"):
        assert any(secret in one for one in web.secrets), "kept out of logs"


def test_the_worker_gets_none_of_it() -> None:
    whole = STACK | WHOLE | GITHUB
    given = environments.worker(whole, Settings.from_environ(whole))
    assert not {name for name in WHOLE if name in given}


def test_where_nobody_signs_in_the_web_server_gets_no_proxy() -> None:
    whole = STACK | {"HTTPS_PROXY": "http://proxy:3128"}
    assert "HTTPS_PROXY" not in environments.web(whole, Settings.from_environ(whole))
    assert HANDED_OVER in environments.web(whole, Settings.from_environ(whole))
    assert "client_id" not in handed_over(Settings.from_environ(whole).hosts)


@pytest.mark.parametrize(
    ("environ", "good", "said"),
    [
        ({}, True, "not set up: nobody sees the pages"),
        (GITHUB, True, "github could sign people in, and nobody can: set PATCHWARDEN_SESSION_SECRET"),
        ({**GITHUB, **WHOLE}, True, "by github and OpenID Connect and a trusted proxy; 2 operators"),
        ({**WHOLE, "PATCHWARDEN_OPERATORS": ""}, False, "no host tells what anybody may see"),
        ({**WHOLE, **GERRIT, "PATCHWARDEN_OPERATORS": ""}, True, "by OpenID Connect and a trusted proxy; no operators"),
    ],
)
def test_the_doctor_says_who_can_sign_in(environ: dict[str, str], good: bool, said: str) -> None:
    found = doctor_server._sign_in(Settings.from_environ(STACK | environ))
    assert (found.ok, said in found.detail) == (good, True), found
