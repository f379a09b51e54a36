"""Which findings of the head are new against the merge base, by content.

Three passes, each over what the one before left unpaired. A base finding answers for one head finding, so a second copy
of an old flaw is new, and a moved, renamed, re-indented or edited one is old.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from bot import fingerprint
from bot.model import ChangedFile, Finding, Side, by_place

_STILL_THE_SAME = 0.6
"""How alike (difflib ratio) two texts of one rule in one definition must be to count as one edited flaw."""


def new_findings(
    head: Iterable[Finding], base: Iterable[Finding], files: Mapping[str, ChangedFile]
) -> tuple[Finding, ...]:
    """The findings of the head that the base does not answer for.

    ``files`` maps head paths to changed files; it tells renames and which lines were touched. Among equal copies the
    untouched ones are old first.
    """
    # A dict and not a set: findings of one rule at one place stay in the checks' order, in every process.
    remaining = sorted(dict.fromkeys(head), key=lambda f: (_touched(f, files), *by_place(f)))
    old = sorted(dict.fromkeys(base), key=by_place)
    home = _head_paths(files)

    def in_place(finding: Finding) -> Hashable:
        return (*fingerprint.content_key(finding), _head_path(finding, home), finding.scope)

    for key in (in_place, fingerprint.content_key):
        remaining, old = _pair(remaining, old, key)
    remaining = _without_edited(remaining, old, home)
    return tuple(sorted(remaining, key=by_place))


def _pair(
    head: Sequence[Finding], base: Sequence[Finding], key: Callable[[Finding], Hashable]
) -> tuple[list[Finding], list[Finding]]:
    """What is left of both sides after equal keys were paired off, one for one."""
    waiting: dict[Hashable, list[Finding]] = {}
    for finding in base:
        waiting.setdefault(key(finding), []).append(finding)
    unpaired = []
    for finding in head:
        candidates = waiting.get(key(finding))
        if candidates:
            candidates.pop(0)
        else:
            unpaired.append(finding)
    return unpaired, [finding for candidates in waiting.values() for finding in candidates]


def _without_edited(head: Sequence[Finding], base: Sequence[Finding], home: Mapping[str, str]) -> list[Finding]:
    """Drops head findings that are an edited form of a base finding: same rule, definition and source, similar text."""
    waiting: dict[Hashable, list[Finding]] = {}
    for finding in base:
        key = (finding.rule, _head_path(finding, home), finding.scope, fingerprint.source(finding))
        waiting.setdefault(key, []).append(finding)
    unpaired = []
    for finding in head:
        candidates = waiting.get((finding.rule, finding.span.path, finding.scope, fingerprint.source(finding)), [])
        text = fingerprint.subject(finding)
        best = max(candidates, key=lambda old: _likeness(fingerprint.subject(old), text), default=None)
        if best is not None and _likeness(fingerprint.subject(best), text) >= _STILL_THE_SAME:
            candidates.remove(best)
        else:
            unpaired.append(finding)
    return unpaired


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _head_paths(files: Mapping[str, ChangedFile]) -> Mapping[str, str]:
    """Base path → head path, for the files whose base side is really theirs."""
    return {file.base_path: path for path, file in files.items() if file.base_text is not None}


def _head_path(finding: Finding, home: Mapping[str, str]) -> str:
    path = finding.span.path
    return home.get(path, path) if finding.span.side is Side.BASE else path


def _touched(finding: Finding, files: Mapping[str, ChangedFile]) -> bool:
    file = files.get(finding.span.path)
    if file is None:
        return False
    return any(
        line in file.added_lines
        for span in (finding.span, *(step.span for step in finding.trace))
        for line in range(span.start_line, span.end_line + 1)
    )
