"""What a change costs in files that it hardly touches: 20 changed lines in 300, 3,000 and 15,000 lines.

    python -m bench.slices [--lines N]…

The engine's and this process's CPU for the rules alone, without a cache, as a whole file and as the slice that the
rules see. The files are made by repeating the functions of one real module under other names.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bench import measured
from tests.builders import changed_file, snapshot
from workers.checks.semgrep import Semgrep
from workers.engine.scanner import Scanner
from workers.processes import sandbox
from workers.slices.sides import sliced

_ROOT = Path(__file__).parents[1]
_MODULE = _ROOT / "workers" / "change" / "working_tree.py"
_FLAW = "\n\ndef handler():\n    from flask import request\n\n    os.system('ls ' + request.args['dir'])\n"
_CHANGED = 20


def pair(lines: int) -> tuple[str, str]:
    """Both sides of a file of so many lines, of which 20 are changed."""
    imports, _, rest = _MODULE.read_text(encoding="utf-8").partition("\n\n\n")
    text, number = "import os\n" + imports, 0
    while text.count("\n") < lines:
        number += 1
        text += "\n\n\n" + rest.replace("def ", f"def n{number}_").replace("class ", f"class N{number}")
    kept = "\n".join(text.split("\n")[:lines])
    base = kept[: kept.rindex("\n\n\n")] + "\n"
    changed = "\n".join(f"    value_{number} = {number}" for number in range(_CHANGED - 6))
    return base, f"{base}{_FLAW}{changed}\n"


@contextmanager
def metered() -> Iterator[list[float]]:
    """The CPU seconds of each program that is started."""
    seconds: list[float] = []
    run = sandbox.run

    def counting(*arguments: object, **named: object) -> sandbox.Completed:
        done = run(*arguments, **named)  # type: ignore[arg-type]  # as they came
        seconds.append(done.cpu_seconds)
        return done

    sandbox.run = counting
    try:
        yield seconds
    finally:
        sandbox.run = run


@click.command()
@click.option("--lines", multiple=True, type=int, default=(300, 3_000, 15_000), show_default=True)
def main(lines: tuple[int, ...]) -> None:
    """Prints the seconds and their ratios to those of the smallest file."""
    ways = {"sliced": Semgrep(Scanner()), "whole": Semgrep(Scanner())}
    ways["whole"].slices = False
    first: dict[str, float] = {}
    for count in sorted(lines):
        base, head = pair(count)
        file = changed_file("change.py", base, head)
        made = sliced("python", base, head, file.hunks)
        left = sum(1 for line in made.head.split("\n") if line.strip())
        click.echo(f"{count:>7,} lines, {left:,} of them left {made.whole and f'({made.whole})'}")
        for name, check in ways.items():
            check.run(snapshot(changed_file("warm.py", "a = 1\n", "a = 2\n")))
            with metered() as engine:
                start = time.process_time()
                found = check.run(snapshot(file))
                own = time.process_time() - start
            spent = sum(engine) + own
            first.setdefault(name, spent)
            rate = spent / first[name]
            if name == "sliced" and count != min(lines):
                measured.tell(f"slices: {count:,} lines to {min(lines):,}", rate)
            told = len(found.head)
            click.echo(f"        {name:8} {spent:7.2f} s ({own:.2f} of it here) {rate:6.1f}×   {told} findings")


if __name__ == "__main__":
    main()
