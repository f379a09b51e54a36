"""The history of reviews, for people and pages.

The host stays the truth about what is posted: losing this store loses nothing but the history.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from sqlalchemy import JSON, Column, DateTime, Engine, Index, String, create_engine, event, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bot.model import ChangeRef, Decision, DecisionKind, Review, Vote


@dataclass(frozen=True, slots=True)
class Recorded:
    """One review that was posted."""

    ref: ChangeRef
    head: str
    verdict: str
    defects: int
    observations: int
    files_examined: int
    files_total: int
    published_at: datetime
    """In UTC."""
    seconds: Mapping[str, float]
    """Wall time by stage."""
    posted: int
    closed: int
    requests: int
    """Writes that the host was sent."""


class StoreDown(Exception):
    """The database cannot be reached or does not do what it is asked; the message carries no URL."""


class Store(Protocol):
    """What the workers remember."""

    def record(self, review: Review, seconds: Mapping[str, float], *, posted: int, closed: int, requests: int) -> None:
        """Remembers a review that was published now: its stages' wall times and what was really sent.

        Raises :class:`StoreDown`.
        """
        ...

    def latest(self, ref: ChangeRef) -> Recorded | None:
        """The newest review of the change."""
        ...

    def decisions(self, scope: str) -> Sequence[Decision]:
        """Every decision that was made in a scope (see :func:`bot.decisions.scope_of`) and not taken back, expired ones
        too, oldest first. Raises :class:`StoreDown`."""
        ...

    def decide(self, scope: str, repository: str, decisions: Iterable[Decision]) -> None:
        """Remembers decisions; one that is known by its id stays as it is, also where it was taken back.

        ``repository`` is the repository's name for people, as ``github:octo/app``. Raises :class:`StoreDown`.
        """
        ...

    def revoke(self, scope: str, fingerprints: Collection[str], *, by: str, at: int, why: str = "") -> None:
        """Takes back the decisions about these findings that were made up to the time ``at`` (seconds since the
        epoch). Raises :class:`StoreDown`."""
        ...

    def told(self, change: str, scope: str, rules: Mapping[str, str]) -> None:
        """Remembers that people were told of these observations of a change: fingerprint → rule. Raises
        :class:`StoreDown`."""
        ...

    def outcome(
        self,
        change: str,
        *,
        fixed: Collection[str],
        dismissed: Mapping[str, DecisionKind | None],
        votes: Iterable[Vote],
    ) -> None:
        """What became of a change's observations, by fingerprint; it replaces what was remembered of them before.

        Raises :class:`StoreDown`.
        """
        ...

    def demoted(self) -> frozenset[str]:
        """Rules that people found useless too often: their findings go to the summary. Raises :class:`StoreDown`."""
        ...


class _Base(DeclarativeBase):
    pass


SCHEMA_VERSION = 1
"""Of the tables below; the database records it. Columns that are added need no migration by hand."""


class _SchemaRow(_Base):
    """One row: the version that made the tables what they are."""

    __tablename__ = "schema_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]


class _ReviewRow(_Base):
    __tablename__ = "reviews"
    __table_args__ = (Index("reviews_by_change", "host", "repository", "number", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(String(100))
    repository: Mapped[str] = mapped_column(String(300))
    number: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(20))
    defects: Mapped[int]
    observations: Mapped[int]
    files_examined: Mapped[int]
    files_total: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    seconds: Mapped[dict[str, float]] = mapped_column(JSON)
    posted: Mapped[int]
    closed: Mapped[int]
    requests: Mapped[int]


class SqlStore:
    """The store on SQLite or PostgreSQL, by an SQLAlchemy URL. The tables are made where they are missing."""

    def __init__(self, url: str) -> None:
        """Connects to nothing yet. Raises :class:`StoreDown` for a URL whose driver is not installed."""
        try:
            self._engine = _engine(url)
        except ModuleNotFoundError as error:
            raise StoreDown(f"the database's driver is not installed: pip install {error.name}") from error
        except (ArgumentError, OSError) as error:
            raise StoreDown(f"the database cannot be used ({type(error).__name__})") from error
        self._ready = False

    def ping(self) -> str:
        """What answers, with tables that are as this version wants them: what is missing is added now.

        Raises :class:`StoreDown`.
        """
        try:
            with self._engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            raise StoreDown(f"the database does not answer ({type(error).__name__})") from error
        lacking = ""
        try:
            lacking = _named(_missing(self._engine))
            _make_tables(self._engine)
        except SQLAlchemyError as error:
            raise StoreDown(
                f"the schema lacks {lacking or 'its version'} and cannot be changed ({type(error).__name__})"
            ) from error
        added = f", added {lacking}" if lacking else ""
        return f"{self._engine.dialect.name} answers, schema {SCHEMA_VERSION}{added}"

    def record(self, review: Review, seconds: Mapping[str, float], *, posted: int, closed: int, requests: int) -> None:
        ref = review.change.ref
        row = _ReviewRow(
            host=ref.host,
            repository=ref.repository,
            number=ref.number,
            head=review.change.head,
            verdict=review.verdict.value,
            defects=len(review.defects),
            observations=len(review.observations),
            files_examined=review.files_examined,
            files_total=review.files_total,
            published_at=datetime.now(UTC),
            seconds={stage: round(value, 4) for stage, value in seconds.items()},
            posted=posted,
            closed=closed,
            requests=requests,
        )
        try:
            with self._session() as session, session.begin():
                session.add(row)
        except SQLAlchemyError as error:
            raise StoreDown(f"the review was not recorded ({type(error).__name__})") from error

    def latest(self, ref: ChangeRef) -> Recorded | None:
        newest = (
            select(_ReviewRow)
            .filter_by(host=ref.host, repository=ref.repository, number=ref.number)
            .order_by(_ReviewRow.id.desc())
            .limit(1)
        )
        with self._session() as session:
            row = session.scalar(newest)
            return None if row is None else _recorded(ref, row)

    def decisions(self, scope: str) -> Sequence[Decision]:
        raise NotImplementedError

    def decide(self, scope: str, repository: str, decisions: Iterable[Decision]) -> None:
        raise NotImplementedError

    def revoke(self, scope: str, fingerprints: Collection[str], *, by: str, at: int, why: str = "") -> None:
        raise NotImplementedError

    def told(self, change: str, scope: str, rules: Mapping[str, str]) -> None:
        raise NotImplementedError

    def outcome(
        self,
        change: str,
        *,
        fixed: Collection[str],
        dismissed: Mapping[str, DecisionKind | None],
        votes: Iterable[Vote],
    ) -> None:
        raise NotImplementedError

    def demoted(self) -> frozenset[str]:
        raise NotImplementedError

    def close(self) -> None:
        """Gives the connections back; a process that was forked must open its own."""
        self._engine.dispose()

    def _session(self) -> Session:
        if not self._ready:
            _make_tables(self._engine)
            self._ready = True
        return Session(self._engine)


def _recorded(ref: ChangeRef, row: _ReviewRow) -> Recorded:
    at = row.published_at
    return Recorded(
        ref=ref,
        head=row.head,
        verdict=row.verdict,
        defects=row.defects,
        observations=row.observations,
        files_examined=row.files_examined,
        files_total=row.files_total,
        published_at=at if at.tzinfo else at.replace(tzinfo=UTC),  # SQLite keeps no zone
        seconds=row.seconds,
        posted=row.posted,
        closed=row.closed,
        requests=row.requests,
    )


def _make_tables(engine: Engine) -> None:
    """Two processes may do this together: the slower one finds the tables there, which is what it wanted."""
    for attempt in (1, 2):
        try:
            _Base.metadata.create_all(engine)
            _add_columns(engine)
            _note_version(engine)
        except (OperationalError, ProgrammingError, IntegrityError):
            if attempt == 2:
                raise
        else:
            return


_Lacking: TypeAlias = tuple[str, Column[Any] | None]  # a column of any type
"""A table (without a column), or a column of a table that is there."""


def _missing(engine: Engine) -> list[_Lacking]:
    """What the database lacks."""
    there = inspect(engine)
    lacking: list[_Lacking] = []
    for table in _Base.metadata.sorted_tables:
        if not there.has_table(table.name):
            lacking.append((table.name, None))
            continue
        names = {column["name"] for column in there.get_columns(table.name)}
        lacking += [(table.name, column) for column in table.columns if column.name not in names]
    return lacking


def _add_columns(engine: Engine) -> None:
    """Columns that an older version did not have; rows that are there get an empty value of the column's kind."""
    for table, column in _missing(engine):
        if column is None:
            continue
        kind = column.type.compile(engine.dialect)
        quoted = engine.dialect.identifier_preparer.quote
        default = "'{}'" if isinstance(column.type, JSON) else "0" if column.type.python_type is int else "''"
        if isinstance(column.type, DateTime):
            default = "'1970-01-01 00:00:00'"
        statement = f"ALTER TABLE {quoted(table)} ADD COLUMN {quoted(column.name)} {kind} NOT NULL DEFAULT {default}"
        with engine.begin() as connection:
            connection.execute(text(statement))


def _named(lacking: list[_Lacking]) -> str:
    return ", ".join(f"{table}.{column.name}" if column is not None else table for table, column in lacking)


def _note_version(engine: Engine) -> None:
    """Raises :class:`StoreDown` for tables that a newer version has made."""
    with Session(engine) as session, session.begin():
        row = session.get(_SchemaRow, 1)
        if row is None:
            session.add(_SchemaRow(id=1, version=SCHEMA_VERSION))
        elif row.version > SCHEMA_VERSION:
            raise StoreDown(
                f"the database has schema {row.version}, and this version knows {SCHEMA_VERSION}: update it"
            )
        elif row.version < SCHEMA_VERSION:
            row.version = SCHEMA_VERSION


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 10})

    @event.listens_for(engine, "connect")
    def write_ahead(connection: sqlite3.Connection, _: object) -> None:
        """Readers do not wait for the one writer (SQLite's documentation on WAL)."""
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    return engine
