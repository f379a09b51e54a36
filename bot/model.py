"""The review's vocabulary: frozen values, no I/O.

Lines and columns are 1-based; an end line is inclusive, an end column exclusive (as semgrep and SARIF count).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field

# The other half of the vocabulary: what was looked at, and how findings are graded.
from bot.coverage import Aside as Aside
from bot.coverage import CheckRun as CheckRun
from bot.coverage import Gap as Gap
from bot.coverage import LeftOut as LeftOut
from bot.coverage import RunStatus as RunStatus
from bot.coverage import Unruled as Unruled
from bot.grades import Area as Area
from bot.grades import Confidence as Confidence
from bot.grades import Severity as Severity


class Side(enum.Enum):
    """Which side of the change a line number counts in."""

    BASE = "base"
    HEAD = "head"


class FileStatus(enum.Enum):
    ADDED = "added"
    MODIFIED = "modified"
    DELETED = "deleted"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class ChangeRef:
    """Names one change and nothing else: what an event or a queue message carries.

    ``host`` is the name that the settings give the host; ``repository`` is ``owner/name`` on GitHub and the project
    on Gerrit; ``number`` is the pull request's or the change's number, 0 for a group of a merge queue.
    """

    host: str
    repository: str
    number: int
    group: str = ""
    """``<base>...<head>``: the commits of a merge queue's group, which has no number."""

    def __str__(self) -> str:
        if self.group:
            return f"{self.host}:{self.repository}@{self.group}"
        return f"{self.host}:{self.repository}#{self.number}"


MESSAGES = "/COMMIT_MSG/"
"""Before a commit id: the path of its message. No path of git begins with a slash."""


@dataclass(frozen=True, slots=True)
class CommitMessage:
    """What the author of one of the change's commits wrote about it."""

    commit: str
    text: str

    @property
    def file(self) -> ChangedFile:
        """The message as a file that is all new, for what examines texts line by line.

        Its path is one that no file can have: a path of git never begins with a slash.
        """
        lines = len(split_lines(self.text))
        return ChangedFile(
            path=f"{MESSAGES}{self.commit}",
            status=FileStatus.ADDED,
            base_text=None,
            head_text=self.text,
            hunks=(Hunk(0, 0, 1, lines),) if lines else (),
        )


def message_of(path: str) -> str:
    """The commit whose message this path stands for; ``""`` where it is a file's."""
    return path.removeprefix(MESSAGES) if path.startswith(MESSAGES) else ""


