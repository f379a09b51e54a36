"""One review for :mod:`bench.large`, in a process of its own: prints what it cost and what it found as JSON.

python -m bench.large_review [--without-rules] GIT_DIRECTORY
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

import click

from workers.checks import registry
from workers.local import reviewing


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
    for gap in review.gaps[:5]:
        click.echo(str(gap), err=True)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    click.echo(
        json.dumps(
            {
                "cpu": sum(each.ru_utime + each.ru_stime for each in used),
                "files": review.files_total,
                "examined": review.files_examined,
                "flaws": sum(len(item.findings) for item in review.observations),
                "verdict": review.verdict.name,
                "own": used[0].ru_maxrss,
                "rules": sorted({f.rule for item in review.observations for f in item.findings}),
            }
        )
    )


if __name__ == "__main__":
    sys.exit(main())
