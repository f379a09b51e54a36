"""Operators, on constants exactly, on everything else by what may come out."""

from __future__ import annotations

from dataclasses import replace

from workers.taint import attributes, constants, strings, truth
from workers.taint.constants import NoAnswer
from workers.taint.heap import Obj, State, taint_of
from workers.taint.lattice import BOOL, NOTHING, UNKNOWN, const, join, join_all, truth_of
from workers.taint.machine import Site
from workers.taint.values import Args, Const, Function, Ref, Text, Value

_SPECIAL = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "@": "matmul",
    "&": "and", "|": "or", "^": "xor", "<<": "lshift", ">>": "rshift",
}  # fmt: skip
_COMPARED = {"==": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}


def binary(site: Site, symbol: str, left: Value, right: Value) -> Value:
    """``left symbol right``."""
    answer = special_method(site, left, f"__{_SPECIAL.get(symbol, '')}__", (right,))
    answer = answer or special_method(site, right, f"__r{_SPECIAL.get(symbol, '')}__", (left,))
    if answer is not None:
        return answer
    known = _computed(symbol, left, right)
    if known is not None:
        return known
    if symbol == "+":
        return _sum(site, left, right)
    if symbol == "%" and _is_text(left):
        return strings.some_text(taint=site.taint(left) | taint_shown(site, right))
    return site.derived(join(left, right))


def special_method(site: Site, value: Value, name: str, args: tuple[Value, ...]) -> Value | None:
    """The answer of a special method that a class of the file defines, e.g. ``__add__``; ``None`` where it has none."""
    ref = value.only
    if not isinstance(ref, Ref):
        return None
    method = attributes.method_of(site.object(ref), name, site.state)
    return site.call(attributes.bound(ref, method), Args(args)) if isinstance(method, Function) else None


def _computed(symbol: str, left: Value, right: Value) -> Value | None:
    """``None`` where not all is known."""
    first, second = left.constants, right.constants
    if first is None or second is None:
        return None
    try:
        return join_all(const(constants.binary(symbol, a, b)) for a in first for b in second)
    except NoAnswer:
        return None


def _is_text(value: Value) -> bool:
    return (
        bool(value.atoms)
        and not value.unknown
        and all(isinstance(atom, Text) or (isinstance(atom, Const) and atom.kind is str) for atom in value.atoms)
    )


def _sum(site: Site, left: Value, right: Value) -> Value:
    if _is_text(left) or _is_text(right):  # then the other is a text too, or Python raises an error
        return strings.concat([left, right])
    sequences = [site.state.single(each, "list", "tuple") for each in (left, right)]
    if sequences[0] is not None and sequences[0][1].kind in ("list", "tuple"):
        obj = sequences[0][1]
        known, rest = site.iterate(right)
        items = obj.items + tuple(known) if obj.rest == NOTHING else obj.items
        more = rest if obj.rest == NOTHING else join_all((obj.rest, rest, *known))
        return site.make(Obj(obj.kind, items=items, rest=more.plain))
    return site.derived(join(left, right))


def unary(symbol: str, value: Value, state: State) -> Value:
    """``-value`` and its like."""
    known = value.constants
    if known is not None and symbol in constants.UNARY:
        try:
            return join_all(const(constants.apply(constants.UNARY[symbol], each)) for each in known)
        except NoAnswer:
            return UNKNOWN
    return Value(unknown=True, taint=taint_of(state, value))


def compared(site: Site, symbol: str, left: Value, right: Value) -> Value:
    """A comparison; objects of the file's own classes may do it in their own way."""
    for value, name, args in (
        (left, _COMPARED.get(symbol, ""), (right,)),
        (right, "__contains__" if "in" in symbol.split() else "", (left,)),
    ):
        if not name:
            continue
        for _, obj in list(site.state.objects(value, "instance")):
            if attributes.method_of(obj, name, site.state) is not None or obj.rest != NOTHING:
                answer = special_method(site, value, name, args)
                return BOOL if answer is None or symbol.startswith("not") else _as_truth(answer, site.state)
    return truth.compare(symbol, left, right, site.state)


def _as_truth(value: Value, state: State) -> Value:
    return replace(truth_of(truth.truth(value, state)), yes=value.yes, no=value.no)


def shown(site: Site, value: Value) -> Value:
    """The value, or for an object with ``__str__`` or ``__format__`` what it shows of itself."""
    for name in ("__format__", "__str__", "__repr__"):
        answer = special_method(site, value, name, (const(""),) if name == "__format__" else ())
        if answer is not None:
            return answer
    return value


def taint_shown(site: Site, *values: Value) -> int:
    """The taint of a text that shows the values, or the elements of a tuple: some objects show more than they hold."""
    taint = site.taint(*values)
    for value in values:
        found = site.state.single(value, "tuple")
        for each in found[1].items if found is not None else (value,):
            taint |= site.taint(shown(site, each))
    return taint
