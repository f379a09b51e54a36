"""Do slices change anything? The rules over real changes twice: over the slices of the files, and over whole files.

    python -m bench.sliced --clones FOLDER --cases FILE --ordinary FILE [--part 0/10] [--jobs N] [--eager]
    python -m bench.sliced --clones FOLDER --ordinary FILE --far N
    python -m bench.sliced --clones FOLDER --edited N

The changes are those of ``bench.signal``: fixes undone, ordinary commits, and some of these backwards. With ``--far``
each file of an ordinary commit is compared with itself so many commits before. Few of these bring anything that a rule
finds; with ``--edited`` every change does, mostly: for so many files of each clone that have findings as they stand,
the change writes one line on the way of one of them. ``--eager`` slices also what is small or hardly gets smaller.

A change of which no file is sliced is counted, and not asked about: both ways would ask the same. The command ends with
1 where the new findings differ. What only one way said nothing of, e.g. because a whole file ran out of its time, is
told apart from that.
"""

from __future__ import annotations

import json
import random
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import click

from bench.signal import cases as case_files
from bench.signal import pool
from bench.signal.changes import Part, Project, Role, projects
from bench.signal.reviews import Range, read
from bench.signal.tables import share
from bot.knowledge.languages import language_of
from bot.model import CheckResult, Side, by_place
from bot.review.newness import new_findings
from tests.builders import changed_file, snapshot
from workers.change.git import Git
from workers.checks.base import Snapshot
from workers.checks.semgrep import Semgrep
from workers.engine import slicing
from workers.engine.scanner import Scanner
from workers.processes import sandbox
from workers.reading import syntax
from workers.slices import sides
from workers.slices.languages import SHAPES

_SECONDS = 300.0
"""CPU seconds of one change in its own process."""
_SIZES = 4_000, 80_000
"""Bytes of the files that are edited."""
_EDITED = 3
"""Findings of one file that changes are made for."""
_MOST_FILES = 40
"""Of one change: larger ones take the time of many."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One change. ``why`` counts its files by what their slices say of them, ``""``: sliced; ``failed`` is why it was
    not compared."""

    key: str
    repository: str
    why: Mapping[str, int]
    lines: int = 0
    """Of the sliced files."""
    left: int = 0
    """Of these lines, those that the rules saw."""
    found: int = 0
    """New findings of the whole files."""
    only_sliced: tuple[str, ...] = ()
    only_whole: tuple[str, ...] = ()
    gaps_sliced: tuple[str, ...] = ()
    gaps_whole: tuple[str, ...] = ()
    failed: str = ""

    @property
    def is_sliced(self) -> bool:
        return bool(self.why.get(""))

    @property
    def differs(self) -> bool:
        return bool(self.only_sliced or self.only_whole)


@dataclass(frozen=True, slots=True)
class Edit:
    """One file of a project, of which a change writes some lines anew."""

    repository: str
    path: str
    base: str
    head: str


@cache
def _checks(folder: Path) -> tuple[Scanner, Semgrep, Semgrep]:
    """The rules, and the check that asks them about slices and about whole files."""
    scanner = Scanner(folder=folder)
    sliced, whole = Semgrep(scanner), Semgrep(scanner)
    whole.slices = False
    return scanner, sliced, whole


def compared(folder: Path, eager: bool, wanted: tuple[str, Range | Edit]) -> Compared:
    """One change both ways; ``folder`` keeps the packs and the engine's answers."""
    key, item = wanted
    if eager:
        sides.SMALLEST, sides.LEAST = 0, 0.0
    if isinstance(item, Edit):
        return _compared(folder, key, item.repository, snapshot(changed_file(item.path, item.base, item.head)))
    try:
        seen = read(item)
    except (sandbox.ProcessFailed, sandbox.ProcessTimeout, ValueError) as error:
        return Compared(key, item.repository, {}, failed=str(error))
    if len(seen.files) > _MOST_FILES:
        return Compared(key, item.repository, {}, failed=f"more than {_MOST_FILES} files")
    return _compared(folder, key, item.repository, seen)


def _compared(folder: Path, key: str, repository: str, seen: Snapshot) -> Compared:
    scanner, sliced, whole = _checks(folder)
    seen = replace(seen, files=tuple(file for file in seen.files if whole.aside(file, seen.policy) is None))
    about = _looked_at(seen, repository, key, whole, scanner)
    if not about.is_sliced:
        return about
    ways = [check.run(seen) for check in (sliced, whole)]
    failures = [f"{way.run.status.value}: {way.run.reason}" for way in ways if way.run.failures or way.run.reason]
    if failures:
        return replace(about, failed="; ".join(failures))
    (told, gaps), (all_told, all_gaps) = (_said(way, seen) for way in ways)
    return replace(
        about,
        found=sum(all_told.values()),
        only_sliced=_less(told, all_told),
        only_whole=_less(all_told, told),
        gaps_sliced=_less(gaps, all_gaps),
        gaps_whole=_less(all_gaps, gaps),
    )


