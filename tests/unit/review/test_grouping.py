"""Many uncertain findings of one kind are one observation, and nothing of them is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot import fingerprint
from bot.model import Area, Confidence, Finding, Observation, Placement, Several, Severity, Span
from bot.review.grouping import by_kind

SEVERAL = Several("{count} packages are no longer pinned", "It depends on the day.", "`a`")


def finding(
    line: int,
    title: str = "A check is silenced",
    *,
    rule: str = "integrity.suppression-added",
    message: str = "It is.",
    confidence: Confidence = Confidence.LOW,
    severity: Severity = Severity.LOW,
    several: Several | None = None,
) -> Finding:
    return Finding(
        rule=rule,
        span=Span("a.py", line, line),
        severity=severity,
        confidence=confidence,
        area=Area.INTEGRITY,
        cwe=693,
        title=title,
        message=message,
        remedy="Say why.",
        excerpt=f"line {line}",
        several=several,
    )


def observed(*findings: Finding) -> list[Observation]:
    """As a review places them: the sure ones on their lines."""
    names = fingerprint.fingerprints(findings)
    return [
        Observation(
            fingerprint=names[found],
            findings=(found,),
            placement=Placement.SUMMARY if found.confidence is Confidence.LOW else Placement.LINE,
            path=found.span.path,
            line=None if found.confidence is Confidence.LOW else found.span.start_line,
        )
        for found in findings
    ]


def grouped(*findings: Finding) -> list[list[int]]:
    return [[found.span.start_line for found in item.findings] for item in by_kind(observed(*findings))]


def test_what_is_said_in_the_same_words_is_said_once() -> None:
    assert grouped(finding(3), finding(1), finding(2, "Another thing")) == [[1, 3], [2]]


def test_a_word_that_differs_is_not_lost() -> None:
    assert grouped(finding(1, message="Of `a`."), finding(2, message="Of `b`.")) == [[1], [2]]


def test_a_rule_that_has_words_for_several_is_told_together() -> None:
    assert grouped(finding(1, "`a` is loose", several=SEVERAL), finding(2, "`b` is loose", several=SEVERAL)) == [[1, 2]]


def test_two_rules_are_two_kinds() -> None:
    assert grouped(finding(1), finding(2, rule="integrity.link-changed")) == [[1], [2]]


def test_each_defect_keeps_its_own_line() -> None:
    sure = [finding(line, confidence=Confidence.HIGH) for line in (1, 2)]
    assert by_kind(observed(*sure)) == observed(*sure)


def test_the_gravest_is_first_and_a_suppression_is_kept() -> None:
    first, grave, silenced = observed(finding(1), finding(9, severity=Severity.HIGH), finding(2))
    (item,) = by_kind([first, grave, replace(silenced, suppressed="nosec")])
    assert (item.finding.span.start_line, item.severity, item.suppressed) == (9, Severity.HIGH, "nosec")
    assert (item.placement, item.line, item.is_together) == (Placement.SUMMARY, None, True)


FINDINGS = st.lists(
    st.builds(
        finding,
        st.integers(1, 50),
        st.sampled_from(["One", "Two"]),
        rule=st.sampled_from(["a.a", "b.b"]),
        message=st.sampled_from(["This.", "That."]),
        confidence=st.sampled_from(Confidence),
        severity=st.sampled_from(Severity),
        several=st.sampled_from([None, SEVERAL]),
    ),
    unique=True,
    max_size=12,
)


def names(items: Sequence[Observation]) -> set[tuple[str, tuple[Finding, ...]]]:
    return {(item.fingerprint, item.findings) for item in items}


@given(FINDINGS, st.randoms(use_true_random=False))
def test_nothing_is_lost_and_the_order_says_nothing(findings: list[Finding], random: Random) -> None:
    items = observed(*findings)
    once = by_kind(items)
    assert Counter(found for item in once for found in item.findings) == Counter(findings)
    shuffled = list(items)
    random.shuffle(shuffled)
    assert names(by_kind(shuffled)) == names(once)


@given(FINDINGS)
def test_what_is_told_together_stays_so(findings: list[Finding]) -> None:
    once = by_kind(observed(*findings))
    assert by_kind(once) == once
    assert len({item.fingerprint for item in once}) == len(once)


@given(FINDINGS)
def test_the_name_changes_when_one_comes_or_goes(findings: list[Finding]) -> None:
    uncertain = observed(*(each for each in findings if each.confidence is Confidence.LOW))
    for item in by_kind(uncertain):
        fewer = [each for each in uncertain if each.findings != (item.finding,)]
        assert item.fingerprint not in {other.fingerprint for other in by_kind(fewer)}
