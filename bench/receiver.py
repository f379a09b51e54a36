"""How fast a delivery is answered: 200 signed deliveries at once against the real gunicorn and a real Redis.

Beside it, in the same run and by the same clients, a bare Flask application that answers 202 and does nothing: the
ratio is what verifying, parsing and queueing cost. ``python -m bench.receiver [--deliveries 200] [--clients 16]``
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import http.client
import json
import os
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import Flask

from bot.broker import connect
from bot.settings import Settings
from bot.turnstile import waiting
from workers.embedded import GUNICORN, Embedded, Parts
from workers.processes.services import Service

SECRET = "a webhook secret of the benchmark"  # noqa: S105 - the benchmark's own
COMMIT_MESSAGE_BYTES = 20_000  # a pull request's payload is about this large

bare = Flask("bare")


@bare.post("/webhooks/github")
def nothing() -> tuple[dict[str, str], int]:
    """What any answer costs here."""
    return {"status": "queued"}, 202


def delivery(number: int) -> tuple[bytes, dict[str, str]]:
    """A signed delivery of its own change."""
    body = json.dumps(
        {
            "action": "synchronize",
            "number": number,
            "pull_request": {"number": number, "head": {"sha": "a" * 40}, "body": "x" * COMMIT_MESSAGE_BYTES},
            "repository": {"id": 42, "full_name": "octo/app"},
        }
    ).encode()
    return body, {
        "Content-Type": "application/json",
        "X-GitHub-Event": "pull_request",
        "X-GitHub-Delivery": str(uuid.UUID(int=number)),
        "X-Hub-Signature-256": "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest(),
    }


def send(address: str, number: int) -> float:
    """Seconds from the connection to the whole answer, as the host counts them."""
    body, headers = delivery(number)
    start = time.perf_counter()
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.request("POST", "/webhooks/github", body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 202:
        raise SystemExit(f"the server answered {answer.status}")
    return time.perf_counter() - start


def burst(address: str, deliveries: int, clients: int, first: int) -> list[float]:
    """Seconds of each answer, fastest first."""
    with ThreadPoolExecutor(clients) as pool:
        return sorted(pool.map(lambda number: send(address, number), range(first, first + deliveries)))


def show(name: str, seconds: list[float]) -> float:
    median, slow = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.99)]
    print(f"{name:12} p50 {median * 1000:7.1f} ms   p99 {slow * 1000:7.1f} ms   worst {seconds[-1] * 1000:7.1f} ms")
    return slow


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deliveries", type=int, default=200)
    parser.add_argument("--clients", type=int, default=16)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="patchwarden-bench-") as scratch:
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": scratch,
            "PATCHWARDEN_LISTEN": "127.0.0.1:0",
            "PATCHWARDEN_GITHUB_TOKEN": "unused",
            "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": SECRET,
        }
        with Embedded(
            Settings.from_environ(environ), environ, parts=Parts(worker=False, beat=False), log_dir=Path(scratch)
        ) as stack:
            address = stack.url.removeprefix("http://")
            bare_address = f"{address.rpartition(':')[0]}:{int(address.rpartition(':')[2]) + 1}"
            server = Service(
                "bare",
                [sys.executable, "-P", "-m", "gunicorn", "bench.receiver:bare", "--bind", bare_address, *GUNICORN],
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[1])},
                cwd=Path(scratch),
                log=Path(scratch) / "bare.log",
            )
            try:
                stack.until(lambda: answers(bare_address), "the bare server does not answer")
                for place in (bare_address, address):  # each process's first request imports and connects
                    burst(place, 32, wanted.clients, 1_000_000)
                rounds = [
                    (
                        burst(bare_address, wanted.deliveries, wanted.clients, 0),
                        burst(address, wanted.deliveries, wanted.clients, turn * wanted.deliveries + 1),
                    )
                    for turn in range(3)
                ]
                with connect(stack.settings.redis_url) as redis:
                    queued = waiting(redis)
            finally:
                server.stop(patience=10)
    print(f"{wanted.deliveries} deliveries at once, {wanted.clients} clients, three rounds, {queued} jobs queued")
    floor = show("bare Flask", sorted(value for round_ in rounds for value in round_[0]))
    ours = show("receiver", sorted(value for round_ in rounds for value in round_[1]))
    print(f"p99 ratio    {ours / floor:.1f}")


def answers(address: str) -> bool:
    try:
        send(address, 0)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
