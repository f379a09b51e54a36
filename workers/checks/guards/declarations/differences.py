"""What a change makes of items: gone, added or changed, and whether what they belonged to is still there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.model import ChangedFile, Hunk, Side, split_lines
from workers.checks.guards.declarations.items import Item, Sort, last_name
from workers.checks.guards.declarations.reading import Lines, read
from workers.checks.guards.effort import Effort, Work
from workers.checks.guards.grammar import GRAMMARS, parse
from workers.checks.guards.model import Compared, Definition, Sides
from workers.checks.guards.sharing import once
from workers.checks.guards.syntax import squeezed

_WORD = re.compile(r"\w+")
_MOST_CHANGED_LINES = 3_000
"""Lines of one side. A change that replaces more is a new file."""
_LONGEST_LINE = 1_000
"""Characters. A longer line was written by a program."""
_LONGEST_REGION = 60_000
"""Characters of a definition that are read on one line."""
_TOP_LEVEL = 0
"""The number that no line has."""


_OF_VARIABLES = frozenset({Sort.CALL, Sort.SETTING, Sort.STEP})
"""Items whose owner is a variable or a chain of calls, not a call or a collection."""


@dataclass(frozen=True)
class Region:
    """A definition of one side and its text."""

    file: ChangedFile
    definition: Definition
    text: str

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(_WORD.findall(self.text))

    @cached_property
    def squeezed(self) -> str:
        return squeezed(self.text) if len(self.text) <= _LONGEST_REGION else self.text


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that differs. ``before`` is ``None`` where it was added, ``after`` where it is gone."""

    sides: Sides
    hunk: Hunk
    before: Item | None
    after: Item | None
    base: Region | None
    """The innermost definition where the item stood (of an added one: the base of the definition where it stands)."""
    head: Region | None
    """What that definition is in the head; ``None`` where it is gone."""
    owner_stays: bool
    """Whether what the item belonged to (the call, the collection, the class) stands on both sides."""
    is_replaced: bool = False
    """Whether items that nothing stood for are new in the hunk: the lines were written anew, and not only taken out."""

    @property
    def item(self) -> Item:
        item = self.before or self.after
        if item is None:
            raise ValueError("a difference of nothing")
        return item

    @property
    def is_gone(self) -> bool:
        return self.after is None

    @property
    def is_added(self) -> bool:
        return self.before is None


class Regions:
    """The definitions of a change by file and line, and what each is on the other side."""

    def __init__(self, change: Compared) -> None:
        self._files: dict[tuple[str, Side], ChangedFile] = {}
        self._definitions: dict[tuple[str, Side], list[Definition]] = {}
        for sides in change.sides:
            for code in (sides.base, sides.head):
                if code is not None:
                    self._files[code.path, code.side] = sides.file
                    self._definitions[code.path, code.side] = list(code.definitions)
        self._head_of = {_key(pair.base): pair.head for pair in change.pairs}
        self._base_of = {_key(pair.head): pair.base for pair in change.pairs}
        self._at: dict[tuple[str, Side], dict[int, Definition]] = {}
        self._regions: dict[tuple[Side, tuple[str, str, int]], Region] = {}

    def at(self, path: str, side: Side, line: int) -> Region | None:
        """The innermost definition around a line."""
        key = (path, side)
        if key not in self._at:
            self._at[key] = _by_line(self._definitions.get(key, ()))
        found = self._at[key]
        definition = found.get(line, found.get(_TOP_LEVEL))
        return self._region(definition, side) if definition is not None else None

    def other(self, region: Region, side: Side) -> Region | None:
        """What a definition of the given side is on the other one."""
        pairs = self._head_of if side is Side.BASE else self._base_of
        found = pairs.get(_key(region.definition))
        return self._region(found, Side.HEAD if side is Side.BASE else Side.BASE) if found is not None else None

    def _region(self, definition: Definition, side: Side) -> Region | None:
        key = (side, _key(definition))
        if key not in self._regions:
            file = self._files.get((definition.path, side))
            if file is None:
                return None
            lines = _lines(file.text(side) or "")
            whole = lines[definition.line - 1 : definition.end_line] if definition.name else lines
            self._regions[key] = Region(file, definition, "\n".join(whole))
        return self._regions[key]


