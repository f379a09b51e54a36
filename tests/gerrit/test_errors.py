"""Gerrit's ways to say no, row by row: what is taken out, what is asked again, and what is left to the queue."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import requests

from bot.hosts.base import ChangeNotFound, HostError, HostUnavailable, RateLimited
from bot.model import Fix, Review
from bot.policy import Policy
from tests.contract.gerrit_rig import GerritRig
from tests.contract.rig import Failure
from tests.contract.stories import CLEAN, Story, with_flaws
from tests.gerrit.fake_stories import comment_json, fake, flawed, hosted, messages

APP = "file app.py not found in revision 101,1"


def with_fix(review: Review) -> Review:
    (item,) = review.observations
    fix = Fix(start_line=21, end_line=21, replacement="safe()")
    return replace(review, observations=(replace(item, findings=(replace(item.finding, fix=fix),)),))


# 400


def test_400_one_bad_comment_costs_the_others_nothing(rig: GerritRig) -> None:
    """It becomes a thread on the patch set, which says where it looks."""
    story = Story(rig, {"app.py": CLEAN, "b.py": CLEAN}, {"app.py": with_flaws("shell"), "b.py": with_flaws("sql")})
    rig.server.gate.answers.append((400, "file b.py not found in revision 101,1"))
    receipt = story.publish()
    assert (receipt.posted, receipt.requests, receipt.moved_to_summary) == (2, 2, ())
    assert story.ours() == [("", None, False), ("app.py", 21, False)]
    (thread,) = (one for one in rig.comments(story.ref) if not one.path)
    assert "`b.py:21`" in thread.text
    assert story.publish().requests == 0


@pytest.mark.parametrize(
    "refusal",
    [
        APP,
        "Range (21:0 - 21:9) is not valid for the comment on app.py",
        "negative line number -1 not allowed on app.py",
    ],
)
def test_400_in_every_wording_names_the_comment(rig: GerritRig, refusal: str) -> None:
    story = Story(rig, {"app.py": CLEAN, "a.py": CLEAN}, {"app.py": with_flaws("shell"), "a.py": with_flaws("sql")})
    rig.server.gate.answers.append((400, refusal))
    story.publish()
    assert story.ours() == [("", None, False), ("a.py", 21, False)]


def test_400_that_goes_on_moves_to_the_summary_with_the_evidence(rig: GerritRig) -> None:
    """A server that takes no thread on the patch set either; nobody tries again on this patch set."""
    story = flawed(rig, "shell")
    rig.server.gate.answers += [(400, APP), (400, "no")]
    receipt = story.publish()
    assert (receipt.posted, receipt.requests, len(receipt.moved_to_summary)) == (0, 3, 1)
    (summary,) = rig.summaries(story.ref)
    assert "Evidence for 1 defect without a line comment" in summary
    assert receipt.moved_to_summary[0] in summary
    assert story.publish().requests == 0


def test_400_that_names_nothing_moves_everything_to_the_summary(rig: GerritRig) -> None:
    story = flawed(rig, "shell", "sql")
    rig.server.gate.answers.append((400, "no"))
    assert len(story.publish().moved_to_summary) == 2
    assert story.ours() == []


def test_400_too_many_comments_keeps_the_gravest_as_far_as_there_is_room(rig: GerritRig) -> None:
    story = flawed(rig, "shell", "sql", "path")
    there = len(hosted(story).messages)
    fake(rig).state.most_comments = there + 1 + 2  # our message and two comments
    receipt = story.publish()
    assert (receipt.posted, receipt.requests, len(receipt.moved_to_summary)) == (2, 2, 1)
    assert receipt.moved_to_summary[0] in rig.summaries(story.ref)[0]
    fake(rig).state.most_comments = there + 1
    assert story.publish().requests == 0


def test_400_too_many_comments_without_any_room(rig: GerritRig) -> None:
    story = flawed(rig, "shell", "sql")
    fake(rig).state.most_comments = len(hosted(story).messages) + 1
    receipt = story.publish()
    assert (receipt.posted, len(receipt.moved_to_summary)) == (0, 2)
    assert story.ours() == []


def test_400_a_site_with_a_smaller_text_limit_gets_a_shorter_summary(rig: GerritRig) -> None:
    names = [f"n{number:03d}" for number in range(60)]
    story = flawed(rig, *names, policy=Policy(comment_limit=1))
    fake(rig).state.comment_limit = 4096
    receipt = story.publish()
    assert (receipt.posted, receipt.requests) == (1, 2)
    assert len(messages(story)[-1].encode()) < 4096
    assert "more" in messages(story)[-1]
    before = len(messages(story))
    assert story.publish().summary == "unchanged"
    assert len(messages(story)) == before


def test_no_text_exceeds_the_usual_limit(rig: GerritRig) -> None:
    """Fifty comments that the server does not take, told in full in the summary."""
    names = [f"n{number:03d}" for number in range(300)]
    story = flawed(rig, *names, policy=Policy(comment_limit=50))
    rig.server.gate.answers.append((400, "no"))
    fake(rig).state.labels.pop("Security-Review")
    receipt = story.publish()
    assert (len(receipt.moved_to_summary), receipt.requests) == (50, 2)
    assert max(len(text.encode()) for text in messages(story)) < fake(rig).state.comment_limit
    assert story.publish().requests == 0


# 401, 403, 404


def test_401_stops_with_the_remedy(rig: GerritRig) -> None:
    rig.settings = replace(rig.settings, password="wrong")
    story = flawed(rig, "shell")
    with pytest.raises(HostError, match=r"401 .*check the user name and the HTTP password") as caught:
        story.publish()
    assert not isinstance(caught.value, HostUnavailable)


def test_403_about_the_label_costs_only_the_vote(rig: GerritRig) -> None:
    story = flawed(rig, "shell")
    rig.server.gate.answers.append((403, 'Applying label "Security-Review": -1 is restricted'))
    receipt = story.publish()
    assert (receipt.posted, receipt.requests) == (1, 2)
    assert "may not vote" in rig.summaries(story.ref)[0]


def sleeper(monkeypatch: pytest.MonkeyPatch, wake: Any = None) -> list[float]:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if wake:
            wake()

    monkeypatch.setattr("bot.hosts.gerrit.reading.time.sleep", sleep)
    return slept


def test_404_of_a_lagging_replica_is_asked_again(rig: GerritRig, monkeypatch: pytest.MonkeyPatch) -> None:
    story = flawed(rig, "shell")
    changes = fake(rig).state.changes
    late = changes.pop(story.ref.number)
    slept = sleeper(monkeypatch, lambda: changes.setdefault(story.ref.number, late))
    rig.settings = replace(rig.settings, lag=(5.0, 15.0))
    assert rig.host().change(story.ref).ref == story.ref
    assert slept == [5.0]


def test_404_that_stays_is_dropped(rig: GerritRig, monkeypatch: pytest.MonkeyPatch) -> None:
    story = flawed(rig, "shell")
    fake(rig).state.changes.clear()
    slept = sleeper(monkeypatch)
    rig.settings = replace(rig.settings, lag=(5.0, 15.0, 20.0))
    with pytest.raises(ChangeNotFound):
        rig.host().change(story.ref)
    assert slept == [5.0, 15.0, 20.0]


def test_404_of_an_older_patch_set_does_not_cost_the_review(rig: GerritRig) -> None:
    """An administrator may delete one; its comments cannot be answered any more."""
    story = flawed(rig, "shell")
    story.publish()
    story.push({"app.py": with_flaws("sql")})
    rig.server.gate.answers.append((404, "Not found"))
    receipt = story.publish()
    assert (receipt.posted, receipt.closed, receipt.summary) == (1, 0, "updated")
    assert receipt.notes[0].startswith("1 comments keep their state")


# 409, 429, 500, 503


def test_409_a_change_closed_in_between_gets_the_comments_without_a_vote(rig: GerritRig) -> None:
    story = flawed(rig, "shell")
    host = rig.host()
    change = host.change(story.ref)
    hosted(story).status = "MERGED"
    receipt = story.publish_on(host, change)
    assert (receipt.posted, receipt.requests) == (1, 2)
    assert receipt.notes == ("no vote: the change is closed",)


@pytest.mark.parametrize("answer", [(429, 30.0), (429, None)])
def test_429_waits_as_long_as_the_server_asks(rig: GerritRig, answer: tuple[int, float | None]) -> None:
    """The queue doubles its pauses from there."""
    story = flawed(rig, "shell")
    if answer[1]:
        rig.fail_next_write(Failure.RATE_LIMITED)
    else:
        rig.server.gate.answers.append((429, "quota exceeded"))
    with pytest.raises(RateLimited) as caught:
        story.publish()
    assert caught.value.retry_after == (answer[1] or 60.0)
    assert rig.writes() == 1


def test_500_over_fixes_is_sent_again_without_them(rig: GerritRig) -> None:
    rig.settings = replace(rig.settings, fix_suggestions=True)
    story = flawed(rig, "shell")
    rig.server.gate.answers.append((500, "Internal server error"))
    assert story.publish(with_fix).requests == 2
    assert "fix_suggestions" not in comment_json(story)


@pytest.mark.parametrize(
    ("status", "text", "passing"),
    [
        (302, "", False),
        (401, "Unauthorized", False),
        (403, "read only project", False),
        (404, "Not found: grp%2Fapp~101", False),
        (409, "Change is locked by a change edit", False),
        (409, "The change has reached the limit of 1000 updates", False),
        (412, "precondition failed", False),
        (408, "Server Deadline Exceeded", True),
        (499, "Client Closed Request", True),
        (500, "Internal server error", True),
        (502, "Bad Gateway", True),
        (503, "Lock failure", True),
        (504, "Gateway Timeout", True),
    ],
)
def test_what_cannot_be_mended_here_is_sent_once(rig: GerritRig, status: int, text: str, passing: bool) -> None:
    """A passing fault goes back to the queue, which waits with jitter; the rest is final."""
    story = flawed(rig, "shell")
    rig.server.gate.answers.append((status, text))
    with pytest.raises(HostError) as caught:
        story.publish()
    assert isinstance(caught.value, HostUnavailable) is passing
    assert rig.settings.password not in str(caught.value)
    assert (story.ours(), rig.writes()) == ([], 1)
    story.publish()
    assert len(story.ours()) == 1


# a lost answer


class Cut:
    """Lets a POST go through, or not, and then loses its answer once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: Exception, *, arrives: bool) -> None:
        send = requests.Session.request
        self.done = False

        def request(session: requests.Session, method: str, url: str, **rest: Any) -> requests.Response:
            if method.upper() != "POST" or self.done:
                return send(session, method, url, **rest)
            self.done = True
            if arrives:
                send(session, method, url, **rest)
            raise error

        monkeypatch.setattr(requests.Session, "request", request)


