"""A maintainer answers a false alarm and never hears of it again; an auditor can list it; an attacker cannot do it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.decisions import scope_of
from bot.model import DecisionKind
from bot.store.sql import SqlStore
from tests.contract.conversations import Talk, database
from tests.contract.rig import HostRig, Who
from tests.contract.stories import CLEAN, text, with_flaws

MORE = text(*(f"more{number} = {number}" for number in range(1, 4)))
"""Lines that push what follows down."""


def two_flaws(rig: HostRig, store: SqlStore | None = None) -> Talk:
    """``app.py`` gets flaws of medium severity on lines 21 and 22; they were told."""
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")}, store)
    talk.visit()
    return talk


def decisions(talk: Talk, store: SqlStore) -> list[tuple[str, str]]:
    """Who decided and why, as the database has it."""
    change = talk.rig.host().change(talk.ref)
    return [(item.by, item.reason) for item in store.decisions(scope_of(change))]


def test_a_false_alarm_is_dismissed_in_its_thread_and_never_told_again(rig: HostRig, tmp_path: Path) -> None:
    store = database(tmp_path)
    talk = two_flaws(rig, store)
    talk.replied(21, "/patchwarden dismiss because the command is a constant as false-positive")
    assert talk.open_lines == [22]
    assert "the command is a constant" in talk.summary
    assert len(rig.answers(talk.ref)) == 1

    for content in (with_flaws("shell", "sql") + "done()\n", MORE + with_flaws("shell", "sql")):
        talk.push({"app.py": content})
        assert talk.visit().review
    assert talk.open_lines == [25]
    assert len([one for one in rig.comments(talk.ref) if one.ours]) == 2

    backport = Talk(rig, {"app.py": "old\n" + CLEAN}, {"app.py": "old\n" + with_flaws("shell")}, store)
    assert backport.visit().review
    assert backport.open_lines == []
    assert "the command is a constant" in backport.summary
    assert rig.outcome(backport.ref) == "success"

    change = rig.host().change(talk.ref)
    (decision,) = store.decisions(scope_of(change))
    assert (decision.kind, decision.reason) == (DecisionKind.FALSE_POSITIVE, "the command is a constant")
    assert decision.path == "app.py"


def test_a_flaw_that_moves_to_another_file_stays_dismissed_and_a_copy_is_told(rig: HostRig, tmp_path: Path) -> None:
    store = database(tmp_path)
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")}, store)
    talk.visit()
    talk.replied(21, "/patchwarden dismiss because the command is a constant")
    talk.push({"app.py": CLEAN + "moved = True\n", "new.py": with_flaws("shell")})
    talk.visit()
    assert talk.open_lines == []
    copied = Talk(rig, {"app.py": with_flaws("shell"), "c.py": CLEAN}, {"c.py": with_flaws("shell")}, store)
    copied.visit()
    assert copied.open_lines == [21]


@pytest.mark.parametrize(
    ("who", "line", "asked"),
    [
        (Who.STRANGER, 21, "/patchwarden dismiss because I say so"),
        (Who.STRANGER, 21, "/patchwarden dismiss all because I say so"),
        (Who.AUTHOR, 22, "/patchwarden dismiss because I say so"),
        (Who.BOT, 21, "/patchwarden dismiss because I say so"),
        (Who.STRANGER, 21, "/patchwarden pause"),
    ],
)
def test_an_attacker_dismisses_nothing(rig: HostRig, tmp_path: Path, who: Who, line: int, asked: str) -> None:
    store = database(tmp_path)
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "gravesql")}, store)
    talk.visit()
    talk.replied(line, asked, who)
    assert talk.open_lines == [21, 22]
    assert decisions(talk, store) == []
    talk.push({"app.py": with_flaws("shell", "gravesql") + "done()\n"})
    assert talk.visit().review
    assert talk.open_lines == [21, 22]


def test_a_stranger_gets_one_polite_answer_and_then_silence(rig: HostRig) -> None:
    talk = two_flaws(rig)
    for _ in range(4):
        talk.heard("/patchwarden help", Who.STRANGER)
    assert len(rig.answers(talk.ref)) == 1


def test_our_answer_in_somebody_elses_mouth_is_nothing(rig: HostRig) -> None:
    """Its marker is copied with it, on the same change and on another one."""
    talk = two_flaws(rig)
    talk.replied(21, "/patchwarden dismiss because the command is a constant")
    talk.replied(21, "/patchwarden reopen")
    dismissal = rig.answers(talk.ref)[0]
    rig.talk(talk.ref, dismissal, Who.AUTHOR)
    other = two_flaws(rig)
    rig.talk(other.ref, dismissal, Who.AUTHOR)
    for one in (talk, other):
        one.visit()
        assert one.open_lines == [21, 22]


def test_a_dismissal_that_ends_brings_the_finding_back_and_says_so(rig: HostRig, tmp_path: Path) -> None:
    talk = two_flaws(rig, database(tmp_path))
    comment = talk.at(21).id
    talk.replied(21, "/patchwarden dismiss because the feature is off for 5d")
    assert talk.open_lines == [22]
    talk.push({"app.py": with_flaws("shell", "sql") + "done()\n"})
    talk.visit()
    assert talk.open_lines == [22]
    talk.later = timedelta(days=7)
    talk.push({"app.py": with_flaws("shell", "sql") + "done()\ndone()\n"})
    talk.visit()
    assert talk.open_lines == [21, 22]
    assert comment in {one.id for one in rig.comments(talk.ref)}
    assert re.search(r"dismissal.*(ended|expired|over)|(ended|expired)", talk.summary)


def test_a_dismissal_can_be_taken_back(rig: HostRig, tmp_path: Path) -> None:
    store = database(tmp_path)
    talk = two_flaws(rig, store)
    talk.replied(21, "/patchwarden dismiss because the command is a constant")
    talk.replied(21, "/patchwarden reopen")
    assert talk.open_lines == [21, 22]
    assert decisions(talk, store) == []
    talk.replied(21, "/patchwarden dismiss because it is one after all")
    assert talk.open_lines == [22]
    assert [reason for _, reason in decisions(talk, store)] == ["it is one after all"]


def test_several_are_dismissed_at_once_and_the_rest_is_told_by_status(rig: HostRig) -> None:
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql", "grave")})
    talk.visit()
    talk.heard(
        "Thanks!\n\n/patchwarden dismiss all medium because these are fixtures as used-in-tests\n/patchwarden status"
    )
    assert talk.open_lines == [23]
    (answer,) = rig.answers(talk.ref)
    assert "2" in answer


def test_an_explanation_is_given_in_the_thread(rig: HostRig) -> None:
    talk = two_flaws(rig)
    talk.replied(21, "@patchwarden explain", Who.AUTHOR)
    assert "test.flaw" in talk.last_answer
    assert "flaw_shell" in talk.last_answer
    assert talk.open_lines == [21, 22]


def test_a_mistyped_command_is_answered_with_the_nearest(rig: HostRig) -> None:
    talk = two_flaws(rig)
    talk.heard("/patchwarden dissmiss because it is fine")
    assert "dismiss" in talk.last_answer
    assert talk.open_lines == [21, 22]


@pytest.mark.parametrize(
    "words",
    ["> /patchwarden dismiss all because quoted", "```\n/patchwarden dismiss all because code\n```", "We dismiss it."],
)
def test_what_is_no_command_is_met_with_silence(rig: HostRig, words: str) -> None:
    talk = two_flaws(rig)
    before = rig.writes()
    talk.heard(words)
    assert rig.writes() == before


def test_a_pause_is_said_and_ended(rig: HostRig) -> None:
    talk = two_flaws(rig)
    talk.heard("/patchwarden pause")
    talk.push({"app.py": with_flaws("shell")})
    talk.visit()
    assert [one.closed for one in rig.comments(talk.ref) if one.ours] == [False, False]
    assert "paused" in talk.summary
    assert "/patchwarden resume" in talk.summary
    assert "No defects" not in talk.summary, "two are known, and nothing was looked at"
    assert rig.outcome(talk.ref) in ("neutral", "")
    talk.heard("/patchwarden resume")
    assert talk.open_lines == [21]


def test_a_pause_is_not_ended_by_strangers(rig: HostRig) -> None:
    talk = two_flaws(rig)
    talk.heard("/patchwarden pause")
    talk.push({"app.py": with_flaws("shell")})
    talk.visit()
    for word in ("review", "review --full", "resume", "explain", "dismiss all because I say so"):
        rig.talk(talk.ref, f"/patchwarden {word}", Who.STRANGER)
    heard = talk.visit(listens=True)
    assert (heard.review, heard.answered) == (None, 1)
    assert "checks" not in heard.seconds
    assert "paused" in talk.summary


def test_a_review_is_asked_for(rig: HostRig) -> None:
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    talk.heard("/patchwarden review", Who.AUTHOR)
    assert talk.open_lines == [21]


def test_old_flaws_of_the_touched_files_are_told_on_request(rig: HostRig) -> None:
    talk = Talk(rig, {"app.py": with_flaws("old")}, {"app.py": with_flaws("old", "new")})
    talk.visit()
    assert talk.open_lines == [22]
    talk.heard("/patchwarden review --full")
    assert "app.py:21" in talk.last_answer
    assert "app.py:22" in talk.last_answer
    assert talk.open_lines == [22]
    talk.replied(22, "dismiss because the command is a constant")
    talk.heard("/patchwarden review --full")
    assert re.search(r"dismissed\W* medium `app.py:22`", talk.last_answer)


def test_new_words_of_an_edited_comment_count(rig: HostRig) -> None:
    if not rig.edits:
        pytest.skip("nobody can edit a comment on this host")
    talk = two_flaws(rig)
    comment = talk.replied(21, "Hm.")
    rig.edit(talk.ref, comment, "/patchwarden dismiss because the command is a constant")
    talk.visit(listens=True)
    assert talk.open_lines == [22]


def test_a_lost_database_is_filled_from_what_stands_on_the_host(rig: HostRig, tmp_path: Path) -> None:
    kept = database(tmp_path)
    talk = two_flaws(rig, kept)
    talk.replied(21, "/patchwarden dismiss because the command is a constant")
    talk.replied(22, "/patchwarden dismiss because the query is a constant")
    talk.replied(22, "/patchwarden reopen")
    talk.store = database(tmp_path, "another")
    assert talk.visit()
    assert talk.open_lines == [22]
    assert [reason for _, reason in decisions(talk, talk.store)] == ["the command is a constant"]
    assert talk.store.known() == kept.known(), "also who took what back"


def test_without_a_database_the_change_remembers_by_itself(rig: HostRig) -> None:
    talk = two_flaws(rig)
    talk.replied(21, "/patchwarden dismiss because the command is a constant")
    talk.push({"app.py": MORE + with_flaws("shell", "sql")})
    talk.visit()
    assert talk.open_lines == [25]


def test_a_comment_that_a_maintainer_deleted_is_not_posted_again(rig: HostRig) -> None:
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "grave")})
    talk.visit()
    for line in (21, 22):
        rig.delete(talk.ref, talk.at(line).id)
    talk.visit(listens=True)
    assert talk.open_lines == []
    assert "deleted" in talk.summary
    assert rig.outcome(talk.ref) == "neutral", "what is grave stays open without its comment"
    talk.push({"app.py": with_flaws("shell", "grave") + "done()\n"})
    talk.visit()
    assert talk.open_lines == []


ORDERS: dict[str, list[bool]] = {
    "each event in its order": [True, True, False],
    "the push alone": [False],
    "what was said alone, twice": [True, True],
    "doubled and late": [False, True, False, True, True],
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())
def test_lost_doubled_and_late_events_end_in_the_same_state(rig: HostRig, order: list[bool]) -> None:
    talk = two_flaws(rig)
    rig.reply(talk.ref, talk.at(21).id, "/patchwarden dismiss because the command is a constant")
    rig.talk(talk.ref, "/patchwarden help", Who.AUTHOR)
    talk.push({"app.py": with_flaws("shell", "sql", "third")})
    for listens in order:
        talk.visit(listens=listens, twice=False)
    talk.visit()
    assert talk.open_lines == [22, 23]
    assert len(rig.answers(talk.ref)) == 2
    assert len([one for one in rig.comments(talk.ref) if one.ours]) == 3


def test_twelve_pushes_make_no_noise(rig: HostRig, tmp_path: Path) -> None:
    """Fixes, returns, moves, people's words, a dismissal and a rebase; at most one notification a push."""
    talk = two_flaws(rig, database(tmp_path))
    pushes: list[tuple[str, list[int]]] = [
        (with_flaws("shell", "sql") + "done()\n", [21, 22]),
        (MORE + with_flaws("shell", "sql"), [24, 25]),
        (with_flaws("sql"), [21]),
        (with_flaws("shell", "sql"), [21, 22]),
        (CLEAN + "done()\n", []),
        (with_flaws("shell"), [21]),
        (with_flaws("shell", "third"), [21, 22]),
        (with_flaws("shell", "third") + "# a word\n", [21, 22]),
        (with_flaws("third"), [21]),
        (with_flaws("third", "fourth"), [21, 22]),
        (with_flaws("fourth"), [21]),
        (with_flaws("fourth") + "done()\n", [21]),
    ]
    for content, lines in pushes:
        talk.push({"app.py": content})
        before = rig.notifications(talk.ref)
        talk.visit()
        assert talk.open_lines == lines, content
        assert rig.notifications(talk.ref) - before <= 1, content
    assert len(rig.summaries(talk.ref)) == 1


def test_people_who_talk_in_a_thread_are_told_once_that_it_is_fixed(rig: HostRig) -> None:
    talk = two_flaws(rig)
    thread = talk.at(21)
    rig.reply(talk.ref, thread.id, "Is this really so?", Who.AUTHOR)
    for number in range(4):
        talk.push({"app.py": with_flaws("sql") + f"done({number})\n"})
        talk.visit()
    after = next(one for one in rig.comments(talk.ref) if one.id == thread.id)
    assert after.text == thread.text
    assert len(after.replies) == 2
    assert "Fixed in" in after.replies[1]
