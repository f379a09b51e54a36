"""The regression test's programs: how a suite's file becomes programs, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import regression
from bench.regression import BadSuite, Outcome, load

FLOWS = "# == vulnerable: directly\nvalue = param\n# == safe: fixed\nvalue = 'x'\n"
SUITE = """import os
# == each: a shell
def view(param):
    value = FLOW(param)
    os.system(value)
# == safe: nothing
pass
"""


def written(root: Path, suite: str) -> Path:
    (root / "python").mkdir()
    (root / "python" / "_flows.py").write_text(FLOWS)
    (root / "python" / "78-standard.py").write_text(suite)
    return root


def test_a_section_for_each_flow_and_one_by_itself(tmp_path: Path) -> None:
    (suite,) = load(written(tmp_path, SUITE))
    assert (suite.name, suite.cwe, suite.language) == ("python/78-standard", 78, "python")
    assert [(program.name, program.vulnerable) for program in suite.programs] == [
        ("vulnerable: a shell, directly", True),
        ("safe: a shell, fixed", False),
        ("safe: nothing", False),
    ]
    assert suite.programs[1].text == "import os\ndef view(param):\n    value = 'x'\n    os.system(value)\n"


@pytest.mark.parametrize(
    ("suite", "complaint"),
    [
        ("import os\n", "has no section"),
        ("# == each: a shell\nos.system(param)\n", "needs one line `value = FLOW"),
        ("# == safe: a\npass\n# == safe: a\npass\n", "names two programs alike"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, suite: str, complaint: str) -> None:
    with pytest.raises(BadSuite, match=complaint):
        load(written(tmp_path, suite))


def test_what_is_known_is_the_name_of_a_program() -> None:
    names = {f"{suite.name} {program.name}" for suite in load() for program in suite.programs}
    assert set(regression.KNOWN.read_text(encoding="utf-8").splitlines()) <= names


def test_what_was_lost_and_what_was_mended_is_named() -> None:
    assert str(Outcome(5, ("python/78-standard safe: a",), ("go/22-http safe: b",))).splitlines() == [
        "4 of 5 programs are judged as before",
        "lost: python/78-standard safe: a",
        "mended: go/22-http safe: b",
    ]
