"""Which protections of the base have nothing in the head that takes their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.model import ChangedFile, Hunk, split_lines
from workers.checks.guards import grammar
from workers.checks.guards.edits import clauses, inverted, likeness, unwraps
from workers.checks.guards.facts import Fact, Kind, Outcome, definition_name, squeezed
from workers.checks.guards.outcomes import ACCEPTS
from workers.checks.guards.reader import Reader

_SAME = 0.5
_SAME_PLACE = 0.2
_MOVED = 0.7
_NAMED = (Kind.SETTING, Kind.CALL, Kind.DECORATOR, Kind.HEADER, Kind.CLEANING)
_CODE = re.compile(r"\w\s*\(")
_REFUSES = re.compile(
    r"\s*(?:\}?\s*(?:else\s*)?if\b|raise\b|throw\b|return\b|(?:\w+\.)*log(?:ger)?\.)|\s*\S*\.(?:error|warn\w*)\("
)
"""A line of another refusal, or of what is said with it."""


@dataclass(frozen=True, slots=True)
class Sides:
    """A changed file with the facts of its changed lines."""

    file: ChangedFile
    base: tuple[Fact, ...]
    head: tuple[Fact, ...]
    scopes: Mapping[str, range]
    """All definitions of the head by name, with their lines."""
    base_scopes: Mapping[str, range]
    unread: int = 0
    """Head lines that the grammar could not read."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A protection that is gone (``became`` is ``None``) or that was replaced by something else in the same place."""

    sides: Sides
    fact: Fact
    became: Fact | None
    hunk: Hunk
    is_later: bool = False
    """It still stands in the same definition, but after code that it stood in front of."""
    is_inherited: bool = False
    """Its definition is gone, and what is called by that name now comes from elsewhere."""

    @property
    def instead(self) -> str:
        """The new lines of its hunk."""
        lines = split_lines(self.sides.file.head_text or "")
        return "\n".join(lines[number - 1] for number in self.hunk.added if number <= len(lines))

    @property
    def definition(self) -> str:
        """The definition around it as it is now; the whole file where there is none."""
        lines = split_lines(self.sides.file.head_text or "")
        scope = self.sides.scopes.get(self.fact.scope, range(1, len(lines) + 1))
        return "\n".join(lines[number - 1] for number in scope if number <= len(lines))


def read(files: Iterable[ChangedFile], matters: Callable[[Fact], bool], asked: Callable[[str], bool]) -> list[Sides]:
    """The facts of both sides of the files of code; of the base only those that ``matters`` picks.

    Of the head's calls only those count that the base lost somewhere, or whose name is ``asked`` for.
    """
    bases = [(file, *_base(file, matters)) for file in files]
    lost = {fact.name for _, facts, _ in bases for fact in facts if fact.kind is Kind.CALL}
    is_any = any(facts for _, facts, _ in bases)
    return [
        _sides(file, base, scopes, lambda name: name in lost or asked(name), is_any=is_any)
        for file, base, scopes in bases
    ]


def _base(file: ChangedFile, matters: Callable[[Fact], bool]) -> tuple[tuple[Fact, ...], Mapping[str, range]]:
    if file.base_text is None or not file.removed_lines:
        return (), {}
    tree = grammar.parse(file.language, file.base_text)
    facts = Reader(tree, file.removed_lines).facts()
    replaced = _replaced(file)
    base = tuple(fact for fact in facts if matters(fact) or (fact.kind is Kind.CALL and is_unwrapped(fact, replaced)))
    return base, _scopes(tree) if base else {}


def _sides(
    file: ChangedFile,
    base: tuple[Fact, ...],
    base_scopes: Mapping[str, range],
    wanted: Callable[[str], bool],
    *,
    is_any: bool,
) -> Sides:
    if file.head_text is None or not (base or file.added_lines):
        return Sides(file, base, (), {}, base_scopes)
    tree = grammar.parse(file.language, file.head_text)
    gaps = [hunk.head_start for hunk in file.hunks if not hunk.head_count]
    head = tuple(Reader(tree, file.added_lines, gaps, wanted).facts()) if is_any else ()
    return Sides(file, base, head, _scopes(tree) if base else {}, base_scopes, grammar.broken_lines(tree.root))


def _scopes(tree: grammar.Parsed) -> dict[str, range]:
    found: dict[str, range] = {}
    around: list[tuple[int, str]] = []
    for node in grammar.definitions(tree.language, tree.root):
        name = definition_name(node)
        if not name:
            continue
        while around and around[-1][0] <= node.start_byte:
            around.pop()
        scope = f"{around[-1][1]}.{name}" if around else name
        around.append((node.end_byte, scope))
        found.setdefault(scope, range(node.start_point.row + 1, node.end_point.row + 2))
    return found


