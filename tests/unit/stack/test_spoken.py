"""Jobs that listen: what people say is heard at once, obeyed once, and takes no review away."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from redis import Redis

from bot.decisions import scope_of
from bot.hosts.base import HostError, HostUnavailable
from bot.hosts.talk import TalkSettings
from bot.job import Job
from bot.job_state import JobStates
from bot.lease import lease
from bot.model import ChangeRef, Decision, Person, Role, Said, Sign, Verdict
from bot.publication import PostedComment
from bot.replies import Helped, NotAsked
from bot.store.sql import SqlStore
from tests.unit.stack.admitting import numbered
from tests.unit.stack.memory_host import MemoryContext, MemoryHost
from workers.tasks import Again, Done, review

PUSHED = Job(ChangeRef("github", "octo/app", 7), delivery="pushed")
SPOKEN = replace(PUSHED, delivery="spoken", listens=True)
ADA = Person("1", "ada")
COVERED = Done("a review that began later has covered it")


@pytest.fixture(autouse=True)
def people(host: MemoryHost) -> None:
    host.people = {ADA.id: Role.MAINTAINER}


def say(host: MemoryHost, text: str, name: str = "issue-1") -> None:
    host.said.append(Said(name, ADA, text, int(time.time())))


def test_nothing_said_is_nothing_done(context: MemoryContext, host: MemoryHost) -> None:
    assert review(SPOKEN, context) == Done("nothing was asked for")
    assert (host.published, host.replies, host.signs) == ([], [], [])


def test_what_is_asked_is_signed_answered_and_signed_again(context: MemoryContext, host: MemoryHost) -> None:
    say(host, "/patchwarden help")
    assert review(SPOKEN, context) == Done("1 answered")
    assert [part for reply in host.replies for part in reply.parts] == [Helped(("patchwarden",))]
    assert host.signs == [("issue-1", Sign.SEEN), ("issue-1", Sign.DONE)]
    assert host.published == []
    assert review(SPOKEN, context) == Done("nothing was asked for")
    assert len(host.replies) == 1


def test_an_answer_that_is_refused_costs_nobody_the_review(context: MemoryContext, host: MemoryHost) -> None:
    say(host, "/patchwarden review")
    host.locked = True
    assert review(PUSHED, context) == Done("reviewed")
    assert [told.verdict for told in host.reviews] == [Verdict.NO_DEFECTS]
    assert host.signs == [("issue-1", Sign.SEEN)]


def test_a_pause_is_said_by_the_name_that_we_obey(context: MemoryContext, host: MemoryHost) -> None:
    host.talk = TalkSettings(names=("warden",))
    say(host, "/warden pause")
    review(SPOKEN, context)
    review(PUSHED, context)
    assert "`/warden resume`" in host.reviews[-1].gaps[0].reason


def test_at_the_merge_only_what_is_open_nowhere_is_fixed(
    context: MemoryContext, host: MemoryHost, store: SqlStore
) -> None:
    """A flaw that moved has a closed comment at its old place and an open one at its new place."""
    scope = scope_of(host.at)
    store.told(str(PUSHED.ref), scope, {"moved": "a.rule", "gone": "a.rule", "dismissed": "a.rule", "open": "a.rule"})
    store.decide(scope, "github:octo/app", [Decision("dismissed", "a.rule", "app.py", "ada", 1, "a constant")])
    was = PostedComment("1", "moved", "app.py", 1, closed=True)
    host.comments = (
        was,
        replace(was, id="2", line=9, closed=False),
        replace(was, id="3", fingerprint="gone"),
        replace(was, id="4", fingerprint="dismissed"),
        replace(was, id="5", fingerprint="open", closed=False),
    )
    host.at = replace(host.at, open=False, merged=True)
    assert review(PUSHED, context) == Done("the change is closed")
    assert sorted((item.fixed, item.dismissed) for item in store.judged()) == [
        (False, False),
        (False, False),
        (False, True),
        (True, False),
    ]


def test_a_mistake_is_signed_as_one(context: MemoryContext, host: MemoryHost) -> None:
    say(host, "/patchwarden halp")
    review(SPOKEN, context)
    assert host.signs[-1] == ("issue-1", Sign.CONFUSED)


def test_a_job_that_listened_covers_no_review(context: MemoryContext, host: MemoryHost, redis: Redis) -> None:
    pushed, spoken, again = (numbered(redis, job) for job in (PUSHED, SPOKEN, SPOKEN))
    say(host, "/patchwarden help")
    assert review(spoken, context) == Done("1 answered")
    assert review(again, context) == COVERED
    assert review(pushed, context) == Done("reviewed")


def test_a_review_covers_what_was_said_before_it_began(context: MemoryContext, host: MemoryHost, redis: Redis) -> None:
    spoken, pushed = (numbered(redis, job) for job in (SPOKEN, PUSHED))
    say(host, "/patchwarden help")
    assert review(pushed, context) == Done("reviewed")
    assert len(host.replies) == 1
    assert review(spoken, context) == COVERED


def test_a_review_that_was_asked_for_covers_the_pushes(context: MemoryContext, host: MemoryHost, redis: Redis) -> None:
    pushed, spoken = (numbered(redis, job) for job in (PUSHED, SPOKEN))
    say(host, "/patchwarden review")
    assert review(spoken, context) == Done("reviewed")
    assert review(pushed, context) == COVERED


def test_people_see_that_they_are_heard_while_a_review_is_under_way(
    context: MemoryContext, host: MemoryHost, redis: Redis
) -> None:
    say(host, "/patchwarden help")
    with lease(redis, str(SPOKEN.ref)):
        assert isinstance(review(SPOKEN, context), Again)
    assert host.signs == [("issue-1", Sign.SEEN)]
    assert host.replies == []


@pytest.mark.parametrize("faults", [0, 2])
def test_while_a_review_is_under_way_the_host_is_asked_once_for_what_was_said(
    context: MemoryContext, host: MemoryHost, redis: Redis, faults: int
) -> None:
    """However often the job comes back; whoever speaks next is shown it, too, and both are obeyed at the end."""
    say(host, "/patchwarden help")
    first = numbered(redis, SPOKEN)
    with lease(redis, str(SPOKEN.ref)):
        host.faults = [HostUnavailable("502")] * faults
        for _ in range(10):
            assert isinstance(review(first, context), Again)
        assert (host.asked, host.signs) == (faults + 1, [("issue-1", Sign.SEEN)])
        say(host, "/patchwarden status", "issue-2")
        second = numbered(redis, SPOKEN)
        for job in (second, second, first):
            assert isinstance(review(job, context), Again)
        assert host.asked == faults + 2
        assert ("issue-2", Sign.SEEN) in host.signs
    assert review(second, context) == Done("2 answered")
    assert [reply.to.id for reply in host.replies] == ["issue-1", "issue-2"]


def test_what_was_said_is_shown_again_where_redis_has_lost_that(
    context: MemoryContext, host: MemoryHost, redis: Redis
) -> None:
    say(host, "/patchwarden help")
    states = JobStates(redis)
    late = replace(numbered(redis, SPOKEN), turn=9)
    states.shown(late)
    assert not states.is_shown(late), "numbers have begun anew since this one was given"


def test_a_host_that_does_not_say_who_somebody_is_lets_nobody_command(
    context: MemoryContext, host: MemoryHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object) -> Role:
        raise HostError("GitHub answers 500 to the question what ada may do")

    monkeypatch.setattr(host, "roles", silent)
    say(host, "/patchwarden pause")
    review(SPOKEN, context)
    (part,) = host.replies[0].parts
    assert isinstance(part, NotAsked)
    assert host.replies[0].answered.paused is None
    assert host.signs[-1] == ("issue-1", Sign.CONFUSED)


@pytest.mark.parametrize(("wanted", "how"), [(False, "a draft is reviewed on request"), (True, "reviewed")])
def test_a_draft_is_reviewed_on_request_or_by_setting(
    context: MemoryContext, host: MemoryHost, wanted: bool, how: str
) -> None:
    host.talk, host.at = TalkSettings(drafts=wanted), replace(host.at, draft=True)
    assert review(PUSHED, context) == Done(how)
    say(host, "/patchwarden review")
    assert review(SPOKEN, context) == Done("reviewed")


def test_a_paused_change_says_so_on_its_next_head_and_no_more(context: MemoryContext, host: MemoryHost) -> None:
    say(host, "/patchwarden pause")
    assert review(SPOKEN, context) == Done("1 answered")
    assert review(PUSHED, context) == Done("reviewed")
    assert "paused" in host.reviews[-1].gaps[0].reason
    say(host, "/patchwarden resume", "issue-2")
    assert review(SPOKEN, context) == Done("reviewed")
    assert len(host.reviews) == 1, "the host in memory shows one review a head"


def test_on_a_closed_change_people_are_told_that_it_is_over(context: MemoryContext, host: MemoryHost) -> None:
    host.at = replace(host.at, open=False)
    say(host, "/patchwarden review")
    assert review(SPOKEN, context) == Done("the change is closed")
    assert len(host.replies) == 1
