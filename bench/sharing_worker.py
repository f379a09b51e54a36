"""One worker for :mod:`bench.shares`: a process that takes reviews and shares until it is told to end, then prints its
CPU as JSON.

python -m bench.sharing_worker REDIS_URL DIRECTORY GIT_URL BASE HEAD LEAST
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

import psutil

from bot import folders
from bot.broker import connect
from bot.hosts.base import GitSource
from bot.store.sql import SqlStore
from tests.builders import change
from tests.unit.stack.memory_host import MemoryContext, MemoryHost
from workers import tasks
from workers.checks import registry
from workers.engine.cache import RedisCache
from workers.shares import doing
from workers.shares.handing import Sharing
from workers.turns import Turns

SECRET = "the secret of a bench"  # noqa: S105 - of a bench


def main(url: str, directory: str, git: str, base: str, head: str, least: str) -> None:
    folder = Path(directory)
    with connect(url) as redis:
        checks = registry.default_checks(cache_dir=folders.cache_dir(os.environ), cache=RedisCache(redis, SECRET))
        host = MemoryHost(change(base=base, merge_base=base, head=head), GitSource(git))
        context = MemoryContext(host, redis, SqlStore(f"sqlite:///{folder}/history.db"), checks)
        context.__dict__["sharing"] = Sharing(redis, SECRET, int(least))
        for language in ("python",):  # as a worker has them after its first review
            checks[0]._scanner.rules(language)  # type: ignore[attr-defined]
        turns, over, count = Turns(url, 1, lambda ref: ref.repository), threading.Event(), 0

        def listen() -> None:
            sys.stdin.readline()
            over.set()

        threading.Thread(target=listen, daemon=True).start()
        before = _cpu()
        print("ready", flush=True)
        while not over.is_set():
            count += 1
            turns.work(
                f"message {count}",
                lambda job, faults: tasks.review(job, context, faults),
                lambda: None,
                lambda share: doing.do(share, context),
            )
            turns.look([f"message {count}"])
            over.wait(0.02)
        said = {"cpu": _cpu() - before, "published": len(host.published)}
        print(json.dumps(said), flush=True)


def _cpu() -> float:
    """Seconds of this process and of all that it started."""
    here = psutil.Process()
    return sum(sum(each.cpu_times()[:4]) for each in (here, *here.children(recursive=True)))


if __name__ == "__main__":
    main(*sys.argv[1:])
