"""Ordinary commits: a gap is counted by its reason, and two measurements are compared commit by commit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench import ordinary
from bench.signal.reviews import Comment, Reviewed

SAID = Comment("line", "a.py", 3, "head", ("python.x",), (78,), "high", "high", "A title", "code")


def row(commit: str, verdict: str = "no defects", *, gaps: tuple[str, ...] = (), comments: int = 0) -> ordinary.Row:
    reasons = tuple(f"secrets: {gap.partition(' ')[2]}" for gap in gaps)
    item = Reviewed(commit, (SAID,) * comments, gaps=tuple(f"secrets: {gap}" for gap in gaps), reasons=reasons)
    return ordinary.Row.of("octo/app", replace(item, verdict=verdict))


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("semgrep: could not be parsed at line 12", "semgrep: could not be parsed at line N"),
        ("semgrep: took 1,200 s", "semgrep: took N s"),
        ("policy: `fail-on` is `3`", "policy: `…` is `…`"),
    ],
)
def test_reasons_of_one_kind_count_together(reason: str, kind: str) -> None:
    assert ordinary.kind_of(reason) == kind


def test_the_report_counts_reviews_and_names_every_reason() -> None:
    rows = [
        row("1" * 40),
        row("2" * 40, "defects", gaps=("a.py is cut",), comments=3),
        row("3" * 40, "incomplete", gaps=("b.py is cut", "c.py is cut")),
        ordinary.Row.of("octo/app", Reviewed("4" * 40, failed="git did not answer")),
    ]
    text = ordinary.report(rows)
    assert "octo/app  4        2/4 (50 %)  3/4 (75 %)  75.0" in text
    assert "secrets: is cut                   2        3" in text
    assert "not reviewed: git did not answer  1        1" in text
    assert "octo/app 222222222222 secrets: a.py is cut" in text


def test_two_measurements_are_compared_by_commit() -> None:
    before = [row("1" * 40, comments=1), row("2" * 40)]
    after = [row("1" * 40), row("2" * 40, "incomplete", gaps=("a.py is cut",))]
    text = ordinary.compare(before, after)
    assert "- octo/app 111111111111 line python.x a.py:3" in text
    assert "+ octo/app 222222222222 gap secrets: a.py is cut" in text
    assert "Nothing differs." in ordinary.compare(before, before)
