"""The samples beside the rules, read: which lines a rule must find and which it must leave alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.knowledge.languages import language_of
from workers.engine import rules
from workers.engine.results import FileAnswer
from workers.engine.rules import Rule
from workers.engine.scanner import Scanner, source_of
from workers.reading import rule_files
from workers.reading.rule_files import Document, Heading

_MARK = re.compile(r"(?:#|//|<!--|/\*|--)\s*(ruleid|unsure|ok|todoruleid|todook):\s*([a-z0-9.-]+)")
_BASE = ".base."


@dataclass(frozen=True, slots=True)
class Expectation:
    """One annotation: it speaks of the next line that is no annotation itself."""

    kind: str
    rule: str
    line: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A file beside a rule."""

    path: Path
    rule: str
    text: str
    is_for_a_check: bool = False
    base: Sample | None = None
    """What the file was before the change, for a rule of what a change takes away: ``<rule>.base.<ending>``."""

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
        """How many marks of a kind stand in it, and in its base."""
        return sum(item.kind == kind for item in self.expectations) + (self.base.count(kind) if self.base else 0)


def _expectations(text: str) -> Iterator[Expectation]:
    waiting: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        marks = _MARK.findall(line)
        if not marks:
            yield from (Expectation(kind, rule, number) for kind, rule in waiting)
            waiting = []
        waiting += marks


def without_marks(text: str) -> list[tuple[int, str]]:
    """The lines of a sample that are no marks, each with its number."""
    return [(number, line) for number, line in enumerate(text.splitlines(), 1) if not _MARK.search(line)]


@cache
def all_rules(root: Path | None = None) -> tuple[tuple[Path, Heading], ...]:
    """Every rule, of the engine or a check, with its file, relative to the folder of rules.

    Raises :class:`~workers.reading.rule_files.RuleError`.
    """
    root = root or rule_files.root()
    return tuple((Path(name), _heading(root, name, document)) for name, document in rule_files.documents(root))


def _heading(root: Path, name: str, document: Document) -> Heading:
    if rule_files.is_for_a_check(document):
        return rule_files.check_heading(document, name)
    return rules.read(root, name, document)


@cache
def all_samples(root: Path | None = None) -> tuple[Sample, ...]:
    """Every sample, in the order of the rules' files."""
    root = root or rule_files.root()
    return tuple(sample for path, rule in all_rules(root) for sample in _samples(root, path, rule))


def by_rule(root: Path | None = None) -> Mapping[str, Sequence[Sample]]:
    """The samples of each rule that has any."""
    found: dict[str, list[Sample]] = {}
    for sample in all_samples(root):
        found.setdefault(sample.rule, []).append(sample)
    return found


def _samples(root: Path, path: Path, rule: Heading) -> Iterator[Sample]:
    files = [file for file in sorted((root / path).parent.glob(f"{path.stem}.*")) if file != root / path]
    bases = {file.name.replace(_BASE, ".", 1): file for file in files if _BASE in file.name}
    for file in files:
        if file not in bases.values():
            base = bases.get(file.name)
            yield _sample(root, file, rule, _sample(root, base, rule) if base else None)


def _sample(root: Path, file: Path, rule: Heading, base: Sample | None = None) -> Sample:
    text = file.read_text(encoding="utf-8")
    return Sample(file.relative_to(root), rule.id, text, not isinstance(rule, Rule), base)


def differences(samples: Sequence[Sample], scanner: Scanner) -> list[str]:
    """What the samples of the engine's rules promise and the engine does not do, a line each; one run of the engine a
    language.

    Another rule's findings in a sample are that rule's matter.
    """
    sources = {sample.path: source_of(sample.path.as_posix(), sample.language, sample.text) for sample in samples}
    answers = scanner.scan(list(sources.values()))
    return [line for sample in samples for line in _of_engine(sample, answers[sources[sample.path].key])]


def _of_engine(sample: Sample, answer: FileAnswer) -> Iterator[str]:
    found: dict[int, bool] = {}
    for match in answer.matches:
        if match.rule == sample.rule:
            line = match.place.start_line
            found[line] = match.doubtful and found.get(line, True)
    yield from unkept(sample, found)
    yield from (f"{sample.path}: {problem.reason}" for problem in answer.problems)


def unkept(sample: Sample, found: Mapping[int, bool]) -> Iterator[str]:
    """What a sample promises and ``found`` (line → whether with low confidence alone) is not, a line each."""
    wanted = sample.wanted
    yield from (f"{sample.path}: line {line} must be found" for line in sorted(wanted.keys() - found.keys()))
    yield from (f"{sample.path}: line {line} is found and must not" for line in sorted(found.keys() - wanted.keys()))
    for line in sorted(found.keys() & wanted.keys()):
        if found[line] is not wanted[line]:
            yield f"{sample.path}: line {line} must {'not ' if found[line] else ''}be found with low confidence alone"
