"""Parts that once contradicted each other: names and rules, caps and policy, caps and grouping, contracts and code."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import review
from bot.model import Confidence, Finding, Placement, Severity
from bot.policy import Policy
from bot.render import markdown
from tests.builders import change, changed_file, finding, ran, snapshot
from workers.checks.guards import Guards
from workers.checks.licensing import Licensing
from workers.checks.semgrep import Semgrep
from workers.engine.scanner import Scanner
from workers.pipeline import examine

ROOT = Path(__file__).parents[2]
_HELPED = """\
from flask import Flask, request

from app.audit import {name}

app = Flask(__name__)


@app.get("/file")
def show():
    name = request.args["name"]
    {use}
    return open("/srv/data/" + name).read()
"""


@pytest.fixture(scope="module")
def semgrep(cache: Path) -> Semgrep:
    return Semgrep(Scanner(folder=cache))


_HELPERS = ("note", "check_log", "allow_all", "verify_nothing", "build_path", "path_of", "safe_name", "clean_up")


@pytest.mark.parametrize("use", ["{name}(name)", "name = {name}(name)"], ids=["called", "passed through"])
def test_no_helper_is_believed_by_its_name(semgrep: Semgrep, use: str) -> None:
    told = {}
    for helper in _HELPERS:
        head = _HELPED.format(name=helper, use=use.format(name=helper))
        found = examine(snapshot(changed_file("app/files.py", "", head)), [semgrep])
        told[helper] = [item.finding.rule for item in found.observations]
    assert len(set(map(tuple, told.values()))) == 1, told
    assert told["note"]


_GUARDED = """\
def send{n}(root{n}, name, user, out):
    path = os.path.join(root{n}, name)
    if not os.path.realpath(path).startswith(root{n} + os.sep):
        raise Forbidden("outside of the folder")
    with open(path) as file:
        return file.read()
"""
_LOSS = "".join(line for line in _GUARDED.splitlines(keepends=True) if "realpath" not in line and "raise" not in line)


@pytest.mark.parametrize("policy", [None, 'exclude: ["legacy/"]\n', 'test-paths: ["legacy/"]\n'])
@pytest.mark.parametrize("others", [0, 1, 3, 6])
def test_losses_elsewhere_hide_none(policy: str | None, others: int) -> None:
    paths = [*(f"legacy/{n}.py" for n in range(others)), "src/z.py"]
    files = [changed_file(path, _GUARDED.format(n=n), _LOSS.format(n=n)) for n, path in enumerate(paths)]
    found = examine(snapshot(*files, policy=policy), [Guards()])
    assert "src/z.py" in markdown.summary(found) + "".join(item.path for item in found.observations)


_TEXT = "".join(f"x{n}()\n" for n in range(60))
_FOUND = st.lists(
    st.tuples(st.integers(0, 59), st.sampled_from(list(Confidence)), st.sampled_from(("a.b", "c.d", "e.f"))),
    max_size=30,
    unique_by=lambda row: (row[0], row[2]),
)


@given(_FOUND, st.one_of(st.integers(0, 5), st.integers(0, 100)))
def test_every_finding_is_told_whatever_the_limit(rows: Sequence[tuple[int, Confidence, str]], limit: int) -> None:
    file = changed_file("a.py", None, _TEXT)
    found = [
        finding("a.py", _TEXT, f"x{n}()", rule=rule, confidence=confidence, severity=Severity.HIGH, title=rule)
        for n, confidence, rule in rows
    ]
    got = review.assemble(change(), [file], [ran(*found, files=["a.py"])], Policy(comment_limit=limit))
    assert _keys(each for item in got.observations for each in item.findings) == _keys(found)
    on_lines = [item for item in got.observations if item.placement is Placement.LINE]
    assert len(on_lines) <= limit
    summary = markdown.summary(got)
    for item in got.observations:
        if item.placement is Placement.SUMMARY:
            named = [f for f in item.findings if re.search(rf"a\.py:{f.span.start_line}\b", summary)]
            more = sum(map(int, re.findall(r"and (\d+) more", summary)))
            assert len(named) + more >= len(item.findings), summary


def _keys(findings: object) -> list[tuple[int, str]]:
    return sorted((f.span.start_line, f.rule) for f in findings if isinstance(f, Finding))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "identifier",
    [
        "Apache-2.0",
        "BSD-2-Clause-Views",
        "GPL-2.0-with-classpath-exception",
        "MIT-Modern-Variant",
        "APSL-2.0",
        "CECILL-2.1",
        "EUDatagrid",
        "LPPL-1.3c",
        "GPL-2.0-or-later WITH Classpath-exception-2.0",
        "(MIT OR Apache-2.0) AND Unicode-DFS-2016",
    ],
)
def test_a_real_licence_is_a_licence(identifier: str) -> None:
    file = changed_file("a.py", None, f"# SPDX-License-Identifier: {identifier}\n" + "x = 1\n" * 10)
    assert [item.rule for item in Licensing().run(snapshot(file)).head if "identifier-invalid" in item.rule] == []


_FORBIDDEN = {
    "a program is started where values are followed": ("workers/taint/decide.py", "import subprocess\n", "subprocess"),
    "a program is started where rules are written": ("workers/cli/rulebook.py", "import subprocess\n", "subprocess"),
    "a check knows the store": ("workers/checks/licensing/__init__.py", "from bot import store\n", "bot.store"),
    "a check knows the queue": ("workers/checks/licensing/__init__.py", "from bot import queue\n", "bot.queue"),
    "a check knows another": (
        "workers/checks/semgrep.py",
        "from workers.checks import secrets\n",
        "workers.checks.secrets",
    ),
}


def test_an_import_that_a_contract_forbids_is_broken(tmp_path: Path) -> None:
    """All at once, as building the graph is what takes the time."""
    for name in ("bot", "workers"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, line, _ in _FORBIDDEN.values():
        place = tmp_path / path
        assert place.is_file(), f"{path} has moved: the case wants another file of that kind"
        place.write_text(place.read_text(encoding="utf-8") + f"\n{line}", encoding="utf-8")
    program = str(Path(sys.executable).with_name("lint-imports"))
    done = subprocess.run([program, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
    broken = done.stdout.partition("Broken contracts")[2]
    for name, (path, _, target) in _FORBIDDEN.items():
        module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        assert f"{module} -> {target}" in broken, f"{name}: {done.stdout[-3000:]}"
