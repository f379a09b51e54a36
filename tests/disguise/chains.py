"""Chains of disguises: which are tried, and what is wrong with the review of each."""

from __future__ import annotations

import itertools
import random
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.disguise.disguises import DISGUISES
from tests.disguise.flaws import FLAWS, Flaw
from tests.disguise.planted import Planted, fate, reviewed, shown
from tests.disguise.table import Disguise
from workers.checks.base import Check

_AND = " · "
MOST_TOGETHER = 75
"""Flaws in one repository."""
MOST_GUARDS = 4
"""Guards in one repository: the same check that goes in many places is one question."""
_WHOLE = frozenset({"attributes", "ignoring", "messages", "policy", "beside"})
"""Slots whose disguises may speak of the repository as a whole."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A flaw and what disguises it, in the table's order."""

    flaw: Flaw
    disguises: tuple[Disguise, ...] = ()

    def __str__(self) -> str:
        return _AND.join((self.flaw.name, *(disguise.name for disguise in self.disguises)))

    def planted(self, number: int | None = None) -> Planted | None:
        """``None`` where one of the disguises does not apply to what those before it made.

        With a number, what a guard protects gets a name of its own, so that the guard of one does not look like the
        guard of another that moved.
        """
        flaw = self.flaw
        if number is not None and flaw.check == "guards":
            flaw = replace(flaw, diff=flaw.diff.replace("erver", f"erver{number}"))
        planted = Planted.plain(flaw)
        for disguise in self.disguises:
            if not disguise.applies(planted):
                return None
            planted = disguise.apply(planted)
        return planted

    def and_then(self, disguise: Disguise) -> Chain | None:
        """The chain with one more disguise, if they go together."""
        if disguise.slot in {other.slot for other in self.disguises}:
            return None
        longer = Chain(self.flaw, tuple(sorted((*self.disguises, disguise), key=DISGUISES.index)))
        return longer if longer.planted() is not None else None

    def shorter(self) -> Iterator[Chain]:
        """The chains that have one disguise less."""
        for disguise in self.disguises:
            chain = Chain(self.flaw, tuple(other for other in self.disguises if other is not disguise))
            if chain.planted() is not None:
                yield chain


def singles(*, sampled: bool) -> list[Chain]:
    """Each flaw under each disguise that applies to it; ``sampled``: as often as the table wants."""
    chains = []
    for number, disguise in enumerate(DISGUISES):
        flaws = [flaw for flaw in FLAWS if disguise.applies(Planted.plain(flaw))]
        if sampled and disguise.most is not None and len(flaws) > disguise.most:
            # Every row begins elsewhere, so that all flaws have their turn.
            step = len(flaws) / disguise.most if disguise.most else 1
            flaws = [flaws[(number * 7 + int(turn * step)) % len(flaws)] for turn in range(disguise.most)]
        chains += [Chain(flaw, (disguise,)) for flaw in flaws]
    return chains


def is_known(chain: Chain, known: Collection[str]) -> bool:
    """Whether a line names the chain, or its flaw and some of its disguises."""
    flaw, *disguises = str(chain).split(_AND)
    lines = (line.split(_AND) for line in known)
    return any(line[0] == flaw and set(disguises).issuperset(line[1:]) for line in lines)


def covering(known: Collection[str], longest: int = 3) -> list[Chain]:
    """Few chains that hold every sampled pair of a flaw and a disguise but those that are ``known``, and each flaw by
    itself. Equal on every run."""
    plain = [Chain(flaw) for flaw in FLAWS]
    wanted: dict[Flaw, list[Disguise]] = defaultdict(list)
    for chain in singles(sampled=True):
        if not is_known(chain, known):
            wanted[chain.flaw].extend(chain.disguises)
    chains = []
    for flaw, disguises in wanted.items():
        open_: list[Chain] = []
        for disguise in disguises:
            longer = None
            for index, chain in enumerate(open_):
                longer = chain.and_then(disguise) if len(chain.disguises) < longest else None
                if longer is not None:
                    open_[index] = longer
                    break
            if longer is None:
                open_.append(Chain(flaw, (disguise,)))
        chains += open_
    return [chain for chain in (*plain, *chains) if not is_known(chain, known)]


