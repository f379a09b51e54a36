"""Long-lived child processes: the embedded stack's parts. Beside the sandbox the only place that starts a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.redaction import redact
from workers.processes import leash

_TAIL_BYTES = 4_000
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a part that ended is started again; twice as long each time."""
_PROVEN = 60.0
"""Seconds of life after which a part that ends is started again as if it were the first time."""


class ServiceEnded(Exception):
    """A part ended by itself; the message holds the end of its log, secrets redacted."""


class Service:
    """One running part.

    It lives in a session of its own, so that Ctrl-C in a terminal reaches us alone and we end the parts in order. It
    ends when we do, however we end: see :mod:`workers.processes.leash`.
    """

    def __init__(
        self, name: str, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, log: Path | None = None
    ) -> None:
        """Starts the program. ``env`` is its whole environment: the parts get our settings, unlike what the sandbox
        runs. ``log`` takes its output; without it the output goes where ours goes.
        """
        self.name = name
        self._argv, self._env, self._cwd, self._log = list(argv), dict(env), cwd, log
        self._pause = SHORTEST_PAUSE
        self._again_at: float | None = None
        self._holding: int | None = None
        self._start()

    def _start(self) -> None:
        self._began = time.monotonic()
        output = self._log.open("ab") if self._log else None
        reader = leash.NO_PIPE
        if not leash.kernel_helps():
            reader, self._holding = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs; argv is a list and no shell reads it
                [sys.executable, "-I", "-S", leash.__file__, str(os.getpid()), str(reader), *self._argv],
                env=self._env,
                cwd=self._cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                pass_fds=() if reader == leash.NO_PIPE else (reader,),
            )
        finally:
            if output:
                output.close()
            if reader != leash.NO_PIPE:
                os.close(reader)

    @property
    def pid(self) -> int:
        return self._process.pid

    def check(self) -> None:
        """Raises :class:`ServiceEnded` if the part is no longer running."""
        code = self._process.poll()
        if code is not None:
            raise ServiceEnded(f"{self.name} ended with {code}{self._said()}")

    def outcome(self) -> str | None:
        """Of a part that is to end by itself: ``None`` while it runs, ``""`` where all went well, else what it said."""
        code = self._process.poll()
        return None if code is None else "" if code == 0 else f"{self.name} ended with {code}{self._said()}"

    def tend(self) -> str:
        """Starts the part again where it ended, after a pause. Returns what people should hear, mostly nothing."""
        code, now = self._process.poll(), time.monotonic()
        if code is None:
            return ""
        if self._again_at is None:
            self._kill_group()  # what it started itself goes with it
            if now - self._began >= _PROVEN:
                self._pause = SHORTEST_PAUSE
            pause = self._put_off(now)
            return f"{self.name} ended with {code}, and is started again in {pause:.0f} s{self._said()}"
        if now < self._again_at:
            return ""
        self._let_go()
        try:
            self._start()
        except OSError as error:  # a full disk or too many processes: the other parts go on
            why = error.strerror if error.filename is None else f"{error.filename}: {error.strerror}"
            return f"{self.name} cannot be started ({why}), and is tried again in {self._put_off(now):.0f} s"
        self._again_at = None
        return f"{self.name} is started again"

    def _put_off(self, now: float) -> float:
        """How long the pause before the next start is, from now on."""
        pause = self._pause
        self._again_at, self._pause = now + pause, min(LONGEST_PAUSE, 2 * pause)
        return pause

    def terminate(self) -> None:
        """Asks the part to end."""
        if self._process.poll() is None:
            self._process.terminate()

    def stop(self, patience: float) -> None:
        """Asks the part to end, waits for ``patience`` seconds, then ends it with all its children."""
        self.terminate()
        try:
            self._process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            pass  # the group is killed below either way
        finally:
            self._kill_group()
        self._process.wait()
        self._let_go()

    def _kill_group(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return  # the group is gone (macOS says "not permitted" for a group of zombies)

    def _let_go(self) -> None:
        if self._holding is not None:
            os.close(self._holding)
            self._holding = None

    def _said(self) -> str:
        if self._log is None:
            return ""
        try:
            with self._log.open("rb") as log:
                log.seek(max(0, log.seek(0, os.SEEK_END) - _TAIL_BYTES))
                return ": " + redact(log.read(_TAIL_BYTES).decode("utf-8", "replace")).strip()
        except OSError:
            return ""
