"""The changed files of both sides and their hunks, by git alone: nothing is checked out, nothing is executed.

A remote change costs four requests: both commits and the policy's branch at depth 1 without blobs, then all the changed
blobs at once (measured against full, lazy and archive transports: the quickest, and the one a hostile
``.gitattributes`` cannot censor). Renames and hunks come from git's own diff, once the blobs are here; the hunks are
proven by the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from heapq import nsmallest
from itertools import chain, islice

from bot.hosts.base import GitSource, Unreviewable
from bot.model import Change, FileStatus, empty_tree
from workers.change import contents, diff_tree, fetch_errors
from workers.change.diff_tree import FileChange
from workers.change.fetching import POLICY_REF, Blobs, Fetcher, Here
from workers.change.git import SECONDS, Git, object_id
from workers.change.policy_file import Inherited, PolicyInForce, parsed, policy_at
from workers.change.tree import GitTree
from workers.checks.base import History, NoHistory, Snapshot
from workers.processes import sandbox, scratch

MOST_FILES = 10_000
"""Changed files of one change that are read."""
MEMORY_MB = 1_024
"""Address space of each git command on a change from elsewhere."""
FETCHED_MB = 2_000
"""Of one pack: a server that knows no filter sends the whole tree with all its files."""
MOST_LISTED = 20_000
"""Changed files of one change that are named; all of them are counted."""

Wanted = Callable[[FileChange], bool]


@contextmanager
def remote(
    change: Change,
    source: GitSource,
    history: History | None = None,
    *,
    inherited: Inherited = (),
    timeout: float = SECONDS,
) -> Iterator[Snapshot]:
    """The change's snapshot under the policy of its repository's default branch, while the block runs.

    ``inherited`` are the policies of the repository's organisation. ``timeout`` is in seconds, for each git command.
    Raises :class:`~bot.hosts.base.HostUnavailable` when the server does not answer,
    :class:`~bot.hosts.base.Unreviewable` where the objects of this head or base cannot be read, and
    :class:`~workers.change.fetch_errors.Final` for what else no second try helps.
    """
    with scratch.folder("change") as directory:
        git = Git(directory / "git", timeout=timeout, memory_mb=MEMORY_MB, file_mb=FETCHED_MB, is_ours=True)
        base, head = object_id(change.merge_base), object_id(change.head)
        kind = ("--object-format=sha256",) if len(head) == 64 else ()
        git.run("init", "-q", "--bare", "--template=", *kind, str(git.directory))
        if base == empty_tree(head):
            git.run("mktree")  # no server has it: it is written here, from no entries
        with closing(git.session):
            try:
                seen = _taken(git, change, base, head, Fetcher(git, source), history, inherited)
            except fetch_errors.Unfit as error:
                raise Unreviewable(change, str(error)) from error
            yield seen


def _taken(
    git: Git,
    change: Change,
    base: str,
    head: str,
    fetcher: Fetcher,
    history: History | None,
    inherited: Inherited,
) -> Snapshot:
    """The snapshot, fetched into the empty repository of ``git``."""
    notice = fetcher.fetch([commit for commit in (base, head) if commit != empty_tree(head)], change.default_branch)
    if notice:
        change = replace(change, notices=(*change.notices, notice))
    try:
        if change.default_branch and not notice:
            policy = policy_at(git, POLICY_REF, fetcher, touched(git, base, head), inherited)
        else:
            policy = parsed(None, inherited)
        return read(git, change, base, head, fetcher, policy, history)
    except (sandbox.ProcessFailed, sandbox.ProcessTimeout) as error:
        raise fetch_errors.of_reading(str(error)) from error


def touched(git: Git, base: str, head: str) -> frozenset[str]:
    """The paths of the changed files that are named, of both sides. Only trees are read."""
    return frozenset(path for record in _listed(git, base, head)[0] for path in (record.base_path, record.path))


def read(
    git: Git,
    change: Change,
    base: str,
    head: str,
    blobs: Blobs | None = None,
    policy: PolicyInForce | None = None,
    history: History | None = None,
    wanted: Wanted | None = None,
) -> Snapshot:
    """The snapshot between two commits or trees whose trees are in the repository.

    Every changed file is in it that is ``wanted``, up to :data:`MOST_LISTED`. What the limits of number and size leave
    out says so in its ``unreadable``, or in the snapshot's ``left_out``. What is wrong with the policy file is the
    first notice of the snapshot's change.
    """
    blobs, policy = blobs or Here(), policy or PolicyInForce()
    # A renamed file is told from one that is new by what went elsewhere: what is not wanted goes after that.
    found, total = _listed(git, base, head, wanted if base == empty_tree(head) else None)
    chosen: Sequence[FileChange] = found if total <= MOST_FILES else sorted(found, key=contents.rank)[:MOST_FILES]
    blobs.bring([blob for record in chosen for blob in record.blobs])
    left_out = []
    if total <= MOST_FILES:
        chosen, problem = _with_renames(git, base, head, chosen)
        left_out += [problem] if problem else []
    if wanted is not None:
        chosen, found = list(filter(wanted, chosen)), list(filter(wanted, found))
    with git.writing() as writable:
        files = list(contents.read(writable, chosen))
    if total > MOST_FILES:
        read = {record.path for record in chosen}
        why = f"the change touches {total:,} files, and {MOST_FILES:,} of them are read"
        files += [contents.unread(record, why) for record in found if record.path not in read]
    if total > MOST_LISTED:
        left_out.append(f"the change touches {total:,} files: {total - MOST_LISTED:,} are neither read nor named")
    return Snapshot.of(
        policy.noted_on(change),
        files,
        GitTree(git, base, head, blobs),
        policy=policy.policy,
        history=history or NoHistory(),
        own_rules=policy.own_rules,
        left_out=left_out,
    )


def _listed(git: Git, base: str, head: str, wanted: Wanted | None = None) -> tuple[list[FileChange], int]:
    """The changed files in git's order, or where there are too many the first to be read; and how many there are."""
    known: tuple[list[FileChange], int] | None = git.session.known.get((base, head)) if wanted is None else None
    if known is not None:
        return known
    records = diff_tree.changes(git, base, head, renames=False)
    counted = _Counted(records if wanted is None else filter(wanted, records))
    found = list(islice(counted, MOST_LISTED + 1))
    if len(found) > MOST_LISTED:
        found = nsmallest(MOST_LISTED, chain(found, counted), key=contents.rank)
    if wanted is None:
        git.session.known[base, head] = found, counted.seen
    return found, counted.seen


class _Counted:
    """Counts what is taken out of it."""

    def __init__(self, records: Iterator[FileChange]) -> None:
        self._records = records
        self.seen = 0

    def __iter__(self) -> Iterator[FileChange]:
        return self

    def __next__(self) -> FileChange:
        record = next(self._records)
        self.seen += 1
        return record


def _with_renames(git: Git, base: str, head: str, found: Sequence[FileChange]) -> tuple[Sequence[FileChange], str]:
    """The records with renamed files as one, and why that could not be told; ``""`` where it was."""
    moved = {FileStatus.ADDED, FileStatus.DELETED}
    if not moved <= {record.status for record in found}:
        return found, ""
    sizes = git.sizes(blob for record in found if record.status in moved for blob in record.blobs)
    if sum(sizes.values()) > contents.MOST_BYTES:
        return found, f"which files were renamed is not known: more than {contents.MOST_BYTES:,} bytes were to compare"
    return list(diff_tree.changes(git, base, head, renames=True)), ""
