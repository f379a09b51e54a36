"""Every variable that Patchwarden reads, and what a name that it does not know was meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import partial
from typing import Final

from bot.concern_settings import NAMES as _CONCERN
from bot.hosts.fields import Fields, Problem
from bot.hosts.registry import HOSTS
from bot.telemetry.settings import NAMES as _TELEMETRY

PREFIX: Final = "PATCHWARDEN_"
FOR_TESTS: Final = "PATCHWARDEN_TEST_"
OWN: Final[Mapping[str, str]] = {
    "PATCHWARDEN_ANNOUNCE_CLEAN": "false",
    "PATCHWARDEN_ANNOUNCE_SECRET": "",
    "PATCHWARDEN_ANNOUNCE_SECRET_FILE": "",
    "PATCHWARDEN_ANNOUNCE_SLACK_URL": "",
    "PATCHWARDEN_ANNOUNCE_SLACK_URL_FILE": "",
    "PATCHWARDEN_ANNOUNCE_URL": "",
    "PATCHWARDEN_CACHE_DIR": "",
    "PATCHWARDEN_CONCURRENCY": "2",
    "PATCHWARDEN_CONFIG": "",
    "PATCHWARDEN_CONNECTIONS": "2000",
    "PATCHWARDEN_CONNECTIONS_PER_ADDRESS": "0",
    "PATCHWARDEN_DEBUG": "",
    "PATCHWARDEN_DOCS_URL": "",
    "PATCHWARDEN_KEEP_DAYS": "400",
    "PATCHWARDEN_LISTEN": "127.0.0.1:8080",
    "PATCHWARDEN_LOG_LEVEL": "INFO",
    "PATCHWARDEN_METRICS_LISTEN": "",
    "PATCHWARDEN_METRICS_TOKEN": "",
    "PATCHWARDEN_METRICS_TOKEN_FILE": "",
    "PATCHWARDEN_OIDC_CLAIM": "preferred_username",
    "PATCHWARDEN_OIDC_CLIENT_ID": "",
    "PATCHWARDEN_OIDC_CLIENT_SECRET": "",
    "PATCHWARDEN_OIDC_CLIENT_SECRET_FILE": "",
    "PATCHWARDEN_OIDC_ISSUER": "",
    "PATCHWARDEN_OIDC_LABEL": "OpenID Connect",
    "PATCHWARDEN_OPERATORS": "",
    "PATCHWARDEN_OSV": "",
    "PATCHWARDEN_PAGES": "",
    "PATCHWARDEN_PROXY_ADDRESSES": "",
    "PATCHWARDEN_PROXY_HEADER": "",
    "PATCHWARDEN_PUBLIC_URL": "",
    "PATCHWARDEN_RULES": "",
    "PATCHWARDEN_RULE_PAGES": "",
    "PATCHWARDEN_SARIF_SECRET": "",
    "PATCHWARDEN_SARIF_SECRET_FILE": "",
    "PATCHWARDEN_SECRET": "",
    "PATCHWARDEN_SECRET_FILE": "",
    "PATCHWARDEN_SESSION_HOURS": "8",
    "PATCHWARDEN_SESSION_SECRET": "",
    "PATCHWARDEN_SESSION_SECRET_FILE": "",
    "PATCHWARDEN_SHARED_FROM": "200000",
    "PATCHWARDEN_STATE_DIR": "",
    "PATCHWARDEN_SWEEP_BUDGET": "1500",
    "PATCHWARDEN_WEB_HOSTS": "",
    **dict.fromkeys((*_CONCERN, *_TELEMETRY), ""),
}
"""Of the parts that are no host, with what holds where nothing is set."""
SHARED: Final = ("REDIS_URL", "DATABASE_URL", "PORT", "PROMETHEUS_MULTIPROC_DIR")
"""Names that other programs read as well."""
HANDED_OVER: Final = frozenset({"PATCHWARDEN_WEB_HOSTS"})
"""What ``patchwarden serve`` gives to its own parts: nobody sets it."""
SECRET: Final = frozenset(
    {
        "PATCHWARDEN_ANNOUNCE_SECRET",
        "PATCHWARDEN_ANNOUNCE_SLACK_URL",
        "PATCHWARDEN_ANNOUNCE_URL",
        "PATCHWARDEN_METRICS_TOKEN",
        "PATCHWARDEN_OIDC_CLIENT_SECRET",
        "PATCHWARDEN_OTLP_HEADER",
        "PATCHWARDEN_OTLP_URL",
        "PATCHWARDEN_SARIF_SECRET",
        "PATCHWARDEN_SECRET",
        "PATCHWARDEN_SENTRY_DSN",
        "PATCHWARDEN_SESSION_SECRET",
        "PATCHWARDEN_WEB_HOSTS",
    }
)


def of_hosts() -> frozenset[str]:
    """The variables of one host of each kind."""
    names: set[str] = set()
    for kind, host in HOSTS.items():
        fields = Fields({}, partial("{}{}".format, ""))
        host.settings.read(fields, b"none")
        names.update(f"{PREFIX}{kind.upper()}_{field.upper()}" for field in fields.asked)
    return frozenset(names)


def unknown(environ: Mapping[str, str]) -> tuple[Problem, ...]:
    """The variables with our prefix that nothing reads: a misspelt setting is one that silently does not hold."""
    hosts = tuple(f"{PREFIX}{kind.upper()}_" for kind in HOSTS)
    strange = [
        name
        for name in sorted(environ)
        if name.startswith(PREFIX) and name not in OWN and not name.startswith((*hosts, FOR_TESTS))
    ]
    if not strange:
        return ()
    known = sorted({*OWN, *of_hosts()})
    return tuple(Problem(name[:100], f"no setting has this name{_meant(name, known)}") for name in strange)


def _meant(name: str, known: list[str]) -> str:
    """Compared by what follows the prefix, which all have."""
    ends = [one.removeprefix(PREFIX) for one in known]
    near = difflib.get_close_matches(name[:100].removeprefix(PREFIX), ends, n=1, cutoff=0.7)
    return f": is {PREFIX}{near[0]} meant?" if near else ""
