"""What hosts showed to whom, for some minutes: a page asks about all repositories at once, and often."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Collection, Mapping

from bot.access.port import AccessUnknown
from bot.access.session import SignedIn
from bot.hosts.base import HostError, HostUnavailable
from bot.hosts.viewing import Shown, SignInLapsed, Viewing
from bot.sign_in_settings import HOUSE

SECONDS = 300
"""How long an answer is believed: who loses access to a repository is shown it no longer than that."""
_MOST = 5_000
"""People whose answers are kept in one process."""


class Lapsed(AccessUnknown):
    """The person has to sign in again."""


class _Answer:
    """What one host showed to one person."""

    __slots__ = ("asked", "shown", "until", "whole")

    def __init__(self, until: float) -> None:
        self.until = until
        self.asked: set[str] = set()
        self.shown: set[str] = set()
        self.whole = False


class Seen:
    """Asks hosts, each by its name, and remembers. An answer that has run out is never used again, also where the host
    does not answer."""

    def __init__(self, hosts: Mapping[str, Viewing], clock: Callable[[], float] = time.monotonic) -> None:
        self._hosts = hosts
        self._clock = clock
        self._answers: dict[tuple[str, str], _Answer] = {}
        self._lock = threading.Lock()

    def by(self, who: SignedIn, repositories: Collection[str]) -> frozenset[str]:
        """Those of the repositories (``host:name``) that their hosts show this person.

        Raises :class:`AccessUnknown` where a host does not answer, and :class:`Lapsed` where it takes the person's
        token no more.
        """
        found: set[str] = set()
        by_host: dict[str, list[str]] = {}
        for one in repositories:
            host, mark, name = one.partition(":")
            if mark and name and self._speaks_for(who, host):
                by_host.setdefault(host, []).append(name)
        for host, names in sorted(by_host.items()):
            shown = self._of(who, self._hosts[host], names)
            found.update(f"{host}:{name}" for name in names if self._hosts[host].key(name) in shown)
        return frozenset(found)

    def _speaks_for(self, who: SignedIn, host: str) -> bool:
        """Whether an account of this source means anything to the host: its own do, and where it signs nobody in
        itself, those of the house."""
        viewing = self._hosts.get(host)
        if viewing is None:
            return False
        return who.source == host if viewing.oauth else who.source in HOUSE

    def _of(self, who: SignedIn, viewing: Viewing, names: list[str]) -> Collection[str]:
        key = (viewing.name, hashlib.sha256(f"{who.source}\0{who.id}\0{who.proof}".encode()).hexdigest())
        keys = {viewing.key(name): name for name in names}
        with self._lock:
            kept = self._answers.get(key)
            if kept is not None and kept.until <= self._clock():
                del self._answers[key]
                kept = None
            if kept is not None and (kept.whole or kept.asked >= keys.keys()):
                return frozenset(kept.shown)
            wanted = [name for found, name in keys.items() if kept is None or found not in kept.asked]
        answer = _ask(who, viewing, wanted)
        with self._lock:
            into = self._answers.setdefault(key, kept or _Answer(self._clock() + SECONDS))
            into.asked.update(viewing.key(name) for name in wanted)
            into.shown.update(answer.repositories)
            into.whole = into.whole or answer.whole
            while len(self._answers) > _MOST:
                del self._answers[next(iter(self._answers))]
            return frozenset(into.shown)


def _ask(who: SignedIn, viewing: Viewing, names: list[str]) -> Shown:
    try:
        return viewing.shown(who.name, who.proof, names)
    except SignInLapsed as lapsed:
        raise Lapsed(f"{viewing.name} takes your sign-in no more: sign in again") from lapsed
    except HostUnavailable as error:
        raise AccessUnknown(
            f"{viewing.name} does not answer now, so nobody knows what you may see: try again in a minute"
        ) from error
    except HostError as error:
        raise AccessUnknown(
            f"{viewing.name} does not tell what you may see, so nothing is shown: the server's log says why"
        ) from error
