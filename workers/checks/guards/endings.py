"""How a statement leaves its block: an error, a denial, a return, the next turn of a loop; and which of them refuse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from tree_sitter import Node

from workers.checks.guards.grammar import Grammar
from workers.checks.guards.syntax import (
    callee,
    first_part,
    line_of,
    lines,
    parts,
    receiver,
    squeezed,
    text_of,
    unwrapped,
)


class Leaves(Enum):
    """By which way a statement leaves its block."""

    RAISE = "raise"
    """An error, or the end of the program."""
    RETURN = "return"
    SKIP = "skip"
    """The next turn of a loop, or its end."""
    DENIAL = "denial"
    """It says no and does *not* leave: ``res.status(403).end()``. What stands after it is still reached."""


@dataclass(frozen=True, slots=True)
class Ending:
    leaves: Leaves
    text: str
    """The statement on one line, at most 300 characters."""
    line: int
    denies: bool
    """Whether it says no: an error, a status of 4xx, an empty answer."""


_THROWING = {
    "python": frozenset("abort exit _exit".split()),
    "javascript": frozenset({"exit"}),
    "typescript": frozenset({"exit"}),
    "go": frozenset("panic Exit Fatal Fatalf Fatalln Panic Panicf Panicln".split()),
    "java": frozenset({"exit"}),
    "ruby": frozenset(
        "raise throw fail halt abort exit error! access_denied! not_found! forbidden! unauthorized! bad_request! "
        "deny_access! render_api_error!".split()
    ),
    "php": frozenset("die exit abort abort_if abort_unless throw_if throw_unless wp_die wp_send_json_error".split()),
}
"""Calls that do not come back: of the languages, Flask, the Go logger, Sinatra, Grape, Laravel, WordPress."""
_THROWS_BY_NAME = re.compile(r"^(?:raise|throw)(?!_?(?i:if|unless|on_|when|for_status))(?:_\w+|[A-Z]\w*)$")
_OF_THE_PROCESS = frozenset({"", "sys", "os", "process", "System", "flask", "self", "app", "this", "Kernel", "App"})
"""What ``exit`` and its like are called on, where they end the program."""
_DENYING_CALL = re.compile(
    r"(?i)^(?:abort\w*|fail\w*|deny(?!\w*(?:unless|if))\w*|forbid\w*|forbidden|unauthorized|not_?found\w*|reject\w*|die|exit|panic|halt"
    r"|bad_?request\w*|error|\w*_?error|http_?error|send_?\w*error|throw\w*|handle_?(?:error|404|403|no_permission)"
    r"|permission_denied|raise\w*|fatal\w*|head|redirect_to_login|render_?(?:403|404|401|error\w*)|access_denied"
    r"|require_login|invalid_\w+|write_?error\w*|\w*ErrorResponse\w*+|HttpResponse(?:Forbidden|NotFound|BadRequest)"
    r"|show\w*Error|error_?response\w*)$"
)
_LOGGING = re.compile(
    r"(?i)^(?:\w*\.)*_?(?:log|logger|logging|console|slog|klog|glog|logrus|syslog|warnings?)$|(?i:log(?:ger)?\(\))$"
)
_STATUS = re.compile(
    r"\b(?:4\d\d|Status(?:Forbidden|Unauthorized|BadRequest|NotFound|TooManyRequests|RequestEntityTooLarge|Conflict)"
    r"|FORBIDDEN|UNAUTHORIZED|BAD_REQUEST|NOT_FOUND|HTTP_4\d\d\w*)\b"
    r"|:(?:forbidden|unauthorized|not_found|bad_request|unprocessable_entity)\b"
)
_ANSWERING = re.compile(
    r"(?i)^(?:res|resp|response|reply|rep|c|ctx|context|w|self|this|\$this|\$?response|render\w*|json|jsonify|make_response"
    r"|status|send\w*|end|write\w*|\w*Response|JSON|String|AbortWith\w*|http)$"
)
"""What answers are made with: only there a status of 4xx is a denial."""
_NOTHING = re.compile(
    r"^(?:return|next|break|continue)?\s*+(?:None|False|FALSE|null|NULL|nil|undefined|false|\"\"|\[\]|\{\}|-1|0|)\s*+;?$"
)
_ERROR_VALUE = re.compile(
    r"\b[eE]rr(?:or)?s?\b|\berr[A-Z]|Err[A-Z]|\wError\(|\bErrorf\(|Exception|Invalid|Forbidden|[dD]enied|Unauthorized"
)
_CODE_INSIDE = re.compile(r"=>|\bfunction\b|\bfunc\(")
_RENDERING = frozenset({"render", "redirect_to", "redirect_back", "head", "respond_with", "send_data", "send_file"})


def ending(node: Node, grammar: Grammar, language: str) -> Ending | None:
    """How one simple statement leaves its block; ``None`` where it goes on. Ruby's ``x and return`` is a branch."""
    inner = unwrapped(node)
    kind = inner.type
    if kind in grammar.throws or kind == "assert_statement":
        return _made(Leaves.RAISE, node, denies=True)
    if kind in grammar.skips:
        return _made(Leaves.SKIP, node, denies=True)
    if kind in grammar.returns:
        return _made(Leaves.RETURN, node, denies=denies(inner, grammar))
    name = called(inner, grammar)
    if not name:
        return None
    if is_throwing(name, inner, language):
        return _made(Leaves.RAISE, node, denies=True)
    if is_denial(name, inner):
        return _made(Leaves.DENIAL, node, denies=True)
    return None


