"""Hands out the large questions of a review to all workers, or says that it is to be made here and now.

A review is made in rounds: what the engine is asked next depends on what it has answered. Round one are the rules about
the head and the sinks of data flows; rounds two and three are the sources of the flows that may be there, and what lies
on their ways. The base is asked about the few rules that found something: that is left to the review itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from redis import Redis

from bot.policy import OwnFlows
from bot.share import Handed, Share
from bot.turnstile import Turnstile, contents_key
from workers.checks.base import Check, Snapshot
from workers.checks.semgrep import Semgrep
from workers.engine.examination import Source
from workers.engine.program import NoEngine
from workers.engine.recording import Question
from workers.reading.rule_files import RuleError
from workers.shares.contents import Contents

PATIENCE = 300.0
"""Seconds without the end of any share after which the review waits no longer, and examines what is missing itself."""
ROUNDS = 3
SHARE = 60_000
"""Characters of one share, unless one text has more: one to two seconds of CPU. So long a small change may wait."""
_MOST = 400
"""Shares in one round; what is left then is handed out in another."""
_AT_ONCE = 20_000
"""Characters of a question that is not worth a share."""
_KEPT_SECONDS = 2 * 3600
"""How long the contents outlive a turnstile that was lost."""
_WRITES = 16


class SharedOut(Exception):
    """The review is to wait for these shares; nothing was examined here."""

    def __init__(self, handed: Handed) -> None:
        super().__init__("its shares are under way")
        self.handed = handed


@dataclass(frozen=True)
class Sharing:
    """Decides for one worker. ``least`` is from how many characters of unexamined code on a change is shared; 0:
    never."""

    redis: Redis
    secret: str = field(repr=False)
    least: int
    share: int = SHARE
    at_once: int = _AT_ONCE

    def before_checks(self, seen: Snapshot, checks: Iterable[Check]) -> None:
        """Returns where the review is to be made now. Raises :class:`SharedOut` where it is to wait, and
        ``RedisError``."""
        turnstile, ref = Turnstile(self.redis), seen.change.ref
        of, before = f"{seen.change.head} {seen.change.merge_base}", turnstile.chord(ref)
        again = before is not None and before.of == of
        if before is not None and again and before.is_waited_for:
            raise SharedOut(Handed(of, before.round))
        if before is not None and before.open:
            turnstile.withdraw(ref)
        check = next((check for check in checks if isinstance(check, Semgrep) and check.slices), None)
        if check is None or not self.least or (before is not None and again and before.is_last):
            return
        if not again and not self._may_be_large(seen):
            return
        try:
            parcels = self._parcels(seen, check, again=again)
        except (NoEngine, RuleError):
            return  # the check says so itself
        if parcels is None:
            return
        chord = uuid4().hex
        shares = [Share(str(ref), chord, number) for number in range(len(parcels.packed))]
        for start in range(0, len(shares), _WRITES):
            with self.redis.pipeline(transaction=False) as pipeline:
                for share in shares[start : start + _WRITES]:
                    sealed = parcels.packed[share.number].sealed(share, self.secret)
                    pipeline.set(contents_key(share), sealed, ex=_KEPT_SECONDS)
                pipeline.execute()
        round_ = (before.round if before is not None and again else 0) + (not parcels.full)
        raise SharedOut(Handed(of, round_, tuple(shares), is_last=round_ >= ROUNDS))

    def _may_be_large(self, seen: Snapshot) -> bool:
        """Whether the changed files have so much text at all."""
        characters = 0
        for file in seen.files:
            characters += len(file.head_text or "")
            if characters >= self.least:
                return True
        return False

    def _parcels(self, seen: Snapshot, check: Semgrep, *, again: bool) -> _Parcels | None:
        """What to hand out; ``None`` where that is too little."""
        if not again:
            first = _Parcels(OwnFlows(), self.share)
            check.ask_ahead(seen, first.count, self.at_once, deep=False)
            if first.characters < self.least:
                return None
        parcels = _Parcels(check.own_flows(seen.policy).flows, self.share)
        check.ask_ahead(seen, parcels.take, self.at_once, deep=True)
        if parcels.characters < self.least:
            return None
        parcels.close()
        return parcels


class _Parcels:
    """Questions as they come, parted by their language and by what they cost."""

    def __init__(self, own: OwnFlows, share: int) -> None:
        self._own = own
        self._share = share
        self._open: dict[tuple[str, bool, frozenset[str] | None], list[Source]] = {}
        self.packed: list[Contents] = []
        self.characters = 0

    @property
    def full(self) -> bool:
        return len(self.packed) >= _MOST

    def count(self, question: Question) -> None:
        self.characters += sum(len(source.text) for source in question.sources)

    def take(self, question: Question) -> None:
        self.count(question)
        for source in question.sources:
            if self.full:
                return
            key = (source.language, question.places, question.only)
            waiting = self._open.setdefault(key, [])
            waiting.append(source)
            if sum(len(each.text) for each in waiting) >= self._share:
                self._pack(key, self._open.pop(key))

    def close(self) -> None:
        for key, sources in self._open.items():
            self._pack(key, sources)
        self._open.clear()

    def _pack(self, key: tuple[str, bool, frozenset[str] | None], sources: Sequence[Source]) -> None:
        _, places, only = key
        self.packed.append(Contents(tuple(sources), only, places, self._own.sanitizers, self._own.sources))
