"""One fake GitHub with one pull request, and PyGithub to drive it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import github
import pytest
from github import Auth, Github, GithubIntegration
from github.PullRequest import PullRequest
from github.Repository import Repository as RemoteRepository

from tests.fakes.github import FakeGitHub
from tests.fakes.repository import Repository

NAME = "octo/app"
BASE_TEXT = "".join(f"line {number}\n" for number in range(1, 31))
HEAD_TEXT = BASE_TEXT.replace("line 10\n", "line ten\nline ten and a half\n")


@pytest.fixture
def git(tmp_path: Path, prepared: Repository) -> Repository:
    """``app.py`` with line 10 of 30 replaced by two; the target branch went on meanwhile."""
    return prepared.copy(tmp_path / "app.git")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    git = Repository(tmp_path_factory.mktemp("prepared") / "app.git")
    git.commit("main", {"app.py": BASE_TEXT, "logo.png": b"\x89PNG\x00", "old.py": "x = 1\n" * 9}, "First")
    git.commit(
        "feature",
        {"app.py": HEAD_TEXT, "new.py": "a = 1\n", "logo.png": b"\x89PNG\x01\x00"},
        renames={"old.py": "b.py"},
    )
    git.commit("main", {"other.py": "x = 1\n"}, "Meanwhile")
    return git


@pytest.fixture
def fake(git: Repository) -> Iterator[FakeGitHub]:
    """Ends with a look at the violations: a test that breaks the contract on purpose clears them."""
    with FakeGitHub() as fake:
        fake.add_repository(NAME, git, collaborators={"alice": "maintain", "bob": "triage"})
        fake.open_pull(NAME, "feature")
        yield fake
        assert fake.violations == []
        assert fake.faults_left == 0


def integration(fake: FakeGitHub) -> GithubIntegration:
    auth = Auth.AppAuth(fake.app.id, fake.app.private_key)
    return GithubIntegration(auth=auth, base_url=fake.url, seconds_between_requests=None, seconds_between_writes=None)


def as_app(fake: FakeGitHub, permissions: dict[str, str] | None = None) -> Github:
    """A client with an installation token; it never retries."""
    installation = fake.installation("octo")
    token = integration(fake).get_access_token(installation.id, permissions).token
    return client(fake, token)


def client(fake: FakeGitHub, token: str) -> Github:
    """A client with this token; it never retries."""
    return github.Github(
        auth=Auth.Token(token),
        base_url=fake.url,
        retry=None,
        seconds_between_requests=None,
        seconds_between_writes=None,
    )


@pytest.fixture
def remote(fake: FakeGitHub) -> RemoteRepository:
    return as_app(fake).get_repo(NAME)


@pytest.fixture
def pull(remote: RemoteRepository) -> PullRequest:
    return remote.get_pull(1)
