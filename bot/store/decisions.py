"""Decisions and their revocations, in an open session. What is derived from both is derived when it is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from bot.model import Decision, DecisionKind, DecisionSource
from bot.store import texts
from bot.store.port import Known, TakenBack
from bot.store.rows import insert_new
from bot.store.tables import DecisionRow, RevocationRow

_OLDEST_FIRST = (DecisionRow.at, DecisionRow.id)


def add(session: Session, scope: str, repository: str, decisions: Iterable[Decision]) -> None:
    insert_new(session, DecisionRow, [_row(scope, repository, texts.kept(decision)) for decision in decisions])


def revoke(session: Session, scope: str, fingerprints: Collection[str], word: TakenBack) -> None:
    """Everything about these fingerprints up to the word's time."""
    named = {texts.fingerprint(name) for name in fingerprints} - {""}
    insert_new(session, RevocationRow, [_revocation(scope, name, "", word) for name in named])


def take_back(session: Session, scope: str, decision: str, word: TakenBack) -> None:
    insert_new(session, RevocationRow, [_revocation(scope, "", texts.clean(decision), word)])


def standing(session: Session, scope: str) -> Sequence[Decision]:
    """What was not taken back in a scope, oldest first."""
    wanted = select(DecisionRow).where(DecisionRow.scope == texts.clean(scope), ~is_taken_back())
    return [_decision(row) for row in session.scalars(wanted.order_by(*_OLDEST_FIRST))]


def is_taken_back() -> ColumnElement[bool]:
    """Of a decision in a query."""
    return exists().where(
        RevocationRow.scope == DecisionRow.scope,
        or_(
            RevocationRow.decision == DecisionRow.id,
            (RevocationRow.fingerprint == DecisionRow.fingerprint) & (RevocationRow.at >= DecisionRow.at),
        ),
    )


def known(session: Session) -> Sequence[Known]:
    """Everything, oldest first."""
    made = session.scalars(select(DecisionRow).order_by(*_OLDEST_FIRST, DecisionRow.scope))
    return told(made, session.scalars(select(RevocationRow)))


def told(made: Iterable[DecisionRow], revocations: Iterable[RevocationRow]) -> list[Known]:
    """The decisions, in their order, with what took them back: of several revocations of one the first counts."""
    about: dict[tuple[str, str, str], list[TakenBack]] = {}
    for row in revocations:
        key = (row.scope, row.fingerprint, row.decision)
        about.setdefault(key, []).append(TakenBack(row.at, row.by, row.why))
    found: list[Known] = []
    for one in made:
        words = list(about.get((one.scope, "", one.id), ()))
        words += [word for word in about.get((one.scope, one.fingerprint, ""), ()) if word.at >= one.at]
        first = min(words, key=lambda word: (word.at, word.by, word.why), default=None)
        found.append(Known(one.scope, one.repository, _decision(one), first))
    return found


def _row(scope: str, repository: str, decision: Decision) -> dict[str, object]:
    return {
        "scope": texts.clean(scope),
        "id": decision.id,
        "repository": texts.clean(repository),
        "fingerprint": decision.fingerprint,
        "rule": decision.rule,
        "path": decision.path,
        "by": decision.by,
        "at": decision.at,
        "reason": decision.reason,
        "kind": decision.kind.value if decision.kind else "",
        "until": decision.until,
        "change": decision.change,
        "comment": decision.comment,
        "source": decision.source.value,
        "alone": decision.alone,
    }


def _revocation(scope: str, fingerprint: str, decision: str, word: TakenBack) -> dict[str, object]:
    return {
        "scope": texts.clean(scope),
        "fingerprint": fingerprint,
        "decision": decision,
        "at": texts.time(word.at),
        "by": texts.clean(word.by),
        "why": texts.clean(word.why, texts.LONGEST_REASON),
    }


def _decision(row: DecisionRow) -> Decision:
    """A kind or source that only a newer version knows is left out: the decision holds all the same."""
    return Decision(
        fingerprint=row.fingerprint,
        rule=row.rule,
        path=row.path,
        by=row.by,
        at=row.at,
        reason=row.reason,
        kind=kind_of(row.kind),
        until=row.until,
        change=row.change,
        comment=row.comment,
        source=_source(row.source),
        alone=row.alone,
    )


def kind_of(text: str) -> DecisionKind | None:
    with suppress(ValueError):
        return DecisionKind(text)
    return None


def _source(text: str) -> DecisionSource:
    with suppress(ValueError):
        return DecisionSource(text)
    return DecisionSource.COMMAND
