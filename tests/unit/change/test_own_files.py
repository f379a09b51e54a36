"""The texts of own rules: those of the default branch, and a word on every name that leads to none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import change
from tests.fakes.repository import SYMLINK, Repository
from workers.change import own_files
from workers.change.fetching import Here
from workers.change.git import Git
from workers.change.policy_file import policy_at

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> tuple[Git, str]:
    made = Repository(tmp_path_factory.mktemp("own") / "app.git")
    many = {f"many/{number:03}.yml": f"# {number}\n" for number in range(101)}
    files = {".semgrep/a.yml": "A", ".semgrep/deep/b.YAML": "B", ".semgrep/c.txt": "C", "one.yml": "D", **many}
    commit = made.commit(
        "main",
        {**files, ".semgrep/link.yml": "a.yml", "big.yml": "x" * 1_000_001},
        modes={".semgrep/link.yml": SYMLINK},
    )
    return Git(made.git_dir), commit


@pytest.mark.parametrize(
    ("names", "texts"),
    [
        ((".semgrep/",), {".semgrep/a.yml": "A", ".semgrep/deep/b.YAML": "B"}),
        (("./.semgrep", "one.yml"), {".semgrep/a.yml": "A", ".semgrep/deep/b.YAML": "B", "one.yml": "D"}),
        (("one.yml", "one.yml"), {"one.yml": "D"}),
    ],
)
def test_files_and_folders(repository: tuple[Git, str], names: tuple[str, ...], texts: dict[str, str]) -> None:
    found = own_files.read(*repository, names, Here())
    assert (found.texts, found.problems) == (texts, ())


@pytest.mark.parametrize(
    "name",
    ["nowhere/", "../one.yml", "/etc", "", ".", ".semgrep/c.txt", ".semgrep/link.yml", ":(glob)**", "a\0b", "--"],
)
def test_a_name_that_leads_nowhere_is_said(repository: tuple[Git, str], name: str) -> None:
    found = own_files.read(*repository, (name, "one.yml"), Here())
    assert found.texts == {"one.yml": "D"}
    (problem,) = found.problems
    assert "leads to no YAML file of the default branch" in problem


def test_the_policy_brings_the_rules_of_its_own_commit(tmp_path: Path) -> None:
    made = Repository(tmp_path / "app.git")
    policy = "rules: [.semgrep/, gone.yml]\n"
    main = made.commit("main", {".patchwarden.yml": policy, ".semgrep/a.yml": "rules: []\n"})
    topic = made.commit("topic", {".semgrep/a.yml": "rules: [changed]\n", ".semgrep/new.yml": "rules: []\n"})
    assert topic != main
    found = policy_at(Git(made.git_dir), main, Here())
    assert found.own_rules == {".semgrep/a.yml": "rules: []\n"}
    (notice,) = found.noted_on(change()).notices
    assert notice.startswith("The name of own rules `gone.yml` leads to no YAML file of the default branch")


def test_what_is_too_much_is_said(repository: tuple[Git, str]) -> None:
    found = own_files.read(*repository, ("many",), Here())
    assert len(found.texts) == 100
    assert found.problems == ("The policy's own rules are 101 files; the first 100 are read.",)
    large = own_files.read(*repository, ("big.yml",), Here())
    assert (large.texts, "is longer than 1,000,000 bytes" in large.problems[0]) == ({}, True)
