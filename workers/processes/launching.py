"""The worker's side of the launcher: one for each of our processes, started with the first program."""

from __future__ import annotations

import atexit
import errno
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from workers.processes.endings import LauncherLost
from workers.processes.limits import Limits

_PROGRAM = Path(__file__).with_name("launcher.py")
_MB = 1024 * 1024
_EXIT_SECONDS = 5.0


@dataclass(eq=False, slots=True)
class Running:
    """A program that was asked for, by our ends of its pipes."""

    line: socket.socket
    stdin: int
    stdout: int
    stderr: int
    told: list[str] = field(default_factory=list)

    def kill(self) -> None:
        """Ends the program with all that it has started. May be called from any thread, and more than once."""
        try:
            self.line.shutdown(socket.SHUT_WR)
        except OSError:
            return  # it has ended


@dataclass(eq=False)
class _Launcher:
    """The process of the launcher, and our end of its socket."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    running: set[Running] = field(default_factory=set)

    @classmethod
    def start(cls) -> _Launcher:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - a program of ours, by its path
                [sys.executable, "-I", "-S", str(_PROGRAM), str(theirs.fileno())],
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        return cls(process, ours)

    def close(self) -> None:
        """Only our copies: what runs belongs to the process that we were forked from."""
        self.control.close()
        for each in self.running:
            each.line.close()


_LOCK = Lock()
_LAUNCHER: _Launcher | None = None


def launch(argv: Sequence[str], *, cwd: Path | str, env: Mapping[str, str], limits: Limits, has_input: bool) -> Running:
    """Starts a program; whether that was possible is told on its line (see :mod:`workers.processes.launcher`).

    Raises :class:`~workers.processes.endings.LauncherLost`, :class:`OSError`.
    """
    request = _request(argv, cwd=cwd, env=env, limits=limits)
    ours, theirs = socket.socketpair()
    out, err = os.pipe(), os.pipe()
    into = os.pipe() if has_input else (os.open(os.devnull, os.O_RDONLY), -1)
    running = Running(ours, into[1], out[0], err[0])
    try:
        descriptors = [into[0], out[1], err[1], theirs.fileno()]
        with _LOCK:
            _ask(descriptors, running)
        ours.sendall(len(request).to_bytes(8) + request)
    except OSError as error:
        closed(running)
        raise LauncherLost(errno.ECHILD, f"the launcher of programs does not answer: {error.strerror}") from error
    except BaseException:  # e.g. a signal's: the launcher reads this request to its end before any other
        closed(running)
        raise
    finally:
        theirs.close()
        for each in (into[0], out[1], err[1]):
            os.close(each)
    return running


def closed(running: Running) -> None:
    """The program has ended, or is to end: our ends are closed."""
    if _LAUNCHER is not None:
        _LAUNCHER.running.discard(running)
    running.kill()
    running.line.close()
    for each in (running.stdin, running.stdout, running.stderr):
        if each >= 0:
            os.close(each)


def _ask(descriptors: Sequence[int], running: Running) -> None:
    """Sends one request. A launcher that has died is replaced."""
    global _LAUNCHER
    for _ in range(2):
        if _LAUNCHER is None or _LAUNCHER.process.poll() is not None:
            _forgotten()
            _LAUNCHER = _Launcher.start()
        try:
            socket.send_fds(_LAUNCHER.control, [b"r"], descriptors)
        except BrokenPipeError:
            _LAUNCHER.process.wait()
            continue
        _LAUNCHER.running.add(running)
        return
    raise BrokenPipeError(errno.EPIPE, "it ends as soon as it starts")


def _forgotten() -> None:
    global _LAUNCHER
    if _LAUNCHER is not None:
        _LAUNCHER.control.close()
        _LAUNCHER = None


def _request(argv: Sequence[str], *, cwd: Path | str, env: Mapping[str, str], limits: Limits) -> bytes:
    """See ``launcher._request``. Raises :class:`ValueError` for a NUL, which no argument can hold."""
    head = [
        str(cwd),
        "" if limits.cpu_seconds is None else str(max(1, limits.cpu_seconds)),
        "" if limits.memory_mb is None else str(limits.memory_mb * _MB),
        "" if limits.file_mb is None else str(limits.file_mb * _MB),
        "" if limits.open_files is None else str(limits.open_files),
        str(limits.processes),
        "" if limits.network else "1",
        str(len(argv)),
    ]
    fields = [os.fsencode(each) for each in (*head, *argv, *(f"{name}={value}" for name, value in env.items()))]
    if any(b"\0" in each for each in fields):
        raise ValueError("an argument of a program holds a NUL")
    return b"\0".join(fields)


def _after_fork() -> None:
    """A forked process has its own programs: with our copies of the sockets open, nobody would see their owner die."""
    global _LAUNCHER, _LOCK
    _LOCK = Lock()
    if _LAUNCHER is not None:
        _LAUNCHER.close()
        _LAUNCHER.process.returncode = 0  # not ours to wait for
        _LAUNCHER = None


def _at_exit() -> None:
    if _LAUNCHER is not None:
        _LAUNCHER.control.close()
        _LAUNCHER.process.wait(_EXIT_SECONDS)


os.register_at_fork(after_in_child=_after_fork)
atexit.register(_at_exit)
