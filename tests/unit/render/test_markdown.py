"""What GitHub gets: bounded, without effect, the same each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.markers import Marker, MarkerKind, Scope, stamp
from bot.model import Fix, Observation, Placement, Review, Severity, Side, gravest_first
from bot.render import gerrit, markdown, talk, text
from bot.render.aftermath import NAME, Aftermath
from tests.unit.render import samples
from tests.unit.render.reader import read

COMMIT = "d34db33f" + "0" * 32


def first_comment(review: Review) -> str:
    return markdown.line_comment(review.observations[0])


def test_a_file_comment_quotes_the_place() -> None:
    item = replace(samples.two_defects().observations[1], placement=Placement.FILE, line=None)
    assert "`@login_required` (removed line 1)" in markdown.line_comment(item)


@pytest.mark.parametrize(
    "item",
    [
        samples.with_fix(2, 3),
        samples.with_fix(replacement="safe()  # \u202e"),
        replace(samples.with_fix(), placement=Placement.FILE, line=None),
        replace(samples.with_fix(), side=Side.BASE),
        replace(samples.with_fix(), start_line=2),
    ],
)
def test_no_suggestion_unless_it_replaces_just_these_lines(item: Observation) -> None:
    assert "suggestion" not in markdown.line_comment(item)


def test_a_fix_of_several_lines_and_one_that_deletes() -> None:
    several = replace(samples.with_fix(2, 3, "one\n```\ntwo"), start_line=2)
    assert "````suggestion\none\n```\ntwo\n````" in markdown.line_comment(several)
    assert "```suggestion\n```" in markdown.line_comment(samples.with_fix(replacement=""))


def test_a_fix_of_one_line_of_a_longer_call() -> None:
    fix = Fix(2, 4, "get(\n  verify=True,\n)", "get(\n  verify=False,\n)")
    item = samples.with_fix()
    item = replace(item, findings=(replace(item.finding, fix=fix),))
    assert "```suggestion\n  verify=True,\n```" in markdown.line_comment(item)


def test_the_fix_of_the_second_problem_stands_under_it() -> None:
    item = samples.with_fix()
    second = replace(
        item.finding, rule="b.tls", title="Certificates are not verified", severity=Severity.MEDIUM, trace=()
    )
    first = replace(item.finding, fix=None, trace=(), references=())
    body = markdown.line_comment(replace(item, findings=(first, second)))
    assert body.index("🔶 **Certificates are not verified** (medium") < body.index("```suggestion")
    assert body.count("```suggestion") == 1
    assert "`python.subprocess.shell-injection`, `b.tls` · id" in body


def test_closing_takes_the_old_marker_off() -> None:
    body = first_comment(samples.two_defects())
    stamped = stamp(body, Marker(MarkerKind.FINDING, "f" * 16, COMMIT), Scope(b"k" * 32, "42", 7))
    from_the_host = stamped.replace("\n", "\r\n")
    assert markdown.closed_comment(from_the_host, commit=COMMIT) == markdown.closed_comment(body, commit=COMMIT)


def test_nothing_is_said_of_a_part_that_was_checked_where_none_was() -> None:
    """E.g. while the reviews are paused, with two defects known."""
    unmade = replace(samples.incomplete(), runs=(), files_examined=0, observations=())
    for said in (markdown.summary(unmade), gerrit.summary(unmade)):
        assert "the review is incomplete" in said
        assert "No defects" not in said


def test_the_check_run_of_an_incomplete_review_says_so() -> None:
    assert markdown.check_output(samples.incomplete()).title == "The review is incomplete"


def test_annotation_levels_follow_the_severity() -> None:
    item = samples.two_defects().observations[0]
    levels = []
    for severity in Severity:
        graded = replace(item, findings=(replace(item.finding, severity=severity),))
        review = replace(samples.two_defects(), observations=(graded,))
        levels += [annotation.level for annotation in markdown.check_output(review).annotations]
    assert levels == ["notice", "warning", "failure"]


@pytest.mark.parametrize("make", samples.ALL)
def test_the_same_review_gives_the_same_text(make: Callable[[], Review]) -> None:
    slower = replace(make(), runs=tuple(replace(run, seconds=run.seconds + 9) for run in make().runs))
    assert markdown.summary(make()) == markdown.summary(slower)


@pytest.mark.parametrize("make", samples.ALL)
def test_where_nobody_hears_a_command_none_is_named(make: Callable[[], Review]) -> None:
    review = make()
    told = [markdown.summary(review, aftermath=Aftermath(name=talk.UNHEARD))]
    told += [markdown.line_comment(item, name=talk.UNHEARD) for item in review.observations]
    for body in told:
        assert f"/{NAME}" not in body
        assert "`/ " not in body
        assert "reply" not in body
        assert body == body.strip(" ·\n")


@pytest.mark.parametrize("make", samples.ALL)
def test_nothing_of_the_change_has_an_effect(make: Callable[[], Review]) -> None:
    review = make()
    moved = frozenset(item.fingerprint for item in review.observations)
    for body in (markdown.summary(review, moved=moved), *map(markdown.line_comment, review.observations)):
        reading = read(body)
        assert reading.effects == []
        assert reading.foreign_html == []
        assert set(reading.cells) <= {4}
        assert all(link.startswith(("https://cwe.mitre.org/", "https://good.example/")) for link in reading.links)


@settings(max_examples=40)
@given(st.sampled_from(samples.ALL), st.integers(0, 3_000))
def test_a_summary_never_exceeds_its_limit(make: Callable[[], Review], limit: int) -> None:
    assert text.size(markdown.summary(make(), limit=limit)) <= limit


@settings(max_examples=60)
@given(st.text(max_size=900), st.text(max_size=900), st.text(max_size=300), st.integers(0, 12), st.integers(40, 1_200))
def test_a_line_comment_never_exceeds_its_limit(title: str, message: str, code: str, more: int, limit: int) -> None:
    item = samples.crowded()
    first = replace(item.finding, title=title, message=message, remedy=message, rule=code)
    first = replace(first, trace=tuple(replace(step, text=code) for step in first.trace))
    item = replace(item, findings=(first, *([first] * more)), suppressed=code)
    assert text.size(markdown.line_comment(item, limit=limit)) <= limit
    assert text.size(markdown.line_comment(item)) <= 1_200


def test_how_to_answer_pushes_no_evidence_out() -> None:
    item = samples.crowded()
    with_answer = next(limit for limit in range(200, 1_200) if "shell=True" in markdown.line_comment(item, limit=limit))
    assert "dismiss" not in markdown.line_comment(item, limit=with_answer)
    assert "dismiss" in markdown.line_comment(item, limit=with_answer + 100)


def test_many_defects_are_counted_when_they_do_not_fit() -> None:
    review = samples.two_defects()
    items = tuple(replace(review.observations[0], fingerprint=f"{number:016x}") for number in range(2_000))
    body = markdown.summary(replace(review, observations=items))
    assert body.startswith("### Patchwarden: 2000 security defects in this change")
    assert "more | |" in body
    assert body.endswith("lists all commands")
    assert text.size(body) <= 60_000


def test_two_problems_of_one_line_have_each_its_message_and_remedy_the_graver_first() -> None:
    page = replace(samples.two_defects().observations[0].finding, trace=(), fix=None, severity=Severity.HIGH)
    scripts = replace(
        page, rule="a.scripts", cwe=79, title="Sent back as HTML", message="Scripts run.", remedy="Escape."
    )
    objects = replace(page, rule="b.objects", cwe=502, title="Any object", message="Code runs.", remedy="Take JSON.")
    findings = gravest_first([scripts, objects])
    assert [finding.title for finding in findings] == ["Any object", "Sent back as HTML"]
    item = replace(samples.two_defects().observations[0], findings=findings)
    body = first_comment(replace(samples.two_defects(), observations=(item,)))
    assert "Code runs. Take JSON." in body
    assert "🛑 **Sent back as HTML** (high" in body
    assert "Scripts run. Escape." in body
    assert body.index("Code runs.") < body.index("Scripts run.")
