"""Targets of assignments and patterns of ``match``: what is taken apart, and whether it fits."""

from __future__ import annotations

from dataclasses import dataclass, field

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import attributes, names, subscripts, truth
from workers.taint.heap import Obj, State, joined
from workers.taint.lattice import NOTHING, UNKNOWN, Const, External, GaveUp, Ref, Text, Value, const, join_all, of
from workers.taint.machine import Machine, Site

_UNPACKED = frozenset(("pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list"))
_KINDS = {"str": str, "bytes": bytes, "int": int, "float": float, "bool": bool}
_LITERALS = frozenset("string concatenated_string integer float true false none".split())


def assign(machine: Machine, target: Node, value: Value, state: State) -> None:
    """``target = value``. Raises :class:`GaveUp`."""
    match target.type:
        case "identifier":
            names.bind(machine, text_of(target), value, state)
        case "attribute":
            receiver = machine.evaluate(_field(target, "object"), state)
            attributes.store(
                Site(machine, state, target), receiver, text_of(target.child_by_field_name("attribute")), value
            )
        case "subscript":
            container = machine.evaluate(_field(target, "value"), state)
            keys = target.children_by_field_name("subscript")
            key = machine.evaluate(keys[0], state) if len(keys) == 1 else UNKNOWN
            subscripts.store(Site(machine, state, target), container, key, value)
        case "parenthesized_expression" | "as_pattern_target":
            assign(machine, target.named_children[0], value, state)
        case "list_splat_pattern" | "list_splat":
            assign(machine, target.named_children[0], value, state)
        case kind if kind in _UNPACKED:
            _unpack(machine, target, value, state)
        case _:
            raise GaveUp(f"an assignment to a {target.type}")


def _field(node: Node, name: str) -> Node:
    child = node.child_by_field_name(name)
    if child is None:
        raise GaveUp(f"a {node.type} without {name}")
    return child


def _unpack(machine: Machine, target: Node, value: Value, state: State) -> None:
    targets = [child for child in target.named_children if child.type != "comment"]
    known, rest = Site(machine, state, target).iterate(value)
    star = next((at for at, each in enumerate(targets) if each.type in ("list_splat_pattern", "list_splat")), None)
    for each, part in zip(targets, _dealt(Site(machine, state, target), known, rest, len(targets), star), strict=True):
        assign(machine, each, part, state)


def _dealt(site: Site, known: list[Value], rest: Value, count: int, star: int | None) -> list[Value]:
    """The elements for each of ``count`` targets, of which one may take several."""
    whole = join_all((*known, rest))
    anything = whole if whole != NOTHING else UNKNOWN
    if star is None:
        return [known[at] if at < len(known) else rest if rest != NOTHING else UNKNOWN for at in range(count)]
    after = count - star - 1
    if rest == NOTHING and len(known) >= count - 1:
        middle = Obj("list", items=tuple(known[star : len(known) - after]))
        tail = known[len(known) - after :] if after else []
        return [*known[:star], site.make(middle), *tail]
    first = [known[at] if at < len(known) else anything for at in range(star)]
    return [*first, site.make(Obj("list", rest=anything)), *[anything] * after]


def tuple_of(site: Site, values: list[Value]) -> Value:
    return site.make(Obj("tuple", items=tuple(values)), "subject")


@dataclass(slots=True)
class _Fit:
    """Whether a pattern fits (``None``: perhaps), and what it binds then."""

    answer: bool | None
    bound: list[tuple[str, Value]] = field(default_factory=list)
    narrowed: Value | None = None
    """What the subject is then."""


def case(machine: Machine, clause: Node, subject: Value, state: State) -> tuple[State | None, State | None]:
    """The states in which a ``case`` is taken and in which the next one is tried."""
    found = [child for child in clause.named_children if child.type == "case_pattern"]
    subject = state.resolved(subject)
    fit = (
        _fits(machine, found[0], subject, state)
        if len(found) == 1
        else _sequence(Site(machine, state, clause), found, subject)
    )
    if fit.answer is False:
        return None, state
    passed = state.copy() if fit.answer is None else None
    if fit.narrowed is not None and subject.symbol:
        state.learn(((subject.symbol, fit.narrowed),))
    for name, value in fit.bound:
        names.bind(machine, name, value, state)
    guard = clause.child_by_field_name("guard")
    if guard is None:
        return state, passed
    yes, no = machine.branch(guard.named_children[0], state)
    if no is None:
        return yes, passed
    return yes, joined((no, passed))


