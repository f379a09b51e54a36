"""How PHP's expressions are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workers.flows.lowering import Lowering
from workers.flows.nodes import child, first, span_of, text
from workers.flows.program import (
    RECEIVER,
    Argument,
    Assign,
    Call,
    Case,
    Const,
    Do,
    Either,
    Expr,
    Field,
    Give,
    Inline,
    Item,
    Lambda,
    Name,
    Operation,
    Parts,
    Record,
    Same,
    Sequence,
    Statement,
    Switch,
    Throw,
)

if TYPE_CHECKING:
    from tree_sitter import Node

NAMES = frozenset({"name", "qualified_name", "relative_name"})
ENDS = frozenset({"die", "exit"})
_APPENDS = frozenset({"array_push", "array_unshift"})
_MATCHES = frozenset({"preg_match", "preg_match_all"})
_PLAIN_CASTS = frozenset("int integer float double real bool boolean".split())


def last_part(written: str) -> str:
    r"""``\A\B`` as ``B``."""
    return written.rpartition("\\")[2]


# What stands for a value.


def read_variable(low: Lowering, node: Node) -> Expr:
    del low
    name = text(node)
    return Name(span_of(node), RECEIVER if name == "$this" else name)


def read_qualified(low: Lowering, node: Node) -> Expr:
    del low
    return Name(span_of(node), last_part(text(node)))


def read_boolean(low: Lowering, node: Node) -> Expr:
    del low
    return Const(span_of(node), text(node).lower() == "true")


def read_text(low: Lowering, node: Node) -> Expr:
    """A text in double quotes or a heredoc with what is put into it."""
    body = child(node, "value") if node.type == "heredoc" else node
    inside = low.named(body) if body is not None else []
    if inside:
        return Parts(span_of(node), [low.expression(each) for each in inside])
    return low._string(node)


def read_member(low: Lowering, node: Node) -> Expr:
    object_, name = low.expression(child(node, "object")), child(node, "name")
    if name is None or name.type == "name":
        return Field(span_of(node), object_, text(name))
    return Item(span_of(node), object_, low.expression(name))


def _scope(low: Lowering, node: Node | None) -> Expr:
    """The class before ``::``; a class in itself is its object."""
    if node is None:
        return Const((0, 0), None)
    if text(node).lower() in ("self", "static") and low._owner:
        return Name(span_of(node), RECEIVER)
    return low.expression(node)


def read_of_class(low: Lowering, node: Node) -> Expr:
    """``A::$name`` and ``A::NAME``."""
    inside = [each for each in node.named_children if each.type != "comment"]
    scope, name = (inside[0], inside[-1]) if len(inside) > 1 else (None, node)
    return Field(span_of(node), _scope(low, scope), text(name).lstrip("$"))


def read_subscript(low: Lowering, node: Node) -> Expr:
    inside = low.named(node)
    key: Expr = low.expression(inside[1]) if len(inside) > 1 else Parts((0, 0), [])
    return Item(span_of(node), low.expression(inside[0] if inside else None), key)


def read_array(low: Lowering, node: Node) -> Expr:
    entries: list[tuple[str | None, Expr]] = []
    is_list, count = True, 0
    for each in low.named(node):
        inside = low.named(each)
        if len(inside) > 1:
            is_list = False
            entries.append((_key(low.expression(inside[0])), low.expression(inside[1])))
        elif inside and inside[0].type == "variadic_unpacking":
            is_list = False
            entries.append((None, low.expression(first(inside[0]))))
        else:
            entries.append((str(count), low.expression(inside[0] if inside else each)))
            count += 1
    if is_list:
        return Sequence(span_of(node), [value for _, value in entries])
    return Record(span_of(node), entries)


def _key(expr: Expr) -> str | None:
    return str(expr.value) if isinstance(expr, Const) and expr.value is not None else None


def read_pattern(low: Lowering, node: Node) -> Expr:
    """``[$a, 'b' => $c]`` where it is assigned to: the key of an entry stands before ``=>``, which is no node."""
    entries: list[tuple[str | None, Expr]] = []
    count, key, last = 0, None, None
    for each in node.children:
        if each.type == "=>":
            key, last = last, None
        elif each.type in (",", ")", "]"):
            if last is not None:
                name = _key(low.expression(key)) if key is not None else str(count)
                entries.append((name, low.expression(last)))
            count, key, last = count + 1, None, None
        elif each.is_named and each.type != "comment":
            last = each
    made = Record(span_of(node), entries)
    low.declare(made)
    return made


def read_cast(low: Lowering, node: Node) -> Expr:
    """A number or a truth value is nobody's text."""
    value = low.expression(child(node, "value"))
    if text(child(node, "type")).lower() in _PLAIN_CASTS:
        return Inline(span_of(node), [Do(value)])
    return Same(span_of(node), value)


