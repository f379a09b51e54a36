"""The changed files of both sides and their hunks, by git alone: nothing is checked out, nothing is executed.

A remote change costs four requests: both commits and the policy's branch at depth 1 without blobs, then all the changed
blobs at once (measured against full, lazy and archive transports: the quickest, and the one a hostile
``.gitattributes`` cannot censor). Renames and hunks come from git's own diff, once the blobs are here.
"""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from bot.hosts.base import GitSource, HostUnavailable
from bot.languages import language_of
from bot.model import Change, ChangedFile, FileStatus, Hunk, Side
from workers import sandbox
from workers.checks.base import Snapshot
from workers.git import Git, object_id

log = logging.getLogger(__name__)

LARGEST_FILE = 1_000_000
"""Bytes. A larger text is not reviewed, and the review says so."""
MOST_FILES = 3_000
"""Changed files of one change that are read; GitHub shows no more either."""

_REGULAR = frozenset({"100644", "100755"})
_ABSENT = "000000"
_ALL_SUBMODULES = "--ignore-submodules=none"
"""In a checkout git reads ``.gitmodules``, and an ``ignore = all`` in it would hide what moved."""
_HUNK = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_POLICY_REF = "refs/patchwarden/policy"
_STATUS = {
    "A": FileStatus.ADDED,
    "D": FileStatus.DELETED,
    "R": FileStatus.RENAMED,
    "C": FileStatus.ADDED,
}


class TooManyFiles(Exception):
    """The change is larger than one review reads; the message says the numbers."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One raw record of ``git diff-tree``."""

    status: FileStatus
    base_mode: str
    head_mode: str
    base_blob: str
    head_blob: str
    base_path: str
    path: str

    @property
    def blobs(self) -> Iterator[str]:
        """The regular files' blobs of both sides."""
        if self.base_mode in _REGULAR:
            yield self.base_blob
        if self.head_mode in _REGULAR:
            yield self.head_blob


@contextmanager
def remote(change: Change, source: GitSource, *, timeout: float = 120.0) -> Iterator[tuple[Snapshot, str | None]]:
    """The change's snapshot and the policy file's text (``None`` where there is none), while the block runs.

    ``timeout`` is in seconds, for each git command. Raises :class:`~bot.hosts.base.HostUnavailable` when the server
    does not answer, :class:`TooManyFiles`.
    """
    with tempfile.TemporaryDirectory(prefix="patchwarden-", ignore_cleanup_errors=True) as directory:
        git = Git(Path(directory) / "git", timeout=timeout)
        git.run("init", "-q", "--bare", "--template=", str(git.directory))
        fetcher = _Fetcher(git, source)
        base, head = object_id(change.merge_base), object_id(change.head)
        fetcher.fetch((base, head), f"+refs/heads/{change.default_branch}:{_POLICY_REF}")
        yield read(git, change, base, head, fetcher), _policy_text(git, fetcher)


@dataclass(frozen=True, slots=True)
class _Fetcher:
    """Brings what is missing from the host. The credential lives in the environment of one git process."""

    git: Git
    source: GitSource

    def fetch(self, commits: Sequence[str], ref: str) -> None:
        """The commits and the ref at depth 1, without blobs (a server that knows no filter sends them, too).

        A server may serve the tips of refs alone (``uploadpack.allowAnySHA1InWant`` is off, or the head is no longer
        a tip): then the source's own refs are fetched whole with one commit more, which on Gerrit is the parent.
        """
        try:
            self._run("--depth=1", "--filter=blob:none", "--", self.source.url, *commits, ref)
        except HostUnavailable:
            if not self.source.refs:
                raise
            log.info("%s does not serve commits by id", urlsplit(self.source.url).hostname, exc_info=True)
            self._run("--depth=2", "--", self.source.url, *self.source.refs, ref)
            absent = sorted(set(commits) - self.git.here())
            if absent:
                raise HostUnavailable(
                    f"the refs {', '.join(self.source.refs)} do not hold {', '.join(absent)}"
                ) from None

    def bring(self, blobs: Sequence[str]) -> None:
        """All the named blobs in one request; those that are here cost nothing."""
        missing = sorted(set(blobs) - self.git.here())
        if missing:
            self._run("--filter=blob:none", "--stdin", "--", self.source.url, stdin="\n".join(missing).encode())

    def _run(self, *args: str, stdin: bytes = b"") -> None:
        url = urlsplit(self.source.url)
        env = {"GIT_ALLOW_PROTOCOL": url.scheme if url.scheme in ("http", "https") else "https"}
        if self.source.authorization:
            env |= {
                "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": f"http.{self.source.url}.extraHeader",
                "GIT_CONFIG_VALUE_0": f"Authorization: {self.source.authorization}",
            }
        try:
            self.git.run("fetch", "-q", "--no-tags", "--no-write-fetch-head", *args, stdin=stdin, env=env)
        except (sandbox.ProcessFailed, sandbox.ProcessTimeout) as error:
            raise HostUnavailable(f"git fetch from {url.hostname} failed: {error}") from error


