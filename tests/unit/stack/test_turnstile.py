"""The turnstile on a real Redis: nothing is lost or doubled, lines keep their order, nobody waits for one owner."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from redis import Redis

from bot.broker import connect
from bot.job import Job
from bot.model import ChangeRef
from bot.turnstile import GRACE, LOST_AFTER, PREFIX, Answer, Turn, Turnstile, waiting

ONE = "worker-1"


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Gate:
    """A turnstile with short words for tests."""

    redis: Redis
    slots: int = 2
    clock: Clock = field(default_factory=Clock)
    tokens: int = 0

    def __post_init__(self) -> None:
        self.turnstile = Turnstile(self.redis, self.clock)

    def put(self, owner: str, number: int, *, spoken: bool = False, turn: int = 0, faults: int = 0) -> None:
        ref = ChangeRef("github", f"{owner}/app", number)
        self.turnstile.put(Job(ref, turn=turn, listens=spoken), owner, faults)

    def take(self, worker: str = ONE) -> Turn | None:
        self.tokens += 1
        return self.turnstile.take(f"token-{self.tokens}", worker, self.slots).turn

    def end(self, turn: Turn | None, worker: str = ONE) -> Answer:
        assert turn is not None
        return self.turnstile.end(turn.token, worker, self.slots)

    def put_off(self, turn: Turn | None, seconds: float, *, faults: int = 0, hold: bool = False) -> Answer:
        assert turn is not None
        return self.turnstile.put_off(turn, ONE, self.slots, seconds=seconds, faults=faults, hold=hold)


@pytest.fixture
def gate(redis: Redis) -> Gate:
    return Gate(redis)


def named(turn: Turn | None) -> str:
    """``octo1`` for change 1 of octo, with a mark where it is spoken."""
    if turn is None or turn.job is None:
        return "" if turn is None else "sweep"
    return f"{turn.job.ref.repository.partition('/')[0]}{turn.job.ref.number}{'!' if turn.job.listens else ''}"


def served(gate: Gate) -> list[str]:
    """Everything that one process does, one after the other."""
    found = []
    while (turn := gate.take()) is not None:
        found.append(named(turn))
        gate.end(turn)
    return found


def test_owners_take_turns_and_a_line_keeps_its_order(gate: Gate) -> None:
    for number in range(1, 5):
        gate.put("noisy", number)
    gate.put("b", 1)
    gate.put("c", 1)
    gate.put("b", 2)
    assert served(gate) == ["noisy1", "b1", "c1", "noisy2", "b2", "noisy3", "noisy4"]


def test_an_owner_whose_line_was_empty_meanwhile_is_not_served_twice_in_a_round(gate: Gate) -> None:
    for owner in "ab":
        gate.put(owner, 1)
        gate.put(owner, 2)
    gate.put("quick", 1)
    order = []
    for _ in range(6):
        turn = gate.take()
        order.append(named(turn))
        gate.end(turn)
        if order[-1].startswith("quick"):
            gate.put("quick", 2)
    assert order == ["a1", "b1", "quick1", "a2", "b2", "quick2"]


def test_commands_are_served_before_every_review_and_one_process_is_kept_for_them(gate: Gate) -> None:
    for number in range(1, 5):
        gate.put("a", number)
    assert [named(gate.take()) for _ in range(3)] == ["a1", "a2", ""], "the third process takes no review"
    gate.put("b", 9, spoken=True)
    assert named(gate.take()) == "b9!"


def test_where_commands_fill_all_but_one_process_that_one_serves_a_review(gate: Gate) -> None:
    gate.put("a", 1)
    for number in range(1, 5):
        gate.put("b", number, spoken=True)
    assert [named(gate.take()) for _ in range(3)] == ["b1!", "b2!", "a1"]


def test_the_sweep_is_asked_for_once_and_counts_as_a_review(gate: Gate) -> None:
    gate.turnstile.put_sweep()
    gate.turnstile.put_sweep()
    gate.put("a", 1)
    gate.put("a", 2)
    assert [named(gate.take()) for _ in range(3)] == ["sweep", "a1", ""]
    assert gate.turnstile.waiting()[0].job.ref.number == 2


def test_a_lone_owner_has_all_places_and_a_stranger_the_next_that_is_free(gate: Gate) -> None:
    gate.slots = 4
    for number in range(1, 9):
        gate.put("a", number)
    running = [gate.take() for _ in range(4)]
    for number in range(1, 9):
        gate.put("b", number)
    order = []
    for turn in running:
        gate.end(turn)
        order.append(named(gate.take()))
    assert order == ["b1", "b2", "a5", "a6"], "two of four each"


def test_one_place_for_each_change_newest_job_oldest_place(gate: Gate) -> None:
    gate.put("a", 1, turn=1)
    gate.put("a", 2, turn=1)
    gate.put("a", 1, turn=2)
    gate.put("a", 1, turn=1)
    first = gate.take()
    assert first is not None
    assert first.job is not None
    assert (named(first), first.job.turn) == ("a1", 2), "a job that was numbered before and comes later is gone"
    assert waiting(gate.redis) == 1


def test_a_storm_of_comments_on_one_change_is_one_job(gate: Gate) -> None:
    for number in range(100):
        gate.put("a", 1, spoken=True, turn=number + 1)
    assert waiting(gate.redis) == 1
    assert served(gate) == ["a1!"]


def test_a_change_under_review_keeps_no_process_waiting(gate: Gate) -> None:
    gate.put("a", 1, turn=1)
    running = gate.take()
    gate.put("a", 1, turn=2)
    gate.put("a", 2)
    assert named(gate.take()) == "a2"
    assert named(gate.take()) == ""
    gate.put("a", 1, spoken=True)
    asked = gate.take()
    assert named(asked) == "a1!", "people are shown at once that they were heard"
    gate.put_off(asked, 10)
    assert gate.end(running).more
    assert named(gate.take()) == "a1!", "and wait no longer than the review"


def test_what_comes_back_keeps_its_place(gate: Gate) -> None:
    for number in range(1, 4):
        gate.put("a", number)
    killed = gate.take()
    assert killed is not None
    again = gate.turnstile.take(killed.token, ONE, gate.slots)
    assert named(again.turn) == "a1", "a message that is given again tells that its process was killed"
    gate.put_off(again.turn, 5, faults=1)
    assert named(gate.take()) == "a2"
    gate.clock.now += 5
    back = gate.take()
    assert (named(back), back and back.faults) == ("a1", 1)


def test_what_comes_back_finds_a_newer_job_in_its_place(gate: Gate) -> None:
    gate.put("a", 1, turn=1)
    gate.put("a", 2)
    running = gate.take()
    gate.put("a", 1, turn=2)
    gate.put_off(running, 600)
    newer = gate.take()
    assert newer is not None
    assert newer.job is not None
    assert (named(newer), newer.job.turn) == ("a1", 2), "the older job's place, and no wait"


def test_a_push_ends_the_wait_for_the_next_try(gate: Gate) -> None:
    gate.put("a", 1, turn=1)
    gate.put_off(gate.take(), 600, faults=3)
    assert gate.take() is None
    gate.put("a", 1, turn=2)
    assert named(gate.take()) == "a1"


def test_an_owner_that_is_held_waits_with_all_its_jobs_and_nobody_else(gate: Gate) -> None:
    for number in (1, 2):
        gate.put("a", number)
    gate.put("a", 3, spoken=True)
    gate.put("b", 1)
    asked = gate.take()
    gate.put_off(asked, 60, hold=True)
    assert served(gate) == ["b1"]
    gate.clock.now += 60
    assert served(gate) == ["a3!", "a1", "a2"]


@pytest.mark.parametrize(
    ("who", "what", "seconds", "back"),
    [
        (ONE, "it works on", LOST_AFTER * 3, False),
        (ONE, "it knows nothing of", GRACE + 1, True),
        (ONE, "it knows nothing of", GRACE - 1, False),
        ("another", "it works on", LOST_AFTER + 1, True),
        ("another", "it works on", LOST_AFTER - 1, False),
    ],
)
def test_what_a_killed_worker_held_goes_back(gate: Gate, who: str, what: str, seconds: float, back: bool) -> None:
    """``who`` looks for jobs, once a second as workers do, and says which tokens it works on."""
    gate.put("a", 1)
    taken = gate.take()
    assert taken is not None
    until = gate.clock.now + seconds
    while gate.clock.now < until:
        gate.clock.now += min(1.0, until - gate.clock.now)
        answer = gate.turnstile.beat(who, gate.slots, [taken.token] if what == "it works on" else [])
    assert answer.more is back
    assert len(gate.turnstile.running()) == (not back)


def test_what_is_known_to_be_gone_goes_back_at_once(gate: Gate) -> None:
    gate.put("a", 1)
    gate.put("a", 2)
    killed, lives = gate.take(), gate.take()
    assert killed is not None
    assert lives is not None
    assert sorted(gate.turnstile.tokens(ONE)) == sorted([killed.token, lives.token])
    assert gate.turnstile.beat(ONE, gate.slots, [lives.token], [killed.token]).more
    assert named(gate.take()) == "a1"


def test_a_lost_redis_and_an_unknown_token_are_no_error(gate: Gate) -> None:
    gate.put("a", 1)
    turn = gate.take()
    gate.redis.flushall()
    assert not gate.end(turn).more
    assert not gate.put_off(turn, 5).more
    assert gate.take() is None
    assert waiting(gate.redis) == 0
    gate.put("a", 1)
    assert named(gate.take()) == "a1"


def test_nothing_is_left_behind_when_all_is_done(gate: Gate) -> None:
    for owner in "abc":
        gate.put(owner, 1)
        gate.put(owner, 1, spoken=True)
    served(gate)
    left = {key.decode().removeprefix(PREFIX) for key in gate.redis.scan_iter(f"{PREFIX}*")}
    assert left == {"seq", "tick", "served:review", "served:command", "alive"}


OWNERS, NUMBERS, WORKERS = ("a", "b", "c"), (1, 2, 3), ("worker-1", "worker-2")
Place = tuple[str, int, bool]


class Lines(RuleBasedStateMachine):
    """Any sequence of arrivals, turns, ends, puts off and deaths, beside a model in Python."""

    redis: Redis
    slots = 2

    def __init__(self) -> None:
        super().__init__()
        self.redis.flushall()
        self.gate = Gate(self.redis, self.slots)
        self.arrived: dict[Place, int] = {}
        """By place that waits: when it arrived first."""
        self.number: dict[Place, int] = {}
        """By place that waits: the turn of the newest job there."""
        self.later: dict[Place, float] = {}
        self.running: dict[str, tuple[Place, str, int, int]] = {}
        self.count = 0
        self.turns = 0
        self.others: dict[str, Counter[str]] = {}
        """By owner that waits for a review and has nothing under way: the turns that others got since."""

    def stands(self, place: Place, at: int, turn: int) -> None:
        if place in self.arrived:
            self.arrived[place] = min(at, self.arrived[place])
            self.number[place] = max(turn, self.number[place])
        else:
            self.arrived[place], self.number[place] = at, turn

    @rule(owner=st.sampled_from(OWNERS), number=st.sampled_from(NUMBERS), spoken=st.booleans())
    def arrive(self, owner: str, number: int, spoken: bool) -> None:
        self.count += 1
        place = (owner, number, spoken)
        self.gate.put(owner, number, spoken=spoken, turn=self.count)
        self.later.pop(place, None)
        self.stands(place, self.count, self.count)

    def ready(self) -> list[Place]:
        busy = {place[:2] for place, *_ in self.running.values()}
        answering = {place[:2] for place, *_ in self.running.values() if place[2]}
        return [
            place
            for place in self.arrived
            if self.later.get(place, 0) <= self.gate.clock.now and place[:2] not in (answering if place[2] else busy)
        ]

    @rule(worker=st.sampled_from(WORKERS))
    def take(self, worker: str) -> None:
        ready = self.ready()
        turn = self.gate.take(worker)
        mine = [place for place, holder, *_ in self.running.values() if holder == worker]
        reviews = sum(not place[2] for place in mine)
        if turn is None:
            assert not any(place[2] for place in ready), "a command waits for nothing"
            assert not ready or reviews == self.slots
            return
        assert turn.job is not None
        place = (turn.job.ref.repository.partition("/")[0], turn.job.ref.number, turn.job.listens)
        assert place in ready
        if not place[2] and any(one[2] for one in ready):
            assert reviews == 0
            assert len(mine) >= self.slots, "only where commands fill all but one process a review comes first"
        before = [one for one in ready if (one[0], one[2]) == (place[0], place[2])]
        assert self.arrived[place] == min(self.arrived[one] for one in before), "a line keeps its order"
        assert turn.job.turn == self.number[place], "the newest job stands in the place"
        self.running[turn.token] = (place, worker, self.arrived.pop(place), self.number.pop(place))
        self.later.pop(place, None)
        if not place[2]:
            self.fair(place[0], {one[0] for one in ready if not one[2]})

    def fair(self, owner: str, waiting: set[str]) -> None:
        """No owner that has nothing under way waits longer than one round while another gets two turns."""
        under_way = {place[0] for place, *_ in self.running.values()} - {owner}
        for other in OWNERS:
            if other not in waiting or other in under_way or other == owner:
                self.others.pop(other, None)
            else:
                counted = self.others.setdefault(other, Counter())
                counted[owner] += 1
                assert counted[owner] < 2, (other, owner)

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def end(self, data: st.DataObject) -> None:
        token = data.draw(st.sampled_from(sorted(self.running)))
        place, worker, *_ = self.running.pop(token)
        self.gate.turnstile.end(token, worker, self.slots)
        self.later.pop((*place[:2], True), None)

    @precondition(lambda self: self.running)
    @rule(data=st.data(), seconds=st.sampled_from([1.0, 5.0]))
    def put_off(self, data: st.DataObject, seconds: float) -> None:
        token = data.draw(st.sampled_from(sorted(self.running)))
        place, worker, at, number = self.running.pop(token)
        job = Job(ChangeRef("github", f"{place[0]}/app", place[1]), turn=number, listens=place[2])
        turn = Turn(token, job)
        self.gate.turnstile.put_off(turn, worker, self.slots, seconds=seconds, faults=1)
        if not place[2]:
            self.later.pop((*place[:2], True), None)
        if place not in self.arrived:
            self.later[place] = self.gate.clock.now + seconds
        self.stands(place, at, number)

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def kill_a_process(self, data: st.DataObject) -> None:
        """Its message is given again, and the process that gets it takes nothing: the line is what we look at."""
        token = data.draw(st.sampled_from(sorted(self.running)))
        self.gate.clock.now += GRACE + 1
        for one in WORKERS:
            kept = [name for name, (_, holder, *_) in self.running.items() if holder == one and name != token]
            self.gate.turnstile.beat(one, self.slots, kept)
        place, _, at, number = self.running.pop(token)
        self.stands(place, at, number)

    @rule(worker=st.sampled_from(WORKERS))
    def kill_a_worker(self, worker: str) -> None:
        for _ in range(2):
            self.gate.clock.now += LOST_AFTER / 2 + 1
            for one in WORKERS:
                if one != worker:
                    mine = [name for name, (_, holder, *_) in self.running.items() if holder == one]
                    self.gate.turnstile.beat(one, self.slots, mine)
        for token in [name for name, (_, holder, *_) in self.running.items() if holder == worker]:
            place, _, at, number = self.running.pop(token)
            self.stands(place, at, number)

    @rule(seconds=st.sampled_from([1.0, 5.0]))
    def pass_time(self, seconds: float) -> None:
        self.gate.clock.now += seconds
        for one in WORKERS:
            mine = [name for name, (_, holder, *_) in self.running.items() if holder == one]
            self.gate.turnstile.beat(one, self.slots, mine)

    @invariant()
    def nothing_is_lost_and_nothing_doubled(self) -> None:
        def place_of(job: Job) -> Place:
            return (job.ref.repository.partition("/")[0], job.ref.number, job.listens)

        held = self.gate.turnstile.waiting()
        assert {place_of(one.job): one.job.turn for one in held} == self.number
        assert sorted(map(place_of, self.gate.turnstile.running().values())) == sorted(
            place for place, *_ in self.running.values()
        )
        in_order = sorted(self.arrived, key=lambda place: self.arrived[place])
        assert [place_of(one.job) for one in held] == in_order


def test_any_sequence_keeps_every_job_and_the_order_of_every_line(redis_url: str) -> None:
    with connect(redis_url) as redis:
        Lines.redis = redis
        run_state_machine_as_test(
            Lines,
            settings=settings(
                max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
