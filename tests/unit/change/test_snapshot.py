"""The changed files of both sides, from real repositories: in the folder and over HTTP."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import pytest

from bot.hosts.base import GitSource, HostUnavailable
from bot.model import ChangedFile, FileStatus, Hunk, Side
from bot.policy import Policy, parse
from tests.builders import change
from tests.fakes.git_server import GitServer
from tests.fakes.repository import EXECUTABLE, SUBMODULE, SYMLINK, Repository
from workers.change import contents, diff_tree, fetch_errors, snapshot
from workers.change.git import Git, NotAnObjectId
from workers.checks.base import Snapshot
from workers.reading import texts

TOKEN = "ghs_" + "0" * 36


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app.git")


def read(repository: Repository, base: str, head: str) -> Snapshot:
    return snapshot.read(Git(repository.git_dir), change(merge_base=base, head=head), base, head)


def only(seen: Snapshot) -> ChangedFile:
    (file,) = seen.files
    return file


def test_both_sides_and_the_hunks_between_them(repository: Repository) -> None:
    base = repository.commit("main", {"a.py": "one\ntwo\nthree\nfour\n", "same.py": "x\n"})
    head = repository.commit("topic", {"a.py": "zero\none\nthree\nFOUR\n"})
    file = only(read(repository, base, head))
    assert (file.path, file.status, file.language) == ("a.py", FileStatus.MODIFIED, "python")
    assert (file.base_text, file.head_text) == ("one\ntwo\nthree\nfour\n", "zero\none\nthree\nFOUR\n")
    assert file.hunks == (Hunk(0, 0, 1, 1), Hunk(2, 1, 2, 0), Hunk(4, 1, 4, 1))
    assert file.added_lines == {1, 4}
    assert file.removed_lines == {2, 4}


def test_a_rename_is_one_file_with_two_paths(repository: Repository) -> None:
    body = "".join(f"line {number}\n" for number in range(20))
    base = repository.commit("main", {"old.py": body})
    head = repository.commit("topic", {"new.py": body + "more\n"}, renames={"old.py": "new.py"})
    file = only(read(repository, base, head))
    assert (file.status, file.path, file.old_path) == (FileStatus.RENAMED, "new.py", "old.py")
    assert file.added_lines == {21}


@pytest.mark.parametrize(
    ("content", "mode", "reason"),
    [
        (bytes(range(32)) * 9, "100644", "binary content under the name of a text"),
        (b"x" * (texts.LARGEST_TEXT + 1), "100644", "larger than the limit of 10,000,000 bytes (10,000,001)"),
        ("target", SYMLINK, "a symbolic link"),
        ("1" * 40, SUBMODULE, "a submodule"),
    ],
)
def test_what_cannot_be_read_says_why(repository: Repository, content: str | bytes, mode: str, reason: str) -> None:
    base = repository.commit("main", {"other": "x"})
    head = repository.commit("topic", {"a.py": content}, modes={"a.py": mode})
    file = only(read(repository, base, head))
    assert (file.head_text, file.unreadable) == (None, reason)


def test_a_submodule_that_asks_to_be_ignored_is_seen(repository: Repository) -> None:
    modules = '[submodule "lib"]\n\tpath = lib\n\turl = https://example.org/lib\n\tignore = all\n'
    repository.git("config", "core.bare", "false")  # as in somebody's checkout
    base = repository.commit("main", {".gitmodules": modules, "lib": "1" * 40}, modes={"lib": SUBMODULE})
    head = repository.commit("topic", {"lib": "2" * 40}, modes={"lib": SUBMODULE})
    file = only(read(repository, base, head))
    assert (file.path, file.unreadable) == ("lib", "a submodule")


def test_a_file_that_becomes_a_symbolic_link_and_back(repository: Repository) -> None:
    base = repository.commit("main", {"a.py": "one\n", "b.py": "two\n"})
    linked = repository.commit("topic", {"a.py": "b.py", "b.py": "two\n2\n"}, modes={"a.py": SYMLINK})
    forth = {file.path: file for file in read(repository, base, linked).files}
    assert forth["a.py"].unreadable == "a symbolic link"
    assert forth["b.py"].added_lines == {2}
    back = {file.path: file for file in read(repository, linked, base).files}
    assert back["a.py"].head_text == "one\n"


@pytest.mark.parametrize("name", ["a file.py", 'quo"te.py', "täb\t.py", "-option.py", "new\nline.py", "*.py"])
def test_strange_names_are_read_like_others(repository: Repository, name: str) -> None:
    base = repository.commit("main", {"x": "x"})
    head = repository.commit("topic", {name: "one\n"})
    file = only(read(repository, base, head))
    assert (file.path, file.head_text) == (name, "one\n")
    assert file.added_lines == {1}


def test_a_patch_inside_a_file_does_not_look_like_one(repository: Repository) -> None:
    text = "diff --git a/x b/x\n@@ -1,9 +1,9 @@\n--- a/x\n+++ b/x\n"
    base = repository.commit("main", {"a.py": "one\n"})
    head = repository.commit("topic", {"a.py": text})
    assert only(read(repository, base, head)).hunks == (Hunk(1, 1, 1, 4),)


_HIDING = (
    "*.py -diff\n",
    "*.py binary\n",
    "*.py -text diff=odd\n",
    "* -diff export-ignore filter=evil ident eol=crlf working-tree-encoding=UTF-16\n",
)


@pytest.mark.parametrize("attributes", _HIDING)
def test_attributes_of_the_change_hide_nothing(repository: Repository, attributes: str) -> None:
    base = repository.commit("main", {"x": "x", "a.py": "zero\n", "b.py": "one\n"})
    head = repository.commit("topic", {".gitattributes": attributes, "a.py": "zero\none\n", "b.py": None})
    seen = read(repository, base, head)
    assert {file.path: (file.removed_lines, file.added_lines) for file in seen.files} == {
        ".gitattributes": (frozenset(), frozenset(range(1, attributes.count("\n") + 1))),
        "a.py": (frozenset(), {2}),
        "b.py": ({1}, frozenset()),
    }


_SETTINGS = {
    "diff.odd.binary": "true",
    "diff.odd.textconv": "echo same",
    "diff.odd.algorithm": "patience",
    "diff.algorithm": "patience",
    "diff.renames": "copies",
    "diff.renameLimit": "1",
    "diff.noprefix": "true",
    "diff.mnemonicPrefix": "true",
    "diff.context": "9",
    "diff.interHunkContext": "9",
    "diff.external": "false",
    "diff.ignoreSubmodules": "all",
    "diff.relative": "true",
    "diff.submodule": "log",
    "diff.wsErrorHighlight": "all",
    "color.ui": "always",
    "color.diff": "always",
    "core.quotePath": "true",
    "core.bigFileThreshold": "1",
}


@pytest.mark.parametrize("hiding", ["info/attributes", "core.attributesFile", ""])
def test_settings_of_the_repository_change_nothing(repository: Repository, tmp_path: Path, hiding: str) -> None:
    body = "".join(f"line {number}\n" for number in range(30))
    base = repository.commit("main", {"a.py": body, "old.py": body + "x\n", "c.py": body + "c\n", "ü": "1\n"})
    files = {"a.py": body.replace("line 3\n", "").replace("line 5", "5"), "new.py": body + "y\n", "ü": "2\n"}
    head = repository.commit("topic", files, renames={"old.py": "new.py"})
    plain = read(repository, base, head)
    for name, value in _SETTINGS.items():
        repository.git("config", name, value)
    attributes = "* -diff\n*.py diff=odd\n"
    if hiding == "core.attributesFile":
        (tmp_path / "attributes").write_text(attributes)
        repository.git("config", "core.attributesFile", str(tmp_path / "attributes"))
    elif hiding:
        (repository.git_dir / "info").mkdir(exist_ok=True)
        (repository.git_dir / hiding).write_text(attributes)
    assert read(repository, base, head).files == plain.files
    assert {file.path: file.status for file in plain.files}["new.py"] is FileStatus.RENAMED


def test_a_text_that_git_tells_no_lines_of_is_compared_here(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever silences git's patch: a changed text never passes as unchanged."""
    base = repository.commit("main", {"a.py": "one\ntwo\n", "b.py": "x"})
    head = repository.commit("topic", {"a.py": "one\n2\n", "b.py": "x\n"})
    monkeypatch.setattr(diff_tree, "hunks", lambda git, pairs: [()] * len(pairs))
    found = {file.path: file.added_lines for file in read(repository, base, head).files}
    assert found == {"a.py": {2}, "b.py": {1}}