def _fits(machine: Machine, pattern: Node, subject: Value, state: State) -> _Fit:
    machine.budget.spend()
    if pattern.type == "case_pattern":
        if not pattern.named_children:
            if text_of(pattern) == "_":
                return _Fit(answer=True)
            return _literal(machine, pattern, subject, state)
        inner = pattern.named_children[0]
        if inner.type in _LITERALS and text_of(pattern).startswith("-"):
            return _compared(const(-_number(machine, inner, state)), subject, state)
        return _fits(machine, inner, subject, state)
    match pattern.type:
        case kind if kind in _LITERALS:
            return _literal(machine, pattern, subject, state)
        case "dotted_name" | "identifier":
            return _name(machine, pattern, subject, state)
        case "union_pattern":
            return _union([_fits(machine, each, subject, state) for each in pattern.named_children])
        case "as_pattern":
            fit = _fits(machine, pattern.named_children[0], subject, state)
            name = text_of(pattern.child_by_field_name("alias") or pattern.named_children[-1])
            return _Fit(fit.answer, [*fit.bound, (name, fit.narrowed or subject)], fit.narrowed)
        case "list_pattern" | "tuple_pattern":
            parts = [each for each in pattern.named_children if each.type != "comment"]
            is_group = pattern.type == "tuple_pattern" and len(parts) == 1 and "," not in text_of(pattern)
            return (
                _fits(machine, parts[0], subject, state)
                if is_group
                else _sequence(Site(machine, state, pattern), parts, subject)
            )
        case "dict_pattern":
            return _mapping(machine, pattern, subject, state)
        case "class_pattern":
            return _class(machine, pattern, subject, state)
    raise GaveUp(f"a {pattern.type} in a match")


def _number(machine: Machine, node: Node, state: State) -> int | float:
    known = machine.evaluate(node, state).constants
    if known is None or not isinstance(known[0], int | float):
        raise GaveUp("a pattern of no number")
    return known[0]


def _literal(machine: Machine, node: Node, subject: Value, state: State) -> _Fit:
    inner = node.named_children[0] if node.type == "case_pattern" and node.named_children else node
    return _compared(machine.evaluate(inner, state), subject, state)


def _compared(wanted: Value, subject: Value, state: State) -> _Fit:
    answer = truth.truth(truth.compare("==", subject.plain, wanted, state), state)
    return _Fit(answer, narrowed=truth.narrowed(subject, wanted) if wanted.constants is not None else None)


def _name(machine: Machine, node: Node, subject: Value, state: State) -> _Fit:
    """A plain name takes anything; a dotted one is compared."""
    parts = [text_of(child) for child in node.named_children] or [text_of(node)]
    if len(parts) == 1:
        return _Fit(answer=True) if parts[0] == "_" else _Fit(True, [(parts[0], subject)])
    found = names.lookup(machine, parts[0], state)
    value = found[1] if found is not None else of(External(f"?.{parts[0]}"))
    for part in parts[1:]:
        value = attributes.read(Site(machine, state, node), value, part)
    return _compared(value, subject, state)


def _union(fits: list[_Fit]) -> _Fit:
    if any(fit.bound for fit in fits):
        raise GaveUp("alternatives that bind names")
    possible = [fit for fit in fits if fit.answer is not False]
    answer = True if any(fit.answer for fit in fits) else None if possible else False
    parts = [fit.narrowed for fit in possible]
    known = [part for part in parts if part is not None]
    return _Fit(answer, narrowed=join_all(known) if len(known) == len(parts) and known else None)


