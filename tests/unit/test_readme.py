"""The README's promises: every command in it is run by a test, every file that it names exists."""

from __future__ import annotations

import importlib.util
import pkgutil
import re
from pathlib import Path

import click
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
    "patchwarden setup": "tests/unit/stack/test_setup_github.py",
    "patchwarden doctor": "tests/unit/stack/test_doctor.py",
    "patchwarden serve": "tests/e2e/test_embedded.py",
}


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    lines = (line.split("#")[0].split(" | ")[-1].strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line and not line.startswith("export ")]


@pytest.mark.parametrize("command", commands())
def test_every_command_is_run_by_a_test(command: str) -> None:
    words = command.split()
    test = ROOT / RUN_BY[" ".join(words[:2])]
    assert test.exists()
    if words[0] == "patchwarden":
        known, options = _command(words[1:])
        assert options <= known


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_is_named_exists(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_heading_that_is_linked_exists(document: Path) -> None:
    for link, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", document.read_text(encoding="utf-8")):
        target = document.parent / link if link else document
        headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_room_that_is_named_exists(document: Path) -> None:
    """Between backticks; where ``<host>`` or the like stands in a path, one that fits."""
    named = re.findall(r"`((?:bot|workers|rules|tests|bench|docs)/[^`\s,]*)`", document.read_text(encoding="utf-8"))
    assert [path for path in named if not any(ROOT.glob(re.sub(r"<[^>]+>|NAME", "*", path.rstrip("/"))))] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_name_in_a_module_exists(document: Path) -> None:
    """Between backticks, e.g. ``bot.publication.answers``."""
    named = set(re.findall(r"`((?:bot|workers)(?:\.\w+)+)`", document.read_text(encoding="utf-8")))
    for name in sorted(named):
        pkgutil.resolve_name(name)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_of_a_document_exists(document: Path) -> None:
    """Targets of make, modules and commands of ours, with the options that stand behind them."""
    text = document.read_text(encoding="utf-8")
    code = "\n".join((*re.findall(r"`([^`\n]+)`", text), *re.findall(r"```sh\n(.*?)```", text, re.DOTALL)))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z-]+)", code, re.MULTILINE)) <= targets
    for module in re.findall(r"python -m ((?:bench|tests|workers)[\w.]+)", code):
        assert importlib.util.find_spec(module), module
    for line in re.findall(r"(?:^|\| )patchwarden ([^#|\n]+)", code, re.MULTILINE):
        known, options = _command(line.split())
        assert options <= known, line


def _command(words: list[str]) -> tuple[set[str], set[str]]:
    """The options that the command of a line knows, and those that the line gives to it."""
    command: click.Command = cli.main
    while isinstance(command, click.Group) and words:
        command = command.commands[words.pop(0)]
    known = {name for parameter in command.params for name in parameter.opts}
    return known | {"--"}, {word for word in words if word.startswith("--")}


def test_where_it_goes_names_every_list_of_what_one_may_add() -> None:
    """A stranger finds the table of file names, suppressions, checks and hosts without a search."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    added_to = "languages.py suppressions.py kinds.py checks/registry.py hosts/registry.py validators.yaml".split()
    assert [name for name in added_to if name not in text] == []


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(cli.main, ["--help"]).output
    for name in ("review", "serve", "rules", "decisions", "doctor"):
        assert f"  {name} " in shown
