"""What people dismissed is out of the review, counted and named; and only that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decisions import Decided, day_of, scope_of
from bot.model import Confidence, Decision, DecisionSource, Finding, Placement, Review, Severity, Verdict
from bot.policy import Policy
from bot.review import assemble
from tests.builders import change, changed_file, finding, ran

TODAY = date(2026, 11, 29)
TEXT = "".join(f"os.system(x{number})\n\n\n\n\n\n\n\n" for number in range(3))


def flaw(number: int, path: str = "a.py", severity: Severity = Severity.MEDIUM) -> Finding:
    return finding(path, TEXT, f"system(x{number})", severity=severity)


def reviewed(
    findings: Iterable[Finding],
    decided: Decided | None = None,
    policy: Policy | None = None,
    demoted: frozenset[str] = frozenset(),
) -> Review:
    found = list(findings)
    paths = sorted({item.span.path for item in found})
    files = [changed_file(path, None, TEXT) for path in paths]
    return assemble(change(), files, [ran(*found, files=paths)], policy or Policy(), (), decided, demoted)


def about(review: Review, number: int, **more: object) -> Decision:
    item = next(one for one in review.observations if f"x{number}" in one.finding.excerpt)
    made = Decision(item.fingerprint, item.finding.rule, item.path, by="ada", at=1_700_000_000, reason="a constant")
    return replace(made, **more)  # type: ignore[arg-type]


def of(*decisions: Decision, **more: object) -> Decided:
    return replace(Decided(decisions, TODAY), **more)  # type: ignore[arg-type]


def test_a_dismissed_finding_is_out_of_the_verdict_and_named() -> None:
    before = reviewed([flaw(0), flaw(1)])
    decision = about(before, 0)
    after = reviewed([flaw(0), flaw(1)], of(decision))
    assert [item.fingerprint for item in after.observations] == [before.observations[1].fingerprint]
    (gone,) = after.dismissed
    assert (gone.observation.fingerprint, gone.decision, gone.observation.placement) == (
        decision.fingerprint,
        decision,
        Placement.SUMMARY,
    )
    assert reviewed([flaw(0)], of(decision)).verdict is Verdict.NO_DEFECTS


@pytest.mark.parametrize(
    ("until", "open_", "expired"),
    [(None, 0, 0), (date(2026, 11, 29), 0, 0), (date(2026, 12, 1), 0, 0), (date(2026, 11, 28), 1, 1)],
)
def test_an_expired_dismissal_brings_the_finding_back_and_says_so(until: date | None, open_: int, expired: int) -> None:
    decision = about(reviewed([flaw(0)]), 0, until=until)
    after = reviewed([flaw(0)], of(decision))
    assert (len(after.observations), len(after.expired)) == (open_, expired)


def test_a_newer_dismissal_holds_where_an_older_one_has_expired() -> None:
    first = about(reviewed([flaw(0)]), 0, until=date(2026, 1, 1))
    second = about(reviewed([flaw(0)]), 0, at=1_790_000_000, reason="still a constant")
    assert reviewed([flaw(0)], of(first, second)).dismissed[0].decision == second
    assert not reviewed([flaw(0)], of(second, first)).expired


def test_an_edited_comment_takes_back_what_it_said_before() -> None:
    """``dismiss because …`` became ``dismiss because … until 2026-11-28``, or lost its end."""
    endless = about(reviewed([flaw(0)]), 0, comment="line-1", change="github:octo/app#7")
    ending = replace(endless, at=endless.at + 60, until=date(2026, 11, 28))
    assert endless.id != ending.id
    after = reviewed([flaw(0)], of(endless, ending))
    assert [item.decision for item in after.expired] == [ending]
    assert not reviewed([flaw(0)], of(ending, replace(endless, at=ending.at + 60))).expired
    elsewhere = replace(endless, comment="line-2")
    assert not reviewed([flaw(0)], of(elsewhere, ending)).observations


@pytest.mark.parametrize(
    ("path", "unchanged", "open_"),
    [
        ("a.py", ["a.py"], 0),  # the same file
        ("b.py", [], 0),  # a.py is gone, or part of the change: the flaw was moved
        ("b.py", ["a.py"], 1),  # a.py stands as it was: b.py has a copy
    ],
)
def test_a_move_is_dismissed_and_a_copy_is_not(path: str, unchanged: list[str], open_: int) -> None:
    decision = about(reviewed([flaw(0, "a.py")]), 0)
    after = reviewed([flaw(0, path)], of(decision, unchanged=unchanged.__contains__))
    assert len(after.observations) == open_


def test_another_flaw_is_not_dismissed() -> None:
    decision = about(reviewed([flaw(0)]), 0)
    assert len(reviewed([flaw(1)], of(decision)).observations) == 1


def test_the_policy_file_names_a_whole_id() -> None:
    """Who writes a change could make up a flaw whose id begins like a dismissed one."""
    whole = about(reviewed([flaw(0)]), 0, source=DecisionSource.POLICY, path="")
    for length, open_ in ((16, 0), (15, 1), (8, 1)):
        policy = Policy(decisions=(replace(whole, fingerprint=whole.fingerprint[:length]),))
        assert len(reviewed([flaw(0)], policy=policy, decided=of()).observations) == open_


def test_all_findings_of_one_line_are_named_by_their_comment() -> None:
    one, two = flaw(0), replace(flaw(0), rule="other.rule", title="Another")
    (item,) = reviewed([one, two]).observations
    assert len(item.names) == len(item.findings) == 2
    assert item.fingerprint in item.names
    decisions = [about(reviewed([one, two]), 0, fingerprint=name) for name in item.names]
    assert not reviewed([one, two], of(*decisions)).observations
    assert len(reviewed([one, two], of(decisions[0])).observations) == 1


@pytest.mark.parametrize(
    ("severity", "placement"), [(Severity.MEDIUM, Placement.SUMMARY), (Severity.HIGH, Placement.LINE)]
)
def test_a_demoted_rule_goes_to_the_summary_and_counts(severity: Severity, placement: Placement) -> None:
    item = flaw(0, severity=severity)
    after = reviewed([item], demoted=frozenset([item.rule]))
    assert [one.placement for one in after.observations] == [placement]
    assert (after.verdict, set(after.demoted)) == (Verdict.DEFECTS, {item.rule})


@given(st.sets(st.integers(0, 2)), st.sampled_from([None, TODAY, date(2020, 1, 1)]))
def test_every_finding_is_open_or_dismissed(dismissed: set[int], until: date | None) -> None:
    findings = [flaw(number) for number in range(3)]
    whole = reviewed(findings)
    after = reviewed(findings, of(*(about(whole, number, until=until) for number in dismissed)))
    gone = {item.observation.fingerprint for item in after.dismissed}
    open_ = {item.fingerprint for item in after.observations}
    assert not gone & open_
    assert gone | open_ == {item.fingerprint for item in whole.observations}
    assert bool(gone) == bool(dismissed and until != date(2020, 1, 1))


def test_uncertain_findings_of_one_kind_are_dismissed_together_or_one_by_one() -> None:
    unsure = [replace(flaw(number), confidence=Confidence.LOW) for number in range(3)]
    (group,) = reviewed(unsure).observations
    assert group.is_together
    assert len(group.names) == 3
    decisions = [about(reviewed(unsure), 0, fingerprint=name) for name in group.names]
    assert not reviewed(unsure, of(*decisions)).observations
    (rest,) = reviewed(unsure, of(decisions[0])).observations
    assert set(rest.names) == set(group.names[1:])


def test_a_repository_is_known_by_its_id_and_by_its_mirror() -> None:
    here = change()
    assert scope_of(here) == f"github:{here.repository_id}"
    name = f"github:{here.ref.repository}"
    there = replace(here, ref=replace(here.ref, host="gerrit", repository="app"), repository_id="app")
    mirrors = [["gerrit:app", name]]
    assert scope_of(here, mirrors) == scope_of(there, mirrors)
    assert scope_of(here, [["gerrit:app", "github:some/else"]]) == f"github:{here.repository_id}"
    assert day_of(1_790_000_000) == date(2026, 9, 21)
