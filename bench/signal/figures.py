"""The figures of a measurement, side by side: what each tool tells, at which noise.

A *tool* is what comments on changes: guards at one bar of its ranking, all checks with guards at that bar, all checks
as they are shipped, another program. Each row of the table is one question, asked of every tool in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.signal import curve, families
from bench.signal.cases import Case
from bench.signal.changes import SLACK, Role
from bench.signal.curve import Scored
from bench.signal.lost import Lost
from bench.signal.reviews import Comment, Reviewed
from bench.signal.tables import share, table

Share = tuple[int, int]
"""How many of how many."""
Cell = Share | float | None
"""A share, a rate, or nothing where the question makes no sense."""

SHIPPED = "as shipped"
KINDS = ("guard", "weaken", "sink", "logic")
ROLES = (Role.BACK, Role.FIX, Role.ORDINARY, Role.UNDONE)


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, whoever made it."""

    path: str
    line: int
    side: str
    cwes: tuple[int, ...] | None = None
    """``None`` where nobody knows."""

    def is_near(self, case: Case) -> bool:
        return case.is_near(self.path, self.line, on_base=self.side == "base", slack=SLACK)


@dataclass(frozen=True, slots=True)
class Tool:
    """What one tool says of each change, by repository and key."""

    name: str
    on_lines: Mapping[tuple[str, str], Sequence[Said]]
    in_summary: Mapping[tuple[str, str], Sequence[Said]] = field(default_factory=dict)
    has_summary: bool = False
    roles: frozenset[Role] = frozenset(ROLES)
    """Which changes it was asked about."""

    def lines(self, repository: str, role: Role, id_: str) -> Sequence[Said]:
        return self.on_lines.get((repository, f"{role.value} {id_}"), ())

    def summary(self, repository: str, role: Role, id_: str) -> Sequence[Said]:
        return self.in_summary.get((repository, f"{role.value} {id_}"), ())

    def near(self, case: Case) -> list[Said]:
        """Its line comments by the flaw of a case."""
        return [said for said in self.lines(case.repository, Role.BACK, case.id) if said.is_near(case)]

    def near_with_summary(self, case: Case) -> list[Said]:
        told = self.summary(case.repository, Role.BACK, case.id)
        return self.near(case) + [said for said in told if said.is_near(case)]


def guards_alone(budget: float, rows: Sequence[Scored], reviewed: Iterable[Reviewed] = ()) -> Tool:
    """Guards with its bars where a budget puts them; ``reviewed`` are the reviews of ordinary commits."""
    line, low = _bars(budget, rows, reviewed)
    on_lines = {_key(row): [_of(item) for item in row.on_lines(line)] for row in rows}
    in_summary = {_key(row): [_of(item) for item in row.in_summary(line, low)] for row in rows}
    return Tool(f"{budget:g} per 100", on_lines, in_summary, has_summary=True)


def all_checks(guards: Tool, reviewed: Mapping[str, Mapping[str, Reviewed]]) -> Tool:
    """All checks, with guards as the tool says and the others as reviewed."""
    known = {
        (name, key, comment.path, comment.side, comment.line): comment.cwes
        for name, rows in reviewed.items()
        for key, item in rows.items()
        for comment in item.comments
        if is_of_guards(comment)
    }
    others = {(name, key): item.comments for name, rows in reviewed.items() for key, item in rows.items()}

    def together(
        of_guards: Mapping[tuple[str, str], Sequence[Said]], on_line: bool
    ) -> dict[tuple[str, str], list[Said]]:
        return {
            (name, key): [
                *(_comment(x) for x in others.get((name, key), ()) if x.on_line is on_line and not is_of_guards(x)),
                *(
                    Said(x.path, x.line, x.side, known.get((name, key, x.path, x.side, x.line)))
                    for x in of_guards.get((name, key), ())
                ),
            ]
            for name, key in others.keys() | of_guards.keys()
        }

    on_lines, in_summary = together(guards.on_lines, True), together(guards.in_summary, False)
    return Tool(guards.name, on_lines, in_summary, has_summary=True, roles=frozenset(ROLES) - {Role.UNDONE})


