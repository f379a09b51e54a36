"""Examines texts with the rule packs: asks the cache, then the prefilter, then the engine, once a language."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from bot.policy import OwnFlows
from workers.engine import batches as batches_of
from workers.engine import (
    budgets,
    conditionals,
    dataflow,
    doubt,
    examination,
    invoke,
    leaves,
    probe,
    program,
    quotation,
    rewrites,
    salvage,
    shared,
    spelling,
)
from workers.engine import results as results_form
from workers.engine.budgets import Budgeted
from workers.engine.cache import AnswerCache, FolderCache
from workers.engine.examination import Examination, Source
from workers.engine.flows import FlowPacks
from workers.engine.invoke import Invoke, Limits
from workers.engine.pack import Pack, Packs, PackSource
from workers.engine.place_packs import PlacePacks
from workers.engine.results import FileAnswer, joined
from workers.engine.rules import Rule
from workers.engine.sealing import Entry
from workers.reading import places, rule_files, syntax

__all__ = ["Scanner", "Source", "blob_of", "source_of"]


def source_of(path: str, language: str, text: str) -> Source:
    """A text that no repository named."""
    return Source(blob_of(text), path, language, text)


def blob_of(text: str) -> str:
    """Git's blob id of a text (SHA-1 repositories), for texts that no repository named."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha1(b"blob %d\0%s" % (len(data), data), usedforsecurity=False).hexdigest()


