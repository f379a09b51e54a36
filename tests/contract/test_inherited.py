"""What a repository inherits: an owner's file on GitHub, the parents' files on Gerrit."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from bot.hosts.base import HostError
from bot.hosts.github import GitHub
from bot.hosts.github.client import Api
from bot.hosts.github.inheriting import policies
from bot.hosts.github.wire import Repository as Repository_
from tests.contract.gerrit_rig import FakeServer, gerrit_rig
from tests.contract.github_rig import GitHubRig, github_rig
from tests.fakes.repository import Repository

FILES = {"a.py": "x = 1\n"}
TEXT = "fail-on: high\n"


def owned(rig: GitHubRig, directory: Path, name: str, files: dict[str, str]) -> None:
    git = Repository(directory / f"{name}.git")
    git.commit("main", {"README.md": "Ours.\n", **files})
    rig.fake.add_repository(name, git)


def inherited(rig: GitHubRig) -> list[tuple[str, str]]:
    host = rig.host()
    return list(host.inherited(host.change(rig.open_change(FILES, {"a.py": "x = 2\n"}))))


@pytest.mark.parametrize(
    ("theirs", "found"),
    [
        ({}, []),
        ({"octo/.github": {}}, []),
        ({"octo/.github": {".patchwarden.yml": TEXT}}, [("octo/.github/.patchwarden.yml", TEXT)]),
        ({"octo/.github": {"patchwarden.yml": TEXT}}, [("octo/.github/patchwarden.yml", TEXT)]),
        ({"octo/.patchwarden": {"patchwarden.yml": TEXT}}, [("octo/.patchwarden/patchwarden.yml", TEXT)]),
        (
            {"octo/.github": {".patchwarden.yml": "tests: full\n"}, "octo/.patchwarden": {".patchwarden.yml": TEXT}},
            [("octo/.patchwarden/.patchwarden.yml", TEXT)],
        ),
        ({"other/.github": {".patchwarden.yml": TEXT}}, []),
        ({"octo/.github": {".patchwarden.yml": "ä: ö\n"}}, [("octo/.github/.patchwarden.yml", "ä: ö\n")]),
        ({"octo/.github": {".patchwarden.yml": "#" * 1_000_001}}, [("octo/.github/.patchwarden.yml", " " * 64_001)]),
    ],
)
def test_an_owners_file_on_github(
    tmp_path: Path, theirs: dict[str, dict[str, str]], found: list[tuple[str, str]]
) -> None:
    with github_rig(tmp_path) as rig:
        for name, files in theirs.items():
            owned(rig, tmp_path, name, files)
        assert inherited(rig) == found
        assert not rig.violations()


@pytest.mark.parametrize("answer", [[], [{"type": "file"}], {"type": "symlink"}, {"type": "submodule"}])
def test_what_is_no_file_on_github_is_none(answer: object) -> None:
    class Answers:
        def get(self, shape: type, path: str, to: str) -> object:
            return answer if "/contents/" in path else Repository_(1, path.removeprefix("/repos/"), "main")

    assert policies(lambda home: cast(Api, Answers()), "octo/app") == ()


def test_a_repository_that_was_given_away_says_nothing_of_the_owners_others(tmp_path: Path) -> None:
    with github_rig(tmp_path) as rig:
        owned(rig, tmp_path, "octo/.github", {".patchwarden.yml": TEXT})
        ref = rig.open_change(FILES, {"a.py": "x = 2\n"})
        rig.fake.rename("octo/.github", "mallory/.github")
        host = rig.host()
        assert host.inherited(host.change(ref)) == ()


def test_a_fault_of_github_is_no_answer(tmp_path: Path) -> None:
    with github_rig(tmp_path) as rig:
        owned(rig, tmp_path, "octo/.github", {".patchwarden.yml": TEXT})
        host = rig.host()
        change = host.change(rig.open_change(FILES, {"a.py": "x = 2\n"}))
        for _ in range(10):
            rig.fake.fail_next("GET", r"/repos/octo/\.github/contents/\.patchwarden\.yml$", "error")
        with pytest.raises(HostError):
            host.inherited(change)


def test_the_answer_holds_for_the_job(tmp_path: Path) -> None:
    with github_rig(tmp_path) as rig:
        owned(rig, tmp_path, "octo/.github", {".patchwarden.yml": TEXT})
        host: GitHub = rig.host()
        change = host.change(rig.open_change(FILES, {"a.py": "x = 2\n"}))
        first = host.inherited(change)
        rig.fake.fail_next("GET", r"/repos/octo/\.github", "error")
        assert host.inherited(change) is first


@pytest.mark.parametrize(
    ("parents", "files", "found"),
    [
        ({}, {}, []),
        ({}, {"All-Projects": TEXT}, [("All-Projects:refs/meta/config/.patchwarden.yml", TEXT)]),
        (
            {"app": "team/base"},
            {"All-Projects": "tests: full\n", "team/base": TEXT},
            [
                ("All-Projects:refs/meta/config/.patchwarden.yml", "tests: full\n"),
                ("team/base:refs/meta/config/.patchwarden.yml", TEXT),
            ],
        ),
        ({"app": "team/base", "team/base": "team/base"}, {}, []),
    ],
)
def test_the_parents_files_on_gerrit(
    tmp_path: Path, parents: dict[str, str], files: dict[str, str], found: list[tuple[str, str]]
) -> None:
    with gerrit_rig(tmp_path) as rig:
        assert isinstance(rig.server, FakeServer)
        state = rig.server.fake.state
        ref = rig.open_change(FILES, {"a.py": "x = 2\n"})
        state.projects["team/base"] = state.projects[ref.repository]
        state.parents |= {ref.repository if name == "app" else name: parent for name, parent in parents.items()}
        state.config_files |= {(project, ".patchwarden.yml"): text for project, text in files.items()}
        host = rig.host()
        assert list(host.inherited(host.change(ref))) == found
        assert not rig.violations()
