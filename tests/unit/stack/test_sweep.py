"""Every open change whose head has no review of ours gets a job."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from redis import Redis

from bot.hosts import registry
from bot.hosts.base import HostUnavailable
from bot.job import Job
from bot.job_state import JobStates
from bot.lease import lease
from bot.model import ChangeRef
from bot.parking import FIRST_PAUSE, Parked, Parking
from bot.queue import CeleryQueue
from bot.settings import Settings
from bot.shown_heads import ShownHeads
from bot.turnstile import Turnstile, waiting
from tests.unit.stack.memory_host import MemoryHost, Recorder
from workers.cli import main as cli
from workers.sweep import LEASE, LEFT_SECONDS, Swept, end_what_is_left, sweep
from workers.sweep_notes import SweepNotes


def test_what_the_hosts_name_is_queued_and_a_silent_host_keeps_none(
    host: MemoryHost, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    silent = MemoryHost(host.at, host.source, "silent", faults=[HostUnavailable("502")])
    work = MemoryHost(replace(host.at, ref=ChangeRef("work", "octo/lib", 3)), host.source, "work")
    queue = Recorder()

    done = sweep([silent, host, work], queue)

    assert done == (
        Swept("silent", (), "502"),
        Swept("github", (ChangeRef("github", "octo/app", 7),)),
        Swept("work", (ChangeRef("work", "octo/lib", 3),)),
    )
    assert queue.jobs == [
        Job(ChangeRef("github", "octo/app", 7), reason="sweep"),
        Job(ChangeRef("work", "octo/lib", 3), reason="sweep"),
    ]
    assert "the sweep of silent stopped: 502" in caplog.text


def test_a_reviewed_head_is_left_alone(host: MemoryHost) -> None:
    host.published = [host.at.head]

    assert sweep([host], Recorder()) == (Swept("github", ()),)


def run(monkeypatch: pytest.MonkeyPatch, hosts: list[MemoryHost], **environ: str) -> Result:
    """``patchwarden sweep``, with hosts in memory behind the names of the settings."""
    by_name = {host.name: host for host in hosts}
    monkeypatch.setattr(registry, "build", lambda settings: by_name[settings.name])
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATCHWARDEN_SECRET", "a secret of these tests")
    return CliRunner().invoke(cli.main, ["sweep"], catch_exceptions=False)


TOKEN = {"PATCHWARDEN_GITHUB_TOKEN": "t", "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "s" * 16}


def test_the_command_names_what_it_queued(
    monkeypatch: pytest.MonkeyPatch, host: MemoryHost, redis_url: str, redis: Redis
) -> None:
    done = run(monkeypatch, [host], REDIS_URL=redis_url, **TOKEN)

    assert (done.exit_code, done.stdout) == (
        0,
        "github: 1 change queued, 1 requests\n"
        "  octo/app#7: its head has no review of ours\n"
        "  1499 requests are left within this hour for github\n",
    )
    assert waiting(redis) == 1


def test_the_command_fails_when_a_host_was_not_seen_whole(
    monkeypatch: pytest.MonkeyPatch, host: MemoryHost, redis_url: str
) -> None:
    host.faults.append(HostUnavailable("github: could not list: 502"))

    done = run(monkeypatch, [host], REDIS_URL=redis_url, **TOKEN)

    assert (done.exit_code, done.stdout) == (
        1,
        "github: 0 changes queued, 1 requests\n  1499 requests are left within this hour for github\n",
    )
    assert "not seen whole: github: could not list: 502" in done.stderr


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "no host is set up"),
        ({"PATCHWARDEN_GITHUB_TOKEN": "t"}, "PATCHWARDEN_GITHUB_WEBHOOK_SECRET"),
        (TOKEN, "Redis does not answer"),
    ],
)
def test_the_command_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    done = run(monkeypatch, [], PATCHWARDEN_STATE_DIR=str(tmp_path), **environ)

    assert done.exit_code == 1
    assert said in done.stderr


def test_what_shows_a_review_under_way_for_too_long_is_looked_at(monkeypatch: pytest.MonkeyPatch, redis: Redis) -> None:
    """Also where the change is closed, and in no list of open ones."""
    settings = Settings.from_environ({"PATCHWARDEN_SECRET": "s" * 32, "REDIS_URL": "redis://127.0.0.1:1", **TOKEN})
    heads, queue = ShownHeads(redis), Recorder()
    refs = [ChangeRef("github", "octo/app", number) for number in range(1, 4)]
    elsewhere = ChangeRef("gerrit", "grp/app", 4)
    before = time.time() - LEFT_SECONDS - 1
    with monkeypatch.context() as earlier:
        earlier.setattr("bot.shown_heads.time.time", lambda: before)
        for ref in (*refs[:2], elsewhere):
            heads.add(ref, "a" * 40)
    heads.add(refs[2], "a" * 40)
    Parking(redis).park(Parked(Job(refs[1]), "no"))

    end_what_is_left(settings, redis, queue)

    assert [job.ref for job in queue.jobs] == refs[:1]


@pytest.mark.parametrize(("waiting_listens", "queued"), [(False, False), (True, True), (None, True)])
def test_a_job_that_waits_keeps_its_faults_and_its_time(
    host: MemoryHost, redis: Redis, redis_url: str, waiting_listens: bool | None, queued: bool
) -> None:
    """The sweep's job would take its place, with no fault, at once. What only listens does not review: it is no reason
    to queue no review."""
    line, queue = Turnstile(redis), CeleryQueue(redis_url)
    if waiting_listens is not None:
        line.put(Job(host.at.ref, listens=waiting_listens), "octo")
        taken = line.take("a token", "a worker", 2).turn
        assert taken is not None
        line.put_off(taken, "a worker", 2, seconds=600, faults=3)

    (done,) = sweep([host], queue, JobStates(redis), lambda name: SweepNotes(redis, name, 100))

    assert (bool(done.queued), bool(done.waiting)) == (queued, not queued)
    later = [one for one in line.waiting() if one.due]
    assert [one.job.reason for one in later] == [""] * (waiting_listens is not None)
    queue._redis.close()


def test_what_is_parked_is_tried_again_by_the_command_too(
    monkeypatch: pytest.MonkeyPatch, host: MemoryHost, redis_url: str, redis: Redis
) -> None:
    host.published = [host.at.head]
    for number, age in ((7, FIRST_PAUSE + 1), (8, 0.0), (9, FIRST_PAUSE + 1)):
        then = partial(float, time.time() - age)
        Parking(redis, then).park(Parked(Job(replace(host.at.ref, number=number)), "no"))
    line = Turnstile(redis)
    line.put(Job(replace(host.at.ref, number=9), reason="pushed"), "octo")

    assert run(monkeypatch, [host], REDIS_URL=redis_url, **TOKEN).exit_code == 0

    assert [(one.job.ref.number, one.job.reason) for one in line.waiting()] == [(9, "pushed"), (7, "parked")]


def test_two_sweeps_at_a_time_are_one(monkeypatch: pytest.MonkeyPatch, redis_url: str, redis: Redis) -> None:
    with lease(redis, LEASE):
        done = run(monkeypatch, [], REDIS_URL=redis_url, **TOKEN)

    assert (done.exit_code, "another sweep is under way" in done.stderr) == (1, True)
