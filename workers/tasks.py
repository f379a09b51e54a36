"""What becomes of one job: the decisions around a review, without any of Celery's words.

A job is a hint, and none is dropped. It ends posted, or covered by a later review; or it is tried again where time may
help, longer pauses in between; or it is parked (:mod:`workers.giving_up`).
"""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import suppress

from celery.exceptions import SoftTimeLimitExceeded
from redis.exceptions import RedisError

from bot import metrics
from bot.hosts.base import HeadMoved, HostError, HostUnavailable, RateLimited
from bot.job import Job
from bot.job_state import NEWER_HEAD, Covered, Deadly, JobStates, Turn
from bot.lease import LEASE_LOST, Hold, LeaseLost, Taken
from bot.model import Change
from bot.pace import LONGEST_HOLD, hold
from bot.parking import Parked, Parking
from bot.policy import Policy
from bot.redaction import redact
from bot.relisting import Relisting
from bot.shown_heads import ShownHeads
from bot.store import Store, StoreDown
from bot.telemetry import tracing
from workers import pipeline
from workers.context import WorkerContext as WorkerContext
from workers.giving_up import Again as Again  # what review() gives stands beside it
from workers.giving_up import Done as Done
from workers.giving_up import give_up, jitter, while_taken
from workers.memory import Memory
from workers.pipeline import Outcome
from workers.processes import stopping
from workers.shares.handing import PATIENCE, SharedOut

log = logging.getLogger(__name__)

MOST_FAULTS = 8
"""Tries of one job against a host that does not answer: somewhat over half an hour with the pauses below."""
OUR_FAULTS = 4
"""Tries where the fault is our own, such as a full disk: it passes soon, or somebody has to look."""
_FIRST_PAUSE = 15.0
_LONGEST_WAIT = 1800.0
"""However long a host asks for: the pauses of our own end far below it."""
_PAUSE_AFTER_PUSH = 2.0
_PAUSE_AFTER_STOP = 1.0


def review(job: Job, context: WorkerContext, faults: int = 0) -> Done | Again:
    """Reviews the change that the job names. ``faults`` is how often this job has failed before. Never raises."""
    with tracing.span("review", job.trace, change=str(job.ref), delivery=job.delivery, faults=faults):
        answer = _answer(job, context, faults)
        tracing.note(outcome=_outcome(answer))
        return answer


def _answer(job: Job, context: WorkerContext, faults: int) -> Done | Again:
    about = {"change": str(job.ref), "delivery": job.delivery, "reason": job.reason}
    try:
        answer = _review(job, context, patient=faults + 1 < OUR_FAULTS)
    except SharedOut as shared:
        answer = Again(PATIENCE, str(shared), fault=False, handed=shared.handed)
    except HeadMoved:
        answer = _put_off(job, context, faults, NEWER_HEAD, first=_PAUSE_AFTER_PUSH)
    except (LeaseLost, pipeline.Unfinished) as error:
        answer = _put_off(job, context, faults, str(error))
    except RateLimited as error:
        answer = _left_alone(error, context)
    except HostUnavailable as error:
        answer = _put_off(job, context, faults, str(error), error.retry_after)
    except (HostError, pipeline.CannotReview, Deadly) as error:
        answer = give_up(job, context, redact(str(error)), of=error)
    except RedisError as error:
        answer = _put_off(job, context, faults, f"Redis does not answer ({type(error).__name__})")
    except SoftTimeLimitExceeded:
        answer = give_up(job, context, "the review took too long")
    except Exception as error:
        log.exception("the review failed by a fault of ours", extra=about)
        why = f"a fault of Patchwarden's own ({type(error).__name__}); its log has the details"
        answer = _put_off(job, context, faults, why, most=OUR_FAULTS)
    metrics.ended(_outcome(answer))
    if isinstance(answer, Again):
        log.info("put off for %.0f s: %s", answer.seconds, answer.why, extra=about)
    else:
        log.info("job done: %s", answer.how, extra=about)
    return answer


