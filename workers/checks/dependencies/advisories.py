"""Known vulnerabilities from a local copy of OSV records.

The format is https://ossf.github.io/osv-schema/. The records are a folder of ``*.json`` files, a ``*.zip`` of them (as
OSV hands them out for an ecosystem), one JSON file (a record, a list of them, or an object with ``vulns``), or one
``*.jsonl`` file. Nothing is downloaded. They are many (npm alone has 200,000), so they are put once into an index.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from bot.decoding import decode, decode_json
from workers.checks.dependencies.manifests import Entry
from workers.checks.dependencies.manifests.python import normalised
from workers.checks.dependencies.versions import order
from workers.processes import scratch

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


class _Event(msgspec.Struct, omit_defaults=True):
    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None


class _Range(msgspec.Struct, omit_defaults=True):
    type: str | None = None
    events: list[_Event] | None = None


class _Package(msgspec.Struct, frozen=True):
    ecosystem: str = ""
    name: str = ""


class _Affected(msgspec.Struct, omit_defaults=True):
    package: _Package = _Package()
    ranges: list[_Range] | None = None
    versions: list[str] | None = None


class _Record(msgspec.Struct):
    """A record, or an answer of OSV's service, which has several. Who exports records may write ``null`` for what one
    has not: that must not cost all the others."""

    id: str = ""
    summary: str | None = None
    details: str | None = None
    withdrawn: str | None = None
    affected: list[_Affected] | None = None
    vulns: list[_Record] | None = None


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
            fixed = _affects(decode_json(_Affected, body), entry.ecosystem, entry.version.removeprefix("v"))
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
    return scratch.kept("osv")


def _signature(records: Path) -> str:
    places = [records, *(Path(at) for at, _, _ in os.walk(records))] if records.is_dir() else [records]
    rows = [f"{place} {place.stat().st_mtime_ns} {place.stat().st_size}" for place in places]
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()[:16]


def _fill(file: Path, documents: Iterable[_Record]) -> None:
    with closing(sqlite3.connect(file)) as index:
        index.execute("CREATE TABLE affected (ecosystem TEXT, name TEXT, id TEXT, summary TEXT, body TEXT)")
        rows = (row for document in documents for row in _rows(document))
        index.executemany("INSERT INTO affected VALUES (?, ?, ?, ?, ?)", rows)
        index.execute("CREATE INDEX by_name ON affected (ecosystem, name)")
        index.commit()


def _rows(record: _Record) -> Iterator[tuple[str, str, str, str, bytes]]:
    """One row for each package that a record names; none for a record that was withdrawn."""
    if record.withdrawn:
        return
    summary = record.summary or (record.details or "").partition("\n")[0][:200]
    for affected in record.affected or ():
        ecosystem = _ECOSYSTEMS.get(affected.package.ecosystem.split(".")[0].lower())
        if ecosystem is not None:
            name = affected.package.name
            name = normalised(name) if ecosystem == "python" else name
            yield ecosystem, name, record.id, summary, msgspec.json.encode(affected)


def _documents(records: Path) -> Iterator[_Record]:
    for name, text in _texts(records):
        parts = [line for line in text.splitlines() if line] if name.endswith(".jsonl") else [text]
        for part in parts:
            document = json.loads(part)
            for record in decode(list[_Record], document if isinstance(document, list) else [document]):
                yield from record.vulns or (record,)


def _texts(records: Path) -> Iterator[tuple[str, str]]:
    if records.suffix == ".zip":
        with zipfile.ZipFile(records) as archive:
            yield from (
                (name, archive.read(name).decode("utf-8")) for name in archive.namelist() if name.endswith(".json")
            )
        return
    for file in sorted(records.rglob("*.json")) if records.is_dir() else [records]:
        yield file.name, file.read_text(encoding="utf-8")


def _affects(affected: _Affected, ecosystem: str, version: str) -> str | None:
    """The version that mends it (maybe empty) where ``version`` is affected, else ``None``."""
    place = order(ecosystem, version)
    for reach in affected.ranges or ():
        if reach.type == "GIT":
            continue
        inside, mended = False, ""
        for event in reach.events or ():
            # OSV: "0" is before every version.
            if event.introduced and (event.introduced == "0" or place >= order(ecosystem, event.introduced)):
                inside, mended = True, ""
            elif event.fixed and inside:
                mended = mended or event.fixed
                inside = place < order(ecosystem, event.fixed)
            elif event.last_affected and inside:
                inside = place <= order(ecosystem, event.last_affected)
        if inside:
            return mended
    return "" if version in (affected.versions or ()) else None
