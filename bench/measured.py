"""The figures of ``make bench``, and whether one of them got worse since the last recorded run on such a machine.

Each benchmark tells its figures by :func:`tell`: ratios of one run, or memory, which say the same on an idle and on a
busy machine. Recorded are those of one kind of machine in ``machines/<kind>.json``: so many cores of such processors.
"""

from __future__ import annotations

import json
import math
import os
import platform
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("machines")
FILE = "PATCHWARDEN_BENCH_FIGURES"
"""The environment variable with the file that a benchmark's figures are added to."""
WORSE = 1.2
"""So many times the recorded figure is named."""
_NO_NAME = re.compile(r"\((?:R|TM)\)|\b(?:CPU|Processor)\b|@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """``name`` begins with its benchmark: ``slices: 15,000 lines to 300``."""

    name: str
    value: float
    more: bool = False
    """Whether more is better."""

    @property
    def bench(self) -> str:
        return self.name.partition(":")[0]

    def times_worse(self, before: Figure) -> float:
        """How many times worse than another: 1 is as good."""
        return before.value / self.value if self.more else self.value / before.value


def tell(name: str, value: float, *, more: bool = False) -> None:
    """Adds a figure to the file that the run of all benchmarks has named, if it is one.

    Raises :class:`ValueError` for a figure that is no ratio: not above 0, or not finite.
    """
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"{name} is {value}, which cannot be compared")
    path = os.environ.get(FILE)
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(Figure(name, value, more))) + "\n")


def told(path: Path) -> dict[str, Figure]:
    """The figures in such a file by their names; the last of a name counts."""
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    figures = (Figure(**json.loads(row)) for row in rows)
    return {figure.name: figure for figure in figures}


def worse(before: Mapping[str, Figure], now: Mapping[str, Figure], ran: Collection[str]) -> list[str]:
    """One line for each figure of the benchmarks that ``ran`` which got worse by a fifth, or is gone."""
    lines = []
    for name, old in sorted(before.items()):
        new = now.get(name)
        if new is None and old.bench in ran:
            lines.append(f"{name}: was {old.value:.3g}, and is not measured any more")
        elif new is not None and new.times_worse(old) >= WORSE:
            lines.append(f"{name}: {new.value:.3g}, was {old.value:.3g} ({new.times_worse(old):.2f} times worse)")
    return lines


def kind(processor: str = "", cores: int = 0) -> str:
    """This machine's: ``2-amd-epyc``. Without ``processor`` and ``cores`` they are asked of the system."""
    name = _NO_NAME.sub(" ", processor or _processor())
    words = [word for word in name.split() if word[0].isalpha()]
    return "-".join([str(cores or len(os.sched_getaffinity(0))), *(word.lower() for word in words)])


def _processor() -> str:
    """The first processor's name as Linux tells it (proc(5)); elsewhere the machine's architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next((name for name in named if name), "") or platform.machine()


def recorded(path: Path) -> dict[str, Figure]:
    """The figures of the last recorded run; none where there was none."""
    if not path.exists():
        return {}
    document: Any = json.loads(path.read_text(encoding="utf-8"))
    return {name: Figure(name, **figure) for name, figure in document["figures"].items()}


def record(path: Path, now: Mapping[str, Figure], ran: Collection[str], day: str) -> None:
    """Writes the figures; those of benchmarks that did not run stay. ``day`` is ``2026-11-30``."""
    kept = {name: old for name, old in recorded(path).items() if old.bench not in ran}
    rows = {
        name: {"value": round(figure.value, 4), "more": figure.more} for name, figure in sorted({**kept, **now}.items())
    }
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"measured": day, "figures": rows}, indent=1) + "\n", encoding="utf-8")
