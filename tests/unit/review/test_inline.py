"""Suppressions of the merge base: they hold for the flaw that they hid, and for nothing that a change puts there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bot import review
from bot.decisions import Decided
from bot.model import DecisionSource, Finding, Review, Side, Verdict
from bot.policy import Policy
from tests.builders import change, changed_file, finding, ran

REASON = "# nosec B602 - the folder is a constant"
OLD = f'def a():\n    run(f"ls {{FOLDER}} | head", shell=True)  {REASON}\n'
MOVED = f'def b():\n    run(f"ls -l {{FOLDER}} | tail", shell=True)  {REASON}\n'


@dataclass(frozen=True)
class Flaw:
    """A finding by the text of its line."""

    needle: str
    scope: str = ""
    rule: str = "python.subprocess.shell"
    source: str = ""
    cwe: int = 78

    def at(self, text: str, side: Side = Side.HEAD, path: str = "a.py") -> Finding:
        made = finding(path, text, self.needle, rule=self.rule, scope=self.scope, source=self.source, side=side)
        code = made.excerpt.partition("  #")[0].strip()
        return replace(made, excerpt=code, cwe=self.cwe)


IN_BASE = Flaw("| head", "a")
IN_HEAD = Flaw("| tail", "b")


def reviewed(base: str, head: str, old: list[Flaw], new: list[Flaw], decided: Decided | None = None) -> Review:
    file = changed_file("a.py", base, head)
    result = ran(*(each.at(head) for each in new), base=[each.at(base, Side.BASE) for each in old], files=[file])
    return review.assemble(change(), [file], [result], Policy(), decided=decided)


def test_what_was_hidden_with_a_reason_stays_hidden_where_its_line_moves_and_is_edited() -> None:
    found = reviewed(OLD, MOVED, [IN_BASE], [IN_HEAD])
    assert (found.observations, found.verdict) == ((), Verdict.NO_DEFECTS)
    (dismissal,) = found.dismissed
    decision = dismissal.decision
    assert (decision.reason, decision.source, decision.by) == (
        "the folder is a constant",
        DecisionSource.INLINE,
        "a comment in the code",
    )
    assert dismissal.observation.finding.span.start_line == 2


def test_the_review_is_the_same_each_time() -> None:
    assert reviewed(OLD, MOVED, [IN_BASE], [IN_HEAD]) == reviewed(OLD, MOVED, [IN_BASE], [IN_HEAD])


@pytest.mark.parametrize(
    ("before", "after", "source"),
    [
        ('run(f"ls {FOLDER} | head")', 'run(f"ls -la {FOLDER} | tail")', 'f"ls -la {FOLDER} | tail"'),
        ("run(request.args['x'], shell=True)", "run(request.args['x'])", "request.args['x']"),
        ("run(`ls ${FOLDER} | head`)", "run(`ls -la ${FOLDER} | tail`)", "`ls -la ${FOLDER} | tail`"),
    ],
)
def test_a_source_on_the_line_itself_is_a_part_of_the_edit(before: str, after: str, source: str) -> None:
    base, head = (f"def {name}():\n    {code}  {REASON}\n" for name, code in (("a", before), ("b", after)))
    old = Flaw(before, "a", source=before[4:-1])
    found = reviewed(base, head, [old], [Flaw(after, "b", source=source)])
    assert (len(found.dismissed), found.defects) == (1, ())


NEW_LINE = f"def b(x):\n    run(x)  {REASON}\n"


@pytest.mark.parametrize(
    ("base", "head", "old", "new"),
    [
        pytest.param(OLD.replace(f"  {REASON}", ""), MOVED, [IN_BASE], [IN_HEAD], id="the change adds the comment"),
        pytest.param(
            OLD.replace(" - the folder is a constant", ""),
            MOVED.replace(" - the folder is a constant", ""),
            [IN_BASE],
            [IN_HEAD],
            id="there is no reason",
        ),
        pytest.param(
            OLD.replace(" - the folder is a constant", ""), MOVED, [IN_BASE], [IN_HEAD], id="the change adds the reason"
        ),
        pytest.param(
            OLD.replace("FOLDER", "request.args['x']"),
            MOVED.replace("FOLDER", "request.args['y']"),
            [IN_BASE],
            [IN_HEAD],
            id="another key of the same line",
        ),
        pytest.param(
            OLD, MOVED.replace("FOLDER", "folder"), [IN_BASE], [IN_HEAD], id="another variable on the same line"
        ),
        pytest.param(
            OLD, MOVED.replace("a constant", "constant, honest"), [IN_BASE], [IN_HEAD], id="the reason is another one"
        ),
        pytest.param(
            OLD.replace("ls ", "ls " + "a" * 1_000),
            MOVED.replace("ls ", "ls " + "a" * 1_000),
            [IN_BASE],
            [IN_HEAD],
            id="the line is longer than anybody reads",
        ),
        pytest.param(
            OLD.replace("ls ", "ls --all --human-readable --color=never --reverse "),
            f"def b():\n    run(FOLDER)  {REASON}\n",
            [IN_BASE],
            [Flaw("run(FOLDER)", "b")],
            id="the line has the same names and is unlike",
        ),
        pytest.param(
            OLD, MOVED, [IN_BASE], [replace(IN_HEAD, rule="python.os.flow")], id="another rule about the same weakness"
        ),
        pytest.param(
            OLD.replace("a constant", "checked elsewhere") + f"x = 1  {REASON}\n",
            MOVED,
            [IN_BASE],
            [IN_HEAD],
            id="the comment was on another line of the base",
        ),
        pytest.param(OLD, NEW_LINE, [IN_BASE], [Flaw("run(x)", "b")], id="the comment stands on other code"),
        pytest.param(
            OLD,
            MOVED.replace("run(f", "sql(f"),
            [IN_BASE],
            [Flaw("| tail", "b", rule="python.sql.injection", cwe=89)],
            id="the flaw is of another rule",
        ),
        pytest.param(OLD, MOVED, [], [IN_HEAD], id="the base had no flaw there: the edit made one"),
        pytest.param(
            OLD + "run('x')\n", MOVED, [Flaw("run('x')")], [IN_HEAD], id="the flaw of the base was on another line"
        ),
        pytest.param(
            OLD,
            "q = request.args\n" + MOVED,
            [IN_BASE],
            [replace(IN_HEAD, source="request.args")],
            id="data comes from a new source",
        ),
        pytest.param(OLD, OLD + MOVED, [IN_BASE], [IN_BASE, IN_HEAD], id="the suppressed line is copied"),
        pytest.param(
            OLD.replace("B602", "B101"),
            MOVED.replace("B602", "B101"),
            [IN_BASE],
            [IN_HEAD],
            id="the comment is about another weakness",
        ),
        pytest.param(
            OLD,
            f'def b():\n    {REASON}\n    run(f"ls -l {{FOLDER}} | tail", shell=True)\n',
            [IN_BASE],
            [IN_HEAD],
            id="the comment stands on a line of its own",
        ),
    ],
)
def test_nothing_else_is_covered(base: str, head: str, old: list[Flaw], new: list[Flaw]) -> None:
    found = reviewed(base, head, old, new)
    assert found.dismissed == ()
    assert len(found.defects) == 1


def test_one_old_comment_covers_one_of_two_new_flaws_on_no_line() -> None:
    """Neither of the two is the one that was there: both are told."""
    head = MOVED + MOVED.replace("def b", "def c")
    second = replace(finding("a.py", head, "| tail", rule=IN_HEAD.rule, scope="c", nth=1), excerpt="other", cwe=78)
    file = changed_file("a.py", OLD, head)
    result = ran(IN_HEAD.at(head), second, base=[IN_BASE.at(OLD, Side.BASE)], files=[file])
    found = review.assemble(change(), [file], [result], Policy())
    assert (len(found.defects), found.dismissed) == (2, ())


def test_a_comment_of_another_file_covers_nothing() -> None:
    files = [changed_file("a.py", OLD, "x = 1\n"), changed_file("b.py", None, MOVED)]
    result = ran(IN_HEAD.at(MOVED, path="b.py"), base=[IN_BASE.at(OLD, Side.BASE)], files=files)
    assert len(review.assemble(change(), files, [result], Policy()).defects) == 1


def test_a_flaw_of_another_file_does_not_count() -> None:
    files = [changed_file("a.py", OLD, MOVED), changed_file("b.py", OLD, "x = 1\n")]
    result = ran(IN_HEAD.at(MOVED), base=[IN_BASE.at(OLD, Side.BASE, "b.py")], files=files)
    assert len(review.assemble(change(), files, [result], Policy()).defects) == 1


def test_a_renamed_file_is_the_same_file() -> None:
    file = changed_file("new.py", OLD, MOVED, old_path="a.py")
    result = ran(IN_HEAD.at(MOVED, path="new.py"), base=[IN_BASE.at(OLD, Side.BASE)], files=[file])
    found = review.assemble(change(), [file], [result], Policy())
    assert (len(found.dismissed), found.defects) == (1, ())
