"""Calls: of the file's own functions step by step, of what is known by its model, of all else by what it may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.reading.syntax import text_of
from workers.taint import classes, conditions, iteration, validators
from workers.taint.heap import FIXED, State, join_known, joined, reach, taint_of
from workers.taint.lattice import (
    NONE,
    NOTHING,
    UNKNOWN,
    Args,
    Atom,
    Bound,
    Const,
    Descriptor,
    External,
    Function,
    GaveUp,
    Obj,
    Partial,
    Ref,
    Value,
    join,
    join_all,
    of,
)
from workers.taint.machine import MODULE, Frame, Machine, Scope, Unreachable
from workers.taint.models import containers, library

if TYPE_CHECKING:
    from tree_sitter import Node

_DEFINITIONS = frozenset(("function_definition", "lambda", "class_definition"))
_MOST_CALLED = 6


def define(machine: Machine, node: Node, state: State, owner: Ref | None = None) -> Function:
    """The function that a ``def`` or ``lambda`` makes."""
    parameters = node.child_by_field_name("parameters")
    defaults = []
    for parameter in parameters.named_children if parameters is not None else ():
        value = parameter.child_by_field_name("value")
        if parameter.type in ("default_parameter", "typed_default_parameter") and value is not None:
            name = text_of(parameter.child_by_field_name("name"))
            defaults.append((name, machine.evaluate(value, state).plain))
    scope = machine.frame.scope if owner is None else machine.scopes[machine.frame.scope].parent or MODULE
    machine.scopes[scope].captured = scope != MODULE
    return Function(node, scope, tuple(defaults), owner)


def evaluate(machine: Machine, node: Node, state: State) -> Value:
    """A call expression."""
    function_node, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function_node is None or arguments is None:
        raise GaveUp("a call with a hole")
    if text_of(function_node) == "super" and not arguments.named_children:
        return classes.super_of(machine)
    function = machine.evaluate(function_node, state)
    args = _arguments(machine, arguments, state)
    if _is_followed(function, state):
        machine.followed.add(node.id)
    value = machine.call(function, args, state, node)
    return validators.told(machine, node, function, args, value, state)


def _is_followed(function: Value, state: State) -> bool:
    """Whether what is called is all defined in the file."""
    return not function.unknown and all(
        isinstance(atom, Function | Partial)
        or (isinstance(atom, Bound) and isinstance(atom.method, Function))
        or (isinstance(atom, Ref) and state.object(atom).kind == "class")
        for atom in function.atoms
    )


def _arguments(machine: Machine, node: Node, state: State) -> Args:
    if node.type == "generator_expression":
        return Args((machine.evaluate(node, state),))
    positional: list[Value] = []
    named: list[tuple[str, Value]] = []
    more = NOTHING
    for child in node.named_children:
        inner = next((part for part in child.named_children if part.type != "comment"), None)
        if child.type == "comment":
            continue
        if child.type == "list_splat" and inner is not None:
            known, rest = iteration.elements(machine, machine.evaluate(inner, state), state, child)
            positional.extend(known if more == NOTHING else ())
            more = join_all((more, rest, *(known if more != NOTHING else ())))
        elif child.type == "dictionary_splat" and inner is not None:
            more = join(more, _named_arguments(machine, machine.evaluate(inner, state), named, state, child))
        elif child.type == "keyword_argument":
            value = child.child_by_field_name("value")
            if value is not None:
                named.append((text_of(child.child_by_field_name("name")), machine.evaluate(value, state)))
        elif more != NOTHING:
            more = join(more, machine.evaluate(child, state))
        else:
            positional.append(machine.evaluate(child, state))
    return Args(tuple(positional), tuple(named), None if more == NOTHING else more)


def _named_arguments(machine: Machine, value: Value, named: list[tuple[str, Value]], state: State, node: Node) -> Value:
    """Adds the arguments of ``**value``; gives what further ones may be."""
    found = state.single(value, "dict")
    if found is not None and not found[1].maybe and not found[1].many:
        named.extend((str(key.value), held) for key, held in found[1].entries.items())
        return found[1].rest
    contents = [each for _, obj in state.objects(value) for each in obj.contents]
    return join_all((*contents, machine.unknown(state, node, taint=taint_of(state, value), like=value)))


def call(machine: Machine, function: Value, args: Args, state: State, node: Node) -> Value:
    """As :meth:`Machine.call`."""
    methods_of_unknown = [atom for atom in function.atoms if isinstance(atom, Bound)] if function.unknown else []
    ways: list[Callable[[State], Value]] = [
        _way(machine, atom, args, node) for atom in methods_of_unknown or function.atoms
    ]
    if (function.unknown and not methods_of_unknown) or not ways:
        unknown = replace(function, atoms=function.refs)
        ways.append(lambda way: not_followed(machine, (unknown, *args.values), way, node, given_out=(unknown,)))
    return either(ways, state)


def either(ways: list[Callable[[State], Value]], state: State) -> Value:
    """One of several things happens. Raises :class:`Unreachable` where none comes to an end."""
    if len(ways) == 1:
        return ways[0](state)
    results: list[tuple[State, Value]] = []
    for way in ways:
        after = state.copy()
        try:
            results.append((after, way(after)))
        except Unreachable:
            continue
    return conditions.merged(results, state)


def _way(machine: Machine, atom: Atom, args: Args, node: Node) -> Callable[[State], Value]:
    match atom:
        case Function():
            return lambda state: inlined(machine, atom, args, state, node)
        case Bound(receiver, Function() as method):
            return lambda state: _on_object(machine, receiver, method, args, state, node)
        case Bound(receiver, str() as name):
            return lambda state: containers.call(machine, receiver, name, args, state, node)
        case Partial(function, first):
            whole = Args((*first.positional, *args.positional), (*first.named, *args.named), args.more or first.more)
            return lambda state: machine.call(function, whole, state, node)
        case External(name):
            return lambda state: library.call(machine, name, args, state, node)
        case Ref():
            return lambda state: classes.called(machine, atom, args, state, node)
        case Descriptor(_, function):
            return lambda state: machine.call(function, args, state, node)
    return lambda state: not_followed(machine, (of(atom), *args.values), state, node, given_out=(of(atom),))


def _on_object(machine: Machine, receiver: Value, method: Function, args: Args, state: State, node: Node) -> Value:
    """A method of the file's own. One that a subclass is there to replace may be anything."""
    found = [obj for _, obj in state.objects(receiver, "instance")]
    if any(obj.rest != NOTHING for obj in found) and classes.is_replaced(machine, method):
        return not_followed(machine, (receiver, *args.values), state, node, given_out=(receiver,))
    return inlined(machine, method, args.after(receiver), state, node)


