"""Budgets of CPU: a busy machine changes nothing but the wait, and what runs out is named."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.engine import program
from workers.engine.budgets import Budgeted
from workers.engine.invoke import Core, Limits, Text
from workers.engine.results import FileAnswer, Match, Problem, ProblemKind, out_of_time
from workers.engine.rules import Search
from workers.processes import sandbox
from workers.reading.places import Place

RULE_NAMES = tuple(f"r{number:02}" for number in range(24))
RULES: tuple[Search, ...] = tuple({"id": name} for name in RULE_NAMES)
TEXTS = tuple(Text(name, "x" * 4_000, ".py") for name in ("a", "b", "c", "d", "e"))
START = 0.2


@dataclass
class Engine:
    """Needs ``costs`` seconds of CPU for a rule on a text, else 10 ms, on a machine ``load`` times slower by the clock;
    finds every rule once in every text."""

    costs: Mapping[tuple[str, str], float] = field(default_factory=dict)
    load: float = 1.0
    cpu: float = 0.0
    """What all its processes used."""
    deaf: frozenset[str] = frozenset()
    """Rules that the engine cannot leave."""

    def __call__(
        self, language: str, rules: Sequence[Search], texts: Sequence[Text], limits: Limits
    ) -> dict[str, FileAnswer]:
        del language
        budget, glance, used = limits.cpu_seconds(texts), limits.glance(texts), START
        answers = {}
        for text in texts:
            matches, problems = list[Match](), list[Problem]()
            for rule in rules:
                name, cost = rule["id"], self.costs.get((rule["id"], text.key), 0.01)
                if glance and cost * self.load > glance and name not in self.deaf:
                    problems.append(Problem(ProblemKind.SLOW, f"ran out of time in rule {name}", name))
                    used += glance / self.load
                else:
                    matches.append(Match(name, Place(1, 1, 1, 2), "x", "message"))
                    used += cost
            answers[text.key] = FileAnswer(tuple(matches), tuple(problems))
        self.cpu += min(used, budget)
        if used > budget:
            raise sandbox.CpuUsedUp("`semgrep-core` used more CPU than it may")
        return answers


def asked(engine: Engine) -> dict[str, FileAnswer]:
    return Budgeted(engine)("python", RULES, TEXTS, Limits())


def out(answers: Mapping[str, FileAnswer]) -> set[tuple[str, str]]:
    """The rules that ran out of time, and on which text. Every other has its match."""
    for answer in answers.values():
        lost = {problem.rule for problem in answer.problems}
        assert {match.rule for match in answer.matches} == set(RULE_NAMES) - lost
        assert all(problem == out_of_time(str(problem.rule)) for problem in answer.problems)
    return {(str(problem.rule), key) for key, answer in answers.items() for problem in answer.problems}


def test_what_costs_little_is_one_process() -> None:
    engine = Engine()
    assert out(asked(engine)) == set()
    assert engine.cpu == pytest.approx(START + 0.01 * len(RULES) * len(TEXTS))


@pytest.mark.parametrize("deaf", [frozenset[str](), frozenset(RULE_NAMES)], ids=["that is left", "that is not left"])
def test_a_rule_without_an_end_costs_itself_alone(deaf: frozenset[str]) -> None:
    engine = Engine({("r07", "c"): 1e9}, deaf=deaf)
    assert out(asked(engine)) == {("r07", "c")}
    assert engine.cpu < 100


_COSTS = st.dictionaries(
    st.tuples(st.sampled_from(RULE_NAMES), st.sampled_from([text.key for text in TEXTS])),
    st.one_of(st.floats(0.02, 1.5), st.floats(5, 1e9)),
    max_size=12,
)


@given(costs=_COSTS, load=st.floats(1.0, 200.0))
def test_a_busy_machine_says_the_same(costs: Mapping[tuple[str, str], float], load: float) -> None:
    """Rules near no limit: what takes five seconds and more is out, on whichever machine."""
    slow = {key for key, cost in costs.items() if cost >= 5}
    if len(slow) <= 2:
        assert out(asked(Engine(costs, load))) == out(asked(Engine(costs))) == slow
    else:
        assert out(asked(Engine(costs, load))) >= slow


@given(costs=_COSTS, load=st.floats(1.0, 200.0), deaf=st.frozensets(st.sampled_from(RULE_NAMES)))
def test_the_cost_is_bounded_by_the_texts(
    costs: Mapping[tuple[str, str], float], load: float, deaf: frozenset[str]
) -> None:
    engine, limits = Engine(costs, load, deaf=deaf), Limits()
    asked(engine)
    whole = limits.cpu_seconds(TEXTS)
    assert engine.cpu < 4 * whole + sum(14 * limits.for_rules(len(RULES), text) for text in TEXTS)


def test_when_the_time_of_the_review_is_up_nothing_more_is_asked() -> None:
    engine = Engine({("r07", "c"): 1e9})
    limits = replace(Limits(), end=5.0, clock=lambda: engine.cpu)
    found = Budgeted(engine)("python", RULES, TEXTS, limits)
    assert [problem.kind for problem in found["c"].problems] == [ProblemKind.UNREACHED]
    assert not found["c"].lasting
    assert engine.cpu < 10


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """A machine on which others work."""
    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=_spin, daemon=True) for _ in range(processes)]
    for each in started:
        each.start()
    try:
        yield
    finally:
        for each in started:
            each.kill()
            each.join(60)


def _spin() -> None:
    while True:
        pass


def _search(name: str, pattern: str) -> Search:
    return {"id": name, "languages": ["python"], "severity": "ERROR", "message": "m", "pattern": pattern}


def test_the_engine_says_the_same_beside_busy_processes() -> None:
    """One rule that tries very many ways, and one that is done at once."""
    rules = [_search("hog", "g(..., $A, ..., $B, ..., $C, ..., $D, ..., 1)"), _search("quick", "open($X)")]
    texts = [
        Text("large", "g(" + ", ".join("0" * 90) + ")\nopen(x)\n", ".py"),
        Text("small", "g(2, 3, 4, 5, 1)\nopen(y)\n", ".py"),
    ]
    limits = Limits(rule_seconds=0.4)
    idle = Budgeted(Core(program.find()))("python", rules, texts, limits)
    with busy(4):
        loaded = Budgeted(Core(program.find()))("python", rules, texts, limits)
    assert loaded == idle
    assert idle["large"].problems == (out_of_time("hog"),)
    assert [match.rule for match in idle["large"].matches] == ["quick"]
    assert [match.rule for match in idle["small"].matches] == ["hog", "quick"]
