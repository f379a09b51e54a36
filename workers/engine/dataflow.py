"""Data flows of a language that we can interpret: the engine says what stands where, the interpreter what gets there.

First the engine looks for the sources alone: most files have none, and their flow rules are done with. For the others
it runs the flow rules, and it tells where their sinks and sanitizers stand. Then :mod:`workers.taint` decides: a flow
that it follows to a sink is told, also where the engine lost it; one that it proves impossible is dropped; and what is
beyond it stays as the engine said.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workers.engine.doubt import Ask
from workers.engine.results import FileAnswer, Match, Step, joined
from workers.reading.places import Lines, Place

if TYPE_CHECKING:
    from workers.engine.rules import Rule
    from workers.taint.decide import Flow, PythonFile, Question, Span

log = logging.getLogger(__name__)

LANGUAGES = frozenset(("python",))
_SIDE_EFFECT = "by-side-effect"
_ANY_CALL = re.compile(r"\$[A-Z_]+\(\.\.\.\)")
_Search = Mapping[str, Any]


@cache
def version(language: str) -> str:
    """Part of the name of every cached answer: another interpreter may give another answer."""
    if language not in LANGUAGES:
        return ""
    files = [Path(__file__), *sorted((Path(__file__).parents[1] / "taint").rglob("*.py"))]
    return ":" + hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def examined(
    ask: Ask, rules: Sequence[Rule], texts: Mapping[str, str], own: Mapping[str, Set[str]]
) -> dict[str, FileAnswer]:
    """The answers of all rules, by the keys of the texts. ``own`` names the rules that concern each text."""
    flows = {rule.id: _FlowRule.of(rule) for rule in rules if _can_be_followed(rule.semgrep)}
    searches = [rule.semgrep for rule in rules if rule.id not in flows]
    first = ask([*searches, *_unique(rule.searches["sources"] for rule in flows.values())], texts)
    present = {key: _present(answer, flows) & own[key] for key, answer in first.items()}
    further = {key: text for key, text in texts.items() if present[key]}
    answers = {key: _own(answer) for key, answer in first.items()}
    if further:
        wanted = [flows[name] for name in sorted({name for key in further for name in present[key]})]
        places = _unique(search for rule in wanted for kind, search in rule.searches.items() if kind != "sources")
        second = ask([*(rule.rule.semgrep for rule in wanted), *places], further)
        for key, text in further.items():
            decided = _decided(text, joined(first[key], second[key]), [flows[name] for name in sorted(present[key])])
            answers[key] = joined(answers[key], decided)
    return answers


@dataclass(frozen=True, slots=True)
class _FlowRule:
    """A rule about a data flow, with a search for each of its lists."""

    rule: Rule
    searches: Mapping[str, _Search]
    """``sources``, ``sinks``; where it has such sanitizers ``cleaned``, ``calls`` (any call but some: never a source)
    and ``checked``; and what is taken for such by its name alone, ``cleaned by name`` and ``checked by name``."""

    @property
    def doubts_places(self) -> bool:
        """Whether a name alone speaks against some of its sources or sinks."""
        strict = self.rule.strict
        return strict is not None and any(
            strict[key] != self.rule.semgrep[key] for key in ("pattern-sources", "pattern-sinks")
        )

    @staticmethod
    def of(rule: Rule) -> _FlowRule:
        sanitizers = rule.semgrep.get("pattern-sanitizers", ())
        whole = rule.strict or rule.semgrep
        strict = whole.get("pattern-sanitizers", ())
        by_name = [each for each in sanitizers if each not in strict]
        lists = {
            "sources": whole["pattern-sources"],
            "sinks": whole["pattern-sinks"],
            "cleaned": [each for each in strict if not each.get(_SIDE_EFFECT) and not _is_any_call(each)],
            "calls": [each for each in strict if not each.get(_SIDE_EFFECT) and _is_any_call(each)],
            "checked": [each for each in strict if each.get(_SIDE_EFFECT)],
            "cleaned by name": [each for each in by_name if not each.get(_SIDE_EFFECT)],
            "checked by name": [each for each in by_name if each.get(_SIDE_EFFECT)],
        }
        return _FlowRule(
            rule, {kind: _search(patterns, rule.languages) for kind, patterns in lists.items() if patterns}
        )


def _can_be_followed(search: _Search) -> bool:
    """Whether the rule's matches are the sinks' values themselves, and its sources are values too."""
    return (
        search.get("mode") == "taint"
        and all(_focuses(sink) for sink in search["pattern-sinks"])
        and not any(_SIDE_EFFECT in source or "label" in source for source in search["pattern-sources"])
        and "$" not in search["message"]
    )


def _is_any_call(item: _Search) -> bool:
    return any(_ANY_CALL.fullmatch(str(each.get("pattern", ""))) for each in item.get("patterns", ()))


def _focuses(item: object) -> bool:
    """Whether every match of the pattern is that of one metavariable."""
    if not isinstance(item, Mapping):
        return False
    if "pattern-either" in item:
        return all(_focuses(each) for each in item["pattern-either"])
    return any("focus-metavariable" in each or _focuses(each) for each in item.get("patterns", ()))


def _search(patterns: Iterable[_Search], languages: Sequence[str]) -> _Search:
    """Rules that share a list share the search."""
    alternatives = [
        {key: value for key, value in each.items() if key not in (_SIDE_EFFECT, "exact")} for each in patterns
    ]
    name = hashlib.sha256(json.dumps(alternatives, sort_keys=True).encode()).hexdigest()[:16]
    return {
        "id": f"places.{name}",
        "languages": list(languages),
        "severity": "INFO",
        "message": "a place",
        "pattern-either": alternatives,
    }


def _unique(searches: Iterable[_Search]) -> list[_Search]:
    by_name = {search["id"]: search for search in searches}
    return [by_name[name] for name in sorted(by_name)]


def _is_place(rule: str | None) -> bool:
    return rule is not None and rule.startswith("places.")


def _own(answer: FileAnswer) -> FileAnswer:
    """Without what only we wanted to know."""
    return FileAnswer(
        tuple(match for match in answer.matches if not _is_place(match.rule)),
        tuple(problem for problem in answer.problems if not _is_place(problem.rule)),
    )


def _present(answer: FileAnswer, flows: Mapping[str, _FlowRule]) -> set[str]:
    """The flow rules with a source in the text, or with sources that could not be looked for."""
    found = {match.rule for match in answer.matches}
    failed = {problem.rule for problem in answer.problems if problem.rule is not None}
    return {name for name, rule in flows.items() if rule.searches["sources"]["id"] in found | failed}


def _decided(text: str, answer: FileAnswer, rules: Sequence[_FlowRule]) -> FileAnswer:
    """The engine's answer about the flow rules, as far as the interpreter does not know better."""
    own = _own(answer)
    names = {rule.rule.id for rule in rules}
    matches = tuple(match for match in own.matches if match.rule in names)
    if any(problem.rule is None or _is_place(problem.rule) for problem in answer.problems):
        return FileAnswer(matches, own.problems)
    from workers.taint.decide import PythonFile  # late: most reviews have no flow to follow

    lines, file = Lines(text), PythonFile(text)
    places = _Places(rules, answer, lines, file)
    if not places.are_clear:
        return FileAnswer(matches, own.problems)
    decided = [_decided_together(group, file, matches, places) for group in places.alike()]
    return FileAnswer(tuple(sorted((each for part in decided for each in part), key=_order)), own.problems)


