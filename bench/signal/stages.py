"""The stages of a measurement: the losses that guards sees, reviews by all checks, and other tools.

Each goes through one repository at a time, keeps what it has found, and says before it starts how long it will take.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import click

from bench.signal import cases as case_files
from bench.signal import finder, lost, peers, pool, reviews
from bench.signal.cases import Case
from bench.signal.changes import ALL, Part, Project, Role, Wanted, projects
from bench.signal.kept import ROOT, Kept, digest, newest
from bench.signal.lost import Finder, Seen
from bench.signal.peers import Peer
from bench.signal.reviews import Comment, Reviewed

DEFAULT_CACHE = Path("var/bench")
_TOLD_EVERY = 100
"""Changes between two lines that say how long it still takes."""


@dataclass(frozen=True, slots=True)
class Data:
    """What is measured on."""

    projects: tuple[Project, ...]
    absent: tuple[str, ...] = ()
    """Repositories that are not among the clones."""
    part: Part = ALL

    @classmethod
    def load(cls, clones: Path, cases: Path, ordinary: Path | None, part: Part) -> Data:
        """Raises :class:`~bench.signal.cases.BadCases`, ``OSError``."""
        commits = case_files.ordinary(ordinary) if ordinary else {}
        found, absent = projects(case_files.load(cases), commits, clones, part)
        return cls(tuple(found), tuple(absent), part)

    @property
    def cases(self) -> tuple[Case, ...]:
        return tuple(case for project in self.projects for case in project.cases)


@dataclass(frozen=True, slots=True)
class Stage:
    """How changes are read and kept. A row is kept for each, and has the change's ``key``."""

    name: str
    roles: Collection[Role]
    row: Callable[[Wanted], Mapping[str, Any]]
    undone: Callable[[Wanted, str], Mapping[str, Any]]
    """The row of a change that has no answer, and why."""
    limit: float
    """CPU seconds of one change."""
    usual: float
    """CPU seconds that one change took in November 2026, on average: the first estimate."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a stage has to do for some data, and what it has from before."""

    stage: Stage
    kept: Kept
    wanted: Mapping[str, Sequence[Wanted]]
    """All changes by repository."""
    here: Mapping[str, dict[str, Mapping[str, Any]]]
    """The rows that are kept, by repository and key."""

    @classmethod
    def of(cls, stage: Stage, data: Data, kept: Kept) -> Work:
        wanted = {project.name: project.wanted(stage.roles) for project in data.projects}
        return cls(stage, kept, wanted, {name: kept.rows(name) for name in wanted})

    @property
    def left(self) -> list[Wanted]:
        """The changes to read, one repository after the other."""
        return [item for name, items in self.wanted.items() for item in items if item.key not in self.here[name]]

    def seconds(self, jobs: int) -> float:
        return len(self.left) * self.stage.usual / max(1, jobs)

    def announcement(self, jobs: int) -> str:
        left, total = len(self.left), sum(map(len, self.wanted.values()))
        if not left:
            return f"{self.stage.name}: all {total:,} changes are kept from before"
        return f"{self.stage.name}: {left:,} of {total:,} changes to read, about {duration(self.seconds(jobs))}"

    def done(self, jobs: int) -> Iterator[Mapping[str, Any]]:
        """The row of every change. Those that are kept are not made again."""
        click.echo(self.announcement(jobs), err=True)
        left, start = self.left, time.monotonic()
        for number, (item, answer) in enumerate(
            pool.each(self.stage.row, left, jobs=jobs, seconds=self.stage.limit), 1
        ):
            row = self.stage.undone(item, answer.why) if isinstance(answer, pool.Undone) else answer
            self.kept.add(item.range.repository, row)
            self.here[item.range.repository][item.key] = row
            if number % _TOLD_EVERY == 0:
                rest = (time.monotonic() - start) / number * (len(left) - number)
                click.echo(f"{self.stage.name}: {number:,} of {len(left):,}, {duration(rest)} left", err=True)
        for name, items in self.wanted.items():
            yield from (self.here[name][item.key] for item in items)


def plan(data: Sequence[Data], cache_dir: Path, jobs: int, *, with_reviews: bool) -> str:
    """How long it will take in all, but for other tools."""
    work = [_losses(some, cache_dir, finder.losses) for some in data]
    work += [_reviewing(some, cache_dir) for some in data] if with_reviews else []
    total = sum(item.seconds(jobs) for item in work)
    return f"This takes about {duration(total)}, and goes on from there where it is stopped."


def duration(seconds: float) -> str:
    """For people.

    >>> duration(5), duration(1500), duration(12_000)
    ('a minute', '25 min', '3 h 20 min')
    """
    minutes = round(seconds / 60)
    if minutes <= 1:
        return "a minute"
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


def losses(data: Data, cache_dir: Path, jobs: int, found_by: Finder | None = None) -> list[Seen]:
    """The losses of every change. The finder's code is told from other code by its digest."""
    return [Seen.from_json(row) for row in _losses(data, cache_dir, found_by or finder.losses).done(jobs)]


