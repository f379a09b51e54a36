"""How fast a delivery is answered: 200 signed ones a second beside 200 slow connections, by gunicorn and Redis, while a
worker takes what is queued and computes.

Beside it, in the same run and by the same clients, a bare Flask application that answers 202 and does nothing, behind
the same gunicorn, as many slow connections and the same worker: the ratio is what verifying, parsing and queueing cost.
The processor time of an answer says the same on a machine that has other work, too.
``python -m bench.receiver [--rate 200] [--slow 200] [--idle]``
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import http.client
import json
import os
import socket
import sys
import tempfile
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import psutil
from flask import Flask

from bench import measured
from bench.turns import worker
from bot.broker import connect
from bot.settings import Settings
from bot.turnstile import waiting
from workers.embedded import GUNICORN, Embedded, Parts
from workers.processes.services import Service

SECRET = "a webhook secret of the benchmark"  # noqa: S105 - the benchmark's own
_LINKS = {f"{name}_url": f"https://api.github.com/repos/octo/app/{name}{{/sha}}" for name in map(str, range(90))}
_REPOSITORY = {"id": 42, "full_name": "octo/app", "private": False, "license": None, **_LINKS}
"""With as many members as GitHub sends of each of the three repositories in a pull request's payload."""

HEAD = b"POST /webhooks/github HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n"

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
            "pull_request": {
                "number": number,
                "body": "x" * 2_000,
                "head": {"sha": "a" * 40, "repo": _REPOSITORY},
                "base": {"sha": "b" * 40, "repo": _REPOSITORY},
            },
            "repository": _REPOSITORY,
        }
    ).encode()
    return body, {
        "Content-Type": "application/json",
        "X-GitHub-Event": "pull_request",
        "X-GitHub-Delivery": str(uuid.UUID(int=number)),
        "X-Hub-Signature-256": "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest(),
    }


def send(address: str, content: bytes, headers: dict[str, str]) -> float:
    """Seconds from the connection to the whole answer, as the host counts them."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.request("POST", "/webhooks/github", content, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 202:
        raise SystemExit(f"the server answered {answer.status}")
    return time.perf_counter() - start


def paced(address: str, rate: float, deliveries: int, first: int) -> list[float]:
    """Seconds of each answer, fastest first. Each delivery is sent when its time has come, whatever became of those
    before: a server that falls behind is not spared."""
    ready = [delivery(number) for number in range(first, first + deliveries)]
    with ThreadPoolExecutor(64) as pool:
        start, answers = time.perf_counter(), []
        for number, (content, headers) in enumerate(ready):
            time.sleep(max(0.0, start + number / rate - time.perf_counter()))
            answers.append(pool.submit(send, address, content, headers))
        return sorted(answer.result() for answer in answers)


class Drips:
    """Slow senders without a signature: each opens a connection, sends a byte now and then, and comes again when it is
    thrown out."""

    def __init__(self, address: str, number: int) -> None:
        self._host, _, port = address.rpartition(":")
        self._port = int(port)
        self._number = number
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._drip, daemon=True)

    def __enter__(self) -> None:
        self._open = [self._new(number) for number in range(self._number)]
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        for drip in self._open:
            drip.close()

    def _new(self, number: int) -> socket.socket:
        """Half of them are slow in the head, half in the body."""
        drip = socket.create_connection((self._host, self._port), timeout=10)
        drip.sendall(HEAD + (b"\r\n" if number % 2 else b"X-Slow: "))
        return drip

    def _drip(self) -> None:
        while not self._over.is_set():
            for number, drip in enumerate(self._open):
                if self._over.wait(0.5 / self._number):
                    return
                try:
                    drip.sendall(b"x")
                except OSError:
                    drip.close()
                    self._open[number] = self._new(number)


def show(name: str, seconds: list[float], each: float) -> float:
    median, slow = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.99)]
    times = f"p50 {median * 1000:7.1f} ms   p99 {slow * 1000:7.1f} ms   worst {seconds[-1] * 1000:7.1f} ms"
    print(f"{name:12} {times}   processor {each * 1000:5.2f} ms")
    return slow


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=200, help="deliveries a second")
    parser.add_argument("--seconds", type=float, default=3, help="of each of the three rounds")
    parser.add_argument("--slow", type=int, default=200, help="connections that drip, at each of the two servers")
    parser.add_argument("--idle", action="store_true", help="without a worker at work")
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
            bare_address = free_address()
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
                    paced(place, wanted.rate, 64, 1_000_000)
                found: dict[str, list[float]] = {bare_address: [], address: []}
                (web,) = [service for service in stack.services if service.name == "web"]
                spent = {bare_address: -cpu(server.pid), address: -cpu(web.pid)}
                number = int(wanted.rate * wanted.seconds)
                with nullcontext() if wanted.idle else worker(stack.settings.redis_url, slots=1):
                    for turn in range(3):
                        for place, seconds in found.items():
                            with Drips(place, wanted.slow):
                                seconds += paced(place, wanted.rate, number, turn * number + 1)
                spent[bare_address] += cpu(server.pid)
                spent[address] += cpu(web.pid)
                with connect(stack.settings.redis_url) as redis:
                    queued = waiting(redis)
            finally:
                server.stop(patience=10)
    load = f"{wanted.slow} slow connections and {'no worker' if wanted.idle else 'a worker at work'}"
    print(f"{wanted.rate:.0f} deliveries a second beside {load}, {queued} jobs queued; load {os.getloadavg()[0]:.1f}")
    shown = [
        show(name, sorted(found[place]), spent[place] / (3 * number))
        for name, place in (("bare Flask", bare_address), ("receiver", address))
    ]
    print(f"ratio        p99 {shown[1] / shown[0]:.1f}   processor {spent[address] / spent[bare_address]:.2f}")
    measured.tell("receiver: p99 to bare Flask", shown[1] / shown[0])
    measured.tell("receiver: processor time to bare Flask", spent[address] / spent[bare_address])


def free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return f"127.0.0.1:{probe.getsockname()[1]}"


def cpu(pid: int) -> float:
    """Seconds of processor time of a server and its workers."""
    server = psutil.Process(pid)
    return sum(sum(process.cpu_times()[:2]) for process in (server, *server.children()))


def answers(address: str) -> bool:
    try:
        send(address, *delivery(0))
    except (OSError, http.client.HTTPException):  # a port that nobody listens at may reach itself
        return False
    return True


if __name__ == "__main__":
    main()
