"""What a CI system's environment tells of the change that is checked out: one row of a table for each system.

Nothing here asks git. Whether the commits that are told are in the clone is for :mod:`bot.hosts.local` to see.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NOTHING = frozenset({"", "false", "0"})
_LARGEST_EVENT = 10_000_000  # bytes; GitHub's own limit is 25 MB, its usual events have 30 kB


@dataclass(frozen=True, slots=True)
class System:
    """The names of one system's environment variables. Of several the first that is set counts."""

    name: str
    flags: tuple[str, ...]
    """One of them is set, and not ``false``, wherever this system runs."""
    remedy: str
    """How its users get the whole history."""
    workspace: tuple[str, ...] = ()
    """The folder that the system checked out into: another repository on that machine is not its change."""
    change: tuple[str, ...] = ()
    """Set, and not ``false``, where a proposed change is built."""
    base: tuple[str, ...] = ()
    """A commit of the target branch that the change began at."""
    target: tuple[str, ...] = ()
    """The branch that the change is to go to."""
    proposed: tuple[str, ...] = ()
    """The tip of the change, before the system merged it."""
    alone: tuple[str, ...] = ()
    """The one commit that is the whole change (Gerrit): it is compared with its parent."""
    before: tuple[str, ...] = ()
    """Where nothing is proposed: the branch's commit that was built last, or stood there before the push."""
    default: tuple[str, ...] = ()
    """The repository's default branch."""


_EVERYTHING = "let the job fetch the whole history (`git fetch --unshallow`, and `git fetch origin` for the branches)"

