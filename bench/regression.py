"""A regression test of the rules: small vulnerable programs beside safe ones that look like them.

    python -m bench.regression [--suite GLOB]

It says which programs are no longer judged as they are labelled, and ends with 1 where there is one. It is no measure:
we wrote the programs beside the rules. They reach what no sample of a rule reaches: patterns, and flows.

A suite is one file, ``programs/<language>/<cwe>-<framework>.<ending>``, of sections. A section begins with a line
``== vulnerable: what`` or ``== safe: what`` (in a comment); what stands before the first section belongs to all.
A section ``== each: what`` becomes one program for each of the language's flows: its line ``value = FLOW(param)``, with
or without a semicolon, is replaced by the flow's lines, which bind ``value``, and the flow says whether the result is
dangerous. Every program is reviewed as a file that a change adds. ``programs/known.txt`` names those that are judged
wrongly, as we know: e.g. flows that semgrep does not follow in Go.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import click

from bot.knowledge.languages import language_of
from bot.model import Change, ChangedFile, ChangeRef, FileStatus, Hunk, Side, split_lines
from workers.checks.base import Check, Snapshot
from workers.checks.registry import default_checks
from workers.pipeline import examine

ROOT = Path(__file__).with_name("programs")
KNOWN = ROOT / "known.txt"
_SECTION = re.compile(r"^\s*(?:#|//)\s*== (vulnerable|safe|each): (.+?)\s*$")
_FLOW = re.compile(r"^\s*(?:const )?value :?= FLOW\(param\);?\s*$")
"""In Python, JavaScript and Go."""

FAMILIES: Mapping[int, frozenset[int]] = {
    22: frozenset({22, 23, 35, 36, 73}),
    78: frozenset({77, 78, 88}),
    79: frozenset({79, 80, 83, 116, 1336}),
    89: frozenset({89, 564, 943}),
    94: frozenset({94, 95, 96, 98, 1336}),
    200: frozenset({200, 209, 489, 497, 548}),
    208: frozenset({203, 208}),
    209: frozenset({200, 209, 497}),
    295: frozenset({295, 297, 322, 327}),
    327: frozenset({326, 327, 328, 780, 1240}),
    328: frozenset({326, 327, 328, 916}),
    329: frozenset({323, 329, 1204}),
    330: frozenset({330, 331, 334, 335, 338, 340}),
    346: frozenset({20, 79, 95, 346, 359, 601, 668}),
    347: frozenset({252, 287, 345, 347, 613}),
    377: frozenset({377, 379, 732}),
    502: frozenset({94, 95, 502}),
    614: frozenset({614, 1004, 1275}),
    636: frozenset({252, 636, 755}),
    643: frozenset({643, 91, 652}),
    693: frozenset({693, 1021, 1188, 79}),
    732: frozenset({276, 732}),
    798: frozenset({259, 321, 798}),
    942: frozenset({346, 942, 1385}),
    943: frozenset({89, 943, 95}),
    1333: frozenset({400, 730, 1333}),
    1321: frozenset({915, 1321}),
}
"""CWE of a suite → the numbers under which its weakness may be reported; others only under their own."""


@dataclass(frozen=True, slots=True)
class Program:
    """One labelled text."""

    name: str
    """Begins with its label: ``safe: only the last part``."""
    text: str
    vulnerable: bool


@dataclass(frozen=True, slots=True)
class Suite:
    """``name`` is ``python/22-flask``."""

    name: str
    cwe: int
    ending: str
    programs: tuple[Program, ...]

    @property
    def language(self) -> str:
        return self.name.partition("/")[0]

    def accepts(self, cwe: int) -> bool:
        return cwe in FAMILIES.get(self.cwe, frozenset({self.cwe}))


class BadSuite(ValueError):
    """A suite's file is not of its form; the message says where."""


def load(root: Path = ROOT) -> list[Suite]:
    """All suites. Raises :class:`BadSuite`, ``OSError``."""
    suites = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        flows = [flow for path in folder.glob("_flows.*") for flow in _flows(path)]
        for path in sorted(folder.glob("[0-9]*-*.*")):
            programs = tuple(_programs(path, flows))
            names = [program.name for program in programs]
            if len(set(names)) != len(names):
                raise BadSuite(f"{folder.name}/{path.name} names two programs alike")
            cwe = int(path.stem.partition("-")[0])
            suites.append(Suite(f"{folder.name}/{path.stem}", cwe, path.suffix, programs))
    return suites


def _sections(path: Path) -> tuple[list[str], list[tuple[str, str, list[str]]]]:
    """What belongs to all sections, and each section's kind, name and lines."""
    common: list[str] = []
    found: list[tuple[str, str, list[str]]] = []
    for line in split_lines(path.read_text(encoding="utf-8")):
        if match := _SECTION.match(line):
            found.append((match[1], match[2], []))
        else:
            (found[-1][2] if found else common).append(line)
    if not found:
        raise BadSuite(f"{path.name} has no section")
    return common, found


