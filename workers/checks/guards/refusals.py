"""How strong the head's condition is against the base's, both said as "refuses when"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from workers.checks.guards import expressions, orders
from workers.checks.guards.atoms import Atom, Mode, Relation
from workers.checks.guards.conditions import Condition, Sort, atoms, replaced
from workers.checks.guards.differences import SAME, STRONGER, UNCLEAR, UNRELATED, Difference, Strength, weaker
from workers.checks.guards.implications import following, impossible

_LIKE = 0.5
"""Likeness from which two conditions without a common atom are about the same."""
_SAME_QUESTION = 0.7
"""Likeness of texts from which two atoms are one question in other words."""


def difference(base: Condition, head: Condition, like: float) -> Difference:
    """Compares two conditions; ``like`` is their likeness from 0 to 1."""
    found = _followed(base, head)
    if found.strength in (Strength.WEAKER, Strength.UNRELATED):
        return found if found.strength is Strength.WEAKER else _unlike(base, head, like)
    return _quality(base, head, found)


def _followed(base: Condition, head: Condition) -> Difference:
    """What follows from the truth tables alone."""
    found = following(base, head)
    if found is None:
        return UNRELATED
    if found.forward and found.backward:
        return SAME
    if found.backward:
        return weaker(_kind(base, head))
    return STRONGER if found.forward else UNRELATED


def _unlike(base: Condition, head: Condition, like: float) -> Difference:
    """Neither follows from the other: questions in other words are taken as one, and the rest is compared."""
    mine, theirs = set(atoms(base)), set(atoms(head))
    if like < _LIKE and not mine & theirs:
        return UNRELATED
    pairs = _alike(sorted(mine - theirs, key=_text), sorted(theirs - mine, key=_text))
    for one, other in pairs.items():
        if _is_ambiguous(one, other):
            return weaker("pattern-ambiguous")
    if pairs and len(mine) > 1:
        found = _followed(base, replaced(head, {other: one for one, other in pairs.items()}))
        if found.strength is Strength.WEAKER:
            return found
    return UNCLEAR


def _text(atom: Atom) -> str:
    return f"{atom.left} {atom.right}".strip()


def _alike(mine: Sequence[Atom], theirs: Sequence[Atom]) -> Mapping[Atom, Atom]:
    """Each atom of the base with the atom of the head that asks the same in other words."""
    found: dict[Atom, Atom] = {}
    for one in mine[:8]:
        open_ = [other for other in theirs[:8] if other not in found.values() and one.relation is other.relation]
        best = max(open_, key=lambda other: _share(_text(one), _text(other)), default=None)
        if best is not None and _share(_text(one), _text(best)) >= _SAME_QUESTION:
            found[one] = best
    return found


@lru_cache(maxsize=8192)
def _share(mine: str, theirs: str) -> float:
    return SequenceMatcher(None, mine[:200], theirs[:200], autojunk=False).ratio()


def _is_ambiguous(one: Atom, other: Atom) -> bool:
    return one.relation is other.relation is Relation.MATCHES and expressions.ambiguous(one.right, other.right)


def _quality(base: Condition, head: Condition, otherwise: Difference) -> Difference:
    """What is asked is the same; how it is asked may not be."""
    for name in ("is_constant_time", "is_normal"):
        if _is_lost(base, head, name):
            return weaker("timing" if name == "is_constant_time" else "unresolved")
    if any(_is_lost(head, base, name) for name in ("is_constant_time", "is_normal")):
        return STRONGER
    return otherwise


def _is_lost(one: Condition, other: Condition, name: str) -> bool:
    """Whether what all of the one's questions about two values had is not had by one of the other's."""
    having = {(atom.left, atom.right) for atom in atoms(one) if getattr(atom, name)}
    having -= {(atom.left, atom.right) for atom in atoms(one) if not getattr(atom, name)}
    return any((atom.left, atom.right) in having for atom in atoms(other) if not getattr(atom, name))


def _kind(base: Condition, head: Condition) -> str:
    """What got weaker, by the atoms that only one side has."""
    if head.sort is Sort.CONSTANT:
        return "constant"
    mine, theirs = set(atoms(base)), set(atoms(head))
    lost, won = mine - theirs, theirs - mine
    related = [(one, other) for one in lost for other in won if impossible(one, other)]
    if related:
        return min(_kind_of(one, other) for one, other in related)
    return "exemption-added" if won else "clause-dropped"


def _kind_of(one: Atom, other: Atom) -> str:
    """What differs between two questions of which one says something about the other."""
    relations = {one.relation, other.relation}
    if orders.is_higher(one, other) or orders.is_higher(other, one):
        return "role-lowered"
    if relations <= {Relation.ABOVE, Relation.BELOW}:
        return "bound-raised" if abs(one.bound - other.bound) > 1 else "comparison-widened"
    if relations == {Relation.MATCHES} and one.right != other.right:
        return "pattern-loosened"
    if one.entries is not None and (other.entries is not None or other.relation is Relation.EQUAL):
        return "list-shrunk" if len(other.entries or "1") < len(one.entries) else "list-grown"
    if other.entries is not None:
        return "list-grown"
    if Mode.FOLDED in (one.mode, other.mode) and (one.left, one.right) == (other.left, other.right):
        return "case"
    return "comparison-widened"
