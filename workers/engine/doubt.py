"""Names that sound as if a function checked or cleaned a value: they lower confidence, and silence nothing.

Every search runs without what it believes by name (:attr:`~workers.engine.rules.Rule.strict`). Only for texts where
such a search matched, the believing one runs as well: a match that it does not have is doubtful.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from workers.engine.results import FileAnswer
from workers.engine.rules import Rule, Search

Ask = Callable[[Sequence[Search], Mapping[str, str]], Mapping[str, FileAnswer]]
"""Runs searches over texts, by their keys."""


def doubting(ask: Ask, rules: Sequence[Rule]) -> Ask:
    """``ask`` for searches of these rules, with answers that say which matches are doubtful."""
    believers = {rule.id: rule for rule in rules if rule.strict is not None}
    if not believers:
        return ask

    def asked(searches: Sequence[Search], texts: Mapping[str, str]) -> dict[str, FileAnswer]:
        wanted = {search["id"] for search in searches} & believers.keys()
        strict = [believers[search["id"]].strict if search["id"] in wanted else search for search in searches]
        answers = dict(ask([search for search in strict if search is not None], texts))
        open_ = {key: {match.rule for match in answer.matches} & wanted for key, answer in answers.items()}
        again = {key: text for key, text in texts.items() if open_[key]}
        if again:
            names = sorted(set().union(*open_.values()))
            believed = ask([believers[name].semgrep for name in names], again)
            answers |= {key: _compared(answers[key], believed[key], open_[key]) for key in again}
        return answers

    return asked


def _compared(strict: FileAnswer, believed: FileAnswer, rules: Collection[str]) -> FileAnswer:
    """The strict answer; a match that the believing search does not have is doubtful, unless that search failed."""
    failed = {problem.rule for problem in believed.problems}
    known = {(match.rule, match.place) for match in believed.matches}

    def is_doubtful(rule: str) -> bool:
        return rule in rules and not failed.intersection((rule, None))

    return replace(
        strict,
        matches=tuple(
            replace(match, doubtful=is_doubtful(match.rule) and (match.rule, match.place) not in known)
            for match in strict.matches
        ),
    )
