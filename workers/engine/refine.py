"""Data flows that the engine takes for possible, tried by an interpreter: the impossible ones are dropped.

The engine names one source of a flow, and its match says nothing of the rule's sanitizers. So it is asked a second
time, only for the files and rules that found something: where all the sources and sanitizers of the rule stand. Whether
anything gets through is for :mod:`workers.values` to say; what is not proven to be impossible stays.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workers.engine.answer import FileAnswer, Match, Place

if TYPE_CHECKING:
    from workers.engine.rules import Rule
    from workers.values.flows import Question, Span

log = logging.getLogger(__name__)

LANGUAGES = frozenset(("python",))
_SIDE_EFFECT = "by-side-effect"
_Search = Mapping[str, Any]
Ask = Callable[[Sequence[_Search], Sequence[str]], Mapping[str, FileAnswer]]
"""Runs searches over the texts of these keys."""


@cache
def version(language: str) -> str:
    """Part of the name of every cached answer: another interpreter may give another answer."""
    if language not in LANGUAGES:
        return ""
    files = [Path(__file__), *sorted((Path(__file__).parents[1] / "values").glob("*.py"))]
    return ":" + hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def refined(
    answers: Mapping[str, FileAnswer], texts: Mapping[str, str], rules: Mapping[str, Rule], ask: Ask
) -> dict[str, FileAnswer]:
    """The answers without the flows that are refuted. ``texts`` are Python, by the keys of ``answers``."""
    flows = {rule.id: _places_of(rule.semgrep) for rule in rules.values() if _can_be_tried(rule.semgrep)}
    wanted = {key: {match.rule for match in answer.matches} & flows.keys() for key, answer in answers.items()}
    keys = sorted(key for key, names in wanted.items() if names and not answers[key].problems)
    searches = {search["id"]: search for key in keys for name in wanted[key] for search in flows[name].values()}
    if not keys:
        return dict(answers)
    found = ask([searches[name] for name in sorted(searches)], keys)
    tried = {
        key: _without_refuted(answers[key], found[key], texts[key], flows) for key in keys if not found[key].problems
    }
    return {**answers, **tried}


def _can_be_tried(search: _Search) -> bool:
    """Whether the rule's matches are the sinks' values themselves, and its sources are values too."""
    return (
        search.get("mode") == "taint"
        and all(_focuses(sink) for sink in search["pattern-sinks"])
        and not any(_SIDE_EFFECT in source or "label" in source for source in search["pattern-sources"])
    )


def _focuses(item: object) -> bool:
    """Whether every match of the pattern is that of one metavariable."""
    if not isinstance(item, Mapping):
        return False
    if "pattern-either" in item:
        return all(_focuses(each) for each in item["pattern-either"])
    return any("focus-metavariable" in each or _focuses(each) for each in item.get("patterns", ()))


def _places_of(search: _Search) -> dict[str, _Search]:
    """A search for each of the rule's lists: its sources, its sanitizers, and those that sanitize by being passed."""
    sanitizers = search.get("pattern-sanitizers", ())
    lists = {
        "sources": search["pattern-sources"],
        "cleaned": [each for each in sanitizers if not each.get(_SIDE_EFFECT)],
        "checked": [each for each in sanitizers if each.get(_SIDE_EFFECT)],
    }
    return {kind: _search(patterns) for kind, patterns in lists.items() if patterns}


def _search(patterns: Iterable[_Search]) -> _Search:
    """Rules that share a list share the search."""
    alternatives = [
        {key: value for key, value in each.items() if key not in (_SIDE_EFFECT, "exact")} for each in patterns
    ]
    name = hashlib.sha256(json.dumps(alternatives, sort_keys=True).encode()).hexdigest()[:16]
    return {
        "id": f"places.{name}",
        "languages": sorted(LANGUAGES),
        "severity": "INFO",
        "message": "a place",
        "pattern-either": alternatives,
    }


def _without_refuted(
    answer: FileAnswer, found: FileAnswer, text: str, flows: Mapping[str, Mapping[str, _Search]]
) -> FileAnswer:
    from workers.values.flows import PythonFile  # late: most reviews find no flow

    offsets = _Offsets(text)
    places: dict[str, set[Span]] = {}
    for match in found.matches:
        places.setdefault(match.rule, set()).add(offsets.span(match.place))
    file = PythonFile(text)
    gone: set[Match] = set()
    for name in sorted({match.rule for match in answer.matches} & flows.keys()):
        matches = {offsets.span(match.place): match for match in answer.matches if match.rule == name}
        question = _question(flows[name], places, frozenset(matches))
        gone.update(matches[span] for span in file.refuted(question))
    return replace(answer, matches=tuple(match for match in answer.matches if match not in gone))


def _question(searches: Mapping[str, _Search], places: Mapping[str, set[Span]], sinks: frozenset[Span]) -> Question:
    from workers.values.flows import Question

    spans = {kind: frozenset(places.get(search["id"], ())) for kind, search in searches.items()}
    nothing: frozenset[Span] = frozenset()
    return Question(spans["sources"], sinks, spans.get("cleaned", nothing), spans.get("checked", nothing))


class _Offsets:
    """Lines and columns of a text as byte offsets."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line.encode("utf-8", "surrogatepass")) + 1)

    def span(self, place: Place) -> Span:
        return self._offset(place.start_line, place.start_col), self._offset(place.end_line, place.end_col)

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + len(self._lines[line - 1][: column - 1].encode("utf-8", "surrogatepass"))
