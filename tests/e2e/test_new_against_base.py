"""Invariant 3 with real parts: a real repository, the real engine, and what is new by content."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.model import Placement, Review, Verdict
from tests.builders import change
from tests.fakes.repository import Repository
from tests.unit.engine import pack_of
from workers import pipeline
from workers.change import snapshot
from workers.change.git import Git
from workers.change.policy_file import parsed
from workers.checks.semgrep import Semgrep
from workers.engine.scanner import Scanner

SHELL = "import subprocess\n\n\ndef run(x):\n    subprocess.run(x, shell=True)\n"
SINK = """\
import os
from flask import request


def show(kind):
    name = "fixed"
    if kind:
        name = "other"
    os.system(name)
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Semgrep:
    folder = tmp_path_factory.mktemp("engine")
    return Semgrep(Scanner(pack_of.write(folder / "rules"), folder / "cache"))


@pytest.fixture
def reviewed(tmp_path: Path, check: Semgrep) -> _Reviewed:
    return _Reviewed(Repository(tmp_path / "app.git"), check)


class _Reviewed:
    def __init__(self, repository: Repository, check: Semgrep) -> None:
        self.repository = repository
        self.check = check

    def __call__(
        self,
        before: Mapping[str, str | bytes],
        after: Mapping[str, str | bytes | None],
        renames: Mapping[str, str] | None = None,
        policy: str | None = None,
    ) -> Review:
        base = self.repository.commit("main", {"README.md": "x\n", **before})
        head = self.repository.commit("topic", after, renames=renames)
        git, held = Git(self.repository.git_dir), parsed(policy)
        seen = snapshot.read(git, change(merge_base=base, head=head), base, head, policy=held)
        return pipeline.examine(seen, (self.check,))


def places(review: Review) -> list[tuple[str, int | None]]:
    return [(item.path, item.line) for item in review.observations]


def test_a_new_flaw_is_told_on_its_line(reviewed: _Reviewed) -> None:
    review = reviewed({}, {"a.py": SHELL})
    assert places(review) == [("a.py", 5)]
    assert review.verdict is Verdict.DEFECTS


def test_a_pure_rename_tells_nothing(reviewed: _Reviewed) -> None:
    review = reviewed({"a.py": SHELL}, {}, renames={"a.py": "pkg/b.py"})
    assert places(review) == []
    assert review.verdict is Verdict.NO_DEFECTS


def test_a_reindented_flaw_is_old(reviewed: _Reviewed) -> None:
    indented = SHELL.replace("    subprocess", "    if x:\n        subprocess")
    assert places(reviewed({"a.py": SHELL}, {"a.py": indented})) == []


def test_a_function_moved_to_another_file_is_old(reviewed: _Reviewed) -> None:
    rest = "def other():\n    return 1\n"
    after = {"a.py": rest, "b.py": SHELL}
    assert places(reviewed({"a.py": rest + SHELL}, after)) == []


def test_a_deleted_file_answers_for_what_moved_out_of_it(reviewed: _Reviewed) -> None:
    other = "import subprocess\nTIMEOUT = 3\n\n\ndef launch(x):\n    subprocess.run(x, shell=True)\n"
    assert places(reviewed({"a.py": SHELL + "\n\n" + "A = 1\n" * 30}, {"a.py": None, "b.py": other})) == []


def test_a_second_copy_of_an_old_flaw_is_new(reviewed: _Reviewed) -> None:
    again = SHELL + "\n\ndef again(x):\n    subprocess.run(x, shell=True)\n"
    assert places(reviewed({"a.py": SHELL}, {"a.py": again})) == [("a.py", 9)]


def test_a_new_source_of_an_old_sink_is_told_where_the_change_is(reviewed: _Reviewed) -> None:
    after = SINK.replace('name = "fixed"', 'name = request.args.get("name")')
    (item,) = reviewed({"a.py": SINK}, {"a.py": after}).observations
    assert (item.path, item.line) == ("a.py", 6)
    assert item.finding.span.start_line == 9
    assert [step.span.start_line for step in item.finding.trace] == [6, 9]


