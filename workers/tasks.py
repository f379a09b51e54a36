"""What becomes of one job: the decisions around a review, without any of Celery's words.

A job is a hint. It is dropped where a later review has covered it, put off where the host or another worker asks for
time, and given up where nothing helps: then the change says so, or the sweep knows that its host takes no word of it.
A host that stayed silent is asked again by the sweep, as long as the change's head has no review.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from redis import Redis
from redis.exceptions import RedisError

from bot.broker import client_url, connect
from bot.commands import Verb
from bot.hosts import registry
from bot.hosts.base import (
    BeforeWrite,
    HeadMoved,
    HostError,
    HostUnavailable,
    RateLimited,
    Reads,
    ReviewHost,
    Unreviewable,
)
from bot.job import Job
from bot.job_state import Covered, Deadly, JobStates, Refusal
from bot.lease import Hold, LeaseLost, Taken, lease
from bot.model import Change
from bot.pace import LONGEST_HOLD, Pace, hold
from bot.redaction import redact
from bot.settings import Settings
from bot.shown_heads import ShownHeads
from bot.store import Store, StoreDown
from bot.store.sql import SqlStore
from workers import pipeline, rule_versions
from workers.checks import registry as checks
from workers.checks.base import Check
from workers.memory import Memory
from workers.pipeline import Outcome
from workers.reading.rule_files import RuleError

log = logging.getLogger(__name__)

MOST_FAULTS = 8
"""Tries of one job against a host that does not answer: about an hour and a half with the pauses below."""
_FIRST_PAUSE, _LONGEST_PAUSE = 15.0, 1800.0
_PAUSE_WHILE_TAKEN = 10.0


@dataclass(frozen=True, slots=True)
class Done:
    """The job is finished; ``how`` is for the log and for tests."""

    how: str


@dataclass(frozen=True, slots=True)
class Again:
    """The job is to be tried again after ``seconds``. ``fault`` counts against the job's tries."""

    seconds: float
    why: str
    fault: bool = True
    hold: bool = False
    """Everything of the change's owner waits as long."""


