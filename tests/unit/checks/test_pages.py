"""docs/checks.md says what the checks say of themselves, one page for every check that a review runs."""

from __future__ import annotations

import re
from pathlib import Path

from workers.checks import pages
from workers.checks.registry import default_checks

_ROOT = Path(__file__).parents[3]
CHECKS = default_checks(cache_dir=None)
WITH_A_PAGE = [check.id for check in CHECKS if check.id != "semgrep"]


def test_the_pages_are_up_to_date() -> None:
    written = (_ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert written.partition(pages.START)[2] == pages.text(CHECKS), (
        "renew it: see the end of docs/checks.md's first part"
    )


def test_every_check_has_its_page_in_the_order_of_the_review() -> None:
    assert re.findall(r"^## (\w+)$", pages.text(CHECKS), re.MULTILINE) == WITH_A_PAGE


def test_every_rule_is_named_after_its_check() -> None:
    rules = re.findall(r"^\| `(\w+)\.([\w-]+)` \|", pages.text(CHECKS), re.MULTILINE)
    assert len(rules) == len(set(rules)) > 60
    assert {check for check, _ in rules} == set(WITH_A_PAGE)
