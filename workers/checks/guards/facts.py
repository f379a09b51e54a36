"""What protects, as facts of one side of one file, and how the texts of syntax nodes are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from tree_sitter import Node

from workers.checks.guards.grammar import walk


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
    RESULT = "result"
    """What a definition answers: the expression that it returns."""
    ARGUMENT = "argument"
    """A function that is handed on by its name: middleware, callbacks of a framework."""
    HEADER = "header"
    """A header of an answer that tells browsers to be careful."""
    CLEANING = "cleaning"
    """A variable that is replaced by what a function makes of it."""


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
    is_part: bool = False
    """A call whose result is only handed on, to another call or into a text."""

    @property
    def place(self) -> str:
        """The simple name of the definition that it stands in."""
        return self.scope.rpartition(".")[2]


_LONGEST = 4_000
"""Bytes. What is longer is no condition and no call that one can quote; reading it at every level would take long."""
_NAMED_BY = frozenset(
    {"variable_declarator", "pair", "assignment_expression", "public_field_definition", "field_definition"}
)
_AROUND_SIGN = re.compile(r"\s*([()\[\]{},;])\s*")
_COMMENT = re.compile(r"(?m)(?<=\s)(?:#|//) [^\n\"'`]*$")
_FINAL_COMMA = re.compile(r",([)\]}])")


def squeezed(text: str) -> str:
    """One line, one style of quotes, no comments or final commas: what formatters change is no difference."""
    if "\n" in text and len(text) <= 2 * _LONGEST:
        text = _COMMENT.sub("", text)
    line = " ".join(text.split()).replace("'", '"')
    return _FINAL_COMMA.sub(r"\1", _AROUND_SIGN.sub(r"\1", line)).rstrip(";,")


def text_of(node: Node | None) -> str:
    """The node's text; empty where it is longer than anything that could be quoted."""
    if node is None or node.end_byte - node.start_byte > _LONGEST or node.text is None:
        return ""
    return node.text.decode("utf-8", "replace")


_CHAIN = re.compile(r"(?<![\w.\"])([A-Za-z_$@]\w*(?:(?:\??\.|->|::)\w+)*)(\s*\()?")
QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"")
"""A text in a squeezed line."""
_NO_SUBJECT = frozenset(
    "self this true false none null nil undefined return await async else unless raise throw function isset empty"
    " typeof instanceof not and or in is if".split()
)


def subjects(text: str) -> frozenset[str]:
    """The last names of what a condition or call looks at: ``password`` of ``check(team.password)``."""
    found = set()
    for match in _CHAIN.finditer(QUOTED.sub('""', text)):
        parts = re.split(r"\??\.|->|::", match.group(1))
        if match.group(2):
            parts.pop()
        if parts and parts[-1].lower() not in _NO_SUBJECT:
            found.add(parts[-1].lstrip("$@"))
    return frozenset(found)


def is_short(node: Node) -> bool:
    return node.end_byte - node.start_byte <= _LONGEST


def first_part(node: Node) -> Node | None:
    return node.named_children[0] if node.named_children else None


def callee(node: Node) -> str:
    """The last name of what is called: ``escape`` for ``html.escape(x)``."""
    for field in ("method", "name", "function", "constructor", "type"):
        part = node.child_by_field_name(field)
        if part is not None:
            words = re.findall(r"[\w?!$]+", text_of(part)[-120:])
            return words[-1] if words else ""
    return ""


def definition_name(node: Node) -> str:
    """The name a definition goes by: what an anonymous one is assigned to; empty for a callback."""
    name = node.child_by_field_name("name")
    if name is not None:
        receiver = node.child_by_field_name("receiver")
        if receiver is not None:
            types = [child for child in walk(receiver) if child.type == "type_identifier"]
            return f"{text_of(types[0])}.{text_of(name)}" if types else text_of(name)
        return text_of(name)
    parent = node.parent
    if parent is None:
        return ""
    if parent.type in _NAMED_BY:
        target = parent.child_by_field_name("name") or parent.child_by_field_name("key")
        target = target or parent.child_by_field_name("left") or parent.child_by_field_name("property")
        return squeezed(text_of(target)).replace(".prototype.", ".") if target is not None else ""
    return ""


def condition_text(node: Node) -> str:
    """A condition as one line, without parentheses around the whole."""
    text = squeezed(text_of(node))
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
