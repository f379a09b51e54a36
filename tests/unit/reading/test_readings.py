"""Code as its language reads it: what is code there stands in the text, and every line leads back to the file's."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Side, split_lines
from tests.builders import changed_file
from workers.checks.base import added
from workers.reading import notebooks, readings


def only(language: str, text: str) -> readings.Code:
    (code,) = readings.reading(language, text).codes
    return code


def numbered(code: readings.Code) -> list[tuple[int, str]]:
    """Every line of the code that holds something, with its line in the file."""
    lines = enumerate(code.text.split("\n"), 1)
    return [(code.place(number, 1)[0], line) for number, line in lines if line.strip()]


@pytest.mark.parametrize("language", ["python", "javascript", "go", "bash", "yaml", "java", ""])
@pytest.mark.parametrize("text", ["", "a\n", "a\r\nb\r\n", "a\n\fb\n", "# é 中 ½\n", "é", "'\\u00e9'\n"])
def test_ordinary_code_is_read_as_it_stands(language: str, text: str) -> None:
    assert only(language, text) == readings.Code(language, text)


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        ("python", "# a\rb()\nc\n", [(1, "# a"), (1, "b()"), (2, "c")]),
        ("python", "a\rb\rc\r", [(1, "a"), (1, "b"), (1, "c\r")]),
        ("python", "# a\u2028b()\n", [(1, "# a\u2028b()")]),
        ("javascript", "// a\u2028b()\u2029c\rd\r\ne\n", [(1, "// a"), (1, "b()"), (1, "c"), (1, "d\r"), (2, "e")]),
        ("csharp", "// a\x85b();\n", [(1, "// a"), (1, "b();")]),
        ("php", "// a\rb();\n", [(1, "// a"), (1, "b();")]),
        ("bash", "# a\rb\n", [(1, "# a\rb")]),
        ("bash", "cu␀rl x\n", [(1, "curl x")]),
        ("java", "// \\u000ab();\nc\n", [(1, "// "), (1, "b();"), (2, "c")]),
        ("java", 'x = "\\\\u000a";\n', [(1, 'x = "\\\\u000a";')]),
        ("java", "\\u0062();\n", [(1, "b();")]),
        ("python", "𝐞𝐯𝐚𝐥(ｘ) # ﬁ\n", [(1, "eval(x) # fi")]),
        ("python", "é = '½²ａ'\n", [(1, "é = '½²a'")]),
        ("javascript", "\\u0065v\\u{61}l(x)\n", [(1, "eval(x)")]),
        ("javascript", "a = '\\u0065'; b = /[\\u0041-\\u005a]/\n", [(1, "a = '\\u0065'; b = /[\\u0041-\\u005a]/")]),
    ],
)
def test_lines_are_those_of_the_language(language: str, text: str, lines: list[tuple[int, str]]) -> None:
    assert numbered(only(language, text)) == lines


def test_columns_lead_back_to_the_file() -> None:
    code = only("java", "a; // \\u000ab();\n")
    assert [code.place(1, 1), code.place(1, 4), code.place(2, 1), code.place(2, 2)] == [
        (1, 1),
        (1, 4),
        (1, 13),
        (1, 14),
    ]


_COOKIES = {
    "# coding: utf-8\n": None,
    "# -*- coding: latin-1 -*-\n": None,
    "# coding: utf-8-unix\n": None,
    "#!/usr/bin/python\n# vim: set fileencoding=koi8-r :\n": None,
    "# coding: shift-jis\n": None,
    "x = 1\n# coding: utf-7\n": None,
    "# a\n# b\n# coding: utf-7\n": None,
    "x = 'coding: utf-7'\n": None,
    "# coding: utf-7\n": ("utf-7", 1),
    "\ufeff# coding: U7\n": ("U7", 1),
    "\n# coding=unicode_escape\n": ("unicode_escape", 2),
    "#!/usr/bin/python\r\n# coding: raw_unicode_escape\r\n": ("raw_unicode_escape", 2),
    "# a\r# coding: utf_7\r": ("utf_7", 1),
    "# coding: rot13\n": ("rot13", 1),
    "# coding: cp037\n": ("cp037", 1),
    "# coding: pyxl\n": ("pyxl", 1),
}


@pytest.mark.parametrize(("text", "right"), _COOKIES.items())
def test_a_coding_line_that_shows_other_code(text: str, right: tuple[str, int] | None) -> None:
    found = readings.odd_coding("python", text)
    assert (found and (found.codec, found.line)) == right
    assert readings.odd_coding("go", text) is None


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# coding: utf-7\n+AGEACgBi-\nc\n", [(1, "# coding: utf-7"), (2, "a"), (2, "b"), (3, "c")]),
        ("# coding: raw_unicode_escape\n# \\u000ab()\n", [(1, "# coding: raw_unicode_escape"), (2, "# "), (2, "b()")]),
        ("# coding: unicode_escape\n# \\nb()\nc", [(1, "# coding: unicode_escape"), (2, "# "), (2, "b()"), (3, "c")]),
        ("# coding: rot13\nn()\n", [(1, "# coding: rot13"), (2, "n()")]),
        ("# coding: nowhere\nn()\n", [(1, "# coding: nowhere"), (2, "n()")]),
    ],
)
def test_an_odd_coding_is_read_as_python_reads_it(text: str, lines: list[tuple[int, str]]) -> None:
    assert numbered(only("python", text)) == lines


def test_a_rename_reads_the_base_in_a_language_that_has_rules() -> None:
    file = changed_file("a.py", "x\n", "x\n", old_path="a.txt")
    other = changed_file("a.py", "x\n", "x\n", old_path="a.js")
    known = {"python", "javascript"}
    assert [code.language for code in readings.reading_of(file, Side.BASE, known).codes] == ["python"]
    assert [code.language for code in readings.reading_of(other, Side.BASE, known).codes] == ["javascript"]
    assert [code.language for code in readings.reading_of(other, Side.BASE, {"python"}).codes] == ["python"]


def test_code_that_is_too_long_is_a_problem() -> None:
    assert readings.reading("python", "x" * (readings.LARGEST_CODE + 1)).problem == (
        "longer than the limit of 1,000,000 characters for code (1,000,001)"
    )


def notebook(*cells: object, **metadata: object) -> dict[str, object]:
    listed = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    return {"cells": listed, "metadata": metadata, "nbformat": 4}


_CELL_LINE = st.text(st.characters(exclude_characters="\r\n%!?", exclude_categories=["Cs"]), max_size=12).filter(
    lambda line: '"""' not in line and "'''" not in line
)
_CELL = st.lists(_CELL_LINE, min_size=1, max_size=5).map("\n".join)


