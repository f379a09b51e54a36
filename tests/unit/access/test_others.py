"""People who say elsewhere who they are: OpenID Connect, a proxy; and what Gerrit shows them."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from bot.hosts.gerrit.viewing import GerritViewing
from bot.sign_in_settings import OidcSettings, ProxySettings, SignInSettings
from tests.fakes.gerrit import FakeGerrit
from tests.fakes.github import FakeGitHub
from tests.fakes.oidc import CLIENT_ID, CLIENT_SECRET, FakeOidc
from tests.fakes.repository import Repository
from tests.unit.access.house import PUBLIC, SECRET, House, house, viewing

ALL = ("gerrit:demo", "gerrit:secret", "gerrit:none", "github:octo/app", "other:demo")


@pytest.fixture
def gerrit(tmp_path: Path) -> Iterator[FakeGerrit]:
    """``demo`` is read by everybody, ``secret`` by stan."""
    with FakeGerrit() as fake:
        git = Repository(tmp_path / "gerrit")
        git.commit("main", {"README": "x"})
        for name in ("demo", "secret"):
            fake.add_project(name, git)
        fake.state.readers["secret"] = {"stan"}
        fake.state.see_access.add("patchwarden")
        yield fake
        assert fake.state.violations == []


def asking(fake: FakeGerrit) -> GerritViewing:
    return GerritViewing("gerrit", fake.url, fake.bot.username, fake.bot.password)


@pytest.fixture
def oidc() -> Iterator[FakeOidc]:
    with FakeOidc() as fake:
        yield fake


def settings(fake: FakeOidc, claim: str = "preferred_username", **more: Any) -> SignInSettings:
    found = OidcSettings(fake.issuer, CLIENT_ID, CLIENT_SECRET, claim, "the house")
    return SignInSettings(PUBLIC, SECRET, oidc=found, **more)


def test_who_signs_in_by_oidc_sees_what_gerrit_shows(oidc: FakeOidc, gerrit: FakeGerrit) -> None:
    home = house([asking(gerrit)], settings(oidc))
    assert home.sign_in("oidc").status_code == 303
    assert home.viewer() == {"id": "oidc:mona", "name": "mona", "operator": False}
    assert home.seen(*ALL) == ["gerrit:demo"]
    assert {"nonce", "state", "code_challenge"} <= oidc.asked[0].keys()
    assert oidc.asked[0]["code_challenge_method"] == "S256"

    oidc.claims["preferred_username"] = "stan"
    other = House(home.app, home.access)
    other.sign_in("oidc")
    assert other.seen(*ALL) == ["gerrit:demo", "gerrit:secret"]
    gerrit.state.readers["secret"] = set()
    assert other.seen("gerrit:demo", "gerrit:secret") == ["gerrit:demo", "gerrit:secret"], "for some minutes"


@pytest.mark.parametrize(
    ("name", "number_of"),
    [
        ("Stan", "a part of a name"),
        ("stan@example.org", "an address"),
        ("nobody", "none"),
        ("STAN", "letters' case"),
    ],
)
def test_gerrit_takes_nobody_for_another(oidc: FakeOidc, gerrit: FakeGerrit, name: str, number_of: str) -> None:
    """Gerrit finds accounts by more than their user names."""
    oidc.claims["preferred_username"] = name
    home = house([asking(gerrit)], settings(oidc))
    home.sign_in("oidc")
    assert home.viewer() is not None
    assert home.seen(*ALL) == []


def test_a_house_account_means_nothing_to_github(oidc: FakeOidc, tmp_path: Path) -> None:
    """Anybody may register the same name there."""
    with FakeGitHub() as github:
        git = Repository(tmp_path / "origin")
        git.commit("main", {"README": "x"})
        github.add_repository("octo/app", git, collaborators={"mona": "admin"})
        home = house([viewing(github)], settings(oidc))
        home.sign_in("oidc")
        assert home.viewer() is not None
        assert home.seen(*ALL) == []


def test_a_github_account_means_nothing_to_gerrit(gerrit: FakeGerrit) -> None:
    with FakeGitHub() as github:
        github.state.visitor = "stan"
        home = house([viewing(github), asking(gerrit)])
        home.sign_in()
        assert home.viewer() is not None
        assert home.seen(*ALL) == []


def test_gerrit_that_does_not_tell_shows_nothing(
    oidc: FakeOidc, gerrit: FakeGerrit, caplog: pytest.LogCaptureFixture
) -> None:
    gerrit.state.see_access.clear()
    home = house([asking(gerrit)], settings(oidc))
    home.sign_in("oidc")
    assert home.unknown(*ALL) == "gerrit does not tell what you may see, so nothing is shown: the server's log says why"
    assert "View Access" in caplog.text
    gerrit.__exit__(None, None, None)
    assert home.unknown(*ALL).startswith("gerrit does not answer now")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"others": {"nonce": "another"}}, 502),
        ({"others": {"nonce": None}}, 502),
        ({"others": {"iss": "https://elsewhere.example.org"}}, 502),
        ({"others": {"iss": None}}, 502),
        ({"others": {"aud": "another client"}}, 502),
        ({"others": {"aud": "another client", "azp": CLIENT_ID}}, 502),
        ({"others": {"exp": 1}}, 502),
        ({"key": 1}, 502),
        ({"algorithm": "none"}, 502),
        ({"algorithm": "HS256"}, 502),
        ({"described": {"issuer": "https://elsewhere.example.org"}}, 502),
        ({"claims": {"sub": "1"}}, 403),
        ({"claims": {"sub": "1", "preferred_username": ""}}, 403),
        ({"claims": {"sub": "1", "preferred_username": "1000001"}}, 403),
        ({"claims": {"sub": "1", "preferred_username": "mona,admin"}}, 403),
        ({"claims": {"sub": "1", "preferred_username": "../admin"}}, 403),
        ({"claims": {"sub": "1", "preferred_username": ["mona"]}}, 403),
    ],
)
def test_what_the_provider_does_not_prove_signs_nobody_in(oidc: FakeOidc, change: dict[str, Any], status: int) -> None:
    home = house([], settings(oidc))
    for name, value in change.items():
        setattr(oidc, name, value)
    if "described" in change:
        assert home.get("/sign-in/oidc").status_code == status
    else:
        assert home.sign_in("oidc").status_code == status
    assert home.viewer() is None


@pytest.mark.parametrize(("verified", "status"), [(True, 303), (False, 403), (None, 403), ("true", 403)])
def test_an_address_counts_where_the_provider_has_verified_it(oidc: FakeOidc, verified: object, status: int) -> None:
    oidc.claims = {"sub": "1", "email": "mona@example.org", "email_verified": verified}
    home = house([], settings(oidc, claim="email", operators=frozenset({"oidc:mona@example.org"})))
    assert home.sign_in("oidc").status_code == status
    signed_in = {"id": "oidc:mona@example.org", "name": "mona@example.org", "operator": True}
    assert home.viewer() == (signed_in if status == 303 else None)


def test_a_provider_that_is_down_gives_a_page(oidc: FakeOidc) -> None:
    home = house([], settings(oidc))
    oidc.__exit__(None, None, None)
    answer = home.get("/sign-in/oidc")
    assert answer.status_code == 502
    assert "the house does not answer as it should" in answer.text.lower()


PROXY = ProxySettings("X-Remote-User", (ip_network("10.1.0.0/24"), ip_network("::1/128")))


@pytest.mark.parametrize(
    ("sender", "header", "name"),
    [
        ("10.1.0.7", "mona", "mona"),
        ("::1", "mona@example.org", "mona@example.org"),
        ("::ffff:10.1.0.7", "mona", "mona"),
        ("10.1.1.7", "mona", None),
        ("127.0.0.1", "mona", None),
        ("", "mona", None),
        ("unix:", "mona", None),
        ("10.1.0.7", "", None),
        ("10.1.0.7", "mona,admin", None),
        ("10.1.0.7", "mona admin", None),
        ("10.1.0.7", "1000001", None),
        ("10.1.0.7", "mona\\n", None),
    ],
)
def test_a_proxy_is_believed_and_nobody_else(sender: str, header: str, name: str | None) -> None:
    home = house([], SignInSettings(proxy=PROXY))
    answer = home.client.get(
        "/who",
        headers={"X-Remote-User": header, "X-Forwarded-For": "10.1.0.7", "Forwarded": "for=10.1.0.7"},
        environ_overrides={"REMOTE_ADDR": sender},
    )
    expected = name and {"id": f"proxy:{name}", "name": name, "operator": False}
    assert answer.get_json()["viewer"] == expected


def test_whom_the_proxy_names_sees_what_gerrit_shows(gerrit: FakeGerrit) -> None:
    home = house([asking(gerrit)], SignInSettings(proxy=PROXY, operators=frozenset({"proxy:admin"})))
    for name, shown in (("mona", ["gerrit:demo"]), ("admin", sorted(ALL))):
        answer = home.client.get(
            "/seen",
            query_string={"of": ALL},
            headers={"X-Remote-User": name},
            environ_overrides={"REMOTE_ADDR": "10.1.0.7"},
        )
        assert answer.get_json() == {"seen": shown}
