"""``python -m tests.demo``: a pull request goes in as a webhook, a review comes out."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.status import Status

from bot.model import ChangeRef
from bot.settings import Settings, SettingsError
from tests.demo import desk, scene, show
from tests.demo.desk import NothingCame, Timed
from tests.fakes.github.server import FakeGitHub
from tests.fakes.github.state import Hosted, IssueComment, Review
from workers.embedded import CannotStart, Embedded, Parts
from workers.processes.services import ServiceEnded

Result = TypeVar("Result")


@click.command()
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Also write what is shown as a picture.")
@click.option("--stay", is_flag=True, help="Go on afterwards, and show the pages in a browser until Ctrl-C.")
def main(svg: Path | None, stay: bool) -> None:
    """Start everything on this machine, open a pull request and show its review as GitHub received it."""
    console = Console(highlight=False, record=svg is not None, width=112 if svg else None)
    with tempfile.TemporaryDirectory(prefix="patchwarden-demo-") as directory:
        try:
            played = _play(Path(directory), console, stay=stay)
        except (SettingsError, CannotStart, ServiceEnded, NothingCame) as error:
            raise click.ClickException(str(error)) from error
    if svg:
        show.picture(console, svg, "make demo")
    sys.exit(0 if played else 1)


def _play(directory: Path, console: Console, *, stay: bool = False) -> bool:
    made = scene.build(directory / "ledger.git")
    with FakeGitHub() as github, console.status("starting") as status:
        github.add_repository(scene.NAME, made.repository, collaborators={scene.MAINTAINER: "write"})
        opened = github.open_pull(scene.NAME, "import", title="Search, import, and a banner", author=scene.AUTHOR)
        number = opened.number
        environ = desk.environ(github, directory) | ({"PATCHWARDEN_PAGES": "local"} if stay else {})
        settings = Settings.from_environ(environ)
        logs = directory / "logs"
        parts = Parts(beat=False)
        with Embedded(settings, environ, parts=parts, progress=status.update, log_dir=logs) as stack:
            at = desk.Desk(stack, ChangeRef("github", scene.NAME, number), logs, github)
            play = _Play(console, github, made, at, number, status)
            first = play.first_review()
            play.conversation()
            play.second_push()
            again, new = play.again()
            if stay:
                status.stop()
                _stay(console, stack)
        show.stages(console, first.seconds)
    return _show_end(console, github, again, new)


def _stay(console: Console, stack: Embedded) -> None:
    console.print(f"\nThe pages: {stack.url}/changes, until Ctrl-C")
    with suppress(KeyboardInterrupt):
        while True:
            stack.watch()
            time.sleep(0.2)


@dataclass
class _Play:
    """The acts of the demo."""

    console: Console
    github: FakeGitHub
    made: scene.Scene
    at: desk.Desk
    number: int
    status: Status

    @property
    def hosted(self) -> Hosted:
        return self.github.state.repository(scene.NAME)

    def first_review(self) -> Timed:
        timed = self._waited(lambda: self._pushed("opened"))
        show.heading(self.console, f"{scene.NAME} · pull request 1 · line comments, as posted")
        for comment in sorted(self.hosted.review_comments.values(), key=lambda item: (item.path, item.line or 0)):
            side = self.made.base if comment.side == "LEFT" else self.made.head
            show.line_comment(self.console, comment, self.made.repository.read(side, comment.path))
        self._show_summary("the summary, as posted")
        for run in self.hosted.check_runs.values():
            show.check_run(self.console, run)
        return timed

    def conversation(self) -> None:
        """The author asks; a maintainer dismisses a false alarm in its thread."""
        show.heading(self.console, "people answer")
        for login, words, about in (
            (scene.AUTHOR, scene.EXPLAIN, "SQL"),
            (scene.MAINTAINER, scene.DISMISS, "login_required"),
        ):
            thread = next(one for one, _ in self.hosted.threads(self.number) if about in one.body)
            said = self.github.reply_as(login, scene.NAME, self.number, thread.id, words)
            delivery = self.github.deliver.review_comment(scene.NAME, said.id)
            self._waited(partial(self.at.say, delivery, partial(self._is_answered, said.id), self.status.update))
            (replies,) = (replies for one, replies in self.hosted.threads(self.number) if one is thread)
            place = f"{thread.path}:{thread.line}" if thread.line else thread.path
            self.console.print(f"[bold]{place}[/]")
            for reply in replies:
                show.words(self.console, reply, ours=reply.user == self.github.state.bot)

    def second_push(self) -> None:
        before = {one.id: one.body for one in self.hosted.review_comments.values()}
        self.github.push(scene.NAME, self.number, self.made.mend())
        self._waited(lambda: self._pushed("synchronize"))
        show.heading(self.console, "after a second push: what was fixed, and the summary as it reads now")
        for one in self.hosted.review_comments.values():
            if one.id in before and one.body != before[one.id]:
                show.closed(self.console, one)
        self._show_summary("the summary, updated in place")

    def again(self) -> tuple[Timed, int]:
        before = len(self.github.writes)
        timed = self._waited(lambda: self._pushed("reopened"))
        return timed, len(self.github.writes) - before

    def _pushed(self, action: str) -> Timed:
        return self.at.review(self.github.deliver.pull_request(action, scene.NAME, self.number), self.status.update)

    def _is_answered(self, said: int) -> bool:
        """Whether our last sign stands on somebody's comment: it is set when everything else is done."""
        signs = {one.content for one in self.hosted.review_comments[said].reactions}
        return "eyes" not in signs and bool(signs & {"+1", "confused"})

    def _show_summary(self, title: str) -> None:
        show.heading(self.console, title)
        posted: list[IssueComment | Review] = [*self.hosted.issue_comments.values(), *self.hosted.reviews.values()]
        for one in posted:
            if one.user == self.github.state.bot and one.body.startswith("### Patchwarden"):
                show.summary(self.console, one)

    def _waited(self, act: Callable[[], Result]) -> Result:
        self.status.start()
        try:
            return act()
        finally:
            self.status.stop()


def _show_end(console: Console, github: FakeGitHub, again: Timed, new: int) -> bool:
    hosted = github.state.repository(scene.NAME)
    moved = [comment for comment in hosted.review_comments.values() if comment.path == "ledger/export.py"]
    show.heading(console, "and what did not happen")
    lines = []
    if not moved:
        lines.append("ledger/export.py: the shell command moved there from ledger/legacy.py is old, nothing was said")
    if not new:
        lines.append(f"reviewed again in {again.total:.1f} s: nothing new was posted")
    if not github.violations:
        lines.append(f"all {len(github.requests)} requests and answers fit GitHub's API description")
    show.said(console, lines)
    for violation in github.violations:
        console.print(f"[red]not GitHub's API:[/] {violation}")
    return len(lines) == 3 and bool(hosted.review_comments)


if __name__ == "__main__":
    main()
