"""Rules read alike: their names, their texts, their samples."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.model import Area
from workers.checks.configuration import kinds, settings
from workers.cli import rulebook
from workers.engine.rules import Rule
from workers.engine.samples import all_rules, all_samples
from workers.reading import rule_files
from workers.reading.rule_files import Heading

FOLDERS = {
    "input-validation": Area.INPUT_VALIDATION,
    "authorization": Area.AUTHORIZATION,
    "output-encoding": Area.OUTPUT_ENCODING,
    "error-handling": Area.ERROR_HANDLING,
    "logging": Area.LOGGING,
    "secrets": Area.SECRETS,
    "cryptography": Area.CRYPTOGRAPHY,
    "supply-chain": Area.SUPPLY_CHAIN,
    "configuration": Area.CONFIGURATION,
    "resource-limits": Area.RESOURCE_LIMITS,
    "licensing": Area.LICENSING,
}
ROOT = Path(__file__).parents[3]
SILENT = {
    "workflows.known-vulnerable-actions",  # zizmor asks GitHub for it
    "workflows.insecure-url-scheme",  # zizmor looks for it in pre-commit's settings only
}
"""Audits that find nothing in a sample."""
RULES = [pytest.param(path, rule, id=rule.id) for path, rule in all_rules()]
OF_ENGINE = [pytest.param(path, rule, id=rule.id) for path, rule in all_rules() if isinstance(rule, Rule)]


@pytest.mark.parametrize(("path", "rule"), RULES)
def test_a_rule_is_where_its_name_says(path: Path, rule: Heading) -> None:
    language, *name = rule.id.split(".")
    if isinstance(rule, Rule):
        assert path.parts[0] == language
    assert path.stem == "-".join(name)
    assert FOLDERS[path.parts[1]] is rule.area


@pytest.mark.parametrize(("path", "rule"), RULES)
def test_a_rule_speaks_in_sentences(path: Path, rule: Heading) -> None:
    assert len(rule.title) <= 72
    assert not rule.title.endswith(".")
    for sentence in (rule.message, rule.remedy):
        assert sentence[0].isupper() or sentence[0] in "`$"
        assert sentence.endswith(".")
        assert ". " not in sentence, "one sentence"
        assert len(sentence) <= 260


def test_a_rule_of_a_check_is_where_its_search_says() -> None:
    for name, document in rule_files.documents(rule_files.root()):
        folder = name.partition("/")[0]
        if kind := document.get("files"):
            assert folder == kinds.FOLDERS.get(str(kind), kind), name
        elif module := document.get("code"):
            assert find_spec(str(module)), name
        elif audit := document.get("audit"):
            assert folder == "github-workflows"
            assert Path(name).stem == audit


def test_every_kind_of_files_has_rules_and_a_path() -> None:
    for kind, pattern in kinds.KINDS.items():
        assert settings.of_kind(kind), kind
        assert pattern.search(kinds.EXAMPLES[kind]), kind


@pytest.mark.parametrize(("path", "rule"), OF_ENGINE)
def test_a_rule_says_where_to_read_on(path: Path, rule: Heading) -> None:
    assert rule.references[0] == f"https://cwe.mitre.org/data/definitions/{rule.cwe}.html"
    assert all(urlsplit(url).scheme == "https" for url in rule.references)
    assert rule.owasp[:2] + rule.owasp[3:] in ("A0:2021", "A1:2021", "")


@pytest.mark.parametrize(("path", "rule"), RULES)
def test_a_rule_has_a_sample_of_both_sorts(path: Path, rule: Heading) -> None:
    own = [sample for sample in all_samples() if sample.rule == rule.id]
    assert sum(sample.count("ruleid") for sample in own) >= (rule.id not in SILENT)
    assert sum(sample.count("ok") for sample in own) >= (3 if isinstance(rule, Rule) else 1)
    assert {item.rule for sample in own for item in sample.expectations} == {rule.id}


def test_the_page_of_all_rules_is_up_to_date() -> None:
    """`make pages` renews it."""
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rulebook.index(), "renew it: make pages"
