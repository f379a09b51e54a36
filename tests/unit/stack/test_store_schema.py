"""A database of an older version: what it lacks is named and added, and what it holds is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from bot.model import Decision, Person, Vote
from bot.store import StoreDown
from bot.store.sql import SqlStore
from bot.store.tables import SCHEMA_VERSION, Base
from tests.unit.render import samples

MADE = samples.two_defects()
COLUMNS = ["requests", "seconds", "verdict", "published_at", "files_total"]


def lacking(path: Path, *columns: str) -> str:
    url = f"sqlite:///{path / 'state.db'}"
    SqlStore(url).record(MADE, {"checks": 1.0}, posted=1, closed=0, requests=3)
    engine = create_engine(url)
    with engine.begin() as connection:
        for column in columns:
            connection.execute(text(f"ALTER TABLE reviews DROP COLUMN {column}"))
        connection.execute(text("DROP TABLE schema_version"))
    engine.dispose()
    return url


@pytest.mark.parametrize("columns", [[], *([column] for column in COLUMNS), COLUMNS])
def test_missing_columns_are_added_and_the_rows_are_kept(columns: list[str], tmp_path: Path) -> None:
    store = SqlStore(lacking(tmp_path, *columns))
    kept = store.latest(MADE.change.ref)
    assert kept is not None
    assert kept.head == MADE.change.head
    store.record(MADE, {"checks": 2.0}, posted=2, closed=0, requests=4)
    newest = store.latest(MADE.change.ref)
    assert newest is not None
    assert (newest.requests, newest.seconds) == (4, {"checks": 2.0})


def test_the_doctors_question_names_the_schema_and_mends_it(tmp_path: Path) -> None:
    url = lacking(tmp_path, "requests")
    assert SqlStore(url).ping() == f"sqlite answers, schema {SCHEMA_VERSION}, added reviews.requests, schema_version"
    assert SqlStore(url).ping() == f"sqlite answers, schema {SCHEMA_VERSION}"
    engine = create_engine(url)
    assert "requests" in {column["name"] for column in inspect(engine).get_columns("reviews")}
    engine.dispose()


def test_a_schema_that_cannot_be_mended_is_no_green(tmp_path: Path) -> None:
    url = lacking(tmp_path, "requests")
    with pytest.raises(StoreDown, match=r"the schema lacks reviews\.requests, schema_version and cannot be changed"):
        SqlStore(url.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true").ping()


def test_a_schema_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    url = lacking(tmp_path)
    SqlStore(url).ping()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE schema_version SET version = version + 1"))
    engine.dispose()
    with pytest.raises(StoreDown, match=f"schema {SCHEMA_VERSION + 1}, and this version knows {SCHEMA_VERSION}"):
        SqlStore(url).ping()


def addable() -> list[tuple[str, str]]:
    """Every column that an older version may lack: neither a key nor part of an index."""
    return [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        if table.name != "schema_version"
        for column in table.columns
        if not column.primary_key and not any(column.name in index.columns for index in table.indexes)
    ]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_column_can_be_added_to_rows_that_are_there(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/state.db"
    if database == "postgresql":
        url = request.getfixturevalue("postgres_url")
    store = SqlStore(url)
    store.record(MADE, {}, posted=1, closed=0, requests=3)
    store.decide("s", "r", [Decision("f" * 16, "a.rule", "a.py", "ada", 5, "x")])
    store.revoke("s", ["e" * 16], by="bob", at=1)
    store.told("c#1", "s", {"f" * 16: "a.rule"})
    store.outcome("c#1", fixed=[], dismissed={}, votes=[Vote("f" * 16, Person("1", "ada"), up=True)])
    store.demoted({"a.rule": "1"})
    store.close()
    engine = create_engine(url)
    with engine.begin() as connection:
        for table, column in addable():
            connection.execute(text(f'ALTER TABLE {table} DROP COLUMN "{column}"'))
    engine.dispose()

    old = SqlStore(url)
    added = ", ".join(f"{table}.{column}" for table, column in addable())
    assert old.ping() == f"{database} answers, schema {SCHEMA_VERSION}, added {added}"
    assert [(known.scope, known.decision.at, known.decision.until) for known in old.known()] == [("s", 0, None)]
    assert len(old.judged()) == 1
    assert old.demoted({"a.rule": "1"}) == frozenset()
    assert old.latest(MADE.change.ref) is not None
    old.close()
