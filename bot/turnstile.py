"""Who is next: jobs wait in a line for each owner, and a worker that has time asks which one it may take.

- **One place for each change.** A newer job of a change takes the place of the one that waits, and keeps its order.
- **What comes back keeps its order**, too: a job whose worker was killed, one that is tried again.
- **Fair between owners.** The next review is one of the owner with the fewest jobs under way, and among those of the
  one whose last turn is longest ago. So an owner has more than half of all places only while nobody else waits, and a
  stranger's review begins after those that run.
- **Commands first.** What people said to us has lines of its own, served before every review. A worker runs at most
  ``slots`` reviews and has one process more; where commands alone fill all but one, that one serves a review.
- **Shares last.** What a large review hands out to all workers stands in lines of its own: every review that waits
  comes before it, and one that is not served for a while has every second turn. A review that waits for its shares
  keeps its place and no process, and its turn comes with the end of the last one. A share whose worker was killed is
  done again.
- **One at a time.** A review waits, and keeps no process waiting, while its change is under way.

All of it is in Redis and may be lost: what was lost is found by the sweep.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from redis import Redis

from bot.job import BadJob, Job
from bot.job_state import DELIVERY_SECONDS, TURN_SECONDS, delivery_key, turns_key
from bot.lease import LEASE_SECONDS
from bot.model import ChangeRef
from bot.share import BadShare, Chord, Handed, Share
from bot.turnstile_script import SCRIPT
from bot.waking import QUEUE, wake_message

PREFIX: Final = "patchwarden:turnstile:"
LOST_AFTER = LEASE_SECONDS + 2.0
"""Seconds without a sign of life after which what a worker had taken goes to another: its lease has ended by then."""
GRACE = 10.0
"""Seconds for which a worker may have taken something without knowing it: its processes take, and it hears later."""
SWEEP_OWNER = "the sweep"
_SWEEP_PLACE = "review\nthe sweep"


@dataclass(frozen=True, slots=True)
class Turn:
    """What a worker has taken."""

    token: str
    """By what it is given back, unique to one worker's try."""
    job: Job | None
    """``None`` is a share, or else the sweep, which counts as a review."""
    faults: int = 0
    """How often the job has failed before."""
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was taken, and what the worker has to do beside it."""

    turn: Turn | None
    more: bool
    """Whether this worker could take something at once."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One job that no worker has."""

    job: Job
    owner: str
    place: int
    """Earlier arrivals have lower numbers."""
    due: float = 0.0
    """Not before then, in seconds since the epoch; 0 for at once."""
    since: float = 0.0
    """When it first arrived, in seconds since the epoch; 0 where an older version has put it there."""


