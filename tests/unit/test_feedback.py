"""When a rule is found useless too often: the bound, and who has to say so."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feedback import Judged, Standing, Tally, tallies, wilson
from bot.model import DecisionKind

COUNTS = st.integers(0, 500).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (3, 10, 0.1078, 0.6032),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (15, 148, 0.0624, 0.1605),  # R. G. Newcombe 1998, Statistics in Medicine 17: 857-872, table I
        (0, 0, 0.0, 1.0),
    ],
)
def test_known_values_of_the_interval(hits: int, trials: int, low: float, high: float) -> None:
    found = wilson(hits, trials)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(COUNTS.filter(lambda counts: counts[1] > 0))
def test_the_ends_are_the_shares_that_the_score_test_just_does_not_reject(counts: tuple[int, int]) -> None:
    """How Wilson defines them: ``|share - end| = z * sqrt(end * (1 - end) / trials)``."""
    found = wilson(*counts)
    for end in (found.low, found.high):
        distance = 1.959963984540054 * math.sqrt(end * (1 - end) / counts[1])
        assert abs(found.share - end) == pytest.approx(distance, abs=1e-9)


@given(COUNTS)
def test_the_interval_lies_between_0_and_1_around_the_share(counts: tuple[int, int]) -> None:
    found = wilson(*counts)
    assert 0 <= found.low <= found.share <= found.high <= 1 or counts == (0, 0)


@given(COUNTS)
def test_one_more_vote_moves_both_ends_its_way(counts: tuple[int, int]) -> None:
    hits, trials = counts
    now, worse, better = wilson(hits, trials), wilson(hits + 1, trials + 1), wilson(hits, trials + 1)
    assert better.low <= now.low <= worse.low
    assert better.high <= now.high <= worse.high


@given(COUNTS)
def test_the_interval_of_the_others_is_the_mirror_image(counts: tuple[int, int]) -> None:
    hits, trials = counts
    assert wilson(trials - hits, trials).low == pytest.approx(1 - wilson(hits, trials).high)


@given(COUNTS.filter(lambda counts: counts[1] > 0), st.integers(2, 20))
def test_the_same_share_of_more_votes_is_surer(counts: tuple[int, int], times: int) -> None:
    few, many = wilson(*counts), wilson(counts[0] * times, counts[1] * times)
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(("hits", "trials"), [(-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(hits: int, trials: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(hits, trials)


def outcome(number: int, **what: object) -> Judged:
    return Judged(f"github:octo/app#{number}", "a.rule", 100, **what)  # type: ignore[arg-type]  # a table of outcomes


def people(*names: str) -> frozenset[str]:
    return frozenset(names)


DISLIKED = {"dismissed": True, "kind": DecisionKind.NOT_USEFUL}
WRONG = {"dismissed": True, "kind": DecisionKind.FALSE_POSITIVE}


@pytest.mark.parametrize(
    ("what", "against", "for_"),
    [
        ({}, 0, 0),
        ({"fixed": True}, 0, 1),
        ({"up": people("ada")}, 0, 1),
        ({"down": people("ada")}, 1, 0),
        ({"down": people("ada", "bob", "eve")}, 1, 0),
        ({"down": people("ada"), "up": people("bob", "eve")}, 1, 1),
        ({"down": people("ada"), **DISLIKED}, 1, 0),
        ({"down": people("ada"), "fixed": True}, 1, 1),
        (DISLIKED, 1, 0),
        (WRONG, 1, 0),
        ({"dismissed": True, "kind": DecisionKind.ACCEPTED_RISK}, 0, 1),
        ({"dismissed": True, "kind": DecisionKind.USED_IN_TESTS}, 0, 1),
        ({"dismissed": True}, 0, 1),
        ({"kind": DecisionKind.NOT_USEFUL}, 0, 0),
    ],
)
def test_a_finding_counts_once_on_each_side(what: dict[str, object], against: int, for_: int) -> None:
    tally = tallies([outcome(7, **what)])["a.rule"]
    assert (tally.against, tally.said, tally.told) == (against, against + for_, 1)
    assert tally.judged == min(against + for_, 1)


def judged(complaints: int, fixed: int, persons: int = 3, changes: int = 9) -> Tally:
    """Complaints and fixes, the complaints by some people on some changes."""
    against = [
        outcome(turn % changes, **WRONG, dismissers=people(f"person {turn % persons}")) for turn in range(complaints)
    ]
    return tallies([*against, *(outcome(turn, fixed=True) for turn in range(fixed))])["a.rule"]


@pytest.mark.parametrize(
    ("tally", "useless"),
    [
        (judged(3, 7), True),
        (judged(2, 8), False),  # at least 6 %
        (judged(3, 6), False),  # nine findings are too few
        (judged(9, 0), False),
        (judged(10, 0), True),
        (judged(3, 8), False),  # at least 9.7 %
        (judged(20, 100), True),
        (judged(10, 90), False),  # the share is 10 %, but it may be 5.5 %
        (judged(100, 0, persons=1), False),
        (judged(100, 0, persons=2), True),
        (judged(100, 0, changes=2), False),
        (judged(100, 0, changes=3), True),
        (judged(0, 100), False),
    ],
)
def test_who_has_to_say_so_and_how_often(tally: Tally, useless: bool) -> None:
    assert tally.is_useless is useless


def test_votes_name_people_and_dismissals_theirs() -> None:
    tally = tallies(
        [
            outcome(1, down=people("ada"), dismissers=people("carol"), up=people("eve")),
            outcome(2, **DISLIKED, dismissers=people("ada", "bob")),
            outcome(2, dismissed=True, dismissers=people("dan")),
        ]
    )["a.rule"]
    assert (tally.people, tally.changes, tally.up, tally.down) == (2, 2, 1, 1)
    assert tally.dismissed == {DecisionKind.NOT_USEFUL: 1, None: 1}
    assert tally.why == "2 of 4 answers say it is not useful (at least 15%, by 2 people on 2 changes)"


def test_each_rule_has_its_own_tally() -> None:
    found = tallies([Judged("c", "b.rule", 1), Judged("c", "a.rule", 1, fixed=True), Judged("d", "b.rule", 1)])
    assert [(rule, tally.told, tally.fixed) for rule, tally in found.items()] == [("a.rule", 1, 1), ("b.rule", 2, 0)]


@pytest.mark.parametrize(
    ("change", "repository"),
    [
        ("github:octo/app#7", "github:octo/app"),
        ("gerrit:plugins/a#b#12", "gerrit:plugins/a#b"),
        ("github:octo/app@aa...bb", "github:octo/app"),
    ],
)
def test_the_repository_of_a_change(change: str, repository: str) -> None:
    assert Judged(change, "a.rule", 0).repository == repository


def test_only_what_was_told_after_the_beginning_counts() -> None:
    assert [Standing("r", "d", counted_from=50).counts(Judged("c", "r", at)) for at in (49, 50, 51)] == [0, 0, 1]
