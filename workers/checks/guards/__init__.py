"""Guards: protection that a change removes or weakens.

The change is read as a difference. Of both sides, what protects is collected on the changed lines: conditions that end
in a refusal, calls that check, escape or limit, decorators and middleware, settings, headers, entries of deny lists,
patterns, what a predicate answers. What the head has nowhere any more, in a definition that is still there, is a loss;
what moved, was renamed, turned round or replaced is none. So is what now compares less exactly, asks for less, lets
through what it refused, stands after what it protected, or was taken off a value. A loss is told by what it protected
and by how little took its place: the clear ones on their lines, as a question to the author, the others in the summary;
the same loss in many places is one question. What the change shows in another place (a helper that is called instead,
another name on the same arguments, a look-up through the owner) or gone with its route is no loss. Where it may be made
in another way now (a decorator, another guard with its words, a definition written anew), the summary says so; checks
in the browser, and those of what fails by itself, never have a line either.

Why the protection was there is asked of the repository's history. A commit that speaks of security is quoted. Where no
commit and no word of the protection says what it was for, only a very clear loss has a line; the summary has the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.model import Area, ChangedFile, CheckResult, FileStatus, Gap, split_lines
from bot.policy import Policy
from workers.checks.base import Snapshot, is_generated, ran
from workers.checks.guards import comparison, grammar, relevance, wording
from workers.checks.guards.change import Change
from workers.checks.guards.families import matters
from workers.checks.guards.vocabulary import SURE_CALL

MOST_FINDINGS = 3
"""Of one change: the gravest. More of them are one question, not ten."""
MOST_ASKED = 2 * MOST_FINDINGS
"""Of one change: losses whose history is looked up."""

_ASIDE = re.compile(
    r"(^|/)(docs?|examples?|samples?|benchmarks?|scripts?|migrations|vendor|third_party|node_modules|tests?|testing"
    r"|demos?)/"
    r"|(^|/)(setup|conf|noxfile|tests|fabfile|Gruntfile|gulpfile|webpack[\w.]*|rollup[\w.]*|vite[\w.]*"
    r"|\w+\.config)\.\w+$|\.(d\.ts|min\.js)$"
)
"""Code that no attacker reaches."""


class Guards:
    """Removed and weakened checks, escapes, limits, authorisation and verification, in six languages."""

    id = "guards"
    areas = frozenset(rule.area for rule in wording.RULES) | {Area.INPUT_VALIDATION}

    def wants(self, file: ChangedFile) -> bool:
        is_code = file.language in grammar.GRAMMARS and file.status is not FileStatus.DELETED
        return is_code and not _ASIDE.search(file.path) and not Policy().is_test(file.path)

    def run(self, snapshot: Snapshot) -> CheckResult:
        sides = self.sides(snapshot.files)
        losses = comparison.losses(sides)
        told = [wording.finding(item) for item in self._told(losses, Change(sides, losses, snapshot.files), snapshot)]
        gaps = [
            Gap(self.id, f"does not parse as {side.file.language}", side.file.path)
            for side in sides
            if side.unread * 2 > len(split_lines(side.file.head_text or ""))
        ]
        return ran(self, snapshot, told, gaps, rules=len(wording.RULES))

    def _told(self, losses: Iterable[comparison.Loss], change: Change, snapshot: Snapshot) -> list[relevance.Ranked]:
        """The gravest losses, by what they are and by why the protection was there."""
        found = [item for item in relevance.ranked(losses, change) if item.score >= relevance.OBSERVATION]
        told = [relevance.weighed(item, snapshot.history) for item in found[:MOST_ASKED]]
        return sorted(told, key=lambda item: -item.score)[:MOST_FINDINGS]

    def sides(self, files: Iterable[ChangedFile]) -> list[comparison.Sides]:
        """The facts of both sides of the files that the check wants."""
        # What a program wrote is guarded by what it was made from.
        written = [file for file in files if self.wants(file) and not is_generated(file.head_text or "")]
        return comparison.read(written, matters, lambda name: bool(SURE_CALL.match(name)))
