"""Where faults and spans go: addresses that the operator sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from typing import Final
from urllib.parse import urlsplit

from bot.hosts.fields import Fields, Problem

NAMES: Final[Mapping[str, str]] = {
    "PATCHWARDEN_SENTRY_DSN": "sentry_dsn",
    "PATCHWARDEN_SENTRY_DSN_FILE": "sentry_dsn_file",
    "PATCHWARDEN_SENTRY_ENVIRONMENT": "sentry_environment",
    "PATCHWARDEN_OTLP_URL": "otlp_url",
    "PATCHWARDEN_OTLP_HEADER": "otlp_header",
    "PATCHWARDEN_OTLP_HEADER_FILE": "otlp_header_file",
}


@dataclass(frozen=True, slots=True)
class TelemetrySettings:
    """Nothing is sent where there is no address."""

    sentry_dsn: str = field(default="", repr=False)
    sentry_environment: str = ""
    otlp_url: str = field(default="", repr=False)
    """Gets spans by OTLP over HTTP, e.g. ``http://127.0.0.1:4318/v1/traces``."""
    otlp_header: str = field(default="", repr=False)
    """One header that is sent along, as ``Name: value``; mostly a credential."""

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> tuple[TelemetrySettings, tuple[Problem, ...]]:
        """The settings, and what is wrong with them."""
        given = {field: value for name, field in NAMES.items() if (value := environ.get(name, "")).strip()}
        fields = Fields(given, partial(_label))
        found = cls(
            fields.secret("sentry_dsn"),
            fields.text("sentry_environment"),
            fields.text("otlp_url"),
            fields.secret("otlp_header"),
        )
        for name, text in found.problems():
            if fields.good(name):
                fields.problem(name, text)
        return found, tuple(fields.problems)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Fields, and what is wrong with each. No value is quoted: it may be a secret."""
        for name, url, module, extra in (
            ("sentry_dsn", self.sentry_dsn, "sentry_sdk", "sentry"),
            ("otlp_url", self.otlp_url, "opentelemetry.sdk", "opentelemetry"),
        ):
            if url and not _is_url(url):
                yield name, "not a URL that begins with https:// or http://"
            elif url and not _is_there(module):
                yield name, f"needs a package that is not installed: pip install 'patchwarden[{extra}]'"
        if self.otlp_header and not all(part.strip() for part in self.otlp_header.partition(":")[::2]):
            yield "otlp_header", "is no header: write it as `Name: value`"


def _label(field: str) -> str:
    return next(name for name, known in NAMES.items() if known == field)


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ImportError:
        return False
