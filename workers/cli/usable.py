"""What a command may use on this machine, and how it says what it may not."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from bot import folders

SERVER = "pip install 'patchwarden[server]'"
"""How an installation gets the packages of the server."""


class OneLine(click.ClickException):
    """One line for the person who asked, and exit code 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        del file
        click.echo(f"patchwarden: {self.message}", err=True)


def place(error: OSError, path: Path | None = None) -> str:
    """Where the error is and what it is, in one line, for example ``/data/cache: Permission denied``."""
    where = path or error.filename or "a file or a connection"
    return f"{where}: {error.strerror or error}"


def lacking(error: Exception, command: str) -> str:
    """What to install where ``error`` is a package that is not here; ``""`` where it is something else.

    The plain installation has all that `patchwarden review` needs: what else is wanted is in the extra of the server.
    """
    name = (error.name or "").partition(".")[0] if isinstance(error, ModuleNotFoundError) else ""
    if name in ("", "bot", "workers"):
        return ""
    return f"`{command}` needs the server's packages, and {name} is not here: {SERVER}"


def cache() -> Path | None:
    """The folder of the cache; ``None``, and said once, where nothing can be written into it."""
    folder = folders.cache_dir(os.environ)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        click.echo(f"patchwarden: going on without a cache: {place(error, folder)} (PATCHWARDEN_CACHE_DIR)", err=True)
        return None
    return folder
