"""The check as a whole: what is told, what has no line, and that nothing hangs on the order of what is read."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import ChangedFile, Confidence, Finding, Origin, Side
from bot.policy import Policy
from tests import diffs
from tests.builders import changed_file, snapshot
from tests.unit.checks.guards.rows_told import FOUND, TOLD, Diffs
from tests.unit.checks.guards.rows_untold import NO_LOSS, QUIET
from workers.checks import guards
from workers.checks.guards import MOST_ON_LINES, Guards
from workers.checks.guards.ranking import sort

NEAR = 3
"""Lines between a finding and the lines of the change that it is about."""


def files(written: Diffs) -> list[ChangedFile]:
    return [changed_file(path, diffs.base(diff), diffs.head(diff)) for path, diff in written.items()]


def backwards(written: Diffs) -> list[ChangedFile]:
    return [changed_file(path, diffs.head(diff), diffs.base(diff) or "") for path, diff in written.items()]


def said(*changed: ChangedFile) -> Sequence[Finding]:
    return Guards().run(snapshot(*changed)).head


def on_lines(*changed: ChangedFile) -> list[Finding]:
    return [finding for finding in said(*changed) if finding.confidence > Confidence.LOW]


def sorts(*changed: ChangedFile) -> set[str]:
    """All that is lost, whether it is told or not: ``gone:refuses``."""
    return {sort(loss) for loss in Guards().examined(snapshot(*changed)).losses}


def _is_at_the_change(finding: Finding, changed: Sequence[ChangedFile]) -> bool:
    (file,) = [file for file in changed if file.path == finding.span.path]
    lines = file.removed_lines if finding.span.side is Side.BASE else file.added_lines
    return any(abs(line - finding.span.start_line) <= NEAR for line in lines)


def _several_files() -> list[ChangedFile]:
    names = ("python refusal", "go ownership", "php escape", "ruby raise", "java annotation")
    return [file for name in names for file in files(TOLD[name])]


@pytest.mark.parametrize("written", TOLD.values(), ids=TOLD)
def test_a_loss_is_told_at_its_place(written: Diffs) -> None:
    changed = files(written)
    assert any(_is_at_the_change(finding, changed) for finding in said(*changed))


@pytest.mark.parametrize("written", TOLD.values(), ids=TOLD)
def test_a_gain_has_no_line(written: Diffs) -> None:
    assert on_lines(*backwards(written)) == []


@pytest.mark.parametrize(("expected", "written"), FOUND.values(), ids=FOUND)
def test_a_loss_is_found(expected: str, written: Diffs) -> None:
    assert expected in sorts(*files(written))


@pytest.mark.parametrize("written", NO_LOSS.values(), ids=NO_LOSS)
def test_nothing_is_lost(written: Diffs) -> None:
    assert sorts(*files(written)) == set()


TOO_LOUD: Mapping[str, str] = {
    "a query for what is allowed": "the new filter names no owner, and its helper is not known",
    "to a function of another name, on the same arguments": "only the name of the call is compared",
    "a comparison in constant time, into a helper of another file": "the helper is not read for what it compares with",
    "a decorator in place of a call": "a wrapper answers for a wrapper, not for a call",
}
"""Rows of :data:`QUIET` that have a line, and why."""


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(
            row, id=name, marks=pytest.mark.xfail(reason=TOO_LOUD[name], strict=True) if name in TOO_LOUD else ()
        )
        for name, row in QUIET.items()
    ],
)
def test_what_is_made_in_another_way_has_no_line(written: Diffs) -> None:
    assert on_lines(*files(written)) == []


NOT_FOUND: Mapping[str, tuple[str, Diffs]] = {
    "a prefix of another variable: nobody reads in which of the two a separator ends": (
        "weaker:answers",
        {"a.rb": " def allowed?(path)\n-  path.start_with?(root_slash)\n+  path.start_with?(root)\n end\n"},
    ),
    "a default of the environment: what a call around it makes of it is not known": (
        "weaker:declares",
        {
            "a.py": '-COOKIE_HTTPONLY = flag(env("COOKIE_HTTPONLY", "true"))\n'
            '+COOKIE_HTTPONLY = flag(env("COOKIE_HTTPONLY", "false"))\n'
        },
    ),
    "a method that checked, in front of one that is inherited: the call goes to the base's now": (
        "gone:refuses",
        {
            "a.py": " class A(B):\n-    def send(self, a):\n-        if not ok(a):\n-            raise Forbidden()\n"
            "-        go(a)\n-\n     def f(self):\n         self.send(1)\n"
        },
    ),
}


@pytest.mark.parametrize(
    ("expected", "written"),
    [pytest.param(*row, marks=pytest.mark.xfail(reason=name, strict=True), id=name) for name, row in NOT_FOUND.items()],
)
def test_a_loss_is_not_found_yet(expected: str, written: Diffs) -> None:
    assert any(found.startswith(expected) for found in sorts(*files(written)))


# Nothing hangs on the order

_PARTS = tuple(
    f"""\
 def remove_{name}(request, key):
