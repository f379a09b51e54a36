"""Rule packs: the YAML files compiled to one JSON file a language, kept in a cache folder.

The cache is named by the rule files' paths, sizes and times and by the engine, so a warm start reads one JSON file and
neither YAML nor a rule file. A pack's own hash is that of its content: it is part of the key of every cached result.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import msgspec

from bot.decoding import Misread, decode_json
from bot.model import Area
from workers.engine import leaves
from workers.engine.places import can_be_followed
from workers.engine.prefilter import may_match, words_alone, words_of
from workers.engine.program import Program
from workers.engine.rules import Rule, load
from workers.engine.words import without_words
from workers.processes import sandbox, scratch

log = logging.getLogger(__name__)

_FORMAT = 8
"""Raise it when the cached files' form changes."""
_KEPT = 8


class _Compiled(msgspec.Struct, frozen=True):
    """What the cache holds of one language."""

    hash: str
    rules: tuple[Rule, ...]
    filters: Mapping[str, object]
    leaves: Mapping[str, object] = {}


class _Filter(msgspec.Struct, frozen=True):
    """The engine's prefilter of one rule."""

    rule_id: str
    filter: object


@dataclass(frozen=True)
class Pack:
    """All the rules for one language, ready for the engine."""

    language: str
    hash: str
    """Of the rules' content and the engine."""
    rules: Mapping[str, Rule]
    filters: Mapping[str, object]
    leaves: Mapping[str, object] = field(default_factory=dict)
    """The engine's prefilter of each pattern in the rules, by the pattern; see :mod:`workers.engine.leaves`."""

    @cached_property
    def areas(self) -> frozenset[Area]:
        return frozenset(rule.area for rule in self.rules.values())

    @cached_property
    def followed(self) -> frozenset[str]:
        """The rules whose data can be followed from one definition to another."""
        return frozenset(rule.id for rule in self.rules.values() if can_be_followed(rule.semgrep, marks=True))

    def relevant(self, texts: Iterable[str], among: Iterable[str] | None = None) -> tuple[Rule, ...]:
        """The rules that can match at least one of the texts, in order of id."""
        asked = [words_of(text) for text in texts]
        wanted = self.rules.keys() if among is None else self.rules.keys() & set(among)
        return tuple(
            self.rules[rule_id]
            for rule_id in sorted(wanted)
            if any(may_match(self.filters.get(rule_id), text) for text in asked)
        )

    def concerns(self, texts: Iterable[str], among: Iterable[str]) -> bool:
        """Whether one of some rules can match one of the texts."""
        names = sorted(among)
        return any(may_match(self.filters.get(name), text) for text in map(words_of, texts) for name in names)


class PackSource(Protocol):
    """The packs of some rules."""

    def get(self, language: str) -> Pack | None:
        """``None`` where no rule is for this language. Raises :class:`~workers.reading.rule_files.RuleError`."""
        ...

    @property
    def languages(self) -> frozenset[str]: ...


class Packs:
    """The packs of one folder of rules, compiled when first asked for.

    ``folder`` holds compiled packs between runs; ``None`` compiles anew in each process.
    """

    def __init__(self, root: Path, program: Program, folder: Path | None) -> None:
        self._root = root
        self._program = program
        self._folder = folder
        self._loaded: dict[str, Pack | None] = {}

    def get(self, language: str) -> Pack | None:
        if language not in self._loaded:
            self._loaded[language] = self._read(language) if language in self._documents else None
        return self._loaded[language]

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self._documents)

    @cached_property
    def _documents(self) -> Mapping[str, Path | _Compiled]:
        """Language → its compiled pack: a file, or the document itself where no folder can hold it."""
        if self._folder is not None:
            ready = self._folder / _signature(self._root, self._program)
            try:
                if not ready.is_dir():
                    _keep(ready, self._compile())
                return {path.stem: path for path in ready.glob("*.json")}
            except OSError as error:
                log.warning("the rule pack is compiled anew each time, its folder cannot be written: %s", error)
        return self._compile()

    def _compile(self) -> dict[str, _Compiled]:
        by_language = _by_language(load(self._root))
        return {
            language: msgspec.structs.replace(
                _compiled(rules, self._program), leaves=_leaves(language, rules, self._program)
            )
            for language, rules in by_language.items()
        }

    def _read(self, language: str) -> Pack:
        found = self._documents[language]
        compiled = decode_json(_Compiled, found.read_bytes()) if isinstance(found, Path) else found
        rules = {rule.id: rule for rule in compiled.rules}
        return Pack(
            language=language, hash=compiled.hash, rules=rules, filters=compiled.filters, leaves=compiled.leaves
        )


