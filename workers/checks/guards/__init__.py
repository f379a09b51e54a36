"""Guards: operations that a change leaves with less protection.

Both sides of a change are read as operations (what writes, sends, renders, runs, returns) and the protections on the
way to each: conditions that refuse, skip or replace a value, calls that check or clean, wrappers and middleware,
settings that a framework obeys, and effects such as a session that is renewed. Definitions are matched by what they do,
whatever they are called and wherever they stand. An operation that the head reaches without a protection, with a weaker
one, by a new way around it or ahead of it is a loss; so is new code that lacks what its siblings carry. What moved to
another place on the way, or was replaced by its equal, is none.

A small model, fitted on real fixes and ordinary commits, decides which losses have a line; the others are told in the
summary, and the same loss in many places is one question. Why a protection was there is asked of the repository's
history: a commit that speaks of security is quoted and makes the loss graver, and that none does lowers nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.knowledge.generated import is_generated
from bot.knowledge.paths import is_not_deployed
from bot.knowledge.protection import SURE_CALL
from bot.model import Applied, Aside, ChangedFile, CheckResult, Confidence, Gap, Side, split_lines
from bot.policy import Policy
from workers.checks.base import NoHistory, Snapshot, applied, nothing_to_read, ran
from workers.checks.guards import comparison, grammar, relevance, wording
from workers.checks.guards.change import Change
from workers.checks.guards.families import matters
from workers.reading.readings import NOTEBOOK, reading_of
from workers.reading.views import View, views

MOST_ON_LINES = 3
"""Of one change: the gravest. The others are told in the summary: they are one question, not ten."""
MOST_ASKED = 2 * MOST_ON_LINES
"""Of one change: losses whose history is looked up."""

RULES = wording.RULES
_APPLIED = frozenset(replace(rule, covers_area=False) for rule in applied(RULES))
"""Guards sees what a change takes away, and nothing of new code."""


class Guards:
    """Removed and weakened checks, escapes, limits, authorisation and verification, in six languages."""

    id = "guards"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        if file.language not in (*grammar.GRAMMARS, NOTEBOOK):
            return Aside.OTHER_KIND
        if policy.keeps_quiet(file.path):
            return Aside.TEST_CODE
        if is_generated(file):  # what a program wrote is guarded by what it was made from
            return Aside.GENERATED
        return Aside.NOT_DEPLOYED if is_not_deployed(file.path) else nothing_to_read(file)

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        del file
        return _APPLIED

    def run(self, snapshot: Snapshot) -> CheckResult:
        wanted = [file for file in snapshot.files if self.aside(file, snapshot.policy) is None]
        seen = {view.file: view for file in wanted for view in views(file, grammar.GRAMMARS)}
        sides = self.sides(seen)
        losses = comparison.losses(sides)
        told = [
            seen[item.loss.sides.file].in_file(wording.finding(item))
            for item in self._told(losses, Change(sides, losses, [*seen, *_others(snapshot, wanted)]), snapshot, seen)
        ]
        told[MOST_ON_LINES:] = [replace(item, confidence=Confidence.LOW) for item in told[MOST_ON_LINES:]]
        gaps = [
            Gap(self.id, f"does not parse as {side.file.language}", side.file.path)
            for side in sides
            if side.unread * 2 > len(split_lines(side.file.head_text or ""))
        ]
        return ran(self, snapshot, told, [*gaps, *self._unread(wanted)], subject="removed guards")

    def _unread(self, files: Iterable[ChangedFile]) -> Iterable[Gap]:
        for file in files:
            problems = {reading_of(file, side, grammar.GRAMMARS).problem for side in Side} - {""}
            if problems:
                yield Gap(self.id, min(problems), file.path)

    def _told(
        self, losses: Iterable[comparison.Loss], change: Change, snapshot: Snapshot, seen: Mapping[ChangedFile, View]
    ) -> list[relevance.Ranked]:
        """All losses that matter, the gravest first, by what they are and by why the protection was there."""
        found = [item for item in relevance.ranked(losses, change) if item.score >= relevance.OBSERVATION]
        asked = [
            # The history knows the lines of the file; those of a notebook's cells are others.
            relevance.weighed(item, snapshot.history if seen[item.loss.sides.file].is_own else NoHistory())
            for item in found[:MOST_ASKED]
        ]
        return sorted([*asked, *found[MOST_ASKED:]], key=lambda item: -item.score)

    def sides(self, files: Iterable[ChangedFile]) -> list[comparison.Sides]:
        """The facts of both sides of the files that concern the check."""
        return comparison.read(list(files), matters, lambda name: bool(SURE_CALL.match(name)))


def _others(snapshot: Snapshot, wanted: Iterable[ChangedFile]) -> list[ChangedFile]:
    """The files that are not compared, which may hold what went from others."""
    compared = {file.path for file in wanted}
    return [file for file in snapshot.files if file.path not in compared]
