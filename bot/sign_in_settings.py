"""Who may look at the pages and ask the API, and how people say who they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final
from urllib.parse import urlsplit

from bot.hosts.fields import Fields, Problem, address_problem, is_loopback

PREFIX: Final = "PATCHWARDEN_"
HOUSE: Final = ("oidc", "proxy")
"""Sources of people that are no host: no host may have such a name where people sign in by them."""
_FIELDS: Final = (
    "public_url",
    "session_secret",
    "session_secret_file",
    "session_hours",
    "operators",
    "oidc_issuer",
    "oidc_client_id",
    "oidc_client_secret",
    "oidc_client_secret_file",
    "oidc_claim",
    "oidc_label",
    "proxy_header",
    "proxy_addresses",
)
NAMES: Final = frozenset(f"{PREFIX}{name.upper()}" for name in _FIELDS)
_FEWEST = 32
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{2,60}")
_CLAIM = re.compile(r"[A-Za-z0-9_:/.-]{1,100}")
_OPERATOR = re.compile(r"[A-Za-z0-9._-]{1,60}:[^\s,]{1,200}")


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """A provider of OpenID Connect."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str = "preferred_username"
    """Where a person's name stands: one that people cannot choose themselves."""
    label: str = "OpenID Connect"
    """What people call the provider."""


@dataclass(frozen=True, slots=True)
class ProxySettings:
    """A proxy before us that signs people in and names them in a header."""

    header: str
    addresses: tuple[IPv4Network | IPv6Network, ...]
    """From where the header is believed."""


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """Nobody signs in where there is no :attr:`secret`."""

    public_url: str = ""
    """Where people reach us: ``https://warden.example.org``, without a final slash."""
    secret: str = field(default="", repr=False)
    """Signs the cookies and encrypts what nobody may read in them."""
    hours: int = 8
    """How long a sign-in holds."""
    operators: frozenset[str] = frozenset()
    """People who see everything, as ``github:583231``, ``github:alice`` or ``oidc:alice``."""
    oidc: OidcSettings | None = None
    proxy: ProxySettings | None = None

    @property
    def is_on(self) -> bool:
        """Whether people may sign in, with us or before us."""
        return bool(self.secret or self.proxy)

    @property
    def secure(self) -> bool:
        """Whether cookies go over TLS alone; else all of this is on one machine."""
        return self.public_url.startswith("https://")

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> tuple[SignInSettings, tuple[Problem, ...]]:
        """The settings, and what is wrong with them."""
        given = {name: environ.get(_label(name), "") for name in _FIELDS}
        fields = Fields({name: value for name, value in given.items() if value.strip()}, partial(_label))
        found = cls(
            public_url=fields.text("public_url").rstrip("/"),
            secret=fields.secret("session_secret"),
            hours=fields.number("session_hours", 8, low=1, high=168),
            operators=frozenset(fields.words("operators")),
            oidc=_oidc(fields),
            proxy=_proxy(fields),
        )
        for name, text in found._problems():
            if fields.good(name):
                fields.problem(name, text)
        return found, tuple(fields.problems)

    def _problems(self) -> Iterator[tuple[str, str]]:
        """Fields, and what is wrong with each."""
        if self.secret and len(self.secret) < _FEWEST:
            yield "session_secret", f"shorter than {_FEWEST} characters: make one with `openssl rand -hex 32`"
        if self.secret or self.public_url:
            example = "https://warden.example.org"
            if not self.public_url:
                yield "public_url", f"not set: the address at which people reach this server, such as {example}"
            elif wrong := _wrong_address(self.public_url, example):
                yield "public_url", wrong
        if self.oidc and not self.secret:
            yield (
                "session_secret",
                "not set: make one with `openssl rand -hex 32`; it signs the cookies of who signs in",
            )
        for one in sorted(self.operators):
            if not _OPERATOR.fullmatch(one):
                yield "operators", f"{one[:80]!r} names nobody: write source:account, as github:alice or oidc:alice"


def _oidc(fields: Fields) -> OidcSettings | None:
    issuer, client_id = fields.text("oidc_issuer").rstrip("/"), fields.text("oidc_client_id")
    secret, claim = fields.secret("oidc_client_secret"), fields.text("oidc_claim", "preferred_username")
    label = fields.text("oidc_label", "OpenID Connect")
    fields.together("oidc_issuer", "oidc_client_id", "oidc_client_secret")
    if not (issuer or client_id or secret):
        return None
    wrong = address_problem(
        issuer, allow_http=is_loopback(issuer), whose="the provider's", example="https://login.example.org"
    )
    for field_, value, what in (
        ("oidc_issuer", issuer, "the provider's address"),
        ("oidc_client_id", client_id, "what the provider calls this client"),
        ("oidc_client_secret", secret, "the client's secret"),
    ):
        if not value and fields.good(field_):
            fields.problem(field_, f"not set: {what}")
    if wrong and fields.good("oidc_issuer"):
        fields.problem("oidc_issuer", wrong)
    if not _CLAIM.fullmatch(claim):
        fields.problem("oidc_claim", f"{claim[:60]!r} is no claim's name")
    return OidcSettings(issuer, client_id, secret, claim, label[:60])


def _proxy(fields: Fields) -> ProxySettings | None:
    header, words = fields.text("proxy_header"), fields.words("proxy_addresses")
    if not header and not words:
        return None
    networks = []
    for word in words:
        try:
            networks.append(ip_network(word))
        except ValueError:
            fields.problem(
                "proxy_addresses", f"{word[:60]!r} is no address and no network, such as 10.0.0.5 or 10.1.0.0/24"
            )
    if not header:
        fields.problem(
            "proxy_header", "not set: the header in which the proxy names who signed in, such as X-Remote-User"
        )
    elif not _HEADER.fullmatch(header):
        fields.problem("proxy_header", f"{header[:60]!r} is no header's name: letters, digits and hyphens")
    if not words:
        fields.problem(
            "proxy_addresses", "not set: the proxy's own address; from anywhere else anybody could write the header"
        )
    if any(network.num_addresses > 2**24 for network in networks if network.version == 4) or any(
        network.prefixlen < 32 for network in networks if network.version == 6
    ):
        fields.problem("proxy_addresses", "a network of this size is no proxy's address: name the proxy alone")
    return ProxySettings(header, tuple(networks))


def _wrong_address(url: str, example: str) -> str:
    wrong = address_problem(url, allow_http=is_loopback(url), whose="this server's", example=example)
    if wrong:
        return wrong
    return "give the address without a path" if urlsplit(url).path else ""


def _label(name: str) -> str:
    return f"{PREFIX}{name.upper()}"
