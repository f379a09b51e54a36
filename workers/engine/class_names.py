"""Java's and Kotlin's classes by the names that rules know them by: ``java.io.File`` as ``File``, with its import.

Rules name a class as programs do that import it. The engine does not take ``javax.crypto.Cipher.getInstance(…)`` for
``Cipher.getInstance(…)``, nor ``readAllLines(…)`` of a static import for ``Files.readAllLines(…)`` (measured with
1.182); to write each pattern in all three forms would make the pack three times as dear. So the text is spelled in one
form before the engine reads it: packages in front of a class become blanks of the same length, their imports are added
behind the text's package, and the class is added in front of a function that is imported alone. Lines stay what they
are; on those that became longer the places are set back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workers.engine import kotlin_forms
from workers.engine.results import FileAnswer, Match, Step
from workers.reading import syntax
from workers.reading.places import Lines, Place

if TYPE_CHECKING:
    from tree_sitter import Tree


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What a language's tree is asked; each query names what it looks for ``@it``."""

    other: str
    """Where a name with dots is no class in the code: texts, comments, imports, the package."""
    imports: str
    package: str
    declared: str
    """Names of variables, parameters and classes of the text."""
    calls: str
    """Names of functions that are called without an object."""
    static: re.Pattern[bytes]
    """An import of a function of a class: groups ``package``, ``owner`` (the class) and ``name``."""
    end: bytes
    """What ends an import."""


_GRAMMARS: Mapping[str, _Grammar] = {
    "java": _Grammar(
        other="[(string_literal) (character_literal) (line_comment) (block_comment) (import_declaration) "
        "(package_declaration)] @it",
        imports="(import_declaration) @it",
        package="(package_declaration) @it",
        declared="[(variable_declarator name: (_) @it) (formal_parameter name: (_) @it) (resource name: (_) @it) "
        "(enhanced_for_statement name: (_) @it) (catch_formal_parameter name: (_) @it) "
        "(lambda_expression parameters: (identifier) @it) (inferred_parameters (identifier) @it) "
        "(class_declaration name: (_) @it) (interface_declaration name: (_) @it) (enum_declaration name: (_) @it) "
        "(record_declaration name: (_) @it) (method_declaration name: (_) @it)]",
        calls="(method_invocation !object name: (identifier) @it)",
        static=re.compile(
            rb"import\s+static\s+(?P<package>(?:[a-z_]\w*\.)+)(?P<owner>[A-Z]\w*)\.(?P<name>[a-z_]\w*)\s*;"
        ),
        end=b";",
    ),
    "kotlin": _Grammar(
        other="[(string_content) (line_comment) (block_comment) (import) (package_header)] @it",
        imports="(import) @it",
        package="(package_header) @it",
        declared="[(variable_declaration (identifier) @it) (parameter (identifier) @it) "
        "(class_parameter (identifier) @it) (class_declaration name: (_) @it) (object_declaration name: (_) @it) "
        "(function_declaration name: (_) @it)]",
        calls="(call_expression . (identifier) @it)",
        static=re.compile(rb"import\s+(?P<package>(?:[a-z_]\w*\.)+)(?P<owner>[A-Z]\w*)\.(?P<name>[a-z_]\w*)\s*$"),
        end=b"",
    ),
}
_QUALIFIED = re.compile(rb"(?<![\w.$])(?P<at>@?)(?P<package>[a-z_]\w*\.(?:[a-z_]\w*\.)*)(?P<name>[A-Z]\w*)")
_MAY_BE = re.compile(
    r"(?m)^(?![ \t]*(?:import\b|package\b|\*|//))[^\n]*?(?<![\w.$])[a-z_]\w*\.(?:[a-z_]\w*\.)*[A-Z]"
    r"|^import (?:static )?(?:[a-z_]\w*\.)+[A-Z]\w*\.[a-z_]"
)
"""What a text holds where there is anything to spell otherwise; most texts are not parsed for it."""
_FIRST = ("#!", "@file:")
"""What nothing may stand before at the start of a text: such a text gets no imports."""
_ROOTS = frozenset(
    b"java javax jakarta javafx jdk sun org com net io dev edu gov me co kotlin kotlinx android androidx scala groovy "
    b"ognl freemarker spark play okhttp3 retrofit2 reactor de fr uk cn ru ch at nl eu".split()
)
"""Where packages begin: behind any other name stands a field of an object, unless it looks like a class."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text in which classes have their short names, and how to find its places in the text that it stands for."""

    text: str
    added: Mapping[int, Sequence[tuple[int, int]]]
    """Line → columns (from 1, in this text) where something was added, each with its length, in order. What was taken
    away there has a length below zero."""

    def real(self, answer: FileAnswer, text: str) -> FileAnswer:
        """The answer to this text as one to the text that it stands for; what was added is not found."""
        lines = Lines(text)
        return replace(answer, matches=tuple(self._matches(answer.matches, lines)))

    def _matches(self, matches: Sequence[Match], lines: Lines) -> Iterator[Match]:
        for match in matches:
            place = self._place(match.place)
            if (place.start_line, place.start_col) != (place.end_line, place.end_col):
                excerpt = lines.text(place)
                places = [self._place(step.place) for step in match.steps]
                steps = tuple(Step(each, lines.text(each)) for each in places)
                fix = match.fix if excerpt == match.excerpt else None
                yield replace(match, place=place, excerpt=excerpt, steps=steps, fix=fix)

    def _place(self, place: Place) -> Place:
        start = self._column(place.start_line, place.start_col)
        return Place(place.start_line, start, place.end_line, self._column(place.end_line, place.end_col))

    def _column(self, line: int, column: int) -> int:
        before = 0
        for at, length in self.added.get(line, ()):
            before += min(max(column - at, 0), length) if length > 0 else length * (column > at)
        return column - before


