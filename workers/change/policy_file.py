"""The repository's policy file, read from git: a broken one is said on the change, and the defaults hold."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot import policy
from bot.model import Change
from bot.policy import Policy, PolicyError
from workers.change import diff_tree
from workers.change.fetching import Blobs
from workers.change.git import Git

_LARGEST = 1_000_000
"""Bytes."""


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """The policy that holds for a change, and why it is not the one that the repository wrote down."""

    policy: Policy = field(default_factory=Policy)
    problem: str = ""
    """A sentence for the change; ``""`` where the file was applied or there is none."""

    def noted_on(self, change: Change) -> Change:
        """The change with the problem as its first notice."""
        return replace(change, notices=(self.problem, *change.notices)) if self.problem else change


def parsed(text: str | None) -> PolicyInForce:
    """The policy of a file's text; ``None`` where there is no file."""
    if text is None:
        return PolicyInForce()
    try:
        return PolicyInForce(policy.parse(text))
    except PolicyError as error:
        return _defaults(error)


def policy_at(git: Git, commit: str, blobs: Blobs) -> PolicyInForce:
    """The policy of the file at a commit. A file that stands there and cannot be used is a problem: a repository that
    wants something must not be given the defaults without a word."""
    try:
        return parsed(_text_at(git, commit, blobs))
    except PolicyError as error:
        return _defaults(error)


def _defaults(error: PolicyError) -> PolicyInForce:
    return PolicyInForce(problem=f"The policy file was not applied, the defaults hold. {error}.")


def _text_at(git: Git, commit: str, blobs: Blobs) -> str | None:
    """``None`` where there is no file. Raises ``PolicyError`` where it cannot be used."""
    row = git.text("ls-tree", commit, "--", policy.PATH)
    if not row:
        return None
    mode, kind, blob = row.partition("\t")[0].split(" ")
    if mode not in diff_tree.REGULAR:
        what = "a symbolic link" if mode == "120000" else "a folder" if kind == "tree" else "a submodule"
        raise PolicyError(f"{policy.PATH} is {what}; it must be a file")
    blobs.bring([blob])
    size = git.sizes([blob]).get(blob)
    if size is None or size > _LARGEST:
        shown = "of unknown size" if size is None else f"of {size:,} bytes"
        raise PolicyError(f"{policy.PATH} is {shown}; at most {_LARGEST:,} are read")
    return git.blobs([blob])[blob].decode("utf-8", "replace")