SYSTEMS = (
    # Jenkins with the Gerrit Trigger plugin comes before Jenkins: it sets the variables of both.
    System(
        "Gerrit Trigger",
        ("GERRIT_PATCHSET_REVISION",),
        "clone with a depth of 2 or more, and fetch the change's own ref (`git fetch origin $GERRIT_REFSPEC`)",
        workspace=("WORKSPACE",),
        change=("GERRIT_PATCHSET_REVISION",),
        target=("GERRIT_BRANCH",),
        alone=("GERRIT_PATCHSET_REVISION",),
    ),
    System(
        "GitHub Actions",
        ("GITHUB_ACTIONS",),
        "give actions/checkout `fetch-depth: 0`",
        workspace=("GITHUB_WORKSPACE",),
        change=("GITHUB_BASE_REF",),
        target=("GITHUB_BASE_REF",),
    ),
    System(
        "GitLab CI",
        ("GITLAB_CI",),
        'give the job the variable `GIT_DEPTH: "0"`',
        workspace=("CI_PROJECT_DIR",),
        change=("CI_MERGE_REQUEST_IID", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CI_MERGE_REQUEST_DIFF_BASE_SHA"),
        base=("CI_MERGE_REQUEST_DIFF_BASE_SHA",),
        target=("CI_MERGE_REQUEST_TARGET_BRANCH_NAME",),
        proposed=("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA",),
        before=("CI_COMMIT_BEFORE_SHA",),
        default=("CI_DEFAULT_BRANCH",),
    ),
    System(
        "Azure Pipelines",
        ("TF_BUILD",),
        "give the `checkout` step `fetchDepth: 0`",
        workspace=("BUILD_SOURCESDIRECTORY",),
        change=("SYSTEM_PULLREQUEST_PULLREQUESTID", "SYSTEM_PULLREQUEST_TARGETBRANCH"),
        target=("SYSTEM_PULLREQUEST_TARGETBRANCH",),
        proposed=("SYSTEM_PULLREQUEST_SOURCECOMMITID",),
    ),
    System(
        "Bitbucket Pipelines",
        ("BITBUCKET_BUILD_NUMBER",),
        "give the step `clone: depth: full`",
        workspace=("BITBUCKET_CLONE_DIR",),
        change=("BITBUCKET_PR_ID", "BITBUCKET_PR_DESTINATION_BRANCH"),
        base=("BITBUCKET_PR_DESTINATION_COMMIT",),
        target=("BITBUCKET_PR_DESTINATION_BRANCH",),
    ),
    System(
        "Travis CI",
        ("TRAVIS",),
        "set `git: depth: false` in .travis.yml",
        workspace=("TRAVIS_BUILD_DIR",),
        change=("TRAVIS_PULL_REQUEST",),
        target=("TRAVIS_BRANCH",),
        proposed=("TRAVIS_PULL_REQUEST_SHA",),
    ),
    System(
        "Buildkite",
        ("BUILDKITE",),
        _EVERYTHING,
        workspace=("BUILDKITE_BUILD_CHECKOUT_PATH",),
        change=("BUILDKITE_PULL_REQUEST",),
        target=("BUILDKITE_PULL_REQUEST_BASE_BRANCH",),
        default=("BUILDKITE_PIPELINE_DEFAULT_BRANCH",),
    ),
    System(
        "CircleCI",
        ("CIRCLECI",),
        "give the `checkout` step `method: full`",
        workspace=("CIRCLE_WORKING_DIRECTORY",),
        change=("CIRCLE_PULL_REQUEST", "CIRCLE_PULL_REQUESTS"),
    ),
    System(
        "Drone",
        ("DRONE",),
        "give the pipeline `clone: depth: 0`",
        workspace=("DRONE_WORKSPACE",),
        change=("DRONE_PULL_REQUEST",),
        target=("DRONE_TARGET_BRANCH",),
        before=("DRONE_COMMIT_BEFORE",),
        default=("DRONE_REPO_BRANCH",),
    ),
    System(
        "Cirrus CI",
        ("CIRRUS_CI",),
        "unset CIRRUS_CLONE_DEPTH",
        workspace=("CIRRUS_WORKING_DIR",),
        change=("CIRRUS_PR",),
        base=("CIRRUS_BASE_SHA",),
        target=("CIRRUS_BASE_BRANCH",),
        before=("CIRRUS_LAST_GREEN_CHANGE",),
        default=("CIRRUS_DEFAULT_BRANCH",),
    ),
    System(
        "Prow",
        ("PROW_JOB_ID",),
        "unset the job's `clone_depth`",
        change=("PULL_NUMBER",),
        base=("PULL_BASE_SHA",),
        target=("PULL_BASE_REF",),
        proposed=("PULL_PULL_SHA",),
    ),
    System(
        "Zuul",
        ("ZUUL_BRANCH", "ZUUL_CHANGE", "ZUUL_PROJECT"),
        "let the job use Zuul's own checkout, which has the whole history",
        change=("ZUUL_CHANGE", "ZUUL_PATCHSET", "ZUUL_CHANGES"),
        target=("ZUUL_BRANCH",),
        before=("ZUUL_OLDREV",),
    ),
    System(
        "Jenkins",
        ("JENKINS_URL", "JENKINS_HOME"),
        "switch off `Shallow clone` and `Honor refspec on initial clone` in the job's git settings",
        workspace=("WORKSPACE",),
        change=("CHANGE_ID", "CHANGE_TARGET"),
        target=("CHANGE_TARGET",),
        before=("GIT_PREVIOUS_SUCCESSFUL_COMMIT", "GIT_PREVIOUS_COMMIT"),
    ),
    # Whatever calls itself CI and tells nothing more.
    System("CI", ("CI",), _EVERYTHING),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the environment tells. Commits are ids, branches are names without a remote; ``""`` where nothing is told.

    ``proposes`` says whether the checkout holds a proposed change, so that a base must be found.
    """

    system: str
    remedy: str
    proposes: bool = False
    base: str = ""
    target: str = ""
    proposed: str = ""
    alone: str = ""
    before: str = ""
    default: str = ""
    merged_onto_parent: bool = False
    """Where HEAD is a merge, its first parent is the state of the target before the change."""
    one_commit: bool = False
    """The change is HEAD alone, whatever it is."""


def read(environ: Mapping[str, str], directory: Path | None) -> Told | None:
    """What the first system that runs here tells of the repository in ``directory``; ``None`` outside of CI.

    A folder that is not in the system's workspace is another repository: nothing is told of it.
    """
    for system in SYSTEMS:
        if _set(environ, system.flags):
            break
    else:
        return None
    workspace = _set(environ, system.workspace)
    if workspace and directory and not directory.resolve().is_relative_to(Path(workspace).expanduser().resolve()):
        return None
    told = Told(
        system.name,
        system.remedy,
        bool(_set(environ, system.change)),
        base=_commit(environ, system.base),
        target=_branch(_set(environ, system.target)),
        proposed=_commit(environ, system.proposed),
        alone=_commit(environ, system.alone),
        before=_commit(environ, system.before),
        default=_branch(_set(environ, system.default)),
        merged_onto_parent=system.name == "Zuul",
        one_commit=system.name == "Zuul"
        and environ.get("ZUUL_PATCHSET", "").isdigit(),  # of Gerrit; others have a hash
    )
    return _with_event(told, environ) if "GITHUB_ACTIONS" in system.flags else told


def _with_event(told: Told, environ: Mapping[str, str]) -> Told:
    """GitHub writes the event that started the job into a file."""
    event = _event(environ.get("GITHUB_EVENT_PATH", ""))
    default = _text(event, "repository", "default_branch")
    if "pull_request" in event:
        return Told(
            told.system,
            told.remedy,
            proposes=True,
            base=_text(event, "pull_request", "base", "sha"),
            target=told.target or _text(event, "pull_request", "base", "ref"),
            proposed=_text(event, "pull_request", "head", "sha"),
            default=default,
        )
    if "merge_group" in event:
        return Told(
            told.system,
            told.remedy,
            proposes=True,
            base=_text(event, "merge_group", "base_sha"),
            target=_branch(_text(event, "merge_group", "base_ref")),
            default=default,
        )
    before = _text(event, "before") if environ.get("GITHUB_EVENT_NAME", "push") == "push" else ""
    return Told(
        told.system,
        told.remedy,
        told.proposes,
        target=told.target,
        before=before if before.strip("0") else "",
        default=default,
    )


def _event(path: str) -> Mapping[str, Any]:
    try:
        if not path or Path(path).stat().st_size > _LARGEST_EVENT:
            return {}
        event = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}  # then the variables have to tell it
    return event if isinstance(event, dict) else {}


def _text(event: Mapping[str, Any], *keys: str) -> str:
    value: object = event
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _set(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    """The first of the variables that says something."""
    values = (environ.get(name, "").strip() for name in names)
    return next((value for value in values if value.lower() not in _NOTHING), "")


def _commit(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    """A commit id; systems write zeros where there is none."""
    values = (environ.get(name, "").strip() for name in names)
    return next((value for value in values if value.strip("0")), "")


def _branch(name: str) -> str:
    return name.removeprefix("refs/heads/")
