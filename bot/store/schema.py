"""Which schema a database has, and bringing it to the one that this version wants.

The steps are Alembic's (:mod:`bot.store.migrations`). One process at a time takes them, all in one transaction: whoever
comes second finds nothing to do, and a step that fails leaves everything as it was.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from bot.store.migrations import completing
from bot.store.port import StoreDown
from bot.store.tables import REVISION, Base

if TYPE_CHECKING:
    from alembic.runtime.migration import RevisionStep

_TABLE = "patchwarden_schema"
"""Where Alembic notes the revision: a table of ours, also in a database that another program's steps share."""
_LOCK = 0x5061746368776172
"""Of PostgreSQL's advisory locks, in all databases that we share with others ("Patchwar" in ASCII)."""
_LOCK_SECONDS = 60
_alone = threading.Lock()
"""Alembic's steps use globals of its modules."""

NONE = ""
"""What a database without tables of ours has, and one that a version without migrations has made."""


def found(connection: Connection) -> str:
    """The revision that the database has, or :data:`NONE`; it is asked and not changed.

    Raises SQLAlchemy's errors, and :class:`StoreDown` for a schema that a newer version has made.
    """
    if not inspect(connection).has_table(_TABLE):
        return NONE
    rows = connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalars()  # noqa: S608 - a name of ours
    newest = max(map(str, rows), default=NONE)
    if newest > REVISION:
        raise StoreDown(f"the database has schema {newest}, and this version knows {REVISION}: update it")
    return newest


def is_whole(connection: Connection) -> bool:
    """Whether every table has all that this version wants, whatever its revision says; asked and not changed."""
    return not completing.lacking(connection, Base.metadata)


def upgrade(engine: Engine, patience: int = _LOCK_SECONDS) -> str:
    """Takes the steps that the database lacks, and returns the revision that it had. Another process that takes them is
    waited for ``patience`` seconds at most (on PostgreSQL; SQLite waits as long as its connection says).

    Raises SQLAlchemy's errors, and :class:`StoreDown` for a schema that a newer version has made.
    """
    with _alone, engine.connect() as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = '{patience}s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        had = found(connection)
        if had != REVISION:
            _take_steps(connection)
        elif not is_whole(connection):  # e.g. a table that was restored from an older backup
            _complete(connection)
        return had


def _complete(connection: Connection) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    completing.complete(Operations(MigrationContext.configure(connection)), connection, Base.metadata)


def _take_steps(connection: Connection) -> None:
    """In the open transaction. Alembic is imported by who needs it: where nothing is to be done, nobody does."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory(str(Path(__file__).parent / "migrations"))

    def wanted(revision: Any, _: object) -> list[RevisionStep]:  # Alembic's own: a tuple of revisions
        return steps._upgrade_revs(REVISION, revision)  # as in Alembic's documentation of this class

    with EnvironmentContext(Config(), steps, fn=wanted) as environment:
        environment.configure(connection=connection, version_table=_TABLE)
        environment.run_migrations()
