"""What a change costs in a process that has reviewed another one, as a worker has: seconds of CPU with all programs.

    python -m bench.warm OTHER CHANGE CACHE

``OTHER`` and ``CHANGE`` are repositories with a change in their working trees; ``CACHE`` holds the compiled rules. Two
numbers: with an empty cache of answers, and for the same change again.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import click

from bench.slices import metered
from workers.checks.base import Check
from workers.checks.registry import default_checks
from workers.local.reviewing import review_local


@click.command()
@click.argument("other", type=click.Path(path_type=Path, exists=True))
@click.argument("change", type=click.Path(path_type=Path, exists=True))
@click.argument("cache", type=click.Path(path_type=Path))
def main(other: Path, change: Path, cache: Path) -> None:
    """Prints both numbers."""
    checks = default_checks(cache_dir=cache)
    _seconds(other, checks)
    shutil.rmtree(cache / "answers", ignore_errors=True)
    click.echo(f"{_seconds(change, checks):.3f} {_seconds(change, checks):.3f}")


def _seconds(repository: Path, checks: tuple[Check, ...]) -> float:
    with metered() as programs:
        start = time.process_time()
        review_local(repository, "HEAD", checks, os.environ)
        return time.process_time() - start + sum(programs)


if __name__ == "__main__":
    main()
