"""The version of every rule: a digest of what it looks for and what it says.

A rule that people found useless goes to the summary until it is mended; another digest is how that is noticed.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

import msgspec

from workers.checks.base import Check, CheckRule
from workers.engine.rules import load
from workers.reading import rule_files


def digests(checks: Iterable[Check]) -> Mapping[str, str]:
    """Rule → digest, of every rule file and of the rules in the modules of these checks. Reads all rule files: ask once
    a process.

    Of a rule for the engine counts the rule as semgrep gets it, with the lists that rules share; of a rule file for a
    check the whole file; of a rule in a check's module its texts and grades. Raises
    :class:`~workers.reading.rule_files.RuleError`.
    """
    found = {rule.id: _digest(asdict(rule)) for check in checks for rule in _rules(check)}
    for name, document in rule_files.documents(rule_files.root()):
        if rule_files.is_for_a_check(document):
            found[rule_files.check_heading(document, name).id] = _digest(document)
    return found | {rule.id: _digest(rule) for rule in load(rule_files.root())}


def _rules(check: Check) -> Sequence[CheckRule]:
    """What docs/checks.md lists of a check."""
    rules: Sequence[CheckRule] = getattr(sys.modules[type(check).__module__], "RULES", ())
    return rules


def _digest(definition: object) -> str:
    return hashlib.sha256(msgspec.json.encode(definition, order="deterministic")).hexdigest()[:16]
