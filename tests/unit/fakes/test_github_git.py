"""Cloning from the fake: the same origin as the API, the same tokens."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.fakes.github import FakeGitHub
from tests.fakes.repository import Repository
from tests.unit.fakes.conftest import NAME
from tests.unit.fakes.test_git_server import fetch


def test_a_public_repository_and_its_old_name(fake: FakeGitHub, git: Repository, tmp_path: Path) -> None:
    fake.rename(NAME, "octo/renamed")
    for name in ("octo/app", "octo/renamed"):
        assert fetch(tmp_path / name, f"{fake.origin}/{name}.git", "refs/pull/1/head", git.resolve("main")) == 0


def test_a_private_repository_takes_live_tokens_that_may_read(fake: FakeGitHub, tmp_path: Path) -> None:
    fake.state.repository(NAME).private = True
    url, installation = f"{fake.origin}/{NAME}.git", fake.installation("octo")
    good = fake.state.issue_token(installation, {"contents": "read"}).value
    blind = fake.state.issue_token(installation, {"checks": "write"}).value
    stranger = fake.state.user_token("stranger").value
    for number, token in enumerate(("", blind, stranger)):
        assert fetch(tmp_path / f"refused-{number}", url, "refs/pull/1/head", token=token) != 0
    assert fetch(tmp_path / "good", url, "refs/pull/1/head", token=good) == 0
    fake.forward(timedelta(hours=1))
    assert fetch(tmp_path / "expired", url, "refs/pull/1/head", token=good) != 0
