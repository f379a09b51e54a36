"""Every check that is registered is there under its name, and a check needs no more than its module and its line."""

from __future__ import annotations

import sys

import pytest

from bot import review
from bot.model import Area, RunStatus, Verdict
from bot.policy import Policy
from tests.builders import changed_file, snapshot
from tests.unit.checks.a_check import Sample
from workers.checks import pages
from workers.checks.base import Check
from workers.checks.registry import default_checks
from workers.runner import run_checks

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


def test_a_check_in_the_table_has_its_page_its_findings_and_its_areas_in_the_ledger() -> None:
    table = (*CHECKS, Sample())
    assert pages.text(table).endswith(
        "## sample\n\nSample: lines that say `sample`.\n\n"
        "The smallest check that there is: the module, its rules and its class.\n\n"
        "| rule | severity | sure | area | CWE | what it says |\n|---|---|---|---|---|---|\n"
        "| `sample.word` | low | high | logging |  | The word `sample` |\n"
    )
    seen = snapshot(changed_file("notes.txt", None, "a sample\n"))
    found = review.assemble(seen.change, seen.files, run_checks(seen, table), Policy())
    assert [item.finding.rule for item in found.observations] == ["sample.word"]
    assert Area.LOGGING in found.areas


@pytest.mark.parametrize("name", [check.id for check in CHECKS[1:]])
def test_a_check_that_cannot_be_imported_costs_itself_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, f"workers.checks.{name}", None)  # so Python is told that it cannot be imported
    seen, checks = snapshot(changed_file("notes.txt", None, "nothing to see\n")), default_checks(cache_dir=None)
    broken, *others = sorted(run_checks(seen, checks), key=lambda result: result.run.check != name)
    reason = "the check failed (ModuleNotFoundError); the log of the worker has the details"
    assert (broken.run.check, broken.run.status, broken.run.reason) == (name, RunStatus.FAILED, reason)
    assert {each.run.check for each in others} == {check.id for check in CHECKS} - {name}
    assert RunStatus.FAILED not in {each.run.status for each in others}
    found = review.assemble(seen.change, seen.files, [broken, *others], Policy())
    assert (found.verdict, {gap.check for gap in found.gaps}) == (Verdict.INCOMPLETE, {name})
    monkeypatch.undo()
    assert RunStatus.FAILED not in {each.run.status for each in run_checks(seen, checks)}
