"""Secrets: credentials in the lines that a change adds, and in what its commits say.

A provider's token or a private key is told with confidence, an assignment of something random to a name like
``password`` with less, a bare random string only in the summary. What base64 wraps is unwrapped. No value is ever
shown: an excerpt has its mask, a fingerprint has its hash. A secret that the change only moves is old.
"""

from __future__ import annotations

from dataclasses import replace

from bot.model import Applied, Aside, ChangedFile, CheckResult, Gap, Side
from bot.policy import Policy
from workers.checks.base import Snapshot, applied, nothing_to_read, ran
from workers.checks.secrets.places import Hit, Hits
from workers.checks.secrets.rules import RULES

_APPLIED = applied(RULES)


class Secrets:
    """Credentials in added lines: provider tokens, private keys, passwords in addresses and assignments."""

    id = "secrets"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        del policy  # a live credential in a test is a leaked one
        return nothing_to_read(file)

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        del file
        return _APPLIED

    def run(self, snapshot: Snapshot) -> CheckResult:
        old = [hit for file in snapshot.files for hit in Hits(file, Side.BASE, snapshot.policy)]
        new, gaps = list[tuple[ChangedFile, Hit]](), list[Gap]()
        for file in (*snapshot.files, *snapshot.messages):
            if file.head_text is not None:
                hits = Hits(file, Side.HEAD, snapshot.policy)
                new += [(file, hit) for hit in hits]
                gaps += [Gap(self.id, hits.given_up, file.path, partly=True)] if hits.given_up else []
        known = {hit.digest for hit in old}
        findings = [hit.finding(file) for file, hit in new if hit.digest not in known]
        result = ran(self, snapshot, findings, gaps)
        values = frozenset(value for hit in (*old, *(hit for _, hit in new)) for value in hit.values)
        return replace(result, secrets=values)
