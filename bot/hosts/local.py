"""A git range on this machine: a change without a host.

What is promised is a comparison of two certain commits. Where the history that tells them is not here, the range is
refused with the remedy: a comparison with something else would pass flaws as old, or old code as new.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.hosts import ci
from bot.model import Change, ChangeRef, CommitMessage, empty_tree, is_empty_tree

GitCommand = Callable[..., str]
"""``git("rev-parse", "HEAD")`` → its output without the final newline; raises :class:`GitRefused`."""

_DEFAULT_BRANCHES = ("origin/main", "origin/master", "upstream/main", "upstream/master", "main", "master")
_WHOLE_HISTORY = "`git fetch --unshallow`, in CI `fetch-depth: 0` for actions/checkout or `GIT_DEPTH: 0` on GitLab"


class GitRefused(Exception):
    """Git could not answer; the message is git's own last line."""


class BadRange(Exception):
    """The range does not name two states of the repository; the message says what was looked for, and the remedy."""


@dataclass(frozen=True, slots=True)
class LocalChange:
    """What is compared. ``head`` is ``None`` for the working tree, which the caller has to write as a git tree."""

    base: str
    head: str | None
    branch: str
    default: str
    """The revision that the policy is read from."""
    against: str
    """What the base is, in words: ``its merge base with `origin/main```."""
    target: str = ""
    """The branch or revision that the base was found by."""
    in_ci: str = ""
    """The CI system's name where its environment was asked, and no range was given."""
    subject: str = ""
    """What is reviewed, in words, where it is neither a branch nor the working tree."""
    is_audit: bool = False
    """Every file is looked at as if it were new: ``base`` is the empty tree."""

    @property
    def comparison(self) -> str:
        """One line that says what is compared with what."""
        if self.is_audit:
            return "auditing every file of the working tree, old code too"
        subject = self.subject or ("the working tree" if self.head is None else f"`{self.branch}` ({self.head[:10]})")
        by = f" (as {self.in_ci} tells)" if self.in_ci and self.head else ""
        known = "" if is_empty_tree(self.base) else f"{self.base[:10]}, "
        return f"comparing {subject} with {known}{self.against}{by}"

    @property
    def uncommitted(self) -> str:
        """See :attr:`bot.model.Change.uncommitted`."""
        return "" if self.head is not None else self.subject or "the working tree"


def resolve(git: GitCommand, spec: str | None, build: ci.CiBuild | None = None) -> LocalChange:
    """Reads a range as git users write it.

    ``A..B`` compares the two as they are; ``A...B`` compares B with the merge base; one revision ``A`` compares the
    working tree with its merge base with A. Without a range the working tree is compared with its merge base with the
    default branch; in CI, where ``build`` names a proposed change or a push, HEAD is compared with what it is proposed
    for or pushed onto. Raises :class:`BadRange`, also where the two have no common ancestor here.
    """
    repository = Ancestry(git, build.remedy if build else "")
    branch = repository.first("symbolic-ref", "-q", "--short", "HEAD") or "HEAD"
    default = _default_branch(repository, build)
    if spec is not None:
        return _range(repository, spec, branch, default)
    if build and (build.proposes or build.before):
        return _built(repository, build, branch, default)
    if not default:
        raise BadRange(
            "no default branch is known here: name a range such as `main...HEAD`, or let git ask the remote "
            f"(`git remote set-head origin --auto`){repository.shallow_remedy}"
        )
    base = repository.common(default, "HEAD")
    against = (
        f"its merge base with `{default}`" if default != "HEAD" else f"the last commit of `{branch}`, the only branch"
    )
    return LocalChange(base, None, branch, default, against, default, build.system if build else "")


def staged(git: GitCommand) -> LocalChange:
    """The index against HEAD, or against nothing before the first commit; the caller writes the index as a git tree."""
    base, branch, default = _tip(git)
    against = f"the last commit of `{branch}`" if git_knows(git, "HEAD") else "nothing: there is no commit yet"
    return LocalChange(base, None, branch, default, against, branch, subject="the index")