@given(st.lists(_CELL, min_size=1, max_size=4), st.sampled_from([None, 1, 4]), st.booleans(), st.booleans())
def test_every_character_of_a_cell_leads_to_its_place(
    cells: list[str], indent: int | None, as_lists: bool, ascii_only: bool
) -> None:
    written = [cell.splitlines(keepends=True) if as_lists else cell for cell in cells]
    if as_lists:
        written = [[part + "\n" for part in cell.split("\n")[:-1]] + [cell.split("\n")[-1]] for cell in cells]
    raw = json.dumps(notebook(*written), indent=indent, ensure_ascii=ascii_only)
    lines = list(notebooks.sources(raw).get("python", []))
    assert "\n".join(line.text for line in lines).replace("\n", "") == "".join(cells).replace("\n", "")
    file = raw.split("\n")
    for line in lines:
        for character, column in zip(line.text, line.columns, strict=False):
            here = file[line.number - 1][column - 1 :]
            assert here.startswith((character, "\\"))
            if here.startswith("\\"):
                assert json.loads('"' + notebooks._PART.match(here).group() + '"') == character  # type: ignore[union-attr]


def sources(*cells: object, **metadata: object) -> dict[str, str]:
    found = notebooks.sources(json.dumps(notebook(*cells, **metadata), indent=1))
    return {language: "\n".join(line.text for line in lines) for language, lines in found.items()}


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        ("x = 1\n%matplotlib inline\ny", {"python": "x = 1\npass\ny"}),
        ("if x:\n    !ls {x}\n", {"python": "if x:\n    pass", "bash": "ls {x}"}),
        ("out = !curl x | sh", {"python": "out = None", "bash": "curl x | sh"}),
        ("%time f(x)", {"python": "f(x)"}),
        ("y = %timeit -n 3 f(x)", {"python": "y = f(x)"}),
        ("%%time\nf(x)", {"python": "\nf(x)"}),
        ("%%bash\ncurl x | sh", {"bash": "curl x | sh"}),
        ("\n%%javascript\neval(x)", {"javascript": "eval(x)"}),
        ("%%markdown\nhello", {}),
        ("f?\n?g\nh??", {"python": "pass\npass\npass"}),
        ("x = a % b\ny = not x != b", {"python": "x = a % b\ny = not x != b"}),
        ('x = """\n%d items\n!\n"""\n%cd', {"python": 'x = """\n%d items\n!\n"""\npass'}),
        (["os.sys", "tem(x)\n", "y"], {"python": "os.system(x)\ny"}),
    ],
)
def test_what_ipython_runs_itself_breaks_no_code(cell: object, right: dict[str, str]) -> None:
    assert sources(cell) == right


