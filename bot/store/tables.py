"""The tables. A change to them needs a step in :mod:`bot.store.migrations`, for the databases that are there."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, DateTime, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REVISION = "0003"
"""Of the tables below: the last step of :mod:`bot.store.migrations`. Steps are numbers of four digits, in order."""


class Base(DeclarativeBase):
    pass


class ReviewRow(Base):
    __tablename__ = "reviews"
    __table_args__ = (
        Index("reviews_by_change", "host", "repository", "number", "id"),
        Index("reviews_of_change", "change", "id"),
        Index("reviews_by_time", "at"),
    )

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
    change: Mapped[str] = mapped_column(Text)
    """The key of its :class:`ChangeRow`."""
    at: Mapped[int] = mapped_column(BigInteger)
    """``published_at`` in seconds since the epoch."""
    took: Mapped[int] = mapped_column(BigInteger)
    """Milliseconds of all stages; 0 where they are not known."""


class KeptRow(Base):
    """What one review said, see :mod:`bot.store.keeping`."""

    __tablename__ = "kept_reviews"

    review: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[str] = mapped_column(Text)


class ChangeRow(Base):
    """A change as its newest review saw it. Times are seconds since the epoch."""

    __tablename__ = "changes"
    __table_args__ = (Index("changes_by_time", "at", "change"), Index("changes_by_place", "place", "at", "change"))

    change: Mapped[str] = mapped_column(Text, primary_key=True)
    """As ``github:octo/app#7``."""
    place: Mapped[str] = mapped_column(Text)
    """The repository with its host, as ``github:octo/app``."""
    number: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    branch: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    """See :class:`bot.store.reading.State`."""
    head: Mapped[str] = mapped_column(String(64))
    base: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(20))
    defects: Mapped[int]
    observations: Mapped[int]
    pushes: Mapped[int]
    """How many reviews there were."""
    review: Mapped[int]
    """The newest."""
    first_at: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[int] = mapped_column(BigInteger)


class ObservedRow(Base):
    """One finding on one change, from the review that saw it first to the one that did not see it any more."""

    __tablename__ = "observed"
    __table_args__ = (
        Index("observed_by_rule", "rule", "fixed_at", "change"),
        Index("observed_by_area", "area", "fixed_at", "change"),
        Index("observed_by_time", "first_at"),
        Index("observed_by_fix", "fixed_at"),
    )

    change: Mapped[str] = mapped_column(Text, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[str] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(Text)
    area: Mapped[str] = mapped_column(String(60))
    severity: Mapped[int]
    path: Mapped[str] = mapped_column(Text)
    dismissed: Mapped[bool]
    first_at: Mapped[int] = mapped_column(BigInteger)
    fixed_at: Mapped[int] = mapped_column(BigInteger)
    """0 while it is there."""


class DecisionRow(Base):
    """One decision, as it was first told; nothing changes it. Times are seconds since the epoch."""

    __tablename__ = "decisions"
    __table_args__ = (Index("decisions_by_place", "repository", "at"),)

    scope: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    repository: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(40))
    until: Mapped[date | None]
    change: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(40))
    alone: Mapped[bool]


class RevocationRow(Base):
    """One word that takes decisions back: all about a fingerprint up to a time, or the one that ``decision`` names.

    It stands beside the decisions and not in them, so that in whatever order decisions and revocations arrive, and
    whoever writes at the same time, the same decisions hold in the end.
    """

    __tablename__ = "revocations"

    scope: Mapped[str] = mapped_column(Text, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    """``""`` where a decision is named."""
    decision: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    by: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)


class ToldRow(Base):
    """An observation that people were told of on a change, and what became of it."""

    __tablename__ = "told"
    __table_args__ = (Index("told_by_rule", "rule"),)

    change: Mapped[str] = mapped_column(Text, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    scope: Mapped[str] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(Text)
    at: Mapped[int] = mapped_column(BigInteger)
    fixed: Mapped[bool]
    dismissed: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(40))


class VoteRow(Base):
    """A person's vote on one of our comments: the last one counts."""

    __tablename__ = "votes"

    change: Mapped[str] = mapped_column(Text, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    """The host's account id."""
    name: Mapped[str] = mapped_column(Text)
    up: Mapped[bool]


class StandingRow(Base):
    """See :class:`bot.feedback.Standing`."""

    __tablename__ = "rule_standings"

    rule: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    counted_from: Mapped[int] = mapped_column(BigInteger)
    demoted_at: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)


class TokenRow(Base):
    """A program's token for the API, see :mod:`bot.store.tokens`. Times are seconds since the epoch."""

    __tablename__ = "tokens"
    __table_args__ = (Index("tokens_by_name", "name"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the token, which itself is nowhere: it is drawn from 2**256, so nobody finds it by trying."""
    name: Mapped[str] = mapped_column(String(60))
    repositories: Mapped[str] = mapped_column(Text)
    """``host:name`` or ``host:owner/*``, a line each; ``*`` for all."""
    operator: Mapped[bool]
    created_at: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[int] = mapped_column(BigInteger)
    revoked_at: Mapped[int] = mapped_column(BigInteger)
    """0 while it is not."""
