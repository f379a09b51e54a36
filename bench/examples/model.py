"""An example of somebody else: a text with the lines that its authors call unsafe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ANYWHERE = 0
"""The line of a mark whose line is not known: a finding anywhere in the text finds it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One text and what its authors say of it."""

    path: str
    """In the tool's repository; of an example inside another file, that file and a number."""
    text: str
    unsafe: Mapping[int, str]
    """Line (from 1) → what the tool calls the weakness there. A finding of ours on the line, or up to two lines away in
    the same statement, finds it; :data:`ANYWHERE` where only the text is marked."""
    is_safe: bool = False
    """Whether the authors say that the whole text has nothing to be told."""


Reader = Callable[[Path], Iterable[Example]]
"""The examples in a clone (a bare git directory) of a tool's repository."""