def _flows(path: Path) -> list[tuple[str, str, list[str]]]:
    _, sections = _sections(path)
    if any(kind == "each" for kind, _, _ in sections):
        raise BadSuite(f"{path.name}: a flow is vulnerable or safe")
    return sections


def _programs(path: Path, flows: Sequence[tuple[str, str, list[str]]]) -> Iterator[Program]:
    common, sections = _sections(path)
    for kind, name, lines in sections:
        if kind != "each":
            yield Program(f"{kind}: {name}", "\n".join([*common, *lines, ""]), kind == "vulnerable")
            continue
        places = [number for number, line in enumerate(lines) if _FLOW.match(line)]
        if len(places) != 1:
            raise BadSuite(f"{path.name}: `{name}` needs one line `value = FLOW(param)`")
        for label, flow, body in flows:
            inserted = _indented(lines[places[0]], body)
            text = "\n".join([*common, *lines[: places[0]], *inserted, *lines[places[0] + 1 :], ""])
            yield Program(f"{label}: {name}, {flow}", text, label == "vulnerable")


def _indented(place: str, body: Sequence[str]) -> list[str]:
    indent = place[: len(place) - len(place.lstrip())]
    return [indent + line if line.strip() else "" for line in body]


def wrong(suite: Suite, checks: Sequence[Check]) -> list[str]:
    """The names of the programs that a review judges otherwise than they are labelled, each with its suite's before it.

    All programs of the suite are one change that adds them, under paths that say nothing of their labels. Raises
    :class:`BadSuite` where one was not examined.
    """
    paths = {f"{suite.name}/{number}{suite.ending}": program for number, program in enumerate(suite.programs)}
    review = examine(_snapshot({path: program.text for path, program in paths.items()}), checks)
    unseen = [f"{gap.path}: {gap.reason}" for gap in review.gaps]
    if unseen:
        raise BadSuite(f"not every program was examined: {'; '.join(unseen)}")
    flagged = {
        item.path
        for item in review.observations
        if item.is_defect and any(suite.accepts(finding.cwe) for finding in item.findings)
    }
    return [
        f"{suite.name} {program.name}" for path, program in paths.items() if program.vulnerable != (path in flagged)
    ]


class _Nothing:
    """A repository that holds nothing but the change."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def paths(self, side: Side) -> Sequence[str]:
        return sorted(self._texts) if side is Side.HEAD else ()

    left_out = ()

    def is_whole(self, side: Side) -> bool:
        del side
        return True

    def read(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        return {path: self._texts[path] for path in paths if path in self._texts} if side is Side.HEAD else {}

    def unread(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        del paths, side
        return {}


def _snapshot(texts: Mapping[str, str]) -> Snapshot:
    names = ChangeRef("local", "suite", 1)
    change = Change(names, "suite", "0" * 40, "1" * 40, "0" * 40, "main", "main", "bench", "")
    files = tuple(
        ChangedFile(
            path=path,
            status=FileStatus.ADDED,
            base_text=None,
            head_text=text,
            hunks=(Hunk(0, 0, 1, len(split_lines(text))),),
            head_mode="100644",
            language=language_of(path),
        )
        for path, text in sorted(texts.items())
    )
    return Snapshot(change=change, files=files, tree=_Nothing(texts))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the programs of some suites."""

    programs: int
    lost: tuple[str, ...]
    """Judged wrongly now, and not before."""
    mended: tuple[str, ...]
    """No longer judged wrongly: they can go from ``known.txt``."""

    def __str__(self) -> str:
        lines = [f"{self.programs - len(self.lost)} of {self.programs} programs are judged as before"]
        lines += [f"lost: {name}" for name in self.lost]
        return "\n".join([*lines, *(f"mended: {name}" for name in self.mended)])


def outcome(suites: Sequence[Suite], cache: Path) -> Outcome:
    """Reviews every program of the suites."""
    checks = default_checks(cache_dir=cache)
    found = {name for suite in suites for name in wrong(suite, checks)}
    names = {f"{suite.name} {program.name}" for suite in suites for program in suite.programs}
    known = names & set(KNOWN.read_text(encoding="utf-8").splitlines())
    return Outcome(len(names), tuple(sorted(found - known)), tuple(sorted(known - found)))


@click.command()
@click.option("--suite", "pattern", default="*", show_default=True, help="Only suites whose name matches this glob.")
@click.option("--cache", default=Path("var/bench"), show_default=True, type=click.Path(path_type=Path))
def main(pattern: str, cache: Path) -> None:
    """Says which programs are judged otherwise than before."""
    seen = outcome([suite for suite in load() if fnmatch(suite.name, pattern)], cache)
    click.echo(seen)
    sys.exit(1 if seen.lost else 0)


if __name__ == "__main__":
    main()