def audit(git: GitCommand) -> LocalChange:
    """Every file of the working tree, as if all of it were new."""
    base, branch, default = _tip(git)
    return LocalChange(empty_tree(base), None, branch, default, "nothing", branch, is_audit=True)


def git_knows(git: GitCommand, revision: str) -> bool:
    """Whether it is a commit of this clone."""
    return Ancestry(git).known(revision)


def _tip(git: GitCommand) -> tuple[str, str, str]:
    """HEAD's commit or the empty tree, the branch, and where the policy is read: the default branch, else HEAD."""
    repository = Ancestry(git)
    branch = repository.first("symbolic-ref", "-q", "--short", "HEAD") or "HEAD"
    if not repository.known("HEAD"):
        kind = repository.first("rev-parse", "--show-object-format")
        nothing = empty_tree("0" * (64 if kind == "sha256" else 40))
        return nothing, branch, nothing
    head = repository.commit("HEAD")
    return head, branch, _default_branch(repository, None) or head


def _range(repository: Ancestry, spec: str, branch: str, default: str) -> LocalChange:
    for separator in ("...", ".."):
        if separator in spec:
            left, _, right = spec.partition(separator)
            left, right = left or "HEAD", right or "HEAD"
            end = repository.commit(right)
            base = repository.common(left, right)
            against = f"its merge base with `{left}`"
            if separator == "..":
                base, against = repository.commit(left), f"`{left}`"
            name = right if right != "HEAD" else branch
            return LocalChange(base, end, name, default or base, against, left)
    base = repository.common(spec, "HEAD")
    return LocalChange(base, None, branch, default or base, f"its merge base with `{spec}`", spec)


def _built(repository: Ancestry, build: ci.CiBuild, branch: str, default: str) -> LocalChange:
    """What a CI system builds: a proposed change, or what was pushed."""
    head = repository.commit(build.alone or "HEAD")
    if build.proposes:
        base, against = _proposed(repository, build, head, default)
    elif repository.known(build.before):
        base, against = repository.common(build.before, "HEAD"), f"what `{branch}` was before"
    elif default and repository.common(default, "HEAD") != head:
        base, against = repository.common(default, "HEAD"), f"its merge base with `{default}`"
    else:
        raise repository.missing(f"{build.before[:10]}, where `{branch}` stood before this push, is not in this clone")
    policy = default if default and repository.commit(default) != head else base
    return LocalChange(base, head, branch, policy, against, build.target or default, build.system)


def _proposed(repository: Ancestry, build: ci.CiBuild, head: str, default: str) -> tuple[str, str]:
    """The base of a proposed change, and what it is in words."""
    parents = repository.parents(head)
    merged = len(parents) > 1 and bool(build.proposed) and parents[1] == build.proposed
    if merged or build.alone or (build.merged_onto_parent and (build.one_commit or len(parents) > 1)):
        if not parents:
            raise BadRange(f"{head[:10]} is the repository's first commit: it has no parent to compare it with")
        if not repository.known(parents[0]):
            raise repository.missing(f"{parents[0][:10]}, the parent of {head[:10]}, is not in this clone")
        return parents[0], f"its parent, the state of `{build.target}`" if build.target else "its parent"
    names = [build.base, *(f"{remote}/{build.target}" for remote in ("origin", "upstream") if build.target)]
    if not build.target:
        names.append(default)
    found = [(name, repository.common(name, "HEAD")) for name in names if name and repository.known(name)]
    if not found:
        wanted = " nor ".join(f"`{name}`" for name in names if name) or "its target branch"
        raise repository.missing(
            f"{build.system} builds a change for `{build.target or 'another branch'}`, "
            f"and {wanted} is not in this clone"
        )
    if head != build.proposed and any(common == head for _, common in found):
        raise BadRange(
            f"{build.system} builds a change for `{build.target or default}`, "
            f"and {head[:10]}, which is checked out, is part of that branch already: "
            "check out the change's own head, or name a range"
        )
    name, base = found[0]
    for other, nearer in found[1:]:  # the target went on, and the system merged its newer state
        if nearer not in (base, head) and repository.is_ancestor(base, nearer):
            name, base = other, nearer
    return base, f"its merge base with `{name}`"


