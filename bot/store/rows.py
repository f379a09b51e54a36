"""Writing rows that may stand already: one statement each, so that two processes may do it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.store.tables import Base

Row: TypeAlias = Mapping[str, object]
"""A value for every column."""


def insert_new(session: Session, table: type[Base], rows: Iterable[Row]) -> None:
    """Adds the rows whose key is not there; one that stands stays as it is."""
    if found := _ordered(table, rows):
        session.execute(_insert(session, table).on_conflict_do_nothing(), found)


def put(session: Session, table: type[Base], rows: Iterable[Row]) -> None:
    """Adds the rows, in place of those with their keys."""
    if found := _ordered(table, rows):
        statement = _insert(session, table)
        keys = [column.name for column in table.__table__.primary_key]
        others = {name: statement.excluded[name] for name in found[0] if name not in keys}
        session.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), found)


def _insert(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _ordered(table: type[Base], rows: Iterable[Row]) -> list[dict[str, object]]:
    """By their keys: two processes that lock the same rows in the same order do not wait for each other for ever."""
    keys = [column.name for column in table.__table__.primary_key]
    return sorted(({**row} for row in rows), key=lambda row: [str(row[key]) for key in keys])
