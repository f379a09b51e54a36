"""The history of reviews on SQLite."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot import review
from bot.model import ChangeRef, Review
from bot.policy import Policy
from bot.store.sql import SqlStore
from tests.builders import change, changed_file, finding, ran

CODE = "def f():\n    run(request)\n"


def reviewed(head: str = "a" * 40, number: int = 7) -> Review:
    file = changed_file("app.py", None, CODE)
    result = ran(finding("app.py", CODE, "run(request)"), files=["app.py"])
    return review.assemble(change(head=head, ref=ChangeRef("github", "octo/app", number)), (file,), (result,), Policy())


def test_the_latest_review_of_a_change(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path}/deep/down/history.db")
    ref = ChangeRef("github", "octo/app", 7)
    assert store.latest(ref) is None

    store.record(reviewed("a" * 40), {"change": 0.123456}, posted=1, closed=0, requests=3)
    store.record(reviewed("b" * 40), {"change": 0.1, "checks": 1.5}, posted=2, closed=1, requests=4)
    store.record(reviewed("c" * 40, number=8), {}, posted=0, closed=0, requests=0)
    latest = store.latest(ref)
    store.close()

    assert latest is not None
    assert (latest.ref, latest.head, latest.verdict) == (ref, "b" * 40, "defects")
    assert (latest.defects, latest.observations, latest.files_examined, latest.files_total) == (1, 1, 1, 1)
    assert (latest.posted, latest.closed, latest.requests) == (2, 1, 4)
    assert latest.seconds == {"change": 0.1, "checks": 1.5}
    assert abs((datetime.now(UTC) - latest.published_at).total_seconds()) < 60


def test_what_was_recorded_survives_a_restart_and_the_tables_are_made_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/history.db"
    for head in ("a" * 40, "b" * 40):
        store = SqlStore(url)
        store.record(reviewed(head), {}, posted=0, closed=0, requests=0)
        store.close()

    store = SqlStore(url)
    latest = store.latest(ChangeRef("github", "octo/app", 7))
    store.close()

    assert latest is not None
    assert latest.head == "b" * 40
    assert (tmp_path / "history.db").read_bytes()[18] == 2  # SQLite's file format: 2 is write-ahead log
