"""The wheel alone, away from the checkout: the rules are inside, and it reviews."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLAW = "import os\nfrom flask import request\n\nos.system('ping ' + request.args['host'])\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files in a folder of their own; what it depends on comes from this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("patchwarden-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(cwd),
        "PYTHONPATH": str(installed),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    argv = [sys.executable, "-P", *args]
    return subprocess.run(argv, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_it_reviews_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "first"], check=True)
    (tmp_path / "a.py").write_text(FLAW)
    done = run(installed, tmp_path, "-m", "workers.cli.main", "review", "--format", "json")
    assert done.returncode == 1, done.stderr
    assert "python.subprocess.shell-injection" in json.dumps(json.loads(done.stdout))


def test_the_rules_are_those_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = "from workers.reading import rule_files; print(rule_files.root())"
    assert run(installed, tmp_path, "-c", code).stdout.strip() == str(installed / "workers" / "engine" / "rules")


def test_it_carries_neither_tests_nor_benchmarks(installed: Path) -> None:
    names = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert names == {"bot", "workers"}