def test_a_wide_coding_has_the_lines_of_its_text(repository: Repository) -> None:
    """U+0A0D holds the byte of a line's end, so git counts lines that are none."""
    base = repository.commit("main", {"a.ps1": "\ufeffone\n\u0a0d\ntwo\n".encode("utf-16-le")})
    head = repository.commit("topic", {"a.ps1": "\ufeffone\n\u0a0d\n2\n".encode("utf-16-le")})
    file = only(read(repository, base, head))
    assert (file.head_text, file.hunks) == ("one\n\u0a0d\n2\n", (Hunk(3, 1, 3, 1),))


def test_a_large_text_has_its_lines(repository: Repository) -> None:
    body = "".join(f"{number:>60}\n" for number in range(100_000))
    base = repository.commit("main", {"a.sql": body})
    head = repository.commit("topic", {"a.sql": body.replace(f"{70_000:>60}\n", "KEY\n")})
    assert only(read(repository, base, head)).added_lines == {70_001}


def test_a_file_without_an_ending_is_what_its_first_line_says(repository: Repository) -> None:
    base = repository.commit("main", {"x": "x", "old": "#!/bin/sh\n"})
    head = repository.commit("topic", {"tool": "#!/usr/bin/env python3\n", "old": None})
    assert {file.path: file.language for file in read(repository, base, head).files} == {
        "tool": "python",
        "old": "bash",
    }


