"""The API over a real database, with somebody who asks."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_core import Config, OpenAPI
from openapi_core.contrib.flask import FlaskOpenAPIRequest, FlaskOpenAPIResponse
from werkzeug.test import EnvironBuilder, TestResponse

from bot import review
from bot.access.bearers import BearerAccess
from bot.access.port import AccessUnknown, Viewer
from bot.api.description import document
from bot.api.serving import Api
from bot.job import Job
from bot.model import ChangeRef, Decision, DecisionKind
from bot.policy import Policy
from bot.store.lookup import SqlReading
from bot.store.sql import SqlStore
from bot.store.tokens import SqlTokens
from bot.web.application import create_app
from tests.builders import change, changed_file, finding, ran

START = 1_800_000_000
CODE = "def f():\n    run(request)\n    run(reply)\n"
DESCRIPTION = OpenAPI.from_dict(
    {**document()},
    config=Config(extra_media_type_deserializers={"application/problem+json": json.loads}),
)


class NoQueue:
    def enqueue(self, job: Job) -> bool:
        raise AssertionError(f"nothing is queued here: {job}")


@dataclass
class Somebody:
    """Implements the port: whoever the test says, who sees what the test says."""

    who: Viewer | None = None
    sees: frozenset[str] = frozenset()
    is_known: bool = True

    def viewer(self) -> Viewer | None:
        return self.who

    def seen(self, viewer: Viewer, repositories: Collection[str]) -> frozenset[str]:
        if not self.is_known:
            raise AccessUnknown("github does not answer now")
        return frozenset(repositories) if viewer.operator else self.sees & frozenset(repositories)

    def sign_in(self, back_to: str) -> str:
        return f"/sign-in?back_to={back_to}"


@dataclass
class Desk:
    store: SqlStore
    people: Somebody
    at: list[float]
    app: Flask = field(init=False)
    client: FlaskClient = field(init=False)
    tokens: SqlTokens = field(init=False)

    def __post_init__(self) -> None:
        clock = lambda: self.at[0]  # noqa: E731 - a word for it would be longer
        self.tokens = SqlTokens(self.store, clock)
        self.app = create_app({}, NoQueue())
        access = BearerAccess(self.people, self.tokens)
        parts = {"Redis": (True, "answers"), "database": (False, "no worker that would say")}
        self.app.register_blueprint(Api(access, SqlReading(self.store), lambda: parts, clock).blueprint())
        self.client = self.app.test_client()

    def get(self, path: str, token: str = "", **query: Any) -> TestResponse:
        """Held against the description: the answer always, and the request where it is answered well."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self.client.get(f"/api/v1{path}", query_string=query, headers=headers)
        if path in document()["paths"]:
            builder = EnvironBuilder(path=f"/api/v1{path}", query_string=query, headers=headers)  # type: ignore[arg-type]
            with self.app.request_context(builder.get_environ()):
                from flask import request

                asked = FlaskOpenAPIRequest(request)
                DESCRIPTION.validate_response(
                    asked,
                    FlaskOpenAPIResponse(
                        self.app.response_class(answer.data, answer.status_code, content_type=answer.content_type)
                    ),
                )
        return answer

    def reviewed(self, ref: ChangeRef, *calls: str, head: str = "a") -> None:
        found = [
            finding("app.py", CODE, call, rule=f"python.{ref.repository.replace('/', '-')}.{call[4:-1]}")
            for call in calls
        ]
        about = change(ref=ref, head=head * 40, title=f"A change of {ref.repository}")
        made = review.assemble(about, (changed_file("app.py", None, CODE),), (ran(*found, files=["app.py"]),), Policy())
        self.store.record(made, {"checks": 2.5}, posted=len(found), closed=0, requests=1)
        self.at[0] += 60

    def decided(self, ref: ChangeRef, fingerprint: str) -> None:
        decision = Decision(
            fingerprint=fingerprint,
            rule=f"python.{ref.repository}.request",
            path="app.py",
            by="alice",
            at=int(self.at[0]),
            reason=f"of {ref.repository}",
            kind=DecisionKind.ACCEPTED_RISK,
            change=str(ref),
        )
        self.store.decide(f"{ref.host}:{ref.repository}", f"{ref.host}:{ref.repository}", [decision])


@pytest.fixture
def desk(tmp_path: object) -> Iterator[Desk]:
    at = [float(START)]
    store = SqlStore(f"sqlite:///{tmp_path}/state.db", lambda: at[0])
    yield Desk(store, Somebody(), at)
    store.close()
