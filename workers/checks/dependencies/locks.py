"""Whether a lock file is the lock of its manifest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from workers.checks.dependencies.manifests import Entry, Manifest
from workers.checks.dependencies.versions import order

_LOCKS: Mapping[str, tuple[str, ...]] = {
    "package.json": ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"),
    "pyproject.toml": ("uv.lock", "poetry.lock"),
    "Cargo.toml": ("Cargo.lock",),
    "Gemfile": ("Gemfile.lock",),
    "Pipfile": ("Pipfile.lock",),
    "composer.json": ("composer.lock",),
}
_EXACT = re.compile(r"[=v]{0,3}\s*(\d++\.\d[\w.+-]*+)$")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One dependency about which the two differ."""

    entry: Entry
    locked: tuple[str, ...]
    """The versions that the lock has instead; none where it does not know the name."""


def lock_of(manifest: str, paths: Collection[str]) -> str | None:
    """The lock of a manifest: beside it or in the nearest folder above (the packages of a workspace share one)."""
    path = PurePosixPath(manifest)
    places = (str(folder / name) for folder in path.parents for name in _LOCKS.get(path.name, ()))
    return next((place for place in places if place in paths), None)


def is_fixed_elsewhere(manifest: str, paths: Collection[str]) -> bool:
    """Whether another file says which versions are installed: a lock, or what was compiled from a ``.in`` file."""
    path = PurePosixPath(manifest)
    compiled = path.suffix == ".in" and str(path.with_suffix(".txt")) in paths
    return compiled or lock_of(manifest, paths) is not None


def manifest_of(lock: str, paths: Collection[str]) -> str | None:
    """The manifest that stands beside a lock."""
    path = PurePosixPath(lock)
    places = (str(path.with_name(name)) for name, locks in _LOCKS.items() if path.name in locks)
    return next((place for place in places if place in paths), None)


def mismatches(manifest: Manifest, lock: Manifest) -> Iterator[Mismatch]:
    """What the manifest pins to one version and the lock has in others, and what the lock does not know."""
    versions: dict[tuple[str, str], set[str]] = {}
    for entry in lock.entries:
        versions.setdefault((entry.ecosystem, entry.name), set()).add(entry.version)
    for entry in manifest.entries:
        locked = versions.get((entry.ecosystem, entry.name))
        if not entry.locked or entry.source:
            continue
        if locked is None:
            yield Mismatch(entry, ())
        elif entry.version and not _holds(entry.ecosystem, entry.version, locked):
            yield Mismatch(entry, tuple(sorted(locked)))


def inner_mismatches(lock: Manifest) -> Iterator[Mismatch]:
    """Entries of a lock whose own key pins another version than they have: no tool writes that."""
    for entry in lock.entries:
        asked = _EXACT.match(entry.spec)
        if asked and entry.version and not _holds(entry.ecosystem, asked.group(1), {entry.version}):
            yield Mismatch(entry, (entry.version,))


def _holds(ecosystem: str, wanted: str, versions: Collection[str]) -> bool:
    if wanted in versions:
        return True
    return any(order(ecosystem, wanted) == order(ecosystem, version) for version in versions)
