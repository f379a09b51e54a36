"""What one manifest or lock file says on both sides, compared."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.model import ChangedFile, Confidence, Finding, Severity
from workers.checks.base import CheckRule
from workers.checks.dependencies import names, places
from workers.checks.dependencies import wording as rules
from workers.checks.dependencies.manifests import Entry, Manifest
from workers.checks.dependencies.versions import order

_PLAIN_ADDRESS = re.compile(r"^(?:[a-z]+\+)?[a-z]+://(?P<host>[A-Za-z0-9.-]+)/")
"""Nearly every address of a lock file, and there may be a hundred thousand."""

Change = tuple[Entry, Entry]
"""One entry as the base and as the head has it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A changed file as both sides say it."""

    file: ChangedFile
    base: Manifest
    head: Manifest


def compared(pair: Pair, known: frozenset[tuple[str, str]], *, is_fixed: bool = False) -> Iterator[Finding]:
    """What the head makes worse. ``known`` are the names that some base has; ``is_fixed`` says that another file fixes
    the versions."""
    yield from _indexes(pair)
    yield from _scripts(pair)
    if pair.head.is_lock:
        yield from _lock_sources(pair)
    yield from _hashes(pair)
    before = pair.base.by_name()
    changes = []
    for key, entry in pair.head.by_name().items():
        old = before.get(key)
        if old == entry:
            continue
        if not pair.head.is_lock:
            yield from _source(pair, old, entry)
        if old is None:
            if not pair.head.is_lock and key not in known:
                yield from _look_alike(pair, entry, known)
            continue
        changes.append((old, entry))
    yield from _loosened(pair, changes, is_fixed=is_fixed)


def _indexes(pair: Pair) -> Iterator[Finding]:
    known = {address for _, address in pair.base.indexes}
    # A new file's first index is how the project is set up; a second one beside it is not.
    for kind, address in pair.head.indexes:
        if address in known or (pair.file.base_text is None and kind in ("source", "index")):
            continue
        shown = re.sub(r"//[^/@\s]*@", "//…@", address)
        unsafe = kind in ("--extra-index-url", "--trusted-host", "strict-ssl") or address.startswith("http://")
        yield at(
            rules.INDEX,
            pair,
            address,
            {"kind": kind, "address": shown},
            f"{kind} {shown}",
            severity=Severity.HIGH if unsafe else None,
            excerpt=f"{kind} {shown}",
        )


def _scripts(pair: Pair) -> Iterator[Finding]:
    for name, command in pair.head.scripts.items():
        if pair.base.scripts.get(name) == command or (pair.file.base_text is None and "prepare" in name):
            continue
        # Another command in the place of one that ran already is no new way in.
        low = Confidence.LOW if "prepare" in name or name in pair.base.scripts else None
        words = {"name": name, "command": command[:120]}
        yield at(rules.SCRIPT, pair, name, words, f"{name} {command}", confidence=low)


def _lock_sources(pair: Pair) -> Iterator[Finding]:
    known = {_host(source) for source in {entry.source for entry in pair.base.entries} if source}
    before = pair.base.by_name()
    if not known:
        return
    for key, entry in pair.head.by_name().items():
        old = before.get(key)
        if not entry.source or (old is not None and old.source == entry.source):
            continue
        host = _host(entry.source)
        if host not in known and (old is None or _host(old.source) != host):
            words = {"name": entry.name, "address": host or entry.source[:80]}
            yield at(rules.LOCK_SOURCE, pair, entry.name, words, f"{entry.name} {host}")


def _hashes(pair: Pair) -> Iterator[Finding]:
    """Versions whose content is another: of an algorithm that both sides use, no digest is left."""
    differing = {_content(entry) for entry in {*pair.base.entries} ^ {*pair.head.entries}}
    before, after = _digests(pair.base, differing), _digests(pair.head, differing)
    for key in sorted(before.keys() & after.keys()):
        (ecosystem, name, version), old, new = key, before[key], after[key]
        if ecosystem != "image" and any(old[algorithm].isdisjoint(new[algorithm]) for algorithm in old.keys() & new):
            words = {"name": name, "version": version}
            yield at(rules.HASH_CHANGED, pair, name, words, f"content {name} {version}")


def _digests(
    manifest: Manifest, wanted: Collection[tuple[str, str, str]]
) -> Mapping[tuple[str, str, str], Mapping[str, set[str]]]:
    """By ecosystem, name and version, for the ``wanted``: the digests, by algorithm."""
    found: dict[tuple[str, str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entry in manifest.entries:
        key = _content(entry)
        if key in wanted and (entry.version or manifest.is_lock):
            for digest in entry.hashes:
                found[key][re.split(r"[-:/]", digest)[0]].add(digest)
    return found


def _content(entry: Entry) -> tuple[str, str, str]:
    """What has one content, wherever it comes from."""
    return entry.ecosystem, entry.name, entry.version or entry.spec


def _host(address: str) -> str:
    if plain := _PLAIN_ADDRESS.match(address):
        return plain["host"]
    return urlsplit(re.sub(r"^[a-z]+\+(?=[a-z]+:)", "", address)).netloc.rpartition("@")[2]


def _source(pair: Pair, old: Entry | None, entry: Entry) -> Iterator[Finding]:
    same_place = old is not None and _place(old.source) == _place(entry.source) and old.fixed <= entry.fixed
    if not entry.source or same_place:
        return
    unsafe = "http://" in entry.source
    yield at(
        rules.DIRECT,
        pair,
        entry.name,
        {"name": entry.name, "address": re.sub(r"//[^/@\s]*@", "//…@", entry.source)[:120]},
        f"{entry.name} {entry.source}",
        severity=Severity.HIGH if unsafe else None,
        confidence=Confidence.LOW if entry.fixed and not unsafe else None,
    )


def _place(address: str) -> str:
    """The address without the commit, tag or hash that it names."""
    return re.sub(r"[@#][^/@]*$", "", address)


def _look_alike(pair: Pair, entry: Entry, known: frozenset[tuple[str, str]]) -> Iterator[Finding]:
    other = names.look_alike(entry.ecosystem, entry.name, known)
    if other is not None:
        yield at(rules.LOOK_ALIKE, pair, entry.name, {"name": entry.name, "other": other}, f"{entry.name} {other}")


def _loosened(pair: Pair, changes: Sequence[Change], *, is_fixed: bool) -> Iterator[Finding]:
    hashed = any(entry.hashed for entry in pair.base.entries)
    copies = Counter(entry.name for entry in pair.base.entries) | Counter(entry.name for entry in pair.head.entries)
    for old, entry in changes:
        words = {"name": entry.name, "before": old.version, "after": entry.version or entry.spec or "any version"}
        if old.hashed and not entry.hashed and hashed and not entry.source.startswith("git+"):
            yield at(rules.HASH, pair, entry.name, words, f"hash {entry.name}")
        elif old.version and not entry.version and not entry.source and not is_fixed:
            yield at(rules.PIN, pair, entry.name, words, f"{rules.PIN.id} {entry.name}")
        elif copies[entry.name] == 1 and _goes_back(old, entry):
            yield at(rules.DOWNGRADE, pair, entry.name, words, f"{rules.DOWNGRADE.id} {entry.name}")


def _goes_back(old: Entry, entry: Entry) -> bool:
    """Whether the one version there was is newer than the one there is; images have tags, not versions."""
    if not old.version or not entry.version or entry.ecosystem == "image":
        return False
    return order(entry.ecosystem, entry.version) < order(entry.ecosystem, old.version)


def at(
    rule: CheckRule,
    pair: Pair,
    needle: str,
    words: dict[str, str],
    identity: str,
    *,
    severity: Severity | None = None,
    confidence: Confidence | None = None,
    excerpt: str | None = None,
) -> Finding:
    return rule.at(
        pair.file,
        places.line(pair.file, needle),
        words=words,
        identity=identity,
        severity=severity,
        confidence=confidence,
        excerpt=excerpt,
    )
