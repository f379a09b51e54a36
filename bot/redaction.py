"""Takes credentials out of text that goes to a log, a message or a person: the one redactor of the house."""

from __future__ import annotations

import re

from bot.credentials import issued

REDACTED = "[redacted]"
# Shapes: RFC 9110 authorization values, the userinfo part of a URL (RFC 3986), GitHub's newer tokens (long, with dots),
# and a key as far as it goes.
_SECRETS = (
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.S), REDACTED),
    (re.compile(r"\bgh[pousr]_[A-Za-z0-9._-]{20,}"), REDACTED),
    (re.compile(r"\bgithub_pat_\w+"), REDACTED),
    (re.compile(r"\bpwt_[A-Za-z0-9_-]{20,}"), REDACTED),
    (re.compile(r"\b(Bearer|Basic|token)\s+[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE), rf"\1 {REDACTED}"),
    (re.compile(r"(?<=://)[^/\s@:]*:[^/\s@]+(?=@)"), REDACTED),
    (re.compile(r"(?<=://)[^/\s@:]{16,}(?=@)"), REDACTED),
)
_LONGEST_DETAIL = 300


def redact(text: str) -> str:
    """The text with everything that looks like a credential replaced."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    for found in (*issued.tokens(text, " ".join(issued.near_words(text))), *issued.signed(text)):
        text = text.replace(found.value, REDACTED)
    return text


def detail(text: str, limit: int = _LONGEST_DETAIL) -> str:
    """What a host or a program answered, for a message: one line, at most ``limit`` characters, no credential."""
    return redact(" ".join(text.split()))[:limit]
