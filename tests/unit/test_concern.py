"""Which changes are reviewed, as the policy and the operator say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import concern_settings
from bot.concern import KINDS, Concern
from bot.model import ChangeRef
from bot.policy import merged, parse, read
from bot.settings import Settings, SettingsError
from tests import builders

CHANGE = builders.change(author="dependabot[bot]", labels=("wip", "Area: API"), title="Bump left from 1 to 2")


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        ("{}", ""),
        ("skip: {authors: ['dependabot[bot]']}", "this repository's policy leaves out the author `dependabot[bot]`"),
        ("skip: {authors: ['DEPENDABOT*']}", "this repository's policy leaves out the author `dependabot[bot]`"),
        ("skip: {authors: ['dependabot[bo]']}", ""),
        ("skip: {labels: ['area: ?PI']}", "this repository's policy leaves out the label `Area: API`"),
        ("skip: {titles: ['bump *']}", "this repository's policy leaves out the title `Bump left from 1 to 2`"),
        ("skip: {titles: ['bump']}", ""),
        ("skip: {branches: [main]}", "this repository's policy leaves out the branch `main`"),
        ("skip: {branches: [MAIN]}", ""),
        ("only: {branches: [main, 'release/*']}", ""),
        ("only: {branches: ['release/*']}", "this repository's policy has only the branches `release/*` reviewed"),
        ("only: {labels: [wip], authors: [alice]}", "this repository's policy has only the authors `alice` reviewed"),
        (
            "only: {labels: [wip]}\nskip: {labels: ['area*']}",
            "this repository's policy leaves out the label `Area: API`",
        ),
        # A mistake leaves out less, never more.
        ("only: {branches: ['release/*', 7]}", ""),
        ("only: {branchs: ['release/*']}", ""),
        ("skip: {branches: [7, main]}", "this repository's policy leaves out the branch `main`"),
    ],
)
def test_what_a_policy_has_reviewed(policy: str, why: str) -> None:
    assert parse(policy).concern.why_not(CHANGE) == why


def test_a_group_of_a_merge_queue_has_a_branch_alone() -> None:
    group = builders.change(ref=ChangeRef("github", "octo/app", 0, "a...b"), author="", title="")
    skip = {"authors": ("*",)}
    assert Concern.of({"labels": ("ready",), "titles": ("x*",)}, skip, "somebody").why_not(group) == ""
    assert parse("skip: {branches: [main]}").concern.why_not(group)


def test_an_organisation_and_a_repository() -> None:
    organisation = read("skip: {labels: [wip]}\nonly: {branches: [main], authors: [alice]}", "octo/.patchwarden", "")
    repository = read("skip: {labels: [draft]}\nonly: {branches: [dev]}")
    found = merged([organisation, repository]).concern
    assert dict(found.skip) == {"labels": ("wip", "draft")}
    assert dict(found.only) == {"branches": ("dev",), "authors": ("alice",)}


def test_what_the_operator_has_reviewed() -> None:
    environ = {"PATCHWARDEN_SKIP_TITLES": " wip *, do not merge", "PATCHWARDEN_ONLY_REPOSITORIES": "github:octo/*, app"}
    found, problems = concern_settings.read(environ)
    assert problems == ()
    assert dict(found.only) == {"repositories": ("github:octo/*", "app")}
    assert dict(found.skip) == {"titles": ("wip *", "do not merge")}
    assert found.why_not(CHANGE) == ""
    elsewhere = builders.change(ref=ChangeRef("github", "other/app", 7))
    assert found.why_not(elsewhere) == ("this installation has only the repositories `github:octo/*`, `app` reviewed")


SLIPS = [
    ("only", "branches", "refs/heads/main", "without `refs/heads/`"),
    ("only", "branches", "^main$", "nothing else is special"),
    ("only", "branches", "main$", "nothing else is special"),
    ("only", "branches", "release/[0-9]*", "nothing else is special"),
    ("only", "branches", "(main|dev)", "nothing else is special"),
    ("only", "branches", "release/{1.x}", "nothing else is special"),
    ("only", "branches", ".*", "a regular expression"),
    ("only", "branches", "release/", "write `/*`"),
    ("only", "branches", "!dev", "nothing else is special"),
    ("skip", "branches", "refs/heads/main", "without `refs/heads/`"),
    ("only", "authors", "@alice", "without `@`"),
    ("only", "authors", "^bot", "a regular expression"),
    ("only", "titles", "^WIP", "a regular expression"),
    ("only", "labels", "ready$", "a regular expression"),
    ("skip", "titles", "*", "leaves out every change"),
    ("skip", "authors", "**", "leaves out every change"),
    ("skip", "branches", "?*", "leaves out every change"),
    ("only", "repositories", "github:", "one side of the colon"),
    ("only", "repositories", "https://github.com/octo/app", "without a URL"),
    ("only", "repositories", "octo/app.git", "without `.git`"),
    ("only", "repositories", "octo/", "write `/*`"),
    ("only", "repositories", "octo/[ab]*", "nothing else is special"),
    ("skip", "repositories", "*", "leaves out every change"),
]


@pytest.mark.parametrize(("setting", "kind", "pattern", "remedy"), SLIPS)
def test_a_slip_costs_its_own_list_and_is_told(setting: str, kind: str, pattern: str, remedy: str) -> None:
    name = f"PATCHWARDEN_{setting}_{kind}".upper()
    _, problems = concern_settings.read({name: f"fine, {pattern}"})
    assert [(problem.name, remedy in problem.text) for problem in problems] == [(name, True)]
    if kind == "repositories":
        return
    policy = parse(f"fail-on: high\n{setting}:\n  {kind}: [{json.dumps(pattern)}]\n")
    assert policy.concern.why_not(CHANGE) == ""
    assert policy.fail_on is not None
    (problem,) = policy.problems
    assert problem.startswith(f".patchwarden.yml, line 3: `{setting}.{kind}[1]` is `")
    assert remedy in problem


@pytest.mark.parametrize(
    "policy",
    [
        "only: {branches: [' main ', 'release/**', 'release/1.*', '*', 'refs/meta/config', '?ain']}",
        "skip: {authors: ['*[bot]', 'dependabot[bot]'], labels: ['*'], titles: ['[WIP] *', '(draft)*', '*$5 off*']}",
    ],
)
def test_what_is_no_slip(policy: str) -> None:
    assert parse(policy).problems == ()


def test_a_service_does_not_start_with_a_slip(tmp_path: Path) -> None:
    environ = {"PATCHWARDEN_STATE_DIR": str(tmp_path), "PATCHWARDEN_ONLY_BRANCHES": "refs/heads/main"}
    with pytest.raises(SettingsError, match=r"PATCHWARDEN_ONLY_BRANCHES: 'refs/heads/main' cannot be used: write the"):
        Settings.from_environ(environ)


@given(st.sampled_from(KINDS), st.text(min_size=1, max_size=20).filter(lambda text: text.strip()))
def test_a_text_without_wildcards_stands_for_itself(kind: str, text: str) -> None:
    change = builders.change(
        ref=ChangeRef("github", text, 7), target_branch=text, author=text, labels=(text,), title=text
    )
    other = builders.change(
        ref=ChangeRef("github", f"{text}x", 7), target_branch=f"{text}x", author=f"{text}x", labels=(), title=f"{text}x"
    )
    literal = Concern.of({}, {kind: (text.replace("*", "?"),)}, "somebody")
    assert literal.why_not(change)
    assert not literal.why_not(other)
    assert "\n" not in literal.why_not(change)
