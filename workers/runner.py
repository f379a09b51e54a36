"""Runs the checks of one review. Whatever goes wrong inside a check, or takes too long, costs this check alone."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from threading import Thread

from bot.hosts.base import HostError, HostUnavailable
from bot.model import Aside, CheckResult, CheckRun, RunStatus
from workers.checks.base import BadCheck, Check, Snapshot, account, failed
from workers.checks.portions import patience
from workers.processes import stopping

log = logging.getLogger(__name__)

CHECK_SECONDS = 600.0
"""How long one check may take, see :func:`workers.checks.portions.patience`: less than a task may, so that a check that
hangs does not take the review along."""
_AT_A_TIME = 2
"""One mostly waits for the engine."""
_GLANCE_SECONDS = 0.5
"""So often the wait for the checks looks whether the review must end."""


def run_checks(seen: Snapshot, checks: Iterable[Check], seconds: float = CHECK_SECONDS) -> tuple[CheckResult, ...]:
    """Every check's result, in the order of ``checks``. One that does not end within ``seconds`` (of a large change a
    multiple of them) is given up.

    The next check is taken from ``checks`` only when it is its turn, so an iterator may make each as late as that.
    Raises :class:`~workers.processes.stopping.Stopped`, whatever the checks are at, and
    :class:`~bot.hosts.base.HostUnavailable` where a passing fault kept a check from reading on: the review is to be
    made again, and not posted without the check.
    """
    seconds *= patience(len(seen.files))
    results: dict[int, CheckResult] = {}
    running: dict[int, _Running] = {}
    waiting = enumerate(checks)
    try:
        while True:
            while len(running) < _AT_A_TIME and (following := next(waiting, None)) is not None:
                number, check = following
                running[number] = _started(check, seen, time.monotonic() + seconds)
            if not running:
                return tuple(results[number] for number in sorted(results))
            stopping.check()
            first_end = min(each.end for each in running.values())
            glance = min(_GLANCE_SECONDS, max(0.0, first_end - time.monotonic()))
            wait([each.future for each in running.values()], glance, FIRST_COMPLETED)
            for number, each in list(running.items()):
                if each.future.done():
                    results[number] = each.future.result()
                elif time.monotonic() >= each.end:
                    reason = f"did not end within {seconds:g} s"
                    log.error("check %s on %s %s", each.check.id, seen.change.ref, reason)
                    each.work.stop(reason)
                    # It is not asked again which files concern it: that may be what it hangs in.
                    results[number] = failed(each.check, seen, reason, dict(each.asides))
                else:
                    continue
                del running[number]
    finally:
        for each in running.values():
            each.work.stop("the review has ended")


@dataclass(frozen=True, slots=True)
class _Running:
    check: Check
    end: float
    """By the monotonic clock."""
    future: Future[CheckResult]
    work: stopping.Children
    asides: Mapping[str, Aside | None] = field(default_factory=dict)
    """What the check said of the files, so far."""


def _started(check: Check, seen: Snapshot, end: float) -> _Running:
    """The check in a thread of its own, and not in a ``ThreadPoolExecutor``: Python waits for an executor's threads
    before it exits, and no thread can be stopped. A daemon that is given up ends where it starts a program or asks
    whether it may go on; until then it works unheard and holds up nothing."""
    future: Future[CheckResult] = Future()
    work = stopping.Children()
    asides: dict[str, Aside | None] = {}

    @stopping.inherited
    def run() -> CheckResult:
        with stopping.stoppable(work):
            return _run(check, seen, asides)

    def conclude() -> None:
        try:
            future.set_result(run())
        except (stopping.Stopped, HostUnavailable) as ended:
            future.set_exception(ended)

    Thread(target=conclude, name=f"check-{check.id}", daemon=True).start()
    return _Running(check, end, future, work, asides)


def _run(check: Check, seen: Snapshot, asides: dict[str, Aside | None]) -> CheckResult:
    """The boundary around one check. A passing fault of the host's goes through it. ``asides`` is filled."""
    try:
        for file in (*seen.files, *seen.messages):
            asides[file.path] = check.aside(file, seen.policy)
        if None not in asides.values():
            reason = "nothing in the change is in its scope"
            return CheckResult(CheckRun(check.id, RunStatus.SKIPPED, account(check, seen, ()), reason=reason))
        return check.run(seen)
    except HostUnavailable:
        raise
    except HostError as refusal:
        return failed(check, seen, str(refusal), asides)
    except BadCheck as error:
        log.error("check %s on %s: %s", check.id, seen.change.ref, error, exc_info=error.__cause__)  # noqa: TRY400 - the clause says it
        return failed(check, seen, str(error), asides)
    except Exception as error:
        log.exception("check %s failed on %s at %s", check.id, seen.change.ref, seen.change.head)
        reason = f"the check failed ({type(error).__name__}); the log of the worker has the details"
        result = failed(check, seen, reason, asides)
        return replace(result, run=replace(result.run, passing=True))
