"""Long-lived child processes: the embedded stack's parts. Beside the sandbox the only place that starts a process."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.redaction import redact

_TAIL_BYTES = 4_000


class ServiceEnded(Exception):
    """A part ended by itself; the message holds the end of its log, secrets redacted."""


class Service:
    """One running part.

    It lives in a session of its own, so that Ctrl-C in a terminal reaches us alone and we end the parts in order.
    """

    def __init__(
        self, name: str, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, log: Path | None = None
    ) -> None:
        """Starts the program. ``env`` is its whole environment: the parts get our settings, unlike what the sandbox
        runs. ``log`` takes its output; without it the output goes where ours goes. Raises :class:`FileNotFoundError`.
        """
        self.name = name
        self._log = log
        output = log.open("ab") if log else None
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs; argv is a list and no shell reads it
                list(argv),
                env=dict(env),
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
            )
        finally:
            if output:
                output.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def check(self) -> None:
        """Raises :class:`ServiceEnded` if the part is no longer running."""
        code = self._process.poll()
        if code is not None:
            raise ServiceEnded(f"{self.name} ended with {code}{self._said()}")

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

    def _kill_group(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return  # the group is gone (macOS says "not permitted" for a group of zombies)

    def _said(self) -> str:
        if self._log is None or not self._log.exists():
            return ""
        return ": " + redact(self._log.read_bytes()[-_TAIL_BYTES:].decode("utf-8", "replace")).strip()
