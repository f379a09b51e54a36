"""The stack under attack: ``patchwarden serve`` and one more worker, as an operator would start them."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import psutil
import requests
from redis import Redis
from redis.exceptions import RedisError

from bot.broker import connect

_START_SECONDS = 90.0
_SHARED_FROM = "150"
"""Characters: fewer than any of the changes has, so that each review is made in shares."""
_PAUSE_SECONDS = 20.0
"""Longer than a lease lives."""


class House:
    """Starts the stack, and does to it what machines and people do."""

    def __init__(self, environ: Mapping[str, str], directory: Path, port: int, seed: int) -> None:
        self._scratch, self._database = directory / "tmp", directory / "database"
        for folder in (self._scratch, self._database, directory / "logs"):
            folder.mkdir()
        self._environ = {
            **environ,
            "PATCHWARDEN_LISTEN": f"127.0.0.1:{port}",
            "PATCHWARDEN_RULE_PAGES": str(directory / "logs"),
            "DATABASE_URL": f"sqlite:///{self._database}/history.db",
            "TMPDIR": str(self._scratch),
            "PATCHWARDEN_SHARED_FROM": _SHARED_FROM,
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        self.url = f"http://127.0.0.1:{port}"
        self._logs = directory / "logs"
        self.socket = Path(environ["PATCHWARDEN_STATE_DIR"]) / "redis.sock"
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self._serve: subprocess.Popen[bytes] | None = None
        self._worker: subprocess.Popen[bytes] | None = None
        self._asleep: list[tuple[float, psutil.Process]] = []
        self.done: Counter[str] = Counter()

    @property
    def redis(self) -> Redis:
        return connect(f"unix://{self.socket}")

    def start(self) -> None:
        """Starts what does not run, and waits until the door and a worker answer."""
        if self._serve is None or self._serve.poll() is not None:
            self._serve = self._run("serve", [sys.executable, "-P", "-m", "workers.cli.main", "serve"], self._environ)
        end = time.monotonic() + _START_SECONDS
        while not self._ready():
            if self._serve.poll() is not None:  # e.g. what was killed with -9 had not given its port back
                self._serve = self._run(
                    "serve", [sys.executable, "-P", "-m", "workers.cli.main", "serve"], self._environ
                )
                time.sleep(1)
            if time.monotonic() > end:
                raise AssertionError(f"the stack does not come up:\n{self.said('serve')}")
            time.sleep(0.1)
        if self._worker is None or self._worker.poll() is not None:
            command = [sys.executable, "-P", "-m", "celery", "--quiet", "-A", "workers.entry", "worker"]
            shared = {
                "REDIS_URL": f"redis+socket://{self.socket}",
                "PATCHWARDEN_SECRET": self._environ["PATCHWARDEN_SECRET"],
            }
            environ = self._environ | shared
            self._worker = self._run("worker", [*command, "--without-mingle", "--without-gossip"], environ)

    def _run(self, name: str, argv: list[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
        with (self._logs / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                argv, env=dict(environ), cwd=self._logs, stdout=log, stderr=log, start_new_session=True
            )

    def said(self, name: str) -> str:
        """The end of a log."""
        return (self._logs / f"{name}.log").read_text("utf-8", "replace")[-4_000:]

    def _ready(self) -> bool:
        try:
            answer = requests.get(f"{self.url}/readyz", timeout=2)
            return answer.status_code == 200 and answer.json()["parts"]["worker"]["detail"].startswith("alive")
        except (OSError, ValueError, KeyError):
            return False

    def disturb(self) -> None:
        """Does one thing to the stack."""
        self.wake()
        self._random.choice(self._disturbances())()

    def _disturbances(self) -> tuple[Callable[[], None], ...]:
        return (
            self._kill("a process that reviews", lambda one: "worker" in one and "celery" in one, child=True),
            self._kill("a worker", lambda one: "worker" in one and "celery" in one),
            self._kill("Redis", lambda one: "redis.sock" in one and "celery" not in one),
            self._kill("the web server", lambda one: "gunicorn" in one),
            self._kill("serve", lambda one: "workers.cli.main serve" in one),
            self._sleep,
            self._flush,
            lambda: self._away(self._scratch, "no folder for temporary files"),
            lambda: self._away(self._database, "no database"),
        )

    def _kill(self, what: str, wanted: Callable[[str], bool], *, child: bool = False) -> Callable[[], None]:
        def kill() -> None:
            found = self._processes(wanted)
            if child:
                found = [one for one in found if self._is_pool(one)]
            if found:
                with suppress(psutil.NoSuchProcess):
                    self._random.choice(found).kill()
                    self.done[f"killed: {what}"] += 1

        return kill

    def _processes(self, wanted: Callable[[str], bool]) -> list[psutil.Process]:
        found = []
        for root in (self._serve, self._worker):
            with suppress(psutil.NoSuchProcess):
                if root is not None:
                    top = psutil.Process(root.pid)
                    found += [one for one in (top, *top.children(recursive=True)) if wanted(_command(one))]
        return found

    def _is_pool(self, one: psutil.Process) -> bool:
        with suppress(psutil.NoSuchProcess):
            parent = one.parent()
            return parent is not None and "celery" in _command(parent) and "worker" in _command(parent)
        return False

    def _sleep(self) -> None:
        """A machine that pauses: the process neither works nor renews its lease."""
        found = [one for one in self._processes(lambda one: "celery" in one and "worker" in one) if self._is_pool(one)]
        if found:
            with suppress(psutil.NoSuchProcess):
                one = self._random.choice(found)
                one.suspend()
                self._asleep.append((time.monotonic() + _PAUSE_SECONDS, one))
                self.done["paused for longer than a lease"] += 1

    def wake(self, *, all_of_them: bool = False) -> None:
        """Ends the pauses that are over."""
        for end, one in list(self._asleep):
            if all_of_them or time.monotonic() >= end:
                self._asleep.remove((end, one))
                with suppress(psutil.NoSuchProcess):
                    one.resume()

    def _flush(self) -> None:
        with suppress(RedisError):
            self.redis.flushall()
            self.done["Redis lost everything"] += 1

    def _away(self, folder: Path, what: str) -> None:
        """For two seconds nothing can be written there."""
        aside = folder.with_name(f"{folder.name}-aside")
        folder.rename(aside)
        time.sleep(2)
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
        self.done[what] += 1

    def stop(self) -> None:
        self.wake(all_of_them=True)
        for process in (self._worker, self._serve):
            if process is not None and process.poll() is None:
                process.terminate()
        for process in (self._worker, self._serve):
            if process is not None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(30)
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait(60)


def _command(one: psutil.Process) -> str:
    with suppress(psutil.Error):
        return " ".join(one.cmdline())
    return ""
