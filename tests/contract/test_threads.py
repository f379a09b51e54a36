"""Comments that live: one thread for each flaw, through fixes, returns, replies, dismissals and moves; at most one
notification a push, and publishing twice writes nothing after any step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from bot.hosts.base import Receipt
from bot.model import Decision, Dismissal, Placement, Review
from tests.contract.rig import HostRig, Seen, Who
from tests.contract.stories import CLEAN, Retouch, Story, text, with_flaws


@dataclass
class Pushes:
    """A change that is pushed to again and again, each head published twice."""

    story: Story
    receipt: Receipt = field(default_factory=Receipt)
    names: dict[str, str] = field(default_factory=dict)
    """The fingerprint of each flaw."""

    @property
    def rig(self) -> HostRig:
        return self.story.rig

    def settle(self, retouch: Retouch | None = None) -> Receipt:
        """Publishes, and once more, which must change nothing."""
        before = self.rig.notifications(self.story.ref)
        self.names |= named(self.story.review(self.rig.host().change(self.story.ref)), self.story)
        self.receipt = self.story.publish(retouch)
        told = self.rig.notifications(self.story.ref)
        assert told - before <= 1
        writes = self.rig.writes()
        again = self.story.publish(retouch)
        assert (again.requests, self.rig.writes(), self.rig.notifications(self.story.ref)) == (0, writes, told)
        return self.receipt

    def push(self, *flaws: str, retouch: Retouch | None = None, before: str = CLEAN, mark: str = "") -> Receipt:
        """A head with these flaws in ``app.py``; ``mark`` is one more line at its end."""
        self.story.push({"app.py": with_flaws(*flaws, before=before) + mark})
        return self.settle(retouch)

    def ours(self) -> list[Seen]:
        return [one for one in self.rig.comments(self.story.ref) if one.ours]

    def thread(self, flaw: str) -> Seen:
        """The only thread of ours about a flaw."""
        (found,) = self.threads(flaw)
        return found

    def threads(self, flaw: str) -> list[Seen]:
        """Each comment says the id of what it speaks of."""
        return [one for one in self.ours() if self.names[flaw] in one.text]


def named(review: Review, story: Story) -> dict[str, str]:
    """The fingerprints of a review's observations by the name of their flaw."""
    lines = (story.head["app.py"] or "").splitlines()
    return {
        lines[item.finding.span.start_line - 1].removeprefix("flaw_").removesuffix("()"): item.fingerprint
        for item in review.observations
    }


def pushes(rig: HostRig, *flaws: str) -> Pushes:
    started = Pushes(Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws(*flaws)}))
    started.settle()
    return started


def said(one: Seen) -> str:
    """Everything in a thread."""
    return "\n".join([one.text, *one.replies])


def test_the_first_review_is_one_notification(rig: HostRig) -> None:
    change = pushes(rig, "shell", "sql")
    assert rig.notifications(change.story.ref) == 1
    assert len(change.ours()) == 2
    assert len(rig.summaries(change.story.ref)) == 1


def test_a_fixed_flaw_names_the_commit_that_fixed_it(rig: HostRig) -> None:
    change = pushes(rig, "shell", "sql")
    assert change.push("sql").closed == 1
    head = rig.host().change(change.story.ref).head
    thread = change.thread("shell")
    assert thread.closed
    assert head[:7] in said(thread)
    assert not change.thread("sql").closed


def test_a_returned_flaw_opens_its_thread_again(rig: HostRig) -> None:
    change = pushes(rig, "shell", "sql")
    first = change.thread("shell")
    change.push("sql")
    assert change.push("shell", "sql").posted == 0
    again = change.thread("shell")
    assert (again.id, again.closed) == (first.id, False)
    assert len(change.ours()) == 2
    assert change.push("sql").closed == 1
    assert change.thread("shell").closed


def test_an_answered_thread_gets_exactly_one_reply(rig: HostRig) -> None:
    change = pushes(rig, "shell", "sql")
    first = change.thread("shell")
    rig.reply(change.story.ref, first.id, "Is that so?", Who.AUTHOR)
    assert change.push("sql").closed == 1
    for count in range(5):
        change.push("sql", mark=f"step({count})\n")
    now = change.thread("shell")
    assert (now.text, now.closed) == (first.text, True)
    assert now.replies[0] == "Is that so?"
    assert len(now.replies) == 2


def test_an_answered_thread_says_when_its_flaw_is_back(rig: HostRig) -> None:
    change = pushes(rig, "shell")
    first = change.thread("shell")
    rig.reply(change.story.ref, first.id, "Is that so?")
    change.push()
    assert change.push("shell", mark="again()\n").posted == 0
    now = change.thread("shell")
    assert (now.text, now.closed, len(now.replies)) == (first.text, False, 3)
    change.push()
    now = change.thread("shell")
    assert (now.text, now.closed, len(now.replies)) == (first.text, True, 4)


def test_somebody_talks_in_a_thread_that_is_closed(rig: HostRig) -> None:
    """It was closed by an edit; from now on nothing in it is edited."""
    change = pushes(rig, "shell")
    change.push()
    closed = change.thread("shell")
    rig.reply(change.story.ref, closed.id, "Thanks!")
    change.push("shell", mark="again()\n")
    now = change.thread("shell")
    assert (now.text, now.closed) == (closed.text, False)
    assert len(now.replies) == len(closed.replies) + 2


