"""``patchwarden sweep``."""

from __future__ import annotations

from collections.abc import Mapping

import click
from redis.exceptions import RedisError

from bot.broker import connect
from bot.hosts import registry
from bot.lease import Taken
from bot.queue import CeleryQueue, QueueDown
from bot.settings import Settings, SettingsError
from workers.local_redis import redis_url
from workers.sweep import Swept, sweep_all


def main(environ: Mapping[str, str]) -> int:
    """One sweep of all hosts now; 0 when every host was seen whole, 1 otherwise."""
    try:
        settings = Settings.from_environ(environ)
        if not settings.hosts:
            click.echo("patchwarden: no host is set up: `patchwarden doctor` says how", err=True)
            return 1
        url = redis_url(settings)
        with connect(url) as redis:
            done = sweep_all(settings, redis, CeleryQueue(url, registry.owners(settings.hosts)))
    except SettingsError as error:
        click.echo(f"patchwarden: {error}", err=True)
        return 1
    except Taken:
        click.echo("patchwarden: another sweep is under way", err=True)
        return 1
    except (RedisError, QueueDown) as error:
        remedy = "set REDIS_URL, or start `patchwarden serve`"
        click.echo(f"patchwarden: Redis does not answer ({type(error).__name__}): {remedy}", err=True)
        return 1
    for one in done:
        _tell(one)
    return 0 if all(one.whole for one in done) else 1


def _tell(one: Swept) -> None:
    number = len(one.queued)
    click.echo(f"{one.host}: {number} {'change' if number == 1 else 'changes'} queued, {one.asked} requests")
    for ref, why in zip(one.queued, one.why, strict=True):
        click.echo(f"  {ref.repository}#{ref.number}: {why}")
    for ref in one.waiting:
        click.echo(
            f"  {ref.repository}#{ref.number} waits: it is under way, has its own time, or was queued several times"
        )
    for ref in one.parked:
        click.echo(f"  {ref.repository}#{ref.number} is left alone: the host takes no word of ours on it as it is")
    for account, left in one.left:
        click.echo(f"  {left} requests are left within this hour for {account}")
    if one.fault:
        click.echo(f"{one.host}: not seen whole: {one.fault}", err=True)
    for place in one.unseen:
        click.echo(f"{one.host}: left out {place.place}: {place.reason}", err=True)
