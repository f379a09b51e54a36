"""Suppressions that stood in the code before the change: they hold for what they hid there, if they say why.

``run(x, shell=True)  # nosec B602 - x is a constant`` was merged by people who could read the reason. It goes on
holding for the flaw that it was about, also where its line moves within the file and is edited. It holds for nothing
else, since whoever writes a change chooses which old line to stand on:

- the comment, word for word, must be at the end of a line of the base of the same file, and no line more has it now;
- that line of the base must be alike (:data:`STILL_THE_SAME`), and have every name and every plain string that the line
  has now: ``f"ls -l {FOLDER}"`` for ``f"ls {FOLDER}"``, and no other variable or key;
- a flaw of the same rule must have been on it, with the same source of data where that stands on another line: no new
  source, no other flaw that is put under the comment, and nothing that an edit makes of a harmless line is covered;
- the rules that the comment names must be about this weakness.

What is covered is listed as dismissed, with the comment's reason. Everything else is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from bot import fingerprint
from bot.knowledge.suppressions import Comment, on_line, speaks_of
from bot.model import ChangedFile, Decision, DecisionSource, Finding, Side, split_lines

STILL_THE_SAME = 0.6
"""How alike (difflib ratio) the code of two lines must be, as for flaws that were edited
(:mod:`bot.review.newness`)."""
BY = "a comment in the code"
_LONGEST_LINE = 1_000
"""Characters. Nobody reads a longer one to its end, and comparing costs the square of the length."""
_STRING = re.compile(
    r"""(?P<prefix>\b(?:[fF][rR]?|[rR][fF]))?(?P<quote>["'`])(?P<text>(?:\\.|(?!(?P=quote))[^\\\n])*)(?P=quote)"""
)
_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"\w+")


def decisions(
    findings: Iterable[Finding],
    base: Iterable[Finding],
    names: Mapping[Finding, str],
    files: Mapping[str, ChangedFile],
) -> tuple[Decision, ...]:
    """A decision for each of the head's new findings that an old comment on its own line covers.

    ``base`` are the findings of the base, ``names`` the fingerprints of ``findings``, ``files`` the changed files by
    head path.
    """
    known = tuple(base)
    found = []
    for finding in findings:
        file = files.get(finding.span.path)
        comment = _covering(finding, known, file) if file is not None else None
        if comment is not None:
            found.append(
                Decision(
                    names[finding],
                    finding.rule,
                    finding.span.path,
                    BY,
                    at=0,
                    reason=comment.reason,
                    source=DecisionSource.INLINE,
                )
            )
    return tuple(found)


def _covering(finding: Finding, base: Sequence[Finding], file: ChangedFile) -> Comment | None:
    """The comment on the finding's first or last line that covers it."""
    if finding.span.side is not Side.HEAD or file.head_text is None or file.base_text is None or finding.is_suppression:
        return None
    head, old = split_lines(file.head_text), split_lines(file.base_text)
    for number in dict.fromkeys((finding.span.start_line, finding.span.end_line)):
        line = head[number - 1] if number <= len(head) else ""
        for comment in on_line(line) if len(line) <= _LONGEST_LINE else ():
            if comment.reason and speaks_of(comment, finding.rule, finding.cwe):
                text = _text(line, comment)
                if _counts(head)[text] <= _counts(old)[text] and _stood(line, comment, finding, base, old, file):
                    return comment
    return None


def _stood(
    line: str, comment: Comment, finding: Finding, base: Iterable[Finding], old: Sequence[str], file: ChangedFile
) -> bool:
    """Whether a line of the base with this comment held a flaw of this kind."""
    for before in base:
        if before.span.path not in (file.base_path, file.path) or before.rule != finding.rule:
            continue
        if _source(before) != _source(finding):
            continue
        for number in dict.fromkeys((before.span.start_line, before.span.end_line)):
            was = old[number - 1] if number <= len(old) else ""
            for other in on_line(was):
                if _text(was, other) == _text(line, comment) and _is_edited(was[: other.start], line[: comment.start]):
                    return True
    return False


def _text(line: str, comment: Comment) -> str:
    return " ".join(line[comment.start :].split())


def _counts(lines: Iterable[str]) -> Counter[str]:
    """How many lines have each comment."""
    return Counter(_text(line, comment) for line in lines for comment in on_line(line))


def _source(finding: Finding) -> str:
    """The text of the source of data where it stands on another line than the flaw."""
    own = range(finding.span.start_line, finding.span.end_line + 1)
    return "" if finding.trace and finding.trace[0].span.start_line in own else fingerprint.source(finding)


def _is_edited(before: str, after: str) -> bool:
    """Whether a line is another one edited, with nothing in it that the other had not."""
    alike = SequenceMatcher(None, before.strip(), after.strip(), autojunk=False).ratio() >= STILL_THE_SAME
    return alike and _values(after) <= _values(before)


def _values(code: str) -> frozenset[str]:
    """The names and the plain strings of a line. Of a string with values in it those alone."""
    found = set[str]()
    for match in _STRING.finditer(code):
        if match["prefix"] or match["quote"] == "`":
            found.update(name for part in _IN_BRACES.findall(match["text"]) for name in _WORD.findall(part))
        else:
            found.add(match.group())
    return frozenset(found | set(_WORD.findall(_STRING.sub(" ", code))))
