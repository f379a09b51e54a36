"""A repository on this machine: found from any folder inside it, its working tree written as a git tree.

The repository belongs to whoever runs the command, so it is read with that person's own git configuration (ignored
files, line endings, safe directories). Nothing is written into it: new objects go to a temporary folder.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.hosts.local import GitCommand, GitRefused
from workers.change.git import Git
from workers.processes import sandbox

_PASSED_ON = ("HOME", "USER", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "SYSTEMROOT")
_NOT_OURS = "detected dubious ownership"
"""Git's words for a repository of another user; with ``LC_ALL`` unset they are English."""
_SHALLOW = "--is-shallow-repository"
_NAMING = {("rev-parse", "-q", "--verify", "--end-of-options"), ("rev-parse", "--verify", "--end-of-options")}
"""Questions for the id of one object, which need no git of their own."""


class NoRepository(Exception):
    """There is no git repository here; the message says where it was looked for."""


class Conflicts(Exception):
    """The index holds files whose merge is not resolved; the message names one, and the remedy."""


@dataclass(frozen=True, slots=True)
class LocalRepository:
    """``git`` reads the repository; ``toplevel`` is its working tree, ``None`` for a bare one."""

    git: Git
    toplevel: Path | None

    @property
    def home(self) -> Path:
        """The working tree, or the git directory of a bare repository."""
        return self.toplevel or self.git.directory

    def command(self, *args: str) -> str:
        """One git command's output. Raises :class:`~bot.hosts.local.GitRefused`."""
        return command(self.git)(*args)


def command(git: Git) -> GitCommand:
    """What asks this git; a refusal is a :class:`~bot.hosts.local.GitRefused`."""

    def ask(*args: str) -> str:
        *options, revision = args
        try:
            if tuple(options) in _NAMING:
                found = git.named(revision)
                if found is None:
                    raise GitRefused(f"`{revision}` names no object of this clone")
                return found
            return git.text(*args)
        except sandbox.ProcessFailed as error:
            raise GitRefused(str(error)) from error

    return ask


def uncommitted(repository: LocalRepository) -> str:
    """A sentence for people where tracked files have changes that are not committed; ``""`` where none has."""
    if repository.toplevel is None:
        return ""
    where = ("-C", str(repository.toplevel), f"--work-tree={repository.toplevel}")
    if not repository.command(*where, "status", "--porcelain", "--untracked-files=no", "--ignore-submodules=none"):
        return ""
    return "The working tree has uncommitted changes: they are not part of this review, which is of the commit."


def discover(directory: Path, environ: Mapping[str, str]) -> LocalRepository:
    """The repository that ``directory`` belongs to. Raises :class:`NoRepository`."""
    env = {name: environ[name] for name in _PASSED_ON if name in environ}
    env |= {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    if not directory.is_dir():
        raise NoRepository(f"{directory} is no folder")
    where = ("--path-format=absolute", "--git-path", "objects")
    wanted = ("--absolute-git-dir", _SHALLOW, *where, "--show-toplevel")
    ask = ["git", "-C", str(directory.resolve()), "rev-parse", *wanted]
    answer = sandbox.run(ask, env=env, timeout=30, check=False)
    lines = answer.stdout.decode().splitlines()
    if not lines:
        said = answer.stderr.strip()
        reason = (said.splitlines()[:1] or ["git did not answer"])[0].removeprefix("fatal: ")
        raise NoRepository(f"{directory}: {reason}{_allowing(directory.resolve()) if _NOT_OURS in said else ''}")
    if len(lines) < 3 or lines[2].startswith("--"):
        raise NoRepository(f"{directory}: this git is too old, 2.31 or newer is needed")
    toplevel = Path(lines[3]) if len(lines) > 3 else None
    told = {("rev-parse", _SHALLOW): lines[1], ("rev-parse", *where): lines[2]}
    return LocalRepository(Git(Path(lines[0]), env=env, told=told), toplevel)


def _allowing(directory: Path) -> str:
    """How git is told that the repository of another user may be read (git-config(1), ``safe.directory``)."""
    root = next((each for each in (directory, *directory.parents) if (each / ".git").exists()), directory)
    return f"; if you trust it: git config --global --add safe.directory {shlex.quote(str(root))}"


def apart(repository: LocalRepository, scratch: Path) -> LocalRepository:
    """The repository as one that is only read: whatever git writes or fetches goes to ``scratch``.

    ``scratch`` is an empty folder that must outlive what is returned.
    """
    objects = scratch / "objects"
    objects.mkdir()
    stored = repository.command("rev-parse", "--path-format=absolute", "--git-path", "objects")
    env = {
        **repository.git.env,
        "GIT_OBJECT_DIRECTORY": str(objects),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quoted(stored),
    }
    return replace(repository, git=replace(repository.git, env=env))


def _quoted(path: str) -> str:
    """As one entry of a list that colons divide (git-config(1) quotes it the same)."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if {":", '"', "\\"} & set(path) else path


def write_tree(repository: LocalRepository, scratch: Path) -> tuple[Git, str]:
    """The working tree with its untracked, not ignored files as a tree id, and the git that can read it.

    ``repository`` is one :func:`apart`, ``scratch`` its folder. Raises :class:`NoRepository` for a bare one.
    """
    toplevel = _toplevel(repository)
    git = _with_index(repository, _index(repository), scratch)
    git.run(f"--work-tree={toplevel}", "add", "--all", "--", ".", cwd=toplevel)
    return git, git.text("write-tree")


def write_index(repository: LocalRepository, scratch: Path, environ: Mapping[str, str]) -> tuple[Git, str]:
    """The index as a tree id, and the git that can read it; as :func:`write_tree`.

    Raises :class:`Conflicts` too. In a hook of ``git commit -a`` the index to be committed is the one that
    ``environ`` names (githooks(5)).
    """
    toplevel = _toplevel(repository)
    index, named = _index(repository), environ.get("GIT_INDEX_FILE", "")
    if named and (toplevel / named).resolve().is_relative_to(index.parent.resolve()):
        index = toplevel / named
    git = _with_index(repository, index, scratch)
    unmerged = sorted({row.partition("\t")[2] for row in git.text("ls-files", "-u", "-z").split("\0") if row})
    if unmerged:
        more = f" and {len(unmerged) - 1} more" if len(unmerged) > 1 else ""
        raise Conflicts(f"{unmerged[0]}{more}: the index holds a conflict; resolve it and `git add` the file")
    return git, git.text("write-tree")


def _toplevel(repository: LocalRepository) -> Path:
    if repository.toplevel is None:
        raise NoRepository(f"{repository.git.directory} is bare: name a range such as main...topic")
    return repository.toplevel


def _index(repository: LocalRepository) -> Path:
    return Path(repository.command("rev-parse", "--path-format=absolute", "--git-path", "index"))


def _with_index(repository: LocalRepository, index: Path, scratch: Path) -> Git:
    """The git that works on a copy of the index. The copy is whole by itself: git would write a shared part of a split
    one beside the repository's own."""
    copy = scratch / "index"
    if index.exists():
        shutil.copyfile(index, copy)
    env = {
        **repository.git.env,
        "GIT_INDEX_FILE": str(copy),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.splitIndex",
        "GIT_CONFIG_VALUE_0": "false",
    }
    return replace(repository.git, env=env)
