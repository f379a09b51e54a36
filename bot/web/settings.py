"""What the web server reads of its environment: the webhooks' secrets, Redis, where to listen, and nothing else."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot import folders
from bot.hosts import registry
from bot.hosts.kind import Door, HostSettings
from bot.settings import DEFAULT_LISTEN, NO_REDIS, Reader, SettingsError
from bot.web.limits import MOST_CONNECTIONS, Limits

HANDED_OVER = "PATCHWARDEN_WEB_HOSTS"
"""The variable in which ``patchwarden serve`` gives the hosts to its web server, as a JSON object of tables by kind."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The settings of one process of the web server. No credential of a host and no key of our marks; a database only
    where pages read it."""

    doors: tuple[Door, ...]
    redis_url: str = field(repr=False)
    listen: str = DEFAULT_LISTEN
    log_level: str = "INFO"
    limits: Limits = field(default_factory=Limits)
    pages: str = ""
    """``local`` serves the pages to whoever sits at this machine."""
    database_url: str = field(default="", repr=False)
    """Of what the pages read; ``""`` where there are none."""
    rule_pages: Path | None = None
    """The folder of the rules' pages, which are public; ``None`` where they are not served."""
    sarif_secret: str = field(repr=False, default="")
    """What the tokens are made of by which a CI hands in reports; ``""`` where none are taken."""

    @classmethod
    def of_process(cls, environ: Mapping[str, str]) -> WebSettings:
        """Ends the program with all problems at once."""
        try:
            return cls.from_environ(environ)
        except SettingsError as error:
            sys.exit(f"patchwarden cannot start:\n{error}")

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> WebSettings:
        """Reads its own variables, and of each host its door's alone. The file that PATCHWARDEN_CONFIG names may hold
        whole hosts or their webhook secrets alone. Raises :class:`SettingsError` with all problems at once."""
        reader = Reader(environ)
        redis_url = reader.redis()
        if not redis_url:
            reader.problem("REDIS_URL", NO_REDIS)
        settings = cls(
            doors=tuple(reader.doors(HANDED_OVER)),
            redis_url=redis_url,
            pages=(pages := reader.pages()),
            database_url=reader.database(folders.state_dir(environ)) if pages else "",
            rule_pages=reader.existing("PATCHWARDEN_RULE_PAGES"),
            listen=reader.listen(),
            log_level=reader.log_level(),
            sarif_secret=reader.sarif_secret(),
            limits=Limits(
                reader.number("PATCHWARDEN_CONNECTIONS", default=MOST_CONNECTIONS, low=10, high=100_000),
                reader.number("PATCHWARDEN_CONNECTIONS_PER_ADDRESS", default=0, low=0, high=100_000),
            ),
        )
        if reader.problems:
            raise SettingsError(tuple(reader.problems))
        return settings


def handed_over(hosts: Iterable[HostSettings]) -> str:
    """What :data:`HANDED_OVER` holds for these hosts: it has their webhook secrets and none of their credentials."""
    return json.dumps(registry.doors(hosts))
