"""The policy files of a repository, from real git: which are read, and what is said of them on the change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import Severity
from bot.policy import Policy, shape
from bot.render import gerrit, markdown
from tests.builders import change
from tests.fakes.repository import SUBMODULE, SYMLINK, Repository
from tests.unit.render import samples
from workers.change import policy_file
from workers.change.fetching import Here
from workers.change.git import Git
from workers.change.policy_file import PolicyInForce, parsed, policy_at

ROOT = ".patchwarden.yml"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app.git")


def held(repository: Repository, touched: list[str], **inherited: str) -> PolicyInForce:
    inherits = [(name.replace("_", "/"), text) for name, text in inherited.items()]
    return policy_at(Git(repository.git_dir), "main", Here(), touched, inherits)


def test_the_folders_around_touched_paths_have_their_say_and_no_others(repository: Repository) -> None:
    files = {
        ROOT: "minimum-severity: medium\n",
        "pay/.patchwarden.yml": "minimum-severity: high\n",
        "pay/core/.patchwarden.yml": "tests: full\n",
        "web/.patchwarden.yml": "minimum-severity: low\n",
    }
    repository.commit("main", files)
    found = held(repository, ["pay/core/deep/a.py", "README.md", "payment/x.py"])
    assert found.problems == ()
    assert [file.where for file in found.files] == [ROOT, "pay/.patchwarden.yml", "pay/core/.patchwarden.yml"]
    told = [found.policy.at(path).minimum_severity for path in ("a.py", "pay/a.py", "pay/core/a.py", "web/a.py")]
    assert told == [Severity.MEDIUM, Severity.HIGH, Severity.HIGH, Severity.MEDIUM]


@pytest.mark.parametrize("folder", [":(exclude)x", "*", "-a", "ä b", ":", "[x]"])
def test_a_folder_may_have_any_name(repository: Repository, folder: str) -> None:
    repository.commit("main", {f"{folder}/.patchwarden.yml": "tests: full\n", "web/.patchwarden.yml": "tests: full\n"})
    found = held(repository, [f"{folder}/a.py", f"{folder}/*/a.py"])
    assert [file.folder for file in found.files] == [f"{folder}/"]
    assert [found.policy.at(path).tests_quiet for path in (f"{folder}/a.py", "web/a.py")] == [False, True]


def test_no_more_than_fifty_files_of_folders_are_read(repository: Repository) -> None:
    folders = [f"f{number:03}" for number in range(60)]
    repository.commit("main", {ROOT: "tests: full\n"} | {f"{it}/{ROOT}": "tests: quiet\n" for it in folders})
    found = held(repository, [f"{folder}/a.py" for folder in folders])
    assert len(found.files) == 51
    assert "more than 50 policy files" in " ".join(found.problems)


def test_without_any_file_the_defaults_hold(repository: Repository) -> None:
    repository.commit("main", {"a.py": "x\n"})
    assert parsed(None) == PolicyInForce()
    assert held(repository, ["a.py", "b/c/d.py"]) == replace(parsed(None), blob="")


def test_what_is_no_file_costs_itself_alone(repository: Repository) -> None:
    target = repository.commit("main", {ROOT: "fail-on: high\n"})
    modes = {"a/.patchwarden.yml": SYMLINK, "b/.patchwarden.yml": SUBMODULE}
    files = {
        "a/.patchwarden.yml": "../.patchwarden.yml",
        "b/.patchwarden.yml": target,
        "c/.patchwarden.yml/x": "",
        "d/.patchwarden.yml": "#" * 1_000_001,
        "e/.patchwarden.yml": "tests: full",
        "f/.patchwarden.yml": "[",
    }
    repository.commit("main", files, modes=modes)
    found = held(repository, [f"{name}/x.py" for name in "abcdef"])
    assert found.policy.fail_on is Severity.HIGH
    assert not found.policy.at("e/x.py").tests_quiet
    for what in ("is a symbolic link", "is a submodule", "is a folder", "of 1,000,001 bytes", "this is not YAML"):
        assert what in " ".join(found.problems)


def test_a_mistake_is_said_first_on_the_change_and_the_rest_holds() -> None:
    found = parsed("fail-on: high\ncolor: red\ncomment-limit: many\n")
    assert found.policy.fail_on is Severity.HIGH
    first, color, limit = found.noted_on(change()).notices
    assert first == "The policy has 2 mistakes; the rest of it holds."
    assert color.startswith(".patchwarden.yml, line 2: unknown setting `color`")
    assert limit == ".patchwarden.yml, line 3: `comment-limit` is `many`; it must be a whole number from 0 to 100."


@pytest.mark.parametrize(("mistakes", "counted"), [(1, ""), (5, ""), (6, "And 1 more: "), (30, "And 25 more: ")])
def test_a_notice_names_five_mistakes_and_counts_the_others(mistakes: int, counted: str) -> None:
    said = parsed("exclude:\n" + "- [x]\n" * mistakes).problems
    assert sum(", line " in line for line in said) == min(mistakes, 5)
    assert said[-1].startswith(counted or ".patchwarden.yml, line ")
    assert ("And " in "".join(said)) is bool(counted)


WRONG = "{zzz: [1, " + "x" * 300 + "]}"


def cut_off(said: Iterable[str]) -> list[str]:
    """What a summary would not show whole."""
    review = replace(samples.clean(), notices=tuple(said))
    shown = [*markdown.summary(review).splitlines(), *gerrit.summary(review).splitlines()]
    return [line for line in shown if line.endswith("…")]


@pytest.mark.parametrize("name", [*shape.FILE.fields, "no-such-setting"])
def test_a_mistake_of_any_setting_is_said_whole(name: str) -> None:
    said = parsed(f"{name}: {WRONG}\n").problems
    assert said[0] == "The policy has a mistake; the rest of it holds."
    assert (len(said), cut_off(said)) == (2, [])


def test_mistakes_of_a_file_in_a_deep_folder_are_said_whole_a_line_each(repository: Repository) -> None:
    folder = "deeper/" * 200
    file = "".join(f"{name}: {WRONG}\n" for name in shape.FOLDER.fields)
    repository.commit("main", {"b.py": "", f"{folder}.patchwarden.yml": file})
    said = held(repository, [f"{folder}a.py"]).problems
    assert (len(said), cut_off(said)) == (7, [])
    assert all("/deeper/.patchwarden.yml, line " in line for line in said[1:6])


def test_files_that_are_none_are_counted_too(repository: Repository) -> None:
    folders = [f"f{number}" for number in range(8)]
    repository.commit("main", {ROOT: ""} | {f"{folder}/{ROOT}": "[" for folder in folders})
    said = held(repository, [f"{folder}/a.py" for folder in folders]).problems
    assert (len(said), said[-1]) == (6, "And 3 more: `patchwarden policy check` names them all.")


def test_of_a_file_that_is_none_the_defaults_hold() -> None:
    found = parsed("- a\n")
    assert found.policy == Policy()
    assert found.problems[0].startswith(
        "The policy file was not applied, the defaults hold. .patchwarden.yml, line 1: "
    )


def test_what_is_inherited_lies_below_and_is_not_quoted(repository: Repository) -> None:
    repository.commit("main", {ROOT: "exclude: [gen/]\n"})
    theirs = "fail-on: high\nexclude: [vendor/]\nthe-secret-plan: x\n"
    found = held(repository, [], octo_rules=theirs, octo_broken="secret: [")
    assert (found.policy.fail_on, found.policy.exclude) == (Severity.HIGH, ("vendor/", "gen/"))
    assert "octo/rules has a mistake; the rest of it holds." in " ".join(found.problems)
    assert "octo/broken was not applied" in " ".join(found.problems)
    assert "secret" not in " ".join(found.problems)


def test_a_thousand_folders_cost_one_command(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("main", {"a.py": "x\n"})
    asked: list[str] = []
    run = Git.run

    def counted(self: Git, *args: str, **rest: object) -> bytes:
        asked.append(args[0])
        return run(self, *args, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", counted)
    held(repository, [f"d{number}/a.py" for number in range(1_000)])
    assert asked == ["ls-tree"]


def test_the_most_that_is_looked_for_is_said(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_file, "_MOST_FOLDERS", 2)
    repository.commit("main", {"a/.patchwarden.yml": "tests: full\n", "c/.patchwarden.yml": "tests: full\n"})
    found = held(repository, ["a/x", "b/x", "c/x"])
    assert [file.folder for file in found.files] == ["a/"]
    assert "those that are nearest to the root hold" in " ".join(found.problems)
