"""How a review is worded for GitHub; the words themselves are those of :mod:`bot.render.markdown`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.model import Observation, Review


class Annotation(Protocol):
    """One annotation of a check run; ``level`` is notice, warning or failure."""

    @property
    def path(self) -> str: ...
    @property
    def start_line(self) -> int: ...
    @property
    def end_line(self) -> int: ...
    @property
    def level(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def message(self) -> str: ...


class CheckOutput(Protocol):
    """What a check run says."""

    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def annotations(self) -> Sequence[Annotation]: ...


class Dialect(Protocol):
    """Pure texts without a marker: the host stamps them."""

    def summary(self, review: Review, *, moved: frozenset[str] = ...) -> str:
        """``moved`` are fingerprints whose comment GitHub refused: they are shown here in full."""
        ...

    def line_comment(self, observation: Observation) -> str: ...

    def closed_comment(self, original_body: str, *, commit: str, moved_to: Observation | None = ...) -> str:
        """The comment as it reads once its observation is no longer true at ``commit``."""
        ...

    def check_output(self, review: Review, *, moved: frozenset[str] = ..., aside: str = ...) -> CheckOutput:
        """``aside`` is said in the title, after the verdict."""
        ...
