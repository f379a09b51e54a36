"""Fetching from the git server as the worker does."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest

from tests.fakes.git_server import GitServer
from tests.fakes.repository import Repository

TOKEN = "ghs_" + "0" * 36


def fetch(directory: Path, url: str, *commits: str, token: str = "") -> int:
    """Fetches commits without blobs into a new repository; git's exit code."""
    subprocess.run(["git", "init", "-q", "--bare", "--template=", str(directory)], check=True)
    credential = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    extra = ["-c", f"http.extraHeader=Authorization: Basic {credential}"] if token else []
    argv = ["git", "-c", "protocol.version=2", *extra, f"--git-dir={directory}", "fetch", "-q", "--depth=1"]
    argv += ["--filter=blob:none", "--no-tags", "--no-write-fetch-head", url, *commits]
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_GLOBAL": "/dev/null"}
    return subprocess.run(argv, env=environment, check=False, capture_output=True).returncode


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app.git")


def test_commits_that_are_no_tips_can_be_fetched_without_blobs(tmp_path: Path, repository: Repository) -> None:
    base = repository.commit("main", {"a.py": "a = 1\n"})
    head = repository.commit("feature", {"a.py": "a = 2\n"})
    repository.commit("feature", {"a.py": "a = 3\n"})
    repository.commit("main", {"b.py": "b = 1\n"})
    into = tmp_path / "job"
    with GitServer({"octo/app": repository.git_dir}) as server:
        assert fetch(into, server.url("octo/app"), base, head) == 0
        git = ["git", f"--git-dir={into}"]
        row = subprocess.run([*git, "diff-tree", "-r", base, head], check=True, capture_output=True, text=True).stdout
        missing = subprocess.run(
            [*git, "rev-list", "--objects", "--missing=print", head], check=True, capture_output=True, text=True
        ).stdout
        blob = row.split()[3]
        assert f"?{blob}" in missing
        assert fetch(into, server.url("octo/app"), blob) == 0
        assert server.backend.requests[0][:2] == ("octo/app", "/info/refs")
    read = subprocess.run([*git, "cat-file", "blob", blob], check=True, capture_output=True, text=True)
    assert read.stdout == "a = 2\n"


def test_a_private_repository_wants_its_token(tmp_path: Path, repository: Repository) -> None:
    head = repository.commit("main", {"a.py": "a = 1\n"})
    with GitServer({"octo/app": repository.git_dir}, token=TOKEN) as server:
        url = server.url("octo/app")
        assert fetch(tmp_path / "one", url, head) != 0
        assert fetch(tmp_path / "two", url, head, token=TOKEN[:-1]) != 0
        assert fetch(tmp_path / "three", url, head, token=TOKEN) == 0
        assert fetch(tmp_path / "four", server.url("octo/other"), head, token=TOKEN) != 0
