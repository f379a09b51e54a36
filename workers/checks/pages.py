"""The pages of the checks for docs/checks.md, from docstrings and rules: ``make pages`` renews them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from workers.checks.base import Check, CheckRule
from workers.checks.registry import default_checks

START = "<!-- from here on: make pages -->\n"


def text(checks: Iterable[Check]) -> str:
    """The page of each check: its module's docstring, and a row for each rule in the module's ``RULES``.

    A check without ``RULES`` has no page (``semgrep``: its rules are files, which docs/rules.md tells about).
    """
    return "\n".join(line for check in checks for line in _page(check)) + "\n"


def renewed(document: str, checks: Iterable[Check]) -> str:
    """The document with the pages of these checks after its mark; what stands above it is written by hand."""
    above, mark, _ = document.partition(START)
    if not mark:
        raise ValueError(f"the document has no line {START.strip()}")
    return above + mark + text(checks)


def _page(check: Check) -> Iterator[str]:
    module = sys.modules[type(check).__module__]
    rules: Sequence[CheckRule] = getattr(module, "RULES", ())
    if rules:
        yield from (f"\n## {check.id}\n", str(module.__doc__).strip(), "")
        yield "| rule | severity | sure | area | CWE | what it says |"
        yield "|---|---|---|---|---|---|"
        yield from map(_row, rules)


def _row(rule: CheckRule) -> str:
    weakness = str(rule.cwe) if rule.cwe else ""
    said = rule.title.replace("|", "\\|")
    return (
        f"| `{rule.id}` | {rule.severity.label} | {rule.confidence.label} | {rule.area.value} | {weakness} | {said} |"
    )


if __name__ == "__main__":
    sys.stdout.write(renewed(sys.stdin.read(), default_checks(cache_dir=None)))
