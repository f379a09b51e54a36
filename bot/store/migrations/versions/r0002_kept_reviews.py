"""What the pages show: changes, what each review said, and every finding from its first review to its last."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text, text

from bot.store.migrations import completing

revision = "0002"
down_revision = "0001"

_TABLES = MetaData()

Table(
    "reviews",
    _TABLES,
    Column("change", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("took", BigInteger, nullable=False),
    Column("id", Integer, primary_key=True),
    Index("reviews_of_change", "change", "id"),
    Index("reviews_by_time", "at"),
)
Table(
    "decisions",
    _TABLES,
    Column("repository", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("decisions_by_place", "repository", "at"),
)
Table(
    "kept_reviews",
    _TABLES,
    Column("review", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
)
Table(
    "changes",
    _TABLES,
    Column("change", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("branch", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("head", String(64), nullable=False),
    Column("base", String(64), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("defects", Integer, nullable=False),
    Column("observations", Integer, nullable=False),
    Column("pushes", Integer, nullable=False),
    Column("review", Integer, nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("changes_by_time", "at", "change"),
    Index("changes_by_place", "place", "at", "change"),
)
Table(
    "observed",
    _TABLES,
    Column("change", Text, primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("place", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("area", String(60), nullable=False),
    Column("severity", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("dismissed", Boolean, nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("fixed_at", BigInteger, nullable=False),
    Index("observed_by_rule", "rule", "fixed_at", "change"),
    Index("observed_by_area", "area", "fixed_at", "change"),
    Index("observed_by_time", "first_at"),
    Index("observed_by_fix", "fixed_at"),
)
_SECONDS = {
    "sqlite": "CAST(strftime('%s', published_at) AS INTEGER)",
    "postgresql": "CAST(EXTRACT(EPOCH FROM published_at) AS BIGINT)",
}


def upgrade() -> None:
    """Reviews that are there get their change; of one whose number is 0 (a merge queue's group) nothing tells which."""
    connection = op.get_bind()
    completing.complete(op, connection, _TABLES)
    seconds = _SECONDS[connection.dialect.name]
    op.execute(text(f"UPDATE reviews SET at = {seconds} WHERE at = 0"))  # noqa: S608 - words of ours
    op.execute(
        text(
            "UPDATE reviews SET change = host || ':' || repository || '#' || CAST(number AS VARCHAR) "
            "WHERE change = '' AND number > 0"
        )
    )
    op.execute(
        text(
            "INSERT INTO changes (change, place, number, title, author, branch, url, state, head, base, verdict, "
            "defects, observations, pushes, review, first_at, at) "
            "SELECT r.change, r.host || ':' || r.repository, r.number, '', '', '', '', 'unknown', r.head, '', "
            "r.verdict, r.defects, r.observations, n.pushes, r.id, n.first_at, r.at FROM reviews r JOIN "
            "(SELECT change, max(id) AS id, min(at) AS first_at, count(*) AS pushes FROM reviews WHERE change <> '' "
            "GROUP BY change) n ON n.id = r.id WHERE NOT EXISTS (SELECT 1 FROM changes c WHERE c.change = r.change)"
        )
    )