_EMPTY_TREES = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""Git's id of a tree without files, by the length of the repository's ids (SHA-1, SHA-256)."""


def empty_tree(commit: str) -> str:
    """What a commit without a parent is compared with."""
    return _EMPTY_TREES[len(commit)]


@dataclass(frozen=True, slots=True)
class Change:
    """One pull request or Gerrit change at one head, as its host tells it."""

    ref: ChangeRef
    repository_id: str
    base: str
    """Tip of the target branch (commit id)."""
    head: str
    """The commit under review."""
    merge_base: str
    """What the head is compared with (a Gerrit change: the parent of its current patch set, or the empty tree)."""
    target_branch: str
    default_branch: str
    """Where the policy is read from, never the change itself; ``""`` where the host does not tell it."""
    author: str
    title: str
    url: str = ""
    draft: bool = False
    private: bool = False
    open: bool = True
    patch_set: int | None = None
    """Gerrit only."""
    merge_commit: bool = False
    messages: tuple[CommitMessage, ...] = ()
    """Of the commits between merge base and head, oldest first, as far as the host tells them with the change."""
    unread_messages: int = 0
    """How many commits between merge base and head have a message that is not among ``messages``."""
    notices: tuple[str, ...] = ()
    """What the host could not tell and the review does without: sentences for the head of the summary."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """One run of replaced lines without context, as in ``@@ -base_start,base_count +head_start,head_count @@``.

    With a count of 0 the start is the line *before* the gap (0 at the top of the file), as in a unified diff.
    """

    base_start: int
    base_count: int
    head_start: int
    head_count: int

    @property
    def added(self) -> range:
        return range(self.head_start, self.head_start + self.head_count)

    @property
    def removed(self) -> range:
        return range(self.base_start, self.base_start + self.base_count)


BINARY, LINK, SUBMODULE = "binary", "a symbolic link", "a submodule"
NO_TEXT = frozenset({BINARY, LINK, SUBMODULE})
"""Reasons why a file has no text that are no gap: there is evidently none. Give ``BINARY`` only on evidence (a known
kind of media, bytes that no text has), never because a text could not be decoded."""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """One file of the change with the text of both sides.

    A side's text is ``None`` when the file does not exist there, or when it could not be read; then ``unreadable`` says
    why: one of ``NO_TEXT``, or a clause that makes a gap (too large, bytes that are no text). ``language`` is semgrep's
    name for the language of the head's path, ``""`` where there is none.
    """

    path: str
    status: FileStatus
    base_text: str | None
    head_text: str | None
    hunks: tuple[Hunk, ...] = ()
    old_path: str | None = None
    """The base's path where it differs (a rename)."""
    base_mode: str | None = None
    head_mode: str | None = None
    """Git's octal mode: 100644, 100755, 120000 (symbolic link), 160000 (submodule); ``None`` where absent."""
    base_blob: str | None = None
    head_blob: str | None = None
    """Git's blob id, the cache key of everything computed from one file alone."""
    language: str = ""
    unreadable: str | None = None

    @property
    def has_no_text(self) -> bool:
        """Whether there is evidently nothing to read: a picture, a symbolic link, a submodule."""
        return self.unreadable in NO_TEXT

    @property
    def base_path(self) -> str:
        return self.old_path or self.path

    @property
    def added_lines(self) -> frozenset[int]:
        """Head lines that the change added or replaced."""
        return frozenset(line for hunk in self.hunks for line in hunk.added)

    @property
    def removed_lines(self) -> frozenset[int]:
        """Base lines that the change removed or replaced."""
        return frozenset(line for hunk in self.hunks for line in hunk.removed)

    def text(self, side: Side) -> str | None:
        return self.base_text if side is Side.BASE else self.head_text


@dataclass(frozen=True, slots=True)
class Span:
    """A place in one side of one file."""

    path: str
    start_line: int
    end_line: int
    start_col: int = 1
    end_col: int = 1
    side: Side = Side.HEAD


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step of a data flow, in order: the first is the source, the last is the sink."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Replacement of the whole head lines ``start_line..end_line``, offered only when it was verified."""

    start_line: int
    end_line: int
    replacement: str
    """Whole lines, without the final newline."""


