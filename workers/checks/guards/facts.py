"""What protects, as facts of one side of one file: refusals, protective calls, decorators, settings, patterns.

Only what stands on changed lines is read: what the change did not touch is on both sides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from tree_sitter import Node

from workers.checks.guards.grammar import Grammar, walk


class Kind(Enum):
    REFUSAL = "refusal"
    """A condition that ends in an error, a refusal or an early end."""
    CONDITION = "condition"
    """A condition in front of something else."""
    CALL = "call"
    DECORATOR = "decorator"
    SETTING = "setting"
    PATTERN = "pattern"
    DELETION = "deletion"
    ENTRY = "entry"
    """A string in a named collection."""
    HANDLER = "handler"
    DEFINITION = "definition"


class Outcome(Enum):
    """How a refusal ends, the hardest first."""

    RAISE = "raise"
    DENY = "deny"
    QUIET = "quiet"
    VALUE = "value"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Fact:
    """One protection at one place. ``text`` is what is compared: a condition, a call, a pattern, on one line."""

    kind: Kind
    text: str
    name: str
    line: int
    end_line: int
    scope: str
    outcome: Outcome = Outcome.OTHER
    ending: str = ""
    """The text of what a refusal ends in."""
    value: str = ""
    """The value of a setting, the arguments of a call or decorator."""
    target: str = ""
    """What the value goes to: the left side of an assignment."""


_LONGEST = 4_000
"""Bytes. What is longer is no condition and no call that one can quote; reading it at every level would take long."""
_DENY_CALL = re.compile(
    r"(?i)^(abort|fail\w*|deny\w*|forbid\w*|unauthorized|not_?found\w*|reject\w*|die|exit|panic|halt|bad_?request\w*"
    r"|error|\w*_?error|http_?error|send_?error|throw\w*|handle_?(?:error|404|403|no_permission)|permission_denied"
    r"|raise\w*|fatal\w*|log\.fatal|head|redirect_to_login|render_?(?:403|404|401)|access_denied)$"
)
_STATUS = re.compile(
    r"\b(?:4\d\d|Status(?:Forbidden|Unauthorized|BadRequest|NotFound)|FORBIDDEN|UNAUTHORIZED)\b"
    r"|:(?:forbidden|unauthorized|not_found|bad_request)\b"
)
_NOTHING = re.compile(
    r"^(?:return|next|break|continue)?\s*(?:None|False|null|nil|undefined|false|\"\"|\[\]|\{\}|-1|0|)\s*;?$"
)
_ERROR_VALUE = re.compile(
    r"\b[eE]rr(?:or)?s?\b|\berr[A-Z]|Err[A-Z]\w*|Exception|Invalid|Forbidden|[dD]enied|Unauthorized"
)
_COLLECTIONS = frozenset(
    {"list", "tuple", "set", "array", "composite_literal", "array_creation_expression", "call", "new_expression"}
    | {"call_expression"}
)
_BLOCKS = frozenset({"block", "statement_block", "compound_statement", "then", "body_statement", "do", "ensure"})
_OTHERWISE = frozenset({"else_clause", "switch_default", "else", "default_statement", "switch_case"})
_NAMED_BY = frozenset(
    {"variable_declarator", "pair", "assignment_expression", "public_field_definition", "field_definition"}
)


def squeezed(text: str) -> str:
    """One line, one style of quotes, no final commas: what formatters change is no difference."""
    line = " ".join(text.split()).replace("'", '"')
    line = re.sub(r"\s*([()\[\]{},;])\s*", r"\1", line)
    return re.sub(r",([)\]}])", r"\1", line).rstrip(";,")


class Reader:
    """Reads the facts of one tree on the given lines."""

    def __init__(self, grammar: Grammar, root: Node, lines: Iterable[int]) -> None:
        self.grammar = grammar
        self.root = root
        self._lines = sorted(lines)

    def touched(self, node: Node) -> bool:
        return self._between(node.start_point.row + 1, node.end_point.row + 1)

    def _between(self, first: int, last: int) -> bool:
        index = bisect_left(self._lines, first)
        return index < len(self._lines) and self._lines[index] <= last

    def facts(self) -> Iterator[Fact]:
        stack: list[tuple[Node, str]] = [(self.root, "")]
        while stack:
            node, scope = stack.pop()
            if not self.touched(node):
                continue
            inner = scope
            if node.type in self.grammar.definitions and (name := definition_name(node)):
                inner = f"{scope}.{name}" if scope else name
                if self._between(node.start_point.row + 1, node.start_point.row + 1):
                    yield self._fact(Kind.DEFINITION, node, squeezed(name), name, scope)
            yield from self._of(node, inner)
            stack.extend((child, inner) for child in reversed(node.named_children))

    def _of(self, node: Node, scope: str) -> Iterator[Fact]:
        grammar, kind = self.grammar, node.type
        readers = (
            (grammar.branches, self._branch),
            (grammar.calls, self._call),
            (grammar.decorators, self._decorator),
            (grammar.settings, self._setting),
            (grammar.assignments, self._assignment),
            (grammar.handlers, self._handler),
            (grammar.throws, self._alone),
        )
        for kinds, read in readers:
            if kind in kinds:
                return read(node, scope)
        return self._leaf(node, scope)

    def _leaf(self, node: Node, scope: str) -> Iterator[Fact]:
        if node.type in self.grammar.patterns:
            yield self._fact(Kind.PATTERN, node, _text(node), "", scope)
        elif node.type in self.grammar.deletions or (
            node.type == "unary_expression" and re.match(r"delete\b", _text(node))
        ):
            yield self._fact(Kind.DELETION, node, squeezed(_text(node)), "", scope)

    def _fact(
        self,
        kind: Kind,
        node: Node,
        text: str,
        name: str,
        scope: str,
        *,
        last: Node | None = None,
        outcome: Outcome = Outcome.OTHER,
        ending: str = "",
        value: str = "",
        target: str = "",
    ) -> Fact:
        first = node.start_point.row + 1
        short = kind in (Kind.DEFINITION, Kind.CONDITION)
        end = first if short else (last or node).end_point.row + 1
        return Fact(kind, text[:600], name, first, end, scope, outcome, ending, value[:300], target[-200:])

    def _decorator(self, node: Node, scope: str) -> Iterator[Fact]:
        inner = _first_part(node) if self.grammar.decorators == {"decorator"} else node
        text = squeezed(_text(inner if inner is not None else node)).lstrip("@")
        path, _, arguments = text.partition("(")
        name = _decorated(node, self.grammar)
        where = f"{scope}.{name}".lstrip(".") if name else scope
        yield self._fact(Kind.DECORATOR, node, text, path.split(".")[-1], where, value=arguments, target=path)

    def _branch(self, node: Node, scope: str) -> Iterator[Fact]:
        condition = node.child_by_field_name("condition") or _first_part(node)
        if condition is None or not (text := self._asked(node, condition)):
            return
        if "assert" in node.type:
            yield self._fact(Kind.REFUSAL, node, f"not {text}", "assert", scope, outcome=Outcome.VALUE)
            return
        body = _consequence(node)
        ending, outcome = self._ending(body)
        is_changed = self._between(node.start_point.row + 1, condition.end_point.row + 1)
        if is_changed or (ending is not None and self.touched(ending)):
            kind = Kind.CONDITION if outcome is Outcome.OTHER else Kind.REFUSAL
            shown = squeezed(_text(ending))[:200]
            yield self._fact(kind, node, text, "", scope, last=body, outcome=outcome, ending=shown)

    def _asked(self, node: Node, condition: Node) -> str:
        """The condition as one line; ``unless`` is turned round, and Go's statement before it stays with it."""
        text = _condition(condition)
        if text and node.type in self.grammar.negated:
            text = f"not {text}"
        initializer = node.child_by_field_name("initializer")
        return f"{squeezed(_text(initializer))};{text}" if initializer is not None else text

    def _ending(self, body: Node | None) -> tuple[Node | None, Outcome]:
        """How a block ends: the hardest of its own statements that refuse, the last of equals."""
        if body is None:
            return None, Outcome.OTHER
        found = [(statement, self.outcome(statement)) for statement in _statements(body)]
        order = list(Outcome)
        refusals = [(statement, outcome) for statement, outcome in found if outcome is not Outcome.OTHER]
        return min(reversed(refusals), key=lambda item: order.index(item[1]), default=(None, Outcome.OTHER))

    def outcome(self, statement: Node) -> Outcome:
        """What a statement does to the flow."""
        grammar = self.grammar
        inner = statement
        while inner.type in ("expression_statement", "await_expression", "await") and inner.named_children:
            inner = inner.named_children[0]
        if inner.type in grammar.throws:
            return Outcome.RAISE
        if inner.type in grammar.skips:
            return Outcome.QUIET
        if inner.type in grammar.returns:
            return self._returned(inner)
        called = callee(inner) if inner.type in grammar.calls else ""
        if called in ("raise", "panic", "throw"):
            return Outcome.RAISE
        refuses = called and (_DENY_CALL.match(called) or _STATUS.search(_text(statement)))
        return Outcome.DENY if refuses else Outcome.OTHER

    def _returned(self, statement: Node) -> Outcome:
        text = _text(statement)
        if _NOTHING.match(squeezed(text)):
            return Outcome.QUIET
        value = _first_part(statement)
        name = callee(value) if value is not None and value.type in self.grammar.calls else ""
        denies = _STATUS.search(text) or _DENY_CALL.match(name) or _ERROR_VALUE.search(text)
        return Outcome.DENY if denies else Outcome.VALUE

    def _call(self, node: Node, scope: str) -> Iterator[Fact]:
        name = callee(node)
        arguments = node.child_by_field_name("arguments")
        last = node if arguments is None else arguments
        if not name or not self._between(node.start_point.row + 1, last.end_point.row + 1):
            return
        value = squeezed(_text(arguments))[1:-1] if arguments is not None else ""
        function = node.child_by_field_name("function")
        own = squeezed(_text(function) if function is not None else _text(node).partition("(")[0])
        text = squeezed(_text(node)) or f"{own}(…)"
        yield self._fact(Kind.CALL, node, text, name, scope, value=value, target=own)

    def _setting(self, node: Node, scope: str) -> Iterator[Fact]:
        children = node.named_children
        name = node.child_by_field_name("name") or node.child_by_field_name("key") or _first_part(node)
        value = node.child_by_field_name("value") or (children[-1] if len(children) > 1 else None)
        if name is None or value is None:
            return
        key, given = _text(name).strip("\"':"), squeezed(_text(value))
        if given and len(given) <= 200:
            yield self._fact(Kind.SETTING, node, f"{key}={given}", key, scope, value=given)

    def _assignment(self, node: Node, scope: str) -> Iterator[Fact]:
        left = node.child_by_field_name("left") or node.child_by_field_name("name") or _first_part(node)
        right = node.child_by_field_name("right") or node.child_by_field_name("value")
        if left is None or right is None:
            return
        target, value = squeezed(_text(left)), squeezed(_text(right))
        if value and len(value) <= 120:
            key = re.split(r"[.\[\"]", target.rstrip('"]'))[-1]
            yield self._fact(Kind.SETTING, node, f"{target}={value}", key, scope, value=value, target=target)
        if right.type in _COLLECTIONS and _size(right) <= _LONGEST:
            for child in walk(right):
                if child.type in self.grammar.strings and self.touched(child):
                    yield self._fact(Kind.ENTRY, child, squeezed(_text(child)), target, scope)

    def _handler(self, node: Node, scope: str) -> Iterator[Fact]:
        body = node.child_by_field_name("body") or node.child_by_field_name("consequence")
        body = body or (node.named_children[-1] if node.named_children else None)
        ending, outcome = self._ending(body)
        caught = squeezed(" ".join(_text(child) for child in node.children if child != body))
        first = node.start_point.row + 1
        if self._between(first, first) or (ending is not None and self.touched(ending)):
            shown = squeezed(_text(ending))[:200] if ending is not None else ""
            yield self._fact(Kind.HANDLER, node, caught, "", scope, outcome=outcome, ending=shown)

    def _alone(self, node: Node, scope: str) -> Iterator[Fact]:
        """A throw that no ``if`` of its own holds: in an ``else``, a ``default``."""
        parent = node.parent
        while parent is not None and parent.type in _BLOCKS | {"expression_statement"}:
            parent = parent.parent
        if parent is not None and parent.type in _OTHERWISE:
            text = squeezed(_text(node))
            yield self._fact(Kind.REFUSAL, node, text, "else", scope, outcome=Outcome.RAISE, ending=text[:200])