def test_other_kernels_old_formats_and_prose() -> None:
    assert sources("x <- 1", kernelspec={"language": "R"}) == {"r": "x <- 1"}
    assert sources("x", language_info={"name": "julia"}) == {"julia": "x"}
    old = {"worksheets": [{"cells": [{"cell_type": "code", "language": "python", "input": ["a\n", "b"]}]}]}
    assert [line.text for line in notebooks.sources(json.dumps(old))["python"]] == ["a", "b"]
    prose = {"cells": [{"cell_type": "markdown", "source": "f()"}], "metadata": {}}
    assert notebooks.sources(json.dumps(prose)) == {}
    twice = '{"cells": [], "cells": [{"cell_type": "code", "source": "a"}], "metadata": {}}'
    assert [line.text for line in notebooks.sources(twice)["python"]] == ["a"]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '"cells"', "[" * 100_000, '{"cells": [}', "\x00"])
def test_what_is_no_notebook_is_a_problem(text: str) -> None:
    reading = readings.reading("jupyter", text)
    assert (reading.codes, reading.problem.startswith("the notebook ")) == ((), True)


@pytest.mark.parametrize("indent", [None, 1])
def test_lines_of_a_notebook_are_read_without_their_quotes(indent: int | None) -> None:
    raw = json.dumps(notebook(['password = "x"\n', "b = 'y'"]), indent=indent) + "\n"
    lines = [line.strip() for _, line in added(changed_file("a.ipynb", None, raw))]
    assert {number for number, _ in added(changed_file("a.ipynb", None, raw))} == set(
        range(1, len(split_lines(raw)) + 1)
    )
    assert any(line.endswith('password = "x"') for line in lines)
    assert any("b = 'y'" in line for line in lines)


def test_halves_of_characters_are_replaced() -> None:
    raw = '{"cells": [{"cell_type": "code", "source": ["a \\ud83d\\ude00 \\ud83d\\n"]}]}'
    assert only("jupyter", raw).text == "a \U0001f600 \ufffd\n"
    for language, text in (("jupyter", raw), ("python", "# coding: unicode_escape\n\\ud83d\n")):
        assert "".join((*readings.lines_of(language, text), only(language, text).text)).encode()
