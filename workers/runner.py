"""Runs the checks of one review. Whatever goes wrong inside a check, or takes too long, costs this check alone."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from threading import Thread

from bot import stopping
from bot.model import CheckResult, CheckRun, RunStatus
from bot.stopping import Stopped
from workers.checks.base import Check, Snapshot, account, failed

log = logging.getLogger(__name__)

CHECK_SECONDS = 600.0
"""How long one check may take: less than a task may, so that a check that hangs does not take the review along."""
_AT_A_TIME = 2
"""One mostly waits for the engine."""
_LOOK_SECONDS = 0.5
"""How often it is looked whether the review was ended from outside."""


def run_checks(seen: Snapshot, checks: Iterable[Check], seconds: float = CHECK_SECONDS) -> tuple[CheckResult, ...]:
    """Every check's result, in the order of ``checks``. One that does not end within ``seconds`` is given up.

    The next check is taken from ``checks`` only when it is its turn, so an iterator may make each as late as that.
    Raises :class:`~bot.stopping.Stopped` where the review was ended from outside.
    """
    results: dict[int, CheckResult] = {}
    running: dict[Future[CheckResult], tuple[int, Check, float]] = {}
    waiting = enumerate(checks)
    while True:
        while len(running) < _AT_A_TIME and (following := next(waiting, None)) is not None:
            number, check = following
            running[_started(check, seen)] = number, check, time.monotonic() + seconds
        if not running:
            return tuple(results[number] for number in sorted(results))
        first_end = min(end for _, _, end in running.values())
        wait(running, min(max(0.0, first_end - time.monotonic()), _LOOK_SECONDS), FIRST_COMPLETED)
        stopping.check()
        for future, (number, check, end) in list(running.items()):
            if future.done():
                results[number] = future.result()
            elif time.monotonic() >= end:
                log.error("check %s on %s did not end within %.0f s", check.id, seen.change.ref, seconds)
                results[number] = failed(check, seen, f"did not end within {seconds:g} s")
            else:
                continue
            del running[future]


def _started(check: Check, seen: Snapshot) -> Future[CheckResult]:
    """The check in a thread of its own, and not in a ``ThreadPoolExecutor``: Python waits for an executor's threads
    before it exits, and no thread can be stopped. A daemon that is given up works on unheard and holds up nothing."""
    future: Future[CheckResult] = Future()
    work = stopping.carried(lambda: future.set_result(_run(check, seen)))
    Thread(target=work, name=f"check-{check.id}", daemon=True).start()
    return future


def _run(check: Check, seen: Snapshot) -> CheckResult:
    """The boundary around one check."""
    try:
        asides = [check.aside(file, seen.policy) for file in (*seen.files, *seen.messages)]
        if None not in asides:
            reason = "nothing in the change is in its scope"
            return CheckResult(CheckRun(check.id, RunStatus.SKIPPED, account(check, seen, ()), reason=reason))
        return check.run(seen)
    except Stopped as stopped:
        return failed(check, seen, str(stopped))  # nobody reads it
    except Exception as error:
        log.exception("check %s failed on %s at %s", check.id, seen.change.ref, seen.change.head)
        reason = f"the check failed ({type(error).__name__}); the log of the worker has the details"
        return failed(check, seen, reason)
