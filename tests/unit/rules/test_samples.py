"""Each rule finds the lines of its sample that it must find, and no other."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.unit.rules.samples import Sample, all_samples
from workers.engine.answer import FileAnswer
from workers.engine.prefilter import may_match
from workers.engine.scanner import Scanner, Source, blob_of

LANGUAGES = sorted({sample.language for sample in all_samples()})


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    return Scanner(folder=tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_samples(language: str, scanner: Scanner) -> None:
    """One run of the engine a language; another rule's findings in a sample are that rule's matter."""
    samples = [sample for sample in all_samples() if sample.language == language]
    sources = {sample.path: _source(sample) for sample in samples}
    answers = scanner.scan(list(sources.values()))
    wrong = [
        line for sample in samples for line in _differences(sample, answers[blob_of(sources[sample.path].text)])
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_needs_a_word(language: str, scanner: Scanner) -> None:
    """A rule without a required word cannot be skipped and costs time on every file."""
    found = scanner.pack(language)
    assert found is not None
    assert [rule for rule in sorted(found.rules) if may_match(found.filters.get(rule), "")] == []


def test_every_sample_is_of_a_language_that_is_scanned() -> None:
    assert [str(sample.path) for sample in all_samples() if not sample.language] == []


def test_no_two_samples_are_the_same_text() -> None:
    """The engine's answers are told apart by content."""
    paths: dict[str, list[Path]] = defaultdict(list)
    for sample in all_samples():
        paths[sample.text].append(sample.path)
    assert [group for group in paths.values() if len(group) > 1] == []


def _source(sample: Sample) -> Source:
    return Source(blob_of(sample.text), sample.path.as_posix(), sample.language, sample.text)


def _differences(sample: Sample, answer: FileAnswer) -> list[str]:
    found = {match.place.start_line for match in answer.matches if match.rule == sample.rule}
    missed, extra = sorted(sample.wanted - found), sorted(found - sample.wanted)
    return [
        *(f"{sample.path}: line {line} must be found" for line in missed),
        *(f"{sample.path}: line {line} is found and must not" for line in extra),
        *(f"{sample.path}: {problem.reason}" for problem in answer.problems),
    ]
