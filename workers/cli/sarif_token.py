"""``patchwarden sarif-token``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from bot.settings import Settings, SettingsError
from bot.uploads.tokens import KeyedTokens


def main(repository: str, environ: Mapping[str, str]) -> int:
    """0 with the token on standard output, 2 where none can be made."""
    host, mark, name = repository.partition(":")
    try:
        settings = Settings.from_environ(environ)
    except SettingsError as error:
        click.echo(f"patchwarden: {error}", err=True)
        return 2
    known = [each.name for each in settings.hosts]
    if not mark or not name or host not in known:
        named = f"; the hosts are {', '.join(known)}" if known else ": no host is set up"
        click.echo(f"patchwarden: {repository[:140]!r} is no HOST:REPOSITORY of these settings{named}", err=True)
        return 2
    click.echo(KeyedTokens(settings.sarif_secret).token(host, name))
    return 0
