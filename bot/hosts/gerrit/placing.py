"""Where a comment stands on Gerrit: on a file, in the commit message, or on the patch set as a whole.

Gerrit takes comments on the files of its own diff alone; one on another path makes it refuse all that are sent with it.
What it refuses on a line becomes a thread on the patch set, which people can answer and resolve. Only where the server
takes no more threads at all the summary has to do.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from bot.hosts.gerrit import wire
from bot.model import Change, Observation, message_of

COMMIT_MESSAGE = "/COMMIT_MSG"
_PEOPLE_LINES = 5
"""Of a commit message as Gerrit shows it: author and committer with their dates, and a blank line."""
_TOO_MANY = re.compile(r"maximum number of comments: (\d+) \(existing\) \+ \d+ \(new\) > (\d+)")


def path_of(item: Observation) -> str:
    """Gerrit's path for the place of an observation."""
    return COMMIT_MESSAGE if message_of(item.path) else item.path


def lines_before_message(info: wire.Change, change: Change) -> int:
    """How many lines Gerrit shows before the first of the commit message: one for each parent, then the people."""
    commit = info.commit(change.head)
    return len(commit.parents if commit else ()) + _PEOPLE_LINES


@dataclass
class Places:
    """What is still to be posted and where; refusals of the server move things."""

    post: list[Observation]
    """In order of path and line."""
    on_patch_set: set[str]
    """Fingerprints of those in ``post`` that stand on no line."""
    in_summary: set[str] = field(default_factory=set)
    """Fingerprints that are told in the summary alone."""

    @classmethod
    def of(cls, items: Iterable[Observation], paths: Collection[str]) -> Places:
        """``paths`` are those that take comments."""
        post = list(items)
        return cls(post, {item.fingerprint for item in post if path_of(item) not in paths})

    def give_way(self, refusal: str, order: Collection[str]) -> str:
        """Moves what a 400 with this text is about, all where it names nothing; says what was done.

        ``order`` are the fingerprints of the review, the gravest first: these keep their places when there are too
        many.
        """
        if match := _TOO_MANY.search(refusal):
            # Messages count as comments, and ours comes with these.
            room = max(0, int(match[2]) - int(match[1]) - 1)
            waiting = {item.fingerprint for item in self.post}
            kept = set([fingerprint for fingerprint in order if fingerprint in waiting][:room])
            return self._to_summary([item for item in self.post if item.fingerprint not in kept])
        named = [item for item in self.post if _names(refusal, path_of(item))]
        on_lines = [item for item in named if item.fingerprint not in self.on_patch_set]
        if not on_lines:
            return self._to_summary(named or self.post)
        self.on_patch_set |= {item.fingerprint for item in on_lines}
        return f"{len(on_lines)} comments moved to the patch set"

    def _to_summary(self, items: Iterable[Observation]) -> str:
        gone = {item.fingerprint for item in items}
        self.in_summary |= gone
        self.post = [item for item in self.post if item.fingerprint not in gone]
        return f"{len(gone)} comments moved to the summary"


def _names(refusal: str, path: str) -> bool:
    """Gerrit's words: "file a.py not found in revision …", "… is not valid for the comment on a.py"."""
    return re.search(rf"(?:\bfile|\bon) {re.escape(path)}(?: not found|$)", refusal, re.MULTILINE) is not None
