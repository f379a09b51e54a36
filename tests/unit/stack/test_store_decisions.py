"""What people decided, in both kinds of database: kept once, taken back for good, whoever writes at the same time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from bot.model import Decision, DecisionKind, DecisionSource
from bot.store import Known, StoreDown, TakenBack
from bot.store.sql import SqlStore
from bot.store.texts import kept
from tests import waits

SCOPE, NAME = "github:42", "github:octo/app"
FINGERPRINT = "0123456789abcdef"
DECISION = Decision(
    fingerprint=FINGERPRINT,
    rule="python.subprocess.shell-injection",
    path="app/servers.py",
    by="ada",
    at=1_790_000_000,
    reason="the host name is a constant",
    kind=DecisionKind.FALSE_POSITIVE,
    until=date(2027, 1, 31),
    change="github:octo/app#7",
    comment="line-77",
    alone=True,
)


def decision(number: int, at: int = 0) -> Decision:
    """One of a few findings, decided at some time in some comment."""
    return replace(DECISION, fingerprint=f"{number % 3:016x}", at=at, comment=f"line-{number}")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/state.db"


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    made = SqlStore(url)
    yield made
    made.close()


def test_a_decision_is_kept_whole_in_its_scope_alone(store: SqlStore) -> None:
    assert store.decisions(SCOPE) == []
    store.decide(SCOPE, NAME, [DECISION])
    assert store.decisions(SCOPE) == [DECISION]
    assert store.decisions("github:43") == []
    assert store.known() == [Known(SCOPE, NAME, DECISION)]


def test_decisions_come_oldest_first_whatever_order_they_arrived_in(store: SqlStore) -> None:
    late, early = decision(1, at=200), decision(2, at=100)
    for made in (late, early):
        store.decide(SCOPE, NAME, [made])
    assert store.decisions(SCOPE) == [early, late]


def test_a_decision_that_is_known_stays_as_it_is(store: SqlStore) -> None:
    store.decide(SCOPE, NAME, [DECISION])
    store.decide(SCOPE, "github:octo/renamed", [replace(DECISION, by="mallory", at=5), DECISION])
    assert store.known() == [Known(SCOPE, NAME, DECISION)]


def test_a_decision_that_was_taken_back_stays_so_when_it_is_told_again(store: SqlStore) -> None:
    store.decide(SCOPE, NAME, [DECISION])
    store.revoke(SCOPE, [FINGERPRINT], by="bob", at=DECISION.at + 60, why="it is reachable")
    store.decide(SCOPE, NAME, [DECISION])
    assert store.decisions(SCOPE) == []
    assert store.known() == [Known(SCOPE, NAME, DECISION, TakenBack(DECISION.at + 60, "bob", "it is reachable"))]


@pytest.mark.parametrize(("at", "holds"), [(DECISION.at - 1, True), (DECISION.at, False), (DECISION.at + 1, False)])
@pytest.mark.parametrize("first", ["decision", "revocation"])
def test_a_revocation_is_about_what_was_decided_before_it(store: SqlStore, at: int, holds: bool, first: str) -> None:
    if first == "decision":
        store.decide(SCOPE, NAME, [DECISION])
    store.revoke(SCOPE, [FINGERPRINT, "another"], by="bob", at=at)
    store.decide(SCOPE, NAME, [DECISION])
    assert bool(store.decisions(SCOPE)) is holds


def test_a_new_decision_after_a_revocation_holds(store: SqlStore) -> None:
    again = replace(DECISION, at=DECISION.at + 100, comment="line-99")
    store.decide(SCOPE, NAME, [DECISION])
    store.revoke(SCOPE, [FINGERPRINT], by="bob", at=DECISION.at + 60)
    store.decide(SCOPE, NAME, [again])
    assert store.decisions(SCOPE) == [again]


def test_one_decision_is_taken_back_by_its_id_and_the_first_word_stays(store: SqlStore) -> None:
    other = replace(DECISION, comment="line-78")
    store.decide(SCOPE, NAME, [DECISION, other])
    store.take_back(SCOPE, DECISION.id, by="audit", at=DECISION.at + 10, why="no reason given")
    store.take_back(SCOPE, DECISION.id, by="audit", at=DECISION.at + 20, why="again")
    assert store.decisions(SCOPE) == [other]
    words = {item.decision.id: item.taken_back for item in store.known()}
    assert words == {DECISION.id: TakenBack(DECISION.at + 10, "audit", "no reason given"), other.id: None}


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ("a\0b", "a�b"),
        ("half \ud83d of one", "half � of one"),
        ("é \u202e 🛡️ '; DROP TABLE decisions; --", "é \u202e 🛡️ '; DROP TABLE decisions; --"),
        ("x" * 500, "x" * 500),
        ("x" * 501, "x" * 499 + "…"),
        ("", ""),
    ],
)
def test_hostile_text_is_held_and_known_again(store: SqlStore, given: str, held: str) -> None:
    hostile = replace(DECISION, reason=given, path=f"app/{given}.py", by=given[:3], rule=given, comment=given)
    for _ in range(2):
        store.decide(f"scope {given}", f"name {given}", [hostile])
    (known,) = store.known()
    assert known.decision == kept(hostile)
    assert known.decision.reason == held
    assert store.decisions(f"scope {given}") == [kept(hostile)]
    store.revoke(f"scope {given}", [FINGERPRINT], by=given, at=DECISION.at, why=given)
    assert store.decisions(f"scope {given}") == []


@given(st.builds(Decision, *[st.text(st.characters(exclude_categories=[]))] * 4, st.integers(), st.text(max_size=600)))
def test_what_is_kept_is_kept_as_it_is_the_second_time(made: Decision) -> None:
    assert kept(kept(made)) == kept(made)


def test_kinds_and_sources_of_a_newer_version_are_no_reason_to_forget(url: str) -> None:
    store = SqlStore(url)
    store.decide(SCOPE, NAME, [replace(DECISION, source=DecisionSource.IMPORT)])
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE decisions SET kind = 'boring', source = 'telepathy'"))
    engine.dispose()
    assert store.decisions(SCOPE) == [replace(DECISION, kind=None)]
    store.close()


def test_a_database_that_does_not_answer_is_said_without_its_address(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path}")
    for ask in (lambda: store.decisions(SCOPE), lambda: store.decide(SCOPE, NAME, [DECISION]), store.known):
        with pytest.raises(StoreDown, match=r"^the decisions .+ \(\w+Error\)$"):
            ask()


OPERATIONS = st.one_of(
    st.tuples(st.just("decide"), st.sets(st.integers(0, 8), min_size=1, max_size=3)),
    st.tuples(st.just("revoke"), st.sets(st.integers(0, 2), min_size=1, max_size=2), st.integers(0, 9)),
    st.tuples(st.just("take back"), st.integers(0, 8), st.integers(0, 9)),
)
"""Decisions by number, each decided at the time that is its number; findings by number, with the time; a decision."""
_SCOPES = count()


def applied(stores: list[SqlStore], operations: list[tuple[object, ...]]) -> str:
    """The scope in which they were done, by the stores in turn."""
    scope = f"scope {next(_SCOPES)}"
    for turn, (what, *about) in enumerate(operations):
        store = stores[turn % len(stores)]
        match what, about:
            case "decide", [set() as numbers]:
                store.decide(scope, NAME, [decision(number, at=number) for number in numbers])
            case "revoke", [set() as numbers, int() as at]:
                store.revoke(scope, [f"{number:016x}" for number in numbers], by="bob", at=at)
            case "take back", [int() as number, int() as at]:
                store.take_back(scope, decision(number).id, by="bob", at=at, why="")
    return scope


def modelled(operations: list[tuple[object, ...]]) -> list[Decision]:
    """The same in plain sets."""
    made: set[int] = set()
    gone: set[int] = set()
    for what, *about in operations:
        match what, about:
            case "decide", [set() as numbers]:
                made |= numbers
            case "revoke", [set() as numbers, int() as at]:
                gone |= {number for number in range(at + 1) if number % 3 in numbers}
            case "take back", [int() as number, int()]:
                gone.add(number)
    return [decision(number, at=number) for number in sorted(made - gone)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(operations=st.lists(OPERATIONS, max_size=8), random=st.randoms(use_true_random=False))
def test_any_interleaving_and_any_repetition_ends_in_the_same_decisions(
    store: SqlStore, url: str, operations: list[tuple[object, ...]], random: object
) -> None:
    second = SqlStore(url)
    shuffled = [*operations, *operations]
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    scopes = [applied([store, second], operations), applied([second, store], shuffled)]
    second.close()
    expected = modelled(operations)
    assert [store.decisions(scope) for scope in scopes] == [expected, expected]
    held = {scope: [k.decision for k in store.known() if k.scope == scope and not k.taken_back] for scope in scopes}
    assert list(held.values()) == [expected, expected]


_WRITER = """
import sys
from dataclasses import replace
from bot.store.sql import SqlStore
from tests.unit.stack.test_store_decisions import NAME, SCOPE, decision
store = SqlStore(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for number in range(25):
    store.decide(SCOPE, NAME, [decision(n, at=n) for n in (number, number + 1, number + 2)])
    store.revoke(SCOPE, [decision(number).fingerprint], by=sys.argv[2], at=number - 10)
    store.told("github:octo/app#7", SCOPE, {str(number): "a.rule", str(number + 1): "a.rule"})
    store.outcome("github:octo/app#7", fixed=[str(number)], dismissed={}, votes=[])
    store.demoted({"a.rule": "1", "b.rule": "2"})
"""


def test_two_processes_at_once_lose_nothing_and_fail_nowhere(url: str) -> None:
    """Both find no tables, and both make them."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, url, name],
            cwd=Path(__file__).parents[3],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    for writer in writers:
        assert waits.first_line(writer.stdout) == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [writer.communicate(timeout=60)[1] for writer in writers] == ["", ""]
    assert [writer.returncode for writer in writers] == [0, 0]

    store = SqlStore(url)
    revoked = {number for turn in range(25) for number in range(turn - 10 + 1) if number % 3 == turn % 3}
    assert store.decisions(SCOPE) == [decision(n, at=n) for n in range(27) if n not in revoked]
    assert len(store.judged()) == 26
    store.close()
