"""Chains by chance, as long as the budget lasts.

python -m tests.disguise [--budget SECONDS] [--seed N] [--longest N]
python -m tests.disguise --singles [--only TEXT]    every flaw under every disguise, one at a time
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from tests.disguise.chains import MOST_TOGETHER, Chain, batches, drawn, explained, failing, shortest, singles
from tests.disguise.flaws import FLAWS
from workers.checks.base import Check
from workers.checks.registry import default_checks


@click.command()
@click.option("--budget", envvar="BUDGET", default=60.0, show_default=True, help="Seconds.")
@click.option("--seed", envvar="SEED", type=int, help="Default: another one on every run.")
@click.option("--longest", default=4, show_default=True, help="Disguises of one flaw.")
@click.option("--singles", "one_by_one", is_flag=True, help="Every flaw under every disguise.")
@click.option("--only", default="", help="Only those whose names hold this text.")
def main(budget: float, seed: int | None, longest: int, one_by_one: bool, only: str) -> None:
    """Prints every silence with the least that it needs. Exit code 1 where there is one."""
    seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    with tempfile.TemporaryDirectory(prefix="disguise-") as folder:
        checks = default_checks(cache_dir=Path(folder))
        found = (
            _one_by_one(only, checks)
            if one_by_one
            else _by_chance(seed, longest, only, time.monotonic() + budget, checks)
        )
    sys.exit(1 if found else 0)


def _one_by_one(only: str, checks: Sequence[Check]) -> int:
    chains = [*(Chain(flaw) for flaw in FLAWS), *singles(sampled=False)]
    found = sorted(
        str(chain)
        for batch in batches([chain for chain in chains if only in str(chain)])
        for chain in failing(batch, checks)
    )
    click.echo("\n".join(found))
    return len(found)


def _by_chance(seed: int, longest: int, only: str, end: float, checks: Sequence[Check]) -> int:
    click.echo(f"seed {seed}")
    told: set[str] = set()
    tried = 0
    for batch in _drawn(random.Random(seed), longest, only):  # noqa: S311 - no secret depends on it
        for chain in failing(batch, checks):
            least = str(shortest(chain, checks))
            if least not in told:
                told.add(least)
                click.echo(f"\nFAULT {explained(chain, checks)}\n")
        tried += len(batch)
        click.echo(f"{tried} tried, {len(told)} faults; the last: {batch[-1]}")
        if time.monotonic() > end:
            break
    return len(told)


def _drawn(source: random.Random, longest: int, only: str) -> Iterator[list[Chain]]:
    while True:
        chains = (drawn(source, longest) for _ in range(MOST_TOGETHER))
        yield from batches([chain for chain in chains if only in str(chain)])


if __name__ == "__main__":
    main()
