"""Objects are asked for by one process, and an older git answers the same."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.repository import Repository
from workers.change.git import Git
from workers.local.reviewing import review_local
from workers.processes import launching

OLD_GIT = """#!/bin/sh
for word; do
  if [ "$word" = --batch-command ]; then echo "error: unknown option \\`batch-command'" >&2; exit 129; fi
done
exec {git} "$@"
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app.git")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands of git that are started."""
    commands: list[str] = []
    launch = launching.launch

    def counted(argv: list[str], **how: object) -> launching.Running:
        commands.append(next(word for word in argv[1:] if not word.startswith("-") and "=" not in word))
        return launch(argv, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(launching, "launch", counted)
    return commands


def told(git: Git, commit: str) -> tuple[object, ...]:
    blobs = [git.named(f"{commit}:{path}") or "" for path in ("a", "empty", "lines")]
    tree = git.named(f"{commit}^{{tree}}") or ""
    nothing = "1" * 40
    return (
        [git.named(name) for name in ("main", "main^{commit}", commit[:8], "gone", "main^{blob}", "main~7", "-x")],
        git.sizes([*blobs, tree, nothing]),
        git.blobs([*blobs, tree]),
    )


@pytest.mark.parametrize("is_old", [False, True])
def test_every_git_tells_the_same(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[str], *, is_old: bool
) -> None:
    content = b"one\n\n100 blob 3\nsha missing\n" * 20_000
    commit = repository.commit("main", {"a": b"\0\n\xff", "empty": b"", "lines": content})
    if is_old:
        folder = tmp_path / "bin"
        folder.mkdir()
        (folder / "git").write_text(OLD_GIT.format(git=shutil.which("git")))
        (folder / "git").chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    names, sizes, blobs = told(Git(repository.git_dir), commit)
    assert names == [commit, commit, commit, None, None, None, None]
    assert isinstance(sizes, dict)
    assert sorted(sizes.values()) == [0, 3, len(content)]
    assert isinstance(blobs, dict)
    assert sorted(blobs.values(), key=len) == [b"", b"\0\n\xff", content]
    assert (len(started) == 1) is not is_old


def test_a_copy_that_writes_reads_by_the_same_process(repository: Repository, started: list[str]) -> None:
    commit = repository.commit("main", {"a": "x"})
    git = Git(repository.git_dir)
    blob = git.named(f"{commit}:a") or ""
    with git.writing() as writable:
        assert writable.blobs([blob]) == {blob: b"x"}
    assert started.count("cat-file") == 1


def test_objects_that_come_later_are_found(repository: Repository, started: list[str]) -> None:
    git = Git(repository.git_dir)
    repository.commit("main", {"a": "x"})
    assert git.named("main:b") is None
    repository.commit("main", {"b": "y"})
    repository.git("repack", "-adq")
    blob = git.named("main:b") or ""
    assert git.blobs([blob]) == {blob: b"y"}
    assert started == ["cat-file"]


def test_a_process_that_was_ended_is_started_again(repository: Repository, started: list[str]) -> None:
    commit = repository.commit("main", {"a": "x"})
    git = Git(repository.git_dir)
    assert git.named("main") == commit
    git.session.close()
    assert git.named("main") == commit
    other = replace(git, env={**git.env, "GIT_OBJECT_DIRECTORY": str(repository.git_dir / "objects")})
    assert other.named("main") == commit
    assert started == ["cat-file"] * 3


def test_a_small_review_starts_few_programs(repository: Repository, started: list[str]) -> None:
    repository.commit("main", {"a.txt": "one\n", "b.txt": "two\n"})
    repository.commit("topic", {"a.txt": "one\nmore\n", "b.txt": "three\n"})
    found = review_local(repository.git_dir, "main...topic", [], {})
    assert found.review.files_total == 2
    assert len(started) <= 10, started
    assert len(started) == len({*started}) + started.count("diff-tree") - 1 + started.count("symbolic-ref") - 1
