"""The whole stack on one machine: Redis, web server, worker and beat as children of one process."""

from __future__ import annotations

import http.client
import json
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from redis.exceptions import RedisError

from bot.broker import connect
from bot.metrics import FOLDER
from bot.settings import Settings
from workers import environments, local_redis
from workers.processes.services import Service

_START_SECONDS = 60.0


class CannotStart(Exception):
    """The stack does not come up; the message is for people and names the remedy."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Which processes to start beside Redis."""

    web: bool = True
    worker: bool = True
    beat: bool = True


class Embedded:
    """``with Embedded(settings, os.environ) as stack:`` — everything runs inside the block and ends with it.

    A Redis is started only without REDIS_URL, the database is what the settings say. Of ``environ`` each part gets what
    it needs: :mod:`workers.environments`. With a ``log_dir`` each part writes its log there, else all write to our own
    output. The port 0 in ``settings.listen`` takes a free one.
    """

    def __init__(
        self,
        settings: Settings,
        environ: Mapping[str, str],
        *,
        parts: Parts | None = None,
        progress: Callable[[str], None] = lambda _: None,
        log_dir: Path | None = None,
    ) -> None:
        self._environ = environ
        self._parts = parts or Parts()
        self._progress = progress
        self._log_dir = log_dir
        self._services: list[Service] = []
        self.settings = settings
        if self._parts.web:
            self.settings = replace(settings, listen=_with_port(settings.listen, "PATCHWARDEN_LISTEN or PORT"))
        if self._parts.web and settings.metrics_listen:
            page = _with_port(settings.metrics_listen, "PATCHWARDEN_METRICS_LISTEN")
            self.settings = replace(self.settings, metrics_listen=page)

    @property
    def url(self) -> str:
        """Where this machine reaches the web server."""
        address, _, port = self.settings.listen.rpartition(":")
        return f"http://{'127.0.0.1' if address in {'0.0.0.0', '[::]', '*'} else address}:{port}"  # noqa: S104 # nosec B104

    def __enter__(self) -> Embedded:
        """Raises :class:`CannotStart` or ``ServiceEnded``, with everything stopped again."""
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def services(self) -> tuple[Service, ...]:
        """What this stack started, in that order."""
        return tuple(self._services)

    def watch(self) -> None:
        """Raises :class:`~workers.processes.services.ServiceEnded` if a part is no longer running."""
        for service in self._services:
            service.check()

    def tend(self) -> None:
        """Starts parts again that ended, each after a pause, while the others go on. Says so."""
        for service in self._services:
            if said := service.tend():
                self._progress(said)

    def _start(self) -> None:
        self._try_folders()
        if not self.settings.redis_url:
            self._start_redis(self._redis_program())
        wanted = [name for name in ("worker", "beat", "web") if getattr(self._parts, name)]
        if self._parts.web and self.settings.metrics_listen:
            wanted.append("metrics")
        self._progress(f"starting {', '.join(wanted)}")
        for name in wanted:
            self._launch(name, [sys.executable, "-P", "-m", *self._command(name)], self._environment(name))
        if self._parts.web:
            self._progress(f"waiting for {self.url}")
            self.until(self._ready, f"{self.url}/readyz does not say that it is ready")

    def _try_folders(self) -> None:
        for folder, variable in (
            (self.settings.state_dir, "PATCHWARDEN_STATE_DIR"),
            (self.settings.cache_dir, "PATCHWARDEN_CACHE_DIR"),
            (self.settings.metrics_dir, FOLDER),
            (self._log_dir, ""),
        ):
            try:
                if folder:
                    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                    with tempfile.TemporaryFile(dir=folder):
                        pass
            except OSError as error:
                remedy = f"; set {variable}" if variable else ""
                raise CannotStart(f"cannot write to {folder}: {error.strerror}{remedy}") from error

    def _command(self, name: str) -> list[str]:
        """The Procfile's lines, with what differs on one machine."""
        return {
            "worker": ["celery", "--quiet", "-A", "workers.entry", "worker", "--without-mingle", "--without-gossip"],
            "beat": ["celery", "--quiet", "-A", "workers.beat", "beat"],
            "web": ["gunicorn", *GUNICORN, "--bind", self.settings.listen, "bot.web.wsgi:app"],
            "metrics": ["workers.metrics"],
        }[name]

    def _environment(self, name: str) -> dict[str, str]:
        chosen = {
            "worker": environments.worker,
            "beat": environments.beat,
            "web": environments.web,
            "metrics": environments.metrics,
        }
        return chosen[name](self._environ, self.settings)

    def _redis_program(self) -> str:
        """The program, or ``""`` where a Redis of ours runs already. Raises :class:`CannotStart`."""
        self.settings = replace(self.settings, redis_url=local_redis.redis_url(self.settings))
        if self._redis_answers():
            return ""
        server = local_redis.redis_server(self._environ)
        if server is None:
            raise CannotStart(local_redis.HOW_TO_GET_REDIS)
        return server

    def _start_redis(self, server: str) -> None:
        if not server:
            self._progress("using the Redis that runs here already")
            return
        self._progress("starting Redis")
        path = local_redis.socket_path(self.settings.state_dir)
        # Each program has a folder of its own (``redis``, ``valkey``): Redis cannot read what Valkey has saved.
        data = self.settings.state_dir / Path(server).name.removesuffix("-server")
        for folder in (data, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        command = local_redis.command(server, path, data)
        self._launch("redis", command, environments.redis(self._environ), self._log_dir or data)
        self.until(self._redis_answers, "Redis does not answer")

    def _redis_answers(self) -> bool:
        try:
            with connect(self.settings.redis_url) as redis:
                return bool(redis.ping())
        except RedisError:
            return False

    def _launch(self, name: str, argv: list[str], env: dict[str, str], log_dir: Path | None = None) -> None:
        log_dir = log_dir or self._log_dir
        logfile = log_dir / f"{name}.log" if log_dir else None
        self._services.append(Service(name, argv, env=env, cwd=self.settings.state_dir, log=logfile))

    def _stop(self) -> None:
        """All are asked to end together, but Redis last: the others still talk to it. A worker may finish its job."""
        first = [service for service in self._services if service.name != "redis"]
        for service in first:
            service.terminate()
        for service in (*first, *self._services):
            service.stop(patience=30.0)
        self._services.clear()

    def _ready(self) -> bool:
        address, _, port = self.url.removeprefix("http://").rpartition(":")
        connection = http.client.HTTPConnection(address.strip("[]"), int(port), timeout=5)
        try:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            parts = json.loads(answer.read())["parts"]
        except (OSError, http.client.HTTPException, ValueError, KeyError):
            return False
        finally:
            connection.close()
        return answer.status == 200 and (not self._parts.worker or parts["worker"]["detail"] == "alive")

    def until(self, condition: Callable[[], bool], complaint: str) -> None:
        """Waits for the condition while all parts run. After a minute raises :class:`CannotStart`."""
        end = time.monotonic() + _START_SECONDS
        while not condition():
            self.watch()
            if time.monotonic() > end:
                raise CannotStart(f"{complaint} within {_START_SECONDS:.0f} s")
            time.sleep(0.05)


GUNICORN = ("--config", "python:bot.web.gunicorn_conf")
"""As in the Procfile."""


def _with_port(listen: str, variable: str) -> str:
    """The address with a port that is free now. Raises :class:`CannotStart` where it cannot be listened on."""
    address, _, port = listen.rpartition(":")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address.strip("[]").replace("*", ""), int(port)))
            return f"{address}:{probe.getsockname()[1]}"
    except OSError as error:
        raise CannotStart(f"cannot listen on {listen}: {error.strerror}; set {variable}") from error