def ending_of(node: Node, grammar: Grammar, language: str, *, is_returned: bool) -> Ending | None:
    """The same, also of a part of a ``return`` that was taken apart."""
    found = ending(node, grammar, language)
    if not is_returned:
        return found
    text = line_of(node)
    is_no = found is not None or bool(_NOTHING.match(text))
    return Ending(Leaves.RETURN, f"return {text}"[:300], lines(node)[0], is_no)


def is_throwing(name: str, call: Node, language: str) -> bool:
    """Whether a call never comes back."""
    if name not in _THROWING[language] and not _THROWS_BY_NAME.match(name):
        return False
    return name not in ("exit", "abort", "fail") or receiver(call) in _OF_THE_PROCESS


def is_denial(name: str, call: Node) -> bool:
    """Whether a call says no to who asked, and comes back."""
    on = receiver(call)
    if _LOGGING.search(on) or name in ("log", "warn", "info", "debug"):
        return False
    if _DENYING_CALL.match(name):
        return True
    text = text_of(call)
    if not _STATUS.search(text) or _CODE_INSIDE.search(text):
        return False
    root = re.split(r"[.(\[]|->|::", on or name, maxsplit=1)[0]
    return bool(_ANSWERING.match(root) or _ANSWERING.match(name))


def called(node: Node, grammar: Grammar) -> str:
    """What a statement calls; Ruby calls methods by their mere name."""
    if node.type in grammar.calls:
        return callee(node)
    return text_of(node) if node.type == "identifier" else ""


def denies(statement: Node, grammar: Grammar) -> bool:
    """Whether a ``return`` says no: an error, a denial, nothing."""
    text = text_of(statement)
    if _NOTHING.match(squeezed(text)):
        return True
    value = first_part(statement)
    while value is not None and value.type in ("argument_list", "expression_list", "await_expression", "await"):
        inner = parts(value)
        if value.type == "expression_list" and not all(_NOTHING.match(line_of(other)) for other in inner[:-1]):
            return False  # Go's answer with an error that may be none
        value = inner[-1] if inner else None
    if value is None:
        return False
    name = called(value, grammar) if value.type in grammar.calls else ""
    said = _CODE_INSIDE.split(text, maxsplit=1)[0]
    denied = bool(_DENYING_CALL.match(name)) if name else False
    return bool(denied or _STATUS.search(said) or _ERROR_VALUE.search(said))


def is_rendered_and_done(left: Node, grammar: Grammar) -> bool:
    """Whether what stands before Ruby's ``and return`` answers the request: ``head :forbidden and return``."""
    return called(left, grammar) in _RENDERING


def _made(leaves: Leaves, node: Node, *, denies: bool) -> Ending:
    text = line_of(node) or squeezed((node.text or b"")[:300].decode("utf-8", "replace"))
    return Ending(leaves, text[:300], lines(node)[0], denies)