class _Here:
    """A local repository has all its blobs."""

    def bring(self, blobs: Sequence[str]) -> None:
        del blobs


def read(git: Git, change: Change, base: str, head: str, fetcher: _Fetcher | _Here | None = None) -> Snapshot:
    """The snapshot between two commits or trees whose trees are in the repository.

    Raises :class:`TooManyFiles`.
    """
    fetcher = fetcher or _Here()
    entries = _entries(git, base, head, renames=False)
    if len(entries) > MOST_FILES:
        raise TooManyFiles(f"the change touches {len(entries)} files; at most {MOST_FILES} are reviewed")
    fetcher.bring([blob for entry in entries for blob in entry.blobs])
    entries = _entries(git, base, head, renames=True)
    sizes = git.sizes(blob for entry in entries for blob in entry.blobs)
    contents = git.blobs(blob for blob, size in sizes.items() if size <= LARGEST_FILE)
    hunks = _hunks(git, base, head, len(entries))
    files = (_file(entry, found, sizes, contents) for entry, found in zip(entries, hunks, strict=True))
    tree = GitTree(git, base, head, fetcher)
    return Snapshot(change=change, files=tuple(sorted(files, key=lambda file: file.path)), tree=tree)


def _entries(git: Git, base: str, head: str, *, renames: bool) -> list[_Entry]:
    how = "-M" if renames else "--no-renames"
    options = ("-r", "-z", "--raw", how, "--no-abbrev", _ALL_SUBMODULES)
    fields = git.run("diff-tree", *options, base, head).split(b"\0")
    entries = []
    records = iter(fields)
    for record in records:
        if not record:
            continue
        base_mode, head_mode, base_blob, head_blob, status = record.decode().lstrip(":").split(" ")
        base_path = path = next(records).decode("utf-8", "surrogateescape")
        if status[0] in "RC":
            path = next(records).decode("utf-8", "surrogateescape")
        entries.append(
            _Entry(
                status=_STATUS.get(status[0], FileStatus.MODIFIED),
                base_mode=base_mode,
                head_mode=head_mode,
                base_blob=base_blob,
                head_blob=head_blob,
                base_path=_shown(base_path),
                path=_shown(path),
            )
        )
    return entries


