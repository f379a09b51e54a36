"""Files that steer reviews, and the paths that ignore lists leave out."""

from __future__ import annotations

import pytest

from bot import policy
from bot.globs import Globs
from bot.knowledge import control_files
from bot.knowledge.control_files import control_file, ignored_paths


def test_the_policy_file_has_one_name() -> None:
    assert control_files.POLICY == policy.PATH


@pytest.mark.parametrize(
    "path",
    [
        ".patchwarden.yml", "services/billing/.patchwarden.yml", "src/.semgrepignore", "web/.eslintignore",
        "sonar-project.properties", ".github/CODEOWNERS", "config/brakeman.ignore", ".semgrep/deep/a.yml", "one.yml",
    ],
)  # fmt: skip
def test_what_steers_reviews(path: str) -> None:
    assert control_file(path, (".semgrep/", "./one.yml")) is not None


@pytest.mark.parametrize("path", ["a.py", "src/CODEOWNERS", ".semgrepx/a.yml", "one.yml.bak", "x/.bandit"])
def test_what_does_not(path: str) -> None:
    assert control_file(path, (".semgrep", "one.yml", "", "./")) is None


@pytest.mark.parametrize(
    ("path", "line", "ignored", "kept"),
    [
        (".semgrepignore", "src/", ["src/a.py", "x/src/a.py"], ["srcs/a.py", "a.py"]),
        (".semgrepignore", "/src", ["src/a.py"], ["x/src/a.py"]),
        (".semgrepignore", "*.py", ["a.py", "x/a.py"], ["a.js"]),
        (".semgrepignore", "src/db/*.py", ["src/db/a.py"], ["x/src/db/a.py"]),
        ("web/.semgrepignore", "*.js", ["web/a.js", "web/x/a.js"], ["a.js"]),
        (".semgrepignore", "# src/", [], ["src/a.py"]),
        (".semgrepignore", "!src/", [], ["src/a.py"]),
        (".semgrepignore", ":include .gitignore", [], ["a.py"]),
        ("sonar-project.properties", "sonar.exclusions=src/**, lib/*.py", ["src/x/a.py", "lib/a.py"], ["a.py"]),
        ("sonar-project.properties", "sonar.projectKey=src/**", [], ["src/a.py"]),
        (".bandit", "exclude = ./src,lib", ["src/a.py", "lib/x/b.py"], ["a.py"]),
        (".gitleaksignore", "0123abcd:src/key.py:generic-api-key:3", ["src/key.py"], ["key.py"]),
        ("CODEOWNERS", "*", [], ["a.py"]),
    ],
)
def test_what_an_ignore_list_leaves_out(path: str, line: str, ignored: list[str], kept: list[str]) -> None:
    globs = Globs.of_paths(ignored_paths(path, [line]))
    assert [each for each in ignored + kept if globs.match(each)] == ignored
