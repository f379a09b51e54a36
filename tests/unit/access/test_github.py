"""Signing in through GitHub, and the repositories that GitHub shows that person."""

from __future__ import annotations

import base64
import json
import logging
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from bot.access import seen
from bot.sign_in_settings import SignInSettings
from tests.fakes.github import FakeGitHub
from tests.fakes.github.faults import Kind
from tests.fakes.repository import Repository
from tests.unit.access.house import PUBLIC, SECRET, House, house, query, viewing

ALL = ("github:octo/app", "github:octo/secret", "github:octo/open", "github:acme/lib", "gerrit:octo/app", "octo/app")


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeGitHub]:
    """``alice`` works on ``octo/app`` and ``acme/lib``; ``octo/open`` is public, and nobody gave her a role there."""
    with FakeGitHub() as github:
        git = Repository(tmp_path / "origin")
        git.commit("first", {"README": "x"})
        github.add_repository("octo/app", git, private=True, collaborators={"alice": "write"})
        github.add_repository("octo/secret", git, private=True, collaborators={"bob": "admin"})
        github.add_repository("octo/open", git)
        github.add_repository("acme/lib", git, private=True, collaborators={"alice": "read"})
        github.state.visitor = "alice"
        yield github
        assert github.violations == []


@pytest.fixture
def home(fake: FakeGitHub) -> House:
    return house([viewing(fake)])


def test_a_person_signs_in_sees_what_github_shows_and_signs_out(fake: FakeGitHub, home: House) -> None:
    assert home.viewer() is None
    came = home.sign_in(back_to="/changes?verdict=red")
    assert (came.status_code, came.headers["Location"]) == (303, "/changes?verdict=red")
    number = fake.state.account("alice").id
    assert home.viewer() == {"id": f"github:{number}", "name": "alice", "operator": False}
    assert home.seen(*ALL) == ["github:acme/lib", "github:octo/app"]
    assert home.seen("github:Octo/App") == ["github:Octo/App"], "letters' case means nothing to GitHub"

    out = home.sign_out()

    assert (out.status_code, out.headers["Location"]) == (303, "/sign-in")
    assert home.viewer() is None
    assert home.seen(*ALL) == []
    assert not [token for token in fake.state.tokens if token.startswith("ghu_")], "the token is taken back"


def test_each_person_is_shown_their_own(fake: FakeGitHub, home: House) -> None:
    home.sign_in()
    other = House(home.app, home.access)
    fake.state.visitor = "bob"
    other.sign_in()
    assert other.seen(*ALL) == ["github:octo/secret"]
    assert home.seen(*ALL) == ["github:acme/lib", "github:octo/app"]


def test_lists_of_several_pages_are_read_whole(fake: FakeGitHub, home: House) -> None:
    git = fake.state.repository("octo/app").git
    names = [f"octo/r{number}" for number in range(230)]
    for name in names:
        fake.add_repository(name, git, private=True, collaborators={"alice": "read"})
    home.sign_in()
    wanted = [f"github:{name}" for name in names]
    assert home.seen(*wanted) == sorted(wanted)


def test_an_answer_is_kept_for_some_minutes_and_then_never_used(
    fake: FakeGitHub, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(home.access._seen, "_clock", lambda: now[0])
    home.sign_in()
    assert home.seen(*ALL) == ["github:acme/lib", "github:octo/app"]
    asked = len(fake.requests)
    fake.state.repository("octo/app").collaborators.clear()
    now[0] += seen.SECONDS - 1
    assert home.seen(*ALL) == ["github:acme/lib", "github:octo/app"]
    assert len(fake.requests) == asked
    now[0] += 1
    assert home.seen(*ALL) == ["github:acme/lib"]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("error", {}),
        ("drop", {}),
        ("secondary", {"retry_after": 30}),
        ("secondary", {"status": 429}),
        ("primary", {}),
        ("page", {}),
    ],
)
def test_nothing_is_shown_where_the_host_does_not_answer(
    fake: FakeGitHub, home: House, monkeypatch: pytest.MonkeyPatch, kind: Kind, options: dict[str, int]
) -> None:
    now = [1000.0]
    monkeypatch.setattr(home.access._seen, "_clock", lambda: now[0])
    home.sign_in()
    assert home.seen("github:octo/app")
    now[0] += seen.SECONDS
    fake.fail_next("GET", "/user/installations", kind, **options)
    assert home.unknown(*ALL).startswith("github does not answer now")
    assert home.seen("github:octo/app") == ["github:octo/app"], "the next time it does"


def test_a_token_that_github_takes_no_more_ends_the_session(fake: FakeGitHub, home: House) -> None:
    home.sign_in()
    fake.state.tokens.clear()
    assert "sign in again" in home.unknown(*ALL)
    assert home.viewer() is None


def test_a_suspended_installation_shows_nothing(fake: FakeGitHub, home: House) -> None:
    fake.installation("octo").suspended = True
    home.sign_in()
    assert home.seen(*ALL) == ["github:acme/lib"]


def test_the_cookie_is_for_our_browser_alone_and_the_token_is_not_readable(fake: FakeGitHub, home: House) -> None:
    cookie = home.sign_in().headers["Set-Cookie"]
    name, _, rest = cookie.partition("=")
    assert name == "__Host-patchwarden"
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert f"; {part}" in cookie
    assert "Domain" not in cookie
    (token,) = [token for token in fake.state.tokens if token.startswith("ghu_")]
    body = rest.partition(";")[0]
    packed = body.lstrip(".").partition(".")[0]
    content = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    text = (zlib.decompress(content) if body.startswith(".") else content).decode()
    assert json.loads(text)["person"][2] == "alice", "the test reads the cookie"
    assert token not in text
    assert len(cookie) < 4000


