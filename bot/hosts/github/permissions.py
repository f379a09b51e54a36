"""What the App may do, and what a token of one step may."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from bot.hosts.github import wire
from bot.hosts.github.settings import GitHubSettings

PERMISSIONS: Mapping[str, str] = {
    "contents": "read",
    "pull_requests": "write",
    "issues": "write",
    "checks": "write",
}
"""What the App needs; ``metadata: read`` is implied, and tells what people may do in a repository."""


QUEUES = "merge_queues"
"""What an App may have beside that: it hears of a merge queue's groups, and sees them."""


class Step(enum.Enum):
    """What a token is for."""

    READ = "read a change, what is said on it, and who says it"
    FETCH = "fetch commits by git"
    SWEEP = "find what is not done"
    PUBLISH = "write on a change"


def granted(settings: GitHubSettings, installation: wire.Installation, step: Step) -> Mapping[str, str]:
    """The permissions of a token for one step: those that it needs, as far as the installation has them.

    A permission that was not granted cannot be asked for: GitHub would refuse the whole token, and a missing permission
    would cost the review instead of the check run.
    """
    held = installation.permissions
    wanted = {"contents": "read"} if step is Step.FETCH else needed(settings)
    if step is Step.SWEEP:
        wanted = {**wanted, QUEUES: "read"}
    reads = step is not Step.PUBLISH
    found = {name: "read" if reads or held[name] == "read" else level for name, level in wanted.items() if name in held}
    return {"metadata": "read", **found}


def needed(settings: GitHubSettings) -> Mapping[str, str]:
    """The permissions that an App with these settings needs: those of all steps."""
    contents = {"contents": "write"} if settings.resolve_threads else {}
    members = {"members": "read"} if settings.talk.maintainers else {}
    return {**PERMISSIONS, **contents, **members}