def _sequence(site: Site, parts: list[Node], subject: Value) -> _Fit:
    star = next((at for at, each in enumerate(parts) if _is_splat(each)), None)
    atom = subject.only
    if isinstance(atom, Const | Text):
        return _Fit(answer=False)
    obj = site.state.single(subject, "list", "tuple")
    known, rest = site.iterate(subject)
    size = len(known) if obj is not None and obj[1].exact and not obj[1].many else None
    if size is not None and (size != len(parts) if star is None else size < len(parts) - 1):
        return _Fit(answer=False)
    fits: list[_Fit] = []
    dealt = _dealt(site, known, rest, len(parts), star)
    for at, (part, value) in enumerate(zip(parts, dealt, strict=True)):
        if at == star:
            name = text_of(_splat(part).named_children[-1]) if _splat(part).named_children else "_"
            fits.append(_Fit(True, [(name, value)] if name != "_" else []))
        else:
            fits.append(_fits(site.machine, part, value, site.state))
    return _all(fits, certain=size is not None)


def _splat(node: Node) -> Node:
    return node.named_children[0] if node.type == "case_pattern" and node.named_children else node


def _is_splat(node: Node) -> bool:
    return _splat(node).type in ("splat_pattern", "list_splat_pattern")


def _all(fits: list[_Fit], *, certain: bool) -> _Fit:
    answers = [fit.answer for fit in fits]
    answer = False if False in answers else True if certain and None not in answers else None
    return _Fit(answer, [pair for fit in fits for pair in fit.bound])


def _mapping(machine: Machine, pattern: Node, subject: Value, state: State) -> _Fit:
    found = state.single(subject, "dict")
    if isinstance(subject.only, Const | Text):
        return _Fit(answer=False)
    fits: list[_Fit] = []
    keys = pattern.children_by_field_name("key")
    for key_node, value_node in zip(keys, pattern.children_by_field_name("value"), strict=True):
        key = machine.evaluate(key_node.named_children[0] if key_node.type == "case_pattern" else key_node, state)
        if (
            found is not None
            and found[1].exact
            and not found[1].many
            and subscripts.slot_of(found[1], key) not in found[1].entries
        ):
            return _Fit(answer=False)
        fits.append(_fits(machine, value_node, subscripts.load_key(Site(machine, state, pattern), subject, key), state))
    for child in pattern.named_children:
        if child.type == "splat_pattern":
            fits.append(_Fit(True, [(text_of(child.named_children[-1]), machine.unknown(state, child, like=subject))]))
    return _all(fits, certain=found is not None and found[1].exact and not found[1].many)


def _class(machine: Machine, pattern: Node, subject: Value, state: State) -> _Fit:
    """``str()``, ``Point(x=0)``: the class, then each attribute."""
    name = pattern.named_children[0]
    arguments = pattern.named_children[1:]
    kind = _KINDS.get(text_of(name))
    if kind is not None and not arguments:
        return _of_kind(kind, subject)
    if kind is not None:
        inner = _of_kind(kind, subject)
        fits = [_fits(machine, each, subject, state) for each in arguments]
        return _all([inner, *fits], certain=True)
    fits = []
    for argument in arguments:
        inner_node = argument.named_children[0] if argument.named_children else argument
        if inner_node.type != "keyword_pattern":
            raise GaveUp("a class pattern by position")
        attribute, wanted = inner_node.named_children[0], inner_node.named_children[-1]
        value = attributes.read(Site(machine, state, pattern), subject, text_of(attribute))
        fits.append(_Fit(answer=True) if len(inner_node.named_children) < 2 else _fits(machine, wanted, value, state))
    return _all(fits, certain=_is_of_class(machine, name, subject, state))


def _is_of_class(machine: Machine, name: Node, subject: Value, state: State) -> bool:
    found = names.lookup(machine, text_of(name), state)
    obj = state.single(subject, "instance")
    return found is not None and obj is not None and obj[1].cls == found[1].plain


def _of_kind(kind: type, subject: Value) -> _Fit:
    if subject.unknown or any(isinstance(atom, Ref) for atom in subject.atoms):
        return _Fit(answer=None)
    kinds = {isinstance(atom.value, kind) if isinstance(atom, Const) else kind is str for atom in subject.atoms}
    return _Fit(answer=kinds.pop() if len(kinds) == 1 else None)
