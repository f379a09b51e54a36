"""Credentials that are known by their own form: what providers issue, private keys, signed tokens, passwords in
addresses and in headers.

The shapes come from the providers' own documentation of their token formats.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.credentials import strength
from bot.model import Severity


@dataclass(frozen=True, slots=True)
class Found:
    """A credential in a text: ``value`` stands at ``start..end`` and must never be shown."""

    name: str
    """What it is, or what the text calls it: a provider, the scheme of an address, the name that it is assigned to."""
    value: str
    start: int
    end: int
    severity: Severity | None = None
    """Where it differs from the usual of its kind."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A provider's token format. ``hint`` is a literal that every such token holds: the cheap test that goes first."""

    provider: str
    hint: str
    regex: str
    severity: Severity = Severity.HIGH
    near: str = ""
    """A word (lower case) that the text around must hold, where the form alone says too little."""


SHAPES = (
    Shape("AWS access key", "AKIA", r"AKIA[A-Z2-7]{16}", Severity.MEDIUM),
    Shape("AWS temporary access key", "ASIA", r"ASIA[A-Z2-7]{16}", Severity.LOW),
    Shape("GitHub token", "gh", r"gh[pousr]_[A-Za-z0-9]{36,251}"),
    Shape("GitHub token", "github_pat_", r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    Shape("GitLab token", "gl", r"gl(?:pat|dt|rt|ptt|cbt|soat|ft|imt|agent)-[A-Za-z0-9_-]{20,64}"),
    Shape("Slack token", "xox", r"xox[abeoprs]-(?:\d{1,20}-)?[A-Za-z0-9-]{20,200}"),
    Shape("Slack app token", "xapp-", r"xapp-\d-[A-Z0-9]{5,20}-\d{5,20}-[a-f0-9]{40,80}"),
    Shape("Slack webhook", "hooks.slack.com", r"https://hooks\.slack\.com/services/T\w{7,20}/B\w{7,20}/\w{20,40}"),
    Shape("Discord webhook", "discord", r"https://discord(?:app)?\.com/api/webhooks/\d{16,20}/[\w-]{60,100}"),
    Shape("Discord bot token", ".", r"[MNO][A-Za-z\d_-]{23,25}\.[A-Za-z\d_-]{6}\.[A-Za-z\d_-]{27,38}", near="discord"),
    Shape("Telegram bot token", ":", r"\d{8,10}:[A-Za-z0-9_-]{35}", near="telegram"),
    Shape("Stripe live key", "k_live_", r"[sr]k_live_[A-Za-z0-9]{20,247}"),
    Shape("Google API key", "AIza", r"AIza[A-Za-z0-9_-]{35}", Severity.MEDIUM),
    Shape("Google OAuth client secret", "GOCSPX-", r"GOCSPX-[A-Za-z0-9_-]{28}"),
    Shape("npm token", "npm_", r"npm_[A-Za-z0-9]{36}"),
    Shape("package index token", "pypi-", r"pypi-AgE[A-Za-z0-9_-]{60,400}"),
    Shape("RubyGems token", "rubygems_", r"rubygems_[a-f0-9]{48}"),
    Shape("SendGrid key", "SG.", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    Shape("Mailchimp key", "-us", r"[0-9a-z]{32}-us\d{1,2}", near="mailchimp"),
    Shape("Square OAuth secret", "sq0csp-", r"sq0csp-[0-9A-Za-z_-]{43}"),
    Shape("Artifactory key", "AKC", r"AKC[A-Za-z0-9]{64,80}"),
    Shape("Anthropic key", "sk-ant-", r"sk-ant-[a-z0-9]{2,20}-[A-Za-z0-9_-]{80,120}"),
    Shape("OpenAI key", "T3BlbkFJ", r"sk-[A-Za-z0-9_-]{20,150}T3BlbkFJ[A-Za-z0-9_-]{20,150}"),
    Shape("Hugging Face token", "hf_", r"hf_[A-Za-z]{34}"),
    Shape("DigitalOcean token", "do", r"do[opr]_v1_[a-f0-9]{64}"),
    Shape("Docker Hub token", "dckr_", r"dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,60}"),
    Shape("Shopify token", "shp", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    Shape("Vault token", "hvs.", r"hvs\.[A-Za-z0-9_-]{24,250}"),
    Shape("Atlassian token", "ATATT3", r"ATATT3[A-Za-z0-9_=-]{180,250}"),
    Shape("Azure storage key", "AccountKey=", r"(?<=AccountKey=)[A-Za-z0-9+/]{86}=="),
    Shape("age secret key", "AGE-SECRET-KEY-1", r"AGE-SECRET-KEY-1[A-Z0-9]{58}"),
    Shape("Postman key", "PMAK-", r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}"),
    Shape("Databricks token", "dapi", r"dapi[a-f0-9]{32}"),
    Shape("Linear key", "lin_api_", r"lin_api_[A-Za-z0-9]{40}"),
    Shape("Twilio key", "SK", r"SK[a-f0-9]{32}", Severity.MEDIUM, near="twilio"),
)

PRIVATE_KEY = re.compile(r"-----BEGIN (?P<kind>[A-Z0-9 ]{0,40})PRIVATE KEY(?: BLOCK)?-----")
_KEY_BODY = re.compile(
    r"""(?:\\+[nr]|["'`+,#*>|\s]|(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset):[^\n\\]{0,100}+){0,60}"""
    r"""(?P<value>[A-Za-z0-9+/=]{40,}+(?:(?:\\+[nr]|\s)+[A-Za-z0-9+/=]++)*)"""
)
"""Its parts begin with different characters: nothing in it is read twice."""
_JWT = re.compile(r"(?<![\w-])eyJ[\w-]{10,4000}\.eyJ[\w-]{10,8000}\.[\w-]{20,2000}")
_ADDRESS = re.compile(
    r"://(?P<user>[^\s:/@\"'<>`\\]{0,100}):(?P<value>[^\s/@\"'<>`\\]{4,400})@(?P<host>[^\s/:\"'?<>`\\]{1,253})"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}\Z")
_HEADER = re.compile(
    r"""\b(?:(?P<name>(?:Proxy-)?Authorization|X-Auth-Token|X-Api-Key)\\?["']?\s{0,5}[:=,]\s{0,5}\\?["'`]?)?"""
    r"""(?P<scheme>Basic|Bearer|token|ApiKey|apikey)\s{1,5}(?P<value>[A-Za-z0-9._~+/=-]{8,4096})""",
    re.IGNORECASE,
)
_AWS_SECRET = re.compile(r"(?<![A-Za-z0-9/+=])(?P<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])")
_COMMON_PASSWORDS = frozenset(
    {"postgres", "postgresql", "password", "passwd", "root", "admin", "secret", "guest", "user", "pass", "mysql"}
    | {"mongo", "redis", "rabbitmq", "changeme"}
)
_NEAR_HOSTS = re.compile(
    r"^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\b|server\b|db\b|[$<{%])|\bexample\b|\.(?:test|invalid|local)$"
)


@cache
def _pattern(shape: Shape) -> re.Pattern[str]:
    """Compiled at the first text that holds the hint: the web process imports this and meets hardly any."""
    return re.compile(rf"(?<![A-Za-z0-9_-])(?P<value>{shape.regex})(?![A-Za-z0-9])")


def tokens(text: str, around: str = "") -> Iterator[Found]:
    """What providers issue, as far as it looks issued. ``around`` has the words that stand near
    (:func:`near_words`)."""
    for shape in SHAPES:
        if shape.hint not in text or (shape.near and shape.near not in around and shape.near not in text.lower()):
            continue
        for match in _pattern(shape).finditer(text):
            if strength.is_issued(match["value"]):
                yield Found(shape.provider, match["value"], *match.span("value"), shape.severity)


def near_words(text: str) -> frozenset[str]:
    """The words of a text that some shapes need beside them."""
    lowered = text.lower()
    return frozenset(shape.near for shape in SHAPES if shape.near and shape.near in lowered)


def is_aws_secret_in(text: str) -> bool:
    """Whether the text holds what looks like the secret half of an AWS key."""
    return any(strength.entropy(match["value"]) >= 4.3 for match in _AWS_SECRET.finditer(text))


def private_keys(text: str, following: str = "") -> Iterator[tuple[Found, str]]:
    """Private keys whose first line is in the text, each with its kind ("rsa ", "encrypted ", "").

    Code that looks for keys names the marker too; only the body, here or in ``following``, makes it a key. The value is
    the body as far as it stands in the text; where all of it follows, it is what follows, at the end of the text.
    """
    if "PRIVATE KEY" not in text:
        return
    for match in PRIVATE_KEY.finditer(text):
        rest = text[match.end() : match.end() + 20_000]
        body = _KEY_BODY.match(f"{rest}\n{following}")
        if body is None:
            continue
        kind = match["kind"].lower()
        locked = "ENCRYPTED" in body.group()[:400] and "encrypted" not in kind
        kind = f"encrypted {kind}" if locked else kind
        start = min(match.end() + body.start("value"), len(text))
        end = min(match.end() + body.end("value"), len(text))
        yield Found("private key", body["value"], start, end), kind


def addresses(text: str) -> Iterator[Found]:
    """Passwords in the addresses of services; the name is the scheme."""
    if "://" not in text or "@" not in text:
        return
    for match in _ADDRESS.finditer(text):
        scheme = _SCHEME.search(text[max(0, match.start() - 22) : match.start()])
        if scheme and _is_real(match["user"], match["value"], match["host"]):
            yield Found(scheme[0].lower(), match["value"], *match.span("value"))


def _is_real(user: str, password: str, host: str) -> bool:
    """Whether an address's password is one worth keeping: not a default of a local service, not a template field."""
    if password.lower() in _COMMON_PASSWORDS or password.lower() == user.lower() or strength.is_placeholder(password):
        return False
    if _NEAR_HOSTS.search(host):
        return "example" not in host and strength.is_strong(password)
    return strength.entropy(password) >= 2.0


def signed(text: str) -> Iterator[Found]:
    """JSON Web Tokens that say how they are signed."""
    if "eyJ" not in text:
        return
    for match in _JWT.finditer(text):
        if is_signed_token(match[0]):
            yield Found("JWT", match[0], *match.span())


def is_signed_token(value: str) -> bool:
    """Whether a JSON Web Token's header says an algorithm, so that it is a token and not something like one."""
    document = _json(value.split(".")[0])
    return isinstance(document, Mapping) and document.get("alg") not in (None, "none")


def _json(part: str) -> object:
    try:
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None


def headers(text: str) -> Iterator[Found]:
    """What is sent as ``Authorization``: user and password in base64, or a token."""
    lowered = text.lower()
    if not any(scheme in lowered for scheme in ("basic ", "bearer ", "token ", "apikey ")):
        return
    for match in _HEADER.finditer(text):
        value = match["value"]
        if strength.is_placeholder(value):
            continue
        name = match["name"] or match["scheme"].capitalize()
        if match["scheme"].lower() == "basic":
            if _is_login(value):
                yield Found(name, value, *match.span("value"))
        elif strength.is_strong(value) and (match["name"] or match["scheme"].lower() == "bearer"):
            yield Found(name, value, *match.span("value"))


def _is_login(value: str) -> bool:
    """Whether base64 holds a user's name and a password worth keeping."""
    login = decoded_login(value)
    if login is None:
        return False
    user, password = login
    weak = password.lower() in _COMMON_PASSWORDS or password.lower() == user.lower()
    return len(password) >= 6 and not weak and not strength.is_placeholder(password)


def decoded_login(value: str) -> tuple[str, str] | None:
    """User and password from the base64 of ``user:password``; ``None`` where it is anything else."""
    try:
        text = base64.b64decode(value + "=" * (-len(value) % 4), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    user, colon, password = text.partition(":")
    return (user, password) if colon and text.isprintable() else None
