"""``patchwarden token``: programs that may ask the API."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from workers.cli import decisions, usable

if TYPE_CHECKING:
    from bot.store.tokens import SqlTokens, Token

_DAY = 24 * 3600
_MOST_DAYS = 366


@click.group()
def tokens() -> None:
    """Tokens for the API: add, list, revoke."""


@contextmanager
def _opened() -> Iterator[SqlTokens]:
    """What cannot be done is one line."""
    with decisions.opened() as store:
        from bot.store.tokens import NoToken, SqlTokens

        try:
            yield SqlTokens(store)
        except NoToken as error:
            raise usable.OneLine(str(error)) from error


@tokens.command("add")
@click.argument("name")
@click.option(
    "--repository", "repositories", multiple=True, metavar="NAME", help="As github:octo/app or 'github:octo/*'."
)
@click.option("--all", "everything", is_flag=True, help="For every repository, also those that come later.")
@click.option("--operator", is_flag=True, help="With --all: also for the health of the installation.")
@click.option("--days", type=click.IntRange(1, _MOST_DAYS), default=90, show_default=True, help="How long it is good.")
def add(name: str, repositories: tuple[str, ...], everything: bool, operator: bool, days: int) -> None:
    """Make a token for the program NAME, and print it.

    It is printed this once and kept nowhere. The program sends it as `Authorization: Bearer`.
    """
    if bool(repositories) == everything or "*" in repositories:
        raise usable.OneLine("name what the token is for: --repository github:octo/app (once or more), or --all")
    if operator and not everything:
        raise usable.OneLine("an operator's token is for every repository: give --all as well")
    with _opened() as known:
        made = known.add(name, repositories or ("*",), seconds=days * _DAY, operator=operator)
    click.echo(made)
    click.echo(f"patchwarden: {name} may ask for {days} days; keep the token, it is not shown again", err=True)


@tokens.command("list")
def show() -> None:
    """Name all tokens, what each is for, and until when it is good."""
    now = time.time()
    with _opened() as known:
        found = known.all()
        for token in found:
            click.echo("\t".join((token.name, _state(token, now), _scope(token))))
    if not found:
        click.echo("patchwarden: there are no tokens", err=True)


@tokens.command("revoke")
@click.argument("name")
def revoke(name: str) -> None:
    """Take the token of the program NAME back, from the next request on."""
    with _opened() as known:
        known.revoke(name)
    click.echo(f"revoked {name}")


def _state(token: Token, now: float) -> str:
    if token.revoked_at:
        return f"revoked {_day(token.revoked_at)}"
    return f"{'good until' if token.is_good(now) else 'expired'} {_day(token.expires_at)}"


def _scope(token: Token) -> str:
    if token.operator:
        return "everything, as an operator"
    return "everything" if token.repositories == ("*",) else ", ".join(token.repositories)


def _day(at: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(at))
