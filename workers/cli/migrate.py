"""``patchwarden migrate``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from bot.settings import Settings, SettingsError
from bot.store import StoreDown
from bot.store.sql import SqlStore
from bot.store.tables import REVISION


def main(environ: Mapping[str, str], *, check: bool) -> int:
    """0 when the tables are as they should be, 1 when ``check`` finds that they are not, 2 when it cannot be done."""
    store = None
    try:
        store = SqlStore(Settings.database_alone(environ))
        if check:
            click.echo(store.answers())
            return 0 if store.schema() == REVISION else 1
        had = store.migrate()
    except (SettingsError, StoreDown) as error:
        why = store.why(error) if store and isinstance(error, StoreDown) else ""
        click.echo(f"patchwarden: {error}{why and f': {why}'}", err=True)
        return 2
    finally:
        if store:
            store.close()
    click.echo(f"schema {REVISION}: nothing to do" if had == REVISION else f"schema {had or 'none'} → {REVISION}")
    return 0
