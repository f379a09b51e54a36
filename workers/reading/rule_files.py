"""The files of rules: one YAML file a rule, read strictly, so that a slip is a message with a place and no silent rule.

``rules/<technology>/<area>/<name>.yaml`` says what people are told, in the same words for every rule, and what is
searched. The keys of the search say who reads the rest: semgrep's are read by :mod:`workers.engine.rules`, ``files``,
``lines`` and ``settings`` by the configuration check, ``audit`` and ``code`` by the check that the id names. How to
write one: ``rules/README.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.decoding import Misread, decode
from bot.model import Area, Confidence, Several, Severity

SHARED = "_shared"
COVERAGE = "_coverage"
_NO_RULES = frozenset({SHARED, COVERAGE})
"""Folders of tables that rules share, or that tell of them."""
_LABELS: Mapping[str, Mapping[str, int | str]] = {
    "severity": {item.label: item.value for item in Severity},
    "confidence": {item.label: item.value for item in Confidence},
    "area": {item.value: item.value for item in Area},
}
_TEXTS = ("id", "title", "message", "remedy")
SEARCHED_BY_CHECKS = frozenset({"files", "lines", "settings", "block", "above", "in-texts", "audit", "code"})
"""Keys that say what a check searches for, where the engine does not."""
_CHECKED = frozenset({"files", "audit", "code"})
"""One of them stands in each such rule."""

Document = Mapping[str, object]
_Shape = TypeVar("_Shape")
_Headed = TypeVar("_Headed", bound="Heading")


class RuleError(ValueError):
    """A rule file cannot be used; the message names the file, the key and what is wanted."""


class Heading(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """What every rule says of itself, whoever searches for it."""

    id: str
    severity: Severity
    confidence: Confidence
    area: Area
    cwe: int
    title: str
    message: str
    """The engine fills in metavariables, a check the words in braces."""
    remedy: str
    owasp: str = ""
    references: tuple[str, ...] = ()


class CheckHeading(Heading, frozen=True, kw_only=True):
    """What a rule says that a check searches for."""

    several: Several | None = None


def root() -> Path:
    """The folder of rules: beside the packages in a checkout, inside them in a wheel."""
    installed = Path(__file__).parents[1] / "engine" / "rules"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "rules"


def files(folder: Path) -> list[Path]:
    """The rule files below a folder. A YAML file named ``<rule>.sample.yaml`` is the sample of a rule for YAML."""
    found = (path for path in sorted(folder.rglob("*.yaml")) if ".sample." not in path.name)
    return [path for path in found if path.relative_to(folder).parts[0] not in _NO_RULES]


def documents(folders: Path, technology: str = "") -> Iterator[tuple[str, Document]]:
    """Every rule file of a folder of rules, or of one technology, by its path there. Raises :class:`RuleError`."""
    for path in files(folders / technology):
        name = path.relative_to(folders).as_posix()
        yield name, document(path, name)


def is_for_a_check(document: Document) -> bool:
    """Whether a check searches for the rule, and not the engine."""
    return not _CHECKED.isdisjoint(document)


def check_heading(written: Document, name: str) -> CheckHeading:
    """What a rule file of a check tells people. Raises :class:`RuleError`."""
    return heading(written, CheckHeading, name, beside=SEARCHED_BY_CHECKS)


def heading(written: Document, shape: type[_Headed], name: str, beside: frozenset[str] = frozenset()) -> _Headed:
    """A rule file as ``shape``, a kind of :class:`Heading`. ``beside`` are keys that somebody else reads.

    Raises :class:`RuleError`.
    """
    fields: dict[str, object] = {key: value for key, value in written.items() if key not in beside}
    known = {field.encode_name for field in msgspec.structs.fields(shape)}
    if unknown := sorted(map(str, fields.keys() - known)):
        raise RuleError(f"{name}: unknown key `{unknown[0]}`; known are {', '.join(sorted(known | beside))}")
    for key, members in _LABELS.items():
        label = fields.get(key)
        if not isinstance(label, str) or label not in members:
            raise RuleError(f"{name}: `{key}` is `{label}`; it must be one of {', '.join(members)}")
        fields[key] = members[label]
    for key in _TEXTS:
        text = fields.get(key)
        if not isinstance(text, str) or not text:
            raise RuleError(f"{name}: `{key}` must be a text")
        fields[key] = " ".join(text.split())
    return typed(fields, shape, name)


def typed(written: object, shape: type[_Shape], name: str) -> _Shape:
    """What a rule file holds, as ``shape``. Raises :class:`RuleError` with the file and the key."""
    try:
        return decode(shape, written)
    except Misread as error:
        place = f"`{error.place}` " if error.place else ""
        problem = error.problem.replace("expected", "must be", 1).replace(", got", ", not", 1)
        raise RuleError(f"{name}: {place}{problem}") from error


def document(path: Path, name: str) -> Document:
    """One file as a mapping, parsed once. Raises :class:`RuleError`."""
    return _parsed(path, name, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _parsed(path: Path, name: str, _changed: int) -> Document:
    """Kept because many rules share a file of sources; nobody changes what it gives."""
    import yaml  # late: a review with a compiled pack needs no YAML

    try:
        document = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 # nosec B506
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: not UTF-8, or a date that cannot be
        raise RuleError(f"{name}: this is not YAML: {error}") from error
    if not isinstance(document, dict):
        raise RuleError(f"{name}: a rule file is one mapping")
    return document