def _keep(ready: Path, packs: Mapping[str, _Compiled]) -> None:
    """Written beside its place and renamed, so that nobody ever reads half a pack."""
    ready.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f"{ready.name}.", dir=ready.parent))
    for language, compiled in packs.items():
        (partial / f"{language}.json").write_bytes(msgspec.json.encode(compiled))
    try:
        partial.rename(ready)
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)
        if not ready.is_dir():  # else somebody was quicker, and theirs is the same
            raise
    _forget_old(ready.parent)


def _forget_old(folder: Path) -> None:
    """Keeps the newest few packs: one machine may hold several checkouts."""
    packs = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in packs[_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


def _signature(folder: Path, program: Program) -> str:
    """A hash of the rule files' paths, sizes and times. Written for speed: every review pays for it."""
    rows = [f"{_FORMAT} {program.version}"]
    for directory, names, files in os.walk(folder):
        names.sort()
        for name in sorted(files):
            if name.endswith(".yaml"):
                path = Path(directory, name)
                stat = path.stat()
                rows.append(f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:24]


def _by_language(rules: Sequence[Rule]) -> dict[str, list[Rule]]:
    languages: dict[str, list[Rule]] = {}
    for rule in rules:
        for language in rule.languages:
            languages.setdefault(language, []).append(rule)
    return languages


def pack_of(
    language: str,
    rules: Sequence[Rule],
    program: Program,
    *,
    own: bool = True,
    leaves: Mapping[str, object] = MappingProxyType({}),
) -> Pack:
    """The pack of rules that stand in no folder. ``own``: they are a repository's own. ``leaves``: of patterns in them.

    Of those the words are asked for here, and the expressions are left to the engine, which has a limit of time.
    """
    made = _compiled(rules, program)
    filters = {name: words_alone(formula) if own else formula for name, formula in made.filters.items()}
    return Pack(language, made.hash, {rule.id: rule for rule in made.rules}, filters, leaves)


def _compiled(rules: Sequence[Rule], program: Program) -> _Compiled:
    content = msgspec.json.encode([program.version, rules], order="sorted")
    filters = _filters([rule.strict or rule.semgrep for rule in rules], program)
    return _Compiled(hashlib.sha256(content).hexdigest()[:24], tuple(rules), _with_required(rules, filters))


def _filters(rules: Sequence[Mapping[str, object]], program: Program) -> dict[str, object]:
    """Rule id → prefilter formula. Without them everything still works, only slower."""
    with scratch.folder("pack") as directory:
        path = directory / "rules.json"
        path.write_text(json.dumps({"rules": without_words(rules)}), encoding="utf-8")
        try:
            done = sandbox.run([str(program.core), "-prefilter_of_rules", str(path)], timeout=240, cwd=directory)
            return {item.rule_id: item.filter for item in decode_json(tuple[_Filter, ...], done.stdout)}
        except (sandbox.ProcessFailed, sandbox.ProcessTimeout, OSError, Misread) as error:
            log.warning("the engine gave no prefilters, every rule is tried on every file: %s", error)
            return {}


def _leaves(language: str, rules: Sequence[Rule], program: Program) -> dict[str, object]:
    """Pattern → prefilter formula, without expressions."""
    if language not in leaves.LANGUAGES:
        return {}
    searches = [each for rule in rules for each in (rule.semgrep, rule.strict) if each is not None]
    patterns = leaves.written(searches)
    found = _filters(leaves.asked_alone(language, patterns), program)
    return {pattern: words_alone(found[str(number)]) for number, pattern in enumerate(patterns)} if found else {}


def _with_required(rules: Sequence[Rule], filters: Mapping[str, object]) -> dict[str, object]:
    """The formulas with each rule's own required words."""
    formulas = dict(filters)
    for rule in rules:
        for group in rule.requires:
            words = ["Or", [["Pred", ["Idents", [word]]] for word in group]]
            match formulas.get(rule.id):
                case ["Some", formula]:
                    formulas[rule.id] = ["Some", ["And", [words, formula]]]
                case _:
                    formulas[rule.id] = ["Some", words]
    return formulas
