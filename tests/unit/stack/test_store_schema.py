"""The schema's steps: on a new database, on one that a version without steps has made, and by several at once."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner
from sqlalchemy import Engine, create_engine, inspect, text

from bot.model import Decision, Person, Vote
from bot.store import StoreDown, schema
from bot.store.sql import SqlStore
from bot.store.tables import REVISION, Base
from tests import waits
from tests.unit.render import samples
from workers.cli import main as cli

MADE = samples.two_defects()
COLUMNS = ["requests", "seconds", "verdict", "published_at", "files_total"]
STEPS = Path(schema.__file__).parent / "migrations"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'state.db'}"


@pytest.fixture
def open_engine() -> Iterator[Callable[[str], Engine]]:
    made: list[Engine] = []

    def make(url: str) -> Engine:
        made.append(create_engine(url))
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


def former(url: str, *without: str) -> None:
    """A database as a version without steps has made it: ``without`` some columns of reviews."""
    store = SqlStore(url)
    store.record(MADE, {"checks": 1.0}, posted=1, closed=0, requests=3)
    store.close()
    engine = create_engine(url)
    with engine.begin() as connection:
        for column in without:
            connection.execute(text(f"ALTER TABLE reviews DROP COLUMN {column}"))
        connection.execute(text("DROP TABLE patchwarden_schema"))
        connection.execute(text("CREATE TABLE schema_version (id INTEGER PRIMARY KEY, version INTEGER)"))
        connection.execute(text("INSERT INTO schema_version VALUES (1, 1)"))
    engine.dispose()


def test_the_revision_is_the_last_step() -> None:
    steps = ScriptDirectory(str(STEPS))
    assert steps.get_heads() == [REVISION]
    names = [step.revision for step in steps.walk_revisions()]
    assert names == sorted(names, reverse=True)
    assert all(len(name) == 4 and name.isdigit() for name in names)


def test_the_steps_make_the_tables(url: str, open_engine: Callable[[str], Engine]) -> None:
    engine = open_engine(url)
    assert schema.upgrade(engine) == ""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "patchwarden_schema"})
        assert compare_metadata(context, Base.metadata) == []
    keys = {table.name: [column.name for column in table.primary_key] for table in Base.metadata.sorted_tables}
    there = inspect(engine)
    assert {name: there.get_pk_constraint(name)["constrained_columns"] for name in keys} == keys
    assert schema.upgrade(engine) == REVISION


@pytest.mark.parametrize("columns", [[], *([column] for column in COLUMNS), COLUMNS])
def test_a_former_database_is_adopted_with_its_rows(
    columns: list[str], url: str, open_engine: Callable[[str], Engine]
) -> None:
    former(url, *columns)
    store = SqlStore(url)
    kept = store.latest(MADE.change.ref)
    assert kept is not None
    assert kept.head == MADE.change.head
    store.record(MADE, {"checks": 2.0}, posted=2, closed=0, requests=4)
    newest = store.latest(MADE.change.ref)
    assert newest is not None
    assert (newest.requests, newest.seconds) == (4, {"checks": 2.0})
    store.close()
    names = set(inspect(open_engine(url)).get_table_names())
    assert names == {"patchwarden_schema", *(table.name for table in Base.metadata.sorted_tables)}


def addable() -> list[tuple[str, str]]:
    """Every column that a former version may lack: neither a key nor part of an index."""
    return [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if not column.primary_key and not any(column.name in index.columns for index in table.indexes)
    ]


def test_every_column_can_be_added_to_rows_that_are_there(url: str, open_engine: Callable[[str], Engine]) -> None:
    store = SqlStore(url)
    store.decide("s", "r", [Decision("f" * 16, "a.rule", "a.py", "ada", 5, "x")])
    store.revoke("s", ["e" * 16], by="bob", at=1)
    store.told("c#1", "s", {"f" * 16: "a.rule"})
    store.outcome("c#1", fixed=[], dismissed={}, votes=[Vote("f" * 16, Person("1", "ada"), up=True)])
    store.demoted({"a.rule": "1"})
    store.close()
    former(url)
    with open_engine(url).begin() as connection:
        for table, column in addable():
            connection.execute(text(f'ALTER TABLE {table} DROP COLUMN "{column}"'))

    old = SqlStore(url)
    assert old.migrate() == ""
    assert [(known.scope, known.decision.reason, known.decision.until) for known in old.known()] == [("s", "", None)]
    assert len(old.judged()) == 1
    assert old.demoted({"a.rule": "1"}) == frozenset()
    assert old.latest(MADE.change.ref) is not None
    old.close()


def test_asking_names_the_schema_and_changes_nothing(url: str, open_engine: Callable[[str], Engine]) -> None:
    store, name = SqlStore(url), url.partition(":")[0].partition("+")[0]
    said = f"{name} answers, schema none: the next review makes it {REVISION}, or `patchwarden migrate`"
    assert store.answers() == said
    assert inspect(open_engine(url)).get_table_names() == []
    store.migrate()
    assert store.answers() == f"{name} answers, schema {REVISION}"
    store.close()


def test_a_schema_of_a_newer_version_is_left_alone(url: str, open_engine: Callable[[str], Engine]) -> None:
    store = SqlStore(url)
    store.migrate()
    store.close()
    with open_engine(url).begin() as connection:
        connection.execute(text("UPDATE patchwarden_schema SET version_num = '9999'"))
    for ask in (SqlStore.answers, SqlStore.migrate, SqlStore.known):
        late = SqlStore(url)
        with pytest.raises(StoreDown, match=f"has schema 9999, and this version knows {REVISION}: update it"):
            ask(late)
        late.close()


def test_who_may_not_change_tables_is_told_what_to_do(postgres_url: str, tmp_path: Path) -> None:
    former(f"sqlite:///{tmp_path / 'state.db'}")
    for url, error in (
        (f"sqlite:///file:{tmp_path / 'state.db'}?mode=ro&uri=true", "OperationalError"),
        (f"{postgres_url}&options=-c%20default_transaction_read_only%3Don", "InternalError"),
    ):
        store = SqlStore(url)
        remedy = "`patchwarden migrate` as a user who may"
        with pytest.raises(
            StoreDown, match=rf"^the tables cannot be brought to schema {REVISION}: {remedy} \({error}\)$"
        ):
            store.record(MADE, {}, posted=1, closed=0, requests=3)
        store.close()


def test_a_step_that_fails_leaves_everything_as_it_was(url: str, open_engine: Callable[[str], Engine]) -> None:
    """The fault comes late: other tables are made before the one whose name something else has."""
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE VIEW votes AS SELECT 1 AS change"))
    store = SqlStore(url)
    with pytest.raises(StoreDown):
        store.migrate()
    store.close()
    assert inspect(engine).get_table_names() == []


def _upgraded(url: str, start: Barrier, said: Connection) -> None:
    engine = create_engine(url)
    start.wait(60)
    try:
        said.send(schema.upgrade(engine))
    except Exception as error:  # noqa: BLE001 - the test shows it
        said.send(repr(error))


def test_several_processes_take_the_steps_once(url: str) -> None:
    former(url, *COLUMNS)
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    start = context.Barrier(5)
    lines = [context.Pipe(duplex=False) for _ in range(5)]
    processes = [context.Process(target=_upgraded, args=(url, start, said), daemon=True) for _, said in lines]
    for process in processes:
        process.start()
    try:
        assert all(hearing.poll(waits.SECONDS) for hearing, _ in lines), "a process has said nothing"
        heard = sorted(hearing.recv() for hearing, _ in lines)
    finally:
        for process in processes:
            process.kill()
            process.join(20)
    assert heard == ["", *[REVISION] * 4]


def test_another_who_holds_the_lock_is_waited_for_and_not_for_ever(
    postgres_url: str, open_engine: Callable[[str], Engine]
) -> None:
    with open_engine(postgres_url).begin() as other:
        other.execute(text(f"SELECT pg_advisory_xact_lock({schema._LOCK})"))
        start = time.monotonic()
        with pytest.raises(Exception, match="lock timeout"):
            schema.upgrade(open_engine(postgres_url), patience=1)
        assert 0.9 < time.monotonic() - start < 4
    assert schema.upgrade(open_engine(postgres_url), patience=1) == ""


def test_the_command(url: str) -> None:
    def run(*arguments: str, address: str = url) -> tuple[int, str]:
        done = CliRunner().invoke(cli.main, ["migrate", *arguments], env={"DATABASE_URL": address})
        return done.exit_code, done.output

    name = url.partition(":")[0].partition("+")[0]
    assert run("--check")[0] == 1
    assert run() == (0, f"schema none → {REVISION}\n")
    assert run() == (0, f"schema {REVISION}: nothing to do\n")
    assert run("--check") == (0, f"{name} answers, schema {REVISION}\n")
    code, said = run(address="postgresql://nobody:hidden@127.0.0.1:9/x")
    assert code == 2
    assert "hidden" not in said
