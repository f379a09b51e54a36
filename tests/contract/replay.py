"""Answers of a fake host, recorded once and given again, one of them altered: what a host never sends may arrive."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Place = tuple[str | int, ...]
Steps = Sequence[Callable[[], object]]
REMOVED = object()
"""Stands for a field that is not there."""
STRANGE: tuple[object, ...] = (
    REMOVED,
    None,
    True,
    -1,
    0,
    10**30,
    1.5,
    "",
    "x",
    "../..",
    "\ud800",
    [],
    [None],
    ["x"],
    {},
    {"id": None},
)


@dataclass
class Replay:
    """What a host answered to each request, by the request's name."""

    recorded: dict[str, Any] = field(default_factory=dict)
    altered: dict[str, Any] = field(default_factory=dict)
    """Given once instead: a page that says again and again that another follows would have no end."""

    def record(self, request: str, answer: object) -> None:
        self.recorded.setdefault(request, copy.deepcopy(answer))

    def answer(self, request: str) -> Any:
        """Raises :class:`KeyError` for what was never asked."""
        if request in self.altered:
            return self.altered.pop(request)
        return copy.deepcopy(self.recorded[request])

    def places(self) -> list[tuple[str, Place]]:
        """Every value of every answer. Links are left out: there are many, and none is read."""
        return [(request, path) for request, answer in self.recorded.items() for path in _paths(answer)]

    def alter(self, request: str, path: Place, value: object) -> None:
        self.altered = {request: _with(self.recorded[request], path, value)}


def _paths(answer: object, path: Place = ()) -> Iterator[Place]:
    yield path
    items: Any = answer.items() if isinstance(answer, dict) else enumerate(answer) if isinstance(answer, list) else ()
    for name, value in items:
        if not str(name).endswith(("url", "_at", "node_id")):
            yield from _paths(value, (*path, name))


def _with(answer: Any, path: Place, value: object) -> Any:
    if not path:
        return None if value is REMOVED else value
    changed = copy.deepcopy(answer)
    inner = changed
    for name in path[:-1]:
        inner = inner[name]
    if value is REMOVED:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return changed