def test_the_tree_around_the_change(repository: Repository) -> None:
    base = repository.commit("main", {"a.py": "one\n", "lib/b.py": "two\n", "run": "x"}, modes={"run": EXECUTABLE})
    head = repository.commit("topic", {"c.py": "three\n", "a.py": None})
    tree = read(repository, base, head).tree
    assert list(tree.paths(Side.BASE)) == ["a.py", "lib/b.py", "run"]
    assert list(tree.paths(Side.HEAD)) == ["c.py", "lib/b.py", "run"]
    assert tree.read(["lib/b.py", "absent"], Side.HEAD) == {"lib/b.py": "two\n"}


def test_what_of_the_tree_could_not_be_read_says_why(repository: Repository) -> None:
    odd: dict[str, str | bytes | None] = {
        "a.png": b"\x89PNG\r\n\x1a\n" + bytes(9),
        "b.py": bytes(99),
        "c.py": b"caf\xe9\n",
        "d.py": "x",
    }
    head = repository.commit("main", odd)
    tree = read(repository, head, head).tree
    paths = [*odd, "absent"]
    assert tree.read(paths, Side.HEAD) == {"c.py": "café\n", "d.py": "x"}
    assert tree.unread(paths, Side.HEAD) == {"a.png": "binary", "b.py": "binary content under the name of a text"}


