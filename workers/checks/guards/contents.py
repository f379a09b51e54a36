"""What one statement holds: its calls, its functions without a name, and the text by which it is compared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tree_sitter import Node

from workers.checks.guards.grammar import Grammar
from workers.checks.guards.syntax import callee, is_comment, parts, text_of, unwrapped, without

CALLBACKS = frozenset(
    "lambda arrow_function function_expression function generator_function func_literal lambda_expression do_block "
    "block anonymous_function anonymous_function_creation_expression method_definition".split()
)
"""Functions and blocks without a name, and methods of an object inside a function."""
BLOCKS_OF_RUBY = frozenset({"do_block", "block"})
_BODIES = frozenset("block statement_block compound_statement body_statement block_body do_block".split())
_DOING = frozenset(
    "echo_statement print_intrinsic include_expression include_once_expression require_expression yield_expression "
    "yield require_once_expression unset_statement delete_statement send_statement inc_statement "
    "dec_statement go_statement defer_statement exec_statement print_statement jsx_element jsx_self_closing_element "
    "subshell super".split()
)
"""Nodes that do something without a call."""
_VALUES = ("right", "value")


@dataclass(frozen=True, slots=True)
class Contents:
    node: Node
    calls: tuple[Node, ...]
    """In order of the text, those inside of functions with a block as their body left out."""
    callbacks: tuple[Node, ...]
    """The outermost functions without a name."""
    hidden: tuple[Node, ...]
    """What does not count as the statement's own: comments, definitions, the functions that have a block."""
    does: bool
    """Whether it does anything: it calls, assigns, returns, writes."""

    @property
    def text(self) -> str:
        return without(self.node, self.hidden)

    @property
    def names(self) -> tuple[str, ...]:
        """Of what it calls."""
        return tuple(name for name in map(callee, self.calls) if name) or self._mere_name

    @property
    def _mere_name(self) -> tuple[str, ...]:
        inner = unwrapped(self.node)
        return (text_of(inner),) if inner.type == "identifier" and self.does else ()


def contents(node: Node, grammar: Grammar, language: str, owned: Collection[int]) -> Contents:
    """Reads one statement; ``owned`` are the ids of nodes that are definitions of their own."""
    calls: list[Node] = []
    callbacks: list[Node] = []
    hidden: list[Node] = []
    does = has_own = False
    covered = -1  # the end of the last callback that is kept in the text
    stack = [node]
    while stack:
        inner = stack.pop()
        kind = inner.type
        if inner.id in owned:
            hidden.append(inner)
            has_own = True
            continue
        if is_comment(inner):
            hidden.append(inner)
            continue
        if kind in CALLBACKS and inner is not node:
            if inner.start_byte >= covered:
                callbacks.append(inner)
            if has_block(inner):
                hidden.append(inner)
                continue
            covered = max(covered, inner.end_byte)
        elif kind in grammar.calls:
            calls.append(inner)
        elif not does:
            does = kind in _DOING or kind in grammar.returns or kind in grammar.deletions
            does = does or (kind in grammar.assignments and _has_value(inner))
        stack.extend(reversed(inner.named_children))
    mere = language == "ruby" and unwrapped(node).type == "identifier"
    does = bool(calls) or mere or (does and not (has_own and _is_declaration(node)))
    return Contents(node, tuple(calls), tuple(callbacks), tuple(hidden), does)


def has_block(function: Node) -> bool:
    """Whether the body of a function is a block of statements and not one expression."""
    body = body_of(function)
    if body is None or body.type not in _BODIES:
        return False
    if function.type == "block" and body.type == "block_body":  # Ruby's braces
        return len(parts(body)) > 1
    return True


def body_of(function: Node) -> Node | None:
    body = function.child_by_field_name("body")
    if body is None and function.type not in ("lambda", "arrow_function"):
        inner = parts(function)
        body = inner[-1] if inner and inner[-1].type in _BODIES else None
    return body


def _has_value(assignment: Node) -> bool:
    return any(assignment.child_by_field_name(field) is not None for field in _VALUES)


def _is_declaration(node: Node) -> bool:
    """Whether a statement only gives a definition its name: ``const show = () => { … }``, ``exports.show = …``."""
    return node.type.endswith("declaration") or unwrapped(node).type in ("assignment_expression", "export_statement")
