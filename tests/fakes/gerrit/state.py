"""What the fake remembers."""

from __future__ import annotations

import itertools
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.fakes.repository import Repository

Json = dict[str, Any]
LABELS: dict[str, tuple[int, ...]] = {"Code-Review": (-2, -1, 0, 1, 2), "Security-Review": (-2, -1, 0, 1)}
_KEPT_VOTES = frozenset({"NO_CHANGE", "NO_CODE_CHANGE"})


EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


EVERYBODY: dict[str, tuple[int, ...]] = {"Code-Review": (-1, 0, 1)}
"""What every account may vote, as on a new site."""


@dataclass(frozen=True)
class Account:
    id: int
    username: str
    password: str
    votes: frozenset[str] = frozenset()
    """The labels that it may vote on, with their whole range."""
    service: bool = False
    name: str = ""

    @property
    def json(self) -> Json:
        found: Json = {
            "_account_id": self.id,
            "name": self.name or self.username.title(),
            "email": f"{self.username}@example.org",
            "username": self.username,
        }
        return found | ({"tags": ["SERVICE_USER"]} if self.service else {})


@dataclass
class PatchSet:
    number: int
    sha: str
    ref: str
    parents: list[str]
    kind: str
    files: dict[str, Json]
    message: str = ""
    uploader: Account | None = None

    @property
    def base(self) -> str:
        """What it is compared with: its first parent, or git's tree without files."""
        return self.parents[0] if self.parents else EMPTY_TREE


@dataclass
class Hosted:
    """One change."""

    project: str
    number: int
    branch: str
    change_id: str
    owner: Account
    patch_sets: list[PatchSet] = field(default_factory=list)
    messages: list[Json] = field(default_factory=list)
    comments: list[tuple[str, Json]] = field(default_factory=list)
    votes: dict[tuple[str, int], int] = field(default_factory=dict)
    reviewers: dict[int, str] = field(default_factory=dict)
    """``REVIEWER`` or ``CC`` by account."""
    status: str = "NEW"
    wip: bool = False
    private: bool = False

    @property
    def current(self) -> PatchSet:
        return self.patch_sets[-1]


@dataclass
class Group:
    members: set[str]
    """User names."""
    refused: int = 0
    """The status that others than admins get: 404 for a hidden group, 405 for one that is kept elsewhere."""


