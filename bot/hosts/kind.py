"""What a host's package says of itself: how it is set up, and how it is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from bot.hosts.base import BeforeWrite, EventSource, ReviewHost
from bot.hosts.fields import Fields
from bot.hosts.viewing import Viewing


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


class Door(Protocol):
    """What the web server needs of one account: no credential of the bot's is in it."""

    @property
    def name(self) -> str:
        """As :attr:`HostSettings.name`."""
        ...

    @property
    def webhook_secret(self) -> str: ...

    @property
    def viewing(self) -> Viewing | None:
        """How people sign in there, or how it is found out what they are shown; ``None`` where that is not set up."""
        ...

    @classmethod
    def read(cls, fields: Fields) -> Self | None:
        """From the fields of a whole account or from the door's alone; ``None`` where a field is wrong."""
        ...

    def fields(self) -> Mapping[str, object]:
        """What :meth:`read` makes the same of."""
        ...


Settings = TypeVar("Settings", bound=HostSettings)


@dataclass(frozen=True, slots=True)
class HostKind(Generic[Settings]):
    """How one kind of host is set up and built."""

    settings: type[Settings]
    build: Callable[[Settings, BeforeWrite], ReviewHost]
    door: type[Door]
    doorway: Callable[[Settings], Door]
    """What of the settings the web server needs."""
    events: Callable[[Any], EventSource]
    """The reader of deliveries, from a door of this kind or from the whole settings."""
    library: str
    """The client that the package imports when it first needs it."""
    remedy: str
    """The variables that set up one host of this kind, as a sentence for people names them."""
    owner: Callable[[str], str]
    """Whose repository it is: jobs of one owner wait in one line, and what the host allows us is counted for it."""
    webhook: str = "/webhooks/{}"
    """Where deliveries go, with the host's name put in."""