def _order(match: Match) -> tuple[Place, str]:
    return match.place, match.rule


def _decided_together(
    rules: Sequence[_FlowRule], file: PythonFile, matches: Sequence[Match], places: _Places
) -> list[Match]:
    """The matches of rules that take the same things for harmless: one interpretation serves them all."""
    kinds = {rule.rule.id: 1 << number for number, rule in enumerate(rules)}
    question, sinks = places.question(rules), places.of("sinks", rules)
    followed = file.found(question, sinks)
    told = {(flow.sink, flow.kind): flow for flow in followed}
    by_place = {(places.sink(match), kinds[match.rule]): match for match in matches if match.rule in kinds}
    open_ = frozenset(span for span, kind in by_place if span is not None and (span, kind) not in told)
    refuted = file.refuted(replace(question, sinks=open_)) if open_ else {}
    names = {kind: rule for rule, kind in zip(rules, kinds.values(), strict=True)}
    kept = []
    for (span, kind), match in by_place.items():
        if span is None:
            kept.append(match)
        elif (span, kind) in told:
            by_place_alone = match.doubtful and names[kind].doubts_places
            kept.append(replace(match, doubtful=told[span, kind].doubtful or by_place_alone))
        elif not refuted.get(span, 0) & kind:
            by_name = bool(refuted.get(span, 0) & kind << question.kinds)
            kept.append(replace(match, doubtful=match.doubtful or by_name))
    return kept + [places.match(names[flow.kind], flow) for flow in followed if (flow.sink, flow.kind) not in by_place]


