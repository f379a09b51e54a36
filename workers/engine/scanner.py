"""Examines texts with the rule packs: asks the cache, then the prefilter, then the engine, once a language."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from workers import syntax
from workers.engine import canary, dataflow, dialects, doubt, pack, program
from workers.engine.answer import FileAnswer, Problem, ProblemKind, quoting
from workers.engine.cache import AnswerCache, FolderCache, NoCache
from workers.engine.invoke import Invoke, Limits, Text, patiently
from workers.engine.pack import Pack, Packs
from workers.engine.rules import Rule


@dataclass(frozen=True, slots=True)
class Source:
    """One text to examine. ``blob`` is git's blob id (or any name of this content)."""

    blob: str
    path: str
    language: str
    text: str

    @property
    def suffix(self) -> str:
        """The dialect, where the ending decides it."""
        return PurePosixPath(self.path).suffix.lower() or f".{self.language}"

    @property
    def key(self) -> str:
        """What an answer depends on beside the rules: equal bytes may be two languages."""
        return f"{self.blob}:{self.language}{self.suffix}"


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
    ) -> None:
        """``root`` holds the rules (default: our own), ``folder`` the compiled packs and, unless ``cache`` is given,
        the answers."""
        self._root = root or pack.root()
        self._folder = folder
        self._cache = cache or (FolderCache(folder / "answers") if folder else NoCache())
        self._limits = limits or Limits()
        self._lock = threading.Lock()

    @cached_property
    def _packs(self) -> Packs:
        return Packs(self._root, program.find(), self._folder / "packs" if self._folder else None)

    @cached_property
    def _invoke(self) -> Invoke:
        return canary.choose(program.find(), self._folder)

    def pack(self, language: str) -> Pack | None:
        """Raises :class:`~workers.engine.rules.RuleError`, :class:`~workers.engine.program.NoEngine`."""
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

    def scan(self, sources: Sequence[Source]) -> dict[str, FileAnswer]:
        """The answer of the whole pack for each source, by its key."""
        return self._scan(sources, None)

    def scan_for(self, sources: Sequence[Source], rules: Collection[str]) -> dict[str, FileAnswer]:
        """As :meth:`scan`, at least for these rules: what is cached may tell more."""
        return self._scan(sources, frozenset(rules))

    def _scan(self, sources: Sequence[Source], only: frozenset[str] | None) -> dict[str, FileAnswer]:
        scripts = {source.key: script for source in sources if (script := _script(source)) is not None}
        asked = [*sources, *scripts.values()]
        answers: dict[str, FileAnswer] = {}
        for language in sorted({source.language for source in asked}):
            group = {source.key: source for source in asked if source.language == language}
            found = self.pack(language)
            if found is not None:
                answers |= self._scan_language(found, group, only)
        for key, script in scripts.items():
            answers[key] = _together(answers.get(key, FileAnswer()), answers.pop(script.key, FileAnswer()))
        return answers

    def _scan_language(
        self, found: Pack, sources: Mapping[str, Source], only: frozenset[str] | None
    ) -> dict[str, FileAnswer]:
        stored = {key: f"{key}:{found.hash}{dataflow.version(found.language)}" for key in sources}
        known = self._known(stored)
        if only is not None:
            narrow = {key: f"{name}:{_short(only)}" for key, name in stored.items() if key not in known}
            known |= self._known(narrow)
            stored |= narrow
        missing = [sources[key] for key in sorted(sources.keys() - known.keys())]
        fresh = self._examine(found, missing, only)
        self._cache.put({stored[key]: answer for key, answer in fresh.items() if answer.lasting})
        return {**known, **fresh}

    def _known(self, names: Mapping[str, str]) -> dict[str, FileAnswer]:
        """``names`` maps a source's key to its name in the cache."""
        answers = self._cache.get(sorted(names.values()))
        return {key: answers[name] for key, name in names.items() if name in answers}

    def _examine(self, found: Pack, sources: Sequence[Source], only: frozenset[str] | None) -> dict[str, FileAnswer]:
        """What no rule can match by its words needs no engine: that is the answer."""
        answers = {source.key: FileAnswer() for source in sources}
        own = {source.key: frozenset(rule.id for rule in found.relevant((source.text,), only)) for source in sources}
        relevant = [source for source in sources if own[source.key]]
        if relevant:
            with self._lock:
                invoke = self._invoke
            run = _Run(invoke, found, own, self._limits.starting_now())
            with ThreadPoolExecutor(self._limits.jobs, thread_name_prefix="engine") as pool:
                for part in pool.map(run, _shared_out(relevant, self._limits.jobs)):
                    answers |= part
            answers |= {source.key: _second_opinion(source, answers[source.key]) for source in relevant}
        return answers


