"""What is parked waits, is listed and is tried again, longer each time."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from redis import Redis

from bot.job import Job
from bot.model import ChangeRef
from bot.parking import FIRST_PAUSE, KEY, LONGEST_PAUSE, Parked, Parking

JOB = Job(ChangeRef("github", "octo/app", 7), "a" * 40, "pushed", "delivery-1", 5)


class Time:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def parking(redis: Redis, clock: Time) -> Parking:
    return Parking(redis, clock)


def test_what_is_parked_is_read_back(parking: Parking) -> None:
    given = Parked(JOB, "no", head="a", base="b", refused=True, deadly=True)
    kept = parking.park(given)
    assert parking.of(JOB.ref) == kept
    again = replace(JOB, delivery="", turn=0)
    assert kept == replace(given, job=again, since=1_000_000.0, tries=1, due=1_000_000.0 + FIRST_PAUSE)
    parking.release(JOB.ref)
    assert parking.of(JOB.ref) is None


def test_pauses_double_up_to_a_week_and_the_first_time_stays(parking: Parking, clock: Time) -> None:
    pauses = []
    for _ in range(12):
        kept = parking.park(Parked(JOB, "no"))
        assert kept.since == 1_000_000.0
        pauses.append(kept.due - clock.now)
        clock.now = kept.due
    assert all(later in (2 * earlier, LONGEST_PAUSE) for earlier, later in pairwise(pauses))
    assert (pauses[0], pauses[-1]) == (FIRST_PAUSE, LONGEST_PAUSE)


def test_each_is_tried_once_when_its_pause_has_passed(parking: Parking, clock: Time) -> None:
    parking.park(Parked(JOB, "no"))
    assert parking.due() == ()
    clock.now += FIRST_PAUSE
    (parked,) = parking.due()
    job = parking.taken(parked)
    assert (job.ref, job.delivery, job.turn, job.reason) == (JOB.ref, "", 0, "parked")
    assert parking.due() == ()
    clock.now += 2 * FIRST_PAUSE
    assert len(parking.due()) == 1, "a try that was lost is made again"


@pytest.mark.parametrize(
    ("first", "second", "listens"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_what_wants_a_review_is_not_lost_to_what_only_listened(
    parking: Parking, first: bool, second: bool, listens: bool
) -> None:
    for one in (first, second):
        parking.park(Parked(replace(JOB, listens=one), "no"))
    parked = parking.of(JOB.ref)
    assert parked is not None
    assert parked.job.listens == listens


def test_the_oldest_stands_first(parking: Parking, clock: Time) -> None:
    for number in (3, 1, 2):
        clock.now += 1
        parking.park(Parked(replace(JOB, ref=replace(JOB.ref, number=number)), "no"))
    assert [one.job.ref.number for one in parking.all()] == [3, 1, 2]


def test_what_another_version_wrote_is_left_to_it(parking: Parking, redis: Redis) -> None:
    parking.park(Parked(JOB, "no"))
    for other in ("no JSON", "[]", '{"job": {}}', '{"job": {"version": 99}, "why": "no"}'):
        redis.hset(KEY, "another", other)
        assert [one.job.ref for one in parking.all()] == [JOB.ref]
    redis.hset(KEY, str(JOB.ref), "no JSON")
    assert parking.of(JOB.ref) is None
