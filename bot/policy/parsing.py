"""The text of a ``.patchwarden.yml`` → what it says. A mistake costs the setting that it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot import bounded_yaml
from bot.bounded_yaml import Node, Pairs
from bot.model import Decision, DecisionSource, Severity
from bot.policy.compound import Values
from bot.policy.kinds import MOST_MISTAKES, Mistake, Mistakes, TooMany, shown
from bot.policy.model import OwnFlows, Section
from bot.policy.shape import FILE, FOLDER

PATH = ".patchwarden.yml"

BOUNDS = bounded_yaml.Bounds(size=64_000, depth=10, values=5_000)
"""The most that a policy file may be: larger than any that people write, small enough to be read at once."""
_INTEGRITY = "integrity."
"""How the ids of the rules of review integrity begin."""


class PolicyError(ValueError):
    """Nothing of the file can be used; the message names the place, what stands there and the remedy.

    ``line`` is 0 where the file as a whole is meant, ``reason`` the message without the place.
    """

    def __init__(self, where: str, line: int, reason: str) -> None:
        super().__init__(f"{where}{f', line {line}' if line else ''}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a file: ``text`` is a clause for people."""

    where: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.where}, line {self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """What one file says."""

    where: str = PATH
    """For people: its path, and for a file of another repository which one."""
    folder: str = ""
    """The folder that it speaks of, with a final slash; ``""`` is the whole repository."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Its settings by name, as their kinds read them."""
    whole: Section = field(default_factory=lambda: Section(PATH))
    """What it says of all paths below it."""
    sections: tuple[Section, ...] = ()
    decisions: tuple[Decision, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def flows(self) -> OwnFlows:
        return OwnFlows(*(self.texts(name) for name in ("sanitizers", "sources", "sinks")))

    def texts(self, name: str) -> tuple[str, ...]:
        """A setting that is a list of texts."""
        return tuple(self.values.get(name, ()))

    def lists(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """A setting that is a mapping to lists of texts."""
        found = self.values.get(name)
        return {key: tuple(value) for key, value in found.values.items()} if isinstance(found, Values) else {}


def read(text: str, where: str = PATH, folder: str = "") -> PolicyFile:
    """Reads a file's text. Raises :class:`PolicyError` where it is no YAML, too large or no mapping: then nothing of it
    is applied."""
    shape = FOLDER if folder else FILE
    mistakes = Mistakes()
    try:
        found = shape.read(_document(text, where), "", mistakes)
        whole = _section(found, where, folder)
        sections = tuple(_section(item, where, folder) for item in found.values.get("paths", ()))
        if folder:
            _leave_integrity((whole, *sections), mistakes)
    except TooMany:
        raise PolicyError(where, 0, f"there are more than {MOST_MISTAKES} mistakes in the file") from None
    return PolicyFile(
        where,
        folder,
        found.values,
        whole,
        sections,
        tuple(_decision(item, where) for item in found.values.get("decisions", ())),
        tuple(Problem(where, mistake.line, str(mistake)) for mistake in mistakes.all),
    )


def _document(text: str, where: str) -> Node:
    if "\0" in text:
        raise PolicyError(where, 1, "it is not written in UTF-8 (but in UTF-16, say): save it in UTF-8")
    try:
        document = bounded_yaml.with_lines(text, BOUNDS)
    except bounded_yaml.Refused as error:
        remedy = f": {error.remedy}" if error.remedy else ""
        raise PolicyError(where, error.line or 0, f"{shown(error.reason, 200)}{remedy}") from error
    if document is None or (isinstance(document, bounded_yaml.Scalar) and document.value is None):
        return Pairs(1, ())
    if not isinstance(document, Pairs):
        raise PolicyError(where, document.line, f"the file must be {FILE.wanted}")
    return document


def _section(found: Values, where: str, folder: str) -> Section:
    """What a section of ``paths`` says, or the file itself: that has no ``match``."""
    return Section(
        where,
        folder,
        match=found.values.get("match"),
        exclude=found.values.get("exclude", ()) if "match" in found.values else (),
        areas=frozenset(areas) if (areas := found.values.get("areas", ())) else None,
        minimum_severity=found.values.get("minimum-severity"),
        severities=found.values.get("severity", ()),
        disabled_rules=found.values.get("disable-rules", ()),
        tests_quiet=found.values.get("tests"),
        test_paths=found.values.get("test-paths", ()),
        thresholds=_thresholds(found),
        lines=tuple(found.lines.items()),
    )


def _thresholds(found: Values) -> tuple[tuple[str, Severity | None], ...]:
    if "fail-on" not in found.values:
        return ()
    said = found.values["fail-on"]
    if isinstance(said, Values):
        return tuple(said.values.items())
    return (("check", said), ("vote", said))


def _decision(found: Values, where: str) -> Decision:
    return Decision(
        fingerprint=found.values.get("id", ""),
        rule="",
        path=found.values.get("path", ""),
        by=found.values.get("by", ""),
        at=0,
        reason=found.values.get("because", ""),
        kind=found.values.get("as"),
        until=found.values.get("until"),
        change=where,
        source=DecisionSource.POLICY,
    )


def _leave_integrity(sections: tuple[Section, ...], mistakes: Mistakes) -> None:
    """Says where a folder's file speaks of review integrity: it is not heard."""
    for section in sections:
        lines = dict(section.lines)
        for setting, globs in (
            ("disable-rules", section.disabled_rules),
            ("severity", tuple(glob for glob, _ in section.severities)),
        ):
            for glob in globs:
                if glob.startswith(_INTEGRITY):
                    said = f"`{setting}` names `{shown(glob)}`; a folder's file has no say in review integrity"
                    mistakes.append(Mistake(lines[setting], f"{said}: write it into the file at the root"))