def definition_name(node: Node) -> str:
    """The name a definition goes by: what an anonymous one is assigned to; empty for a callback."""
    name = node.child_by_field_name("name")
    if name is not None:
        receiver = node.child_by_field_name("receiver")
        if receiver is not None:
            types = [child for child in walk(receiver) if child.type == "type_identifier"]
            return f"{_text(types[0])}.{_text(name)}" if types else _text(name)
        return _text(name)
    parent = node.parent
    if parent is None:
        return ""
    if parent.type in _NAMED_BY:
        target = parent.child_by_field_name("name") or parent.child_by_field_name("key")
        target = target or parent.child_by_field_name("left") or parent.child_by_field_name("property")
        return squeezed(_text(target)).replace(".prototype.", ".") if target is not None else ""
    return ""


def _decorated(node: Node, grammar: Grammar) -> str:
    """The definition that a decorator outside of it belongs to; annotations stand inside theirs."""
    parent = node.parent
    if parent is not None and parent.type == "decorated_definition":
        definition = parent.child_by_field_name("definition")
        return definition_name(definition) if definition is not None else ""
    sibling = node.next_named_sibling
    while sibling is not None and sibling.type in grammar.decorators:
        sibling = sibling.next_named_sibling
    return definition_name(sibling) if sibling is not None and sibling.type in grammar.definitions else ""


