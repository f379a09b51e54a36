"""Kotlin's members, operators and texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from workers.flows.grammar import OfExpression
from workers.flows.lowering import Lowering
from workers.flows.nodes import child, first, span_of, string, text
from workers.flows.program import (
    RECEIVER,
    Argument,
    Assign,
    Call,
    Const,
    Either,
    Expr,
    Field,
    Item,
    Name,
    Operation,
    Parts,
    Record,
    Same,
)

if TYPE_CHECKING:
    from tree_sitter import Node

THIS = "the object of the lambda around"
"""Where the table notes what a lambda runs on."""
PAIRS: Mapping[str, tuple[str, ...]] = {"Pair": ("first", "second"), "Triple": ("first", "second", "third")}
"""Tuples, with the names of their parts."""
_WORD = re.compile(r"[^\W\d]\w*")
_CHAINS = frozenset({"call_expression", "navigation_expression", "index_expression"})


def is_lost_negation(node: Node) -> bool:
    """Whether ``!`` stands before more than the grammar gives it: before a chain of calls and members."""
    around = node.parent
    is_first = around is not None and around.named_children[0].id == node.id
    is_chain = is_first and around is not None and around.type in ("navigation_expression", "index_expression")
    return is_chain and node.type == "unary_expression" and bool(node.children) and node.children[0].type == "!"


def _unary(low: Lowering, node: Node) -> Expr:
    sign = next((each.type for each in node.children if not each.is_named), "")
    value = low.expression(child(node, "argument"))
    if is_lost_negation(node):
        return value
    if sign in ("++", "--"):
        return Assign(span_of(node), value, Parts((0, 0), []))
    if sign == "!!":
        return Same(span_of(node), value)
    return Operation(span_of(node), f"{sign}?" if sign in "!-" else sign, [value])


def _elvis(low: Lowering, node: Node) -> Expr:
    """``a ?: b``; ``b`` may leave the function."""
    one, other = low.expression(child(node, "left")), low.expression(child(node, "right"))
    return Either(span_of(node), Parts((0, 0), []), one, other)


def _binary(low: Lowering, node: Node) -> Expr:
    """An operator; the grammar takes ``list<Type>(a)`` for two comparisons."""
    sign = text(child(node, "operator"))
    if sign == "?:":
        return _elvis(low, node)
    left, right = child(node, "left"), child(node, "right")
    is_call = sign == ">" and right is not None and right.type == "parenthesized_expression"
    if is_call and left is not None and left.type == "binary_expression" and text(child(left, "operator")) == "<":
        return Call(span_of(node), low.expression(child(left, "left")), [Argument(low.expression(first(right)))])
    return low.binary(node)


def _in(low: Lowering, node: Node) -> Expr:
    sign = "not in" if any(each.type == "!in" for each in node.children) else "in"
    return Operation(span_of(node), sign, [low.expression(child(node, "left")), low.expression(child(node, "right"))])


def _is(low: Lowering, node: Node) -> Expr:
    return Operation(span_of(node), "is", [low.expression(child(node, "left"))])


def tuple_of(span: tuple[int, int], values: Sequence[Expr], names: Sequence[str]) -> Record:
    """Its parts have numbers and names."""
    entries: list[tuple[str | None, Expr]] = [(str(number), each) for number, each in enumerate(values)]
    return Record(span, [*entries, *zip(names, values, strict=True)])


def _member(low: Lowering, node: Node) -> Expr:
    """``a.b``, ``a?.b`` and ``a::b``."""
    inside = low.named(node)
    if len(inside) < 2:
        return Parts(span_of(node), [low.expression(each) for each in inside])
    if text(inside[-1]) == "class" and any(each.type == "::" for each in node.children):
        return Const(span_of(node), None)
    return Field(span_of(node), low.expression(inside[0]), text(inside[-1]).strip("`"))


def _reference(low: Lowering, node: Node) -> Expr:
    """``::function`` and ``Type::function``."""
    inside = node.named_children
    if len(inside) < 2:
        return Name(span_of(node), text(first(node)))
    return Field(span_of(node), Name((0, 0), low.type_name(inside[0])), text(inside[-1]))


def _item(low: Lowering, node: Node) -> Expr:
    inside = low.named(node)
    keys = [low.expression(each) for each in inside[1:]]
    return Item(span_of(node), low.expression(inside[0]), keys[0] if len(keys) == 1 else Parts((0, 0), keys))


def _this(low: Lowering, node: Node) -> Expr:
    this = next(iter(low.noted.get(THIS, ())), RECEIVER)
    return Name(span_of(node), RECEIVER if node.named_child_count else this)


def _super(low: Lowering, node: Node) -> Expr:
    del low
    return Name(span_of(node), "super")


def _infix(low: Lowering, node: Node) -> Expr:
    """``a to b``, ``a shl b``, ``a shouldBe b``."""
    inside = low.named(node)
    if len(inside) != 3:
        return Parts(span_of(node), [low.expression(each) for each in inside])
    left, name, right = low.expression(inside[0]), text(inside[1]), low.expression(inside[2])
    if name == "to":
        return tuple_of(span_of(node), [left, right], PAIRS["Pair"])
    if name in ("and", "or"):
        return Operation(span_of(node), "&&" if name == "and" else "||", [left, right])
    return Call(span_of(node), Field((inside[0].start_byte, inside[1].end_byte), left, name), [Argument(right)])


def _assign(low: Lowering, node: Node) -> Expr:
    """``a = b``; a name that is nobody else's is a property of the object that a lambda runs on."""
    written, value = child(node, "left"), low.expression(child(node, "right"))
    target = low.expression(written)
    this = next(iter(low.noted.get(THIS, ())), "")
    if this and isinstance(target, Name) and not low.is_declared(target.name):
        target = Field(target.span, Name((0, 0), this), target.name)
    return Assign(span_of(node), target, value, adds=text(child(node, "operator")) != "=")


