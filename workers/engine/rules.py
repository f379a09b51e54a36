"""The rules that semgrep searches for: semgrep's keys, with the lists that rules share.

``rules/_shared/<language>/<name>.yaml`` holds taint sources, sanitizers, propagators and sinks that rules share by
``use``. What every rule file says, and how to write one: :mod:`workers.reading.rule_files`.

``by-name: true`` marks an item of a list that takes something for harmless by the name of a function alone. A name
proves nothing, so what such an item silences is told with low confidence: :mod:`workers.engine.doubt`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from bot.model import Severity
from workers.reading import rule_files
from workers.reading.rule_files import SHARED, Document, Heading, RuleError

ENGINE_LANGUAGES = frozenset(
    "python javascript typescript vue html go java ruby php csharp kotlin rust c cpp bash terraform hcl dockerfile "
    "yaml json".split()
)
_ENGINE_NAMES = {"vue": "regex"}
"""The engine no longer reads Vue: a rule for it holds expressions; its scripts meet TypeScript's rules."""
_WORDS = f"{SHARED}/code/words.yaml"
_WORD = re.compile(r"%\{([a-z-]+)\}")
_BY_NAME = "by-name"
_ID = re.compile(r"[a-z0-9]+(\.[a-z0-9]+(-[a-z0-9]+)*){2,}")
_TAINT_LISTS = {
    "sources": "pattern-sources",
    "sanitizers": "pattern-sanitizers",
    "propagators": "pattern-propagators",
    "sinks": "pattern-sinks",
}
ValidatorKind = Literal["true", "false", "return", "nothing"]
"""What tells that a value is harmless: the function's answer, that it returns at all, or nothing that it does."""
_SEARCH = frozenset({"pattern", "patterns", "pattern-either", "pattern-regex"})
_SEMGREP = _SEARCH | {*_TAINT_LISTS.values(), "mode", "fix", "options"}
_SEMGREP_SEVERITY = {Severity.HIGH: "ERROR", Severity.MEDIUM: "WARNING", Severity.LOW: "INFO"}


