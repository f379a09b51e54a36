"""What the secrets check says."""

from __future__ import annotations

from bot.model import Area, Confidence, Several, Severity
from workers.checks.base import CheckRule

_REMEDY = (
    "Revoke it, issue a new one, and read it from the environment or a secret store; deleting the line is not enough."
)
REMEDY_IN_A_MESSAGE = (
    "Revoke it and issue a new one, then amend the message; amending alone is not enough, older versions stay readable."
)

# The check tells fixtures from real credentials itself: a live key in a test is a leaked key.
PRIVATE_KEY = CheckRule(
    "secrets.private-key",
    Severity.HIGH,
    Confidence.HIGH,
    Area.SECRETS,
    321,
    "A private key is in the change",
    "Whoever can read the repository can use this {kind}private key, and it stays in the history.",
    _REMEDY,
    counts_in_tests=True,
)
PROVIDER = CheckRule(
    "secrets.provider-token",
    Severity.HIGH,
    Confidence.HIGH,
    Area.SECRETS,
    798,
    "{provider} in the change",
    "Whoever can read the repository can act with this credential ({provider}), and it stays in the history.",
    _REMEDY,
    counts_in_tests=True,
)
URL = CheckRule(
    "secrets.url-password",
    Severity.HIGH,
    Confidence.MEDIUM,
    Area.SECRETS,
    798,
    "A {scheme} address carries its password",
    "Whoever can read the repository can log in to this {scheme} service as the user that the address names.",
    _REMEDY,
    counts_in_tests=True,
)
SIGNED = CheckRule(
    "secrets.signed-token",
    Severity.MEDIUM,
    Confidence.MEDIUM,
    Area.SECRETS,
    798,
    "A signed token (JWT) is in the change",
    "Until it expires, whoever can read the repository can use this token as its owner.",
    _REMEDY,
    counts_in_tests=True,
)
ASSIGNED = CheckRule(
    "secrets.assigned-value",
    Severity.MEDIUM,
    Confidence.MEDIUM,
    Area.SECRETS,
    798,
    "`{name}` is given a secret in the code",
    "Whoever can read the repository learns the value of `{name}`, and it is the same everywhere the code runs.",
    _REMEDY,
    counts_in_tests=True,
)
RANDOM = CheckRule(
    "secrets.random-string",
    Severity.LOW,
    Confidence.LOW,
    Area.SECRETS,
    798,
    "A long random string that may be a secret",
    "The string is as random as a key; if it is one, whoever can read the repository has it.",
    "If it is a secret, revoke it and read the new one from the environment.",
    several=Several("{count} long random strings that may be secrets", "Each is as random as a key."),
    counts_in_tests=True,
)
RULES = (PRIVATE_KEY, PROVIDER, URL, SIGNED, ASSIGNED, RANDOM)
