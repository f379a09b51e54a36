"""The manual: a page with all of its parts for every rule and check, and every link in it leads somewhere."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.model import Area, Confidence, Severity
from workers.checks.base import CheckRule
from workers.checks.registry import default_checks
from workers.engine import samples
from workers.manual import examples, rule_pages, site, words
from workers.manual.rule_pages import CHECK_ALONE, Entry
from workers.reading import rule_files

pytestmark = pytest.mark.slow
"""The whole pack is read: seconds."""
ALWAYS = ("What it does", "Why that is bad", "What to do instead", "How to silence it")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_CODE = re.compile(r"^(`{3,})[^\n]*\n.*?^\1$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


@cache
def pages() -> dict[str, str]:
    return site.pages()


@cache
def entries() -> tuple[Entry, ...]:
    return tuple(rule_pages.entries())


def test_every_rule_file_and_every_rule_of_a_check_has_a_page() -> None:
    files = {str(document["id"]) for _, document in rule_files.documents(rule_files.root())}
    checks = {rule.id for check in default_checks(cache_dir=None) for rule in rule_pages.check_rules(check)}
    assert {entry.id for entry in entries()} == files | checks
    assert {f"rules/{entry.id}.md" for entry in entries()} <= pages().keys()
    assert {f"checks/{check.id}.md" for check in default_checks(cache_dir=None)} <= pages().keys()


def test_every_page_of_a_rule_has_all_of_its_parts() -> None:
    for entry in entries():
        page = pages()[f"rules/{entry.id}.md"]
        wanted = [*ALWAYS]
        if any(sample.count("ruleid") or sample.count("unsure") for sample in entry.samples):
            wanted.append("Vulnerable code")
        if any(sample.count("ok") for sample in entry.samples):
            wanted.append("Safe code")
        if entry.rule.references or entry.rule.cwe > 0:
            wanted.append("Where to read on")
        headings = _HEADING.findall(_CODE.sub("", page))
        assert set(headings[1:]) == set(wanted), entry.id
        assert f'disable-rules: ["{entry.id}"]' in page, entry.id
        assert entry.samples or entry.folder == CHECK_ALONE, entry.id


def test_the_lit_lines_are_those_that_the_sample_marks() -> None:
    for entry in entries():
        marked = {
            side.text.splitlines()[mark.line - 1]
            for sample in entry.samples
            for side in filter(None, (sample, sample.base))
            for mark in side.expectations
        }
        for piece in (*examples.vulnerable(entry.samples), *examples.safe(entry.samples)):
            lines = piece.code.splitlines()
            assert {lines[number - 1] for number in piece.marked} <= marked, entry.id
            assert len(lines) < 40, entry.id
            assert not re.search(r"\b(?:ruleid|ok|unsure): [a-z]", piece.code), entry.id


def test_vulnerable_code_shows_no_statement_of_another_mark() -> None:
    """What stands in front of the marked line and is marked itself would be taken for a part of the flaw."""
    (entry,) = (entry for entry in entries() if entry.id == "python.sql.injection")
    (first, second) = examples.vulnerable(entry.samples)
    assert (first.code.count("execute("), second.code.count("execute(")) == (1, 1)
    assert first.code.startswith('@app.route("/users")\ndef users():\n')


def test_every_link_inside_the_site_resolves() -> None:
    for place, page in pages().items():
        for target in _LINK.findall(_CODE.sub("", page)):
            path, _, anchor = target.partition("#")
            if "://" in target:
                continue
            named = posixpath.normpath(posixpath.join(posixpath.dirname(place), path)) if path else place
            if not named.endswith(".md"):
                assert (site.ROOT / "docs" / named).is_file(), (place, target)
                continue
            assert named in pages(), (place, target)
            assert not anchor or anchor in _anchors(pages()[named]), (place, target)


def _anchors(page: str) -> set[str]:
    headings = _HEADING.findall(page)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_tree_names_every_page_once() -> None:
    tree = site.settings().partition("\nnav:")[2]
    leaves = re.findall(r"\b[\w./-]+\.md\b", tree)
    assert sorted(set(leaves)) == sorted(pages())
    assert len(leaves) == len(set(leaves))
    assert yaml.safe_load(f"nav:{tree}")


def test_the_site_is_written_as_mkdocs_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "pages", lambda: {"index.md": "# One\n", "rules/a.b.md": "# Two\n"})
    (tmp_path / "manual").mkdir()
    (tmp_path / "manual" / "old").touch()
    site.write(tmp_path / "manual")
    assert {path.name for path in (tmp_path / "manual").iterdir()} == {"mkdocs.yml", "pages"}
    assert (tmp_path / "manual" / "pages" / "rules" / "a.b.md").read_text() == "# Two\n"
    assert (tmp_path / "manual" / "pages" / "schemas" / "policy.json").is_file()


def test_a_rule_in_a_file_is_found_by_its_folder() -> None:
    folders = {rule.id: path.parts[0] for path, rule in samples.all_rules()}
    assert {entry.id: entry.folder for entry in entries() if entry.folder != CHECK_ALONE} == folders


def test_a_rule_that_says_nothing_else_has_its_page() -> None:
    rule = CheckRule("guards.x", Severity.LOW, Confidence.LOW, Area.LOGGING, 0, "T `a", "M {who}", "R")
    page = rule_pages.page(Entry(rule, CHECK_ALONE))
    assert "Where to read on" not in page
    assert "M ‹who›" in page
    assert words.label("a <b> {c}") == "a ‹b› ‹c›"
