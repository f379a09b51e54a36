"""Taint rules of a language that has an interpreter: the engine finds the places, the interpreter follows the data.

First the engine searches for the sources alone: most files have none, and need no more. In the others it runs the taint
rules themselves, and searches for their sinks and sanitizers. Then :mod:`workers.taint` decides about each sink: a flow
that it found is reported, also where the engine lost it; a flow that it refuted is dropped; where it does not know, the
engine's match stands.
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

from bot import knowledge
from workers import taint
from workers.engine.doubt import Ask
from workers.engine.results import FileAnswer, Match, Step, joined
from workers.reading import syntax
from workers.reading.places import Lines, Place

if TYPE_CHECKING:
    from workers.engine.rules import Rule
    from workers.taint.decide import Flow, PythonFile, Question, Span

log = logging.getLogger(__name__)

LANGUAGES = frozenset(("python",))
_SIDE_EFFECT = "by-side-effect"
_ANY_CALL = re.compile(r"\$[A-Z_]+\(\.\.\.\)")
_Search = Mapping[str, Any]


def sources() -> list[Path]:
    """The modules that decide about flows: this one, the whole interpreter, and what it takes from elsewhere."""
    # By its place: importing it compiles large patterns, and most reviews have no flow to follow.
    words = Path(knowledge.__file__).with_name("protection.py")
    return [Path(__file__), *sorted(Path(taint.__file__).parent.rglob("*.py")), Path(syntax.__file__), words]


@cache
def version(language: str) -> str:
    """Part of the name of every cached answer: another interpreter may give another answer.

    A hash of the sources and no constant: a constant is forgotten, or raised by rote for every comment, and a wrong one
    keeps wrong answers in caches for weeks. The hash costs a millisecond once a process.
    """
    if language not in LANGUAGES:
        return ""
    return ":" + hashlib.sha256(b"\0".join(path.read_bytes() for path in sources())).hexdigest()[:16]


def examined(
    ask: Ask, rules: Sequence[Rule], texts: Mapping[str, str], concerned: Mapping[str, Set[str]]
) -> dict[str, FileAnswer]:
    """The answers of all rules, by the keys of the texts. ``concerned`` names the rules that concern each text."""
    flows = {rule.id: _FlowRule.of(rule) for rule in rules if _can_be_followed(rule.semgrep)}
    searches = [rule.semgrep for rule in rules if rule.id not in flows]
    first = ask([*searches, *_unique(rule.searches["sources"] for rule in flows.values())], texts)
    present = {key: _present(answer, flows) & concerned[key] for key, answer in first.items()}
    further = {key: text for key, text in texts.items() if present[key]}
    answers = {key: _without_places(answer) for key, answer in first.items()}
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
    """By the list: ``sources`` and ``sinks``; ``cleaned``, expressions that give out harmless values; ``calls``, the
    same for any call but some, where it is no source; ``checked``, expressions that check a variable; and ``cleaned by
    name`` and ``checked by name``, sanitizers of which only a name is known, e.g. ``sanitize(...)``."""

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
    """Whether sources and sinks of the rule are values, e.g. not when a source is marked by side effect."""
    return (
        search.get("mode") == "taint"
        and all(_focuses(sink) for sink in search["pattern-sinks"])
        and not any(_SIDE_EFFECT in source or "label" in source for source in search["pattern-sources"])
        and "$" not in search["message"]
    )


def _is_any_call(item: _Search) -> bool:
    return any(_ANY_CALL.fullmatch(str(each.get("pattern", ""))) for each in item.get("patterns", ()))


def _focuses(item: object) -> bool:
    """Whether every match of the pattern is that of one metavariable, e.g. by ``focus-metavariable: $X``."""
    if not isinstance(item, Mapping):
        return False
    if "pattern-either" in item:
        return all(_focuses(each) for each in item["pattern-either"])
    return any("focus-metavariable" in each or _focuses(each) for each in item.get("patterns", ()))


def _search(patterns: Iterable[_Search], languages: Sequence[str]) -> _Search:
    """A search for the patterns; rules that share a list share the search, whose name is the list's hash."""
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


def _without_places(answer: FileAnswer) -> FileAnswer:
    """The answer about the rules, without the matches of the searches for places."""
    return FileAnswer(
        tuple(match for match in answer.matches if not _is_place(match.rule)),
        tuple(problem for problem in answer.problems if not _is_place(problem.rule)),
    )