def as_shipped(reviewed: Mapping[str, Mapping[str, Reviewed]], chosen: Callable[[Comment], bool] | None = None) -> Tool:
    """The checks (or what is chosen of them) as they are, with weights that were fitted on these very cases."""
    on_lines, in_summary = (
        {
            (name, key): [_comment(x) for x in item.comments if x.on_line is on_line and (chosen is None or chosen(x))]
            for name, rows in reviewed.items()
            for key, item in rows.items()
        }
        for on_line in (True, False)
    )
    return Tool(SHIPPED, on_lines, in_summary, has_summary=True, roles=frozenset(ROLES) - {Role.UNDONE})


def other(name: str, found: Mapping[str, Mapping[str, Sequence[Comment]]]) -> Tool:
    """Another program."""
    said = {
        (repo, key): [_comment(x) for x in comments] for repo, rows in found.items() for key, comments in rows.items()
    }
    return Tool(name, said, roles=frozenset({Role.BACK, Role.ORDINARY}))


def is_of_guards(comment: Comment) -> bool:
    return comment.rules[0].startswith("guards.")


def _bars(budget: float, rows: Sequence[Scored], reviewed: Iterable[Reviewed]) -> tuple[float, float]:
    reviews = list(reviewed)
    others = sum(not x.on_line and not is_of_guards(x) for item in reviews for x in item.comments)
    left = curve.SUMMARY_BUDGET - (100 * others / len(reviews) if reviews else curve.OTHERS)
    line = curve.line_bar(rows, budget)
    return line, curve.summary_bar(rows, line, max(0.0, left))


def _key(row: Scored) -> tuple[str, str]:
    return row.seen.repository, row.seen.key


def _of(item: Lost) -> Said:
    return Said(item.path, item.line, item.side)


def _comment(item: Comment) -> Said:
    return Said(item.path, item.line, item.side, item.cwes)


@dataclass(frozen=True, slots=True)
class Sample:
    """What the questions are asked about."""

    cases: tuple[Case, ...]
    commits: Mapping[str, tuple[str, ...]]
    """Ordinary commits by repository."""
    undone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    older: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One question with the tools' answers."""

    name: str
    unit: str
    """``%`` or ``per 100``."""
    cells: tuple[Cell, ...]


Question = Callable[[Tool, Sample], Cell]


def _recall(*, kinds: Sequence[str] = KINDS, language: str = "", source: str = "", but: str = "") -> Question:
    """Of the cases of some kinds, of one language, of one source or of all but one."""

    def ask(tool: Tool, sample: Sample) -> Cell:
        cases = [
            case
            for case in sample.cases
            if case.kind in kinds
            and language in ("", case.language)
            and source in ("", case.source)
            and case.source != (but or None)
        ]
        return sum(bool(tool.near(case)) for case in cases), len(cases)

    return ask


def _by_repository(tool: Tool, sample: Sample) -> Cell:
    shares = []
    for name in sorted({case.repository for case in sample.cases}):
        cases = [case for case in sample.cases if case.repository == name]
        shares.append(100 * sum(bool(tool.near(case)) for case in cases) / len(cases))
    return sum(shares) / len(shares) if shares else None


def _with_summary(tool: Tool, sample: Sample) -> Cell:
    if not tool.has_summary:
        return None
    return sum(bool(tool.near_with_summary(case)) for case in sample.cases), len(sample.cases)


def _family(tool: Tool, sample: Sample) -> Cell:
    """Of the hits whose CWEs are known, on cases with a CWE."""
    known = [
        (case.cwe, [cwe for said in near if said.cwes for cwe in said.cwes])
        for case in sample.cases
        if case.cwe and (near := tool.near(case)) and any(said.cwes is not None for said in near)
    ]
    return (sum(families.is_right(cwe, cwes) for cwe, cwes in known), len(known)) if known else None


def _fixes(tool: Tool, sample: Sample) -> Cell:
    if Role.FIX not in tool.roles:
        return None
    told = (tool.lines(case.repository, Role.FIX, case.id) for case in sample.cases)
    return sum(map(bool, told)), len(sample.cases)


