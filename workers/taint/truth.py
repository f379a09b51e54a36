"""Truth of values and comparisons, and the facts that a comparison establishes about its operands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workers.taint import constants, validators
from workers.taint.constants import NoAnswer
from workers.taint.heap import EVERYBODY, Obj, State, cleaned, reach, taint_of
from workers.taint.lattice import BOOL, NOTHING, join_all, truth_of
from workers.taint.values import Atom, Const, Facts, Function, Ref, Text, Value

_CONTAINERS = frozenset(("list", "tuple", "set", "dict"))
_OPPOSITE = {"!=": "==", "<>": "==", "not in": "in", "is not": "is"}


def truth(value: Value, state: State) -> bool | None:
    """``None`` where both are possible."""
    answers = {_truth_of_atom(atom, state) for atom in value.atoms}
    return answers.pop() if len(answers) == 1 and not value.unknown else None


def _truth_of_atom(atom: Atom, state: State) -> bool | None:
    match atom:
        case Const(_, constant):
            return bool(constant)
        case Ref():
            obj = state.object(atom)
            if obj.kind not in _CONTAINERS:
                return True if obj.kind == "class" else None
            if obj.items or obj.entries.keys() - obj.maybe:
                return True
            return False if obj.exact and not obj.many else None
        case Function():
            return True
    return None


def filtered(value: Value, wanted: bool, state: State) -> Value:
    """The part of the value that is true, or false."""
    atoms = frozenset(atom for atom in value.atoms if _truth_of_atom(atom, state) in (wanted, None))
    return value if atoms == value.atoms else replace(value, atoms=atoms)


def compare(symbol: str, left: Value, right: Value, state: State) -> Value:
    """The truth of ``left symbol right``, with the facts about both that it establishes."""
    if symbol in _OPPOSITE:
        return negated(compare(_OPPOSITE[symbol], left, right, state))
    if symbol == "in":
        answer = _is_in(left, right, state)
        return replace(answer, yes=_found_in(left, right, state)) if answer == BOOL else answer
    answer = _of_pairs(symbol, left, right, state)
    if answer != BOOL or symbol not in ("==", "is"):
        return answer
    both = ((left, right), (right, left))
    facts = [_equal(a, b, state) for a, b in both if a.symbol]
    hosts = [fact for a, b in both for fact in validators.host_compared(a, state, EVERYBODY & ~taint_of(state, b))]
    yes = (*(yes for yes, _ in facts), *hosts)
    return replace(answer, yes=yes, no=tuple(no for _, no in facts if no is not None))


def negated(value: Value) -> Value:
    """``not value`` of a truth value."""
    atoms = frozenset(Const(bool, not atom.value) for atom in value.atoms if isinstance(atom, Const))
    return replace(value, atoms=atoms, yes=value.no, no=value.yes)


def _of_pairs(symbol: str, left: Value, right: Value, state: State) -> Value:
    if left.unknown or right.unknown:
        return BOOL
    answers = {_pair(symbol, a, b, state) for a in left.atoms for b in right.atoms}
    return truth_of(answers.pop() if len(answers) == 1 else None)


def _pair(symbol: str, left: Atom, right: Atom, state: State) -> bool | None:
    if isinstance(left, Const) and isinstance(right, Const):
        try:
            return bool(constants.apply(constants.COMPARE[symbol], left.value, right.value))
        except NoAnswer:
            return None
    if symbol not in ("==", "is"):
        return None
    for a, b in ((left, right), (right, left)):
        if isinstance(a, Const) and isinstance(b, Text):
            return None if isinstance(a.value, str) else False
        if isinstance(a, Const | Text) and isinstance(b, Ref):
            return False if state.object(b).kind in _CONTAINERS or (symbol == "is" and a == _NONE) else None
    if isinstance(left, Ref) and isinstance(right, Ref):
        obj = state.object(left)
        return True if left == right and not obj.many and obj.kind not in ("opaque", "pool") else None
    return None


_NONE = Const(type(None), None)


def elements(container: Value, state: State) -> list[Value] | None:
    """What ``x in container`` compares with, all of it; ``None`` where that is not known."""
    atom = container.only
    if not isinstance(atom, Ref):
        return None
    obj = state.object(atom)
    if obj.kind not in _CONTAINERS or (obj.rest != NOTHING and obj.kind != "dict"):
        return None
    if obj.kind == "dict":
        return [Value(frozenset((key,))) for key in obj.entries] if obj.keys == NOTHING else None
    return list(obj.items)


def _is_in(left: Value, right: Value, state: State) -> Value:
    constant = right.only
    if isinstance(constant, Const):
        return _of_pairs("in", left, right, state)
    known = elements(right, state)
    if known is None:
        return BOOL
    obj = state.object(_ref(right))
    answers = [_of_pairs("==", left, element, state) for element in known]
    certain = [
        answer
        for answer, element in zip(answers, known, strict=True)
        if not (obj.many or (obj.maybe and element.only in obj.maybe))
    ]
    if truth_of(answer=True) in certain:
        return truth_of(answer=True)
    return truth_of(answer=False) if all(answer == truth_of(answer=False) for answer in answers) else BOOL


def _ref(value: Value) -> Ref:
    atom = value.only
    assert isinstance(atom, Ref)  # noqa: S101 - the callers asked
    return atom


def _found_in(left: Value, right: Value, state: State) -> Facts:
    """Facts where ``left in right`` holds: ``left`` is one of a few constants, or equals an element and has no
    taint but that of the elements."""
    others = EVERYBODY & ~reach(_looked_through(right, state), state).taint
    hosts = validators.host_compared(left, state, others)
    if not left.symbol:
        return hosts
    known = elements(right, state)
    if known is not None and not taint_of(state, *known) and (whole := join_all(known)).constants is not None:
        return ((left.symbol, narrowed(left, whole)), *hosts)
    return ((left.symbol, cleaned(left, state, others)), *hosts)


def _looked_through(container: Value, state: State) -> Iterable[Value]:
    """What ``in`` compares with: of a dictionary, the keys alone."""
    for atom in container.atoms:
        obj = state.object(atom) if isinstance(atom, Ref) else None
        if obj is not None and obj.kind == "dict":
            yield from _keys(obj)
        else:
            yield Value(frozenset((atom,)))
    yield Value(unknown=container.unknown, taint=container.taint)


def _keys(obj: Obj) -> Iterable[Value]:
    return (obj.keys, *(Value(frozenset((key,))) for key in obj.entries))


def _equal(value: Value, other: Value, state: State) -> tuple[tuple[int, Value], tuple[int, Value] | None]:
    """What equality tells of ``value``, and what inequality does."""
    if other.constants is None:
        return (value.symbol, cleaned(value, state, EVERYBODY & ~taint_of(state, other))), None
    yes = (value.symbol, narrowed(value, other))
    if value.unknown or len(other.atoms) > 1:
        return yes, None
    return yes, (value.symbol, replace(value.plain, atoms=value.atoms - other.atoms))


def narrowed(value: Value, known: Value) -> Value:
    """What the value can be, if it is one of the known constants."""
    if value.unknown:
        return known.plain
    kept: set[Atom] = set()
    for atom in known.atoms:
        text = atom.value if isinstance(atom, Const) else None
        if atom in value.atoms or any(
            (isinstance(each, Text) and isinstance(text, str))
            or (isinstance(each, Const) and isinstance(atom, Const) and each.value == atom.value)
            for each in value.atoms
        ):
            kept.add(atom)
    return Value(frozenset(kept))
