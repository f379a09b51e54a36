"""Where the lines of a file come from. REST knows no blame; this is GraphQL's ``Commit.blame``.

Source: https://docs.github.com/en/graphql/reference/objects#commit (``blame``, ``message``).
"""

from __future__ import annotations

from bot.hosts.base import HostError
from bot.hosts.github import wire
from bot.hosts.github.client import Api
from bot.hosts.github.reading import Place
from bot.model import Blamed

_BLAME = """
query($owner: String!, $name: String!, $commit: GitObjectID!, $path: String!) {
  repository(owner: $owner, name: $name) {
    object(oid: $commit) {
      ... on Commit {
        blame(path: $path) { ranges { startingLine endingLine commit { oid committedDate } } }
      }
    }
  }
}
"""
_MESSAGE = """
query($owner: String!, $name: String!, $commit: GitObjectID!) {
  repository(owner: $owner, name: $name) { object(oid: $commit) { ... on Commit { message } } }
}
"""


def blame(api: Api, place: Place, commit: str, path: str) -> tuple[Blamed, ...]:
    """The commit that brought each line of the file, as the file is at ``commit``. Raises :class:`HostError`."""
    to = f"read the history of {path}"
    found = _commit(api, _BLAME, to, place, commit=commit, path=path)
    if found.blame is None:
        raise HostError(f"{place.repository}: could not {to}: the answer is no blame")
    return tuple(
        Blamed(
            range(item.starting_line, item.ending_line + 1),
            item.commit.oid,
            int(item.commit.committed_date.timestamp()),
        )
        for item in found.blame.ranges
    )


def message(api: Api, place: Place, commit: str) -> str:
    """A commit's whole message. A blame does not ask for it: the same message would come with each run of lines."""
    return _commit(api, _MESSAGE, f"read the message of {commit[:10]}", place, commit=commit).message


def _commit(api: Api, query: str, to: str, place: Place, **variables: str) -> wire.CommitObject:
    owner, name = place.repository.split("/")
    asked = {"owner": owner, "name": name, **variables}
    found = api.graphql(wire.CommitFound, query, to, asked, at="repository").object
    if found is None:
        raise HostError(f"{place.repository}: could not {to}: there is no such commit")
    return found
