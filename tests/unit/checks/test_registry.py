"""Every check that is registered is there under its name."""

from __future__ import annotations

import pytest

from tests.builders import changed_file, snapshot
from workers.checks.base import Check
from workers.checks.registry import default_checks

CHECKS = default_checks(cache_dir=None)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_is_what_its_name_says_and_takes_any_file(check: Check) -> None:
    file = changed_file("notes.txt", None, "nothing to see\n")
    result = check.run(snapshot(file))
    assert result.run.check == check.id
    assert [entry.path for entry in result.run.entries] == [file.path]
    assert (result.head, result.run.gaps) == ((), ())


def test_the_names_are_different() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)
