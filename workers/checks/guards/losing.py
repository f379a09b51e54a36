"""What a change takes from the operations of definitions that stand on both sides.

The operations of each pair are matched by content; what stood in front of one in the base and has no equal in front of
it in the head is lost. All operations that lose the same protection are one loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.knowledge import protection as words
from bot.model import Side
from workers.checks.guards import bypassing, moved
from workers.checks.guards.aligned import Aligned, aligned, comparisons, parts
from workers.checks.guards.effort import Work
from workers.checks.guards.model import Compared, Definition, How, Loss, Operation, Protection, Way
from workers.checks.guards.places import Places
from workers.checks.guards.protections import (
    MOST_INSTEAD,
    Answers,
    all_of,
    denies,
    in_head,
    instead,
    is_held,
    mentions,
    subjects_of,
)

MOST_OPERATIONS = 50
"""Operations of a loss that are looked at for what became of it."""

_CONDITIONS = (Way.ENCLOSES, Way.RESETS, Way.SKIPS, Way.REFUSES)
"""Ways of a condition, the one that tells most of it last."""
_NAME = re.compile(r"[\w$@]+")


def losses(change: Compared) -> Iterator[Loss]:
    """All losses of paired definitions, without what stands in another place on the way now."""
    places = Places(change)
    functions = {
        pair.base.simple_name: pair.head.simple_name
        for pair in change.pairs
        if pair.base.simple_name != pair.head.simple_name
    }
    touched = (pair for pair in change.pairs if pair.base.is_read and pair.head.is_read and places.is_touched(pair))
    pairs = [
        aligned(pair, functions)
        for pair in touched
        if change.effort.allows(Work.OPERATIONS, pair.head.path, comparisons(pair))
    ]
    found: list[Loss] = []
    for item in pairs:
        found += _Comparison(item, places).losses()
    for item in parts(pairs, places, functions):
        found += _Comparison(item, places).of_operations()
    found += bypassing.losses(pairs, places)
    yield from moved.left(found, places, functions)


@dataclass(slots=True)
class _Lost:
    """A protection of the base and the operations that it was in front of."""

    protection: Protection
    without: list[tuple[Operation, Operation]]
    """Operations of the base and the head that have it no more."""


class _Comparison:
    """The protections of one pair."""

    def __init__(self, item: Aligned, places: Places) -> None:
        self._item, self._places = item, places
        self._base, self._head = item.pair.base, item.pair.head

    def losses(self) -> Iterator[Loss]:
        yield from self._of_definition()
        yield from self._of_bases()
        yield from distinct([*self.of_operations(), *self._of_nothing()])

    def of_operations(self) -> Iterator[Loss]:
        """What stood in front of operations that are still there."""
        for lost in self._lost():
            if lost.without and self._can_tell(lost.protection):
                yield self._loss(lost)

    def _lost(self) -> list[_Lost]:
        found: dict[Protection, _Lost] = {}
        for base, head in self._item.same:
            if base.protections == head.protections:
                continue
            stands = frozenset(head.protections)
            for one in base.protections:
                if self._answers.to(one).isdisjoint(stands):
                    found.setdefault(one, _Lost(one, [])).without.append((base, head))
        return list(found.values())

    def _can_tell(self, was: Protection) -> bool:
        """Whether what stands in the place of a lost protection can still be looked for."""
        return self._answers.are_known(was) and self._may_compare(min(len(self._new), MOST_INSTEAD))

    def _may_compare(self, many: int) -> bool:
        return self._places.change.effort.allows(Work.CONDITIONS, self._item.pair.head.path, many)

    def _loss(self, lost: _Lost) -> Loss:
        was = lost.protection
        operations = [head for _, head in sorted(lost.without, key=lambda item: abs(item[0].line - was.line))]
        again = sorted(self._answers.to(was), key=lambda one: (one.line, one.text))
        if again:
            if all(one.line > operations[0].line for one in again):
                return self._made(How.LATER, was, again[0], operations)
            return self._made(How.BYPASSED, was, None, operations, "branch")
        new = dict.fromkeys(
            other for _, head in lost.without[:MOST_OPERATIONS] for other in head.protections if other in self._new
        )
        renamed = in_head(was, self._item.renamed)
        how, became, kind = instead(renamed, list(new)) or (How.GONE, None, "" if denies(was) else "value")
        if was.way is Way.RESETS:
            subjects = set(_NAME.findall(was.name)[:1])
            operations = [item for item in operations if mentions(item, subjects)] or operations
        return self._made(how, was, became, operations, kind)

    def _of_nothing(self) -> Iterator[Loss]:
        """What stood in front of operations of which none is left; of blocks in blocks the outermost."""
        matched = {one for base, _ in self._item.same for one in base.protections}
        gone: dict[Protection, None] = {}
        for item in self._item.base_left:
            block: Protection | None = None
            for one in item.protections:
                if one in matched or (one.way is Way.ENCLOSES and block is not None):
                    continue
                block = one if one.way is Way.ENCLOSES else block
                gone[one] = None
        for was in gone:
            if self._answers.to(was) or not self._can_tell(was):
                continue
            renamed = in_head(was, self._item.renamed)
            subjects = subjects_of(renamed)
            left = [item for item in self._head.operations if mentions(item, subjects)][:MOST_OPERATIONS]
            kind = "subject" if left else "alone"
            how, became, edited = instead(renamed, list(self._new)) or (How.GONE, None, kind)
            yield self._made(how, was, became, left, edited or kind)

    def _of_definition(self) -> Iterator[Loss]:
        """What protected the definition as a whole: wrappers, declarations, and what the definition answers."""
        after = [*self._head.protections]
        for around in self._places.around(self._head, Side.HEAD):
            after += around.protections
        before = [*self._base.protections]
        if not self._is_in_same_class():
            for around in self._places.around(self._base, Side.BASE):
                before += (one for one in around.protections if one.way is Way.WRAPS or one.way is Way.DECLARES)
        if not self._may_compare(len(before) * len(after)):
            return
        new = [other for other in after if not any(is_held(one, other) for one in before)]
        for was in before:
            renamed = in_head(was, self._item.renamed)
            if _declares_anything(was) and not any(is_held(renamed, other) for other in after):
                how, became, kind = instead(renamed, new) or (How.GONE, None, "")
                yield self._made(how, was, became, self._head.operations, kind)

    def _is_in_same_class(self) -> bool:
        """Whether the classes around the two are a pair, which is compared by itself."""
        base, head = self._places.around(self._base, Side.BASE), self._places.around(self._head, Side.HEAD)
        if not base or not head:
            return not base
        return self._places.was(head[0]) == base[0]

    def _of_bases(self) -> Iterator[Loss]:
        """What a class inherits no more."""
        gone = [name for name in self._base.bases if name not in self._head.bases]
        won = [name for name in self._head.bases if name not in self._base.bases]
        renamed = self._item.renamed
        for name in gone:
            if renamed(name) in won:
                continue
            was = _inherited(name, self._base)
            became = _inherited(won[0], self._head) if won else None
            yield self._made(How.GONE, was, became, self._head.operations, "base-swapped" if won else "base")

    def _made(
        self, how: How, was: Protection, became: Protection | None, operations: Sequence[Operation], kind: str = ""
    ) -> Loss:
        pair = self._item.pair
        side, line = self._places.place(pair, was, became, operations)
        return Loss(
            how,
            was,
            self._places.base(pair.base),
            pair.base.name,
            self._places.head(pair.head),
            pair.head.name,
            side,
            line,
            became,
            tuple(operations),
            kind=kind,
        )

    @cached_property
    def _answers(self) -> Answers:
        return Answers(self._item.renamed, all_of(self._head), lambda: self._may_compare(1))

    @cached_property
    def _new(self) -> dict[Protection, None]:
        """The protections of the head's definition that answer to none of the base's."""
        known = {other for one in all_of(self._base) for other in self._answers.to(one)}
        return dict.fromkeys(other for other in all_of(self._head) if other not in known)


def distinct(losses: Sequence[Loss]) -> list[Loss]:
    """One loss a place: what a condition refuses is told, not that it enclosed its refusal or stood beside another."""
    best: dict[int, Loss] = {}
    for loss in losses:
        line = loss.protection.line
        if line not in best or _clearness(loss) > _clearness(best[line]):
            best[line] = loss
    return [loss for loss in losses if loss.protection.way not in _CONDITIONS or best[loss.protection.line] is loss]


def _clearness(loss: Loss) -> tuple[int, int, int, int]:
    """The more, the better a loss tells what became of the condition in its line."""
    has_operations = bool(loss.operations) and loss.kind not in ("subject", "alone")
    way = _CONDITIONS.index(loss.protection.way) if loss.protection.way in _CONDITIONS else len(_CONDITIONS)
    return has_operations, way, loss.how is How.GONE, -len(loss.protection.text)


def _inherited(name: str, definition: Definition) -> Protection:
    return Protection(Way.DECLARES, name, definition.line, definition.line, name=name, owner=definition.name)


def _declares_anything(was: Protection) -> bool:
    """Whether a field of a class speaks of protection: ``permission_classes = […]``, and not ``includeCharts = false``.

    What is no declaration always does.
    """
    return was.way is not Way.DECLARES or bool(words.parts(was.text) & words.STRONG)
