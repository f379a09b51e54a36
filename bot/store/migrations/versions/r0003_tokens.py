"""Tokens of programs for the API."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, String, Table, Text

from bot.store.migrations import completing

revision = "0003"
down_revision = "0002"

_TABLES = MetaData()

Table(
    "tokens",
    _TABLES,
    Column("digest", String(64), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("repositories", Text, nullable=False),
    Column("operator", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger, nullable=False),
    Index("tokens_by_name", "name"),
)


def upgrade() -> None:
    completing.complete(op, op.get_bind(), _TABLES)
