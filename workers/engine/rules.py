"""The rule files: one YAML file a rule, read strictly, so that a slip is a message with a place and not a silent rule.

``rules/<language>/<area>/<name>.yaml`` holds our own keys (what people are told) beside semgrep's (what is searched).
``rules/_shared/<language>/<name>.yaml`` holds taint sources, sanitizers, propagators and sinks that rules share by
``use``. How to write one: ``rules/README.md``.

``by-name: true`` marks an item of a list that takes something for harmless by the name of a function alone. A name
proves nothing, so what such an item silences is told with low confidence: :mod:`workers.engine.doubt`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from bot.model import Area, Confidence, Severity

ENGINE_LANGUAGES = frozenset(
    "python javascript typescript vue html go java ruby php bash terraform hcl dockerfile yaml json".split()
)
_ENGINE_NAMES = {"vue": "regex"}
"""The engine no longer reads Vue: a rule for it holds expressions; its scripts meet TypeScript's rules."""
SHARED = "_shared"
_BY_NAME = "by-name"

_T = TypeVar("_T")

_ID = re.compile(r"[a-z0-9]+(\.[a-z0-9]+(-[a-z0-9]+)*){2,}")
_OURS = frozenset(
    "id languages severity confidence area cwe owasp title message remedy references use requires".split()
)
_TAINT_LISTS = {
    "sources": "pattern-sources",
    "sanitizers": "pattern-sanitizers",
    "propagators": "pattern-propagators",
    "sinks": "pattern-sinks",
}
VALIDATOR_KINDS = ("true", "false", "return", "nothing")
"""What tells that a value is harmless: the function's answer, that it returns at all, or nothing that it does."""
_SEARCH = frozenset({"pattern", "patterns", "pattern-either", "pattern-regex"})
_SEMGREP = _SEARCH | {*_TAINT_LISTS.values(), "mode", "fix", "options"}
_SEMGREP_SEVERITY = {Severity.HIGH: "ERROR", Severity.MEDIUM: "WARNING", Severity.LOW: "INFO"}


class RuleError(ValueError):
    """A rule file cannot be used; the message names the file, the key and what is wanted."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what people are told of it, and what semgrep searches for."""

    id: str
    languages: tuple[str, ...]
    severity: Severity
    confidence: Confidence
    area: Area
    cwe: int
    owasp: str
    title: str
    message: str
    """Semgrep fills in metavariables."""
    remedy: str
    references: tuple[str, ...]
    requires: tuple[tuple[str, ...], ...]
    """Groups of words; a file must hold at least one of each group, beyond what semgrep's own prefilter finds."""
    semgrep: Mapping[str, Any]
    """The rule as semgrep reads it."""
    strict: Mapping[str, Any] | None = None
    """The same without its items ``by-name``; ``None`` where it has none."""
    validators: Mapping[str, str] = field(default_factory=dict)
    """Functions that check a value, by qualified name: what tells that the value is harmless, one of
    :data:`VALIDATOR_KINDS`. For languages with an interpreter."""


def engine_name(language: str) -> str:
    """The engine's name of a language."""
    return _ENGINE_NAMES.get(language, language)


def load(root: Path) -> tuple[Rule, ...]:
    """Every rule below ``root``, sorted by id. Raises :class:`RuleError` for the first file that is wrong."""
    rules: dict[str, Rule] = {}
    for path in files(root):
        rule = read(root, path)
        if rule.id in rules:
            raise RuleError(f"{path.relative_to(root)}: the id `{rule.id}` is taken by another file")
        rules[rule.id] = rule
    return tuple(rules[id_] for id_ in sorted(rules))


def files(root: Path) -> list[Path]:
    """The rule files. A YAML file named ``<rule>.sample.yaml`` is the sample of a rule for YAML."""
    return [
        path
        for path in sorted(root.rglob("*.yaml"))
        if path.relative_to(root).parts[0] != SHARED and ".sample." not in path.name
    ]


def read(root: Path, path: Path) -> Rule:
    """One rule file. Raises :class:`RuleError`."""
    name = str(path.relative_to(root))
    document = _document(path, name)
    unknown = set(document) - _OURS - _SEMGREP
    if unknown:
        raise RuleError(f"{name}: unknown key `{sorted(unknown)[0]}`; known are {', '.join(sorted(_OURS | _SEMGREP))}")
    fields = _Fields(name, document)
    languages = tuple(fields.strings("languages"))
    if not languages or not ENGINE_LANGUAGES.issuperset(languages):
        raise RuleError(f"{name}: `languages` must be some of {', '.join(sorted(ENGINE_LANGUAGES))}")
    severity = fields.one_of("severity", {item.label: item for item in Severity})
    rule_id = fields.text("id")
    if not _ID.fullmatch(rule_id):
        raise RuleError(f"{name}: `id` is `{rule_id}`; it must look like `python.subprocess.shell-injection`")
    search = _search(root, name, document)
    told = {
        "id": rule_id,
        "languages": [engine_name(language) for language in languages],
        "severity": _SEMGREP_SEVERITY[severity],
        "message": fields.text("message"),
    }
    return Rule(
        id=rule_id,
        languages=languages,
        severity=severity,
        confidence=fields.one_of("confidence", {item.label: item for item in Confidence}),
        area=fields.one_of("area", {item.value: item for item in Area}),
        cwe=fields.number("cwe"),
        owasp=fields.text("owasp", default=""),
        title=fields.text("title"),
        message=fields.text("message"),
        remedy=fields.text("remedy"),
        references=tuple(fields.strings("references", default=())),
        requires=_required(root, document, fields),
        semgrep={**told, **_read(search, by_name=True)},
        strict={**told, **_read(search, by_name=False)} if _mentions_names(search) else None,
        validators=_validators(root, document),
    )


