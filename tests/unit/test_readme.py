"""The README's promises: every command in it is run by a test, every file that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from workers.cli import main as cli

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "rules" / "README.md",
]

RUN_BY = {
    "make demo": "tests/e2e/test_demo.py",
    "make test": ".ci/run",
    "patchwarden review": "tests/e2e/test_cli.py",
    "patchwarden rules": "tests/e2e/test_cli.py",
    "patchwarden doctor": "tests/unit/stack/test_doctor.py",
    "patchwarden serve": "tests/e2e/test_embedded.py",
}


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    lines = (line.split("#")[0].strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line and not line.startswith("export ")]


@pytest.mark.parametrize("command", commands())
def test_every_command_is_run_by_a_test(command: str) -> None:
    words = command.split()
    test = ROOT / RUN_BY[" ".join(words[:2])]
    assert test.exists()
    if words[0] == "patchwarden":
        known = cli.main.commands[words[1]]
        options = {name for parameter in known.params for name in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_is_named_exists(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_room_that_is_named_exists(document: Path) -> None:
    """Between backticks; where ``<host>`` or the like stands in a path, one that fits."""
    named = re.findall(r"`((?:bot|workers|rules|tests|bench|docs)/[^`\s,]*)`", document.read_text(encoding="utf-8"))
    assert [path for path in named if not any(ROOT.glob(re.sub(r"<[^>]+>|NAME", "*", path.rstrip("/"))))] == []


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(cli.main, ["--help"]).output
    for name in ("review", "serve", "rules", "doctor"):
        assert f"  {name} " in shown