def nothing_to_review(git: GitCommand, local: LocalChange, head: str) -> str:
    """In words, where both sides are the same; ``head`` is a commit or a tree. Empty elsewhere.

    Raises :class:`BadRange` in CI, where somebody waits for a review of something.
    """
    trees = {git("rev-parse", "--verify", "--end-of-options", f"{side}^{{tree}}") for side in (local.base, head)}
    if len(trees) > 1:
        return ""
    if local.subject or local.is_audit:
        return f"Nothing to review: {'the index holds no change' if local.subject else 'there is no file here'}."
    if local.head is not None and local.head != local.base:
        return f"Nothing to review: `{local.branch}` has the same files as {local.against} ({local.base[:10]})."
    at = "HEAD" if local.head is None else f"`{local.branch}`"
    where = f"{at} is {local.base[:10]}, {local.against}"
    if local.head is None and local.default == local.target:
        where = f"HEAD is part of `{local.target}`"
        if git("rev-parse", "--verify", "--end-of-options", f"{local.target}^{{commit}}") == local.base:
            where = f"HEAD is the tip of `{local.target}`"
    clean = " and the working tree is clean" if local.head is None else ""
    if local.in_ci:
        raise BadRange(
            f"nothing to review: {where}{clean}, and {local.in_ci} tells of no other commit to compare it with: "
            "name a range such as `HEAD~1..HEAD`"
        )
    more = ". Name a range such as `HEAD~1..HEAD`, or look at every file with `--all`" if local.head is None else ""
    return f"Nothing to review: {where}{clean}{more}."


def messages(git: GitCommand, local: LocalChange) -> tuple[CommitMessage, ...]:
    """The messages of the commits that the range adds, or that the working tree stands on, oldest first."""
    listed = git("log", "-z", "--reverse", "--format=%H%n%B", "--end-of-options", _span(local))
    parts = (entry.partition("\n") for entry in listed.split("\0") if entry)
    return tuple(CommitMessage(commit, text) for commit, _, text in parts)


def unread_messages(git: GitCommand, local: LocalChange) -> str:
    """In words, where a shallow clone may lack commits of the change, so that their messages are not read."""
    repository = Ancestry(git)
    end = repository.cut_off(_span(local))
    if not end:
        return ""
    return (
        f"Commit messages older than {end[:10]} were not read: the clone is shallow, and the history of this change "
        f"goes on beyond it. Fetch the whole history: {_WHOLE_HISTORY}."
    )


def _span(local: LocalChange) -> str:
    return f"{local.base}..{local.head or 'HEAD'}"


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
        target_branch=local.target or local.default,
        default_branch=local.default,
        author="",
        title=local.subject or ("working tree" if local.head is None else local.branch),
        messages=said,
        is_audit=local.is_audit,
        uncommitted=local.uncommitted,
    )


def _default_branch(repository: Ancestry, build: ci.CiBuild | None) -> str:
    """The branch that CI or the remote calls its default, else a usual name, else the only branch there is; ``""``
    where nobody knows it."""
    remote = repository.first("symbolic-ref", "-q", "--short", "refs/remotes/origin/HEAD")
    names = [f"origin/{build.default}" if build and build.default else "", remote, *_DEFAULT_BRANCHES]
    for name in names:
        if name and repository.known(name):
            return name
    configured = repository.first("config", "--get", "init.defaultBranch")
    if configured and repository.known(configured):
        return configured
    if not repository.known("HEAD"):
        raise BadRange("the repository has no commit yet: there is nothing to compare with")
    branches = repository.first("for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes").splitlines()
    own = repository.first("symbolic-ref", "-q", "HEAD")
    return "HEAD" if branches == [own] and not repository.shallow else ""


