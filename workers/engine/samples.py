"""The samples beside the rules, read: which lines a rule must find and which it must leave alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.knowledge.languages import language_of
from workers.engine import rules
from workers.engine.results import FileAnswer
from workers.engine.rules import Rule
from workers.engine.scanner import Scanner, Source, source_of
from workers.reading import rule_files

_MARK = re.compile(r"(?:#|//|<!--|/\*|--)\s*(ruleid|unsure|ok|todoruleid|todook):\s*([a-z0-9.-]+)")


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
    def wanted(self) -> dict[int, bool]:
        """The lines that must be found → whether with low confidence."""
        kinds = {"ruleid": False, "unsure": True}
        return {item.line: kinds[item.kind] for item in self.expectations if item.kind in kinds}

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
def all_rules(root: Path | None = None) -> tuple[tuple[Path, Rule], ...]:
    """Every rule with its file, relative to the folder of rules. Raises :class:`~workers.engine.rules.RuleError`."""
    root = root or rule_files.root()
    found = (
        (name, document) for name, document in rule_files.documents(root) if not rule_files.is_for_a_check(document)
    )
    return tuple((Path(name), rules.read(root, name, document)) for name, document in found)


@cache
def all_samples(root: Path | None = None) -> tuple[Sample, ...]:
    """Every sample, in the order of the rules' files."""
    root = root or rule_files.root()
    return tuple(
        Sample(sample.relative_to(root), rule.id, sample.read_text(encoding="utf-8"))
        for path, rule in all_rules(root)
        for sample in sorted((root / path).parent.glob(f"{path.stem}.*"))
        if sample != root / path
    )


def differences(samples: Sequence[Sample], scanner: Scanner) -> list[str]:
    """What the samples promise and the engine does not do, a line each; one run of the engine a language.

    Another rule's findings in a sample are that rule's matter.
    """
    sources = {sample.path: _source(sample) for sample in samples}
    answers = scanner.scan(list(sources.values()))
    return [line for sample in samples for line in _differences(sample, answers[sources[sample.path].key])]


def _source(sample: Sample) -> Source:
    return source_of(sample.path.as_posix(), sample.language, sample.text)


def _differences(sample: Sample, answer: FileAnswer) -> list[str]:
    found: dict[int, bool] = {}
    for match in answer.matches:
        if match.rule == sample.rule:
            line = match.place.start_line
            found[line] = match.doubtful and found.get(line, True)
    wanted = sample.wanted
    return [
        *(f"{sample.path}: line {line} must be found" for line in sorted(wanted.keys() - found.keys())),
        *(f"{sample.path}: line {line} is found and must not" for line in sorted(found.keys() - wanted.keys())),
        *(
            f"{sample.path}: line {line} must {'not ' if found[line] else ''}be found with low confidence alone"
            for line in sorted(found.keys() & wanted.keys())
            if found[line] is not wanted[line]
        ),
        *(f"{sample.path}: {problem.reason}" for problem in answer.problems),
    ]
