"""The changed files of both sides and their hunks, by git alone: nothing is checked out, nothing is executed.

A remote change costs four requests: both commits and the policy's branch at depth 1 without blobs, then all the changed
blobs at once (measured against full, lazy and archive transports: the quickest, and the one a hostile
``.gitattributes`` cannot censor). Renames and hunks come from git's own diff, once the blobs are here; the hunks are
proven by the texts.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from bot import policy
from bot.hosts.base import GitSource, HostUnavailable
from bot.languages import is_code, language_of
from bot.model import LINK, SUBMODULE, Change, ChangedFile, FileStatus, Hunk, Side, empty_tree
from workers.change import hunks, records
from workers.change.git import Git, object_id
from workers.checks.base import Snapshot
from workers.processes import sandbox
from workers.reading import texts

log = logging.getLogger(__name__)

MOST_FILES = 3_000
"""Changed files of one change that are read; GitHub shows no more either."""
MOST_BYTES = 200_000_000
"""Of both sides of all files of one change that are read."""

_POLICY_REF = "refs/patchwarden/policy"
_LARGEST_POLICY = 1_000_000
"""Bytes."""
PolicyText = str | policy.PolicyError | None
"""What stands in a repository's policy file; see :func:`policy_at`."""


@contextmanager
def remote(change: Change, source: GitSource, *, timeout: float = 120.0) -> Iterator[tuple[Snapshot, PolicyText]]:
    """The change's snapshot and the policy file's text (``None`` where there is none), while the block runs.

    ``timeout`` is in seconds, for each git command. Raises :class:`~bot.hosts.base.HostUnavailable` when the server
    does not answer.
    """
    with tempfile.TemporaryDirectory(prefix="patchwarden-", ignore_cleanup_errors=True) as directory:
        git = Git(Path(directory) / "git", timeout=timeout)
        base, head = object_id(change.merge_base), object_id(change.head)
        kind = ("--object-format=sha256",) if len(head) == 64 else ()
        git.run("init", "-q", "--bare", "--template=", *kind, str(git.directory))
        if base == empty_tree(head):
            git.run("mktree")  # no server has it: it is written here, from no entries
        fetcher = _Fetcher(git, source)
        notice = fetcher.fetch([commit for commit in (base, head) if commit != empty_tree(head)], change.default_branch)
        if notice:
            change = replace(change, notices=(*change.notices, notice))
        policy_text = policy_at(git, _POLICY_REF, fetcher) if change.default_branch and not notice else None
        yield read(git, change, base, head, fetcher), policy_text


