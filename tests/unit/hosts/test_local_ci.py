"""What is compared with what, on this machine and in every CI system of the table, and what is refused."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.hosts import ci, local
from workers.change import working_tree

WHO = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "protocol.file.allow=always")
ZEROS = "0" * 40


def git(directory: Path, *args: str) -> str:
    done = subprocess.run(["git", "-C", str(directory), *WHO, *args], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(directory: Path, name: str) -> str:
    (directory / name).write_text(f"{name}\n")
    git(directory, "add", "--all")
    git(directory, "commit", "-q", "-m", name)
    return git(directory, "rev-parse", "HEAD")


@dataclass(frozen=True)
class Upstream:
    """``main`` is root, old, new, newest; ``topic`` began at old and has two commits; ``merge`` is topic in new."""

    path: Path
    ids: Mapping[str, str]

    def clone(self, to: Path, checkout: str, depth: int = 0) -> Path:
        """As CI systems do it: a fetch of one commit, and with the whole history the branches, too."""
        to.mkdir()
        git(to, "init", "-q", "-b", "work")
        git(to, "remote", "add", "origin", f"file://{self.path}")
        some = [f"--depth={depth}"] if depth else ["+refs/heads/*:refs/remotes/origin/*"]
        git(to, "fetch", "-q", "--no-tags", "origin", f"+{self.ids[checkout]}:refs/remotes/pull/1", *some)
        git(to, "checkout", "-q", "--detach", self.ids[checkout])
        return to


@pytest.fixture(scope="module")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Upstream:
    path = tmp_path_factory.mktemp("upstream")
    git(path, "init", "-q", "-b", "main")
    git(path, "config", "uploadpack.allowAnySHA1InWant", "true")
    ids = {name: commit(path, name) for name in ("root", "old")}
    git(path, "checkout", "-q", "-b", "topic")
    ids |= {name: commit(path, name) for name in ("topic1", "topic")}
    git(path, "checkout", "-q", "main")
    ids["new"] = commit(path, "new")
    git(path, "checkout", "-q", "--detach")
    git(path, "merge", "-q", "--no-ff", "-m", "merge", "topic")
    ids["merge"] = git(path, "rev-parse", "HEAD")
    git(path, "checkout", "-q", "main")
    ids["newest"] = commit(path, "newest")
    git(path, "checkout", "-q", "--orphan", "strange")
    ids["strange"] = commit(path, "strange")
    git(path, "checkout", "-q", "main")
    return Upstream(path, ids)


def resolve(directory: Path, spec: str | None = None, environ: Mapping[str, str] | None = None) -> local.LocalChange:
    repository = working_tree.discover(directory, {})
    return local.resolve(repository.command, spec, ci.read(environ or {}, repository.home))


PULL = {"pull_request": {"base": {"sha": "{old}", "ref": "main"}, "head": {"sha": "{topic}"}}}
GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "main", "GITHUB_EVENT_NAME": "pull_request"}
PUSH = {"GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "", "GITHUB_EVENT_NAME": "push"}
GITLAB = {"GITLAB_CI": "true", "CI_MERGE_REQUEST_IID": "1", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
JENKINS = {"JENKINS_URL": "http://ci.example.org", "CI": "true"}
GERRIT = {"GERRIT_BRANCH": "main", "GERRIT_PATCHSET_REVISION": "{topic}"}
AZURE = {"TF_BUILD": "True", "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"}
TRAVIS = {"TRAVIS": "true", "TRAVIS_PULL_REQUEST": "7", "TRAVIS_BRANCH": "main"}
ZUUL = {"ZUUL_BRANCH": "main", "ZUUL_CHANGE": "7"}
PROW = {"PROW_JOB_ID": "1", "PULL_NUMBER": "7", "PULL_BASE_REF": "main"}

BUILT: Mapping[str, tuple[str, dict[str, str], Mapping[str, object], str]] = {
    # what is checked out, the variables, GitHub's event, what is its base
    "GitHub, the merge": ("merge", GITHUB, PULL, "new"),
    "GitHub, the head": ("topic", GITHUB, PULL, "old"),
    "GitHub, an event that cannot be read": ("merge", GITHUB, {}, "new"),
    "GitHub, by the event alone": ("topic", PUSH, PULL, "old"),
    "GitHub, a push": ("newest", PUSH, {"before": "{old}", "after": "{newest}"}, "old"),
    "GitHub, a push that rewrote": ("newest", PUSH, {"before": "{topic}"}, "old"),
    "GitHub, a merge group": (
        "merge",
        {"GITHUB_ACTIONS": "true"},
        {"merge_group": {"base_sha": "{new}", "head_sha": "{merge}", "base_ref": "refs/heads/main"}},
        "new",
    ),
    "GitLab, the branch": ("topic", GITLAB, {}, "old"),
    "GitLab, by its base": ("topic", {**GITLAB, "CI_MERGE_REQUEST_DIFF_BASE_SHA": "{old}"}, {}, "old"),
    "GitLab, merged results": (
        "merge",
        {**GITLAB, "CI_MERGE_REQUEST_DIFF_BASE_SHA": "{old}", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "{topic}"},
        {},
        "new",
    ),
    "GitLab, a push": ("newest", {"GITLAB_CI": "true", "CI_COMMIT_BEFORE_SHA": "{old}"}, {}, "old"),
    "GitLab, a merge request has no before": ("topic", {**GITLAB, "CI_COMMIT_BEFORE_SHA": ZEROS}, {}, "old"),
    "Jenkins, a pull request": ("topic", {**JENKINS, "CHANGE_ID": "7", "CHANGE_TARGET": "main"}, {}, "old"),
    "Jenkins, a branch": ("newest", {**JENKINS, "GIT_PREVIOUS_SUCCESSFUL_COMMIT": "{new}"}, {}, "new"),
    "Gerrit Trigger on Jenkins": ("topic", {**JENKINS, **GERRIT}, {}, "topic1"),
    "Zuul, a change of Gerrit": (
        "topic",
        {"ZUUL_BRANCH": "main", "ZUUL_CHANGE": "7", "ZUUL_PATCHSET": "3"},
        {},
        "topic1",
    ),
    "Zuul, a pull request": ("merge", {"ZUUL_BRANCH": "main", "ZUUL_CHANGE": "7"}, {}, "new"),
    "Azure": ("merge", {**AZURE, "SYSTEM_PULLREQUEST_SOURCECOMMITID": "{topic}"}, {}, "new"),
    "Bitbucket": (
        "topic",
        {"BITBUCKET_BUILD_NUMBER": "1", "BITBUCKET_PR_ID": "7", "BITBUCKET_PR_DESTINATION_BRANCH": "main"},
        {},
        "old",
    ),
    "Travis": ("merge", {**TRAVIS, "TRAVIS_PULL_REQUEST_SHA": "{topic}"}, {}, "new"),
    "Buildkite": (
        "topic",
        {"BUILDKITE": "true", "BUILDKITE_PULL_REQUEST": "7", "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main"},
        {},
        "old",
    ),
    "CircleCI": ("topic", {"CIRCLECI": "true", "CIRCLE_PULL_REQUEST": "https://example.org/pull/7"}, {}, "old"),
    "Prow": (
        "merge",
        {"PROW_JOB_ID": "1", "PULL_NUMBER": "7", "PULL_BASE_REF": "main", "PULL_BASE_SHA": "{new}"},
        {},
        "new",
    ),
}


def surroundings(row: str, upstream: Upstream, folder: Path) -> dict[str, str]:
    def filled(value: str) -> str:
        for name, commit_id in upstream.ids.items():
            value = value.replace(f"{{{name}}}", commit_id)
        return value

    _, environ, event, _ = BUILT[row]
    path = folder / "event.json"
    path.write_text(filled(json.dumps(event)))
    return {name: filled(value) for name, value in environ.items()} | {"GITHUB_EVENT_PATH": str(path)}


@pytest.mark.parametrize("row", BUILT)
def test_ci_tells_what_the_change_is(row: str, upstream: Upstream, tmp_path: Path) -> None:
    checkout, _, _, base = BUILT[row]
    directory = upstream.clone(tmp_path / "work", checkout)
    found = resolve(directory, environ=surroundings(row, upstream, tmp_path))
    assert (found.base, found.head) == (upstream.ids[base], upstream.ids[checkout])
    assert found.in_ci in found.comparison
    assert found.base[:10] in found.comparison
    assert found.default == "origin/main" or found.default == found.base


@pytest.mark.parametrize("row", BUILT)
def test_a_clone_of_depth_1_is_refused_with_the_systems_own_remedy(
    row: str, upstream: Upstream, tmp_path: Path
) -> None:
    directory = upstream.clone(tmp_path / "work", BUILT[row][0], depth=1)
    environ = surroundings(row, upstream, tmp_path)
    told = ci.read(environ, directory)
    assert told
    with pytest.raises(local.BadRange) as caught:
        resolve(directory, environ=environ)
    assert told.remedy in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_merge_of_depth_2_is_compared_with_its_parent(upstream: Upstream, tmp_path: Path) -> None:
    directory = upstream.clone(tmp_path / "work", "merge", depth=2)
    found = resolve(directory, environ=surroundings("GitHub, the merge", upstream, tmp_path))
    assert found.base == upstream.ids["new"]
    assert found.default == found.base, "the policy comes from the target, never from the change"
    said = local.unread_messages(working_tree.discover(directory, {}).command, found)
    assert upstream.ids["topic"][:10] in said
    assert "fetch-depth: 0" in said


def test_a_checkout_of_the_target_is_no_review_of_the_change(upstream: Upstream, tmp_path: Path) -> None:
    """As with GitHub's ``pull_request_target``, which checks out the branch that the change is for."""
    directory = upstream.clone(tmp_path / "work", "new")
    with pytest.raises(local.BadRange, match="is part of that branch already"):
        resolve(directory, environ=surroundings("GitHub, the merge", upstream, tmp_path))


