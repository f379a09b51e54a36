"""The commit status that stands in for a check run: a personal token cannot make those.

A status belongs to a commit, whatever change has it as its head, and none is ever taken away: a later one replaces it.
"""

from __future__ import annotations

import msgspec

from bot.hosts.github.client import Api
from bot.hosts.github.reading import Place
from bot.hosts.github.wire import Status
from bot.render import wording

NAME = "Patchwarden"
"""The check run's name and the status's context: what a branch protection rule names."""
_LONGEST_DESCRIPTION = 140
_AGAIN = " (to be tried again)"
"""Ends the description of an outcome that lacks checks which may work later."""
_UNTOLD = ("pending", "error")
"""The states of a review that is under way, and of one that was withdrawn: without a review a head is green only where
the policy or the operator leaves it out."""


def begin(api: Api, place: Place, head: str) -> None:
    """Shows that a review is under way, unless one is or was."""
    found = standing(api, place, head)
    if not _is_told(found) and (found is None or not is_under_way(found.state)):
        _set(api, place, head, Status(NAME, "pending", wording.UNDER_WAY))


def outcome(title: str, *, blocks: bool, again: bool) -> Status:
    """What tells a review. A status has no neutral: whatever does not fail is a success, and the description says the
    rest."""
    mark = _AGAIN if again else ""
    return Status(NAME, "failure" if blocks else "success", title[: _LONGEST_DESCRIPTION - len(mark)] + mark)


def report(api: Api, place: Place, head: str, wanted: Status) -> None:
    """Shows the outcome, unless it stands."""
    if not says(api, place, head, wanted):
        _set(api, place, head, wanted)


def says(api: Api, place: Place, head: str, wanted: Status) -> bool:
    """Whether the head shows this outcome already."""
    return standing(api, place, head) == wanted


def withdraw(api: Api, place: Place, head: str, why: str) -> None:
    """Ends what says that a review is under way."""
    found = standing(api, place, head)
    if found is not None and is_under_way(found.state):
        _set(api, place, head, Status(NAME, "error", wording.not_reviewed(why)[:_LONGEST_DESCRIPTION]))


def leave_out(api: Api, place: Place, head: str, title: str) -> None:
    """Shows that the head is not reviewed on purpose; somebody who may has said so. A required status is passed."""
    report(api, place, head, Status(NAME, "success", title[:_LONGEST_DESCRIPTION]))


def is_reviewed(api: Api, place: Place, head: str) -> bool | None:
    """Whether the head carries an outcome; ``None`` where nothing of ours stands on it."""
    found = standing(api, place, head)
    return None if found is None else _is_told(found)


def is_outcome(state: object) -> bool:
    """Whether a state, as REST or GraphQL spells it, is that of a finished review."""
    return isinstance(state, str) and state.lower() not in _UNTOLD


def is_under_way(state: str) -> bool:
    """Whether a state, as REST or GraphQL spells it, says that a review is under way."""
    return state.lower() == "pending"


def is_marked_again(description: str | None) -> bool:
    """Whether an outcome lacks checks that may work later."""
    return (description or "").endswith(_AGAIN)


def _is_told(found: Status | None) -> bool:
    return found is not None and is_outcome(found.state)


def _set(api: Api, place: Place, head: str, wanted: Status) -> None:
    api.write("POST", f"{place.root}/statuses/{head}", "set the commit status", msgspec.to_builtins(wanted))


def standing(api: Api, place: Place, head: str) -> Status | None:
    """The latest status of our name on the head. Whoever may set one may write to the repository anyway."""
    listed = api.pages(Status, f"{place.root}/commits/{head}/status", "read the commit's statuses", key="statuses")
    return next((status for status in listed if status.context == NAME), None)
