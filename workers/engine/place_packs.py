"""The searches for places as packs of their own: for texts of which nothing else is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from workers.engine.pack import Pack, PackSource
from workers.engine.places import FlowRule, can_be_followed, unique
from workers.engine.program import Program


class PlacePacks:
    """By the language: a rule for each search. The engine's own prefilter is quick enough for them."""

    def __init__(self, packs: PackSource, program: Program) -> None:
        self._packs, self._program = packs, program
        self._made: dict[str, Pack | None] = {}
        self._rules: dict[str, Mapping[str, FlowRule]] = {}

    @property
    def languages(self) -> frozenset[str]:
        return self._packs.languages

    def rules(self, language: str) -> Mapping[str, FlowRule]:
        """The rules whose data can be followed, by id."""
        if language not in self._rules:
            pack = self._packs.get(language)
            every = pack.rules.values() if pack is not None else ()
            self._rules[language] = {
                rule.id: FlowRule.of(rule) for rule in every if can_be_followed(rule.semgrep, marks=True)
            }
        return self._rules[language]

    def get(self, language: str) -> Pack | None:
        if language not in self._made:
            self._made[language] = self._pack(language)
        return self._made[language]

    def _pack(self, language: str) -> Pack | None:
        flows = self.rules(language)
        if not flows:
            return None
        of_search = {search["id"]: rule.rule for rule in flows.values() for search in rule.searches.values()}
        searches = unique(search for rule in flows.values() for search in rule.searches.values())
        rules = {
            search["id"]: msgspec.structs.replace(
                of_search[search["id"]], id=search["id"], semgrep=search, strict=None, requires=(), validators={}
            )
            for search in searches
        }
        content = msgspec.json.encode([self._program.version, searches], order="sorted")
        pack = self._packs.get(language)
        name = f"places-{hashlib.sha256(content).hexdigest()[:24]}"
        return Pack(language, name, rules, {}, pack.leaves if pack is not None else {})
