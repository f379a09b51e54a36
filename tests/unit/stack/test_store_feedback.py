"""What people were told and what became of it, and which rules that demotes, in both kinds of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.feedback import Judged
from bot.model import Decision, DecisionKind, Person, Vote
from bot.store.sql import SqlStore

SCOPE, RULE, OTHER = "github:42", "a.rule", "b.rule"
VERSIONS = {RULE: "1", OTHER: "1"}
ADA, BOB = Person("1", "ada"), Person("2", "bob")


class Clock:
    def __init__(self) -> None:
        self.now = 1_000

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    url = f"sqlite:///{tmp_path}/state.db"
    made = SqlStore(request.getfixturevalue("postgres_url") if request.param == "postgresql" else url, Clock())
    yield made
    made.close()


def change(number: int) -> str:
    return f"github:octo/app#{number}"


def vote(fingerprint: str, person: Person, *, up: bool) -> Vote:
    return Vote(fingerprint, person, up)


def complain(store: SqlStore, rule: str = RULE, first: int = 0) -> None:
    """Five findings on five changes that two people dislike, and five that were fixed."""
    for number in range(first, first + 5):
        store.told(change(number), SCOPE, {"bad": rule, "good": rule})
        votes = [vote("bad", ADA if number % 2 else BOB, up=False)]
        store.outcome(change(number), fixed=["good"], dismissed={}, votes=votes)


def test_what_became_of_a_change_replaces_what_was_known(store: SqlStore) -> None:
    store.told(change(7), SCOPE, {"one": RULE, "two": OTHER})
    store.told(change(7), SCOPE, {"one": "another.rule", "three": RULE})
    store.outcome(change(7), fixed=["one", "never told"], dismissed={"two": None}, votes=[vote("one", ADA, up=True)])
    kinds = {"two": DecisionKind.NOT_USEFUL, "never told": None}
    votes = [vote("two", ADA, up=True), vote("two", ADA, up=False), vote("two", BOB, up=False)]
    store.outcome(change(7), fixed=["three"], dismissed=kinds, votes=votes)
    rows = {item.rule + str(item.fixed): item for item in store.judged()}
    assert rows == {
        "a.ruleFalse": Judged(change(7), RULE, 1_001),
        "a.ruleTrue": Judged(change(7), RULE, 1_002, fixed=True),
        "b.ruleFalse": Judged(
            change(7),
            OTHER,
            1_001,
            dismissed=True,
            kind=DecisionKind.NOT_USEFUL,
            down=frozenset({"ada", "bob"}),
        ),
    }


def test_a_person_has_one_vote_and_a_bot_none(store: SqlStore) -> None:
    store.told(change(7), SCOPE, {"one": RULE})
    renamed, bot = Person("1", "ada lovelace"), Person("9", "robot", bot=True)
    votes = [vote("one", ADA, up=True), vote("one", renamed, up=False), vote("one", bot, up=True)]
    store.outcome(change(7), fixed=[], dismissed={}, votes=votes)
    (row,) = store.judged()
    assert row.up == frozenset()
    assert row.down == {"ada lovelace"}


def test_who_dismissed_is_known_from_the_decisions_of_the_same_scope(store: SqlStore) -> None:
    made = Decision("one", RULE, "app.py", "ada", 5, "no")
    store.decide(SCOPE, "github:octo/app", [made])
    store.decide("github:43", "github:octo/other", [Decision("one", RULE, "app.py", "eve", 5, "no")])
    store.told(change(7), SCOPE, {"one": RULE})
    store.outcome(change(7), fixed=[], dismissed={"one": DecisionKind.FALSE_POSITIVE}, votes=[])
    assert [row.complainers for row in store.judged()] == [{"ada"}]


def test_hostile_text_costs_no_outcome(store: SqlStore) -> None:
    person = Person("\0\ud800", "\udfff" * 1_000)
    store.told("\0", "\ud800", {"\0" * 100: "r\0" * 400})
    store.outcome("\0", fixed=["\0"], dismissed={"\0": None}, votes=[vote("\0" * 100, person, up=False)])
    (row,) = store.judged()
    assert len(row.down) == 1


def test_a_rule_that_people_dislike_goes_to_the_summary_and_stays_there(store: SqlStore) -> None:
    store.told(change(0), SCOPE, {"fine": RULE})
    assert not store.has_complaints()
    assert store.demoted(VERSIONS) == frozenset()
    complain(store)
    assert store.has_complaints()
    assert store.demoted({OTHER: "1"}) == frozenset()
    assert store.demoted(VERSIONS) == {RULE}
    for number in range(20, 120):
        store.told(change(number), SCOPE, {"fine": RULE})
        store.outcome(change(number), fixed=["fine"], dismissed={}, votes=[])
    assert store.demoted(VERSIONS) == {RULE}
    standing = store.standings(VERSIONS)[RULE]
    assert standing.why == "5 of 10 answers say it is not useful (at least 24%, by 2 people on 5 changes)"
    assert standing.by == ""


def test_complaints_of_other_rules_and_too_few_demote_nothing(store: SqlStore) -> None:
    for number in range(2):
        store.told(change(number), SCOPE, {"bad": RULE})
        store.outcome(change(number), fixed=[], dismissed={"bad": DecisionKind.NOT_USEFUL}, votes=[])
    complain(store, OTHER, first=10)
    assert store.demoted(VERSIONS) == {OTHER}


def test_a_changed_rule_comes_back_and_is_counted_anew_and_the_old_one_is_as_it_was(store: SqlStore) -> None:
    complain(store)
    assert store.demoted(VERSIONS) == {RULE}
    mended = VERSIONS | {RULE: "2"}
    assert store.demoted(mended) == frozenset()
    assert store.demoted(VERSIONS) == {RULE}  # a worker that was not updated yet
    complain(store, first=10)
    assert store.demoted(mended) == {RULE}
    assert store.standings(mended)[RULE].why.startswith("5 of 10 answers")


def test_promoted_by_hand_it_is_counted_anew(store: SqlStore) -> None:
    complain(store)
    assert store.demoted(VERSIONS) == {RULE}
    store.promote(RULE, "1")
    assert store.demoted(VERSIONS) == frozenset()
    complain(store, first=10)
    assert store.demoted(VERSIONS) == {RULE}


def test_demoted_by_hand_until_it_is_changed_or_promoted(store: SqlStore) -> None:
    store.demote(RULE, "1", by="ada", why="our own wrapper quotes")
    store.demote(RULE, "1", by="bob", why="later")
    assert store.demoted(VERSIONS) == {RULE}
    standing = store.standings(VERSIONS)[RULE]
    assert (standing.by, standing.why) == ("ada", "our own wrapper quotes")
    assert store.demoted(VERSIONS | {RULE: "2"}) == frozenset()
    store.promote(RULE, "1")
    assert store.demoted(VERSIONS) == frozenset()
