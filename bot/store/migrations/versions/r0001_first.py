"""The tables of the first version. They are made, or adopted as an older version without migrations has made them."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    inspect,
)

from bot.store.migrations import completing

revision = "0001"
down_revision = None

_TABLES = MetaData()

Table(
    "reviews",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("host", String(100), nullable=False),
    Column("repository", String(300), nullable=False),
    Column("number", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("defects", Integer, nullable=False),
    Column("observations", Integer, nullable=False),
    Column("files_examined", Integer, nullable=False),
    Column("files_total", Integer, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("seconds", JSON, nullable=False),
    Column("posted", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("requests", Integer, nullable=False),
    Index("reviews_by_change", "host", "repository", "number", "id"),
)
Table(
    "decisions",
    _TABLES,
    Column("scope", Text, primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("repository", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("rule", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("until", Date),
    Column("change", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("source", String(40), nullable=False),
    Column("alone", Boolean, nullable=False),
)
Table(
    "revocations",
    _TABLES,
    Column("scope", Text, primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("decision", String(64), primary_key=True),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
)
Table(
    "told",
    _TABLES,
    Column("change", Text, primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("scope", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("fixed", Boolean, nullable=False),
    Column("dismissed", Boolean, nullable=False),
    Column("kind", String(40), nullable=False),
    Index("told_by_rule", "rule"),
)
Table(
    "votes",
    _TABLES,
    Column("change", Text, primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("up", Boolean, nullable=False),
)
Table(
    "rule_standings",
    _TABLES,
    Column("rule", Text, primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("counted_from", BigInteger, nullable=False),
    Column("demoted_at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
)
_FORMER = "schema_version"
"""The table in which versions without migrations noted their number: it was always 1."""


def upgrade() -> None:
    connection = op.get_bind()
    completing.complete(op, connection, _TABLES)
    if inspect(connection).has_table(_FORMER):
        op.drop_table(_FORMER)