class _Places:
    """Where the rules' lists match in a text, as the spans of its expressions."""

    def __init__(self, rules: Sequence[_FlowRule], answer: FileAnswer, lines: Lines, file: PythonFile) -> None:
        self._rules = rules
        self._lines = lines
        self._file = file
        self._spans: dict[str, dict[Span, Place]] = {}
        self.are_clear = file.is_clear
        """Whether every source is an expression of the file."""
        sources = {rule.searches["sources"]["id"] for rule in rules}
        for match in answer.matches:
            if _is_place(match.rule):
                span = file.exact(lines.span(match.place))
                if span is not None:
                    self._spans.setdefault(match.rule, {})[span] = match.place
                elif match.rule in sources:
                    self.are_clear = False

    def sink(self, match: Match) -> Span | None:
        return self._file.exact(self._lines.span(match.place))

    def of(self, name: str, rules: Sequence[_FlowRule]) -> dict[Span, int]:
        """Where the rules' lists of this name match, one bit for each of them."""
        found: dict[Span, int] = {}
        for number, rule in enumerate(rules):
            for span in self._in(rule, name):
                found[span] = found.get(span, 0) | 1 << number
        return found

    def _in(self, rule: _FlowRule, name: str) -> Mapping[Span, Place]:
        return self._spans.get(rule.searches[name]["id"], {}) if name in rule.searches else {}

    def question(self, rules: Sequence[_FlowRule]) -> Question:
        from workers.taint.decide import Question

        sources, count = self.of("sources", rules), len(rules)
        cleaned, calls, checked, cleaned_by_name, checked_by_name = self._harmless(rules[0])
        return Question(
            {span: kinds | kinds << count for span, kinds in sources.items()},
            frozenset(self.of("sinks", rules)),
            cleaned | (calls - sources.keys()),
            checked,
            count,
            cleaned_by_name - sources.keys(),
            checked_by_name,
            rules[0].rule.validators,
        )

    def _harmless(self, rule: _FlowRule) -> tuple[frozenset[Span], ...]:
        lists = ("cleaned", "calls", "checked", "cleaned by name", "checked by name")
        return tuple(frozenset(self._in(rule, name)) for name in lists)

    def alike(self) -> list[list[_FlowRule]]:
        """The rules with a sink in the text, those together that take the same places for harmless."""
        groups: dict[object, list[_FlowRule]] = {}
        for rule in self._rules:
            if self._in(rule, "sinks"):
                alike = self._harmless(rule), frozenset(rule.rule.validators.items())
                groups.setdefault(alike, []).append(rule)
        return list(groups.values())

    def match(self, rule: _FlowRule, flow: Flow) -> Match:
        """A flow as the engine would have told it."""
        places = self._in(rule, "sources")[flow.source], self._in(rule, "sinks")[flow.sink]
        steps = tuple(Step(place, self._lines.text(place)) for place in places)
        message = rule.rule.semgrep["message"]
        return Match(
            rule.rule.id, places[1], steps[-1].text, message, steps, doubtful=flow.doubtful or rule.doubts_places
        )