class WorkerContext:
    """What a task works with: made once in each worker process, and only after the fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def redis(self) -> Redis:
        return connect(self._settings.redis_url)

    @cached_property
    def store(self) -> Store:
        return SqlStore(self._settings.database_url)

    @cached_property
    def mirrors(self) -> tuple[tuple[str, ...], ...]:
        """Groups of repositories that are the same one."""
        return self._settings.mirrors

    @cached_property
    def rule_versions(self) -> Mapping[str, str]:
        """Without them no rule is demoted, and every review goes on."""
        try:
            return rule_versions.digests(self.checks)
        except RuleError:
            log.exception("the rules' versions cannot be read")
            return {}

    @cached_property
    def checks(self) -> Sequence[Check]:
        settings = self._settings
        return checks.default_checks(
            cache_dir=settings.cache_dir,
            redis_url=client_url(settings.redis_url),
            osv=settings.osv,
            rules=settings.rules,
        )

    def host(self, name: str, hold: Hold | None = None) -> ReviewHost:
        """A new account each time: its client is not thread-safe. Raises :class:`KeyError` for an unknown name."""
        settings = self._settings.host(name)
        pace = Pace(self.redis, settings.write_limits)
        return registry.build(settings, in_turn((pace, *self.before_writes(hold))))

    def before_writes(self, hold: Hold | None) -> Sequence[BeforeWrite]:
        """What is asked before each write, the lease last: what is asked before may take its time. Without a lease only
        what harms nobody may be written: a sign that a comment was seen."""
        return (hold.ask,) if hold else ()


def in_turn(questions: Sequence[BeforeWrite]) -> BeforeWrite:
    """All of them as one."""

    def ask(account: str) -> None:
        for question in questions:
            question(account)

    return ask


def review(job: Job, context: WorkerContext, faults: int = 0) -> Done | Again:
    """Reviews the change that the job names. ``faults`` is how often this job has failed before. Never raises."""
    about = {"change": str(job.ref), "delivery": job.delivery, "reason": job.reason}
    try:
        answer = _review(job, context)
    except HeadMoved:
        answer = Done("the head moved: the newer one gets its own review")
    except LeaseLost as error:
        answer = _put_off(job, faults, str(error), None)
    except RateLimited as error:
        answer = _left_alone(error, context)
    except HostUnavailable as error:
        answer = _put_off(job, faults, str(error), error.retry_after)
    except (HostError, pipeline.CannotReview, Deadly) as error:
        log.error("the review failed for good: %s", error, extra=about)  # noqa: TRY400 - a host's no needs no traceback
        answer = _give_up(job, context, redact(str(error)))
    except RedisError as error:
        answer = _put_off(job, faults, f"Redis does not answer ({type(error).__name__})", None)
    except Exception as error:
        log.exception("the review failed by a fault of ours", extra=about)
        answer = _give_up(
            job, context, f"a fault of Patchwarden's own ({type(error).__name__}); its log has the details"
        )
    if isinstance(answer, Again):
        log.info("put off for %.0f s: %s", answer.seconds, answer.why, extra=about)
    else:
        log.info("job done: %s", answer.how, extra=about)
    return answer


def _review(job: Job, context: WorkerContext) -> Done | Again:
    try:
        unheld = context.host(job.ref.host)
    except KeyError:
        raise HostError(f"no host is called {job.ref.host!r} in the settings") from None
    try:
        with JobStates(context.redis).under_review(job) as turn:
            host, ask = context.host(job.ref.host, turn.hold), turn.hold.ask
            memory = Memory(context.store, context.mirrors, lambda: context.rule_versions, before_write=ask)
            outcome = pipeline.review_change(
                job.ref,
                host,
                context.checks,
                memory=memory,
                heads=ShownHeads(context.redis),
                listens=job.listens,
            )
            turn.only_listened = job.listens and outcome.review is None
            how = _conclude(job, outcome, context.store, turn.hold)
    except Covered:
        return Done("a review that began later has covered it")
    except Taken:
        if job.listens:
            pipeline.show_heard(job.ref, unheld)
        pause = _PAUSE_WHILE_TAKEN * (1 + _jitter(job, 0))
        return Again(pause, "another worker reviews the change", fault=False)
    return Done(how)


def _give_up(job: Job, context: WorkerContext, why: str) -> Done:
    """Says on the change that there is no review and why. Never raises: what cannot be said now is found by the
    sweep."""
    try:
        with lease(context.redis, str(job.ref)) as hold:
            _say_unread(job, context, why, hold)
    except (Taken, LeaseLost, RedisError, KeyError) as error:
        log.warning("nothing was said on the change (%s)", type(error).__name__, extra={"change": str(job.ref)})
    except Exception:
        log.warning("what became of the review could not be said", exc_info=True, extra={"change": str(job.ref)})
    return Done("failed")


def _say_unread(job: Job, context: WorkerContext, why: str, hold: Hold) -> None:
    """Says why there is no review, or parks the change where its host takes no word: then the sweep waits until the
    change is another one."""
    host = context.host(job.ref.host, hold)
    change: Change | None = None
    try:
        change = _readable(host, job)
        again = f"{why}. To try again: /{host.talk.names[0]} {Verb.REVIEW.value}"
        pipeline.say_unread(change, host, again, ShownHeads(context.redis))
    except HeadMoved:
        pass  # the newer head gets its own review
    except HostUnavailable as error:
        log.warning("nothing could be said on the change: %s", error, extra={"change": str(job.ref)})
    except HostError as error:
        head, base = (change.head, change.base) if change else (job.head, "")
        JobStates(context.redis).park(job.ref, Refusal(head, base, why))
        log.warning("the host takes no word of it: %s", redact(str(error)), extra={"change": str(job.ref)})


def _readable(host: Reads, job: Job) -> Change:
    """The change, also where it can only be named."""
    try:
        return host.change(job.ref)
    except Unreviewable as refusal:
        return refusal.change


def _conclude(job: Job, outcome: Outcome, store: Store, hold: Hold) -> str:
    """Records and logs a review that is posted. The history is not worth failing for."""
    if outcome.review is None:
        return outcome.skipped
    result, receipt = outcome.review, outcome.receipt
    posted, closed, requests = (receipt.posted, receipt.closed, receipt.requests) if receipt else (0, 0, 0)
    hold.ask()
    try:
        store.record(result, outcome.seconds, posted=posted, closed=closed, requests=requests)
    except StoreDown as error:
        log.warning("%s", error, extra={"change": str(job.ref)}, exc_info=True)
    log.info(
        "reviewed",
        extra={
            "change": str(job.ref),
            "delivery": job.delivery,
            "head": result.change.head,
            "verdict": result.verdict.value,
            "defects": len(result.defects),
            "posted": posted,
            "closed": closed,
            "requests": requests,
            "answered": outcome.answered,
            "notes": list(receipt.notes) if receipt else [],
            "seconds": {stage: round(value, 3) for stage, value in outcome.seconds.items()},
        },
    )
    return "reviewed"


def _left_alone(limit: RateLimited, context: WorkerContext) -> Again:
    """The host wants to be left alone: nobody's fault, and every worker heeds it."""
    seconds = min(max(limit.retry_after or 0.0, _FIRST_PAUSE), LONGEST_HOLD)
    try:
        hold(context.redis, limit.account, seconds)
    except RedisError as error:
        log.warning("other workers do not know of the limit: Redis does not answer (%s)", type(error).__name__)
    return Again(seconds, str(limit), fault=False, hold=True)


def _put_off(job: Job, faults: int, why: str, retry_after: float | None) -> Done | Again:
    """Waits longer each time, at least as long as the host asked for, and never at the same moment as other jobs."""
    if faults + 1 >= MOST_FAULTS:
        log.error("given up after %d tries: %s", faults + 1, why, extra={"change": str(job.ref)})
        return Done("given up")
    pause = max(min(_FIRST_PAUSE * 2**faults, _LONGEST_PAUSE), min(retry_after or 0.0, _LONGEST_PAUSE))
    return Again(pause * (1 + _jitter(job, faults)), why)


def _jitter(job: Job, faults: int) -> float:
    """From 0 to 0.25, the same for the same try of the same job."""
    digest = hashlib.blake2b(f"{job.ref} {job.delivery} {job.turn} {faults}".encode(), digest_size=2).digest()
    return int.from_bytes(digest) / 65_536 / 4