class Turnstile:
    """Each method is one step in Redis, and raises ``RedisError`` where that does not answer."""

    def __init__(self, redis: Redis, clock: Callable[[], float] | None = None) -> None:
        """``clock`` gives seconds; Redis' own clock is asked where there is none."""
        self._redis = redis
        self._clock = clock
        self._script = redis.register_script(SCRIPT)

    def admit(self, job: Job, owner: str) -> int:
        """Puts a job that is new in its owner's line and wakes a worker, unless the next one is to be woken already.

        Gives the job the next number of its change, and returns it; 0 where its delivery was admitted before. A job
        that names a head supersedes the reviews of others that run. The numbers of a change live and expire together,
        so a lost counter never makes a job look covered.
        """
        keys = [turns_key(job.ref), QUEUE, *([delivery_key(job)] if job.delivery else [])]
        pushed = "" if job.listens else job.head
        line = (_place(job), owner, _payload(job, 0))
        return int(self._call("admit", *line, pushed, wake_message(), TURN_SECONDS, DELIVERY_SECONDS, keys=keys))

    def put(self, job: Job, owner: str, faults: int = 0) -> None:
        """Puts a job that has its number already in its owner's line; nothing happens where a newer one waits."""
        self._call("put", _place(job), owner, _payload(job, faults))

    def put_sweep(self) -> None:
        """Asks for a sweep; one that is asked for already is enough."""
        self._call("put", _SWEEP_PLACE, SWEEP_OWNER, _payload(None, 0))

    def take(self, token: str, worker: str, slots: int) -> Answer:
        """The next job for a process of ``worker``, which runs up to ``slots`` reviews.

        A ``token`` that has taken something before has lost it: that goes back to its line first.
        """
        payload, more = self._call("take", token, worker, slots, LOST_AFTER)
        turn = _turn(token, payload) if payload else None
        return Answer(turn, bool(more))

    def end(self, token: str, worker: str, slots: int, *, lost: bool = False) -> Answer:
        """What was taken is done. A token that has taken nothing is no error. With the last of its shares a review's
        turn comes; ``lost`` is a share that nobody can do. With the end of a review its shares are withdrawn."""
        return Answer(None, bool(self._call("end", token, worker, slots, int(lost))))

    def share_out(
        self, turn: Turn, worker: str, slots: int, handed: Handed, *, seconds: float, faults: int = 0
    ) -> Answer:
        """A review waits for its shares: its turn comes when all are done, or when none was done for ``seconds``. Those
        of before are withdrawn; without any it waits on for those that are open."""
        placed = [text for share in handed.shares for text in (share.place, json.dumps({"share": share.to_wire()}))]
        payload, told = _payload(turn.job, faults), (handed.of, handed.round, int(handed.is_last))
        more = self._call("share_out", turn.token, worker, slots, seconds, payload, *told, *placed)
        return Answer(None, bool(more))

    def chord(self, ref: ChangeRef) -> Chord | None:
        """The shares that were handed out last for a change whose review is not done."""
        found = self._call("chord", str(ref))
        if found is None:
            return None
        of, round_, open_, seconds, lost, ended = found
        return Chord(_text(of), int(round_), int(open_), float(seconds), bool(int(lost)), bool(int(ended)))

    def withdraw(self, ref: ChangeRef) -> None:
        """Nobody waits for the shares of the change any more: those that wait are gone."""
        self._call("withdraw", str(ref))

    def wants(self, share: Share) -> bool:
        """Whether the review still waits for it."""
        return bool(self._redis.sismember(f"{PREFIX}open:{share.change}", share.place))

    def shares(self) -> tuple[int, int]:
        """How many shares wait, and how many are under way."""
        pipeline = self._redis.pipeline()
        pipeline.hkeys(f"{PREFIX}payload")
        pipeline.hvals(f"{PREFIX}running")
        waiting, running = pipeline.execute()
        held = [json.loads(entry)["place"] for entry in running]
        first, second = (sum(_text(place).startswith("share\n") for place in places) for places in (waiting, held))
        return first, second

    def put_off(
        self, turn: Turn, worker: str, slots: int, *, seconds: float, faults: int, hold: bool = False
    ) -> Answer:
        """What was taken is to be tried again after ``seconds``, at its old place. With ``hold`` everything of its
        owner waits as long."""
        payload = _payload(turn.job, faults)
        return Answer(None, bool(self._call("put_off", turn.token, worker, slots, seconds, payload, int(hold))))

    def beat(self, worker: str, slots: int, tokens: Collection[str], gone: Collection[str] = ()) -> Answer:
        """A worker lives and works on ``tokens``: what it took by another token is lost and goes back to its line. What
        it knows to be ``gone`` does so at once."""
        more = self._call("beat", worker, slots, LOST_AFTER, GRACE, len(tokens), *tokens, *gone)
        return Answer(None, bool(more))

    def waiting(self) -> tuple[Waiting, ...]:
        """Every job that no worker has, in the order of arrival; the sweep is none."""
        pipeline = self._redis.pipeline()
        for name in ("payload", "owner", "seqs", "since"):
            pipeline.hgetall(f"{PREFIX}{name}")
        pipeline.zrange(f"{PREFIX}later", 0, -1, withscores=True)
        payloads, owners, seqs, since, later = pipeline.execute()
        due = dict(later)
        found = (
            Waiting(job, _text(owners[place]), int(seqs[place]), due.get(place, 0.0), float(since.get(place, 0.0)))
            for place, payload in payloads.items()
            for job in _jobs([payload])
        )
        return tuple(sorted(found, key=lambda one: one.place))

    def waits(self, ref: ChangeRef, *, listens: bool = False) -> bool:
        """Whether a review of the change waits, or with ``listens`` any job of it: each would answer people."""
        places = [_place(Job(ref)), *([_place(Job(ref, listens=True))] if listens else [])]
        return any(self._redis.hexists(f"{PREFIX}payload", place) for place in places)

    def tokens(self, worker: str) -> tuple[str, ...]:
        """By what the processes of one worker have taken something."""
        held = self._redis.hgetall(f"{PREFIX}running").items()
        return tuple(_text(token) for token, entry in held if json.loads(entry)["worker"] == worker)

    def running(self) -> Mapping[str, Job]:
        """What is under way, by its token; a sweep is left out."""
        held = self._redis.hgetall(f"{PREFIX}running").items()
        return {_text(token): job for token, entry in held for job in _jobs([json.loads(entry)["payload"]])}

    def _call(self, op: str, *arguments: str | float, keys: Sequence[str] = ()) -> Any:  # Any: redis-py types no answer
        now = self._clock() if self._clock else -1
        return self._script(keys=[PREFIX, *keys], args=[op, now, *arguments])


def waiting(redis: Redis) -> int:
    """How many jobs no worker has taken yet, those that wait for their next try included."""
    return int(redis.hlen(f"{PREFIX}payload"))


def workers_alive(redis: Redis, since: float) -> int:
    """How many workers have shown a sign of life after ``since``, in seconds since the epoch."""
    return int(redis.zcount(f"{PREFIX}alive", since, "+inf"))


def contents_key(share: Share) -> str:
    """The key of what a share is about. It is gone with the share."""
    return f"{PREFIX}shared:{share.place}"


def _place(job: Job) -> str:
    return f"{'command' if job.listens else 'review'}\n{job.ref}"


def _payload(job: Job | None, faults: int) -> str:
    return json.dumps({"job": job.to_wire(), "faults": faults} if job else {"sweep": 1})


def _turn(token: str, payload: str | bytes) -> Turn:
    """Raises :class:`~bot.job.BadJob` for what another version has put there."""
    held = json.loads(payload)
    if "share" in held:
        try:
            return Turn(token, None, share=Share.from_wire(held["share"]))
        except BadShare as error:
            raise BadJob(str(error)) from None
    job = Job.from_wire(held["job"]) if "job" in held else None
    if job and "turn" in held:  # Redis has numbered it
        job = replace(job, turn=int(held["turn"]))
    return Turn(token, job, int(held.get("faults", 0)))


def _text(held: bytes | str) -> str:
    return held.decode() if isinstance(held, bytes) else held


def _jobs(payloads: Collection[bytes | str]) -> tuple[Job, ...]:
    found = []
    for payload in payloads:
        try:
            job = _turn("", payload).job
        except BadJob:
            continue
        if job is not None:
            found.append(job)
    return tuple(found)