def _present(answer: FileAnswer, flows: Mapping[str, _FlowRule]) -> set[str]:
    """The taint rules with a source in the text, or whose search for sources failed."""
    found = {match.rule for match in answer.matches}
    failed = {problem.rule for problem in answer.problems if problem.rule is not None}
    return {name for name, rule in flows.items() if rule.searches["sources"]["id"] in found | failed}


def _decided(text: str, answer: FileAnswer, rules: Sequence[_FlowRule]) -> FileAnswer:
    """The engine's answer about the taint rules, corrected where the interpreter found or refuted a flow."""
    of_rules = _without_places(answer)
    names = {rule.rule.id for rule in rules}
    matches = tuple(match for match in of_rules.matches if match.rule in names)
    if any(problem.rule is None or _is_place(problem.rule) for problem in answer.problems):
        return FileAnswer(matches, of_rules.problems)
    from workers.taint.decide import PythonFile  # late: most reviews have no flow to follow

    lines, file = Lines(text), PythonFile(text)
    places = _Places(rules, answer, lines, file)
    if not places.are_clear:
        return FileAnswer(matches, of_rules.problems)
    decided = [_decided_together(group, file, matches, places) for group in places.by_sanitizers()]
    return FileAnswer(tuple(sorted((each for part in decided for each in part), key=_order)), of_rules.problems)


def _order(match: Match) -> tuple[Place, str]:
    return match.place, match.rule


def _decided_together(
    rules: Sequence[_FlowRule], file: PythonFile, matches: Sequence[Match], places: _Places
) -> list[Match]:
    """The matches of rules with the same sanitizers in this text: one interpretation serves them all."""
    kinds = {rule.rule.id: 1 << number for number, rule in enumerate(rules)}
    question, sinks = places.question(rules), places.of("sinks", rules)
    flows = {(flow.sink, flow.kind): flow for flow in file.found(question, sinks)}
    by_place = {(places.sink(match), kinds[match.rule]): match for match in matches if match.rule in kinds}
    open_ = frozenset(span for span, kind in by_place if span is not None and (span, kind) not in flows)
    refuted = file.refuted(replace(question, sinks=open_)) if open_ else {}
    by_kind = {kind: rule for rule, kind in zip(rules, kinds.values(), strict=True)}
    kept = []
    for (span, kind), match in by_place.items():
        if span is None:
            kept.append(match)
        elif (span, kind) in flows:
            by_place_alone = match.doubtful and by_kind[kind].doubts_places
            kept.append(replace(match, doubtful=flows[span, kind].doubtful or by_place_alone))
        elif not refuted.get(span, 0) & kind:
            by_name = bool(refuted.get(span, 0) & kind << question.kinds)
            kept.append(replace(match, doubtful=match.doubtful or by_name))
    return kept + [
        places.match(by_kind[kind], flow) for (sink, kind), flow in flows.items() if (sink, kind) not in by_place
    ]


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
        cleaned, calls, checked, cleaned_by_name, checked_by_name = self._sanitizers(rules[0])
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

    def _sanitizers(self, rule: _FlowRule) -> tuple[frozenset[Span], ...]:
        lists = ("cleaned", "calls", "checked", "cleaned by name", "checked by name")
        return tuple(frozenset(self._in(rule, name)) for name in lists)

    def by_sanitizers(self) -> list[list[_FlowRule]]:
        """The rules with a sink in the text, grouped by their sanitizers there."""
        groups: dict[object, list[_FlowRule]] = {}
        for rule in self._rules:
            if self._in(rule, "sinks"):
                sanitizers = self._sanitizers(rule), frozenset(rule.rule.validators.items())
                groups.setdefault(sanitizers, []).append(rule)
        return list(groups.values())

    def match(self, rule: _FlowRule, flow: Flow) -> Match:
        """The match that the engine would have given for the flow."""
        places = self._in(rule, "sources")[flow.source], self._in(rule, "sinks")[flow.sink]
        steps = tuple(Step(place, self._lines.text(place)) for place in places)
        message = rule.rule.semgrep["message"]
        return Match(
            rule.rule.id, places[1], steps[-1].text, message, steps, doubtful=flow.doubtful or rule.doubts_places
        )