def _losses(data: Data, cache_dir: Path, found_by: Finder) -> Work:
    stage = Stage("losses", tuple(Role), partial(_lost, found_by), _unseen, lost.SECONDS, usual=0.3)
    return Work.of(stage, data, Kept(cache_dir / "signal" / "losses" / lost.code()))


def _lost(found_by: Finder, wanted: Wanted) -> Mapping[str, Any]:
    return lost.seen(found_by, wanted).to_json()


def _unseen(wanted: Wanted, why: str) -> Mapping[str, Any]:
    return lost.unseen(wanted, why).to_json()


_REVIEWED = (Role.BACK, Role.FIX, Role.ORDINARY)


def review(data: Data, cache_dir: Path, jobs: int) -> dict[str, dict[str, Reviewed]]:
    """What a review by all checks says of every change, by repository and key."""
    found: dict[str, dict[str, Reviewed]] = {project.name: {} for project in data.projects}
    for row in _reviewing(data, cache_dir).done(jobs):
        found[row["repository"]][row["key"]] = Reviewed.from_json(row["review"])
    return found


def _reviewing(data: Data, cache_dir: Path) -> Work:
    stage = Stage("reviews", _REVIEWED, partial(_review, cache_dir), _not_reviewed, reviews.SECONDS, usual=2.5)
    return Work.of(stage, data, Kept(_reviews(cache_dir) / checks_code()))


def kept_reviews(cache_dir: Path) -> Iterator[tuple[str, str, Reviewed]]:
    """The reviews that were made last: repository, key, review."""
    kept = newest(_reviews(cache_dir))
    for path in sorted(kept.folder.glob("*.jsonl")) if kept else ():
        for key, row in kept.rows(path.stem.replace("+", "/", 1)).items() if kept else ():
            yield row["repository"], key, Reviewed.from_json(row["review"])


def _reviews(cache_dir: Path) -> Path:
    return cache_dir / "signal" / "reviews"


def _review(cache_dir: Path, wanted: Wanted) -> Mapping[str, Any]:
    return _row(wanted, reviews.review(cache_dir, wanted.range))


def _not_reviewed(wanted: Wanted, why: str) -> Mapping[str, Any]:
    return _row(wanted, Reviewed(wanted.range.key, failed=why))


def _row(wanted: Wanted, reviewed: Reviewed) -> Mapping[str, Any]:
    return {"key": wanted.key, "repository": wanted.range.repository, "review": reviewed.to_json()}


@cache
def checks_code() -> str:
    """The digest of all that a review comes from."""
    folders = [(ROOT / name, "*.py") for name in ("bot", "workers")] + [(ROOT / "rules", "*.yaml")]
    return digest(path for folder, pattern in folders for path in folder.rglob(pattern))


def other(peer: Peer, data: Data, cache_dir: Path) -> dict[str, dict[str, tuple[Comment, ...]]]:
    """What another tool says of the fixes undone and of the ordinary commits, by repository and key.

    It gets all changes of a repository at once: to start a program for each would be most of the time. Raises
    :class:`~bench.signal.peers.PeerFailed`.
    """
    found: dict[str, dict[str, tuple[Comment, ...]]] = {}
    kept = Kept(cache_dir / "signal" / "peers" / peer.version())
    for number, project in enumerate(data.projects, 1):
        wanted = project.wanted((Role.BACK, Role.ORDINARY))
        here = kept.rows(project.name)
        left = [item for item in wanted if item.key not in here]
        if left:
            click.echo(
                f"{peer.name}: {len(left):,} changes of {project.name}, {number} of {len(data.projects)}", err=True
            )
            (run,) = peers.run([peer], [replace(item.range, key=item.key) for item in left])
            for item in left:
                row = {
                    "key": item.key,
                    "repository": project.name,
                    "review": Reviewed(item.key, run.of(item.key)).to_json(),
                }
                kept.add(project.name, row)
                here[item.key] = row
        found[project.name] = {item.key: Reviewed.from_json(here[item.key]["review"]).comments for item in wanted}
    return found


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what is measured on."""
    file = click.Path(path_type=Path, exists=True)
    for option in (
        click.option("--jobs", default=2, show_default=True, help="Changes at a time; 0: in this process."),
        click.option("--cache", default=DEFAULT_CACHE, show_default=True, type=click.Path(path_type=Path)),
        click.option("--part", envvar="PART", default="", callback=_part, help="0/10: the first tenth, by chance."),
        click.option("--ordinary", envvar="ORDINARY", required=True, type=file, help="File of ordinary commits."),
        click.option("--cases", envvar="CASES", required=True, type=file, help="File of real fixes."),
        click.option("--clones", envvar="CLONES", required=True, type=file, help="Folder of clones."),
    ):
        command = option(command)
    return command


def _part(context: click.Context, parameter: click.Parameter, value: str) -> Part:
    try:
        return Part.parse(value)
    except ValueError as error:
        raise click.BadParameter(str(error), context, parameter) from error
