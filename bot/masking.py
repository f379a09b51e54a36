"""Takes credentials out of a review before anybody sees it. Pure.

A check quotes the change: in an excerpt, a trace, a title, a gap's reason. Whatever is a credential by its form, or by
what the secrets check found in this change, is masked there. The walk goes over every text of a review, those that
nobody thought of too; only the names that people and hosts find things by are left as they are.
"""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar, cast

from bot.credentials import assigned, issued, reading, strength
from bot.credentials.assigned import Manner
from bot.credentials.reading import Line
from bot.model import Finding, TraceStep

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MASK = "[masked]"
_NAMES = frozenset(
    {
        "rule",
        "path",
        "old_path",
        "check",
        "fingerprint",
        "members",
        "names",
        "demoted",
        "files",
        "references",
        "page",
        "ref",
        "repository_id",
        "base",
    }
    | {"head", "merge_base", "target_branch", "default_branch", "author", "url", "commit", "id", "rules"}
    | {"language", "paths", "checks"}
)
"""Fields that say which thing it is: rules, files, commits. A mask in one would make it another."""
_QUOTATIONS = frozenset({"excerpt", "text", "scope", "identity", "suppressed", "replacement"})
"""Fields that hold code: there whatever a name of a secret is given is masked, a weak password too."""
_SHORTEST = 6
"""Characters of a known value; a shorter one is part of too many words."""
_LONG = re.compile(r"[A-Za-z0-9+/_=-]{32,}")
_LOGIN = re.compile(r"(?<=://)(?P<login>[^\s/@:\"'<>`]{0,100}:)(?P<value>[^\s/@\"'<>`$\{]{1,400})(?=@)")
_TOKEN_AS_LOGIN = re.compile(r"(?<=://)(?P<value>[A-Za-z0-9_.~%-]{16,400})(?=@)")
_OPTION = re.compile(r"(?<=\s)-[pPw][ =]?(?P<value>[^\s\"'`,;)]{8,100})")
"""Whatever program takes it: what looks like a password after such an option is not shown."""
_PREFIXES = tuple(shape.hint for shape in issued.SHAPES if len(shape.hint) >= 4 and shape.regex.startswith(shape.hint))
_CUT_TOKEN = re.compile(
    rf"(?<![A-Za-z0-9])(?P<value>(?:gh[pousr]_|gl[a-z]{{2,5}}-|xox[a-z]-|[sr]k_live_|"
    rf"{'|'.join(map(re.escape, _PREFIXES))})"
    r"[A-Za-z0-9_-]{6,})(?=…|\.\.\.|$)"
)
"""A token whose end was cut off has not its form any more."""

_Value = TypeVar("_Value")
Spans = Iterable[tuple[int, int]]


class Known:
    """The values that were found in this change, looked up in time that grows with the text, not with their number."""

    def __init__(self, values: Collection[str]) -> None:
        self._by_start: dict[str, list[str]] = {}
        self._by_end: dict[str, list[str]] = {}
        for value in sorted((v for v in values if len(v) >= _SHORTEST), key=len, reverse=True):
            self._by_start.setdefault(value[:_SHORTEST], []).append(value)
            self._by_end.setdefault(value[-_SHORTEST:], []).append(value)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where a known value stands, and where the text's beginning or end cuts one."""
        if not self._by_start:
            return []
        found = []
        body = text.rstrip("… .")
        for start in range(len(text) - _SHORTEST + 1):
            for value in self._by_start.get(text[start : start + _SHORTEST], ()):
                if text.startswith(value, start):
                    found.append((start, start + len(value)))
                elif start < len(body) and value.startswith(body[start:]):
                    found.append((start, len(body)))
        opening = len(text) - len(text.lstrip("… ."))
        for end in range(opening + _SHORTEST, len(text) + 1):
            if any(value.endswith(text[opening:end]) for value in self._by_end.get(text[end - _SHORTEST : end], ())):
                found.append((opening, end))
        return found


def masked(value: _Value, secrets: Collection[str] = ()) -> _Value:
    """A review, or a part of one, without the values of ``secrets`` and without anything that looks like a credential.

    Fingerprints stay what they are: they were computed from the whole text.
    """
    return _Masking(Known(secrets)).of(value)


def starred_lines(text: str, numbers: Collection[int], secrets: Collection[str], *, path: str) -> str:
    """A file's text with stars over the credentials of the lines ``numbers`` (from 1), so that columns stay."""
    lines, known, how = text.split("\n"), Known(secrets), assigned.manner(path)
    for number in numbers:
        if 0 < number <= len(lines):
            line = lines[number - 1]
            lines[number - 1] = _replaced(line, _quotation_spans(line, known, how), star=True)
    return "\n".join(lines)


