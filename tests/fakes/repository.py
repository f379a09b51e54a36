"""Builds real bare git repositories, the same object ids on every run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

FIRST_COMMIT = 1_700_000_000
"""Seconds since the epoch of a repository's first commit; every further one is a minute later."""

REGULAR, EXECUTABLE, SYMLINK, SUBMODULE = "100644", "100755", "120000", "160000"

_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class Repository:
    """A bare repository in ``directory`` (made if it is not there), written through ``git fast-import``.

    ``git_dir`` is where it lies; ``url`` is a ``file:`` URL for a fetch without a server.
    """

    def __init__(self, directory: Path, default_branch: str = "main") -> None:
        self.git_dir = directory
        self.default_branch = default_branch
        self._clock = FIRST_COMMIT
        directory.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--bare", "--template=", f"--initial-branch={default_branch}")

    @classmethod
    def at(cls, git_dir: Path) -> Repository:
        """The repository that lies there already, for reading."""
        opened = cls.__new__(cls)
        opened.git_dir, opened.default_branch, opened._clock = git_dir, "main", FIRST_COMMIT
        return opened

    def copy(self, directory: Path) -> Repository:
        """The same repository in another place: cheaper than building it again for every test."""
        shutil.copytree(self.git_dir, directory)
        copied = Repository.at(directory)
        copied.default_branch, copied._clock = self.default_branch, self._clock
        return copied

    @property
    def url(self) -> str:
        return self.git_dir.resolve().as_uri()

    def git(self, *args: str, stdin: bytes = b"") -> str:
        """Output of a git command on this repository, without the final newline."""
        return self._raw(*args, stdin=stdin).decode("utf-8", "replace").rstrip("\n")

    def commit(
        self,
        branch: str,
        files: Mapping[str, str | bytes | None],
        message: str = "Change",
        *,
        start: str | None = None,
        renames: Mapping[str, str] | None = None,
        modes: Mapping[str, str] | None = None,
        merge: str | None = None,
        author: str = "Mallory <mallory@example.org>",
    ) -> str:
        """Adds a commit to ``branch`` and returns its id.

        ``files`` maps paths to their new contents, ``None`` deletes. ``renames`` (old path to new path) happen first.
        ``modes`` says which paths are not regular: for ``SYMLINK`` the content is the target, for ``SUBMODULE`` the
        commit id. A branch that does not exist starts at ``start`` (a branch or commit), else at the default branch,
        else from nothing. With ``start`` an existing branch is thrown away first: a force push. ``merge`` names a
        second parent.
        """
        parent = self._parent(branch, start)
        self._clock += 60
        stamp = f"{author} {self._clock} +0000"
        lines = [f"commit refs/heads/{branch}".encode()]
        lines += [f"author {stamp}".encode(), f"committer {stamp}".encode(), _data(message.encode())]
        if parent:
            lines.append(f"from {parent}".encode())
        if merge:
            lines.append(f"merge {self.resolve(merge)}".encode())
        for old, new in (renames or {}).items():
            lines.append(b"R " + _quoted(old) + b" " + _quoted(new))
        for path, content in files.items():
            lines.append(_change(path, content, (modes or {}).get(path, REGULAR)))
        self.git("fast-import", "--quiet", "--force", "--done", stdin=b"\n".join([*lines, b"done", b""]))
        return self.resolve(branch)

    def root_commit(self, branch: str, files: Mapping[str, str | bytes | None], message: str = "Change") -> str:
        """A commit without a parent, to which the branch is set; its id."""
        self._clock += 60
        stamp = f"Mallory <mallory@example.org> {self._clock} +0000"
        lines = [f"commit refs/heads/{branch}".encode(), f"author {stamp}".encode(), f"committer {stamp}".encode()]
        lines += [_data(message.encode()), *(_change(path, text, REGULAR) for path, text in files.items())]
        reset = f"reset refs/heads/{branch}\n".encode()
        self.git("fast-import", "--quiet", "--force", "--done", stdin=reset + b"\n".join([*lines, b"done", b""]))
        return self.resolve(branch)

    def pull_ref(self, number: int, sha: str) -> None:
        """Writes ``refs/pull/<number>/head``, where GitHub serves the heads of pull requests, forks included."""
        self.git("update-ref", f"refs/pull/{number}/head", sha)

    def branch(self, name: str, sha: str) -> None:
        """Points a branch at a commit."""
        self.git("update-ref", f"refs/heads/{name}", sha)

    def resolve(self, revision: str) -> str:
        """The commit id that a branch, ref or abbreviated id names."""
        loose = self.git_dir / revision
        if revision.startswith("refs/heads/") and loose.is_file():  # asked of each request to a fake: git costs 5 ms
            return loose.read_text().strip()
        return self.git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")

    def find(self, revision: str) -> str:
        """The object id of a revision such as ``HEAD:file``; ``""`` where there is none."""
        try:
            return self.git("rev-parse", "--quiet", "--verify", revision)
        except GitFailed:
            return ""

    def merge_base(self, one: str, other: str) -> str:
        """The common ancestor of two commits. Of those that are named by their ids it never changes."""
        named_by_ids = len(one) == len(other) == 40
        return _merge_base(self.git_dir, one, other) if named_by_ids else self.git("merge-base", one, other)

    def read(self, revision: str, path: str) -> str:
        """Text of a file at a commit, with its final newline."""
        return self._raw("cat-file", "blob", f"{revision}:{path}").decode()

    def message(self, commit: str) -> str:
        """What the commit's author wrote, without the final newline."""
        return self.git("show", "-s", "--format=%B", commit)

    def has(self, commit: str) -> bool:
        """Whether the commit with this full id is here."""
        try:
            return self.resolve(commit) == commit
        except GitFailed:
            return False

    def blame(self, revision: str, path: str) -> list[tuple[str, int, int, int]]:
        """Runs of lines of a file at a commit: the commit that they come from, its time, first and last line."""
        runs: list[tuple[str, int, int, int]] = []
        for line, row in enumerate(self.git("blame", "-l", "-s", "--root", revision, "--", path).splitlines(), start=1):
            commit = row.partition(" ")[0]
            if runs and runs[-1][0] == commit:
                runs[-1] = (*runs[-1][:3], line)
            else:
                runs.append((commit, int(self.git("show", "-s", "--format=%ct", commit)), line, line))
        return runs

    def _raw(self, *args: str, stdin: bytes = b"") -> bytes:
        environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(self.git_dir), **_ENVIRONMENT}
        done = subprocess.run(
            ["git", f"--git-dir={self.git_dir}", *args], input=stdin, env=environment, capture_output=True, check=False
        )
        if done.returncode:
            raise GitFailed(f"git {' '.join(args)}: {done.stderr.decode('utf-8', 'replace').strip()}")
        return done.stdout

    def _exists(self, ref: str) -> bool:
        return bool(self.git("for-each-ref", "--count=1", ref))

    def _parent(self, branch: str, start: str | None) -> str | None:
        if start:
            return self.resolve(start)
        for name in (branch, self.default_branch):
            if self._exists(f"refs/heads/{name}"):
                return self.resolve(f"refs/heads/{name}")
        return None


class GitFailed(Exception):
    """A git command of a test ended with an error; the message is git's."""


def _change(path: str, content: str | bytes | None, mode: str) -> bytes:
    if content is None:
        return b"D " + _quoted(path)
    data = content.encode() if isinstance(content, str) else content
    if mode == SUBMODULE:
        return b"M 160000 " + data + b" " + _quoted(path)
    return f"M {mode} inline ".encode() + _quoted(path) + b"\n" + _data(data)


@lru_cache(maxsize=1_000)
def _merge_base(git_dir: Path, one: str, other: str) -> str:
    return Repository.at(git_dir).git("merge-base", one, other)


def _data(content: bytes) -> bytes:
    return f"data {len(content)}\n".encode() + content


def _quoted(path: str) -> bytes:
    """The path as fast-import reads it: always in quotes, with C escapes."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode("utf-8", "surrogateescape")
