"""A git range on this machine: a change without a host."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.model import Change, ChangeRef, CommitMessage

GitCommand = Callable[..., str]
"""``git("rev-parse", "HEAD")`` → its output without the final newline; raises :class:`GitRefused`."""

_MOST_MESSAGES = 250
_DEFAULT_BRANCHES = ("origin/main", "origin/master", "upstream/main", "upstream/master", "main", "master")


class GitRefused(Exception):
    """Git could not answer; the message is git's own last line."""


class BadRange(Exception):
    """The range does not name two states of the repository; the message says what was looked for."""


@dataclass(frozen=True, slots=True)
class LocalChange:
    """What is compared. ``head`` is ``None`` for the working tree, which the caller has to write as a git tree."""

    base: str
    head: str | None
    branch: str
    default: str
    """The revision that the policy is read from."""


def resolve(git: GitCommand, spec: str | None) -> LocalChange:
    """Reads a range as git users write it.

    ``A..B`` compares the two as they are; ``A...B`` compares B with the merge base; one revision ``A`` (or nothing: the
    default branch) compares the working tree with its merge base with A. Raises :class:`BadRange`.
    """
    default = _default_branch(git)
    branch = _first(git, ("symbolic-ref", "-q", "--short", "HEAD")) or "HEAD"
    if spec is None:
        base = _merge_base(git, default, "HEAD") or _commit(git, default)
        return LocalChange(base, None, branch, default)
    for separator in ("...", ".."):
        if separator in spec:
            left, _, right = spec.partition(separator)
            start, end = _commit(git, left or "HEAD"), _commit(git, right or "HEAD")
            if separator == "...":
                start = _merge_base(git, start, end) or start
            return LocalChange(start, end, right or branch, default)
    start = _commit(git, spec)
    return LocalChange(_merge_base(git, start, "HEAD") or start, None, branch, default)


def messages(git: GitCommand, local: LocalChange) -> tuple[CommitMessage, ...]:
    """Of the commits that the range adds, or that the working tree stands on; the newest ones of a very long range."""
    span = f"{local.base}..{local.head or 'HEAD'}"
    listed = git("log", "-z", "--reverse", f"--max-count={_MOST_MESSAGES}", "--format=%H%n%B", "--end-of-options", span)
    parts = (entry.partition("\n") for entry in listed.split("\0") if entry)
    return tuple(CommitMessage(commit, text) for commit, _, text in parts)


def change(local: LocalChange, head: str, directory: str, said: tuple[CommitMessage, ...] = ()) -> Change:
    """The change in the review's terms; ``head`` is a commit or, for the working tree, a tree.

    ``said`` are the :func:`messages` of its commits.
    """
    return Change(
        ref=ChangeRef(host="local", repository=directory, number=0),
        repository_id=directory,
        base=local.base,
        head=head,
        merge_base=local.base,
        target_branch=local.default,
        default_branch=local.default,
        author="",
        title="working tree" if local.head is None else local.branch,
        messages=said,
    )


def _default_branch(git: GitCommand) -> str:
    """The branch that the remote calls its head, else a usual name, else the current commit."""
    remote = _first(git, ("symbolic-ref", "-q", "--short", "refs/remotes/origin/HEAD"))
    if remote and _known(git, remote):
        return remote
    for name in _DEFAULT_BRANCHES:
        if _known(git, name):
            return name
    if _known(git, "HEAD"):
        return "HEAD"
    raise BadRange("the repository has no commit yet: there is nothing to compare with")


def _first(git: GitCommand, command: tuple[str, ...]) -> str:
    try:
        return git(*command)
    except GitRefused:
        return ""


def _known(git: GitCommand, revision: str) -> bool:
    return bool(_first(git, ("rev-parse", "-q", "--verify", "--end-of-options", f"{revision}^{{commit}}")))


def _commit(git: GitCommand, revision: str) -> str:
    commit = _first(git, ("rev-parse", "-q", "--verify", "--end-of-options", f"{revision}^{{commit}}"))
    if not commit:
        raise BadRange(f"`{revision}` is no commit of this repository (fetch it first, or check the spelling)")
    return commit


def _merge_base(git: GitCommand, one: str, other: str) -> str:
    return _first(git, ("merge-base", "--end-of-options", one, other))
