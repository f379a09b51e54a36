"""Texts that the engine cannot read as they are, rewritten into what it reads.

Every replacement has the length of what it replaces and ends its lines where that did, so what the engine finds stands
at the same place of the real text.

``ROWS`` are constructs that the engine lacks, one a row, for texts that it did not read. Where our parser reads the
construct, the row is a query over its tree; where neither reads it, the row finds the construct by its words outside of
strings and comments, and is kept only if our parser reads more of the text afterwards. Two more kinds of text are
rewritten as a whole: JavaScript with the types of Flow, which differ from TypeScript's in a few marks (``?string``,
``{| |}``), and Vue files, which hold scripts between other text (the engine gave Vue up in version 1.93).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.reading import syntax

if TYPE_CHECKING:
    from tree_sitter import Tree

_Spans = Callable[[str], Iterator[tuple[int, int]]]
_NO_LINE_END = re.compile(r"[^\r\n]")


def blanked(text: str) -> str:
    """Blanks of the same length, with the same line ends."""
    return _NO_LINE_END.sub(" ", text)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One construct and what stands for it."""

    construct: str
    languages: tuple[str, ...]
    replacement: Callable[[str], str] = blanked
    """Of the same length."""
    query: str = ""
    """What to replace, as ``@it``, in the language of tree-sitter's queries."""
    spans: _Spans | None = None
    """What to replace, from its first to behind its last character, where our parser does not read the construct."""
    unread: bool = False
    """Whether the construct means nothing to the engine even so: its lines are a gap."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text of the same length and lines as the one that it stands for."""

    text: str
    unread: tuple[tuple[int, int], ...] = ()
    """First and last lines of what was taken out without a replacement that means the same."""


def readable(language: str, text: str) -> Rewritten:
    """The text with every construct of the table replaced; equal where it has none or the language has no rows."""
    rows = [row for row in ROWS if language in row.languages]
    tree = syntax.parse(language, text) if rows else None
    if tree is None:
        return Rewritten(text)
    for row in rows:
        if row.spans is not None and tree.root_node.has_error:
            spans = [span for span in row.spans(text) if _is_code(tree, text, span[0])]
            candidate = _replaced(text, spans, row.replacement)
            parsed = syntax.parse(language, candidate)
            if parsed is not None and _unread(parsed) < _unread(tree):
                text, tree = candidate, parsed
    unread: list[tuple[int, int]] = []
    for row in rows:
        if row.query and (spans := syntax.spans_of(language, tree, row.query)):
            text = _replaced(text, _characters(text, spans), row.replacement)
            unread += [_lines(text, span) for span in _characters(text, spans)] if row.unread else []
            tree = syntax.parse(language, text) or tree
    return Rewritten(text, tuple(unread))


def _replaced(text: str, spans: Sequence[tuple[int, int]], replacement: Callable[[str], str]) -> str:
    parts, end = [], 0
    for start, stop in sorted(spans):
        if start < end:
            continue
        parts += [text[end:start], replacement(text[start:stop])]
        end = stop
    return "".join([*parts, text[end:]])


