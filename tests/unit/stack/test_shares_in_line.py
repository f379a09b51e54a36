"""Shares in the turnstile on a real Redis: the review comes with the end of the last, whatever became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from redis import Redis

from bot.broker import connect
from bot.model import ChangeRef
from bot.share import MOST_DEATHS, BadShare, Handed, Share
from bot.turnstile import GRACE, PREFIX, Turn, contents_key, waiting
from bot.turnstile_script import SHARE_WAITS
from tests.unit.stack.test_turnstile import ONE, Gate, named

BIG = ChangeRef("github", "a/app", 1)
WAIT = 100.0


@pytest.fixture
def gate(redis: Redis) -> Gate:
    return Gate(redis)


def shares(count: int, chord: str = "one") -> list[Share]:
    return [Share(str(BIG), chord, number) for number in range(count)]


def share_out(gate: Gate, handed: Sequence[Share], turn: Turn | None = None, of: str = "head", round_: int = 1) -> None:
    if turn is None:
        gate.put("a", 1)
        turn = gate.take()
    assert turn is not None
    gate.turnstile.share_out(turn, ONE, gate.slots, Handed(of, round_, tuple(handed)), seconds=WAIT)


def what(turn: Turn | None) -> str:
    """``share 0`` for a share, else as :func:`named`."""
    return f"share {turn.share.number}" if turn and turn.share else named(turn)


def test_the_review_comes_with_the_end_of_the_last_share_and_keeps_no_process(gate: Gate) -> None:
    gate.slots = 1
    share_out(gate, shares(3))
    order = []
    while (turn := gate.take()) is not None:
        order.append(what(turn))
        gate.end(turn)
    assert order == ["share 0", "share 1", "share 2", "a1"]
    assert waiting(gate.redis) == 0


def test_small_changes_overtake_the_shares_and_shares_starve_not(gate: Gate) -> None:
    gate.slots = 1
    share_out(gate, shares(4))
    for number in range(2, 8):
        gate.put("a", number)
    order = []
    for _ in range(3):
        turn = gate.take()
        order.append(what(turn))
        gate.end(turn)
    gate.clock.now += SHARE_WAITS
    while (turn := gate.take()) is not None:
        order.append(what(turn))
        gate.end(turn)
    assert order[:3] == ["a2", "a3", "a4"]
    assert order[3:] == ["share 0", "a5", "share 1", "a6", "share 2", "a7", "share 3", "a1"]


def test_a_stranger_s_review_comes_before_the_shares_and_commands_before_all(gate: Gate) -> None:
    share_out(gate, shares(5))
    gate.take()
    gate.put("b", 1)
    gate.put("b", 2, spoken=True)
    assert [what(gate.take()) for _ in range(3)] == ["b2!", "b1", ""], "shares count as reviews"


def test_a_share_whose_process_was_killed_is_done_again_and_at_last_given_up(gate: Gate) -> None:
    share_out(gate, shares(1))
    for death in range(MOST_DEATHS):
        turn = gate.take()
        assert what(turn) == "share 0", death
        gate.clock.now += GRACE + 1
        gate.turnstile.beat(ONE, gate.slots, [])
    chord = gate.turnstile.chord(BIG)
    assert chord is not None
    assert (chord.open, chord.lost) == (0, True)
    assert what(gate.take()) == "a1", "the review goes on without it"


def test_the_review_waits_no_longer_than_for_progress(gate: Gate) -> None:
    share_out(gate, shares(3))
    gate.clock.now += WAIT - 1
    gate.end(gate.take())
    gate.clock.now += WAIT - 1
    assert what(gate.take()) == "share 1"
    gate.clock.now += 3
    assert what(gate.take()) == "a1"
    chord = gate.turnstile.chord(BIG)
    assert chord is not None
    assert not chord.is_waited_for
    assert chord.open == 2


def test_a_push_has_its_turn_at_once_and_its_review_withdraws_what_was_shared_for_the_old_head(gate: Gate) -> None:
    share_out(gate, shares(3))
    running = gate.take()
    assert running is not None
    assert running.share is not None
    gate.put("a", 1, turn=7)
    newer = gate.take()
    assert newer is not None
    assert newer.job is not None
    assert newer.job.turn == 7
    share_out(gate, shares(2, "two"), newer, of="newer")
    assert not gate.turnstile.wants(running.share)
    gate.end(running)
    assert gate.turnstile.shares() == (2, 0)
    chord = gate.turnstile.chord(BIG)
    assert chord is not None
    assert (chord.of, chord.open, chord.is_waited_for) == ("newer", 2, True)


def test_who_comes_early_waits_on_with_the_others(gate: Gate) -> None:
    share_out(gate, shares(2))
    gate.put("a", 1, turn=2)
    early = gate.take()
    share_out(gate, (), early)
    assert [what(gate.take()), what(gate.take())] == ["share 0", "share 1"]
    gate.clock.now += WAIT + 1
    gate.slots = 3
    assert what(gate.take()) == "a1"


def test_where_the_last_share_has_ended_meanwhile_nobody_waits(gate: Gate) -> None:
    share_out(gate, shares(1))
    gate.put("a", 1, turn=2)
    early = gate.take()
    gate.end(gate.take())
    share_out(gate, (), early)
    assert what(gate.take()) == "a1"


def test_the_end_of_a_review_leaves_nothing_of_its_shares(gate: Gate) -> None:
    share_out(gate, shares(3))
    for share in shares(3):
        gate.redis.set(contents_key(share), b"sealed")
    gate.end(gate.take())
    gate.put("a", 1, turn=2)
    gate.end(gate.take())
    assert waiting(gate.redis) == 0
    left = {key.decode().removeprefix(PREFIX) for key in gate.redis.scan_iter(f"{PREFIX}*")}
    assert left == {"seq", "tick", "served:review", "served:share", "alive"}


def test_a_command_that_is_answered_takes_no_share_away(gate: Gate) -> None:
    share_out(gate, shares(2))
    gate.put("a", 1, spoken=True)
    asked = gate.take()
    assert what(asked) == "a1!"
    gate.end(asked)
    assert gate.turnstile.shares() == (2, 0)


def test_a_command_that_needs_the_review_comes_with_the_last_share(gate: Gate) -> None:
    gate.put("a", 1, spoken=True)
    share_out(gate, shares(1), gate.take())
    gate.end(gate.take())
    assert what(gate.take()) == "a1!"


def test_a_lost_redis_is_no_error(gate: Gate) -> None:
    gate.put("a", 1)
    turn = gate.take()
    gate.redis.flushall()
    share_out(gate, shares(2), turn)
    assert gate.turnstile.chord(BIG) is None
    assert waiting(gate.redis) == 0


@pytest.mark.parametrize("wire", [{}, {"change": "a", "chord": 1, "number": 1}, None, {"change": "a", "chord": "b"}])
def test_what_another_version_has_put_there_is_refused(wire: object) -> None:
    with pytest.raises(BadShare):
        Share.from_wire(wire)


def test_a_share_is_read_as_it_was_written() -> None:
    share = Share("github:a/app#1", "name", 7)
    assert Share.from_wire({**share.to_wire(), "newer": 1}) == share


class Chords(RuleBasedStateMachine):
    """One change whose review hands out shares, among deaths, pushes and the passing of time: the review is never lost,
    never twice under way, and never waits where no share is open."""

    redis: Redis

    def __init__(self) -> None:
        super().__init__()
        self.redis.flushall()
        self.gate = Gate(self.redis, 2)
        self.running: dict[str, Turn] = {}
        self.chords = 0
        self.queued = 0

    @rule()
    def push(self) -> None:
        self.queued += 1
        self.gate.put("a", 1, turn=self.queued)

    @rule()
    def take(self) -> None:
        turn = self.gate.take()
        if turn is not None:
            assert turn.share or not any(one.job for one in self.running.values()), "one review at a time"
            self.running[turn.token] = turn

    def drawn(self, data: st.DataObject) -> Turn:
        return self.running.pop(data.draw(st.sampled_from(sorted(self.running))))

    @precondition(lambda self: self.running)
    @rule(data=st.data(), count=st.integers(0, 3), lost=st.booleans())
    def give_back(self, data: st.DataObject, count: int, lost: bool) -> None:
        turn = self.drawn(data)
        if turn.share is not None:
            self.gate.turnstile.end(turn.token, ONE, 2, lost=lost)
        elif count:
            self.chords += 1
            share_out(self.gate, shares(count, f"chord-{self.chords}"), replace(turn))
        else:
            self.gate.end(turn)
            assert self.gate.turnstile.chord(BIG) is None

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def kill(self, data: st.DataObject) -> None:
        turn = self.drawn(data)
        self.gate.turnstile.beat(ONE, 2, sorted(self.running), [turn.token])

    @rule(seconds=st.sampled_from([1.0, 40.0, WAIT + 1]))
    def pass_time(self, seconds: float) -> None:
        self.gate.clock.now += seconds
        self.gate.turnstile.beat(ONE, 2, sorted(self.running))

    @invariant()
    def the_review_waits_for_something_that_comes(self) -> None:
        chord = self.gate.turnstile.chord(BIG)
        held = self.gate.turnstile.waiting()
        assert len(held) <= 1
        if chord is not None:
            assert held or any(turn.job for turn in self.running.values()), "a chord has its review"
        if held and held[0].due > self.gate.clock.now:
            assert chord is not None
            assert chord.is_waited_for
        waits, runs = self.gate.turnstile.shares()
        assert waits + runs >= (chord.open if chord else 0)
        assert waits <= (chord.open if chord else 0), "nobody does what nobody waits for"


def test_no_sequence_loses_the_review(redis_url: str) -> None:
    with connect(redis_url) as redis:
        Chords.redis = redis
        run_state_machine_as_test(
            Chords,
            settings=settings(
                max_examples=60,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
