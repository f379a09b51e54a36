"""``python -m tests.demo.gerrit``: a change goes in as a webhook, a review comes out, people talk, a second patch set.

On a real Gerrit where Maven can bring one, else on the fake. The webhooks plugin is in none of Maven's jars, so its
deliveries are sent from here.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click
import requests
from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.panel import Panel

from bot.model import ChangeRef, Side
from bot.settings import Settings, SettingsError
from bot.store.sql import SqlStore
from tests.contract.gerrit_rig import USERS, GerritRig, gerrit_rig, operator_environ, real_gerrit_rig
from tests.contract.rig import Seen, Who
from tests.demo import scene, show
from tests.fakes.gerrit import deliveries
from tests.gerrit.distribution import NotHere, Wanted, provide
from tests.gerrit.real_server import DidNotStart, running_gerrit
from workers.embedded import CannotStart, Embedded, Parts
from workers.processes.services import ServiceEnded

_WEBHOOK_SECRET = "the-end-of-the-address-of-this-run"
_PATIENCE = 120.0
_MARKER = re.compile(r"\n*\[patchwarden:[^\]]*\]: #\s*$")

_PATH = "ledger/views.py"
_MENDED = (
    str(scene.HEAD[_PATH])
    .replace("""name LIKE '%{name}%'\"""", """name LIKE ?\"""")
    .replace("execute(query)", 'execute(query, [f"%{name}%"])')
)


_MESSAGE = (
    "Search, import, and a banner\n\nTry the import against the staging feed with the key\n"
    "AKIA" + "Q7ZX4JWM2KTPRD5V until the vault is there."
)
"""The key is made up."""


_TALK = (
    ("/COMMIT_MSG", Who.MAINTAINER, "/patchwarden dismiss because the key is made up as false-positive"),
    (_PATH, Who.AUTHOR, "/patchwarden explain"),
)
"""Where somebody replies to a comment of ours, who, and what."""


class NothingCame(Exception):
    """What was waited for did not come; the message holds the worker's log."""


@click.command()
@click.option("--fake", is_flag=True, help="Use the fake even where a real Gerrit is at hand.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Also write what is shown as a picture.")
@click.option("--talk-svg", type=click.Path(path_type=Path, dir_okay=False), help="Write what people say as a picture.")
def main(fake: bool, svg: Path | None, talk_svg: Path | None) -> None:
    """Start everything on this machine, upload a change and show its review as Gerrit received it."""
    if svg and talk_svg:
        raise click.UsageError("one picture at a time: --svg or --talk-svg")
    pictured = svg is not None or talk_svg is not None
    console = Console(highlight=False, record=pictured, width=112 if pictured else None)
    with tempfile.TemporaryDirectory(prefix="patchwarden-demo-") as folder:
        directory = Path(folder)
        try:
            with _gerrit(directory, console, fake=fake) as rig:
                played = play(rig, directory, console, talk_svg)
        except (SettingsError, CannotStart, ServiceEnded, NothingCame, DidNotStart) as error:
            raise click.ClickException(str(error)) from error
    if svg:
        show.picture(console, svg, "make demo-gerrit")
    sys.exit(0 if played else 1)


@contextmanager
def _gerrit(directory: Path, console: Console, *, fake: bool) -> Iterator[GerritRig]:
    if not fake:
        try:
            with console.status("starting a real Gerrit (the first time Maven brings 80 MB)"):
                distribution = provide(Wanted.from_environ(os.environ))
        except NotHere as reason:
            console.print(f"[yellow]no real Gerrit here, the fake stands in:[/] {reason}")
        else:
            with running_gerrit(distribution) as gerrit, real_gerrit_rig(gerrit, directory) as rig:
                console.print(f"A real Gerrit {gerrit.version} runs on this machine")
                yield rig
                return
    with gerrit_rig(directory) as rig:
        yield rig


@dataclass(frozen=True, slots=True)
class _Desk:
    """Delivers webhooks and waits for their reviews."""

    stack: Embedded
    logs: Path
    seconds: Iterator[int] = field(default_factory=lambda: itertools.count(1_767_225_600))
    """When things happen: two events are never the same."""

    def review(self, ref: ChangeRef, head: str, progress: Callable[[str], None]) -> float:
        """Seconds from the delivery to the recorded review. Raises :class:`NothingCame`."""
        store = SqlStore(self.stack.settings.database_url)
        before = store.latest(ref)
        event = deliveries.event("patchset-created", ref.repository, ref.number, head, second=next(self.seconds))

        def came() -> bool:
            found = store.latest(ref)
            return found is not None and found != before and found.head == head

        return self._deliver(event, came, progress)

    def talk(self, rig: GerritRig, ref: ChangeRef, head: str, progress: Callable[[str], None]) -> float:
        """Seconds from the last word of :data:`_TALK` to its answer. Raises :class:`NothingCame`."""
        seconds = 0.0
        for path, who, text in _TALK:
            ours = (one for one in rig.comments(ref) if one.ours and one.side is Side.HEAD)
            asked = next(one for one in ours if one.path == path)
            rig.reply(ref, asked.id, text, who)
            event = deliveries.event(
                *("comment-added", ref.repository, ref.number, head),
                by=USERS[who],
                comment="Patch Set 1:\n\n(1 comment)",
                second=next(self.seconds),
            )
            seconds = self._deliver(event, partial(_is_answered, rig, ref, asked.id), progress)
        return seconds

    def _deliver(self, event: object, came: Callable[[], bool], progress: Callable[[str], None]) -> float:
        start = time.perf_counter()
        address = f"{self.stack.url}/webhooks/gerrit/{_WEBHOOK_SECRET}"
        answer = requests.post(address, data=json.dumps(event), headers=deliveries.HEADERS, timeout=10)
        if answer.status_code != 200:
            raise NothingCame(f"the webhook was answered with {answer.status_code}")
        while not came():
            seconds = time.perf_counter() - start
            progress(f"waiting … {seconds:.1f} s")
            self.stack.watch()
            if seconds > _PATIENCE:
                log = (self.logs / "worker.log").read_text(encoding="utf-8")
                raise NothingCame(f"nothing came within {_PATIENCE:.0f} s\n{log}")
            time.sleep(0.02)
        return time.perf_counter() - start


