"""The pages for signing in and out, and where people go from there."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access.returning import HOME, safe
from bot.hosts.github.viewing import GitHubViewing
from bot.sign_in_settings import ProxySettings, SignInSettings
from tests.unit.access.house import PUBLIC, SECRET, house

GITHUB = GitHubViewing("github", "https://api.github.com", "Iv1.client", "the client's secret")


@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-in/github", "/sign-in/github/back?code=1&state=2", "/sign-in/oidc"]
)
@pytest.mark.parametrize("settings", [SignInSettings(), SignInSettings(PUBLIC, SECRET)])
def test_where_nothing_is_set_up_the_page_names_the_settings(path: str, settings: SignInSettings) -> None:
    home = house([], settings)
    answer = home.get(path)
    assert answer.status_code == 404
    for name in ("PATCHWARDEN_SESSION_SECRET", "PATCHWARDEN_GITHUB_CLIENT_ID", "PATCHWARDEN_OIDC_ISSUER"):
        assert name in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_host_that_could_sign_in_does_not_without_a_secret() -> None:
    assert house([GITHUB], SignInSettings()).get("/sign-in/github").status_code == 404


def test_a_stranger_chooses_and_is_sent_to_the_host() -> None:
    home = house([GITHUB])
    page = home.get("/sign-in?back_to=/changes%3Fverdict%3Dred")
    assert page.status_code == 200
    assert f'href="{PUBLIC}/sign-in/github?back_to=%2Fchanges%3Fverdict%3Dred"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    away = urlsplit(home.get("/sign-in/github").headers["Location"])
    assert (away.scheme, away.netloc, away.path) == ("https", "github.com", "/login/oauth/authorize")
    assert home.get("/sign-in/elsewhere").status_code == 404


def test_who_came_by_a_proxy_signs_out_there() -> None:
    from ipaddress import ip_network

    home = house([], SignInSettings(proxy=ProxySettings("X-User", (ip_network("127.0.0.1"),))))
    assert "sign out there" in home.get("/sign-out", X_User="mona").text
    assert "Come through your organization" in home.get("/sign-in").text


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_nobody_is_signed_out_by_another_page(token: str) -> None:
    home = house([GITHUB])
    assert home.client.post("/sign-out", base_url=PUBLIC, data={"token": token}).status_code == 403
    assert home.client.post("/sign-out", base_url=PUBLIC).status_code == 403


def test_what_people_write_is_shown_as_text() -> None:
    home = house([GITHUB])
    assert "<script>" not in home.get("/sign-in/%3Cscript%3E").text
    assert "<script>" not in home.get('/sign-in?back_to=/"><script>').text


GOOD = ["/", "/changes", "/changes?verdict=red&page=2", "/changes/github/octo/app/7#f", "/a//b", "/x?u=https://e.org"]
BAD = [
    "",
    "changes",
    "//evil.example.org",
    "/\\evil.example.org",
    "\\\\evil.example.org",
    "https://evil.example.org",
    "javascript:alert(1)",
    "/\t/evil.example.org",
    "/\n/evil.example.org",
    "/a\r\nSet-Cookie: x=y",
    " //evil.example.org",
    "/ü",
    "/" + "x" * 1000,
    "/sign-in",
    "/sign-in/github",
    "/sign-out",
    "//sign-out",
    "/sign-out/?x",
    "///evil.example.org",
]


@pytest.mark.parametrize("path", GOOD)
def test_people_come_back_to_where_they_wanted(path: str) -> None:
    assert safe(path) == path


@pytest.mark.parametrize("path", BAD)
def test_nobody_is_sent_elsewhere(path: str) -> None:
    assert safe(path) == HOME


@given(st.one_of(st.text(max_size=40), st.text(alphabet="/\\\t\n .:@?#ae%", max_size=20), st.sampled_from(BAD + GOOD)))
def test_any_path_stays_with_us(path: str) -> None:
    """As a browser reads it: tabs and line ends are dropped, and a backslash is a slash."""
    found = safe(path)
    read = "".join(character for character in found if character not in "\t\r\n").replace("\\", "/").strip()
    assert urlsplit(urljoin(f"{PUBLIC}/sign-in/github/back", read)).netloc == urlsplit(PUBLIC).netloc
    assert found.isascii()
    assert found.isprintable()
