"""Sample: lines that say `sample`.

The smallest check that there is: the module, its rules and its class.
"""

from __future__ import annotations

from bot.model import Applied, Area, Aside, ChangedFile, CheckResult, Confidence, Severity
from bot.policy import Policy
from workers.checks.base import CheckRule, Snapshot, added, applied, nothing_to_read, ran

WORD = CheckRule(
    "sample.word", Severity.LOW, Confidence.HIGH, Area.LOGGING, 0, "The word `sample`", "It stands here.", "Delete it."
)
RULES = (WORD,)
_APPLIED = applied(RULES)


class Sample:
    """Added lines with the word ``sample``."""

    id = "sample"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        return nothing_to_read(file)

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        return _APPLIED

    def run(self, snapshot: Snapshot) -> CheckResult:
        lines = ((file, number) for file in snapshot.files for number, line in added(file) if "sample" in line)
        return ran(self, snapshot, [WORD.at(file, number) for file, number in lines])