def callee(node: Node) -> str:
    """The last name of what is called: ``escape`` for ``html.escape(x)``."""
    for field in ("method", "name", "function", "constructor", "type"):
        part = node.child_by_field_name(field)
        if part is not None:
            words = re.findall(r"[\w?!$]+", _text(part))
            return words[-1] if words else ""
    return ""


def _size(node: Node) -> int:
    return node.end_byte - node.start_byte


def _text(node: Node | None) -> str:
    """The node's text; empty where it is longer than anything that could be quoted."""
    if node is None or _size(node) > _LONGEST or node.text is None:
        return ""
    return node.text.decode("utf-8", "replace")


def _condition(node: Node) -> str:
    text = squeezed(_text(node))
    while text.startswith("(") and text.endswith(")") and _closes_at_end(text):
        text = text[1:-1]
    return text


def _closes_at_end(text: str) -> bool:
    depth = 0
    for index, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return index == len(text) - 1
    return False


def _first_part(node: Node) -> Node | None:
    return node.named_children[0] if node.named_children else None


def _consequence(node: Node) -> Node | None:
    for field in ("consequence", "body"):
        part = node.child_by_field_name(field)
        if part is not None:
            return part
    return node.named_children[-1] if len(node.named_children) > 1 else None


def _statements(body: Node) -> list[Node]:
    """The statements of a block, or the one statement that stands without one."""
    if body.type in _BLOCKS:
        children = list(body.named_children)
        if len(children) == 1 and children[0].type == "statement_list":
            children = list(children[0].named_children)
        return children
    return [body]
