"""A change that people talk on, in a test: real git, a check that finds marked flaws, and visits like a worker's."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.model import (
    Applied,
    Area,
    Aside,
    ChangedFile,
    ChangeRef,
    CheckResult,
    Finding,
    Severity,
    Side,
)
from bot.policy import Policy
from bot.store.sql import SqlStore
from tests import builders
from tests.contract.rig import Files, HostRig, Seen, Who
from workers.checks.base import Snapshot, nothing_to_read, ran
from workers.memory import Memory
from workers.pipeline import Outcome, review_change

_FLAW = re.compile(r"flaw_[a-z0-9]+")
RULE = "test.flaw"
_RULES = frozenset({Applied(RULE, Area.INPUT_VALIDATION, Severity.HIGH)})


class Flaws:
    """Each line with ``flaw_<name>`` is a defect, of high severity where the name begins with ``grave``."""

    id = "flaws"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        return nothing_to_read(file)

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        return _RULES

    def run(self, snapshot: Snapshot) -> CheckResult:
        sides = {
            side: [item for file in snapshot.files for item in _flaws(file.path, file.text(side), side)]
            for side in Side
        }
        return ran(self, snapshot, sides[Side.HEAD], base=sides[Side.BASE])


class Failing(Flaws):
    """A check that cannot run now, by a fault of ours that may pass."""

    id = "failing"

    def run(self, snapshot: Snapshot) -> CheckResult:
        raise OSError("no space is left")


def _flaws(path: str, content: str | None, side: Side) -> Iterable[Finding]:
    names = _FLAW.findall(content or "")
    for index, name in enumerate(names):
        yield builders.finding(
            path,
            content or "",
            f"{name}(",
            rule=RULE,
            side=side,
            severity=Severity.HIGH if name.startswith("flaw_grave") else Severity.MEDIUM,
            nth=names[:index].count(name),
        )


@dataclass
class Talk:
    """One change on one host, and a database for its repository."""

    rig: HostRig
    base: Files
    head: Files
    store: SqlStore | None = None
    message: str = "Change"
    ref: ChangeRef = field(init=False)
    later: timedelta = timedelta(0)
    """How far the worker's clock is ahead."""

    def __post_init__(self) -> None:
        self.ref = self.rig.open_change(self.base, self.head, self.message)

    def push(self, files: Files) -> str:
        return self.rig.push(self.ref, files)

    def visit(self, *, listens: bool = False, twice: bool = True) -> Outcome:
        """What a worker does. Unless told otherwise it comes back at once, and must find nothing left to do."""
        outcome = self._visit(listens)
        if twice:
            before = self.rig.writes()
            again = [self._visit(listens=False), *([self._visit(listens=True)] if listens else [])]
            assert (self.rig.writes() - before, sum(one.answered for one in again)) == (0, 0)
        return outcome

    def _visit(self, listens: bool) -> Outcome:
        memory = Memory(self.store)
        now = int(time.time() + self.later.total_seconds())
        return review_change(self.ref, self.rig.host(), [Flaws()], memory=memory, listens=listens, now=now)

    def heard(self, text: str, by: Who = Who.MAINTAINER) -> str:
        """Somebody says something on the change, and a worker hears it; the comment's id."""
        comment = self.rig.talk(self.ref, text, by)
        self.visit(listens=True)
        return comment

    def replied(self, line: int, text: str, by: Who = Who.MAINTAINER) -> str:
        """Somebody replies to our comment on a line, and a worker hears it; the reply's id."""
        comment = self.rig.reply(self.ref, self.at(line).id, text, by)
        self.visit(listens=True)
        return comment

    def at(self, line: int) -> Seen:
        """Our open comment on a line, or the closed one where none is open."""
        here = [one for one in self.rig.comments(self.ref) if one.ours and one.line == line]
        return sorted(here, key=lambda one: one.closed)[0]

    @property
    def open_lines(self) -> list[int | None]:
        """Where the head shows our open comments."""
        return sorted((line for _, line in self.rig.shown(self.ref)), key=str)

    @property
    def summary(self) -> str:
        (text,) = self.rig.summaries(self.ref)
        return text

    @property
    def last_answer(self) -> str:
        return self.rig.answers(self.ref)[-1]


def database(directory: Path, name: str = "talk") -> SqlStore:
    return SqlStore(f"sqlite:///{directory / f'{name}.db'}")