-    if not request.user.is_superuser:
-        raise PermissionDenied("not allowed")
     {name} = {name.title()}.find(key)
     {name}.delete()


"""
    for name in ("volume", "server", "stack", "image")
)


def _key(finding: Finding) -> tuple[str, str | None, str | None, Confidence]:
    """What a finding is, wherever its lines stand."""
    return finding.rule, finding.scope, finding.identity, finding.confidence


@given(st.permutations(_several_files()))
def test_the_order_of_files_changes_nothing(changed: Sequence[ChangedFile]) -> None:
    assert list(said(*changed)) == list(said(*_several_files()))
    assert said(*changed) == said(*changed)


@given(st.permutations(_PARTS))
def test_the_order_of_definitions_changes_nothing(parts: Sequence[str]) -> None:
    """Which of several places a question stands at is that of the first; so one definition loses something."""
    lost, *others = _PARTS
    kept = {part: part.replace("\n-", "\n ") for part in others}
    text = "".join(kept.get(part, part) for part in parts)
    (found,) = map(_key, said(*files({"app/views.py": text})))
    (expected,) = map(_key, said(*files({"app/views.py": lost + "".join(kept.values())})))
    assert found == expected


# What is read, and what is said of it


@pytest.mark.parametrize("path", ["tests/test_files.py", "docs/conf.py", "examples/app.py", "README.md", "a.rs"])
def test_code_that_no_attacker_reaches(path: str) -> None:
    assert Guards().aside(changed_file(path, "a = 1\n", "b = 1\n"), Policy()) is not None


def test_what_a_program_wrote_is_left_alone() -> None:
    (written,) = TOLD["python refusal"].items()
    assert said(*files({written[0]: " # This file is autogenerated by build.py\n" + written[1]})) == ()


def test_a_file_that_cannot_be_read_is_a_gap() -> None:
    noise = "".join(f"%%% ((( {n} ]]] ::: <<<\n" for n in range(20))
    run = Guards().run(snapshot(changed_file("a.py", "a = 1\n", noise))).run
    assert [gap.reason for gap in run.gaps] == ["does not parse as python"]
    assert run.files == frozenset()


def test_the_same_loss_in_many_places_is_one_question() -> None:
    base = "".join(f"def f{n}(a):\n    check_access(a)\n    go(a, {n})\n    done()\n\n\n" for n in range(9))
    other = "def g(a):\n    check_access(a)\n    went(a)\n    done()\n"
    gone = "    check_access(a)\n"
    changed = [changed_file(path, text, text.replace(gone, "")) for path, text in (("a.py", base), ("b.py", other))]
    (found,) = said(*changed)
    assert "; the same goes for line 8" in found.message


def test_of_many_losses_few_have_a_line() -> None:
    checked = "    if not a.user.may_{n}(a):\n        raise PermissionDenied('not {n}')\n"
    text = "def f{n}(a):\n" + checked + "    go(a)\n    done()\n\n\n"
    base = "".join(text.format(n=n) for n in range(9))
    head = "".join(text.replace(checked, "").format(n=n) for n in range(9))
    changed = changed_file("a.py", base, head)
    assert len(said(changed)) > MOST_ON_LINES
    assert 0 < len(on_lines(changed)) <= MOST_ON_LINES


@dataclass(frozen=True)
class Past:
    """Every line of the base came with one commit."""

    message: str

    def origins(self, base_path: str, lines: Collection[int]) -> Sequence[Origin] | None:
        assert base_path
        assert lines
        return [Origin("c" * 40, 1_700_000_000, self.message)]


def test_history_is_quoted_and_changes_no_identity() -> None:
    """What was told stays told when a host stops telling the past."""
    changed = files(TOLD["python refusal"])
    (with_past,) = Guards().run(snapshot(*changed, history=Past("Fix a path traversal in downloads"))).head
    (without,) = said(*changed)
    assert "It came with cccccccccc of 2023-11-14" in with_past.message
    assert (with_past.identity, with_past.rule, with_past.span) == (without.identity, without.rule, without.span)


def test_a_change_that_loses_nothing_asks_for_nothing() -> None:
    class Closed:
        def origins(self, base_path: str, lines: Collection[int]) -> Sequence[Origin] | None:
            raise AssertionError(f"{base_path} was asked for {lines}")

    file = changed_file("app/forms.py", "A = 1\n", "A = 1\n\n\ndef more():\n    return 1\n")
    assert Guards().run(snapshot(file, history=Closed())).head == ()


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read(base: str, head: str) -> None:
    for path in ("a.py", "a.js", "a.ts", "a.go", "A.java", "a.rb", "a.php", "a.html"):
        said(changed_file(path, base, head))


# The package

PACKAGE = Path(guards.__file__).parent
LONGEST = 420
"""Lines of a module."""


def test_each_module_says_what_it_is_for_and_is_short() -> None:
    modules = {path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    assert modules
    assert [name for name, text in modules.items() if text.strip() and not ast.get_docstring(ast.parse(text))] == []
    long = {name: count for name, text in modules.items() if (count := len(text.splitlines())) > LONGEST}
    assert not long
