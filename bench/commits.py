"""What reviews of real commits cost, beside semgrep with the same rules and bandit on the files that they change.

    python -m bench.commits --clones FOLDER --ordinary FILE [--each N] [--bandit PROGRAM]

Ordinary commits of many projects, always the same ones by chance, of three sizes by their number of changed files. A
row is the CPU of all programs for all commits of a size: ``patchwarden review`` with no answer known, ``semgrep scan``
with our rules as one JSON file over the head's files, and bandit over those in Python, beside our reviews of the same
commits. Without ``--clones`` and ``--ordinary`` nothing is measured, and the command says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bench import cpu, measured
from bench.signal import cases as case_files
from bench.signal.changes import Role, projects
from bench.signal.reviews import Range
from workers.change.git import Git
from workers.engine import rules
from workers.engine.words import without_words
from workers.processes import sandbox
from workers.reading import rule_files

_ROOT = Path(__file__).parents[1]
_SIZES: Mapping[str, range] = {
    "1 file": range(1, 2),
    "2 to 5 files": range(2, 6),
    "6 to 30 files": range(6, 31),
}
_CODE = (".py", ".js", ".ts", ".go", ".java", ".php", ".rb")
_MOST_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of CPU for one commit; ``bandit`` is ``None`` where it changes no Python, or bandit is not here."""

    ours: float
    again: float
    semgrep: float
    bandit: float | None


@click.command()
@click.option("--clones", envvar="CLONES", type=click.Path(path_type=Path))
@click.option("--ordinary", envvar="ORDINARY", type=click.Path(path_type=Path))
@click.option("--each", default=6, show_default=True, help="Commits of each size.")
@click.option("--bandit", envvar="BANDIT", default="", help="Bandit's program.")
def main(clones: Path | None, ordinary: Path | None, each: int, bandit: str) -> None:
    """Prints a row a size."""
    if not clones or not ordinary or not clones.is_dir() or not ordinary.is_file():
        click.echo("not measured: name clones and ordinary commits of real projects (CLONES, ORDINARY)")
        return
    with tempfile.TemporaryDirectory(prefix="patchwarden-bench-") as directory:
        work = Path(directory)
        searches = without_words([rule.semgrep for rule in rules.load(rule_files.root())])
        (work / "rules.json").write_text(json.dumps({"rules": searches}), encoding="utf-8")
        chosen = _chosen(case_files.ordinary(ordinary), clones, each)
        _warm(work, chosen)
        click.echo("real commits; seconds of CPU")
        for size, items in chosen.items():
            costs = [_cost(work, item, paths, bandit) for item, paths in items]
            if costs:
                _show(size, costs)


def _chosen(
    ordinary: Mapping[str, Sequence[str]], clones: Path, each: int
) -> dict[str, list[tuple[Range, tuple[str, ...]]]]:
    """Commits of each size with the paths of their code, of as many projects as there are."""
    found, _ = projects((), ordinary, clones)
    commits = [item.range for project in found for item in project.wanted((Role.ORDINARY,))]
    commits.sort(key=lambda item: zlib.crc32(item.key.encode()))
    chosen: dict[str, list[tuple[Range, tuple[str, ...]]]] = {size: [] for size in _SIZES}
    for item in commits[:_MOST_LOOKED_AT]:
        paths = _paths(item)
        for size, counts in _SIZES.items():
            here = [other.repository for other, _ in chosen[size]]
            wanted = len(here) < each and here.count(item.repository) <= len(here) // len(found)
            if wanted and len(paths) in counts and any(path.endswith(_CODE) for path in paths):
                chosen[size].append((item, paths))
        if all(len(items) == each for items in chosen.values()):
            break
    return chosen


def _paths(item: Range) -> tuple[str, ...]:
    """The files of the head that the commit writes; none where git cannot say."""
    names = ("diff-tree", "-r", "-z", "--name-only", "--no-renames", "--diff-filter=AM", item.base, item.head)
    try:
        return tuple(filter(None, Git(item.clone).run(*names).decode("utf-8", "replace").split("\0")))
    except sandbox.ProcessFailed:
        return ()