def test_another_source_of_a_sink_that_was_reached_before_is_new(reviewed: _Reviewed) -> None:
    before = SINK.replace('name = "fixed"', 'name = request.args.get("name")')
    after = SINK.replace('name = "other"', 'name = request.form["name"]')
    assert places(reviewed({"a.py": before}, {"a.py": after})) == [("a.py", 8)]


def test_a_flaw_in_an_untouched_part_is_old(reviewed: _Reviewed) -> None:
    assert places(reviewed({"a.py": SHELL}, {"a.py": SHELL + "\n\nLIMIT = 3\n"})) == []


def test_a_removed_flaw_tells_nothing(reviewed: _Reviewed) -> None:
    assert places(reviewed({"a.py": SHELL}, {"a.py": SHELL.replace(", shell=True", "")})) == []


def test_a_suppression_comment_silences_nothing(reviewed: _Reviewed) -> None:
    (item,) = reviewed({}, {"a.py": SHELL.replace("True)", "True)  # nosemgrep")}).observations
    assert item.suppressed == "nosemgrep"


def test_an_ignore_file_of_the_change_silences_nothing(reviewed: _Reviewed) -> None:
    review = reviewed({}, {"vendor/a.py": SHELL, ".semgrepignore": "vendor/\n*.py\n"})
    assert places(review) == [("vendor/a.py", 5)]


def test_a_fix_is_offered_when_it_holds(reviewed: _Reviewed) -> None:
    (item,) = reviewed({}, {"a.py": SHELL}).observations
    assert item.finding.fix is not None
    assert item.finding.fix.replacement == "    subprocess.run(x)"


def test_a_secret_does_not_travel_into_the_review(reviewed: _Reviewed) -> None:
    (item,) = reviewed({}, {"a.py": 'connect(password="hunter2-hunter2")\n'}).observations
    assert item.finding.excerpt == 'connect(password="hunt…")'


def test_what_does_not_parse_makes_the_review_incomplete(reviewed: _Reviewed) -> None:
    review = reviewed({}, {"a.py": 'import subprocess\nexec "x"\nsubprocess.run(y, shell=False)\n', "b.py": "x = 1\n"})
    assert review.verdict is Verdict.INCOMPLETE
    assert [(gap.path, gap.reason) for gap in review.gaps] == [("a.py", "could not be parsed at line 2")]


def test_python_2_is_read(reviewed: _Reviewed) -> None:
    review = reviewed({}, {"a.py": 'import subprocess\nprint "x"\nsubprocess.run(y, shell=True)\n'})
    assert review.gaps == ()
    assert places(review) == [("a.py", 3)]


def test_an_unreadable_file_costs_only_itself(reviewed: _Reviewed) -> None:
    review = reviewed({}, {"bad.py": b"import subprocess\nexec 'x'\nsubprocess.run(y, shell=False)\n", "a.py": SHELL})
    assert places(review) == [("a.py", 5)]
    assert [(gap.path, gap.reason) for gap in review.gaps] == [("bad.py", "could not be parsed at line 2")]


@pytest.mark.parametrize("folder", ["tests", "app/tests/unit"])
def test_test_code_is_kept_quiet_unless_the_policy_wants_it(reviewed: _Reviewed, folder: str) -> None:
    files = {f"{folder}/test_a.py": SHELL}
    assert places(reviewed({}, files)) == []
    assert places(reviewed({}, files, policy="tests: full\n")) == [(f"{folder}/test_a.py", 5)]


def test_a_flaw_that_leaves_test_code_is_new(reviewed: _Reviewed) -> None:
    assert places(reviewed({"tests/a.py": SHELL}, {}, renames={"tests/a.py": "app/a.py"})) == [("app/a.py", None)]


def test_a_change_gives_the_same_review_every_time(reviewed: _Reviewed) -> None:
    files = {"a.py": SHELL, "b.py": SINK, "c.ts": "eval(x)\n"}
    first = reviewed({}, files)
    base, head = first.change.merge_base, first.change.head
    seen = snapshot.read(Git(reviewed.repository.git_dir), first.change, base, head)
    assert pipeline.examine(seen, (reviewed.check,)).observations == first.observations
    assert all(item.placement is Placement.LINE for item in first.observations)
