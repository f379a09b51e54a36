"""The real application with sign-in, before fakes of hosts, and a browser that follows redirects between them."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import requests
from flask import Flask, Response, jsonify, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.access.port import AccessUnknown
from bot.access.setting_up import set_up
from bot.access.who import WebAccess
from bot.hosts.github.viewing import GitHubViewing
from bot.hosts.viewing import Viewing
from bot.job import Job
from bot.sign_in_settings import SignInSettings
from bot.web.application import create_app
from tests.fakes.github import FakeGitHub

PUBLIC = "https://warden.example.org"
SECRET = "a secret of the session, long enough"


class _NoQueue:
    def enqueue(self, job: Job) -> bool:
        raise AssertionError(f"nothing is queued here: {job}")


@dataclass
class House:
    app: Flask
    access: WebAccess
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=PUBLIC, headers=[(k.replace("_", "-"), v) for k, v in headers.items()])

    def bring(self, cookie: str) -> None:
        """Comes with this cookie."""
        self.client.set_cookie("__Host-patchwarden", cookie, domain="warden.example.org", secure=True)

    def viewer(self, **headers: str) -> dict[str, object] | None:
        found: dict[str, object] | None = self.get("/who", **headers).get_json()["viewer"]
        return found

    def seen(self, *repositories: str) -> list[str]:
        answer = self.client.get("/seen", base_url=PUBLIC, query_string={"of": list(repositories)})
        return list(answer.get_json()["seen"])

    def unknown(self, *repositories: str) -> str:
        """What a person is told where nothing is known."""
        answer = self.client.get("/seen", base_url=PUBLIC, query_string={"of": list(repositories)})
        assert answer.status_code == 503, answer.text
        return str(answer.get_json()["unknown"])

    def sign_in(self, way: str = "github", back_to: str = "/changes") -> TestResponse:
        """Our page, the way's own, and back: the last answer of ours."""
        away = self.client.get(f"/sign-in/{way}", base_url=PUBLIC, query_string={"back_to": back_to})
        assert away.status_code == 302, away.text
        there = requests.get(away.headers["Location"], allow_redirects=False, timeout=5)
        assert there.status_code == 302, there.text
        back = there.headers["Location"]
        assert back.startswith(f"{PUBLIC}/sign-in/")
        return self.get(back.removeprefix(PUBLIC))

    def sign_out(self) -> TestResponse:
        token = html.unescape(re.search(r'name="token" value="([^"]+)"', self.get("/sign-out").text)[1])  # type: ignore[index]
        return self.client.post("/sign-out", base_url=PUBLIC, data={"token": token})


def house(hosts: Iterable[Viewing] = (), settings: SignInSettings | None = None) -> House:
    app = create_app({}, _NoQueue())
    app.testing = True
    access = set_up(app, settings or SignInSettings(PUBLIC, SECRET), hosts)

    @app.get("/who")
    def who() -> Response:
        viewer = access.viewer()
        found = viewer and {"id": viewer.id, "name": viewer.name, "operator": viewer.operator}
        return jsonify(viewer=found, sign_in=access.sign_in(request.full_path))

    @app.get("/seen")
    def seen() -> tuple[Response, int]:
        viewer = access.viewer()
        wanted: Collection[str] = request.args.getlist("of")
        try:
            return jsonify(seen=sorted(access.seen(viewer, wanted)) if viewer else []), 200
        except AccessUnknown as unknown:
            return jsonify(unknown=str(unknown)), 503

    return House(app, access)


def viewing(fake: FakeGitHub) -> GitHubViewing:
    app = fake.app
    fake.state.callbacks.add(f"{PUBLIC}/sign-in/github/back")
    return GitHubViewing("github", fake.url, app.client_id, app.client_secret)


def query(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
