"""Reads the facts of one syntax tree: refusals, protective calls, decorators, settings, patterns.

Only what stands on changed lines is read: what the change did not touch is on both sides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from tree_sitter import Node

from bot.knowledge import protection as words
from workers.checks.guards import outcomes
from workers.checks.guards.facts import (
    Fact,
    Kind,
    Outcome,
    callee,
    condition_text,
    definition_name,
    first_part,
    is_short,
    squeezed,
    text_of,
)
from workers.checks.guards.grammar import Grammar, Parsed, walk

_COLLECTIONS = frozenset(
    {"list", "tuple", "set", "array", "composite_literal", "array_creation_expression", "call", "new_expression"}
    | {"call_expression"}
)
_MAKES_COLLECTION = frozenset(
    {"frozenset", "set", "list", "tuple", "Set", "Array", "of", "asList", "freeze", "unmodifiableSet", "Object"}
)
_HANDED_ON = frozenset(
    {"arguments", "argument_list", "argument", "template_substitution", "interpolation", "binary_operator", "binary"}
    | {"binary_expression", "concatenated_string", "pair", "keyword_argument"}
)
_DATA = frozenset({"arguments", "argument_list", "argument", "object", "dictionary", "hash", "pair"})
_LITERALS = frozenset({"object", "dictionary", "hash"})
_TELLING = frozenset({"format", "json", "JSON", "jsonify", "JsonResponse", "send", "write"})
"""Calls that give an object of data on, and"""
_FORMATTING = frozenset({"format"})
"""those whose arguments are data themselves."""
_AUGMENTED = frozenset({"augmented_assignment", "augmented_assignment_expression", "operator_assignment"})
_BOOLEAN_SIGN = re.compile(r" (?:and|or|not|in|is) |&&|\|\||[=!<>]=|^not |^!|[?(]")
_CODE_INSIDE = re.compile(r"^[\[{]|=>|\bfunction\b|\bfunc\(|;|\{\s*\w+\(")
_LITERAL = re.compile(r"^(?:True|False|true|false|TRUE|FALSE)$")
Read = Callable[["Reader", Node, str], Iterator[Fact]]


class Reader:
    """Reads the facts of one tree on the given lines.

    ``gaps`` are lines after which lines were taken away: what reaches over one was changed too. ``wanted`` spares calls
    whose name nobody asks for.
    """

    def __init__(
        self,
        tree: Parsed,
        lines: Iterable[int],
        gaps: Iterable[int] = (),
        wanted: Callable[[str], bool] | None = None,
    ) -> None:
        self.grammar = tree.grammar
        self.root = tree.root
        self._wanted = wanted
        self._lines = sorted(lines)
        self._gaps = sorted(gaps)
        self._readers = _readers(tree.grammar)

    def touched(self, node: Node) -> bool:
        return self._between(node.start_point.row + 1, node.end_point.row + 1)

    def _between(self, first: int, last: int) -> bool:
        index = bisect_left(self._lines, first)
        if index < len(self._lines) and self._lines[index] <= last:
            return True
        index = bisect_left(self._gaps, first)
        return index < len(self._gaps) and self._gaps[index] < last

    def facts(self) -> Iterator[Fact]:
        """All facts in order of the text."""
        definitions, readers = self.grammar.definitions, self._readers
        stack: list[tuple[Node, str]] = [(self.root, "")]
        while stack:
            node, scope = stack.pop()
            if not self.touched(node):
                continue
            inner, kind = scope, node.type
            if kind in definitions:
                if name := definition_name(node):
                    inner = f"{scope}.{name}" if scope else name
                    if self._between(node.start_point.row + 1, node.start_point.row + 1):
                        # Annotations stand in the node, above the name.
                        named = node.child_by_field_name("name") or node
                        yield self._fact(Kind.DEFINITION, named, squeezed(name), name, scope)
                yield from self._last_expression(node, inner)
            read = readers.get(kind)
            if read is not None:
                yield from read(self, node, inner)
            stack.extend((child, inner) for child in reversed(node.named_children))

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

    def pattern(self, node: Node, scope: str) -> Iterator[Fact]:
        around = node.parent.parent if node.parent is not None else None
        name = callee(around) if around is not None and around.type in self.grammar.calls else ""
        yield self._fact(Kind.PATTERN, node, text_of(node), name, scope)

    def deletion(self, node: Node, scope: str) -> Iterator[Fact]:
        text = text_of(node)
        if node.type != "unary_expression" or re.match(r"delete\b", text):
            yield self._fact(Kind.DELETION, node, squeezed(text), "", scope)

    def decorator(self, node: Node, scope: str) -> Iterator[Fact]:
        inner = first_part(node) if self.grammar.decorators == {"decorator"} else node
        text = squeezed(text_of(inner if inner is not None else node)).lstrip("@")
        path, _, arguments = text.partition("(")
        name = _decorated(node, self.grammar)
        where = f"{scope}.{name}".lstrip(".") if name else scope
        yield self._fact(Kind.DECORATOR, node, text, path.split(".")[-1], where, value=arguments, target=path)

    def branch(self, node: Node, scope: str) -> Iterator[Fact]:
        condition = _condition(node)
        if condition is None or not (text := self._asked(node, condition)):
            return
        if "assert" in node.type:
            yield self._fact(Kind.REFUSAL, node, f"not {text}", "assert", scope, outcome=Outcome.VALUE)
            return
        body = _consequence(node)
        end, outcome = outcomes.ending(self.grammar, body)
        if outcome is Outcome.OTHER:
            otherwise = node.child_by_field_name("alternative")
            other_end, other = outcomes.ending(self.grammar, _unwrapped_else(otherwise))
            if other in (Outcome.RAISE, Outcome.DENY):
                text, body, end, outcome = f"not ({text})", otherwise, other_end, other
        is_changed = self._between(node.start_point.row + 1, condition.end_point.row + 1)
        if is_changed or (end is not None and self.touched(end)):
            kind = Kind.CONDITION if outcome is Outcome.OTHER else Kind.REFUSAL
            shown = squeezed(text_of(end))[:200]
            told = outcomes.statements(body) if body is not None else []
            inside = [statement for statement in told if "comment" not in statement.type][:1]
            first = squeezed(text_of(inside[0]).split("\n")[0]) if inside else ""
            yield self._fact(kind, node, text, "", scope, last=body, outcome=outcome, ending=shown, value=first)

    def _asked(self, node: Node, condition: Node) -> str:
        """The condition as one line; ``unless`` is turned round, and Go's statement before it stays with it."""
        text = condition_text(condition)
        if text and node.type in self.grammar.negated:
            text = f"not {text}"
        initializer = node.child_by_field_name("initializer")
        return f"{squeezed(text_of(initializer))};{text}" if initializer is not None else text

    def call(self, node: Node, scope: str) -> Iterator[Fact]:
        name = callee(node)
        arguments = node.child_by_field_name("arguments")
        last = node if arguments is None else arguments
        if not name or not self._between(node.start_point.row + 1, last.end_point.row + 1):
            return
        if arguments is not None and is_short(arguments):
            yield from self._arguments(arguments, name, scope)
        if self._wanted is not None and not self._wanted(name):
            return
        value = squeezed(text_of(arguments))[1:-1] if arguments is not None else ""
        function = node.child_by_field_name("function")
        own = squeezed(text_of(function) if function is not None else text_of(node).partition("(")[0])
        text = squeezed(text_of(node)) or f"{own}(…)"
        around = node.parent.type if node.parent is not None else ""
        fact = self._fact(Kind.CALL, node, text, name, scope, value=value, target=own)
        yield replace(fact, is_part=around in _HANDED_ON)

    def _arguments(self, arguments: Node, name: str, scope: str) -> Iterator[Fact]:
        for child in arguments.named_children:
            given = first_part(child) if child.type == "argument" else child
            if given is None or not self.touched(given):
                continue
            if given.type in self.grammar.names:
                text = squeezed(text_of(given))[:80].lstrip(":")
                if words.MIDDLEWARE.search(text.rpartition(".")[2]):
                    yield self._fact(Kind.ARGUMENT, given, text, name, scope)
            elif given.type in self.grammar.strings and (header := words.CAREFUL_HEADER.search(text_of(given))):
                told = squeezed(text_of(arguments))[:200]
                yield self._fact(Kind.HEADER, given, told, header.group().lower(), scope)

    def setting(self, node: Node, scope: str) -> Iterator[Fact]:
        children = node.named_children
        name = node.child_by_field_name("name") or node.child_by_field_name("key") or first_part(node)
        value = node.child_by_field_name("value") or (children[-1] if len(children) > 1 else None)
        if name is None or value is None or not is_short(value):
            return
        key, given = text_of(name).strip("\"':"), squeezed(text_of(value))
        if header := words.CAREFUL_HEADER.search(key):
            yield self._fact(Kind.HEADER, node, f"{key}: {given}"[:200], header.group().lower(), scope)
        elif given and len(given) <= 200 and not self._is_told(node):
            yield self._fact(Kind.SETTING, node, f"{key}={given}", key, scope, value=given)

    def _is_told(self, node: Node) -> bool:
        """Whether a name and its value are data of a text or an answer, and no setting."""
        around, is_inside = node.parent, False
        while around is not None and around.type in _DATA:
            is_inside = is_inside or around.type in _LITERALS
            around = around.parent
        if around is None or around.type not in self.grammar.calls:
            return False
        return callee(around) in (_TELLING if is_inside else _FORMATTING)

    def assignment(self, node: Node, scope: str) -> Iterator[Fact]:
        left = node.child_by_field_name("left") or node.child_by_field_name("name") or first_part(node)
        right = node.child_by_field_name("right") or node.child_by_field_name("value")
        if left is None or right is None or not is_short(right):
            return
        target, value = squeezed(text_of(left)), squeezed(text_of(right))
        key = re.split(r"[.\[\"]|->", target.rstrip('"]'))[-1].lstrip("$@")
        if header := words.CAREFUL_HEADER.search(target):
            yield self._fact(Kind.HEADER, node, f"{target}={value}"[:200], header.group().lower(), scope)
        elif value and len(value) <= 160 and node.type not in _AUGMENTED:
            yield self._fact(Kind.SETTING, node, f"{target}={value}", key, scope, value=value, target=target)
        if words.PREDICATE.search(key) and len(value) <= 400 and _BOOLEAN_SIGN.search(value):
            yield self._fact(Kind.RESULT, right, value, key, scope)
        yield from self._cleaning(node, right, target, value, scope)
        if right.type in _COLLECTIONS and (right.type not in self.grammar.calls or callee(right) in _MAKES_COLLECTION):
            for child in walk(right):
                if child.type in self.grammar.strings and self.touched(child) and self._is_entry(child, right):
                    yield self._fact(Kind.ENTRY, child, squeezed(text_of(child)), target, scope)

    def _is_entry(self, text: Node, collection: Node) -> bool:
        """Whether a text is one of the collection's own, and no argument of a call in it."""
        around = text.parent
        while around is not None and around != collection:
            if around.type in self.grammar.calls and callee(around) not in _MAKES_COLLECTION:
                return False
            around = around.parent
        return True

    def _cleaning(self, node: Node, right: Node, target: str, value: str, scope: str) -> Iterator[Fact]:
        inner = right
        while inner.type in ("await_expression", "await", "parenthesized_expression", "expression_list"):
            part = first_part(inner)
            if part is None:
                return
            inner = part
        if inner.type not in self.grammar.calls or not re.fullmatch(r"[\w$.@>\-\[\]\"]{2,60}", target):
            return
        name = callee(inner)
        own = value.startswith((f"{target}.", f"{target}->", f"{target}["))
        is_given = own or re.search(rf"[(,\[]{re.escape(target)}[,)\].]", value)
        if is_given and not words.CONVERSION.match(name):
            yield self._fact(Kind.CLEANING, node, f"{target}={value}", name, scope, target=target)

    def handler(self, node: Node, scope: str) -> Iterator[Fact]:
        body = node.child_by_field_name("body") or node.child_by_field_name("consequence")
        body = body or (node.named_children[-1] if node.named_children else None)
        end, outcome = outcomes.ending(self.grammar, body)
        caught = squeezed(" ".join(text_of(child) for child in node.children if child != body))
        first = node.start_point.row + 1
        if self._between(first, first if body is None else body.end_point.row + 1):
            shown = squeezed(text_of(end))[:200] if end is not None else ""
            yield self._fact(Kind.HANDLER, node, caught, "", scope, outcome=outcome, ending=shown)

    def thrown(self, node: Node, scope: str) -> Iterator[Fact]:
        """A throw that no ``if`` of its own holds: in an ``else``, a ``default``."""
        if _stands_in(node, outcomes.OTHERWISE):
            text = squeezed(text_of(node))
            yield self._fact(Kind.REFUSAL, node, text, "else", scope, outcome=Outcome.RAISE, ending=text[:200])

    def returned(self, node: Node, scope: str) -> Iterator[Fact]:
        value = first_part(node)
        if value is not None and value.type == "argument_list":
            value = first_part(value)
        if value is None:
            return
        outcome = outcomes.outcome(self.grammar, node)
        text = squeezed(text_of(node))
        if outcome is Outcome.DENY and _stands_in(node, outcomes.OTHERWISE):
            yield self._fact(Kind.REFUSAL, node, text, "else", scope, outcome=outcome, ending=text[:200])
        elif (
            outcome is Outcome.DENY
            and len(text) <= 160
            and words.DENIAL.search(text)
            and _stands_in(node, self.grammar.definitions)
        ):
            yield self._fact(Kind.REFUSAL, node, text, "end", scope, outcome=outcome, ending=text[:200])
        yield from self.result(value, scope)

    def result(self, node: Node, scope: str) -> Iterator[Fact]:
        """What is answered, where it is a yes or a no."""
        text = condition_text(node)
        if (
            text
            and len(text) <= 400
            and not _CODE_INSIDE.search(text)
            and (_LITERAL.match(text) or _BOOLEAN_SIGN.search(text))
        ):
            yield self._fact(Kind.RESULT, node, text, scope.rpartition(".")[2], scope)

    def answer(self, node: Node, scope: str) -> Iterator[Fact]:
        """What a function without a name answers, which is one expression."""
        body = node.child_by_field_name("body")
        if body is not None and self.touched(body):
            yield from self.result(body, scope)

    def _last_expression(self, node: Node, scope: str) -> Iterator[Fact]:
        """What a definition answers without saying ``return``: a lambda's body, Ruby's last expression."""
        body = node.child_by_field_name("body")
        if body is None:
            return
        if node.type in self.grammar.lambdas and body.type not in outcomes.BLOCKS and self.touched(body):
            yield from self.result(body, scope)
        elif node.type in ("method", "singleton_method") and body.type == "body_statement" and body.named_children:
            last = body.named_children[-1]
            if last.type in ("binary", "unary", "call", "true", "false") and self.touched(last):
                yield from self.result(last, scope)


