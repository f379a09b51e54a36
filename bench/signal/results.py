"""The figures of the last full measurement, which the README shows and nothing else.

    python -m bench.signal.results < README.md > README.new

``python -m bench.signal --keep`` writes them to ``results.json`` beside this file.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.signal.figures import SHIPPED, Section, Share, shown
from bench.signal.tables import share

RESULTS = Path(__file__).with_name("results.json")
BEGIN, END = "<!-- figures: python -m bench.signal.results -->", "<!-- end of figures -->"

_SHOWN = {
    "recall": "a line comment within 3 lines of the flaw",
    "recall, mean of the repositories": "the same, mean of the repositories",
    "recall, guards and weakenings": "the same, of protections that are gone or weaker",
    "recall, with the summary": "the same, or told in the summary",
    "recall, without those that only words tell": "the same, without cases that only their words tell",
    "recall, older cases": "the same, {older} older cases",
    "hits with a CWE of the right family": "of the comments at the flaw, with a CWE of the right family",
    "fixes themselves with a line comment": "the fixes themselves with a line comment",
    "line comments per 100 ordinary commits": "line comments per 100 ordinary commits",
    "in the summary per 100 ordinary commits": "in the summary per 100 ordinary commits",
}
"""The rows that the README has, with what they are called there."""
_NOT_SHOWN = (SHIPPED,)
"""Weights that saw the cases say nothing of others."""


@dataclass(frozen=True, slots=True)
class Results:
    """One measurement."""

    date: str
    """ISO 8601; empty before the first measurement."""
    part: str = "all"
    cases: int = 0
    older: int = 0
    repositories: int = 0
    commits: int = 0
    """Ordinary ones."""
    worth: Share = (0, 0)
    """Of the line comments on ordinary commits that were judged, those that were worth a question."""
    sections: tuple[Section, ...] = ()

    def to_json(self) -> dict[str, Any]:
        names = ("date", "part", "cases", "older", "repositories", "commits")
        row = {name: getattr(self, name) for name in names}
        return {**row, "worth": list(self.worth), "sections": [section.to_json() for section in self.sections]}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Results:
        sections = tuple(map(Section.from_json, value["sections"]))
        part, whole = value["worth"]
        return cls(**{**value, "worth": (part, whole), "sections": sections})


def load(path: Path = RESULTS) -> Results:
    return Results.from_json(json.loads(path.read_text(encoding="utf-8")))


def keep(results: Results, path: Path = RESULTS) -> None:
    path.write_text(json.dumps(results.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def block(results: Results) -> str:
    """What stands between the marks in the README."""
    if not results.date:
        return "Not measured yet since the check `guards` was written anew."
    section = results.sections[-1]
    tools = [(number, name) for number, name in enumerate(section.tools) if name not in _NOT_SHOWN]
    about = (
        f"Measured on {results.date}: {results.cases:,} real fixes of {results.repositories} repositories replayed "
        f"backwards, without history, and {results.commits:,} ordinary commits of the same repositories. "
        "What ranks the losses was fitted without the repository that it is measured on. "
        "The columns are what `guards` may say: so many line comments per 100 ordinary commits."
    )
    if results.part != "all":
        about += f" Only a part was measured, by chance: {results.part}."
    lines = [f"| {section.title} | {' | '.join(name for _, name in tools)} |", f"|{'---|' * (len(tools) + 1)}"]
    for name, title in _SHOWN.items():
        row = section.row(name)
        cells = [shown(row.cells[number], row.unit, short=True) for number, _ in tools]
        if set(cells) != {"-"}:
            lines.append(f"| {title.format(older=results.older)} | {' | '.join(cells)} |")
    judged = f"Line comments on ordinary commits that were worth a question, read strictly: {share(*results.worth)}."
    return "\n".join([_wrapped(about), "", *lines, "", *([judged] if results.worth[1] else [])]).rstrip()


def _wrapped(text: str, width: int = 125) -> str:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += f"{' ' if lines[-1] else ''}{word}"
    return "\n".join(lines)


def renewed(readme: str, results: Results) -> str:
    """The README with the block of these results. Raises :class:`ValueError` where it has no place for one."""
    found = re.subn(
        f"{re.escape(BEGIN)}\n.*?{re.escape(END)}",
        lambda _: f"{BEGIN}\n{block(results)}\n{END}",
        readme,
        count=1,
        flags=re.DOTALL,
    )
    if not found[1]:
        raise ValueError(f"there is no `{BEGIN}` … `{END}`")
    return found[0]


if __name__ == "__main__":
    sys.stdout.write(renewed(sys.stdin.read(), load()))
