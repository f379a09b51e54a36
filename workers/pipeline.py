"""One review, top to bottom."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot import policy, publication, review
from bot.hosts import ci, local
from bot.hosts.base import Receipt, ReviewHost
from bot.model import ChangeRef, Review
from workers import history, sandbox, snapshot, worktree
from workers.checks.base import Check, Snapshot
from workers.runner import run_checks

Progress = Callable[[str], None]


class CannotReview(Exception):
    """There is nothing that could be reviewed; the message is one line for the person who asked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job. ``review`` is ``None`` when there was nothing to do, and ``skipped`` says why."""

    review: Review | None
    receipt: Receipt | None = None
    skipped: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """Wall time of each stage: change, snapshot, checks, publish."""


@dataclass(frozen=True, slots=True)
class LocalReview:
    """The review of a git range, with the head's texts for those who show code."""

    review: Review
    head_texts: Mapping[str, str]
    comparison: str
    """What was compared with what, as one line."""


def review_change(
    ref: ChangeRef, host: ReviewHost, checks: Sequence[Check], progress: Progress | None = None
) -> Outcome:
    """Reviews the current head of a change and brings its host in line.

    Raises what the host raises (:class:`~bot.hosts.base.HostError` and its kinds, ``HeadMoved`` when a newer head came
    while this one was under review). Reviewing the same head again posts nothing.
    """
    clock = _Clock(progress)
    with clock.stage("change"):
        change = host.change(ref)
    if not change.open:
        return Outcome(None, skipped="the change is closed", seconds=clock.seconds)
    with ExitStack() as stack:
        with clock.stage("snapshot"):
            seen, policy_text = stack.enter_context(snapshot.remote(change, host.git_source(change)))
        with clock.stage("checks"):
            past = history.Told(history.HostSource(host, change), change)
            result = examine(replace(seen, history=past), checks, policy_text)
    with clock.stage("publish"):
        receipt = host.publish(change, publication.plan(result, host.posted(change)))
    return Outcome(result, receipt, seconds=clock.seconds)


def review_local(
    repo: Path,
    range_: str | None,
    checks: Sequence[Check],
    environ: Mapping[str, str],
    progress: Progress | None = None,
) -> LocalReview:
    """Reviews a git range (see :func:`bot.hosts.local.resolve`) without any host.

    Raises :class:`CannotReview`.
    """
    clock = _Clock(progress)
    try:
        repository = worktree.discover(repo, environ)
        found = local.resolve(repository.command, range_, ci.read(environ, repository.home) if range_ is None else None)
        with tempfile.TemporaryDirectory(prefix="patchwarden-") as scratch:
            git = repository.git
            if found.head is None:
                git, head = worktree.write_tree(repository, Path(scratch))
            else:
                head = found.head
            notices = (
                local.nothing_to_review(worktree.command(git), found, head),
                local.unread_messages(repository.command, found),
                worktree.left_out(repository) if found.in_ci and found.head else "",
            )
            change = local.change(found, head, str(repository.home), local.messages(repository.command, found))
            with clock.stage("snapshot"):
                seen = snapshot.read(git, change, found.base, head)
                policy_text = snapshot.policy_at(git, found.default, policy.PATH)
            with clock.stage("checks"):
                past = history.Told(history.CloneSource(repository.git, found.base), change)
                result = examine(replace(seen, history=past), checks, policy_text, tuple(filter(None, notices)))
    except (worktree.NoRepository, local.BadRange) as error:
        raise CannotReview(str(error)) from error
    except (sandbox.ProcessFailed, sandbox.ProcessTimeout) as error:
        raise CannotReview(f"git failed: {error}") from error
    except FileNotFoundError as error:
        raise CannotReview("git is not on the PATH: install it (git 2.30 or newer)") from error
    texts = {file.path: file.head_text for file in seen.files if file.head_text is not None}
    return LocalReview(result, texts, found.comparison)


def examine(seen: Snapshot, checks: Sequence[Check], policy_text: str | None, notices: tuple[str, ...] = ()) -> Review:
    """Runs the checks on a snapshot and assembles the review under the repository's policy. ``notices`` are said first,
    after what is wrong with the policy."""
    rules, broken = _policy(policy_text)
    offered = tuple(file for file in seen.files if not rules.excludes(file.path))
    results = run_checks(replace(seen, policy=rules, files=offered), checks)
    return review.assemble(seen.change, seen.files, results, rules, (*broken, *notices))


def _policy(text: str | None) -> tuple[policy.Policy, tuple[str, ...]]:
    """A broken policy file is said on the change, and the defaults hold."""
    if text is None:
        return policy.Policy(), ()
    try:
        return policy.parse(text), ()
    except policy.PolicyError as error:
        return policy.Policy(), (f"The policy file was not applied, the defaults hold. {error}.",)


class _Clock:
    """Wall time by stage, and the progress line that goes with it."""

    def __init__(self, progress: Progress | None) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        if self._progress:
            self._progress(name)
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - start
