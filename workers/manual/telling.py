"""What a page says of a rule whose own words are put together anew for each place, as those of the guards are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from workers.checks.base import CheckRule
from workers.checks.guards.subject_table import LAST_RESORT, SUBJECTS
from workers.reading.rule_files import Heading

_GUARDS: Final = "guards."
_QUESTIONS: Final = {subject.name: subject.question for subject in (*SUBJECTS, LAST_RESORT)}
_LOST: Final[Mapping[str, str]] = {
    "removed": "Something that was protected is now reached without its protection. "
    "The comment quotes both, and asks: {question}",
    "weakened": "The protection lets through more than before, can be gone around, or comes too late. "
    "The comment quotes it as it was and as it is, and asks: {question}",
    "missing": "Something new has no protection, where what stands beside it has one. "
    "The comment quotes that one, and asks: {question}",
}
_OTHERS: Final[Mapping[str, str]] = {
    "dependencies.known-vulnerability": "The version has a flaw that is published, with its number and what it allows: "
    "the comment quotes both.",
    "integrity.unreviewable-code": "Nobody can review this code as it stands: the comment says why.",
}
_PLACE: Final = re.compile(r" (?:from|in) `\{scope\}`")


def message(rule: Heading | CheckRule) -> str:
    """Why it is bad."""
    subject, _, how = rule.id.removeprefix(_GUARDS).rpartition("-")
    if rule.id.startswith(_GUARDS) and how in _LOST:
        return _LOST[how].format(question=_QUESTIONS[subject])
    return _OTHERS.get(rule.id, rule.message)


def title(rule: Heading | CheckRule) -> str:
    """What is wrong, without the name of a definition."""
    return _PLACE.sub("", rule.title)
