"""What a row of the tables of unsafe settings is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import Area, Confidence, Severity
from workers.checks.base import CheckRule

_PATHS: Mapping[str, str] = {
    "docker": r"(^|/)(dockerfile|containerfile)[^/]*$|\.(docker|container)file$",
    "kubernetes": r"\.ya?ml$",
    "terraform": r"\.(tf|tfvars|hcl)$",
    "policy": r"\.(tf|json|ya?ml)$",
    "server": r"(^|/)(nginx|apache2?|httpd|sites-\w+|conf\.d|haproxy)[^/]*/|nginx[^/]*$|\.htaccess$|\.conf(\.\w+)?$",
    "sshd": r"(^|/)sshd_config",
    "sudoers": r"(^|/)sudoers",
    "database": r"(^|/)(redis[^/]*\.conf|pg_hba\.conf[^/]*|mongod?\.(conf|ya?ml)|elasticsearch\.ya?ml|my\.cnf)$",
    "environment": r"(^|/)\.?env([.-][\w.-]+)?$|\.env$",
    "shell": r"\.(sh|bash|zsh)$|(^|/)(Makefile|Dockerfile[^/]*|Containerfile[^/]*)$|(^|/)\.env[^/]*$|\.ya?ml$",
    "script": r"\.(sh|bash|zsh)$|(^|/)(Makefile|Dockerfile[^/]*|Containerfile[^/]*)$|\.(mk|(docker|container)file)$",
    "spring": r"(^|/)(application|bootstrap)[\w-]*\.(properties|ya?ml)$",
    "rails": r"(^|/)config/(environments/production|application|initializers/[^/]+)\.rb$",
    "php": r"(^|/)(php|\.user)\.ini[^/]*$|php-fpm[^/]*\.conf$",
    "android": r"(^|/)AndroidManifest\.xml$|network_security_config\.xml$",
    "apple": r"Info\.plist$",
    "dotnet": r"(^|/)(web|app)[^/]*\.config$",
    "openstack": r"(^|/)(policy\.(ya?ml|json)|[\w-]+-?api-paste\.ini|\w+\.conf(\.sample)?)$",
}
KINDS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _PATHS.items()}
"""What paths of each kind of file look like; case means nothing in the name of a file."""


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
