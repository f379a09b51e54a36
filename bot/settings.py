"""The process's settings, read once from an environment that the caller hands over. Nothing is read at import."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot import folders, metrics
from bot.announce_settings import AnnounceSettings
from bot.concern import Concern
from bot.hosts.fields import Problem
from bot.hosts.kind import HostSettings
from bot.settings_reader import DEFAULT_LISTEN, NO_REDIS, Reader
from bot.sign_in_settings import SignInSettings
from bot.telemetry.settings import TelemetrySettings
from bot.uploads import tokens


class SettingsError(Exception):
    """The settings cannot be used. The message lists every problem: the variable, what is wrong, and the remedy."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(f"{problem.name}: {problem.text}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a process needs to know about its surroundings."""

    hosts: tuple[HostSettings, ...]
    state_dir: Path
    """What must survive a restart and belongs to this machine: the secret, the embedded Redis and SQLite files."""
    cache_dir: Path
    """What may be deleted at any time."""
    database_url: str = field(repr=False)
    """An SQLAlchemy URL; may hold a password."""
    redis_url: str = field(repr=False, default="")
    """``redis://``, ``rediss://``, ``unix://`` or ``redis+socket://``; ``""`` means the embedded one."""
    secret: str = field(repr=False, default="")
    """What the marker key is derived from."""
    listen: str = DEFAULT_LISTEN
    """``address:port`` of the web server."""
    concurrency: int = 2
    """Reviews at a time in one worker."""
    shared_from: int = 200_000
    """From how many characters of unexamined code on a review is made in shares; 0: never."""
    sweep_budget: int = 1500
    """Requests that the sweeps of one account (a GitHub App's installation, a token, a Gerrit) may make in an hour."""
    log_level: str = "INFO"
    mirrors: tuple[tuple[str, ...], ...] = ()
    """Groups of repositories that are one and the same, each as ``host:repository``: a decision in one holds in all."""
    osv: Path | None = None
    """OSV records to look known vulnerabilities up in: a folder or a file."""
    rules: Path | None = None
    """The operator's own semgrep rules: a folder or a file."""
    docs_url: str = ""
    """Where the manual stands; ``""`` for nowhere."""
    sarif_secret: str = field(repr=False, default="")
    """What the tokens are made of by which a CI hands in reports of other scanners."""
    telemetry: TelemetrySettings = field(default_factory=TelemetrySettings)
    """Where faults and spans go."""
    concern: Concern = field(default_factory=Concern)
    """Which changes the operator has reviewed."""
    announce: AnnounceSettings = field(default_factory=AnnounceSettings)
    """Where verdicts are announced."""
    sign_in: SignInSettings = field(default_factory=SignInSettings)
    """Who may look at the pages."""
    keep_days: int = 400
    """What reviews said is kept so long."""
    pages: str = ""
    """``local``: pages for whoever sits at this machine; ``""`` for none without a sign-in."""
    metrics_listen: str = ""
    """``address:port`` of the operator's page of figures; ``""`` for none."""
    metrics_dir: Path | None = None
    """Where processes note what the page shows; ``None`` for none."""

    @classmethod
    def of_process(cls, environ: Mapping[str, str]) -> Settings:
        """The settings of a process that shares its Redis with others. Ends the program with all problems at once."""
        try:
            settings = cls.from_environ(environ)
        except SettingsError as error:
            sys.exit(f"patchwarden cannot start:\n{error}")
        if not settings.redis_url:
            sys.exit(f"REDIS_URL: {NO_REDIS}")
        return settings

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Reads the variables and the TOML file that PATCHWARDEN_CONFIG names.

        Without REDIS_URL (the embedded stack) a marker secret is made once and kept in the state directory. Raises
        :class:`SettingsError` with all problems at once.
        """
        reader = Reader(environ)
        state_dir = folders.state_dir(environ)
        redis_url = reader.redis()
        secret = reader.marker_secret(state_dir, embedded=not redis_url)
        hosts = reader.hosts(secret)
        metrics_listen, _ = reader.metrics()
        settings = cls(
            hosts=hosts,
            state_dir=state_dir,
            cache_dir=folders.cache_dir(environ),
            database_url=reader.database(state_dir),
            redis_url=redis_url,
            secret=secret,
            listen=reader.listen(),
            concurrency=reader.number("PATCHWARDEN_CONCURRENCY"),
            shared_from=reader.number("PATCHWARDEN_SHARED_FROM"),
            sweep_budget=reader.number("PATCHWARDEN_SWEEP_BUDGET"),
            log_level=reader.log_level(),
            osv=reader.existing("PATCHWARDEN_OSV"),
            mirrors=reader.mirrors(hosts),
            rules=reader.existing("PATCHWARDEN_RULES"),
            docs_url=reader.url("PATCHWARDEN_DOCS_URL", ("https", "http")),
            sarif_secret=reader.sarif_secret() or tokens.secret_of(secret),
            concern=reader.concern(),
            telemetry=reader.telemetry(),
            announce=reader.announce(),
            sign_in=reader.sign_in(host.name for host in hosts),
            keep_days=reader.number("PATCHWARDEN_KEEP_DAYS"),
            pages=reader.pages(),
            metrics_listen=metrics_listen,
            metrics_dir=Path(environ.get(metrics.FOLDER) or state_dir / "metrics") if metrics_listen else None,
        )
        if reader.problems:
            raise SettingsError(tuple(reader.problems))
        return settings

    @staticmethod
    def database_alone(environ: Mapping[str, str]) -> str:
        """The database's URL, for whoever needs nothing else, e.g. an auditor without the secret. Raises
        :class:`SettingsError`."""
        reader = Reader(environ)
        url = reader.database(folders.state_dir(environ))
        if reader.problems:
            raise SettingsError(tuple(reader.problems))
        return url

    def host(self, name: str) -> HostSettings:
        """The host of that name. Raises :class:`KeyError`."""
        for host in self.hosts:
            if host.name == name:
                return host
        raise KeyError(name)
