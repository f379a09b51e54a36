"""What a row of the tables of unsafe settings is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import Area, Confidence, Severity
from workers.checks.base import CheckRule
from workers.reading.line_patterns import LinePattern

_TEMPLATE = r"(?:\.(?:j2|jinja2?|tmpl|tpl|gotmpl|erb|template|dist|sample|example|in))?"
"""A template of a file is read as the file."""
_YAML = rf"\.ya?ml{_TEMPLATE}$"
_DOCKER = r"(^|/)(?:Dockerfile|Containerfile)(?:[._-][^/]*)?$|\.(?:dockerfile|containerfile)$"
_SHELL = r"\.(?:sh|bash|zsh|ksh|mk|mak)$|(^|/)(?:GNU)?Makefile(?:\.[^/]*)?$"

_PLACES: Mapping[str, str] = {
    "docker": _DOCKER,
    "kubernetes": _YAML,
    "terraform": r"\.(tf|tfvars|hcl|tofu)$",
    "policy": rf"\.(tf|tofu)$|\.json{_TEMPLATE}$|{_YAML}",
    "server": r"(^|/)(nginx|apache2?|httpd|sites-\w+|conf\.d|haproxy)[^/]*/|nginx[^/]*$|\.htaccess$|\.conf(\.\w+)?$",
    "sshd": r"(^|/)sshd_config",
    "sudoers": r"(^|/)sudoers",
    "database": (
        rf"(^|/)(redis[^/]*\.conf|pg_hba\.conf[^/]*|mongod?\.(conf|ya?ml)|elasticsearch\.ya?ml|my\.cnf){_TEMPLATE}$"
    ),
    "environment": r"(^|/)\.?env([.-][\w.-]+)?$|\.env$",
    "shell": rf"{_SHELL}|{_DOCKER}|(^|/)\.env[^/]*$|{_YAML}",
    "script": rf"{_SHELL}|{_DOCKER}",
    "spring": rf"(^|/)(application|bootstrap)[\w-]*\.(properties|ya?ml){_TEMPLATE}$",
    "rails": r"(^|/)config/(environments/production|application|initializers/[^/]+)\.rb$",
    "php": r"(^|/)(php|\.user)\.ini[^/]*$|php-fpm[^/]*\.conf$",
    "android": r"(^|/)AndroidManifest\.xml$|network_security_config\.xml$",
    "apple": r"Info\.plist$",
    "dotnet": r"(^|/)(web|app)[^/]*\.config$",
    "openstack": r"(^|/)(policy\.(ya?ml|json)|[\w-]+-?api-paste\.ini|\w+\.conf(\.sample)?)$",
}
KINDS: Mapping[str, re.Pattern[str]] = {kind: re.compile(place, re.IGNORECASE) for kind, place in _PLACES.items()}
"""Which paths are of a kind, in any case."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document of YAML or JSON a value is unsafe, however it is written."""

    path: re.Pattern[str]
    """Of the keys from the root, joined by dots, a list's item as ``[]``; it must match up to the end. ``name=value``
    stands for an entry that is written as ``{name: …, value: …}``."""
    value: re.Pattern[str]
    """What the whole value, without its quotes, looks like."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: the line's pattern, the kind of file, and the rule."""

    kind: str
    pattern: LinePattern
    rule: CheckRule
    block: re.Pattern[str] | None = None
    """What the header of the enclosing block must look like."""
    above: re.Pattern[str] | None = None
    """What the line above must look like."""
    places: tuple[Place, ...] = ()
    """In YAML and JSON, where the row has them, instead of the line's pattern."""
    in_texts: bool = False
    """Whether the pattern is asked of every text of a YAML document too, alone and after its key."""

    @property
    def is_structural(self) -> bool:
        return bool(self.places) or self.in_texts


def setting(
    name: str,
    kind: str,
    pattern: str | tuple[str, ...],
    severity: Severity,
    confidence: Confidence,
    cwe: int,
    title: str,
    message: str,
    remedy: str,
    *,
    area: Area = Area.CONFIGURATION,
    block: str = "",
    above: str = "",
    places: tuple[tuple[str, str], ...] = (),
    in_texts: bool = False,
) -> Setting:
    """A row. ``pattern``: one or more ways (see :class:`LinePattern`) in which a line is unsafe; the line is stripped,
    and every run of blanks in it is one. ``places``: path and value in documents of YAML and JSON."""
    rule = CheckRule(f"configuration.{name}", severity, confidence, area, cwe, title, message, remedy)
    ways = (pattern,) if isinstance(pattern, str) else pattern
    return Setting(
        kind,
        LinePattern(*ways),
        rule,
        block=re.compile(block) if block else None,
        above=re.compile(above) if above else None,
        places=tuple(Place(re.compile(rf"(?:^|\.)(?:{path})$"), re.compile(value)) for path, value in places),
        in_texts=in_texts,
    )
