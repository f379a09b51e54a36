"""What the arms of a branch ask: which can be entered, what holds inside and behind them.

An arm that does not go on is a refusal for what stands behind the branch; what all arms that go on have in common holds
there too. A condition on a mere variable asks what the variable was set to: ``ok = may_read(user); if not ok: …``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tree_sitter import Node

from workers.checks.guards import checking
from workers.checks.guards.endings import Ending, Leaves
from workers.checks.guards.grammar import Parsed
from workers.checks.guards.model import Protection, Way
from workers.checks.guards.negation import both, negated
from workers.checks.guards.replacing import put
from workers.checks.guards.steps import Arm
from workers.checks.guards.syntax import line_of, parts

_LONGEST_CONDITION = 400
"""Characters of a condition that is put together from several."""
_GOES_ALONG = frozenset({Way.REFUSES, Way.SKIPS, Way.CHECKS})
"""What an arm that does not go on leaves to those after it."""
_PLAIN_NAME = re.compile(r"(not )?([\w$@.]{1,60})")


@dataclass(frozen=True, slots=True)
class Flow:
    """How a block was left."""

    held: tuple[Protection, ...]
    """What holds where it was left, what held before it included."""
    falls: bool = True
    """Whether what stands after it is reached."""
    ending: Ending | None = None
    """How it ends, where it does not go on; or the denial that is its last statement."""


@dataclass(frozen=True, slots=True)
class Through:
    """A way through a branch to what stands after it."""

    condition: str
    gained: tuple[Protection, ...] = ()


class Asked:
    """What the conditions of one definition ask, with what its variables stand for."""

    def __init__(self, parsed: Parsed) -> None:
        self._grammar, self._language = parsed.grammar, parsed.language
        self._sign = "and" if parsed.language == "python" else "&&"
        self._errors = checking.Errors()
        self._values: dict[str, str] = {}

    def joined(
        self,
        arms: Sequence[Arm],
        held: tuple[Protection, ...],
        entered: tuple[Protection, ...],
        ways: list[Through],
        opened: Sequence[Arm],
        refusing: Ending | None,
        ended: Ending | None,
        denied: Sequence[Protection],
    ) -> Flow:
        """What holds after a branch: what refused on the way, and what all arms that go on have in common."""
        known_denials = set(map(id, denied))
        after = [item for item in entered[len(held) :] if item.way in _GOES_ALONG and id(item) not in known_denials]
        if not arms or not arms[-1].is_rest:
            ways.append(Through(""))
        elif refusing is not None and opened:
            after.append(self.refusal(arms[-1], refusing, self.none_of(opened)[:_LONGEST_CONDITION]))
        if not ways:
            return Flow((*held, *after), falls=False, ending=ended)
        everywhere = set.intersection(*(set(map(_key, way.gained)) for way in ways))
        known = set(map(_key, after))
        for way in ways:
            for item in way.gained:
                kept = item if _key(item) in everywhere or item.way is Way.RESETS else self._only_if(way, item)
                if kept is not None and kept.way is not Way.ENCLOSES and _key(kept) not in known:
                    known.add(_key(kept))
                    after.append(kept)
        return Flow((*held, *after))

    def none_of(self, arms: Sequence[Arm]) -> str:
        """The condition under which no arm is entered: ``not a and not b``."""
        return f" {self._sign} ".join(negated(arm.condition) for arm in arms[:20])

    def _only_if(self, way: Through, item: Protection) -> Protection | None:
        """A protection that holds only on one way."""
        if not way.condition or item.way in (Way.WRAPS, Way.HANDLES):
            return None
        if item.way is Way.CHECKS:
            text = f"if {way.condition}: {item.text}"
        else:
            text = both(way.condition, item.text, self._sign)
        return replace(item, text=text) if len(text) <= _LONGEST_CONDITION else None

    def refusal(self, arm: Arm, end: Ending | None, text: str = "") -> Protection:
        """The protection that an arm is which does not go on. ``text``: when it refuses, if not when it is entered."""
        shown = end.text if end is not None else ""
        call = self._errors.asked(arm.condition) if self._language == "go" and not text else None
        if call is not None:
            return checking.check(call, self._grammar, shown)
        way = Way.SKIPS if end is not None and end.leaves is Leaves.SKIP else Way.REFUSES
        text = text or arm.condition
        return Protection(way, text, arm.line, arm.end_line, value=self.meant(text), ending=shown)

    def meant(self, condition: str) -> str:
        """What a condition on a mere variable asks: what the variable was set to in this definition."""
        match = _PLAIN_NAME.fullmatch(condition)
        value = self._values.get(match.group(2)) if match else None
        if value is None or match is None:
            return ""
        return negated(value) if match.group(1) else value

    def assignments(self, node: Node) -> list[Node]:
        """The assignments that a statement is or declares with: two of ``let a = 1, b = 2``."""
        if node.type in self._grammar.assignments:
            return [node]
        if node.type.endswith("declaration"):
            return [child for child in parts(node) if child.type in self._grammar.assignments]
        return []

    def remember(self, node: Node) -> None:
        """Keeps what variables stand for: Go's errors for a call, others for the value that they are set to."""
        if self._language == "go":
            self._errors.remember(node, self._grammar)
        for assignment in self.assignments(node):
            target, value = put(assignment)
            variables = [name.strip() for name in target.split(",")]
            text = line_of(value) if value is not None else ""
            for variable in variables:
                if variable == variables[-1] and 0 < len(text) <= _LONGEST_CONDITION and " = " not in text:
                    self._values[variable] = text
                else:
                    self._values.pop(variable, None)


def reachable(arms: Sequence[Arm]) -> list[Arm]:
    """The arms that can be entered; one whose condition always holds is the rest."""
    found: list[Arm] = []
    for arm in arms:
        if arm.truth is True:
            return [*found, replace(arm, condition="")]
        if arm.truth is None:
            found.append(arm)
    return found


def leaves(end: Ending | None) -> bool:
    """Whether a block that ends so never goes on; after a denial alone, ``response.status = 403``, it does."""
    return end is not None and end.leaves is not Leaves.DENIAL


def accepting(arms: Sequence[Arm], ends: Sequence[Ending | None], refusing: Ending | None) -> Arm | None:
    """The one arm of a branch where all others refuse: ``remove()`` of ``if admin: remove() … else: raise``."""
    if refusing is None:
        return None
    found = [
        (arm, end)
        for arm, end in zip(arms, ends, strict=True)
        if not arm.is_rest and not (end is not None and leaves(end) and end.denies)
    ]
    if len(found) != 1 or (leaves(found[0][1]) and not refusing.denies):  # two ways that both answer
        return None
    return found[0][0]


def is_break(end: Ending | None) -> bool:
    """Whether it is the ``break`` of a ``switch``."""
    return end is not None and end.leaves is Leaves.SKIP and end.text.startswith("break")


def _key(item: Protection) -> tuple[Way, str, str]:
    return item.way, item.text, item.name
