"""Resolving the threads of closed comments: an opt-in, since it needs ``contents: write`` from an App.

REST knows no threads; these are GraphQL's ``reviewThreads`` and ``resolveReviewThread``.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.hosts.github.client import Api, Json
from bot.hosts.github.errors import Refused
from bot.hosts.github.reading import Place

_THREADS = """
query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id isResolved comments(first: 1) { nodes { databaseId } } }
      }
    }
  }
}
"""
_RESOLVE = """
mutation($thread: ID!) { resolveReviewThread(input: {threadId: $thread}) { thread { isResolved } } }
"""


def resolve(api: Api, place: Place, comments: frozenset[str]) -> list[str]:
    """Resolves the threads that begin with these comments. Returns notes: the comments read as closed anyway."""
    try:
        for thread in _open_threads(api, place):
            if not comments.isdisjoint(str(comment["databaseId"]) for comment in thread["comments"]["nodes"]):
                api.graphql(_RESOLVE, "resolve a thread", {"thread": thread["id"]}, write=True)
    except Refused as refusal:
        return [f"closed comments stay unresolved: {refusal}"]
    return []


def _open_threads(api: Api, place: Place) -> Iterator[Json]:
    owner, name = place.repository.split("/")
    variables: Json = {"owner": owner, "name": name, "number": place.number, "after": None}
    while True:
        data = api.graphql(_THREADS, "list the threads", variables)
        threads = data["repository"]["pullRequest"]["reviewThreads"]
        yield from (thread for thread in threads["nodes"] if not thread["isResolved"])
        if not threads["pageInfo"]["hasNextPage"]:
            return
        variables = {**variables, "after": threads["pageInfo"]["endCursor"]}