def test_a_range_that_is_named_holds_in_ci_too(upstream: Upstream, tmp_path: Path) -> None:
    directory = upstream.clone(tmp_path / "work", "merge")
    repository = working_tree.discover(directory, {})
    assert local.resolve(repository.command, "HEAD~2..HEAD").base == upstream.ids["old"]


def test_another_folder_than_the_workspace_is_not_what_ci_builds(upstream: Upstream, tmp_path: Path) -> None:
    directory = upstream.clone(tmp_path / "work", "topic")
    (tmp_path / "workspace").mkdir()
    environ = {**GITHUB, "GITHUB_WORKSPACE": str(tmp_path / "workspace")}
    assert ci.read(environ, directory) is None
    assert ci.read(environ | {"GITHUB_WORKSPACE": str(directory)}, directory) is not None


@pytest.mark.parametrize("flag", ["", "false", "0"])
def test_a_flag_that_is_off_is_no_ci(flag: str) -> None:
    assert ci.read({"GITHUB_ACTIONS": flag, "CI": flag}, None) is None


REFUSED = {
    "no branch of that name": ("topic", 0, "nowhere...HEAD", "`nowhere` is no commit of this repository"),
    "strangers": ("topic", 0, "origin/strange...HEAD", "have no common ancestor: their histories are unrelated"),
    "strangers as they are": ("topic", 0, "origin/strange..HEAD", "have no common ancestor"),
    "strangers and the working tree": ("topic", 0, "origin/strange", "have no common ancestor"),
    "before the first commit": ("root", 0, "HEAD~1..HEAD", "is the repository's first, and has no parent"),
    "beyond a shallow end": ("topic", 1, "HEAD~1..HEAD", "`git fetch --unshallow`"),
    "no default branch": ("merge", 1, None, "`fetch-depth: 0`"),
}


