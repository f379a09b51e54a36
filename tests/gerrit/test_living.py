"""Comments that live on Gerrit: what is sent for what closes, comes back or is dismissed, and whom it tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.hosts.base import HostUnavailable
from bot.markers import MarkerKind, Scope
from bot.markers import read as read_marker
from bot.model import Decision, Review, Severity
from bot.policy import Policy
from bot.publication import plan
from bot.records import SummaryRecord
from bot.replies import Helped
from tests.contract.gerrit_rig import KEY, GerritRig
from tests.contract.rig import Failure, Who
from tests.contract.stories import CLEAN, Retouch, Story, with_flaws
from tests.contract.test_people import answer_to, give, heard, ours
from tests.gerrit.fake_stories import fake, flawed, hosted, messages


def sent(rig: GerritRig, since: int = 0) -> list[dict[str, Any]]:
    """The reviews that we sent."""
    return fake(rig).inputs[since:]


def record(story: Story) -> SummaryRecord | None:
    host = story.rig.host()
    summary = host.posted(host.change(story.ref)).summary
    return summary.record if summary else None


def without(review: Review) -> Review:
    """What a dismissal of everything leaves."""
    return replace(review, observations=())


def test_what_closes_and_what_comes_back_tells_nobody_but_by_the_one_review(rig: GerritRig) -> None:
    story = flawed(rig, "shell", "sql")
    story.publish()
    story.push({"app.py": with_flaws("sql")})
    before = len(sent(rig))
    story.publish()
    assert [body["notify"] for body in sent(rig, before)] == ["NONE", "OWNER_REVIEWERS"]
    story.push({"app.py": with_flaws("shell", "path")})
    before = len(sent(rig))
    story.publish()
    tags = [(body["tag"].partition("~")[2], body["notify"]) for body in sent(rig, before)]
    assert tags == [("closed", "NONE"), ("closed", "NONE"), ("summary", "OWNER_REVIEWERS")]


def test_a_dismissal_on_the_same_patch_set_changes_the_summary_and_tells_nobody(rig: GerritRig) -> None:
    story = flawed(rig, "shell")
    story.publish()
    said, told = len(messages(story)), rig.notifications(story.ref)
    assert story.publish(without).summary == "updated"
    assert story.ours() == [("app.py", 21, True)]
    summaries = [text for text in messages(story)[said:] if "(1 comment)" not in text]
    assert (len(summaries), rig.notifications(story.ref)) == (1, told)
    assert story.publish(without).requests == 0
    assert story.publish().posted == 0
    assert story.ours() == [("app.py", 21, False)]
    assert story.publish(without).closed == 1
    assert story.publish(without).requests == 0
    assert rig.notifications(story.ref) == told


@pytest.mark.parametrize(("severity", "unresolved"), [(Severity.HIGH, True), (Severity.LOW, False)])
def test_what_comes_back_asks_for_a_resolution_by_its_severity(
    rig: GerritRig, severity: Severity, unresolved: bool
) -> None:
    def graded(review: Review) -> Review:
        items = review.observations
        return replace(
            review,
            observations=tuple(replace(i, findings=(replace(i.finding, severity=severity),)) for i in items),
        )

    story = flawed(rig, "shell")
    story.publish(graded)
    story.push({"app.py": CLEAN + "done()\n"})
    story.publish(graded)
    story.push({"app.py": with_flaws("shell")})
    assert story.publish(graded).requests == 2
    assert hosted(story).comments[-1][1]["unresolved"] is unresolved
    assert story.publish(graded).requests == 0


@pytest.mark.parametrize("failure", [Failure.ANSWER_LOST, Failure.UNAVAILABLE])
def test_a_reopening_is_said_once_whatever_fails(rig: GerritRig, failure: Failure) -> None:
    story = flawed(rig, "shell")
    story.publish()
    story.push({"app.py": CLEAN + "done()\n"})
    story.publish()
    story.push({"app.py": with_flaws("shell")})
    rig.fail_next_write(failure)
    try:
        story.publish()
    except HostUnavailable:
        story.publish()
    (thread,) = rig.comments(story.ref)
    assert (len(thread.replies), thread.closed) == (2, False)
    assert story.publish().requests == 0


def test_a_thread_that_cannot_be_opened_again_is_told_anew(rig: GerritRig) -> None:
    story = flawed(rig, "shell")
    story.publish()
    story.push({"app.py": CLEAN + "done()\n"})
    story.publish()
    story.push({"app.py": with_flaws("shell")})
    rig.server.gate.answers.append((404, "Not found"))
    receipt = story.publish()
    assert receipt.posted == 1
    assert receipt.notes[0].startswith("1 comments keep their state")
    assert rig.shown(story.ref) == [("app.py", 21)]
    assert story.publish().requests == 0


def test_a_plan_that_is_older_than_a_lost_answer_opens_nothing_twice(rig: GerritRig) -> None:
    story = flawed(rig, "shell")
    story.publish()
    story.push({"app.py": CLEAN + "done()\n"})
    story.publish()
    story.push({"app.py": with_flaws("shell")})
    host = rig.host()
    change = host.change(story.ref)
    publication = plan(story.review(change), host.posted(change))
    assert len(publication.reopen) == 1
    story.publish()
    before = rig.writes()
    assert rig.host().publish(change, publication).posted == 0
    assert rig.writes() == before


def test_the_summary_remembers_what_has_a_comment(rig: GerritRig) -> None:
    """Of what Gerrit took on no line nobody can delete a comment."""
    story = flawed(rig, "shell", "sql")
    story.publish()
    first = record(story)
    assert first is not None
    assert first.told == first.open
    assert len(first.told) == 2
    other = flawed(rig, "shell", "sql")
    refusal = "Exceeding maximum number of comments: 1 (existing) + 3 (new) > 3"
    rig.server.gate.answers.append((400, refusal))
    assert len(other.publish().moved_to_summary) == 1
    kept = record(other)
    assert kept is not None
    assert (len(kept.open), len(kept.told)) == (2, 1)
    other.push({"app.py": with_flaws("shell", "sql") + "more()\n"})
    assert other.publish().posted == 1


def test_the_summary_says_what_became_of_the_last_push(rig: GerritRig) -> None:
    story = flawed(rig, "shell", "sql")
    story.publish()
    first = rig.host().change(story.ref).head
    story.push({"app.py": with_flaws("sql", "path")})
    story.publish()
    now = record(story)
    assert now is not None
    assert now.since == first
    assert len(set(now.before) & set(now.open)) == 1


def test_a_trivial_rebase_remembers_what_stands(rig: GerritRig) -> None:
    story = flawed(rig, "shell")
    story.publish()
    story.push({"app.py": with_flaws("shell", "sql")})
    story.publish()
    before, summary = record(story), rig.summaries(story.ref)
    rig.rebase(story.ref)
    story.publish()
    assert (record(story), rig.summaries(story.ref)) == (before, summary)
    assert story.publish().requests == 0


def test_a_site_with_a_small_limit_loses_the_record_before_the_text(rig: GerritRig) -> None:
    fake(rig).state.comment_limit = 2_200
    names = [f"n{number:03d}" for number in range(150)]
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws(*names)}, Policy(comment_limit=5))
    story.publish()
    assert record(story) is None
    before = rig.summaries(story.ref)
    assert "150 security defects" in before[0]
    assert story.publish().summary == "unchanged"
    assert rig.summaries(story.ref) == before


def test_an_answer_tells_the_asker_alone(rig: GerritRig) -> None:
    story = flawed(rig, "shell")
    story.publish()
    rig.talk(story.ref, "/patchwarden help", Who.STRANGER)
    rig.reply(story.ref, ours(story), "/patchwarden explain", Who.AUTHOR)
    before = len(sent(rig))
    for said in heard(story).values():
        give(story, answer_to(said))
    stranger, author = (said.by.id for said in heard(story).values())
    assert [(body["notify"], body["notify_details"]) for body in sent(rig, before)] == [
        ("NONE", {"TO": {"accounts": [asker]}}) for asker in (stranger, author)
    ]
    assert {body["tag"] for body in sent(rig, before)} == {"autogenerated:patchwarden~answer"}


def test_an_answer_fits_a_site_with_a_small_limit(rig: GerritRig) -> None:
    story = flawed(rig, "shell")
    story.publish()
    rig.talk(story.ref, "/patchwarden help")
    said = heard(story)["/patchwarden help"]
    fake(rig).state.comment_limit = 1_500
    names = tuple(f"name-{number}" for number in range(30))
    give(story, replace(answer_to(said), parts=(Helped(names), *[Helped(names)] * 20)))
    assert len(rig.answers(story.ref)) == 1


def test_a_person_under_another_name_is_the_same(rig: GerritRig) -> None:
    story = flawed(rig, "shell")
    story.publish()
    rig.talk(story.ref, "/patchwarden pause", Who.MAINTAINER)
    said = heard(story)["/patchwarden pause"]
    give(story, answer_to(said))
    account = fake(rig).state.accounts["mona"]
    for message in hosted(story).messages:
        if message["author"]["_account_id"] == account.id:
            message["author"] = replace(account, name="Mona the Second").json
    assert heard(story)["/patchwarden pause"] == said
    host = rig.host()
    (answer,) = host.posted(host.change(story.ref)).conversation.answered
    assert answer.person == said.by.id


def test_who_speaks_in_anothers_name_speaks_for_themselves(rig: GerritRig) -> None:
    """A review on behalf of others names both."""
    story = flawed(rig, "shell")
    rig.talk(story.ref, "/patchwarden dismiss all because I can", Who.MAINTAINER)
    hosted(story).messages[-1]["real_author"] = fake(rig).state.accounts["stan"].json
    assert [said.by.name for said in heard(story).values()] == ["stan"]


def test_who_uploaded_code_is_an_author_and_who_rebased_is_not(rig: GerritRig) -> None:
    story = flawed(rig, "shell")
    story.publish()
    rig.talk(story.ref, "Mine?", Who.MAINTAINER)
    mona = heard(story)["Mine?"].by
    rig.rebase(story.ref)
    hosted(story).current.uploader = fake(rig).state.accounts["mona"]

    def is_author() -> bool:
        host = rig.host()
        return "AUTHOR" in str(host.roles(host.change(story.ref), mona))

    assert not is_author()
    story.push({"app.py": with_flaws("sql")})
    hosted(story).current.uploader = fake(rig).state.accounts["mona"]
    assert is_author()


def test_who_may_approve_is_a_maintainer_and_a_vote_of_old_gives_no_right(rig: GerritRig) -> None:
    accounts = fake(rig).state.accounts
    story = flawed(rig, "shell")
    story.publish()
    rig.talk(story.ref, "Hello.", Who.STRANGER)
    stan = heard(story)["Hello."].by

    def is_maintainer() -> bool:
        host = rig.host()
        return "MAINTAINER" in str(host.roles(host.change(story.ref), stan))

    accounts["stan"] = replace(accounts["stan"], votes=frozenset({"Security-Review"}))
    assert is_maintainer()
    rig.review(story.ref, {"labels": {"Security-Review": 1}}, user="stan")
    assert is_maintainer()
    accounts["stan"] = replace(accounts["stan"], votes=frozenset())
    assert not is_maintainer()
    accounts["stan"] = replace(accounts["stan"], votes=frozenset({"Code-Review"}))
    assert is_maintainer()


def test_a_gerrit_that_does_not_answer_makes_nobody_a_stranger(rig: GerritRig) -> None:
    story = flawed(rig, "shell")
    story.publish()
    rig.talk(story.ref, "Hello.", Who.MAINTAINER)
    person, host = heard(story)["Hello."].by, rig.host()
    change = host.change(story.ref)
    rig.settings = replace(rig.settings, url="http://127.0.0.1:9", timeout=(0.1, 0.1))
    with pytest.raises(HostUnavailable):
        rig.host().roles(change, person)


def test_a_reason_is_remembered_to_the_letter(rig: GerritRig) -> None:
    """Also where it is longer than what one text remembers beside others."""
    story = flawed(rig, "shell")
    story.publish()
    rig.talk(story.ref, "/patchwarden dismiss all because …")
    said = heard(story)["/patchwarden dismiss all because …"]
    long = Decision("a" * 16, "test.flaw", "app.py", "mona", said.at, "ü" * 2_500, until=date(2027, 1, 1))
    short = replace(long, fingerprint="b" * 16, reason="short")
    reply = answer_to(said)
    give(story, replace(reply, answered=replace(reply.answered, dismissed=(short, long, replace(short, path="b.py")))))
    host = rig.host()
    found = host.posted(host.change(story.ref)).conversation.answered
    assert [decision.reason for one in found for decision in one.dismissed] == ["short", "ü" * 2_500, "short"]


@pytest.mark.parametrize("retouch", [None, without])
def test_every_state_of_a_thread_is_read_from_its_last_word(rig: GerritRig, retouch: Retouch | None) -> None:
    """Whatever people write between, and within one second."""
    story = flawed(rig, "shell")
    story.publish()
    for turn in (without, None, without, None):
        story.publish(turn)
        rig.reply(story.ref, ours(story), "Well.")
    story.publish(retouch)
    host = rig.host()
    (comment,) = host.posted(host.change(story.ref)).comments
    assert (comment.closed, comment.answered) == (retouch is without, True)
    assert story.publish(retouch).requests == 0
    scope = Scope(KEY, story.ref.repository, story.ref.number)
    (thread,) = rig.comments(story.ref)
    marks = [mark.kind for text in thread.replies if (mark := read_marker(text, scope)) is not None]
    assert marks[:4] == [MarkerKind.CLOSED, MarkerKind.REOPENED] * 2
