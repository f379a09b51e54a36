"""``patchwarden serve``: the whole stack on one machine until somebody stops it."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from redis.exceptions import RedisError

from bot.broker import connect
from bot.hosts import registry
from bot.review.manual import LIST
from bot.setting_names import unknown
from bot.settings import Settings, SettingsError
from bot.store import StoreDown
from bot.store.sql import SqlStore
from workers.checks import plugins
from workers.embedded import CannotStart, Embedded
from workers.processes.services import ServiceEnded
from workers.serving_pages import RulePages


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
    """Runs the stack until SIGINT or SIGTERM; a part that ends by itself is started again. Raises what
    :class:`Embedded` raises while it starts."""
    for problem in unknown(environ):
        progress(f"{problem.name}: {problem.text}")
    for plugin, fault in plugins.tried(plugins.plugins()):
        progress(f"check {plugin.id}: {fault or f'found in {plugin.what.package}'}")
    with _stopped_once():
        try:
            _try_servers(settings)
            with (
                _alone(settings.state_dir),
                RulePages(settings.state_dir, environ, progress) as rule_pages,
                Embedded(settings, rule_pages.environ, progress=progress) as stack,
            ):
                rule_pages.begin()
                if not settings.hosts:
                    progress("no host is set up, so every delivery is refused: `patchwarden doctor` says what to set")
                if os.geteuid() == 0:
                    progress("runs as root, and needs nothing of root: an account of its own is safer")
                progress(f"ready: {stack.url}")
                if stack.settings.pages:
                    progress(f"pages: {stack.url}/")
                progress(f"rules: {stack.url}/rules/{LIST}")
                if stack.settings.metrics_listen:
                    progress(f"figures: http://{stack.settings.metrics_listen}/metrics")
                for host in settings.hosts:
                    progress(f"{host.name}: deliveries go to {stack.url}{registry.webhook(host)}")
                while True:
                    stack.tend()
                    rule_pages.tend()
                    time.sleep(0.2)
        except KeyboardInterrupt:
            progress("stopped")


def _try_servers(settings: Settings) -> None:
    """The database and the Redis that are not ours: without them the parts would start and do nothing. Raises
    :class:`CannotStart`."""
    try:
        if settings.redis_url:
            with connect(settings.redis_url) as redis:
                redis.ping()
    except RedisError as error:
        raise CannotStart(f"Redis does not answer ({type(error).__name__}): is REDIS_URL right, and it up?") from error
    if settings.database_url.startswith("sqlite"):
        return  # a file is made by the first review; a folder that cannot be written to is told below
    store = None
    try:
        store = SqlStore(settings.database_url)
        store.answers()
    except StoreDown as error:
        why = store.why(error) if store else ""
        raise CannotStart(f"{error}{why and f': {why}'}; is DATABASE_URL right, and the server up?") from error
    finally:
        if store:
            store.close()


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


@contextmanager
def _alone(state_dir: Path) -> Iterator[None]:
    """One stack in a state directory. The system takes the lock back however we end. Raises :class:`CannotStart`."""
    place = state_dir / "serve.lock"
    try:
        state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = place.open("a+")
    except OSError as error:
        raise CannotStart(f"cannot write to {state_dir}: {error.strerror}; set PATCHWARDEN_STATE_DIR") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            remedy = "stop it, or set PATCHWARDEN_STATE_DIR"
            raise CannotStart(
                f"`patchwarden serve` runs in {state_dir} already (process {lock.read()}): {remedy}"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
