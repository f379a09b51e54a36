"""Why the lines of the base are there: asked of the change's host, or of git where the repository is here.

A review fetches two commits without their past (see ``snapshot``): the past of a large project would cost more than
everything else. The host has it, and one file's blame is one request.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Protocol, TypeVar

from bot.hosts.base import Blames, HostError
from bot.model import Blamed, Change, Origin, later_commits
from workers.change.git import Git, object_id
from workers.processes import sandbox

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

MOST_COMMITS = 3
"""Of one place: the newest are asked what they were for."""
MOST_FAILURES = 2
"""Of one review: who could not answer twice, and may have waited for each answer, is not asked again."""
_ENTRY = re.compile(r"([0-9a-f]{40,64}) \d+ (\d+) (\d+)")
_TIME = "committer-time "
_SECONDS = 80.0
"""For one git command by the clock, which is 20 s of CPU; a blame that takes longer is done without."""


class Unreadable(Exception):
    """The history of a file cannot be told; the message says why."""


_CANNOT_TELL = (Unreadable, HostError, sandbox.ProcessFailed, sandbox.ProcessTimeout)


class BlameSource(Protocol):
    """Whoever knows the base's past. Raises :class:`Unreadable`, or what its host or its git raises."""

    def blame(self, path: str) -> Sequence[Blamed]:
        """Of every line of the base's file."""
        ...

    def message(self, commit: str) -> str:
        """What the commit's author wrote about it."""
        ...


@dataclass
class CachedBlame:
    """A :class:`~workers.checks.base.History` that asks a source for each file and commit once.

    What the source cannot tell is not known: it costs the review nothing but the evidence. Checks run in threads, and
    a host's client is not made for several of them.
    """

    source: BlameSource
    change: Change
    _blames: dict[str, Sequence[Blamed] | None] = field(default_factory=dict)
    _messages: dict[str, str | None] = field(default_factory=dict)
    _failures: int = 0
    _lock: Lock = field(default_factory=Lock)

    def origins(self, base_path: str, lines: Collection[int]) -> Sequence[Origin] | None:
        """The commits that brought these lines after their file, the newest first."""
        with self._lock:
            blame = self._asked(self.source.blame, base_path, self._blames)
            found = later_commits(blame, lines) if blame else None
            if found is None:
                return None
            origins = []
            for item in found[:MOST_COMMITS]:
                message = self._asked(self.source.message, item.commit, self._messages)
                if message is None:
                    return None
                origins.append(Origin(item.commit, item.time, message))
            return origins

    def _asked(self, ask: Callable[[str], Answer], of: str, known: dict[str, Answer | None]) -> Answer | None:
        """What the source says of a file or a commit; ``None`` where it cannot tell."""
        if of not in known:
            known[of] = None
            if self._failures < MOST_FAILURES:
                try:
                    known[of] = ask(of)
                except _CANNOT_TELL as error:
                    self._failures += 1
                    log.warning("the history of %s is not known for %s: %s", of, self.change.ref, error)
        return known[of]


@dataclass(frozen=True, slots=True)
class HostBlame:
    """Asks the host of the change."""

    host: Blames
    change: Change

    def blame(self, path: str) -> Sequence[Blamed]:
        return self.host.blame(self.change, path)

    def message(self, commit: str) -> str:
        return self.host.commit_message(self.change, commit)


@dataclass(frozen=True, slots=True)
class GitBlame:
    """Asks git: the repository of ``git`` has the past of the commit ``base``."""

    git: Git
    base: str

    def blame(self, path: str) -> Sequence[Blamed]:
        """A shallow clone ends somewhere: what is older looks as if it began there, so it tells nothing at all."""
        git = replace(self.git, timeout=_SECONDS)
        if git.text("rev-parse", "--is-shallow-repository") == "true":
            raise Unreadable("the clone is shallow")
        # White space alone brings nothing. The repository's own configuration names no program to run here.
        told = git.text("blame", "-w", "--no-textconv", "--incremental", object_id(self.base), "--", path)
        return tuple(_blamed(told))

    def message(self, commit: str) -> str:
        how = ("-s", "--no-show-signature", "--format=%B", "--end-of-options")
        return self.git.text("show", *how, object_id(commit))


def _blamed(told: str) -> Iterator[Blamed]:
    """What ``git blame --incremental`` tells: a commit's own lines come with its first entry only."""
    entries: list[tuple[str, range]] = []
    times: dict[str, int] = {}
    for line in told.split("\n"):
        entry = _ENTRY.fullmatch(line)
        if entry:
            first = int(entry[2])
            entries.append((entry[1], range(first, first + int(entry[3]))))
        elif line.startswith(_TIME):
            times[entries[-1][0]] = int(line.removeprefix(_TIME))
    return (Blamed(lines, commit, times[commit]) for commit, lines in entries)
