"""What is known of a function from outside: what its inputs reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workers.flows.values import EMPTY, Label, Spot, Value

MOST_HITS = 200
"""Flows from inputs to sinks that one function's summary holds."""
MOST_CHAIN = 6
"""Calls between a source and a sink that a flow's way names."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Data of a label reaches a sink."""

    mask: int
    via: tuple[Spot, ...]
    """The calls that the data came back from."""
    chain: tuple[Spot, ...] = ()
    """The calls that it went through on the way down to the sink, the outermost first."""


@dataclass(slots=True)
class Summary:
    """Of one function."""

    result: Value = EMPTY
    hits: dict[tuple[Label, Spot], Hit] = field(default_factory=dict)
    """By the label of an input and the sink."""
    stores: Mapping[int, Mapping[str, Value]] = field(default_factory=dict)
    """By the input: the fields that the function gives values to."""

    def says_the_same(self, other: Summary) -> bool:
        """Whether a caller learns nothing new from the other."""
        return (
            self.result == other.result
            and self.stores == other.stores
            and {key: hit.mask for key, hit in self.hits.items()} == {key: hit.mask for key, hit in other.hits.items()}
        )


NOTHING = Summary()
