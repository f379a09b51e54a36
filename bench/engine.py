"""Changes of three sizes, the whole rule pack: ``patchwarden review`` against semgrep with the same rules.

    python -m bench.engine [--runs N] [--yaml]

Each row is the CPU of a new process with all that it starts, over texts that no cache knows; rule packs are compiled
beforehand, as they are after the first review on a machine. The ratios are those of one run. ``--yaml`` also measures
the rules as YAML files, which takes long.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import yaml

from bench import cpu, measured
from workers.engine import program, rules
from workers.engine.words import without_words
from workers.reading import rule_files

_ROOT = Path(__file__).parents[1]
_FLAW = "\n\ndef handler():\n    import os\n    from flask import request\n    os.system('ls ' + request.args['dir'])\n"
_SIZES = ((1, 168), (10, 320), (50, 320))
"""Files and the lines of each."""
_BARE, _SCAN = "bare semgrep-core, both rules and files whole", "semgrep scan, one JSON file"
_TOLD = {_BARE: "bare semgrep-core", _SCAN: "semgrep scan"}


@dataclass(frozen=True, slots=True)
class _Change:
    """A repository with a change in its working tree."""

    path: Path

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.path.glob("*.py"))


@click.command()
@click.option("--runs", default=3, show_default=True, help="Runs of each way; the median counts.")
@click.option("--yaml", "with_yaml", is_flag=True, help="Also the rules as YAML files.")
def main(runs: int, with_yaml: bool) -> None:
    """Prints seconds of CPU and their ratios."""
    with tempfile.TemporaryDirectory(prefix="patchwarden-bench-") as directory:
        work = Path(directory)
        click.echo(f"{_rule_files(work)} Python rules; seconds of CPU")
        ours = {"PATCHWARDEN_CACHE_DIR": str(work / "cache"), "PYTHONPYCACHEPREFIX": str(work / "compiled")}
        environment = {**os.environ, **ours, "PYTHONDONTWRITEBYTECODE": "", "SEMGREP_SEND_METRICS": "off"}
        other = _repository(work / "other", 2, 240)
        for files, lines in _SIZES:
            change = _repository(work / f"{files}x{lines}", files, lines)
            first = _compare(work, change, f"{files} changed file(s) of {lines} lines", environment, runs, with_yaml)
            for name, seconds in zip(_WARM, _warm(work, other, change, environment), strict=True):
                click.echo(f"  {name:46} {seconds:7.2f} s   {seconds / first:6.2f}×")


_WARM = ("patchwarden in a process that is warm", "the same change again in that process")


def _warm(work: Path, other: _Change, change: _Change, environment: dict[str, str]) -> list[float]:
    argv = [sys.executable, "-m", "bench.warm", str(other.path), str(change.path), str(work / "cache")]
    done = subprocess.run(argv, env=environment, cwd=_ROOT, capture_output=True, check=True, text=True)
    return [float(each) for each in done.stdout.split()]


def _compare(work: Path, change: _Change, title: str, environment: dict[str, str], runs: int, with_yaml: bool) -> float:
    ours = [sys.executable, "-m", "workers.cli.main", "review", "HEAD", "--repo", str(change.path), "--format", "json"]
    _median(ours, environment, 1, lambda: None)  # compiles the packs
    semgrep = [str(Path(sys.executable).with_name("semgrep")), "scan", "--json", "--quiet", "--metrics=off"]
    semgrep += ["--disable-version-check", "--jobs=1", *(str(change.path / name) for name in change.names)]
    ways: list[tuple[str, Sequence[str], int]] = [
        ("patchwarden review, empty answer cache", ours, runs),
        (_BARE, _bare(work, change), runs),
        (_SCAN, [*semgrep, f"--config={work / 'rules.json'}"], runs),
    ]
    if with_yaml:
        ways.append(("semgrep scan, YAML files", [*semgrep, f"--config={work / 'yaml'}"], 1))
    click.echo(title)
    first = 0.0
    for name, argv, times in ways:
        seconds = _median(argv, environment, times, lambda: _forget(work / "cache"))
        first = first or seconds
        click.echo(f"  {name:46} {seconds:7.2f} s   {seconds / first:6.2f}×")
        if name in _TOLD:
            measured.tell(f"engine: {title}, to {_TOLD[name]}", first / seconds)
    _median(ours, environment, 1, lambda: _forget(work / "cache"))
    again = _median(ours, environment, runs, lambda: None)
    click.echo(f"  {'patchwarden review, the same change again':46} {again:7.2f} s   {again / first:6.2f}×")
    measured.tell(f"engine: {title}, again to the first time", again / first)
    return first


def _repository(path: Path, files: int, lines: int) -> _Change:
    git = ["git", "-C", str(path), "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    path.mkdir()
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    texts = list(itertools.islice(_texts(lines), files))
    for number, text in enumerate(texts):
        (path / f"change{number}.py").write_text(text, encoding="utf-8")
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "base"], check=True)
    for number, text in enumerate(texts):
        more = f"\n\nLIMIT = {number}\n" if number % 10 else _FLAW
        (path / f"change{number}.py").write_text(text + more, encoding="utf-8")
    return _Change(path)


def _texts(lines: int) -> Iterator[str]:
    """Modules of this repository put together to texts of so many lines, without end."""
    modules = sorted(path for folder in ("bot", "workers") for path in (_ROOT / folder).rglob("*.py"))
    kept = list[str]()
    for module in itertools.cycle(modules):
        text = module.read_text(encoding="utf-8")
        kept += [line for line in text.splitlines() if not line.startswith("from __future__")]
        if len(kept) >= lines:
            yield "\n".join(kept[:lines]) + "\n"
            kept = []


def _bare(work: Path, change: _Change) -> list[str]:
    """The engine itself, as cheap as it comes: one process, no limit of time."""
    targets = [
        ["CodeTarget", {"path": {"fpath": str(change.path / name), "ppath": f"/{name}"}, "analyzer": "python",
                        "products": ["sast"]}]
        for name in change.names
    ]  # fmt: skip
    path = work / f"{change.path.name}.json"
    path.write_text(json.dumps(["Targets", targets]), encoding="utf-8")
    core, given = str(program.find().core), ["-rules", str(work / "rules.json"), "-targets", str(path)]
    return [core, "-json_nodots", "-fast", *given, "-j", "1"]


def _rule_files(work: Path) -> int:
    """The Python rules as one JSON file and as a folder of YAML files, the way semgrep reads them."""
    chosen = [rule for rule in rules.load(rule_files.root()) if "python" in rule.languages]
    searches = without_words([rule.semgrep for rule in chosen])
    (work / "rules.json").write_text(json.dumps({"rules": searches}), encoding="utf-8")
    (work / "yaml").mkdir()
    for search in searches:
        document = yaml.safe_dump({"rules": [json.loads(json.dumps(search))]})
        (work / "yaml" / f"{search['id']}.yaml").write_text(document, encoding="utf-8")
    return len(chosen)


def _forget(cache: Path) -> None:
    shutil.rmtree(cache / "answers", ignore_errors=True)


def _median(argv: Sequence[str], environment: dict[str, str], runs: int, before: Callable[[], None]) -> float:
    """Seconds of CPU. Raises :class:`click.ClickException` where a run did not find what is to be found."""
    seconds = []
    for _ in range(runs):
        before()
        done = cpu.run(argv, environment, _ROOT)
        seconds.append(done.cpu)
        if b'"results"' not in done.output and b"change0.py" not in done.output:
            raise click.ClickException(f"`{argv[0]}` did not work: {done.errors.decode()[-400:]}")
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
