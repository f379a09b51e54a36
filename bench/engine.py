"""One changed file, the whole rule pack: ``patchwarden review`` against ``semgrep scan`` with the same rules.

    python -m bench.engine [--runs N] [--yaml]

Every run starts a new process and examines a text that no cache knows; rule packs are compiled beforehand, as they are
after the first review on a machine. ``--yaml`` also measures the rules as YAML files, which takes long.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import yaml

from workers.engine import rules
from workers.reading import rule_files

_ROOT = Path(__file__).parents[1]
_FLAW = "\n\ndef handler():\n    import os\n    from flask import request\n    os.system('ls ' + request.args['dir'])\n"


@click.command()
@click.option("--runs", default=5, show_default=True, help="Runs of each way; the median counts.")
@click.option("--yaml", "with_yaml", is_flag=True, help="Also the rules as YAML files.")
def main(runs: int, with_yaml: bool) -> None:
    """Prints the wall times and their ratios."""
    with tempfile.TemporaryDirectory(prefix="patchwarden-bench-") as directory:
        work = Path(directory)
        repository = _repository(work / "repository")
        rule_count = _rule_files(work)
        environment = {**os.environ, "PATCHWARDEN_CACHE_DIR": str(work / "cache"), "SEMGREP_SEND_METRICS": "off"}
        ours = [
            sys.executable,
            "-m",
            "workers.cli.main",
            "review",
            "HEAD",
            "--repo",
            str(repository),
            "--format",
            "json",
        ]
        subprocess.run(ours, env=environment, cwd=_ROOT, capture_output=True, check=False)
        file = str(repository / "change.py")
        program = str(Path(sys.executable).with_name("semgrep"))
        common = [program, "scan", "--json", "--quiet", "--metrics=off", "--disable-version-check", file]
        ways: list[tuple[str, Sequence[str], int]] = [
            ("patchwarden review, empty answer cache", ours, runs),
            ("semgrep scan, one JSON file", [*common, f"--config={work / 'rules.json'}"], runs),
        ]
        if with_yaml:
            ways.append(("semgrep scan, YAML files", [*common, f"--config={work / 'yaml'}"], 1))
        click.echo(f"{rule_count} Python rules, one changed file of {len(Path(file).read_text().splitlines())} lines")
        medians = {}
        for name, argv, times in ways:
            medians[name] = _median(argv, environment, times, lambda: _forget(work / "cache"))
        first = medians[ways[0][0]]
        for name, seconds in medians.items():
            click.echo(f"{name:42} {seconds:7.2f} s   {seconds / first:6.1f}×")
        again = _median(ours, environment, runs, lambda: None)
        click.echo(f"{'patchwarden review, the same change again':42} {again:7.2f} s   {again / first:6.1f}×")


def _repository(path: Path) -> Path:
    git = ["git", "-C", str(path), "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    path.mkdir()
    text = (_ROOT / "workers" / "pipeline.py").read_text(encoding="utf-8")
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    (path / "change.py").write_text(text, encoding="utf-8")
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "base"], check=True)
    (path / "change.py").write_text(text + _FLAW, encoding="utf-8")
    return path


def _rule_files(work: Path) -> int:
    """The Python rules as one JSON file and as a folder of YAML files, the way semgrep reads them."""
    chosen = [rule for rule in rules.load(rule_files.root()) if "python" in rule.languages]
    (work / "rules.json").write_text(json.dumps({"rules": [rule.semgrep for rule in chosen]}), encoding="utf-8")
    (work / "yaml").mkdir()
    for rule in chosen:
        document = yaml.safe_dump({"rules": [json.loads(json.dumps(rule.semgrep))]})
        (work / "yaml" / f"{rule.id}.yaml").write_text(document, encoding="utf-8")
    return len(chosen)


def _forget(cache: Path) -> None:
    shutil.rmtree(cache / "answers", ignore_errors=True)


def _median(argv: Sequence[str], environment: dict[str, str], runs: int, before: Callable[[], None]) -> float:
    seconds = []
    for _ in range(runs):
        before()
        start = time.perf_counter()
        done = subprocess.run(argv, env=environment, cwd=_ROOT, capture_output=True, check=False)
        seconds.append(time.perf_counter() - start)
        if b'"results"' not in done.stdout and b"change.py" not in done.stdout:
            raise click.ClickException(f"`{argv[0]}` did not work: {done.stderr.decode()[-400:]}")
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