def _is_answered(rig: GerritRig, ref: ChangeRef, comment: str) -> bool:
    """Whether an answer of ours stands in the thread of a comment, as its marker says."""
    return any(":answer:" in reply for one in rig.comments(ref) if one.id == comment for reply in one.replies)


def play(rig: GerritRig, directory: Path, console: Console, talk_svg: Path | None = None) -> bool:
    """Whether everything was shown that the demo promises. ``directory`` takes what the stack writes, and ``talk_svg``
    a picture of what people say and are answered."""
    ref = rig.open_change(scene.BASE, scene.HEAD, _MESSAGE)
    environ = operator_environ(rig, directory, _WEBHOOK_SECRET)
    settings = Settings.from_environ(environ)
    logs = directory / "logs"
    with (
        console.status("starting") as status,
        Embedded(settings, environ, parts=Parts(beat=False), progress=status.update, log_dir=logs) as stack,
    ):
        desk = _Desk(stack, logs)
        first = rig.host().change(ref).head
        seconds = desk.review(ref, first, status.update)
        status.stop()
        shown = rig.comments(ref)
        _show(console, rig, ref, f"patch set 1, reviewed in {seconds:.1f} s", shown)
        status.start()
        seconds = desk.talk(rig, ref, first, status.update)
        status.stop()
        talked = [seen for seen in rig.comments(ref) if seen.replies]
        if talk_svg:
            console.export_text()  # what was shown before is no part of the picture
        _show(console, rig, ref, f"people talk; the last was answered after {seconds:.1f} s", talked)
        if talk_svg:
            show.picture(console, talk_svg, f"a change on Gerrit, {ref.repository}#{ref.number}")
        shown = rig.comments(ref)
        status.start()
        second = rig.push(ref, {_PATH: _MENDED})
        desk.review(ref, second, status.update)
        status.stop()
        changed = [seen for seen in rig.comments(ref) if seen not in shown]
        _show(console, rig, ref, "patch set 2, in which the statement is bound", changed)
        console.print(f"  {len(shown) - len(changed)} comments stand as they were")
        before = rig.writes()
        status.start()
        again = desk.review(ref, second, status.update)
        status.stop()
    return _end(console, rig, ref, shown=len(shown), new=rig.writes() - before, seconds=again)


def _show(console: Console, rig: GerritRig, ref: ChangeRef, words: str, comments: Iterable[Seen]) -> None:
    show.heading(console, f"{ref.repository} · change {ref.number} · {words}")
    for seen in comments:
        text = "\n\n".join(_MARKER.sub("", part) for part in (seen.text, *seen.replies))
        state = "resolved" if seen.closed else "unresolved"
        removed = " (removed)" if seen.side is Side.BASE else ""
        title = f"{seen.path}:{seen.line or ''}{removed} · {state}"
        style = "green" if seen.closed else "yellow"
        console.print(Padding(Panel(Markdown(text), title=title, title_align="left", border_style=style), (0, 0, 0, 2)))
    message = rig.latest_message(ref)
    votes = ", ".join(f"{vote:+d}" for vote in rig.votes(ref)) or "none"
    title = f"the review message · Security-Review: {votes}"
    console.print(Panel(Markdown(_MARKER.sub("", message)), title=title, title_align="left", border_style="cyan"))


def _end(console: Console, rig: GerritRig, ref: ChangeRef, *, shown: int, new: int, seconds: float) -> bool:
    comments = rig.comments(ref)
    lines = []
    if [one for one in comments if one.closed and one.path == _PATH]:
        lines.append(f"{_PATH}: the comment on the statement was answered and resolved")
    if [one for one in comments if one.closed and one.path == "/COMMIT_MSG"]:
        lines.append("what was dismissed stayed so on the next patch set")
    if len(comments) == shown:
        lines.append("what is still true was not posted a second time")
    if not new:
        lines.append(f"reviewed once more in {seconds:.1f} s: nothing new was posted")
    show.heading(console, "and what did not happen")
    show.said(console, lines)
    return len(lines) == 4 and not rig.violations()


if __name__ == "__main__":
    main()
