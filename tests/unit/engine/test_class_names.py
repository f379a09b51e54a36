"""Classes with their package in front: rules find them as they find imported ones, at the places of the real text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine import pack_of
from workers.engine import class_names
from workers.engine.results import FileAnswer, Match
from workers.engine.scanner import Scanner, source_of
from workers.reading.places import Place

IN_A_CLASS = "package a;\n{imports}\nclass A {{\n  void m(Object x) {{\n    {code}\n  }}\n}}\n"
SHORT = "Cipher.getInstance(x)"
FORMS = [  # imports, code, and what is quoted of it
    ("import javax.crypto.Cipher;", SHORT + ";", SHORT),
    ("", "javax.crypto.Cipher.getInstance(x);", SHORT),
    ("", "javax.crypto.Cipher c = javax.crypto.Cipher.getInstance(x);", SHORT),
    ("", 'String é = "é"; use("javax.crypto.Cipher", javax.crypto.Cipher.getInstance(x));', SHORT),
    ("import static javax.crypto.Cipher.getInstance;", "getInstance(x);", "getInstance(x)"),
    ("import static javax.crypto.Cipher.getInstance;", "f(getInstance(y), getInstance(x));", "getInstance(x)"),
]
RULES = {
    "any": "Cipher.getInstance(...)",
    "full": "javax.crypto.Cipher.getInstance(...)",
    "imported": "import javax.crypto.Cipher",
}
LEFT_ALONE = [
    ("java", "package a;\nimport b.Cipher;\nclass A { Object x = javax.crypto.Cipher.getInstance(1); }\n"),
    ("java", "package a;\nclass A { A com; Object x = com.NAME; Object y = config.Name; }\n"),
    (
        "java",
        "package a;\n// javax.crypto.Cipher\nimport javax.crypto.Cipher;\nclass A { String x = `java.io.File`; }\n",
    ),
    ("kotlin", "package a\nclass A(val com: B) {\n  val x = com.NAME\n  val y = listOf(1).map { it.NAME }\n}\n"),
    ("python", "x = java.io.File()\n"),
]


ROW = st.lists(st.sampled_from(["NAME", "é", "b", "=", "(", "LONGER_NAME"]), min_size=1, max_size=9)
MADE = {"NAME": ["x", "1234", "a.longer.one", ""], "LONGER_NAME": ["é", "NAME", "and.something.longer"]}


@given(st.lists(ROW, min_size=1, max_size=3), st.data())
def test_what_stands_for_a_name_is_found_at_the_name(rows: list[list[str]], data: st.DataObject) -> None:
    """However many names of a line became longer, shorter or nothing, and whatever the letters around them are."""
    text, edits, names = "", [], []
    for number, row in enumerate(rows, 1):
        for word in row:
            before = len(text.rpartition("\n")[2]) + 1
            if word in MADE:
                new = data.draw(st.sampled_from(MADE[word]))
                at = len(text.encode())
                edits.append((at, at + len(word), new.encode()))
                names.append((number, before, before + len(word), new))
            text += word + " "
        text += "\n"
    made = class_names.edited(text.encode(), edits)
    ends: dict[int, int] = {}
    for number, first, last, new in names:
        start = first + ends.get(number, 0)
        ends[number] = ends.get(number, 0) + len(new) - (last - first)
        if new:
            match = Match("r", Place(number, start, number, start + len(new)), new, "m")
            (real,) = made.real(FileAnswer((match,)), text).matches
            assert real.place == Place(number, first, number, last)


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    root = pack_of.write(tmp_path_factory.mktemp("rules"))
    for language in ("java", "kotlin"):
        for name, pattern in RULES.items():
            path = root / language / "cryptography" / f"{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            search = f"pattern: {pattern}\n"
            path.write_text(pack_of.rule(f"{language}.cipher.{name}", search, languages=language), encoding="utf-8")
    return Scanner(root, tmp_path_factory.mktemp("cache"))


def _answer(scanner: Scanner, language: str, text: str) -> FileAnswer:
    source = source_of(f"a.{'kt' if language == 'kotlin' else language}", language, text)
    return scanner.scan([source])[source.key]


@pytest.mark.parametrize(("imports", "code", "quoted"), FORMS)
def test_a_class_is_found_in_every_form(scanner: Scanner, imports: str, code: str, quoted: str) -> None:
    text = IN_A_CLASS.format(imports=imports, code=code)
    column = text.split("\n")[4].rindex(quoted) + 1

    found = [each for each in _answer(scanner, "java", text).matches if each.rule != "java.cipher.imported"]

    assert [each.rule for each in found if "x)" in each.excerpt] == ["java.cipher.any", "java.cipher.full"]
    assert {(each.place.start_line, each.excerpt) for each in found if "x)" in each.excerpt} >= {(5, quoted)}
    assert column in {each.place.start_col for each in found}


def test_kotlin_has_them_too(scanner: Scanner) -> None:
    text = "package a\n\nfun f(x: String) {\n    javax.crypto.Cipher.getInstance(x)\n}\n"

    found = _answer(scanner, "kotlin", text)

    assert not found.problems
    assert [(each.rule, each.place.start_line) for each in found.matches] == [
        ("kotlin.cipher.any", 4),
        ("kotlin.cipher.full", 4),
    ]


def test_what_was_added_is_not_found(scanner: Scanner) -> None:
    text = IN_A_CLASS.format(imports="", code="javax.crypto.Cipher c;")

    assert not _answer(scanner, "java", text).matches


@pytest.mark.parametrize(("language", "text"), LEFT_ALONE)
def test_what_is_no_package_stays(language: str, text: str) -> None:
    assert class_names.spelled(language, text.replace("`", '"')) is None


WORDS = (
    "java.io.File",
    "package b;",
    "import static a.B.c;",
    "c(1)",
    "A",
    "a",
    ".",
    ";",
    "(",
    ")",
    "{",
    "\n",
    '"',
    "/*",
    "é",
)


@given(st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))
def test_lines_stay_what_they_are(text: str) -> None:
    made = class_names.spelled("java", text)

    assert made is None or made.text.count("\n") == text.count("\n")
    assert made is None or made.text.replace(" ", "").endswith(text.replace(" ", "")[-1:])
