"""Ruby. A name alone is a variable where one was given a value, else a method of the file if there is one; the last
value of a method or a block is what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workers.flows.grammar import Grammar
from workers.flows.languages import ruby_parts as parts
from workers.flows.lowering import Lowering
from workers.flows.nodes import child, first, span_of, text
from workers.flows.program import (
    Case,
    Class,
    Do,
    Function,
    If,
    Leave,
    Loop,
    Name,
    Parts,
    Return,
    Sequence,
    Statement,
    Switch,
    Throw,
    Try,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def _called(low: Lowering, node: Node) -> list[Statement]:
    if child(node, "receiver") is None and text(child(node, "method")) in parts.THROWS:
        return [Throw(Parts(span_of(node), [each.value for each in parts.read_arguments(low, node)]))]
    return [Do(low.expression(node))]


def _if(low: Lowering, node: Node) -> list[Statement]:
    test = low.expression(child(node, "condition"))
    then = low.statement(child(node, "consequence" if node.type in ("if", "unless", "elsif") else "body"))
    otherwise = low.statement(child(node, "alternative"))
    if node.type.startswith("unless"):
        then, otherwise = otherwise, then
    return [If(test, then, otherwise)]


def _while(low: Lowering, node: Node) -> list[Statement]:
    return [Loop(None, None, low.expression(child(node, "condition")), low.statement(child(node, "body")))]


def _for(low: Lowering, node: Node) -> list[Statement]:
    target = parts.read_target(low, child(node, "pattern"))
    return [Loop(target, low.expression(first(child(node, "value"))), None, low.statement(child(node, "body")))]


def _case(low: Lowering, node: Node) -> list[Statement]:
    cases = []
    for each in low.named(node):
        if each.type == "when":
            labels = [low.expression(first(one)) for one in each.children_by_field_name("pattern")]
            cases.append(Case(labels, low.statement(child(each, "body"))))
        elif each.type == "in_clause":
            cases.append(Case([Parts((0, 0), [])], low.statement(child(each, "body"))))
        elif each.type == "else":
            cases.append(Case(None, low.block(each)))
    return [Switch(low.expression(child(node, "value")), cases)]


def _return(low: Lowering, node: Node) -> list[Statement]:
    inside = first(node)
    given = low.named(inside) if inside is not None else []
    if node.type != "return" and not given:
        return [Leave()]
    values = [low.expression(each) for each in given]
    return [Return(values[0] if len(values) == 1 else Sequence(span_of(node), values) if values else None)]


def _body(low: Lowering, node: Node) -> list[Statement]:
    """Statements with what rescues and ensures them."""
    made: list[Statement] = []
    handlers: list[list[Statement]] = []
    final: list[Statement] = []
    after: list[Statement] = []
    for each in low.named(node):
        if each.type == "rescue":
            variable = child(each, "variable")
            if variable is not None:
                parts.read_target(low, first(variable))
            handlers.append(low.statement(child(each, "body")))
        elif each.type == "else":
            after = low.block(each)
        elif each.type == "ensure":
            final = low.block(each)
        else:
            made += low.statement(each)
    return [Try([*made, *after], handlers, final)] if handlers or final else made


def _method(low: Lowering, node: Node) -> list[Statement]:
    return low.defined(parts.read_function(low, node))


def _class(low: Lowering, node: Node) -> list[Statement]:
    """A class or a module; what else stands in its body runs as a method of it."""
    made = Class(text(child(node, "name")).rpartition("::")[2], span_of(node))
    above = child(node, "superclass")
    if above is not None:
        named = low.expression(first(above))
        made.bases += [named.name] if isinstance(named, Name) else []
    outer, low._owner = low._owner, made.name
    body = Function("*body*", span_of(node), [], [], made.name)
    low._declared.append(set())
    try:
        for each in _members(low, child(node, "body")):
            if each.type in parts.DEFINITIONS:
                low.add_method(made, parts.read_function(low, each, made.name))
            elif each.type == "call" and text(child(each, "method")) in parts.MIXES and child(each, "receiver") is None:
                given = [low.expression(one) for one in low.named(child(each, "arguments") or each)]
                made.bases += [one.name for one in given if isinstance(one, Name)]
            elif each.type == "assignment" and text(child(each, "left"))[:1].isupper():
                made.starts.append((text(child(each, "left")), low.expression(child(each, "right"))))
            else:
                body.body += low.statement(each)
    finally:
        low._owner = outer
        body.locals = frozenset(low._declared.pop())
    if body.body:
        made.methods[body.name] = body
    old = low.module.classes.setdefault(made.name, made)
    if old is not made:
        for function in made.methods.values():
            old.methods.setdefault(function.name, function)
    return []


def _members(low: Lowering, body: Node | None) -> Iterator[Node]:
    """What stands in a class: ``private def a`` and ``class << self`` are looked into."""
    for each in low.named(body) if body is not None else ():
        inner = [one for one in low.named(child(each, "arguments") or each) if one.type in parts.DEFINITIONS]
        if each.type == "singleton_class":
            yield from _members(low, child(each, "body"))
        elif each.type == "call" and inner:
            yield from inner
        else:
            yield each


def _nothing(low: Lowering, node: Node) -> list[Statement]:
    del low, node
    return []


def _whole(low: Lowering, node: Node) -> list[Statement]:
    return low.block(node)


GRAMMAR = Grammar(
    language="ruby",
    names=frozenset({"identifier", "constant"}),
    receivers=frozenset({"self"}),
    numbers=frozenset({"integer", "float"}),
    constants={"true": True, "false": False, "nil": None},
    conditionals={"conditional": ("condition", "consequence", "alternative")},
    binaries={"binary": ("left", "operator", "right")},
    sequences=frozenset({"destructured_parameter"}),
    functions={
        "method": ("name", "parameters", "body"),
        "singleton_method": ("name", "parameters", "body"),
        "lambda": ("", "parameters", ""),
        "block": ("", "parameters", "body"),
        "do_block": ("", "parameters", "body"),
    },
    keeps_receiver=frozenset({"lambda", "block", "do_block"}),
    parameters={
        "optional_parameter": ("name", "value", ""),
        "keyword_parameter": ("name", "value", ""),
        "splat_parameter": ("name", "", ""),
        "hash_splat_parameter": ("name", "", ""),
        "block_parameter": ("name", "", ""),
    },
    rests=frozenset({"splat_parameter", "hash_splat_parameter"}),
    blocks=frozenset({"program", "then", "do", "block_body", "else", "ensure"}),
    throws=frozenset(),
    expressions={
        "identifier": parts.read_identifier,
        "instance_variable": parts.read_of_object,
        "class_variable": parts.read_of_object,
        "global_variable": parts.read_global,
        "constant": parts.read_constant,
        "scope_resolution": parts.read_constant,
        "simple_symbol": parts.read_symbol,
        "hash_key_symbol": parts.read_symbol,
        "delimited_symbol": parts.read_text,
        "string": parts.read_text,
        "bare_string": parts.read_text,
        "subshell": parts.read_text,
        "regex": parts.read_text,
        "chained_string": lambda low, node: Parts(span_of(node), [low.expression(each) for each in low.named(node)]),
        "array": parts.read_array,
        "string_array": parts.read_array,
        "symbol_array": parts.read_array,
        "hash": parts.read_hash,
        "element_reference": parts.read_element,
        "binary": parts.read_binary,
        "unary": parts.read_not,
        "assignment": parts.read_assignment,
        "operator_assignment": parts.read_assignment,
        "parenthesized_statements": parts.read_together,
        "begin": parts.read_together,
        "if": parts.read_as_value,
        "unless": parts.read_as_value,
        "case": parts.read_as_value,
        "case_match": parts.read_as_value,
        "rescue_modifier": parts.read_rescued,
        "call": parts.read_call,
        "lambda": parts.read_block,
    },
    statements={
        "call": _called,
        "if": _if,
        "unless": _if,
        "elsif": _if,
        "if_modifier": _if,
        "unless_modifier": _if,
        "while": _while,
        "until": _while,
        "while_modifier": _while,
        "until_modifier": _while,
        "for": _for,
        "case": _case,
        "case_match": _case,
        "return": _return,
        "next": _return,
        "break": _return,
        "body_statement": _body,
        "begin": _body,
        "method": _method,
        "singleton_method": _method,
        "class": _class,
        "module": _class,
        "singleton_class": _nothing,
        "alias": _nothing,
        "undef": _nothing,
        "begin_block": _whole,
    },
    ignored=frozenset(
        "comment string_content escape_sequence heredoc_content heredoc_end uninterpreted empty_statement".split()
    ),
    declares_all=True,
)
