"""Calls that refuse by themselves: by their name, or, in Go, by the error that the next condition asks for."""

from __future__ import annotations

import re

from tree_sitter import Node

from bot.knowledge import protection as words
from workers.checks.guards.endings import called
from workers.checks.guards.grammar import Grammar
from workers.checks.guards.model import Protection, Way
from workers.checks.guards.syntax import argument_text, callee, line_of, lines, parts, receiver, text_of, unwrapped

_LONGEST_VALUE = 600
_ASSERTING = re.compile(r"^(?:Assert|Asserts|Preconditions|Validate|Ensure|Gate|Guard|Verify|Args)$")
"""Classes whose methods all refuse: Spring, Guava, Commons, Laravel, HttpComponents."""
_VALIDATING = re.compile(
    r"(?i)^_*(?:check|validate|verify|ensure|enforce|authori[sz]e|authenticate|assert|require|guard)(?:_\w*|[A-Z]\w*|d?)$"
)
"""Calls that refuse also where their answer is used: ``data = request.validate(rules)``."""
_CONDITIONAL = re.compile(r"(?i)^(?:raise|throw|fail|abort|deny|reject)_?(?:if|unless|on|when|for_status)")
"""Calls that are an error only in some cases: ``throwIfClosed()``."""
_LOADING = "require"
"""JavaScript's, Ruby's and PHP's way to load a module."""
_ERROR_IS_SET = re.compile(r"^(?=\w*[eE]rr)(\w+) != nil$")


def is_check(call: Node, grammar: Grammar) -> bool:
    """Whether a statement that is only this call checks something, as the name says: ``authorize! :read, server``."""
    name = called(call, grammar).rstrip("!?")
    if not name or name == _LOADING or words.NO_CHECK.search(name):
        return False
    if words.SURE_CALL.match(name) or _CONDITIONAL.match(name):
        return True
    return bool(_ASSERTING.match(receiver(call).rpartition(".")[2]))


def refuses_by_itself(call: Node) -> bool:
    """Whether a call whose answer is used refuses as well."""
    name = callee(call).rstrip("!?")
    return bool(_VALIDATING.match(name)) and name != _LOADING and not words.NO_CHECK.search(name)


def check(call: Node, grammar: Grammar, ending: str = "") -> Protection:
    """The protection that such a call is."""
    name = called(call, grammar)
    text = line_of(call) or f"{name}(…)"
    return Protection(Way.CHECKS, text, *lines(call), name, argument_text(call)[:_LONGEST_VALUE], ending)


class Errors:
    """Which call each of Go's error variables comes from."""

    def __init__(self) -> None:
        self._calls: dict[str, Node] = {}

    def remember(self, statement: Node, grammar: Grammar) -> None:
        """Reads ``value, err := call()``."""
        left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
        if left is None or right is None:
            return
        call = unwrapped(right)
        for name in parts(left):
            variable = text_of(name)
            if "err" not in variable.lower():
                continue
            if call.type in grammar.calls:
                self._calls[variable] = call
            else:
                self._calls.pop(variable, None)

    def asked(self, condition: str) -> Node | None:
        """The call, where a condition asks for nothing but its error: ``err != nil``."""
        match = _ERROR_IS_SET.match(condition)
        return self._calls.get(match.group(1)) if match else None
