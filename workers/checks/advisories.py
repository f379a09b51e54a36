"""Known vulnerabilities from a local copy of OSV records. A part of the dependencies check.

The format is https://ossf.github.io/osv-schema/. The records are a folder of ``*.json`` files, one JSON file (a record,
a list of them, or an object with ``vulns``), or one ``*.jsonl`` file. Nothing is downloaded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from workers.checks.manifests import Entry
from workers.checks.manifests.python import normalised

_ECOSYSTEMS = {
    "pypi": "python",
    "npm": "npm",
    "go": "go",
    "maven": "maven",
    "crates": "cargo",
    "rubygems": "ruby",
    "packagist": "php",
}
"""OSV's names of ecosystems, up to the first dot, by ours."""

Database = Mapping[tuple[str, str], tuple[Mapping[str, Any], ...]]


@dataclass(frozen=True, slots=True)
class Advisory:
    """One vulnerability of one version. ``fixed`` is the next version without it, empty where none is known."""

    id: str
    summary: str
    fixed: str


@lru_cache(maxsize=4)
def load(path: Path) -> Database:
    """The records by (ecosystem, name). Raises :class:`OSError` and :class:`ValueError` for what cannot be read."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for record in _records(path):
        about = {"id": record.get("id", ""), "summary": record.get("summary", "")}
        for affected in record.get("affected", ()):
            package = affected.get("package", {})
            ecosystem = _ECOSYSTEMS.get(str(package.get("ecosystem", "")).split(".")[0].lower(), "")
            name = str(package.get("name", ""))
            key = (ecosystem, normalised(name) if ecosystem == "python" else name)
            found.setdefault(key, []).append({**affected, **about})
    return {key: tuple(records) for key, records in found.items()}


def _records(path: Path) -> Iterator[Mapping[str, Any]]:
    for file in sorted(path.rglob("*.json")) if path.is_dir() else [path]:
        text = file.read_text(encoding="utf-8")
        parts = [line for line in text.splitlines() if line] if file.suffix == ".jsonl" else [text]
        for document in map(json.loads, parts):
            yield from document if isinstance(document, list) else document.get("vulns", (document,))


def of(entry: Entry, database: Database) -> Iterator[Advisory]:
    """The advisories that hold for the entry's version."""
    for affected in database.get((entry.ecosystem, entry.name), ()):
        fixed = _affects(affected, entry.version.removeprefix("v"))
        if fixed is not None:
            yield Advisory(str(affected["id"]), str(affected["summary"]), fixed)


def _affects(affected: Mapping[str, Any], version: str) -> str | None:
    """The version that mends it (maybe empty) where ``version`` is affected, else ``None``."""
    for ranges in affected.get("ranges", ()):
        if ranges.get("type") == "GIT":
            continue
        inside, mended = False, ""
        for event in ranges.get("events", ()):
            if "introduced" in event and order(version) >= order(str(event["introduced"])):
                inside, mended = True, ""
            elif "fixed" in event and inside:
                mended = mended or str(event["fixed"])
                inside = order(version) < order(str(event["fixed"]))
            elif "last_affected" in event and inside:
                inside = order(version) <= order(str(event["last_affected"]))
        if inside:
            return mended
    return "" if version in affected.get("versions", ()) else None


def order(version: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts versions: numbers by value, a pre-release before its release, a build not at all."""
    parts = re.findall(r"\d+|[A-Za-z]+", version.removeprefix("v").split("+")[0])
    numbers = list(takewhile(str.isdigit, parts))
    rest = parts[len(numbers) :]
    while numbers and int(numbers[-1]) == 0:
        numbers.pop()
    return (*map(_part, numbers), *map(_part, rest), (1, 0, ""))


def _part(part: str) -> tuple[int, int, str]:
    """A later number is above the end of a version, the end above a pre-release, ``post`` between the first two."""
    if part.isdigit():
        return (2, int(part), "")
    word = part.lower()
    return (1, _AFTER[word], word if _AFTER[word] else "") if word in _AFTER else (0, 0, word)


_AFTER = {"post": 1, "sp": 1, "final": 0, "ga": 0, "release": 0}
