"""Alternatives that several searches for places have in common: the engine is asked once for each.

Three lists of what a client sends may differ in one alternative of twenty, and the engine shares nothing between rules.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workers.engine.places import is_place, named
from workers.engine.results import FileAnswer, joined
from workers.engine.rules import Search

_EITHER = "pattern-either"


@dataclass(frozen=True, slots=True)
class Shared:
    """Searches that find together what others find, each of them less."""

    searches: Sequence[Search]
    owners: Mapping[str, Sequence[str]]
    """By the name of a search that stands for a part of others: theirs."""

    @staticmethod
    def of(searches: Sequence[Search]) -> Shared:
        """The searches for places in parts: a part is what has the same owners. All other searches stay."""
        owners: dict[str, list[str]] = {}
        written: dict[str, object] = {}
        for search in searches:
            for each in search[_EITHER] if is_place(search["id"]) else ():
                text = json.dumps(each, sort_keys=True)
                written[text] = each
                if search["id"] not in owners.setdefault(text, []):
                    owners[text].append(search["id"])
        parts: dict[tuple[str, ...], list[object]] = {}
        for text, each in written.items():
            parts.setdefault(tuple(owners[text]), []).append(each)
        first = {search["id"]: search for search in reversed(searches)}
        made = [search for search in searches if not is_place(search["id"])]
        names = {
            of: of[0] if len(of) == 1 else named(hashlib.sha256("\n".join(of).encode()).hexdigest()) for of in parts
        }
        made += [{**first[of[0]], "id": names[of], _EITHER: each} for of, each in parts.items()]
        return Shared(made, {names[of]: of for of in parts if len(of) > 1})

    def told(self, answer: FileAnswer) -> FileAnswer:
        """The answer as that of the searches that these stand for."""
        if not self.owners:
            return answer
        matches = tuple(
            match if name == match.rule else replace(match, rule=name)
            for match in answer.matches
            for name in self._of(match.rule)
        )
        problems = tuple(
            problem
            if name is None or name == problem.rule
            else replace(problem, rule=name, reason=problem.reason.replace(str(problem.rule), name))
            for problem in answer.problems
            for name in (self._of(problem.rule) if problem.rule is not None else (None,))
        )
        return joined(FileAnswer(matches, problems), FileAnswer())

    def _of(self, name: str) -> Iterator[str]:
        yield from self.owners.get(name, (name,))
