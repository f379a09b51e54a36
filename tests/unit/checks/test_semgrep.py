"""What the rules' check says of what it did and did not examine, over an engine that is slow, broken or half blind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import ChangedFile, CheckResult, Side
from bot.review import newness
from tests import builders
from tests.unit.engine import pack_of
from workers.checks import semgrep
from workers.checks.portions import portions
from workers.checks.semgrep import Semgrep
from workers.engine.cache import AnswerCache, FolderCache
from workers.engine.invoke import Limits, Text
from workers.engine.results import FileAnswer, Match, Problem, ProblemKind
from workers.engine.rules import Search
from workers.engine.scanner import Scanner, Source
from workers.processes import sandbox
from workers.reading.places import Place

FLAW = "subprocess.run(x, shell=True)"
NOT_REACHED = "was not reached within the time for one review"


@dataclass
class Engine:
    """Finds each line that is the flaw; its seconds are counted and not waited for."""

    seconds: float = 1.0
    kills: str = "no text has this"
    half_blind: str = "no text has this"
    """Texts with this word are parsed in part, and nothing is found in them."""
    now: float = 0.0
    asked: list[str] = field(default_factory=list)

    def __call__(
        self, language: str, rules: Sequence[object], texts: Sequence[Text], limits: Limits
    ) -> dict[str, FileAnswer]:
        del language, rules
        wanted, budget = self.seconds * len(texts), limits.seconds(texts)
        self.now += min(wanted, budget)
        if wanted > budget:
            raise sandbox.ProcessTimeout
        if any(self.kills in text.content for text in texts):
            raise sandbox.ProcessFailed("`semgrep-core` was killed by signal 9: it said nothing")
        return {text.key: self._answer(text.content) for text in texts}

    def _answer(self, text: str) -> FileAnswer:
        if self.half_blind in text:
            return FileAnswer(problems=(Problem(ProblemKind.PARSE, "could not be parsed at line 1"),))
        lines = [number for number, line in enumerate(text.split("\n"), 1) if line == FLAW]
        places = [Place(line, 1, line, len(FLAW) + 1) for line in lines]
        return FileAnswer(tuple(Match("python.subprocess.shell", place, FLAW, "message") for place in places))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack_of.write(tmp_path_factory.mktemp("rules"))


def check(root: Path, engine: Engine, cache: AnswerCache | None = None) -> Semgrep:
    scanner = Scanner(root, limits=Limits(jobs=1, clock=lambda: engine.now), cache=cache)
    scanner.__dict__["_invoke"] = engine
    return Semgrep(scanner)


def run(root: Path, engine: Engine, *files: ChangedFile) -> CheckResult:
    return check(root, engine).run(builders.snapshot(*files))


def gaps(result: CheckResult) -> list[tuple[str, str]]:
    return [(entry.path, reason) for entry in result.run.entries for reason in entry.reasons]


def examined(result: CheckResult) -> set[str]:
    """What was examined, wholly or in part."""
    return {entry.path for entry in result.run.entries if entry.was_looked_at}


def changed(path: str, head: str, base: str | None = None) -> ChangedFile:
    return builders.changed_file(path, base, head)


def test_what_the_time_does_not_reach_is_a_gap_and_the_rest_counts(root: Path) -> None:
    files = [changed(f"{number:04}.py", f"# {number:04}\n{FLAW}\n") for number in range(3_000)]
    result = run(root, Engine(), *files)
    missing = {path for path, _ in gaps(result)}
    assert {reason for _, reason in gaps(result)} == {NOT_REACHED}
    assert examined(result) == {file.path for file in files} - missing
    assert {finding.span.path for finding in result.head} == examined(result)
    assert 250 < len(examined(result)) < 2_000
    assert result.run.passing, "the next try goes on from what is known"


def test_a_review_that_is_made_again_goes_on_until_it_has_every_finding(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each try gets further, none asks again what is known, and the last one says what a review without limits says."""
    monkeypatch.setattr(semgrep, "patience", lambda _: 1.0)
    old, new = f"import a\n{FLAW}\n", f"import a\n\n{FLAW}\n"
    files = [changed(f"{number:04}.py", f"# {number}\n{new}{FLAW}\n", f"# {number}\n{old}") for number in range(130)]
    whole = run(root, Engine(seconds=0.0), *files)
    reached = [-1]
    while (result := check(root, Engine(3.0), FolderCache(tmp_path)).run(builders.snapshot(*files))).run.passing:
        reached.append(len(list(tmp_path.rglob("*"))))
        assert reached[-1] > reached[-2]
    assert len(reached) > 2
    assert (result.head, result.base, gaps(result)) == (whole.head, whole.base, [])


