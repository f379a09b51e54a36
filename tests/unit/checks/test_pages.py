"""docs/checks.md says what the checks say of themselves, one page for every check that a review runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workers.checks import pages
from workers.checks.registry import default_checks

_ROOT = Path(__file__).parents[3]
CHECKS = default_checks(cache_dir=None)
WITH_A_PAGE = [check.id for check in CHECKS if check.id != "semgrep"]


def test_the_pages_are_up_to_date() -> None:
    written = (_ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert written == pages.renewed(written, CHECKS), "renew it: make pages"


def test_what_is_written_by_hand_stays_above_the_pages() -> None:
    assert pages.renewed(f"By hand.\n\n{pages.START}old pages\n", []) == f"By hand.\n\n{pages.START}" + pages.text([])
    with pytest.raises(ValueError, match="no line <!-- from here on"):
        pages.renewed("By hand, without the mark.\n", [])


def test_every_check_has_its_page_in_the_order_of_the_review() -> None:
    assert re.findall(r"^## (\w+)$", pages.text(CHECKS), re.MULTILINE) == WITH_A_PAGE


def test_every_rule_is_named_after_its_check() -> None:
    rules = re.findall(r"^\| `(\w+)\.([\w-]+)` \|", pages.text(CHECKS), re.MULTILINE)
    assert len(rules) == len(set(rules)) > 60
    assert {check for check, _ in rules} == set(WITH_A_PAGE)
