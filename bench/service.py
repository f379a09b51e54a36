"""From the webhook to the posted review, for a change of five files, against bare ``semgrep-core`` on the same texts.

    python -m bench.service [--reviews N]

The whole stack runs (gunicorn, Redis, a Celery worker, git over HTTP) beside the tests' stand-in for GitHub. Every
review is of a new head whose texts no cache knows; the first one warms the worker up and does not count.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import click

from bench import measured
from bot.model import ChangeRef
from bot.settings import Settings
from tests.demo import desk
from tests.fakes.github.server import FakeGitHub
from tests.fakes.repository import Repository
from workers.embedded import Embedded, Parts
from workers.engine import program
from workers.engine.invoke import Core, Limits, Text
from workers.engine.scanner import Scanner
from workers.reading import rule_files

ROOT = Path(__file__).parents[1]
_NAME = "octo/bench"
FILES = (
    "workers/pipeline.py",
    "workers/change/snapshot.py",
    "bot/review/__init__.py",
    "bot/policy/merging.py",
    "workers/engine/invoke.py",
)
"""Files of this repository that the reviewed change touches."""
_FLAW = (
    "\n\ndef handler_{0}():\n    import os\n    from flask import request\n    os.system('ls ' + request.args['dir'])\n"
)


@click.command()
@click.option("--reviews", default=5, show_default=True, help="Reviews that count; their median is shown.")
def main(reviews: int) -> None:
    """Prints the stages, the total and what it is beyond the bare engine."""
    base = {name: (ROOT / name).read_text(encoding="utf-8") for name in FILES}
    with tempfile.TemporaryDirectory(prefix="patchwarden-bench-") as directory, FakeGitHub() as github:
        work = Path(directory)
        repository = Repository(work / "bench.git")
        repository.commit("main", base)
        github.add_repository(_NAME, repository)
        environ = desk.environ(github, work)
        settings = Settings.from_environ(environ)
        with Embedded(settings, environ, parts=Parts(beat=False), log_dir=work / "logs") as stack:
            timed = []
            for turn in range(reviews + 1):
                repository.commit(f"topic-{turn}", _head(base, turn))
                number = github.open_pull(_NAME, f"topic-{turn}").number
                at = desk.Desk(stack, ChangeRef("github", _NAME, number), work / "logs", github)
                timed.append(at.review(github.deliver.pull_request("opened", _NAME, number), lambda _: None))
        if github.violations:
            raise click.ClickException(github.violations[0])
    bare = [_bare(_head(base, turn)) for turn in range(1, reviews + 1)]
    _report(timed[1:], statistics.median(bare))


def _head(base: dict[str, str], turn: int) -> dict[str, str | bytes | None]:
    return {name: text + _FLAW.format(turn) for name, text in base.items()}


def _bare(files: dict[str, str | bytes | None]) -> float:
    """One call of the core on these texts with every Python rule, as ready JSON."""
    rules = Scanner(rule_files.root()).pack("python")
    if rules is None:
        raise click.ClickException("there are no Python rules")
    texts = [Text(name, str(text), ".py") for name, text in files.items()]
    start = time.perf_counter()
    Core(program.find())("python", [rule.semgrep for rule in rules.rules.values()], texts, Limits())
    return time.perf_counter() - start


def _report(timed: list[desk.Timed], bare: float) -> None:
    for stage in timed[0].seconds:
        click.echo(f"{stage:32} {statistics.median(item.seconds[stage] for item in timed):7.2f} s")
    total = statistics.median(item.total for item in timed)
    click.echo(f"{'bare semgrep-core, all rules':32} {bare:7.2f} s")
    click.echo(f"{'beyond the bare engine':32} {total - bare:7.2f} s   ({total / bare:.1f}× of it)")
    measured.tell("service: webhook to posted, to bare semgrep-core", total / bare)


if __name__ == "__main__":
    main()
