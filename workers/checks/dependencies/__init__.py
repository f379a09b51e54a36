"""Dependencies: where other people's code newly comes from, and what no longer fixes it.

The manifests and lock files of both sides are read and compared: new indexes and direct sources, lost pins and hashes,
hashes that changed under the same version, scripts that run at installation, names that nearly are others, downgrades,
lock files that name other places than before or differ from their manifest. With a local copy of OSV records
(``PATCHWARDEN_OSV``), also versions with a known vulnerability.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.model import Applied, Aside, ChangedFile, CheckResult, Confidence, FileStatus, Finding, Gap, Severity, Side
from bot.policy import Policy
from workers.checks.base import Lines, Snapshot, applied, nothing_to_read, ran
from workers.checks.dependencies import advisories, locks, wording
from workers.checks.dependencies.comparison import Pair, at, compared
from workers.checks.dependencies.manifests import Entry, Manifest, Unreadable, reader_of

RULES = wording.RULES
_APPLIED = applied(RULES)


class Dependencies:
    """Manifests and lock files of pip, Poetry, uv, npm, yarn, pnpm, Go, Maven, Cargo, Bundler, Composer and Docker."""

    id = "dependencies"

    def __init__(self, osv: Path | None = None, cache_dir: Path | None = None) -> None:
        """``osv``: OSV records (see :mod:`.advisories`); without them known vulnerabilities are not looked up.
        ``cache_dir`` keeps an index of them between runs."""
        self._osv = osv
        self._cache_dir = cache_dir

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        del policy  # what tests depend on is installed, too
        return nothing_to_read(file) if reader_of(file.path) is not None else Aside.OTHER_KIND

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        del file
        return _APPLIED

    def run(self, snapshot: Snapshot) -> CheckResult:
        pairs: list[Pair] = []
        gaps: list[Gap] = []
        for file in snapshot.files:
            read = reader_of(file.path)
            if read is None or file.head_text is None:
                continue
            try:
                pairs.append(Pair(file, _base(file), read(file.head_text)))
            except Unreadable as error:
                gaps.append(Gap(self.id, str(error), file.path))
        known = frozenset(key for pair in pairs for key in pair.base.by_name())
        paths = frozenset(snapshot.tree.paths(Side.HEAD)) if pairs else frozenset()
        # A lock that is not in the listing of a tree that was cut may be there.
        is_cut = bool(pairs) and not snapshot.tree.is_whole(Side.HEAD)
        findings = [
            finding
            for pair in pairs
            for finding in compared(pair, known, is_fixed=is_cut or locks.is_fixed_elsewhere(pair.file.path, paths))
        ]
        findings += [*_against_locks(snapshot, pairs), *_removed_locks(snapshot)]
        vulnerable, gap = self._vulnerable(pairs)
        return ran(self, snapshot, [*findings, *vulnerable], [*gaps, *gap])

    def _vulnerable(self, pairs: list[Pair]) -> tuple[list[Finding], list[Gap]]:
        if self._osv is None or not pairs:
            return [], []
        found = []
        try:
            database = advisories.database(self._osv, self._cache_dir)
            for pair in pairs:
                for entry in _changed(pair):
                    for advisory in database.of(entry) if entry.version else ():
                        words = {"name": entry.name, "version": entry.version, "advisory": advisory.id}
                        mended = f" Mended in {advisory.fixed}." if advisory.fixed else ""
                        words["summary"] = f"{advisory.summary.rstrip('.')}.{mended}"
                        found.append(at(wording.VULNERABLE, pair, entry.name, words, f"{advisory.id} {entry.name}"))
        except (OSError, ValueError) as error:
            return [], [Gap(self.id, f"the OSV records cannot be read ({type(error).__name__})")]
        return found, []


def _base(file: ChangedFile) -> Manifest:
    """The base's manifest; empty where there is none or where it was broken already."""
    read = reader_of(file.base_path)
    if read is None or file.base_text is None:
        return Manifest()
    try:
        return read(file.base_text)
    except Unreadable:
        return Manifest()


