"""``python -m tests.demo``: a pull request goes in as a webhook, a review comes out."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console

from bot.model import ChangeRef
from bot.settings import Settings, SettingsError
from tests.demo import desk, scene, show
from tests.demo.desk import NothingCame, Timed
from tests.fakes.github.server import FakeGitHub
from workers.embedded import CannotStart, Embedded, Parts
from workers.processes.services import ServiceEnded


@click.command()
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Also write what is shown as a picture.")
def main(svg: Path | None) -> None:
    """Start everything on this machine, open a pull request and show its review as GitHub received it."""
    console = Console(highlight=False, record=svg is not None, width=112 if svg else None)
    with tempfile.TemporaryDirectory(prefix="patchwarden-demo-") as directory:
        try:
            played = _play(Path(directory), console)
        except (SettingsError, CannotStart, ServiceEnded, NothingCame) as error:
            raise click.ClickException(str(error)) from error
    if svg:
        show.picture(console, svg, "make demo")
    sys.exit(0 if played else 1)


def _play(directory: Path, console: Console) -> bool:
    made = scene.build(directory / "ledger.git")
    with FakeGitHub() as github, console.status("starting") as status:
        github.add_repository(scene.NAME, made.repository)
        number = github.open_pull(scene.NAME, "import", title="Search, import, and a banner", author="lin").number
        environ = desk.environ(github, directory)
        settings = Settings.from_environ(environ)
        logs = directory / "logs"
        parts = Parts(beat=False)
        with Embedded(settings, environ, parts=parts, progress=status.update, log_dir=logs) as stack:
            at = desk.Desk(stack, ChangeRef("github", scene.NAME, number), logs, github)
            first = at.review(github.deliver.pull_request("opened", scene.NAME, number), status.update)
            status.stop()
            _show_review(console, github, made, first)
            before = len(github.writes)
            status.start()
            again = at.review(github.deliver.pull_request("reopened", scene.NAME, number), status.update)
            status.stop()
            new = len(github.writes) - before
    return _show_end(console, github, again, new)


def _show_review(console: Console, github: FakeGitHub, made: scene.Scene, timed: Timed) -> None:
    hosted = github.state.repository(scene.NAME)
    show.heading(console, f"{scene.NAME} · pull request 1 · line comments, as posted")
    for comment in sorted(hosted.review_comments.values(), key=lambda item: (item.path, item.line or 0)):
        side = made.base if comment.side == "LEFT" else made.head
        show.line_comment(console, comment, made.repository.read(side, comment.path))
    show.heading(console, "the summary, as posted")
    for posted in hosted.issue_comments.values():
        show.summary(console, posted)
    for run in hosted.check_runs.values():
        show.check_run(console, run)
    show.stages(console, timed.seconds)


def _show_end(console: Console, github: FakeGitHub, again: Timed, new: int) -> bool:
    hosted = github.state.repository(scene.NAME)
    moved = [comment for comment in hosted.review_comments.values() if comment.path == "ledger/export.py"]
    show.heading(console, "and what did not happen")
    lines = []
    if not moved:
        lines.append("ledger/export.py: the shell command moved there from ledger/legacy.py is old, nothing was said")
    if not new:
        lines.append(f"reviewed a second time in {again.total:.1f} s: nothing new was posted")
    if not github.violations:
        lines.append(f"all {len(github.requests)} requests and answers fit GitHub's API description")
    show.said(console, lines)
    for violation in github.violations:
        console.print(f"[red]not GitHub's API:[/] {violation}")
    return len(lines) == 3 and bool(hosted.review_comments)


if __name__ == "__main__":
    main()
