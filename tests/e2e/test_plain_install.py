"""The plain installation: an environment with the wheel and what it names without extras, and nothing else.

The packages are those of this environment, linked; no registry is asked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.e2e.test_wheel import FLAW, ROOT


def required(found: Distribution, known: dict[str, Distribution]) -> None:
    """Adds to ``known`` what ``found`` cannot be without."""
    for line in found.requires or ():
        requirement = Requirement(line)
        wanted = [{"extra": ""}, *({"extra": extra} for extra in requirement.extras)]
        if requirement.name not in known and (
            requirement.marker is None or any(requirement.marker.evaluate(each) for each in wanted)
        ):
            known[requirement.name] = distribution(requirement.name)
            required(known[requirement.name], known)


def link(found: Distribution, site: Path, programs: Path) -> None:
    """The files of one distribution, as links; of its programs those that name no Python of another environment."""
    for file in found.files or ():
        source, first = Path(str(found.locate_file(file))), file.parts[0]
        if first != ".." and not (site / first).exists():
            (site / first).symlink_to(Path(str(found.locate_file(first))))
        elif first == ".." and file.parent.name == "bin" and source.read_bytes()[:2] != b"#!":
            (programs / file.name).symlink_to(source)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the programs of such an environment."""
    folder = tmp_path_factory.mktemp("plain")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("patchwarden-*.whl")
    venv.create(folder / "env", symlinks=True)
    programs = folder / "env" / "bin"
    (site,) = (folder / "env" / "lib").glob("python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (metadata,) = site.glob("patchwarden-*.dist-info")
    known: dict[str, Distribution] = {}
    required(PathDistribution(metadata), known)
    for found in known.values():
        link(found, site, programs)
    yield programs
    shutil.rmtree(folder)


WORKFLOW = """\
on: pull_request_target
jobs:
  a:
    runs-on: x
    steps:
      - run: echo ${{ github.head_ref }}
"""


def run(plain: Path, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [plain / "python", "-P", "-W", "error", "-m", "workers.cli.main", *args],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_brings_no_server(plain: Path, tmp_path: Path) -> None:
    code = "import celery"
    done = subprocess.run([plain / "python", "-P", "-c", code], cwd=tmp_path, capture_output=True, check=False)
    assert b"ModuleNotFoundError: No module named 'celery'" in done.stderr


def test_it_reviews(plain: Path, tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "first"], check=True)
    for name, text in {
        "a.py": FLAW,
        ".github/workflows/a.yml": WORKFLOW,
        "package.json": '{"name": "a", "license": "MIT", "dependencies": {"b": "*"}}\n',
        "LICENSE": "SPDX-License-Identifier: MIT\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    done = run(plain, tmp_path, "review")
    assert done.returncode == 1, done.stderr
    assert "CWE-78" in done.stdout
    assert "a.yml" in done.stdout
    assert "No module named" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "command", ["serve", "sweep", "queue failed", "queue retry --all", "decisions list", "rules stats"]
)
def test_what_needs_more_says_how_to_get_it(plain: Path, tmp_path: Path, command: str) -> None:
    done = run(plain, tmp_path, *command.split())
    assert done.returncode == 2
    said = f"patchwarden: `patchwarden {command.split()[0]}` needs the server's packages, and "
    assert done.stderr.startswith(said)
    assert done.stderr.endswith("is not here: pip install 'patchwarden[server]'\n")


def test_the_doctor_is_content(plain: Path, tmp_path: Path) -> None:
    done = run(plain, tmp_path, "doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ok    installation: enough for `patchwarden review`" in done.stdout


def test_the_doctor_misses_the_server_where_a_host_is_set_up(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "hosts.toml").write_text('[[github]]\ntoken = "t"\nwebhook_secret = "0123456789abcdef"\n')
    done = subprocess.run(
        [plain / "python", "-P", "-m", "workers.cli.main", "doctor"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PATCHWARDEN_CONFIG": str(tmp_path / "hosts.toml")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "FAULT installation" in done.stdout
    assert "pip install 'patchwarden[server]'" in done.stdout
