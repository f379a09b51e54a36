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
from bot.settings import SettingsError
from bot.settings_reader import DEFAULT_LISTEN, NO_REDIS, Reader
from bot.sign_in_settings import SignInSettings
from bot.telemetry.settings import TelemetrySettings
from bot.web.limits import Limits

HANDED_OVER = "PATCHWARDEN_WEB_HOSTS"
"""The variable in which ``patchwarden serve`` gives the hosts to its web server, as a JSON object of tables by kind."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The settings of one process of the web server. No credential of the bot's and no key of our marks; a database
    only where pages read it."""

    doors: tuple[Door, ...]
    redis_url: str = field(repr=False)
    listen: str = DEFAULT_LISTEN
    log_level: str = "INFO"
    limits: Limits = field(default_factory=Limits)
    pages: str = ""
    """``local`` serves the pages to whoever sits at this machine."""
    database_url: str = field(default="", repr=False)
    """Of what pages and API read; ``""`` where there are none."""
    telemetry: TelemetrySettings = field(default_factory=TelemetrySettings)
    """Where faults and spans go."""
    rule_pages: Path | None = None
    """The folder of the rules' pages, which are public; ``None`` where they are not served."""
    sarif_secret: str = field(repr=False, default="")
    """What the tokens are made of by which a CI hands in reports; ``""`` where none are taken."""
    sign_in: SignInSettings = field(default_factory=SignInSettings)
    """Who may look at the pages."""

    @property
    def secrets(self) -> list[str]:
        """What no log may have in it."""
        secrets = [door.webhook_secret for door in self.doors]
        for viewing in filter(None, (door.viewing for door in self.doors)):
            secrets += [
                str(value) for name, value in viewing.fields().items() if name.endswith(("_secret", "_password"))
            ]
        oidc = self.sign_in.oidc
        return [*secrets, self.sign_in.secret, self.sarif_secret, *([oidc.client_secret] if oidc else [])]

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
        doors = reader.doors(HANDED_OVER)
        pages, sign_in = reader.pages(), reader.sign_in(door.name for door in doors)
        settings = cls(
            doors=doors,
            redis_url=redis_url,
            pages=pages,
            database_url=reader.database(folders.state_dir(environ)) if pages or sign_in.is_on else "",
            rule_pages=reader.existing("PATCHWARDEN_RULE_PAGES"),
            listen=reader.listen(),
            log_level=reader.log_level(),
            sarif_secret=reader.sarif_secret(),
            telemetry=reader.telemetry(),
            limits=Limits(
                reader.number("PATCHWARDEN_CONNECTIONS"),
                reader.number("PATCHWARDEN_CONNECTIONS_PER_ADDRESS"),
            ),
            sign_in=sign_in,
        )
        if reader.problems:
            raise SettingsError(tuple(reader.problems))
        return settings


def handed_over(hosts: Iterable[HostSettings]) -> str:
    """What :data:`HANDED_OVER` holds for these hosts: it has their webhook secrets and none of their credentials."""
    return json.dumps(registry.doors(hosts))
