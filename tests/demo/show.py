"""Prints a review as the host received it: every line comment under its code, the summary, the check run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console, Group
from rich.markdown import Markdown
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from tests.fakes.github.state import CheckRun, IssueComment, Review, ReviewComment

_MARKER = re.compile(r"\n*<!-- patchwarden:[^>]*-->\s*$")
_FOLDED = re.compile(r"</?(details|summary)>")
_SIGNS = {"+1": "👍", "confused": "😕", "eyes": "👀"}
_BEFORE = 3
"""Lines of code shown above the commented one."""


def line_comment(console: Console, comment: ReviewComment, code: str) -> None:
    """The commented lines with what stands above them, then the comment."""
    line = comment.line or 1
    first = max(1, (comment.start_line or line) - _BEFORE)
    shown = Syntax(
        code,
        Syntax.guess_lexer(comment.path, code),
        line_numbers=True,
        line_range=(first, line),
        highlight_lines=set(range(comment.start_line or line, line + 1)),
        theme="ansi_dark",
        background_color="default",
        word_wrap=True,
    )
    body = Panel(_markdown(comment.body), title=f"{comment.user.login}", title_align="left", border_style="yellow")
    place = f"{comment.path}:{line}" if comment.line else comment.path
    heading = Text(f"{place} (removed)" if comment.side == "LEFT" else place, style="bold")
    console.print(Group(heading, shown, Padding(body, (0, 0, 1, 4))))


def words(console: Console, comment: ReviewComment | IssueComment, *, ours: bool) -> None:
    """What somebody said with our sign on it, or what we answered."""
    signs = " ".join(sorted({_SIGNS.get(one.content, "") for one in comment.reactions} - {""}))
    body = _markdown(comment.body)
    style = "yellow" if ours else "green"
    panel = Panel(body, title=comment.user.login, subtitle=signs, title_align="left", border_style=style)
    console.print(Padding(panel, (0, 0, 0, 4)))


def closed(console: Console, comment: ReviewComment) -> None:
    """A comment as it reads once its flaw is fixed."""
    shown = _MARKER.sub("", comment.body).partition("<details>")[0].strip()
    panel = Panel(Markdown(shown), title=comment.user.login, title_align="left", border_style="dim")
    console.print(Padding(panel, (0, 0, 1, 4)))


def summary(console: Console, comment: IssueComment | Review) -> None:
    title = f"{comment.user.login} · the summary"
    console.print(Panel(_markdown(comment.body), title=title, title_align="left", border_style="cyan"))


def check_run(console: Console, run: CheckRun) -> None:
    console.print(
        f"[bold]Check run[/] {run.name}: {run.status}, conclusion [bold]{run.conclusion}[/], "
        f"{len(run.annotations)} annotations · “{run.title}”"
    )


def stages(console: Console, seconds: Mapping[str, float]) -> None:
    table = Table("stage", "seconds", title="How long it took", title_justify="left", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for stage, value in seconds.items():
        table.add_row(stage, f"{value:.2f}")
    console.print(Padding(table, (1, 0)))


def picture(console: Console, path: Path, title: str) -> None:
    """What was shown, as an SVG that asks no server for its fonts."""
    form = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    path.write_text(console.export_svg(title=title, code_format=form), encoding="utf-8")


def heading(console: Console, words: str) -> None:
    console.print(Rule(words, align="left", style="dim"))


def said(console: Console, lines: Sequence[str]) -> None:
    for line in lines:
        console.print(Text("✓ ", style="green") + Text(line))


def _markdown(body: str) -> Markdown:
    """What people see of the body: no marker, and folded parts open."""
    return Markdown(_FOLDED.sub("", _MARKER.sub("", body)))