class TestLimits:
    """What is left out is named: the review goes on with the rest."""

    def test_of_too_many_files_code_is_read_first(
        self, repository: Repository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(snapshot, "MOST_FILES", 3)
        base = repository.commit("main", {"x": "x", "z.py": "one\n", "aa.py": "gone\n"})
        files = {"a.txt": "a", "b.yml": "b", "c.md": "c", "y.py": "new\n", "z.py": "one\ntwo\n", "aa.py": None}
        head = repository.commit("topic", files)
        seen = {file.path: file for file in read(repository, base, head).files}
        assert sorted(seen) == sorted(files)
        assert {path for path, file in seen.items() if file.unreadable is None} == {"b.yml", "y.py", "z.py"}
        assert seen["z.py"].added_lines == {2}
        assert seen["a.txt"].unreadable == "the change touches 6 files, and 3 of them are read"
        assert read(repository, base, head).files == tuple(seen.values())

    def test_over_the_limit_of_bytes_whole_files_are_left_out(
        self, repository: Repository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(contents, "MOST_BYTES", 100)
        base = repository.commit("main", {"a.py": "a" * 60, "b.py": "b" * 50})
        head = repository.commit("topic", {"a.py": "a" * 30, "b.py": "b" * 49, "c.py": "c" * 9})
        seen = {file.path: (file.base_text, file.unreadable) for file in read(repository, base, head).files}
        assert seen == {
            "a.py": ("a" * 60, None),
            "b.py": (None, "the change has more than the 100 bytes that are read"),
            "c.py": (None, None),
        }


class TestOverHttp:
    """The transport that a worker uses."""

    @staticmethod
    def basic(token: str = TOKEN) -> str:
        return "Basic " + base64.b64encode(f"x-access-token:{token}".encode()).decode()

    def test_four_requests_and_a_token_that_stays_off_the_disk(self, tmp_path: Path, repository: Repository) -> None:
        policy = "fail-on: high\n"
        base = repository.commit("main", {"a.py": "one\n", "lib/b.py": "two\n", ".patchwarden.yml": policy})
        head = repository.commit("topic", {"a.py": "one\nmore\n", ".patchwarden.yml": "exclude: ['**']\n"})
        repository.commit("topic", {"later.py": "x\n"})
        here = read(repository, base, head)
        with GitServer({"octo/app": repository.git_dir}, TOKEN) as server:
            source = GitSource(server.url("octo/app"), authorization=self.basic())
            with snapshot.remote(change(merge_base=base, head=head), source) as seen:
                assert seen.files == here.files
                assert seen.policy == parse(policy), "the policy is the default branch's, not the change's"
                before = len(server.backend.requests)
                assert before <= 8
                assert seen.tree.read(["lib/b.py"], Side.HEAD) == {"lib/b.py": "two\n"}
                assert len(server.backend.requests) > before

    def test_a_fork_is_read_through_the_pull_request_ref(self, repository: Repository) -> None:
        base = repository.commit("main", {"a.py": "one\n"})
        head = repository.commit("topic", {"a.py": "two\n"})
        repository.pull_ref(7, head)
        repository.git("update-ref", "-d", "refs/heads/topic")
        with GitServer({"octo/app": repository.git_dir}) as server:
            source = GitSource(server.url("octo/app"), refs=("refs/pull/7/head",))
            with snapshot.remote(change(merge_base=base, head=head), source) as seen:
                assert [file.path for file in seen.files] == ["a.py"]
                assert seen.policy == Policy()

    def test_a_server_of_tips_alone_is_read_through_the_changes_ref(self, repository: Repository) -> None:
        """As Gerrit's may be set up: an older patch set's commit and its parent are no tips of branches."""
        base = repository.commit("main", {"a.py": "one\n", "lib/b.py": "two\n"})
        head = repository.commit("topic", {"a.py": "two\n"})
        repository.git("update-ref", "refs/changes/07/7/1", head)
        repository.git("update-ref", "-d", "refs/heads/topic")
        repository.commit("main", {"later.py": "x\n", ".patchwarden.yml": "fail-on: high\n"})
        with GitServer({"octo/app": repository.git_dir}, tips_only=True) as server:
            source = GitSource(server.url("octo/app"), refs=("refs/changes/07/7/1",))
            with snapshot.remote(change(merge_base=base, head=head), source) as seen:
                assert [(file.path, file.base_text, file.head_text) for file in seen.files] == [
                    ("a.py", "one\n", "two\n")
                ]
                assert seen.tree.read(["lib/b.py"], Side.HEAD) == {"lib/b.py": "two\n"}
                assert seen.policy == parse("fail-on: high\n")

    def test_a_ref_that_does_not_hold_the_head_is_no_snapshot(self, repository: Repository) -> None:
        base = repository.commit("main", {"a.py": "one\n"})
        head = repository.commit("topic", {"a.py": "two\n"})
        repository.git("update-ref", "refs/changes/07/7/1", base)
        repository.git("update-ref", "-d", "refs/heads/topic")
        with (
            GitServer({"octo/app": repository.git_dir}, tips_only=True) as server,
            pytest.raises(HostUnavailable, match="refs/changes/07/7/1 do not hold"),
            snapshot.remote(
                change(merge_base=base, head=head), GitSource(server.url("octo/app"), refs=("refs/changes/07/7/1",))
            ),
        ):
            pass

    @pytest.mark.parametrize("authorization", ["", "Basic d3Jvbmc6d3Jvbmc="])
    def test_a_refusal_is_passing_and_tells_no_token(self, repository: Repository, authorization: str) -> None:
        base = repository.commit("main", {"a.py": "one\n"})
        with GitServer({"octo/app": repository.git_dir}, TOKEN) as server:
            source = GitSource(server.url("octo/app"), authorization=authorization)
            with (
                pytest.raises(HostUnavailable, match=r"git fetch from 127\.0\.0\.1 failed") as caught,
                snapshot.remote(change(merge_base=base, head=base), source),
            ):
                pass
            assert "d3Jvbmc6d3Jvbmc" not in str(caught.value)

    @pytest.mark.parametrize("url", ["file:///etc", "ext::sh -c touch% /tmp/pwned", "/etc"])
    def test_only_http_is_spoken(self, repository: Repository, url: str) -> None:
        base = repository.commit("main", {"a.py": "one\n"})
        with (
            pytest.raises(fetch_errors.Final, match="address is none that Patchwarden reads"),
            snapshot.remote(change(merge_base=base, head=base), GitSource(url)),
        ):
            pass

    def test_what_is_no_object_id_never_reaches_git(self) -> None:
        with (
            pytest.raises(NotAnObjectId),
            snapshot.remote(replace(change(), merge_base="--upload-pack=touch"), GitSource("http://127.0.0.1:9/x")),
        ):
            pass
