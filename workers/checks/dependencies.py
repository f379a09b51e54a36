"""Dependencies: where other people's code newly comes from, and what no longer fixes it.

The manifests and lock files of both sides are read and compared: new indexes and direct sources, lost pins and hashes,
scripts that run at installation, names that nearly are others, downgrades, lock files that name other places than
before. With a local copy of OSV records, also versions with a known vulnerability.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from bot.model import Area, ChangedFile, CheckResult, Confidence, FileStatus, Finding, Gap, Severity, split_lines
from workers.checks import advisories
from workers.checks.base import CheckRule, Snapshot, ran
from workers.checks.manifests import Entry, Manifest, Unreadable, reader_of

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH
AREA = Area.SUPPLY_CHAIN

INDEX = CheckRule(
    "dependencies.new-index",
    _MEDIUM,
    Confidence.HIGH,
    AREA,
    427,
    "Packages now come from another place",
    "With `{kind} {address}`, whoever controls that place, or registers a name there first, delivers code to you.",
    "Name one index that you control, and pin packages by hash.",
)
DIRECT = CheckRule(
    "dependencies.direct-source",
    _MEDIUM,
    Confidence.MEDIUM,
    AREA,
    829,
    "`{name}` is taken from an address, not from the registry",
    "`{name}` comes from `{address}`, which can deliver other code tomorrow under the same name.",
    "Use a released version from the registry, or fix the source to a full commit id or a hash.",
)
HASH = CheckRule(
    "dependencies.hash-removed",
    _MEDIUM,
    Confidence.HIGH,
    AREA,
    353,
    "`{name}` is no longer fixed by its hash",
    "The base fixed the content of `{name}` by a hash; now whoever can replace the package delivers what they like.",
    "Keep the hash (and give the new version its own).",
)
PIN = CheckRule(
    "dependencies.pin-loosened",
    _LOW,
    Confidence.LOW,
    AREA,
    1357,
    "`{name}` is no longer pinned",
    "`{name}` was fixed to {before} and is now `{after}`: what is installed depends on the day.",
    "Pin the version, or keep a lock file that does.",
)
SCRIPT = CheckRule(
    "dependencies.install-script",
    _MEDIUM,
    Confidence.MEDIUM,
    AREA,
    506,
    "`{name}` runs a command at installation",
    "Whoever installs this package runs `{command}`, before anybody has looked at it.",
    "Do the work at build time, or say in the review why it must run at installation.",
)
LOCK_SOURCE = CheckRule(
    "dependencies.lock-source",
    _HIGH,
    Confidence.MEDIUM,
    AREA,
    829,
    "The lock file takes `{name}` from another place",
    "`{name}` now comes from `{address}`, a place that no package of this lock file came from before.",
    "Make the lock file again from the manifest with the project's own registry.",
)
LOOK_ALIKE = CheckRule(
    "dependencies.look-alike",
    _HIGH,
    Confidence.MEDIUM,
    AREA,
    1357,
    "`{name}` is nearly the name of `{other}`",
    "`{name}` is new and differs from `{other}` by one letter: names like this are registered to be taken by mistake.",
    "Check that the name is the one that was meant.",
)
DOWNGRADE = CheckRule(
    "dependencies.downgrade",
    _LOW,
    Confidence.LOW,
    AREA,
    1104,
    "`{name}` goes back from {before} to {after}",
    "What was mended in `{name}` between {after} and {before} is broken again.",
    "Say why the older version is needed, and check its advisories.",
)
VULNERABLE = CheckRule(
    "dependencies.known-vulnerability",
    _HIGH,
    Confidence.HIGH,
    AREA,
    1395,
    "`{name}` {version} has a known vulnerability ({advisory})",
    "{advisory}: {summary}",
    "Use a version in which it is mended, and see the advisory.",
)
RULES = (INDEX, DIRECT, HASH, PIN, SCRIPT, LOCK_SOURCE, LOOK_ALIKE, DOWNGRADE, VULNERABLE)

_POPULAR = {
    "python": """
        requests urllib3 numpy pandas django flask fastapi starlette pydantic sqlalchemy celery redis boto3 botocore
        cryptography paramiko pyyaml jinja2 click rich pytest setuptools wheel pillow scipy matplotlib tensorflow torch
        transformers scikit-learn beautifulsoup4 lxml aiohttp httpx attrs certifi idna packaging python-dateutil
        colorama psycopg2 pymongo selenium scrapy twisted tornado werkzeug gunicorn uvicorn openai anthropic langchain
    """,
    "npm": """
        react react-dom preact vue angular lodash express axios chalk commander debug moment webpack rollup vite eslint
        prettier typescript jest mocha chai cross-env dotenv body-parser cors mongoose mongodb request node-fetch uuid
        async bluebird underscore jquery rxjs redux next nuxt svelte tailwindcss postcss babel-core socket.io passport
        jsonwebtoken bcrypt nodemailer puppeteer playwright electron colors semver glob minimist rimraf yargs inquirer
    """,
    "ruby": "rails rack sinatra devise nokogiri puma sidekiq rspec bundler capistrano faraday activesupport",
    "cargo": "serde serde_json tokio rand regex clap reqwest hyper syn quote anyhow thiserror chrono futures tracing",
}
"""Well-known names, so that a new name one letter away from one of them stands out."""


@dataclass(frozen=True, slots=True)
class _Pair:
    file: ChangedFile
    base: Manifest
    head: Manifest


class Dependencies:
    """Manifests and lock files of pip, Poetry, uv, npm, yarn, pnpm, Go, Maven, Cargo, Bundler, Composer and Docker."""

    id = "dependencies"
    areas = frozenset({AREA})

    def __init__(self, osv: Path | None = None) -> None:
        """``osv``: a folder or file of OSV records; without it known vulnerabilities are not looked up."""
        self._osv = osv

    def wants(self, file: ChangedFile) -> bool:
        return file.status is not FileStatus.DELETED and reader_of(file.path) is not None

    def run(self, snapshot: Snapshot) -> CheckResult:
        pairs: list[_Pair] = []
        gaps: list[Gap] = []
        for file in snapshot.files:
            read = reader_of(file.path)
            if read is None or file.head_text is None or not self.wants(file):
                continue
            try:
                pairs.append(_Pair(file, _base(file), read(file.head_text)))
            except Unreadable as error:
                gaps.append(Gap(self.id, str(error), file.path))
        known = frozenset(key for pair in pairs for key in pair.base.by_name())
        findings = [finding for pair in pairs for finding in _compared(pair, known)]
        vulnerable, gap = self._vulnerable(pairs)
        return ran(self, snapshot, [*findings, *vulnerable], [*gaps, *gap], rules=len(RULES))

    def _vulnerable(self, pairs: list[_Pair]) -> tuple[list[Finding], list[Gap]]:
        if self._osv is None or not pairs:
            return [], []
        try:
            database = advisories.load(self._osv)
        except (OSError, ValueError) as error:
            return [], [Gap(self.id, f"the OSV records cannot be read ({type(error).__name__})")]
        found = []
        for pair in pairs:
            for entry in _changed(pair):
                for advisory in advisories.of(entry, database) if entry.version else ():
                    words = {"name": entry.name, "version": entry.version, "advisory": advisory.id}
                    mended = f" Mended in {advisory.fixed}." if advisory.fixed else ""
                    words["summary"] = f"{advisory.summary.rstrip('.')}.{mended}"
                    found.append(_at(VULNERABLE, pair, entry.name, words, f"{advisory.id} {entry.name}"))
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


def _changed(pair: _Pair) -> Iterator[Entry]:
    """Entries that the head has and the base had not, or with another version."""
    before = {(entry.name, entry.version) for entry in pair.base.entries}
    yield from (entry for entry in pair.head.by_name().values() if (entry.name, entry.version) not in before)


def _compared(pair: _Pair, known: frozenset[tuple[str, str]]) -> Iterator[Finding]:
    yield from _indexes(pair)
    yield from _scripts(pair)
    if pair.head.is_lock:
        yield from _lock_sources(pair)
    before = pair.base.by_name()
    hashed = any(entry.hashed for entry in pair.base.entries)
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
        yield from _loosened(pair, old, entry, hashed=hashed)


def _indexes(pair: _Pair) -> Iterator[Finding]:
    known = {address for _, address in pair.base.indexes}
    # A new file's first index is how the project is set up; a second one beside it is not.
    for kind, address in pair.head.indexes:
        if address in known or (pair.file.base_text is None and kind in ("source", "index")):
            continue
        shown = re.sub(r"//[^/@\s]*@", "//…@", address)
        unsafe = kind in ("--extra-index-url", "--trusted-host", "strict-ssl") or address.startswith("http://")
        yield _at(
            INDEX,
            pair,
            address,
            {"kind": kind, "address": shown},
            f"{kind} {shown}",
            severity=_HIGH if unsafe else None,
            excerpt=f"{kind} {shown}",
        )


def _scripts(pair: _Pair) -> Iterator[Finding]:
    for name, command in pair.head.scripts.items():
        if pair.base.scripts.get(name) == command or (pair.file.base_text is None and "prepare" in name):
            continue
        low = Confidence.LOW if "prepare" in name else None
        yield _at(SCRIPT, pair, name, {"name": name, "command": command[:120]}, f"{name} {command}", confidence=low)


def _lock_sources(pair: _Pair) -> Iterator[Finding]:
    known = {_host(entry.source) for entry in pair.base.entries if entry.source}
    before = pair.base.by_name()
    if not known:
        return
    for key, entry in pair.head.by_name().items():
        host, old = _host(entry.source), before.get(key)
        if entry.source and host not in known and (old is None or _host(old.source) != host):
            words = {"name": entry.name, "address": host or entry.source[:80]}
            yield _at(LOCK_SOURCE, pair, entry.name, words, f"{entry.name} {host}")


def _host(address: str) -> str:
    return urlsplit(re.sub(r"^[a-z]+\+(?=[a-z]+:)", "", address)).netloc.rpartition("@")[2]


def _source(pair: _Pair, old: Entry | None, entry: Entry) -> Iterator[Finding]:
    same_place = old is not None and _place(old.source) == _place(entry.source) and old.fixed <= entry.fixed
    if not entry.source or same_place:
        return
    unsafe = "http://" in entry.source
    yield _at(
        DIRECT,
        pair,
        entry.name,
        {"name": entry.name, "address": re.sub(r"//[^/@\s]*@", "//…@", entry.source)[:120]},
        f"{entry.name} {entry.source}",
        severity=_HIGH if unsafe else None,
        confidence=Confidence.LOW if entry.fixed and not unsafe else None,
    )


def _place(address: str) -> str:
    """The address without the commit, tag or hash that it names."""
    return re.sub(r"[@#][^/@]*$", "", address)


def _look_alike(pair: _Pair, entry: Entry, known: frozenset[tuple[str, str]]) -> Iterator[Finding]:
    names = {name for ecosystem, name in known if ecosystem == entry.ecosystem} | _popular(entry.ecosystem)
    if entry.ecosystem in ("image", "go", "maven", "php") or len(entry.name) < 5 or entry.name in names:
        return
    other = next((name for name in sorted(names) if len(name) >= 5 and one_edit_apart(entry.name, name)), None)
    if other is not None:
        yield _at(LOOK_ALIKE, pair, entry.name, {"name": entry.name, "other": other}, f"{entry.name} {other}")


@cache
def _popular(ecosystem: str) -> frozenset[str]:
    return frozenset(_POPULAR.get(ecosystem, "").split())


def one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter was left out, put in, changed or swapped with its neighbour (digits are versions: no edit)."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    if (a[:1] + b[:1]).strip("0123456789") == "":
        return False
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def _loosened(pair: _Pair, old: Entry, entry: Entry, *, hashed: bool) -> Iterator[Finding]:
    if old.hashed and not entry.hashed and hashed and not entry.source.startswith("git+"):
        yield _at(HASH, pair, entry.name, {"name": entry.name}, f"hash {entry.name}")
    elif old.version and not entry.version and not entry.source:
        words = {"name": entry.name, "before": old.version, "after": entry.spec or "any version"}
        yield _at(PIN, pair, entry.name, words, f"pin {entry.name}")
    elif _goes_back(pair, old, entry):
        words = {"name": entry.name, "before": old.version, "after": entry.version}
        yield _at(DOWNGRADE, pair, entry.name, words, f"downgrade {entry.name}")


def _goes_back(pair: _Pair, old: Entry, entry: Entry) -> bool:
    """Whether the one version there was is newer than the one there is; images have tags, not versions."""
    if not old.version or not entry.version or entry.ecosystem == "image":
        return False
    copies = max(sum(each.name == entry.name for each in side.entries) for side in (pair.base, pair.head))
    return copies == 1 and advisories.order(entry.version) < advisories.order(old.version)


def _at(
    rule: CheckRule,
    pair: _Pair,
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
        _line(pair.file, needle),
        words=words,
        identity=identity,
        severity=severity,
        confidence=confidence,
        excerpt=excerpt,
    )


def _line(file: ChangedFile, needle: str) -> int:
    """The head line that names it, an added one if possible."""
    parts = (re.escape(part) for part in re.split(r"[-_.]", needle))
    pattern = re.compile(rf"(?<![\w.-]){'[-_.]'.join(parts)}(?![\w-])", re.IGNORECASE)
    lines = [number for number, line in enumerate(split_lines(file.head_text or ""), 1) if pattern.search(line)]
    added = [line for line in lines if line in file.added_lines]
    return min(added or lines or file.added_lines, default=1)
