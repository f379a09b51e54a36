"""A program whose output is read while it runs, and which ends as soon as its reader has enough."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from workers.processes import endings, launching, sandbox, stopping
from workers.processes.dialogue import Dialogue
from workers.processes.limits import Limits, of


@contextmanager
def output(
    argv: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | str = "/",
    timeout: float,
    memory_mb: int | None = None,
) -> Iterator[Iterator[bytes]]:
    """Standard output in pieces, however much there is. Leaving the block ends the program, however far it was read.

    Environment, limits and errors as in :func:`workers.processes.sandbox.run`; ``timeout`` counts from the start, so a
    slow reader uses it up. What went wrong with the program is raised by the iterator.
    """
    stopping.check()
    limits = of(argv[0]).within(timeout)
    if memory_mb is not None:
        limits = replace(limits, memory_mb=memory_mb)
    running = sandbox.started(argv, env=env, cwd=cwd, limits=limits, has_input=False)
    dialogue = Dialogue(running, time.monotonic() + timeout)
    try:
        with stopping.ending(running.kill):
            yield _pieces(argv, cwd, limits, dialogue, timeout)
    finally:
        dialogue.end_now()
        launching.closed(running)


def _pieces(
    argv: Sequence[str], cwd: Path | str, limits: Limits, dialogue: Dialogue, timeout: float
) -> Iterator[bytes]:
    yield from dialogue.pieces()
    stopping.check()  # then the program was killed for that, and has no fault
    ending = endings.read(dialogue.running.told, timed_out=dialogue.timed_out, overflowed=False)
    endings.judge(argv, cwd, limits, ending, sandbox.tail(dialogue), timeout=timeout, check=True)
