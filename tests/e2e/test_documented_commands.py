"""The commands that the README and the pages of ``docs/`` show, run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model import Decision
from bot.store.sql import SqlStore
from tests.checkout import BASE, FLAW, Checkout, plain_environment

ROOT = Path(__file__).parents[2]
ELSEWHERE = {
    "setup": "tests/unit/stack/test_setup_github.py",
    "doctor": "tests/unit/stack/test_doctor.py",
    "serve": "tests/e2e/test_embedded.py",
    "decisions rebuild": "tests/contract/test_rebuilding.py",
}
"""What wants a host, and the test that has one."""
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(page: Path) -> list[str]:
    """The lines of the page's blocks of shell that run ``patchwarden``, less what :data:`ELSEWHERE` names."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    ours = [line for line in lines if re.search(r"(?:^|\| )patchwarden ", line)]
    return [line for line in ours if not re.search(rf"patchwarden (?:{'|'.join(ELSEWHERE)})\b", line)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield _world(tmp_path_factory.mktemp("world"), monkeypatch)


def _world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a history, a change that is staged and one that is not, a baseline and a decision."""
    plain_environment(monkeypatch, tmp_path / "cache")
    checkout = Checkout(tmp_path / "app", BASE)
    for number in range(5):
        checkout.write({f"src/part{number}.py": "def part():\n    return 1\n"})
        checkout.commit()
    checkout.write({"src/part0.py": FLAW})
    checkout.git("add", "src/part0.py")
    checkout.write({"main.tf": 'variable "name" {}\n', "app.py": FLAW})
    url = f"sqlite:///{tmp_path}/history.db"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    store = SqlStore(url)
    decision = Decision("3f2a" * 4, "python.sql.formatted-value", "app.py", "ada", 1_790_000_000, "a constant")
    store.decide("github:1", "github:octo/app", [decision])
    store.close()
    made = _run(checkout.path, "patchwarden review --all --baseline known.json --update-baseline")
    assert made.returncode == 0, made.stderr
    return checkout.path


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.stem)
def test_the_commands_of_a_page_run(page: Path, world: Path) -> None:
    for line in commands(page):
        done = _run(world, line)
        assert done.returncode in {0, 1}, f"{line}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, f"{line}\n{done.stderr}"


def test_what_is_run_elsewhere_has_its_test() -> None:
    assert [path for path in ELSEWHERE.values() if not (ROOT / path).exists()] == []


def _run(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=folder, capture_output=True, text=True, timeout=120
    )
