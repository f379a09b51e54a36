"""Signing in for real: gunicorn with the bot's own start, Redis, a database, and GitHub's fake; then pages and API."""

from __future__ import annotations

import html
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from bot import review
from bot.model import ChangeRef
from bot.policy import Policy
from bot.store.sql import SqlStore
from bot.store.tokens import SqlTokens
from tests.builders import change, changed_file, finding, ran
from tests.fakes.github import FakeGitHub
from tests.fakes.repository import Repository
from tests.web_server import running_web

CODE = "def f():\n    run(request)\n"
SECRET = "a session secret that is long enough"


@dataclass
class Place:
    url: str
    github: FakeGitHub
    log: Path
    token: str
    """Of a program that may ask about ``octo/app``."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, redis_server: str) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("sign-in")
    database = f"sqlite:///{folder / 'state.db'}"
    token = _filled(database)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with FakeGitHub() as github:
        git = Repository(folder / "origin")
        git.commit("main", {"README": "x"})
        for name, login in (("octo/app", "alice"), ("octo/vault", "bob")):
            github.add_repository(name, git, private=True, collaborators={login: "write"})
        github.state.callbacks.add(f"{url}/sign-in/github/back")
        github.state.visitor = "alice"
        environ = {
            "REDIS_URL": redis_server,
            "DATABASE_URL": database,
            "PATCHWARDEN_PUBLIC_URL": url,
            "PATCHWARDEN_SESSION_SECRET": SECRET,
            "PATCHWARDEN_GITHUB_URL": github.url,
            "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "a webhook secret of the test",
            "PATCHWARDEN_GITHUB_CLIENT_ID": github.app.client_id,
            "PATCHWARDEN_GITHUB_CLIENT_SECRET": github.app.client_secret,
            "PATCHWARDEN_LOG_LEVEL": "DEBUG",
        }
        with running_web(
            folder, "bot.web.wsgi:app", bind=f"127.0.0.1:{port}", listens=lambda: _listens(url), env=environ
        ) as log:
            yield Place(url, github, log, token)
        assert github.violations == []


def _listens(url: str) -> bool:
    try:
        return requests.get(f"{url}/healthz", timeout=5).ok
    except requests.RequestException:
        return False


def _filled(database: str) -> str:
    store = SqlStore(database)
    for number, repository in enumerate(("octo/app", "octo/vault"), 1):
        found = finding("app.py", CODE, "run(request)", rule="python.exec")
        about = change(ref=ChangeRef("github", repository, number), title=f"A change of {repository}")
        made = review.assemble(about, (changed_file("app.py", None, CODE),), (ran(found, files=["app.py"]),), Policy())
        store.record(made, {"checks": 2.5}, posted=1, closed=0, requests=1)
    token = SqlTokens(store).add("ci", ["github:octo/app"], seconds=3600)
    store.close()
    return token


def test_a_person_signs_in_looks_asks_and_signs_out(place: Place) -> None:
    with requests.Session() as browser:
        page = browser.get(f"{place.url}/changes?verdict=defects", timeout=10)
        assert page.url == f"{place.url}/sign-in?back_to=%2Fchanges%3Fverdict%3Ddefects"
        way = re.search(r'href="([^"]+/sign-in/github[^"]*)"', page.text)
        assert way

        page = browser.get(html.unescape(way[1]), timeout=10)

        assert page.url == f"{place.url}/changes?verdict=defects", "by way of GitHub"
        assert "A change of octo/app" in page.text
        assert "vault" not in page.text
        found = browser.get(f"{place.url}/api/v1/changes", timeout=10).json()
        assert [one["name"] for one in found["changes"]] == ["github:octo/app#1"]
        assert browser.get(f"{place.url}/api/v1/change?name=github:octo/vault%232", timeout=10).status_code == 404
        assert browser.get(f"{place.url}/changes/github/octo/vault/2", timeout=10).status_code == 404

        form = browser.get(f"{place.url}/sign-out", timeout=10).text
        token = re.search(r'name="token" value="([^"]+)"', form)
        assert token
        browser.post(f"{place.url}/sign-out", data={"token": token[1]}, timeout=10)
        assert browser.get(f"{place.url}/api/v1/me", timeout=10).status_code == 401
        assert browser.get(f"{place.url}/", timeout=10).url.startswith(f"{place.url}/sign-in")


def test_a_program_asks_with_a_token(place: Place) -> None:
    headers = {"Authorization": f"Bearer {place.token}"}
    found = requests.get(f"{place.url}/api/v1/repositories", headers=headers, timeout=10).json()
    assert [one["name"] for one in found["repositories"]] == ["github:octo/app"]
    assert requests.get(f"{place.url}/", headers=headers, timeout=10).url.startswith(f"{place.url}/sign-in"), "no page"


def test_no_secret_is_in_the_log(place: Place) -> None:
    """At its most talkative."""
    with requests.Session() as browser:
        assert browser.get(f"{place.url}/sign-in/github", timeout=10).ok
        browser.get(f"{place.url}/api/v1/me", headers={"Authorization": f"Bearer {place.token}"}, timeout=10)
        cookie = browser.cookies.get("patchwarden")
    assert cookie
    log = place.log.read_text()
    assert "alice) signed in" in log
    tokens = [token for token in place.github.state.tokens if token.startswith("ghu_")]
    for secret in (SECRET, place.github.app.client_secret, place.token, cookie, "code_verifier", "code=", *tokens):
        assert secret not in log