@dataclass(frozen=True, slots=True)
class Ancestry:
    """Questions about a repository's commits, which may be fewer than were ever made: a shallow clone ends early."""

    git: GitCommand
    remedy: str = ""
    """How the whole history is fetched here, where a CI system is known."""

    def first(self, *command: str) -> str:
        """Git's answer, ``""`` where it refuses."""
        try:
            return self.git(*command)
        except GitRefused:
            return ""

    @property
    def shallow(self) -> bool:
        return self.first("rev-parse", "--is-shallow-repository") == "true"

    @property
    def shallow_remedy(self) -> str:
        return f"; the clone is shallow: {self.remedy or _WHOLE_HISTORY}" if self.shallow else ""

    def known(self, revision: str) -> bool:
        return bool(self.first("rev-parse", "-q", "--verify", "--end-of-options", f"{revision}^{{commit}}"))

    def commit(self, revision: str) -> str:
        """The commit's id. Raises :class:`BadRange`."""
        commit = self.first("rev-parse", "-q", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        if commit:
            return commit
        if self.shallow:
            raise self.missing(f"`{revision}` is no commit of this clone")
        first = self._first_commit(revision)
        if first:
            raise BadRange(f"`{revision}` is no commit: {first[:10]} is the repository's first, and has no parent")
        if self.first("ls-tree", "--full-tree", "HEAD", "--", revision):
            raise BadRange(f"`{revision}` is no commit; for the changes of that path say `-- {revision}`")
        raise BadRange(f"`{revision}` is no commit of this repository (fetch it first, or check the spelling)")

    def missing(self, what: str) -> BadRange:
        """The error for history that is not here, with the remedy."""
        if self.shallow:
            return BadRange(f"{what}; the clone is shallow: {self.remedy or _WHOLE_HISTORY}")
        return BadRange(f"{what}: {self.remedy or 'fetch it first (`git fetch origin`)'}")

    def common(self, one: str, other: str) -> str:
        """The merge base of two revisions. Raises :class:`BadRange` where there is none, or none that is certain."""
        ends = self.commit(one), self.commit(other)
        base = self.first("merge-base", "--end-of-options", *ends)
        if not base:
            if self.shallow:
                raise self.missing(f"`{one}` and `{other}` have no common ancestor in this clone")
            raise BadRange(f"`{one}` and `{other}` have no common ancestor: their histories are unrelated")
        # Beyond the end of a shallow history there may be a nearer common ancestor, unless the base is one of the two.
        if base not in ends and self.cut_off(*ends, f"^{base}"):
            raise self.missing(f"which commit is the merge base of `{one}` and `{other}` is not certain")
        return base

    def cut_off(self, *revisions: str) -> str:
        """A commit among these whose parents a shallow clone lacks; ``""`` where there is none."""
        if not self.shallow:
            return ""
        roots = self.first("rev-list", "--max-parents=0", "--end-of-options", *revisions).splitlines()
        return next((root for root in roots if self.parents(root)), "")

    def parents(self, commit: str) -> tuple[str, ...]:
        """As the commit itself names them, whether they are here or not."""
        header = self.first("cat-file", "commit", commit).partition("\n\n")[0]
        return tuple(line.removeprefix("parent ") for line in header.splitlines() if line.startswith("parent "))

    def is_ancestor(self, one: str, other: str) -> bool:
        return self.first("merge-base", "--end-of-options", one, other) == one

    def _first_commit(self, revision: str) -> str:
        """The parentless commit that a revision such as ``HEAD~1`` or ``main^`` goes beyond; ``""`` if it does not."""
        name = re.sub(r"(~\d*|\^\d*)+$", "", revision)
        if name == revision or not self.known(name):
            return ""
        steps = self.first("rev-list", "--first-parent", "--max-parents=0", "--end-of-options", name)
        return steps.splitlines()[0] if steps and "\n" not in steps else ""
