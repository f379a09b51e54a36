"""A review without any host: what is asked for, found in a repository on this machine, examined and assembled."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from bot import masking
from bot.hosts import ci, local
from bot.hosts.local import LocalChange
from bot.model import Change, Review, Side
from bot.render.wording import count, listed
from workers.change import blame, diff_tree, policy_file, snapshot, working_tree
from workers.change.fetching import Here
from workers.change.git import Git
from workers.change.policy_file import PolicyInForce
from workers.change.working_tree import LocalRepository
from workers.checks.base import Check, NoHistory, Snapshot
from workers.examining import Examination
from workers.local import patch
from workers.local.paths import BadPath, Paths
from workers.pipeline import CannotReview
from workers.processes import sandbox, scratch
from workers.stages import Clock, Progress

if TYPE_CHECKING:
    from workers.local import foreign


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be reviewed: at most one of a range, the index, everything and a patch."""

    range: str | None = None
    """See :func:`bot.hosts.local.resolve`."""
    staged: bool = False
    """The index against HEAD."""
    everything: bool = False
    """Every file, as if it were new."""
    patch: bytes | None = None
    """A unified diff."""
    paths: tuple[str, ...] = ()
    """Files, folders and patterns, as they are meant in the folder that the repository is looked for in."""
    known: frozenset[str] = frozenset()
    """Fingerprints of findings that are not told."""
    baseline: Path | None = None
    """Where they stand, or will: our own file, which is not looked at."""
    reports: foreign.Here | None = None
    """What other scanners say, where their reports are given."""


@dataclass(frozen=True, slots=True)
class LocalReview:
    """A review on this machine, with the head's texts of the observed files for those who show code: credentials in
    the lines of an observation are stars."""

    review: Review
    head_texts: Mapping[str, str]
    comparison: str
    """What was compared with what, as one line."""
    everything: Review
    """The review with the known findings too."""
    removed_at: Mapping[tuple[str, int], int]
    """Path and line of the base → the line of the head where the removed one stood, of what the review names."""


def review_local(
    repo: Path,
    range_: str | None,
    checks: Iterable[Check],
    environ: Mapping[str, str],
    progress: Progress | None = None,
) -> LocalReview:
    """Reviews a git range (see :func:`bot.hosts.local.resolve`). Raises as :func:`review`."""
    return review(repo, Asked(range_), checks, environ, progress)


def review(
    repo: Path, asked: Asked, checks: Iterable[Check], environ: Mapping[str, str], progress: Progress | None = None
) -> LocalReview:
    """Reviews what is asked for in the repository of a folder. Nothing is written into the repository.

    A patch needs no repository; where there is one, its policy holds. Raises
    :class:`~workers.pipeline.CannotReview`.
    """
    clock = Clock(progress)
    try:
        with scratch.folder("review") as folder:
            if asked.patch is not None:
                return _of_patch(repo, asked, asked.patch, checks, environ, clock, folder)
            repository = working_tree.apart(working_tree.discover(repo, environ), folder)
            return _of_repository(repo, repository, asked, checks, environ, clock, folder)
    except (working_tree.NoRepository, working_tree.Conflicts, local.BadRange, BadPath, patch.BadPatch) as error:
        raise CannotReview(str(error)) from error
    except (sandbox.ProcessFailed, sandbox.ProcessTimeout) as error:
        raise CannotReview(f"git failed: {error}") from error
    except FileNotFoundError as error:
        raise CannotReview("git is not on the PATH: install it (git 2.31 or newer)") from error


