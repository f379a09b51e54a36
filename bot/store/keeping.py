"""What is kept of a review for the pages: the change, its findings, and the review as plain data within bounds.

The document is :mod:`bot.render.json`'s, with texts and lists cut and credentials redacted; its key ``cut`` says how
many of each list were left out. A check's ledger keeps the files that it did not examine wholly, and counts the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.model import CheckRun, Extent, Finding, Observation, Review, Span, Verdict
from bot.redaction import redact
from bot.render import json
from bot.store import texts
from bot.store.port import Lines
from bot.store.reading import State
from bot.store.rows import insert_new
from bot.store.tables import ChangeRow, KeptRow, ObservedRow, ReviewRow

LONGEST_DOCUMENT: Final = 256 * 1024
"""Characters of a review's JSON. Lists are halved until it fits."""
MOST_FINDINGS: Final = 500
"""Rows for the findings of one review; the gravest come first."""
_LONGEST_TEXT = 2000
_LONGEST_TITLE = 1000
_MOST: Final = {"observations": 200, "dismissed": 100, "gaps": 100, "notices": 20}
_MOST_ENTRIES = 50
_MOST_STEPS = 20
_QUIET = (Extent.EXAMINED, Extent.UNCONCERNED)


def key_of(review: Review) -> str:
    """The change's name, as ``github:octo/app#7``."""
    return texts.clean(str(review.change.ref))


def keep(session: Session, review: Review, code: Mapping[Span, Lines], number: int, now: int) -> None:
    """Keeps what the review with this number says, in an open session. Of a private change nothing is kept: who may
    read its repository need not see it. What was kept while it was none is forgotten."""
    if review.change.private:
        _hide(session, key_of(review))
        return
    session.add(KeptRow(review=number, document=document(review, code)))
    _keep_change(session, review, number, now)
    _keep_findings(session, review, now)


def _hide(session: Session, change: str) -> None:
    reviews = select(ReviewRow.id).where(ReviewRow.change == change)
    session.execute(delete(KeptRow).where(KeptRow.review.in_(reviews)))
    session.execute(delete(ObservedRow).where(ObservedRow.change == change))
    session.execute(delete(ChangeRow).where(ChangeRow.change == change))


def end(session: Session, change: str, state: State) -> None:
    session.execute(update(ChangeRow).where(ChangeRow.change == texts.clean(change)).values(state=state.value))


def forget(session: Session, before: int) -> int:
    """See :meth:`bot.store.port.Store.forget`."""
    old = select(ReviewRow.id).where(ReviewRow.at < before)
    gone = select(ChangeRow.change).where(ChangeRow.at < before)
    session.execute(delete(KeptRow).where(KeptRow.review.in_(old)))
    session.execute(delete(ObservedRow).where(ObservedRow.change.in_(gone)))
    session.execute(delete(ChangeRow).where(ChangeRow.at < before))
    done = session.execute(delete(ReviewRow).where(ReviewRow.at < before))
    return done.rowcount if isinstance(done, CursorResult) else 0


def document(review: Review, code: Mapping[Span, Lines]) -> str:
    """The review as JSON of at most :data:`LONGEST_DOCUMENT` characters. To the published form it adds ``cut``,
    ``gaps_by_reason``, each check's ``extents``, and the ``code`` of findings and steps."""
    whole: dict[str, Any] = {**json.document(replace(review, runs=(), gaps=review.gaps[: _MOST["gaps"]]))}
    told = zip(whole["observations"], review.observations, strict=True)
    kept = zip(whole.get("dismissed", ()), (item.observation for item in review.dismissed), strict=True)
    for written, item in (*told, *kept):
        for finding, form in zip(item.findings, written["findings"], strict=True):
            _quote(form, finding, code)
    whole["gaps_by_reason"] = [
        {"check": check, "reason": reason, "files": count}
        for (check, reason), count in Counter((gap.check, gap.reason) for gap in review.gaps).most_common(50)
    ]
    whole["coverage"]["checks"] = [_run(run) for run in review.runs]
    whole["cut"] = {"gaps": max(0, len(review.gaps) - _MOST["gaps"])}
    for name, most in _MOST.items():
        _shorten(whole, name, most)
    return _fitting(_cut(whole))


def _quote(form: dict[str, Any], finding: Finding, code: Mapping[Span, Lines]) -> None:
    """Adds the lines of code, and leaves out the fix, which nobody has written yet."""
    form["fix"] = None
    if quoted := code.get(finding.span):
        form["code"] = {"start": quoted[0], "lines": list(quoted[1])}
    for step, written in zip(finding.trace, form["trace"], strict=True):
        first, lines = code.get(step.span, (0, ()))
        if first <= step.span.start_line < first + len(lines):
            written["code"] = lines[step.span.start_line - first]
    form["trace"] = form["trace"][:_MOST_STEPS]