def inlined(machine: Machine, function: Function, args: Args, state: State, node: Node) -> Value:
    """The call of a function of the file. Raises :class:`Unreachable` where it never returns."""
    if has_yield(machine, function.node):
        parts = tuple(join_all((args.more or NOTHING, value)) for value in args.positional)
        held = Partial(of(function), replace(args, positional=parts))
        return machine.make(state, node, Obj("generator", cls=of(held)))
    frame = _enter(machine, function, node)
    with machine.framed(frame, node):
        _bind(machine, frame, function, args, state, node)
        _body(machine, frame, function, state)
    return _left(machine, frame, state)


def _enter(machine: Machine, function: Function, node: Node) -> Frame:
    scope = machine.number(node, ("scope", function.node.id))
    if scope in machine.scopes:
        machine.scopes[scope].shared = True
    else:
        machine.scopes[scope] = Scope(function.scope)
    return Frame(scope, function)


def _body(machine: Machine, frame: Frame, function: Function, state: State) -> None:
    """Collects the returns in the frame; ``state`` is used up."""
    body = function.node.child_by_field_name("body")
    if body is None:
        raise GaveUp("a function without a body")
    if function.node.type == "lambda":
        try:
            value = machine.evaluate(body, state)
        except Unreachable:
            return
        frame.returns.append((state.copy(), value))
        return
    after = machine.execute(body, state.copy())
    if after is not None:
        frame.returns.append((after, NONE))


