"""The comments by which people silence security scanners. Ours obeys none of them and tells of each that is added."""

from __future__ import annotations

import re

_NAMED = ("nosemgrep", "nosec", "noqa: S", "NOSONAR", "nolint", "eslint-disable", "patchwarden:ignore")
"""As they stand beside a flaw, whatever else their line says."""
_OF_SECURITY = re.compile(
    r"nosemgrep(?:\s*:\s*[\w.,\s-]+)?"
    r"|#\s*nosec\b(?:[:\s]+[BG]\d+)?"
    r"|noqa:\s*(?:[A-Z]+\d+[,\s]+)*S\d{3}"
    r"|\bNOSONAR\b"
    r"|nolint:[\w,]*\bgosec\b"
    r"|eslint-disable[\w-]*[^\n]*(?:security|no-eval|no-implied-eval|no-new-func|no-script-url|no-danger|no-unsanitized)"
    r"[\w/-]*"
    r"|\blgtm\s*\[[\w/-]+\]|\bcodeql\s*\[[\w/-]+\]"
    r"|(?:checkov:skip|tfsec:ignore|trivy:ignore|zizmor:\s*ignore|kics-scan\s+ignore|hadolint\s+ignore)\S*"
    r"|rubocop:disable\s+Security/\w+|brakeman:ignore"
    r"|gitleaks:allow|pragma:\s*allowlist\s+secret|patchwarden:ignore"
    r"|phpcs:ignore\s+WordPress\.(?:Security|DB)[\w.]*"
    r"|@SuppressFBWarnings\b"
)
"""Those that silence a rule of security, e.g. ``# noqa: S602`` and not ``# noqa: E501``."""


def first_in(lines: list[str]) -> str:
    """The first word of a suppression in a flaw's lines; ``""`` without one."""
    return next((word for line in lines for word in _NAMED if word in line), "")


def of_security(line: str) -> list[str]:
    """The suppressions of security rules in one line, as they stand there."""
    return [match.group() for match in _OF_SECURITY.finditer(line)]
