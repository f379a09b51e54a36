"""What a change looks like as a whole: how much it takes away, how much it adds, and what it says while it does.

A change that only takes checks away is another matter than one that writes a feature anew. So each loss is weighed
beside the rest of its change: the code lines that went and came (what only moved is neither), their conditions, and the
comments and names that went with them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.knowledge import protection as words
from bot.model import ChangedFile, Hunk, Side, split_lines
from workers.checks.guards.model import Compared, Loss

_COMMENT = re.compile(r"^\s*(?:#(?!\[)|//|/\*|\*(?!\w)|--\s|<!--|%)")
_EMPTY = re.compile(r"^[\s{}()\[\];,]*+(?:end|else|try|begin|do|then|pass|fi)?[\s{}()\[\];:,]*$")
_IMPORT = re.compile(
    r"^\s*(?:import\b|from\s+\S+\s+import\b|use\s+[\w\\]+|require(?:_once|_relative)?\b|package\b|#include)"
)
_CONDITION = re.compile(r"\b(?:if|elif|elsif|unless|assert|case|when)\b|&&|\|\||\?[^?\n]*:|\band\b|\bor\b")
_REFUSAL = re.compile(
    r"\b(?:raise|throw|return|abort|die|exit|panic|continue|break|next|halt|head|deny|reject|forbid\w*)\b|[Ee]rror|[Ee]xception"
)
_NAME = re.compile(r"[A-Za-z_]\w{3,}")
_NEAR = 4
"""Lines between a comment and what it explains."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of code of one kind in a change, without what stands on both sides."""

    code: int
    conditions: int
    refusals: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> Lines:
        return cls(
            len(texts),
            sum(bool(_CONDITION.search(line)) for line in texts),
            sum(bool(_REFUSAL.search(line)) for line in texts),
        )


@dataclass(frozen=True, slots=True)
class Context:
    """The change around a loss."""

    gone: Lines
    come: Lines
    definitions_gone: int
    """Definitions that are in no file of code any more, but for those whose name says that they protect."""
    definitions_new: int
    came: Counter[str]
    """How often each name comes in its new lines."""


def context(change: Compared) -> Context:
    """Reads the changed lines once."""
    files = [sides.file for sides in change.sides]
    gone = Counter(line.strip() for file in files for line in _removed(file))
    come = Counter(line.strip() for file in files for line in _added(file))
    both = gone & come
    left, new = list((gone - both).elements()), list((come - both).elements())
    return Context(
        Lines.of([line for line in left if is_code(line)]),
        Lines.of([line for line in new if is_code(line)]),
        _unpaired(change, Side.BASE),
        _unpaired(change, Side.HEAD),
        Counter(name for line in new for name in _NAME.findall(line)),
    )


def joined(parts: Sequence[Context]) -> Context:
    """The whole of a change that was compared in parts."""
    if len(parts) == 1:
        return parts[0]
    came = Counter[str]()
    for part in parts:
        came.update(part.came)
    gone, come = (_sum([part.gone for part in parts]), _sum([part.come for part in parts]))
    return Context(
        gone, come, sum(part.definitions_gone for part in parts), sum(part.definitions_new for part in parts), came
    )


def _sum(lines: Sequence[Lines]) -> Lines:
    return Lines(
        sum(one.code for one in lines), sum(one.conditions for one in lines), sum(one.refusals for one in lines)
    )


def _unpaired(change: Compared, side: Side) -> int:
    """How many definitions stand on one side alone."""
    is_base = side is Side.BASE
    known = {id(pair.base if is_base else pair.head) for pair in change.pairs}
    codes = (sides.base if is_base else sides.head for sides in change.sides)
    return sum(
        id(item) not in known and bool(item.name) and not words.PROTECTIVE_NAME.search(item.simple_name)
        for code in codes
        if code is not None
        for item in code.definitions
    )


def is_code(line: str) -> bool:
    """Whether a line is more than a comment, an import, a bracket or an ``end``."""
    return not (_EMPTY.match(line) or _COMMENT.match(line) or _IMPORT.match(line))


def explained(loss: Loss) -> frozenset[str]:
    """The words of protection in the comments that go together with a protection."""
    hunk = hunk_of(loss)
    if hunk is None:
        return frozenset()
    lines = lines_of(loss.base.base_text or "")
    first, last = loss.protection.line - _NEAR, loss.protection.end_line + _NEAR
    near = (number for number in hunk.removed if first <= number <= last and number <= len(lines))
    said = " ".join(lines[number - 1] for number in near if _COMMENT.match(lines[number - 1]))
    return words.parts(said) & (words.STRONG | words.MEDIUM)


def hunk_of(loss: Loss) -> Hunk | None:
    """The hunk that took or changed the protection; ``None`` where its own lines are left."""
    first, last = loss.protection.line, loss.protection.end_line
    hunks = loss.base.hunks
    for index in range(bisect_left(hunks, first, key=_last_line), len(hunks)):
        hunk = hunks[index]
        if hunk.base_start > last:
            break
        if hunk.base_count:
            return hunk
    return None


def _last_line(hunk: Hunk) -> int:
    """The last line of the base that a hunk takes, or behind which it adds."""
    return hunk.base_start + max(hunk.base_count - 1, 0)


def balance(hunk: Hunk, loss: Loss) -> tuple[int, int]:
    """The lines of code that a hunk takes and brings."""
    return _balance(hunk, loss.base.base_text or "", loss.base.head_text or "")


@lru_cache(maxsize=64)  # a hunk with one loss often has many
def _balance(hunk: Hunk, base: str, head: str) -> tuple[int, int]:
    old, new = lines_of(base), lines_of(head)
    gone = sum(is_code(old[number - 1]) for number in hunk.removed if number <= len(old))
    come = sum(is_code(new[number - 1]) for number in hunk.added if number <= len(new))
    return gone, come


@lru_cache(maxsize=8)
def lines_of(text: str) -> Sequence[str]:
    """The lines of a text: each loss of a file is asked about several of them."""
    return split_lines(text)


def _removed(file: ChangedFile) -> Iterator[str]:
    return _numbered(file.base_text, file.removed_lines)


def _added(file: ChangedFile) -> Iterator[str]:
    return _numbered(file.head_text, file.added_lines)


def _numbered(text: str | None, numbers: Iterable[int]) -> Iterator[str]:
    lines = lines_of(text or "")
    return (lines[number - 1] for number in sorted(numbers) if number <= len(lines))