def read_print(low: Lowering, node: Node) -> Expr:
    return Inline(span_of(node), [Do(low.expression(first(node)))])


def read_conditional(low: Lowering, node: Node) -> Expr:
    test, then, otherwise = (child(node, name) for name in ("condition", "body", "alternative"))
    if then is None:
        return Operation(span_of(node), "||", [low.expression(test), low.expression(otherwise)])
    return Either(span_of(node), low.expression(test), low.expression(then), low.expression(otherwise))


def read_match(low: Lowering, node: Node) -> Expr:
    cases = []
    for each in low.named(child(node, "body") or node):
        labels = child(each, "conditional_expressions")
        given = child(each, "return_expression")
        body: list[Statement] = []
        if given is not None:
            body = [Throw(low.expression(first(given)))] if given.type == "throw_expression" else []
            body = body or [Give(low.expression(given))]
        asked = [low.expression(one) for one in low.named(labels)] if labels is not None else None
        cases.append(Case(asked, body))
    return Inline(span_of(node), [Switch(low.expression(child(node, "condition")), cases)])


def read_thrown(low: Lowering, node: Node) -> Expr:
    """``$a ?? throw new E()``: what goes on has not thrown."""
    return Inline(span_of(node), [Do(low.expression(first(node)))])


def read_closure(low: Lowering, node: Node) -> Expr:
    """A closure knows no variable of the function around it but those that ``use`` names."""
    made = low.function(node)
    used = frozenset[str]()
    for each in node.named_children:
        if each.type == "anonymous_function_use_clause":
            used = frozenset(_variables_in(each))
    made.locals = frozenset(_variables_in(node)) - used - {"$this"}
    return Lambda(span_of(node), made)


def _variables_in(node: Node) -> Iterator[str]:
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.type == "variable_name":
            yield text(each)
        else:
            waiting += each.named_children


# Calls.


def read_arguments(low: Lowering, node: Node | None) -> list[Argument]:
    made = []
    for each in low.named(node) if node is not None else ():
        name, inside = child(each, "name"), low.named(each)
        inner = inside[-1] if each.type == "argument" and inside else each
        if inner.type == "variadic_unpacking":
            made.append(Argument(low.expression(first(inner)), spread=True))
        else:
            made.append(Argument(low.expression(inner), f"${text(name)}" if name is not None else ""))
    return made


def _is_reference(arguments: Node | None) -> bool:
    """``f(...)``: the function itself."""
    return arguments is not None and any(each.type == "variadic_placeholder" for each in arguments.named_children)


def read_call(low: Lowering, node: Node) -> Expr:
    function, arguments = child(node, "function"), child(node, "arguments")
    callee, span = low.expression(function), span_of(node)
    if _is_reference(arguments):
        return callee
    given = read_arguments(low, arguments)
    name = callee.name.lower() if isinstance(callee, Name) and function is not None and function.type in NAMES else ""
    if name == "compact" and all(isinstance(each.value, Const) for each in given):
        return Record(span, [(key, Name((0, 0), f"${key}")) for key in (_key(each.value) for each in given) if key])
    if name in ("call_user_func", "call_user_func_array") and given:
        return _called(span, given[0].value, given[1:], is_list=name.endswith("array"))
    if name in _APPENDS and len(given) > 1:
        return Assign(span, given[0].value, Parts((0, 0), [each.value for each in given[1:]]), adds=True)
    if name in _MATCHES and len(given) > 2:
        low.declare(given[2].value)
        found = Assign((0, 0), given[2].value, Parts((0, 0), [given[1].value]))
        return Inline(span, [Give(Call(span, callee, given)), Do(found)])
    return Call(span, callee, given)


def _called(span: tuple[int, int], called: Expr, given: list[Argument], *, is_list: bool) -> Expr:
    """A function that is named by a text, or a method by its object and a text."""
    if isinstance(called, Const) and isinstance(called.value, str):
        called = Name(called.span, called.value)
    elif isinstance(called, Sequence) and len(called.items) == 2:
        name = _key(called.items[1])
        called = Field(called.span, called.items[0], name) if name else called
    if is_list:
        given = [Argument(each.value, spread=True) for each in given]
    return Call(span, called, given)


def read_method_call(low: Lowering, node: Node) -> Expr:
    is_scoped = node.type == "scoped_call_expression"
    owner, name, arguments = (
        child(node, "scope" if is_scoped else "object"),
        child(node, "name"),
        child(node, "arguments"),
    )
    object_ = _scope(low, owner) if is_scoped else low.expression(owner)
    start = owner.start_byte if owner is not None else node.start_byte
    end = name.end_byte if name is not None else node.end_byte
    callee: Expr
    if name is not None and name.type == "name":
        callee = Field((start, end), object_, text(name))
    else:
        callee = Parts((start, end), [object_, low.expression(name)])
    return callee if _is_reference(arguments) else Call(span_of(node), callee, read_arguments(low, arguments))
