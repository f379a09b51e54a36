"""What a sweep of GitHub costs: requests the first time, at rest, and within an hour.

    python -m bench.sweep [--repositories N] [--changes N]

The stand-in for GitHub counts the requests; Redis is real. What it cost before is one request for each open change.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import click

from bench import measured
from bot.broker import connect
from bot.hosts.github import GitHub, GitHubSettings
from bot.hosts.github.names import check_id, with_terms
from bot.hosts.survey import terms
from tests.fakes.github.server import FakeGitHub
from tests.fakes.github.state import CheckRun
from tests.fakes.repository import Repository
from tests.redis_server import running_redis
from workers.sweep import EVERY_SECONDS
from workers.sweep_notes import SweepNotes

_BUDGET = 1500


@click.command()
@click.option("--repositories", default=60, show_default=True)
@click.option("--changes", default=10, show_default=True, help="Open pull requests of each repository, all reviewed.")
def main(repositories: int, changes: int) -> None:
    """Prints the requests of the first sweep, of one at rest, and of an hour at rest."""
    with tempfile.TemporaryDirectory(prefix="patchwarden-bench-") as directory, FakeGitHub() as github:
        _fill(github, Path(directory), repositories, changes)
        settings = GitHubSettings(
            base_url=github.url,
            app_id=github.app.id,
            private_key=github.app.private_key,
            marker_key=b"the key of the bench",
            allow_http=True,
        )
        with running_redis() as url, connect(url) as redis:
            counts = []
            for name in ("the first sweep", "a sweep at rest"):
                before, start = len(github.requests), time.perf_counter()
                host = GitHub(settings)
                notes = SweepNotes(redis, host.name, _BUDGET)
                found = sum(1 for _ in host.survey(notes))
                counts.append(len(github.requests) - before)
                seconds = time.perf_counter() - start
                click.echo(f"{name:24} {counts[-1]:6} requests, {notes.asked:6} points   {seconds:6.1f} s")
                if found or host.unseen:
                    raise click.ClickException(f"{found} found, {len(host.unseen)} unseen: nothing was to be")
        if github.violations:
            raise click.ClickException(github.violations[0])
    hourly = 3600 / EVERY_SECONDS
    measured.tell("sweep: requests at rest, to one for each change", counts[-1] / (repositories * (changes + 1)))
    click.echo(f"{'an hour at rest':24} {counts[-1] * hourly:6.0f} requests for {repositories} repositories")
    click.echo(f"{'before':24} {repositories * (changes + 1) * hourly:6.0f} requests")


def _fill(github: FakeGitHub, work: Path, repositories: int, changes: int) -> None:
    """Every pull request is reviewed: its check run stands."""
    git = Repository(work / "bench.git")
    git.commit("main", {"app.py": "one = 1\n"})
    git.commit("topic", {"app.py": "one = 2\n"}, start="main")
    for number in range(repositories):
        name = f"octo/app{number}"
        hosted = github.add_repository(name, git)
        for _ in range(changes):
            pull = github.open_pull(name, "topic")
            named = check_id(str(hosted.id), pull.number, pull.head_sha, "0" * 16)
            run = CheckRun(github.state.next_id("check run"), "Patchwarden", pull.head_sha, github.state.now())
            run.status, run.conclusion = "completed", "success"
            run.external_id = with_terms(named, terms("main", ""))
            hosted.check_runs[run.id] = run


if __name__ == "__main__":
    main()
