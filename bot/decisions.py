"""Pure: which decisions hold for the findings of a change, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from bot.model import Change, Decision


def scope_of(change: Change, mirrors: Iterable[Iterable[str]] = ()) -> str:
    """The key of what a decision holds in: the repository, whatever it is called by now.

    ``mirrors`` are groups of repositories that are the same one, each as ``host:repository``, e.g.
    ``github:octo/app`` and ``gerrit:app``; what is decided in one of a group holds in all.
    """
    name = f"{change.ref.host}:{change.ref.repository}"
    for group in mirrors:
        names = sorted(group)
        if name in names:
            return f"mirror:{names[0]}"
    return f"{change.ref.host}:{change.repository_id}"


def scope_of_change(change: Change) -> str:
    """The key of what a decision that is ``alone`` holds in: the change, on Gerrit with all its cherry-picks."""
    return f"{change.ref.host}:{change.repository_id}:{change.change_id or change.ref.number}"


def day_of(seconds: int) -> date:
    """The day (UTC) of a time in seconds since the epoch."""
    return datetime.fromtimestamp(seconds, UTC).date()


def _nowhere(path: str) -> bool:
    del path
    return False


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided in a repository, as seen from the head of one change."""

    decisions: tuple[Decision, ...] = ()
    """None that was taken back; expired ones as well."""
    today: date = date.min
    """In UTC."""
    unchanged: Callable[[str], bool] = field(default=_nowhere)
    """Whether a path is a file of the head that the change does not touch: what was decided about a finding there is
    not said of a copy elsewhere."""
    _named: Mapping[str, tuple[Decision, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        named: dict[str, tuple[Decision, ...]] = {}
        for item in newest_words(self.decisions):
            named[item.fingerprint] = (*named.get(item.fingerprint, ()), item)
        object.__setattr__(self, "_named", named)

    def about(
        self, fingerprint: str, path: str, is_meant: Callable[[Decision], bool] = lambda _: True
    ) -> Decision | None:
        """The decision about a finding at this path of the head: one in force if there is any, else the newest that has
        expired. None for which ``is_meant`` says no.

        A finding that was dismissed elsewhere is the same one where its file is gone, or is part of the change (it was
        moved); where its file stands as it was, this finding is a copy, and nobody was asked about it.
        """
        named = [item for item in self._named.get(fingerprint, ()) if self._reaches(item, path) and is_meant(item)]
        in_force = [item for item in named if item.holds_on(self.today)]
        return max(in_force or named, key=lambda item: (item.at, item.id), default=None)

    def and_also(self, decisions: Iterable[Decision]) -> Decided:
        """With more decisions."""
        return replace(self, decisions=(*self.decisions, *decisions))

    def _reaches(self, decision: Decision, path: str) -> bool:
        return not decision.path or decision.path == path or not self.unchanged(decision.path)


def newest_words(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions, of each comment its newest words about a finding alone: whoever edits a comment to add ``until
    2027-01-31`` takes back what it said before."""
    newest: dict[tuple[str, ...], Decision] = {}
    for item in sorted(decisions, key=lambda item: (item.at, item.id)):
        newest[(item.fingerprint, item.change, item.comment or item.id)] = item
    return tuple(newest.values())
