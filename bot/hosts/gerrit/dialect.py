"""How a review is worded for Gerrit; the words themselves are those of :mod:`bot.render.gerrit`."""

from __future__ import annotations

from typing import Protocol

from bot.model import Observation, Review


class Dialect(Protocol):
    """Pure texts without a marker: the host stamps them. Limits are in UTF-8 bytes."""

    def summary(self, review: Review, *, moved: frozenset[str] = ..., limit: int = ...) -> str:
        """``moved`` are fingerprints whose comment Gerrit refused: they are shown here in full."""
        ...

    def line_comment(self, observation: Observation) -> str: ...

    def patch_set_comment(self, observation: Observation) -> str:
        """The same for one that stands on no line: it has to say where it looks."""
        ...

    def closed_reply(self, *, commit: str, moved_to: Observation | None = ...) -> str:
        """The reply that resolves a thread whose observation is no longer true at ``commit``."""
        ...
