"""What people say on a change is heard, whoever they are is asked live, and each of them is answered once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.hosts.base import HostUnavailable, RateLimited
from bot.model import Answered, Decision, DecisionKind, Person, Role, Said, Sign
from bot.replies import Helped, Paused, Reply
from tests.contract.rig import Failure, HostRig, Who
from tests.contract.stories import CLEAN, Story, with_flaws

_ID = re.compile(r"[A-Za-z0-9_:-]+")


@pytest.fixture
def story(rig: HostRig) -> Story:
    """``app.py`` has a flaw on line 21, of which we have told."""
    made = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    made.publish()
    return made


def heard(story: Story) -> dict[str, Said]:
    """What was said, by its text, oldest first."""
    host = story.rig.host()
    said = host.posted(host.change(story.ref)).conversation.said
    assert len({item.id for item in said}) == len(said)
    return {item.text.strip(): item for item in said}


def answered(story: Story) -> tuple[Answered, ...]:
    host = story.rig.host()
    return host.posted(host.change(story.ref)).conversation.answered


def ours(story: Story) -> str:
    """The comment of ours."""
    return next(one.id for one in story.rig.comments(story.ref) if one.ours)


def answer_to(said: Said) -> Reply:
    return Reply(said, Answered(said.id, said.digest, said.by.id, said.at), (Helped(("patchwarden",)),))


def give(story: Story, reply: Reply) -> None:
    """Answers as a task does: with a host of its own."""
    host = story.rig.host()
    host.answer(host.change(story.ref), reply)


def person(story: Story, who: Who) -> Person:
    text = f"I am the {who.value}."
    story.rig.talk(story.ref, text, who)
    return heard(story)[text].by


def role(story: Story, whose: Person) -> Role:
    host = story.rig.host()
    return host.roles(host.change(story.ref), whose)


def test_what_is_said_is_read_with_who_where_and_about_what(story: Story) -> None:
    rig, ref = story.rig, story.ref
    rig.talk(ref, "On the change.", Who.STRANGER)
    rig.reply(ref, ours(story), "In our thread.\n\n/patchwarden explain", Who.MAINTAINER)
    rig.comment(ref, "app.py", 21, "In a thread of their own.")
    rig.talk(ref, "The author's.", Who.AUTHOR)
    said = heard(story)
    assert set(said) == {
        "On the change.",
        "In our thread.\n\n/patchwarden explain",
        "In a thread of their own.",
        "The author's.",
    }
    host = rig.host()
    (comment,) = host.posted(host.change(ref)).comments
    assert {text: item.about for text, item in said.items() if item.about} == {
        "In our thread.\n\n/patchwarden explain": comment.fingerprint
    }
    assert said["In our thread.\n\n/patchwarden explain"].by != said["On the change."].by
    assert len({item.by.id for item in said.values()} | {item.by.name for item in said.values()}) >= 4
    assert all(_ID.fullmatch(item.id) and item.at > 0 and not item.by.bot for item in said.values())


def test_what_is_said_comes_in_its_order(story: Story) -> None:
    """A host may tell times in whole seconds: of one person's words on the change and in threads the order is lost."""
    rig, ref = story.rig, story.ref
    talked, replied = [f"Word {number}." for number in range(3)], [f"Reply {number}." for number in range(3)]
    for word, reply in zip(talked, replied, strict=True):
        rig.talk(ref, word)
        rig.reply(ref, ours(story), reply, Who.AUTHOR)
    texts = list(heard(story))
    assert [text for text in texts if text in talked] == talked
    assert [text for text in texts if text in replied] == replied


def test_what_was_said_keeps_its_name_over_pushes(story: Story) -> None:
    story.rig.talk(story.ref, "First.")
    story.rig.reply(story.ref, ours(story), "Second.")
    before = heard(story)
    story.push({"app.py": with_flaws("sql")})
    story.publish()
    assert heard(story) == before


