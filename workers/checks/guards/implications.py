"""Which condition follows from which: by truth tables over the atoms of both, less what cannot be at once.

``x > 1000`` says ``x > 100``, ``user.is_superuser`` says ``user.is_authenticated``, ``s == "a"`` says ``s != "b"``: a
row of the table that denies one of these is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from workers.checks.guards import expressions, orders
from workers.checks.guards.atoms import Atom, Mode, Relation
from workers.checks.guards.conditions import Condition, Sort, atoms

_MOST_ATOMS = 12
"""Different atoms of two conditions; more are not compared (a table has two to that power of rows)."""

Impossible = tuple[bool, bool]
"""Answers of two atoms that cannot be at once."""
_IMPLIES: Impossible = (True, False)
_IMPLIED: Impossible = (False, True)
_EXCLUDES: Impossible = (True, True)
_COVERS: Impossible = (False, False)
_TEXTS = (Relation.PREFIX, Relation.SUFFIX, Relation.HAS)


@dataclass(frozen=True, slots=True)
class Following:
    """Which of two conditions says the other."""

    forward: bool
    backward: bool


def following(one: Condition, other: Condition) -> Following | None:
    """Whether the one says the other, and the reverse; ``None`` where they have too many atoms."""
    asked = list(dict.fromkeys((*atoms(one), *atoms(other))))
    if len(asked) > _MOST_ATOMS:
        return Following(True, True) if one == other else None
    rows = 1 << len(asked)
    everything = (1 << rows) - 1
    columns = {atom: _column(index, rows) for index, atom in enumerate(asked)}
    possible = everything
    for mine, theirs in combinations(asked, 2):
        for first, second in impossible(mine, theirs):
            left = columns[mine] if first else ~columns[mine]
            right = columns[theirs] if second else ~columns[theirs]
            possible &= ~(left & right)
    mine_holds, theirs_holds = (_holds(tree, columns, everything) for tree in (one, other))
    return Following(not mine_holds & ~theirs_holds & possible, not theirs_holds & ~mine_holds & possible)


def _column(index: int, rows: int) -> int:
    """Which rows of a truth table have yes for the atom at an index, one bit a row."""
    width = 1 << index
    block = ((1 << width) - 1) << width
    found = 0
    for start in range(0, rows, 2 * width):
        found |= block << start
    return found


def _holds(tree: Condition, columns: Mapping[Atom, int], everything: int) -> int:
    """The rows in which a condition holds. Without recursion: children are answered before their parents."""
    order: list[Condition] = [tree]
    for node in order:
        order.extend(node.parts)
    answers: dict[int, int] = {}
    for node in reversed(order):
        inner = [answers[id(part)] for part in node.parts]
        answers[id(node)] = _answer(node, inner, columns, everything)
    return answers[id(tree)]


def _answer(node: Condition, inner: Sequence[int], columns: Mapping[Atom, int], everything: int) -> int:
    if node.atom is not None:
        return columns[node.atom]
    if node.sort is Sort.CONSTANT:
        return everything if node.value else 0
    if node.sort is Sort.NOT:
        return everything & ~inner[0]
    found = everything if node.sort is Sort.ALL else 0
    for rows in inner:
        found = found & rows if node.sort is Sort.ALL else found | rows
    return found


@lru_cache(maxsize=8192)
def impossible(one: Atom, other: Atom) -> tuple[Impossible, ...]:
    """What two atoms cannot answer at once."""
    return (*_impossible(one, other), *((second, first) for first, second in _impossible(other, one)))


def _impossible(one: Atom, other: Atom) -> Iterator[Impossible]:
    """What follows from the first atom; the caller asks both ways round."""
    relations = (one.relation, other.relation)
    if relations == (Relation.EQUAL, Relation.EQUAL):
        yield from _equalities(one, other)
    elif one.relation is Relation.EQUAL:
        yield from _from_equality(one, other)
    elif relations == (Relation.HOLDS, Relation.NULL) and one.left == other.left:
        yield _EXCLUDES
    elif one.relation in (Relation.ABOVE, Relation.BELOW):
        yield from _orders(one, other)
    elif one.relation is other.relation and one.relation in _TEXTS:
        yield from _texts(one, other)
    elif one.relation in (Relation.PREFIX, Relation.SUFFIX) and other.relation is Relation.HAS:
        if (one.left, one.right) == (other.left, other.right):
            yield _IMPLIES
    elif relations == (Relation.MATCHES, Relation.MATCHES) and one.left == other.left:
        yield from _matches(one, other)
    if orders.is_higher(one, other):
        yield _IMPLIES
    if one.relation is other.relation and one.right == other.right and _is_assigned_to(one.left, other.left):
        yield from (_IMPLIES, _IMPLIED)
    if other.relation in (Relation.HOLDS, Relation.NULL) and _is_asked_of(one, other.left):
        yield _IMPLIES if other.relation is Relation.HOLDS else _EXCLUDES


def _is_assigned_to(text: str, name: str) -> bool:
    """Whether a value is what a variable was set to on the way: ``(found = find(x)) != null``, ``found != null``."""
    return text.startswith((f"{name}=", f"{name}:=")) and not text.startswith(f"{name}==")


def _is_asked_of(one: Atom, name: str) -> bool:
    """Whether a question can only be answered with yes by a member of something that is there: ``user.admin``."""
    if one.relation is Relation.HOLDS:
        return one.left.startswith(f"{name}.")
    is_fixed = one.relation is Relation.EQUAL and (_is_literal(one.left) or _is_literal(one.right))
    return is_fixed and (one.left.startswith(f"{name}.") or one.right.startswith(f"{name}."))


def _equalities(one: Atom, other: Atom) -> Iterator[Impossible]:
    if (one.left, one.right) == (other.left, other.right):
        if one.is_constant_time or (one.mode is not other.mode and _is_exact(one, other)):
            yield _IMPLIES
        if one.is_constant_time:
            yield _IMPLIED
        return
    if orders.is_higher(one, other) or orders.is_higher(other, one):
        return
    mine, theirs = dict(_sides(one)), dict(_sides(other))
    for subject in mine.keys() & theirs.keys():
        if _is_literal(mine[subject]) and _is_literal(theirs[subject]) and Mode.FOLDED not in (one.mode, other.mode):
            yield _EXCLUDES


def _sides(atom: Atom) -> Iterator[tuple[str, str]]:
    """What is equal to what, both ways round."""
    yield atom.left, atom.right
    yield atom.right, atom.left


def _is_exact(one: Atom, other: Atom) -> bool:
    """Whether the first asks more exactly: without conversion, or with the case."""
    rank = {Mode.STRICT: 0, Mode.PLAIN: 1, Mode.FOLDED: 2}
    return rank.get(one.mode, 1) < rank.get(other.mode, 1)


def _is_literal(text: str) -> bool:
    return text[:1] in ('"', "'", ":", "-") or text[:1].isdigit()


def _from_equality(one: Atom, other: Atom) -> Iterator[Impossible]:
    for subject, value in _sides(one):
        if other.relation in (Relation.PREFIX, Relation.SUFFIX) and (subject, value) == (other.left, other.right):
            yield _IMPLIES
        if other.relation is Relation.HAS:
            if (subject, value) == (other.left, other.right) and not other.entries:
                yield _IMPLIES
            if other.entries is not None and subject == other.right and _is_literal(value):
                yield _IMPLIES if value in other.entries else _EXCLUDES
        if _is_literal(value) and value not in ('""', "0") and subject == other.left:
            if other.relation is Relation.HOLDS:
                yield _IMPLIES
            if other.relation is Relation.NULL:
                yield _EXCLUDES
        number = _number(value)
        if number is not None and subject == other.left and not other.right:
            if other.relation is Relation.ABOVE:
                yield _IMPLIES if number > other.bound else _EXCLUDES
            if other.relation is Relation.BELOW:
                yield _IMPLIES if number < other.bound else _EXCLUDES


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _orders(one: Atom, other: Atom) -> Iterator[Impossible]:
    if other.relation is Relation.HOLDS and one.relation is Relation.ABOVE and one.bound >= 0:
        if not one.right and one.left in (other.left, f"len({other.left})"):
            yield _IMPLIES
        return
    if (one.left, one.right) != (other.left, other.right):
        return
    if one.relation is other.relation:
        is_above = one.relation is Relation.ABOVE
        if (one.bound >= other.bound) if is_above else (one.bound <= other.bound):
            yield _IMPLIES
    elif one.relation is Relation.ABOVE and other.relation is Relation.BELOW:
        is_whole = one.bound == int(one.bound) and other.bound == int(other.bound) if _is_finite(one, other) else False
        if one.bound + (1 if is_whole else 0) >= other.bound:
            yield _EXCLUDES
        if one.bound < other.bound:
            yield _COVERS


def _is_finite(*found: Atom) -> bool:
    return all(abs(atom.bound) < 1e18 for atom in found)


def _texts(one: Atom, other: Atom) -> Iterator[Impossible]:
    if one.relation is Relation.HAS and one.right == other.right and one.entries and other.entries:
        if one.entries <= other.entries and _is_exact_or_same(one, other):
            yield _IMPLIES
        return
    if one.left != other.left:
        return
    if one.right == other.right:
        if _is_exact(one, other):
            yield _IMPLIES
        return
    if one.mode is other.mode and _is_longer(one.right, other.right, at_end=one.relation is not Relation.SUFFIX):
        yield _IMPLIES


def _is_exact_or_same(one: Atom, other: Atom) -> bool:
    return one.mode is other.mode or _is_exact(one, other)


def _is_longer(mine: str, theirs: str, *, at_end: bool) -> bool:
    """Whether a text begins (or ends) with the other: ``base + os.sep`` with ``base``, ``"/a/"`` with ``"/a"``."""
    quoted = mine[:1] == theirs[:1] == '"'
    if quoted:
        mine, theirs = mine[1:-1], theirs[1:-1]
        return bool(theirs) and (mine.startswith(theirs) if at_end else mine.endswith(theirs))
    if at_end:
        return any(mine.startswith(theirs + sign) for sign in ("+", '."', ".sep"))
    return any(mine.endswith(sign + theirs) for sign in ("+", '".'))


_REACHES = {Mode.WHOLE: 0, Mode.STRICT: 0, Mode.START: 1, Mode.PLAIN: 2, Mode.FOLDED: 2}


def _matches(one: Atom, other: Atom) -> Iterator[Impossible]:
    if one.right == other.right:
        if _REACHES[one.mode] < _REACHES[other.mode] or _is_exact(one, other):
            yield _IMPLIES
    elif one.mode is other.mode and expressions.loosened(one.right, other.right, accepts=True):
        yield _IMPLIES