@dataclass(frozen=True, slots=True)
class _Run:
    """One engine process over a share of the texts, with the rules that concern them."""

    invoke: Invoke
    pack: Pack
    own: Mapping[str, frozenset[str]]
    """The rules that can match each text, by its key."""
    limits: Limits

    def __call__(self, sources: Sequence[Source]) -> dict[str, FileAnswer]:
        answers = self._ask(sources, self.limits)
        slow = [source for source in sources if _ran_out_of_time(answers[source.key])]
        for source in slow[:_MOST_RETRIES]:
            answers |= self._ask([source], self.limits.patient)
        return answers | self._without_flow([source for source in sources if _does_not_parse(answers[source.key])])

    def _without_flow(self, sources: Sequence[Source]) -> dict[str, FileAnswer]:
        """Another try for what did not parse as JavaScript: what parses without Flow's marks is wholly examined."""
        plain = {source.key: dialects.without_flow(source.text) for source in sources if source.language in _FLOW}
        again = [source for source in sources if plain.get(source.key, source.text) != source.text]
        if not again:
            return {}
        answers = self._ask([replace(source, text=plain[source.key]) for source in again], self.limits)
        texts = {source.key: source.text for source in again}
        return {key: quoting(answer, texts[key]) for key, answer in answers.items() if not answer.problems}

    def _ask(self, sources: Sequence[Source], limits: Limits) -> dict[str, FileAnswer]:
        """A text is judged by its own rules, whatever texts it shares the process with."""
        own = {source.key: self.own[source.key] for source in sources}
        rules = [self.pack.rules[name] for name in sorted(frozenset().union(*own.values()))]
        suffixes = {source.key: source.suffix for source in sources}

        def ask(searches: Sequence[Mapping[str, Any]], texts: Mapping[str, str]) -> dict[str, FileAnswer]:
            laid_out = [Text(key, text, suffixes[key]) for key, text in texts.items()]
            return patiently(self.invoke, self.pack.language, searches, laid_out, limits)

        contents = {source.key: source.text for source in sources}
        doubting = doubt.doubting(ask, rules)
        if self.pack.language in dataflow.LANGUAGES:
            answers = dataflow.examined(doubting, rules, contents, own)
        else:
            answers = doubting([rule.semgrep for rule in rules], contents)
        return {key: answer.only(own[key]) for key, answer in answers.items()}


_FLOW = frozenset({"javascript"})
_SCRIPT_LANGUAGE = "typescript"
"""What a Vue file's scripts are read as: JavaScript is a part of it."""
_MOST_RETRIES = 3
"""Texts of one share that get a second, longer try alone: the budget is wall time, and the machine may be busy."""
_WORTH_A_PROCESS = 40_000
"""Characters. Below that, starting a second process costs more than it saves."""


_MOST_TOGETHER = 40
"""Texts in one process: when it breaks or its time is up, no more than these are lost."""


def _shared_out(sources: Sequence[Source], jobs: int) -> list[list[Source]]:
    """Shares of about the same size, the largest texts first.

    Separate processes, because the engine's own ``-j`` runs threads whose garbage collections wait for each other: on a
    busy machine it was up to four times slower than one process (measured with 1.182).
    """
    worth = min(jobs, sum(len(source.text) for source in sources) // _WORTH_A_PROCESS)
    count = min(len(sources), max(1, worth, -(-len(sources) // _MOST_TOGETHER)))
    shares: list[list[Source]] = [[] for _ in range(count)]
    for source in sorted(sources, key=lambda item: (-len(item.text), item.key)):
        min(shares, key=lambda share: sum(len(item.text) for item in share)).append(source)
    return shares


def _ran_out_of_time(answer: FileAnswer) -> bool:
    return any(problem.kind is ProblemKind.TIMEOUT for problem in answer.problems)


def _does_not_parse(answer: FileAnswer) -> bool:
    return any(problem.kind is ProblemKind.PARSE for problem in answer.problems)


def _script(source: Source) -> Source | None:
    """The scripts inside a Vue file, at their places."""
    text = dialects.scripts_of_vue(source.text) if source.language == "vue" else ""
    return Source(f"{source.blob}-script", f"{source.path}.ts", _SCRIPT_LANGUAGE, text) if text else None


def _together(first: FileAnswer, second: FileAnswer) -> FileAnswer:
    """Two answers about one file; neither rules nor places are shared between them."""
    matches = sorted((*first.matches, *second.matches), key=lambda item: (item.place, item.rule))
    return FileAnswer(tuple(matches), tuple(dict.fromkeys((*first.problems, *second.problems))))


def _second_opinion(source: Source, answer: FileAnswer) -> FileAnswer:
    """Semgrep reads what is no Python 3 as Python 2 without a word (measured with 1.182). There ``True`` is a name and
    no constant, so a rule about ``shell=True`` finds nothing: the file was not really examined."""
    if source.language != "python" or answer.problems:
        return answer
    line = syntax.first_error(source.language, source.text)
    if line is None:
        return answer
    problem = Problem(ProblemKind.PARSE, f"could not be parsed as Python 3 at line {line}")
    return replace(answer, problems=(problem,))


def _short(rules: frozenset[str]) -> str:
    return hashlib.sha256("\n".join(sorted(rules)).encode()).hexdigest()[:16]
