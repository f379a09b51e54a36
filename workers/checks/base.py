"""The port of a check, and what a check is given.

A check is one small module: it knows no other check, no host and no store. It reads the changed files of both sides and
says what the change made worse. To add one, write the module and its line in ``registry``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Protocol

from bot.model import (
    Applied,
    Area,
    Aside,
    Change,
    ChangedFile,
    CheckResult,
    CheckRun,
    Confidence,
    Entry,
    FileStatus,
    Finding,
    Gap,
    Origin,
    RunStatus,
    Several,
    Severity,
    Side,
    Span,
    by_place,
    entries,
    message_of,
    split_lines,
)
from bot.policy import Policy
from workers.reading import readings

log = logging.getLogger(__name__)

PORT: Final = 1
"""The version of the port: what a check is given, and what it gives. It grows where a check that was written for the
version before would no longer do; what is only added leaves it as it is."""


class BadCheck(Exception):
    """A check cannot be used, or gives what the port does not allow: no further try mends that. The message is a clause
    for people."""


class Tree(Protocol):
    """The rest of the repository at both sides: listing is free, reading may fetch."""

    def paths(self, side: Side) -> Sequence[str]:
        """All regular files' paths, sorted."""
        ...

    def is_whole(self, side: Side) -> bool:
        """Whether every regular file is among the ``paths``: else one that is not may exist all the same."""
        ...

    def read(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        """Texts of those that exist and could be read; one bulk fetch for all that are missing."""
        ...

    def unread(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        """Why those that exist could not be read, as clauses for people (``binary``: there is evidently no text)."""
        ...

    @property
    def left_out(self) -> Collection[str]:
        """What limits kept from whoever asked so far, as clauses for people: gaps of the review."""
        ...


class History(Protocol):
    """Why the lines of the base are there. Asking may cost a request: ask only for lines of a finding."""

    def origins(self, base_path: str, lines: Collection[int]) -> Sequence[Origin] | None:
        """The commits that brought these lines of the base after their file, the newest first; none where they are as
        old as it. ``None`` where that cannot be known."""
        ...


class NoHistory:
    """Nothing is known of the base but its text."""

    def origins(self, base_path: str, lines: Collection[int]) -> None:
        del base_path, lines


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The change under review: its files with both sides' text, and the tree around them."""

    change: Change
    files: tuple[ChangedFile, ...]
    """Those that the policy does not exclude: what the checks are asked about."""
    tree: Tree
    policy: Policy = field(default_factory=Policy)
    history: History = field(default_factory=NoHistory)
    excluded: tuple[ChangedFile, ...] = ()
    """The changed files that the policy excludes; the review counts them."""
    own_rules: Mapping[str, str] = field(default_factory=dict)
    """The texts of the files that the policy's ``own_rules`` name, by path: those of the default branch."""
    left_out: tuple[str, ...] = ()
    """What limits kept from the snapshot and no file says, as clauses for people: gaps of the review."""
    told: Callable[[str], None] = field(default=log.info, repr=False, compare=False)
    """Hears how far a check of a large change is, in words."""

    @classmethod
    def of(
        cls,
        change: Change,
        files: Iterable[ChangedFile],
        tree: Tree,
        *,
        policy: Policy,
        history: History,
        own_rules: Mapping[str, str] | None = None,
        left_out: Iterable[str] = (),
    ) -> Snapshot:
        """The snapshot of all changed files under a policy."""
        ordered = sorted(files, key=lambda file: file.path)
        wanted = tuple(file for file in ordered if not policy.excludes(file.path))
        excluded = tuple(file for file in ordered if policy.excludes(file.path))
        return cls(change, wanted, tree, policy, history, excluded, own_rules or {}, tuple(left_out))

    @property
    def all_files(self) -> tuple[ChangedFile, ...]:
        """Every changed file, in the order of the paths."""
        return tuple(sorted((*self.files, *self.excluded), key=lambda file: file.path))

    @property
    def messages(self) -> tuple[ChangedFile, ...]:
        """The messages of the change's commits as files; they are none of ``files``."""
        return tuple(message.file for message in self.change.messages)

    def file(self, path: str) -> ChangedFile | None:
        """The changed file by its head path (or its base path where it was deleted)."""
        return next((item for item in self.files if item.path == path), None)


class Check(Protocol):
    """One kind of examination.

    ``run`` never raises for bad input: what it cannot read, or what a limit keeps it from, is a
    :class:`~bot.model.Gap` that names the file. If it raises all the same, the pipeline records the check as failed and
    the rest of the review stands.
    """

    @property
    def id(self) -> str: ...

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        """Why the file does not concern this check; ``None`` where it has to be examined for a clean verdict."""
        ...

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        """What is applied to a file that concerns this check. Equal sets should be one object: there are many files."""
        ...

    def run(self, snapshot: Snapshot) -> CheckResult: ...


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines of one side of a file, from 1."""

    first: int
    last: int
    side: Side = Side.HEAD


@dataclass(frozen=True, slots=True)
class CheckRule:
    """What one rule of a check says wherever it applies; ``at`` makes the finding of one place.

    ``title``, ``message`` and what ``several`` says of each may hold ``{name}`` fields, filled from the ``words`` given
    to ``at``.
    """

    id: str
    severity: Severity
    confidence: Confidence
    area: Area
    cwe: int
    title: str
    message: str
    remedy: str
    references: tuple[str, ...] = ()
    several: Several | None = None
    covers_area: bool = True
    """See :class:`~bot.model.Applied`."""
    is_suppression: bool = False
    counts_in_tests: bool = False
    """See :class:`~bot.model.Finding`."""

    @property
    def applied(self) -> Applied:
        """The rule as the ledger names it."""
        return Applied(self.id, self.area, self.severity, self.covers_area)

    def at(
        self,
        file: ChangedFile,
        where: int | Lines,
        *,
        words: Mapping[str, str] | None = None,
        excerpt: str | None = None,
        identity: str | None = None,
        scope: str = "",
        severity: Severity | None = None,
        confidence: Confidence | None = None,
    ) -> Finding:
        """The finding at a line of the head, or at some lines of one side.

        Both sides name the file by its head path, as the hosts do where they take a comment on the left side.
        ``words`` are put into title and message on one line; they come from the change, so they may say anything.
        ``excerpt`` is what stands there unless given; give it where the text holds a secret. ``severity`` and
        ``confidence`` are the rule's own unless given.
        """
        place = Lines(where, where) if isinstance(where, int) else where
        lines = _lines(file.text(place.side) or "")[place.first - 1 : place.last]
        shown = {name: " ".join(text.split()) for name, text in (words or {}).items()}
        return Finding(
            rule=self.id,
            span=Span(
                path=file.path,
                start_line=place.first,
                end_line=place.last,
                start_col=1,
                end_col=len(lines[-1]) + 1 if lines else 1,
                side=place.side,
            ),
            severity=severity or self.severity,
            confidence=confidence or self.confidence,
            area=self.area,
            cwe=self.cwe,
            title=self.title.format_map(shown) if words else self.title,
            message=self.message.format_map(shown) if words else self.message,
            remedy=self.remedy,
            excerpt="\n".join(lines) if excerpt is None else excerpt,
            scope=scope,
            identity=identity,
            references=self.references,
            several=self.several and replace(self.several, each=self.several.each.format_map(shown)),
            is_suppression=self.is_suppression,
            counts_in_tests=self.counts_in_tests,
        )


@lru_cache(maxsize=4)
def _lines(text: str) -> Sequence[str]:
    """Kept, for many findings stand in one file."""
    return split_lines(text)


def nothing_to_read(file: ChangedFile) -> Aside | None:
    """Why the head has no text for a check of what stands there; ``None`` where it has one, or should have one."""
    if file.status is FileStatus.DELETED:
        return Aside.DELETED
    return Aside.NO_TEXT if file.has_no_text else None


def added(file: ChangedFile) -> Iterator[tuple[int, str]]:
    """The head's added or replaced lines, each with its number."""
    return _numbered(lines_of(file, Side.HEAD), file.added_lines)


def removed(file: ChangedFile) -> Iterator[tuple[int, str]]:
    """The base's removed or replaced lines, each with its number."""
    return _numbered(lines_of(file, Side.BASE), file.removed_lines)


def lines_of(file: ChangedFile, side: Side) -> Sequence[str]:
    """All lines of a side as people read them; see :func:`workers.reading.readings.lines_of`."""
    return readings.lines_of(file.language, file.text(side) or "")


def _numbered(lines: Sequence[str], numbers: frozenset[int]) -> Iterator[tuple[int, str]]:
    """Several may have one number: what is written in one line may be read as more."""
    return (
        (number, part) for number in sorted(numbers) if number <= len(lines) for part in lines[number - 1].split("\n")
    )


def ran(
    check: Check,
    snapshot: Snapshot,
    findings: Iterable[Finding],
    gaps: Iterable[Gap] = (),
    *,
    base: Iterable[Finding] = (),
    subject: str = "",
) -> CheckResult:
    """The result of a check that ran over every file that concerns it, less what the gaps name.

    ``findings`` are the head's, or all of them for a check of differences; ``base`` is for one that looks at each side.
    A gap without a path concerns the change as a whole, as does one of a commit's message. ``subject`` as in
    :class:`~bot.model.CheckRun`.
    """
    missing = tuple(gaps)
    paths = {file.path for file in snapshot.files}
    run = CheckRun(
        check.id,
        RunStatus.RAN,
        entries=account(check, snapshot, missing),
        failures=tuple(sorted({_of_the_change(gap) for gap in missing if gap.path not in paths})),
        subject=subject,
    )
    return CheckResult(run, tuple(sorted(findings, key=by_place)), tuple(sorted(base, key=by_place)))


def _of_the_change(gap: Gap) -> str:
    commit = message_of(gap.path or "")
    place = f"commit message of {commit[:7]}" if commit else gap.path
    return f"{place}: {gap.reason}" if place else gap.reason


def failed(
    check: Check, snapshot: Snapshot, reason: str, asides: Mapping[str, Aside | None] | None = None
) -> CheckResult:
    """The result of a check that did not run: no file that concerns it was read. Where the check cannot even say which
    files concern it, the review takes every file for unread.

    ``asides`` is what the check has said of files, by path; a check that must not be asked again has said all there.
    """
    try:
        told = asides if asides is not None else {f.path: check.aside(f, snapshot.policy) for f in snapshot.files}
    except Exception:
        log.exception("check %s cannot tell which files concern it on %s", check.id, snapshot.change.ref)
        told = {}
    paths = [file.path for file in snapshot.files]
    if not told.keys() >= set(paths):
        return CheckResult(CheckRun(check.id, RunStatus.FAILED, reason=reason))
    beside = {path: aside for path in paths if (aside := told[path]) is not None}
    missing = [Gap(check.id, reason, path) for path in paths if path not in beside]
    return CheckResult(CheckRun(check.id, RunStatus.FAILED, entries(paths, beside, {}, missing), reason=reason))


def account(check: Check, snapshot: Snapshot, gaps: Collection[Gap]) -> tuple[Entry, ...]:
    """An entry for each of the snapshot's files: beside the check's concern, examined, or what the gaps say."""
    asides = {file.path: aside for file in snapshot.files if (aside := check.aside(file, snapshot.policy)) is not None}
    rules = {file.path: check.rules(file) for file in snapshot.files if file.path not in asides}
    return entries([file.path for file in snapshot.files], asides, rules, gaps)


def applied(rules: Iterable[CheckRule]) -> frozenset[Applied]:
    """The rules as the ledger names them; for a check that applies all its rules to every file that concerns it."""
    return frozenset(rule.applied for rule in rules)