def test_the_base_has_time_of_its_own(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A head that took all of its time: what the base answers is still not told as new."""
    monkeypatch.setattr(semgrep, "patience", lambda _: 1.0)
    text = f"import a\n{FLAW}\n"
    files = [changed(f"{number:04}.py", f"# {number:04}\n{text}", f"# {number:04}\n\n{text}") for number in range(500)]
    result = run(root, Engine(), *files)
    assert len(gaps(result)) > 90
    assert len(result.base) > 90


def test_a_text_that_kills_the_engine_costs_itself_alone(root: Path) -> None:
    files = [changed(f"{number}.py", f"# {number}\n{FLAW}\n") for number in range(9)]
    result = run(root, Engine(kills="# 5"), *files)
    assert gaps(result) == [("5.py", "was not examined: `semgrep-core` was killed by signal 9: it said nothing")]
    assert examined(result) == {f"{number}.py" for number in range(9) if number != 5}
    assert len(result.head) == 8


def test_what_was_parsed_in_part_was_examined_in_part(root: Path) -> None:
    result = run(root, Engine(half_blind="= ="), changed("a.py", f"x = = 1\n{FLAW}\n"))
    assert examined(result) == {"a.py"}
    assert [reason for _, reason in gaps(result)] == ["could not be parsed at line 1"]


@pytest.mark.parametrize(
    ("base", "head", "lines", "held_back"),
    [
        (f"x = = 1\n{FLAW}\n", f"x = 1\n{FLAW}\n", [], True),
        (f"x = = 1\n{FLAW}\n", f"x = 1\n{FLAW}\n\n{FLAW}\n", [4], True),
        ("x = = 1\n", f"x = 1\n{FLAW}\n", [2], False),
        ("x = = 1\n", "x = 1\n", [], False),
    ],
)
def test_flaws_that_may_be_old_are_held_back_and_that_is_said(
    root: Path, base: str, head: str, lines: list[int], held_back: bool
) -> None:
    result = run(root, Engine(half_blind="= ="), changed("a.py", head, base))
    assert [finding.span.start_line for finding in result.head] == lines
    said = [reason for _, reason in gaps(result) if "whether flaws in lines" in reason]
    assert bool(said) is held_back
    assert examined(result) == {"a.py"}


def test_sides_are_told_apart(root: Path) -> None:
    result = run(root, Engine(), changed("a.py", f"{FLAW}\n\n{FLAW}\n", f"{FLAW}\n"))
    assert [(item.span.side, item.span.start_line) for item in (*result.head, *result.base)] == [
        (Side.HEAD, 1),
        (Side.HEAD, 3),
        (Side.BASE, 1),
    ]


_PREDICTABLE = """\
id: python.random.once
languages: [python]
severity: high
confidence: high
area: cryptography and transport
cwe: 338
title: A secret can be guessed
message: An attacker can guess it.
remedy: Use secrets.
mode: taint
{defect}
pattern-sources:
  - pattern: random.random()
pattern-sinks:
  - patterns:
      - pattern: use($X)
      - focus-metavariable: $X
"""
_USED_TWICE = """\
import random
def first():
    token = random.random()
    use(token)
    use(token)
def second():
    use(random.random())
"""


@pytest.mark.parametrize(("defect", "told"), [("", [4, 5, 7]), ("defect: source", [4, 7])])
def test_a_defect_of_the_source_is_told_once(tmp_path: Path, defect: str, told: list[int]) -> None:
    rule = tmp_path / "python" / "cryptography" / "once.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text(_PREDICTABLE.format(defect=defect), encoding="utf-8")
    result = Semgrep(Scanner(tmp_path)).run(builders.snapshot(changed("a.py", _USED_TWICE)))
    assert sorted(finding.span.start_line for finding in result.head) == told


_RULE = """\
id: python.{name}
languages: [python]
severity: {severity}
confidence: {confidence}
area: input validation
cwe: {cwe}
title: A title
message: A message.
remedy: A remedy.
{search}
"""
_SURE = """\
mode: taint
pattern-sources: [{pattern: outside()}]
pattern-sinks: [{patterns: [{pattern: execute($X)}, {focus-metavariable: $X}]}]"""
_SQL = """\
def a():
    text = build(outside())
    execute(text)
def b():
    execute(build(inside()))
"""


@pytest.mark.parametrize(
    ("cwe", "severity", "told"),
    [
        (89, "medium", [("sql.flow", 3), ("sql.text", 5)]),  # the text of line 2 is on the way of the flow
        (79, "medium", [("sql.text", 2), ("sql.flow", 3), ("sql.text", 5)]),
        (89, "high", [("sql.text", 2), ("sql.flow", 3), ("sql.text", 5)]),
    ],
)
def test_what_is_uncertain_on_the_way_of_a_sure_flow_is_told_with_it(
    tmp_path: Path, cwe: int, severity: str, told: list[tuple[str, int]]
) -> None:
    rules = {
        "flow": _RULE.format(name="sql.flow", severity="high", confidence="high", cwe=89, search=_SURE),
        "text": _RULE.format(
            name="sql.text", severity=severity, confidence="low", cwe=cwe, search="pattern: build(...)"
        ),
    }
    for name, rule in rules.items():
        path = tmp_path / "python" / "input-validation" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rule, encoding="utf-8")
    result = Semgrep(Scanner(tmp_path)).run(builders.snapshot(changed("a.py", _SQL)))
    assert sorted((finding.span.start_line, finding.rule) for finding in result.head) == [
        (line, f"python.{rule}") for rule, line in told
    ]


_LINES = ("run(a)", "run(a, b)", "run(c)", "call(a)", "call(b)", "def f(a):", "    pass", "    run(a)", "    call(a)")
_TEXTS = st.lists(st.sampled_from(_LINES), max_size=6).map("\n".join)


class _Words:
    """Finds each line with the word of a rule that it is asked for."""

    def __call__(
        self, language: str, rules: Sequence[Search], texts: Sequence[Text], limits: Limits
    ) -> dict[str, FileAnswer]:
        del language, limits
        words = {"python.subprocess.shell": "run", "python.db.password": "call"}
        wanted = [(rule["id"], words[rule["id"]]) for rule in rules if rule["id"] in words]
        return {text.key: FileAnswer(tuple(self._matches(text.content, wanted))) for text in texts}

    def _matches(self, text: str, wanted: Sequence[tuple[str, str]]) -> Iterator[Match]:
        for number, line in enumerate(text.split("\n"), 1):
            start = len(line) - len(line.lstrip())
            for rule, word in wanted:
                if line[start:].startswith(word):
                    yield Match(rule, Place(number, start + 1, number, len(line) + 1), line[start:], "message")


class _AskedAll(Scanner):
    """Runs every rule on both sides."""

    def scan(
        self, sources: Sequence[Source], until: float | None = None, only: frozenset[str] | None = None
    ) -> dict[str, FileAnswer]:
        del only
        return super().scan(sources, until)


@pytest.fixture(scope="module")
def asking(root: Path) -> tuple[Semgrep, Semgrep]:
    """The check, and the one whose base is asked everything."""
    scanners = Scanner(root), _AskedAll(root)
    for scanner in scanners:
        scanner.__dict__["_invoke"] = _Words()
        scanner.pack("python")
    return Semgrep(scanners[0]), Semgrep(scanners[1])


@settings(max_examples=50)
@given(st.lists(st.tuples(st.none() | _TEXTS, st.none() | _TEXTS), min_size=1, max_size=3))
def test_what_the_base_is_not_asked_changes_nothing(
    asking: tuple[Semgrep, Semgrep], sides: list[tuple[str | None, str | None]]
) -> None:
    """Moved, copied and edited flaws of two rules in up to three files."""
    words = "# subprocess.run shell=True connect(password=\n"  # both rules concern every text
    files = [
        builders.changed_file(f"{number}.py", *(None if text is None else words + text for text in side))
        for number, side in enumerate(sides)
        if side[0] != side[1]
    ]
    by_path = {file.path: file for file in files}
    results = [check.run(builders.snapshot(*files)) for check in asking]
    new = [newness.new_findings(result.head, result.base, by_path) for result in results]
    assert new[0] == new[1]


def test_a_change_in_portions_tells_the_same_and_says_how_far_it_is(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [changed(f"{number}.py", f"# {number}\n{FLAW}\n", f"# {number}\n") for number in range(6)]
    files += [changed(f"{name}.py", f"# {name}\n", f"# {name}\n{FLAW}\n") for name in ("from", "gone")]
    whole = run(root, Engine(), *files)
    monkeypatch.setattr(semgrep, "portions", lambda given: portions(given, 1))
    told: list[str] = []
    seen = replace(builders.snapshot(*files), told=told.append)
    parts = check(root, Engine()).run(seen)
    assert (parts.head, parts.base, parts.run.entries) == (whole.head, whole.base, whole.run.entries)
    assert len(whole.head) == 6
    assert told == [f"checks: semgrep has looked at {number} of 8 files" for number in range(1, 8)]
