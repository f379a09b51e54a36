"""How strong the head's condition is against the base's, both said as "refuses when"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from workers.checks.guards import expressions, orders
from workers.checks.guards.atoms import Atom, Mode, Relation
from workers.checks.guards.conditions import Condition, Sort, atoms, replaced
from workers.checks.guards.differences import SAME, STRONGER, UNRELATED, Difference, Strength, weaker
from workers.checks.guards.implications import following, impossible
from workers.checks.guards.operands import call
from workers.checks.guards.tokens import joined, tokens

_CONVERTING = frozenset("getbytes tostring encode bytes buffer from string utf8 standardcharsets utf8 str".split())
"""Words that only give a value another form."""
_LIKE = 0.5
"""Likeness from which two conditions without a common atom are about the same."""
_NAME = re.compile(r"[\w.]+")
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
    lost, won = sorted(mine - theirs, key=_text), sorted(theirs - mine, key=_text)
    if _tells_time(lost, theirs):
        return weaker("timing")
    if _tells_time(won, mine):
        return STRONGER
    if like < _LIKE and not mine & theirs:
        return UNRELATED
    pairs = _alike(lost, won)
    for one, other in pairs.items():
        if _is_ambiguous(one, other):
            return weaker("pattern-ambiguous")
        if _is_asked_less(one, other):
            return weaker("argument-dropped")
        if _is_ambiguous(other, one) or _is_asked_less(other, one):
            return STRONGER
    if pairs and len(mine) > 1:
        found = _followed(base, replaced(head, {other: one for one, other in pairs.items()}))
        if found.strength is Strength.WEAKER:
            return found
    return Difference(Strength.UNCLEAR, _changed(lost, won, pairs))


def _tells_time(lost: Sequence[Atom], theirs: Iterable[Atom]) -> bool:
    """Whether a comparison that took the same time whatever the guess is a plain one of the same values now."""
    safe = {word for atom in lost if atom.is_constant_time for word in _values(atom)}
    plain = [atom for atom in theirs if atom.relation is Relation.EQUAL]
    return (
        bool(safe) and not any(atom.is_constant_time for atom in plain) and any(safe & _values(atom) for atom in plain)
    )


def _values(atom: Atom) -> set[str]:
    return set(atom.words) - {atom.relation.value} - _CONVERTING


def _is_asked_less(one: Atom, other: Atom) -> bool:
    """Whether the same function is asked with fewer arguments: ``can_read(user, page)``, ``can_read(page)``."""
    if one.relation is not Relation.HOLDS or other.relation is not Relation.HOLDS:
        return False
    mine, theirs = call(tokens(one.left)), call(tokens(other.left))
    if mine is None or theirs is None or (mine.name, joined(mine.owner)) != (theirs.name, joined(theirs.owner)):
        return False
    ours, others = ([joined(argument) for argument in each.arguments] for each in (mine, theirs))
    return bool(others) and not Counter(others) - Counter(ours) and len(others) < len(ours)


def _changed(lost: Sequence[Atom], won: Sequence[Atom], pairs: Mapping[Atom, Atom]) -> str:
    """What changed where nobody can tell whether it got weaker."""
    if any(orders.role(_text(atom)) > 1 for atom in lost):
        return "permission-changed" if any(orders.role(_text(atom)) for atom in won) else "permission-replaced"
    if any(one.relation in (Relation.ABOVE, Relation.BELOW) for one in pairs):
        return "bound-changed"
    return ""


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
    if won:
        return "exemption-added"
    return "null-check-dropped" if lost and all(_is_null_check(atom, theirs) for atom in lost) else "clause-dropped"


def _is_null_check(atom: Atom, others: Iterable[Atom]) -> bool:
    """Whether a question only says that something is there, of which more is asked by others."""
    if atom.relation not in (Relation.NULL, Relation.HOLDS) or not _NAME.fullmatch(atom.left):
        return False
    used = re.compile(rf"(?<![\w.]){re.escape(atom.left)}(?![\w])")
    return any(used.search(_text(other)) for other in others)


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
    if Mode.STRICT in (one.mode, other.mode) and (one.left, one.right) == (other.left, other.right):
        return "equality-loosened"
    if Mode.FOLDED in (one.mode, other.mode) and (one.left, one.right) == (other.left, other.right):
        return "case"
    return "comparison-widened"