def _text(low: Lowering, node: Node) -> Expr:
    """A text; the grammar takes ``$name`` in a text of one line for two texts."""
    parts: list[Expr] = []
    is_name = False
    for each in node.named_children:
        if each.type == "interpolation":
            parts.append(low.expression(first(each)))
        elif is_name and (found := _WORD.match(text(each))):
            at = (each.start_byte, each.start_byte + len(found[0].encode()))
            parts.append(_this(low, each) if found[0] == "this" else Name(at, found[0]))
            parts.append(Const((0, 0), text(each)[found.end() :]))
        elif text(each) != "$":
            parts.append(Const((0, 0), text(each)))
        is_name = text(each) == "$" and each.type == "string_content"
    if all(isinstance(each, Const) for each in parts):
        return Const(span_of(node), string(text(node)))
    return Operation(span_of(node), "+", [Const((0, 0), ""), *parts])


def _character(low: Lowering, node: Node) -> Expr:
    del low
    return Const(span_of(node), string(text(node)))


def _annotated(low: Lowering, node: Node) -> Expr:
    inside = low.named(node)
    return Same(span_of(node), low.expression(inside[-1] if inside else None))


def negates(read: OfExpression) -> OfExpression:
    """The grammar takes ``!a.b(c)`` for ``(!a).b(c)``: what is negated is the whole chain."""

    def reading(low: Lowering, node: Node) -> Expr:
        made = read(low, node)
        return Operation((0, 0), "!?", [made]) if _is_negated(node) else made

    return reading


def _is_negated(node: Node) -> bool:
    around = node.parent
    if around is not None and around.type in _CHAINS and around.named_children[0].id == node.id:
        return False
    here: Node | None = node
    while here is not None and here.type in _CHAINS:
        here = first(here)
    return here is not None and is_lost_negation(here)


MEMBERS: Mapping[str, OfExpression] = {
    "navigation_expression": negates(_member),
    "callable_reference": _reference,
    "index_expression": negates(_item),
    "this_expression": _this,
    "super_expression": _super,
    "infix_expression": _infix,
    "assignment": _assign,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "in_expression": _in,
    "is_expression": _is,
    "string_literal": _text,
    "multiline_string_literal": _text,
    "character_literal": _character,
    "annotated_expression": _annotated,
}
