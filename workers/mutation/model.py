"""What a mutation is: edits of a sample that change how the program is written and not what it does.

A sample marks lines that must be found and lines that must not. A mutated sample must be found at the lines that its
edits made of the former, and nowhere among the lines that they made of the latter. For example a helper in between::

    # ruleid: python.subprocess.shell-injection          # ruleid: python.subprocess.shell-injection
    os.system("ls " + request.args["dir"])         →      os.system(_same("ls " + request.args["dir"]))

and ``def _same(value): return value`` elsewhere, whose lines are *of* the marked line: a rule that tells the flaw there
has found it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tree_sitter import Tree


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes ``start`` to ``end`` of a sample are replaced by a text."""

    start: int
    end: int
    text: str
    of: int
    """The marked line (from 1) that the edit belongs to, 0 for none: the lines of ``text`` count as that line."""


@dataclass(frozen=True, slots=True)
class Place:
    """A marked line, and what the edits may touch: the statement that stands there."""

    line: int
    wanted: bool
    """Whether the rule must find it (``ruleid``, ``unsure``), and not leave it alone (``ok``)."""


@dataclass(frozen=True, slots=True)
class Program:
    """A sample, parsed."""

    text: bytes
    tree: Tree
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One way to write the same program otherwise."""

    name: str
    """In words for the table of scores, for example ``a helper in between``."""
    edits: Callable[[Program], Iterator[Edit]]
    """Edits that do not overlap; none where the sample has no such place."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A sample after one mutation."""

    rule: str
    mutation: str
    text: str
    wanted: tuple[frozenset[int], ...]
    """For each line to be found, the lines of ``text`` that count as it. Lines that no edit is of are as they were, and
    are not asked for again."""
    silent: frozenset[int]
    """Lines of ``text`` where nothing may be found: those of ``ok`` that an edit is of."""


Mutations = Mapping[str, Sequence[Mutation]]
"""By language."""

Found = Callable[[Sequence[Mutant]], Iterable[frozenset[int]]]
"""The lines where the mutant's rule was found, for each mutant in order."""