class State:
    """Projects, accounts and changes. ``ids`` gives out everything that needs a name."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.projects: dict[str, Repository] = {}
        self.labels: dict[str, tuple[int, ...]] = dict(LABELS)
        self.changes: dict[int, Hosted] = {}
        self.violations: list[str] = []
        self.refused_queries: dict[str, int] = {}
        """Parts of a query, and the status that a query with such a part gets."""
        self.overlaid: dict[int, Json] = {}
        """Fields of changes that a query tells otherwise: a damaged index."""
        self.readers: dict[str, set[str]] = {}
        """The user names that may read a project; one that is not named is read by everybody."""
        self.see_access: set[str] = set()
        """Who has the global capability View Access."""
        self.parents: dict[str, str] = {}
        """The parents of projects; that of the others is ``All-Projects``."""
        self.config_files: dict[tuple[str, str], str] = {}
        """The readable files on ``refs/meta/config``, by project and path."""
        self.heads: dict[str, str | int] = {}
        """What projects name as their HEAD, or the status of the answer; else it is their default branch."""
        self.groups: dict[str, Group] = {}
        self.comment_limit = 16 * 1024
        self.most_comments = 5000
        self._ids: Iterator[int] = itertools.count(1)
        self._numbers: Iterator[int] = itertools.count(101)
        self._moments = itertools.count()
        self._began = int(time.time())

    def now(self) -> str:
        """As Gerrit writes times: in whole seconds, of which each sees several things happen."""
        return f"{datetime.fromtimestamp(self._began + next(self._moments) // 3, UTC):%Y-%m-%d %H:%M:%S}.000000000"

    def permitted(self, account: Account, label: str) -> tuple[int, ...]:
        """What an account may vote on a label."""
        return self.labels[label] if label in account.votes else EVERYBODY.get(label, ())

    def new_id(self) -> str:
        return f"{next(self._ids):08x}_{0xC0FFEE:08x}"

    def new_message_id(self) -> str:
        """Messages are named after commits."""
        return f"{next(self._ids):040x}"

    def account(self, username: str, votes: frozenset[str] = frozenset(), *, service: bool = False) -> Account:
        made = Account(1_000_000 + len(self.accounts), username, f"password of {username}", votes, service)
        self.accounts[username] = made
        return made

    def upload(self, project: str, branch: str, sha: str, change_id: str, owner: Account) -> Hosted:
        """What ``git push … refs/for/<branch>`` does: a new change, or a new patch set of the one with this id."""
        found = next((it for it in self.changes.values() if (it.project, it.change_id) == (project, change_id)), None)
        if found is None:
            found = Hosted(project, next(self._numbers), branch, change_id, owner)
            self.changes[found.number] = found
        repository = self.projects[project]
        number = len(found.patch_sets) + 1
        ref = f"refs/changes/{found.number % 100:02d}/{found.number}/{number}"
        repository.git("update-ref", ref, sha)
        parents = repository.git("rev-list", "--parents", "-n1", sha).split()[1:]
        kind = _kind(repository, found.current.sha, sha) if found.patch_sets else "REWORK"
        message, files = repository.message(sha), _files(repository, parents, sha)
        found.patch_sets.append(PatchSet(number, sha, ref, parents, kind, files, message, owner))
        if kind not in _KEPT_VOTES:
            found.votes.clear()
        self.say(found, owner, f"Uploaded patch set {number}.", "autogenerated:gerrit:newPatchSet")
        return found

    def say(self, change: Hosted, author: Account, text: str, tag: str = "") -> Json:
        message: Json = {"id": self.new_message_id(), "author": author.json, "message": text}
        message |= {"_revision_number": change.current.number, "date": self.now()}
        if tag:
            message["tag"] = tag
        change.messages.append(message)
        return message


def _files(repository: Repository, parents: list[str], sha: str) -> dict[str, Json]:
    """Gerrit's diff; of a merge only what differs from every parent, as if the rest had merged by itself."""
    found: dict[str, Json] = {"/COMMIT_MSG": {"status": "A"}}
    if len(parents) > 1:
        paths = repository.git("diff-tree", "-c", "--no-commit-id", "--name-only", "-r", "-z", sha).split("\0")
        return found | {"/MERGE_LIST": {"status": "A"}} | {path: {} for path in paths if path}
    base = parents[0] if parents else EMPTY_TREE
    fields = iter(repository.git("diff-tree", "-r", "-M", "--name-status", "-z", base, sha).split("\0"))
    for status in fields:
        if not status:
            continue
        path = next(fields)
        if status[0] == "R":
            found[next(fields)] = {"status": "R", "old_path": path}
        else:
            found[path] = {} if status[0] == "M" else {"status": status[0]}
    return found


def _kind(repository: Repository, before: str, after: str) -> str:
    old, new = (repository.git("show", "-s", "--format=%P %T", sha) for sha in (before, after))
    if old == new:
        same = repository.message(before) == repository.message(after)
        return "NO_CHANGE" if same else "NO_CODE_CHANGE"
    return "TRIVIAL_REBASE" if _patch(repository, before) == _patch(repository, after) else "REWORK"


def _patch(repository: Repository, sha: str) -> str:
    parents = repository.git("rev-list", "--parents", "-n1", sha).split()[1:]
    patch = repository.git("diff-tree", "-p", *(parents[:1] or [EMPTY_TREE]), sha)
    done = subprocess.run(
        ["git", "patch-id", "--stable"], input=patch + "\n", capture_output=True, text=True, check=True
    )
    return done.stdout.partition(" ")[0]