def test_a_deleted_comment_is_not_posted_again(rig: HostRig) -> None:
    change = pushes(rig, "shell", "sql")
    rig.delete(change.story.ref, change.thread("shell").id)
    for count in range(2):
        assert change.push("shell", "sql", mark=f"step({count})\n").posted == 0
        (summary,) = rig.summaries(change.story.ref)
        assert "deleted" in summary
        assert change.names["shell"] in summary


def dismissing(fingerprint: str) -> Retouch:
    """Somebody dismissed this flaw."""

    def retouch(review: Review) -> Review:
        found = [item for item in review.observations if item.fingerprint == fingerprint]
        dismissed = tuple(
            Dismissal(item, Decision(item.fingerprint, item.finding.rule, item.path, "mona", 1, "it is a test"))
            for item in found
        )
        rest = tuple(item for item in review.observations if item not in found)
        return replace(review, observations=rest, dismissed=dismissed)

    return retouch


@pytest.mark.parametrize("answered", [False, True])
def test_a_dismissed_flaw_is_closed_as_dismissed(rig: HostRig, answered: bool) -> None:
    change = pushes(rig, "shell", "sql")
    if answered:
        rig.reply(change.story.ref, change.thread("shell").id, "/patchwarden dismiss because it is a test")
    dismissed = dismissing(change.names["shell"])
    assert change.settle(dismissed).closed == 1
    thread = change.thread("shell")
    assert thread.closed
    assert "Dismissed" in said(thread)
    assert "it is a test" in said(thread)
    assert change.push("shell", "sql", mark="more()\n", retouch=dismissed).closed == 0
    assert change.push("shell", "sql").posted == 0
    assert not change.thread("shell").closed


def test_a_moved_flaw_keeps_its_thread(rig: HostRig) -> None:
    change = pushes(rig, "shell")
    first = change.thread("shell")
    for lines in (("a = 1", "b = 2"), ("a = 1",), ("a = 1", "b = 2", "c = 3")):
        receipt = change.push("shell", before=text(*lines) + CLEAN)
        assert (receipt.posted, receipt.closed) == (0, 0)
        assert rig.shown(change.story.ref) == [("app.py", 21 + len(lines))]
        assert change.thread("shell").id == first.id


def on_files(review: Review) -> Review:
    items = (replace(item, placement=Placement.FILE, line=None, start_line=None) for item in review.observations)
    return replace(review, observations=tuple(items))


def first_on_file(review: Review) -> Review:
    first, *rest = review.observations
    return replace(review, observations=(replace(first, placement=Placement.FILE, line=None), *rest))


@pytest.mark.parametrize("retouch", [on_files, first_on_file])
def test_comments_on_files_are_told_with_the_others(rig: HostRig, retouch: Retouch) -> None:
    change = Pushes(Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql", "path")}))
    assert change.settle(retouch).posted == 3
    assert rig.notifications(change.story.ref) == 1


def test_everything_at_once_is_one_notification(rig: HostRig) -> None:
    """A new flaw on a line, one on a file, two answered threads to close and one to open."""
    change = pushes(rig, "one", "two", "three", "four")
    for flaw in ("one", "two", "three"):
        rig.reply(change.story.ref, change.thread(flaw).id, "Why?")
    change.push("one", "two", "four")
    receipt = change.push("three", "four", "new", "newer", retouch=last_on_file)
    assert (receipt.posted, receipt.closed) == (2, 2)
    assert [change.thread(flaw).closed for flaw in ("one", "two", "three", "four")] == [True, True, False, False]


def last_on_file(review: Review) -> Review:
    *rest, last = review.observations
    return replace(review, observations=(*rest, replace(last, placement=Placement.FILE, line=None)))


def test_twelve_pushes(rig: HostRig) -> None:
    """Every write is needed: what a push changes in the texts is all that is written."""
    change = pushes(rig, "shell", "sql")
    story = change.story
    for step in range(2):
        rig.reply(story.ref, change.thread("sql").id, f"Remark {step}", (Who.AUTHOR, Who.MAINTAINER)[step])
    known = {one.id for one in change.ours()}
    heads: list[tuple[str, ...]] = [
        ("shell", "sql"),  # nothing changes
        ("sql",),  # one is fixed, edited
        ("sql", "path"),  # one is new
        ("shell", "sql", "path"),  # one is back
        ("shell", "path"),  # the answered one is fixed: a reply
        ("shell", "path"),
        ("shell", "sql", "path"),  # and it is back: a reply
        (),  # all are fixed at once
        (),
        ("path",),
        ("path", "shell", "sql"),
        ("shell", "sql"),
    ]
    quiet = {0, 5, 8}
    for step, flaws in enumerate(heads):
        before = rig.notifications(story.ref)
        change.push(*flaws, mark=f"step({step})\n")
        if step in quiet:
            assert (change.receipt.posted, change.receipt.closed) == (0, 0)
        assert rig.notifications(story.ref) - before <= 1
        open_ = {flaw for flaw in change.names if _is_open(change, flaw)}
        assert open_ == set(flaws)
        assert len(rig.summaries(story.ref)) == 1
    assert len(change.ours()) == 3
    assert known <= {one.id for one in change.ours()}
    assert change.thread("sql").replies[:2] == ("Remark 0", "Remark 1")


def _is_open(change: Pushes, flaw: str) -> bool:
    return any(not one.closed for one in change.threads(flaw))
