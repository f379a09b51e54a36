"""What a host's package says of itself: how it is set up, and how it is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from bot.hosts.base import BeforeWrite, EventSource, ReviewHost
from bot.hosts.fields import Fields


@dataclass(frozen=True, slots=True)
class WriteLimits:
    """How many writes one account may send."""

    minute: int
    hour: int


class HostSettings(Protocol):
    """One account on one host."""

    @property
    def name(self) -> str:
        """What events, queue messages and logs call this host."""
        ...

    @property
    def marker_key(self) -> bytes:
        """From :func:`bot.markers.derive_key`."""
        ...

    @property
    def write_limits(self) -> WriteLimits | None:
        """The pace that the host asks for; ``None`` where it asks for none."""
        ...

    @classmethod
    def read(cls, fields: Fields, marker_key: bytes) -> Self | None:
        """The settings of one account, or ``None`` where a field is wrong: then ``fields.problems`` says what."""
        ...


Settings = TypeVar("Settings", bound=HostSettings)


@dataclass(frozen=True, slots=True)
class HostKind(Generic[Settings]):
    """How one kind of host is set up and built."""

    settings: type[Settings]
    build: Callable[[Settings, BeforeWrite], ReviewHost]
    events: Callable[[Settings], EventSource]
    library: str
    """The client that the package imports when it first needs it."""
    remedy: str
    """The variables that set up one host of this kind, as a sentence for people names them."""
    owner: Callable[[str], str]
    """Whose repository it is: jobs of one owner wait in one line, and what the host allows us is counted for it."""
    webhook: str = "/webhooks/{}"
    """Where deliveries go, with the host's name put in."""
