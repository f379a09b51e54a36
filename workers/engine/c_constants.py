"""Constants of C and C++ as what they stand for: ``#define ROOM 64`` and ``static const int room = 64;`` are ``64``.

The engine follows neither macros nor constants of a file (measured with 1.182), so a rule about ``chmod(path, 0777)``
misses ``chmod(path, MODE)``. Only names that a file defines once, with one word or text, are replaced; a macro that
gives its only argument back goes. Lines stay what they are; on those that became longer or shorter places are
set back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from workers.engine.class_names import Spelled, edited
from workers.reading import syntax

if TYPE_CHECKING:
    from tree_sitter import Tree

_VALUE = rb"""(?:"(?:[^"\\\n]|\\.){0,200}"|'(?:[^'\\\n]|\\.){1,8}'|\d[\w.]{0,40}|[A-Z][A-Z0-9_]{1,60})"""
_DEFINED = re.compile(
    rb"^[ \t]*#[ \t]*define[ \t]+(?P<name>[A-Za-z_]\w*)[ \t]+\(?(?P<value>" + _VALUE + rb")\)?[ \t]*\r?$",
    re.MULTILINE,
)
_CONSTANT = re.compile(
    rb"^(?:static[ \t]+|inline[ \t]+){0,2}(?:const|constexpr)[ \t]++(?:[A-Za-z_]\w*+[ \t]++){1,3}"
    rb"\*?[ \t]*+(?:const[ \t]++)?"
    rb"(?P<name>[A-Za-z_]\w*+)[ \t]*+(?:\[[ \t]*+\][ \t]*+)?=[ \t]*+(?P<value>" + _VALUE + rb")[ \t]*;",
    re.MULTILINE,
)
_IDENTITY = re.compile(
    rb"^[ \t]*#[ \t]*define[ \t]+(?P<name>[A-Za-z_]\w*)\([ \t]*+(?P<of>\w++)[ \t]*+\)[ \t]++"
    rb"\(?[ \t]*+(?P=of)[ \t]*+(?:\)[ \t]*+)?\r?$",
    re.MULTILINE,
)
_ANY_DEFINE = re.compile(rb"^[ \t]*#[ \t]*(?:define|undef)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)
_WORD = re.compile(rb"(?<![\w.>:#])(?:[A-Za-z_]\w*)")
_WRITTEN = re.compile(rb"[\w)\]*&>][ \t]*[ \t*&]\b([A-Za-z_]\w*)[ \t]*(?:\[[^\]\n]{0,80}\][ \t]*)?(?:=(?!=)|[;,)])")
"""A name behind a type: a variable, a parameter or a field."""
_DECLARES = re.compile(rb"(?<![\w])(?!(?:return|case|else|sizeof|throw|and|or|not)\b)[A-Za-z_]\w{0,60}[ \t]{1,10}\Z")
"""A word right before a name: it declares another thing of that name."""
_IN_EXPRESSION = re.compile(rb"(?:[(,=!&|+?:]|\breturn)\s{0,40}\Z")
"""What stands before a call: at the start of a line it may be a declaration, ``API(int) make(void);``."""
_SET = re.compile(rb"(?<![\w.>])([A-Za-z_]\w*)[ \t]*(?:[-+|&^*/%]|<<|>>)?=(?!=)")
_OTHER = (
    "(comment) (string_literal) (system_lib_string) (char_literal) (preproc_def) (preproc_function_def) "
    "(preproc_include) (preproc_call) (enumerator)"
)
_ASKED = "(preproc_ifdef name: (_) @it) (preproc_if condition: (_) @it) (preproc_elif condition: (_) @it)"
_QUERIES = {"c": f"[{_OTHER}] @it {_ASKED}", "cpp": f"[{_OTHER} (raw_string_literal)] @it {_ASKED}"}
"""Where a name stands for nothing, or is asked about itself."""
_MOST = 400
"""Names of one file; one with more lists what a protocol or a device has."""


def spelled(language: str, text: str) -> Spelled | None:
    """The text with its constants as what they stand for; ``None`` where it has none that are used."""
    data = text.encode("utf-8", "surrogatepass")
    values = _values(data)
    if not values or len(values) > _MOST:
        return None
    uses = [each for each in _WORD.finditer(data) if each[0] in values]
    if len(uses) <= len(values):
        uses = [each for each in uses if not _is_definition(data, each.start())]
        if not uses:
            return None
    tree = syntax.parse(language, text)
    if tree is None:
        return None
    edits = list(_edits(language, tree, data, values))
    return edited(data, edits) if edits else None


def _is_definition(data: bytes, at: int) -> bool:
    line = data[data.rfind(b"\n", 0, at) + 1 : at]
    return b"define" in line


def _values(data: bytes) -> Mapping[bytes, bytes]:
    """Name → what stands for it; empty for a macro that gives its argument back."""
    counted: dict[bytes, int] = {}
    for each in _ANY_DEFINE.finditer(data):
        counted[each[1]] = counted.get(each[1], 0) + 1
    found = {each["name"]: each["value"] for each in _DEFINED.finditer(data) if counted.get(each["name"]) == 1}
    found |= {each["name"]: b"" for each in _IDENTITY.finditer(data) if counted.get(each["name"]) == 1}
    constants = {each["name"]: each["value"] for each in _CONSTANT.finditer(data)}
    if constants:
        written: dict[bytes, int] = {}
        for each in (*_WRITTEN.finditer(data), *_SET.finditer(data)):
            written[each[1]] = written.get(each[1], 0) + 1
        # A constant is found twice where it is declared: behind its type, and before its value.
        found |= {name: value for name, value in constants.items() if written.get(name, 0) <= 2 and name not in counted}
    return found


def _edits(language: str, tree: Tree, data: bytes, values: Mapping[bytes, bytes]) -> Iterator[tuple[int, int, bytes]]:
    other = syntax.Spans(syntax.spans_of(language, tree, _QUERIES[language]))
    declared = {each.start("name") for each in _CONSTANT.finditer(data)}
    for each in _WORD.finditer(data):
        value = values.get(each[0])
        if value is None or each.start() in declared or each.start() in other:
            continue
        is_called = data[each.end() : each.end() + 1] == b"("
        if not value and not (is_called and _IN_EXPRESSION.search(data, max(0, each.start() - 80), each.start())):
            continue
        if value and (is_called or _DECLARES.search(data, max(0, each.start() - 80), each.start())):
            continue
        yield each.start(), each.end(), value