def _readers(grammar: Grammar) -> Mapping[str, Read]:
    """Which kinds of nodes are read how; the later of two that name the same kind wins."""
    found: dict[str, Read] = {"unary_expression": Reader.deletion}
    for kinds, read in (
        (grammar.deletions, Reader.deletion),
        (grammar.patterns, Reader.pattern),
        (grammar.throws, Reader.thrown),
        (grammar.returns, Reader.returned),
        (grammar.handlers, Reader.handler),
        (grammar.assignments, Reader.assignment),
        (grammar.settings, Reader.setting),
        (grammar.decorators, Reader.decorator),
        (grammar.calls, Reader.call),
        (grammar.branches, Reader.branch),
        (grammar.lambdas - grammar.definitions, Reader.answer),
    ):
        found.update(dict.fromkeys(kinds, read))
    return found


def _stands_in(node: Node, kinds: frozenset[str]) -> bool:
    """Whether nothing but blocks is between the node and one of the kinds."""
    parent = node.parent
    while parent is not None and parent.type in outcomes.BLOCKS | {"expression_statement", "statement_list"}:
        parent = parent.parent
    return parent is not None and parent.type in kinds


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


def _condition(node: Node) -> Node | None:
    condition = node.child_by_field_name("condition")
    if condition is None and node.type == "conditional_expression" and len(node.named_children) == 3:
        # Python says what it gives first: ``value if condition else other``.
        return node.named_children[1]
    return condition or first_part(node)


def _consequence(node: Node) -> Node | None:
    for field in ("consequence", "body"):
        part = node.child_by_field_name(field)
        if part is not None:
            return part
    if node.type == "conditional_expression" and len(node.named_children) == 3:
        return node.named_children[0]
    return node.named_children[-1] if len(node.named_children) > 1 else None


def _unwrapped_else(node: Node | None) -> Node | None:
    """The block of an ``else``; an ``else if`` is a branch of its own."""
    if node is None or node.type in ("if_statement", "elif_clause", "elsif", "else_if_clause"):
        return None
    if node.type in ("else_clause", "else"):
        body = node.child_by_field_name("body")
        if body is None and len(node.named_children) == 1:
            body = node.named_children[0]
        return node if body is None else (None if body.type in ("if_statement", "if") else body)
    return node
