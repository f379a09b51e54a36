"""Where the lines of a file come from, by "Get Blame" of a patch set's file against its parent.

Source: https://gerrit-review.googlesource.com/Documentation/rest-api-changes.html#get-blame
"""

from __future__ import annotations

from urllib.parse import quote

from bot.hosts.base import HostError
from bot.hosts.gerrit.client import Api
from bot.hosts.gerrit.names import change_path, project_path
from bot.hosts.gerrit.wire import Blame, Message
from bot.model import Blamed, Change


def blame(api: Api, change: Change, path: str) -> tuple[Blamed, ...]:
    """The commit that brought each line of the file, as the file is in the patch set's (first) parent."""
    to = f"read the history of {path}"
    root = f"{change_path(change.ref.repository, change.ref.number)}/revisions/{change.head}"
    found = api.get(list[Blame], f"{root}/files/{quote(path, safe='')}/blame", to, base="t")
    if not found:  # what Gerrit says of a file that is not there
        raise HostError(f"{api.host}: could not {to}: there is no such file")
    return tuple(
        Blamed(range(lines.start, lines.end + 1), commit.id, commit.time) for commit in found for lines in commit.ranges
    )


def message(api: Api, change: Change, commit: str) -> str:
    """The whole message of a commit of the change's project."""
    path = f"{project_path(change.ref.repository)}/commits/{commit}"
    return api.get(Message, path, f"read the message of {commit[:10]}").message
