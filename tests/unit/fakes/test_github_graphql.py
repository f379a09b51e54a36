"""Threads, resolving and hiding over GraphQL."""

from __future__ import annotations

from typing import Any

import pytest
from github import GithubException
from github.Repository import Repository as RemoteRepository

from tests.fakes.github import FakeGitHub
from tests.fakes.github.state import DEFAULT_PERMISSIONS
from tests.fakes.repository import Repository
from tests.unit.fakes.conftest import HEAD_TEXT, NAME, as_app

THREADS = """
query($number: Int!, $first: Int, $after: String) {
  repository(owner: "octo", name: "app") {
    pullRequest(number: $number) {
      reviewThreads(first: $first, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id isResolved isOutdated path line
          comments(first: 10) { nodes { id databaseId body author { login __typename } } }
        }
      }
    }
  }
}
"""


def threads(remote: RemoteRepository, first: int | None = 100, after: str | None = None) -> dict[str, Any]:
    _, answer = remote.requester.graphql_query(THREADS, {"number": 1, "first": first, "after": after})
    found: dict[str, Any] = answer["data"]["repository"]["pullRequest"]["reviewThreads"]
    return found


def test_threads_with_their_replies(fake: FakeGitHub, git: Repository, remote: RemoteRepository) -> None:
    remote.get_pull(1).create_review(event="COMMENT", comments=[{"path": "app.py", "line": 11, "body": "Ours"}])
    (first,) = fake.state.repository(NAME).published(1)
    fake.reply_as("alice", NAME, 1, first.id, "Theirs")
    fake.push(NAME, 1, git.commit("feature", {"app.py": HEAD_TEXT.replace("and a half", "")}))
    (thread,) = threads(remote)["nodes"]
    assert (thread["path"], thread["line"], thread["isOutdated"], thread["isResolved"]) == ("app.py", None, True, False)
    said = [(one["author"]["login"], one["body"]) for one in thread["comments"]["nodes"]]
    assert said == [("patchwarden", "Ours"), ("alice", "Theirs")]  # GraphQL knows no [bot]
    assert thread["comments"]["nodes"][0]["databaseId"] == first.id


def test_threads_come_in_pages(fake: FakeGitHub, remote: RemoteRepository) -> None:
    for line in (8, 9, 10):
        fake.review_comment_as("alice", NAME, 1, "app.py", line, "Why?")
    one = threads(remote, first=2)
    two = threads(remote, first=2, after=one["pageInfo"]["endCursor"])
    assert [node["line"] for node in one["nodes"] + two["nodes"]] == [8, 9, 10]
    assert (one["pageInfo"]["hasNextPage"], two["pageInfo"]["hasNextPage"]) == (True, False)
    for wrong, kind in ((None, "MISSING_PAGINATION_BOUNDARIES"), (101, "EXCESSIVE_PAGINATION")):
        with pytest.raises(GithubException) as failed:
            threads(remote, first=wrong)
        assert failed.value.data["errors"][0]["type"] == kind


def test_hiding_a_comment(fake: FakeGitHub, remote: RemoteRepository) -> None:
    comment = remote.get_issue(1).create_comment("Old")
    node = comment.raw_data["node_id"]
    _, answer = remote.requester.graphql_named_mutation(
        "minimizeComment", {"subjectId": node, "classifier": "OUTDATED"}, "minimizedComment { isMinimized }"
    )
    assert answer["minimizedComment"]["isMinimized"]
    assert fake.state.repository(NAME).issue_comments[comment.id].minimized == "outdated"
    assert fake.writes[-1].path == "/graphql"


def test_resolving_wants_contents_write(fake: FakeGitHub, remote: RemoteRepository) -> None:
    first = fake.review_comment_as("alice", NAME, 1, "app.py", 10, "Why?")
    (thread,) = threads(remote)["nodes"]

    def resolve(repository: RemoteRepository) -> Any:
        given = {"threadId": thread["id"]}
        return repository.requester.graphql_named_mutation("resolveReviewThread", given, "thread { isResolved }")[1]

    with pytest.raises(GithubException) as failed:
        resolve(remote)
    assert failed.value.data["errors"][0]["type"] == "FORBIDDEN"
    fake.installation("octo").permissions["contents"] = "write"
    allowed = as_app(fake, {**DEFAULT_PERMISSIONS, "contents": "write"}).get_repo(NAME)
    assert resolve(allowed) == {"thread": {"isResolved": True}}
    assert first.resolved


@pytest.mark.parametrize("query", ["query { viewer { name } }", "query { viewer {"])
def test_a_query_that_the_schema_refuses_is_a_violation(fake: FakeGitHub, remote: RemoteRepository, query: str) -> None:
    with pytest.raises(GithubException):
        remote.requester.graphql_query(query, {})
    assert len(fake.violations) == 1
    fake.violations.clear()


def test_what_does_not_exist(remote: RemoteRepository) -> None:
    with pytest.raises(GithubException) as failed:
        remote.requester.graphql_query('query { repository(owner: "octo", name: "none") { id } }', {})
    assert failed.value.data["errors"][0]["type"] == "NOT_FOUND"