def _by_line(definitions: Iterable[Definition]) -> dict[int, Definition]:
    """The innermost definition around each line; what stands in none is at :data:`_TOP_LEVEL`."""
    found: dict[int, Definition] = {}
    for definition in definitions:  # in order of their first lines: the inner ones come later
        lines = range(definition.line, definition.end_line + 1) if definition.name else (_TOP_LEVEL,)
        found.update(dict.fromkeys(lines, definition))
    return found


def _key(definition: Definition) -> tuple[str, str, int]:
    return definition.path, definition.name, definition.line


@once
def differences(change: Compared) -> Iterator[Difference]:
    """All items that differ, file by file: first what is gone or changed, then what is added."""
    items = [(sides, *_items(sides, change.effort)) for sides in change.sides]
    added = Counter(_moving(item) for _, _, after in items for item in after)
    added_words = _changed_words(change, Side.HEAD)
    removed_words = _changed_words(change, Side.BASE)
    regions = Regions(change)
    for sides, before, after in items:
        if before or after:
            yield from _Comparison(sides, before, after, regions, added, added_words, removed_words).differences()


def _items(sides: Sides, effort: Effort) -> tuple[list[Item], list[Item]]:
    file = sides.file
    if sides.base is None or sides.head is None or file.language not in GRAMMARS:
        return [], []
    changed = len(file.removed_lines), len(file.added_lines)
    if max(changed) > _MOST_CHANGED_LINES:
        effort.leave_out(Work.LINES, file.path)
        return [], []
    if not effort.allows(Work.LINES, file.path, sum(changed)):
        return [], []
    removed = Lines(
        _written(file.base_text, file.removed_lines),
        (hunk.base_start for hunk in file.hunks if not hunk.base_count),
    )
    added = Lines(
        _written(file.head_text, file.added_lines), (hunk.head_start for hunk in file.hunks if not hunk.head_count)
    )
    if removed.is_empty and added.is_empty:
        return [], []
    before = read(parse(file.language, file.base_text or ""), removed)
    return before, read(parse(file.language, file.head_text or ""), added)


def _written(text: str | None, numbers: Iterable[int]) -> list[int]:
    """Those of the lines that people write."""
    lines = _lines(text or "")
    return [number for number in numbers if number <= len(lines) and len(lines[number - 1]) <= _LONGEST_LINE]


@lru_cache(maxsize=8)
def _lines(text: str) -> list[str]:
    return split_lines(text)


def _moving(item: Item) -> tuple[Sort, str, str]:
    return item.sort, item.name, item.value


def _changed_words(change: Compared, side: Side) -> Counter[str]:
    """The words of all changed lines of a side, those of templates and settings too."""
    found: Counter[str] = Counter()
    for file in [*(sides.file for sides in change.sides), *change.others]:
        lines = _lines(file.text(side) or "")
        numbers = file.removed_lines if side is Side.BASE else file.added_lines
        for number in sorted(numbers)[:_MOST_CHANGED_LINES]:
            if number <= len(lines):
                found.update(_WORD.findall(lines[number - 1][:500]))
    return found


