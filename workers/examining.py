"""What the checks saw in a snapshot, from which reviews are assembled: before and after people have decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot import masking, review
from bot.decisions import Decided
from bot.model import CheckResult, Decision, Finding, Review, Side, gravest_first
from bot.review import manual
from workers.checks.base import Check, Snapshot
from workers.runner import run_checks


@dataclass
class Examination:
    """The results of all checks. Assembling costs little: nothing is examined again."""

    seen: Snapshot
    results: Sequence[CheckResult]
    secrets: frozenset[str] = field(repr=False)
    """Values that nobody must be shown."""
    docs_url: str = ""
    """Where people read about rules; ``""`` for nowhere."""

    @classmethod
    def of(cls, seen: Snapshot, checks: Iterable[Check], docs_url: str = "") -> Examination:
        results = run_checks(seen, checks)
        return cls(seen, results, frozenset[str]().union(*(result.secrets for result in results)), docs_url)

    @property
    def unfinished(self) -> str:
        """Which checks failed by a fault of ours that may have passed by the next try, and why; mostly ``""``."""
        return "; ".join(f"{result.run.check}: {result.run.reason}" for result in self.results if result.run.passing)

    def review(
        self,
        decisions: Iterable[Decision] = (),
        today: date = date.min,
        *,
        demoted: Collection[str] = (),
        notices: Iterable[str] = (),
        known: Collection[str] = (),
    ) -> Review:
        """The review under these decisions of people, credentials masked. ``notices`` are said beside the change's;
        findings of the ``known`` fingerprints are not told."""
        seen = self.seen
        decided = Decided(tuple(decisions), today, self._stands_unchanged)
        told = (*seen.change.notices, *notices, *(notice for result in self.results for notice in result.notices))
        unseen = (*seen.left_out, *seen.tree.left_out)
        whole = review.assemble(
            seen.change, seen.all_files, self.results, seen.policy, told, decided, demoted, unseen, known
        )
        # After the assembly: fingerprints and what is new are computed from the whole texts, and stay what they are.
        return manual.linked(masking.masked(whole, self.secrets), self.docs_url)

    def everything(self) -> tuple[Finding, ...]:
        """All findings of the touched files' heads, old ones too, credentials masked, the gravest first."""
        policy = self.seen.policy
        found = dict.fromkeys(finding for result in self.results for finding in result.head)
        wanted = (policy.graded(item) for item in found if policy.wants(item) and not policy.excludes(item.span.path))
        return masking.masked(gravest_first(wanted), self.secrets)

    def _stands_unchanged(self, path: str) -> bool:
        """Whether a path is a file of the head that the change does not touch."""
        return path in self._untouched

    @cached_property
    def _untouched(self) -> frozenset[str]:
        touched = {name for file in self.seen.all_files for name in (file.path, file.old_path) if name}
        return frozenset(self.seen.tree.paths(Side.HEAD)) - touched
