"""Reading on SQLite or PostgreSQL: what each method promises stands in :mod:`bot.store.reading`."""

from __future__ import annotations

import base64
import binascii
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from bot.feedback import USELESS
from bot.model import Severity
from bot.store import audit, outcomes, texts
from bot.store.reading import (
    MOST_PUSHES,
    ChangeLine,
    Decided,
    Filter,
    Followed,
    Page,
    Push,
    RepositoryLine,
    RuleLine,
    Standing,
    State,
    Week,
    Whole,
)
from bot.store.sql import SqlStore
from bot.store.tables import ChangeRow, DecisionRow, KeptRow, ObservedRow, ReviewRow, ToldRow, VoteRow

_FAULT = "the history cannot be read"
_WEEK = 7 * 24 * 3600
_FIRST_MONDAY = 4 * 24 * 3600
"""1970-01-05."""
_NOW_THERE = ObservedRow.fixed_at == 0


class SqlReading:
    """Reads what a :class:`~bot.store.sql.SqlStore` keeps."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def repositories(self) -> Sequence[str]:
        with self._store.session(_FAULT) as session:
            reviewed = set(session.scalars(select(ChangeRow.place).distinct()))
            return sorted(reviewed | set(session.scalars(select(DecisionRow.repository).distinct())))

    def overview(self, seen: frozenset[str]) -> Sequence[RepositoryLine]:
        is_open = ChangeRow.state == State.OPEN.value
        wanted = (
            select(
                ChangeRow.place,
                func.count(),
                func.sum(case((is_open, 1), else_=0)),
                func.sum(case((is_open & (ChangeRow.defects > 0), 1), else_=0)),
                func.max(ChangeRow.at),
            )
            .where(ChangeRow.place.in_(seen))
            .group_by(ChangeRow.place)
        )
        with self._store.session(_FAULT) as session:
            found = [RepositoryLine(*row) for row in session.execute(wanted)]
        return sorted(found, key=lambda line: (-line.open_defects, -line.at, line.place))

    def changes(self, seen: frozenset[str], wanted: Filter, after: str = "", most: int = 50) -> Page:
        query = select(ChangeRow).where(ChangeRow.place.in_(_narrowed(seen, wanted.repository)), *_conditions(wanted))
        if cursor := _read_cursor(after):
            query = query.where(tuple_(ChangeRow.at, ChangeRow.change) < tuple_(*cursor))
        query = query.order_by(ChangeRow.at.desc(), ChangeRow.change.desc()).limit(most + 1)
        with self._store.session(_FAULT) as session:
            rows = [_line(row) for row in session.scalars(query)]
        more = len(rows) > most
        rows = rows[:most]
        return Page(tuple(rows), _cursor(rows[-1].at, rows[-1].change) if more else "")

    def change(self, seen: frozenset[str], change: str, review: int = 0) -> Whole | None:
        change = texts.clean(change)
        with self._store.session(_FAULT) as session:
            row = session.get(ChangeRow, change)
            if row is None or row.place not in seen:
                return None
            reviews = (
                select(ReviewRow).where(ReviewRow.change == change).order_by(ReviewRow.id.desc()).limit(MOST_PUSHES)
            )
            pushes = [_push(one) for one in session.scalars(reviews)]
            shown = next((push for push in pushes if push.id == (review or row.review)), None)
            if review and shown is None:
                return None
            kept = session.get(KeptRow, shown.id) if shown else None
            seen_there = select(ObservedRow).where(ObservedRow.change == change)
            order = (ObservedRow.fixed_at, ObservedRow.severity.desc(), ObservedRow.path, ObservedRow.fingerprint)
            findings = [_followed(one) for one in session.scalars(seen_there.order_by(*order))]
            return Whole(_line(row), tuple(pushes), tuple(findings), shown, _document(kept))

    def rules(self, seen: frozenset[str]) -> Sequence[RuleLine]:
        with self._store.session(_FAULT) as session:
            found = {rule: counts for rule, *counts in session.execute(_found(seen))}
            said = {rule: counts for rule, *counts in session.execute(_said(seen))}
            times: dict[str, list[int]] = defaultdict(list)
            took = select(ObservedRow.rule, ObservedRow.fixed_at - ObservedRow.first_at)
            for rule, seconds in session.execute(took.where(~_NOW_THERE, ObservedRow.place.in_(seen))):
                times[rule].append(seconds)
            demoted = outcomes.demoted_since(session)
        return [
            _rule(rule, found.get(rule, _NOTHING), said.get(rule, (0, 0)), times.get(rule, [0]), demoted.get(rule, 0))
            for rule in sorted({*found, *said})
        ]

    def decisions(
        self,
        seen: frozenset[str],
        standing: Standing = Standing.ALL,
        *,
        now: int,
        text: str = "",
        change: str = "",
        after: str = "",
        most: int = 100,
    ) -> Decided:
        name = DecisionRow.id + " " + DecisionRow.scope
        query = audit.wanted(seen, standing, now, text, change)
        if cursor := _read_cursor(after):
            query = query.where(tuple_(DecisionRow.at, name) < tuple_(*cursor))
        query = query.order_by(DecisionRow.at.desc(), name.desc()).limit(most + 1)
        with self._store.session("the decisions cannot be read") as session:
            found = audit.known(session, session.scalars(query).all())
        more = len(found) > most
        found = found[:most]
        last = found[-1] if more else None
        return Decided(tuple(found), _cursor(last.decision.at, f"{last.decision.id} {last.scope}") if last else "")

    def trends(self, seen: frozenset[str], *, now: int, weeks: int = 26) -> Sequence[Week]:
        last = (now - _FIRST_MONDAY) // _WEEK
        first = last - weeks + 1
        since = first * _WEEK + _FIRST_MONDAY
        with self._store.session(_FAULT) as session:
            found = _by_week(session, seen, ObservedRow.first_at, since)
            fixed = _by_week(session, seen, ObservedRow.fixed_at, since)
            reviews = (
                select(ReviewRow.at, ReviewRow.took, ReviewRow.verdict)
                .join(ChangeRow, ChangeRow.change == ReviewRow.change)
                .where(ReviewRow.at >= since, ChangeRow.place.in_(seen))
            )
            told: dict[int, list[tuple[int, str]]] = defaultdict(list)
            for at, took, verdict in session.execute(reviews):
                told[(at - _FIRST_MONDAY) // _WEEK].append((took, verdict))
        return [
            Week(
                start=week * _WEEK + _FIRST_MONDAY,
                found=found.get(week, {}),
                fixed=fixed.get(week, {}),
                reviews=len(told[week]),
                verdicts=Counter(verdict for _, verdict in told[week]),
                median_seconds=statistics.median([took for took, _ in told[week] if took] or [0]) / 1000,
            )
            for week in range(first, last + 1)
        ]


_NOTHING = ("", 0, 0, 0, 0)


def _rule(rule: str, found: Sequence[Any], said: Sequence[Any], times: Sequence[int], demoted: int) -> RuleLine:
    """``found`` and ``said`` are rows without the rule: they come from the database as they are."""
    area, count, is_open, fixed, dismissed = found
    against, answers = map(int, said)
    took = round(statistics.median(times))
    return RuleLine(rule, area, count, is_open, fixed, dismissed, took, against, answers, demoted)


def _narrowed(seen: frozenset[str], repository: str) -> frozenset[str]:
    return seen & {repository} if repository else seen


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.verdict:
        found.append(ChangeRow.verdict == texts.clean(wanted.verdict))
    if wanted.state:
        found.append(ChangeRow.state == texts.clean(wanted.state))
    if wanted.rule or wanted.area:
        there = [ObservedRow.change == ChangeRow.change, _NOW_THERE]
        there += [ObservedRow.rule == texts.clean(wanted.rule)] if wanted.rule else []
        there += [ObservedRow.area == texts.clean(wanted.area)] if wanted.area else []
        found.append(exists().where(*there))
    if wanted.text:
        text = texts.clean(wanted.text)
        columns = (ChangeRow.title, ChangeRow.author, ChangeRow.change)
        found.append(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    return found


def _found(seen: frozenset[str]) -> Select[str, str, int, Any, Any, Any]:
    is_open = _NOW_THERE & ~ObservedRow.dismissed & (ChangeRow.state == State.OPEN.value)
    return (
        select(
            ObservedRow.rule,
            func.max(ObservedRow.area),
            func.count(),
            func.sum(case((is_open, 1), else_=0)),
            func.sum(case((_NOW_THERE, 0), else_=1)),
            func.sum(case((ObservedRow.dismissed, 1), else_=0)),
        )
        .join(ChangeRow, ChangeRow.change == ObservedRow.change)
        .where(ObservedRow.place.in_(seen))
        .group_by(ObservedRow.rule)
    )


def _said(seen: frozenset[str]) -> Select[str, Any, Any]:
    """By rule: what speaks against it, and that with what speaks for it, as :class:`bot.feedback.Judged` counts."""
    same = and_(VoteRow.change == ToldRow.change, VoteRow.fingerprint == ToldRow.fingerprint)
    up, down = exists().where(same, VoteRow.up), exists().where(same, ~VoteRow.up)
    useless = ToldRow.kind.in_([kind.value for kind in USELESS])
    against = or_(ToldRow.dismissed & useless, down)
    speaks_for = or_(ToldRow.fixed, up, ToldRow.dismissed & ~useless)
    count_against = func.sum(case((against, 1), else_=0))
    return (
        select(ToldRow.rule, count_against, count_against + func.sum(case((speaks_for, 1), else_=0)))
        .join(ChangeRow, ChangeRow.change == ToldRow.change)
        .where(ChangeRow.place.in_(seen))
        .group_by(ToldRow.rule)
    )


def _by_week(
    session: Session,
    seen: frozenset[str],
    moment: Any,
    since: int,  # a mapped column
) -> Mapping[int, Mapping[str, int]]:
    week = (moment - _FIRST_MONDAY) // _WEEK
    counted = (
        select(week, ObservedRow.area, func.count())
        .where(moment >= since, ObservedRow.place.in_(seen))
        .group_by(week, ObservedRow.area)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for number, area, count in session.execute(counted):
        found[int(number)][area] = count
    return found


def _line(row: ChangeRow) -> ChangeLine:
    return ChangeLine(
        change=row.change,
        place=row.place,
        number=row.number,
        title=row.title,
        author=row.author,
        branch=row.branch,
        url=row.url,
        state=row.state,
        head=row.head,
        base=row.base,
        verdict=row.verdict,
        defects=row.defects,
        observations=row.observations,
        pushes=row.pushes,
        first_at=row.first_at,
        at=row.at,
    )


def _push(row: ReviewRow) -> Push:
    return Push(
        id=row.id,
        head=row.head,
        at=row.at,
        verdict=row.verdict,
        defects=row.defects,
        observations=row.observations,
        files_examined=row.files_examined,
        files_total=row.files_total,
        posted=row.posted,
        closed=row.closed,
        requests=row.requests,
        seconds=row.seconds,
    )


def _followed(row: ObservedRow) -> Followed:
    return Followed(
        fingerprint=row.fingerprint,
        rule=row.rule,
        area=row.area,
        severity=Severity(row.severity).label,
        path=row.path,
        dismissed=row.dismissed,
        first_at=row.first_at,
        fixed_at=row.fixed_at,
    )


def _document(kept: KeptRow | None) -> Mapping[str, Any] | None:
    if kept is None:
        return None
    read = msgspec.json.decode(kept.document)
    return read if isinstance(read, dict) else None


def _cursor(at: int, name: str) -> str:
    return base64.urlsafe_b64encode(f"{at} {name}".encode()).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[int, str] | None:
    """Of what a page was asked for with; a stranger's word, so anything may stand there."""
    try:
        at, mark, name = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(" ")
        return (texts.time(int(at)), texts.clean(name)) if mark else None
    except (binascii.Error, ValueError):
        return None
