"""What GitHub does and no schema says: each rule of the fake once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from github import BadCredentialsException, GithubException, UnknownObjectException
from github.PullRequest import PullRequest
from github.Repository import Repository as RemoteRepository

from tests.fakes.github import FakeGitHub
from tests.fakes.github.state import DEFAULT_PERMISSIONS, Trespass
from tests.fakes.repository import Repository
from tests.unit.fakes.conftest import HEAD_TEXT, NAME, as_app, client, integration

LONG = "x" * 65_537


def on(line: int, path: str = "app.py", **more: Any) -> dict[str, Any]:
    return {"path": path, "line": line, "side": "RIGHT", "body": "A remark", **more}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (on(6), "Line could not be resolved"),  # the context begins at line 7
        (on(15), "Line could not be resolved"),  # and ends at line 14
        (on(7, "gone.py"), "Path could not be resolved"),
        (on(7, "old.py"), "Path could not be resolved"),  # renamed: the diff knows the new name
        (on(10, start_line=11, start_side="RIGHT"), "Start line must precede the end line."),
        (on(10, start_line=2, start_side="RIGHT"), "Start line must be part of the same hunk as the line."),
        (on(10, body=LONG), "body is too long (maximum is 65536 characters)"),
    ],
)
def test_one_bad_comment_refuses_the_whole_review(
    fake: FakeGitHub, pull: PullRequest, wrong: dict[str, Any], says: str
) -> None:
    with pytest.raises(GithubException) as refused:
        pull.create_review(body="Review", event="COMMENT", comments=[on(7), wrong, on(14)])  # type: ignore[list-item]
    assert refused.value.status == 422
    assert says in str(refused.value.data["errors"])
    assert pull.get_reviews().totalCount == pull.get_review_comments().totalCount == 0


def test_removed_lines_are_on_the_left(pull: PullRequest) -> None:
    pull.create_review(event="COMMENT", comments=[on(10, side="LEFT")])  # type: ignore[list-item]
    (comment,) = pull.get_review_comments()
    assert (comment.side, comment.line) == ("LEFT", 10)
    assert comment.diff_hunk.endswith("-line 10")


def test_a_single_comment_outside_the_diff_is_refused(pull: PullRequest, remote: RemoteRepository) -> None:
    with pytest.raises(GithubException) as refused:
        pull.create_review_comment("Remark", remote.get_commit(pull.head.sha), "app.py", line=30, side="RIGHT")
    assert refused.value.data["errors"][0]["field"] == "pull_request_review_thread.line"


def test_comments_stand_on_commits_of_the_pull_request(pull: PullRequest, remote: RemoteRepository) -> None:
    with pytest.raises(GithubException, match="commit_id"):
        pull.create_review(commit=remote.get_commit("main"), body="Review", event="COMMENT")


def test_a_review_without_an_event_stays_invisible(fake: FakeGitHub, pull: PullRequest) -> None:
    review = pull.create_review(body="Review", comments=[on(10)])  # type: ignore[list-item]
    assert review.state == "PENDING"
    assert pull.get_review_comments().totalCount == 0
    others = client(fake, fake.state.user_token("alice").value).get_repo(NAME).get_pull(1)
    assert others.get_reviews().totalCount == 0
    with pytest.raises(GithubException, match="one pending review"):
        pull.create_review(body="Another", event="COMMENT")


def test_replies_have_no_replies(fake: FakeGitHub, pull: PullRequest) -> None:
    first = fake.review_comment_as("alice", NAME, 1, "app.py", 10, "Why?")
    reply = fake.reply_as("bob", NAME, 1, first.id, "Because")
    with pytest.raises(GithubException, match="in_reply_to"):
        pull.create_review_comment_reply(reply.id, "So what")


def test_a_comment_moves_with_its_line_until_the_line_changes(
    fake: FakeGitHub, git: Repository, pull: PullRequest
) -> None:
    comment = fake.review_comment_as("alice", NAME, 1, "app.py", 11, "Why?")
    first = pull.head.sha
    fake.push(NAME, 1, git.commit("feature", {"app.py": "# new\n" + HEAD_TEXT}))
    moved = pull.get_review_comment(comment.id)
    assert (moved.line, moved.original_line) == (12, 11)
    assert (moved.commit_id, moved.original_commit_id) == (git.resolve("feature"), first)
    fake.push(NAME, 1, git.commit("feature", {"app.py": HEAD_TEXT.replace("and a half", "and a bit")}))
    outdated = pull.get_review_comment(comment.id)
    assert outdated.line is None
    assert (outdated.original_line, outdated.commit_id) == (11, first)


def test_pages_have_links(fake: FakeGitHub) -> None:
    for number in range(5):
        fake.comment_as("alice", NAME, 1, str(number))
    url = f"{fake.url}/repos/{NAME}/issues/1/comments?per_page=2"
    seen = []
    while url:
        answer = requests.get(url, timeout=5)
        seen.append([comment["body"] for comment in answer.json()])
        url = answer.links.get("next", {}).get("url", "")
    assert seen == [["0", "1"], ["2", "3"], ["4"]]
    assert set(answer.links) == {"prev", "first"}


def test_annotations_have_limits(fake: FakeGitHub, pull: PullRequest, remote: RemoteRepository) -> None:
    note = {"path": "app.py", "start_line": 2, "end_line": 2, "annotation_level": "notice", "message": "Look"}
    run = remote.create_check_run("patchwarden", pull.head.sha)
    for bad in ([note] * 51, [note | {"title": "x" * 256}], [note | {"end_line": 3, "start_column": 1}]):
        with pytest.raises(GithubException) as refused:
            run.edit(output={"title": "Title", "summary": "Summary", "annotations": bad})
        assert refused.value.status == 422
    assert run.get_annotations().totalCount == 0
    assert len(fake.violations) == 1  # the schema knows the 50
    fake.violations.clear()


def test_statuses_have_a_limit(fake: FakeGitHub, remote: RemoteRepository) -> None:
    commit = remote.get_commit("feature")
    commit.create_status("success", context="patchwarden")
    hosted = fake.state.repository(NAME)
    hosted.statuses *= 1000
    with pytest.raises(GithubException, match="maximum number of statuses"):
        commit.create_status("success", context="patchwarden")
    commit.create_status("success", context="another")


def test_bodies_have_a_limit(remote: RemoteRepository) -> None:
    with pytest.raises(GithubException, match="too long"):
        remote.get_issue(1).create_comment(LONG)
    remote.get_issue(1).create_comment(LONG[:-1])


def test_a_renamed_repository_redirects(fake: FakeGitHub, remote: RemoteRepository, pull: PullRequest) -> None:
    fake.rename(NAME, "octo/renamed")
    url = f"{fake.url}/repos/{NAME}"
    assert requests.get(url, timeout=5).json()["full_name"] == "octo/renamed"
    answer = requests.get(url, timeout=5, allow_redirects=False)
    assert answer.status_code == 301
    assert f"/repositories/{fake.state.repository('octo/renamed').id}" in answer.headers["Location"]
    lost = pull.create_issue_comment("Hello")  # PyGithub takes 307 for success
    assert lost.id is None
    assert fake.state.repository("octo/renamed").issue_comments == {}
    assert fake.writes[-1].status == 307


def test_tokens_expire(fake: FakeGitHub) -> None:
    app = as_app(fake)
    fake.forward(timedelta(minutes=59))
    assert app.get_repo(NAME).full_name == NAME
    fake.forward(timedelta(minutes=2))
    with pytest.raises(BadCredentialsException):
        app.get_repo(NAME)


def test_a_token_has_no_more_than_the_installation(fake: FakeGitHub) -> None:
    number = fake.installation("octo").id
    with pytest.raises(GithubException, match="not granted"):
        integration(fake).get_access_token(number, {"contents": "write"})


@pytest.mark.parametrize("token", ["", "not.a.token", "ghs_" + "9" * 36])
def test_bad_credentials(fake: FakeGitHub, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    assert requests.get(f"{fake.url}/app", headers=headers, timeout=5).status_code == 401


def test_a_jwt_of_another_key_an_old_one_and_one_that_lives_too_long(fake: FakeGitHub) -> None:
    now = int(time.time())
    good = {"iat": now - 60, "exp": now + 300, "iss": str(fake.app.id)}
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    cases: list[tuple[dict[str, Any], Any, int]] = [
        (good, fake.app.private_key, 200),
        (good | {"iss": fake.app.client_id}, fake.app.private_key, 200),
        (good, stranger, 401),
        (good | {"iss": "1"}, fake.app.private_key, 401),
        (good | {"iat": now - 900, "exp": now - 600}, fake.app.private_key, 401),
        (good | {"exp": now + 3600}, fake.app.private_key, 401),
    ]
    for claims, key, status in cases:
        headers = {"Authorization": f"Bearer {jwt.encode(claims, key, algorithm='RS256')}"}
        assert requests.get(f"{fake.url}/app", headers=headers, timeout=5).status_code == status


@pytest.mark.parametrize("missing", ["pull_requests", "checks", "statuses", "contents"])
def test_a_missing_permission(fake: FakeGitHub, missing: str) -> None:
    permissions = {name: level for name, level in DEFAULT_PERMISSIONS.items() if name != missing}
    repository = as_app(fake, permissions).get_repo(NAME)
    sha = fake.state.repository(NAME).git.resolve("feature")
    fake.state.repository(NAME).private = True
    calls: dict[str, Callable[[], object]] = {
        "pull_requests": lambda: repository.get_pull(1),
        "checks": lambda: repository.create_check_run("patchwarden", sha),
        "statuses": lambda: repository.get_commit(sha).create_status("success"),
        "contents": lambda: repository.compare("main", "feature"),
    }
    with pytest.raises(GithubException) as refused:
        calls[missing]()
    assert refused.value.status == 403
    assert refused.value.message == "Resource not accessible by integration"


def test_a_private_repository_is_not_found(fake: FakeGitHub, git: Repository) -> None:
    fake.add_repository("octo/secret", git, private=True, installed=False)
    with pytest.raises(UnknownObjectException):
        as_app(fake).get_repo("octo/secret")


def test_the_contract_is_stricter_than_the_description(fake: FakeGitHub) -> None:
    token = fake.state.user_token("alice").value
    url = f"{fake.url}/repos/{NAME}/pulls/1/reviews"
    for body in ({"evnt": "COMMENT"}, {"event": "COMMENT", "comments": [on(10, side="RIGTH")]}):
        answer = requests.post(url, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=5)
        assert answer.status_code == 422
    assert len(fake.violations) == 2
    fake.violations.clear()


def test_foreign_comments_are_noticed(fake: FakeGitHub, pull: PullRequest) -> None:
    comment = fake.comment_as("alice", NAME, 1, "Mine")
    pull.get_issue_comment(comment.id).edit("Yours")
    assert fake.state.trespasses == [Trespass("patchwarden[bot]", "alice", comment.id)]


def test_a_deleted_fork(fake: FakeGitHub, git: Repository, remote: RemoteRepository) -> None:
    number = fake.open_pull(NAME, "feature", fork="mallory/app").number
    assert remote.get_pull(number).head.repo.full_name == "mallory/app"
    run = remote.create_check_run("patchwarden", git.resolve("feature"))
    assert [one.number for one in run.pull_requests] == [1]  # a run never names a fork's
    fake.delete_fork(NAME, number)
    gone = remote.get_pull(number)
    assert gone.head.repo is None
    assert gone.head.sha == git.resolve(f"refs/pull/{number}/head")
