"""Brings a database's tables to what this version wants: what is missing is added, what is there is kept."""

from __future__ import annotations

from typing import Any, TypeAlias

from sqlalchemy import JSON, Boolean, Column, DateTime, Engine, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from bot.store.port import StoreDown
from bot.store.tables import SCHEMA_VERSION, Base, SchemaRow

_Lacking: TypeAlias = tuple[str, Column[Any] | None]  # a column of any type
"""A table (without a column), or a column of a table that is there."""


def make_tables(engine: Engine) -> None:
    """Several processes may do this together: who comes second finds the table there, which is what it wanted.

    Raises SQLAlchemy's errors, and :class:`StoreDown` for tables that a newer version has made.
    """
    lacking, again = len(missing(engine)), True
    while True:
        try:
            Base.metadata.create_all(engine)
            _add_columns(engine)
            _note_version(engine)
        except (OperationalError, ProgrammingError, IntegrityError):
            still = len(missing(engine))
            if still >= lacking and not again:
                raise
            lacking, again = still, still < lacking
        else:
            return


def missing(engine: Engine) -> list[_Lacking]:
    """What the database lacks."""
    there = inspect(engine)
    lacking: list[_Lacking] = []
    for table in Base.metadata.sorted_tables:
        if not there.has_table(table.name):
            lacking.append((table.name, None))
            continue
        names = {column["name"] for column in there.get_columns(table.name)}
        lacking += [(table.name, column) for column in table.columns if column.name not in names]
    return lacking


def _add_columns(engine: Engine) -> None:
    """Columns that an older version did not have; rows that are there get an empty value of the column's kind."""
    for table, column in missing(engine):
        if column is None:
            continue
        kind = column.type.compile(engine.dialect)
        quoted = engine.dialect.identifier_preparer.quote
        filled = "" if column.nullable else f" NOT NULL DEFAULT {_empty(column)}"
        with engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {quoted(table)} ADD COLUMN {quoted(column.name)} {kind}{filled}"))


def _empty(column: Column[Any]) -> str:
    """The empty value of the column's kind, as SQL."""
    if isinstance(column.type, JSON):
        return "'{}'"
    if isinstance(column.type, DateTime):
        return "'1970-01-01 00:00:00'"
    if isinstance(column.type, Boolean):
        return "FALSE"  # SQLite knows the word since 3.23
    return "0" if column.type.python_type is int else "''"


def named(lacking: list[_Lacking]) -> str:
    return ", ".join(f"{table}.{column.name}" if column is not None else table for table, column in lacking)


def _note_version(engine: Engine) -> None:
    """Raises :class:`StoreDown` for tables that a newer version has made."""
    with Session(engine) as session, session.begin():
        row = session.get(SchemaRow, 1)
        if row is None:
            session.add(SchemaRow(id=1, version=SCHEMA_VERSION))
        elif row.version > SCHEMA_VERSION:
            raise StoreDown(
                f"the database has schema {row.version}, and this version knows {SCHEMA_VERSION}: update it"
            )
        elif row.version < SCHEMA_VERSION:
            row.version = SCHEMA_VERSION
