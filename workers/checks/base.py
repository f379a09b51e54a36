"""The port of a check, and what a check is given.

A check is one small module: it knows no other check, no host and no store. It reads the changed files of both sides and
says what the change made worse. To add one, write the module and its line in ``registry``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.history import Origin
from bot.model import (
    Area,
    Change,
    ChangedFile,
    CheckResult,
    CheckRun,
    Confidence,
    Finding,
    Gap,
    RunStatus,
    Several,
    Severity,
    Side,
    Span,
    split_lines,
)


class Tree(Protocol):
    """The rest of the repository at both sides: listing is free, reading may fetch."""

    def paths(self, side: Side) -> Sequence[str]:
        """All regular files' paths, sorted."""
        ...

    def read(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        """Texts of those that exist, are UTF-8 and below the size cap; one bulk fetch for all that are missing."""
        ...


class History(Protocol):
    """Why the lines of the base are there. Asking may cost a request: ask for what would be told."""

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
    tree: Tree
    quiet: frozenset[str] = frozenset()
    """Paths of either side (test code, excluded paths) whose findings the policy does not tell: examining them for what
    code does when it runs is time for nothing."""
    history: History = field(default_factory=NoHistory)

    @property
    def messages(self) -> tuple[ChangedFile, ...]:
        """The messages of the change's commits as files; they are none of ``files``."""
        return tuple(message.file for message in self.change.messages)

    def file(self, path: str) -> ChangedFile | None:
        """The changed file by its head path (or its base path where it was deleted)."""
        return next((item for item in self.files if item.path == path), None)


class Check(Protocol):
    """One kind of examination.

    ``run`` never raises for bad input: a file it cannot read is a :class:`~bot.model.Gap` in its run. If it raises all
    the same, the pipeline records the check as failed and the rest of the review stands.
    """

    @property
    def id(self) -> str: ...

    @property
    def areas(self) -> frozenset[Area]: ...

    def wants(self, file: ChangedFile) -> bool:
        """Whether this file is in the check's scope: only such files must have been examined for a clean verdict."""
        ...

    def run(self, snapshot: Snapshot) -> CheckResult: ...


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

    def at(
        self,
        file: ChangedFile,
        line: int,
        *,
        side: Side = Side.HEAD,
        end_line: int | None = None,
        excerpt: str | None = None,
        identity: str | None = None,
        confidence: Confidence | None = None,
        severity: Severity | None = None,
        words: Mapping[str, str] | None = None,
        scope: str = "",
    ) -> Finding:
        """The finding at the whole lines ``line..end_line`` of one side.

        Both sides name the file by its head path, as the hosts do where they take a comment on the left side.
        ``excerpt`` is what stands there unless given; give it where the text holds a secret. ``words`` are put into
        title and message on one line; they come from the change, so they may say anything.
        """
        last = end_line or line
        lines = split_lines(file.text(side) or "")[line - 1 : last]
        shown = {name: " ".join(text.split()) for name, text in (words or {}).items()}
        return Finding(
            rule=self.id,
            span=Span(
                path=file.path,
                start_line=line,
                end_line=last,
                start_col=1,
                end_col=len(lines[-1]) + 1 if lines else 1,
                side=side,
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
        )


def added(file: ChangedFile) -> Iterator[tuple[int, str]]:
    """The head's added or replaced lines, each with its number."""
    return _numbered(file.head_text, file.added_lines)


def removed(file: ChangedFile) -> Iterator[tuple[int, str]]:
    """The base's removed or replaced lines, each with its number."""
    return _numbered(file.base_text, file.removed_lines)


def _numbered(text: str | None, numbers: frozenset[int]) -> Iterator[tuple[int, str]]:
    lines = split_lines(text) if text is not None else []
    return ((number, lines[number - 1]) for number in sorted(numbers) if number <= len(lines))


_GENERATED = re.compile(
    r"@generated\b|\bDO NOT EDIT\b|\bCode generated\b|\b(?:auto-?|automatically )generated\b", re.IGNORECASE
)


def is_generated(text: str) -> bool:
    """Whether the text's first lines say that a program wrote it."""
    return any(_GENERATED.search(line) for line in split_lines(text[:2_000])[:10])


LONGEST_LINE = 1_000
"""Characters. Nobody reads a longer line of code in a review."""
_BUNDLED = (".js", ".mjs", ".cjs", ".css")


def is_minified(path: str, text: str) -> bool:
    """Whether more than half of the text stands in lines that nobody reads."""
    if not path.lower().endswith(_BUNDLED) or len(text) <= LONGEST_LINE:
        return False
    return 2 * sum(len(line) for line in split_lines(text) if len(line) > LONGEST_LINE) > len(text)


def ran(
    check: Check,
    snapshot: Snapshot,
    findings: Iterable[Finding],
    gaps: Iterable[Gap] = (),
    *,
    base: Iterable[Finding] = (),
    rules: int = 0,
) -> CheckResult:
    """The result of a check that ran over every file it wants, less those that a gap names.

    ``findings`` are the head's, or all of them for a check of differences; ``base`` is for one that looks at each side.
    """
    missing = tuple(gaps)
    not_seen = {gap.path for gap in missing}
    files = frozenset(file.path for file in snapshot.files if check.wants(file) and file.path not in not_seen)
    run = CheckRun(check.id, RunStatus.RAN, areas=check.areas, files=files, rules=rules, gaps=missing)
    return CheckResult(run=run, head=_in_order(findings), base=_in_order(base))


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.span.path, f.span.start_line, f.span.start_col, f.rule)))
