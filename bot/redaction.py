"""Takes credentials out of text that goes to a log, a message or a person."""

from __future__ import annotations

import re

# Shapes: GitHub's documentation of token formats (newer ones are long and have dots), RFC 9110 authorization values,
# and the userinfo part of a URL (RFC 3986).
_SECRETS = (
    (re.compile(r"\bgh[pousr]_[A-Za-z0-9._-]{20,}"), "[redacted]"),
    (re.compile(r"\bgithub_pat_\w+"), "[redacted]"),
    (re.compile(r"\b(Bearer|Basic|token)\s+[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE), r"\1 [redacted]"),
    (re.compile(r"(?<=://)[^/\s@:]*:[^/\s@]+(?=@)"), "[redacted]"),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.S), "[redacted]"),
)


def redact(text: str) -> str:
    """The text with everything that looks like a credential replaced."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text
