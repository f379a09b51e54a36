"""What is sent of a fault: its kind, where in our code it came up, what was logged, and which change it was.

An event is built anew from what is known here. The values of exceptions, local variables, requests, arguments of the
command line and lines of source are never in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from bot.redaction import detail

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

_KEPT = ("event_id", "timestamp", "level", "logger", "platform", "release", "environment", "type", "sdk")
_ABOUT = ("change", "delivery", "head", "host", "part")
"""Of the fields that our log lines have."""
_OF_A_FRAME = ("filename", "function", "module", "lineno", "in_app")
_MOST_FRAMES = 60
_LONGEST_MESSAGE = 500


def scrubbed(event: Event, hint: Hint) -> Event | None:
    """The event as it is sent."""
    del hint
    given = cast("Mapping[str, Any]", event)
    made: dict[str, Any] = {key: given[key] for key in _KEPT if key in given}
    said = given.get("logentry") or {}
    if message := str(said.get("formatted") or said.get("message") or given.get("message") or ""):
        made["logentry"] = {"message": detail(message, _LONGEST_MESSAGE)}
    raised = [_exception(each) for each in (given.get("exception") or {}).get("values", ())]
    if raised:
        made["exception"] = {"values": raised}
    extra = {**(given.get("extra") or {}), **(given.get("tags") or {})}
    made["tags"] = {key: detail(str(extra[key]), 200) for key in _ABOUT if extra.get(key)}
    return cast("Event", made)


def _exception(raised: Mapping[str, Any]) -> dict[str, Any]:
    frames = ((raised.get("stacktrace") or {}).get("frames") or [])[-_MOST_FRAMES:]
    return {
        "type": raised.get("type"),
        "module": raised.get("module"),
        "stacktrace": {"frames": [{key: frame.get(key) for key in _OF_A_FRAME} for frame in frames]},
    }