def _looked_at(seen: Snapshot, repository: str, key: str, check: Semgrep, scanner: Scanner) -> Compared:
    """What is known before any rule is asked."""
    why, lines, left = Counter[str](), 0, 0
    for file in seen.files:
        packs = [scanner.pack(code.language) for code in check.codes(file, Side.HEAD)]
        found = slicing.sides_of(file, packs[0]) if packs and packs[0] else None
        if found is None:
            why["it has not two sides in one language" if file.base_text else "it is new"] += 1
            continue
        why[found.whole] += 1
        if not found.whole:
            lines += (file.head_text or "").count("\n")
            left += sum(1 for line in found.head_alone.split("\n") if line.strip())
    return Compared(key, repository, dict(why), lines, left)


def _said(result: CheckResult, seen: Snapshot) -> tuple[Counter[str], Counter[str]]:
    """The new findings, each with its way, and the gaps."""
    files = {file.path: file for file in seen.files}
    told = Counter(
        f"{found.rule} {found.span.path}:{found.span.start_line}:{found.span.start_col}-{found.span.end_line} "
        + "→".join(f"{step.span.path}:{step.span.start_line}" for step in found.trace)
        for found in new_findings(result.head, result.base, files)
    )
    reasons = Counter(f"{entry.path}: {reason}" for entry in result.run.entries for reason in entry.reasons)
    return told, reasons


def _less(left: Counter[str], right: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted((left - right).elements()))


def wanted(found: Sequence[Project], far: int) -> Iterator[tuple[str, Range | Edit]]:
    """The changes to compare, each with its name. Raises what git raises."""
    for project in found:
        for each in project.wanted((Role.BACK, Role.ORDINARY, Role.UNDONE) if not far else (Role.ORDINARY,)):
            if not far:
                yield each.key, replace(each.range, past=False)
            elif (range_ := _far(each.range, far)) is not None:
                yield f"far {range_.key}", range_


def _far(item: Range, far: int) -> Range | None:
    """The files of a commit against those of ``far`` first parents before; ``None`` where there are not so many."""
    git = Git(item.clone)
    try:
        base = git.run("rev-parse", "--verify", "--quiet", f"{item.head}~{far}").decode().strip()
        names = git.run("diff-tree", "-r", "--name-only", "-z", "--no-commit-id", item.base, item.head).decode()
    except (sandbox.ProcessFailed, UnicodeDecodeError):
        return None
    paths = frozenset(filter(None, names.split("\0")))
    return replace(item, base=base, paths=paths, alone=True, past=False) if paths else None


def edits(folder: Path, clones: Path, count: int) -> Iterator[tuple[str, Range | Edit]]:
    """For each finding in some files of each clone changes that write a line on its way, and one beside it."""
    *_, whole = _checks(folder)
    for clone in sorted(clones.iterdir()):
        found = case_files.clone(clones, clone.name.replace("+", "/", 1))
        if found is None:
            continue
        git, left = Git(found), count
        for path, text in _files(git):
            if left == 0:
                break
            result = whole.run(snapshot(changed_file(path, None, text)))
            for number, finding in enumerate(sorted(result.head, key=by_place)[:_EDITED]):
                spans = [finding.span, *(step.span for step in finding.trace)]
                for name, base in _bases(path, text, {span.start_line for span in spans}):
                    yield f"edited {path} {number} {name}", Edit(clone.name, path, base, text)
            left -= bool(result.head)


def _files(git: Git) -> Iterator[tuple[str, str]]:
    """The program texts of the newest commit that may be sliced, in an order by chance that is always the same."""
    listed = git.run("ls-tree", "-r", "-z", "--long", "HEAD").decode("utf-8", "replace").split("\0")
    rows = [row.partition("\t") for row in listed if row]
    rows.sort(key=lambda row: zlib.crc32(row[2].encode()))
    for head, _, path in rows:
        *_, name, size = head.split()
        if language_of(path) in SHAPES and size.isdigit() and _SIZES[0] < int(size) < _SIZES[1]:
            text = git.run("cat-file", "blob", name).decode("utf-8", "replace")
            if text.count("\n") >= sides.SMALLEST and "\ufffd" not in text:
                yield path, text