@dataclass(frozen=True, slots=True)
class Several:
    """How findings of one rule are told together where each names something else."""

    title: str
    """``{count}`` stands for how many there are."""
    message: str
    each: str = ""
    """What this one names, in a few words; where empty, its place says it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check claims of one side of the change."""

    rule: str
    """Stable id, for example ``python.subprocess.shell-injection`` or ``guards.authorization-removed``."""
    span: Span
    severity: Severity
    confidence: Confidence
    area: Area
    cwe: int
    title: str
    """A few words for tables and headings, no final stop."""
    message: str
    """One sentence: what an attacker gains here."""
    remedy: str
    """One sentence: what to do instead."""
    excerpt: str
    """The text that stands at the span (secrets masked)."""
    scope: str = ""
    """Enclosing definition, outermost first: ``Server.delete``; empty at module level."""
    trace: tuple[TraceStep, ...] = ()
    fix: Fix | None = None
    identity: str | None = None
    """Replaces the excerpt in the fingerprint where the excerpt says too little (a removed guard: its base text)."""
    references: tuple[str, ...] = ()
    several: Several | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check's run and what it found.

    A check that sees one side at a time (semgrep) gives the findings of both sides, and the review keeps what is new.
    A check of differences (guards, dependencies) leaves ``base`` empty: all that it gives is new.
    """

    run: CheckRun
    head: tuple[Finding, ...] = ()
    base: tuple[Finding, ...] = ()
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    """Values of either side that nobody must be shown, whichever check quotes them; never posted, logged or stored."""


class Placement(enum.Enum):
    LINE = "line"
    FILE = "file"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Observation:
    """What people are told: one place with one or more findings there, or the uncertain findings of one kind, wherever
    they stand. The gravest is first, and its place is that of the observation."""

    fingerprint: str
    """16 hex digits, stable under moves, renames of the file and re-indentation; what people use as the id."""
    findings: tuple[Finding, ...]
    placement: Placement
    path: str
    line: int | None = None
    """The line to comment on (last line of a range); ``None`` unless the placement is LINE."""
    start_line: int | None = None
    """First line of the range where it is longer than one line."""
    side: Side = Side.HEAD
    suppressed: str = ""
    """The suppression comment that the change carries at this place; it silences nothing."""
    members: tuple[str, ...] = ()
    """Of findings of one kind told together: the fingerprint of each, in their order."""

    @property
    def finding(self) -> Finding:
        return self.findings[0]

    @property
    def severity(self) -> Severity:
        return max(finding.severity for finding in self.findings)

    @property
    def is_defect(self) -> bool:
        """Defects count in the verdict; the rest are observations for the summary."""
        return any(finding.confidence >= Confidence.MEDIUM for finding in self.findings)

    @property
    def is_together(self) -> bool:
        """Whether it is many findings of one kind, each at a place of its own."""
        return bool(self.members)


class Verdict(enum.Enum):
    """Computed, never written."""

    DEFECTS = "defects"
    NO_DEFECTS = "no defects"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Review:
    """The whole result for one head. Equal inputs give equal reviews, byte for byte (seconds are kept out)."""

    change: Change
    verdict: Verdict
    observations: tuple[Observation, ...]
    runs: tuple[CheckRun, ...]
    gaps: tuple[Gap, ...]
    files_examined: int
    files_total: int
    changed_lines: int
    notices: tuple[str, ...] = ()
    """Said first: a broken policy file, a setting that does not apply."""
    areas: frozenset[Area] = frozenset()
    """The areas that some file was checked in."""
    unruled: tuple[Unruled, ...] = ()
    """Languages of the change that no rule knows. Said first."""
    left_out: LeftOut = field(default_factory=LeftOut)
    """What the policy left out."""
    fail_on: Severity | None = None
    """From the policy: the lowest severity of a defect that fails the check run. ``None`` never blocks."""

    @property
    def quiet(self) -> int:
        """Findings in test code that the policy keeps quiet."""
        return self.left_out.findings_in_tests

    @property
    def blocks(self) -> bool:
        """Whether the policy wants this review to fail the check run."""
        return self.fail_on is not None and any(item.severity >= self.fail_on for item in self.defects)

    @property
    def defects(self) -> tuple[Observation, ...]:
        return tuple(item for item in self.observations if item.is_defect)

    @property
    def clear_areas(self) -> tuple[Area, ...]:
        """Areas that some file was really checked in and in which nothing was observed, in the checklist's order."""
        observed = {finding.area for item in self.observations for finding in item.findings}
        return tuple(area for area in Area if area in self.areas - observed)


def split_lines(text: str) -> list[str]:
    """The lines as git and every host count them: only ``\\n`` ends a line.

    ``str.splitlines`` also splits at form feeds and Unicode separators, which shifts every line number after one.
    """
    lines = text.split("\n")
    return lines[:-1] if lines and lines[-1] == "" else lines


_RUNS_CODE = frozenset((77, 78, 94, 95, 96, 98, 502, 917, 1336))
"""Weaknesses that hand the machine over: commands, code, includes, deserialisation, expressions, templates."""


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Order of findings wherever people read them: severity, what hands the machine over before all else, confidence,
    a data flow first, then place, then rule."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (
                -f.severity,
                f.cwe not in _RUNS_CODE,
                -f.confidence,
                not f.trace,
                f.span.path,
                f.span.start_line,
                f.span.start_col,
                f.rule,
            ),
        )
    )