def test_what_bots_and_we_say_is_no_part_of_the_conversation(story: Story) -> None:
    story.rig.talk(story.ref, "/patchwarden dismiss all because I am a bot", Who.BOT)
    story.rig.talk(story.ref, "/patchwarden help")
    give(story, answer_to(heard(story)["/patchwarden help"]))
    assert list(heard(story)) == ["/patchwarden help"]


@pytest.mark.parametrize("in_thread", [True, False])
def test_an_answer_stands_once_where_the_question_is(story: Story, in_thread: bool) -> None:
    rig, text = story.rig, "/patchwarden help"
    if in_thread:
        rig.reply(story.ref, ours(story), text)
    else:
        rig.talk(story.ref, text)
    reply = answer_to(heard(story)[text])
    give(story, reply)
    (shown,) = rig.answers(story.ref)
    writes = rig.writes()
    give(story, reply)
    assert (rig.answers(story.ref), rig.writes()) == ([shown], writes)
    assert answered(story) == (reply.answered,)
    (comment,) = (one for one in rig.comments(story.ref) if one.ours and one.path)
    assert comment.replies == ((text, shown) if in_thread else ())
    assert not comment.closed
    assert story.publish().requests == 0


@pytest.mark.parametrize("in_thread", [True, False])
@pytest.mark.parametrize("failure", list(Failure))
def test_an_answer_is_given_once_whatever_fails(story: Story, failure: Failure, in_thread: bool) -> None:
    rig, text = story.rig, "/patchwarden help"
    if failure not in rig.failures:
        pytest.skip(f"this host is never {failure.value}")
    if in_thread:
        rig.reply(story.ref, ours(story), text)
    else:
        rig.talk(story.ref, text)
    reply = answer_to(heard(story)[text])
    rig.fail_next_write(failure)
    try:
        give(story, reply)
    except (HostUnavailable, RateLimited):
        give(story, reply)
    assert len(rig.answers(story.ref)) == 1
    assert answered(story) == (reply.answered,)


def test_an_answer_remembers_what_was_decided(story: Story) -> None:
    story.rig.reply(story.ref, ours(story), "/patchwarden dismiss because of a reason")
    said = heard(story)["/patchwarden dismiss because of a reason"]
    fingerprint = said.about
    decision = Decision(
        fingerprint=fingerprint,
        rule="test.flaw",
        path="app.py",
        by=said.by.name,
        at=said.at,
        reason="größer: `a | b` <script> --> [x]: #\n@everyone",
        kind=DecisionKind.ACCEPTED_RISK,
        until=date(2027, 3, 1),
        change=str(story.ref),
        comment=said.id,
    )
    reply = answer_to(said)
    remembered = replace(reply.answered, dismissed=(decision,), reopened=("0" * 16,), paused=True, refused=True)
    give(story, replace(reply, answered=remembered, parts=(Paused(),)))
    assert answered(story) == (remembered,)
    assert answered(story)[0].dismissed[0].id == decision.id
    host = story.rig.host()
    assert host.posted(host.change(story.ref)).conversation.paused


def test_many_decisions_are_remembered(story: Story) -> None:
    """``dismiss all`` on a change that has much to say."""
    story.rig.talk(story.ref, "/patchwarden dismiss all because generated")
    said = heard(story)["/patchwarden dismiss all because generated"]
    decisions = tuple(
        Decision(f"{number:016x}", "test.flaw", f"src/generated/module_{number}.py", said.by.name, said.at, "x" * 200)
        for number in range(60)
    )
    reply = answer_to(said)
    give(story, replace(reply, answered=replace(reply.answered, dismissed=decisions, paused=False)))
    give(story, replace(reply, answered=replace(reply.answered, dismissed=decisions, paused=False)))
    found = answered(story)
    assert {item.to for item in found} == {said.id}
    remembered = [decision for item in found for decision in item.dismissed]
    assert sorted(remembered, key=lambda one: one.fingerprint) == list(decisions)
    assert [item.paused for item in found if item.paused is not None] == [False]


