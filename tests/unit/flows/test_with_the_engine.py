"""The check over whole changes with the real engine: where a flow between files is told, and when it is new."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.model import CheckResult
from bot.review.newness import new_findings
from tests import builders
from tests.unit.engine import pack_of
from workers.checks.semgrep import Semgrep
from workers.engine.scanner import Scanner

HELPER = "import os\ndef run(x):\n    os.system(x)\n"
HARMLESS = "import os\ndef run(x):\n    os.system('ls')\n"
CALLER = "from h import run\ndef view(request):\n    run(request.args.get('x'))\n"


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Semgrep:
    root = tmp_path_factory.mktemp("rules")
    return Semgrep(Scanner(pack_of.write(root), folder=root / "kept"))


def reviewed(
    check: Semgrep, base: Mapping[str, str], head: Mapping[str, str]
) -> tuple[CheckResult, list[tuple[str, int]]]:
    """The check's result for a change from one tree to another, and where its new findings are."""
    changed = sorted(path for path in {*base, *head} if base.get(path) != head.get(path))
    files = [builders.changed_file(path, base.get(path), head.get(path)) for path in changed]
    result = check.run(builders.snapshot(*files, tree=builders.MemoryTree(head=head, base=base)))
    new = new_findings(result.head, result.base, {file.path: file for file in files})
    return result, [(finding.span.path, finding.span.start_line) for finding in new]


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        # A new call of an old helper: told at the call.
        ({"h.py": HELPER}, {"h.py": HELPER, "v.py": CALLER}, [("v.py", 3)]),
        # The helper comes to be dangerous, its caller is old: told at the sink.
        ({"h.py": HARMLESS, "v.py": CALLER}, {"h.py": HELPER, "v.py": CALLER}, [("h.py", 3)]),
        # Both are new, both are old, and what the change touches beside them.
        ({}, {"h.py": HELPER, "v.py": CALLER}, [("h.py", 3)]),
        ({"h.py": HELPER, "v.py": CALLER}, {"h.py": HELPER, "v.py": CALLER + "\nx = 1\n"}, []),
        ({"h.py": HELPER, "v.py": CALLER}, {"h.py": HELPER.replace("(x):", "(x):  # it runs"), "v.py": CALLER}, []),
        # A second call is new beside an old one.
        (
            {"h.py": HELPER, "v.py": CALLER},
            {"h.py": HELPER, "v.py": CALLER + "def other(request):\n    run(request.args.get('y'))\n"},
            [("v.py", 5)],
        ),
    ],
)
def test_a_flow_between_files_is_told_where_it_is_new(
    check: Semgrep, base: Mapping[str, str], head: Mapping[str, str], expected: list[tuple[str, int]]
) -> None:
    assert reviewed(check, base, head)[1] == expected


def test_its_way_ends_in_the_other_file(check: Semgrep) -> None:
    result, _ = reviewed(check, {"h.py": HELPER}, {"h.py": HELPER, "v.py": CALLER})
    (finding,) = result.head
    steps = [(step.span.path, step.span.start_line, step.text) for step in finding.trace]
    assert steps[0] == ("v.py", 3, "request.args.get('x')")
    assert steps[-1] == ("h.py", 3, "x")
    assert finding.excerpt == "request.args.get('x')"
    assert finding.scope == "view"


INLINED = "import os\ndef view(request):\n    x = request.args.get('x')\n    os.system(x)\n"
WITH_HELPER = "import os\ndef run(x):\n    os.system(x)\ndef view(request):\n    run(request.args.get('x'))\n"


def test_a_helper_makes_no_difference(check: Semgrep) -> None:
    """The same flow, with its helper and with the helper's body in its place."""
    results = [reviewed(check, {}, {"v.py": text})[0] for text in (INLINED, WITH_HELPER)]
    results.append(reviewed(check, {}, {"h.py": HELPER, "v.py": CALLER})[0])
    assert [[(each.rule, each.trace[-1].text) for each in result.head] for result in results] == [
        [("python.os.flow", "x")]
    ] * 3
