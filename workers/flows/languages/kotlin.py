"""Kotlin. Few nodes of its tree have fields, and most of its statements are expressions, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.flows.grammar import Grammar
from workers.flows.languages.kotlin_calls import CALLS, arguments, extended
from workers.flows.languages.kotlin_members import MEMBERS
from workers.flows.languages.kotlin_parts import (
    BRANCHES,
    STATEMENTS,
    child_of,
    function_body,
    initial,
    parameters,
    target_of,
)
from workers.flows.lowering import Lowering
from workers.flows.nodes import child, first, span_of, text
from workers.flows.program import (
    RECEIVER,
    Argument,
    Assign,
    Call,
    Class,
    Const,
    Do,
    Field,
    Function,
    Import,
    Lambda,
    Name,
    Parameter,
    Statement,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def _package(low: Lowering, node: Node) -> None:
    low.module.package = text(first(node))


def _import(low: Lowering, node: Node) -> None:
    """``import a.b.C`` and ``import a.b.C as D``."""
    name = text(first(node))
    if text(node).rstrip().endswith("*"):
        return
    _, _, last = name.rpartition(".")
    alias = next((text(each) for each in node.named_children[1:] if each.type == "identifier"), last)
    low.module.imports[alias] = Import(name, last)


def _method(low: Lowering, node: Node, owner: str = "") -> Function:
    """A function with a name; the object of an extension is its first parameter."""
    made = Function(text(child(node, "name")), span_of(node), [], [], owner)
    with low.within(made):
        made.parameters = parameters(low, child_of(node, "function_value_parameters"))
        type_ = extended(node)
        if type_ is not None and not made.owner:
            made.parameters.insert(0, Parameter(Name((0, 0), RECEIVER), type=low.type_name(type_)))
        for each in made.parameters:
            low.declare(each.target)
        made.body = function_body(low, child_of(node, "function_body"))
    return made


def _function(low: Lowering, node: Node) -> list[Statement]:
    return low.defined(_method(low, node))


def _member(low: Lowering, made: Class, node: Node) -> None:
    low.add_method(made, _method(low, node, made.name))


def _property(low: Lowering, made: Class, node: Node) -> None:
    """A field, and what is done where it is read: a method of a name that nobody can write."""
    target, value = target_of(low, child_of(node, "variable_declaration") or node), initial(low, node)
    if not isinstance(target, Name):
        return
    made.types[target.name] = low.type_name(child_of(child_of(node, "variable_declaration"), "user_type"))
    if isinstance(value, Lambda):
        value.function.name, value.function.owner = target.name, made.name
        low.add_method(made, value.function)
    elif value is not None:
        made.starts.append((target.name, value))
        maker = _maker(made, node)
        if maker is not None:
            stored = Assign(target.span, Field(target.span, Name(target.span, RECEIVER), target.name), value)
            maker.body.append(Do(stored))
    for each in node.named_children:
        if each.type in ("getter", "setter"):
            _accessor(low, made, each, target.name)


def _accessor(low: Lowering, made: Class, node: Node, name: str) -> None:
    accessor = Function(f"{node.type} {name}", span_of(node), [], [], made.name)
    with low.within(accessor):
        given = child_of(node, "identifier")
        if given is not None:
            accessor.parameters = [Parameter(low.expression(given))]
            low.declare(accessor.parameters[0].target)
        accessor.body = function_body(low, child_of(node, "function_body"))
    low.add_method(made, accessor)


def _maker(made: Class, node: Node) -> Function | None:
    """The constructor of the class that a member stands in, not in its companion."""
    around = node.parent.parent if node.parent is not None else None
    is_own = around is not None and around.type == "class_declaration"
    return made.methods.get(made.name) if is_own else None


def _body(low: Lowering, made: Class, node: Node) -> None:
    """The members; what a class does when it is made is done by its first constructor."""
    is_class = node.parent is not None and node.parent.type == "class_declaration"
    if is_class and made.name not in made.methods and child_of(node, "secondary_constructor") is None:
        low.add_method(made, Function(made.name, made.span, [], [], made.name))
    low.members(made, node)


def _header(low: Lowering, made: Class, node: Node) -> None:
    """The constructor in a class's header; the class above, the properties and the blocks ``init`` are added to it."""
    function = Function(made.name, span_of(node), [], [], made.name)
    with low.within(function):
        function.parameters = parameters(low, child_of(node, "class_parameters"))
        for each in function.parameters:
            low.declare(each.target)
    low.add_method(made, function)


