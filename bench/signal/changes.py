"""The changes that are measured on: each fix backwards and forwards, ordinary commits, and some of these undone.

Fixes are read as those who measure this bot lay them out: nothing but the files of the case. Backwards they have no
history, because it would hold the fix with its message, and give the answer away. Ordinary commits are read whole, with
their history, as a host would show them.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from bench.signal import cases as case_files
from bench.signal.cases import Case
from bench.signal.reviews import Range
from workers.change.git import Git

SLACK = 3
"""Lines between a comment and the flaw that it may still be said to speak of."""
_UNDONE = 4
"""Of so many ordinary commits one is also read backwards."""


class Role(Enum):
    """What a change is in the measurement."""

    BACK = "back"
    """The fix undone: it brings the flaw, and should get a comment at its place."""
    FIX = "fix"
    """The fix itself: it should be met with silence."""
    ORDINARY = "ordinary"
    """Nobody called it a matter of security: a comment on it is noise, nearly always."""
    UNDONE = "undone"
    """An ordinary commit backwards. It takes as much away as a fix undone: what is said of it tells how much of the
    recall comes from that alone."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One change to read."""

    role: Role
    range: Range
    case: Case | None = None

    @property
    def key(self) -> str:
        return f"{self.role.value} {self.case.id if self.case else self.range.key}"


@dataclass(frozen=True, slots=True)
class Project:
    """A repository with what is measured on it."""

    name: str
    clone: Path
    cases: tuple[Case, ...] = ()
    commits: tuple[str, ...] = ()

    def wanted(self, roles: Collection[Role] = tuple(Role)) -> list[Wanted]:
        """Its changes, those of the cases first. An ordinary commit without a parent changes nothing, and is left out.

        Raises what git raises where a commit is not in the clone.
        """
        found = [Wanted(role, self._of(case, role), case) for case in self.cases for role in Role if role in roles]
        found = [item for item in found if item.role in (Role.BACK, Role.FIX)]
        if {Role.ORDINARY, Role.UNDONE} & set(roles):
            parents = _parents(self.clone, self.commits)
            for number, (commit, parent) in enumerate(sorted(parents.items())):
                if Role.ORDINARY in roles:
                    found.append(Wanted(Role.ORDINARY, Range(commit, self.name, self.clone, parent, commit)))
                if Role.UNDONE in roles and number % _UNDONE == 0:
                    undone = Range(commit, self.name, self.clone, commit, parent, past=False)
                    found.append(Wanted(Role.UNDONE, undone))
        return found

    def _of(self, case: Case, role: Role) -> Range:
        base, head = (case.vulnerable, case.fixed) if role is Role.FIX else (case.fixed, case.vulnerable)
        return Range(case.id, self.name, self.clone, base, head, case.paths, alone=True, past=False)


def _parents(clone: Path, commits: Sequence[str]) -> dict[str, str]:
    if not commits:
        return {}
    listed = Git(clone).run("rev-list", "--no-walk=unsorted", "--parents", "--stdin", stdin="\n".join(commits).encode())
    rows = (row.split() for row in listed.decode().splitlines())
    return {row[0]: row[1] for row in rows if len(row) > 1}


@dataclass(frozen=True, slots=True)
class Part:
    """One of ``of`` parts of everything, by chance and always the same."""

    number: int = 0
    of: int = 1

    @classmethod
    def parse(cls, text: str) -> Part:
        """``0/10`` is the first tenth, ``""`` everything. Raises :class:`ValueError`."""
        if not text:
            return cls()
        number, of = map(int, text.split("/"))
        if not 0 <= number < of:
            raise ValueError(f"`{text}` is no part: `0/10` is the first of ten")
        return cls(number, of)

    def has(self, repository: str, key: str) -> bool:
        return zlib.crc32(f"{repository} {key}".encode()) % self.of == self.number

    def __str__(self) -> str:
        return f"{self.number}/{self.of}" if self.of > 1 else "all"


ALL = Part()


def projects(
    cases: Sequence[Case], ordinary: Mapping[str, Sequence[str]], clones: Path, part: Part = ALL
) -> tuple[list[Project], list[str]]:
    """The repositories that are among the clones, and the names of those that are not."""
    found, absent = [], []
    for name in sorted({case.repository for case in cases} | set(ordinary)):
        clone = case_files.clone(clones, name)
        if clone is None:
            absent.append(name)
            continue
        chosen = tuple(case for case in cases if case.repository == name and part.has(name, case.id))
        commits = tuple(commit for commit in ordinary.get(name, ()) if part.has(name, commit))
        if chosen or commits:
            found.append(Project(name, clone, chosen, commits))
    return found, absent
