"""Pure: reads the ledger. From what each check did with each file come the gaps, what counts as examined, the areas
that were checked and what the policy left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.model import (
    Area,
    Aside,
    ChangedFile,
    CheckRun,
    Entry,
    Extent,
    FileStatus,
    Finding,
    Gap,
    LeftOut,
    RunStatus,
    Unruled,
)
from bot.policy import Policy, Silence

UNACCOUNTED = "the check gave no account of it"
_READER = "snapshot"
"""Gaps that no check made: the file could not be read at all."""


@dataclass(frozen=True, slots=True)
class Account:
    """What one review looked at."""

    runs: tuple[CheckRun, ...]
    """What each check did, with an entry for every file that the check was offered: a check that gave no account of a
    file has not read the file."""
    gaps: tuple[Gap, ...]
    examined: frozenset[str]
    """Paths of files of which nothing is missing and that some check looked at."""
    areas: frozenset[Area]
    unruled: tuple[Unruled, ...]
    _files: Sequence[ChangedFile]
    _policy: Policy

    @staticmethod
    def of(
        files: Sequence[ChangedFile],
        runs: Iterable[CheckRun],
        policy: Policy,
        unread_messages: int = 0,
        unseen: Iterable[str] = (),
    ) -> Account:
        """Checks are offered every file that the policy does not exclude. ``unread_messages`` counts the commits whose
        messages the host did not tell; ``unseen`` is what limits kept from every check, as clauses for people."""
        offered = {file.path: file for file in files if not policy.excludes(file.path)}
        complete = tuple(_accounting(run, offered) for run in runs)
        gaps = _gaps(offered, complete, unread_messages, unseen)
        looked_at = {entry.path for run in complete for entry in run.entries if entry.was_looked_at}
        unruled = _unruled(offered, complete)
        return Account(
            runs=complete,
            gaps=gaps,
            examined=frozenset(looked_at - {gap.path for gap in gaps}),
            areas=_told_areas(complete, policy),
            unruled=unruled,
            _files=files,
            _policy=policy,
        )

    def left_out(self, new: Iterable[Finding]) -> LeftOut:
        """What the policy left out; ``new`` are the new findings at paths that it does not exclude."""
        policy = self._policy
        silent = Counter(policy.silence(finding) for finding in new)
        rules = [rule for run in self.runs for rule in run.rules]
        areas = {rule.area for rule in rules}
        entries = [entry for run in self.runs for entry in run.entries]
        return LeftOut(
            files=sum(policy.excludes(file.path) for file in self._files),
            test_files=_count(entries, Aside.TEST_CODE),
            findings_in_tests=silent[Silence.TESTS],
            rules=sum(policy.disables(rule.id) for rule in rules),
            findings_of_rules=silent[Silence.RULE],
            generated=_count(entries, Aside.GENERATED),
            not_deployed=_count(entries, Aside.NOT_DEPLOYED),
            findings_below=silent[Silence.SEVERITY],
            findings_lowered=silent[Silence.LOWERED],
            areas=len(areas - policy.areas) if policy.areas is not None else 0,
            findings_of_areas=silent[Silence.AREA],
            findings_of_paths=silent[Silence.PATH],
        )


def _told_areas(runs: Iterable[CheckRun], policy: Policy) -> frozenset[Area]:
    """The areas of the rules that were applied where the policy lets their findings into the review."""
    # Most files have the same rules, and the same holds for them: each such pair is asked about once.
    kinds = {
        (entry.rules, policy.at(entry.path), policy.at(entry.path, Area.INTEGRITY)): entry.path
        for run in runs
        for entry in run.entries
    }
    return frozenset(
        rule.area
        for (rules, *_), path in kinds.items()
        for rule in rules
        if rule.covers_area and policy.applies(rule, path)
    )


def _count(entries: Iterable[Entry], aside: Aside) -> int:
    return len({entry.path for entry in entries if entry.aside is aside})


def _accounting(run: CheckRun, offered: Mapping[str, ChangedFile]) -> CheckRun:
    """The run with an entry for every file that was offered: no account means not read. A run that failed leaves a gap,
    of the change as a whole where none of the files concerned it."""
    reason = (run.reason or "the check failed") if run.status is RunStatus.FAILED else UNACCOUNTED
    known = {entry.path: entry for entry in run.entries if entry.path in offered}
    of = {path: known.get(path) or Entry(path, Extent.NOT_READ, reasons=(reason,)) for path in offered}
    run = replace(run, entries=tuple(of[path] for path in sorted(of)))
    failed_unseen = run.status is RunStatus.FAILED and not run.gaps
    return replace(run, failures=(reason,)) if failed_unseen else run


def _gaps(
    offered: Mapping[str, ChangedFile], runs: Iterable[CheckRun], unread_messages: int, unseen: Iterable[str]
) -> tuple[Gap, ...]:
    """Everything that was wanted and not checked. A file that nobody could read is one gap, not one a check."""
    unread = {
        path: file.unreadable
        for path, file in offered.items()
        if file.unreadable and not file.has_no_text and file.status is not FileStatus.DELETED
    }
    gaps = {Gap(_READER, reason, path) for path, reason in unread.items()} | {Gap(_READER, why) for why in unseen}
    if unread_messages:
        commits = "1 older commit" if unread_messages == 1 else f"{unread_messages} older commits"
        gaps.add(Gap(_READER, f"the messages of {commits} were not read"))
    gaps |= {gap for run in runs for gap in run.gaps if gap.path is None or gap.path not in unread}
    return tuple(sorted(gaps, key=lambda gap: (gap.path or "", gap.check, gap.reason)))


def _unruled(offered: Mapping[str, ChangedFile], runs: Sequence[CheckRun]) -> tuple[Unruled, ...]:
    """The languages without rules, each with the checks that looked at all its files."""
    paths: dict[str, set[str]] = {}
    for run in runs:
        for entry in run.entries:
            if entry.aside is Aside.NO_RULES:
                paths.setdefault(offered[entry.path].language, set()).add(entry.path)
    return tuple(
        Unruled(language, tuple(sorted(found)), _looking_at(found, runs)) for language, found in sorted(paths.items())
    )


def _looking_at(paths: Collection[str], runs: Iterable[CheckRun]) -> tuple[str, ...]:
    return tuple(run.check for run in runs if run.files.issuperset(paths))
