"""The changed files of both sides and their hunks, by git alone: nothing is checked out, nothing is executed.

A remote change costs four requests: both commits and the policy's branch at depth 1 without blobs, then all the changed
blobs at once (measured against full, lazy and archive transports: the quickest, and the one a hostile
``.gitattributes`` cannot censor). Renames and hunks come from git's own diff, once the blobs are here; the hunks are
proven by the texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from bot.hosts.base import GitSource
from bot.knowledge.languages import is_code, language_of
from bot.model import LINK, SUBMODULE, Change, ChangedFile, FileStatus, Hunk, empty_tree
from workers.change import diff_tree, hunks
from workers.change.fetching import POLICY_REF, Blobs, Fetcher, Here
from workers.change.git import Git, object_id
from workers.change.policy_file import Inherited, PolicyInForce, parsed, policy_at
from workers.change.tree import GitTree
from workers.checks.base import History, NoHistory, Snapshot
from workers.processes import scratch
from workers.reading import texts

MOST_FILES = 3_000
"""Changed files of one change that are read; GitHub shows no more either."""
MOST_BYTES = 200_000_000
"""Of both sides of all files of one change that are read."""


@contextmanager
def remote(
    change: Change,
    source: GitSource,
    history: History | None = None,
    *,
    inherited: Inherited = (),
    timeout: float = 120.0,
) -> Iterator[Snapshot]:
    """The change's snapshot under the policy of its repository's default branch, while the block runs.

    ``inherited`` are the policies of the repository's organisation. ``timeout`` is in seconds, for each git command.
    Raises :class:`~bot.hosts.base.HostUnavailable` when the server does not answer.
    """
    with scratch.folder("change") as directory:
        git = Git(directory / "git", timeout=timeout)
        base, head = object_id(change.merge_base), object_id(change.head)
        kind = ("--object-format=sha256",) if len(head) == 64 else ()
        git.run("init", "-q", "--bare", "--template=", *kind, str(git.directory))
        if base == empty_tree(head):
            git.run("mktree")  # no server has it: it is written here, from no entries
        fetcher = Fetcher(git, source)
        notice = fetcher.fetch([commit for commit in (base, head) if commit != empty_tree(head)], change.default_branch)
        if notice:
            change = replace(change, notices=(*change.notices, notice))
        if change.default_branch and not notice:
            policy = policy_at(git, POLICY_REF, fetcher, touched(git, base, head), inherited)
        else:
            policy = parsed(None, inherited)
        yield read(git, change, base, head, fetcher, policy, history)


def touched(git: Git, base: str, head: str) -> frozenset[str]:
    """The paths of all changed files, of both sides. Only trees are read."""
    found = diff_tree.changes(git, base, head, renames=False)
    return frozenset(path for record in found for path in (record.base_path, record.path))


def read(
    git: Git,
    change: Change,
    base: str,
    head: str,
    blobs: Blobs | None = None,
    policy: PolicyInForce | None = None,
    history: History | None = None,
) -> Snapshot:
    """The snapshot between two commits or trees whose trees are in the repository.

    Every changed file is in it. What the limits of number and size leave out says so in its ``unreadable``. What is
    wrong with the policy file is the first notice of the snapshot's change.
    """
    blobs, policy = blobs or Here(), policy or PolicyInForce()
    found = diff_tree.changes(git, base, head, renames=False)
    chosen = _chosen(found)
    blobs.bring([blob for record in chosen for blob in record.blobs])
    if len(found) <= MOST_FILES:
        chosen = diff_tree.changes(git, base, head, renames=True)
        told = diff_tree.hunks(git, base, head, len(chosen))
    else:  # git would ask for the blobs that were not brought
        told = [()] * len(chosen)
    contents = _Contents(git, chosen)
    files = [contents.file(record, lines) for record, lines in zip(chosen, told, strict=True)]
    if len(found) > MOST_FILES:
        read = {record.path for record in chosen}
        why = f"the change touches {len(found):,} files, and {MOST_FILES:,} of them are read"
        files += [_unread(record, why) for record in found if record.path not in read]
    tree = GitTree(git, base, head, blobs)
    return Snapshot.of(
        policy.noted_on(change),
        files,
        tree,
        policy=policy.policy,
        history=history or NoHistory(),
        own_rules=policy.own_rules,
    )


def _chosen(found: Sequence[diff_tree.FileChange]) -> list[diff_tree.FileChange]:
    """The files to read: code first, then what has another language, then the rest; all of them where they are few."""
    if len(found) <= MOST_FILES:
        return list(found)

    def rank(record: diff_tree.FileChange) -> tuple[bool, bool, bool, str]:
        language = language_of(record.path)
        return record.status is FileStatus.DELETED, not is_code(language), not language, record.path

    return sorted(found, key=rank)[:MOST_FILES]


class _Contents:
    """The texts of both sides, each blob read once, within the limit of bytes."""

    def __init__(self, git: Git, chosen: Sequence[diff_tree.FileChange]) -> None:
        self._sizes = git.sizes(blob for record in chosen for blob in record.blobs)
        self._blobs = git.blobs(self._within(chosen))

    def _within(self, chosen: Sequence[diff_tree.FileChange]) -> set[str]:
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

    def file(self, record: diff_tree.FileChange, told: tuple[Hunk, ...]) -> ChangedFile:
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
        if mode == diff_tree.ABSENT:
            return texts.Read(None)
        if mode not in diff_tree.REGULAR:
            what = {"120000": LINK, "160000": SUBMODULE}
            return texts.Read(None, what.get(mode, f"a file of mode {mode}"))
        if blob in self._blobs:
            return texts.read(path, self._blobs[blob])
        size = self._sizes.get(blob, 0)
        if size > texts.LARGEST_TEXT:
            return texts.Read(None, texts.too_large(size))
        return texts.Read(None, f"the change has more than the {MOST_BYTES:,} bytes that are read")


def _unread(record: diff_tree.FileChange, why: str | None) -> ChangedFile:
    """The file without its texts."""
    in_base, in_head = record.base_mode != diff_tree.ABSENT, record.head_mode != diff_tree.ABSENT
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
