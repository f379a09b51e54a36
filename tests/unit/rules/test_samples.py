"""Each rule finds the lines of its sample that it must find, and no other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from workers.cli import check_samples
from workers.engine.prefilter import may_match
from workers.engine.samples import all_samples, differences
from workers.engine.scanner import Scanner

OF_ENGINE = [sample for sample in all_samples() if not sample.is_for_a_check]
OF_CHECKS = [sample for sample in all_samples() if sample.is_for_a_check]
LANGUAGES = sorted({sample.language for sample in OF_ENGINE})


@pytest.mark.parametrize("language", LANGUAGES)
def test_samples(language: str, scanner: Scanner) -> None:
    wrong = differences([sample for sample in OF_ENGINE if sample.language == language], scanner)
    assert not wrong, "\n".join(wrong)


def test_samples_of_checks() -> None:
    assert check_samples.differences(OF_CHECKS) == []


def test_a_sample_of_a_check_that_does_not_hold_is_told_by_its_line() -> None:
    (sample,) = [sample for sample in OF_CHECKS if sample.path.name == "docker-user-root.dockerfile"]
    swapped = sample.text.replace("ok:", "none:").replace("ruleid:", "ok:").replace("none:", "ruleid:")
    turned = replace(sample, text=swapped)
    assert check_samples.differences([turned]) == [
        f"{sample.path}: line 6 must be found",
        f"{sample.path}: line 3 is found and must not",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_needs_a_word(language: str, scanner: Scanner) -> None:
    """A rule without a required word cannot be skipped and costs time on every file."""
    found = scanner.pack(language)
    assert found is not None
    assert [rule for rule in sorted(found.rules) if may_match(found.filters.get(rule), "")] == []


def test_every_sample_is_of_a_language_that_is_scanned() -> None:
    assert [str(sample.path) for sample in OF_ENGINE if not sample.language] == []


def test_no_two_samples_are_the_same_text() -> None:
    """The engine's answers are told apart by content."""
    paths: dict[str, list[Path]] = defaultdict(list)
    for sample in OF_ENGINE:
        paths[sample.text].append(sample.path)
    assert [group for group in paths.values() if len(group) > 1] == []
