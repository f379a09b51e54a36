"""What Gerrit's webhooks plugin posts, field by field as a real Gerrit 3.10 with the plugin of its line posted it.

``project`` is an object, accounts have no id, flags are there only where they are true, and a delivery carries neither
signature nor id. Written after deliveries that were recorded; none of them is copied here.
"""

from __future__ import annotations

from typing import Any

from tests.fakes.gerrit.state import Json

EVENTS = {
    "patchset-created": "uploader",
    "comment-added": "author",
    "change-restored": "restorer",
    "change-abandoned": "abandoner",
    "change-merged": "submitter",
    "wip-state-changed": "changer",
    "private-state-changed": "changer",
    "hashtags-changed": "editor",
    "topic-changed": "changer",
}
"""Each kind of event about a change, and what it calls the person who caused it."""
HEADERS = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Apache-HttpClient/4.5.14 (Java/17.0.15)"}
_SECOND = 1_767_225_600


def person(username: str) -> Json:
    return {"name": username.title(), "email": f"{username}@example.org", "username": username}


def event(
    kind: str,
    project: str,
    number: int,
    revision: str,
    *,
    patch_set: int = 1,
    by: str = "mallory",
    second: int = _SECOND,
    **more: Any,
) -> Json:
    """One delivery's body. ``more`` are fields beside the usual ones, such as ``comment``."""
    change_id = f"I{number:040x}"
    who = person(by)
    found: Json = {
        EVENTS[kind]: who,
        "patchSet": {
            "number": patch_set,
            "revision": revision,
            "parents": ["b" * 40],
            "ref": f"refs/changes/{number % 100:02d}/{number}/{patch_set}",
            "uploader": person("mallory"),
            "createdOn": second - 2,
            "author": person("mallory"),
            "kind": "REWORK",
            "sizeInsertions": 10,
            "sizeDeletions": 0,
        },
        "change": {
            "project": project,
            "branch": "main",
            "id": change_id,
            "number": number,
            "subject": "Change",
            "owner": person("mallory"),
            "url": f"https://review.example.org/c/{project}/+/{number}",
            "commitMessage": f"Change\n\nChange-Id: {change_id}\n",
            "createdOn": second - 2,
            "status": "NEW",
        },
        "project": {"name": project},
        "refName": "refs/heads/main",
        "changeKey": {"key": change_id},
        "type": kind,
        "eventCreatedOn": second,
    }
    if kind == "comment-added":
        found["approvals"] = [{"type": "Code-Review", "description": "Code-Review", "value": "0"}]
    return found | more


def ref_updated(project: str, number: int) -> Json:
    """Every review also moves the ref that holds its own notes."""
    return {
        "submitter": person("mona"),
        "refUpdate": {
            "oldRev": "c" * 40,
            "newRev": "d" * 40,
            "refName": f"refs/changes/{number % 100:02d}/{number}/meta",
            "project": project,
        },
        "type": "ref-updated",
        "eventCreatedOn": _SECOND,
    }
