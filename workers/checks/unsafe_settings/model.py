"""What a row of the tables of unsafe settings is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import Area, Confidence, Severity
from workers.checks.base import CheckRule

KINDS: Mapping[str, re.Pattern[str]] = {
    "docker": re.compile(r"(^|/)(Dockerfile|Containerfile)[^/]*$|\.dockerfile$"),
    "kubernetes": re.compile(r"\.ya?ml$"),
    "terraform": re.compile(r"\.(tf|tfvars|hcl)$"),
    "policy": re.compile(r"\.(tf|json|ya?ml)$"),
    "server": re.compile(
        r"(^|/)(nginx|apache2?|httpd|sites-\w+|conf\.d|haproxy)[^/]*/|nginx[^/]*$|\.htaccess$|\.conf(\.\w+)?$"
    ),
    "sshd": re.compile(r"(^|/)sshd_config"),
    "sudoers": re.compile(r"(^|/)sudoers"),
    "database": re.compile(
        r"(^|/)(redis[^/]*\.conf|pg_hba\.conf[^/]*|mongod?\.(conf|ya?ml)|elasticsearch\.ya?ml|my\.cnf)$"
    ),
    "environment": re.compile(r"(^|/)\.?env([.-][\w.-]+)?$|\.env$"),
    "shell": re.compile(
        r"\.(sh|bash|zsh)$|(^|/)(Makefile|Dockerfile[^/]*|Containerfile[^/]*)$|(^|/)\.env[^/]*$|\.ya?ml$"
    ),
    "script": re.compile(r"\.(sh|bash|zsh)$|(^|/)(Makefile|Dockerfile[^/]*|Containerfile[^/]*)$|\.(mk|dockerfile)$"),
    "spring": re.compile(r"(^|/)(application|bootstrap)[\w-]*\.(properties|ya?ml)$"),
    "rails": re.compile(r"(^|/)config/(environments/production|application|initializers/[^/]+)\.rb$"),
    "php": re.compile(r"(^|/)(php|\.user)\.ini[^/]*$|php-fpm[^/]*\.conf$"),
    "android": re.compile(r"(^|/)AndroidManifest\.xml$|network_security_config\.xml$"),
    "apple": re.compile(r"Info\.plist$"),
    "dotnet": re.compile(r"(^|/)(web|app)[^/]*\.config$", re.IGNORECASE),
    "openstack": re.compile(r"(^|/)(policy\.(ya?ml|json)|[\w-]+-?api-paste\.ini|\w+\.conf(\.sample)?)$"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: the line's pattern, the kind of file, and the rule."""

    kind: str
    pattern: re.Pattern[str]
    rule: CheckRule
    block: re.Pattern[str] | None = None
    """What the header of the enclosing block must look like."""
    above: re.Pattern[str] | None = None
    """What the line above must look like."""


def setting(
    name: str,
    kind: str,
    pattern: str,
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
) -> Setting:
    rule = CheckRule(f"configuration.{name}", severity, confidence, area, cwe, title, message, remedy)
    return Setting(
        kind,
        re.compile(pattern),
        rule,
        block=re.compile(block) if block else None,
        above=re.compile(above) if above else None,
    )