def _left(machine: Machine, frame: Frame, state: State) -> Value:
    if not frame.returns:
        raise Unreachable
    whole, value = frame.returns[0]
    value = whole.resolved(value)
    for way, each in frame.returns[1:]:
        value = join_known(whole, way, value, way.resolved(each))
        together = joined((whole, way))
        whole = together if together is not None else whole
    if not machine.scopes[frame.scope].captured:
        whole = whole.copy()
        for key in [key for key in whole.names if key[0] == frame.scope]:
            del whole.names[key]
    state.become(whole)
    return value


def _bind(machine: Machine, frame: Frame, function: Function, args: Args, state: State, node: Node) -> None:
    parameters = function.node.child_by_field_name("parameters")
    defaults, named = dict(function.defaults), dict(args.named)
    position, only_named = 0, False
    for parameter in parameters.named_children if parameters is not None else ():
        name, kind = _parameter(parameter)
        if kind == "*":
            if name:
                more = Obj("tuple", items=args.positional[position:], rest=args.more or NOTHING)
                _bind_one(machine, frame, parameter, name, machine.make(state, parameter, more), state)
            position, only_named = len(args.positional), True
        elif kind == "**":
            entries = {Const(str, key): value for key, value in named.items()}
            obj = Obj("dict", entries=entries, rest=args.more or NOTHING, keys=NOTHING if args.exact else UNKNOWN)
            _bind_one(machine, frame, parameter, name, machine.make(state, parameter, obj), state)
        elif kind == "name":
            if not only_named and position < len(args.positional):
                value = args.positional[position]
                position += 1
            elif name in named:
                value = named.pop(name)
            else:
                value = join_all((defaults.get(name, NOTHING), args.more or NOTHING))
            _bind_one(machine, frame, parameter, name, value if value != NOTHING else UNKNOWN, state)
    del node


def _parameter(node: Node) -> tuple[str, str]:
    """Name and kind of a parameter: ``name``, ``*``, ``**`` or nothing."""
    inner = node
    if node.type == "typed_parameter" and node.named_children:
        inner = node.named_children[0]
    if inner.type == "identifier":
        return text_of(inner), "name"
    if inner.type in ("default_parameter", "typed_default_parameter"):
        return text_of(inner.child_by_field_name("name")), "name"
    if inner.type == "list_splat_pattern":
        return text_of(inner.named_children[0]) if inner.named_children else "", "*"
    if inner.type == "dictionary_splat_pattern":
        return text_of(inner.named_children[0]) if inner.named_children else "", "**"
    if inner.type == "keyword_separator":
        return "", "*"
    if inner.type in ("positional_separator", "comment"):
        return "", ""
    raise GaveUp(f"a parameter of kind {inner.type}")


def _bind_one(machine: Machine, frame: Frame, parameter: Node, name: str, value: Value, state: State) -> None:
    """A parameter of the function that is asked about may be a source itself."""
    inner = parameter
    while inner.type != "identifier" and inner.named_children:
        inner = inner.named_children[0]
    span = (inner.start_byte, inner.end_byte)
    taint = machine.question.sources.get(span)
    if taint and span not in machine.question.cleaned:
        value = Value(unknown=True, taint=taint | taint_of(state, value))
    if (
        machine.scopes[frame.scope].shared
        and machine.scopes[frame.scope].captured
        and (frame.scope, name) in state.names
    ):
        value = join(value.plain, state.names[frame.scope, name].plain)
    state.names[frame.scope, name] = value


