"""The hidden marker in our own comments: what a comment stands for, and the proof that we wrote it.

A marker is the last line of the text that carries it. It names the kind of comment, the observation's fingerprint and
the commit, and it ends with a keyed MAC over these and over the change's identity. Anyone can copy a marker; only the
holder of the key can make one, and a copy is worth nothing on another change. A host must check the comment's author as
well: a marker alone says that we wrote it once on this change, not who posted it now.
"""

from __future__ import annotations

import enum
import hmac
import json
import re
from dataclasses import dataclass

_VERSION = "1"
_WITH_RECORD = "2"
"""A marker without a record is of version 1, so that what stands on the hosts stays what we would write."""
_MAC_DIGITS = 32
_NAME = r"[0-9A-Za-z._-]{0,64}"
LONGEST_RECORD = 10_000
"""Characters of what one comment remembers."""
_RECORD = rf"[0-9A-Za-z_-]{{1,{LONGEST_RECORD}}}"
_FIELDS = (
    rf"patchwarden:({_VERSION}|{_WITH_RECORD}):([a-z]{{1,16}}):({_NAME}):({_NAME}):((?:{_NAME},)*{_NAME})"
    rf"(?::({_RECORD}))?:([0-9a-f]{{{_MAC_DIGITS}}})"
)
_LINE = re.compile(rf"(?:<!-- {_FIELDS} -->|\[{_FIELDS}\]: #)", re.ASCII)
_LOOKS_LIKE_ONE = re.compile(r"\s*(?:<!--|\[)\s*patchwarden:\d")


class MarkerKind(enum.Enum):
    FINDING = "finding"
    """A line or file comment that stands for one observation."""
    SUMMARY = "summary"
    """The one summary of a change."""
    CLOSED = "closed"
    """A line or file comment whose observation is no longer true, shown as fixed; or our reply in its thread that says
    so."""
    REOPENED = "reopened"
    """A reply in a thread of ours: what it speaks of is back. A thread of ours is as its last such word says."""
    ANSWER = "answer"
    """The answer to a command; its record is :class:`bot.model.Answered`."""


class Style(enum.Enum):
    """How a marker is hidden."""

    MARKDOWN = "markdown"
    """An HTML comment: GitHub does not show it."""
    TEXT = "text"
    """A link's definition that nothing refers to: whoever renders Markdown shows nothing, others a short last line."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What a comment of ours stands for. Names are letters, digits, ``.``, ``_`` and ``-``, at most 64 of them."""

    kind: MarkerKind
    fingerprint: str = ""
    commit: str = ""
    """The head that the comment speaks of."""
    moved: tuple[str, ...] = ()
    """Summary only: fingerprints whose comment the host refused on ``commit``, so that nobody tries again there."""
    record: str = ""
    """What the comment remembers, see :mod:`bot.records`: letters, digits, ``-`` and ``_``."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The one change on which a marker is valid. ``repository_id`` survives a rename of the repository."""

    key: bytes
    repository_id: str
    number: int

    def __repr__(self) -> str:
        return f"Scope(repository_id={self.repository_id!r}, number={self.number})"


def derive_key(secret: str) -> bytes:
    """The marker key of a deployment from its secret, separate from every other use of that secret.

    Raises :class:`ValueError` for a secret shorter than 16 characters. Another secret makes all comments that stand
    unknown, so they would be posted a second time: keep it.
    """
    if len(secret) < 16:
        raise ValueError("the marker secret is too short: give at least 16 random characters, and keep them")
    return hmac.digest(secret.encode("utf-8", "surrogatepass"), b"patchwarden comment marker, version 1", "sha256")


def stamp(text: str, marker: Marker, scope: Scope, style: Style = Style.MARKDOWN) -> str:
    """``text`` with the marker as its last line; a marker that already ends it is replaced.

    Raises :class:`ValueError` for a name that a marker cannot carry.
    """
    fields = [marker.kind.value, marker.fingerprint, marker.commit, ",".join(marker.moved)]
    fields += [marker.record] if marker.record else []
    line = ":".join(["patchwarden", _version(marker), *fields, _mac(marker, scope)])
    whole = f"<!-- {line} -->" if style is Style.MARKDOWN else f"[{line}]: #"
    if read(whole, scope) != marker:
        raise ValueError(f"a marker cannot carry {fields[1:]}: only letters, digits, '.', '_' and '-', at most 64")
    return f"{strip(text)}\n\n{whole}"


def read(text: str, scope: Scope) -> Marker | None:
    """The marker that ends ``text``, or ``None`` if there is none, it is damaged, forged, or of another change.

    Only the last line that looks like a marker counts: text that we quote stands before ours.
    """
    lines = _lines(text)
    position = _last_marker(lines)
    if position is None:
        return None
    match = _LINE.fullmatch(lines[position].strip())
    if match is None:
        return None
    half = len(match.groups()) // 2
    version, kind, fingerprint, commit, moved, record, mac = (
        match.groups()[:half] if match[1] else match.groups()[half:]
    )
    try:
        marker = Marker(MarkerKind(kind), fingerprint, commit, tuple(moved.split(",")) if moved else (), record or "")
    except ValueError:
        return None
    if version != _version(marker):
        return None
    return marker if hmac.compare_digest(mac.encode(), _mac(marker, scope).encode()) else None


def looks_marked(text: str) -> bool:
    """Whether ``text`` ends as a comment of ours does. Anyone can write such a line: it is a hint, never a proof."""
    lines = _lines(text)
    position = _last_marker(lines)
    return position is not None and _LINE.fullmatch(lines[position].strip()) is not None


def refused_on(commit: str, summary: str, scope: Scope) -> frozenset[str]:
    """The fingerprints whose comment the host refused on this very commit, as the text of a summary says."""
    marker = read(summary, scope)
    return frozenset(marker.moved) if marker is not None and marker.commit == commit else frozenset()


def strip(text: str) -> str:
    """``text`` without its marker line, valid or not, and without trailing white space."""
    lines = _lines(text)
    position = _last_marker(lines)
    return "\n".join(lines if position is None else lines[:position] + lines[position + 1 :]).rstrip()


def _lines(text: str) -> list[str]:
    """Hosts may hand back what they got with their own line ends."""
    return text.replace("\r\n", "\n").split("\n")


def _last_marker(lines: list[str]) -> int | None:
    return next((index for index in reversed(range(len(lines))) if _LOOKS_LIKE_ONE.match(lines[index])), None)


def _version(marker: Marker) -> str:
    return _WITH_RECORD if marker.record else _VERSION


def _mac(marker: Marker, scope: Scope) -> str:
    """JSON keeps the fields apart: no two different markers have the same bytes."""
    fields = [
        _version(marker),
        scope.repository_id,
        scope.number,
        marker.kind.value,
        marker.fingerprint,
        marker.commit,
        list(marker.moved),
        *([marker.record] if marker.record else []),
    ]
    return hmac.digest(scope.key, json.dumps(fields).encode(), "sha256").hex()[:_MAC_DIGITS]