class Mend(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to write it instead."""

    this: str
    """A regular expression that is found exactly once in the whole lines of a match, or the way is none there."""
    becomes: str
    """What takes its place; ``\\1`` or ``\\g<name>`` is what a group found."""
    needs: str = ""
    """A text that the file must hold, e.g. the import of what ``becomes`` calls."""


Defect = Literal["sink", "source"]
"""What people have to mend of a data flow."""

Search = Mapping[str, Any]
"""In semgrep's own language: only semgrep can say what it may hold."""


class Rule(Heading, frozen=True, kw_only=True):
    """One rule: what people are told of it, and what semgrep searches for."""

    languages: tuple[str, ...]
    requires: tuple[tuple[str, ...], ...]
    """Groups of words; a file must hold at least one of each group, beyond what semgrep's own prefilter finds."""
    semgrep: Search
    """The rule as semgrep reads it."""
    strict: Search | None = None
    """The same without its items ``by-name``; ``None`` where it has none."""
    defect: Defect = "sink"
    """``source``: what the data becomes only shows that its source is wrong, e.g. a predictable number that becomes a
    token and then a cookie. Then all flows from one source are one finding, told where the data gets to first."""
    mend: tuple[Mend, ...] = ()
    """The ways to write it instead, tried in this order: see :mod:`workers.engine.fixes`."""
    validators: Mapping[str, str] = {}
    """Functions that check a value, by qualified name: what tells that the value is harmless, one of
    :data:`ValidatorKind`. For languages with an interpreter."""

    def reaches(self, path: str) -> bool:
        """Whether it speaks of a path. Ours speak of all: what is reviewed is the policy's to say."""
        del path
        return True


class _Use(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of shared files, by the kind of list that is taken from them."""

    sources: tuple[str, ...] = ()
    sanitizers: tuple[str, ...] = ()
    propagators: tuple[str, ...] = ()
    sinks: tuple[str, ...] = ()


class _Written(Heading, frozen=True, kw_only=True, rename="kebab"):
    """A rule file, semgrep's keys aside."""

    languages: tuple[str, ...]
    requires: tuple[str, ...] = ()
    use: _Use = _Use()
    mend: tuple[Mend, ...] = ()
    defect: Defect = "sink"


class _Shared(msgspec.Struct, frozen=True):
    """A file of shared lists. Their items are semgrep's."""

    sources: tuple[object, ...] = ()
    sanitizers: tuple[object, ...] = ()
    propagators: tuple[object, ...] = ()
    sinks: tuple[object, ...] = ()
    requires: tuple[str, ...] = ()
    validators: Mapping[ValidatorKind, tuple[str, ...]] = {}


def engine_name(language: str) -> str:
    """The engine's name of a language."""
    return _ENGINE_NAMES.get(language, language)


def load(root: Path) -> tuple[Rule, ...]:
    """Every rule for the engine below ``root``, sorted by id.

    Raises :class:`~workers.reading.rule_files.RuleError` for the first file that is wrong.
    """
    rules: dict[str, Rule] = {}
    for name, document in rule_files.documents(root):
        if rule_files.is_for_a_check(document):
            continue
        rule = read(root, name, document)
        if rule.id in rules:
            raise RuleError(f"{name}: the id `{rule.id}` is taken by another file")
        rules[rule.id] = rule
    return tuple(rules[id_] for id_ in sorted(rules))


def read(root: Path, name: str, document: Document) -> Rule:
    """One rule file. Raises :class:`~workers.reading.rule_files.RuleError`."""
    document = spelled(document, root, name)
    written = rule_files.heading(document, _Written, name, beside=_SEMGREP)
    if not written.languages or not ENGINE_LANGUAGES.issuperset(written.languages):
        raise RuleError(f"{name}: `languages` must be some of {', '.join(sorted(ENGINE_LANGUAGES))}")
    if not _ID.fullmatch(written.id):
        raise RuleError(f"{name}: `id` is `{written.id}`; it must look like `python.subprocess.shell-injection`")
    if written.cwe < 1:
        raise RuleError(f"{name}: `cwe` must be a whole number above 0")
    search = _search(root, name, document, written.use)
    told = {
        "id": written.id,
        "languages": [engine_name(language) for language in written.languages],
        "severity": _SEMGREP_SEVERITY[written.severity],
        "message": written.message,
    }
    return Rule(
        id=written.id,
        languages=written.languages,
        severity=written.severity,
        confidence=written.confidence,
        area=written.area,
        cwe=written.cwe,
        owasp=written.owasp,
        title=written.title,
        message=written.message,
        remedy=written.remedy,
        references=written.references,
        requires=_required(root, name, written, has_own_sources="pattern-sources" in document),
        semgrep={**told, **_read_mapping(search, by_name=True)},
        strict={**told, **_read_mapping(search, by_name=False)} if _mentions_names(search) else None,
        defect=written.defect,
        mend=_mended(written.mend, name),
        validators=_validators(root, written),
    )


def _mended(ways: tuple[Mend, ...], name: str) -> tuple[Mend, ...]:
    """The ways, each of which can be read. Raises :class:`~workers.reading.rule_files.RuleError`."""
    for way in ways:
        try:
            re.compile(way.this)
        except re.error as error:
            raise RuleError(f"{name}: `mend` is no regular expression: {error}") from error
    return ways


def _search(root: Path, name: str, document: Document, use: _Use) -> dict[str, object]:
    """Semgrep's keys of the rule, with the shared lists in front of its own."""
    keys = {key: value for key, value in document.items() if key in _SEMGREP}
    for kind, key in _TAINT_LISTS.items():
        shared = [item for each in getattr(use, kind) for item in _items(root, each, kind, name)]
        if shared:
            own = keys.get(key, [])
            if not isinstance(own, list):
                raise RuleError(f"{name}: `{key}` must be a list")
            keys[key] = [*shared, *own]
    if keys.get("mode") == "taint":
        missing = {"pattern-sources", "pattern-sinks"} - set(keys)
    else:
        missing = set() if _SEARCH & set(keys) else {"pattern"}
    if missing:
        raise RuleError(f"{name}: nothing to search for: `{sorted(missing)[0]}` is missing")
    return keys


def _mentions_names(search: object) -> bool:
    if isinstance(search, dict):
        return _BY_NAME in search or any(_mentions_names(each) for each in search.values())
    return isinstance(search, list) and any(_mentions_names(each) for each in search)


def _read_mapping(search: Mapping[str, object], *, by_name: bool) -> dict[str, object]:
    """The search as semgrep reads it, with or without the items that believe a name. A list without items is none."""
    parts = {key: _read(each, by_name=by_name) for key, each in search.items() if key != _BY_NAME}
    return {key: each for key, each in parts.items() if each != []}


def _read(search: object, *, by_name: bool) -> object:
    if isinstance(search, dict):
        return _read_mapping(search, by_name=by_name)
    if isinstance(search, list):
        kept = (each for each in search if by_name or not (isinstance(each, dict) and each.get(_BY_NAME)))
        return [_read(each, by_name=by_name) for each in kept]
    return search


def _validators(root: Path, written: _Written) -> dict[str, str]:
    """Qualified name → kind, for all rules of the languages and of the shared sanitizers that the rule uses.

    Raises :class:`~workers.reading.rule_files.RuleError`.
    """
    found: dict[str, str] = {}
    for each in (*(f"{language}/validators" for language in written.languages), *written.use.sanitizers):
        if (root / SHARED / f"{each}.yaml").is_file():
            validators = _shared(root, each).validators
            found |= {function: kind for kind, functions in validators.items() for function in functions}
    return found


def _required(root: Path, name: str, written: _Written, *, has_own_sources: bool) -> tuple[tuple[str, ...], ...]:
    """The rule's own words, and those of its shared sources where it has no source beside them."""
    groups = [written.requires]
    if not has_own_sources:
        words = [_shared(root, each, name).requires for each in written.use.sources]
        if all(words):
            groups.append(tuple(word for group in words for word in group))
    return tuple(group for group in groups if group)


def _items(root: Path, each: str, kind: str, user: str) -> tuple[object, ...]:
    """Raises :class:`~workers.reading.rule_files.RuleError`, naming the rule that asked."""
    items: tuple[object, ...] = getattr(_shared(root, each, user), kind)
    if not items:
        raise RuleError(f"{user}: {SHARED}/{each}.yaml has no `{kind}`")
    return items


def shared_items(root: Path, each: str, kind: str) -> tuple[object, ...]:
    """The items of a shared list as the engine reads them, those that believe a name left out; none where there is no
    such list. Raises :class:`~workers.reading.rule_files.RuleError`."""
    if not (root / SHARED / f"{each}.yaml").is_file():
        return ()
    items = _read(list(getattr(_shared(root, each), kind)), by_name=False)
    return tuple(items) if isinstance(items, list) else ()


def _shared(root: Path, each: str, user: str = "") -> _Shared:
    name = f"{SHARED}/{each}.yaml"
    if not (root / name).is_file():
        raise RuleError(f"{user}: `use` names {name}, which does not exist")
    return rule_files.typed(spelled(rule_files.document(root / name, name), root, name), _Shared, name)


def spelled(document: Document, root: Path, name: str) -> Document:
    """The document with what stands for each of its words. Raises :class:`~workers.reading.rule_files.RuleError`."""

    @cache
    def words() -> Mapping[str, str]:  # few documents have any
        return _words(root)

    def word(found: re.Match[str]) -> str:
        if found[1] not in words():
            raise RuleError(f"{name}: `{found[0]}` is not in {_WORDS}")
        return words()[found[1]]

    def within(part: object) -> object:
        if isinstance(part, str):
            return _WORD.sub(word, part) if "%{" in part else part
        if isinstance(part, list):
            return [within(each) for each in part]
        return {key: within(each) for key, each in part.items()} if isinstance(part, dict) else part

    return {key: within(each) for key, each in document.items()}


def _words(root: Path) -> Mapping[str, str]:
    if not (root / _WORDS).is_file():
        return {}
    return rule_files.typed(rule_files.document(root / _WORDS, _WORDS), dict[str, str], _WORDS)