@dataclass(frozen=True, slots=True)
class _Fetcher:
    """Brings what is missing from the host. The credential lives in the environment of one git process."""

    git: Git
    source: GitSource

    def fetch(self, commits: Sequence[str], branch: str) -> str:
        """The commits and the policy's branch, where there is one; gives a sentence where it should be and is not."""
        if branch:
            try:
                self._fetch(commits, (f"+refs/heads/{branch}:{_POLICY_REF}",))
            except HostUnavailable as error:
                if f"couldn't find remote ref refs/heads/{branch}" not in str(error):
                    raise
            else:
                return ""
        self._fetch(commits, ())
        return f"No policy was read: the default branch {branch} does not exist. The defaults hold." if branch else ""

    def _fetch(self, commits: Sequence[str], refs: Sequence[str]) -> None:
        """The commits and the refs at depth 1, without blobs (a server that knows no filter sends them, too).

        A server may serve the tips of refs alone (``uploadpack.allowAnySHA1InWant`` is off, or the head is no longer
        a tip): then the source's own refs are fetched whole with one commit more, which on Gerrit is the parent.
        """
        try:
            self._run("--depth=1", "--filter=blob:none", "--", self.source.url, *commits, *refs)
        except HostUnavailable:
            if not self.source.refs:
                raise
            log.info("%s does not serve commits by id", urlsplit(self.source.url).hostname, exc_info=True)
            self._run("--depth=2", "--", self.source.url, *self.source.refs, *refs)
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

    Every changed file is in it. What the limits of number and size leave out says so in its ``unreadable``.
    """
    fetcher = fetcher or _Here()
    found = records.records(git, base, head, renames=False)
    chosen = _chosen(found)
    fetcher.bring([blob for record in chosen for blob in record.blobs])
    if len(found) <= MOST_FILES:
        chosen = records.records(git, base, head, renames=True)
        told = records.hunks(git, base, head, len(chosen))
    else:  # git would ask for the blobs that were not brought
        told = [()] * len(chosen)
    contents = _Contents(git, chosen)
    files = [contents.file(record, lines) for record, lines in zip(chosen, told, strict=True)]
    if len(found) > MOST_FILES:
        read = {record.path for record in chosen}
        why = f"the change touches {len(found):,} files, and {MOST_FILES:,} of them are read"
        files += [_unread(record, why) for record in found if record.path not in read]
    tree = GitTree(git, base, head, fetcher)
    return Snapshot(change=change, files=tuple(sorted(files, key=lambda file: file.path)), tree=tree)


def _chosen(found: Sequence[records.Record]) -> list[records.Record]:
    """The files to read: code first, then what has another language, then the rest; all of them where they are few."""
    if len(found) <= MOST_FILES:
        return list(found)

    def rank(record: records.Record) -> tuple[bool, bool, bool, str]:
        language = language_of(record.path)
        return record.status is FileStatus.DELETED, not is_code(language), not language, record.path

    return sorted(found, key=rank)[:MOST_FILES]


class _Contents:
    """The texts of both sides, each blob read once, within the limit of bytes."""

    def __init__(self, git: Git, chosen: Sequence[records.Record]) -> None:
        self._sizes = git.sizes(blob for record in chosen for blob in record.blobs)
        self._blobs = git.blobs(self._within(chosen))

    def _within(self, chosen: Sequence[records.Record]) -> set[str]:
        """The blobs to read. A file is read on both sides or on none: half of it would make old code new."""
        wanted: set[str] = set()
        left = MOST_BYTES
        for record in chosen:
            new = {blob for blob in record.blobs if self._sizes.get(blob, 0) <= texts.LARGEST_TEXT} - wanted
            size = sum(self._sizes.get(blob, 0) for blob in new)
            if size <= left:
                left -= size
                wanted |= new
        return wanted

    def file(self, record: records.Record, told: tuple[Hunk, ...]) -> ChangedFile:
        base = self._side(record.base_mode, record.base_blob, record.base_path)
        head = self._side(record.head_mode, record.head_blob, record.path)
        file = _unread(record, head.why or (base.why if head.text is None else None))
        if head.text is None and (head.why is not None or base.text is None):
            return replace(file, base_text=base.text)
        # A link that became a file, or the other way round: the content is all new.
        same_bytes = record.base_blob == record.head_blob
        return replace(
            file,
            base_text=base.text,
            head_text=head.text,
            hunks=hunks.proven(base.text, head.text, told, same_bytes=same_bytes),
            language=language_of(record.path, head.text if head.text is not None else base.text or ""),
        )

    def _side(self, mode: str, blob: str, path: str) -> texts.Read:
        if mode == records.ABSENT:
            return texts.Read(None)
        if mode not in records.REGULAR:
            what = {"120000": LINK, "160000": SUBMODULE}
            return texts.Read(None, what.get(mode, f"a file of mode {mode}"))
        if blob in self._blobs:
            return texts.read(path, self._blobs[blob])
        size = self._sizes.get(blob, 0)
        if size > texts.LARGEST_TEXT:
            return texts.Read(None, texts.too_large(size))
        return texts.Read(None, f"the change has more than the {MOST_BYTES:,} bytes that are read")


def _unread(record: records.Record, why: str | None) -> ChangedFile:
    """The file without its texts."""
    in_base, in_head = record.base_mode != records.ABSENT, record.head_mode != records.ABSENT
    return ChangedFile(
        path=record.path,
        status=record.status,
        base_text=None,
        head_text=None,
        old_path=record.base_path if record.base_path != record.path else None,
        base_mode=record.base_mode if in_base else None,
        head_mode=record.head_mode if in_head else None,
        base_blob=record.base_blob if in_base else None,
        head_blob=record.head_blob if in_head else None,
        language=language_of(record.path),
        unreadable=why,
    )


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
                if mode in records.REGULAR:
                    listing[path.decode("utf-8", "backslashreplace")] = blob
            self._listings[side] = dict(sorted(listing.items()))
        return self._listings[side]

    def paths(self, side: Side) -> Sequence[str]:
        """All regular files' paths, sorted."""
        return tuple(self._listing(side))

    def read(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        """Texts of those that exist and could be read; what is missing is fetched at once."""
        return {path: found.text for path, found in self._reads(paths, side).items() if found.text is not None}

    def unread(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        """Why those that exist could not be read, as clauses for people (``binary``: there is evidently no text)."""
        return {path: found.why for path, found in self._reads(paths, side).items() if found.why is not None}

    def _reads(self, paths: Sequence[str], side: Side) -> dict[str, texts.Read]:
        listing = self._listing(side)
        wanted = {path: listing[path] for path in paths if path in listing}
        self._fetcher.bring(list(wanted.values()))
        sizes = self._git.sizes(wanted.values())
        contents = self._git.blobs(blob for blob, size in sizes.items() if size <= texts.LARGEST_TEXT)
        return {
            path: texts.read(path, contents[blob])
            if blob in contents
            else texts.Read(None, texts.too_large(sizes.get(blob, 0)))
            for path, blob in wanted.items()
        }


def policy_at(git: Git, commit: str, fetcher: _Fetcher | _Here | None = None) -> PolicyText:
    """The text of the policy file at a commit; ``None`` where there is none, an error where it stands there and cannot
    be used: a repository that wants something must not be given the defaults without a word."""
    row = git.text("ls-tree", commit, "--", policy.PATH)
    if not row:
        return None
    mode, kind, blob = row.partition("\t")[0].split(" ")
    if mode not in records.REGULAR:
        what = "a symbolic link" if mode == "120000" else "a folder" if kind == "tree" else "a submodule"
        return policy.PolicyError(f"{policy.PATH} is {what}; it must be a file")
    (fetcher or _Here()).bring([blob])
    size = git.sizes([blob]).get(blob)
    if size is None or size > _LARGEST_POLICY:
        shown = "of unknown size" if size is None else f"of {size:,} bytes"
        return policy.PolicyError(f"{policy.PATH} is {shown}; at most {_LARGEST_POLICY:,} are read")
    return git.blobs([blob])[blob].decode("utf-8", "replace")
