"""Starts one of our services so that it never outlives us: not even when we are killed.

``python leash.py PARENT PIPE PROGRAM …`` ends as soon as the process PARENT does. On Linux the kernel sees to it
(``prctl``, PR_SET_PDEATHSIG) and this program becomes PROGRAM. Elsewhere it stays, runs PROGRAM, and ends with it when
the pipe whose reading end is the file descriptor PIPE loses its writer. Nothing of ours is imported here: it starts
in a moment.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from types import FrameType

_PR_SET_PDEATHSIG = 1  # prctl(2)
_LOOK_SECONDS = 0.2
NO_PIPE = -1
NOT_STARTED = 127
"""The exit code where PROGRAM cannot be started, as a shell has it."""


def kernel_helps() -> bool:
    return sys.platform.startswith("linux")


def die_with_parent(parent: int) -> None:
    """From now on this process is killed when the thread that started it ends; on Linux alone. Survives ``exec``.

    It ends here where the process ``parent`` has ended before: then the kernel has nobody to wait for.
    """
    if kernel_helps():
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def main(argv: list[str]) -> int:
    """Returns an exit code, or never: then this process is another program."""
    parent, pipe, program = int(argv[0]), int(argv[1]), argv[2:]
    if pipe != NO_PIPE:
        return _watch(pipe, program)
    die_with_parent(parent)
    try:
        os.execvp(program[0], program)  # noqa: S606 # nosec B606 - our own programs, and no shell
    except OSError as error:
        print(f"{program[0]}: {error.strerror}", file=sys.stderr)  # noqa: T201 - the service's log takes it
        return NOT_STARTED


def _watch(pipe: int, program: list[str]) -> int:
    """Runs the program until it or the pipe's writer ends."""
    try:
        child = subprocess.Popen(program)  # noqa: S603 - our own programs
    except OSError as error:
        print(f"{program[0]}: {error.strerror}", file=sys.stderr)  # noqa: T201
        return NOT_STARTED

    def pass_on(number: int, frame: FrameType | None) -> None:
        del frame
        child.send_signal(number)

    signal.signal(signal.SIGTERM, pass_on)
    while child.poll() is None:
        if select.select([pipe], [], [], _LOOK_SECONDS)[0]:
            os.killpg(os.getpgrp(), signal.SIGKILL)  # the whole group, ourselves included
    return child.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
