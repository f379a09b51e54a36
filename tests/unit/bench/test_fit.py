"""The fit of the ranking: what it learns from, that no repository judges itself, and where the bars stand."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bench.signal import curve, fit
from bench.signal.changes import Role
from bench.signal.lost import Lost, Seen
from workers.checks.guards import ranking

NAMES = ("hard", "soft", "here")


def lost(line: int = 1, *names: str, near: bool = False) -> Lost:
    return Lost("a.py", line, "head", "gone:refuses", dict.fromkeys(names, 1.0), near)


def seen(role: Role, repository: str, number: int, *losses: Lost) -> Seen:
    key = f"{repository.replace('/', '')}{number:039}"
    return Seen(f"{role.value} {key}", role, repository, key if role in (Role.BACK, Role.FIX) else "", losses)


def sample(repositories: int = 6) -> list[Seen]:
    """In each repository what is hard is by the flaw, and what is soft is not; in one, what is ``here`` as well."""
    chance = random.Random(3)  # noqa: S311 - no secret
    rows = []
    for number in range(repositories):
        name = f"octo/{number}"
        here = ("here",) if number == 0 else ()
        for case in range(6):
            near = lost(2, "hard" if chance.random() < 0.9 else "soft", *here, near=True)
            rows.append(seen(Role.BACK, name, case, near, lost(90, "soft")))
            rows.append(seen(Role.FIX, name, case))
        for commit in range(20):
            rows.append(seen(Role.ORDINARY, name, commit, *[lost(3, "soft" if chance.random() < 0.9 else "hard")]))
    return rows


def test_what_stands_by_flaws_weighs_more_than_what_stands_in_ordinary_commits() -> None:
    found = fit.weights(sample(), NAMES)
    assert found["hard"] > 0 > found["soft"]
    assert found == fit.weights(list(reversed(sample())), NAMES)


def test_a_case_teaches_by_its_best_loss() -> None:
    """The soft loss beside the flaw is no example of what should be told: the hard one is told in its place."""
    both = [
        replace(row, lost=(*row.lost, lost(4, "soft", near=True))) if row.role is Role.BACK else row for row in sample()
    ]
    assert fit.weights(both, NAMES)["soft"] == pytest.approx(fit.weights(sample(), NAMES)["soft"], abs=0.2)


def test_ordinary_commits_that_deserve_a_comment_teach_no_silence() -> None:
    rows = [*sample(), *(seen(Role.ORDINARY, "octo/9", number, lost(1, "hard")) for number in range(9))]
    deserving = {row.key.partition(" ")[2][:12] for row in rows if row.repository == "octo/9"}
    assert fit.weights(rows, NAMES, deserving) == fit.weights(sample(), NAMES)
    assert fit.weights(rows, NAMES)["hard"] < fit.weights(rows, NAMES, deserving)["hard"]


def test_a_large_repository_does_not_decide() -> None:
    many = [seen(Role.BACK, "octo/9", number, lost(1, "soft", near=True)) for number in range(500)]
    assert fit.weights([*sample(), *many], NAMES)["hard"] > fit.weights([*sample(), *many], NAMES)["soft"]


def test_a_repository_is_judged_by_others_only() -> None:
    rows = sample()
    groups = fit.folds(rows, 3)
    assert sorted(name for group in groups for name in group) == sorted({row.repository for row in rows})
    assert {len(group) for group in groups} == {2}
    assert groups == fit.folds(rows, 3)
    told, found = fit.left_out(rows, NAMES, groups)
    assert sorted(row.key for row in told) == sorted(row.key for row in rows)
    assert found["octo/0"]["here"] == 0.0
    assert found["octo/1"]["here"] > 0.0 or "octo/1" in next(group for group in groups if "octo/0" in group)


def scored(rows: list[Seen]) -> list[curve.Scored]:
    return curve.scored(rows, {}, {"hard": 2.0, "soft": -1.0})


@pytest.mark.parametrize("budget", [0.0, 1.0, 5.0, 200.0])
def test_a_bar_keeps_within_its_budget(budget: float) -> None:
    rows = scored(sample())
    bar = curve.line_bar(rows, budget)
    assert curve.per_hundred(rows, bar, Role.ORDINARY) <= budget
    if budget == 200.0:
        assert len(curve.hits(rows, bar)) == 36


def test_a_review_says_so_much_on_lines_and_the_rest_in_the_summary() -> None:
    """Hard losses score 2 here. A second one has a line only where it is clearer than the first must be."""
    (row,) = scored([seen(Role.BACK, "octo/1", 1, *(lost(line, "hard") for line in (5, 6, 7, 8)), lost(8, "soft"))])
    assert [item.line for item in row.on_lines(1.9 - ranking.ANOTHER)] == [5, 6, 7]
    assert [item.line for item in row.on_lines(1.9)] == [5]
    assert [item.line for item in row.in_summary(1.9, 1.9 - ranking.FURTHER)] == [6, 7, 8]
    assert row.in_summary(1.9, 1.9) == []


def test_the_report_tells_the_curve_and_the_weights_what_they_mean() -> None:
    rows = sample()
    text = fit.report(scored(rows), 36)
    assert [line.split()[0] for line in text.splitlines()[2:6]] == ["0.5", "1", "1.5", "2"]
    assert "A loss by the flaw, told or not: 36/36 (100 %)" in text
    said = fit.meaning({"bias": 0.5, "hard": 2.123}, rows)
    assert '    "bias": 0.5,\n    "hard": 2.12,  # on average 0.' in said


def test_rows_survive_json() -> None:
    row = sample()[0]
    assert Seen.from_json(row.to_json()) == row


def test_a_sort_is_worth_what_other_repositories_say_of_it() -> None:
    rows = [replace(row, lost=tuple(replace(x, what=next(iter(x.features))) for x in row.lost)) for row in sample()]
    sorts = fit.lifts(rows)
    assert sorts["hard"] > 0 > sorts["soft"]
    told, _ = fit.left_out(rows, NAMES, fit.folds(rows, 3))
    assert all(item.features[fit.SORT] > 0 for row in told for item in row.lost if item.what == "hard")
