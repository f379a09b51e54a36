"""Many texts through the engine in batches, so that what is slow, hostile or too much costs itself alone.

A batch that breaks or does not end is tried again by halves, down to the one text that breaks it, and after all others:
the texts beside it do not wait for it. When the time is up, what was examined stands and the rest is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, Protocol, TypeVar

from workers.engine.budgets import NOT_REACHED
from workers.engine.invoke import Limits
from workers.engine.results import BadAnswer, FileAnswer, Problem, ProblemKind
from workers.processes import sandbox, stopping


class Item(Protocol):
    """A text with a name of its own."""

    @property
    def key(self) -> str: ...

    @property
    def text(self) -> str: ...


ItemT = TypeVar("ItemT", bound=Item)
Answers = dict[str, FileAnswer]


@dataclass(frozen=True, slots=True)
class Batch(Generic[ItemT]):
    """Texts that share a process, and who examines them."""

    items: tuple[ItemT, ...]
    ask: Callable[[Sequence[ItemT], Limits], Answers]
    """Raises what the sandbox raises, and :class:`~workers.engine.results.BadAnswer`."""

    @property
    def cost(self) -> tuple[int, str]:
        """What it is ordered by: the batches of small texts go first, so that the time reaches most files."""
        return max(len(item.text) for item in self.items), self.items[0].key

    def halves(self) -> Iterator[Batch[ItemT]]:
        middle = len(self.items) // 2
        yield replace(self, items=self.items[:middle])
        yield replace(self, items=self.items[middle:])


_WORTH_A_PROCESS = 40_000
"""Characters. Below that, starting a second process costs more than it saves."""
_MOST_TOGETHER = 24
"""Texts in one process: so many wait for a text that does not end."""
_MOST_SMALL = 96
"""Texts in one process that together would not be worth a second one: else most of what they cost is its start."""


def shared_out(
    items: Sequence[ItemT], jobs: int, ask: Callable[[Sequence[ItemT], Limits], Answers]
) -> list[Batch[ItemT]]:
    """Batches for ``jobs`` processes at a time: of about the same size where one round does it, else of texts of about
    the same size.

    Separate processes, because the engine's own ``-j`` runs threads whose garbage collections wait for each other: on a
    busy machine it was up to four times slower than one process (measured with 1.182).
    """
    by_size = sorted(items, key=lambda item: (len(item.text), item.key))
    count = min(jobs, len(items), max(1, sum(len(item.text) for item in items) // _WORTH_A_PROCESS))
    one_round = len(items) <= count * _MOST_TOGETHER
    shares = _balanced(by_size[::-1], count) if one_round else list(_in_turn(by_size))
    return [Batch(tuple(share), ask) for share in shares if share]


def _in_turn(by_size: Sequence[ItemT]) -> Iterator[list[ItemT]]:
    """One share after the other, of the smallest texts first."""
    share, size = list[ItemT](), 0
    for item in by_size:
        is_small = len(item.text) * _MOST_TOGETHER <= _WORTH_A_PROCESS >= size + len(item.text)
        if len(share) >= (_MOST_SMALL if is_small else _MOST_TOGETHER):
            yield share
            share, size = [], 0
        share.append(item)
        size += len(item.text)
    yield share


def _balanced(items: Sequence[ItemT], count: int) -> list[list[ItemT]]:
    """The largest text first, each to the share that is the smallest so far."""
    shares: list[list[ItemT]] = [[] for _ in range(count)]
    for item in items:
        min(shares, key=lambda share: sum(len(each.text) for each in share)).append(item)
    return shares


def examined(
    batches: Sequence[Batch[ItemT]], limits: Limits, keep: Callable[[Answers], None] = lambda _: None
) -> Answers:
    """The answer for each text of all batches. ``keep`` gets answers as soon as they are known, in any thread."""
    answers: Answers = {}
    waiting = sorted(batches, key=lambda batch: batch.cost)
    result = stopping.inherited(partial(_result, limits=limits, keep=keep))
    with ThreadPoolExecutor(limits.jobs, thread_name_prefix="engine") as pool:
        while waiting:
            results = list(pool.map(result, waiting))
            waiting = [batch for _, again in results for batch in again]
            for found, _ in results:
                answers |= found
    return answers


def _result(
    batch: Batch[ItemT], limits: Limits, keep: Callable[[Answers], None]
) -> tuple[Answers, Sequence[Batch[ItemT]]]:
    """What is known of the batch now, and what to try again."""
    if limits.is_over:
        return {item.key: NOT_REACHED for item in batch.items}, ()
    try:
        answers = batch.ask(batch.items, limits)
    except sandbox.ProcessTimeout:
        problem = Problem(ProblemKind.UNREACHED, "was not examined: it took too long", lost=True)
    except (BadAnswer, sandbox.ProcessFailed) as error:
        problem = Problem(ProblemKind.ENGINE, f"was not examined: {error}", lost=True)
    else:
        keep(answers)
        return answers, ()
    if limits.is_over:  # whatever came of it: the time was up before it could be tried alone
        return {item.key: NOT_REACHED for item in batch.items}, ()
    if len(batch.items) > 1:
        return {}, tuple(batch.halves())
    return {batch.items[0].key: FileAnswer(problems=(problem,))}, ()
