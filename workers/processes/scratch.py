"""Private folders for what must not outlive its use: they go when their block ends, or soon after their owner's death.

The owner holds a lock on its folder (flock(2)), which the system lets go when the process dies, whatever it dies of.
So everybody can tell the folders of the living, also across containers that share the place. Whoever has the lock
removes: a folder that was swept between its making and its locking is simply made anew.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "patchwarden."
_EVERY_SECONDS = 60.0
_TRIES = 100

_swept_at: dict[Path, float] = {}
"""By the folder that holds them; seconds that never go back."""
_held: dict[Path, int] = {}
"""The lock of each folder of this process."""


@contextmanager
def folder(purpose: str) -> Iterator[Path]:
    """A new folder that only this user can read, until the block ends. Sweeps, at most once a minute.

    ``purpose`` is one word of its name. Raises :class:`OSError` where there is no room or no right.
    """
    path = _made(purpose)
    try:
        yield path
    finally:
        _removed(path)


def kept(purpose: str) -> Path:
    """A new folder that lasts as long as this process."""
    path = _made(purpose)
    owner = os.getpid()

    def at_exit() -> None:
        if os.getpid() == owner:
            _removed(path)

    atexit.register(at_exit)
    return path


def sweep() -> int:
    """Removes the folders of this user whose owners have died; gives their number. Never raises."""
    place = Path(tempfile.gettempdir())
    _swept_at[place] = time.monotonic()
    removed = 0
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and Path(entry.path) not in _held:
                removed += _swept(Path(entry.path))
    return removed


def _made(purpose: str) -> Path:
    if time.monotonic() - _swept_at.get(Path(tempfile.gettempdir()), float("-inf")) > _EVERY_SECONDS:
        sweep()
    for _ in range(_TRIES):
        path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{purpose}."))
        lock = _locked(path)
        if lock is not None:
            _held[path] = lock
            return path
    raise FileExistsError(f"{tempfile.gettempdir()}: new folders do not stay there")


def _locked(path: Path) -> int | None:
    """A descriptor with the lock of a folder of ours; ``None`` where another has it, or it is gone."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        here, there = os.fstat(descriptor), path.lstat()
        if (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino):
            return descriptor
    os.close(descriptor)
    return None


def _removed(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    lock = _held.pop(path, None)
    if lock is not None:
        os.close(lock)


def _swept(path: Path) -> bool:
    """Whether the folder was one of a dead owner, which is gone now."""
    with suppress(OSError):
        found = path.lstat()
        if found.st_uid != os.geteuid() or not stat.S_ISDIR(found.st_mode):
            return False
        lock = _locked(path)
        if lock is None:
            return False
        shutil.rmtree(path, ignore_errors=True)
        os.close(lock)
        return True
    return False


def _after_fork() -> None:
    """The folders belong to the process that made them: a child that held their locks would keep them alive."""
    for lock in _held.values():
        os.close(lock)
    _held.clear()
    _swept_at.clear()


os.register_at_fork(after_in_child=_after_fork)
