"""What shares cost and bring: more workers on large changes, and small changes beside them.

    python -m bench.shares [--workers N]… [--real N]… [--files N]

The first two parts have an engine that sleeps: they show what handing out, turns and the last review cost, and nothing
of this machine's processors. The third has the real engine and real workers, each a process, measured as CPU: what all
of them together need for one review, beside one worker that makes it alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from bench import measured
from bench.large import _repository
from bot.broker import connect
from bot.job import Job
from bot.model import ChangeRef
from bot.share import Handed, Share
from bot.turnstile import waiting
from tests.builders import change
from tests.fakes.git_server import GitServer
from tests.fakes.repository import Repository
from tests.redis_server import running_redis
from workers.giving_up import Again, Done
from workers.shares.handing import PATIENCE
from workers.turns import Turns

_ROOT = Path(__file__).parents[1]
_SLEEP = 0.25
"""Seconds of one share."""
_LAST = 0.05
"""Seconds of a review that finds everything done."""
_IDLE = 0.005
_FEW, _DAY = 3, 10_000


@dataclass
class Sleeping:
    """Workers of one place each, in threads, whose reviews and shares only sleep."""

    url: str
    shares: int
    """Of each large change; one small change has none."""
    handed: set[str] = field(default_factory=set)
    begun: dict[str, float] = field(default_factory=dict)
    """By change: when the review began that posts."""

    @contextmanager
    def working(self, workers: int) -> Iterator[None]:
        over = threading.Event()
        threads = [threading.Thread(target=self._work, args=(number, over)) for number in range(workers)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()

    def _work(self, number: int, over: threading.Event) -> None:
        turns = Turns(self.url, 1, _owner)
        count = 0
        while not over.is_set():
            count += 1
            done = len(self.begun)
            turns.work(f"worker {number} message {count}", self._review, lambda: None, self._share)
            if done == len(self.begun):
                over.wait(_IDLE)

    def _review(self, job: Job, faults: int) -> Done | Again:
        del faults
        name = str(job.ref)
        if job.reason == "large" and name not in self.handed:
            self.handed.add(name)
            shares = tuple(Share(name, "chord", number) for number in range(self.shares))
            return Again(PATIENCE, "shared", fault=False, handed=Handed("head", 1, shares, is_last=True))
        if job.reason == "alone":
            time.sleep(self.shares * _SLEEP)
        self.begun[name] = time.monotonic()
        time.sleep(_LAST)
        return Done("reviewed")

    def _share(self, share: Share) -> Done:
        del share
        time.sleep(_SLEEP)
        return Done("shared")


def _owner(ref: ChangeRef) -> str:
    return ref.repository


def _change(owner: str, number: int) -> ChangeRef:
    return ChangeRef("bench", f"{owner}/app", number)


def scaling(workers: int, changes: int = 4) -> float:
    """Seconds for some large changes, of as many shares for each worker whatever their number is."""
    with running_redis() as url, connect(url) as redis:
        redis.flushall()
        sleeping = Sleeping(url, 8 * workers)
        turns = Turns(url, 1, _owner)
        for number in range(changes):
            turns.put(Job(_change(f"owner{number}", 1), reason="large"))
        start = time.monotonic()
        with sleeping.working(workers):
            while len(sleeping.begun) < changes:
                time.sleep(_IDLE)
            return time.monotonic() - start


def overtaking(reason: str) -> float:
    """Seconds until a small change begins that comes right after a large one, with one worker of one place."""
    with running_redis() as url, connect(url) as redis:
        redis.flushall()
        sleeping = Sleeping(url, 40)
        turns = Turns(url, 1, _owner)
        turns.put(Job(_change("owner", 1), reason=reason))
        with sleeping.working(1):
            while waiting(redis) == 1 and not redis.hlen("patchwarden:turnstile:running"):
                time.sleep(_IDLE)
            time.sleep(2 * _SLEEP)
            small = _change("owner", 2)
            turns.put(Job(small))
            start = time.monotonic()
            while str(small) not in sleeping.begun:
                time.sleep(_IDLE)
            waited = sleeping.begun[str(small)] - start
            redis.flushall()
        return waited


def real(files: int, workers: int, least: int) -> tuple[float, float]:
    """CPU and wall seconds of one review by so many processes; ``least`` as of the setting."""
    with ExitStack() as stack:
        url = stack.enter_context(running_redis())
        redis = stack.enter_context(connect(url))
        directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="patchwarden-bench-"))
        redis.flushall()
        git = Path(directory) / "large.git"
        _repository(git, files, modules=False)
        base, head = (Repository(git).resolve(name) for name in ("main", "topic"))
        server = stack.enter_context(GitServer({"octo/app": git}))
        command = [sys.executable, "-m", "bench.sharing_worker", url, directory, server.url("octo/app"), base, head]
        command.append(str(least))
        started = [
            subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(workers)
        ]
        for each in started:
            if each.stdout:
                each.stdout.readline()
        Turns(url, 1, _owner).put(Job(change().ref))
        start = time.monotonic()
        while waiting(redis) or redis.hlen("patchwarden:turnstile:running"):
            time.sleep(0.05)
        seconds = time.monotonic() - start
        said = [json.loads(each.communicate("end\n")[0]) for each in started]
        if sum(each["published"] for each in said) != 1:
            raise click.ClickException(f"the review was not posted once: {said}")
        return sum(each["cpu"] for each in said), seconds


@click.command()
@click.option("--workers", "counts", multiple=True, type=int, default=(1, 2, 4, 8, 16), show_default=True)
@click.option("--real", "processes", multiple=True, type=int, default=(1, 2, 4), show_default=True)
@click.option("--files", default=120, show_default=True, help="Changed files of the review with the real engine.")
def main(counts: Sequence[int], processes: Sequence[int], files: int) -> None:
    """Prints a row a number of workers."""
    click.echo("a sleep for the engine: four large changes, eight shares of each for each worker")
    floor = linear = 0.0
    for count in counts:
        seconds = scaling(count)
        floor = floor or seconds * counts[0] / count
        linear = floor / seconds
        click.echo(f"{count:3} workers: {seconds:5.2f} s, {linear:.2f} of linear")
    measured.tell(f"shares: {counts[-1]} workers, of linear", linear, more=True)
    alone, shared = overtaking("alone"), overtaking("large")
    click.echo(f"a small change behind a large one of {40 * _SLEEP:.0f} s, one worker: begins after {shared:.2f} s")
    measured.tell("shares: a small change behind a large one, alone to shared", alone / shared, more=True)
    click.echo(f"the same where the large one is made in one piece: {alone:.2f} s, {alone / shared:.0f} times as long")
    if not processes:
        return
    cpu, seconds = real(files, 1, 0)
    click.echo(f"the real engine, {files} files, one worker alone: {cpu:.1f} s CPU, {seconds:.1f} s")
    small, _ = real(_FEW, 1, 0)
    click.echo(f"the same, {_FEW} files: {small:.1f} s CPU; {_DAY:,} reviews a day, one in ten of them large, keep")
    day = _DAY * (0.9 * small + 0.1 * cpu) / 86_400
    click.echo(f"    {day:.1f} processors busy; twice that many carry a working day's rush: {2 * day:.1f}")
    for count in processes:
        together, wall = real(files, count, 100_000)
        click.echo(
            f"{count:3} workers in shares: {together:.1f} s CPU, {wall:.1f} s; {cpu / together:.2f} of the work is the "
            "review's own"
        )


if __name__ == "__main__":
    main()