def _shown(path: str) -> str:
    """A path that is no UTF-8 is named by its escaped bytes: it must be told, it cannot be commented on."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _hunks(git: Git, base: str, head: str, expected: int) -> list[tuple[Hunk, ...]]:
    """The hunks of each entry, in the order of the raw records."""
    options = ("--no-ext-diff", "--no-textconv", "--no-color", "--full-index", _ALL_SUBMODULES)
    patch = git.run("diff-tree", "-r", "-p", "-U0", "-M", *options, base, head)
    sections: list[list[Hunk]] = []
    previous = b""
    for line in patch.split(b"\n"):
        # Content lines start with a space, plus, minus or backslash: these two can only be git's own.
        if line.startswith(b"diff --git "):
            if previous and _same_file_again(previous, line):
                continue
            sections.append([])
            previous = line
        elif match := _HUNK.match(line):
            start, count, head_start, head_count = match.groups()
            sections[-1].append(Hunk(int(start), int(count or 1), int(head_start), int(head_count or 1)))
    if len(sections) != expected:
        raise AssertionError(f"git's patch has {len(sections)} files where its raw listing has {expected}")
    return [tuple(section) for section in sections]


def _same_file_again(previous: bytes, line: bytes) -> bool:
    """A change of type (file to symbolic link) is one raw record, but a deletion and an addition in the patch."""
    return previous == line


def _file(
    entry: _Entry, hunks: tuple[Hunk, ...], sizes: Mapping[str, int], contents: Mapping[str, bytes]
) -> ChangedFile:
    base_text, base_why = _text(entry.base_mode, entry.base_blob, sizes, contents)
    head_text, head_why = _text(entry.head_mode, entry.head_blob, sizes, contents)
    file = ChangedFile(
        path=entry.path,
        status=entry.status,
        base_text=base_text,
        head_text=head_text,
        hunks=hunks,
        old_path=entry.base_path if entry.base_path != entry.path else None,
        base_mode=None if entry.base_mode == _ABSENT else entry.base_mode,
        head_mode=None if entry.head_mode == _ABSENT else entry.head_mode,
        base_blob=None if entry.base_mode == _ABSENT else entry.base_blob,
        head_blob=None if entry.head_mode == _ABSENT else entry.head_blob,
        language=language_of(entry.path),
        unreadable=head_why or (base_why if head_text is None else None),
    )
    if file.unreadable is not None or entry.base_mode not in _REGULAR | {_ABSENT}:
        return replace(file, hunks=() if file.head_text is None else file.hunks)
    return file


def _text(
    mode: str, blob: str, sizes: Mapping[str, int], contents: Mapping[str, bytes]
) -> tuple[str | None, str | None]:
    """A side's text, or why it cannot be read."""
    if mode == _ABSENT:
        return None, None
    if mode not in _REGULAR:
        return None, {"120000": "a symbolic link", "160000": "a submodule"}.get(mode, f"a file of mode {mode}")
    if blob not in contents:
        size = sizes.get(blob, 0)
        return None, f"larger than the limit of {LARGEST_FILE:,} bytes ({size:,})"
    content = contents[blob]
    if b"\0" in content[:8000]:
        return None, "binary"
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, f"not UTF-8 (line {line})"


class GitTree:
    """The repository around the change, listed and read on demand."""

    def __init__(self, git: Git, base: str, head: str, fetcher: _Fetcher | _Here) -> None:
        self._git = git
        self._commits = {Side.BASE: base, Side.HEAD: head}
        self._fetcher = fetcher
        self._listings: dict[Side, dict[str, str]] = {}

    def _listing(self, side: Side) -> dict[str, str]:
        """Path → blob of the regular files."""
        if side not in self._listings:
            rows = self._git.run("ls-tree", "-r", "-z", self._commits[side]).split(b"\0")
            listing = {}
            for row in rows:
                meta, _, path = row.partition(b"\t")
                mode, _, blob = meta.decode().partition(" blob ")
                if mode in _REGULAR:
                    listing[path.decode("utf-8", "backslashreplace")] = blob
            self._listings[side] = dict(sorted(listing.items()))
        return self._listings[side]

    def paths(self, side: Side) -> Sequence[str]:
        """All regular files' paths, sorted."""
        return tuple(self._listing(side))

    def read(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        """Texts of those that exist, are UTF-8 text and below the size cap; what is missing is fetched at once."""
        listing = self._listing(side)
        wanted = {path: listing[path] for path in paths if path in listing}
        self._fetcher.bring(list(wanted.values()))
        sizes = self._git.sizes(wanted.values())
        contents = self._git.blobs(blob for blob, size in sizes.items() if size <= LARGEST_FILE)
        texts = {path: _text("100644", blob, sizes, contents)[0] for path, blob in wanted.items()}
        return {path: text for path, text in texts.items() if text is not None}


def _policy_text(git: Git, fetcher: _Fetcher) -> str | None:
    from bot.policy import PATH

    return policy_at(git, _POLICY_REF, PATH, fetcher)


def policy_at(git: Git, commit: str, path: str, fetcher: _Fetcher | _Here | None = None) -> str | None:
    """The text of one small file at a commit; ``None`` where it is not a regular file there."""
    row = git.text("ls-tree", commit, "--", path)
    meta = row.partition("\t")[0].split(" ")
    if len(meta) != 3 or meta[0] not in _REGULAR:
        return None
    blob = meta[2]
    (fetcher or _Here()).bring([blob])
    sizes = git.sizes([blob])
    if sizes.get(blob, LARGEST_FILE + 1) > LARGEST_FILE:
        return None
    return git.blobs([blob])[blob].decode("utf-8", "replace")