def test_an_answer_that_somebody_pastes_is_nobodys(story: Story) -> None:
    rig, ref = story.rig, story.ref
    rig.talk(ref, "/patchwarden help")
    reply = answer_to(heard(story)["/patchwarden help"])
    give(story, reply)
    (shown,) = rig.answers(ref)
    rig.talk(ref, shown, Who.STRANGER)
    rig.reply(ref, ours(story), shown, Who.STRANGER)
    assert answered(story) == (reply.answered,)
    other = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    rig.talk(other.ref, shown)
    assert answered(other) == ()


def test_who_people_are_to_a_change(story: Story) -> None:
    author = role(story, person(story, Who.AUTHOR))
    assert Role.AUTHOR in author
    assert Role.MAINTAINER not in author
    maintainer = role(story, person(story, Who.MAINTAINER))
    assert Role.MAINTAINER in maintainer
    assert Role.AUTHOR not in maintainer
    assert role(story, person(story, Who.STRANGER)) == Role(0)


def test_everything_that_we_answered_in_a_repository_is_found(story: Story) -> None:
    rig = story.rig
    other = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("sql")})
    other.publish()
    wanted = set()
    for each in (story, other):
        rig.talk(each.ref, "/patchwarden help")
        rig.reply(each.ref, ours(each), "/patchwarden status")
        for said in heard(each).values():
            give(each, answer_to(said))
            wanted.add((each.ref, answer_to(said).answered))
    assert len(wanted) == 4
    found = list(rig.host().remembered(story.ref.repository))
    assert {(change.ref, item) for change, item in found} == wanted
    assert len(found) == 4
    known = rig.host().change(story.ref).repository_id
    assert {change.repository_id for change, _ in found} == {known}


def test_a_new_text_is_another_question(story: Story) -> None:
    rig = story.rig
    if not rig.edits:
        pytest.skip("nobody edits comments on this host")
    comment = rig.talk(story.ref, "/patchwarden help")
    first = heard(story)["/patchwarden help"]
    give(story, answer_to(first))
    rig.edit(story.ref, comment, "/patchwarden status")
    second = heard(story)["/patchwarden status"]
    assert (second.id, second.by) == (first.id, first.by)
    assert second.digest != first.digest
    give(story, answer_to(second))
    assert len(rig.answers(story.ref)) == 2
    assert {item.digest for item in answered(story)} == {first.digest, second.digest}


def test_signs_follow_one_another(story: Story) -> None:
    """Where the host has signs; elsewhere nothing happens, and nothing goes wrong."""
    rig = story.rig
    comment = rig.talk(story.ref, "/patchwarden help")
    said = heard(story)["/patchwarden help"]
    for sign in (Sign.SEEN, Sign.SEEN, Sign.DONE):
        host = rig.host()
        host.acknowledge(host.change(story.ref), said, sign)
        assert rig.signs(story.ref, comment) in (frozenset(), {sign})


def test_a_comment_of_ours_that_somebody_deleted_is_not_posted_again(story: Story) -> None:
    rig = story.rig
    rig.delete(story.ref, ours(story))
    story.publish()
    story.push({"app.py": with_flaws("shell") + "more()\n"})
    assert story.publish().posted == 0
    host = rig.host()
    assert host.posted(host.change(story.ref)).comments == ()
    assert story.publish().requests == 0


def test_people_are_told_at_most_once_a_push(story: Story) -> None:
    rig, ref = story.rig, story.ref
    told = rig.notifications(ref)
    assert told <= 2
    rig.reply(ref, ours(story), "Why?")
    for files in (with_flaws("sql"), with_flaws("shell"), with_flaws("shell", "sql"), CLEAN + "done()\n"):
        story.push({"app.py": files})
        before = rig.notifications(ref)
        story.publish()
        story.publish()
        assert rig.notifications(ref) - before <= 1