Replaced = Sequence[tuple[Hunk, Sequence[str], Sequence[str]]]
"""The hunks that replace something, with their old and new lines, squeezed; the whole hunk is the last of each."""


def _replaced(file: ChangedFile) -> Replaced:
    old, new = split_lines(file.base_text or ""), split_lines(file.head_text or "")
    found = []
    for hunk in file.hunks:
        if 0 < hunk.base_count <= 12 and 0 < hunk.head_count <= 12:
            before = old[hunk.base_start - 1 : hunk.base_start - 1 + hunk.base_count]
            after = new[hunk.head_start - 1 : hunk.head_start - 1 + hunk.head_count]
            found.append((hunk, _each_and_all(before), _each_and_all(after)))
    return found


def _each_and_all(lines: Sequence[str]) -> list[str]:
    return [*(squeezed(line) for line in lines), squeezed(" ".join(lines))]


def is_unwrapped(fact: Fact, replaced: Replaced) -> bool:
    """Whether the change only took a call away and left what it worked on."""
    receiver = fact.target.rpartition(".")[0] or fact.target.rpartition("->")[0]
    subjects = {fact.value.split(",")[0].strip(), receiver.strip()} - {""}
    for hunk, before, after in replaced:
        if hunk.base_start <= fact.line < hunk.base_start + hunk.base_count:
            return any(unwraps(old, new, fact.text, subject) for subject in subjects for old in before for new in after)
    return False


def unwrapped(loss: Loss) -> bool:
    """The same of a loss."""
    return loss.fact.kind is Kind.CALL and is_unwrapped(loss.fact, _replaced(loss.sides.file))


def is_left(loss: Loss) -> bool:
    """Whether what a call worked on is still used in the hunk, without the call."""
    fact = loss.fact
    if fact.kind is not Kind.CALL or loss.became is not None:
        return False
    if unwrapped(loss):
        return True
    now = loss.instead
    subjects = (fact.value.split(",")[0].strip(), fact.target.rpartition(".")[0])
    return fact.name not in now and any(len(subject) > 2 and subject in now for subject in subjects)


def losses(files: Sequence[Sides]) -> list[Loss]:
    """Every base fact that has no counterpart in the head.

    A fact that stands elsewhere in the change, whatever its file and definition, moved; a definition that is gone took
    its facts along.
    """
    pool = _Pool([fact for sides in files for fact in sides.head])
    return [loss for sides in files if sides.file.head_text is not None for loss in _losses(sides, pool)]


def _losses(sides: Sides, pool: _Pool) -> Iterator[Loss]:
    taken: set[Fact] = set()
    replaced: list[Fact] = []
    for fact in sides.base:
        hunk = _hunk(fact, sides.file)
        if hunk is None:
            continue
        if fact.scope and fact.scope not in sides.scopes:
            if _is_inherited(fact, sides) and not pool.take(fact) and not pool.holds_alike(fact):
                yield Loss(sides, fact, None, hunk, is_inherited=True)
        elif pool.take(fact):
            later = _later(fact, hunk, sides)
            if later is not None:
                yield Loss(sides, fact, later, hunk, is_later=True)
        elif became := _counterpart(fact, hunk, sides, taken):
            taken.add(became)
            if fact.kind in (Kind.REFUSAL, Kind.CONDITION):
                replaced.append(fact)
            yield Loss(sides, fact, became, hunk)
        elif not (pool.holds_alike(fact) or _is_called_still(fact, hunk, sides.file, replaced)):
            yield Loss(sides, fact, None, hunk)


class _Pool:
    """All new facts of the change, to find what moved."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._exact = Counter(_same(fact) for fact in facts)
        self._conditions = {fact.text for fact in facts if fact.kind in (Kind.CONDITION, Kind.REFUSAL)}
        self._names = {(fact.kind, fact.name) for fact in facts if fact.kind in (Kind.HEADER, Kind.CLEANING)}
        self._alike: dict[tuple[Kind, str], list[str]] = {}
        for fact in facts:
            self._alike.setdefault(_group(fact), []).append(fact.text)

    def take(self, fact: Fact) -> bool:
        """Whether the same text came anew, or a condition's opposite; each copy answers once."""
        key = _same(fact)
        if self._exact[key]:
            self._exact[key] -= 1
            return True
        if (fact.kind, fact.name) in self._names:
            return True
        return fact.kind is Kind.REFUSAL and inverted(fact.text) in self._conditions

    def holds_alike(self, fact: Fact) -> bool:
        """Whether something so alike came elsewhere that it must be the same protection."""
        if fact.kind in (Kind.ENTRY, Kind.RESULT):
            return False
        return any(likeness(fact.text, text) >= _MOVED for text in self._alike.get(_group(fact), ()))


