"""A large change is looked at in portions: what is held at a time is bounded, and nothing is left out unsaid."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import ChangedFile
from tests.builders import changed_file, snapshot
from workers.change.spool import MOST_KEPT, Spool, SpooledFile
from workers.checks import guards, secrets
from workers.checks.guards import compared
from workers.checks.guards.across import Across
from workers.checks.portions import NOT_REACHED, InTime, patience, portions

_GUARDED = "def {0}(user, item):\n    if not user.is_admin:\n        raise PermissionDenied()\n    item.delete_{0}()\n"
_OPEN = "def {0}(user, item):\n    item.delete_{0}()\n"


def files(sizes: list[int]) -> list[ChangedFile]:
    return [changed_file(f"{number:03}.py", "b" * (size // 2), "h" * size) for number, size in enumerate(sizes)]


@given(st.lists(st.integers(0, 40), max_size=40), st.integers(1, 60))
def test_every_file_is_in_one_portion_and_only_one_alone_is_larger(sizes: list[int], most: int) -> None:
    given_ = files(sizes)
    parts = list(portions(given_, most))
    assert [file for part in parts for file in part] == given_
    for part in parts:
        assert len(part) == 1 or sum(len(file.head_text or "") + len(file.base_text or "") for file in part) <= most


def test_what_the_time_does_not_reach_is_named() -> None:
    now = iter([0.0, 1.0, 10.0, 11.0])
    parts = InTime(portions(files([10, 10, 10]), 15), 5.0, lambda: next(now))
    assert [part[0].path for part in parts] == ["000.py", "001.py"]
    assert [(gap.path, gap.reason) for gap in parts.gaps("x")] == [("002.py", NOT_REACHED)]


def test_a_small_change_has_the_usual_time_and_the_largest_no_end_of_it() -> None:
    assert patience(0) == patience(100) == 1.0
    assert patience(300) == 2.0
    assert patience(10**9) == patience(10_000) < 6.0


@given(st.text(st.characters(exclude_categories=[])), st.text(st.characters(exclude_categories=[])))
def test_a_spooled_file_says_what_was_put_in(base: str, head: str) -> None:
    spool = Spool()
    file = replace(changed_file("a.py", base, head), base_blob=f"b{hash(base)}", head_blob=f"h{hash(head)}")
    kept = SpooledFile.of(file, spool)
    assert (kept.base_text, kept.head_text, kept.hunks, kept.path) == (base, head, file.hunks, "a.py")
    assert replace(kept, path="a.py") == file
    assert len({kept, kept, SpooledFile.of(file, spool)}) == 2


def test_texts_of_a_spool_stay_for_a_moment_and_no_longer() -> None:
    spool = Spool()
    places = [spool.keep(str(number) * (MOST_KEPT // 2), str(number)) for number in range(9)]
    assert spool.keep("another name's", "3") == places[3]
    first = spool.text(places[0])
    assert spool.text(places[0]) is first
    for place in places[1:]:
        spool.text(place)
    assert spool.text(places[0]) is not first
    assert spool.text(places[0]) == first


def test_both_sides_of_a_large_file_stay_while_checks_look_at_them_in_turns() -> None:
    spool = Spool()
    sides = [spool.keep(letter * (MOST_KEPT + 1), letter) for letter in "bh"]
    texts = [spool.text(place) for place in sides]
    assert all(spool.text(place) is text for _ in range(2) for place, text in zip(sides, texts, strict=True))
    spool.text(spool.keep("another", "a"))
    assert spool.text(sides[0]) is not texts[0]


def test_what_guards_tell_does_not_depend_on_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = [changed_file(f"{name}.py", _GUARDED.format(name), _OPEN.format(name)) for name in ("first", "second")]
    told = []
    for most in (10**9, 1):
        monkeypatch.setattr(guards, "_MOST_TEXT", most)
        result = guards.Guards().run(snapshot(*changed))
        assert {entry.path for entry in result.run.entries if entry.was_looked_at} == {"first.py", "second.py"}
        told.append(result.head)
    assert told[0]
    assert told[0] == told[1]


def test_a_guard_that_another_portion_has_won_is_elsewhere() -> None:
    across = Across()
    for path, base, head in (("a.py", _GUARDED, _OPEN), ("b.py", "", _GUARDED)):
        name = path[0]
        file = changed_file(path, base.format(name), head.format(name))
        change = compared.compared([file])
        across.add(change, compared.losses(change))
    assert {loss.kind for loss in across.losses() if loss.protection.text.endswith("user.is_admin")} == {"elsewhere"}


def test_a_secret_that_moved_is_old() -> None:
    key = "aws = 'AKIA" + "Q3EGRQ7XZ5PLMWN4'\n"
    moved = [changed_file("from.py", key, ""), changed_file("to.py", "", key)]
    assert not secrets.Secrets().run(snapshot(*moved)).head
    assert secrets.Secrets().run(snapshot(moved[1])).head
