"""Our answers: bounded, without effect whatever people and changes say, and help tells everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import replies
from bot.commands import KINDS, TABLE, Command, CommandError, Targets, Verb
from bot.model import Confidence, Finding, Severity, Side, Span, TraceStep
from bot.render import gerrit, markdown, text
from bot.replies import Part, Reply
from tests.unit.render import samples
from tests.unit.render.reader import read
from tests.unit.render.samples import DISMISSAL, HOSTILE
from tests.unit.render.test_answers_golden import GUARD, MANY, SHELL, SHORT, reply
from tests.unit.render.test_text import NASTY

SAY: dict[str, Callable[[Reply], str]] = {"GitHub": markdown.answer, "Gerrit": gerrit.answer}
LIMITS = {"GitHub": 4_000, "Gerrit": 3_000}


def parts_with(words: str) -> list[Part]:
    """Every part that repeats what people or the change say."""
    decision = replace(DISMISSAL, by=words, reason=words, path=words, rule=words, change=words)
    finding = replace(
        SHELL.finding,
        title=words,
        message=words,
        remedy=words,
        excerpt=words,
        scope=words,
        rule=words or "rule",
        span=Span(words, 1, 1),
        trace=(TraceStep(Span(words, 1, 1), words), TraceStep(Span("b.py", 2, 2), words + "x")),
        references=(words,),
    )
    item = replace(SHELL, findings=(finding, replace(finding, confidence=Confidence.LOW)), path=words, suppressed=words)
    command = Command(Verb.DISMISS, words, Targets(), words)
    review = replace(samples.decided(), observations=(item,))
    return [
        replies.Dismissed(((item, decision),)),
        replies.Dismissed(((item, decision), (item, decision))),
        replies.Reopened((decision,)),
        replies.Reopened((decision, decision)),
        replies.Explained(item, decision),
        replies.Explained(replace(item, members=("a" * 16, "b" * 16)), decision),
        replies.Status(review, paused=True),
        replies.Everything((finding, GUARD.finding), frozenset({finding})),
        replies.Misunderstood(CommandError(words, words, words)),
        replies.NoSuch(words, (words, words)),
        replies.NoSuch(words, (words, words), ambiguous=True),
        replies.NothingMeant(command),
        replies.NotAllowed(command, words),
        replies.OwnChange((item,)),
        replies.NotAsked(words),
    ]


@pytest.mark.parametrize("host", SAY)
@settings(max_examples=80)
@given(NASTY, st.data())
@example(HOSTILE, None)
@example("@root@example.org", None)
@example("<!-- patchwarden:1:answer -->", None)
def test_nothing_that_is_repeated_has_an_effect(host: str, words: str, data: st.DataObject | None) -> None:
    parts = parts_with(words)
    for part in parts if data is None else [data.draw(st.sampled_from(parts))]:
        body = SAY[host](reply(part))
        reading = read(body)
        assert [word for word in reading.effects if word.strip() != f"See {words}"] == []
        assert reading.foreign_html == []
        assert all(link.startswith("https://cwe.mitre.org/") or link == words for link in reading.links)
        assert "<!--" not in body
        assert host == "GitHub" or "@root@" not in body
        assert text.visible(body.replace("\n", "")) == body.replace("\n", "")


@pytest.mark.parametrize("host", SAY)
@settings(max_examples=80)
@given(st.text(max_size=4_000), st.lists(st.integers(0, 14), min_size=1, max_size=11))
def test_an_answer_never_exceeds_its_limit(host: str, words: str, chosen: list[int]) -> None:
    parts = parts_with(words)
    body = SAY[host](reply(*(parts[number] for number in chosen)))
    assert 0 < text.size(body) <= LIMITS[host]


@pytest.mark.parametrize("host", SAY)
def test_many_findings_are_counted_when_they_do_not_fit(host: str) -> None:
    findings = tuple(replace(SHELL.finding, span=Span("api/run.py", line, line)) for line in range(1, 500))
    body = SAY[host](reply(replies.Everything(findings, frozenset())))
    assert body.startswith("499 findings in the touched files, none of them new:")
    assert body.splitlines()[-1].startswith("- and ")
    assert text.size(body) <= LIMITS[host]


@pytest.mark.parametrize("host", SAY)
def test_what_has_no_room_gives_way_but_the_ends_of_the_way(host: str) -> None:
    long = replace(MANY.finding, trace=tuple(TraceStep(Span("a.py", n, n), f"s{n} " + "é" * 150) for n in range(1, 90)))
    body = SAY[host](reply(replies.Explained(replace(MANY, findings=(long, *MANY.findings[1:])))))
    assert "1. `s1 " in body
    assert "89. `s89 " in body
    assert "left out" in body
    assert "To dismiss it" in body


@pytest.mark.parametrize("host", SAY)
def test_every_short_part_stands_in_one_answer(host: str) -> None:
    """Of ten commands each is answered: none pushes another one out."""
    names = sorted(SHORT)
    for start in range(0, len(names), 10):
        some = [SHORT[name] for name in names[start : start + 10]]
        body = SAY[host](reply(*some))
        assert [
            name for name, part in zip(names[start:], some, strict=False) if SAY[host](reply(part)) not in body
        ] == []


@pytest.mark.parametrize("host", SAY)
def test_help_describes_all_that_is_understood(host: str) -> None:
    body = SAY[host](reply(replies.Helped(("patchwarden",))))
    assert [form.usage for form in TABLE if f"/patchwarden {form.usage}" not in body] == []
    words = (
        [kind.value for kind in KINDS]
        + [severity.label for severity in Severity]
        + ["--full", "all", "until", "for 2w"]
    )
    assert [word for word in words if word not in body] == []
    assert "and 1 more" not in body


def _finding(confidence: Confidence, *, side: Side = Side.HEAD, flows: bool = False) -> Finding:
    base = SHELL.finding
    return replace(base, confidence=confidence, span=replace(base.span, side=side), trace=base.trace if flows else ())


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (_finding(Confidence.HIGH, flows=True), "was seen to make it safe. Confidence: high."),
        (_finding(Confidence.MEDIUM, flows=True), "It is not proven that every step runs. Confidence: medium."),
        (_finding(Confidence.MEDIUM, side=Side.BASE), "The change took this line away"),
        (_finding(Confidence.LOW), "That was not shown"),
        (_finding(Confidence.HIGH), "who reaches it was not followed. Confidence: high."),
    ],
)
def test_explain_says_honestly_what_was_proven(finding: Finding, said: str) -> None:
    assert said in markdown.answer(reply(replies.Explained(replace(SHELL, findings=(finding,)))))


def test_we_answer_under_our_name() -> None:
    assert "`/warden resume`" in markdown.answer(reply(replies.Paused()), name="warden")
    assert "`/warden dismiss" in gerrit.answer(reply(replies.Explained(SHELL)), name="warden")
    assert "`/warden reopen" in gerrit.answer(reply(replies.Explained(SHELL, DISMISSAL)), name="warden")
    over = replies.AlreadyOver(date(2026, 1, 1))
    assert markdown.answer(reply(over), name="warden") == markdown.answer(reply(over))


@pytest.mark.parametrize("host", SAY)
def test_in_its_own_thread_a_dismissal_repeats_neither_id_nor_place(host: str) -> None:
    done = reply(replies.Dismissed(((SHELL, DISMISSAL),)))
    there = replace(done, to=replace(done.to, about=SHELL.fingerprint))
    assert SAY[host](there) == ("Dismissed as accepted risk until 2027-06-30. `/patchwarden reopen` takes it back.")
    elsewhere = replace(done, to=replace(done.to, about="0" * 16))
    assert SHELL.fingerprint in SAY[host](elsewhere)


@pytest.mark.parametrize("host", SAY)
def test_a_full_review_says_what_was_dismissed(host: str) -> None:
    part = replies.Everything(SHELL.findings, frozenset(), dismissed=frozenset(SHELL.findings))
    assert "dismissed" in SAY[host](reply(part)).splitlines()[2]


@pytest.mark.parametrize("host", SAY)
def test_a_file_at_the_root_is_silenced_by_its_name(host: str) -> None:
    at_root = replace(SHELL, findings=(replace(SHELL.finding, span=Span("run.py", 3, 3)),))
    body = SAY[host](reply(replies.Explained(at_root)))
    assert '# or in this file alone:\npaths:\n  - match: ["run.py"]' in body
