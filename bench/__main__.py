"""All benchmarks of the costs, one after the other, compared with the last recorded run on such a machine.

    python -m bench [--only NAME]… [--keep]

It names each figure that got worse by a fifth, and each benchmark that did not end well; then it ends with 1. With
``--keep`` the figures are recorded instead: what got worse is named all the same, and belongs into the CHANGELOG.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from bench import measured

BENCHES = ("engine", "slices", "commits", "service", "receiver", "turns", "shares", "sweep", "large")


@click.command()
@click.option("--only", multiple=True, type=click.Choice(BENCHES), help="Only these; by default all.")
@click.option("--keep", is_flag=True, help="Record the figures as those of this kind of machine.")
def main(only: tuple[str, ...], *, keep: bool) -> None:
    """Prints what each benchmark prints, then what got worse."""
    chosen = [name for name in BENCHES if not only or name in only]
    with tempfile.TemporaryDirectory(prefix="patchwarden-bench-") as directory:
        told = Path(directory) / "figures"
        environment = {**os.environ, measured.FILE: str(told)}
        broken = []
        for name in chosen:
            click.echo(f"\n== {name}")
            if subprocess.run(argv(name), env=environment, check=False).returncode:
                broken.append(name)
        now = measured.told(told)
    path = measured.FOLDER / f"{measured.kind()}.json"
    ran = [name for name in chosen if name not in broken]
    click.echo(conclusion(measured.recorded(path), now, ran, broken, path))
    if keep:
        measured.record(path, now, ran, datetime.now(UTC).date().isoformat())
    elif broken or measured.worse(measured.recorded(path), now, ran):
        sys.exit(1)


def argv(name: str) -> list[str]:
    """The command of a benchmark."""
    return [sys.executable, "-m", f"bench.{name}"]


def conclusion(
    before: dict[str, measured.Figure],
    now: dict[str, measured.Figure],
    ran: list[str],
    broken: list[str],
    path: Path,
) -> str:
    """What is said at the end: never that all is well where nothing was compared."""
    compared = sum(name in now for name in before)
    lines = [f"\n== {len(now)} figures, {compared} of them compared with {path.name}"]
    if not before:
        lines.append("no run was recorded on such a machine: --keep records this one")
    lines += [f"WORSE {line}" for line in measured.worse(before, now, ran)]
    lines += [f"BROKEN {name}: it did not end well, and its figures are not compared" for name in broken]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
