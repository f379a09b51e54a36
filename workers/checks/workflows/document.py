"""One side of a file of continuous integration, and the findings in it. A part of the workflows check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import ChangedFile, Confidence, Finding, Side
from workers.checks.base import CheckRule, Lines


@dataclass(frozen=True, slots=True)
class Document:
    """One side of one file: a workflow, an action, a pipeline, jobs."""

    file: ChangedFile
    side: Side

    @property
    def text(self) -> str:
        return self.file.text(self.side) or ""

    def at(
        self,
        rule: CheckRule,
        line: int,
        identity: str | None = None,
        *,
        words: Mapping[str, str] | None = None,
        confidence: Confidence | None = None,
        excerpt: str | None = None,
    ) -> Finding:
        """The finding of a rule at a line of this side; see :meth:`~workers.checks.base.CheckRule.at`."""
        return rule.at(
            self.file,
            Lines(line, line, self.side),
            words=words,
            identity=identity,
            confidence=confidence,
            excerpt=excerpt,
        )
