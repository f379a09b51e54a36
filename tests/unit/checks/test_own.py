"""A repository's own rules in a review: what they find, what they cannot cost, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import Area, Aside, ChangedFile, CheckResult, Extent
from bot.policy import Policy
from tests.builders import changed_file, snapshot
from tests.unit.engine import pack_of
from workers.checks.own import Own
from workers.checks.semgrep import Semgrep
from workers.engine.results import BadAnswer
from workers.engine.scanner import Scanner

pytestmark = pytest.mark.slow

RULES = """
rules:
  - id: raw
    languages: [python]
    severity: ERROR
    message: Nobody calls raw with $X
    pattern: raw($X)
    metadata: {cwe: CWE-89, fix: Call query.}
  - id: flow
    languages: [python]
    severity: WARNING
    message: From source to sink
    mode: taint
    pattern-sources: [{pattern: source()}]
    pattern-sinks: [{pattern: sink(...)}]
    paths: {exclude: [legacy]}
  - {id: todo, languages: [regex], severity: INFO, message: A to-do, pattern-regex: TODO}
  - {id: kotlin, languages: [kotlin], severity: INFO, message: Kotlin, pattern: raw()}
"""
POLICY = Policy(own_rules=(".semgrep/",))


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    return Scanner(pack_of.write(tmp_path_factory.mktemp("rules")), tmp_path_factory.mktemp("cache"))


def run(own: Own, *files: ChangedFile, rules: str = RULES, policy: Policy = POLICY) -> CheckResult:
    seen = snapshot(*files)
    return own.run(replace(seen, policy=policy, own_rules={".semgrep/a.yml": rules}))


def places(result: CheckResult) -> list[tuple[str, str, int]]:
    return [(finding.rule, finding.span.path, finding.span.start_line) for finding in result.head]


def test_they_find_what_they_name_and_the_base_answers_for_what_is_old(scanner: Scanner) -> None:
    result = run(Own(scanner), changed_file("a.py", "raw(1)\n", "raw(1)\nraw(2)  # nosemgrep\nsink(source())\n"))
    assert places(result) == [("own.raw", "a.py", 1), ("own.raw", "a.py", 2), ("own.flow", "a.py", 3)]
    assert [finding.rule for finding in result.base] == ["own.raw"]
    raw, _, flow = result.head
    assert (raw.title, raw.message, raw.remedy) == (
        "The rule `raw` of this repository matches",
        "Nobody calls raw with 1",
        "Call query.",
    )
    assert [step.text for step in flow.trace] == ["source()", "sink(source())"]


def test_their_own_paths_hold_and_any_text_can_be_searched(scanner: Scanner) -> None:
    files = [changed_file(path, None, "sink(source())  # TODO\n") for path in ("a.py", "legacy/b.py", "c.txt")]
    assert places(run(Own(scanner), *files)) == [
        ("own.flow", "a.py", 1),
        ("own.todo", "a.py", 1),
        ("own.todo", "c.txt", 1),
        ("own.todo", "legacy/b.py", 1),
    ]


def test_the_ledger_counts_them_and_names_no_area(scanner: Scanner) -> None:
    result = run(Own(scanner), changed_file("a.py", None, "x = 1\n"), changed_file("b.kt", None, "raw()\n"))
    python, kotlin = result.run.entries
    assert {rule.id for rule in python.rules} == {"own.raw", "own.flow", "own.todo"}
    assert {rule.id for rule in kotlin.rules} == {"own.kotlin", "own.todo"}
    assert not any(rule.covers_area for entry in result.run.entries for rule in entry.rules)
    assert places(result) == [("own.kotlin", "b.kt", 1)]


def test_quiet_tests_and_files_of_other_languages_do_not_concern_them(scanner: Scanner) -> None:
    only_kotlin = "rules: [{id: k, languages: [kotlin], severity: INFO, message: m, pattern: raw()}]"
    files = changed_file("a.rb", None, "raw()\n"), changed_file("tests/b.kt", None, "raw()\n")
    result = run(Own(scanner), *files, rules=only_kotlin)
    assert [entry.aside for entry in result.run.entries] == [Aside.OTHER_KIND, Aside.TEST_CODE]


def test_a_review_without_own_rules_is_not_concerned(scanner: Scanner) -> None:
    file = changed_file("a.py", None, "raw(1)\n")
    assert Own(scanner).aside(file, Policy()) is Aside.OTHER_KIND
    assert Own(scanner).aside(file, POLICY) is None
    result = Own(scanner).run(snapshot(file))
    assert (result.head, result.notices, result.run.gaps) == ((), (), ())


def test_what_is_refused_is_a_notice_and_the_rest_holds(scanner: Scanner) -> None:
    rules = RULES + "".join(
        f"  - {{id: bad{number}, languages: [python], severity: INFO, message: m, mode: join}}\n"
        for number in range(12)
    )
    result = run(Own(scanner), changed_file("a.py", None, "raw(1)\n"), rules=rules)
    assert places(result) == [("own.raw", "a.py", 1)]
    assert len(result.notices) == 11
    assert result.notices[0] == (
        "A rule of this repository's own does not hold. .semgrep/a.yml, line 19: the rule `bad0` was left out: "
        "the mode `join` is not offered here; use `mode: taint`, or patterns alone."
    )
    assert result.notices[-1] == "2 more own rules do not hold."


def test_the_operators_rules_hold_for_every_repository(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.yaml").write_text(RULES, encoding="utf-8")
    own, file = Own(scanner, tmp_path), changed_file("a.py", None, "raw(1)\n")
    assert own.aside(file, Policy()) is None
    result = run(own, file, policy=Policy(), rules="rules: []")
    assert [finding.title for finding in result.head] == ["The rule `raw` of this installation matches"]


def test_an_engine_that_breaks_over_them_is_a_gap_that_names_them_and_ours_stand(scanner: Scanner) -> None:
    class Broken(Scanner):
        @property
        def _invoke(self) -> object:  # type: ignore[override]
            def refuse(*_: object) -> dict[str, object]:
                raise BadAnswer("semgrep ended with 2 and gave no JSON")

            return refuse

    file = changed_file("a.py", None, "raw(1)\nsubprocess.run(x, shell=True)\n")
    result = run(Own(Broken(scanner._root)), file)
    (entry,) = result.run.entries
    assert (result.run.check, entry.extent) == ("own", Extent.NOT_READ)
    assert entry.reasons == ("was not examined: semgrep ended with 2 and gave no JSON",)
    ours = Semgrep(scanner).run(replace(snapshot(file), policy=POLICY, own_rules={".semgrep/a.yml": RULES}))
    assert [finding.rule for finding in ours.head] == ["python.subprocess.shell"]
    assert ours.run.gaps == ()


def test_an_expression_that_backtracks_for_ever_ends(scanner: Scanner) -> None:
    rules = "rules: [{id: slow, languages: [regex], severity: INFO, message: m, pattern-regex: '^(a+a+)+$'}]"
    result = run(Own(scanner), changed_file("a.txt", None, "a" * 3_000 + "!\n"), rules=rules)
    assert result.head == ()


def test_a_secret_that_an_own_rule_finds_is_not_quoted(scanner: Scanner) -> None:
    rules = """
rules:
  - id: key
    languages: [python]
    severity: ERROR
    message: The key $X stands here
    pattern: connect($X)
    metadata: {area: secrets}
"""
    (found,) = run(Own(scanner), changed_file("a.py", None, "connect('hunter2-hunter2')\n"), rules=rules).head
    assert found.area is Area.SECRETS
    assert "hunter2-hunter2" not in found.excerpt + found.message
