"""A local review as text: on a terminal, in a file, for programs."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from rich.console import Console

    from bot.model import Review
    from workers.local.reviewing import LocalReview

_WIDTH = 120
"""Columns where no terminal says how many it has."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a review is shown."""

    form: str
    output: Path | None = None
    quiet: bool = False
    """Nothing where nothing was found and all was checked."""
    color: str = "auto"
    width: int | None = None
    category: str = "patchwarden"
    """Of SARIF."""


def writable(output: Path | None) -> None:
    """Asked before the review, so that nobody waits for what cannot be written. Raises :class:`OSError`."""
    if output is not None:
        existed = output.exists()
        output.open("ab").close()
        if not existed:
            output.unlink()


def show(found: LocalReview, look: Look) -> None:
    """Writes the review where it is to go."""
    if look.form == "terminal":
        if look.output is None:
            _report(found, look, sys.stdout)
        else:
            with look.output.open("w", encoding="utf-8") as file:
                _report(found, look, file)
        return
    text = _text(found, look)
    if look.output is None:
        click.echo(text, nl=False)
    else:
        look.output.write_text(text, encoding="utf-8")


def _report(found: LocalReview, look: Look, file: TextIO) -> None:
    from bot.render import terminal

    review = found.review
    if look.quiet and not (review.observations or review.gaps or review.unruled):
        return
    terminal.report(review, found.head_texts, console(file, look), quiet=look.quiet)


def console(file: TextIO, look: Look) -> Console:
    """As wide as asked, else as the terminal or ``COLUMNS`` say. Colours on a terminal, unless ``NO_COLOR``
    (https://no-color.org) or the option forbids them."""
    from rich.console import Console

    terminal = file.isatty()
    width = look.width or (None if terminal or os.environ.get("COLUMNS", "").isdigit() else _WIDTH)
    if look.color == "always":
        return Console(file=file, highlight=False, width=width, force_terminal=True, color_system="standard")
    if look.color == "never" or os.environ.get("NO_COLOR"):
        return Console(file=file, highlight=False, width=width, color_system=None)
    return Console(file=file, highlight=False, width=width)


def _text(found: LocalReview, look: Look) -> str:
    import json

    review, form = found.review, look.form

    if form == "json":
        from bot.render import json as as_json

        return json.dumps(as_json.document(review), indent=2, ensure_ascii=False) + "\n"
    if form == "sarif":
        from bot.render import sarif

        document = sarif.document(review, version=_version(), category=look.category, removed_at=found.removed_at)
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return _markdown(review)


def _version() -> str:
    """Empty where the packages run from a folder and were never installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("patchwarden")
    except PackageNotFoundError:
        return ""


def _markdown(review: Review) -> str:
    """The summary and, as there are no lines to put them on, the line comments below it. Nobody hears a command."""
    from bot.model import Placement, message_of
    from bot.render import markdown, talk, text
    from bot.render.aftermath import Aftermath

    parts = [markdown.summary(review, aftermath=Aftermath(name=talk.UNHEARD))]
    for item in review.observations:
        if item.placement is not Placement.SUMMARY and not message_of(item.path):
            place = f"{item.path}:{item.line}" if item.line else item.path
            parts.append(f"---\n{text.code(place)}\n\n{markdown.line_comment(item, name=talk.UNHEARD)}")
    return "\n\n".join(parts).rstrip() + "\n"