def concealed(text: str, spans: Spans) -> str:
    """A part of a line with "…" for what stands at the spans and for whatever else may be a credential."""
    long = [match.span() for match in _LONG.finditer(text)]
    return _replaced(text, [*spans, *_quotation_spans(text, _NOTHING, Manner.SETTINGS), *long], mask="…")


def moved(spans: Spans, start: int, end: int) -> list[tuple[int, int]]:
    """The spans that reach into ``start..end``, counted from there."""
    return [(max(0, one - start), min(two, end) - start) for one, two in spans if one < end and two > start]


class _Masking:
    """The walk over a review."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._done: dict[tuple[str, Manner | None], str] = {}

    def of(self, value: _Value, name: str = "", how: Manner = Manner.CODE) -> _Value:
        """The value with every text in it masked; the same object where nothing is."""
        if name in _NAMES or isinstance(value, enum.Enum):
            return value
        if isinstance(value, str):
            new = self.quoted(value, how) if name in _QUOTATIONS else self.sentence(value)
            return value if new == value else cast(_Value, new)
        if isinstance(value, tuple | list | frozenset):
            parts = [self.of(part, name, how) for part in value]
            return value if all(map(_is_same, parts, value)) else cast(_Value, type(value)(parts))
        if isinstance(value, Mapping):
            return cast(_Value, {key: self.of(part, str(key), how) for key, part in value.items()})
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return cast(_Value, self._object(value, how))
        return value

    def _object(self, value: DataclassInstance, how: Manner) -> DataclassInstance:
        if isinstance(value, Finding | TraceStep):
            how = assigned.manner(value.span.path)
        changed: dict[str, object] = {}
        for field in dataclasses.fields(value):
            old = getattr(value, field.name)
            new = self.of(old, field.name, how)
            if new is not old:
                changed[field.name] = new
        if "fix" in changed:
            changed["fix"] = None  # code with a mask in it is no replacement
        return dataclasses.replace(value, **changed) if changed else value

    def quoted(self, text: str, how: Manner) -> str:
        key = (text, how)
        if key not in self._done:
            self._done[key] = _replaced(text, _quotation_spans(text, self._known, how))
        return self._done[key]

    def sentence(self, text: str) -> str:
        key = (text, None)
        if key not in self._done:
            self._done[key] = _replaced(text, _sentence_spans(text, self._known))
        return self._done[key]


def _is_same(one: object, other: object) -> bool:
    return one is other


_NOTHING = Known(())


def _sentence_spans(text: str, known: Known) -> list[tuple[int, int]]:
    """The credentials of a sentence: what has the form of one, and what it calls one that is strong."""
    line = Line(text, around=" ".join(issued.near_words(text)))
    spans = [(item.start, item.end) for item in (*reading.issued_in(line), *reading.known_in(line))]
    spans += [match.span("value") for pattern in (_LOGIN, _CUT_TOKEN) for match in pattern.finditer(text)]
    spans += [match.span() for match in _TOKEN_AS_LOGIN.finditer(text) if strength.is_strong(match["value"])]
    return spans + known.spans(text) + _given(text, Manner.CODE, anything=False)


def _quotation_spans(text: str, known: Known, how: Manner) -> list[tuple[int, int]]:
    """The credentials of quoted code: whatever a name of a secret is given besides."""
    options = [match.span("value") for match in _OPTION.finditer(text) if strength.is_password_like(match["value"])]
    return _sentence_spans(text, known) + _given(text, how, anything=True) + options


def _given(text: str, how: Manner, *, anything: bool) -> list[tuple[int, int]]:
    found = []
    try:
        for item in assigned.assigned(text, how, assigned.Effort(), anything=anything):
            found.append((item.start, item.end))
    except assigned.Overloaded:
        return [(0, len(text))]  # too much to look at is too much to show
    return found


def _replaced(text: str, spans: Spans, mask: str = MASK, *, star: bool = False) -> str:
    """The text with a mask for each run of overlapping spans."""
    parts, position = [], 0
    for start, end in _joined(spans, len(text)):
        parts += [text[position:start], "*" * (end - start) if star else mask]
        position = end
    return "".join([*parts, text[position:]]) if parts else text


def _joined(spans: Spans, length: int) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted((start, min(end, length)) for start, end in spans if start < min(end, length)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