def _fitting(whole: dict[str, Any]) -> str:
    written = msgspec.json.encode(whole).decode()
    while len(written) > LONGEST_DOCUMENT:
        for name in _MOST:
            _shorten(whole, name, len(whole.get(name, ())) // 2)
        coverage = whole["coverage"]
        whole["gaps_by_reason"] = whole["gaps_by_reason"][: len(whole["gaps_by_reason"]) // 2]
        coverage["unruled"] = coverage["unruled"][: len(coverage["unruled"]) // 2]
        for run in coverage["checks"]:
            run["ledger"] = run["ledger"][: len(run["ledger"]) // 2]
        if not any(whole.get(name) for name in _MOST):
            coverage["checks"] = coverage["checks"][: len(coverage["checks"]) // 2]
        written = msgspec.json.encode(whole).decode()
    return written


def _shorten(whole: dict[str, Any], name: str, most: int) -> None:
    """Cuts a list, and counts what is left out."""
    if len(items := whole.get(name, [])) > most:
        whole["cut"][name] = whole["cut"].get(name, 0) + len(items) - most
        whole[name] = items[:most]


def _run(run: CheckRun) -> dict[str, Any]:
    """What one check did, with files counted by extent and only those named that it did not examine wholly."""
    odd = tuple(entry for entry in run.entries if entry.extent not in _QUIET)
    told: dict[str, Any] = {**json.run_form(replace(run, entries=odd[:_MOST_ENTRIES]))}
    told["failures"] = told["failures"][:_MOST_ENTRIES]
    told["areas"] = sorted({rule.area.value for rule in run.rules})
    told |= {"files": len(run.files), "rules": len(run.rules)}
    told["extents"] = dict(Counter(entry.extent.value for entry in run.entries))
    told["ledger_cut"] = max(0, len(odd) - _MOST_ENTRIES)
    return told


def _cut(value: Any) -> Any:
    """Texts as every database holds them, without credentials, and not too long."""
    if isinstance(value, str):
        return texts.clean(redact(value[: 2 * _LONGEST_TEXT]), _LONGEST_TEXT)
    if isinstance(value, dict):
        return {name: _cut(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_cut(item) for item in value[: _MOST["observations"]]]
    return value


def _keep_change(session: Session, review: Review, number: int, now: int) -> None:
    change = review.change
    state = State.OPEN if change.open else State.MERGED if change.merged else State.CLOSED
    values = {
        "place": place_of(review),
        "number": change.ref.number,
        "title": texts.clean(redact(change.title[: 2 * _LONGEST_TITLE]), _LONGEST_TITLE),
        "author": texts.clean(change.author),
        "branch": texts.clean(change.target_branch),
        "url": texts.clean(change.url, 2000),
        "state": (State.GROUP if change.ref.group else state).value,
        "head": change.head,
        "base": change.merge_base,
        "verdict": review.verdict.value,
        "defects": len(review.defects),
        "observations": len(review.observations),
        "review": number,
        "at": now,
    }
    new = {"change": key_of(review), "pushes": 0, "first_at": now, **values}
    insert_new(session, ChangeRow, [new])
    counted = values | {"pushes": ChangeRow.pushes + 1}
    session.execute(update(ChangeRow).where(ChangeRow.change == key_of(review)).values(**counted))


def place_of(review: Review) -> str:
    """The repository with its host, as ``github:octo/app``."""
    return texts.clean(f"{review.change.ref.host}:{review.change.ref.repository}")


def _keep_findings(session: Session, review: Review, now: int) -> None:
    """What a later review does not see any more is fixed, unless that one could not look there."""
    change = key_of(review)
    there = {row.fingerprint: row for row in session.scalars(select(ObservedRow).where(ObservedRow.change == change))}
    found = _findings(review)
    for name, (_, dismissed) in found.items():
        if row := there.get(name):
            row.dismissed, row.fixed_at = dismissed, 0
    for name, row in there.items():
        if name not in found and not row.fixed_at and _could_see(review, row.path):
            row.fixed_at = now
    new = [(name, told) for name, told in found.items() if name not in there][:MOST_FINDINGS]
    rows = [
        {
            "change": change,
            "fingerprint": name,
            "place": place_of(review),
            "rule": texts.clean(finding.rule),
            "area": finding.area.value,
            "severity": int(finding.severity),
            "path": texts.path(finding.span.path),
            "dismissed": dismissed,
            "first_at": now,
            "fixed_at": 0,
        }
        for name, (finding, dismissed) in new
    ]
    insert_new(session, ObservedRow, rows)


def _findings(review: Review) -> dict[str, tuple[Finding, bool]]:
    """By fingerprint: the finding, and whether it is dismissed."""
    told: list[tuple[Observation, bool]] = [(item, False) for item in review.observations]
    told += [(item.observation, True) for item in review.dismissed]
    return {
        texts.fingerprint(name): (finding, dismissed)
        for item, dismissed in told
        for finding, name in zip(item.findings, item.names or (item.fingerprint,), strict=False)
    }


def _could_see(review: Review, path: str) -> bool:
    return review.verdict is not Verdict.INCOMPLETE or all(gap.path not in (None, path) for gap in review.gaps)
