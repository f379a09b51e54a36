"""The places of a taint rule: searches for its lists alone, and where they match in a text.

Whoever follows data on their own account (:mod:`workers.engine.dataflow`) asks the engine for the places only.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.engine.results import FileAnswer

if TYPE_CHECKING:
    from workers.engine.rules import Rule, Search

SIDE_EFFECT = "by-side-effect"
_PREFIX = "places."
_ANY_CALL = re.compile(r"(?:new )?\$[A-Z_]+\(\.\.\.\)")
_IS_LITERAL = re.compile(r"[`/][^$]")
"""A command in backticks, a regular expression: a value as a whole, whatever is put into it."""
_IN_BACKTICKS = {"metavariable-regex": {"metavariable": "$TICK", "regex": "^`"}}
"""The same in PHP, where the engine reads it as a call."""
_READ_HERE = (SIDE_EFFECT, "exact")
_METAVARIABLE = re.compile(r"\$(?:\.\.\.)?[A-Z]")
"""What a message names that says what the engine found: a dollar alone may be an operator of Mongo."""


@dataclass(frozen=True, slots=True)
class FlowRule:
    """A rule about a data flow, with a search for each of its lists."""

    rule: Rule
    searches: Mapping[str, Search]
    """By the list: ``sources`` and ``sinks``; ``marks``, variables that hold a source from there on; ``cleaned``,
    expressions that give out harmless values; ``calls``, the same for any call but some, where it is no source;
    ``checked``, expressions that check a variable; and ``cleaned by name`` and ``checked by name``, sanitizers of which
    only a name is known, e.g. ``sanitize(...)``. What is ``exactly cleaned`` says nothing of the parts of it."""

    @property
    def doubts_places(self) -> bool:
        """Whether a name alone speaks against some of its sources or sinks."""
        strict = self.rule.strict
        return strict is not None and any(
            strict[key] != self.rule.semgrep[key] for key in ("pattern-sources", "pattern-sinks")
        )

    @property
    def starts(self) -> frozenset[str]:
        """The names of the searches without a match of which there is no flow."""
        return frozenset(self.searches[kind]["id"] for kind in STARTS if kind in self.searches)

    @staticmethod
    def of(rule: Rule) -> FlowRule:
        """The searches of a rule that can be followed."""
        sanitizers = rule.semgrep.get("pattern-sanitizers", ())
        whole = rule.strict or rule.semgrep
        strict = whole.get("pattern-sanitizers", ())
        by_name = [each for each in sanitizers if each not in strict]
        plain = [each for each in strict if not each.get(SIDE_EFFECT)]
        sources = whole["pattern-sources"]
        lists = {
            "sources": [each for each in sources if not each.get(SIDE_EFFECT)],
            "marks": [each for each in sources if each.get(SIDE_EFFECT)],
            "sinks": whole["pattern-sinks"],
            "cleaned": [each for each in plain if not _is_any_call(each) and not each.get("exact")],
            "exactly cleaned": [each for each in plain if not _is_any_call(each) and each.get("exact")],
            "calls": [each for each in plain if _is_any_call(each)],
            "checked": [each for each in strict if each.get(SIDE_EFFECT)],
            "cleaned by name": [each for each in by_name if not each.get(SIDE_EFFECT) and not each.get("exact")],
            "exactly cleaned by name": [each for each in by_name if not each.get(SIDE_EFFECT) and each.get("exact")],
            "checked by name": [each for each in by_name if each.get(SIDE_EFFECT)],
        }
        return FlowRule(rule, {kind: _search(patterns, rule.languages) for kind, patterns in lists.items() if patterns})


STARTS = ("sources", "marks")
"""The lists of where data comes from."""
ENDS = (*STARTS, "sinks")
"""With those of where it does harm: without a match of both there is no flow."""


def can_be_followed(search: Search, *, marks: bool = False) -> bool:
    """Whether sources and sinks of the rule are values. ``marks``: a source may be marked by side effect, too."""
    return (
        search.get("mode") == "taint"
        and all(_focuses(sink) for sink in search["pattern-sinks"])
        and not any("label" in source for source in search["pattern-sources"])
        and (marks or not any(SIDE_EFFECT in source for source in search["pattern-sources"]))
        and not _METAVARIABLE.search(search["message"])
    )


def _is_any_call(item: Search) -> bool:
    return any(_ANY_CALL.fullmatch(str(each.get("pattern", ""))) for each in item.get("patterns", ()))


def _focuses(item: object) -> bool:
    """Whether every match of the pattern is that of one metavariable, e.g. by ``focus-metavariable: $X``."""
    if not isinstance(item, Mapping):
        return False
    if "pattern-either" in item:
        return all(_focuses(each) for each in item["pattern-either"])
    if _IN_BACKTICKS in item.get("patterns", ()):
        return True
    if _IS_LITERAL.match(str(item.get("pattern", ""))):
        return True
    return any("focus-metavariable" in each or _focuses(each) for each in item.get("patterns", ()))


def _search(patterns: Iterable[Search], languages: Sequence[str]) -> Search:
    """A search for the patterns; rules that share a list share the search, whose name is the list's hash."""
    alternatives = [{key: value for key, value in each.items() if key not in _READ_HERE} for each in patterns]
    name = hashlib.sha256(json.dumps(alternatives, sort_keys=True).encode()).hexdigest()[:16]
    return {
        "id": named(name),
        "languages": list(languages),
        "severity": "INFO",
        "message": "a place",
        "pattern-either": alternatives,
    }


def named(what: str) -> str:
    """The name of a search for places, by a hash of what it searches for."""
    return f"{_PREFIX}{what[:16]}"


def unique(searches: Iterable[Search]) -> list[Search]:
    """One search of each name, in their order."""
    by_name = {search["id"]: search for search in searches}
    return [by_name[name] for name in sorted(by_name)]


def is_place(rule: str | None) -> bool:
    """Whether an answer's rule is a search for places."""
    return rule is not None and rule.startswith(_PREFIX)


def without_places(answer: FileAnswer) -> FileAnswer:
    """The answer about the rules, without the matches of the searches for places."""
    return FileAnswer(
        tuple(match for match in answer.matches if not is_place(match.rule)),
        tuple(problem for problem in answer.problems if not is_place(problem.rule)),
    )
