"""One review for :mod:`bench.large`, in a process of its own: prints what it found as JSON, its progress as it goes.

python -m bench.large_review [--without-rules] GIT_DIRECTORY
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections import Counter
from pathlib import Path

import click

from workers.checks import registry
from workers.local import reviewing

_COMMAND_INJECTION = 78


@click.command()
@click.argument("directory", type=Path)
@click.option("--without-rules", is_flag=True)
def main(directory: Path, *, without_rules: bool) -> None:
    checks = registry.in_turn(cache_dir=Path(os.environ["PATCHWARDEN_CACHE_DIR"]))
    wanted = (check for check in checks if not (without_rules and check.id in ("semgrep", "own")))
    found = reviewing.review_local(
        directory, "main..topic", wanted, os.environ, lambda text: click.echo(text, err=True)
    )
    review = found.review
    for reason, times in Counter(f"{gap.check}: {gap.reason}" for gap in review.gaps).most_common(5):
        click.echo(f"{times} files, {reason}", err=True)
    own = resource.getrusage(resource.RUSAGE_SELF)
    click.echo(f"of its own: {own.ru_utime + own.ru_stime:.1f} s CPU, {own.ru_maxrss / 1024:.0f} MiB", err=True)
    click.echo(
        json.dumps(
            {
                "files": review.files_total,
                "examined": review.files_examined,
                "flaws": sorted(
                    {
                        each.span.path
                        for item in review.observations
                        for each in item.findings
                        if each.cwe == _COMMAND_INJECTION
                    }
                ),
                "verdict": review.verdict.name,
                "unfinished": "; ".join(run.reason for run in review.runs if run.passing),
            }
        )
    )


if __name__ == "__main__":
    sys.exit(main())
