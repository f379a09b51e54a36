"""What a check of somebody else gives, held against the port: each fault is a clause for people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.model import (
    Applied,
    Area,
    Aside,
    CheckResult,
    CheckRun,
    Confidence,
    Entry,
    Finding,
    Fix,
    RunStatus,
    Several,
    Severity,
    Side,
    Span,
    TraceStep,
    split_lines,
)
from workers.checks.base import BadCheck, Snapshot

_RULE = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_LONGEST_RULE = 100
_LONGEST_TITLE = 200
_MOST_FINDINGS = 5_000
"""Of one side of a review. More are no review that anybody reads."""
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "severity": Severity,
    "confidence": Confidence,
    "area": Area,
    "cwe": int,
    "title": str,
    "message": str,
    "remedy": str,
    "excerpt": str,
    "scope": str,
    "trace": tuple,
    "fix": (Fix, type(None)),
    "identity": (str, type(None)),
    "references": tuple,
    "several": (Several, type(None)),
}


def unfit(made: object, oldest: int, newest: int) -> str:
    """Why what an entry point names is no check of these versions of the port; ``""`` where it may be one."""
    port = getattr(made, "port", None)
    if not callable(made):
        return "its entry point names no class, nor anything else that makes a check when it is called"
    if type(port) is not int:
        return f"it does not say for which version of the port it is: set `port = {newest}` in its class"
    if port < oldest:
        return f"it is for version {port} of the port, and {oldest} is the oldest that works: update the plug-in"
    if port > newest:
        return f"it is for version {port} of the port, and this Patchwarden has {newest}: update Patchwarden"
    return ""


def aside(found: object) -> Aside | None:
    """What ``aside`` gave. Raises :class:`BadCheck`."""
    if found is None or isinstance(found, Aside):
        return found
    raise BadCheck(f"the plug-in breaks the port: `aside` gave {_kind(found)}, which is no `Aside` and not `None`")


def rules(check: str, found: object) -> frozenset[Applied]:
    """What ``rules`` gave. Raises :class:`BadCheck`."""
    if fault := next(_of_rules(check, found), ""):
        raise BadCheck(f"the plug-in breaks the port: {fault}")
    assert isinstance(found, frozenset)  # noqa: S101 - for the type checker
    return found


def _of_rules(check: str, found: object) -> Iterator[str]:
    if not isinstance(found, frozenset) or not all(isinstance(rule, Applied) for rule in found):
        yield f"its rules are {_kind(found)}, and not a frozenset of `Applied`"
        return
    for rule in sorted(found, key=lambda rule: str(rule.id)):
        if fault := _named(check, rule.id):
            yield fault
        if not isinstance(rule.area, Area) or not isinstance(rule.severity, Severity):
            yield f"the rule `{rule.id}` has no `Area` or no `Severity`"


def _named(check: str, rule: object) -> str:
    if not isinstance(rule, str) or len(rule) > _LONGEST_RULE or not _RULE.fullmatch(rule):
        return f"{_kind(rule)} {str(rule)[:40]!r} is no id of a rule"
    return "" if rule.startswith(f"{check}.") else f"the id of its rule `{rule}` does not begin with `{check}.`"


def faults(check: str, snapshot: Snapshot, result: object) -> Iterator[str]:
    """What is wrong with the result of a run."""
    if not isinstance(result, CheckResult) or not isinstance(result.run, CheckRun):
        yield f"`run` gave {_kind(result)}, and not a `CheckResult`"
        return
    if result.run.check != check or not isinstance(result.run.status, RunStatus):
        yield f"its account is that of {str(result.run.check)[:40]!r}"
    texts = {name for name in ("reason", "subject") if not isinstance(getattr(result.run, name), str)}
    if texts or not _strings(result.run.failures) or not _strings(result.notices):
        yield "what it says of the run is no text"
    if not isinstance(result.secrets, frozenset) or not all(isinstance(each, str) for each in result.secrets):
        yield "its `secrets` are no frozenset of texts"
    if not isinstance(result.run.entries, tuple):
        yield f"its entries are {_kind(result.run.entries)}"
        return
    yield from (fault for entry in result.run.entries for fault in _of_entry(check, snapshot, entry))
    for side, found in ((None, result.head), (Side.BASE, result.base)):
        if not isinstance(found, tuple) or len(found) > _MOST_FINDINGS:
            yield f"its findings are {_kind(found)}, and not a tuple of at most {_MOST_FINDINGS}"
            continue
        yield from (fault for finding in found for fault in of_finding(check, snapshot, finding, side))


def _of_entry(check: str, snapshot: Snapshot, entry: object) -> Iterator[str]:
    if not isinstance(entry, Entry):
        yield f"an entry of its account is {_kind(entry)}"
    elif snapshot.file(entry.path) is None:
        yield f"it accounts for {str(entry.path)[:80]!r}, which it was not offered"
    elif not _strings(entry.reasons) or not isinstance(entry.aside, Aside | None):
        yield f"its account of {entry.path[:80]!r} is no text"
    else:
        yield from _of_rules(check, entry.rules)


def of_finding(check: str, snapshot: Snapshot, finding: object, side: Side | None = None) -> Iterator[str]:
    """What is wrong with one finding; ``side`` is the one that it must be of."""
    if not isinstance(finding, Finding):
        yield f"a finding is {_kind(finding)}"
        return
    if fault := _named(check, finding.rule):
        yield fault
        return
    strange = [name for name, kind in _TYPES.items() if not isinstance(getattr(finding, name), kind)]
    if strange or not _strings(finding.references) or not all(isinstance(step, TraceStep) for step in finding.trace):
        yield f"a finding of `{finding.rule}` has the wrong type in {', '.join(strange) or 'references or trace'}"
        return
    if not finding.title.strip() or len(finding.title) > _LONGEST_TITLE or len(split_lines(finding.title)) > 1:
        yield f"the title of `{finding.rule}` is not one line of 1 to {_LONGEST_TITLE} characters"
    if not finding.message.strip() or not finding.remedy.strip():
        yield f"`{finding.rule}` says no message or no remedy"
    yield from _misplaced(snapshot, finding, side)


def _misplaced(snapshot: Snapshot, finding: Finding, side: Side | None) -> Iterator[str]:
    span: Any = finding.span
    if not isinstance(span, Span) or not isinstance(span.side, Side) or (side and span.side is not side):
        yield f"a finding of `{finding.rule}` is not on the side that it is given for"
        return
    files = [file for file in (*snapshot.files, *snapshot.messages) if span.path in (file.path, file.base_path)]
    texts = [text for file in files if (text := file.text(span.side)) is not None]
    if not texts:
        yield f"`{finding.rule}` was found in {str(span.path)[:80]!r}, which has no text in this change"
    elif not any(1 <= span.start_line <= span.end_line <= max(1, len(split_lines(text))) for text in texts):
        yield f"`{finding.rule}` was found on lines that {str(span.path)[:80]!r} does not have"


def _strings(found: object) -> bool:
    return isinstance(found, tuple) and all(isinstance(each, str) for each in found)


def _kind(found: object) -> str:
    return f"a {type(found).__name__}"