def _of_repository(
    repo: Path,
    repository: LocalRepository,
    asked: Asked,
    checks: Iterable[Check],
    environ: Mapping[str, str],
    clock: Clock,
    folder: Path,
) -> LocalReview:
    found = _compared(repository, asked, environ)
    _refuse_others(repository, found, asked)
    git, head = _head(repository, found, asked, folder, environ)
    paths = Paths.of(asked.paths, repository.home, repo) if asked.paths else None
    change = _change(repository, found, git, head, paths)
    with clock.stage("snapshot"):
        touched = snapshot.touched(git, found.base, head)
        policy = policy_file.policy_at(git, found.default, Here(), touched)
        past = not found.is_audit and git.kind(found.base) == "commit"
        history = blame.CachedBlame(blame.GitBlame(repository.git, found.base), change) if past else NoHistory()
        wanted = _wanted(paths, asked.baseline, repository.home)
        seen = snapshot.read(git, change, found.base, head, policy=policy, history=history, wanted=wanted)
    return _examined(seen, asked, checks, clock, found.comparison)


def _wanted(paths: Paths | None, baseline: Path | None, home: Path) -> snapshot.Wanted | None:
    """Which files are looked at; ``None`` for all. A baseline may lie anywhere: only where it stands in the repository
    does it matter."""
    asked = paths.wants if paths else None
    if baseline is None:
        return asked
    own = os.path.relpath(baseline.parent.resolve() / baseline.name, home.resolve()).replace(os.sep, "/")
    return lambda record: record.path != own and (asked is None or asked(record))


def _refuse_others(repository: LocalRepository, found: LocalChange, asked: Asked) -> None:
    """Raises :class:`CannotReview` where a report says that it is of another commit. The working tree and the index are
    of the commit that is checked out."""
    named = asked.reports.commits if asked.reports else ()
    if not named:
        return
    try:
        here = found.head or repository.command("rev-parse", "--verify", "HEAD^{commit}")
    except local.GitRefused:
        here = ""
    what = f"{here[:12]} is reviewed" if found.head else f"the working tree is at {here[:12] or 'no commit yet'}"
    for commits in named:
        if here not in commits:
            raise CannotReview(f"the SARIF is of commit {min(commits)[:12]}, and {what}: scan that one")


def _compared(repository: LocalRepository, asked: Asked, environ: Mapping[str, str]) -> LocalChange:
    if asked.staged:
        return local.staged(repository.command)
    if asked.everything:
        return local.audit(repository.command)
    build = ci.read(environ, repository.home) if asked.range is None else None
    return local.resolve(repository.command, asked.range, build)


def _head(
    repository: LocalRepository, found: LocalChange, asked: Asked, folder: Path, environ: Mapping[str, str]
) -> tuple[Git, str]:
    """The state under review, a commit or a tree, and the git that can read it."""
    if asked.staged:
        return working_tree.write_index(repository, folder, environ)
    if found.head is None:
        return working_tree.write_tree(repository, folder)
    return repository.git, found.head


def _change(repository: LocalRepository, found: LocalChange, git: Git, head: str, paths: Paths | None) -> Change:
    of_commits = not (found.subject or found.is_audit)
    notices = (
        local.nothing_to_review(working_tree.command(git), found, head),
        local.unread_messages(repository.command, found) if of_commits else "",
        working_tree.uncommitted(repository) if found.in_ci and found.head else "",
        _elsewhere(git, found, head, paths) if paths else "",
    )
    said = local.messages(repository.command, found) if of_commits and paths is None else ()
    change = local.change(found, head, str(repository.home), said)
    return replace(change, notices=tuple(filter(None, notices)))


def _elsewhere(git: Git, found: LocalChange, head: str, paths: Paths) -> str:
    """A sentence that counts what was not asked for. Raises :class:`~workers.local.paths.BadPath` for a name that is
    nowhere."""
    ask = working_tree.command(git)
    for written, name in paths.unseen:
        try:
            if any(ask("ls-tree", "--full-tree", side, "--", f":(literal){name}") for side in (found.base, head)):
                continue
        except local.GitRefused:
            pass
        raise BadPath(f"`{written}` is no file and no folder of this repository, and of neither side of the change")
    changed = list(diff_tree.changes(git, found.base, head, renames=False))
    others = sum(not paths.wants(record) for record in changed)
    if not others:
        return ""
    deeper = paths.deeper([record.path for record in changed])
    meant = "".join(f" `{written}` is of its folder alone: is `{deep}` meant?" for written, deep in deeper)
    files = count(others, "file" if found.is_audit else "changed file")
    verb = "was" if others == 1 else "were"
    asked = listed([f"`{path}`" for path in paths.written])
    only = "was" if len(paths.written) == 1 else "were"
    return f"Only {asked} {only} asked for: {files} elsewhere {verb} not looked at.{meant}"