def _noise(role: Role, *, summary: bool = False) -> Question:
    def ask(tool: Tool, sample: Sample) -> Cell:
        commits = sample.undone if role is Role.UNDONE else sample.commits
        total = sum(map(len, commits.values()))
        if not total or role not in tool.roles or (summary and not tool.has_summary):
            return None
        of = tool.summary if summary else tool.lines
        return 100 * sum(len(of(name, role, commit)) for name, ids in commits.items() for commit in ids) / total

    return ask


def _older(tool: Tool, sample: Sample) -> Cell:
    return (sum(bool(tool.near(case)) for case in sample.older), len(sample.older)) if sample.older else None


def _questions(sample: Sample) -> list[tuple[str, str, Question]]:
    languages = sorted({case.language for case in sample.cases})
    return [
        ("recall", "%", _recall()),
        ("recall, mean of the repositories", "%", _by_repository),
        ("recall, guards and weakenings", "%", _recall(kinds=("guard", "weaken"))),
        *((f"recall, {kind}", "%", _recall(kinds=(kind,))) for kind in KINDS),
        *((f"recall, {name}", "%", _recall(language=name)) for name in languages),
        ("recall, without those that only words tell", "%", _recall(but="words")),
        ("recall, only those that only words tell", "%", _recall(source="words")),
        ("recall, with the summary", "%", _with_summary),
        ("recall, older cases", "%", _older),
        ("hits with a CWE of the right family", "%", _family),
        ("fixes themselves with a line comment", "%", _fixes),
        ("line comments per 100 ordinary commits", "per 100", _noise(Role.ORDINARY)),
        ("in the summary per 100 ordinary commits", "per 100", _noise(Role.ORDINARY, summary=True)),
        ("line comments per 100 ordinary commits undone", "per 100", _noise(Role.UNDONE)),
    ]


def rows(tools: Sequence[Tool], sample: Sample) -> list[Row]:
    """Every question with the answers of all tools."""
    return [Row(name, unit, tuple(ask(tool, sample) for tool in tools)) for name, unit, ask in _questions(sample)]


@dataclass(frozen=True, slots=True)
class Section:
    """Tools that are shown side by side."""

    title: str
    tools: tuple[str, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, title: str, tools: Sequence[Tool], sample: Sample) -> Section:
        return cls(title, tuple(tool.name for tool in tools), tuple(rows(tools, sample)))

    def to_json(self) -> dict[str, Any]:
        answers = [
            {"name": row.name, "unit": row.unit, "cells": [_plain(cell) for cell in row.cells]} for row in self.rows
        ]
        return {"title": self.title, "tools": list(self.tools), "rows": answers}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Section:
        answers = (Row(row["name"], row["unit"], tuple(map(_cell, row["cells"]))) for row in value["rows"])
        return cls(value["title"], tuple(value["tools"]), tuple(answers))

    def row(self, name: str) -> Row:
        """Raises :class:`KeyError`."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)


def text(sections: Sequence[Section]) -> str:
    """One table of all sections. A tool that a section does not have, and a question that no tool has an answer to, are
    left out of it."""
    tools = list(dict.fromkeys(name for section in sections for name in section.tools))
    lines = []
    for section in sections:
        for row in section.rows:
            cells = dict(zip(section.tools, row.cells, strict=True))
            if set(cells.values()) != {None}:
                lines.append((f"{section.title}: {row.name}", *(shown(cells.get(name), row.unit) for name in tools)))
    return table(("", *tools), lines)


def shown(cell: Cell, unit: str, *, short: bool = False) -> str:
    """``12/30 (40 %)``, short ``40 %``; a rate with one digit."""
    match cell:
        case None:
            return "-"
        case (part, whole):
            return f"{100 * part / whole:.0f} %" if short and whole else share(part, whole)
        case _:
            return f"{cell:.0f} %" if unit == "%" else f"{cell:.1f}"


def _plain(cell: Cell) -> Any:
    return list(cell) if isinstance(cell, tuple) else cell if cell is None else round(cell, 3)


def _cell(value: Any) -> Cell:
    return (value[0], value[1]) if isinstance(value, list) else value
