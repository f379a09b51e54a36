"""How long does each check take on ordinary changes? All the custom checks together should take less than the engine.

    python -m bench.checks --clones FOLDER [--repo OWNER/NAME]… [--commits N]

Every check reads the same snapshots in the same process, one after the other, with an empty answer cache.
"""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from pathlib import Path

import click

from bench.signal import cases as case_files
from bench.signal import noise
from bench.signal.reviews import read
from bench.signal.tables import table
from workers.checks.base import Check, Snapshot
from workers.checks.registry import default_checks

ENGINE = "semgrep"


@click.command()
@click.option("--clones", envvar="CLONES", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--repo", "repositories", multiple=True, default=noise.REPOSITORIES, show_default=True)
@click.option("--commits", default=30, show_default=True, help="Commits of each repository.")
def main(clones: Path, repositories: tuple[str, ...], commits: int) -> None:
    """Prints the seconds of each check and their ratio to the engine's."""
    here = {name: clone for name in repositories if (clone := case_files.clone(clones, name)) is not None}
    seen = [read(item) for name, clone in here.items() for item in noise.ordinary(name, clone, commits)]
    if not seen:
        raise click.ClickException("none of the repositories is among the clones")
    with tempfile.TemporaryDirectory(prefix="patchwarden-bench-") as directory:
        checks = default_checks(cache_dir=Path(directory))
        _run(checks, seen[:1], defaultdict(float))  # compiles the rules and imports the checks
        seconds: dict[str, float] = defaultdict(float)
        _run(checks, seen, seconds)
    engine = seconds[ENGINE]
    rows = [
        (name, f"{spent:.2f}", f"{spent / engine:.2f}")
        for name, spent in sorted(seconds.items(), key=lambda item: -item[1])
    ]
    others = sum(seconds.values()) - engine
    rows.append(("all but the engine", f"{others:.2f}", f"{others / engine:.2f}"))
    click.echo(f"{len(seen)} ordinary changes of {', '.join(here)}")
    click.echo(table(("check", "seconds", "to the engine"), rows))


def _run(checks: tuple[Check, ...], seen: list[Snapshot], seconds: dict[str, float]) -> None:
    for snapshot in seen:
        for check in checks:
            start = time.perf_counter()
            if any(check.aside(file, snapshot.policy) is None for file in snapshot.files):
                check.run(snapshot)
            seconds[check.id] += time.perf_counter() - start


if __name__ == "__main__":
    main()
