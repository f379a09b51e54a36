"""The replay: what counts as a hit, and what is told of those that are missed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.signal import cases as case_files
from bench.signal import replay
from bench.signal.cases import Case, Place
from bench.signal.reviews import Comment, Reviewed
from tests.fakes.repository import Repository

CASE = Case(
    id="app-1",
    repository="octo/app",
    fixed="f" * 40,
    vulnerable="a" * 40,
    cwe=798,
    kind="sink",
    language="python",
    description="a token in the configuration",
    places=(Place("app.ini", head=((10, 12),), base=((40, 40),)),),
)


def comment(line: int, *, path: str = "app.ini", side: str = "head", placement: str = "line") -> Comment:
    return Comment(placement, path, line, side, ("secrets.token",), (798,), "high", "high", "A token", "token = …")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (comment(10), True),
        (comment(7), True),
        (comment(15), True),
        (comment(6), False),
        (comment(16), False),
        (comment(43, side="base"), True),
        (comment(10, side="base"), False),
        (comment(43), False),
        (comment(10, path="other.ini"), False),
    ],
)
def test_a_comment_near_the_flaw_on_its_side_is_a_hit(said: Comment, expected: bool) -> None:
    assert replay.is_hit(CASE, said) is expected


def test_only_line_comments_count() -> None:
    reviewed = Reviewed("app-1", (comment(10, placement="summary"), comment(10, placement="file")))
    assert not replay.Replayed(CASE, reviewed).is_hit


def test_the_report_names_what_was_missed_and_what_was_not_whole() -> None:
    reviewed = Reviewed("app-1", (comment(90),), gaps=("semgrep: a.py timed out",))
    text = replay.report([replay.Replayed(CASE, reviewed)], absent=["octo/gone"])
    assert "octo/gone" in text
    assert "app.ini:10-12" in text
    assert "secrets.token@90" in text
    assert "app-1: semgrep: a.py timed out" in text
    assert "0/1 (0 %)" in text


def row(fixed: str, vulnerable: str) -> dict[str, object]:
    place = {"path": "app.ini", "head_ranges": [[2, 2]], "head_gaps": [], "base_ranges": [[2, 2]]}
    return {
        "id": "app-1",
        "repo": "octo/app",
        "fix": fixed,
        "parent": vulnerable,
        "cwe": 798,
        "kind": "sink",
        "language": "python",
        "files": [place],
    }


@pytest.mark.parametrize("alone", [False, True])
def test_real_commits_are_reviewed_in_both_directions(tmp_path: Path, alone: bool) -> None:
    repository = Repository(tmp_path / "clones" / "octo+app" / "repo")
    token = "gh" + "p_" + "a8Kd02mQz7LxW3vRt5Yb9Nc1Ef4Gh6Jp0SuV"
    vulnerable = repository.commit("main", {"app.ini": f"[github]\ntoken = {token}\n", "other.ini": f"a = {token}\n"})
    fixed = repository.commit("main", {"app.ini": "[github]\ntoken =\n", "other.ini": "a =\n"})
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"cases": [row(fixed, vulnerable), row(fixed, vulnerable) | {"repo": "octo/gone"}]}))
    cases = case_files.load(path)
    (item,) = replay.replay(cases, tmp_path / "clones", tmp_path / "cache", jobs=0, alone=alone)
    assert item.is_hit
    assert {said.path for said in item.backward.comments} == {"app.ini"}
    assert item.forward is not None
    assert item.forward.comments == ()


def test_a_commit_that_is_not_in_the_clone_is_told(tmp_path: Path) -> None:
    Repository(tmp_path / "octo+app" / "repo").commit("main", {"app.ini": "a = 1\n"})
    (item,) = replay.replay([CASE], tmp_path, tmp_path / "cache", jobs=0, forward=False)
    assert item.backward.failed
    assert "app-1: not reviewed" in replay.report([item])


def test_a_case_without_its_commits_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text('[{"id": "x"}]')
    with pytest.raises(case_files.BadCases, match=r"case 0 of cases\.json"):
        case_files.load(path)
