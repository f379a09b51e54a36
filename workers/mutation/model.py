"""What a mutation is: edits of a sample that change how the program is written and not what it does.

A sample marks lines that must be found and lines that must not. A mutated sample must be found at the lines that its
edits made of the former, and nowhere among the lines that they made of the latter. For example a helper in between::

    # ruleid: python.subprocess.shell-injection          # ruleid: python.subprocess.shell-injection
    os.system("ls " + request.args["dir"])         →      os.system(same_7("ls " + request.args["dir"]))

and ``def same_7(value): return value`` elsewhere, whose lines are *of* the marked line: a rule that tells the flaw
there has found it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

Span = tuple[int, int]
"""Bytes: the first, and the one behind the last."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes ``start`` to ``end`` of a sample are replaced by a text."""

    start: int
    end: int
    text: str
    of: int = 0
    """The marked line (from 1) that the edit belongs to, 0 for none: the lines of ``text`` count as that line. The
    edits of one line are made all or none."""


@dataclass(frozen=True, slots=True)
class Place:
    """A marked line of a sample."""

    line: int
    wanted: bool
    """Whether the rule must find it (``ruleid``, ``unsure``), and not leave it alone (``ok``)."""
    hit: Span | None = None
    """What the rule finds there in the sample itself; ``None`` where that is not known."""


@dataclass(frozen=True, slots=True)
class Program:
    """A sample, parsed."""

    language: str
    text: bytes
    tree: Tree
    places: tuple[Place, ...]

    def source(self, node: Node) -> str:
        """The text of a node."""
        return self.text[node.start_byte : node.end_byte].decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Mutation:
    """One way to write the same program otherwise."""

    name: str
    """In words for the table of scores, for example ``a helper in between``."""
    edits: Callable[[Program], Iterator[Edit]]
    """None where the sample has no such place. Edits that overlap others before them are left out."""
    whole: bool = False
    """Whether the edits concern the program as a whole: then every marked line is asked for, else those that an edit is
    of."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A marked line, and the lines of the mutant that count as it."""

    line: int
    lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A sample after one mutation."""

    mutation: str
    text: str
    wanted: tuple[Asked, ...]
    """The rule must be found at one of the lines of each."""
    silent: tuple[Asked, ...]
    """And at none of these."""


Mutations = Mapping[str, Sequence[Mutation]]
"""By language."""
