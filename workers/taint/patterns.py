"""Targets of assignments and patterns of ``match``: what is taken apart, and whether it fits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workers.reading.syntax import text_of
from workers.taint import attributes, items, loops, names, truth
from workers.taint.domain import (
    NOTHING,
    UNKNOWN,
    Const,
    External,
    GaveUp,
    Obj,
    Ref,
    Text,
    Value,
    const,
    join_all,
    of,
)
from workers.taint.run import Run
from workers.taint.state import State, joined

if TYPE_CHECKING:
    from tree_sitter import Node

_UNPACKED = frozenset(("pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list"))
_KINDS = {"str": str, "bytes": bytes, "int": int, "float": float, "bool": bool}
_LITERALS = frozenset("string concatenated_string integer float true false none".split())


def assign(run: Run, target: Node, value: Value, state: State) -> None:
    """``target = value``. Raises :class:`GaveUp`."""
    match target.type:
        case "identifier":
            names.bind(run, text_of(target), value, state)
        case "attribute":
            receiver = run.evaluate(_field(target, "object"), state)
            attributes.store(run, receiver, text_of(target.child_by_field_name("attribute")), value, state, target)
        case "subscript":
            container = run.evaluate(_field(target, "value"), state)
            keys = target.children_by_field_name("subscript")
            key = run.evaluate(keys[0], state) if len(keys) == 1 else UNKNOWN
            items.store(run, container, key, value, state, target)
        case "parenthesized_expression" | "as_pattern_target":
            assign(run, target.named_children[0], value, state)
        case "list_splat_pattern" | "list_splat":
            assign(run, target.named_children[0], value, state)
        case kind if kind in _UNPACKED:
            _unpack(run, target, value, state)
        case _:
            raise GaveUp(f"an assignment to a {target.type}")


def _field(node: Node, name: str) -> Node:
    child = node.child_by_field_name(name)
    if child is None:
        raise GaveUp(f"a {node.type} without {name}")
    return child


def _unpack(run: Run, target: Node, value: Value, state: State) -> None:
    targets = [child for child in target.named_children if child.type != "comment"]
    known, rest = loops.elements(run, value, state, target)
    star = next((at for at, each in enumerate(targets) if each.type in ("list_splat_pattern", "list_splat")), None)
    for each, part in zip(targets, _dealt(run, known, rest, len(targets), star, state, target), strict=True):
        assign(run, each, part, state)


def _dealt(
    run: Run, known: list[Value], rest: Value, count: int, star: int | None, state: State, node: Node
) -> list[Value]:
    """The elements for each of ``count`` targets, of which one may take several."""
    whole = join_all((*known, rest))
    anything = whole if whole != NOTHING else UNKNOWN
    if star is None:
        return [known[at] if at < len(known) else rest if rest != NOTHING else UNKNOWN for at in range(count)]
    after = count - star - 1
    if rest == NOTHING and len(known) >= count - 1:
        middle = Obj("list", items=tuple(known[star : len(known) - after]))
        tail = known[len(known) - after :] if after else []
        return [*known[:star], run.make(state, node, middle), *tail]
    first = [known[at] if at < len(known) else anything for at in range(star)]
    return [*first, run.make(state, node, Obj("list", rest=anything)), *[anything] * after]


def tuple_of(run: Run, values: list[Value], state: State, node: Node) -> Value:
    return run.make(state, node, Obj("tuple", items=tuple(values)), "subject")


@dataclass(slots=True)
class _Fit:
    """Whether a pattern fits (``None``: perhaps), and what it binds then."""

    answer: bool | None
    bound: list[tuple[str, Value]] = field(default_factory=list)
    narrowed: Value | None = None
    """What the subject is then."""


def case(run: Run, clause: Node, subject: Value, state: State) -> tuple[State | None, State | None]:
    """The states in which a ``case`` is taken and in which the next one is tried."""
    found = [child for child in clause.named_children if child.type == "case_pattern"]
    subject = state.resolved(subject)
    fit = _fits(run, found[0], subject, state) if len(found) == 1 else _sequence(run, found, subject, state, clause)
    if fit.answer is False:
        return None, state
    passed = state.copy() if fit.answer is None else None
    if fit.narrowed is not None and subject.symbol:
        state.learn(((subject.symbol, fit.narrowed),))
    for name, value in fit.bound:
        names.bind(run, name, value, state)
    guard = clause.child_by_field_name("guard")
    if guard is None:
        return state, passed
    yes, no = run.branch(guard.named_children[0], state)
    if no is None:
        return yes, passed
    return yes, joined((no, passed))


def _fits(run: Run, pattern: Node, subject: Value, state: State) -> _Fit:
    run.terms.spend()
    if pattern.type == "case_pattern":
        if not pattern.named_children:
            if text_of(pattern) == "_":
                return _Fit(answer=True)
            return _literal(run, pattern, subject, state)
        inner = pattern.named_children[0]
        if inner.type in _LITERALS and text_of(pattern).startswith("-"):
            return _compared(const(-_number(run, inner, state)), subject, state)
        return _fits(run, inner, subject, state)
    match pattern.type:
        case kind if kind in _LITERALS:
            return _literal(run, pattern, subject, state)
        case "dotted_name" | "identifier":
            return _name(run, pattern, subject, state)
        case "union_pattern":
            return _union([_fits(run, each, subject, state) for each in pattern.named_children])
        case "as_pattern":
            fit = _fits(run, pattern.named_children[0], subject, state)
            name = text_of(pattern.child_by_field_name("alias") or pattern.named_children[-1])
            return _Fit(fit.answer, [*fit.bound, (name, fit.narrowed or subject)], fit.narrowed)
        case "list_pattern" | "tuple_pattern":
            parts = [each for each in pattern.named_children if each.type != "comment"]
            is_group = pattern.type == "tuple_pattern" and len(parts) == 1 and "," not in text_of(pattern)
            return _fits(run, parts[0], subject, state) if is_group else _sequence(run, parts, subject, state, pattern)
        case "dict_pattern":
            return _mapping(run, pattern, subject, state)
        case "class_pattern":
            return _class(run, pattern, subject, state)
    raise GaveUp(f"a {pattern.type} in a match")


def _number(run: Run, node: Node, state: State) -> int | float:
    known = run.evaluate(node, state).constants
    if known is None or not isinstance(known[0], int | float):
        raise GaveUp("a pattern of no number")
    return known[0]


def _literal(run: Run, node: Node, subject: Value, state: State) -> _Fit:
    inner = node.named_children[0] if node.type == "case_pattern" and node.named_children else node
    return _compared(run.evaluate(inner, state), subject, state)


def _compared(wanted: Value, subject: Value, state: State) -> _Fit:
    answer = truth.truth(truth.compare("==", subject.plain, wanted, state), state)
    return _Fit(answer, narrowed=truth.narrowed(subject, wanted) if wanted.constants is not None else None)


def _name(run: Run, node: Node, subject: Value, state: State) -> _Fit:
    """A plain name takes anything; a dotted one is compared."""
    parts = [text_of(child) for child in node.named_children] or [text_of(node)]
    if len(parts) == 1:
        return _Fit(answer=True) if parts[0] == "_" else _Fit(True, [(parts[0], subject)])
    found = names.lookup(run, parts[0], state)
    value = found[1] if found is not None else of(External(f"?.{parts[0]}"))
    for part in parts[1:]:
        value = attributes.read(run, value, part, state, node)
    return _compared(value, subject, state)


def _union(fits: list[_Fit]) -> _Fit:
    if any(fit.bound for fit in fits):
        raise GaveUp("alternatives that bind names")
    possible = [fit for fit in fits if fit.answer is not False]
    answer = True if any(fit.answer for fit in fits) else None if possible else False
    parts = [fit.narrowed for fit in possible]
    known = [part for part in parts if part is not None]
    return _Fit(answer, narrowed=join_all(known) if len(known) == len(parts) and known else None)


def _sequence(run: Run, parts: list[Node], subject: Value, state: State, node: Node) -> _Fit:
    star = next((at for at, each in enumerate(parts) if _is_splat(each)), None)
    atom = subject.only
    if isinstance(atom, Const | Text):
        return _Fit(answer=False)
    made = state.single(subject, "list", "tuple")
    known, rest = loops.elements(run, subject, state, node)
    size = len(known) if made is not None and made[1].exact and not made[1].many else None
    if size is not None and (size != len(parts) if star is None else size < len(parts) - 1):
        return _Fit(answer=False)
    fits: list[_Fit] = []
    dealt = _dealt(run, known, rest, len(parts), star, state, node)
    for at, (part, value) in enumerate(zip(parts, dealt, strict=True)):
        if at == star:
            name = text_of(_splat(part).named_children[-1]) if _splat(part).named_children else "_"
            fits.append(_Fit(True, [(name, value)] if name != "_" else []))
        else:
            fits.append(_fits(run, part, value, state))
    return _all(fits, certain=size is not None)


def _splat(node: Node) -> Node:
    return node.named_children[0] if node.type == "case_pattern" and node.named_children else node


def _is_splat(node: Node) -> bool:
    return _splat(node).type in ("splat_pattern", "list_splat_pattern")


def _all(fits: list[_Fit], *, certain: bool) -> _Fit:
    answers = [fit.answer for fit in fits]
    answer = False if False in answers else True if certain and None not in answers else None
    return _Fit(answer, [pair for fit in fits for pair in fit.bound])


def _mapping(run: Run, pattern: Node, subject: Value, state: State) -> _Fit:
    found = state.single(subject, "dict")
    if isinstance(subject.only, Const | Text):
        return _Fit(answer=False)
    fits: list[_Fit] = []
    keys = pattern.children_by_field_name("key")
    for key_node, value_node in zip(keys, pattern.children_by_field_name("value"), strict=True):
        key = run.evaluate(key_node.named_children[0] if key_node.type == "case_pattern" else key_node, state)
        if (
            found is not None
            and found[1].exact
            and not found[1].many
            and items.slot_of(found[1], key) not in found[1].entries
        ):
            return _Fit(answer=False)
        fits.append(_fits(run, value_node, items.load_key(run, subject, key, state, pattern), state))
    for child in pattern.named_children:
        if child.type == "splat_pattern":
            fits.append(_Fit(True, [(text_of(child.named_children[-1]), run.unknown(state, child, like=subject))]))
    return _all(fits, certain=found is not None and found[1].exact and not found[1].many)


def _class(run: Run, pattern: Node, subject: Value, state: State) -> _Fit:
    """``str()``, ``Point(x=0)``: the class, then each attribute."""
    name = pattern.named_children[0]
    arguments = pattern.named_children[1:]
    kind = _KINDS.get(text_of(name))
    if kind is not None and not arguments:
        return _of_kind(kind, subject)
    if kind is not None:
        inner = _of_kind(kind, subject)
        fits = [_fits(run, each, subject, state) for each in arguments]
        return _all([inner, *fits], certain=True)
    fits = []
    for argument in arguments:
        inner_node = argument.named_children[0] if argument.named_children else argument
        if inner_node.type != "keyword_pattern":
            raise GaveUp("a class pattern by position")
        attribute, wanted = inner_node.named_children[0], inner_node.named_children[-1]
        value = attributes.read(run, subject, text_of(attribute), state, pattern)
        fits.append(_Fit(answer=True) if len(inner_node.named_children) < 2 else _fits(run, wanted, value, state))
    return _all(fits, certain=_is_of_class(run, name, subject, state))


def _is_of_class(run: Run, name: Node, subject: Value, state: State) -> bool:
    found = names.lookup(run, text_of(name), state)
    made = state.single(subject, "instance")
    return found is not None and made is not None and made[1].cls == found[1].plain


def _of_kind(kind: type, subject: Value) -> _Fit:
    if subject.unknown or any(isinstance(atom, Ref) for atom in subject.atoms):
        return _Fit(answer=None)
    kinds = {isinstance(atom.value, kind) if isinstance(atom, Const) else kind is str for atom in subject.atoms}
    return _Fit(answer=kinds.pop() if len(kinds) == 1 else None)
