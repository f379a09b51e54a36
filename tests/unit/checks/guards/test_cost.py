"""What a hostile change may cost guards: counted work, never time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Gap, Side
from tests.builders import changed_file, snapshot
from tests.unit.checks.guards.work import counting
from workers.checks.guards import Guards, flow, losing, statements
from workers.checks.guards.compared import compared, losses
from workers.checks.guards.declarations import differences
from workers.checks.guards.effort import MOST, Effort, Work
from workers.checks.guards.model import Compared
from workers.checks.guards.walking import DEEPEST


def guarded(count: int, sign: str) -> str:
    """A function with many guards in front of what it does; what it asks is remembered of no other number of them."""
    checks = (
        f"    if a.of{count}x{number} {sign} b.of{count}y{number}:\n        raise Denied(a)\n"
        for number in range(count)
    )
    return "def f(a, b):\n" + "".join(checks) + "    go(a)\n"


def change_of_guards(count: int) -> Compared:
    return compared([changed_file("a.py", guarded(count, ">="), guarded(count, ">"))])


def test_finders_share_what_they_both_need() -> None:
    change = change_of_guards(3)
    assert statements.edited(change) is statements.edited(change)
    assert differences.differences(change) is differences.differences(change)


def test_an_account_counts_work_and_notes_what_it_refuses() -> None:
    effort = Effort({Work.CONDITIONS: 3})
    assert effort.allows(Work.CONDITIONS, "a.py", 2)
    assert not effort.allows(Work.CONDITIONS, "b.py", 2)
    assert effort.allows(Work.CONDITIONS, "a.py")
    assert effort.left_out == (("b.py", Work.CONDITIONS.value),)


def test_an_ordinary_change_is_looked_at_as_a_whole() -> None:
    change = change_of_guards(12)
    assert losses(change)
    assert change.effort.left_out == ()
    assert all(20 * spent < MOST[work] for work, spent in change.effort.spent.items())


@pytest.mark.parametrize("count", [60, 120])
def test_guards_that_are_all_edited_cost_no_more_than_the_account(count: int) -> None:
    change = change_of_guards(count)
    list(losing.losses(change))
    assert 0 < change.effort.spent[Work.CONDITIONS] <= MOST[Work.CONDITIONS]


def test_the_cost_of_guards_grows_with_their_number_alone() -> None:
    def cost(count: int) -> int:
        change = change_of_guards(count)
        with counting() as work:
            list(losing.losses(change))
        return work.calls

    assert cost(164) < 5 * cost(82)


def test_what_is_not_compared_is_told_and_is_no_loss() -> None:
    change = replace(change_of_guards(12), effort=Effort({**MOST, Work.CONDITIONS: 0}))
    assert [loss.how for loss in losing.losses(change)] == []
    assert change.effort.left_out == (("a.py", Work.CONDITIONS.value),)


@pytest.mark.parametrize("work", [Work.CONDITIONS, Work.STATEMENTS, Work.LINES])
def test_what_an_account_refuses_is_a_gap(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MOST, work, 0)
    result = Guards().run(snapshot(changed_file("a.py", guarded(9, ">="), guarded(9, ">"))))
    assert Gap("guards", work.value, "a.py", partly=True) in result.run.gaps


def test_a_rewrite_of_very_many_statements_is_a_gap() -> None:
    texts = ("".join(f"x{number} = {value}\n" for number in range(400)) for value in (1, 2))
    change = compared([changed_file("a.py", *texts)])
    assert list(statements.edited(change)) == []
    assert change.effort.left_out == (("a.py", Work.STATEMENTS.value),)


def test_functions_in_functions_have_names_of_bounded_length() -> None:
    file = changed_file("a.js", "f(1)\n", "function f(a){" * 300 + "go(a)" + "}" * 300)
    names = [definition.name for definition in flow.read(file, Side.HEAD).definitions]
    assert max(name.count(".") for name in names) < DEEPEST
