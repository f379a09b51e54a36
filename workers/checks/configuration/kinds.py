"""The kinds of files with settings, by their paths. A part of the configuration check.

The rules for a kind are in the folder of ``rules/`` that has its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TEMPLATE = r"(?:\.(?:j2|jinja2?|tmpl|tpl|gotmpl|erb|template|dist|sample|example|in))?"
"""A template of a file is read as the file."""
_YAML = rf"\.ya?ml{_TEMPLATE}$"
_DOCKER = r"(^|/)(?:Dockerfile|Containerfile)(?:[._-][^/]*)?$|\.(?:dockerfile|containerfile)$"
_SHELL = r"\.(?:sh|bash|zsh|ksh|mk|mak)$|(^|/)(?:GNU)?Makefile(?:\.[^/]*)?$"

_PATHS: Mapping[str, str] = {
    "docker": _DOCKER,
    "kubernetes-compose": _YAML,
    "terraform": r"\.(tf|tfvars|hcl|tofu)$",
    "cloud-policy": rf"\.(tf|tofu)$|\.json{_TEMPLATE}$|{_YAML}",
    "web-server": (
        r"(^|/)(nginx|apache2?|httpd|sites-\w++|conf\.d|haproxy)[^/]*+/|nginx[^/]*$|\.htaccess$|\.conf(\.\w+)?$"
    ),
    "sshd": r"(^|/)sshd_config",
    "sudoers": r"(^|/)sudoers",
    "database": (
        rf"(^|/)(redis[^/]*\.conf|pg_hba\.conf[^/]*|mongod?\.(conf|ya?ml)|elasticsearch\.ya?ml|my\.cnf){_TEMPLATE}$"
    ),
    "environment": r"(^|/)\.?env([.-][\w.-]+)?$|\.env$",
    "shell": rf"{_SHELL}|{_DOCKER}",
    "shell-anywhere": rf"{_SHELL}|{_DOCKER}|(^|/)\.env[^/]*$|{_YAML}",
    "spring": rf"(^|/)(application|bootstrap)[\w-]*\.(properties|ya?ml){_TEMPLATE}$",
    "rails": r"(^|/)config/(environments/production|application|initializers/[^/]+)\.rb$",
    "php": r"(^|/)(php|\.user)\.ini[^/]*$|php-fpm[^/]*\.conf$",
    "android": r"(^|/)AndroidManifest\.xml$|network_security_config\.xml$",
    "apple": r"Info\.plist$",
    "dotnet": r"(^|/)(web|app)[^/]*\.config$",
    "openstack": r"(^|/)(policy\.(ya?ml|json)|[\w-]+-?api-paste\.ini|\w+\.conf(\.sample)?)$",
}
KINDS: Mapping[str, re.Pattern[str]] = {kind: re.compile(path, re.IGNORECASE) for kind, path in _PATHS.items()}
"""Which paths are of a kind, in any case."""
EXAMPLES: Mapping[str, str] = {
    "docker": "Dockerfile",
    "kubernetes-compose": "compose.yaml",
    "terraform": "main.tf",
    "cloud-policy": "policy.json",
    "web-server": "nginx/site.conf",
    "sshd": "etc/ssh/sshd_config",
    "sudoers": "etc/sudoers",
    "database": "etc/redis.conf",
    "environment": ".env",
    "shell": "deploy.sh",
    "shell-anywhere": "deploy.sh",
    "spring": "src/main/resources/application.properties",
    "rails": "config/environments/production.rb",
    "php": "php.ini",
    "android": "app/src/main/AndroidManifest.xml",
    "apple": "ios/App/Info.plist",
    "dotnet": "src/Site/Web.config",
    "openstack": "etc/nova/policy.yaml",
}
"""A usual path of each kind, for the sample of a new rule."""
FOLDERS: Mapping[str, str] = {"shell-anywhere": "shell"}
"""Folders of rules for kinds that have none of their own name."""
SHELL_KINDS = frozenset({"shell-anywhere", "shell"})
"""Kinds that are read by commands, as a shell splits them, and not by the engine: its grammar of the shell fails on one
script in nine (measured on 332), and each such file would leave a review incomplete."""
BRACED = frozenset({"terraform", "cloud-policy"})
"""Kinds that are read by statements in Terraform's files."""
CONTINUED = frozenset({"spring", "sudoers", "environment"})
"""Kinds whose formats join a line that ends with a backslash to the next."""
