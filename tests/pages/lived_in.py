"""A store in which something has happened: real reviews of the demo's pull request, and half a year of small ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Final

from flask import Flask

from bot import review
from bot.access.port import Access, Viewer
from bot.job import Job
from bot.model import Area, ChangeRef, Decision, DecisionKind, Person, Severity, Vote
from bot.pages import pages
from bot.pages.now import Failed, Look, Queued
from bot.policy import Policy
from bot.store.lookup import SqlReading
from bot.store.sql import SqlStore
from bot.web.application import create_app
from tests.builders import change, changed_file, finding, ran
from tests.pages.recording import recorded

NOW: Final = 1_796_000_000
DAY: Final = 24 * 3600
LEDGER: Final = "github:octo/ledger"
SECRET: Final = "github:octo/vault"
"""A repository that :class:`Person` may not see."""
_CODE: Final = (
    "def f(request):\n    run(request.args)\n    query(request.args)\n    show(request.args)\n    load(request)\n"
)
_KINDS: Final = (
    ("run", "python.shell.request-data", Area.INPUT_VALIDATION, Severity.HIGH, "Request data reaches a shell command"),
    ("query", "python.sql.request-data", Area.INPUT_VALIDATION, Severity.HIGH, "Request data reaches an SQL query"),
    ("show", "javascript.dom.inner-html", Area.OUTPUT_ENCODING, Severity.MEDIUM, "URL data is written to `innerHTML`"),
    ("load", "python.http.verify-off", Area.CRYPTOGRAPHY, Severity.LOW, "Certificates are not verified"),
)
_TITLES: Final = (
    "Export accounts",
    "Search by owner",
    "Import feeds",
    "Show a banner",
    "Archive old rows",
    "Retry jobs",
)
_PEOPLE: Final = ("ada", "lin", "sam", "kim")


class Guest:
    """Access for tests: whoever is given, and the repositories of that person."""

    def __init__(self, viewer: Viewer | None, may: frozenset[str] | None = None) -> None:
        self.viewer_, self._may = viewer, may

    def viewer(self) -> Viewer | None:
        return self.viewer_

    def seen(self, viewer: Viewer, repositories: Collection[str]) -> frozenset[str]:
        asked = frozenset(repositories)
        return asked if self._may is None or viewer.operator else asked & self._may

    def sign_in(self, back_to: str) -> str:
        return f"/sign-in?back_to={back_to}"


class Glance:
    """What is under way, as given."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def look(self) -> Look:
        return self._look


OPERATOR: Final = Viewer("github:1", "ada", operator=True)
PERSON: Final = Viewer("github:2", "lin")
LOOK: Final = Look(
    at=NOW,
    running=(Queued(f"{LEDGER}#12", LEDGER, False), Queued(f"{SECRET}#4", SECRET, False)),
    waiting=(
        Queued("github:octo/shop#31", "github:octo/shop", False, NOW - 40),
        Queued(f"{SECRET}#5", SECRET, True, NOW - 5),
    ),
    failed=(Failed(f"{SECRET}#2", SECRET, "the host took no word of ours", NOW - 2 * DAY, 3, NOW + 3600),),
    workers=2,
    parts={"Redis": (True, "answers"), "database": (True, "sqlite answers, schema 0002"), "workers": (True, "2 alive")},
)


@contextmanager
def at(store: SqlStore, moment: int) -> Iterator[SqlStore]:
    """The store as if it were that time."""
    before, store._clock = store._clock, lambda: moment
    try:
        yield store
    finally:
        store._clock = before


def fill(store: SqlStore) -> None:
    """Real reviews of two pushes of the demo's pull request, then half a year of others, always the same ones."""
    chance = random.Random(7)  # noqa: S311 - a story, and always the same one
    for week in range(25, -1, -1):
        for one in range(2 + (week < 18) + (week < 9)):
            _small(store, chance, NOW - week * 7 * DAY - one * 3 * 3600, 26 * 4 - week * 4 + one)
    for number, told in enumerate(recorded()):
        with at(store, NOW - (2 - number) * 5000):
            stages = {"change": 0.2, "snapshot": 0.4, "checks": 2.1, "publish": 0.8}
            store.record(
                told.review, stages, posted=(5, 0)[number], closed=number, requests=(7, 2)[number], code=dict(told.code)
            )
    _decide(store)


def _small(store: SqlStore, chance: random.Random, moment: int, number: int) -> None:
    place = chance.choice(["octo/ledger", "octo/shop", "octo/mail", "octo/vault"])
    kinds = [kind for kind in _KINDS if chance.random() < 0.4]
    about = change(
        ref=ChangeRef("github", place, number),
        head=f"{number:040x}",
        title=chance.choice(_TITLES),
        author=chance.choice(_PEOPLE),
    )
    seconds = {"checks": round(chance.uniform(1.2, 4.0), 1)}
    for push in range(chance.choice([1, 2, 2])):
        kept = kinds[push:] if push else kinds
        found = [
            finding(
                "app.py",
                _CODE,
                f"{call}(",
                rule=rule,
                area=area,
                severity=grave,
                title=title,
            )
            for call, rule, area, grave, title in kept
        ]
        made = review.assemble(
            replace(about, head=f"{push}{about.head[1:]}"),
            (changed_file("app.py", None, _CODE),),
            (ran(*found, files=["app.py"]),),
            Policy(),
        )
        with at(store, moment + push * 7200):
            store.record(made, seconds, posted=len(kept), closed=push, requests=2)
            store.told(str(about.ref), "s", {one.fingerprint: one.finding.rule for one in made.observations})
    if number < 90:
        names = [one.fingerprint for one in made.observations]
        useless = {name: DecisionKind.NOT_USEFUL for name in names if chance.random() < 0.3}
        votes = [Vote(name, Person("1", "ada"), up=True) for name in names if chance.random() < 0.5]
        store.outcome(str(about.ref), fixed=(), dismissed=useless, votes=votes)
        store.ended(str(about.ref), merged=chance.random() < 0.8)


def _decide(store: SqlStore) -> None:
    def made(name: str, rule: str, by: str, reason: str, until: date | None, kind: DecisionKind) -> Decision:
        change = f"{LEDGER}#12"
        return Decision(name * 16, rule, "ledger/views.py", by, NOW - 3 * DAY, reason, kind, until, change, "7")

    soon, later = date(2026, 12, 8), date(2027, 2, 28)
    risk, false = DecisionKind.ACCEPTED_RISK, DecisionKind.FALSE_POSITIVE
    store.decide(
        "s",
        LEDGER,
        [
            made("1", "guards.removed", "ada", "the owner's accounts are all in this file", later, risk),
            made("2", "python.http.verify-off", "sam", "the feed's certificate comes next week", soon, risk),
            made("3", "python.sql.request-data", "ada", '=HYPERLINK("http://evil.example")', None, false),
        ],
    )
    store.revoke("s", ["3" * 16], by="kim", at=NOW - DAY, why="it is real")


class NoQueue:
    def enqueue(self, job: Job) -> bool:
        raise AssertionError(f"nothing is delivered here: {job}")


def house(store: SqlStore, access: Access, clock: Callable[[], float] = lambda: NOW, look: Look = LOOK) -> Flask:
    """The real application with the pages on it."""
    app = create_app({}, NoQueue())
    app.register_blueprint(pages(SqlReading(store), access, Glance(look), clock=clock))
    return app
