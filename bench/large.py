"""Large changes: peak memory of the worker with all that it starts, CPU, and whether every file is accounted for.

    python -m bench.large [--files N]… [--without-rules]

The files are this repository's own, each under a new name and with a text of its own; a third of them is new, the
others change a few lines. A planted flaw in every hundredth shows that nothing is lost on the way.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from tests.fakes.repository import Repository

_ROOT = Path(__file__).parents[1]
_FLAW = (
    "\n\ndef handler_{0}():\n    import os\n    from flask import request\n    os.system('ls ' + request.args['dir'])\n"
)
_EVERY = 100
"""So many files have one planted flaw."""
_MOST_CHARACTERS = 12_000
_LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one review. ``memory`` is the most at one time, in MiB: the resident sets of the worker and its programs."""

    seconds: float
    cpu: float
    memory: float
    files: int
    examined: int
    flaws: int
    verdict: str


@click.command()
@click.option("--files", multiple=True, type=int, default=(1_000, 3_000, 10_000), show_default=True)
@click.option("--without-rules", is_flag=True, help="All checks but those that ask the engine.")
def main(files: tuple[int, ...], *, without_rules: bool) -> None:
    """Prints a row a size."""
    click.echo(f"{'files':>7} {'MB':>6} {'wall s':>8} {'CPU s':>8} {'MiB':>7}  examined, flaws found, verdict")
    for count in files:
        with tempfile.TemporaryDirectory(prefix="patchwarden-bench-") as directory:
            work = Path(directory)
            size = _repository(work / "large.git", count)
            found = _review(work, without_rules=without_rules)
            click.echo(
                f"{count:7,} {size / 1e6:6.1f} {found.seconds:8.1f} {found.cpu:8.1f} {found.memory:7.0f}  "
                f"{found.examined:,} of {found.files:,}, {found.flaws} of {count // _EVERY}, {found.verdict}"
            )


def _repository(path: Path, count: int) -> int:
    """Writes the two commits; the bytes of both sides of the change."""
    repository = Repository(path)
    base, head = dict[str, str | bytes | None](), dict[str, str | bytes | None]()
    for number, text in zip(range(count), _texts(), strict=False):
        name = f"part{number % 40}/module_{number}.py"
        old = f"# Part {number}\n{text}"
        if number % 3:
            base[name] = old
        flaw = _FLAW.format(number) if number % _EVERY == 0 else f"\n\nLIMIT_{number} = {number}\n"
        head[name] = f"{old}{flaw}"
    repository.commit("main", {"README": "Large.\n", **base})
    repository.commit("topic", head)
    return sum(len(str(text)) for text in (*base.values(), *head.values()))


def _texts() -> Iterator[str]:
    """Without end."""
    tracked = sorted(path for folder in ("bot", "workers") for path in (_ROOT / folder).rglob("*.py"))
    texts = [text for path in tracked if 500 < len(text := path.read_text(encoding="utf-8")) < _MOST_CHARACTERS]
    while True:
        yield from texts


def _review(work: Path, *, without_rules: bool) -> Measured:
    program = (sys.executable, "-m", "bench.large_review", *(("--without-rules",) if without_rules else ()))
    environment = {**os.environ, "PATCHWARDEN_CACHE_DIR": str(work / "cache")}
    start = time.perf_counter()
    with subprocess.Popen(
        [*program, str(work / "large.git")], env=environment, cwd=_ROOT, stdout=subprocess.PIPE
    ) as run:
        watch = _Watch(run.pid)
        told = run.stdout.read() if run.stdout else b""
    seconds = time.perf_counter() - start
    said = json.loads(told)
    return Measured(seconds, said["cpu"], watch.stop(), said["files"], said["examined"], said["flaws"], said["verdict"])


class _Watch:
    """Looks at the memory of a process and all below it."""

    def __init__(self, pid: int) -> None:
        self._pid, self._most, self._ended = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._ended.set()
        self._thread.join()
        return self._most / 1024

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            self._most = max(self._most, sum(map(_resident, _family(self._pid))))


def _family(pid: int) -> Iterator[int]:
    """The process and all that it started, as far as they live."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in found:
            yield from _family(int(child))


def _resident(pid: int) -> int:
    """KiB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)


if __name__ == "__main__":
    main()
