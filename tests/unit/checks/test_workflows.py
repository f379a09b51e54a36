"""Workflows: what a change newly lets outsiders do in continuous integration. zizmor is really started here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot import review
from bot.model import ChangedFile, CheckResult, Confidence, Finding
from bot.policy import Policy
from bot.review import newness
from tests.builders import MemoryTree, change, changed_file, snapshot
from workers.checks.workflows import Workflows
from workers.checks.workflows.zizmor import audits
from workers.processes import sandbox

CI = ".github/workflows/ci.yml"
PINNED = "actions/checkout@" + "a" * 40
ARTIFACT = "uses: actions/upload-artifact@v4\n        with:\n          name: all\n          path: ."


def run(*files: ChangedFile) -> CheckResult:
    return Workflows().run(snapshot(*files))


def new(*files: ChangedFile) -> list[Finding]:
    """What the review would call new, without what goes to the summary."""
    result = run(*files)
    fresh = newness.new_findings(result.head, result.base, {file.path: file for file in files})
    return [finding for finding in fresh if finding.confidence > Confidence.LOW]


def names(*files: ChangedFile) -> list[tuple[str, int]]:
    return [(finding.rule.removeprefix("workflows."), finding.span.start_line) for finding in new(*files)]


def workflow(*steps: str, on: str = "push", top: str = "permissions: {}") -> str:
    lines = "".join(f"      - {step}\n" for step in steps)
    return f"name: CI\non: {on}\n{top}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n{lines}"


SAFE = workflow("run: make", on="pull_request")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            workflow('run: echo "${{ github.event.pull_request.title }}"', on="pull_request"),
            [("template-injection", 8)],
        ),
        (workflow("run: make", top="permissions: write-all"), [("write-all", 3)]),
        (
            workflow(
                f"uses: {PINNED}\n        with:\n          persist-credentials: false\n"
                "          ref: ${{ github.event.pull_request.head.sha }}",
                on="pull_request_target",
            ),
            [("untrusted-checkout", 11)],
        ),
        (workflow("run: gh pr checkout 1 && make", on="[issue_comment, push]"), [("untrusted-checkout", 8)]),
        (workflow("uses: someone/thing@main"), [("unpinned-uses", 8)]),
        (workflow("run: curl http://get.acme.io/x | sudo bash"), [("remote-script", 8)]),
        (workflow("run: |\n          make\n          curl http://acme.io/x | sh"), [("remote-script", 10)]),
        (workflow("run: make\n        env:\n          ALL: ${{ toJSON(secrets) }}"), [("overprovisioned-secrets", 10)]),
    ],
)
def test_github_tells(head: str, expected: list[tuple[str, int]]) -> None:
    assert names(changed_file(CI, SAFE, head)) == expected


@pytest.mark.parametrize(
    "head",
    [
        SAFE.replace("make", "make test"),
        workflow('run: echo "$TITLE"\n        env:\n          TITLE: ${{ github.event.pull_request.title }}'),
        workflow(f"uses: {PINNED}\n        with:\n          persist-credentials: false", on="pull_request_target"),
        workflow("uses: actions/setup-python@v6"),
        workflow("run: make", top="permissions:\n  contents: read"),
    ],
)
def test_github_says_nothing(head: str) -> None:
    assert names(changed_file(CI, SAFE, head)) == []


def test_an_old_flaw_is_old_wherever_it_moved() -> None:
    flawed = workflow('run: echo "${{ github.event.issue.title }}"', on="issues")
    moved = workflow("run: make", 'run: echo "${{ github.event.issue.title }}"', on="issues")
    assert names(changed_file(CI, flawed, moved)) == []
    assert names(changed_file(".github/workflows/new.yml", flawed, moved, old_path=CI)) == []


def test_an_update_of_an_action_makes_no_old_flaw_new() -> None:
    before = workflow(f"uses: {PINNED} # v4", ARTIFACT)
    file = changed_file(CI, before, before.replace("a" * 40, "b" * 40).replace("v4", "v5"))
    result = run(file)
    assert [finding.rule for finding in result.head] == ["workflows.artipacked"]
    assert newness.new_findings(result.head, result.base, {CI: file}) == ()


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((f"uses: {PINNED} # v4.2.2", ARTIFACT), [Confidence.HIGH]),
        (("uses: actions/checkout@v4", ARTIFACT), [Confidence.HIGH]),
        (("uses: actions/checkout@v6", ARTIFACT), [Confidence.LOW]),
        (("uses: actions/checkout@v4", ARTIFACT.replace("path: .", "path: dist/")), []),
        (("uses: actions/checkout@v4", "run: make"), []),
    ],
    ids=["by commit", "by name", "the token lies elsewhere", "what was built", "no artifact"],
)
def test_a_token_in_an_artifact(steps: tuple[str, ...], expected: list[Confidence]) -> None:
    found = [f for f in run(changed_file(CI, None, workflow(*steps))).head if f.rule == "workflows.artipacked"]
    assert [finding.confidence for finding in found] == expected


@pytest.mark.parametrize(
    ("path", "used", "expected"),
    [
        (CI, "someone/thing@main", [Confidence.MEDIUM]),
        (CI, "Octo/thing/.github/workflows/build.yml@main", []),
        (CI, '"octo/thing@main"', []),
        (CI, "octopus/thing@main", [Confidence.MEDIUM]),
        (f"templates/{CI}", "someone/thing@main", [Confidence.LOW]),
    ],
)
def test_whose_action_it_is_and_where_it_runs(path: str, used: str, expected: list[Confidence]) -> None:
    found = run(changed_file(path, SAFE, workflow(f"uses: {used}"))).head
    assert [f.confidence for f in found if f.rule == "workflows.unpinned-uses"] == expected


def test_an_action_that_the_repository_runs_already_is_no_news() -> None:
    file = changed_file(CI, None, workflow("uses: someone/thing@v2", "uses: someone/other@v2"))
    tree = MemoryTree(
        base={".github/workflows/old.yml": workflow("uses: someone/thing@v2"), "notes.md": "uses: someone/other@v2\n"}
    )
    found = Workflows().run(snapshot(file, tree=tree)).head
    assert [f.excerpt.strip() for f in found if f.rule == "workflows.unpinned-uses"] == ["- uses: someone/other@v2"]


def test_a_branch_that_the_same_workflow_runs_already_is_no_news() -> None:
    base = workflow("uses: someone/thing@main")
    again = changed_file(CI, base, base + "      - uses: someone/thing@main\n")
    elsewhere = changed_file(".github/workflows/release.yml", SAFE, base)
    assert names(again) == []
    assert names(elsewhere, again) == [("unpinned-uses", 8)]


LIMITED = "  {}:\n    runs-on: ubuntu-latest\n{}    steps:\n      - run: make write\n"
NONE = "    permissions: {}\n"


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        (None, {"a": ""}, [("jobs.a", Confidence.LOW)]),
        ({"a": ""}, {"a": "", "b": ""}, []),
        ({"a": NONE}, {"a": NONE, "b": ""}, [("", Confidence.LOW), ("jobs.b", Confidence.LOW)]),
        ({"a": NONE, "b": ""}, {"a": "", "b": ""}, [("jobs.a", Confidence.MEDIUM)]),
        ({"a": NONE}, {"a": ""}, [("jobs.a", Confidence.MEDIUM)]),
    ],
    ids=[
        "a new workflow",
        "a new job like the others",
        "a new job unlike the others",
        "a lost limit",
        "the only limit",
    ],
)
def test_default_rights_are_a_habit_of_the_workflow(
    base: dict[str, str] | None, head: dict[str, str], expected: list[tuple[str, Confidence]]
) -> None:
    def text(jobs: dict[str, str]) -> str:
        return "on: pull_request\njobs:\n" + "".join(LIMITED.format(name, rights) for name, rights in jobs.items())

    file = changed_file(CI, None if base is None else text(base), text(head))
    result = run(file)
    new = newness.new_findings(result.head, result.base, {CI: file})
    told = [finding for finding in new if finding.rule == "workflows.excessive-permissions"]
    assert [(finding.scope, finding.confidence) for finding in told] == expected


def test_a_third_party_action_is_a_defect_where_the_others_are_pinned() -> None:
    base = workflow(f"uses: {PINNED}\n        with:\n          persist-credentials: false")
    assert names(changed_file(CI, base, base + "      - uses: someone/thing@v2\n")) == [("unpinned-uses", 11)]
    assert names(changed_file(CI, SAFE, SAFE + "      - uses: someone/thing@v2\n")) == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("{workflow_dispatch: {inputs: {v: {required: true}}}}", [(8, Confidence.LOW), (9, Confidence.LOW)]),
        ("{workflow_call: {inputs: {v: {type: string}}}}", [(8, Confidence.HIGH), (9, Confidence.HIGH)]),
    ],
)
def test_what_only_members_type_in_is_no_defect(on: str, expected: list[tuple[int, Confidence]]) -> None:
    head = workflow('run: echo "${{ inputs.v }}"', 'run: git tag "${{ inputs.v }}"', on=on)
    findings = [f for f in run(changed_file(CI, None, head)).head if f.rule == "workflows.template-injection"]
    assert [(f.span.start_line, f.confidence) for f in findings] == expected


def test_what_only_members_type_in_is_asked_about_once() -> None:
    on = "{workflow_dispatch: {inputs: {v: {required: true}}}}"
    file = changed_file(CI, None, workflow('run: echo "${{ inputs.v }}"', 'run: git tag "${{ inputs.v }}"', on=on))
    observations = review.assemble(change(), [file], [run(file)], Policy()).observations
    asked = [item for item in observations if item.finding.rule == "workflows.template-injection"]
    assert [[found.span.start_line for found in item.findings] for item in asked] == [[8, 9]]


def test_composite_actions() -> None:
    head = (
        "name: x\ndescription: y\ninputs:\n  title: {description: t}\nruns:\n  using: composite\n  steps:\n"
        '    - run: echo "${{ inputs.title }}"\n      shell: bash\n'
    )
    assert names(changed_file("ci/action.yml", None, head)) == [("template-injection", 8)]


def test_what_cannot_be_read_is_a_gap() -> None:
    broken = changed_file(CI, SAFE, "on: [push\njobs: {}\n")
    other = changed_file(".github/workflows/b.yml", None, "a: 1\n")
    good = changed_file(".github/workflows/c.yml", None, workflow("uses: someone/thing@main"))
    result = run(broken, other, good)
    assert [(gap.path, gap.reason) for gap in result.run.gaps] == [
        (".github/workflows/b.yml", "zizmor cannot read it as a workflow or action"),
        (CI, "does not parse as YAML at line 2"),
    ]
    assert result.run.files == {".github/workflows/c.yml"}
    assert [finding.rule for finding in result.head if finding.confidence > Confidence.LOW] == [
        "workflows.unpinned-uses"
    ]


def test_without_zizmor_the_files_are_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_args, **_named: None)
    assert [gap.reason for gap in run(changed_file(CI, None, SAFE)).run.gaps] == ["zizmor is not installed"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (sandbox.CpuUsedUp, "`zizmor` used more than 30 s of CPU"),
        (sandbox.ProcessTimeout, "`zizmor` did not end within 120 s"),
        (sandbox.LimitReached, "`zizmor` needed more than 4,000 MB of memory"),
    ],
)
def test_a_zizmor_that_takes_too_much_is_a_gap(
    kind: type[Exception], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_args: object, **_named: object) -> sandbox.Completed:
        raise kind(reason)

    monkeypatch.setattr(sandbox, "run", slow)
    assert [gap.reason for gap in run(changed_file(CI, None, SAFE)).run.gaps] == [reason]


def test_no_path_of_the_change_touches_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[str] = []

    def record(argv: list[str], **named: object) -> sandbox.Completed:
        seen.extend(argument for argument in argv[1:] if not argument.startswith("--"))
        return sandbox.Completed(0, b"[]", "", 0.0)

    monkeypatch.setattr(sandbox, "run", record)
    run(changed_file(f"{tmp_path}/../.github/workflows/--fix=all.yml", None, SAFE))
    assert seen == ["json", "0/.github/workflows/workflow.yml"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("include:\n  - remote: https://acme.io/ci.yml\n", [("gitlab-include", 2)]),
        ("include:\n  - project: other/ci\n    ref: " + "a" * 40 + "\n    file: x.yml\n", []),
        ('job:\n  script:\n    - eval "echo $CI_COMMIT_MESSAGE"\n', [("gitlab-untrusted-text", 3)]),
        ('job:\n  script:\n    - bash -c "git checkout $CI_COMMIT_REF_NAME"\n', [("gitlab-untrusted-text", 3)]),
        ('job:\n  script:\n    - echo "$CI_COMMIT_MESSAGE"\n', []),
    ],
)
def test_gitlab(head: str, expected: list[tuple[str, int]]) -> None:
    assert names(changed_file(".gitlab-ci.yml", "stages: [a]\n", head)) == expected


JOB = "- job:\n    name: publish\n    secrets: [site]\n"


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        ("[]\n", "- secret:\n    name: s\n    data:\n      password: plain\n", [("zuul-plain-secret", 4)]),
        ("[]\n", "- secret:\n    name: s\n    data:\n      password: !encrypted/pkcs1-oaep\n        - abc\n", []),
        (JOB + "    post-review: true\n", JOB, [("zuul-secret-before-review", 2)]),
        (JOB + "    post-review: true\n", JOB + "    post-review: true\n    timeout: 1\n", []),
        (JOB, JOB + "    timeout: 1\n", []),
        (
            "[]\n",
            "- job:\n    name: a\n    secrets:\n      - name: s\n        secret: s\n        pass-to-parent: true\n",
            [("zuul-secret-to-parent", 6)],
        ),
    ],
)
def test_zuul(base: str, head: str, expected: list[tuple[str, int]]) -> None:
    assert names(changed_file("zuul.d/jobs.yaml", base, head)) == expected


def test_every_rule_speaks_our_words() -> None:
    for rule in audits().values():
        assert rule.id.startswith("workflows.")
        assert rule.message.endswith(".")
        assert "persona" not in rule.message
