"""PyGithub drives the fake; every request and answer is as GitHub describes them (see the fixture)."""

from __future__ import annotations

from github.PullRequest import PullRequest
from github.Repository import Repository as RemoteRepository

from tests.fakes.github import FakeGitHub
from tests.fakes.repository import Repository
from tests.unit.fakes.conftest import NAME, client, integration


def test_the_app_and_its_installations(fake: FakeGitHub) -> None:
    app = integration(fake)
    assert app.get_app().slug == "patchwarden"
    (installation,) = app.get_installations()
    assert app.get_repo_installation("octo", "app").id == installation.id
    assert app.get_access_token(installation.id, {"contents": "read"}).permissions["contents"] == "read"
    assert [one.full_name for one in installation.get_repos()] == [NAME]


def test_a_pull_request_and_its_files(git: Repository, pull: PullRequest, remote: RemoteRepository) -> None:
    assert (pull.state, pull.base.ref, pull.head.ref, pull.user.login) == ("open", "main", "feature", "mallory")
    assert (pull.base.sha, pull.head.sha) == (git.resolve("main"), git.resolve("feature"))
    assert (pull.changed_files, pull.additions, pull.deletions, pull.commits) == (4, 3, 1, 1)
    files = {file.filename: file for file in pull.get_files()}
    assert {name: file.status for name, file in files.items()} == {
        "app.py": "modified",
        "new.py": "added",
        "logo.png": "modified",
        "b.py": "renamed",
    }
    assert files["b.py"].previous_filename == "old.py"
    assert files["logo.png"].patch is None
    assert files["new.py"].patch == "@@ -0,0 +1 @@\n+a = 1"
    compared = remote.compare(pull.base.sha, pull.head.sha, comparison_commits_per_page=1)
    assert compared.merge_base_commit.sha == git.merge_base("main", "feature")
    assert (compared.status, compared.ahead_by, compared.behind_by) == ("diverged", 1, 1)


def test_a_review_with_comments(fake: FakeGitHub, pull: PullRequest, remote: RemoteRepository) -> None:
    review = pull.create_review(
        commit=remote.get_commit(pull.head.sha),
        body="Two remarks",
        event="COMMENT",
        comments=[
            {"path": "app.py", "line": 11, "side": "RIGHT", "body": "One line"},
            {"path": "app.py", "start_line": 9, "start_side": "RIGHT", "line": 11, "side": "RIGHT", "body": "Three"},
        ],
    )
    assert (review.state, review.user.login) == ("COMMENTED", "patchwarden[bot]")
    one, three = pull.get_review_comments()
    assert (one.line, one.body) == (11, "One line")
    assert one.start_line is None
    assert (three.line, three.start_line, three.start_side) == (11, 9, "RIGHT")
    assert one.diff_hunk.endswith("+line ten and a half")
    one.edit("Edited")
    one.create_reaction("eyes")
    reply = pull.create_review_comment_reply(one.id, "Reply")
    assert reply.in_reply_to_id == one.id
    assert pull.get_review_comment(one.id).body == "Edited"
    three.delete()
    assert [comment.body for comment in pull.get_review_comments()] == ["Edited", "Reply"]
    assert fake.state.trespasses == []


def test_a_comment_on_a_file(pull: PullRequest, remote: RemoteRepository) -> None:
    commit = remote.get_commit(pull.head.sha)
    comment = pull.create_review_comment("On the file", commit, "logo.png", subject_type="file")
    assert (comment.path, comment.subject_type) == ("logo.png", "file")
    assert comment.line is None


def test_the_conversation(fake: FakeGitHub, pull: PullRequest, remote: RemoteRepository) -> None:
    comment = remote.get_issue(1).create_comment("Summary")
    assert comment.id
    comment.edit("New summary")
    fake.comment_as("alice", NAME, 1, "Thanks")
    seen = [(one.user.login, one.body) for one in pull.get_issue_comments()]
    assert seen == [("patchwarden[bot]", "New summary"), ("alice", "Thanks")]
    assert comment.create_reaction("eyes").id == comment.create_reaction("eyes").id
    comment.delete()
    assert pull.get_issue_comments().totalCount == 1


def test_check_runs_and_statuses(fake: FakeGitHub, pull: PullRequest, remote: RemoteRepository) -> None:
    run = remote.create_check_run("patchwarden", pull.head.sha, status="in_progress", external_id="octo/app#1")
    note = {"path": "app.py", "start_line": 10, "end_line": 10, "annotation_level": "warning", "message": "Look"}
    run.edit(output={"title": "Reading", "summary": "One of two", "annotations": [note] * 50})
    run.edit(conclusion="failure", output={"title": "Read", "summary": "Two of two", "annotations": [note] * 3})
    assert (run.status, run.conclusion, run.output.annotations_count) == ("completed", "failure", 53)
    assert run.get_annotations().totalCount == 53
    assert [one.external_id for one in remote.get_commit(pull.head.sha).get_check_runs()] == ["octo/app#1"]
    commit = remote.get_commit(pull.head.sha)
    commit.create_status("pending", context="patchwarden")
    commit.create_status("success", context="patchwarden", description="Nothing found")
    assert (commit.get_combined_status().state, commit.get_combined_status().total_count) == ("success", 1)


def test_permissions_of_people(fake: FakeGitHub, remote: RemoteRepository) -> None:
    fake.comment_as("stranger", NAME, 1, "Hello")
    found = {login: remote.get_collaborator_permission(login) for login in ("alice", "bob", "stranger", "octo")}
    assert found == {"alice": "write", "bob": "read", "stranger": "read", "octo": "admin"}


def test_a_person_with_a_token(fake: FakeGitHub) -> None:
    alice = client(fake, fake.state.user_token("alice").value)
    assert alice.get_user().login == "alice"
    assert alice.get_rate_limit().rate.limit == 5000
    assert alice.get_repo(NAME).get_pull(1).create_issue_comment("Hello").user.login == "alice"


def test_lists_of_pull_requests(fake: FakeGitHub, git: Repository, remote: RemoteRepository) -> None:
    for number in range(2, 6):
        fake.open_pull(NAME, "feature", title=f"Number {number}", draft=number == 2)
    fake.close_pull(NAME, 3)
    assert [one.number for one in remote.get_pulls()] == [5, 4, 2, 1]
    assert [one.number for one in remote.get_pulls(state="closed")] == [3]
    assert [one.draft for one in remote.get_pulls(direction="asc", base="main")] == [False, True, False, False]
