"""Whole trees scanned for reading by eye."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.signal.trees import Hit, hits, rules_for, spread
from bot.model import Confidence
from workers.engine.scanner import Scanner

FLAW = "import subprocess\nfrom flask import request\n\n\ndef f():\n    subprocess.run(request.args['x'], shell=True)\n"
RULE = "python.subprocess.shell-injection"


def test_a_trees_hits_are_those_outside_test_code(tmp_path: Path) -> None:
    for name in ("app/a.py", "tests/test_a.py", "app/data.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(FLAW)
    subprocess.run(["git", "-C", str(tmp_path), "init", "-q"], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "add", "."], check=True)
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", "-C", str(tmp_path), *who, "commit", "-qm", "x"], check=True)
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


def test_hits_are_spread_over_the_repositories() -> None:
    found = [Hit("a/a", "f", line, "r", "") for line in range(5)] + [Hit("b/b", "f", 9, "r", "")]
    assert [(hit.repository, hit.line) for hit in spread(found, 3)] == [("a/a", 0), ("b/b", 9), ("a/a", 1)]