def drawn(seed: random.Random, longest: int = 3) -> Chain:
    """A chain by chance."""
    while True:
        chain = Chain(seed.choice(FLAWS))
        for disguise in seed.sample(DISGUISES, 40):
            if disguise.most is not None and disguise.most < 3 and seed.random() < 0.9:
                continue  # costly
            if len(chain.disguises) < longest:
                chain = chain.and_then(disguise) or chain
        if chain.disguises:
            return chain


def failing(batch: Sequence[Chain], checks: Sequence[Check]) -> dict[Chain, str]:
    """What is wrong with the review of each flaw; those with nothing wrong are left out.

    The flaws of a batch stand in one repository to save time. One that is missed there is tried again by itself: beside
    others of its kind a removed check may rightly count as moved.
    """
    if len(batch) == 1:
        planted = [_planted(batch[0])]
    else:
        planted = [_planted(chain, number).within(f"s{number}") for number, chain in enumerate(batch)]
    with tempfile.TemporaryDirectory(prefix="disguise-") as folder:
        review = reviewed(Path(folder) / "app", planted, checks)
    fates = [fate(review, each) for each in planted]
    missed = {chain: wrong for chain, wrong in zip(batch, fates, strict=True) if wrong}
    if len(batch) == 1:
        return missed
    return {chain: wrong for each in missed for chain, wrong in failing([each], checks).items()}


def explained(chain: Chain, checks: Sequence[Check]) -> str:
    """What is the least that is needed for the silence, and the two trees of it."""
    wrong = failing([chain], checks)
    least = shortest(chain, checks)
    planted = _planted(least)
    parts = [f"{least}: {wrong[chain]}", *([] if least is chain else [f"  shortened from {chain}"])]
    for side, files in (("base", planted.base_files()), ("head", planted.head_files())):
        parts += [f"  {side} {shown(path.lstrip('/'))} ({len(content):,} bytes)" for path, content in files.items()]
    lines = planted.write_head(planted.head).decode("utf-8", "backslashreplace").split("\n")
    for line, run in itertools.groupby(lines[:2_000]):
        times = len(list(run))
        parts.append(f"  | {line[:100]}{'…' if len(line) > 100 else ''}{f'  ({times} times)' if times > 1 else ''}")
    return "\n".join(parts[:60])


def shortest(chain: Chain, checks: Sequence[Check]) -> Chain:
    """The failing chain without the disguises that it does not need."""
    for shorter in chain.shorter():
        if failing([shorter], checks):
            return shortest(shorter, checks)
    return chain


def _planted(chain: Chain, number: int | None = None) -> Planted:
    planted = chain.planted(number)
    assert planted is not None, chain
    return planted


def batches(chains: Sequence[Chain]) -> Iterator[list[Chain]]:
    """Chains that can share a repository; what speaks of the repository as a whole shares it with its like."""
    groups: dict[tuple[str, ...], list[Chain]] = defaultdict(list)
    for chain in chains:
        whole = [disguise.name for disguise in chain.disguises if disguise.slot in _WHOLE]
        groups[tuple(whole) if _planted(chain).needs_a_repository else ()].append(chain)
    for group in groups.values():
        guards = [chain for chain in group if chain.flaw.check == "guards"]
        # A copy of what one lost would answer for the others.
        copied = [chain for chain in guards if "attic" in {disguise.slot for disguise in chain.disguises}]
        yield from _parts(copied, 1)
        guards = [chain for chain in guards if chain not in copied]
        others = [chain for chain in group if chain.flaw.check != "guards"]
        yield from _parts(others, MOST_TOGETHER)
        yield from _parts(sorted(guards, key=lambda chain: _turn(chain, guards)), MOST_GUARDS)


def _turn(chain: Chain, chains: Sequence[Chain]) -> int:
    """How many chains of the same flaw stand before it: neighbours are of different languages."""
    return sum(other.flaw == chain.flaw for other in chains[: chains.index(chain)])


def _parts(chains: Sequence[Chain], most: int) -> Iterator[list[Chain]]:
    for start in range(0, len(chains), most):
        yield list(chains[start : start + most])