def spelled(language: str, text: str) -> Spelled | None:
    """The text with short names; ``None`` where it has them already, or its language has no packages of classes."""
    grammar = _GRAMMARS.get(language)
    is_kotlin = language == "kotlin" and kotlin_forms.MAY_BE.search(text) is not None
    if grammar is None or not (is_kotlin or _MAY_BE.search(text)):
        return None
    tree = syntax.parse(language, text)
    if tree is None:
        return None
    data = text.encode("utf-8", "surrogatepass")
    declared = {data[start:end] for start, end in syntax.spans_of(language, tree, grammar.declared)}
    imports = [data[start:end] for start, end in syntax.spans_of(language, tree, grammar.imports)]
    known = dict.fromkeys(declared, b"") | _imported(imports)
    blanked, found = _without_packages(data, syntax.spans_of(language, tree, grammar.other), declared, known)
    calls = dict(_calls(language, tree, data, grammar, imports))
    owned = {start: owner for start, owner in calls.items() if known.setdefault(owner[1], owner[0]) == owner[0]}
    named = kotlin_forms.edits(tree.root_node) if is_kotlin else []
    if not found and not owned and not named:
        return None
    edits = [(start, start, name + b".") for start, (_, name) in owned.items()]
    if not text.startswith(_FIRST):
        missing = found | ({package + name for package, name in owned.values()} - _full(imports))
        at, more = _added_imports(language, tree, grammar, sorted(missing))
        edits.append((at, at, more))
    return edited(blanked, sorted([*edits, *named]))


def _full(imports: Sequence[bytes]) -> set[bytes]:
    """The full names of the classes that are imported."""
    return {package + name for name, package in _imported(imports).items()}


def _imported(imports: Sequence[bytes]) -> dict[bytes, bytes]:
    """Class → its package, of imports that name one class."""
    names = (re.search(rb"(?<![\w.])((?:\w++\.)+)([A-Z]\w*+)\s*+(?:;\s*+)?$", each) for each in imports)
    return {found[2]: found[1] for found in names if found}


def _without_packages(
    data: bytes, other: Sequence[tuple[int, int]], declared: set[bytes], known: dict[bytes, bytes]
) -> tuple[bytes, set[bytes]]:
    """The text with blanks for packages, and the full names of the classes that it does not import yet."""
    apart = syntax.Spans(other)
    parts, end, found = [], 0, set()
    for each in _QUALIFIED.finditer(data):
        package, name = each["package"], each["name"]
        if each.start() in apart:
            continue
        if not _is_package(package, name, declared) or known.setdefault(name, package) != package:
            continue
        parts += [data[end : each.start()], b" " * len(package), each["at"]]
        end = each.end("package")
        found.add(package + name)
    return b"".join([*parts, data[end:]]), found


def _is_package(package: bytes, name: bytes, declared: set[bytes]) -> bool:
    root = package.split(b".", 1)[0]
    if root in declared or root in (b"this", b"super", b"it"):
        return False
    return root in _ROOTS or (package.count(b".") > 1 and not name.isupper())


def _calls(
    language: str, tree: Tree, data: bytes, grammar: _Grammar, imports: Sequence[bytes]
) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    """Where a function that is imported alone is called, and its package and class."""
    static = {found["name"]: found for each in imports if (found := grammar.static.fullmatch(each.strip()))}
    if static:
        for start, end in syntax.spans_of(language, tree, grammar.calls):
            if found := static.get(data[start:end]):
                yield start, (found["package"], found["owner"])


def _added_imports(language: str, tree: Tree, grammar: _Grammar, names: Sequence[bytes]) -> tuple[int, bytes]:
    """Behind the package, on its line; at the start of a text without one."""
    if not names:
        return 0, b""
    package = syntax.spans_of(language, tree, grammar.package)
    text = b"".join(b" import " + name + b";" for name in names)
    if not package:
        return 0, text.lstrip()
    return package[0][1], text if grammar.end else b";" + text.removesuffix(b";")


def edited(data: bytes, edits: Sequence[tuple[int, int, bytes]]) -> Spelled:
    """``edits`` are offsets in bytes, on one line each, and what stands there instead, in order."""
    lines = Lines(data.decode("utf-8", "surrogatepass"))
    parts, end = [], 0
    added: dict[int, list[tuple[int, int]]] = {}
    shifts: dict[int, int] = {}
    for start, stop, more in edits:
        parts += [data[end:start], more]
        end = stop
        place = lines.place_of(start, stop)
        line, old, new = place.start_line, place.end_col - place.start_col, len(more.decode("utf-8", "surrogatepass"))
        length, shift = new - old, shifts.get(line, 0)
        if length:
            # What is longer goes on behind the name; the last character of what is shorter stands for the name's rest.
            kept = min(old, new) if length > 0 else max(0, new - 1)
            added.setdefault(line, []).append((place.start_col + shift + kept, length))
        shifts[line] = shift + length
    return Spelled(b"".join([*parts, data[end:]]).decode("utf-8", "surrogatepass"), added)