@pytest.mark.parametrize("change", ["flip", "other secret", "cut"])
def test_a_cookie_that_is_not_ours_is_nobodys(fake: FakeGitHub, home: House, change: str) -> None:
    home.sign_in()
    cookie = home.client.get_cookie("__Host-patchwarden", domain="warden.example.org")
    assert cookie is not None
    if change == "other secret":
        other = house([viewing(fake)], SignInSettings(PUBLIC, "another secret of the session, as long"))
        other.bring(cookie.value)
        assert other.viewer() is None
        return
    value = cookie.value[:-3] if change == "cut" else cookie.value[:10] + "AB" + cookie.value[12:]
    stranger = house([viewing(fake)])
    stranger.bring(cookie.value)
    assert stranger.viewer() is not None
    stranger.bring(value)
    assert stranger.viewer() is None


def test_a_sign_in_holds_for_some_hours_however_often_it_is_used(
    fake: FakeGitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = house([viewing(fake)], SignInSettings(PUBLIC, SECRET, hours=1))
    home.sign_in()
    import time

    real = time.time
    for minutes, there in ((30, True), (59, True), (61, False)):
        monkeypatch.setattr(time, "time", lambda minutes=minutes: real() + 60 * minutes)
        assert (home.viewer() is not None) is there, minutes


class TestComingBack:
    """What does not come from the sign-in that this browser began signs nobody in."""

    def away(self, home: House) -> dict[str, str]:
        """The address to which a browser is sent from GitHub, by its parts."""
        there = home.get("/sign-in/github").headers["Location"]
        return query(requests.get(there, allow_redirects=False, timeout=5).headers["Location"])

    def test_with_another_state(self, home: House) -> None:
        back = self.away(home)
        refused = home.get(f"/sign-in/github/back?code={back['code']}&state=another")
        assert refused.status_code == 400
        assert "begin again" in refused.text
        assert home.viewer() is None

    def test_in_another_browser(self, home: House) -> None:
        back = self.away(home)
        victim = House(home.app, home.access)
        assert victim.get(f"/sign-in/github/back?code={back['code']}&state={back['state']}").status_code == 400
        assert victim.viewer() is None

    def test_twice(self, home: House) -> None:
        back = self.away(home)
        path = f"/sign-in/github/back?code={back['code']}&state={back['state']}"
        assert home.get(path).status_code == 303
        assert home.get(path).status_code == 400

    def test_with_a_code_of_another(self, fake: FakeGitHub, home: House) -> None:
        """PKCE: a code that was stolen elsewhere does not fit this browser's verifier."""
        other = self.away(House(home.app, home.access))
        mine = self.away(home)
        refused = home.get(f"/sign-in/github/back?code={other['code']}&state={mine['state']}")
        assert refused.status_code == 400
        assert home.viewer() is None

    def test_too_late(self, fake: FakeGitHub, home: House) -> None:
        back = self.away(home)
        fake.forward(timedelta(minutes=11))
        assert home.get(f"/sign-in/github/back?code={back['code']}&state={back['state']}").status_code == 400
        assert home.viewer() is None

    def test_by_somebody_who_did_not_agree(self, fake: FakeGitHub, home: House) -> None:
        fake.state.visitor = ""
        refused = home.sign_in()
        assert refused.status_code == 403
        assert "nobody is signed in" in refused.text

    def test_while_github_is_down(self, fake: FakeGitHub, home: House) -> None:
        back = self.away(home)
        fake.fail_next("GET", "/user", "error")
        refused = home.get(f"/sign-in/github/back?code={back['code']}&state={back['state']}")
        assert refused.status_code == 502
        assert "GitHub does not answer as it should" in refused.text
        assert home.viewer() is None

    def test_where_our_secret_is_wrong(self, fake: FakeGitHub) -> None:
        home = house([replace(viewing(fake), client_secret="not this one")])
        assert home.sign_in().status_code == 400
        assert home.viewer() is None


def test_no_secret_and_no_token_is_logged(fake: FakeGitHub, home: House, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        home.sign_in()
        home.seen(*ALL)
        (token,) = [token for token in fake.state.tokens if token.startswith("ghu_")]
        fake.fail_next("GET", "/user/installations", "error")
        home.access._seen._answers.clear()
        home.unknown(*ALL)
        home.sign_out()
    ours = "\n".join(
        f"{record.getMessage()} {vars(record)}"
        for record in caplog.records
        if not record.name.startswith(("tests.", "urllib3", "authlib"))
    )
    assert "alice" in ours
    for secret in (token, fake.app.client_secret, SECRET, "code="):
        assert secret not in ours


@pytest.mark.parametrize("loud", ["authlib", "urllib3"])
def test_talkative_libraries_are_kept_quiet(loud: str) -> None:
    from bot import logs

    assert loud in logs._TALKATIVE


def test_operators_see_everything_and_are_known_by_number_or_name(fake: FakeGitHub) -> None:
    number = fake.state.account("alice").id
    for named in (f"github:{number}", "github:Alice"):
        home = house([viewing(fake)], SignInSettings(PUBLIC, SECRET, operators=frozenset({named})))
        home.sign_in()
        assert home.viewer() == {"id": f"github:{number}", "name": "alice", "operator": True}
        assert home.seen(*ALL) == sorted(ALL)


def test_a_name_of_digits_is_no_operators_number(fake: FakeGitHub) -> None:
    number = fake.state.account("alice").id
    fake.state.visitor = str(number)
    home = house([viewing(fake)], SignInSettings(PUBLIC, SECRET, operators=frozenset({f"github:{number}"})))
    home.sign_in()
    assert home.viewer() == {
        "id": f"github:{fake.state.account(str(number)).id}",
        "name": str(number),
        "operator": False,
    }