def _above(low: Lowering, made: Class, node: Node) -> None:
    """``: B(x), C by y``"""
    for each in node.named_children:
        called = child_of(each, "constructor_invocation")
        type_ = child_of(called or child_of(each, "explicit_delegation") or each, "user_type")
        name = low.type_name(type_)
        made.bases.append(name)
        if called is not None:
            maker = made.methods.get(made.name)
            if maker is None:
                maker = Function(made.name, made.span, [], [], made.name)
                low.add_method(made, maker)
            at = (called.start_byte, called.start_byte + 1)
            maker.body.append(Do(Call(span_of(called), Field(at, Name(at, RECEIVER), name), _given(low, called))))


def _second(low: Lowering, made: Class, node: Node) -> None:
    """``constructor(a: String) : this(a, 1) { … }``"""
    function = Function(made.name, span_of(node), [], [], made.name)
    with low.within(function):
        function.parameters = parameters(low, child_of(node, "function_value_parameters"))
        for each in function.parameters:
            low.declare(each.target)
        called = child_of(node, "constructor_delegation_call")
        if called is not None:
            is_own = any(each.type == "this" for each in called.children)
            at = (called.start_byte, called.start_byte + 1)
            callee = Field(at, Name(at, RECEIVER), made.name if is_own else next(iter(made.bases), ""))
            function.body.append(Do(Call(span_of(called), callee, _given(low, called))))
        function.body += low.block(child_of(node, "block"))
    low.add_method(made, function)


def _given(low: Lowering, node: Node) -> list[Argument]:
    return arguments(low, child_of(node, "value_arguments"))


def _companion(low: Lowering, made: Class, node: Node) -> None:
    """What it has is asked of the class."""
    low.members(made, child_of(node, "class_body"))


def _entry(low: Lowering, made: Class, node: Node) -> None:
    """One of the values of an enumeration."""
    name = first(node)
    made.types[text(name)] = made.name
    made.starts.append((text(name), Call(span_of(node), Name((0, 0), made.name), _given(low, node), makes=True)))


def _initializer(low: Lowering, made: Class, node: Node) -> None:
    """``init { … }``"""
    maker = _maker(made, node)
    (maker.body if maker is not None else low.module.body).extend(low.block(child_of(node, "block")))


def _variable(low: Lowering, node: Node) -> list[Statement]:
    """``val a = b``, ``val (a, b) = c`` and ``val a by lazy { b }``, of a function or of the file."""
    target = target_of(low, node)
    low.declare(target)
    value = initial(low, node)
    type_ = low.type_name(child_of(child_of(node, "variable_declaration"), "user_type"))
    if value is None:
        value = Const((0, 0), None)
    return [Do(Assign(span_of(node), target, value, declares=True, type=type_))]


_IGNORED = (
    "line_comment block_comment shebang modifiers annotation user_type nullable_type function_type type_parameters "
    "type_arguments type_constraints type_alias label parameter_modifiers file_annotation parenthesized_type "
    "non_nullable_type"
)
GRAMMAR = Grammar(
    language="kotlin",
    names=frozenset({"identifier"}),
    numbers=frozenset({"number_literal", "float_literal"}),
    same={"parenthesized_expression": "", "as_expression": "left", "spread_expression": "", "labeled_expression": ""},
    binaries={"binary_expression": ("left", "operator", "right")},
    sequences=frozenset({"collection_literal", "multi_variable_declaration"}),
    classes={
        "class_declaration": ("name", "no field"),
        "object_declaration": ("name", "no field"),
    },
    of_members={
        "delegation_specifiers": _above,
        "primary_constructor": _header,
        "class_body": _body,
        "enum_class_body": _body,
        "function_declaration": _member,
        "property_declaration": _property,
        "secondary_constructor": _second,
        "companion_object": _companion,
        "enum_entry": _entry,
        "anonymous_initializer": _initializer,
    },
    blocks=frozenset({"block"}),
    expressions={**CALLS, **MEMBERS, **BRANCHES},
    statements={
        **STATEMENTS,
        "function_declaration": _function,
        "property_declaration": _variable,
    },
    reads={"package_header": _package, "import": _import},
    ignored=frozenset(_IGNORED.split()),
    methods_see_class=True,
)
