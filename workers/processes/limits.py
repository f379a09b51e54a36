"""What each program may use: one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one program may use. ``None`` is no limit but those of the machine."""

    cpu_seconds: int | None = 60
    """Of each of its processes."""
    memory_mb: int | None = 2_000
    """Address space of each of its processes: more than what they really hold, with libraries and mapped files."""
    file_mb: int | None = 100
    """Of each file that it writes."""
    open_files: int | None = 256
    processes: int = 64
    """It is killed with all of them when it has more; so this holds for root, too."""
    output_mb: int = 16
    """What it may write to its standard output."""
    network: bool = False
    """Without it, it gets a network of its own with nothing in it, or no sockets, where the kernel allows that."""

    def within(self, timeout: float) -> Limits:
        """These limits for a program that may take ``timeout`` seconds by the clock: a quarter of them of CPU at most.

        What is too expensive ends by the CPU that it used, on a busy machine as on an idle one, and that is final;
        the clock is for who waits, and then it may help to try again.
        """
        if self.cpu_seconds is None:
            return self
        return replace(self, cpu_seconds=max(1, min(self.cpu_seconds, int(timeout / CLOCK_PER_CPU))))


CLOCK_PER_CPU = 4
"""So many seconds of the clock each second of CPU may take: machines are shared."""


DEFAULT = Limits()

PROGRAMS: Mapping[str, Limits] = {
    # A fetch is unpacked by threads in one process more. The user's own repository may have packs of many GB, which git
    # maps by windows (see ``core.packedGit…`` in workers.change.git). The largest answer is the blobs of a snapshot.
    "git": Limits(60, memory_mb=6_000, file_mb=4_000, open_files=1_024, output_mb=512, network=True),
    # Its heap is limited by itself (``-max_memory``), with a better word for it: this is the net below.
    "semgrep-core": Limits(600, memory_mb=8_000, processes=8, output_mb=200),
    "semgrep": Limits(1_200, memory_mb=12_000, processes=32, output_mb=200),
    "zizmor": Limits(60, memory_mb=4_000, output_mb=50),
}
"""By the program's name."""


def of(program: str) -> Limits:
    """The limits of a program, which may be given by its path."""
    return PROGRAMS.get(PurePath(program).name, DEFAULT)
