"""Taint rules of a language whose data is followed here: the engine finds the places.

First the engine searches for the sources and the sinks alone: few files have both of one rule, and the others need no
more. In those it runs these taint rules themselves, and searches for their sanitizers. In Python :mod:`workers.taint`
decides about each sink: a flow that it found is reported, also where the engine lost it; a flow that it refuted is
dropped; where it does not know, the engine's match stands. In all languages :mod:`workers.engine.crossing` adds the
flows through functions.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot import knowledge
from workers import taint
from workers.engine import crossing
from workers.engine.doubt import Ask
from workers.engine.places import ENDS, FlowRule, can_be_followed, is_place, unique, without_places
from workers.engine.results import FileAnswer, Match, Step, joined
from workers.reading import syntax
from workers.reading.places import Lines, Place

if TYPE_CHECKING:
    from workers.engine.rules import Rule
    from workers.taint.decide import Flow, PythonFile, Question, Span

log = logging.getLogger(__name__)

INTERPRETED = frozenset(("python",))
"""Languages whose values are followed, too: :mod:`workers.taint`."""
LANGUAGES = INTERPRETED | crossing.LANGUAGES


def sources() -> list[Path]:
    """The modules that decide about flows: this one, the whole interpreter, and what it takes from elsewhere."""
    # By its place: importing it compiles large patterns, and most reviews have no flow to follow.
    words = Path(knowledge.__file__).with_name("protection.py")
    own = [Path(__file__), *crossing.sources()]
    return [*own, *sorted(Path(taint.__file__).parent.rglob("*.py")), Path(syntax.__file__), words]


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
    language: str, ask: Ask, rules: Sequence[Rule], texts: Mapping[str, str], concerned: Mapping[str, Set[str]]
) -> dict[str, FileAnswer]:
    """The answers of all rules, by the keys of the texts. ``concerned`` names the rules that concern each text."""
    marks = language not in INTERPRETED
    flows = {rule.id: FlowRule.of(rule) for rule in rules if can_be_followed(rule.semgrep, marks=marks)}
    searches = [rule.semgrep for rule in rules if rule.id not in flows]
    if not flows:
        return dict(ask(searches, texts))
    ends = [rule.searches[kind] for rule in flows.values() for kind in ENDS if kind in rule.searches]
    first = ask([*searches, *unique(ends)], texts)
    present = {key: _present(answer, flows) & concerned[key] for key, answer in first.items()}
    further = {key: text for key, text in texts.items() if present[key]}
    answers = {key: without_places(answer) for key, answer in first.items()}
    if further:
        wanted = [flows[name] for name in sorted({name for key in further for name in present[key]})]
        places = unique(search for rule in wanted for kind, search in rule.searches.items() if kind not in ENDS)
        second = ask([*(rule.rule.semgrep for rule in wanted), *places], further)
        for key, text in further.items():
            here = [flows[name] for name in sorted(present[key])]
            answers[key] = joined(answers[key], _answered(language, text, joined(first[key], second[key]), here))
    return answers


def _present(answer: FileAnswer, flows: Mapping[str, FlowRule]) -> set[str]:
    """The taint rules with a source and a sink in the text, as far as the searches for them did not fail."""
    found = {match.rule for match in answer.matches}
    failed = {problem.rule for problem in answer.problems if problem.rule is not None}
    seen = found | failed
    return {name for name, rule in flows.items() if rule.starts & seen and rule.searches["sinks"]["id"] in seen}


def _answered(language: str, text: str, answer: FileAnswer, rules: Sequence[FlowRule]) -> FileAnswer:
    """What is told of the taint rules: by the engine, less what is refuted, and with what it loses."""
    if language not in INTERPRETED:
        return _of_rules(crossing.added(language, text, answer, rules), rules)
    decided = _decided(text, answer, rules)
    searched = tuple(match for match in answer.matches if is_place(match.rule))
    problems = tuple(dict.fromkeys((*answer.problems, *decided.problems)))
    return _of_rules(crossing.added(language, text, FileAnswer((*decided.matches, *searched), problems), rules), rules)


def _of_rules(answer: FileAnswer, rules: Sequence[FlowRule]) -> FileAnswer:
    names = {rule.rule.id for rule in rules}
    return replace(answer, matches=tuple(match for match in answer.matches if match.rule in names))


def _decided(text: str, answer: FileAnswer, rules: Sequence[FlowRule]) -> FileAnswer:
    """The engine's answer about the taint rules, corrected where the interpreter found or refuted a flow."""
    of_rules = without_places(answer)
    names = {rule.rule.id for rule in rules}
    matches = tuple(match for match in of_rules.matches if match.rule in names)
    if any(problem.rule is None or is_place(problem.rule) for problem in answer.problems):
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
    rules: Sequence[FlowRule], file: PythonFile, matches: Sequence[Match], places: _Places
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

    def __init__(self, rules: Sequence[FlowRule], answer: FileAnswer, lines: Lines, file: PythonFile) -> None:
        self._rules = rules
        self._lines = lines
        self._file = file
        self._spans: dict[str, dict[Span, Place]] = {}
        self.are_clear = file.is_clear
        """Whether every source is an expression of the file."""
        sources = {rule.searches["sources"]["id"] for rule in rules}
        for match in answer.matches:
            if is_place(match.rule):
                span = file.exact(lines.span(match.place))
                if span is not None:
                    self._spans.setdefault(match.rule, {})[span] = match.place
                elif match.rule in sources:
                    self.are_clear = False

    def sink(self, match: Match) -> Span | None:
        return self._file.exact(self._lines.span(match.place))

    def of(self, name: str, rules: Sequence[FlowRule]) -> dict[Span, int]:
        """Where the rules' lists of this name match, one bit for each of them."""
        found: dict[Span, int] = {}
        for number, rule in enumerate(rules):
            for span in self._in(rule, name):
                found[span] = found.get(span, 0) | 1 << number
        return found

    def _in(self, rule: FlowRule, name: str) -> Mapping[Span, Place]:
        return self._spans.get(rule.searches[name]["id"], {}) if name in rule.searches else {}

    def question(self, rules: Sequence[FlowRule]) -> Question:
        from workers.taint.decide import Question

        sources, count = self.of("sources", rules), len(rules)
        cleaned, calls, checked, cleaned_by_name, checked_by_name = self._sanitizers(rules[0])
        return Question(
            {span: kinds | kinds << count for span, kinds in sources.items()},
            frozenset(self.of("sinks", rules)),
            cleaned,
            calls - sources.keys(),
            checked,
            count,
            cleaned_by_name - sources.keys(),
            checked_by_name,
            rules[0].rule.validators,
        )

    def _sanitizers(self, rule: FlowRule) -> tuple[frozenset[Span], ...]:
        lists = (
            ("cleaned", "exactly cleaned"),
            ("calls",),
            ("checked",),
            ("cleaned by name", "exactly cleaned by name"),
            ("checked by name",),
        )
        return tuple(frozenset(span for name in names for span in self._in(rule, name)) for names in lists)

    def by_sanitizers(self) -> list[list[FlowRule]]:
        """The rules with a sink in the text, grouped by their sanitizers there."""
        groups: dict[object, list[FlowRule]] = {}
        for rule in self._rules:
            if self._in(rule, "sinks"):
                sanitizers = self._sanitizers(rule), frozenset(rule.rule.validators.items())
                groups.setdefault(sanitizers, []).append(rule)
        return list(groups.values())

    def match(self, rule: FlowRule, flow: Flow) -> Match:
        """The match that the engine would have given for the flow."""
        places = self._in(rule, "sources")[flow.source], self._in(rule, "sinks")[flow.sink]
        steps = tuple(Step(place, self._lines.text(place)) for place in places)
        message = rule.rule.semgrep["message"]
        return Match(
            rule.rule.id, places[1], steps[-1].text, message, steps, doubtful=flow.doubtful or rule.doubts_places
        )
