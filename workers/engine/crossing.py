"""Flows through the functions of a file that the engine loses: it follows data inside one function only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from workers import flows
from workers.engine import places as searches
from workers.engine.places import FlowRule
from workers.engine.results import FileAnswer, Match, Problem, ProblemKind, Step
from workers.flows.about import About
from workers.flows.places import Lists
from workers.reading.places import Lines, Place

LANGUAGES = frozenset(("javascript", "typescript", "go", "java", "python", "php", "csharp", "kotlin", "ruby", "rust"))
CROSSING_ONLY = frozenset(("python",))
"""Languages whose flows inside one function are decided by somebody who knows values."""
REFUTED = frozenset(("javascript", "typescript", "go", "java"))
"""Languages whose programs say what they do: in PHP and Ruby, references, blocks that return, methods that are defined
again and keys that are the same in two forms make a proof that no data gets somewhere a matter of luck."""
TOO_MUCH = Problem(
    ProblemKind.PARSE,
    "data is not followed through all of its functions: there is more to follow than the limit of one file",
)


def sources() -> list[Path]:
    """The modules that decide here."""
    return [Path(__file__), Path(searches.__file__), *sorted(Path(flows.__file__).parent.rglob("*.py"))]


def added(language: str, text: str, answer: FileAnswer, rules: Sequence[FlowRule]) -> FileAnswer:
    """The rules' answer with the flows that the engine does not have. ``answer``: that of the rules' searches, too."""
    of_rules = searches.without_places(answer)
    if any(problem.rule is None or searches.is_place(problem.rule) for problem in answer.problems):
        return of_rules
    at = places_by_search(answer)
    rules = [rule for rule in rules if all(rule.searches[kind]["id"] in at for kind in ("sinks",))]
    rules = [rule for rule in rules if rule.starts & at.keys()]
    if not rules or not _may_cross(text):
        return of_rules
    from workers.flows.decide import in_file  # late: most files have no flow to follow

    lines = Lines(text)
    lists, what = [lists_of(rule, at, lines) for rule in rules], about(rules)
    found = in_file(language, text, lists, what)
    if language in REFUTED:
        of_rules = _without_refuted(language, text, of_rules, lists, what, {r.rule.id: n for n, r in enumerate(rules)})
    known = {(match.rule, match.place.start_line) for match in of_rules.matches}
    known |= {(match.rule, match.place.end_line) for match in of_rules.matches}
    new: dict[tuple[str, int], Match] = {}
    for flow in found.flows:
        rule = rules[flow.rule]
        spots = (flow.source, *flow.way, flow.sink)
        match = _match(rule, [lines.place_of(spot.start, spot.end) for spot in spots], lines)
        key = match.rule, match.place.start_line
        if language in CROSSING_ONLY and not flow.way:
            continue
        if key not in known and (key not in new or (new[key].doubtful and not flow.doubtful)):
            new[key] = replace(match, doubtful=flow.doubtful or rule.doubts_places)
    problems = of_rules.problems if found.is_whole else (*of_rules.problems, TOO_MUCH)
    return FileAnswer((*of_rules.matches, *new.values()), problems)


def _without_refuted(
    language: str, text: str, answer: FileAnswer, lists: Sequence[Lists], what: About, numbers: Mapping[str, int]
) -> FileAnswer:
    """The engine's matches but those that provably cannot be."""
    from workers.flows.decide import refuted

    lines = Lines(text)
    spans = {match: (numbers[match.rule], lines.span(match.place)) for match in answer.matches if match.rule in numbers}
    if not spans:
        return answer
    gone = refuted(language, text, lists, what, sorted({*spans.values()}))
    return replace(answer, matches=tuple(match for match in answer.matches if spans.get(match) not in gone))


def places_by_search(answer: FileAnswer) -> dict[str, list[Place]]:
    """Where each search for places matched."""
    found: dict[str, list[Place]] = {}
    for match in answer.matches:
        if searches.is_place(match.rule):
            found.setdefault(match.rule, []).append(match.place)
    return found


def lists_of(rule: FlowRule, at: Mapping[str, Sequence[Place]], lines: Lines) -> dict[str, list[tuple[int, int]]]:
    """The spans at which each list of a rule matches."""
    return {kind: [lines.span(place) for place in at.get(search["id"], ())] for kind, search in rule.searches.items()}


def about(rules: Sequence[FlowRule]) -> About:
    """What some rules are about."""
    paths = sum(1 << number for number, rule in enumerate(rules) if rule.rule.cwe in _PATHS)
    requests = sum(1 << number for number, rule in enumerate(rules) if asks_requests(rule))
    return About(len(rules), paths, requests)


def asks_requests(rule: FlowRule) -> bool:
    """Whether the sources of a rule are the fields of a request by its name."""
    written = json.dumps(rule.rule.semgrep["pattern-sources"])
    return any(each in written for each in _REQUESTS)


_REQUESTS = ("$REQ.query", "flask.request.", "request.$PART")

_PATHS = frozenset((22, 23, 35, 36, 59, 73, 98, 552))


def _may_cross(text: str) -> bool:
    """Whether the text has a call at all."""
    return "(" in text


def _match(rule: FlowRule, places: Sequence[Place], lines: Lines) -> Match:
    """The match that the engine would have given, with the calls as steps between."""
    kept = list(places[:1])
    for place in places[1:-1]:
        if place.start_line not in (kept[-1].start_line, places[-1].start_line):
            kept.append(place)
    steps = tuple(Step(place, lines.text(place)) for place in (*kept, places[-1]))
    message: str = rule.rule.semgrep["message"]
    return Match(rule.rule.id, places[-1], steps[-1].text, message, steps)