def _bases(path: str, text: str, lines: set[int]) -> Iterator[tuple[str, str]]:
    """The text without one of the lines, or without one near them, where it still is a program."""
    choose, rows = random.Random(zlib.crc32(path.encode())), text.split("\n")  # noqa: S311 - the same each time
    near = {line + choose.randint(-12, 12) for line in lines}
    for line in [*choose.sample(sorted(lines), min(2, len(lines))), *choose.sample(sorted(near), 1)]:
        base = "\n".join([*rows[: line - 1], *rows[line:]])
        language = language_of(path)
        if 0 < line < len(rows) and language and syntax.first_error(language, base) is None:
            yield f"line {line}", base


def report(rows: Sequence[Compared]) -> str:
    """The figures, then each difference."""
    asked = [row for row in rows if row.is_sliced and not row.failed]
    files = Counter[str]()
    for row in rows:
        files.update(row.why)
    whole, lines = sum(files.values()) - files[""], sum(row.lines for row in asked)
    told = [
        f"{len(rows):,} changes of {len({row.repository for row in rows})} repositories, {len(asked):,} compared",
        f"files: {sum(files.values()):,}, seen whole {share(whole, sum(files.values()))}; of the lines of the sliced "
        f"ones {share(sum(row.left for row in asked), lines)} were seen",
        *(f"  {count:6,}  {why or 'sliced'}" for why, count in files.most_common()),
        f"new findings: {sum(row.found for row in asked):,} of whole files, in "
        f"{sum(row.found > 0 for row in asked):,} changes; {sum(row.differs for row in asked)} changes differ",
    ]
    for row in asked:
        for sign, said in (("only slices", row.only_sliced), ("only whole", row.only_whole)):
            told += [f"  {sign}: {row.repository} {row.key}: {each}" for each in said]
        for sign, said in (("gap of slices", row.gaps_sliced), ("gap of whole", row.gaps_whole)):
            told += [f"  {sign}: {row.repository} {row.key}: {each}" for each in said]
    told += [f"  not compared: {row.repository} {row.key}: {row.failed}" for row in rows if row.failed]
    return "\n".join(told)


@click.command()
@click.option("--clones", envvar="CLONES", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--cases", envvar="CASES", type=click.Path(path_type=Path, exists=True))
@click.option("--ordinary", envvar="ORDINARY", type=click.Path(path_type=Path, exists=True))
@click.option("--part", default="", help="As for bench.signal, e.g. 0/10.")
@click.option("--far", default=0, help="Compare files with themselves so many commits before.")
@click.option("--edited", default=0, help="Edit so many files of each clone that have findings.")
@click.option("--eager", is_flag=True, help="Slice whatever can be sliced.")
@click.option("--jobs", default=1, show_default=True)
@click.option("--cache", default=Path("var/bench"), show_default=True, type=click.Path(path_type=Path))
@click.option("--rows", "out", type=click.Path(path_type=Path), help="Keeps what was compared here, and goes on there.")
def main(
    clones: Path,
    cases: Path | None,
    ordinary: Path | None,
    part: str,
    far: int,
    edited: int,
    jobs: int,
    cache: Path,
    out: Path | None,
    *,
    eager: bool,
) -> None:
    """Prints how many changes were compared, what of the files was seen whole, and every difference."""
    known = case_files.load(cases) if cases else ()
    commits = case_files.ordinary(ordinary) if ordinary else {}
    found, _ = projects(known, commits, clones, Part.parse(part))
    rows = _kept(out)
    done = {(row.repository, row.key) for row in rows}
    items = edits(cache, clones, edited) if edited else wanted(found, far)
    open_ = (item for item in items if (item[1].repository, item[0]) not in done)
    for item, answer in pool.each(partial(compared, cache, eager), open_, jobs=jobs, seconds=_SECONDS):
        row = answer if isinstance(answer, Compared) else Compared(item[0], item[1].repository, {}, failed=answer.why)
        rows.append(row)
        if out is not None:
            with out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(row)) + "\n")
        if row.differs:
            click.echo(f"differs: {row.repository} {row.key}", err=True)
    click.echo(report(rows))
    sys.exit(any(row.differs for row in rows))


def _kept(path: Path | None) -> list[Compared]:
    lines = path.read_text(encoding="utf-8").splitlines() if path is not None and path.exists() else ()
    return [_row(json.loads(line)) for line in lines]


def _row(document: dict[str, Any]) -> Compared:
    values: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in document.items()}
    return Compared(**values)


if __name__ == "__main__":
    main()
