"""One check's fault is that check's alone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event

import pytest

from bot.hosts.base import HostError, HostUnavailable
from bot.model import Applied, Aside, ChangedFile, CheckResult, RunStatus
from bot.policy import Policy
from tests.builders import changed_file, snapshot
from workers.checks.base import Snapshot, ran
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