def _characters(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in bytes as spans in characters."""
    if text.isascii():
        return list(spans)
    data = text.encode("utf-8", "surrogatepass")
    return [tuple(len(data[:at].decode("utf-8", "surrogatepass")) for at in span) for span in spans]  # type: ignore[misc]  # of two


def _lines(text: str, span: tuple[int, int]) -> tuple[int, int]:
    return text.count("\n", 0, span[0]) + 1, text.count("\n", 0, max(span[0], span[1] - 1)) + 1


def _is_code(tree: Tree, text: str, start: int) -> bool:
    """Whether a character of the text is neither in a string nor in a comment."""
    at = len(text[:start].encode("utf-8", "surrogatepass"))
    node = tree.root_node.descendant_for_byte_range(at, at + 1)
    return node is None or not any(word in node.type for word in ("string", "comment", "regex", "template"))


def _unread(tree: Tree) -> int:
    """Bytes that the parser did not understand, and one for each thing that it had to add."""
    return sum(max(1, node.end_byte - node.start_byte) for node in syntax.unparsed(tree.root_node))


def _by(pattern: str) -> _Spans:
    """The spans of the group ``it``."""
    compiled = re.compile(pattern)
    return lambda text: (found.span("it") for found in compiled.finditer(text))


def _instead(old: str, new: str) -> Callable[[str], str]:
    """The first ``old`` of what is replaced becomes ``new``, of the same length."""
    return lambda text: text.replace(old, new, 1)


_TYPE_PARAMETERS = re.compile(r"(?m)^[ \t]*(?:async[ \t]+)?(?:class|def|type)[ \t]+\w+[ \t]*\[")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_QUOTED = re.compile(r"(?s)(\"\"\"|'''|\"|')(?:\\.|(?!\1)[^\\])*\1")


def _defaults_of_type_parameters(text: str) -> Iterator[tuple[int, int]]:
    """``= int`` in ``class Box[T = int]:``, however the brackets of the default are nested."""
    headers = list(_TYPE_PARAMETERS.finditer(text))
    for number, header in enumerate(headers):
        end = headers[number + 1].start() if number + 1 < len(headers) else len(text)
        at, depth, start = header.end(), 1, -1
        while at < end and depth:
            quoted = _QUOTED.match(text, at)
            if quoted:
                at = quoted.end()
                continue
            letter = text[at]
            if depth == 1 and start >= 0 and letter in ",]":
                yield start, at
                start = -1
            elif depth == 1 and letter == "=" and start < 0:
                start = at
            depth += (letter in _CLOSING) - (letter in _CLOSING.values())
            at += 1


def _print_as_a_pair(text: str) -> str:
    """``print "x"`` as ``print,"x"``: what is printed is still an expression of the program. With ``>>`` it is one."""
    if re.match(r"print\s*>>", text):
        return text
    return text[:5] + "," + text[6:] if text[5:6].isspace() else text[:4] + "," + text[5:]


def _as_a_template(text: str) -> str:
    """The prefix of a template string as that of a formatted one: both hold expressions."""
    return text.replace("t", "f", 1).replace("T", "F", 1)


def _as_a_type(text: str) -> str:
    """A macro that stands for a type, as one: what it declares is still declared."""
    return "int" + blanked(text[3:])


def _without_call(text: str) -> str:
    """What a macro is given, without the macro."""
    at = text.index("(") + 1
    return blanked(text[:at]) + text[at:-1] + " "


_C = ("c", "cpp")
_GAP = r"\s{0,9}"
_NAME = r"[A-Za-z_]\w+"
_MACRO = r"[A-Z][A-Z0-9_]{2,}"
_MARK = rf"__\w+|{_MACRO}"
"""A macro that says more of what stands beside it, such as ``__unused``."""
_MACRO_CALL = rf"(?m)(?<![\w(,])(?P<it>{_MACRO}\([^()\n;{{}}]{{0,200}}\))"
_DECLARED = r"\*?\w+[ \t]*[;=,\[]"
_FUNCTION = rf"\s{{1,9}}(?!const\b){_NAME}[\s*]{{1,9}}\w+\("
"""A type and a name before their parameters."""
_C_WORDS = r"(?:const|struct|unsigned|enum|union|signed|long|short)\s{1,9}"
"""What may stand before the name of a type."""
_ONLY_CPP = (
    '"new" "delete" "class" "this" "template" "typename" "namespace" "operator" "private" "public" "protected" '
    '"virtual" "friend" "try" "catch"'
)
_ECMASCRIPT = ("javascript", "typescript")
ROWS = (
    # Read by neither parser: found by its words.
    Rewrite("a default of a type parameter (PEP 696)", ("python",), spans=_defaults_of_type_parameters),
    Rewrite(
        "a command of IPython", ("python",), lambda _: "#", spans=_by(r"(?m)^[ \t]*(?P<it>[%!])(?=[%!]?[A-Za-z./~])")
    ),
    Rewrite(
        "a statement of a template around Python",
        ("python",), lambda _: "#", spans=_by(r"(?m)^[ \t]*(?P<it>\{)%.*%\}[ \t]*$"),
    ),
    Rewrite("a module import (JEP 511)", ("java",), spans=_by(r"(?m)^[ \t]*import[ \t]+(?P<it>module)[ \t]")),
    Rewrite(
        "a statement before the call of another constructor (JEP 513)",
        ("java",), str.title, spans=_by(r"(?<![\w.])(?P<it>super|this)(?=\s*\()"),
    ),
    Rewrite(
        "attributes of what is exported again",
        _ECMASCRIPT, spans=_by(r"\bfrom\s*(?:'[^'\n]*'|\"[^\"\n]*\")(?P<it>\s+(?:with|assert)\s*\{[^{}]*\})"),
    ),
    Rewrite("an import with a phase", _ECMASCRIPT, spans=_by(r"\bimport\s+(?P<it>defer|source)\s+(?=\*|\w+\s+from\b)")),
    Rewrite("an accessor of a class", _ECMASCRIPT, spans=_by(r"(?P<it>\baccessor)[ \t]+(?=[\w$#\['\"])")),
    Rewrite(
        "the variance of a type parameter",
        ("typescript",), spans=_by(r"(?<=[<,])\s*(?P<it>(?:in\s+out|in|out))\s+(?=\w)"),
    ),
    Rewrite("an export of types", ("typescript",), spans=_by(r"\bexport\s+(?P<it>type)\s+(?=\*)")),
    Rewrite("a macro that stands for a type", _C, _as_a_type, spans=_by(rf"{_MACRO_CALL}(?=[ \t]{{1,40}}{_DECLARED})")),
    Rewrite(
        "a macro alone on its line", _C, spans=_by(rf"(?m)^[ \t]*(?P<it>{_MACRO}(?:\([^()\n]{{0,200}}\))?)[ \t]*$")
    ),
    Rewrite(
        "a macro that begins a loop",
        _C, lambda text: "for(;;)" + blanked(text[7:]),
        spans=_by(rf"(?m)^[ \t]*(?P<it>{_MACRO}_?FOREACH\w{{0,20}}[ ]?\([^()\n;{{}}]{{1,200}}\))(?=\s{{0,40}}[{{\w])"),
    ),
    Rewrite(
        "a default of a parameter",
        ("cpp",), _instead("{}", "0 "), spans=_by(r"(?<=\w)\s{0,3}(?P<it>=\s{0,3}\{\})(?=\s{0,9}[,)])"),
    ),
    Rewrite(
        "the slots of Qt",
        ("cpp",), spans=_by(r"(?m)^[ \t]*(?:public|private|protected)(?P<it>[ \t]+(?:Q_SLOTS|slots))(?=[ \t]*:)"),
    ),
    Rewrite(
        "the signals of Qt", ("cpp",), lambda text: "public".ljust(len(text)),
        spans=_by(r"(?m)^[ \t]*(?P<it>Q_SIGNALS|signals)(?=[ \t]*:)"),
    ),
    Rewrite(
        "the place of a member's member",
        _C, spans=_by(rf"\boffsetof\({_GAP}\w+,{_GAP}\w+(?P<it>(?:\.\w+){{1,9}})\)"),
    ),
    Rewrite("an argument that is left out", _C, lambda _: "0", spans=_by(r"(?<=,)(?P<it>[ \t])(?=[ \t]{0,9},)")),
    Rewrite(
        "a macro before the type of a parameter",
        _C, spans=_by(rf"(?<=[(,\s])(?P<it>{_MARK})(?=\s{{1,40}}(?:{_C_WORDS}){{0,3}}\w+[\s*]{{1,9}}\w+{_GAP}[,)])"),
    ),
    Rewrite("a macro behind the name of a parameter", _C, spans=_by(rf"(?<=\w)\s(?P<it>{_MARK})(?={_GAP}[,)])")),
    Rewrite(
        "a macro before the type of a function",
        _C, spans=_by(rf"(?m)^(?:(?:static|extern)[ \t]+)?(?P<it>{_NAME})(?={_FUNCTION})"),
    ),
    Rewrite(
        "a macro between the type of a function and its name",
        _C, spans=_by(rf"(?m)^(?:\w+[ \t]+){{1,3}}\*{{0,2}}[ \t]?(?P<it>{_NAME}(?:\(\d, ?\d\))?)(?=\s{{1,9}}\w+\()"),
    ),
    Rewrite(
        "a macro behind a declaration",
        _C, spans=_by(rf"(?<=\))\s{{1,9}}(?P<it>__\w+(?:\(\([^()\n]{{0,100}}\)\))?)(?={_GAP}[;{{])"),
    ),
    Rewrite(
        "a type as an argument", _C, lambda text: "0" + blanked(text[1:]),
        spans=_by(rf"\bva_arg\({_GAP}[^,;{{}}\n]{{1,80}},{_GAP}(?P<it>[A-Za-z_][\w \t]{{0,60}}[* \t]{{0,9}})\)"),
    ),
    Rewrite(
        "an operator as an argument", _C, lambda text: "0" + blanked(text[1:]),
        spans=_by(rf",{_GAP}(?P<it>[<>]=?|[!=]=)(?={_GAP}\))"),
    ),
    Rewrite(
        "a macro around a declaration", _C, _without_call,
        spans=_by(
            rf"(?m)^[ \t]*(?P<it>{_MACRO}\((?:{_C_WORDS}){{0,3}}\w+[ \t*]{{1,9}}\w+(?:\[[^\]\n]{{0,80}}\])?{_GAP}"
            r"(?:=[^;{}]{0,300})?\))(?=;)"
        ),
    ),
    Rewrite(
        "a definition among values",
        _C, spans=_by(r"(?m),[ \t]*+(?:/\*[^*\n]*\*/[ \t]*+)?\r?\n\s{0,80}(?P<it>\#[ \t]*(?:define|undef)\b[^\\\n]*)$"),
    ),
    # Read by our parser alone: found in its tree.
    Rewrite(
        "the rest of a mapping pattern (PEP 634)",
        ("python",), _instead("**", "0:"), "(dict_pattern (splat_pattern) @it)",
    ),
    Rewrite(
        "a name or joined texts as the key of a mapping pattern",
        ("python",), lambda text: "0" + blanked(text[1:]),
        "(dict_pattern key: [(dotted_name) (concatenated_string)] @it)",
    ),
    Rewrite("a template string (PEP 750)", ("python",), _as_a_template, '((string_start) @it (#match? @it "[tT]"))'),
    Rewrite("Python 2's print statement", ("python",), _print_as_a_pair, "(print_statement) @it"),
    Rewrite("Python 2's exec statement", ("python",), _instead("exec ", "exec,"), "(exec_statement) @it", unread=True),
    Rewrite("an alias of a type with parameters", ("go",), query="(type_alias type_parameters: (_) @it)"),
    Rewrite(
        "a name of C that is a word of C++",
        ("c",), str.title,
        f"([(identifier) (field_identifier) (type_identifier)] @it (#any-of? @it {_ONLY_CPP}))",
    ),
    Rewrite("a macro that our parser knows for a type", ("c",), _as_a_type, "(macro_type_specifier) @it"),
    Rewrite(
        "the last choice behind one that ends in an `if`",
        ("kotlin",), _instead("else", "true"), '(when_entry "else" @it)',
    ),
    Rewrite(
        "the parameters of a class (C# 12)",
        ("csharp",), query="[(class_declaration (parameter_list) @it) (struct_declaration (parameter_list) @it)]",
    ),
    Rewrite("what a class gives its base", ("csharp",), query="(base_list (argument_list) @it)"),
    Rewrite("a macro between texts", _C, query="(concatenated_string (identifier) @it)"),
    Rewrite("a static block of a class", _ECMASCRIPT, lambda _: "s()   ", '(class_static_block "static" @it)'),
)  # fmt: skip
"""The order matters where one construct stands in another: what neither parser reads comes first."""

_FLOW: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    # ?string, in a type: behind a colon, a comma, a bracket or an arrow
    (re.compile(r"(?<=[:<|,(=>])(\s*)\?(?=[\w({$\[*'\"])"), lambda found: f"{found[1]} "),
    # {| exact: objects |}
    (re.compile(r"\{\||\|\}"), lambda found: found[0].replace("|", " ")),
    # name: any => void;
    (
        re.compile(r"(?m)^([^\S\n]*+(?:static[^\S\n]+)?\w+: \w+)( => \w+)(?=;)"),
        lambda found: found[1] + " " * len(found[2]),
    ),
    # import typeof Name from "…"
    (re.compile(r"(?m)^([^\S\n]*+import )typeof(?= )"), lambda found: f"{found[1]}type  "),
)
_VUE_OPENING = re.compile(r"<script\b", re.IGNORECASE)
_VUE_ATTRIBUTES = re.compile(r"(?:[^>\"']|\"(?:(?!</script)[^\"])*\"|'(?:(?!</script)[^'])*')*>", re.IGNORECASE)
"""Up to the end of a tag: a value in quotes may hold ``<`` and ``>``, e.g. ``generic="T extends Foo<Bar>"``."""
_VUE_CLOSING = re.compile(r"</script\s*>", re.IGNORECASE)


def without_flow(text: str) -> str:
    """The text with Flow's own marks blanked, of the same length; equal where it has none."""
    for pattern, blank in _FLOW:
        text = pattern.sub(blank, text)
    return text


def scripts_of_vue(text: str) -> str:
    """A Vue file's scripts at their places, all else blanked; ``""`` where it has no script."""
    kept, end, at, is_quoted = [], 0, 0, True
    while opening := _VUE_OPENING.search(text, at):
        tag = _VUE_ATTRIBUTES.match(text, opening.end()) if is_quoted else None
        is_quoted = tag is not None  # with one quote too many, none counts from there on
        start = tag.end() if tag else text.find(">", opening.end()) + 1
        closing = _VUE_CLOSING.search(text, start) if start else None
        if closing is None:
            break
        kept += [blanked(text[end:start]), text[start : closing.start()]]  # with `src` there mostly is none
        end = closing.start()
        at = closing.end()
    scripts = "".join([*kept, blanked(text[end:])])
    return scripts if scripts.strip() else ""
