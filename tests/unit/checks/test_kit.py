"""The kit for authors: a check that keeps the port passes, and each way of breaking it is named."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.model import Applied, Aside, ChangedFile, CheckResult, CheckRun, RunStatus, Side
from bot.policy import Policy
from tests.plugin_example.acme_checks import UNSAFE, Acme
from workers.checks import kit
from workers.checks.base import PORT, Snapshot, failed

SAMPLES = {"src/app.py": "import acme\n\nacme.unsafe(request)\n"}


def test_the_example_keeps_the_port() -> None:
    assert kit.faults(Acme, "acme", samples=SAMPLES) == ()


class Old(Acme):
    port = 0


class New(Acme):
    port = PORT + 1


class Unsaid(Acme):
    port = "1"  # type: ignore[assignment]


class Renamed(Acme):
    id = "other"


class Unmade(Acme):
    def __init__(self) -> None:
        raise OSError("no such table")


class Leaving(Acme):
    def __init__(self) -> None:
        sys.exit("no licence")


class Foreign(Acme):
    """Finds with an id of somebody else's."""

    def run(self, snapshot: Snapshot) -> CheckResult:
        return _changed(super().run(snapshot), rule="python.subprocess.shell-injection")


class Misplaced(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        found = super().run(snapshot)
        return replace(
            found, head=tuple(replace(f, span=replace(f.span, start_line=9_000, end_line=9_000)) for f in found.head)
        )


class Elsewhere(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        found = super().run(snapshot)
        return replace(found, head=tuple(replace(f, span=replace(f.span, path="/etc/passwd")) for f in found.head))


class Untrue(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        return _changed(super().run(snapshot), excerpt="acme.harmless()")


class Headline(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        return _changed(super().run(snapshot), title="two\nlines")


class Untyped(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        return _changed(super().run(snapshot), severity="high")


class Listing(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        return super().run(snapshot).head  # type: ignore[return-value]


class Silent(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        return CheckResult(CheckRun("acme", RunStatus.RAN))


class Forgetful(Acme):
    """Gives the head's findings alone, so that every old flaw is news."""

    def run(self, snapshot: Snapshot) -> CheckResult:
        return replace(super().run(snapshot), base=())


class Blind(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        return replace(super().run(snapshot), head=())


class Raising(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        return [super().run(snapshot) for file in snapshot.files if file.head_text.encode()][-1]  # type: ignore[union-attr]


class Failing(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        return failed(self, snapshot, "no server answers")


class Ending(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        sys.exit(0)


class Hanging(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        time.sleep(0.4)
        return super().run(snapshot)


class Counting(Acme):
    def __init__(self) -> None:
        self._runs = 0

    def run(self, snapshot: Snapshot) -> CheckResult:
        self._runs += 1
        return _changed(super().run(snapshot), message=f"Run {self._runs}.")


class Ordered(Acme):
    def run(self, snapshot: Snapshot) -> CheckResult:
        found = super().run(snapshot)
        first = snapshot.files[0].path if snapshot.files else ""
        return replace(found, head=tuple(f for f in found.head if f.span.path == first))


class Vague(Acme):
    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        return "no" if super().aside(file, policy) else None  # type: ignore[return-value]


class Borrowing(Acme):
    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        return frozenset({replace(UNSAFE.applied, id="semgrep.all")})


class Loose(Acme):
    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        return [UNSAFE.applied]  # type: ignore[return-value]


def _changed(found: CheckResult, **to: object) -> CheckResult:
    return replace(
        found,
        head=tuple(replace(f, **to) for f in found.head),  # type: ignore[arg-type]
        base=tuple(replace(f, **to) for f in found.base),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (Old, "it is for version 0 of the port, and 1 is the oldest that works: update the plug-in"),
        (New, f"it is for version {PORT + 1} of the port, and this Patchwarden has {PORT}: update Patchwarden"),
        (Unsaid, "it does not say for which version of the port it is: set `port = 1` in its class"),
        (Renamed, "its id is `other`, and its entry point `acme`"),
        (Unmade, "it cannot be imported (OSError: no such table)"),
        (Leaving, "it ended by SystemExit"),
        (Foreign, "the id of its rule `python.subprocess.shell-injection` does not begin with `acme.`"),
        (Misplaced, "`acme.unsafe` was found on lines that 'src/app.py' does not have"),
        (Elsewhere, "`acme.unsafe` was found in '/etc/passwd', which has no text in this change"),
        (Untrue, "what `acme.unsafe` quotes does not stand at its lines: 'acme.harmless()'"),
        (Headline, "the title of `acme.unsafe` is not one line of 1 to 200 characters"),
        (Untyped, "a finding of `acme.unsafe` has the wrong type in severity"),
        (Listing, "`run` gave a tuple, and not a `CheckResult`"),
        (Silent, "it gives no account of"),
        (Forgetful, "`acme.unsafe` is told as new where the file was only moved"),
        (Blind, "the sample src/app.py: nothing was found where it is new"),
        (Raising, "it raises AttributeError"),
        (Failing, "it failed: no server answers"),
        (Ending, "it ended by SystemExit"),
        (Counting, "a second run says something else"),
        (Vague, "`aside` gave a str, which is no `Aside` and not `None`"),
        (Borrowing, "the id of its rule `semgrep.all` does not begin with `acme.`"),
        (Loose, "its rules are a list, and not a frozenset of `Applied`"),
    ],
)
def test_what_breaks_the_port_is_named(make: Callable[[], Acme], said: str) -> None:
    found = kit.faults(make, "acme", samples=SAMPLES)
    assert any(said in fault for fault in found), found


def test_what_takes_too_long_is_named() -> None:
    (found,) = {fault.partition(": ")[2] for fault in kit.faults(Hanging, "acme", seconds=0.01)} & {
        "it did not end within 0.01 s"
    }
    assert found


def test_changes_of_the_authors_own_are_tried_as_well() -> None:
    two = kit.snapshot(*(kit.changed_file(f"{name}.py", None, "acme.unsafe(x)\n") for name in "ab"))
    found = kit.faults(Ordered, "acme", more=[("two files", two)])
    assert found == ("two files: what it finds depends on the order of the files",)
    assert kit.faults(Acme, "acme", more=[("two files", two)]) == ()


@pytest.mark.parametrize("name", ["semgrep", "python", "own", "Acme", "a", "acme.x", "", "a" * 41, "acme\n"])
def test_a_name_that_is_not_free_is_named(name: str) -> None:
    class Called(Acme):
        id = name

    (said,) = kit.faults(Called, name)
    assert "Patchwarden's own" in said or "its name is not 2 to 40" in said


def test_both_sides_of_a_file_are_as_git_tells_them() -> None:
    file = kit.changed_file("a.py", "one\ntwo\n", "one\n2\nthree\n")
    assert (sorted(file.added_lines), sorted(file.removed_lines)) == ([2, 3], [2])
    new, gone = kit.changed_file("a.py", None, "one\n"), kit.changed_file("a.py", "one\n", None)
    assert (sorted(new.added_lines), sorted(gone.removed_lines)) == ([1], [1])
    assert kit.snapshot(file).tree.read(["a.py"], Side.BASE) == {"a.py": "one\ntwo\n"}
