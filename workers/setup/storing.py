"""The TOML file of the hosts (``PATCHWARDEN_CONFIG``), with one more table in it. It holds credentials: only its owner
can read it."""

from __future__ import annotations

import json
import os
import secrets
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path


class CannotStore(Exception):
    """The file cannot be used; the message names it and the remedy."""


def check(path: Path, kind: str, name: str) -> None:
    """Asked before anything is made on the host: whether :func:`add` will find its way. Raises
    :class:`CannotStore`."""
    known = _read(path)
    if any(table.get("name", kind) == name for table in known.get(kind, []) if isinstance(table, dict)):
        raise CannotStore(f"{path} has a host `{name}` already: give the new one another --name, or another --file")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = _draft(path)
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        draft.unlink()
    except OSError as error:
        raise CannotStore(f"{path.parent}: {error.strerror}: name another --file") from error


def add(path: Path, kind: str, fields: Mapping[str, str | int]) -> None:
    """Adds the table ``[[kind]]``. The file is replaced as a whole: it is never half written, and never readable to
    others. Raises :class:`CannotStore`."""
    try:
        before = path.read_text("utf-8") if path.exists() else ""
        rows = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
        text = f"{before.rstrip()}\n\n" if before.strip() else ""
        draft = _draft(path)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{text}[[{kind}]]\n{rows}")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise CannotStore(f"{path}: {error.strerror}") from error


def keep_secret(path: Path) -> None:
    """Makes a file with a random secret that only its owner can read, unless it is there. Raises
    :class:`CannotStore`."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
    except FileExistsError:
        return
    except OSError as error:
        raise CannotStore(f"{path}: {error.strerror}") from error


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}-{secrets.token_hex(4)}")


def _read(path: Path) -> Mapping[str, list[object]]:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CannotStore(f"{path}: {error.strerror}") from error
    if not stat.S_ISREG(mode):
        raise CannotStore(f"{path} is no file: name another --file")
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CannotStore(f"{path} is there and is no TOML ({error}): mend it, or name another --file") from error
    return {kind: tables for kind, tables in found.items() if isinstance(tables, list)}
