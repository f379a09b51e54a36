"""What a head shows of its review while it runs, and when it ends without one: no required check waits for ever.

A head is remembered before anything is shown on it, and forgotten once its outcome stands or what it shows is ended. So
whoever comes to the change next, be it for another head, finds what a killed worker or a push has left behind.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.hosts.base import HeadMoved, HostError, HostUnavailable, Publishes
from bot.model import Change, ChangeRef
from bot.redaction import redact

log = logging.getLogger(__name__)

NEWER_HEAD = "a newer head came"


class Heads(Protocol):
    """Remembers which heads show that a review is under way: :class:`bot.shown_heads.ShownHeads`."""

    def add(self, ref: ChangeRef, head: str) -> None: ...

    def of(self, ref: ChangeRef) -> tuple[str, ...] | None:
        """``None`` where nothing is known of the change: it is new, or what was remembered is lost."""
        ...

    def remove(self, ref: ChangeRef, head: str) -> None: ...


@dataclass
class HeadsHere:
    """:class:`Heads` as long as the process lives."""

    _heads: dict[ChangeRef, set[str]] = field(default_factory=dict)

    def add(self, ref: ChangeRef, head: str) -> None:
        self._heads.setdefault(ref, set()).add(head)

    def of(self, ref: ChangeRef) -> tuple[str, ...] | None:
        return tuple(sorted(self._heads.get(ref, ())))

    def remove(self, ref: ChangeRef, head: str) -> None:
        self._heads.get(ref, set()).discard(head)


@dataclass(frozen=True)
class Showing:
    """Shows the course of the reviews of one change. Each method raises what the host raises for passing faults."""

    host: Publishes
    heads: Heads

    @contextmanager
    def under_way(self, change: Change) -> Iterator[None]:
        """Shows that the review of this head has begun, and after the block forgets it: its outcome stands.

        Where a newer head came meanwhile, what is shown is ended. After any other fault it stays: the job is tried
        again, or given up with a word that takes its place.
        """
        with self.perhaps(change):
            self.host.show_started(change)
            yield

    @contextmanager
    def perhaps(self, change: Change) -> Iterator[None]:
        """:meth:`under_way` where it is not known yet whether anything will be published for this head."""
        known = self.end_others(change)
        self.heads.add(change.ref, change.head)
        try:
            yield
        except HeadMoved:
            self._end_or_leave(change, NEWER_HEAD)
            raise
        if change.head not in known or self.host.is_shown(change):  # a killed worker may have shown it before
            self.heads.remove(change.ref, change.head)

    def end(self, change: Change, why: str) -> None:
        """There will be no review of this head: ends what it and earlier heads show. ``why`` is a clause for people."""
        self.end_others(change)
        self.host.withdraw(change, why)
        self.heads.remove(change.ref, change.head)

    def end_others(self, change: Change) -> Sequence[str]:
        """Ends what heads show that are the change's head no more. Gives all that showed something."""
        known: Sequence[str] | None = self.heads.of(change.ref)
        if known is None:
            known = self.host.left_under_way(change)
            for head in known:  # what cannot be ended now is remembered for the next who comes
                self.heads.add(change.ref, head)
        for head in known:
            if head != change.head:
                self._end_or_leave(replace(change, head=head), NEWER_HEAD)
        return known

    def _end_or_leave(self, change: Change, why: str) -> None:
        """What cannot be ended now is left to the next who comes: it must not cost the newer head its review."""
        try:
            self.host.withdraw(change, why)
        except HostUnavailable as error:
            log.warning("%s: what %s shows is left as it is: %s", change.ref, change.head[:7], redact(str(error)))
            return
        except HostError as error:
            log.warning("%s: what %s shows cannot be ended: %s", change.ref, change.head[:7], redact(str(error)))
        self.heads.remove(change.ref, change.head)