def _warm(work: Path, chosen: Mapping[str, Sequence[tuple[Range, tuple[str, ...]]]]) -> None:
    """The rules are compiled once a machine, and not a commit."""
    for items in chosen.values():
        for item, _ in items:
            _review(work, item)


def _cost(work: Path, item: Range, paths: Sequence[str], bandit: str) -> Cost:
    folder = work / "head"
    shutil.rmtree(folder, ignore_errors=True)
    laid_out = list(_laid_out(folder, item, paths))
    shutil.rmtree(work / "cache" / "answers", ignore_errors=True)
    ours, again = _review(work, item), _review(work, item)
    semgrep = [str(Path(sys.executable).with_name("semgrep")), "scan", "--json", "--quiet", "--metrics=off"]
    semgrep += ["--disable-version-check", "--no-git-ignore", "--jobs=1", f"--config={work / 'rules.json'}", *laid_out]
    python = [path for path in laid_out if path.endswith(".py")]
    by_bandit = _spent([bandit, "-q", "-f", "json", "--exit-zero", *python], folder) if bandit and python else None
    return Cost(ours, again, _spent(semgrep, folder), by_bandit)


def _laid_out(folder: Path, item: Range, paths: Sequence[str]) -> Iterator[str]:
    for number, path in enumerate(paths):
        name = f"{number}{Path(path).suffix}"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(Git(item.clone).run("cat-file", "blob", f"{item.head}:{path}"))
        yield name


def _review(work: Path, item: Range) -> float:
    """In a repository of its own that borrows the clone's objects: the clone may be bare, and stays as it is."""
    path = work / "repositories" / item.repository.replace("/", "+")
    if not path.exists():
        subprocess.run(["git", "init", "-q", "-b", "main", str(path)], check=True)
        alternates = path / ".git" / "objects" / "info" / "alternates"
        alternates.write_text(f"{(item.clone / 'objects').resolve()}\n", encoding="utf-8")
    subprocess.run(["git", "-C", str(path), "update-ref", "refs/heads/main", item.base], check=True)
    argv = [sys.executable, "-m", "workers.cli.main", "review", f"{item.base}..{item.head}", "--repo", str(path)]
    ours = {"PATCHWARDEN_CACHE_DIR": str(work / "cache"), "PYTHONPYCACHEPREFIX": str(work / "compiled")}
    environment = {**os.environ, **ours, "PYTHONDONTWRITEBYTECODE": ""}
    return _spent([*argv, "--format", "json"], _ROOT, environment)


def _spent(argv: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> float:
    """Seconds of CPU. Raises :class:`click.ClickException` where there is no JSON to show for them."""
    used = cpu.run(argv, environment or {**os.environ, "SEMGREP_SEND_METRICS": "off"}, folder)
    if not used.output.lstrip().startswith(b"{"):
        raise click.ClickException(f"`{argv[0]}` did not work: {used.errors.decode('utf-8', 'replace')[-400:]}")
    return used.cpu


def _show(size: str, costs: Sequence[Cost]) -> None:
    ours, again = sum(cost.ours for cost in costs), sum(cost.again for cost in costs)
    semgrep = sum(cost.semgrep for cost in costs)
    with_bandit = [cost for cost in costs if cost.bandit is not None]
    click.echo(f"{len(costs)} commits of {size}")
    click.echo(f"  {'patchwarden review, no answer known':40} {ours:7.2f} s")
    click.echo(f"  {'the same again':40} {again:7.2f} s   {again / ours:6.2f}×")
    click.echo(f"  {'semgrep scan, one JSON file':40} {semgrep:7.2f} s   {semgrep / ours:6.2f}×")
    measured.tell(f"commits: {size}, to semgrep scan", ours / semgrep)
    measured.tell(f"commits: {size}, again to the first time", again / ours)
    if with_bandit:
        python, bandit = sum(cost.ours for cost in with_bandit), sum(cost.bandit or 0.0 for cost in with_bandit)
        shown = f"bandit, {len(with_bandit)} of them ({python:.2f} s of ours)"
        click.echo(f"  {shown:40} {bandit:7.2f} s   {bandit / python:6.2f}×")
        measured.tell(f"commits: {size}, to bandit on those with Python", python / bandit)


if __name__ == "__main__":
    main()
