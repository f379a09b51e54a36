"""docs/coverage.md names rules that exist, for the language and, by what rule and sample say, for the framework."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from workers.checks.registry import default_checks
from workers.cli import coverage
from workers.cli.coverage import Coverage
from workers.engine import samples
from workers.engine.rules import Rule
from workers.reading import rule_files
from workers.reading.rule_files import Heading, RuleError

ROOT = rule_files.root()
TABLES = coverage.tables(ROOT)
_BESIDE = {"javascript": {"typescript", "vue"}, "c": {"cpp"}, "templates": {"html"}, "shell": {"bash"}}
"""Languages that share the table of another."""


@cache
def rules() -> dict[str, tuple[Path, Heading]]:
    return {rule.id: (path, rule) for path, rule in samples.all_rules()}


@cache
def words_of(rule_id: str) -> str:
    """What a rule, its samples and the lists that it uses say."""
    path, _ = rules()[rule_id]
    own = [file.read_text("utf-8") for file in (ROOT / path).parent.glob(f"{path.stem}.*")]
    use = rule_files.document(ROOT / path, path.as_posix()).get("use") or {}
    assert isinstance(use, dict)
    shared = [ROOT / rule_files.SHARED / f"{name}.yaml" for names in use.values() for name in names]
    return "\n".join([*own, *(file.read_text("utf-8") for file in shared)])


def named(table: Coverage) -> Iterator[tuple[str, str, str]]:
    for weakness, cells in table.cells.items():
        for framework, cell in cells.items():
            for rule in coverage.rules_of(cell):
                yield weakness, framework, rule


def test_the_page_is_up_to_date() -> None:
    written = (ROOT.parent / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert written == coverage.page(), "renew it: make pages"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.language)
def test_a_cell_names_rules_that_exist_for_the_language_and_speak_of_the_framework(table: Coverage) -> None:
    checks = {check.id for check in default_checks(cache_dir=None)}
    wrong = []
    for weakness, framework, rule_id in named(table):
        if rule_id not in rules():
            check = rule_id.partition(".")[0]
            wrong += [] if check in checks - {"semgrep"} else [f"{weakness}: no rule is called {rule_id}"]
            continue
        rule = rules()[rule_id][1]
        languages = {table.language} | _BESIDE.get(table.language, set())
        if isinstance(rule, Rule) and languages.isdisjoint(rule.languages):
            wrong.append(f"{weakness}: {rule_id} is for {', '.join(rule.languages)}")
        words = table.frameworks[framework]
        if isinstance(rule, Rule) and not any(word.lower() in words_of(rule_id).lower() for word in words):
            wrong.append(f"{weakness}: {rule_id} says none of {', '.join(words)} ({framework})")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.language)
def test_a_cell_without_a_rule_says_why(table: Coverage) -> None:
    silent = [
        f"{weakness}: {framework}"
        for weakness, cells in table.cells.items()
        for framework, cell in cells.items()
        if not coverage.rules_of(cell)
        and not (isinstance(cell, coverage.Without) and bool(cell.none.strip()) != bool(cell.open.strip()))
    ]
    assert not silent


_WEAKNESSES = (
    'sql: {cwe: 89, name: SQL, from: [top25]}\nxss: {cwe: 79, name: "Pages, and their scripts", from: [asvs]}\n'
)


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ("frameworks: {A: [a]}\nweaknesses: {csrf: {all: x.y.z}}\n", "`csrf` is no weakness"),
        ("frameworks: {A: [a]}\nweaknesses: {sql: {B: x.y.z}}\n", "`sql` names `B`"),
        ("frameworks: {A: [a], B: [b]}\nweaknesses: {sql: {A: x.y.z}}\n", "`sql` says nothing of B"),
        ("frameworks: {A: [a]}\nweaknesses: {sql: {A: {why: not}}}\n", "why"),
    ],
)
def test_a_slip_in_a_table_is_a_message(tmp_path: Path, table: str, error: str) -> None:
    folder = tmp_path / rule_files.COVERAGE
    folder.mkdir()
    (folder / "weaknesses.yaml").write_text(_WEAKNESSES, "utf-8")
    (folder / "go.yaml").write_text(table, "utf-8")
    with pytest.raises(RuleError, match=error):
        coverage.tables(tmp_path)


def test_a_row_says_what_each_framework_has(tmp_path: Path) -> None:
    folder = tmp_path / rule_files.COVERAGE
    folder.mkdir()
    (folder / "weaknesses.yaml").write_text(_WEAKNESSES, "utf-8")
    (folder / "go.yaml").write_text(
        "frameworks: {A: [a], B: [b], C: [c]}\n"
        "weaknesses:\n"
        "  sql: {A: go.sql.one, B: [go.sql.one, go.sql.two], all: {open: a | b}}\n"
        "  xss: {all: {none: it has no pages}}\n",
        "utf-8",
    )
    said = coverage.page(tmp_path)
    assert "| SQL | 89 | 2/3 |" in said
    assert "| Pages, and their scripts | 79 | – |" in said
    assert r"| SQL | `go.sql.one` (A, B); `go.sql.two` (B) | C: **open:** a \| b |" in said
    assert "| Pages, and their scripts |  | it has no pages |" in said
