"""Functions of the file: how one is made, how its parameters are bound, and what a call of it does."""

from __future__ import annotations

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import havoc
from workers.taint.heap import Obj, State, merged, taint_of
from workers.taint.lattice import NONE, NOTHING, UNKNOWN, join, join_all, of
from workers.taint.machine import MODULE, Frame, Machine, Scope, Site
from workers.taint.values import Args, Const, Function, GaveUp, Ref, Unreachable, Value

_DEFINITIONS = frozenset(("function_definition", "lambda", "class_definition"))


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


def inlined(site: Site, function: Function, args: Args) -> Value:
    """The call of a function of the file. Raises :class:`Unreachable` where it never returns."""
    if has_yield(site.machine, function.node):
        if function.scope != MODULE:
            raise GaveUp("a generator inside a function")
        return havoc.call_unknown(site, (of(function), *args.values))
    frame = _enter(site.machine, function, site.node)
    with site.machine.framed(frame, site.node):
        _bind(site, frame, function, args)
        _body(site.machine, frame, function, site.state)
    return _left(site.machine, frame, site.state)


def enter(machine: Machine, function: Function, args: Args, state: State) -> None:
    """Interprets a function as its callers outside the file would call it."""
    frame = _enter(machine, function, function.node)
    with machine.framed(frame, function.node):
        _bind(Site(machine, state, function.node), frame, function, args)
        _body(machine, frame, function, state)


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
    """What the call gives out; its names end. Raises :class:`Unreachable`."""
    value = merged([(way, way.resolved(value)) for way, value in frame.returns], state)
    if not machine.scopes[frame.scope].captured:
        state.names = {key: held for key, held in state.names.items() if key[0] != frame.scope}
    return value


def _bind(site: Site, frame: Frame, function: Function, args: Args) -> None:
    parameters = function.node.child_by_field_name("parameters")
    defaults, named = dict(function.defaults), dict(args.named)
    position, only_named = 0, False
    for parameter in parameters.named_children if parameters is not None else ():
        name, kind = _parameter(parameter)
        if kind == "*":
            if name:
                more = Obj("tuple", items=args.positional[position:], rest=args.more or NOTHING)
                _bind_one(
                    site.machine, frame, parameter, name, site.machine.make(site.state, parameter, more), site.state
                )
            position, only_named = len(args.positional), True
        elif kind == "**":
            entries = {Const(str, key): value for key, value in named.items()}
            obj = Obj("dict", entries=entries, rest=args.more or NOTHING, keys=NOTHING if args.exact else UNKNOWN)
            _bind_one(site.machine, frame, parameter, name, site.machine.make(site.state, parameter, obj), site.state)
        elif kind == "name":
            if not only_named and position < len(args.positional):
                value = args.positional[position]
                position += 1
            elif name in named:
                value = named.pop(name)
            else:
                value = join_all((defaults.get(name, NOTHING), args.more or NOTHING))
            _bind_one(site.machine, frame, parameter, name, value if value != NOTHING else UNKNOWN, site.state)


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
