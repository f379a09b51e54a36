"""The rules that checks search for, read from their files in ``rules/`` when first asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import overload

from workers.checks.base import CheckRule
from workers.reading import rule_files
from workers.reading.rule_files import Document


def check_rule(name: str, document: Document) -> CheckRule:
    """What a rule file tells people. Raises :class:`~workers.reading.rule_files.RuleError`."""
    written = rule_files.check_heading(document, name)
    return CheckRule(
        id=written.id,
        severity=written.severity,
        confidence=written.confidence,
        area=written.area,
        cwe=written.cwe,
        title=written.title,
        message=written.message,
        remedy=written.remedy,
        references=written.references,
        several=written.several,
    )


@cache
def rules_of(technology: str) -> Mapping[str, CheckRule]:
    """The rules of a folder of ``rules/`` that checks search for, by the names of their files.

    Raises :class:`~workers.reading.rule_files.RuleError`.
    """
    return {name.rpartition("/")[2].removesuffix(".yaml"): rule for name, rule in _read(technology)}


def _read(technology: str = "") -> Iterator[tuple[str, CheckRule]]:
    for name, document in rule_files.documents(rule_files.root(), technology):
        if rule_files.is_for_a_check(document):
            yield name, check_rule(name, document)


class CheckRules(Sequence[CheckRule]):
    """All rules of one check, in the order of their ids; no file is read before somebody asks."""

    def __init__(self, check: str) -> None:
        self._check = check

    @cached_property
    def _rules(self) -> tuple[CheckRule, ...]:
        own = (rule for _, rule in _read() if rule.id.startswith(f"{self._check}."))
        return tuple(sorted(own, key=lambda rule: rule.id))

    @overload
    def __getitem__(self, index: int) -> CheckRule: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[CheckRule]: ...
    def __getitem__(self, index: int | slice) -> CheckRule | Sequence[CheckRule]:
        return self._rules[index]

    def __len__(self) -> int:
        return len(self._rules)