LOST = [requests.exceptions.ReadTimeout("read timed out"), requests.exceptions.ConnectionError("reset by peer")]


@pytest.mark.parametrize("error", LOST)
def test_a_timeout_after_the_review_arrived_posts_nothing_again(
    rig: GerritRig, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    story = flawed(rig, "shell")
    cut = Cut(monkeypatch, error, arrives=True)
    receipt = story.publish()
    assert cut.done
    assert (receipt.posted, receipt.requests, rig.writes()) == (1, 1, 1)
    assert len(story.ours()) == 1
    assert story.publish().requests == 0


@pytest.mark.parametrize("error", LOST)
def test_a_timeout_before_it_arrived_is_left_to_the_queue(
    rig: GerritRig, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    story = flawed(rig, "shell")
    Cut(monkeypatch, error, arrives=False)
    with pytest.raises(HostUnavailable):
        story.publish()
    assert rig.writes() == 0
    assert story.publish().posted == 1
    assert len(story.ours()) == 1


@pytest.mark.parametrize("error", LOST)
def test_a_timeout_over_resolving_replies_looks_as_well(
    rig: GerritRig, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    story = flawed(rig, "shell")
    story.publish()
    story.push({"app.py": CLEAN + "done()\n"})
    Cut(monkeypatch, error, arrives=True)
    assert story.publish().closed == 1
    (seen,) = rig.comments(story.ref)
    assert (seen.closed, len(seen.replies)) == (True, 1)
