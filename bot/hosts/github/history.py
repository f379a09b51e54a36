"""Where the lines of a file come from. REST knows no blame; this is GraphQL's ``Commit.blame``.

Source: https://docs.github.com/en/graphql/reference/objects#commit (``blame``, ``message``).
"""

from __future__ import annotations

from datetime import datetime

from bot.hosts.base import HostError
from bot.hosts.github.client import Api, Json
from bot.hosts.github.names import is_sha
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
    """Of every line of the file at a commit."""
    to = f"read the history of {path}"
    found = _commit(api, _BLAME, to, place, commit=commit, path=path)
    try:
        return tuple(_blamed(item) for item in found["blame"]["ranges"])
    except (KeyError, TypeError, ValueError) as error:
        raise HostError(f"{place.repository}: could not {to}: the answer is no blame") from error


def _blamed(item: Json) -> Blamed:
    commit = str(item["commit"]["oid"])
    if not is_sha(commit):
        raise ValueError(commit)
    lines = range(int(item["startingLine"]), int(item["endingLine"]) + 1)
    return Blamed(lines, commit, int(datetime.fromisoformat(item["commit"]["committedDate"]).timestamp()))


def message(api: Api, place: Place, commit: str) -> str:
    """A commit's whole message. Asked for alone: with a blame it would come again with each run of lines."""
    return str(_commit(api, _MESSAGE, f"read the message of {commit[:10]}", place, commit=commit).get("message") or "")


def _commit(api: Api, query: str, to: str, place: Place, **variables: str) -> Json:
    owner, name = place.repository.split("/")
    data = api.graphql(query, to, {"owner": owner, "name": name, **variables})
    found = (data.get("repository") or {}).get("object")
    if not isinstance(found, dict):
        raise HostError(f"{place.repository}: could not {to}: there is no such commit")
    return found
