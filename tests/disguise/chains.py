"""Chains of disguises, reviewed many at a time."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.disguise.disguises import DISGUISES
from tests.disguise.flaws import FLAWS, Flaw
from tests.disguise.planted import Planted, is_found, is_said, reviewed
from tests.disguise.table import Disguise
from workers.checks.base import Check

MOST_TOGETHER = 150
"""Flaws in one repository."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A flaw and what disguises it, in the table's order."""

    flaw: Flaw
    disguises: tuple[Disguise, ...]

    def __str__(self) -> str:
        return f"{self.flaw.name} · {' · '.join(disguise.name for disguise in self.disguises) or 'undisguised'}"

    def planted(self) -> Planted | None:
        """``None`` where one of the disguises does not apply to what those before it made."""
        planted = Planted.plain(self.flaw)
        for disguise in self.disguises:
            if not disguise.applies(planted):
                return None
            planted = disguise.apply(planted)
        return planted


def singles(flaws: Iterable[Flaw] = FLAWS, disguises: Iterable[Disguise] = DISGUISES) -> Iterator[Chain]:
    """Each flaw under each disguise that applies to it."""
    for flaw in flaws:
        plain = Planted.plain(flaw)
        yield from (Chain(flaw, (disguise,)) for disguise in disguises if disguise.applies(plain))


def drawn(seed: random.Random, longest: int = 3) -> Chain:
    """A chain by chance."""
    while True:
        flaw = seed.choice(FLAWS)
        chosen: dict[str, Disguise] = {}
        for disguise in seed.sample(DISGUISES, seed.randint(2, 12)):
            chosen.setdefault(disguise.slot, disguise)
        ordered = sorted(list(chosen.values())[:longest], key=DISGUISES.index)
        chain = Chain(flaw, tuple(ordered))
        if chain.planted() is not None:
            return chain


def silent(chains: Sequence[Chain], checks: Sequence[Check]) -> list[Chain]:
    """Those chains whose flaw is neither found nor said to be unread. Each is tried alone before it counts."""
    suspects = []
    for batch in _batches(chains):
        with tempfile.TemporaryDirectory(prefix="disguise-") as folder:
            planted = [_within(chain, f"s{n}", alone=len(batch) == 1) for n, chain in enumerate(batch)]
            review = reviewed(Path(folder) / "app", planted, checks)
        suspects += [
            chain
            for chain, each in zip(batch, planted, strict=True)
            if not (is_found(review, each) or is_said(review, each))
        ]
    return [chain for chain in suspects if is_silent(chain, checks)]


def is_silent(chain: Chain, checks: Sequence[Check]) -> bool:
    """The property's opposite, for one chain in a repository of its own."""
    planted = chain.planted()
    assert planted is not None
    with tempfile.TemporaryDirectory(prefix="disguise-") as folder:
        review = reviewed(Path(folder) / "app", [planted], checks)
    return not (is_found(review, planted) or is_said(review, planted))


def shortest(chain: Chain, checks: Sequence[Check]) -> Chain:
    """The silent chain without the disguises that it does not need."""
    for disguise in chain.disguises:
        shorter = Chain(chain.flaw, tuple(other for other in chain.disguises if other is not disguise))
        if shorter.planted() is not None and is_silent(shorter, checks):
            return shortest(shorter, checks)
    return chain


def _within(chain: Chain, folder: str, *, alone: bool) -> Planted:
    planted = chain.planted()
    assert planted is not None, chain
    return planted if alone else planted.within(folder)


def _batches(chains: Sequence[Chain]) -> Iterator[list[Chain]]:
    """Chains that can share a repository together; what speaks of the repository as a whole shares it with its like."""
    apart: dict[tuple[str, ...], list[Chain]] = {}
    for chain in chains:
        planted = chain.planted()
        assert planted is not None, chain
        key = tuple(d.name for d in chain.disguises if d.slot in _WHOLE) if planted.needs_a_repository else ()
        apart.setdefault(key, []).append(chain)
    for group in apart.values():
        for start in range(0, len(group), MOST_TOGETHER):
            yield group[start : start + MOST_TOGETHER]


_WHOLE = frozenset({"attributes", "ignoring", "messages", "policy"})
"""Slots whose disguises may speak of the repository as a whole."""
