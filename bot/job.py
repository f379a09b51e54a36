"""What an event asks for, and the message that says so between the web server and the workers.

A job holds identifiers and hints, no content: the worker reads the change again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from bot.decoding import Misread, decode
from bot.model import ChangeRef

_WIRE_VERSION = 1


class BadJob(Exception):
    """A message that this version cannot read; the message says why."""


@dataclass(frozen=True, slots=True)
class Job:
    """Review one change."""

    ref: ChangeRef
    head: str = ""
    """The head that the event spoke of; a hint."""
    reason: str = ""
    delivery: str = ""
    """The host's id of the delivery, for deduplication; ``""`` where there is none."""
    turn: int = 0
    """The job's number among the jobs of its change, from 1, in the order of queueing. A review that begins after job 3
    was queued covers jobs 1 to 3: what their events reported, the review has read. A job with ``0`` always runs."""

    listens: bool = False
    """Somebody said something to us: what is asked for is obeyed before any review that waits in the queue. Without
    anything asked for, nothing is reviewed."""

    trace: str = ""
    """The span of the delivery, for the worker's: see :func:`bot.telemetry.tracing.carried`."""
    relisted: bool = False
    """All that has changed is a label or the title: see :mod:`bot.relisting`. Whether the job is queued depends on it,
    and nothing after that: the message says nothing of it."""

    def to_wire(self) -> dict[str, str | int]:
        """A JSON object. What is empty and older workers do not know is left out."""
        ref = self.ref
        message: dict[str, str | int] = {
            "version": _WIRE_VERSION,
            "host": ref.host,
            "repository": ref.repository,
            "number": ref.number,
            "head": self.head,
            "reason": self.reason,
            "delivery": self.delivery,
            "turn": self.turn,
        }
        more: dict[str, str | int] = {"group": ref.group, "listens": int(self.listens), "trace": self.trace}
        return message | {name: value for name, value in more.items() if value}

    @classmethod
    def from_wire(cls, message: Mapping[str, object]) -> Job:
        """The job that a message stands for. Raises :class:`BadJob`.

        A field that this version does not know is dropped, so that a newer web server may add hints.
        """
        version = message.get("version")
        if version != _WIRE_VERSION:
            raise BadJob(f"a message of version {version!r}; this worker reads version {_WIRE_VERSION}")
        try:
            read = decode(_Message, dict(message))
        except Misread as misread:
            raise BadJob(str(misread)) from None
        ref = ChangeRef(read.host, read.repository, read.number, read.group)
        return cls(ref, read.head, read.reason, read.delivery, read.turn, bool(read.listens), read.trace)


class _Message(msgspec.Struct, frozen=True):
    host: str
    repository: str
    number: int
    head: str = ""
    reason: str = ""
    delivery: str = ""
    turn: int = 0
    group: str = ""
    listens: int = 0
    trace: str = ""
