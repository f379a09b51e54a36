"""What our comments remember for us: data in their hidden markers, so that losing every store loses no decision.

A record is compressed JSON in URL-safe base64. The marker's MAC covers it, so what is read here is what we wrote.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterable
from datetime import date

import msgspec

from bot.markers import LONGEST_RECORD, Marker, MarkerKind
from bot.model import Answered, Decision, DecisionKind, DecisionSource

MOST_NAMES = 200
"""Fingerprints in one list of a summary's record. A change with more open observations is counted from the first of
them."""
_SHORT = 8
"""Hex digits of a fingerprint in a summary's record: enough to tell the observations of one change apart."""


class SummaryRecord(msgspec.Struct, frozen=True):
    """What a summary says of the reviewed head and of the one before it."""

    open: tuple[str, ...] = ()
    """Short fingerprints of what is open at the summary's head."""
    told: tuple[str, ...] = ()
    """Short fingerprints of the open observations that stood on a line or a file: one whose comment is gone now was
    deleted by somebody."""
    since: str = ""
    """The head that was reviewed before this one; ``""`` at the first review."""
    before: tuple[str, ...] = ()
    """What was open there."""
    terms: str = ""
    """What the review holds for beside its head, in its host's words, where no other place tells that."""
    again: bool = False
    """Checks are missing that may work later, and no other place tells that."""


class _Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    fingerprint: str
    rule: str
    path: str
    by: str
    at: int
    reason: str
    kind: str = ""
    until: str = ""
    change: str = ""
    comment: str = ""
    source: str = DecisionSource.COMMAND.value
    alone: bool = False


class _Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    to: str
    digest: str
    person: str
    at: int
    dismissed: tuple[_Decision, ...] = ()
    reopened: tuple[str, ...] = ()
    paused: bool | None = None
    refused: bool = False
    by: str = ""


def short_name(name: str) -> str:
    """A fingerprint as a summary's record has it."""
    return name[:_SHORT]


def short(names: Iterable[str]) -> tuple[str, ...]:
    """Fingerprints as a summary's record has them: short, sorted, each once, and not more than fit."""
    return tuple(sorted(set(map(short_name, names)))[:MOST_NAMES])


def of_summary(record: SummaryRecord) -> str:
    """The later fields are left out where they say nothing: what stands on the hosts stays what we would write."""
    told = msgspec.to_builtins(record)
    return _written({name: value for name, value in told.items() if value or name not in ("terms", "again")})


def read_summary(text: str) -> SummaryRecord:
    """The record of a summary; an empty one where there is none, or where another version wrote it."""
    try:
        return msgspec.json.decode(_bytes(text), type=SummaryRecord)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return SummaryRecord()


def of_answer(answered: Answered) -> str:
    """What one answer of ours has to remember."""
    return _written(
        _Answered(
            to=answered.to,
            digest=answered.digest,
            person=answered.person,
            at=answered.at,
            dismissed=tuple(_packed(decision) for decision in answered.dismissed),
            reopened=answered.reopened,
            paused=answered.paused,
            refused=answered.refused,
            by=answered.by,
        )
    )


def fits(answered: Answered) -> bool:
    """Whether one answer has room for it all. It leaves some, for a host's own marks."""
    return len(of_answer(answered)) <= LONGEST_RECORD * 9 // 10


def read_answer(text: str) -> Answered | None:
    """The answer that a record stands for; ``None`` where another version wrote it."""
    try:
        read = msgspec.json.decode(_bytes(text), type=_Answered)
        dismissed = tuple(_unpacked(decision) for decision in read.dismissed)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return Answered(
        read.to, read.digest, read.person, read.at, dismissed, read.reopened, read.paused, read.refused, read.by
    )


def thread_state(marker: Marker, fingerprint: str) -> MarkerKind | None:
    """What a text of ours says of the state of the thread it stands in, which is about this fingerprint: CLOSED,
    REOPENED, or ``None`` where it says nothing of it.

    An answer that dismissed what its own thread is about, or took that back, says so without a further word.
    """
    if marker.kind in (MarkerKind.CLOSED, MarkerKind.REOPENED):
        return marker.kind
    answer = read_answer(marker.record) if marker.kind is MarkerKind.ANSWER else None
    if answer is None:
        return None
    if any(fingerprint == item.fingerprint for item in answer.dismissed):
        return MarkerKind.CLOSED
    return MarkerKind.REOPENED if fingerprint in answer.reopened else None


def _packed(decision: Decision) -> _Decision:
    return _Decision(
        fingerprint=decision.fingerprint,
        rule=decision.rule,
        path=decision.path,
        by=decision.by,
        at=decision.at,
        reason=decision.reason,
        kind=decision.kind.value if decision.kind else "",
        until=decision.until.isoformat() if decision.until else "",
        change=decision.change,
        comment=decision.comment,
        source=decision.source.value,
        alone=decision.alone,
    )


def _unpacked(read: _Decision) -> Decision:
    return Decision(
        fingerprint=read.fingerprint,
        rule=read.rule,
        path=read.path,
        by=read.by,
        at=read.at,
        reason=read.reason,
        kind=DecisionKind(read.kind) if read.kind else None,
        until=date.fromisoformat(read.until) if read.until else None,
        change=read.change,
        comment=read.comment,
        source=DecisionSource(read.source),
        alone=read.alone,
    )


def _written(record: object) -> str:
    return base64.urlsafe_b64encode(zlib.compress(msgspec.json.encode(record), 9)).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return zlib.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, zlib.error) as error:
        raise ValueError(str(error)) from error
