"""Calls with names that sound as if they checked or cleaned a value, put before or around the sinks of a sample."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from tree_sitter import Node

from workers.engine.results import Match
from workers.reading import syntax
from workers.reading.places import Lines

VERBS = (
    "check verify validate sanitize escape clean safe is_safe is_allowed allow ensure assert_valid trusted filter "
    "normalize quote purify strip secure encode is_valid scrub guard"
).split()
NOUNS = "log all nothing path url it value input name html".split()
_STATEMENTS = ("_statement", "_declaration", "_definition")
_BLOCKS = frozenset(
    "module block program statement_block source_file constructor_body switch_block_statement_group "
    "statement_list".split()
)


def names(count: int, *, camel: bool) -> list[str]:
    """Verbs and nouns in turn; their numbers have no common divisor, so that all pairs come."""
    verbs, nouns = cycle(VERBS), cycle((*NOUNS, "this"))
    found = [f"{verb}_{noun}" for verb, noun in islice(zip(verbs, nouns, strict=False), count)]
    if not camel:
        return found
    return ["".join((first, *(part.title() for part in rest))) for first, *rest in (name.split("_") for name in found)]


@dataclass(frozen=True, slots=True)
class Form:
    """How a call is put in. ``{n}`` is its name, ``{x}`` the sink's text."""

    around: str = "{x}"
    before: str = ""
    """A line before the statement."""
    top: str = ""
    bottom: str = ""

    @property
    def wraps(self) -> bool:
        """Whether the call stands around the sink."""
        return self.around != "{x}"


PYTHON: Mapping[str, Form] = {
    "a wrapper from elsewhere": Form("{n}({x})", top="from app.helpers import {n}\n"),
    "a wrapper of another module": Form("helpers.{n}({x})", top="from app import helpers\n"),
    "a method": Form("self.{n}({x})"),
    "a wrapper that gives back what it gets": Form("{n}({x})", bottom="\n\ndef {n}(x):\n    return x\n"),
    "a call from elsewhere": Form(before="{n}({x})", top="from app.helpers import {n}\n"),
    "a call that does nothing": Form(before="{n}({x})", bottom="\n\ndef {n}(x):\n    pass\n"),
    "a condition": Form(before="if not {n}({x}): raise ValueError", top="from app.helpers import {n}\n"),
    "a condition on what always holds": Form(
        before="if not {n}({x}): raise ValueError", bottom="\n\ndef {n}(x):\n    return True\n"
    ),
}
JAVASCRIPT: Mapping[str, Form] = {
    "a wrapper from elsewhere": Form("{n}({x})", top='const {{ {n} }} = require("./helpers");\n'),
    "a method": Form("helpers.{n}({x})"),
    "a wrapper that gives back what it gets": Form("{n}({x})", bottom="\nfunction {n}(x) {{ return x; }}\n"),
    "a call": Form(before="{n}({x});"),
    "a condition": Form(before="if (!{n}({x})) {{ throw new Error(); }}"),
}
GO: Mapping[str, Form] = {
    "a method": Form("helpers.{n}({x})"),
    "a wrapper that gives back what it gets": Form("{n}({x})", bottom="\nfunc {n}(x string) string {{ return x }}\n"),
    "a call": Form(before="{n}({x})"),
    "a condition": Form(before="if !{n}({x}) {{ return }}"),
}
JAVA: Mapping[str, Form] = {
    "a wrapper": Form("{n}({x})"),
    "a method": Form("Helpers.{n}({x})"),
    "a call": Form(before="{n}({x});"),
    "a condition": Form(before="if (!{n}({x})) {{ throw new IllegalArgumentException(); }}"),
}
FORMS = {"python": PYTHON, "javascript": JAVASCRIPT, "go": GO, "java": JAVA}


def disguised(text: str, language: str, sinks: Sequence[Match], form: Form, name: str) -> str:
    """The text with the form at each sink. What holds another one is left alone."""
    tree = syntax.parse(language, text)
    assert tree is not None
    data = text.encode()
    edits: list[tuple[int, int, str]] = []
    lines = Lines(text)
    for start, end in _innermost({_expression(tree.root_node, *lines.span(sink.place)) for sink in sinks}):
        inner = data[start:end].decode()
        if _is_statement(tree.root_node, start, end):  # what is told is a setting, and no value
            continue
        if data[end : end + 1] == b".":  # a receiver: the engine knows the type of a variable, not that of an answer
            continue
        if form.wraps:
            edits.append((start, end, form.around.format(n=name, x=inner)))
        at = _statement(tree.root_node, start, end) if form.before else None
        if at is not None and "\n" not in inner:
            edits.append((at, at, form.before.format(n=name, x=inner) + "\n" + _indent(data, at)))
    for start, end, new in sorted(edits, reverse=True):
        data = data[:start] + new.encode() + data[end:]
    return form.top.format(n=name) + data.decode() + form.bottom.format(n=name)


def _expression(root: Node, start: int, end: int) -> tuple[int, int]:
    """The whole of it: the engine leaves out the outer quotes of some texts."""
    node = root.descendant_for_byte_range(start, end)
    if node is not None and node.type == "type_conversion_expression":  # of Go: the engine looks into it
        operand = node.child_by_field_name("operand")
        node = operand if operand is not None and not operand.type.endswith("literal") else node
    if node is not None and node.type == "keyword_argument":  # of Python: what is called is its value
        node = node.child_by_field_name("value")
    return (node.start_byte, node.end_byte) if node is not None else (start, end)


def _is_statement(root: Node, start: int, end: int) -> bool:
    node = root.descendant_for_byte_range(start, end)
    return node is not None and node.type in ("assignment", "expression_statement")


def _innermost(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    spans = set(spans)
    return [
        span
        for span in spans
        if not any(span[0] <= other[0] and other[1] <= span[1] and other != span for other in spans)
    ]


def _statement(root: Node, start: int, end: int) -> int | None:
    node = root.descendant_for_byte_range(start, end)
    while node is not None and not (node.parent is not None and node.parent.type in _BLOCKS):
        node = node.parent
    return node.start_byte if node is not None else None


def _indent(data: bytes, at: int) -> str:
    line = data.rfind(b"\n", 0, at) + 1
    return data[line:at].decode() if not data[line:at].strip() else " " * (at - line)
