"""The pages of the checks for docs/checks.md, from docstrings and rules: ``python -m workers.checks.pages``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module

from workers.checks.base import CheckRule

MODULES = ("guards", "secrets", "workflows", "dependencies", "configuration", "templates", "licensing", "integrity")
START = "<!-- from here on: python -m workers.checks.pages -->\n"


def text() -> str:
    """All pages, in the order of the review."""
    return "\n".join(line for name in MODULES for line in _page(name)) + "\n"


def _page(name: str) -> Iterator[str]:
    module = import_module(f"workers.checks.{name}")
    yield from (f"\n## {name}\n", str(module.__doc__).strip(), "")
    yield "| rule | severity | sure | area | CWE | what it says |"
    yield "|---|---|---|---|---|---|"
    rules = getattr(module, "RULES", None) or import_module(f"workers.checks.{name}.wording").RULES
    for rule in rules:
        yield _row(rule)


def _row(rule: CheckRule) -> str:
    weakness = str(rule.cwe) if rule.cwe else ""
    said = rule.title.replace("|", "\\|")
    return (
        f"| `{rule.id}` | {rule.severity.label} | {rule.confidence.label} | {rule.area.value} | {weakness} | {said} |"
    )


if __name__ == "__main__":
    sys.stdout.write(START + text())
