"""What is kept of another scanner's report: frozen, bounded, and readable from JSON again."""

from __future__ import annotations

from typing import Annotated

import msgspec

RULES = "reported."
"""Begins the ids of all rules of other scanners: ``reported.bandit.B602``."""
MOST_RESULTS = 5_000
"""Results of one report that are kept. More are no review that anybody reads."""
MOST_STEPS = 20
"""Steps of one data flow that are kept: its first and its last ones."""
LONGEST_PATH = 1_000
LONGEST_TITLE = 120
LONGEST_MESSAGE = 600
LONGEST_NAME = 60
"""Characters of a tool's or a rule's name."""
LONGEST_SNIPPET = 200

_Line = Annotated[int, msgspec.Meta(ge=1, le=50_000_000)]
_Column = Annotated[int, msgspec.Meta(ge=0, le=50_000_000)]
_Grade = Annotated[int, msgspec.Meta(ge=1, le=3)]


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Lines of a file. Columns are 1-based, the end exclusive; 0 where the tool does not say them."""

    path: str
    """As the tool has it, percent-decoded: from the repository's root, or absolute on the machine that it ran on."""
    start: _Line
    end: _Line
    start_col: _Column = 0
    end_col: _Column = 0


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """One result. Its texts are the tool's, cut, on one line, and as hostile as whoever wrote them."""

    rule: str
    """Letters, digits, ``.``, ``_`` and ``-``."""
    place: Place
    title: str
    message: str
    severity: _Grade
    """The value of a :class:`~bot.model.Severity`."""
    confidence: _Grade
    """The value of a :class:`~bot.model.Confidence`."""
    cwe: Annotated[int, msgspec.Meta(ge=0, le=99_999)] = 0
    page: str = ""
    """Where the tool tells people about its rule."""
    snippet: str = ""
    """How what stands there begins, as the tool says."""
    steps: tuple[Place, ...] = ()
    """The data flow, source first."""
    old: bool = False
    """The tool itself says that it was there before."""
    fingerprint: str = ""
    """Of the tool's partial fingerprints; equal for what the tool takes for one result."""


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """One tool's results for one commit."""

    tool: str
    """The name that the tool gives itself: letters, digits, blanks and ``+._-``."""
    results: tuple[Result, ...]
    version: str = ""
    beside: int = 0
    """Results that say nothing of security, and were left out."""
    unplaced: int = 0
    """Results that name no line of a file, and were left out."""
    over: int = 0
    """Results beyond :data:`MOST_RESULTS`."""

    @property
    def key(self) -> str:
        """The tool's name as ids of rules have it: ``bandit``, ``semgrep-oss``."""
        return tool_key(self.tool)


def tool_key(name: str) -> str:
    """A tool's name in small letters and digits, ``-`` for what else stands in it."""
    parts = "".join(char if char.isascii() and char.isalnum() else " " for char in name.lower()).split()
    return "-".join(parts) or "tool"
