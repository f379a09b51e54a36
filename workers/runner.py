"""Runs the checks of one review. Whatever goes wrong inside a check, or takes too long, costs this check alone."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from threading import Event, Lock, Semaphore, Thread

from bot.model import CheckResult, CheckRun, RunStatus
from workers.checks.base import Check, Snapshot, account, failed

log = logging.getLogger(__name__)

CHECK_SECONDS = 600.0
"""How long one check may take: less than a task may, so that a check that hangs does not take the review along."""
_AT_A_TIME = 2
"""One mostly waits for the engine."""


def run_checks(seen: Snapshot, checks: Sequence[Check], seconds: float = CHECK_SECONDS) -> tuple[CheckResult, ...]:
    """Every check's result, in the order of ``checks``. One that does not end within ``seconds`` is given up."""
    slots = Semaphore(_AT_A_TIME)
    running = [_Running(check, seen, slots) for check in checks]
    return tuple(each.result(seconds) for each in running)


class _Running:
    """One check in a thread of its own. Python cannot stop a thread: one that is given up goes on unheard, and as a
    daemon it keeps no process alive."""

    def __init__(self, check: Check, seen: Snapshot, slots: Semaphore) -> None:
        self._check = check
        self._seen = seen
        self._slots = slots
        self._holds_slot = False
        self._lock = Lock()
        self._began, self._ended = Event(), Event()
        self._start = 0.0
        self._result: CheckResult
        Thread(target=self._work, name=f"check-{check.id}", daemon=True).start()

    def result(self, seconds: float) -> CheckResult:
        self._began.wait()
        if self._ended.wait(max(0.0, self._start + seconds - time.monotonic())):
            return self._result
        self._give_slot_back()
        log.error("check %s on %s did not end within %.0f s", self._check.id, self._seen.change.ref, seconds)
        return failed(self._check, self._seen, f"did not end within {seconds:g} s")

    def _work(self) -> None:
        self._slots.acquire()
        self._holds_slot = True
        self._start = time.monotonic()
        self._began.set()
        self._result = _run(self._check, self._seen)
        self._ended.set()
        self._give_slot_back()

    def _give_slot_back(self) -> None:
        """Once: by the check that ended, or for the one that was given up."""
        with self._lock:
            if self._holds_slot:
                self._holds_slot = False
                self._slots.release()


def _run(check: Check, seen: Snapshot) -> CheckResult:
    """The boundary around one check."""
    try:
        asides = [check.aside(file, seen.policy) for file in (*seen.files, *seen.messages)]
        if None not in asides:
            reason = "nothing in the change is in its scope"
            return CheckResult(CheckRun(check.id, RunStatus.SKIPPED, account(check, seen, ()), reason=reason))
        return check.run(seen)
    except Exception as error:
        log.exception("check %s failed on %s at %s", check.id, seen.change.ref, seen.change.head)
        reason = f"the check failed ({type(error).__name__}); the log of the worker has the details"
        return failed(check, seen, reason)
