"""The table: per tool the share of marked lines with a finding of ours, and of safe examples with one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

import click

from bench.examples.model import ANYWHERE, Example, Reader
from bot.knowledge.languages import language_of
from workers.engine.scanner import Scanner, source_of

_TOOLS: Mapping[str, str] = {
    "bandit": "PyCQA+bandit",
    "gosec": "securego+gosec",
    "njsscan": "ajinabraham+njsscan",
}
"""Each tool's clone; its examples are read by ``bench.examples.<tool>.read``."""
_NEAR = 2
"""Lines between a mark and a finding that speak of the same statement."""


@click.command()
@click.option("--clones", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--tool", "tools", multiple=True, type=click.Choice([*_TOOLS]), help="Only this tool; may be repeated.")
@click.option("--missed", is_flag=True, help="Name the marked lines without a finding.")
@click.option("--noise", is_flag=True, help="Name the findings in safe examples.")
def main(clones: Path, tools: Sequence[str], *, missed: bool, noise: bool) -> None:
    """How many of the lines that others marked do our rules find?"""
    for tool in tools or _TOOLS:
        clone = next((each for each in (clones / _TOOLS[tool], clones / _TOOLS[tool] / "repo") if _is_git(each)), None)
        if clone is None:
            raise click.ClickException(f"no clone of {tool} in {clones}: a git directory named {_TOOLS[tool]}")
        read: Reader = import_module(f"bench.examples.{tool}").read
        _tell(tool, list(read(clone)), missed=missed, noise=noise)


def _is_git(folder: Path) -> bool:
    return (folder / "HEAD").is_file()


def _tell(tool: str, examples: Sequence[Example], *, missed: bool, noise: bool) -> None:
    sources = {example.path: source_of(example.path, language_of(example.path), example.text) for example in examples}
    answers = Scanner().scan(list(sources.values()))
    kinds, hits, safe, false = Counter[str](), Counter[str](), 0, 0
    for example in examples:
        found = {
            place.start_line: match.rule
            for match in answers[sources[example.path].key].matches
            # A tool may mark a flow where it begins.
            for place in (*(step.place for step in match.steps[:1]), match.place)
        }
        for line, kind in example.unsafe.items():
            near = [rule for at, rule in found.items() if line == ANYWHERE or abs(at - line) <= _NEAR]
            kinds[kind] += 1
            hits[kind] += bool(near)
            if missed and not near:
                click.echo(
                    f"  missed {kind}: {example.path}:{line}: {example.text.splitlines()[line - 1].strip()[:110]}"
                )
        safe += example.is_safe
        false += example.is_safe and bool(found)
        if noise and example.is_safe:
            for line, rule in sorted(found.items()):
                click.echo(
                    f"  noise {rule}: {example.path}:{line}: {example.text.splitlines()[line - 1].strip()[:110]}"
                )
    for kind, number in sorted(kinds.items()):
        click.echo(f"{tool:8} {kind:44} {hits[kind]:4} of {number:4}")
    marked, total = sum(hits.values()), sum(kinds.values())
    click.echo(f"{tool:8} marked lines found: {marked} of {total} ({marked / max(total, 1):.0%})")
    click.echo(f"{tool:8} safe examples with a finding: {false} of {safe} ({false / max(safe, 1):.0%})")


if __name__ == "__main__":
    main()
