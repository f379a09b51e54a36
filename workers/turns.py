"""How a worker takes its jobs: a message wakes it, the turnstile says which job is next, what is over wakes the next.

The main process of a worker looks once a second, too: so no job waits for a message that was lost, and what a process
that was killed had taken goes back to its line.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection
from functools import cached_property
from uuid import uuid4

from redis import Redis
from redis.exceptions import RedisError

from bot.broker import connect
from bot.job import BadJob, Job
from bot.job_state import JobStates
from bot.pace import held
from bot.queue import CeleryQueue, Owners, QueueDown
from bot.share import Share
from bot.turnstile import Answer, Turn, Turnstile
from workers.shares.doing import LOST
from workers.tasks import Again, Done

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0


def _left(share: Share) -> Done:
    """What becomes of a share where nobody does it."""
    del share
    return Done(LOST)


class Turns:
    """The turns of one worker, all its processes together. Connections are made in the process that needs them."""

    def __init__(self, redis_url: str, slots: int, owners: Owners) -> None:
        """``slots`` is how many reviews the worker runs at a time."""
        self._redis_url = redis_url
        self._slots = slots
        self._owners = owners
        self._worker = uuid4().hex
        """Its processes are forked from the one that made it, and share the name."""

    @cached_property
    def _redis(self) -> Redis:
        return connect(self._redis_url)

    @cached_property
    def _turnstile(self) -> Turnstile:
        return Turnstile(self._redis)

    @cached_property
    def _queue(self) -> CeleryQueue:
        return CeleryQueue(self._redis_url, self._owners)

    def work(
        self,
        token: str,
        review: Callable[[Job, int], Done | Again],
        sweep: Callable[[], None],
        share: Callable[[Share], Done | Again] = _left,
    ) -> None:
        """Takes one job, if there is one for this worker, and does it. Raises nothing where Redis does not answer: what
        was taken comes back by itself."""
        try:
            turn = self._take(_by_this_process(token))
            if turn is None:
                return
            if turn.share is not None:
                self._give_back(turn, share(turn.share))
            elif turn.job is None:
                sweep()
                self._give_back(turn, Done("swept"))
            elif wait := held(self._redis, turn.job.ref.host):
                # One token for all owners: whoever met the limit has told us. An App's owners are held each by itself.
                self._give_back(turn, Again(wait, "its host wants to be left alone", fault=False, hold=True))
            else:
                self._give_back(turn, review(turn.job, turn.faults))
        except (RedisError, QueueDown) as error:
            log.warning("a turn was not taken or not given back: Redis does not answer (%s)", type(error).__name__)

    def _take(self, token: str) -> Turn | None:
        try:
            answer = self._turnstile.take(token, self._worker, self._slots)
        except BadJob as error:
            log.error("a job was dropped: %s", error)  # noqa: TRY400 - the message says all
            answer = self._turnstile.end(token, self._worker, self._slots)
        self._obey(answer)
        return answer.turn

    def _give_back(self, turn: Turn, answer: Done | Again) -> None:
        if isinstance(answer, Done):
            lost = answer.how == LOST
            self._obey(self._turnstile.end(turn.token, self._worker, self._slots, lost=lost))
            return
        faults = turn.faults + answer.fault
        if turn.job is not None and turn.token not in self._turnstile.running():
            # Redis was emptied, and nobody else knows of the job; or we were taken for dead, and one more is covered.
            self.put(turn.job, faults)
        if answer.handed is not None:
            handed, seconds = answer.handed, answer.seconds
            self._obey(
                self._turnstile.share_out(turn, self._worker, self._slots, handed, seconds=seconds, faults=faults)
            )
            return
        self._obey(
            self._turnstile.put_off(
                turn, self._worker, self._slots, seconds=answer.seconds, faults=faults, hold=answer.hold
            )
        )

    def put(self, job: Job, faults: int = 0) -> None:
        """Puts a job in its line, e.g. one that came as a message of an older version."""
        self._turnstile.put(job, self._owners(job.ref), faults)

    def put_sweep(self) -> None:
        """Puts a sweep in its line. Raises ``RedisError``."""
        self._turnstile.put_sweep()

    def look(self, tokens: Collection[str]) -> None:
        """Says that the worker lives and works on ``tokens``, and wakes it where it could do more. Never raises.

        A message may be given again while the process that had it lives on, e.g. where Redis was gone for a moment: so
        what a process has taken is lost when the process is, and not when its message comes again.
        """
        try:
            own = self._turnstile.tokens(self._worker)
            gone = [taken for taken in own if not _lives(taken)]
            known = [taken for taken in own if _message(taken) in tokens and taken not in gone]
            self._obey(self._turnstile.beat(self._worker, self._slots, known, gone))
        except (RedisError, QueueDown) as error:
            log.warning("the worker could not look for jobs: Redis does not answer (%s)", type(error).__name__)

    def forgive(self, tokens: Collection[str]) -> None:
        """The worker is ended: what its processes work on by ``tokens`` is not to blame for that. Never raises."""
        try:
            running = self._turnstile.running()
            for taken, job in running.items():
                if _message(taken) in tokens:
                    JobStates(self._redis).forgive(job.ref)
        except RedisError as error:
            log.warning("who ended the worker was not told: Redis does not answer (%s)", type(error).__name__)

    def _obey(self, answer: Answer) -> None:
        if answer.more:
            self._queue.wake()


def _by_this_process(message: str) -> str:
    """What is taken when the message wakes this process."""
    return f"{message}/{os.getpid()}"


def _message(token: str) -> str:
    return token.rpartition("/")[0]


def _lives(token: str) -> bool:
    """Whether the process of this machine that has taken it is there."""
    try:
        os.kill(int(token.rpartition("/")[2]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is somebody's, so it is there
    return True
