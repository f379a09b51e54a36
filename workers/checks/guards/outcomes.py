"""How statements end: in an error, a refusal, silence, a value, or not at all."""

from __future__ import annotations

import re

from tree_sitter import Node

from workers.checks.guards.facts import Outcome, callee, first_part, squeezed, text_of
from workers.checks.guards.grammar import Grammar

BLOCKS = frozenset({"block", "statement_block", "compound_statement", "then", "body_statement", "do", "ensure"})
OTHERWISE = frozenset({"else_clause", "switch_default", "default_case", "else", "default_statement", "switch_case"})
_DENY_CALL = re.compile(
    r"(?i)^(abort|fail\w*|deny\w*|forbid\w*|unauthorized|not_?found\w*|reject\w*|die|exit|panic|halt|bad_?request\w*"
    r"|error|\w*_?error|http_?error|send_?\w*error|throw\w*|handle_?(?:error|404|403|no_permission)|permission_denied"
    r"|raise\w*|fatal\w*|log\.fatal|head|redirect_to_login|render_?(?:403|404|401|error\w*)|access_denied|require_login"
    r"|invalid_\w+|write_?error\w*|\w*ErrorResponse\w*|show\w*Error)$"
)
_STATUS = re.compile(
    r"\b(?:4\d\d|Status(?:Forbidden|Unauthorized|BadRequest|NotFound)|FORBIDDEN|UNAUTHORIZED|BAD_REQUEST)\b"
    r"|:(?:forbidden|unauthorized|not_found|bad_request)\b"
)
_NOTHING = re.compile(
    r"^(?:return|next|break|continue)?\s*(?:None|False|null|nil|undefined|false|\"\"|\[\]|\{\}|-1|0|)\s*;?$"
)
_ERROR_VALUE = re.compile(
    r"\b[eE]rr(?:or)?s?\b|\berr[A-Z]|Err[A-Z]\w*|\w+Error\(|\bErrorf\(|Exception|Invalid|Forbidden|[dD]enied|Unauthorized"
)
_TAKES = re.compile(r"^[\w.$>-]+\s*:?=\s*(?:true|True)\b")
ACCEPTS = re.compile(r"^(?:return\s+)?(?:True|true|TRUE)\b")
"""An ending that lets everything through."""
REFUSES = re.compile(r"^(?:return\s+)?(?:False|false|FALSE)\b")


def ending(grammar: Grammar, body: Node | None) -> tuple[Node | None, Outcome]:
    """How a block ends: the hardest of its own statements that refuse, the last of equals."""
    if body is None:
        return None, Outcome.OTHER
    inside = statements(body)
    found = [(statement, outcome(grammar, statement)) for statement in inside]
    if any(_TAKES.search(text_of(statement)) for statement in inside):
        # It marks what was looked for and leaves the loop.
        found = [item for item in found if item[0].type not in grammar.skips]
    order = list(Outcome)
    refusals = [(statement, how) for statement, how in found if how is not Outcome.OTHER]
    return min(reversed(refusals), key=lambda item: order.index(item[1]), default=(None, Outcome.OTHER))


def statements(body: Node) -> list[Node]:
    """The statements of a block, or the one statement that stands without one."""
    if body.type in BLOCKS or body.type == "else":
        children = list(body.named_children)
        if len(children) == 1 and children[0].type == "statement_list":
            children = list(children[0].named_children)
        return children
    return [body]


def outcome(grammar: Grammar, statement: Node) -> Outcome:
    """What a statement does to the flow."""
    inner = statement
    while inner.type in ("expression_statement", "await_expression", "await") and inner.named_children:
        inner = inner.named_children[0]
    if inner.type in grammar.throws:
        return Outcome.RAISE
    if inner.type in grammar.skips:
        return Outcome.QUIET
    if inner.type in grammar.returns:
        return _returned(grammar, inner)
    called = _called(grammar, inner)
    if called in ("raise", "panic", "throw"):
        return Outcome.RAISE
    refuses = called and (_DENY_CALL.match(called) or _STATUS.search(text_of(statement)))
    return Outcome.DENY if refuses else Outcome.OTHER


def _called(grammar: Grammar, node: Node) -> str:
    """What a statement calls; Ruby calls methods by their mere name."""
    if node.type in grammar.calls:
        return callee(node)
    return text_of(node) if node.type == "identifier" else ""


def _returned(grammar: Grammar, statement: Node) -> Outcome:
    text = text_of(statement)
    if _NOTHING.match(squeezed(text)):
        return Outcome.QUIET
    value = first_part(statement)
    if value is not None and value.type in ("argument_list", "expression_list"):
        value = first_part(value)
    name = _called(grammar, value) if value is not None else ""
    # What is handed on as code may speak of errors of its own.
    said = re.split(r"=>|\bfunction\b|\bfunc\(", text, maxsplit=1)[0]
    denies = _STATUS.search(said) or _DENY_CALL.match(name) or _ERROR_VALUE.search(said)
    return Outcome.DENY if denies else Outcome.VALUE
