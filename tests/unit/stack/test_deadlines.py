"""Senders that are slow on purpose, against the real gunicorn: nobody else waits for them, and none stays long."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import gevent
import pytest

from bot.web.deadlines import IDLE_SECONDS, Worker, _affordable, _Connection
from bot.web.limits import Limits
from tests.unit.stack.short_deadlines import LIMITS, WEBHOOK_SECRET
from tests.web_server import running_web

HEAD = b"POST /webhooks/github HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n"
DRIPS = {"nothing": b"", "a line": b"POST /webhooks/git", "headers": HEAD, "a body": HEAD + b"\r\n{"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with serving(tmp_path_factory.mktemp("web"), "tests.unit.stack.short_deadlines:app") as (port, log):
        yield port
    assert "Warning" not in log.read_text()


@contextmanager
def serving(folder: Path, app: str, **env: str) -> Iterator[tuple[int, Path]]:
    """The port and the log of a web server that answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with running_web(folder, app, bind=f"127.0.0.1:{port}", listens=lambda: answers(port), env=env) as log:
        yield port, log


def answers(port: int) -> bool:
    try:
        return get(port, "/healthz") == 200
    except (OSError, http.client.HTTPException):  # a port that nobody listens at may reach itself
        return False


def get(port: int, path: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def deliver(port: int) -> int:
    """The status of a signed delivery."""
    body = json.dumps(
        {
            "action": "opened",
            "pull_request": {"number": 7, "head": {"sha": "a" * 40}},
            "repository": {"id": 42, "full_name": "octo/app"},
        }
    ).encode()
    signature = hmac.new(WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        headers = {"X-GitHub-Event": "pull_request", "X-Hub-Signature-256": f"sha256={signature}"}
        connection.request("POST", "/webhooks/github", body, headers)
        return connection.getresponse().status


def dripping(port: int, sent: bytes, number: int, stack: ExitStack) -> list[socket.socket]:
    drips = [stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5)) for _ in range(number)]
    for drip in drips:
        drip.sendall(sent)
    return drips


@pytest.mark.parametrize("sent", DRIPS.values(), ids=DRIPS)
@pytest.mark.parametrize("number", [40, 400])
def test_who_sends_slowly_keeps_nobody_waiting(server: int, sent: bytes, number: int) -> None:
    """More than there is room for: 400 above a limit of 120."""
    with ExitStack() as stack:
        dripping(server, sent, number, stack)
        start = time.perf_counter()
        assert [deliver(server) for _ in range(5)] == [202] * 5
        assert get(server, "/healthz") == 200
        assert time.perf_counter() - start < LIMITS.head_seconds * 5, "nobody's deadline was waited for"


def test_who_keeps_a_connection_without_a_request_makes_room(server: int) -> None:
    """Each has had an answer and asks for nothing more."""
    longest = 0.0
    with ExitStack() as stack:
        for _ in range(LIMITS.connections + 100):
            start = time.perf_counter()
            (idle,) = dripping(server, b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n", 1, stack)
            assert idle.recv(15).startswith(b"HTTP/1.1 200 ")
            longest = max(longest, time.perf_counter() - start)
        assert deliver(server) == 202
    assert longest < IDLE_SECONDS / 2, "nobody waited until another's time was over"


@pytest.mark.parametrize(
    ("sent", "seconds"),
    [
        (b"", LIMITS.head_seconds),
        (HEAD, LIMITS.head_seconds),
        (HEAD + b"\r\n{", LIMITS.body_seconds),
    ],
    ids=["nothing", "headers", "a body"],
)
def test_a_sender_that_drips_is_told_after_the_deadline_and_closed(server: int, sent: bytes, seconds: float) -> None:
    """A byte now and then does not lengthen it."""
    with ExitStack() as stack:
        (drip,) = dripping(server, sent, 1, stack)
        start = time.perf_counter()
        answer = b""
        drip.settimeout(0.1)
        while time.perf_counter() - start < seconds + 4:
            try:
                drip.sendall(b"x" if sent else b"")
                part = drip.recv(4_096)
            except TimeoutError:
                continue
            except OSError:
                break
            if not part:
                break
            answer += part
        lasted = time.perf_counter() - start
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert seconds * 0.8 < lasted < seconds + 4
    assert deliver(server) == 202


def test_one_connection_carries_several_deliveries(server: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server, timeout=5)) as connection:
        for path, status in (("/healthz", 200), ("/none", 404), ("/healthz", 200)):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == status


def test_the_limit_is_what_the_system_bears() -> None:
    assert _affordable(10) == 10
    assert 10 <= _affordable(10**9) < 10**9


@pytest.fixture
def worker() -> Iterator[tuple[Worker, list[_Connection]]]:
    """A worker with three connections that wait for their senders, without a server."""
    made = Worker.__new__(Worker)
    made._limits, made._held, made._open = Limits(connections_per_address=2, held_bytes=100), 0, {}
    made._most, made._most_of_one = 3, 2

    def wait(address: str) -> None:
        made._open[gevent.getcurrent()] = _Connection(address)
        gevent.sleep(60)

    greenlets = [gevent.spawn(wait, address) for address in ("a", "b", "b")]
    gevent.sleep(0)
    yield made, list(made._open.values())
    gevent.killall(greenlets, block=False)
    gevent.joinall(greenlets)


def closed(connections: list[_Connection]) -> list[bool]:
    gevent.sleep(0)
    return [one.greenlet.dead for one in connections]


def test_of_bodies_that_are_too_large_together_the_largest_that_is_not_whole_goes(
    worker: tuple[Worker, list[_Connection]],
) -> None:
    made, connections = worker
    one, two, three = connections
    three.waiting = False  # it is answered right now
    for connection, size in ((three, 50), (one, 20), (two, 30)):
        made._hold(connection, size)
    assert closed(connections) == [False, False, False]
    made._hold(one, 5)
    assert closed(connections) == [False, True, False]
    made._let_go(two)
    made._let_go(three)
    assert made._held == 25


def test_room_is_made_by_the_one_that_has_waited_longest(worker: tuple[Worker, list[_Connection]]) -> None:
    made, connections = worker
    made._make_room("a")
    assert closed(connections) == [False, False, False]
    made._most = 2
    connections[0].waiting = False
    made._make_room("a")
    assert closed(connections) == [False, True, False]
    made._most, made._most_of_one = 3, 1
    made._make_room("b")
    assert closed(connections) == [False, True, True]