def _changed(pair: Pair) -> Iterator[Entry]:
    """Entries that the head has and the base had not, or with another version."""
    before = {(entry.name, entry.version) for entry in pair.base.entries}
    yield from (entry for entry in pair.head.by_name().values() if (entry.name, entry.version) not in before)


def _against_locks(snapshot: Snapshot, pairs: list[Pair]) -> Iterator[Finding]:
    """Where a manifest and its lock newly differ, and where a lock differs from itself."""
    of_path = {pair.file.path: pair for pair in pairs}
    paths = frozenset(snapshot.tree.paths(Side.HEAD))
    for pair in pairs:
        if not pair.head.is_lock:
            lock = locks.lock_of(pair.file.path, paths)
            if lock in of_path:
                yield from _differences(pair, of_path[lock], pair)
            elif lock is not None and (standing := _standing(snapshot, lock)) is not None:
                yield from _stale(pair, standing)
            continue
        manifest = locks.manifest_of(pair.file.path, paths)
        if manifest is not None and manifest not in of_path and (standing := _standing(snapshot, manifest)) is not None:
            yield from _differences(Pair(pair.file, standing, standing), pair, pair)
        before = set(locks.inner_mismatches(pair.base))
        for found in locks.inner_mismatches(pair.head):
            if found not in before:
                yield _mismatch(pair, found, severity=Severity.HIGH)


def _standing(snapshot: Snapshot, path: str) -> Manifest | None:
    """A file that the change leaves alone; ``None`` where it cannot be read, which is no fault of the change."""
    text, read = snapshot.tree.read([path], Side.HEAD).get(path), reader_of(path)
    try:
        return None if text is None or read is None else read(text)
    except Unreadable:
        return None


def _differences(manifest: Pair, lock: Pair, told_at: Pair) -> Iterator[Finding]:
    """Both are in the change, or the lock alone: pins that the new lock does not hold. What it does not know may be a
    package of the repository itself."""
    before = {found.entry for found in locks.mismatches(manifest.base, lock.base) if found.locked}
    for found in locks.mismatches(manifest.head, lock.head):
        if found.locked and found.entry not in before:
            yield _mismatch(told_at, found)


def _stale(manifest: Pair, lock: Manifest) -> Iterator[Finding]:
    """The lock was left as it was: most often forgotten."""
    old = set(manifest.base.entries)
    for found in locks.mismatches(manifest.head, lock):
        if found.entry not in old:
            yield _mismatch(manifest, found, severity=Severity.LOW, confidence=Confidence.LOW)


def _mismatch(
    pair: Pair, found: locks.Mismatch, *, severity: Severity | None = None, confidence: Confidence | None = None
) -> Finding:
    entry = found.entry
    has = f"has {' and '.join(found.locked)}" if found.locked else "does not know it"
    words = {"name": entry.name, "spec": entry.spec or "any version", "has": has}
    identity = f"lock {entry.name} {entry.spec} {has}"
    return at(wording.LOCK_MISMATCH, pair, entry.name, words, identity, severity=severity, confidence=confidence)


def _removed_locks(snapshot: Snapshot) -> Iterator[Finding]:
    """A lock that went without another taking its place. In a tree that was cut that cannot be known."""
    if not snapshot.tree.is_whole(Side.HEAD):
        return
    paths = frozenset(snapshot.tree.paths(Side.HEAD))
    for file in snapshot.files:
        if file.status is FileStatus.DELETED and _base(file).is_lock and not file.path.endswith("go.sum"):
            manifest = locks.manifest_of(file.path, paths)
            if manifest is not None and locks.lock_of(manifest, paths) is None:
                yield wording.LOCK_REMOVED.at(file, Lines(1, 1, Side.BASE), excerpt="", identity="lock removed")