def _search(root: Path, name: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Semgrep's keys of the rule, with the shared lists in front of its own."""
    keys = {key: value for key, value in document.items() if key in _SEMGREP}
    use = document.get("use", {})
    if not isinstance(use, dict) or not set(use) <= set(_TAINT_LISTS):
        raise RuleError(f"{name}: `use` must be a mapping with keys of {', '.join(_TAINT_LISTS)}")
    for kind, names in use.items():
        own = keys.get(_TAINT_LISTS[kind], [])
        shared = [item for each in names for item in _shared(root, f"{SHARED}/{each}.yaml", kind, name)]
        keys[_TAINT_LISTS[kind]] = [*shared, *own]
    if keys.get("mode") == "taint":
        missing = {"pattern-sources", "pattern-sinks"} - set(keys)
    else:
        missing = set() if _SEARCH & set(keys) else {"pattern"}
    if missing:
        raise RuleError(f"{name}: nothing to search for: `{sorted(missing)[0]}` is missing")
    return keys


def _mentions_names(search: Any) -> bool:
    if isinstance(search, Mapping):
        return _BY_NAME in search or any(_mentions_names(each) for each in search.values())
    return isinstance(search, list) and any(_mentions_names(each) for each in search)


def _read(search: Any, *, by_name: bool) -> Any:
    """The search as semgrep reads it, with or without the items that believe a name. A list without items is none."""
    if isinstance(search, Mapping):
        parts = {key: _read(each, by_name=by_name) for key, each in search.items() if key != _BY_NAME}
        return {key: each for key, each in parts.items() if each != []}
    if isinstance(search, list):
        kept = (each for each in search if by_name or not (isinstance(each, Mapping) and each.get(_BY_NAME)))
        return [_read(each, by_name=by_name) for each in kept]
    return search


def _validators(root: Path, document: Mapping[str, Any]) -> dict[str, str]:
    """Qualified name → kind, for all rules of the languages and of the shared sanitizers that the rule uses.

    Raises :class:`RuleError`.
    """
    found: dict[str, str] = {}
    general = (f"{language}/validators" for language in document["languages"])
    for each in (*general, *document.get("use", {}).get("sanitizers", ())):
        name = f"{SHARED}/{each}.yaml"
        table = _document(root / name, name).get("validators", {}) if (root / name).is_file() else {}
        if not isinstance(table, dict) or not set(table) <= set(VALIDATOR_KINDS):
            raise RuleError(f"{name}: `validators` must be lists by {', '.join(VALIDATOR_KINDS)}")
        fields = _Fields(name, table)
        found |= {function: kind for kind in table for function in fields.strings(kind)}
    return found


def _required(root: Path, document: Mapping[str, Any], field: _Fields) -> tuple[tuple[str, ...], ...]:
    """The rule's own words, and those of its shared sources where it has no source beside them."""
    groups = [tuple(field.strings("requires", default=()))]
    used = document.get("use", {}).get("sources", [])
    if used and "pattern-sources" not in document:
        files = [_Fields(each, _document(root / f"{SHARED}/{each}.yaml", f"{SHARED}/{each}.yaml")) for each in used]
        words = [tuple(each.strings("requires", default=())) for each in files]
        if all(words):
            groups.append(tuple(word for group in words for word in group))
    return tuple(group for group in groups if group)


def _shared(root: Path, relative: str, kind: str, user: str) -> Sequence[Any]:
    """Raises :class:`RuleError`, naming the rule that asked."""
    path = root / relative
    if not path.is_file():
        raise RuleError(f"{user}: `use` names {relative}, which does not exist")
    items = _document(path, relative).get(kind)
    if not isinstance(items, list) or not items:
        raise RuleError(f"{user}: {relative} has no `{kind}`")
    return items


def _document(path: Path, name: str) -> dict[str, Any]:
    return _parsed(path, name, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _parsed(path: Path, name: str, _changed: int) -> dict[str, Any]:
    """Kept because many rules share a file of sources; nobody changes what it gives."""
    import yaml  # late: a review with a compiled pack needs no YAML

    try:
        document = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RuleError(f"{name}: this is not YAML: {error}") from error
    if not isinstance(document, dict):
        raise RuleError(f"{name}: a rule file is one mapping")
    return document


@dataclass(frozen=True, slots=True)
class _Fields:
    """Typed reading of a mapping whose errors name the file."""

    name: str
    document: Mapping[str, Any]

    def _get(self, key: str, wanted: str, accept: Callable[[Any], bool], default: Any) -> Any:
        value = self.document.get(key, default)
        if value is None or not accept(value):
            raise RuleError(f"{self.name}: `{key}` must be {wanted}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, "a text", lambda item: isinstance(item, str) and (item != "" or default == ""), default)
        return " ".join(str(value).split())

    def number(self, key: str) -> int:
        return int(self._get(key, "a whole number", lambda item: isinstance(item, int) and item > 0, None))

    def strings(self, key: str, default: Sequence[str] | None = None) -> Sequence[str]:
        def is_strings(value: Any) -> bool:
            return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)

        return list(self._get(key, "a list of texts", is_strings, default))

    def one_of(self, key: str, choices: Mapping[str, _T]) -> _T:
        value = self.document.get(key)
        if not isinstance(value, str) or value not in choices:
            raise RuleError(f"{self.name}: `{key}` is `{value}`; it must be one of {', '.join(choices)}")
        return choices[value]
