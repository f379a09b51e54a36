"""The operator's page ``/metrics``, a process of its own: ``python -m workers.metrics``.

It adds up what the processes of this machine noted (:mod:`bot.metrics`), and asks Redis what waits. It has an address
of its own, knows Redis and no credential of a host, and answers either this machine alone or who knows its token.
"""

from __future__ import annotations

import hmac
import os
import socket
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from redis import Redis
from redis.exceptions import RedisError

from bot import logs
from bot.broker import connect, told_database
from bot.metrics import FOLDER
from bot.parking import KEY as PARKED
from bot.settings import SettingsError
from bot.settings_reader import NO_REDIS, Reader
from bot.turnstile import LOST_AFTER, Turnstile, workers_alive

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_REQUEST_SECONDS = 10.0
KINDS: Final = ("command", "review")


@dataclass(frozen=True, slots=True)
class MetricsSettings:
    """What this process reads of its environment."""

    listen: str
    token: str = field(repr=False)
    redis_url: str = field(repr=False)
    folder: Path | None = None
    log_level: str = "INFO"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> MetricsSettings:
        """Raises :class:`SettingsError` with all problems at once."""
        reader = Reader(environ)
        redis_url = reader.redis()
        listen, token = reader.metrics()
        if not listen:
            reader.problem("PATCHWARDEN_METRICS_LISTEN", "not set: where the page is to be served, as 127.0.0.1:9464")
        if not redis_url:
            reader.problem("REDIS_URL", NO_REDIS)
        folder = environ.get(FOLDER, "")
        settings = cls(listen, token, redis_url, Path(folder) if folder else None, reader.log_level())
        if reader.problems:
            raise SettingsError(tuple(reader.problems))
        return settings


class QueueCollector(Collector):
    """What Redis says at the moment of the question. Where it does not answer, the figures are missing and
    ``patchwarden_redis_up`` is 0."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def collect(self) -> Iterable[Metric]:
        try:
            found = list(self._found())
        except RedisError:
            found = []
        yield GaugeMetricFamily("patchwarden_redis_up", "Whether Redis answers.", value=1 if found else 0)
        yield from found

    def _found(self) -> Iterator[Metric]:
        turnstile = Turnstile(self._redis)
        waiting, running = turnstile.waiting(), turnstile.running().values()
        seconds, micros = self._redis.time()
        now = float(seconds) + float(micros) / 1e6
        jobs = GaugeMetricFamily("patchwarden_queue_jobs", "Jobs by kind and state.", labels=("kind", "state"))
        oldest = GaugeMetricFamily(
            "patchwarden_queue_oldest_seconds",
            "Since when the job that has waited the longest waits; one that waits for its next try is left out.",
            labels=("kind",),
        )
        for kind in KINDS:
            mine = [one for one in waiting if one.job.listens == (kind == "command")]
            ready = [one for one in mine if not one.due]
            jobs.add_metric([kind, "waiting"], len(ready))
            jobs.add_metric([kind, "put off"], len(mine) - len(ready))
            jobs.add_metric([kind, "running"], sum(job.listens == (kind == "command") for job in running))
            since = min((one.since for one in ready if one.since), default=now)
            oldest.add_metric([kind], max(0.0, now - since))
        for state, number in zip(("waiting", "running"), turnstile.shares(), strict=True):
            jobs.add_metric(["share", state], number)
        yield from (jobs, oldest)
        yield GaugeMetricFamily(
            "patchwarden_parked_changes", "Changes whose review failed.", value=int(self._redis.hlen(PARKED))
        )
        alive = workers_alive(self._redis, now - LOST_AFTER)
        yield GaugeMetricFamily("patchwarden_workers", "Workers that show that they live.", value=alive)
        if told := told_database(self._redis):
            yield GaugeMetricFamily("patchwarden_database_up", "Whether a worker's database answers.", value=told[0])


def page(settings: MetricsSettings, redis: Redis) -> bytes:
    """The page in Prometheus' text form."""
    registry = CollectorRegistry()
    registry.register(QueueCollector(redis))
    if settings.folder and settings.folder.is_dir():
        MultiProcessCollector(registry, str(settings.folder))  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def create_app(settings: MetricsSettings, redis: Redis) -> _App:
    return _App(settings, redis)


class _App:
    """The WSGI application: one page, for who may read it."""

    def __init__(self, settings: MetricsSettings, redis: Redis) -> None:
        self._settings = settings
        self._redis = redis

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        status, body = self._answer(environ)
        kind = CONTENT_TYPE_PLAIN_0_0_4 if status is HTTPStatus.OK else "text/plain; charset=utf-8"
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("X-Content-Type-Options", "nosniff")]
        if status is HTTPStatus.UNAUTHORIZED:
            headers.append(("WWW-Authenticate", "Bearer"))
        start_response(f"{status.value} {status.phrase}", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[HTTPStatus, bytes]:
        if not self._may_read(str(environ.get("HTTP_AUTHORIZATION", ""))):
            return HTTPStatus.UNAUTHORIZED, b"send the token: Authorization: Bearer <PATCHWARDEN_METRICS_TOKEN>\n"
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return HTTPStatus.METHOD_NOT_ALLOWED, b"GET alone\n"
        if environ.get("PATH_INFO") != "/metrics":
            return HTTPStatus.NOT_FOUND, b"the page is /metrics\n"
        try:
            return HTTPStatus.OK, page(self._settings, self._redis)
        except FileNotFoundError:  # a process that began has tidied up meanwhile
            return HTTPStatus.OK, page(self._settings, self._redis)

    def _may_read(self, authorization: str) -> bool:
        wanted = f"Bearer {self._settings.token}"
        return not self._settings.token or hmac.compare_digest(authorization.encode(), wanted.encode())


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Without the look-up of our own name that the library makes."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()


class _SixServer(_Server):
    address_family = socket.AF_INET6


class _Quiet(WSGIRequestHandler):
    timeout = _REQUEST_SECONDS

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: who reads the page reads it every few seconds."""


def server(settings: MetricsSettings, redis: Redis) -> WSGIServer:
    """Listens already. Raises :class:`OSError`."""
    address, _, port = settings.listen.rpartition(":")
    kind = _SixServer if ":" in address else _Server
    address = address.strip("[]").replace("*", "")
    return make_server(address, int(port), create_app(settings, redis), server_class=kind, handler_class=_Quiet)


def main(environ: Mapping[str, str]) -> int:
    """Serves until it is ended; 2 where it cannot."""
    try:
        settings = MetricsSettings.from_environ(environ)
    except SettingsError as error:
        sys.stderr.write(f"patchwarden cannot start:\n{error}\n")
        return 2
    logs.configure(settings.log_level, secrets=[settings.token])
    try:
        serving = server(settings, connect(settings.redis_url))
    except OSError as error:
        sys.stderr.write(f"patchwarden: cannot listen on {settings.listen}: {error.strerror}\n")
        return 2
    serving.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(os.environ))
