"""The embedded stack beside the fake GitHub: deliver a webhook, wait for its review."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.model import ChangeRef
from bot.store import Recorded
from bot.store.sql import SqlStore
from tests.fakes.github.deliveries import Delivery
from tests.fakes.github.server import FakeGitHub
from workers.embedded import Embedded

_SECRET = "signs the marks of this run alone"
_PATIENCE = 120.0


class NothingCame(Exception):
    """The review did not come; the message holds the worker's log."""


def environ(github: FakeGitHub, directory: Path) -> dict[str, str]:
    """The settings that an operator would give for one GitHub App."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(directory),
        "LANG": "C.UTF-8",
        "PATCHWARDEN_GITHUB_URL": github.url,
        "PATCHWARDEN_GITHUB_APP_ID": str(github.app.id),
        "PATCHWARDEN_GITHUB_PRIVATE_KEY": github.app.private_key,
        "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": github.app.webhook_secret,
        "PATCHWARDEN_GITHUB_PACED": "false",  # github.com wants one write a second; the stand-in need not be spared
        "PATCHWARDEN_STATE_DIR": str(directory / "state"),
        "PATCHWARDEN_CACHE_DIR": str(directory / "cache"),
        "PATCHWARDEN_LISTEN": "127.0.0.1:0",
        **{name: os.environ[name] for name in ("REDIS_URL",) if name in os.environ},
        **({"PATCHWARDEN_SECRET": _SECRET} if "REDIS_URL" in os.environ else {}),
    }


@dataclass(frozen=True, slots=True)
class Timed:
    """A finished review and the wall times around it, in seconds."""

    recorded: Recorded
    accepted: float
    total: float

    @property
    def seconds(self) -> Mapping[str, float]:
        working = sum(self.recorded.seconds.values())
        return {
            "webhook answered": self.accepted,
            "waiting in the queue": max(0.0, self.total - self.accepted - working),
            **self.recorded.seconds,
            "webhook → posted review": self.total,
        }


@dataclass(frozen=True, slots=True)
class Desk:
    """Delivers webhooks and waits for their reviews."""

    stack: Embedded
    ref: ChangeRef
    logs: Path

    github: FakeGitHub

    def review(self, delivery: Delivery, progress: Callable[[str], None]) -> Timed:
        """Delivers and waits for a review of the head that stands there now: one of an older head may still be
        written down. Raises :class:`NothingCame`, :class:`~workers.processes.services.ServiceEnded`."""
        progress("delivering the signed webhook")
        with closing(SqlStore(self.stack.settings.database_url)) as store:
            before = store.latest(self.ref)
            head = self.github.state.repository(self.ref.repository).pulls[self.ref.number].head_sha
            self.github.deliver.url = f"{self.stack.url}/webhooks/github"
            start = time.perf_counter()
            status = self.github.deliver.send(delivery)
            accepted = time.perf_counter() - start
            if status != 202:
                raise NothingCame(f"the webhook was answered with {status}\n{self._log('web')}")
            while (recorded := store.latest(self.ref)) is None or recorded == before or recorded.head != head:
                seconds = time.perf_counter() - start
                progress(f"reviewing … {seconds:.1f} s")
                self.stack.watch()
                if seconds > _PATIENCE:
                    raise NothingCame(f"no review within {_PATIENCE:.0f} s\n{self._log('worker')}")
                time.sleep(0.02)
            return Timed(recorded, accepted, time.perf_counter() - start)

    def say(self, delivery: Delivery, until: Callable[[], object], progress: Callable[[str], None]) -> float:
        """Delivers what somebody said and waits until something is true; the seconds that it took.

        Raises as :meth:`review`.
        """
        progress("somebody says something")
        start = time.perf_counter()
        status = self.github.deliver.send(delivery)
        if status != 202:
            raise NothingCame(f"the webhook was answered with {status}\n{self._log('web')}")
        while not until():
            seconds = time.perf_counter() - start
            progress(f"listening … {seconds:.1f} s")
            self.stack.watch()
            if seconds > _PATIENCE:
                raise NothingCame(f"no answer within {_PATIENCE:.0f} s\n{self._log('worker')}")
            time.sleep(0.02)
        return time.perf_counter() - start

    def _log(self, part: str) -> str:
        return (self.logs / f"{part}.log").read_text(encoding="utf-8")
