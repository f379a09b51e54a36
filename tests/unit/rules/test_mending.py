"""What a rule would write instead, put into its sample: it parses, the rule is silent, and nothing new is found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model import Confidence
from workers.engine import fixes
from workers.engine.results import FileAnswer, Match
from workers.engine.rules import Rule
from workers.engine.samples import Sample, all_rules, all_samples
from workers.engine.scanner import Scanner, source_of
from workers.reading import syntax

MENDING = {rule.id: rule for _, rule in all_rules() if isinstance(rule, Rule) and rule.mend}
SAMPLES = [sample for sample in all_samples() if sample.rule in MENDING]
LANGUAGES = sorted({sample.language for sample in SAMPLES})
_REPEATED = re.compile(r"[*+]|\{\d+,\}")
"""What repeats without an end, or may not be meant so."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_fix_mends(language: str, scanner: Scanner) -> None:
    samples = [sample for sample in SAMPLES if sample.language == language]
    before = scanned(scanner, {sample.path: sample.text for sample in samples}, language)
    mended = {sample.path: mended_of(sample, before[sample.path]) for sample in samples}
    after = scanned(scanner, {path: text for path, (text, _) in mended.items()}, language)
    for sample in samples:
        text, gone = mended[sample.path]
        assert gone, f"{sample.rule} mends no line of its sample"
        assert syntax.first_error(language, text) is None, sample.path
        assert not after[sample.path].problems, sample.path
        left = Counter(match.rule for match in before[sample.path].matches) - Counter({sample.rule: gone})
        assert Counter(match.rule for match in after[sample.path].matches) <= left, f"{sample.path}\n{text}"


def scanned(scanner: Scanner, texts: dict[Path, str], language: str) -> dict[Path, FileAnswer]:
    sources = {path: source_of(path.as_posix(), language, text) for path, text in texts.items()}
    answers = scanner.scan(list(sources.values()))
    return {path: answers[source.key] for path, source in sources.items()}


def mended_of(sample: Sample, answer: FileAnswer) -> tuple[str, int]:
    """The sample with all its fixes, from the end to the beginning, and how many findings they are about."""
    text, gone = sample.text, 0
    for match in sorted(of_rule(sample, answer), key=lambda match: match.place, reverse=True):
        changed = fixes.applied(text, match, MENDING[sample.rule].mend)
        if changed is not None:
            text, gone = changed, gone + 1
    return text, gone


def of_rule(sample: Sample, answer: FileAnswer) -> Iterator[Match]:
    return (match for match in answer.matches if match.rule == sample.rule)


def test_the_plainest_rules_have_one() -> None:
    sure = [rule for rule in MENDING.values() if rule.confidence >= Confidence.MEDIUM]
    assert len(sure) >= 60
    assert len(sure) == len(MENDING), "what is told in the summary alone has no line to suggest anything at"


@pytest.mark.parametrize("rule", MENDING.values(), ids=lambda rule: rule.id)
def test_an_expression_costs_little(rule: Rule) -> None:
    """Each repeats a bounded number of characters, or digits alone: the lines of a match are a stranger's."""
    for way in rule.mend:
        unbounded = _REPEATED.findall(way.this.replace(r"\d+", "").replace(r"\*", "").replace(r"\+", ""))
        assert not unbounded, way.this
        assert way.becomes != way.this
