"""The rules for settings, read from their files once one of their kind is reviewed. A part of the configuration check.

``files`` names the kind of file, ``lines`` the ways in which a line is unsafe, and ``settings`` the values that are
unsafe in documents of YAML and JSON, however they are written. How to write one: ``rules/README.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import msgspec

from workers.checks.base import CheckRule
from workers.checks.configuration.kinds import FOLDERS, KINDS
from workers.checks.rules import check_rule
from workers.reading import rule_files
from workers.reading.line_patterns import LinePattern
from workers.reading.rule_files import SHARED, Document, RuleError

_WORDS = f"{SHARED}/settings/words.yaml"
_WORD = re.compile(r"%\{([\w-]+)\}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document of YAML or JSON a value is unsafe, however it is written."""

    path: re.Pattern[str]
    """Of the keys from the root, joined by dots, a list's item as ``[]``; it must match up to the end. ``name=value``
    stands for an entry that is written as ``{name: …, value: …}``."""
    value: re.Pattern[str]
    """What the whole value, without its quotes, looks like."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One rule, and what it searches for in which kind of file."""

    kind: str
    pattern: LinePattern
    rule: CheckRule
    block: re.Pattern[str] | None = None
    """What the header of the enclosing block must look like."""
    above: re.Pattern[str] | None = None
    """What the line above must look like."""
    places: tuple[Place, ...] = ()
    """In YAML and JSON, where the rule has them, instead of the line's pattern."""
    in_texts: bool = False
    """Whether the pattern is asked of every text of a YAML document too, alone and after its key."""

    @property
    def is_structural(self) -> bool:
        return bool(self.places) or self.in_texts


class _Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    path: str
    value: str


class _Search(msgspec.Struct, frozen=True, rename="kebab"):
    """The keys of a rule file that say what is searched."""

    files: str
    lines: tuple[str, ...]
    block: str = ""
    above: str = ""
    settings: tuple[_Place, ...] = ()
    in_texts: bool = False


@cache
def of_kind(kind: str) -> tuple[Setting, ...]:
    """The rules for a kind of files. Raises :class:`~workers.reading.rule_files.RuleError`."""
    found = rule_files.documents(rule_files.root(), FOLDERS.get(kind, kind))
    return tuple(read(name, document) for name, document in found if document.get("files") == kind)


def every() -> Iterator[Setting]:
    """The rules for all kinds of files. Raises :class:`~workers.reading.rule_files.RuleError`."""
    for kind in KINDS:
        yield from of_kind(kind)


def read(name: str, document: Document) -> Setting:
    """One rule file. Raises :class:`~workers.reading.rule_files.RuleError`."""
    rule = check_rule(name, document)
    search = rule_files.typed(document, _Search, name)
    if search.files not in KINDS:
        raise RuleError(f"{name}: `files` is `{search.files}`; it must be one of {', '.join(KINDS)}")
    try:
        return Setting(
            kind=search.files,
            pattern=LinePattern(*(_whole(way, name) for way in search.lines)),
            rule=rule,
            block=re.compile(_whole(search.block, name)) if search.block else None,
            above=re.compile(_whole(search.above, name)) if search.above else None,
            places=tuple(_place(written, name) for written in search.settings),
            in_texts=search.in_texts,
        )
    except re.error as error:
        raise RuleError(f"{name}: {error.pattern!r} is no regular expression: {error}") from error


def _place(written: _Place, name: str) -> Place:
    path = _whole(written.path, name)
    return Place(re.compile(rf"(?:^|\.)(?:{path})$"), re.compile(_whole(written.value, name)))


def _whole(text: str, name: str) -> str:
    """A pattern as it is searched: in one line, with the shared words in it."""

    def word(found: re.Match[str]) -> str:
        if found[1] not in _words():
            raise RuleError(f"{name}: `{found[0]}` is not in {_WORDS}")
        return _words()[found[1]]

    return _WORD.sub(word, text.replace("\n", ""))


@cache
def _words() -> Mapping[str, str]:
    return rule_files.typed(rule_files.document(rule_files.root() / _WORDS, _WORDS), dict[str, str], _WORDS)
