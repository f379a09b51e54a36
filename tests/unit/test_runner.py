"""One check's fault is that check's alone."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event

import pytest

from bot.hosts.base import HostError, HostUnavailable
from bot.model import Applied, Aside, ChangedFile, CheckResult, RunStatus
from bot.policy import Policy
from tests import waits
from tests.builders import changed_file, snapshot
from workers.checks.base import Snapshot, ran
from workers.processes import sandbox, stopping
from workers.runner import run_checks

SEEN = snapshot(changed_file("a.py", "a\n", "b\n"))


class Double:
    """A check that does what it is told."""

    def __init__(self, id_: str, work: Callable[[], object] = lambda: None, wants: bool = True) -> None:
        self.id = id_
        self._work = work
        self._wants = wants

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        return None if self._wants else Aside.OTHER_KIND

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        return frozenset()

    def run(self, snapshot: Snapshot) -> CheckResult:
        self._work()
        return ran(self, snapshot, ())


def fails() -> None:
    raise RuntimeError("of the check")


def outcomes(*checks: Double, seconds: float = 60.0) -> list[tuple[str, RunStatus, str]]:
    return [(result.run.check, result.run.status, result.run.reason) for result in run_checks(SEEN, checks, seconds)]


def test_results_come_in_the_order_of_the_checks() -> None:
    second_ended = Event()
    first, second = Double("first", second_ended.wait), Double("second", second_ended.set)
    assert [id_ for id_, _, _ in outcomes(first, second)] == ["first", "second"]


def test_a_check_with_nothing_in_its_scope_is_skipped() -> None:
    assert outcomes(Double("idle", fails, wants=False)) == [
        ("idle", RunStatus.SKIPPED, "nothing in the change is in its scope")
    ]


def test_a_check_that_raises_is_failed_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        found = outcomes(Double("broken", fails), Double("whole"))
    reason = "the check failed (RuntimeError); the log of the worker has the details"
    assert found == [("broken", RunStatus.FAILED, reason), ("whole", RunStatus.RAN, "")]
    assert "of the check" in caplog.text
    (broken,) = run_checks(SEEN, [Double("broken", fails)])
    assert broken.run.passing, "it may work at the next try"


def test_a_passing_fault_of_the_host_is_no_check_that_failed() -> None:
    """Posted without the check, the review would stay incomplete for ever."""

    def unavailable() -> None:
        raise HostUnavailable("the host does not answer")

    with pytest.raises(HostUnavailable, match="does not answer"):
        outcomes(Double("whole"), Double("unlucky", unavailable), Double("later"))


def test_a_hosts_no_is_the_reason_of_the_check() -> None:
    def refused() -> None:
        raise HostError("git refuses the object 1234 of the repository")

    assert outcomes(Double("unlucky", refused)) == [
        ("unlucky", RunStatus.FAILED, "git refuses the object 1234 of the repository")
    ]


def test_checks_that_hang_are_given_up_and_hold_up_no_other(caplog: pytest.LogCaptureFixture) -> None:
    release = Event()
    hung = [Double(f"hung {number}", release.wait) for number in range(3)]
    try:
        found = outcomes(*hung, Double("whole"), seconds=0.2)
    finally:
        release.set()
    reason = "did not end within 0.2 s"
    assert found == [*((check.id, RunStatus.FAILED, reason) for check in hung), ("whole", RunStatus.RAN, "")]
    assert caplog.text.count("did not end") == 3


def _sleeps(told: list[str], started: Event) -> Callable[[], None]:
    """The work of a check that waits for a program, and then goes on to the next one."""

    def work() -> None:
        for _ in range(2):
            started.set()
            try:
                sandbox.run(["sleep", "60"], timeout=100)
            except stopping.Stopped as stopped:
                told.append(str(stopped))

    return work


def _both(told: list[str]) -> list[str]:
    end = time.monotonic() + 10
    while len(told) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    return told


def test_a_check_that_is_given_up_ends_with_its_programs_and_starts_no_other() -> None:
    told: list[str] = []
    assert outcomes(Double("slow", _sleeps(told, Event())), seconds=0.5)[0][1] is RunStatus.FAILED
    assert _both(told) == ["did not end within 0.5 s"] * 2


def test_checks_end_with_the_review_that_another_check_has_ended() -> None:
    told, started = list[str](), Event()

    def unavailable() -> None:
        waits.happened(started, "the other check")
        raise HostUnavailable("the host does not answer")

    with pytest.raises(HostUnavailable):
        outcomes(Double("slow", _sleeps(told, started)), Double("unlucky", unavailable))
    assert _both(told) == ["the review has ended"] * 2


def test_a_review_that_is_stopped_stops_its_checks() -> None:
    told, started = list[str](), Event()

    def stop() -> None:
        waits.happened(started, "the other check")
        review.stop("superseded")

    with stopping.stoppable() as review, pytest.raises(stopping.Stopped, match="superseded"):
        outcomes(Double("slow", _sleeps(told, started)), Double("stops", stop))
    assert set(_both(told)) <= {"superseded", "the review has ended"}  # whichever a check hears of first
