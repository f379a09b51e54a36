"""Known vulnerabilities from a local copy of OSV records.

The format is https://ossf.github.io/osv-schema/. The records are a folder of ``*.json`` files, a ``*.zip`` of them (as
OSV hands them out for an ecosystem), one JSON file (a record, a list of them, or an object with ``vulns``), or one
``*.jsonl`` file. Nothing is downloaded. They are many (npm alone has 200,000), so they are put once into an index.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from workers.checks.dependencies.manifests import Entry
from workers.checks.dependencies.manifests.python import normalised

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


@dataclass(frozen=True, slots=True)
class Advisory:
    """One vulnerability of one version. ``fixed`` is the next version without it, empty where none is known."""

    id: str
    summary: str
    fixed: str


@dataclass(frozen=True, slots=True)
class Database:
    """An index of records: an SQLite file, which any thread may ask."""

    file: Path

    def of(self, entry: Entry) -> Iterator[Advisory]:
        """The advisories that hold for the entry's version."""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro&immutable=1", uri=True)) as index:
            rows = index.execute(
                "SELECT id, summary, body FROM affected WHERE ecosystem = ? AND name = ? ORDER BY id, body",
                (entry.ecosystem, entry.name),
            ).fetchall()
        for id_, summary, body in rows:
            fixed = _affects(json.loads(body), entry.version.removeprefix("v"))
            if fixed is not None:
                yield Advisory(id_, summary, fixed)


def database(records: Path, cache_dir: Path | None) -> Database:
    """The index of these records, made anew when they changed. Without ``cache_dir`` it lasts as long as the process.

    A folder has changed when a file came, went or was replaced by another (git, rsync and unzip do that). Raises
    :class:`OSError` and :class:`ValueError` for what cannot be read.
    """
    return _database(records, _signature(records), cache_dir or _scratch())


@lru_cache(maxsize=4)
def _database(records: Path, signature: str, folder: Path) -> Database:
    file = folder / f"osv-{signature}.db"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix="osv-", suffix=".draft", dir=folder)
        os.close(handle)
        try:
            _fill(Path(draft), _documents(records))
            Path(draft).replace(file)  # nobody ever reads half an index
        except (zipfile.BadZipFile, sqlite3.Error) as error:
            raise ValueError(f"{records.name}: {error}") from error
        finally:
            Path(draft).unlink(missing_ok=True)
        for old in folder.glob("osv-*.db"):
            if old != file:
                old.unlink(missing_ok=True)
    return Database(file)


@lru_cache(maxsize=1)
def _scratch() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="patchwarden-osv-")
    _KEPT.append(folder)
    return Path(folder.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
"""Removed when the process ends."""


def _signature(records: Path) -> str:
    places = [records, *(Path(at) for at, _, _ in os.walk(records))] if records.is_dir() else [records]
    rows = [f"{place} {place.stat().st_mtime_ns} {place.stat().st_size}" for place in places]
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()[:16]


def _fill(file: Path, documents: Iterable[Mapping[str, Any]]) -> None:
    with closing(sqlite3.connect(file)) as index:
        index.execute("CREATE TABLE affected (ecosystem TEXT, name TEXT, id TEXT, summary TEXT, body TEXT)")
        rows = (row for document in documents for row in _rows(document))
        index.executemany("INSERT INTO affected VALUES (?, ?, ?, ?, ?)", rows)
        index.execute("CREATE INDEX by_name ON affected (ecosystem, name)")
        index.commit()


def _rows(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str, str]]:
    """One row for each package that a record names; none for a record that was withdrawn."""
    if record.get("withdrawn"):
        return
    summary = str(record.get("summary") or str(record.get("details", "")).partition("\n")[0][:200])
    for affected in record.get("affected", ()):
        package = affected.get("package", {})
        ecosystem = _ECOSYSTEMS.get(str(package.get("ecosystem", "")).split(".")[0].lower())
        if ecosystem is not None:
            name = str(package.get("name", ""))
            name = normalised(name) if ecosystem == "python" else name
            body = json.dumps({key: affected[key] for key in ("ranges", "versions") if key in affected})
            yield ecosystem, name, str(record.get("id", "")), summary, body


def _documents(records: Path) -> Iterator[Mapping[str, Any]]:
    for name, text in _texts(records):
        parts = [line for line in text.splitlines() if line] if name.endswith(".jsonl") else [text]
        for document in map(json.loads, parts):
            yield from document if isinstance(document, list) else document.get("vulns", (document,))


def _texts(records: Path) -> Iterator[tuple[str, str]]:
    if records.suffix == ".zip":
        with zipfile.ZipFile(records) as archive:
            yield from (
                (name, archive.read(name).decode("utf-8")) for name in archive.namelist() if name.endswith(".json")
            )
        return
    for file in sorted(records.rglob("*.json")) if records.is_dir() else [records]:
        yield file.name, file.read_text(encoding="utf-8")


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


_COMMIT_OF_GO = re.compile(r"-(?:0\.)?(?P<time>\d{14})-[0-9a-f]{12}$")


def order(version: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts versions: numbers by value, a pre-release before its release, a build not at all.

    Go's name for a commit between two versions (``v1.5.8-0.20250403174932-29230038a667``) is before the later one.
    """
    plain = version.removeprefix("v").split("+")[0]
    commit = _COMMIT_OF_GO.search(plain)
    parts = re.findall(r"\d+|[A-Za-z]+", plain[: commit.start()] if commit else plain)
    numbers = list(takewhile(str.isdigit, parts))
    rest = parts[len(numbers) :]
    while numbers and int(numbers[-1]) == 0:
        numbers.pop()
    early = ((0, 0, ""), _part(commit["time"])) if commit else ()
    return (*map(_part, numbers), *map(_part, rest), *early, (1, 0, ""))


def _part(part: str) -> tuple[int, int, str]:
    """A later number is above the end of a version, the end above a pre-release, ``post`` between the first two."""
    if part.isdigit():
        return (2, int(part), "")
    word = part.lower()
    return (1, _AFTER[word], word if _AFTER[word] else "") if word in _AFTER else (0, 0, word)


_AFTER = {"post": 1, "sp": 1, "final": 0, "ga": 0, "release": 0}