def _same(fact: Fact) -> tuple[Kind, str, str]:
    """What makes two facts one: the text, and of what lets through or swallows that it does."""
    how = ""
    if fact.kind in (Kind.REFUSAL, Kind.HANDLER) and ACCEPTS.match(fact.ending):
        how = "accepts"
    elif fact.kind is Kind.HANDLER:
        how = "refuses" if fact.outcome in (Outcome.RAISE, Outcome.DENY) else fact.ending
    return fact.kind, fact.text.lower(), how


def _group(fact: Fact) -> tuple[Kind, str]:
    return fact.kind, fact.name.lower() if fact.kind in _NAMED else ""


def _is_called_still(fact: Fact, hunk: Hunk, file: ChangedFile, replaced: Sequence[Fact]) -> bool:
    """Whether a call is there in another form: renamed a little, awaited, handed on.

    A call in a condition that has another one in its place is compared with the condition.
    """
    if fact.kind is not Kind.CALL:
        return False
    if any(fact.text in other.text for other in replaced):
        return True
    name = fact.name.replace("_", "").lower()
    old = _plain(file.base_text, hunk.base_start, hunk.base_count)
    new = _plain(file.head_text, hunk.head_start, hunk.head_count)
    return bool(hunk.head_count) and old.count(name) <= new.count(name)


def _plain(text: str | None, start: int, count: int) -> str:
    return "\n".join(split_lines(text or "")[start - 1 : start - 1 + count]).replace("_", "").lower()


def _is_inherited(fact: Fact, sides: Sides) -> bool:
    """Whether the definition is gone from a class that is still there, and is still called by its name."""
    around, _, name = fact.scope.rpartition(".")
    if around not in sides.scopes or len(name) < 4 or fact.kind is Kind.DEFINITION:
        return False
    return bool(re.search(rf"[.\s>]{re.escape(name)}\b", sides.file.head_text or ""))


def _later(fact: Fact, hunk: Hunk, sides: Sides) -> Fact | None:
    """The same protection where it now stands behind code that it stood in front of, in the same definition."""
    if fact.kind not in (Kind.REFUSAL, Kind.CALL) or not fact.scope:
        return None
    again = [other for other in sides.head if other.scope == fact.scope and _same(other) == _same(fact)]
    if len(again) != 1:
        return None
    lines = split_lines(sides.file.head_text or "")
    first = hunk.head_start + max(hunk.head_count, 1)
    asked = {line for other in sides.head if other.kind is Kind.REFUSAL for line in (other.line, other.end_line)}
    skipped = sides.file.added_lines | asked
    between = [lines[number - 1] for number in range(first, again[0].line) if number not in skipped]
    return again[0] if any(_CODE.search(line) and not _REFUSES.match(line) for line in between) else None


def _counterpart(fact: Fact, hunk: Hunk, sides: Sides, taken: Collection[Fact]) -> Fact | None:
    """The most similar new fact of the same kind in the same definition."""
    if fact.kind in (Kind.ENTRY, Kind.ARGUMENT):
        return None
    kinds = (Kind.REFUSAL, Kind.CONDITION) if fact.kind in (Kind.REFUSAL, Kind.CONDITION) else (fact.kind,)
    near = [
        other
        for other in sides.head
        if other.kind in kinds
        and other.scope == fact.scope
        and other not in taken
        and (fact.kind not in _NAMED or other.name == fact.name)
    ]
    here = range(hunk.head_start, hunk.head_start + max(hunk.head_count, 1))
    best = max(
        near,
        key=lambda other: (fact.text in other.text, likeness(fact.text, other.text), other.line in here),
        default=None,
    )
    if best is None:
        return None
    is_here = any(best.line <= line <= best.end_line for line in here)
    if fact.kind is Kind.PATTERN and not is_here:
        return None
    if fact.kind in (Kind.SETTING, Kind.DECORATOR, Kind.HANDLER) or (fact.kind is Kind.RESULT and is_here):
        return best
    least = _SAME
    is_asked = fact.kind in (Kind.REFUSAL, Kind.CONDITION) and fact.ending == best.ending
    if is_here and is_asked and (len(near) == 1 or clauses(fact.text) & clauses(best.text)):
        least = _SAME_PLACE
    return best if likeness(fact.text, best.text) >= least else None


def _hunk(fact: Fact, file: ChangedFile) -> Hunk | None:
    for hunk in file.hunks:
        if hunk.base_count and hunk.base_start <= fact.end_line and fact.line < hunk.base_start + hunk.base_count:
            return hunk
    return None
