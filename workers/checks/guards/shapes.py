"""Which step a statement is, by the type of its node."""

from __future__ import annotations

from tree_sitter import Node

from workers.checks.guards import branches
from workers.checks.guards.branches import BRANCHES, JOINED, SWITCHES, TERNARIES
from workers.checks.guards.grammar import Grammar
from workers.checks.guards.steps import (
    BLOCKS,
    Body,
    Handler,
    Loop,
    Plain,
    Scope,
    Step,
    Try,
    has_handlers,
    statements,
)
from workers.checks.guards.syntax import first_part, line_of, lines, parts, unwrapped

_LOOPS = frozenset(
    "for_statement while_statement for_in_statement enhanced_for_statement foreach_statement do_statement for while "
    "until while_modifier until_modifier".split()
)
_OVER_SOMETHING = frozenset({"for_statement", "for_in_statement", "enhanced_for_statement", "foreach_statement", "for"})
_TRIES = frozenset({"try_statement", "try_with_resources_statement"})
_HANDLERS = frozenset({"except_clause", "except_group_clause", "catch_clause", "rescue"})
_LASTS = frozenset({"finally_clause", "ensure"})
_ELSES = frozenset({"else_clause", "else"})
_SCOPES = frozenset({"with_statement", "synchronized_statement"})


def step(body: Body, grammar: Grammar, language: str) -> Step:
    """What a statement does to the flow."""
    if isinstance(body, Plain):
        return body
    found = _compound(body, language)
    if found is None:
        inner = unwrapped(body)
        found = _expression(body, inner, grammar, language)
        if found is None and inner is not body:  # Java's switch, a loop in Ruby's parentheses
            found = _compound(inner, language)
    return found or Plain(body)


def _compound(node: Node, language: str) -> Step | None:
    """A statement that has statements."""
    kind = node.type
    if kind in BRANCHES:
        return branches.of_if(node, language)
    if kind in _LOOPS:
        return _loop(node, language)
    if kind in _TRIES or has_handlers(node):
        return _try(node)
    if kind in SWITCHES:
        return branches.of_switch(node, language)
    if kind in _SCOPES:
        inner = node.child_by_field_name("body")
        return Scope(statements(inner), tuple(child for child in parts(node) if child != inner))
    return Scope(statements(node)) if kind in BLOCKS else None


def _expression(body: Node, inner: Node, grammar: Grammar, language: str) -> Step | None:
    """An expression that decides."""
    kind = inner.type
    if kind in grammar.returns:
        return branches.of_return(inner, language)
    if kind in JOINED:
        return branches.of_joined(inner, grammar, language)
    if kind in TERNARIES and (body.type == "expression_statement" or language == "ruby"):
        return branches.of_ternary(inner, language)
    if kind == "function_call_expression":
        return branches.of_conditional_call(inner, language)
    return branches.of_assert(inner, language) if kind == "assert_statement" else None


def _loop(node: Node, language: str) -> Loop:
    body, condition = node.child_by_field_name("body"), node.child_by_field_name("condition")
    body = first_part(node) if body is None and node.type.endswith("_modifier") else body
    rest = [child for child in node.children_by_field_name("alternative") if child.type in _ELSES]
    head: list[Node] = []
    if node.type in _OVER_SOMETHING:
        head = [child for child in parts(node) if child != body and child not in rest]
        if language == "go" and len(head) == 1 and head[0].type != "range_clause":
            condition = head[0].child_by_field_name("condition") if head[0].type == "for_clause" else head[0]
    text = branches.asked(node, condition) if condition is not None else ""
    return Loop(
        node,
        tuple(head) if condition is None else (),
        text,
        branches.always(node, condition, language),
        statements(body),
        tuple(statement for child in rest for statement in statements(child)),
        is_entered=node.type == "do_statement",
    )


def _try(node: Node) -> Try:
    handlers: list[Handler] = []
    head: list[Node] = []
    body, rest, last = list[Body](), list[Body](), list[Body]()
    for child in parts(node):
        if child.type in _HANDLERS:
            handlers.append(_handler(child))
        elif child.type in _LASTS:
            last += statements(child)
        elif child.type in _ELSES:
            rest += statements(child)
        elif child.type == "resource_specification":
            head.append(child)
        elif child.type in BLOCKS and node.type in _TRIES:
            body += statements(child)
        else:
            body.append(child)
    return Try(tuple(head), tuple(body), tuple(handlers), tuple(rest), tuple(last))


def _handler(node: Node) -> Handler:
    inside = node.child_by_field_name("body") or node.child_by_field_name("consequence")
    inner = parts(node)
    if inside is None and inner and inner[-1].type in BLOCKS:
        inside = inner[-1]
    caught = " ".join(line_of(part) for part in inner if part != inside)
    return Handler(caught, statements(inside), *lines(node))
