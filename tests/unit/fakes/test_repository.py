"""The repositories that other tests are built on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.repository import EXECUTABLE, SUBMODULE, SYMLINK, GitFailed, Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app.git")


def test_the_same_commits_have_the_same_ids(tmp_path: Path) -> None:
    ids = [Repository(tmp_path / name).commit("main", {"a.py": "a = 1\n"}, "First") for name in ("one", "two")]
    assert ids[0] == ids[1]


def test_a_branch_starts_at_the_default_branch(repository: Repository) -> None:
    base = repository.commit("main", {"a.py": "a = 1\n"})
    head = repository.commit("feature", {"a.py": "a = 2\n", "b.py": b"\xff\x00"})
    later = repository.commit("main", {"c.py": "c = 1\n"})
    assert repository.merge_base(head, later) == base
    assert repository.git("diff", "--name-status", base, head) == "M\ta.py\nA\tb.py"


def test_renames_deletions_and_modes(repository: Repository) -> None:
    base = repository.commit("main", {"old name.py": "x = 1\n" * 9, "gone.py": "1\n", "é.py": "1\n"})
    head = repository.commit(
        "feature",
        {"gone.py": None, "run.sh": "#!/bin/sh\n", "link": "/etc/passwd", "vendor": base, 'quo"te\n.py': ""},
        renames={"old name.py": "new name.py"},
        modes={"run.sh": EXECUTABLE, "link": SYMLINK, "vendor": SUBMODULE},
    )
    rows = repository.git("-c", "core.quotePath=false", "diff", "-M", "--name-status", "-z", base, head).split("\0")
    assert rows[:2] == ["D", "gone.py"]
    assert rows[rows.index("R100") + 1 :][:2] == ["old name.py", "new name.py"]
    tree = repository.git("ls-tree", head)
    assert {line.split()[0] for line in tree.splitlines()} == {"100644", "100755", "120000", "160000"}


def test_merging_and_force_pushing(repository: Repository) -> None:
    base = repository.commit("main", {"a.py": "1\n"})
    repository.commit("feature", {"b.py": "1\n"})
    merged = repository.commit("main", {"b.py": "1\n"}, merge="feature")
    assert len(repository.git("rev-list", "--parents", "-n1", merged).split()) == 3
    pushed = repository.commit("feature", {"c.py": "1\n"}, start=base)
    assert repository.git("rev-parse", f"{pushed}^") == base


def test_the_head_of_a_pull_request_has_a_ref(repository: Repository) -> None:
    head = repository.commit("main", {"a.py": "1\n"})
    repository.pull_ref(7, head)
    assert repository.resolve("refs/pull/7/head") == head
    with pytest.raises(GitFailed):
        repository.resolve("refs/pull/8/head")
