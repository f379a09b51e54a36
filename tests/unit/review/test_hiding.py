"""An edit of what steers reviews names the findings of its own change that it would hide, and hides none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import review
from bot.model import ChangedFile, Review, Severity
from bot.policy import Policy
from tests import builders
from tests.builders import change, changed_file, finding, ran, snapshot
from workers.checks.integrity import Integrity

CODE = "x = request.args['x']\nos.system(x)\nos.system('ls ' + x)\n"
APP = changed_file("src/app.py", None, CODE)
FLAWS = (finding("src/app.py", CODE, "os.system(x)"), finding("src/app.py", CODE, "'ls '"))


def reviewed(*edits: ChangedFile, policy: Policy | None = None) -> Review:
    files = (APP, *edits)
    seen = snapshot(*files)
    results = [ran(*FLAWS, files=files), Integrity().run(seen)]
    return review.assemble(change(), files, results, policy or Policy())


def edit_said(*edits: ChangedFile) -> list[tuple[str, Severity]]:
    items = reviewed(*edits).observations
    return [(f.message, f.severity) for item in items for f in item.findings if f.steers_reviews]


HIDES = (
    "Merged, this edit would hide 2 findings of this change: `src/app.py:2` (python.test.rule), "
    "`src/app.py:3` (python.test.rule). "
)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (".semgrepignore", None, "src/\n"),
        (".semgrepignore", "lib/\n", "lib/\n*.py\n"),
        ("src/.semgrepignore", None, "app.py\n"),
        ("sonar-project.properties", "a=b\n", "a=b\nsonar.exclusions=src/**\n"),
        (".patchwarden.yml", None, "exclude: [src/]\n"),
        (".patchwarden.yml", "fail-on: high\n", "fail-on: high\ndisable-rules: ['python.*']\n"),
        (".patchwarden.yml", None, "test-paths: ['src/**']\n"),
        (".patchwarden.yml", None, "areas: [logging]\n"),
        ("src/.patchwarden.yml", None, "disable-rules: ['python.test.rule']\n"),
    ],
)
def test_what_an_edit_would_hide_is_named(path: str, before: str | None, after: str) -> None:
    ((message, severity),) = edit_said(changed_file(path, before, after))
    assert message.startswith(HIDES)
    assert severity is Severity.HIGH


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (".semgrepignore", "src/\n", "src/\nlib/\n"),
        (".semgrepignore", "src/\n", "lib/\n"),
        (".patchwarden.yml", "exclude: [src/]\n", "exclude: [src/, lib/]\n"),
        (".patchwarden.yml", None, "exclude: [\n"),
        (".patchwarden.yml", "exclude: [src/]\n", None),
        ("lib/.patchwarden.yml", None, "disable-rules: ['python.test.rule']\n"),
        (".github/CODEOWNERS", None, "* @mallory\n"),
    ],
)
def test_an_edit_that_hides_nothing_new_says_what_it_always_said(path: str, before: str, after: str) -> None:
    ((message, severity),) = edit_said(changed_file(path, before, after))
    assert message.startswith("This file decides ")
    assert severity is Severity.LOW


def test_a_decision_in_the_policy_of_the_change_is_named() -> None:
    name = reviewed().observations[0].fingerprint
    policy = f"decisions:\n- id: {name}\n  because: I wrote it myself and it is fine\n  by: mallory\n"
    ((message, _),) = edit_said(changed_file(".patchwarden.yml", None, policy))
    assert message.startswith("Merged, this edit would hide a finding of this change: ")


@pytest.mark.parametrize("head", ["rules: []\n", None, "rules:\n- id: other\n"])
def test_a_rule_of_ones_own_that_the_change_takes_away_is_missed(head: str | None) -> None:
    edit = changed_file(".semgrep/a.yml", "rules:\n- id: raw\n- id: 'more'\n", head)
    policy = Policy(own_rules=(".semgrep/",))
    flaws = [replace(FLAWS[0], rule="own.raw"), replace(FLAWS[1], rule="own.else")]
    seen = replace(snapshot(APP, edit), policy=policy)
    found = review.assemble(change(), (APP, edit), [ran(*flaws, files=(APP, edit)), Integrity().run(seen)], policy)
    (message,) = (item.finding.message for item in found.observations if item.finding.steers_reviews)
    assert message.startswith("Merged, this edit would hide a finding of this change: `src/app.py:2` (own.raw). ")


def test_many_are_counted_and_a_path_cannot_break_out() -> None:
    text = "".join(f"os.system({number})\n" for number in range(7))
    path = "src/a`b.py"
    flaws = [finding(path, text, f"({number})") for number in range(7)]
    files = (changed_file(path, None, text), changed_file(".semgrepignore", None, "src/\n"))
    results = [ran(*flaws, files=files), Integrity().run(snapshot(*files))]
    items = review.assemble(change(), files, results, Policy()).observations
    (message,) = (item.finding.message for item in items if item.finding.steers_reviews)
    assert message.startswith("Merged, this edit would hide 7 findings of this change: `src/a'b.py:1`")
    assert ", 2 more. This file decides" in message


def test_the_id_of_an_edit_does_not_hang_on_what_it_hides() -> None:
    hiding, harmless = changed_file(".semgrepignore", None, "src/\n"), changed_file(".semgrepignore", None, "lib/\n")
    ids = [
        [item.fingerprint for item in reviewed(edit).observations if item.finding.steers_reviews]
        for edit in (hiding, harmless)
    ]
    assert len(ids[0]) == 1
    assert ids[0] == ids[1]
    assert reviewed(hiding).observations != reviewed(harmless).observations


EDITS = st.lists(
    st.sampled_from(
        [
            changed_file(".semgrepignore", None, "src/\n"),
            changed_file(".eslintignore", None, "**\n"),
            changed_file(".patchwarden.yml", None, "exclude: ['**']\ndisable-rules: ['*']\nminimum-severity: high\n"),
            changed_file("src/.patchwarden.yml", None, "disable-rules: ['*']\n"),
            changed_file("sonar-project.properties", None, "sonar.exclusions=**\n"),
            changed_file(".github/CODEOWNERS", None, "* @mallory\n"),
        ]
    ),
    unique_by=lambda file: file.path,
)
MARKS = st.lists(
    st.sampled_from(["", "  # nosec", "  # nosemgrep", "  # noqa: S605 - the input is a constant", "  # NOSONAR fine"]),
    min_size=2,
    max_size=2,
)


@given(EDITS, MARKS)
def test_who_only_adds_suppressions_ignores_and_policies_never_has_fewer_observations(
    edits: list[ChangedFile], marks: list[str]
) -> None:
    first, second, third = CODE.splitlines()
    text = f"{first}\n{second}{marks[0]}\n{third}{marks[1]}\n"
    app = changed_file("src/app.py", None, text)
    flaws = [finding("src/app.py", text, needle) for needle in ("os.system(x)", "'ls '")]
    files = (app, *edits)
    results = [builders.ran(*flaws, files=files), Integrity().run(snapshot(*files))]
    found, plain = review.assemble(change(), files, results, Policy()), reviewed()
    assert len(found.observations) >= len(plain.observations)
    assert len(found.defects) >= len(plain.defects)
    assert found.dismissed == ()
    assert found.verdict is plain.verdict
    carrying = [item.suppressed != "" for item in found.defects if not item.finding.steers_reviews]
    assert sum(carrying) >= sum(mark != "" for mark in marks)
