"""Integrity: what hides from a reviewer is told, what only looks unusual is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import review
from bot.knowledge.generated import is_generated, is_minified
from bot.model import ChangedFile, Confidence, Severity
from bot.policy import Policy
from tests.builders import change, changed_file, snapshot
from workers.checks.characters import visible
from workers.checks.integrity import Integrity

CYRILLIC_A = "\u0430"


def rules(*files: ChangedFile) -> list[tuple[str, int]]:
    return [(finding.rule, finding.span.start_line) for finding in Integrity().run(snapshot(*files)).head]


@pytest.mark.parametrize(
    ("path", "line", "rule"),
    [
        ("a.py", "if role != 'user\u202e \u2066# admin\u2069 \u2066':", "integrity.bidirectional-control"),
        ("a.go", 'x := "\u2067"', "integrity.bidirectional-control"),
        (".github/workflows/ci.yml", "run: echo \u202e", "integrity.bidirectional-control"),
        ("a.js", "const is\u200bAdmin = true", "integrity.invisible-character"),
        ("a.js", "const { timeout, \u3164 } = req.query", "integrity.invisible-character"),
        ("a.py", "s = '" + "\U000e0041" * 6 + "'", "integrity.invisible-character"),
        ("a.py", f"def is_{CYRILLIC_A}dmin(): pass", "integrity.look-alike-name"),
        ("a.py", "q = eval(x)  # nosemgrep", "integrity.suppression-added"),
        ("a.py", "q = eval(x)  # nosec B307", "integrity.suppression-added"),
        ("a.py", "q = eval(x)  # noqa: E501, S307", "integrity.suppression-added"),
        ("A.java", "q(); // NOSONAR", "integrity.suppression-added"),
        ("a.js", "// eslint-disable-next-line security/detect-eval-with-expression", "integrity.suppression-added"),
        ("a.go", "q() //nolint:errcheck,gosec", "integrity.suppression-added"),
        (".semgrepignore", "src/", "integrity.control-file-changed"),
        (".patchwarden.yml", "fail-on: never", "integrity.control-file-changed"),
        (".github/CODEOWNERS", "* @mallory", "integrity.control-file-changed"),
    ],
)
def test_it_tells(path: str, line: str, rule: str) -> None:
    assert rules(changed_file(path, "a = 1\n", f"a = 1\n{line}\n")) == [(rule, 2)]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("README.md", "\u202eright to left\u202c"),
        ("locale/ar/messages.po", 'msgstr "\u200fnbsp"'),
        ("a.py", "flag = '\U0001f3f3\ufe0f\u200d\U0001f308'"),
        ("a.py", "text = 'می\u200cخواهم'"),
        ("a.py", "name = 'Привет, мир'"),
        ("a.py", "Δx = μ * 2"),
        ("a.py", "print('наука')  # всё хорошо"),
        ("a.py", "import os  # noqa: E402"),
        ("a.js", "/* eslint-disable no-console */"),
        ("docs/lint.md", "Write `# nosec` to silence it."),
        ("src/CODEOWNERS", "text"),
        (".github/workflows/zizmor.yml", "on: push"),
        ("a.rst", "Title\n======="),
    ],
)
def test_it_says_nothing(path: str, line: str) -> None:
    assert rules(changed_file(path, "a = 1\n", f"a = 1\n{line}\n")) == []


def test_a_look_alike_of_a_name_in_the_file_is_certain() -> None:
    head = f"def is_admin(): ...\ndef is_{CYRILLIC_A}dmin(): ...\n"
    (found,) = Integrity().run(snapshot(changed_file("a.py", "def is_admin(): ...\n", head))).head
    assert (found.confidence, found.severity) == (Confidence.HIGH, Severity.HIGH)
    assert found.excerpt == "def is_\\u0430dmin(): ..."


def test_an_invisible_character_in_a_string_goes_to_the_summary() -> None:
    (found,) = Integrity().run(snapshot(changed_file("a.py", None, "sep = 'a, \u200b'\n"))).head
    assert found.confidence is Confidence.LOW


def test_a_byte_order_mark_at_the_top_is_no_news() -> None:
    assert rules(changed_file("a.py", None, "\ufeffa = 1\n")) == []


def test_old_text_stays_old() -> None:
    assert rules(changed_file("a.py", "x = '\u202e'  # nosec\n", "x = '\u202e'  # nosec\ny = 1\n")) == []


def test_a_suppression_that_only_moved_is_old() -> None:
    before, after = "a()  # nosec\nb()\nc()\n", "b()\nc()\na(1)  # nosec\n"
    assert rules(changed_file("a.py", before, after)) == []


def test_conflict_markers() -> None:
    head = "a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> topic\n"
    assert rules(changed_file("a.py", "a = 1\n", head)) == [("integrity.conflict-marker", 2)]
    assert rules(changed_file("notes.md", "a = 1\n", head)) == []


def test_minified_code() -> None:
    base, head = "x(1);" * 400 + "\n", "x(2);" * 400 + "\n"
    assert rules(changed_file("dist/app.min.js", base, head)) == [("integrity.unreviewable-code", 1)]


def test_what_a_build_wrote_is_told_once() -> None:
    base, head = "x(1);" * 400 + "\n", "x(2);" * 400 + "\n"
    bundles = [changed_file(f"dist/{name}.min.js", base, head) for name in "abc"]
    (item,) = review.assemble(change(), bundles, [Integrity().run(snapshot(*bundles))], Policy()).observations
    assert [found.span.path for found in item.findings] == ["dist/a.min.js", "dist/b.min.js", "dist/c.min.js"]


def test_a_short_line_of_minified_code_is_told_too() -> None:
    """The rules for source code leave the whole file out, so something has to say it."""
    code = "x(1);" * 400 + "\n"
    assert rules(changed_file("dist/app.min.js", "// 1\n" + code, "// 2\n" + code)) == [
        ("integrity.unreviewable-code", 1)
    ]
    assert rules(changed_file("src/app.js", "// 1\nx(1);\n", "// 2\nx(1);\n")) == []


_LONG = "x(1);" * 400 + "\n"
_COMMENT = "// " + "a" * 5_000 + "\n"


@pytest.mark.parametrize(
    ("path", "text", "minified"),
    [
        ("dist/app.min.js", _LONG, True),
        ("app-min.js", "/*! MIT */\n" + _LONG, True),
        ("app.3fa1c2e9.js", _LONG, True),
        ("app.js", _LONG + "//# sourceMappingURL=app.js.map\n", True),
        ("vendor/lib.js", "/*! Licence: MIT */" + _LONG, True),
        ("vendor/lib.js", _LONG, False),
        ("app.js", _LONG, False),
        ("app.js", _COMMENT + "x(1);\n", False),
        ("app.min.js", _COMMENT + "x(1);\n", False),
        ("app.min.js", 'x("' + "a" * 5_000 + '");\neval(y);\n', False),
        ("app.min.js", "/*" + "a b\n" * 2_000 + "*/eval(y);\n", False),
        ("app.min.js", " " * 5_000 + "eval(y);\n", False),
        ("app.min.js", "x(1);\n" * 400 + _LONG, False),
        ("app.min.ts", _LONG, False),
    ],
)
def test_minified_is_what_looks_like_it_and_says_so(path: str, text: str, minified: bool) -> None:
    assert is_minified(path, text) is minified


def test_a_long_line_in_other_code_is_told() -> None:
    (finding,) = Integrity().run(snapshot(changed_file("a.js", "x\n", "x\n" + _COMMENT))).head
    assert finding.title == "A line was added that nobody reads to its end"


_MARK = "# Code generated by gen. DO NOT EDIT.\n"


@pytest.mark.parametrize(
    ("path", "base", "head", "generated"),
    [
        ("a.py", _MARK + "a\n", _MARK + "b\n", True),
        ("a.py", "a\n", _MARK + "b\n", False),
        ("a_pb2.py", "a\n", _MARK + "b\n", False),
        ("a.py", _MARK + "a\n", "b\n", False),
        ("a.py", None, _MARK + "b\n", False),
        ("a_pb2.py", None, _MARK + "b\n", True),
        ("a_pb2.py", None, "b\n", False),
    ],
)
def test_what_a_change_says_of_itself_is_not_believed(path: str, base: str | None, head: str, generated: bool) -> None:
    assert is_generated(changed_file(path, base, head)) is generated


def test_generated_code_changed_by_hand() -> None:
    base, head = (
        "// Code generated by gen. DO NOT EDIT.\nvar a = 1\n",
        "// Code generated by gen. DO NOT EDIT.\nvar a = 2\n",
    )
    generated = changed_file("a.go", base, head)
    assert rules(generated) == [("integrity.unreviewable-code", 2)]
    assert rules(generated, changed_file("a.proto", "x\n", "y\n")) == []


@pytest.mark.parametrize(
    ("base_mode", "head_mode", "head", "rule"),
    [
        ("100644", "100755", "a = 1\n", "integrity.executable-bit"),
        ("100644", "100755", "#!/bin/sh\n", None),
        ("100644", "100755", "", None),
        (None, "120000", None, "integrity.link-changed"),
        ("160000", "160000", None, "integrity.link-changed"),
    ],
)
def test_modes(base_mode: str | None, head_mode: str, head: str | None, rule: str | None) -> None:
    file = replace(
        changed_file("thing", head, head),
        base_mode=base_mode,
        head_mode=head_mode,
        base_blob=None if base_mode is None else "1" * 40,
        head_blob="2" * 40,
    )
    assert [found for found, _ in rules(file)] == ([rule] if rule else [])


def test_a_compiled_file() -> None:
    file = replace(changed_file("lib/x.jar", None, ""), head_text=None, unreadable="binary", head_blob="2" * 40)
    assert rules(file) == [("integrity.unreviewable-code", 1)]
    assert rules(replace(file, path="logo.png")) == []


def test_a_submodule_from_another_place() -> None:
    base = '[submodule "a"]\n\turl = https://example.org/a\n'
    head = '[submodule "a"]\n\turl = https://example.com/a\n'
    assert rules(changed_file(".gitmodules", base, head)) == [("integrity.submodule-source", 2)]


@given(st.text(st.characters(codec="utf-8")))
def test_what_is_shown_holds_nothing_hidden(text: str) -> None:
    shown = visible(text)
    assert not set(shown) & set("\u202e\u2066\u200b\u3164\ufeff\u200d")
    assert all(character.isascii() or character.isprintable() for character in shown)


@given(st.text(st.characters(codec="ascii", exclude_characters="#@"), max_size=80))
def test_plain_ascii_never_misleads(line: str) -> None:
    found = rules(changed_file("a.py", "", f"x = {line!r}\n"))
    assert not [rule for rule, _ in found if rule in {"integrity.bidirectional-control", "integrity.look-alike-name"}]