class Scanner:
    """Thread-safe; made once a process."""

    def __init__(
        self,
        root: Path | None = None,
        folder: Path | None = None,
        cache: AnswerCache | None = None,
        limits: Limits | None = None,
        *,
        packs: PackSource | None = None,
        engine: Callable[[], Invoke] | None = None,
        as_written: bool = False,
    ) -> None:
        """``root`` holds the rules (default: our own), ``folder`` the compiled packs and, unless ``cache`` is given,
        the answers. ``packs`` are rules that stand in no folder. ``engine`` chooses how the engine is called, when it
        is first needed. ``as_written``: see :func:`~workers.engine.spelling.spelled`."""
        self._root = root or rule_files.root()
        self._folder = folder
        self._cache = cache or (FolderCache(folder / "answers") if folder else None)
        self.limits = limits or Limits()
        self._lock = threading.Lock()
        self._given = packs
        self._engine = engine
        self._as_written = as_written

    def over(self, packs: PackSource, limits: Limits | None = None, *, as_written: bool = False) -> Scanner:
        """A scanner for other rules with the same engine and the same store of answers."""
        limits, engine = limits or self.limits, lambda: self._invoke
        return Scanner(self._root, self._folder, self._cache, limits, packs=packs, engine=engine, as_written=as_written)

    @property
    def root(self) -> Path:
        """The folder of the rules."""
        return self._root

    def with_flows(self, flows: OwnFlows) -> Scanner:
        """A scanner for the same rules, with a repository's own sanitizers and sources in those about data flows."""
        return self.over(FlowPacks(self._packs, flows, self._root, program.find()))

    @cached_property
    def place_packs(self) -> PlacePacks:
        """Searches for the places of the rules about data flows. Thread-safe under the scanner's lock."""
        return PlacePacks(self._packs, program.find())

    @cached_property
    def for_places(self) -> Scanner:
        """A scanner for nothing but the places of the rules about data flows."""
        return self.over(self.place_packs)

    @cached_property
    def _packs(self) -> PackSource:
        return self._given or Packs(self._root, program.find(), self._folder / "packs" if self._folder else None)

    @cached_property
    def _invoke(self) -> Invoke:
        return self._engine() if self._engine else Budgeted(probe.choose(program.find(), self._folder))

    def pack(self, language: str) -> Pack | None:
        """Raises :class:`~workers.reading.rule_files.RuleError`, :class:`~workers.engine.program.NoEngine`."""
        with self._lock:
            return self._packs.get(language)

    @property
    def languages(self) -> frozenset[str]:
        with self._lock:
            return self._packs.languages

    def rules(self, language: str) -> Mapping[str, Rule]:
        """Every rule whose findings a text of this language can have, by id."""
        names = (language, _SCRIPT_LANGUAGE) if language == "vue" else (language,)
        packs = [found for name in names if (found := self.pack(name)) is not None]
        return {rule_id: rule for found in packs for rule_id, rule in found.rules.items()}

    def scan(
        self, sources: Sequence[Source], until: float | None = None, only: frozenset[str] | None = None
    ) -> dict[str, FileAnswer]:
        """The answer of the whole pack for each source, by its key; with ``only`` at least that of these rules.

        ``until`` is when the time is up, by the limits' clock; by default they allow their ``head_seconds`` from now.
        What is not reached by then has a problem that says so, and all others their answers.
        """
        limits = self.limits.until(until)
        scripts = {source.key: script for source in sources if (script := _script(source)) is not None}
        asked = [*sources, *scripts.values()]
        answers: dict[str, FileAnswer] = {}
        batches: list[batches_of.Batch[Source]] = []
        names: dict[str, Entry] = {}
        unknown: list[tuple[Pack, Sequence[Source]]] = []
        for language in sorted({source.language for source in asked}):
            here = {source.key: source for source in asked if source.language == language}
            found = self.pack(language)
            if found is not None:
                known, stored = self._known(found, here, only)
                answers |= known
                names |= stored
                unknown.append((found, [here[key] for key in sorted(stored)]))
        self.before_asking([source for _, group in unknown for source in group], only)
        for found, group in unknown:
            fresh, open_ = self._to_ask(found, group, only)
            answers |= fresh
            batches += open_
        self._keep(names, {key: answers[key] for key in names.keys() & answers.keys()})
        answers |= batches_of.examined(batches, limits, lambda fresh: self._keep(names, fresh))
        for key, script in scripts.items():
            answers[key] = joined(answers.get(key, FileAnswer()), answers.pop(script.key, FileAnswer()))
        return answers

    def before_asking(self, unknown: Sequence[Source], only: frozenset[str] | None) -> None:
        """Called by :meth:`scan` with the sources whose answers are not in the store, before any is computed."""

    def _known(
        self, found: Pack, sources: Mapping[str, Source], only: frozenset[str] | None
    ) -> tuple[dict[str, FileAnswer], dict[str, Entry]]:
        """The cached answers by the sources' keys, and under which name to keep each of the others."""
        rules = f"{found.hash}{_version()}{dataflow.version(found.language)}:{self.limits.name}"
        stored = {key: Entry.of(f"{key}:{rules}", source.text) for key, source in sources.items()}
        known = self._cached(stored)
        if only is not None:
            short = _short(only)
            narrow = {
                key: replace(entry, name=f"{entry.name}:{short}") for key, entry in stored.items() if key not in known
            }
            known |= self._cached(narrow)
            stored |= narrow
        return known, {key: entry for key, entry in stored.items() if key not in known}

    def _cached(self, entries: Mapping[str, Entry]) -> dict[str, FileAnswer]:
        """``entries`` are by the sources' keys."""
        answers = self._cache.get(sorted(entries.values())) if self._cache else {}
        return {key: answers[entry] for key, entry in entries.items() if entry in answers}

    def _keep(self, entries: Mapping[str, Entry], answers: Mapping[str, FileAnswer]) -> None:
        """As soon as they are known: a review that is cut off goes on from here the next time."""
        if self._cache:
            self._cache.put({entries[key]: answer for key, answer in answers.items() if answer.lasting})

    def _to_ask(
        self, found: Pack, sources: Sequence[Source], only: frozenset[str] | None
    ) -> tuple[dict[str, FileAnswer], list[batches_of.Batch[Source]]]:
        """The answers that need no engine, because no rule can match by its words, and the batches of the others."""
        own = {source.key: frozenset(rule.id for rule in found.relevant((source.text,), only)) for source in sources}
        relevant = [source for source in sources if own[source.key]]
        answers = {source.key: FileAnswer() for source in sources if not own[source.key]}
        if not relevant:
            return answers, []
        with self._lock:
            engine = self._invoke
        return answers, batches_of.shared_out(
            relevant, self.limits.jobs, Examination(engine, found, own, self._as_written)
        )


@cache
def _version() -> str:
    """Part of the name of every cached answer: another reading of a text may give another answer."""
    files = [
        Path(module.__file__ or "")
        for module in (
            *(results_form, places, syntax, conditionals, doubt, examination, quotation, rewrites, salvage, spelling),
            *(budgets, invoke, leaves, shared),
            *spelling.MODULES,
        )
    ]
    return ":" + hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


_SCRIPT_LANGUAGE = "typescript"
"""What a Vue file's scripts are read as: JavaScript is a part of it."""


def _script(source: Source) -> Source | None:
    """The scripts inside a Vue file, at their places."""
    text = rewrites.scripts_of_vue(source.text) if source.language == "vue" else ""
    return Source(f"{source.blob}-script", f"{source.path}.ts", _SCRIPT_LANGUAGE, text) if text else None


def _short(rules: frozenset[str]) -> str:
    return hashlib.sha256("\n".join(sorted(rules)).encode()).hexdigest()[:16]
