"""The one shape into which every manifest and lock file is read, and what the readers share."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Entry:
    """One dependency as one file names it."""

    ecosystem: str
    name: str
    """Normalised as its ecosystem compares names."""
    spec: str = ""
    version: str = ""
    """The one version that the entry allows; empty where it allows several."""
    source: str = ""
    """An address other than the ecosystem's registry; in a lock file, where the package came from."""
    fixed: bool = True
    """Whether the source names one commit or digest."""
    hashes: frozenset[str] = frozenset()
    """The digests that its content may have, each after its algorithm (``sha256:…``, ``sha512-…``, ``h1:…``)."""
    locked: bool = True
    """Whether a lock file has to know it: not peers, overrides and what lies in the repository itself."""

    @property
    def hashed(self) -> bool:
        return bool(self.hashes)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one side of one file says."""

    entries: tuple[Entry, ...] = ()
    indexes: tuple[tuple[str, str], ...] = ()
    """Where packages come from: (kind, address) in the order of the file."""
    scripts: Mapping[str, str] = field(default_factory=dict)
    """What runs when the package is installed."""
    is_lock: bool = False

    def by_name(self) -> Mapping[tuple[str, str], Entry]:
        """The last entry of each name."""
        return {(entry.ecosystem, entry.name): entry for entry in self.entries}


class Unreadable(ValueError):
    """The text is not of the format; the message is a clause for people."""


COMMIT = re.compile(r"[0-9a-f]{40}|sha256:[0-9a-f]{64}")


_LONGEST_KEY = 64
"""Parts of a dotted key: what Python's reader does for one grows with the square of their number."""
_NO_KEY = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*(?:"{3,5}|\\?\Z)|"(?:[^"\\\n]|\\[^\n])*(?:"|\\?$)'
    r"|'''(?:[^']|'(?!''))*(?:'{3,5}|\Z)|'[^'\n]*(?:'|$)|#[^\n]*",
    re.DOTALL | re.MULTILINE,
)
"""Strings and comments. None of them can fail once it has begun, so each character is looked at once."""
_BETWEEN_KEYS = re.compile(r"[=\n\[\]{},]")


def toml(text: str) -> Mapping[str, object]:
    """The document. Raises :class:`Unreadable`."""
    if any(part.count(".") >= _LONGEST_KEY for part in _BETWEEN_KEYS.split(_NO_KEY.sub("", text))):
        raise Unreadable(f"has a key of more than {_LONGEST_KEY} parts")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: no TOML, or a number of thousands of digits
        raise Unreadable("does not parse as TOML") from error


def json_object(text: str) -> Mapping[str, object]:
    """The document. Raises :class:`Unreadable`."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("does not parse as JSON") from error
    if not isinstance(document, dict):
        raise Unreadable("is no JSON object")
    return document


def table(value: object) -> Mapping[str, object]:
    """The value where it is a table, else an empty one: one odd value must not hide what else the file says."""
    return value if isinstance(value, dict) else {}


def array(value: object) -> list[object]:
    """The value where it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def exact_version(spec: str) -> str:
    """``1.2`` for ``==1.2`` and ``=1.2``; empty where the spec allows several."""
    match = re.fullmatch(r"={1,3}\s*([^\s,*]+)", spec.strip())
    return match.group(1) if match else ""


def from_table(ecosystem: str, name: str, spec: object) -> Entry:
    """A version, or a table with a version or source, as Poetry, uv, Pipenv and Cargo write it."""
    if isinstance(spec, str):
        return Entry(ecosystem, name, spec, exact_version(spec))
    parts = table(spec)
    source = str(parts.get("git") or parts.get("url") or "")
    version = str(parts.get("version", ""))
    fixed = bool(COMMIT.search(str(parts.get("rev", ""))) or "#sha256=" in source)
    return Entry(ecosystem, name, version, exact_version(version), source, fixed)
