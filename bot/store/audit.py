"""Which decisions are shown, in an open session; what took one back is looked up for those alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from bot.decisions import day_of
from bot.store import texts
from bot.store.decisions import is_taken_back, told
from bot.store.port import Known
from bot.store.reading import SOON_DAYS, Standing
from bot.store.tables import DecisionRow, RevocationRow


def wanted(seen: frozenset[str], standing: Standing, now: int, text: str, change: str) -> Select[DecisionRow]:
    """The query for the decisions that a person wants to see. ``now`` is in seconds since the epoch."""
    query = select(DecisionRow).where(DecisionRow.repository.in_(seen), *_in(standing, day_of(now)))
    if change:
        query = query.where(DecisionRow.change == texts.clean(change))
    if text:
        columns = (DecisionRow.rule, DecisionRow.path, DecisionRow.reason, DecisionRow.by)
        query = query.where(or_(*(column.icontains(texts.clean(text), autoescape=True) for column in columns)))
    return query


def known(session: Session, rows: Sequence[DecisionRow]) -> list[Known]:
    """The decisions with what took them back."""
    about = or_(
        RevocationRow.fingerprint.in_({row.fingerprint for row in rows} - {""}),
        RevocationRow.decision.in_({row.id for row in rows}),
    )
    words = select(RevocationRow).where(RevocationRow.scope.in_({row.scope for row in rows}), about)
    return told(rows, session.scalars(words)) if rows else []


def _in(standing: Standing, today: date) -> list[ColumnElement[bool]]:
    match standing:
        case Standing.ALL:
            return []
        case Standing.TAKEN_BACK:
            return [is_taken_back()]
        case Standing.EXPIRED:
            return [~is_taken_back(), DecisionRow.until < today]
        case Standing.EXPIRING:
            soon = today + timedelta(days=SOON_DAYS)
            return [~is_taken_back(), DecisionRow.until >= today, DecisionRow.until <= soon]
        case Standing.HOLDING:
            return [~is_taken_back(), or_(DecisionRow.until.is_(None), DecisionRow.until >= today)]