class _Comparison:
    """Compares the items of one file."""

    def __init__(
        self,
        sides: Sides,
        before: list[Item],
        after: list[Item],
        regions: Regions,
        added: Counter[tuple[Sort, str, str]],
        added_words: Counter[str],
        removed_words: Counter[str],
    ) -> None:
        self._sides = sides
        self._file = sides.file
        self._regions = regions
        self._added = added
        self._added_words = added_words
        self._removed_words = removed_words
        self._hunks = sides.file.hunks
        self._removed_ends = [hunk.base_start + hunk.base_count - 1 for hunk in self._hunks]
        self._added_ends = [hunk.head_start + hunk.head_count - 1 for hunk in self._hunks]
        self._before, self._after = _without_equal(before, after, lambda item: item.key)
        self._became: dict[int, Item] = {}
        self._renewed: set[int] = set()
        self._removed, self._added_lines = sides.file.removed_lines, sides.file.added_lines
        self._hunk_words: dict[Hunk, tuple[Counter[str], Counter[str]]] = {}

    def differences(self) -> Iterator[Difference]:
        self._pair()
        taken = {id(item) for item in self._became.values()}
        new = [item for item in self._after if id(item) not in taken]
        self._renewed = {self._hunk_index(item, Side.HEAD) for item in new}
        for index, item in enumerate(self._before):
            yield from self._of_base(item, self._became.get(index))
        for item in new:
            yield from self._of_head(item)

    def _pair(self) -> None:
        """Says what each item became: the nearest of its owner and name in the hunk, else in the definition."""
        rules: tuple[Callable[[Item, Side], object], ...] = (
            lambda item, side: (self._hunk_index(item, side), item.sort, item.owner, item.name),
            lambda item, side: (
                (self._hunk_index(item, side), item.sort, item.name) if item.name or _is_text(item) else None
            ),
            lambda item, side: (self._scope(item, side), item.sort, item.owner, item.name) if item.name else None,
        )
        taken: set[int] = set()
        for rule in rules:
            free: dict[object, list[Item]] = defaultdict(list)
            for item in self._after:
                key = rule(item, Side.HEAD)
                if key is not None and id(item) not in taken:
                    free[key].append(item)
            for index, item in enumerate(self._before):
                if index in self._became:
                    continue
                candidates = free.get(rule(item, Side.BASE))
                if candidates:
                    chosen = candidates.pop(0)
                    self._became[index] = chosen
                    taken.add(id(chosen))

    def _hunk_index(self, item: Item, side: Side) -> int:
        ends = self._removed_ends if side is Side.BASE else self._added_ends
        return min(bisect_left(ends, item.line), len(ends) - 1)

    def _scope(self, item: Item, side: Side) -> str | None:
        path = self._file.base_path if side is Side.BASE else self._file.path
        region = self._regions.at(path, side, item.line)
        if region is not None and side is Side.BASE:
            region = self._regions.other(region, side)
        return f"{region.definition.path}:{region.definition.line}" if region is not None else None

    def _of_base(self, item: Item, became: Item | None) -> Iterator[Difference]:
        base = self._regions.at(self._file.base_path, Side.BASE, item.line)
        head = self._regions.other(base, Side.BASE) if base is not None else None
        if became is None and (self._is_moved(item) or self._is_said(item, base, head)):
            return
        index = self._hunk_index(item, Side.BASE)
        stays = self._stays(item, Side.BASE, self._hunks[index], base, head)
        is_replaced = index in self._renewed
        yield Difference(self._sides, self._hunks[index], item, became, base, head, stays, is_replaced)

    def _of_head(self, item: Item) -> Iterator[Difference]:
        head = self._regions.at(self._file.path, Side.HEAD, item.line)
        base = self._regions.other(head, Side.HEAD) if head is not None else None
        if base is not None and head is not None and _count(base, item) >= _count(head, item):
            return
        hunk = self._hunks[self._hunk_index(item, Side.HEAD)]
        stays = self._stays(item, Side.HEAD, hunk, head, base)
        yield Difference(self._sides, hunk, None, item, base, head, stays)

    def _stays(self, item: Item, side: Side, hunk: Hunk, here: Region | None, there: Region | None) -> bool:
        """Whether the owner of the item stands on the other side too: on a line that was left alone, or in the hunk."""
        if item.sort in _OF_VARIABLES or not item.owner_line:
            return _stays(item, here, there)
        changed = self._removed if side is Side.BASE else self._added_lines
        if item.owner_line not in changed:
            return there is not None
        mine, theirs = self._words_of(hunk)
        if side is Side.HEAD:
            mine, theirs = theirs, mine
        owner = last_name(item.owner)
        return there is not None and 0 < mine[owner] <= theirs[owner]

    def _words_of(self, hunk: Hunk) -> tuple[Counter[str], Counter[str]]:
        if hunk not in self._hunk_words:
            found = []
            for text, lines in ((self._file.base_text, hunk.removed), (self._file.head_text, hunk.added)):
                shown = _lines(text or "")[lines.start - 1 : lines.stop - 1] if len(lines) else []
                found.append(Counter(_WORD.findall("\n".join(shown))))
            self._hunk_words[hunk] = (found[0], found[1])
        return self._hunk_words[hunk]

    def _is_moved(self, item: Item) -> bool:
        """Whether an equal item is new elsewhere in the change; of a call, whether its name is."""
        if item.sort is Sort.CALL:
            return self._added_words[item.name] >= self._removed_words[item.name] > 0
        return bool(item.name or item.sort is not Sort.PLAIN) and self._added[_moving(item)] > 0

    def _is_said(self, item: Item, base: Region | None, head: Region | None) -> bool:
        """Whether the definition says the same as often as before, on lines that the change did not touch."""
        return base is not None and head is not None and _count(head, item) >= _count(base, item) > 0


