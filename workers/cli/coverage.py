"""``docs/coverage.md``: which weakness has a rule in which framework, read from the tables in ``rules/_coverage``.

``weaknesses.yaml`` has the rows. One file a language has the columns (frameworks, each with words of which a rule for
it must hold one) and the cells: rules, why there is none, or what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from bot.knowledge.languages import display_name
from workers.reading import rule_files
from workers.reading.rule_files import RuleError

_ROWS = "weaknesses.yaml"
_REST = "all"
"""The cell of all frameworks that have none of their own."""


class Weakness(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"lists": "from"}):
    """A row."""

    cwe: int
    name: str
    lists: tuple[str, ...]
    """Which of the field's lists name it."""


class Without(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A cell without a rule: ``none`` says why there is none on purpose, ``open`` what is missing."""

    none: str = ""
    open: str = ""


Cell = str | tuple[str, ...] | Without


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    frameworks: Mapping[str, tuple[str, ...]]
    weaknesses: Mapping[str, Mapping[str, Cell]]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The table of one language."""

    language: str
    frameworks: Mapping[str, Sequence[str]]
    """Name → words of which a rule for it, its sample or a list that it shares holds one."""
    cells: Mapping[str, Mapping[str, Cell]]
    """Weakness → framework → what is said of it; every framework has a cell in each row."""


@cache
def rows(root: Path) -> Mapping[str, Weakness]:
    """The weaknesses by their keys. Raises :class:`~workers.reading.rule_files.RuleError`."""
    name = f"{rule_files.COVERAGE}/{_ROWS}"
    return rule_files.typed(rule_files.document(root / name, name), dict[str, Weakness], name)


@cache
def tables(root: Path) -> tuple[Coverage, ...]:
    """The tables of all languages, by name. Raises :class:`~workers.reading.rule_files.RuleError`."""
    found = (path for path in sorted((root / rule_files.COVERAGE).glob("*.yaml")) if path.name != _ROWS)
    return tuple(_read(root, path) for path in found)


def _read(root: Path, path: Path) -> Coverage:
    name = path.relative_to(root).as_posix()
    table = rule_files.typed(rule_files.document(path, name), _Table, name)
    if unknown := sorted(table.weaknesses.keys() - rows(root).keys()):
        raise RuleError(f"{name}: `{unknown[0]}` is no weakness of {_ROWS}")
    cells: dict[str, Mapping[str, Cell]] = {}
    for weakness, written in table.weaknesses.items():
        if unknown := sorted(written.keys() - table.frameworks.keys() - {_REST}):
            raise RuleError(f"{name}: `{weakness}` names `{unknown[0]}`, which is none of its `frameworks`")
        missing = [framework for framework in table.frameworks if framework not in written and _REST not in written]
        if missing:
            raise RuleError(f"{name}: `{weakness}` says nothing of {', '.join(missing)}; `all` stands for the rest")
        cells[weakness] = {framework: written.get(framework, written.get(_REST, "")) for framework in table.frameworks}
    return Coverage(path.stem, table.frameworks, cells)


def rules_of(cell: Cell) -> tuple[str, ...]:
    """The rules that a cell names; none where it says why there is none."""
    if isinstance(cell, Without):
        return ()
    return (cell,) if isinstance(cell, str) else cell


def page(root: Path | None = None) -> str:
    """The whole page, as Markdown. Raises :class:`~workers.reading.rule_files.RuleError`."""
    root = root or rule_files.root()
    return "\n".join(_page(rows(root), tables(root))) + "\n"


def _page(weaknesses: Mapping[str, Weakness], languages: Sequence[Coverage]) -> Iterator[str]:
    yield "# What the rules cover"
    yield ""
    yield "Made by `make pages` from the tables in [rules/_coverage](../rules/_coverage). A figure is the number of"
    yield "frameworks with a rule, of those that the weakness concerns. What is open, and why a rule is not wanted,"
    yield "stands below."
    yield ""
    yield "| weakness | CWE | " + " | ".join(display_name(item.language) for item in languages) + " |"
    yield "|---|---|" + "---|" * len(languages)
    for key, weakness in weaknesses.items():
        figures = " | ".join(_figure(item.cells.get(key, {})) for item in languages)
        yield f"| {weakness.name} | {weakness.cwe} | {figures} |"
    for item in languages:
        yield from _of_language(item, weaknesses)


def _figure(cells: Mapping[str, Cell]) -> str:
    concerned = [cell for cell in cells.values() if not (isinstance(cell, Without) and cell.none)]
    if not concerned:
        return "–" if cells else ""
    return f"{sum(bool(rules_of(cell)) for cell in concerned)}/{len(concerned)}"


def _of_language(item: Coverage, weaknesses: Mapping[str, Weakness]) -> Iterator[str]:
    yield ""
    yield f"## {display_name(item.language)}"
    yield ""
    yield f"Frameworks: {', '.join(item.frameworks)}."
    yield ""
    yield "| weakness | rules | without a rule |"
    yield "|---|---|---|"
    for key, weakness in weaknesses.items():
        cells = item.cells.get(key)
        if cells:
            yield f"| {weakness.name} | {_grouped(cells)} | {_left_out(cells)} |"


def _grouped(cells: Mapping[str, Cell]) -> str:
    """The rules, each with its frameworks where it is not for all."""
    frameworks: dict[str, list[str]] = {}
    for framework, cell in cells.items():
        for rule in rules_of(cell):
            frameworks.setdefault(rule, []).append(framework)
    return "; ".join(
        f"`{rule}`" if len(names) == len(cells) else f"`{rule}` ({', '.join(names)})"
        for rule, names in frameworks.items()
    )


def _left_out(cells: Mapping[str, Cell]) -> str:
    """The reasons, each with its frameworks where it is not that of all."""
    frameworks: dict[str, list[str]] = {}
    for framework, cell in cells.items():
        if isinstance(cell, Without):
            said = f"**open:** {cell.open}" if cell.open else cell.none
            frameworks.setdefault(said, []).append(framework)
    return "; ".join(
        said if len(names) == len(cells) else f"{', '.join(names)}: {said}" for said, names in frameworks.items()
    ).replace("|", "\\|")
