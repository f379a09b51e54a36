"""Slow, hostile and too many texts: each costs itself alone, by an engine whose time is counted and not waited for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from workers import runner
from workers.engine.batches import Batch, examined, shared_out
from workers.engine.budgets import NOT_REACHED
from workers.engine.invoke import Limits, Text
from workers.engine.results import BadAnswer, FileAnswer, Problem, ProblemKind
from workers.processes import sandbox

FINE = FileAnswer(problems=(Problem(ProblemKind.PARSE, "as it was"),))
"""An answer that no fault gives."""


@dataclass(frozen=True)
class Item:
    key: str
    text: str = "x"


@dataclass
class Engine:
    """Counts its own seconds: ``seconds`` for each text, all of a process's budget where one hangs."""

    seconds: float = 1.0
    breaks: frozenset[str] = frozenset()
    hangs: frozenset[str] = frozenset()
    now: float = 0.0
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def limits(self, review: float = 1e9) -> Limits:
        return Limits(jobs=1, head_seconds=review, clock=lambda: self.now).until(None)

    def __call__(self, items: Sequence[Item], limits: Limits) -> dict[str, FileAnswer]:
        keys = tuple(item.key for item in items)
        self.asked.append(keys)
        texts = [Text(item.key, item.text, ".py") for item in items]
        budget = min(limits.cpu_seconds(texts), limits.seconds(texts))
        wanted = 1e9 if self.hangs & set(keys) else self.seconds * len(items)
        self.now += min(wanted, budget)
        if wanted > budget:
            raise sandbox.ProcessTimeout
        if self.breaks & set(keys):
            raise sandbox.ProcessFailed("`semgrep-core` was killed by signal 11: it said nothing")
        return dict.fromkeys(keys, FINE)


def items(count: int) -> list[Item]:
    return [Item(f"{number:04}") for number in range(count)]


def answers(engine: Engine, count: int, review: float = 1e9) -> dict[str, FileAnswer]:
    limits = engine.limits(review)
    return examined(shared_out(items(count), 1, engine), limits)


def test_when_the_time_is_up_what_was_examined_stands() -> None:
    """Three thousand files, and time for a third of them."""
    engine = Engine(seconds=0.5)
    found = answers(engine, 3_000, review=500.0)
    assert len(found) == 3_000
    reached = {key for key, answer in found.items() if answer == FINE}
    assert {answer.problems for key, answer in found.items() if key not in reached} == {NOT_REACHED.problems}
    assert 950 < len(reached) < 1_000
    assert reached == {item.key for item in items(len(reached))}
    assert engine.now <= 500.0


def test_the_budget_of_a_review_ends_before_the_check_is_given_up() -> None:
    limits = Limits()
    assert limits.head_seconds < limits.review_seconds <= runner.CHECK_SECONDS - 60


@pytest.mark.parametrize("engine", [Engine(breaks=frozenset({"0013"})), Engine(hangs=frozenset({"0013"}))])
def test_one_hostile_text_costs_itself_alone(engine: Engine) -> None:
    found = answers(engine, 100)
    assert [key for key, answer in found.items() if answer != FINE] == ["0013"]
    assert found["0013"].lost
    assert not found["0013"].lasting


def test_what_hangs_is_said_without_the_clock_s_seconds() -> None:
    """They differ from run to run. The next try may get further, so the answer does not last."""
    found = answers(Engine(hangs=frozenset({"0000"})), 1)
    assert found["0000"].problems == (Problem(ProblemKind.UNREACHED, "was not examined: it took too long", lost=True),)
    assert not found["0000"].lasting


def test_a_process_may_take_longer_by_the_clock_than_by_its_cpu_but_never_beyond_the_end() -> None:
    texts = [Text("a", "x = 1", ".py")]
    limits = Engine().limits(50.0)
    assert limits.cpu_seconds(texts) < limits.seconds(texts) == 50.0
    assert limits.cpu_seconds(texts) == Engine().limits().cpu_seconds(texts)


@pytest.mark.parametrize(("cpu", "share"), [(1.4, 1 / 40), (5.0, 1 / 12), (30.0, 1 / 10)])
def test_the_clock_ends_nothing_that_gets_a_small_share_of_a_processor(cpu: float, share: float) -> None:
    """What is asked alone, because it was slow before, has little CPU: a busy machine must not take that for a hang."""
    assert Limits(cpu=cpu).seconds([Text("a", "x = 1", ".py")]) >= cpu / share


def test_a_text_that_hangs_is_tried_again_after_all_others() -> None:
    engine = Engine(hangs=frozenset({"0000"}))
    found = answers(engine, 400, review=530.0)
    assert [key for key, answer in found.items() if answer != FINE] == [
        key for key in engine.asked[0] if found[key] == NOT_REACHED
    ]
    assert sum(answer == FINE for answer in found.values()) >= 304


def test_an_answer_is_kept_as_soon_as_it_is_known() -> None:
    engine, kept = Engine(), list[str]()
    examined(shared_out(items(300), 1, engine), engine.limits(150.0), lambda found: kept.extend(found))
    assert 96 <= len(kept) < 300


def test_an_answer_without_sense_costs_one_text() -> None:
    def ask(texts: Sequence[Item], limits: Limits) -> dict[str, FileAnswer]:
        del limits
        if any(item.key == "0002" for item in texts):
            raise BadAnswer("semgrep ended with 2 and gave no JSON")
        return {item.key: FINE for item in texts}

    found = examined([Batch(tuple(items(5)), ask)], Limits())
    assert [problem.reason for problem in found["0002"].problems] == [
        "was not examined: semgrep ended with 2 and gave no JSON"
    ]
    assert sum(answer == FINE for answer in found.values()) == 4


def test_small_texts_go_first_whatever_their_order() -> None:
    engine = Engine()
    large, small = [Item(f"a{n}", "x" * 10_000) for n in range(60)], [Item(f"b{n}") for n in range(60)]
    examined(shared_out([*large, *small], 1, engine), engine.limits())
    first = [key for keys in engine.asked for key in keys][:48]
    assert all(key.startswith("b") for key in first)


@pytest.mark.parametrize(("sizes", "shares"), [([10] * 5, [5]), ([30_000] * 4, [2, 2]), ([3_000] * 60, [24, 24, 12])])
def test_texts_are_shared_out(sizes: list[int], shares: list[int]) -> None:
    texts = [Item(str(number), "x" * size) for number, size in enumerate(sizes)]
    assert [len(batch.items) for batch in shared_out(texts, 2, Engine())] == shares


@pytest.mark.parametrize(
    ("sizes", "shares"),
    [
        ([10] * 200, [96, 96, 8]),
        ([1_000] * 90, [40, 40, 10]),
        ([10] * 30 + [20_000] * 30, [30, 24, 6]),
        ([1_600] * 26, [25, 1]),
    ],
)
def test_of_small_texts_more_share_a_process(sizes: list[int], shares: list[int]) -> None:
    texts = [Item(f"{number:03}", "x" * size) for number, size in enumerate(sizes)]
    assert [len(batch.items) for batch in shared_out(texts, 1, Engine())] == shares
