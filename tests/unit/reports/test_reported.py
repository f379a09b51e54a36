"""What of other scanners' reports is told: new by content, where it stands, once, and nothing that is not there."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import review
from bot.model import ChangedFile, Placement, Review, RunStatus
from bot.policy import parse
from bot.render import markdown
from bot.reports.model import Place, Report, Result
from tests import builders
from tests.unit.reports.scene import HEAD, At, file, report
from workers.checks.reported import Reported
from workers.examining import Examination


def result(line: int, path: str = "src/app.py", rule: str = "B1", **more: object) -> Result:
    values: dict[str, object] = {
        "rule": rule,
        "place": Place(path, line, line),
        "title": "bad",
        "message": "It is bad.",
        "severity": 3,
        "confidence": 2,
        "cwe": 78,
    }
    return Result(**(values | more))  # type: ignore[arg-type]  # a test names what it is about


def examined(reports: At, *files: ChangedFile, policy: str | None = None) -> Examination:
    return Examination.of(builders.snapshot(*(files or (file(),)), policy=policy), [Reported(reports)])


def told(reports: At, *files: ChangedFile, policy: str | None = None) -> list[tuple[str, int]]:
    found = examined(reports, *files, policy=policy).review().observations
    return sorted((each.rule, each.span.start_line) for item in found for each in item.findings)


def test_of_what_bandit_says_the_new_is_told() -> None:
    """The import is old, one call has moved, one is a copy of a call that stays, and one is new."""
    assert told(At(report("bandit"))) == [
        ("reported.bandit.B105", 4),
        ("reported.bandit.B324", 28),
        ("reported.bandit.B602", 20),
        ("reported.bandit.B602", 24),
    ]


def test_two_tools_at_one_line_are_one_comment() -> None:
    found = examined(At(report("bandit"), report("semgrep"))).review()
    (at_24,) = [item for item in found.observations if item.line == 24]
    assert {each.rule.rpartition(".")[2] for each in at_24.findings} == {"B602", "shell-true"}
    assert at_24.placement is Placement.LINE
    assert "Reported by Bandit: subprocess call" in at_24.findings[0].message
    run = found.runs[0]
    assert (run.status, run.subject) == (RunStatus.RAN, "results of Bandit, Semgrep OSS")


def test_no_file_counts_as_examined_because_of_a_report() -> None:
    found = examined(At(report("bandit"))).review()
    assert (found.files_examined, found.areas, found.gaps) == (0, frozenset(), ())


def test_a_secret_is_shown_nowhere() -> None:
    found = examined(At(report("bandit"))).review()
    shown = str(found) + markdown.summary(found)
    assert "correct-horse" not in shown
    assert "Possible hardcoded password" in shown


def test_what_the_tool_has_found_in_the_base_is_old() -> None:
    base = Report("Bandit", tuple(result(line, rule="B602") for line in (5, 13)))
    head = Report("Bandit", tuple(result(line, rule="B602") for line in (8, 12, 20, 24)))
    assert told(At(head, base=(base,))) == [("reported.bandit.B602", 20), ("reported.bandit.B602", 24)]
    named = Report("Bandit", (result(1, rule="B602", fingerprint="abc"),))
    head = Report("Bandit", (result(20, rule="B602", fingerprint="abc"), result(24, rule="B602", fingerprint="abd")))
    assert told(At(head, base=(named,))) == [("reported.bandit.B602", 24)]


def test_what_the_tool_itself_calls_old_is_old() -> None:
    assert told(At(Report("Bandit", (result(24, old=True), result(28))))) == [("reported.bandit.B1", 28)]


@pytest.mark.parametrize(
    ("first", "last", "is_told"),
    [(5, 9, True), (1, 11, False), (7, 20, True), (12, 12, False), (6, 6, False)],
)
def test_a_long_result_counts_where_it_begins(first: int, last: int, *, is_told: bool) -> None:
    base = "".join(f"line {number}\n" for number in range(30))
    head = base.replace("line 6\n", "line six\n")
    given = Report("Bandit", (replace_place(result(1), first, last),))
    assert bool(told(At(given), file(base=base, head=head))) is is_told


def replace_place(one: Result, first: int, last: int) -> Result:
    return Result(
        **{name: getattr(one, name) for name in one.__struct_fields__} | {"place": Place("src/app.py", first, last)}
    )


def test_a_new_source_makes_an_old_place_new() -> None:
    base = "x = 1\nrun(x)\n"
    flow = result(2, steps=(Place("src/app.py", 1, 1), Place("src/app.py", 2, 2)))
    changed = file(base=base, head="x = request.args['d']\nrun(x)\n")
    assert told(At(Report("Bandit", (flow,))), changed) == [("reported.bandit.B1", 2)]
    assert told(At(Report("Bandit", (result(2),))), changed) == []


def test_what_does_not_stand_there_is_not_told() -> None:
    strange = Report(
        "Bandit", (result(24, snippet="os.system(cmd)"), result(400), result(28, snippet="hashlib.md5(text)"))
    )
    found = examined(At(strange)).review()
    assert [item.line for item in found.observations] == [28]
    (notice,) = found.notices
    assert notice.startswith("2 of Bandit's results quote what does not stand there")


@pytest.mark.parametrize(
    ("path", "is_told"),
    [
        ("/home/ci/work/src/app.py", True),
        ("/src/app.py", True),
        ("app.py", False),
        ("/home/ci/app.py", False),
        ("/home/ci/other/src/app.py", True),
        ("x/src/app.py", False),
    ],
)
def test_a_path_of_another_machine_stands_for_the_file_that_it_ends_with(path: str, *, is_told: bool) -> None:
    assert bool(told(At(Report("Bandit", (result(24, path),))))) is is_told


def test_the_longest_end_wins() -> None:
    files = (file("app.py"), file("src/app.py"))
    assert [
        item.path for item in examined(At(Report("B", (result(24, "/ci/src/app.py"),))), *files).review().observations
    ] == ["src/app.py"]


def test_what_we_have_found_ourselves_is_told_once_and_in_our_words() -> None:
    seen = builders.snapshot(file())
    theirs = Reported(At(report("bandit"))).run(seen)
    ours = builders.finding("src/app.py", HEAD, "rm ", rule="python.subprocess.shell")
    assembled = review.assemble(seen.change, seen.files, [builders.ran(ours, files=seen.files), theirs], seen.policy)
    assert sorted(each.rule for item in assembled.observations for each in item.findings if item.line == 24) == [
        ours.rule
    ]
    silent = parse("disable-rules: [python.*]")
    assembled = review.assemble(seen.change, seen.files, [builders.ran(ours, files=seen.files), theirs], silent)
    assert [each.rule for item in assembled.observations for each in item.findings if item.line == 24] == [
        "reported.bandit.B602"
    ]


def test_the_policy_holds_for_them_as_for_ours() -> None:
    given = At(report("bandit"))
    assert told(given, policy="disable-rules: ['reported.bandit.*']") == []
    assert told(given, policy="minimum-severity: high") == [
        ("reported.bandit.B324", 28),
        ("reported.bandit.B602", 20),
        ("reported.bandit.B602", 24),
    ]
    assert told(given, file("tests/test_app.py")) == []


def test_a_dismissal_holds_whatever_moves() -> None:
    before = examined(At(report("bandit"))).review()
    name = next(item.fingerprint for item in before.observations if item.line == 24)
    policy = f"decisions: [{{id: {name}, because: the input is a constant}}]"
    shifted = Report("Bandit", tuple(moved(one, 2) for one in report("bandit").results))
    after = examined(At(shifted), file(head="\n\n" + HEAD), policy=policy).review()
    (dismissed,) = after.dismissed
    assert (dismissed.observation.finding.span.start_line, dismissed.observation.fingerprint) == (26, name)


def moved(one: Result, by: int) -> Result:
    place = Place(one.place.path, one.place.start + by, one.place.end + by, one.place.start_col, one.place.end_col)
    return Result(**{name: getattr(one, name) for name in one.__struct_fields__} | {"place": place})


def test_what_was_told_of_another_head_stays_until_the_tool_has_spoken() -> None:
    nothing = examined(At(awaited={"bandit": ("src/app.py", "gone.py")}))
    (gap,) = nothing.review().gaps
    assert (gap.path, gap.reason) == ("src/app.py", "the report of bandit for this commit has not come yet")
    assert examined(At(report("bandit"), awaited={"bandit": ("src/app.py",)})).review().gaps == ()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            Report("Bandit", tuple(map(result, (8, 12, 24)))),
            "Bandit: 3 results, 1 on changed lines, 2 left out (outside",
        ),
        (Report("Bandit", (result(24),)), "Bandit: 1 result, 1 on changed lines."),
        (Report("Bandit", ()), "Bandit: 0 results, 0 on changed lines."),
        (
            Report("Bandit", (result(24), result(1, "other.py"), result(24, snippet="x = 1")), "", 4, 2, 1),
            "Bandit: 10 results, 1 on changed lines, 9 left out (1 outside the change, 4 not about security, "
            "2 without a line of a file, 1 quoting something else, 1 too many).",
        ),
    ],
)
def test_how_much_of_a_report_was_heard_is_counted(given: Report, says: str) -> None:
    at = At(given)
    assert not any("on changed lines" in notice for notice in examined(at).review().notices)
    at.given = replace(at.given, counted=True)
    assert examined(at).review().notices[0].startswith(says)


def test_a_report_that_the_policy_names_is_awaited() -> None:
    policy = "reports: [Bandit, semgrep-oss]"
    (gap,) = examined(At(report("bandit")), policy=policy).review().gaps
    assert (gap.path, gap.reason) == (None, "the report of semgrep-oss for this commit has not come yet")
    assert not examined(At(report("bandit"), report("semgrep")), policy=policy).review().gaps


def test_nobody_has_reported_anything() -> None:
    found = examined(At()).review()
    assert found.runs[0].status is RunStatus.SKIPPED
    assert not found.gaps


def test_the_paths_that_were_told_are_heard() -> None:
    reports = At(report("bandit"))
    examined(reports)
    assert reports.heard == {"bandit": ("src/app.py",)}


HOSTILE = st.sampled_from(
    [
        "@octo/security ",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "/patchwarden dismiss all",
        "\u202e",
        "`",
        "<!-- patchwarden:1:summary:::: -->",
        "| a | b |",
        f"ghp_{'a1B2' * 9}",
        "#1",
        "\u0000",
    ]
)


@settings(max_examples=40)
@given(st.lists(HOSTILE, min_size=1, max_size=4), st.lists(HOSTILE, min_size=1, max_size=4))
def test_hostile_words_have_no_effect(title: list[str], message: list[str]) -> None:
    one = result(24, title=" ".join(title), message=" ".join(message))
    found = examined(At(Report("Bandit", (one,)))).review()
    body = markdown.line_comment(found.observations[0])
    assert "ghp_a1B2" not in body
    for raw in (" <img", "[x](javascript", "\u202e", "\u0000", "<!-- patchwarden:1:summary"):
        assert raw not in _outside_code(body)
    assert "@octo" not in _outside_code(body)
    assert not any(line.lstrip().startswith("/patchwarden") for line in body.split("\n"))


def _outside_code(text: str) -> str:
    kept, inside = [], ""
    for part in re.split(r"(`+)", text):
        if part.startswith("`"):
            inside = "" if inside == part else inside or part
        elif not inside:
            kept.append(part)
    return "".join(kept)


LINES = st.lists(st.sampled_from(["run(a)", "run(b)", "x = 1", ""]), min_size=1, max_size=8)


@settings(max_examples=40)
@given(LINES, LINES)
def test_as_many_are_new_as_there_are_more(base: list[str], head: list[str]) -> None:
    """The tool flags each `run`. Whatever the change moves: one that is told is on a line that the change wrote, and
    where all lines are the base's in another order nothing is told."""
    changed = file(base="\n".join(base) + "\n", head="\n".join(head) + "\n")
    flagged = [number for number, line in enumerate(head, 1) if line.startswith("run")]
    new = told(At(Report("Bandit", tuple(result(line) for line in flagged))), changed)
    assert {line for _, line in new} <= changed.added_lines
    for text in ("run(a)", "run(b)"):
        here = [line for _, line in new if head[line - 1] == text]
        assert len(here) == max(0, head.count(text) - base.count(text))


def test_one_review_is_like_the_other_whatever_the_order() -> None:
    given = report("bandit")
    turned = Report(given.tool, given.results[::-1], given.version)

    def plain(found: Review) -> object:
        return replace(found, runs=())

    assert plain(examined(At(given)).review()) == plain(examined(At(turned)).review())


def test_every_file_may_concern_a_report() -> None:
    """Which files a report speaks of is known when it is there."""
    seen = builders.snapshot(file())
    assert Reported(At()).aside(seen.files[0], seen.policy) is None


def test_thousands_of_results_cost_by_their_number() -> None:
    """Of one file that is nearly all new; the lines are read once, and not for each result."""
    base = "".join(f"line_{number} = call({number})\n" for number in range(0, 2_000, 2))
    head = "".join(f"line_{number} = call({number})\n" for number in range(2_000))
    results = tuple(result(number + 1, snippet=f"line_{number} = call({number})") for number in range(2_000))
    seen = builders.snapshot(file(base=base, head=head))
    began = time.process_time()
    found = Reported(At(Report("Bandit", results))).run(seen)
    assert time.process_time() - began < 2.5
    assert (len(found.head), len(found.base)) == (2_000, 1_000)
