"""Which heads show a review under way, in a real Redis."""

from __future__ import annotations

from redis import Redis

from bot.hosts.base import HeadMoved, HostUnavailable
from bot.job import Job
from bot.model import ChangeRef
from bot.shown_heads import ShownHeads
from tests.unit.stack.memory_host import MemoryContext, MemoryHost
from workers.tasks import review

ONE, OTHER = ChangeRef("github", "octo/app", 7), ChangeRef("github", "octo/app", 0, f"{'a' * 40}...{'b' * 40}")


def test_heads_are_remembered_until_they_are_ended(redis: Redis) -> None:
    heads = ShownHeads(redis)
    assert heads.of(ONE) is None
    heads.add(ONE, "b" * 40)
    heads.add(ONE, "a" * 40)
    heads.add(OTHER, "c" * 40)
    assert heads.of(ONE) == ("a" * 40, "b" * 40)
    assert set(heads.changes()) == {ONE, OTHER}
    assert not set(heads.changes(600)), "they may be under review now"
    heads.remove(ONE, "a" * 40)
    heads.remove(ONE, "b" * 40)
    heads.remove(OTHER, "c" * 40)
    assert heads.of(ONE) == (), "the change is known, and nothing is left"
    assert not set(heads.changes())
    redis.flushdb()
    assert heads.of(ONE) is None


def test_what_a_review_leaves_behind(context: MemoryContext, host: MemoryHost, redis: Redis) -> None:
    """Nothing when it ends, its head while it is tried again, and a dead worker's head is ended by the next."""
    heads, job = ShownHeads(redis), Job(host.at.ref)
    heads.add(job.ref, "d" * 40)
    host.while_publishing = lambda: _raise(HostUnavailable("502"))
    review(job, context)
    assert heads.of(job.ref) == (host.at.head,)
    assert host.withdrawn == [("d" * 40, "a newer head came")]
    host.while_publishing = lambda: _raise(HeadMoved("newer"))
    review(job, context)
    assert heads.of(job.ref) == ()
    assert host.withdrawn[1:] == [(host.at.head, "a newer head came")]
    host.while_publishing = lambda: None
    review(job, context)
    assert heads.of(job.ref) == ()
    assert (len(host.withdrawn), set(host.begun)) == (2, {host.at.head})


def _raise(fault: Exception) -> None:
    raise fault
