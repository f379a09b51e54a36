"""``patchwarden config``. What is heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import sys

import click


@click.group()
def config() -> None:
    """The settings: show them."""


@config.command()
@click.option("--set", "only_set", is_flag=True, help="Leave out what has its default.")
def show(only_set: bool) -> None:
    """Each setting with its value and where that comes from. Secrets are masked.

    Exit code: 0 all can be used, 1 some cannot, or have a name that nobody reads.
    """
    from workers.cli import config_rows

    rows, problems = config_rows.settings(os.environ)
    shown = [row for row in rows if not (only_set and row.source == config_rows.DEFAULT)]
    width = max((len(row.name) for row in shown), default=0)
    for row in shown:
        click.echo(f"{row.name:{width}}  {row.value or '(none)'}  [{row.source}]")
    for problem in problems:
        click.echo(f"FAULT {problem}", err=True)
    sys.exit(1 if problems else 0)