@pytest.mark.parametrize(("checkout", "depth", "spec", "said"), REFUSED.values(), ids=REFUSED)
def test_a_base_that_is_not_here_is_refused(
    checkout: str, depth: int, spec: str | None, said: str, upstream: Upstream, tmp_path: Path
) -> None:
    directory = upstream.clone(tmp_path / "work", checkout, depth)
    with pytest.raises(local.BadRange, match=r".") as caught:
        resolve(directory, spec)
    assert said in str(caught.value)


@pytest.mark.parametrize("spec", [None, "origin/main", "origin/main...HEAD", "origin/main..HEAD"])
def test_a_shallow_clone_of_both_branches_has_no_merge_base(
    spec: str | None, upstream: Upstream, tmp_path: Path
) -> None:
    directory = tmp_path / "work"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{upstream.path}", str(directory))
    git(directory, "checkout", "-q", "topic")
    with pytest.raises(local.BadRange) as caught:
        resolve(directory, spec)
    assert "git fetch --unshallow" in str(caught.value)


def test_a_merge_base_in_a_shallow_clone_must_be_certain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two ways lead to main; where one of them is cut off, git cannot tell which common ancestor is the nearer one, and
    names the wrong one when both are of the same second."""
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, "2026-01-01T00:00:00Z")
    path = tmp_path / "upstream"
    path.mkdir()
    git(path, "init", "-q", "-b", "main")
    far = commit(path, "far")
    git(path, "checkout", "-q", "-b", "side")
    for number in range(4):
        near = commit(path, f"side{number}")
    git(path, "checkout", "-q", "-b", "topic")
    git(path, "reset", "-q", "--hard", far)
    git(path, "merge", "-q", "--no-ff", "-m", "merge", "side")
    commit(path, "topic")
    git(path, "checkout", "-q", "main")
    git(path, "merge", "-q", "--no-ff", "-m", "another merge", "side")
    for number in range(2):
        commit(path, f"main{number}")
    for depth, certain in ((0, True), (4, False)):
        directory = tmp_path / f"depth{depth}"
        some = [f"--depth={depth}", "--no-single-branch"] if depth else []
        git(tmp_path, "clone", "-q", *some, f"file://{path}", str(directory))
        git(directory, "checkout", "-q", "topic")
        if certain:
            assert resolve(directory).base == near
        else:
            with pytest.raises(local.BadRange, match="git fetch --unshallow"):
                resolve(directory)


def test_nothing_to_review_is_said_in_words(upstream: Upstream, tmp_path: Path) -> None:
    directory = upstream.clone(tmp_path / "work", "newest")
    command = working_tree.discover(directory, {}).command
    here = resolve(directory)
    said = local.nothing_to_review(command, here, "HEAD")
    assert said == (
        "Nothing to review: HEAD is the tip of `origin/main` and the working tree is clean. "
        "Name a range such as `HEAD~1..HEAD`, or look at every file with `--all`."
    )
    changed = git(upstream.path, "rev-parse", f"{upstream.ids['old']}^{{tree}}")
    assert local.nothing_to_review(command, here, changed) == ""
    built = resolve(directory, environ={"CI": "true"})
    with pytest.raises(local.BadRange, match="tells of no other commit"):
        local.nothing_to_review(command, built, "HEAD")


def test_the_only_branch_is_compared_with_itself_by_name(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "trunk")
    commit(tmp_path, "a.py")
    assert resolve(tmp_path).comparison.endswith("the last commit of `trunk`, the only branch")
    git(tmp_path, "branch", "other")
    with pytest.raises(local.BadRange, match="no default branch is known here: name a range"):
        resolve(tmp_path)


def test_messages_of_a_long_range_are_all_read(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    first = commit(tmp_path, "a.py")
    stream = [f"commit refs/heads/topic\ncommitter Ada <a@example.org> {n} +0000\ndata 8\n{n:08}" for n in range(400)]
    stream[0] += f"\nfrom {first}"
    subprocess.run(
        ["git", "-C", str(tmp_path), "fast-import", "--quiet"], input="\n".join(stream), text=True, check=True
    )
    said = local.messages(working_tree.discover(tmp_path, {}).command, resolve(tmp_path, "main..topic"))
    assert [int(message.text) for message in said] == list(range(400))
