"""Every open change whose head has no review of ours gets a job."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from bot.hosts.base import HostUnavailable
from bot.model import ChangeRef
from bot.queue import Job
from tests.unit.stack.memory_host import MemoryHost
from workers.sweep import sweep


class Recorder:
    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def enqueue(self, job: Job) -> bool:
        self.jobs.append(job)
        return True


def test_what_the_hosts_name_is_queued_and_a_silent_host_keeps_none(
    host: MemoryHost, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    silent = MemoryHost(host.at, host.source, "silent", faults=[HostUnavailable("502")])
    work = MemoryHost(replace(host.at, ref=ChangeRef("work", "octo/lib", 3)), host.source, "work")
    queue = Recorder()

    assert sweep([silent, host, work], queue) == 2

    assert queue.jobs == [Job("github", "octo/app", 7, reason="sweep"), Job("work", "octo/lib", 3, reason="sweep")]
    assert "the sweep of silent stopped: 502" in caplog.text


def test_a_reviewed_head_is_left_alone(host: MemoryHost) -> None:
    host.published = [host.at.head]

    assert sweep([host], Recorder()) == 0
