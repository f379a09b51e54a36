"""What credentials look like, and what only looks like one. A part of the secrets check.

The shapes come from the providers' own documentation of their token formats. Every pattern's group ``value`` is what
must never be shown.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections import Counter
from dataclasses import dataclass

from bot.model import Severity


@dataclass(frozen=True, slots=True)
class Shape:
    """A provider's token format. ``hint`` is a literal that every such token holds: the cheap test that goes first."""

    provider: str
    hint: str
    pattern: re.Pattern[str]
    severity: Severity = Severity.HIGH


def _shape(provider: str, hint: str, pattern: str, severity: Severity = Severity.HIGH) -> Shape:
    return Shape(provider, hint, re.compile(rf"(?<![A-Za-z0-9_-])(?P<value>{pattern})(?![A-Za-z0-9])"), severity)


PROVIDERS = (
    _shape("AWS access key", "AKIA", r"AKIA[A-Z2-7]{16}", Severity.MEDIUM),
    _shape("AWS temporary access key", "ASIA", r"ASIA[A-Z2-7]{16}", Severity.LOW),
    _shape("GitHub token", "gh", r"gh[pousr]_[A-Za-z0-9]{36,251}"),
    _shape("GitHub token", "github_pat_", r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    _shape("GitLab token", "gl", r"gl(?:pat|dt|rt|ptt|cbt|soat|ft|imt|agent)-[A-Za-z0-9_-]{20,64}"),
    _shape("Slack token", "xox", r"xox[abeoprs]-(?:\d+-)?[A-Za-z0-9-]{20,200}"),
    _shape("Slack app token", "xapp-", r"xapp-\d-[A-Z0-9]+-\d+-[a-f0-9]{40,}"),
    _shape("Slack webhook", "hooks.slack.com", r"https://hooks\.slack\.com/services/T\w{7,}/B\w{7,}/\w{20,}"),
    _shape("Discord webhook", "discord", r"https://discord(?:app)?\.com/api/webhooks/\d{16,20}/[\w-]{60,}"),
    _shape("Stripe live key", "k_live_", r"[sr]k_live_[A-Za-z0-9]{20,247}"),
    _shape("Google API key", "AIza", r"AIza[A-Za-z0-9_-]{35}", Severity.MEDIUM),
    _shape("Google OAuth client secret", "GOCSPX-", r"GOCSPX-[A-Za-z0-9_-]{28}"),
    _shape("npm token", "npm_", r"npm_[A-Za-z0-9]{36}"),
    _shape("package index token", "pypi-", r"pypi-AgE[A-Za-z0-9_-]{60,}"),
    _shape("RubyGems token", "rubygems_", r"rubygems_[a-f0-9]{48}"),
    _shape("SendGrid key", "SG.", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    _shape("Anthropic key", "sk-ant-", r"sk-ant-[a-z0-9]+-[A-Za-z0-9_-]{80,}"),
    _shape("OpenAI key", "T3BlbkFJ", r"sk-[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}"),
    _shape("Hugging Face token", "hf_", r"hf_[A-Za-z]{34}"),
    _shape("DigitalOcean token", "do", r"do[opr]_v1_[a-f0-9]{64}"),
    _shape("Docker Hub token", "dckr_", r"dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,}"),
    _shape("Shopify token", "shp", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    _shape("Vault token", "hvs.", r"hvs\.[A-Za-z0-9_-]{24,}"),
    _shape("Atlassian token", "ATATT3", r"ATATT3[A-Za-z0-9_=-]{180,}"),
    _shape("Azure storage key", "AccountKey=", r"(?<=AccountKey=)[A-Za-z0-9+/]{86}=="),
    _shape("age secret key", "AGE-SECRET-KEY-1", r"AGE-SECRET-KEY-1[A-Z0-9]{58}"),
    _shape("Postman key", "PMAK-", r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}"),
    _shape("Databricks token", "dapi", r"dapi[a-f0-9]{32}"),
    _shape("Linear key", "lin_api_", r"lin_api_[A-Za-z0-9]{40}"),
    _shape("Twilio key", "SK", r"SK[a-f0-9]{32}", Severity.MEDIUM),
)
PEM = re.compile(r"-----BEGIN (?P<kind>[A-Z ]*)PRIVATE KEY(?: BLOCK)?-----(?P<rest>.*)")
PEM_BODY = re.compile(r"(?:\\n|\\r|[\"'+\s])*(?P<value>[A-Za-z0-9+/=]{40,})")
JWT = re.compile(r"\b(?P<value>eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,})")
AWS_SECRET = re.compile(r"(?<![A-Za-z0-9/+=])(?P<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])")
URL_PASSWORD = re.compile(
    r"\b(?P<scheme>[a-z][a-z0-9+.-]{1,20})://(?P<user>[^\s:/@\"'<>]*):(?P<value>[^\s:/@\"'<>]{4,100})@(?P<host>[^\s/:\"'?]+)"
)

_NAMED = (
    r"[\w.-]*?(?:passw(?:or)?d|passphrase|pwd|secret|token|api_?-?key|access_?-?key|auth_?-?key|private_?-?key"
    r"|encryption_?-?key|signing_?-?key|master_?-?key|credentials?)(?:_?(?:key|value|id|prod|production|live|\d))?"
)
ASSIGNED = re.compile(
    rf"""(?<![\w.-])["']?(?P<name>{_NAMED})["']?\s*\]?\s*(?::\s*\w+\s*=|:=|=>|=(?!=)|:)\s*[brfu]?"""
    r"""(?P<quote>["'`])(?P<value>[^"'`\s]{8,200})(?P=quote)""",
    re.IGNORECASE,
)
BARE_ASSIGNED = re.compile(
    rf"^\s*(?:export\s+)?(?P<name>{_NAMED})\s*[=:]\s*(?P<value>[^\s\"'#]{{8,200}})\s*$", re.IGNORECASE
)
NOT_A_SECRET_NAME = re.compile(
    r"(?:^|_|\b)(?:eos|bos|pad|unk|sep|cls|csrf_?token_?name|next_?page|page|continuation|sync|tokenizer)_?token"
    r"|(?:public|primary|foreign|sort|partition)_?key|token_?(?:type|name|url|uri)|secret_?name|password_?field",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"example|change_?-?me|replace|your|placeholder|dummy|fake|sample|redacted|todo|fixme|insert|foobar|mock|xxx|\.\.\."
    r"|test|s3cr3t|p4ssw0rd|passw0rd|letmein|not-?a|none|null|undefined|abcdef|qwerty|12345|98765|deadbeef|00000|aaaaa",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"^[$<%{\[(@!]|\$\{|\{\{|%\(|%s|\{[\w.!:]*\}|\(\)|^(?:os|env|process|vault|arn|ref|ssm|op)[.:]|://|^/|^\.{1,2}/"
)
_WORDS = re.compile(r"^[A-Za-z]+(?:[ _.:/-][A-Za-z]+)*[.:!?]?$")
_COMMON_PASSWORDS = frozenset(
    {"postgres", "postgresql", "password", "passwd", "root", "admin", "secret", "guest", "user", "pass", "mysql"}
    | {"mongo", "redis", "rabbitmq", "changeme"}
)
_NEAR_HOSTS = re.compile(
    r"^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\b|server\b|db\b|[$<{%])|\bexample\b|\.(?:test|invalid|local)$"
)


def entropy(text: str) -> float:
    """Shannon entropy in bits per character."""
    total = len(text)
    return -sum(count / total * math.log2(count / total) for count in Counter(text).values()) if total else 0.0


def is_placeholder(value: str) -> bool:
    """Whether a value only stands for a secret: an example, a template field, a reference, plain words."""
    return bool(
        _PLACEHOLDER.search(value)
        or _REFERENCE.search(value)
        or _WORDS.match(value)
        or len(set(value)) < len(value) / 4
    )


def is_random_token(value: str) -> bool:
    """Whether the part after a provider's prefix is random enough to have been issued (not a sample in a comment)."""
    tail = re.split(r"[_\-./]", value)[-1] or value
    tail = tail if len(tail) >= 16 else value[4:]
    return entropy(tail) >= (2.8 if re.fullmatch(r"[a-f0-9]+", tail) else 3.0) and not _PLACEHOLDER.search(value)


def is_strong(value: str) -> bool:
    """Whether a value looks made by a machine: long, digits and letters mixed, no words."""
    mixed = bool(re.search(r"\d", value) and re.search(r"[A-Za-z]", value))
    return mixed and len(value) >= 16 and entropy(value) >= 3.5 and not re.search(r"[a-z]{7,}|[A-Z]{7,}", value)


def is_name(value: str) -> bool:
    """Whether a value is words and numbers with separators between, as files, migrations and styles are named."""
    parts = re.split(r"[_\-]+", value)
    return len(parts) >= 3 and all(re.fullmatch(r"\d+|[A-Z]?[a-z]+|[A-Z]+", part) for part in parts)


def is_password_like(value: str) -> bool:
    """Whether a value could be what a person types as a password, rather than a name or a sentence."""
    kinds = sum(bool(re.search(kind, value)) for kind in (r"[a-z]", r"[A-Z]", r"\d", r"[^\w.\-/:]"))
    return kinds >= 3 and entropy(value) >= 2.8


def is_real_url_password(user: str, password: str, host: str) -> bool:
    """Whether a URL's password is one worth keeping: not a default of a local service, not a template field."""
    common = password.lower() in _COMMON_PASSWORDS or password.lower() == user.lower()
    return not (common or is_placeholder(password) or _NEAR_HOSTS.search(host)) and entropy(password) >= 2.0


def is_signed_token(value: str) -> bool:
    """Whether a JSON Web Token's header says an algorithm, so that it is a token and not something like one."""
    header = value.split(".")[0]
    try:
        document = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    except (binascii.Error, ValueError):
        return False
    return isinstance(document, dict) and document.get("alg") not in (None, "none")