def _is_text(item: Item) -> bool:
    return item.sort in (Sort.PATTERN, Sort.TEXT)


def _count(region: Region, item: Item) -> int:
    return region.squeezed.count(item.text) if len(item.text) < 300 else 0


def _without_equal(
    before: list[Item], after: list[Item], key: Callable[[Item], object]
) -> tuple[list[Item], list[Item]]:
    """Both without the items that stand on the other side too, as often as they do."""
    theirs, mine = Counter(key(item) for item in after), Counter(key(item) for item in before)
    return list(_left(before, theirs, key)), list(_left(after, mine, key))


def _left(items: Iterable[Item], others: Counter[object], key: Callable[[Item], object]) -> Iterator[Item]:
    for item in items:
        if others[key(item)] > 0:
            others[key(item)] -= 1
        else:
            yield item


def _stays(item: Item, here: Region | None, there: Region | None) -> bool:
    """Whether what a call, an assignment or a definition's default works on stands in both definitions."""
    if here is None or there is None:
        return False
    owner = _root(item)
    return not owner or there.words[owner] > 0 or not _is_made_in(here, owner)


def _is_made_in(region: Region, name: str) -> bool:
    """Whether a variable is made in the definition, so that a call on it may have gone with it: ``file := open(x)``."""
    head, _, _ = region.text[:_LONGEST_REGION].partition("\n")
    made = (
        rf"\b{re.escape(name)}\b[\w, ]{{0,40}}(?::?=[^=]| in | as )|\bas {re.escape(name)}\b|=> ?\$?{re.escape(name)}\b"
    )
    is_given = bool(region.definition.name) and bool(re.search(rf"[(,* $@]{re.escape(name)}\b", head[:1_000]))
    return is_given or bool(re.search(made, region.text[:_LONGEST_REGION]))


def _root(item: Item) -> str:
    """The name by which the owner is looked for: of a call on something, what the chain starts with."""
    if item.sort in _OF_VARIABLES:
        found = _WORD.search(item.owner)
        return found.group() if found else ""
    return last_name(item.owner)


def line_in_head(difference: Difference) -> int | None:
    """The line of the head where the item stood; ``None`` where nothing took the place of the lines."""
    hunk, item = difference.hunk, difference.item
    if difference.after is not None:
        return difference.after.line
    if not hunk.head_count:
        return None
    owner = _root(item)
    lines = _lines(difference.sides.file.head_text or "")
    for number in hunk.added:
        if owner and number <= len(lines) and re.search(rf"\b{re.escape(owner)}\b", lines[number - 1][:500]):
            return number
    offset = max(0, item.line - hunk.base_start)
    return min(hunk.head_start + offset, hunk.head_start + hunk.head_count - 1)
