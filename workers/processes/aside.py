"""A question that may never be answered, asked in a process of its own: the one way that also ends a look-up of a name
or a library's wait for a server that says nothing. For processes with one thread, which may fork.
"""

from __future__ import annotations

import math
import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from workers.processes.leash import die_with_parent

_BURIAL_SECONDS = 0.5
"""So long a killed process is waited for; one that waits in the kernel is buried the next time."""
_ANSWERED, _REFUSED = b"=", b"!"

_unburied: set[int] = set()


class NoAnswer(Exception):
    """It was not answered in time, or the process that was to answer it died."""


def answer(question: Callable[[], str], seconds: float, refusal: type[Exception]) -> str:
    """What ``question`` returns, run in a copy of this process; a ``refusal`` that it raises is raised here.

    Ends within ``seconds`` and a half, whatever ``question`` does: with :class:`NoAnswer` where that does not end or
    fails otherwise. Raises :class:`OSError` where there is no room for a process.
    """
    end = time.monotonic() + seconds
    _bury(0.0)
    reader, writer = os.pipe()
    try:
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            _answer(question, writer, parent, seconds, refusal)
        _unburied.add(child)
    except OSError:
        os.close(reader)
        raise
    finally:
        os.close(writer)
    try:
        said = _read(reader, end)
    finally:
        os.close(reader)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _bury(_BURIAL_SECONDS)
    text = said[1:].decode("utf-8", "replace")
    if said.startswith(_REFUSED):
        raise refusal(text)
    return text


def _answer(
    question: Callable[[], str], writer: int, parent: int, seconds: float, refusal: type[Exception]
) -> NoReturn:
    """In the child: nothing of the parent's is tidied up here, and no handler of its runs."""
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.alarm(math.ceil(seconds) + 1)  # where the parent is gone, or stopped
        die_with_parent(parent)
        try:
            said = _ANSWERED + question().encode("utf-8", "replace")
        except refusal as error:
            said = _REFUSED + str(error).encode("utf-8", "replace")
        os.write(writer, said[: select.PIPE_BUF])
    finally:
        os._exit(0)


def _read(reader: int, end: float) -> bytes:
    said = b""
    poll = select.poll()
    poll.register(reader, select.POLLIN)
    while (left := end - time.monotonic()) > 0:
        if not poll.poll(math.ceil(left * 1_000)):
            break
        piece = os.read(reader, select.PIPE_BUF)
        if not piece:
            if said:
                return said
            raise NoAnswer("the process that asks has died")
        said += piece
    raise NoAnswer("no answer in time")


def _bury(seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        for child in tuple(_unburied):
            with suppress(ChildProcessError):
                if os.waitpid(child, os.WNOHANG)[0] == 0:
                    continue
            _unburied.discard(child)
        if not _unburied or time.monotonic() >= end:
            return
        time.sleep(0.005)