def enter(machine: Machine, function: Function, args: Args, state: State) -> None:
    """Interprets a function as its callers outside the file would call it."""
    frame = _enter(machine, function, function.node)
    with machine.framed(frame, function.node):
        _bind(machine, frame, function, args, state, function.node)
        _body(machine, frame, function, state)


def parameters_of(function: Node) -> list[tuple[str, str]]:
    """The names and kinds of all parameters."""
    parameters = function.child_by_field_name("parameters")
    found = [_parameter(each) for each in (parameters.named_children if parameters is not None else ())]
    return [(name, kind) for name, kind in found if kind]


def has_yield(machine: Machine, function: Node) -> bool:
    return machine.once(("yield", function.id), lambda: _has_yield(function))


def _has_yield(function: Node) -> bool:
    waiting = [function.child_by_field_name("body")]
    while waiting:
        node = waiting.pop()
        if node is not None and node.type == "yield":
            return True
        if node is not None and node.type not in _DEFINITIONS:
            waiting.extend(node.named_children)
    return False


def consumed(machine: Machine, ref: Ref, state: State, node: Node) -> Value:
    """What a generator gives, now or before: it runs when it is used."""
    obj = state.object(ref)
    found = obj.rest
    for atom in obj.cls.atoms:
        if isinstance(atom, Partial) and isinstance(function := atom.function.only, Function):
            frame = _enter(machine, function, node)
            with machine.framed(frame, node):
                _bind(machine, frame, function, atom.args, state, node)
                _body(machine, frame, function, state)
            if frame.returns:
                _left(machine, frame, state)
            found = join(found, frame.yielded)
    found = found.plain
    state.write(ref, replace(state.object(ref), rest=found))
    return found


def not_followed(
    machine: Machine,
    inputs: tuple[Value, ...],
    state: State,
    node: Node,
    *,
    changes: bool = True,
    given_out: tuple[Value, ...] | None = None,
) -> Value:
    """A call into the unknown: what goes in may come out, and may be put into any object that went in.

    On plain terms, only the data of ``given_out`` comes out (``None``: all), and nothing is put anywhere.
    """
    found = reach(inputs, state)
    taint = found.taint
    if changes and found.functions:
        taint = _called_back(machine, list(found.functions), inputs, state, node) | taint
    if machine.plain:
        return machine.unknown(state, node, taint=taint if given_out is None else taint_of(state, *given_out))
    if not found.refs:
        return machine.unknown(state, node, taint=taint)
    held = Value(frozenset(found.refs), unknown=True, taint=taint)
    pool = machine.make(state, node, Obj("pool", rest=held))
    if changes:
        blur = replace(pool, unknown=True, taint=taint)
        for ref in found.refs:
            obj = state.object(ref)
            if obj.kind not in FIXED:
                state.write(ref, obj.blurred(blur, instead_of=found.pools))
    return Value(pool.atoms, unknown=True, taint=taint)


def _called_back(
    machine: Machine, functions: list[Function], inputs: tuple[Value, ...], state: State, node: Node
) -> int:
    """Functions that are handed over may be called, at any time and with anything. Whose data comes of it."""
    own = [function for function in functions if function.scope != MODULE]
    taint = 0
    for function in functions:
        if function.scope == MODULE:
            taint |= machine.question.within(function.node)
    if len(own) > _MOST_CALLED:
        raise GaveUp("many functions are handed over")
    handed = reach(inputs, state)
    given = UNKNOWN if machine.plain else Value(frozenset(handed.refs), unknown=True, taint=taint | handed.taint)
    for function in own:
        if any(frame.function == function for frame in machine.frames):
            raise GaveUp("a function hands itself over")
        after = state.copy()
        try:
            result = inlined(machine, function, Args(more=given), after, node)
        except Unreachable:
            continue
        taint |= taint_of(after, result)
        whole = joined((state.copy(), after))
        if whole is not None:
            state.become(whole)
    return taint
