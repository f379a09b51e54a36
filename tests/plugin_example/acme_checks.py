"""Acme: lines of code that call ``acme.unsafe``. An example of a check in a package of its own."""

from __future__ import annotations

from bot.model import Applied, Area, Aside, ChangedFile, CheckResult, Confidence, Severity, Side
from bot.policy import Policy
from workers.checks.base import CheckRule, Lines, Snapshot, applied, lines_of, nothing_to_read, ran

UNSAFE = CheckRule(
    "acme.unsafe",
    Severity.HIGH,
    Confidence.HIGH,
    Area.INPUT_VALIDATION,
    20,
    "`acme.unsafe` is called",
    "It trusts whatever it is given, so that a request decides what runs.",
    "Call `acme.safe`, which checks its argument.",
)
_APPLIED = applied([UNSAFE])


class Acme:
    """Looks at both sides, and the review keeps what is new."""

    id = "acme"
    port = 1

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        del policy
        return nothing_to_read(file) if file.path.endswith(".py") else Aside.OTHER_KIND

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        del file
        return _APPLIED

    def run(self, snapshot: Snapshot) -> CheckResult:
        found = {
            side: [
                UNSAFE.at(file, Lines(number, number, side))
                for file in snapshot.files
                if file.path.endswith(".py")
                for number, line in enumerate(lines_of(file, side), start=1)
                if "acme.unsafe(" in line
            ]
            for side in Side
        }
        return ran(self, snapshot, found[Side.HEAD], base=found[Side.BASE])
