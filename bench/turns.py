"""How long people and strangers wait: a real worker on a real Redis, with reviews that only sleep.

python -m bench.turns [--waiting N] [--tries N]
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from redis import Redis

from bench import measured
from bot.broker import connect
from bot.job import Job
from bot.model import ChangeRef
from bot.queue import CeleryQueue
from bot.turnstile import waiting
from tests.redis_server import running_redis

ROOT = Path(__file__).parents[1]
SLOTS = 2
LONG = 3.0
"""Seconds of the reviews that are under way when the others come."""
BEGUN = "bench:begun"
"""The list in Redis in which each job says when it began."""


class Bench:
    """One queue, and when each of its jobs began."""

    def __init__(self, url: str, redis: Redis) -> None:
        self._queue = CeleryQueue(url, lambda ref: ref.repository.partition("/")[0])
        self._redis = redis
        self._count = 0

    def put(self, owner: str, seconds: float, *, spoken: bool = False) -> str:
        self._count += 1
        ref = ChangeRef("bench", f"{owner}/app", self._count)
        self._queue.enqueue(Job(ref, reason=str(seconds), listens=spoken))
        return str(ref)

    def begun(self, ref: str, patience: float = 60.0) -> float:
        """When the job began, in seconds since the epoch."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            for entry in self._redis.lrange(BEGUN, 0, -1):
                name, _, at = json.loads(entry)
                if name == ref:
                    return float(at)
            time.sleep(0.002)
        raise click.ClickException(f"{ref} did not begin")

    def clear(self) -> None:
        """Waits until nothing waits and nothing runs."""
        while waiting(self._redis) or self._redis.hlen("patchwarden:turnstile:running"):
            time.sleep(0.01)
        self._redis.delete(BEGUN)


@contextmanager
def worker(url: str, slots: int = SLOTS) -> Iterator[None]:
    environ = {"PATH": os.environ["PATH"], "REDIS_URL": url, "PATCHWARDEN_CONCURRENCY": str(slots)}
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "bench.sleeper", "worker", "--without-mingle"]
    process = subprocess.Popen(
        [*command, "--without-gossip", "--loglevel", "ERROR"],
        env=environ,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # as the service does: Linux shares the processors between sessions
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def behind_long_reviews(bench: Bench, tries: int) -> list[float]:
    """A command while every review's place is taken."""
    found = []
    for _ in range(tries):
        for ref in [bench.put("noisy", 1.0) for _ in range(SLOTS)]:
            bench.begun(ref)
        start = time.time()
        found.append(bench.begun(bench.put("person", 0, spoken=True)) - start)
        bench.clear()
    return found


def behind_many(bench: Bench, many: int, tries: int) -> tuple[list[float], float, float]:
    """Commands and one stranger's review while ``many`` reviews of another owner wait. Seconds: until each command
    begins, from the first end of a review to the stranger's, for all of them."""
    begun = [bench.begun(ref) for ref in [bench.put("noisy", LONG) for _ in range(SLOTS)]]
    for _ in range(many):
        bench.put("noisy", 0.05)
    start = time.time()
    stranger = bench.put("stranger", 0.05)
    asked = []
    for _ in range(tries):
        at = time.time()
        asked.append(bench.begun(bench.put("person", 0, spoken=True)) - at)
    waited = bench.begun(stranger) - min(begun) - LONG
    bench.clear()
    return asked, waited, time.time() - start


@click.command()
@click.option("--waiting", "many", default=500, show_default=True, help="Reviews of one owner that wait.")
@click.option("--tries", default=10, show_default=True, help="Commands in each scene.")
def main(many: int, tries: int) -> None:
    """Prints how long what came last had to wait."""
    with running_redis() as url, connect(url) as redis, worker(url):
        bench = Bench(url, redis)
        bench.begun(bench.put("noisy", 0))
        bench.clear()
        _show(f"a command, {SLOTS} of {SLOTS} reviews under way", behind_long_reviews(bench, tries))
        asked, stranger, whole = behind_many(bench, many, tries)
        _show(f"a command, {many} reviews of another owner wait", asked)
        click.echo(
            f"a stranger's review behind them: {1000 * stranger:.0f} ms after the first that was under way has ended"
        )
        floor = many * 0.05 / SLOTS
        click.echo(f"all of them: {whole:.1f} s, of which {floor:.1f} s are their sleep")
        measured.tell("turns: many reviews to their sleep", whole / floor)


def _show(what: str, seconds: list[float]) -> None:
    ms = sorted(1000 * value for value in seconds)
    click.echo(f"{what}: median {statistics.median(ms):.0f} ms, longest {ms[-1]:.0f} ms")


if __name__ == "__main__":
    main()