def _outcome(answer: Done | Again) -> str:
    """The answer in one of a few words."""
    if isinstance(answer, Again):
        return "put off"
    return answer.how if answer.how in ("reviewed", "parked") else "nothing to do"


def _review(job: Job, context: WorkerContext, *, patient: bool) -> Done | Again:
    try:
        unheld = context.host(job.ref.host)
    except KeyError:
        raise HostError(f"no host is called {job.ref.host!r} in the settings") from None
    try:
        with stopping.stoppable() as children, JobStates(context.redis).under_review(job, children.stop) as turn:
            how = _reviewed(job, context, turn, patient=patient)
    except Covered:
        return Done("a review that began later has covered it")
    except Taken:
        states = JobStates(context.redis)
        if job.listens and not states.is_shown(job):
            pipeline.show_heard(job.ref, unheld)
            states.shown(job)
        return while_taken(job)
    except stopping.Stopped as stopped:
        if str(stopped) == LEASE_LOST:
            raise LeaseLost(str(stopped)) from None
        return Again(_PAUSE_AFTER_STOP, str(stopped), fault=False)
    return Done(how)


def _reviewed(job: Job, context: WorkerContext, turn: Turn, *, patient: bool) -> str:
    """Reviews under the lease, and says in a few words what became of it."""

    def seen(change: Change) -> None:
        turn.head = change.head

    def ruled(policy: Policy) -> None:
        matters = policy.concern.is_moved_by_people or context.concern.is_moved_by_people
        with suppress(RedisError):  # then a label is a reason to look
            Relisting(context.redis).note(job.ref, matters=matters)

    host, ask = context.host(job.ref.host, turn.hold), turn.hold.ask
    memory = Memory(context.store, context.mirrors, lambda: context.rule_versions, before_write=ask)
    outcome = pipeline.review_change(
        job.ref,
        host,
        context.checks,
        memory=memory,
        heads=ShownHeads(context.redis),
        listens=job.listens,
        patient=patient,
        seen=seen,
        docs_url=context.docs_url,
        concern=context.concern,
        ruled=ruled,
        before_checks=lambda seen: context.sharing.before_checks(seen, context.checks),
    )
    turn.only_listened = job.listens and outcome.review is None
    how = _conclude(job, outcome, context.store, turn.hold)
    if outcome.review is not None:
        context.announcer.tell(outcome.review)
    parking = Parking(context.redis)
    if outcome.review is not None and outcome.unfinished:
        change = outcome.review.change
        parking.park(Parked(job, outcome.unfinished, head=change.head, base=change.base))
        JobStates(context.redis).undelivered(job)
    elif not turn.only_listened or _is_parked_command(parking.of(job.ref)):
        parking.release(job.ref)
    return how


def _is_parked_command(parked: Parked | None) -> bool:
    return parked is not None and parked.job.listens


def _conclude(job: Job, outcome: Outcome, store: Store, hold: Hold) -> str:
    """Records and logs a review that is posted. The history is not worth failing for."""
    if outcome.review is None:
        return outcome.skipped
    result, receipt = outcome.review, outcome.receipt
    posted, closed, requests = (receipt.posted, receipt.closed, receipt.requests) if receipt else (0, 0, 0)
    gaps = Counter((gap.check, metrics.gap_kind(gap.reason)) for gap in result.gaps)
    metrics.reviewed(job.ref.host, result.verdict.value, outcome.seconds, gaps)
    hold.ask()
    try:
        store.record(result, outcome.seconds, posted=posted, closed=closed, requests=requests, code=outcome.code)
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


def _put_off(
    job: Job,
    context: WorkerContext,
    faults: int,
    why: str,
    retry_after: float | None = None,
    *,
    first: float | None = None,
    most: int = MOST_FAULTS,
) -> Done | Again:
    """Waits longer each time, at least as long as the host asked for, and never at the same moment as other jobs."""
    if faults + 1 >= most:
        return give_up(job, context, f"given up after {faults + 1} tries: {redact(why)}")
    pause = max((first or _FIRST_PAUSE) * 2**faults, min(retry_after or 0.0, _LONGEST_WAIT))
    return Again(pause * (1 + jitter(job, faults)), why)
