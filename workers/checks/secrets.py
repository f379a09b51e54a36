"""Secrets: credentials in the lines that a change adds, and in what its commits say.

A provider's token or a private key is told with confidence, an assignment of something random to a name like
``password`` with less, a bare random string only in the summary. No value is ever shown: an excerpt has its mask, a
fingerprint has its hash. A secret that the change only moves is old.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from bot.coverage import Applied, Aside
from bot.model import Area, ChangedFile, CheckResult, Confidence, Finding, Severity, message_of
from bot.policy import Policy
from workers.checks import secret_shapes as shapes
from workers.checks.base import CheckRule, Snapshot, added, applied, nothing_to_read, ran, removed

_REMEDY = (
    "Revoke it, issue a new one, and read it from the environment or a secret store; deleting the line is not enough."
)
_REMEDY_IN_A_MESSAGE = (
    "Revoke it and issue a new one, then amend the message; amending alone is not enough, older versions stay readable."
)

PRIVATE_KEY = CheckRule(
    "secrets.private-key",
    Severity.HIGH,
    Confidence.HIGH,
    Area.SECRETS,
    321,
    "A private key is in the change",
    "Whoever can read the repository can use this {kind}private key, and it stays in the history.",
    _REMEDY,
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
)
RULES = (PRIVATE_KEY, PROVIDER, URL, SIGNED, ASSIGNED, RANDOM)
_APPLIED = applied(RULES)

_DOCUMENTATION = frozenset({".md", ".rst", ".adoc", ".txt", ".html", ".snap"})
_EXAMPLE_PATH = re.compile(
    r"(^|/)(docs?|examples?|samples?|demos?|fixtures?|testdata|cassettes|mocks?|locales?|translations?)(/|$)"
    r"|\.(example|sample|dist|template|tmpl)$",
    re.IGNORECASE,
)
_LOCK = re.compile(
    r"(^|/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|Pipfile\.lock|Cargo\.lock|go\.sum"
    r"|composer\.lock|Gemfile\.lock|npm-shrinkwrap\.json|requirements[^/]*\.txt|SHASUMS?[^/]*)$"
    r"|\.(svg|po|pot|xliff?|csv|tsv|map|lock|sum|patch|diff|pem\.pub|crt|cer|asc|min\.js|min\.css|woff2?)$"
)
_SETTINGS = re.compile(r"(^|/)\.env(\.[\w.-]+)?$|\.(env|ini|cfg|conf|properties|ya?ml|tfvars)$")
_LINE_HINT = re.compile(
    r"passw|pwd|passphrase|secret|token|api_?-?key|access_?-?key|auth_?-?key|private_?-?key|encryption_?-?key"
    r"|signing_?-?key|master_?-?key|credential",
    re.IGNORECASE,
)
_LONG_LITERAL = re.compile(r"""["'](?P<value>[A-Za-z0-9+/_=-]{40,120})["']""")
_HASH_WORD = re.compile(
    r"sha\d|sha-|md5|hash|digest|checksum|integrity|commit|fingerprint|etag|nonce|data:|uuid|public", re.I
)
_OTHERS = {
    "artifactory": "artifactory.ArtifactoryDetector",
    "cloudant": "cloudant.CloudantDetector",
    "softlayer": "softlayer.SoftlayerDetector",
    "mailchimp": "mailchimp.MailchimpDetector",
    "square": "square_oauth.SquareOAuthDetector",
    "telegram": "telegram_token.TelegramBotTokenDetector",
    "discord": "discord.DiscordBotTokenDetector",
}
"""Providers left to detect-secrets: the word that a line must hold, and the plugin that knows the shape."""


class Secrets:
    """Credentials in added lines: provider tokens, private keys, passwords in addresses and assignments."""

    id = "secrets"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        del policy  # a live credential in a test is a leaked one
        return nothing_to_read(file)

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        del file
        return _APPLIED

    def run(self, snapshot: Snapshot) -> CheckResult:
        old = {_digest(hit.value) for file in snapshot.files for hit in _hits(file, removed(file))}
        findings = [
            hit.finding(file)
            for file in (*snapshot.files, *snapshot.messages)
            if file.head_text is not None
            for hit in _hits(file, added(file))
            if _digest(hit.value) not in old
        ]
        return ran(self, snapshot, _limited(findings))


@dataclass(frozen=True, slots=True)
class _Hit:
    rule: CheckRule
    line: int
    text: str
    value: str
    words: tuple[tuple[str, str], ...] = ()
    severity: Severity | None = None
    confidence: Confidence | None = None
    shown: int = 0
    """How many first characters of the value are public (a provider's prefix)."""

    def finding(self, file: ChangedFile) -> Finding:
        mask = f"{self.value[: self.shown]}… ({len(self.value)} characters)"
        excerpt = _masked_elsewhere(self.text.replace(self.value, mask).strip()) if len(self.text) <= 2_000 else mask
        in_message = bool(message_of(file.path))
        found = self.rule.at(
            file,
            self.line,
            excerpt=excerpt[:200],
            identity=_digest(self.value),
            severity=self.severity,
            confidence=self.confidence,
            words=dict(self.words),
            # A name of its own: the same secret in a file is another flaw, and stays one when the message is amended.
            scope="commit message" if in_message else "",
        )
        return replace(found, remedy=_REMEDY_IN_A_MESSAGE) if in_message else found


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def _masked_elsewhere(text: str) -> str:
    """The rest of the line may hold a second secret: every long token and every quoted assignment goes."""
    for pattern in (shapes.ASSIGNED, shapes.URL_PASSWORD, shapes.JWT, _LONG_LITERAL):
        text = pattern.sub(lambda match: match.group().replace(match.group("value"), "…"), text)
    return re.sub(r"[A-Za-z0-9+/_=-]{32,}", "…", text)


def _hits(file: ChangedFile, lines: Iterator[tuple[int, str]]) -> Iterator[_Hit]:
    numbered = list(lines)
    text_of = dict(numbered)
    told = Policy().is_test(file.path)
    example = bool(_EXAMPLE_PATH.search(file.path)) or PurePosixPath(file.path).suffix.lower() in _DOCUMENTATION
    quiet = told or example
    for number, text in numbered:
        found = next(_on_line(file, number, text, text_of, quiet=quiet), None)
        if found is not None:
            yield found


def _on_line(file: ChangedFile, number: int, text: str, lines: dict[int, str], *, quiet: bool) -> Iterator[_Hit]:
    """What a line holds, the surest first; only the first of it is told."""
    yield from _private_key(number, text, lines, quiet=quiet)
    yield from _provider(number, text, lines, quiet=quiet)
    if quiet or _LOCK.search(file.path) or len(text) > 2_000:
        return
    yield from _url(number, text)
    yield from _signed(number, text)
    if _LINE_HINT.search(text):
        yield from _assigned(file, number, text)
    yield from _of_others(number, text)
    yield from _random(file, number, text)


def _private_key(number: int, text: str, lines: dict[int, str], *, quiet: bool) -> Iterator[_Hit]:
    match = shapes.PEM.search(text) if "PRIVATE KEY" in text else None
    if match is None:
        return
    # Code that looks for keys names the marker too; only the body makes it a key.
    following = [match["rest"], *(lines.get(number + step, "") for step in range(1, 5))]
    body = next((found for part in following if (found := shapes.PEM_BODY.match(part))), None)
    if body is None:
        return
    kind = match["kind"].lower()
    locked = "encrypted" in kind or any("ENCRYPTED" in part for part in following)
    yield _Hit(
        PRIVATE_KEY,
        number,
        text.split("-----BEGIN")[0] + f"-----BEGIN {match['kind']}PRIVATE KEY-----",
        body["value"],
        (("kind", kind),),
        severity=Severity.LOW if quiet else Severity.MEDIUM if locked else None,
        confidence=Confidence.LOW if quiet else None,
    )


def _provider(number: int, text: str, lines: dict[int, str], *, quiet: bool) -> Iterator[_Hit]:
    for shape in shapes.PROVIDERS:
        match = shape.pattern.search(text) if shape.hint in text else None
        if match is None or not shapes.is_random_token(match["value"]):
            continue
        value, severity = match["value"], shape.severity
        if shape.hint == "SK" and not any("twilio" in line.lower() for line in lines.values()):
            continue
        if shape.hint == "AKIA" and _has_aws_secret(number, lines):
            severity = Severity.HIGH
        yield _Hit(
            PROVIDER,
            number,
            text,
            value,
            (("provider", shape.provider),),
            severity=severity,
            confidence=Confidence.LOW if quiet and severity < Severity.HIGH else Confidence.MEDIUM if quiet else None,
            shown=0 if "://" in value else 4,
        )


def _has_aws_secret(number: int, lines: dict[int, str]) -> bool:
    near = (lines.get(number + step, "") for step in range(-3, 4))
    return any(shapes.entropy(match["value"]) >= 4.3 for line in near for match in shapes.AWS_SECRET.finditer(line))


def _url(number: int, text: str) -> Iterator[_Hit]:
    match = shapes.URL_PASSWORD.search(text) if "://" in text and "@" in text else None
    if match and shapes.is_real_url_password(match["user"], match["value"], match["host"]):
        yield _Hit(URL, number, text, match["value"], (("scheme", match["scheme"]),))


def _signed(number: int, text: str) -> Iterator[_Hit]:
    match = shapes.JWT.search(text) if "eyJ" in text else None
    if match and shapes.is_signed_token(match["value"]):
        yield _Hit(SIGNED, number, text, match["value"])


def _assigned(file: ChangedFile, number: int, text: str) -> Iterator[_Hit]:
    patterns = (shapes.ASSIGNED, shapes.BARE_ASSIGNED) if _SETTINGS.search(file.path) else (shapes.ASSIGNED,)
    for pattern in patterns:
        match = pattern.search(text)
        if match is None or shapes.NOT_A_SECRET_NAME.search(match["name"]) or shapes.is_placeholder(match["value"]):
            continue
        value = match["value"]
        password = bool(re.search(r"passw|pwd|passphrase", match["name"], re.IGNORECASE))
        if shapes.is_strong(value):
            confidence = Confidence.MEDIUM
        elif password and shapes.is_password_like(value):
            confidence = Confidence.LOW
        else:
            continue
        yield _Hit(ASSIGNED, number, text, value, (("name", match["name"]),), confidence=confidence)


def _of_others(number: int, text: str) -> Iterator[_Hit]:
    lowered = text.lower()
    for word, plugin in _OTHERS.items():
        if word not in lowered:
            continue
        for value in _detector(plugin).analyze_string(text):
            if isinstance(value, str) and not shapes.is_placeholder(value) and shapes.entropy(value) >= 3.0:
                words = (("provider", f"{word.capitalize()} credential"),)
                yield _Hit(PROVIDER, number, text, value, words, confidence=Confidence.MEDIUM)


def _random(file: ChangedFile, number: int, text: str) -> Iterator[_Hit]:
    match = _LONG_LITERAL.search(text)
    if match is None or not file.language or _HASH_WORD.search(text) or shapes.is_placeholder(match["value"]):
        return
    value = match["value"]
    if not shapes.is_strong(value) or shapes.is_name(value):
        return
    if value in _detector("high_entropy_strings.Base64HighEntropyString").analyze_string(text):
        yield _Hit(RANDOM, number, text, value)


@cache
def _detector(name: str) -> Any:  # detect-secrets ships no types
    """A plugin of detect-secrets. Imported at the first line that may need it: the import costs 150 ms."""
    from importlib import import_module

    module, _, plugin = name.partition(".")
    return getattr(import_module(f"detect_secrets.plugins.{module}"), plugin)()


def _limited(findings: list[Finding]) -> list[Finding]:
    """At most three bare random strings a file: a table of them is data, not a secret."""
    random = [finding for finding in findings if finding.rule == RANDOM.id]
    many = {f.span.path for f in random if sum(other.span.path == f.span.path for other in random) > 3}
    return [finding for finding in findings if finding.rule != RANDOM.id or finding.span.path not in many]
