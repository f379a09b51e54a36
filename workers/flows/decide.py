"""The door: some files and where the rules' lists match in them; out come the flows from a source to a sink."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workers.flows.about import About
from workers.flows.languages import GRAMMARS, lowered
from workers.flows.names import Files
from workers.flows.places import Lists, Places, located, places_of
from workers.flows.program import Span
from workers.flows.values import Spot
from workers.flows.world import STEPS, World
from workers.reading import syntax

log = logging.getLogger(__name__)
__all__ = ["LANGUAGES", "About", "Flow", "Spot", "in_file", "refuted"]

LANGUAGES = frozenset(GRAMMARS)


@dataclass(frozen=True, slots=True, order=True)
class Flow:
    """Data of a source gets to a sink of a rule."""

    sink: Spot
    rule: int
    """The number of the rule among those that were asked about."""
    source: Spot
    way: tuple[Spot, ...] = ()
    """The calls between source and sink, in the order of the data."""
    doubtful: bool = False
    """A function on the way is by its name a check or a cleaner, e.g. ``sanitize(x)``."""


@dataclass(frozen=True, slots=True)
class Found:
    """The flows of some files, in the order of their sinks."""

    flows: tuple[Flow, ...] = ()
    is_whole: bool = True
    """Whether nothing was left out for its size."""
    waiting: tuple[tuple[Spot, str], ...] = ()
    """Functions whose callers decide what reaches a sink: where each stands, and its name."""


def in_file(language: str, text: str, rules: Sequence[Lists], about: About, steps: int = STEPS) -> Found:
    """The flows of one file. ``rules``: where the lists of each rule match."""
    module, tree = lowered("", language, text), syntax.parse(language, text)
    if module is None or tree is None:
        return Found()
    places = places_of(tree.root_node, text.encode("utf-8", "surrogatepass"), rules)
    return between(Files({"": module}), {"": places}, about, steps)


def refuted(
    language: str,
    text: str,
    rules: Sequence[Lists],
    about: About,
    sinks: Sequence[tuple[int, Span]],
    steps: int = STEPS,
) -> frozenset[tuple[int, Span]]:
    """The sinks of some rules (by number, with the span) that provably no source of the file reaches."""
    module, tree = lowered("", language, text), syntax.parse(language, text)
    if module is None or tree is None or tree.root_node.has_error or not module.is_whole:
        return frozenset()
    if _JUMPS.search(text):
        return frozenset()
    data = text.encode("utf-8", "surrogatepass")
    places = places_of(tree.root_node, data, rules)
    world = World(Files({"": module}), {"": places}, about, steps=steps, strict=True)
    try:
        reached = world.run()
    except Exception:  # an error here must not cost what the engine found
        log.exception("flows are not refuted")
        return frozenset()
    if world.gave_up:
        return frozenset()
    masks: dict[Spot, int] = {}
    for each in reached:
        masks[each.sink] = masks.get(each.sink, 0) | each.hit.mask
    seen = {(spot.start, spot.end) for spot in world.visited}
    unseen = sum(
        1 << number
        for number in range(about.count)
        if any(
            mask & 1 << number and span not in seen for span, mask in (*places.sources.items(), *places.marks.items())
        )
    )
    open_ = places.unclear | unseen
    lost = [ref.function.span for ref in world.lost.values()]
    if any(span == (0, 0) for span in lost):
        return frozenset()
    found = set()
    for number, span in sinks:
        nodes = [(node.start_byte, node.end_byte) for node in located(tree.root_node, data, span)]
        is_clean = all(
            each in seen
            and not any(start <= each[0] < end for start, end in lost)
            and not masks.get(Spot("", *each), 0) & 1 << number
            for each in nodes
        )
        if nodes and is_clean and not open_ & 1 << number:
            found.add((number, span))
    return frozenset(found)


_JUMPS = re.compile(r"\bgoto\b|^[^\S\n]*+\w+:\s*(?:for|while|do|\{)|\beval\(|\bwith\s*\(", re.MULTILINE)
"""What goes on elsewhere than the program here says."""


def between(files: Files, places: Mapping[str, Places], about: About, steps: int = STEPS) -> Found:
    """The flows of some files together."""
    world = World(files, places, about, steps=steps)
    try:
        reached = world.run()
    except Exception:  # an error here must not cost what the engine found
        log.exception("flows through functions are not followed")
        return Found(is_whole=False)
    flows = [
        Flow(each.sink, number, each.source, (*each.hit.via, *each.hit.chain), doubtful)
        for each in reached
        for number, doubtful in _rules(each.hit.mask, about.count)
    ]
    return Found(tuple(sorted(flows)), not world.gave_up, world.waiting())


def _rules(mask: int, count: int) -> Iterator[tuple[int, bool]]:
    """The rules in a mask, each with whether a name speaks against it."""
    for number in range(count):
        if mask & 1 << number:
            yield number, not mask & 1 << number + count