def _of_patch(
    repo: Path,
    asked: Asked,
    content: bytes,
    checks: Iterable[Check],
    environ: Mapping[str, str],
    clock: Clock,
    folder: Path,
) -> LocalReview:
    with clock.stage("snapshot"):
        files = patch.files(content)
        if asked.paths:
            paths = Paths.of(asked.paths, repo, repo)
            files = tuple(file for file in files if paths.has(file.changed.path) or paths.has(file.changed.base_path))
        seen = patch.snapshot(files, _policy_here(repo, folder, files, environ))
    hunks_only = {file.changed.path: file for file in files if not file.is_whole}
    return _examined(seen, asked, checks, clock, "reviewing a patch alone", hunks_only)


def _policy_here(
    repo: Path, folder: Path, files: Iterable[patch.PatchedFile], environ: Mapping[str, str]
) -> PolicyInForce:
    """The policy of the repository that the patch is reviewed in; the default one outside of any."""
    try:
        repository = working_tree.apart(working_tree.discover(repo, environ), folder)
    except working_tree.NoRepository:
        return PolicyInForce()
    default = local.audit(repository.command).default
    touched = [file.changed.path for file in files]
    return policy_file.policy_at(repository.git, default, Here(), touched)


def _examined(
    seen: Snapshot,
    asked: Asked,
    checks: Iterable[Check],
    clock: Clock,
    comparison: str,
    hunks_only: Mapping[str, patch.PatchedFile] | None = None,
) -> LocalReview:
    with clock.stage(f"checks on {count(len(seen.files), 'file')}"):
        examined = Examination.of(replace(seen, told=clock.tell), chain(checks, _reported(seen, asked)))
        if hunks_only:
            examined = replace(examined, results=patch.as_told(examined.results, hunks_only))
        today = datetime.now(UTC).date()
        everything = result = examined.review(today=today)
        if asked.known:
            result = examined.review(today=today, known=asked.known)
    shown = _shown_texts(result, seen, examined.secrets)
    return LocalReview(result, shown, comparison, everything, _removed_at(result, seen))


def _reported(seen: Snapshot, asked: Asked) -> Iterator[Check]:
    """The check of other scanners' reports: where some are given, and where the policy awaits one."""
    if asked.reports is None and not seen.policy.reports:
        return
    from workers.checks.reported import Reported  # most reviews need none of it
    from workers.local import foreign

    yield Reported(asked.reports or foreign.Here())


def _removed_at(result: Review, seen: Snapshot) -> dict[tuple[str, int], int]:
    told = (*result.observations, *(item.observation for item in result.dismissed))
    spans = {finding.span for item in told for finding in item.findings}
    spans |= {step.span for item in told for finding in item.findings for step in finding.trace}
    wanted = {(span.path, span.start_line) for span in spans if span.side is Side.BASE}
    return {
        (file.path, line): max(1, hunk.head_start)
        for file in (file for file in seen.all_files if file.head_text)
        for hunk in file.hunks
        for line in hunk.removed
        if (file.path, line) in wanted
    }


def _shown_texts(result: Review, seen: Snapshot, secrets: Collection[str]) -> dict[str, str]:
    """The head's texts of the observed files, with stars over the credentials in the lines that are shown."""
    lines: dict[str, set[int]] = {}
    for finding in (finding for item in result.observations for finding in item.findings):
        lines.setdefault(finding.span.path, set()).update(range(finding.span.start_line, finding.span.end_line + 1))
    return {
        file.path: masking.starred_lines(file.head_text, lines[file.path], frozenset(secrets), path=file.path)
        for file in seen.all_files
        if file.head_text is not None and file.path in lines
    }
