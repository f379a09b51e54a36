"""What the rest of a change says of one lost protection: it went with its feature, or is made anew somewhere else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from bot.knowledge import protection as words
from bot.model import ChangedFile, split_lines
from workers.checks.guards.comparison import Loss, Sides, unwrapped
from workers.checks.guards.elsewhere import Elsewhere, indent, openings
from workers.checks.guards.facts import QUOTED, Kind, subjects

WIDE = 300
"""Removed lines in files of code; a change with more is a rebuilding, where much moves that no comparison sees."""
SWEEPING = 5
"""Hunks that lose a protection; a change with more of them follows a plan that is not about one of them."""

_NAME = re.compile(r"[A-Za-z_]\w{3,}")
_COMPOUND = re.compile(r"[a-z\d][A-Z]|\w_\w")
"""A name of two words: one that is in two places stands for the same thing there."""
_CALLED = re.compile(r"(\w{4,})\s*\(")
_IDLE = re.compile(r"^\W*$|^\s*(?:#|//|/?\*|end\b|else\b|try\b|return;?$)")
"""A line without code of its own."""
_ASSIGNMENT = re.compile(r"\s*(?:const |let |var |final |\w+ )?([\w$@>, \[\]{}()*.-]+?)\s*(?::=|=)(?![=>~])\s*(.*)")
_CLASS = re.compile(r"^\s*(?:[\w@]+ )*(?:class|interface|trait|module)\s+\w+")
_BASES = re.compile(r"[(<]|\bextends\b|\bimplements\b|\buses?\b")
_ACCESS = re.compile(r"\*\s*@(?:\w+\\)*(?:IsGranted|Security|RolesAllowed|Acl\w*)\b", re.IGNORECASE)
_LANGUAGE = frozenset(
    "self this true false none null undefined return await async else elif elsif unless raise throw function const"
    " isset empty typeof instanceof error errors string".split()
)
_STEM = 5
"""Letters by which two words of protection are the same: authorize, authorization."""
MOVED = "moved"
"""The feature of a protection that is in another place now."""
REBUILT = "rebuilt"
"""The feature of one that is rather made in another way now."""
_MOVES = frozenset(
    "alike-gained called-elsewhere in-helper merged moved-whole popped-instead renamed route-gone scoped-instead"
    " typed-instead".split()
)
_SIGNS = tuple(
    frozenset(signs.split())
    for signs in (
        "alike-called",
        "decorated-instead",
        "of-platform",
        "said-elsewhere",
        "subject-gone-here words-instead",
        "part-of-block words-instead",
        "gained-guard words-instead",
        "gained-guard named-elsewhere",
        "gained-guard feature-gone",
        "rewritten words-instead",
        "rewritten call-gone-sure",
        "rewritten call-gone-likely",
        "rewritten setting-gone",
        "rewritten deletion-gone",
        "rewritten cleaning-gone",
    )
)
"""Features that together say that a protection is made in another way now."""


class Change:
    """All files of code of a change, and which words they won and lost."""

    def __init__(self, files: Sequence[Sides], losses: Iterable[Loss], changed: Iterable[ChangedFile]) -> None:
        """``changed`` are all files of the change, of whatever language."""
        self._files = files
        self._elsewhere = Elsewhere(changed)
        self._removed = sum(len(sides.file.removed_lines) for sides in files)
        self._places = len({(loss.sides.file.path, loss.hunk.base_start) for loss in losses})

    @cached_property
    def _won(self) -> frozenset[str]:
        return frozenset(name for sides in self._files for line in _added(sides) for name in _NAME.findall(line))

    @cached_property
    def _left(self) -> frozenset[str]:
        return frozenset(name for sides in self._files for name in _NAME.findall(sides.file.head_text or ""))

    @cached_property
    def _lost(self) -> Counter[str]:
        return Counter(name for sides in self._files for line in _removed(sides) for name in _NAME.findall(line))

    def features(self, loss: Loss) -> set[str]:
        """The features that one of its losses has from what else was changed."""
        held = self._of_names(loss) | {
            "wide-change": self._removed > WIDE,
            "sweeping": self._places > SWEEPING,
            "bases-changed": _has_other_bases(loss),
            "assigned-again": _is_assigned_again(loss),
            "decorated-instead": _is_decorated_instead(loss),
        }
        found = {name for name, holds in held.items() if holds}
        return found | _of_the_hunk(loss) | self._elsewhere.signs(loss)

    def _of_names(self, loss: Loss) -> dict[str, bool]:
        own = f"{loss.fact.text} {loss.fact.ending}"
        called = set(_CALLED.findall(own)) - _LANGUAGE
        marks = {name for name in _NAME.findall(QUOTED.sub('""', own)) if _COMPOUND.search(name)}
        back = {name for name in marks if name in self._won}
        gone = {name for name in marks - called if name not in self._left}
        looked_at = _with_sources(loss)
        here, there = loss.definition, loss.sides.file.head_text or ""
        is_gone = loss.became is None
        return {
            "called-elsewhere": is_gone and any(words.SURE_CALL.match(name) for name in back & called),
            "named-elsewhere": is_gone and bool(back) and 2 * len(back) >= len(marks),
            "subject-gone-here": bool(looked_at) and not any(_has(here, name) for name in looked_at),
            "subject-gone": bool(looked_at) and not any(_has(there, name) for name in looked_at),
            "feature-gone": any(self._lost[name] > own.count(name) for name in gone),
            "helper-gone": any(name not in self._left for name in called),
        }


def where_it_went(loss: Loss, found: set[str]) -> set[str]:
    """What these features say of a loss that may be none: that it moved, or is made in another way."""
    if unwrapped(loss):
        return set()
    if found & _MOVES:
        return {MOVED}
    is_rebuilt = loss.became is None and any(signs <= found for signs in _SIGNS)
    return {REBUILT} if is_rebuilt else set()


def _of_the_hunk(loss: Loss) -> set[str]:
    others, own = _bystanders(loss)
    spoken = words.parts(f"{loss.fact.text} {loss.fact.ending}") & (words.STRONG | words.MEDIUM)
    instead = words.parts(loss.instead)
    held = {
        "alone": others == 0,
        "crowded": others > 2 * own + 4,
        "part-of-block": _rest_of_block(loss) >= max(3, own),
        "words-instead": loss.became is None and bool(_stems(spoken) & _stems(instead)),
    }
    return {name for name, holds in held.items() if holds}


def _stems(found: Iterable[str]) -> set[str]:
    return {word[:_STEM] for word in found}


def _lines(text: str | None, numbers: Iterable[int]) -> Iterator[str]:
    lines = split_lines(text or "")
    return (lines[number - 1] for number in numbers if number <= len(lines))


def _added(sides: Sides) -> Iterator[str]:
    return _lines(sides.file.head_text, sides.file.added_lines)


def _removed(sides: Sides) -> Iterator[str]:
    return _lines(sides.file.base_text, sides.file.removed_lines)


def _has(text: str, name: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}\b", text))


def _with_sources(loss: Loss) -> set[str]:
    """What a protection looks at, and what that was made of where its assignment is removed in the same place."""
    found = set(subjects(loss.fact.text))
    before = sorted((number for number in loss.hunk.removed if number <= loss.fact.line), reverse=True)
    for line in _lines(loss.sides.file.base_text, before):
        bound = _ASSIGNMENT.match(line)
        if bound and found.intersection(re.findall(r"\w+", bound.group(1))):
            found |= subjects(bound.group(2))
    return found


def _own(loss: Loss) -> range:
    return range(loss.fact.line, max(loss.fact.end_line, loss.fact.line) + 1)


def _bystanders(loss: Loss) -> tuple[int, int]:
    """How many removed lines of code of the hunk are not for the protection, and how many are its own."""
    lines = split_lines(loss.sides.file.base_text or "")
    code = [number for number in loss.hunk.removed if number <= len(lines) and not _IDLE.match(lines[number - 1])]
    others = [lines[number - 1] for number in code if number not in _own(loss)]
    prepares = [bound and _has(loss.fact.text, bound.group(1).strip()) for bound in map(_ASSIGNMENT.match, others)]
    return len(others) - sum(map(bool, prepares)), max(1, len(code) - len(others))


def _rest_of_block(loss: Loss) -> int:
    """Lines of code beside the protection in the outermost block around it that is removed too."""
    lines, gone = split_lines(loss.sides.file.base_text or ""), frozenset(loss.hunk.removed)
    opening = min(openings(loss, _IDLE), default=0)
    if not opening:
        return 0
    found, level = 1, indent(lines[opening - 1])
    for number in range(opening + 1, len(lines) + 1):
        is_code = not _IDLE.match(lines[number - 1])
        if number not in gone or (is_code and indent(lines[number - 1]) <= level):
            break
        found += is_code and number not in _own(loss)
    return found


def _has_other_bases(loss: Loss) -> bool:
    """Whether the line that opens the class around it was changed: what is gone may come from another base."""
    around = loss.fact.scope.partition(".")[0]
    opened = (line for line in _removed(loss.sides) if _CLASS.match(line) and _BASES.search(line))
    return bool(around) and any(_has(line, around) for line in opened)


def _is_decorated_instead(loss: Loss) -> bool:
    """Whether the same definition won a decorator that has a word of the protection."""
    spoken = _stems(words.parts(f"{loss.fact.text} {loss.fact.ending}") & (words.STRONG | words.MEDIUM))
    won = [
        fact
        for fact in loss.sides.head
        if fact.kind is Kind.DECORATOR
        # A class that was renamed or split has the definition under its simple name.
        and (fact.scope == loss.fact.scope or (loss.is_inherited and fact.place == loss.fact.place))
    ]
    return any(spoken & _stems(words.parts(fact.text)) for fact in won) or _is_annotated_instead(loss)


def _is_annotated_instead(loss: Loss) -> bool:
    """Whether what is written above its definition won an annotation about access, as PHP's frameworks read them."""
    scope = loss.sides.scopes.get(loss.fact.scope, range(0))
    lines, added = split_lines(loss.sides.file.head_text or ""), loss.sides.file.added_lines
    for number in range(scope.start - 1, 0, -1):
        line = lines[number - 1].strip()
        if not line.startswith(("*", "/**", "#[")):
            return False
        if number in added and _ACCESS.match(line):
            return True
    return False


def _is_assigned_again(loss: Loss) -> bool:
    """Whether it stood in an assignment whose variable gets another value in the same place."""
    first = next(_lines(loss.sides.file.base_text, [loss.fact.line]), "")
    bound = _ASSIGNMENT.match(first)
    if not bound:
        return False
    again = map(_ASSIGNMENT.match, loss.instead.split("\n"))
    return any(other and other.group(1) == bound.group(1) for other in again)
