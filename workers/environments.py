"""What each process of the stack gets of our environment: what it needs, and no credential of another's."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from bot import sign_in_settings
from bot.metrics import FOLDER
from bot.settings import Settings
from bot.telemetry.settings import NAMES as TELEMETRY
from bot.web.settings import HANDED_OVER, handed_over
from workers.processes import network

_SYSTEM = frozenset({"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "LD_LIBRARY_PATH"})
_WEB = frozenset(
    "PATCHWARDEN_CONNECTIONS PATCHWARDEN_CONNECTIONS_PER_ADDRESS PATCHWARDEN_PAGES PATCHWARDEN_RULE_PAGES".split()
).union(sign_in_settings.NAMES, TELEMETRY)
_TOKEN = frozenset({"PATCHWARDEN_METRICS_TOKEN", "PATCHWARDEN_METRICS_TOKEN_FILE"})
_NOT_WORKERS = (
    _TOKEN
    | {"PATCHWARDEN_SECRET_FILE", "PATCHWARDEN_SARIF_SECRET", "PATCHWARDEN_SARIF_SECRET_FILE"}
    | sign_in_settings.NAMES
)
_PREFIXES = ("PATCHWARDEN_", "PG")
"""Of what the worker reads; ``PG…`` are the variables of PostgreSQL's client library."""


def redis(environ: Mapping[str, str]) -> dict[str, str]:
    """For the Redis server: it reads nothing of ours."""
    return _chosen(environ, lambda name: name in _SYSTEM or name.startswith("LC_"))


def beat(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """For the beat: it sends one message to Redis, which may have a certificate of a house's own."""
    own = {"REDIS_URL": settings.redis_url, "PATCHWARDEN_LOG_LEVEL": settings.log_level}
    return redis(environ) | own | _chosen(environ, network.AUTHORITIES.__contains__) | _python(environ)


def web(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """For the web server: the webhooks' secrets, and none of the bot's credentials. Where there are pages they read the
    database; where people sign in, with what they do so, and the way to the hosts, which are asked what they show."""
    own = {HANDED_OVER: handed_over(settings.hosts), "PATCHWARDEN_LISTEN": settings.listen} | _noting(settings)
    own |= {"PATCHWARDEN_SARIF_SECRET": settings.sarif_secret} if settings.sarif_secret else {}
    chosen = _chosen(environ, _WEB.__contains__)
    if settings.sign_in.is_on:
        chosen |= _chosen(environ, network.PROXIES.__contains__)
    if settings.pages or settings.sign_in.is_on:
        own |= {"DATABASE_URL": settings.database_url}
        chosen |= _chosen(environ, lambda name: name.startswith("PG"))
    return beat(environ, settings) | own | chosen


def worker(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """For the worker: all settings, and the way to the hosts. An address of a proxy may hold a password."""
    given = _chosen(
        environ,
        lambda name: name in network.PROXIES or (name.startswith(_PREFIXES) and name not in _NOT_WORKERS),
    )
    own = {
        "DATABASE_URL": settings.database_url,
        "PATCHWARDEN_SECRET": settings.secret,
        "PATCHWARDEN_STATE_DIR": str(settings.state_dir),
        "PATCHWARDEN_CACHE_DIR": str(settings.cache_dir),
    }
    return given | beat(environ, settings) | own | _noting(settings)


def manual(environ: Mapping[str, str]) -> dict[str, str]:
    """For whoever writes the rules' pages: nothing of ours but the packages."""
    return redis(environ) | _python(environ)


def metrics(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """For the operator's page: what it shows and to whom."""
    own = {"PATCHWARDEN_METRICS_LISTEN": settings.metrics_listen}
    return beat(environ, settings) | own | _noting(settings) | _chosen(environ, _TOKEN.__contains__)


def _noting(settings: Settings) -> dict[str, str]:
    """Where a process notes what the page shows."""
    return {FOLDER: str(settings.metrics_dir)} if settings.metrics_dir else {}


def _chosen(environ: Mapping[str, str], wanted: Callable[[str], bool]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if wanted(name)}


def _python(environ: Mapping[str, str]) -> dict[str, str]:
    """How the interpreter was asked to run. The children find the packages where we found them, whatever their working
    directory is."""
    here = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, (here, environ.get("PYTHONPATH", ""))))
    return _chosen(environ, lambda name: name.startswith("PYTHON")) | {"PYTHONPATH": path}
