"""The samples beside the rules, read: which lines a rule must find and which it must leave alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.languages import language_of
from workers.engine import pack, rules
from workers.engine.rules import Rule

_MARK = re.compile(r"(?:#|//|<!--|/\*|--)\s*(ruleid|ok|todoruleid|todook):\s*([a-z0-9.-]+)")


@dataclass(frozen=True, slots=True)
class Expectation:
    """One annotation: it speaks of the next line that is no annotation itself."""

    kind: str
    rule: str
    line: int


@dataclass(frozen=True, slots=True)
class Sample:
    path: Path
    rule: str
    text: str

    @property
    def language(self) -> str:
        return language_of(self.path.name)

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        return tuple(_expectations(self.text))

    @property
    def wanted(self) -> set[int]:
        return {item.line for item in self.expectations if item.kind == "ruleid"}

    def count(self, kind: str) -> int:
        return sum(item.kind == kind for item in self.expectations)


def _expectations(text: str) -> Iterator[Expectation]:
    waiting: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        marks = _MARK.findall(line)
        if not marks:
            yield from (Expectation(kind, rule, number) for kind, rule in waiting)
            waiting = []
        waiting += marks


@cache
def all_rules() -> tuple[tuple[Path, Rule], ...]:
    """Every rule with its file, relative to the folder of rules."""
    root = pack.root()
    return tuple(
        (path.relative_to(root), rules.read(root, path))
        for path in sorted(root.rglob("*.yaml"))
        if path.relative_to(root).parts[0] != rules.SHARED and ".sample." not in path.name
    )


@cache
def all_samples() -> tuple[Sample, ...]:
    root = pack.root()
    return tuple(
        Sample(sample.relative_to(root), rule.id, sample.read_text(encoding="utf-8"))
        for path, rule in all_rules()
        for sample in sorted((root / path).parent.glob(f"{path.stem}.*"))
        if sample != root / path
    )
