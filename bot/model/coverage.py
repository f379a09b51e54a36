"""The ledger of a review: what each check did with each file, and why. Frozen values, no I/O.

From the ledger alone come the verdict, the gaps, "examined n of m files" and the areas that are named as checked. A
check accounts for every file that it was offered; a file without an entry counts as not read.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.model.grades import Area, Severity


class Extent(enum.Enum):
    """How much of a file one check looked at."""

    EXAMINED = "examined"
    PARTLY = "partly"
    """Some rules or some lines were left out; the entry's reasons name them."""
    NOT_READ = "not read"
    UNCONCERNED = "does not concern it"


class Aside(enum.Enum):
    """Why a file does not concern a check. The list is closed: whatever else kept a check from a file is a gap."""

    OTHER_KIND = "another kind of file"
    """For example a Markdown page offered to the check of dependencies."""
    NO_RULES = "no rules for this language"
    """Program code or a template in a language that the rules do not know: the summary says so first."""
    NO_TEXT = "no text"
    """A picture, a compiled program, a symbolic link, a submodule."""
    DELETED = "deleted"
    """The file is gone from the head, and the check judges what is there."""
    TEST_CODE = "test code, which the policy keeps quiet"
    NOT_DEPLOYED = "code that no attacker reaches"
    """Documentation, examples, build scripts: only for checks of what code does when it runs."""
    GENERATED = "generated code"
    """Strong evidence says that a program wrote it."""


@dataclass(frozen=True, slots=True)
class Applied:
    """One rule that a check applies to a file."""

    id: str
    area: Area
    severity: Severity
    covers_area: bool = True
    """Whether a file counts as checked in the rule's area because the rule ran there. ``False`` for a rule that sees
    only what a change takes away: a removed guard says nothing of new code."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was wanted and not checked; it makes a review incomplete."""

    check: str
    reason: str
    """A clause for people: "timed out after 5 s", "does not parse as Python at line 12"."""
    path: str | None = None
    """``None`` where the gap concerns the change as a whole."""
    partly: bool = False
    """Whether the check examined the rest of the file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one check did with one file."""

    path: str
    """The head's path; the base's for a deleted file."""
    extent: Extent
    aside: Aside | None = None
    """Set exactly where the file does not concern the check."""
    reasons: tuple[str, ...] = ()
    """Clauses for people: what was left out, or why the file was not read."""
    rules: frozenset[Applied] = frozenset()
    """The rules that were applied; empty unless the file was examined, wholly or partly."""

    @property
    def was_looked_at(self) -> bool:
        return self.extent in (Extent.EXAMINED, Extent.PARTLY)


class RunStatus(enum.Enum):
    RAN = "ran"
    SKIPPED = "skipped"
    """No file of the change concerns it, or it cannot run here by design."""
    FAILED = "failed"
    """It was wanted and did not run: the review is incomplete."""


@dataclass(frozen=True, slots=True)
class CheckRun:
    """What one check did in one review."""

    check: str
    status: RunStatus
    entries: tuple[Entry, ...] = ()
    """One for each file that it was offered, ordered by path."""
    failures: tuple[str, ...] = ()
    """Clauses for people: what of the change as a whole could not be checked."""
    reason: str = ""
    """Why it was skipped or failed."""
    passing: bool = False
    """Whether it failed by a fault of ours that may have passed by the next try, such as a full disk."""
    seconds: float = 0.0
    subject: str = ""
    """What it looked at, as a sentence names it (``removed guards``), where its id does not say it."""

    @property
    def rules(self) -> frozenset[Applied]:
        """Every rule that was applied to some file."""
        return frozenset[Applied]().union(*(set_ for set_ in {entry.rules for entry in self.entries}))

    @property
    def files(self) -> frozenset[str]:
        """Paths of the files that were examined, wholly or partly."""
        return frozenset(entry.path for entry in self.entries if entry.was_looked_at)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that was wanted and not checked."""
        of_files = (
            Gap(self.check, reason, entry.path, partly=entry.extent is Extent.PARTLY)
            for entry in self.entries
            for reason in entry.reasons
        )
        return (*(Gap(self.check, reason) for reason in self.failures), *of_files)


@dataclass(frozen=True, slots=True)
class Unruled:
    """Files in a language that no rule knows, and which checks looked at all of them all the same."""

    language: str
    """Semgrep's name of the language."""
    paths: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Counts what was left out of a review on purpose: the policy asked for it, or the kind of file did."""

    files: int = 0
    """Files that ``exclude`` names: no check was offered them."""
    test_files: int = 0
    """Files of test code that some check left alone because the policy keeps them quiet."""
    findings_in_tests: int = 0
    """New findings in test code that the policy keeps quiet."""
    rules: int = 0
    """Rules that ``disable-rules`` switched off, of those that would have been applied."""
    findings_of_rules: int = 0
    """Findings of rules that ``disable-rules`` switched off."""
    findings_below: int = 0
    """Findings below ``minimum-severity``."""
    findings_lowered: int = 0
    """Findings below it only because ``severity`` lowered their rules."""
    areas: int = 0
    """Areas that ``areas`` does not name, of those that rules were applied in."""
    findings_of_areas: int = 0
    """Findings in those areas."""
    findings_of_paths: int = 0
    """Findings that what is said of their paths leaves out: elsewhere in the repository they would be told."""
    generated: int = 0
    """Files that some check left alone because a program wrote them."""
    not_deployed: int = 0
    """Files that some check left alone because no attacker reaches them (documentation, examples, build scripts)."""


def entries(
    paths: Iterable[str],
    asides: Mapping[str, Aside],
    rules: Mapping[str, frozenset[Applied]],
    gaps: Iterable[Gap],
) -> tuple[Entry, ...]:
    """The ledger of a check that ran: one entry for each of ``paths``, sorted.

    ``asides`` names the files that do not concern the check, ``rules`` what was applied to each of the others; a gap
    with a path makes its file not read, or partly read.
    """
    of_path: dict[str, list[Gap]] = {}
    for gap in gaps:
        if gap.path is not None:
            of_path.setdefault(gap.path, []).append(gap)
    return tuple(
        _entry(path, asides.get(path), rules.get(path, frozenset()), of_path.get(path, ())) for path in sorted(paths)
    )


def _entry(path: str, aside: Aside | None, rules: frozenset[Applied], gaps: Collection[Gap]) -> Entry:
    reasons = tuple(sorted({gap.reason for gap in gaps}))
    if gaps and not all(gap.partly for gap in gaps):
        return Entry(path, Extent.NOT_READ, reasons=reasons)
    if gaps:
        return Entry(path, Extent.PARTLY, reasons=reasons, rules=rules)
    if aside is not None:
        return Entry(path, Extent.UNCONCERNED, aside=aside)
    return Entry(path, Extent.EXAMINED, rules=rules)
