"""docs/checks.md says what the checks say of themselves, and the registry runs every check that has a page."""

from __future__ import annotations

import re
from pathlib import Path

from workers.checks import pages
from workers.checks.registry import default_checks

_ROOT = Path(__file__).parents[3]


def test_the_pages_are_up_to_date() -> None:
    written = (_ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert written.partition(pages.START)[2] == pages.text(), "renew it: see the end of docs/checks.md's first part"


def test_every_check_has_its_page_and_is_run() -> None:
    assert {check.id for check in default_checks(cache_dir=None)} == {"semgrep", *pages.MODULES}


def test_every_rule_is_named_after_its_check() -> None:
    rules = re.findall(r"^\| `(\w+)\.([\w-]+)` \|", pages.text(), re.MULTILINE)
    assert len(rules) == len(set(rules)) > 60
    assert {check for check, _ in rules} == set(pages.MODULES)
