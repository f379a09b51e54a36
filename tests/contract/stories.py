"""A change under review in a test: texts with marked flaws, and the review that follows from them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.hosts.base import Receipt, ReviewHost
from bot.model import Change, ChangeRef, Finding, Review, Side
from bot.policy import Policy
from bot.publication import plan
from bot.review import assemble
from tests import builders
from tests.contract.rig import Files, HostRig

_FLAW = re.compile(r"flaw_[a-z0-9]+")
Retouch = Callable[[Review], Review]


def text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


CLEAN = text(*(f"line{number} = {number}" for number in range(1, 21)))
"""Twenty lines without a flaw."""


def with_flaws(*names: str, before: str = CLEAN) -> str:
    """``before`` and, at its end, one flawed line for each name."""
    return before + text(*(f"flaw_{name}()" for name in names))


@dataclass
class Story:
    """One change on one host. Every line with ``flaw_<name>`` is a defect, in the commit message as well; it is new
    unless the base has it."""

    rig: HostRig
    base: dict[str, str | None]
    head: dict[str, str | None]
    policy: Policy = field(default_factory=Policy)
    message: str = "Change"
    ref: ChangeRef = field(init=False)

    def __post_init__(self) -> None:
        self.ref = self.rig.open_change(self.base, self.head, self.message)

    def push(self, files: Files) -> str:
        self.head |= files
        return self.rig.push(self.ref, files)

    def rename(self, old: str, new: str, content: str | None = None) -> str:
        """Gives a file of the head another name, and where given another content."""
        kept = self.head[old] if content is None else content
        return self.push({old: None, new: kept})

    def publish(self, retouch: Retouch | None = None) -> Receipt:
        """What a task does: a host of its own, everything read anew."""
        host = self.rig.host()
        change = host.change(self.ref)
        return self.publish_on(host, change, retouch)

    def publish_on(self, host: ReviewHost, change: Change, retouch: Retouch | None = None) -> Receipt:
        """Publishes what follows from a change that was read earlier."""
        review = self.review(change)
        return host.publish(change, plan(retouch(review) if retouch else review, host.posted(change)))

    def review(self, change: Change) -> Review:
        paths = sorted(self.base.keys() | self.head.keys())
        files = [
            builders.changed_file(path, self.base.get(path), self.head.get(path, self.base.get(path)))
            for path in paths
            if self.base.get(path) != self.head.get(path, self.base.get(path))
        ]
        before = [flaw for file in files for flaw in _flaws(file.path, file.base_text, Side.BASE)]
        seen = (*files, *(message.file for message in change.messages))
        after = [flaw for file in seen for flaw in _flaws(file.path, file.head_text, Side.HEAD)]
        result = builders.ran(*after, base=before, files=files)
        return assemble(change, files, [result], self.policy)

    def ours(self) -> list[tuple[str, int | None, bool]]:
        """Path, line and state of each comment of ours, in order of path and line."""
        seen = [(one.path, one.line, one.closed) for one in self.rig.comments(self.ref) if one.ours]
        return sorted(seen, key=lambda one: (one[0], one[1] or 0, one[2]))


def _flaws(path: str, content: str | None, side: Side) -> list[Finding]:
    names = _FLAW.findall(content or "")
    return [
        builders.finding(path, content or "", f"{name}(", rule="test.flaw", side=side, nth=names[:index].count(name))
        for index, name in enumerate(names)
    ]


def on_line(line: int) -> Retouch:
    """Moves every comment of a review to this line, whether the host's diff shows it or not."""

    def retouch(review: Review) -> Review:
        moved = tuple(replace(item, line=line, start_line=None) for item in review.observations)
        return replace(review, observations=moved)

    return retouch


def in_file(path: str) -> Retouch:
    """Moves every comment of a review to this file, whether the change touches it or not."""

    def retouch(review: Review) -> Review:
        return replace(review, observations=tuple(replace(item, path=path) for item in review.observations))

    return retouch
