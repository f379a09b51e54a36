"""Where verdicts are announced: addresses that the operator sets, and never one out of a change or an event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from bot.hosts.fields import Fields, Problem, is_loopback

PREFIX: Final = "PATCHWARDEN_ANNOUNCE_"
_FEWEST = 16


@dataclass(frozen=True, slots=True)
class AnnounceSettings:
    """Nothing is announced where there is no address."""

    url: str = field(default="", repr=False)
    """Gets JSON, signed with ``secret``."""
    secret: str = field(default="", repr=False)
    slack_url: str = field(default="", repr=False)
    """Gets Slack's form; who knows the address may write there."""
    everything: bool = False
    """Also changes that never had a defect or a gap."""

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> tuple[AnnounceSettings, tuple[Problem, ...]]:
        """The settings, and what is wrong with them."""
        names = ("url", "secret", "secret_file", "slack_url", "slack_url_file", "clean")
        given = {name: environ.get(f"{PREFIX}{name.upper()}", "") for name in names}
        fields = Fields({name: value for name, value in given.items() if value.strip()}, partial(_label))
        found = cls(fields.text("url"), fields.secret("secret"), fields.secret("slack_url"), fields.flag("clean"))
        for name, text in found.problems():
            if fields.good(name):
                fields.problem(name, text)
        return found, tuple(fields.problems)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Fields, and what is wrong with each."""
        if self.url and len(self.secret) < _FEWEST:
            state = "shorter than 16 characters" if self.secret else "not set"
            yield "secret", f"{state}: by it the receiver knows what is ours; make one with `openssl rand -hex 32`"
        for name, url in (("url", self.url), ("slack_url", self.slack_url)):
            if url and (why := _wrong(url)):
                yield name, why


def _label(field: str) -> str:
    return f"{PREFIX}{field.upper()}"


def _wrong(url: str) -> str:
    """What keeps an address from being used. It is not quoted: it may be a secret itself."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "not a URL"
    if not parts.hostname or port == 0:
        return "not a URL"
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(url)):
        return "must begin with https://"
    if parts.username or parts.password:
        return "must be without a user's name and password"
    return ""
