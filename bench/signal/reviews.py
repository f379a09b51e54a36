"""Reviews of git ranges for the measurements: what would be posted, as plain rows that can be kept and compared."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from bench.signal import pool
from bot.model import Change, ChangeRef, Observation, Placement, Side, split_lines
from workers.change import blame, snapshot
from workers.change.git import Git
from workers.checks.base import Check, Snapshot
from workers.checks.registry import default_checks
from workers.pipeline import examine
from workers.processes import sandbox


@dataclass(frozen=True, slots=True)
class Range:
    """Two commits of one clone, to be reviewed as a change."""

    key: str
    repository: str
    clone: Path
    base: str
    head: str
    paths: frozenset[str] = frozenset()
    """Only these files of the change, where any are named."""
    alone: bool = False
    """The named files are all that the repository has, as a scorer that knows nothing else would lay it out."""
    past: bool = True
    """Whether the review may ask where the lines of the base come from."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One observation as people would get it."""

    placement: str
    path: str
    line: int
    """Where the comment stands; the finding's first line where it stands on no line."""
    side: str
    rules: tuple[str, ...]
    cwes: tuple[int, ...]
    severity: str
    confidence: str
    title: str
    code: str
    """The text of that line."""

    @property
    def on_line(self) -> bool:
        return self.placement == Placement.LINE.value


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What one review said. ``failed`` is why there is none."""

    key: str
    comments: tuple[Comment, ...] = ()
    gaps: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    """Of the gaps, in their order: the check and why, without the place."""
    files: int = 0
    failed: str = ""
    verdict: str = ""
    """``""`` where there is no review."""
    seconds: float = 0.0
    """CPU seconds, with those of the programs that the review started."""

    @property
    def lines(self) -> tuple[Comment, ...]:
        return tuple(comment for comment in self.comments if comment.on_line)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Reviewed:
        """What :meth:`to_json` gave, also after it went through JSON."""
        lists = {name: tuple(row[name]) for name in ("gaps", "reasons")}
        comments = tuple(
            Comment(**{**comment, "rules": tuple(comment["rules"]), "cwes": tuple(comment["cwes"])})
            for comment in row["comments"]
        )
        return cls(**{**row, **lists, "comments": comments})


SECONDS = 300.0
"""CPU seconds that one review may take, without those of the engine, which has its own limits."""


def review_all(ranges: Sequence[Range], cache_dir: Path, jobs: int) -> Iterator[Reviewed]:
    """The reviews in the order of ``ranges``, ``jobs`` at a time (0: in this process). The engine's answers are kept in
    ``cache_dir``, so a run that was stopped goes on where it was."""
    done: dict[int, Reviewed] = {}
    for (number, item), answer in pool.each(
        partial(_numbered, cache_dir), list(enumerate(ranges)), jobs=jobs, seconds=SECONDS
    ):
        done[number] = answer if isinstance(answer, Reviewed) else Reviewed(item.key, failed=answer.why)
    yield from (done[number] for number in range(len(ranges)))


def _numbered(cache_dir: Path, item: tuple[int, Range]) -> Reviewed:
    return review(cache_dir, item[1])


@cache
def _checks(cache_dir: Path) -> tuple[Check, ...]:
    return default_checks(cache_dir=cache_dir)


def review(cache_dir: Path, wanted: Range) -> Reviewed:
    """One review by all checks. A change that git cannot read is told in ``failed``."""
    start = _cpu()
    try:
        seen = read(wanted)
    except (sandbox.ProcessFailed, sandbox.ProcessTimeout, ValueError) as error:
        return Reviewed(wanted.key, failed=str(error))
    found = examine(seen, _checks(cache_dir))
    return Reviewed(
        key=wanted.key,
        comments=tuple(_comment(seen, item) for item in found.observations),
        gaps=tuple(f"{gap.check}: {gap.path or ''} {gap.reason}" for gap in found.gaps),
        reasons=tuple(f"{gap.check}: {gap.reason}" for gap in found.gaps),
        files=len(seen.files),
        verdict=found.verdict.value,
        seconds=_cpu() - start,
    )


def _cpu() -> float:
    """CPU seconds so far, of this process and of its children that ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def read(wanted: Range) -> Snapshot:
    """The snapshot of the two commits. Raises what git raises."""
    change = Change(
        ref=ChangeRef("local", wanted.repository, 1),
        repository_id=wanted.repository,
        base=wanted.base,
        head=wanted.head,
        merge_base=wanted.base,
        target_branch="main",
        default_branch="main",
        author="bench",
        title="",
    )
    git = Git(wanted.clone)
    past = blame.CachedBlame(blame.GitBlame(git, wanted.base), change) if wanted.past else None
    seen = snapshot.read(git, change, wanted.base, wanted.head, history=past)
    if not wanted.paths:
        return seen
    files = tuple(file for file in seen.files if {file.path, file.base_path} & wanted.paths)
    return replace(seen, files=files, tree=_Alone(seen) if wanted.alone else seen.tree)


class _Alone:
    """A tree of the changed files only."""

    def __init__(self, seen: Snapshot) -> None:
        self._texts: Mapping[Side, Mapping[str, str]] = {
            Side.BASE: dict(sorted((file.base_path, file.base_text) for file in seen.files if file.base_text)),
            Side.HEAD: dict(sorted((file.path, file.head_text) for file in seen.files if file.head_text)),
        }

    def paths(self, side: Side) -> Sequence[str]:
        return tuple(self._texts[side])

    left_out = ()

    def is_whole(self, side: Side) -> bool:
        del side
        return True

    def read(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        return {path: self._texts[side][path] for path in paths if path in self._texts[side]}

    def unread(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        del paths, side
        return {}


def _comment(seen: Snapshot, item: Observation) -> Comment:
    line = item.line or item.finding.span.start_line
    file = seen.file(item.path)
    text = file.text(item.side) if file else None
    rows = split_lines(text or "")
    return Comment(
        placement=item.placement.value,
        path=item.path,
        line=line,
        side=item.side.value,
        rules=tuple(finding.rule for finding in item.findings),
        cwes=tuple(sorted({finding.cwe for finding in item.findings})),
        severity=item.severity.label,
        confidence=max(finding.confidence for finding in item.findings).label,
        title=item.finding.title,
        code=rows[line - 1].strip() if 0 < line <= len(rows) else "",
    )


def failures(reviews: Iterable[Reviewed]) -> list[str]:
    """One line for each review that did not happen or is not whole: a measurement hides none of them."""
    told = []
    for item in reviews:
        if item.failed:
            told.append(f"{item.key}: not reviewed, {item.failed}")
        told += [f"{item.key}: {gap}" for gap in item.gaps]
    return told
