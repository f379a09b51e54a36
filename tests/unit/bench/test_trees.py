"""Whole trees scanned for reading by eye."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.signal.trees import Hit, hits, rules_for, spread
from bot.model import Confidence
from workers.engine.scanner import Scanner

FLAW = "import subprocess\nfrom flask import request\n\n\ndef f():\n    subprocess.run(request.args['x'], shell=True)\n"
RULE = "python.subprocess.shell-injection"


def committed(folder: Path) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(folder), *command], check=True)


def test_a_trees_hits_are_those_outside_test_code(tmp_path: Path) -> None:
    for name in ("app/a.py", "tests/test_a.py", "app/data.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(FLAW)
    committed(tmp_path)
    scanner = Scanner()
    wanted = rules_for(scanner, RULE)
    assert list(hits("a/b", tmp_path / ".git", scanner, wanted)) == [
        Hit("a/b", "app/a.py", 6, RULE, "subprocess.run(request.args['x'], shell=True)")
    ]


def test_rules_of_low_confidence_are_left_out() -> None:
    wanted = rules_for(Scanner(), "python.*")
    assert RULE in wanted
    assert all(rule.confidence > Confidence.LOW for rule in wanted.values())
    assert rules_for(Scanner(), "python.server.bind-all") == {}
    sure = rules_for(Scanner(), "python.*", Confidence.HIGH)
    assert RULE in sure
    assert len(sure) < len(wanted)


def test_so_many_files_are_looked_at_and_no_more(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.py").write_text(f"{FLAW}# {name}\n")
    committed(tmp_path)
    scanner = Scanner()
    assert len(list(hits("a/b", tmp_path / ".git", scanner, rules_for(scanner, RULE), files=2))) == 2


def test_hits_are_spread_over_the_repositories() -> None:
    found = [Hit("a/a", "f", line, "r", "") for line in range(5)] + [Hit("b/b", "f", 9, "r", "")]
    assert [(hit.repository, hit.line) for hit in spread(found, 3)] == [("a/a", 0), ("b/b", 9), ("a/a", 1)]
