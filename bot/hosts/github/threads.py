"""Resolving the threads of closed comments: an opt-in, since it needs ``contents: write`` from an App.

REST knows no threads; these are GraphQL's ``reviewThreads`` and ``resolveReviewThread``.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.hosts.github import wire
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
_TO = "list the threads"


def resolve(api: Api, place: Place, comments: frozenset[str]) -> list[str]:
    """Resolves the threads that begin with these comments. Returns notes: the comments read as closed anyway."""
    try:
        for thread in _threads(api, place):
            begins = {str(comment.database_id) for comment in thread.comments.nodes}
            if not thread.is_resolved and not comments.isdisjoint(begins):
                asked = {"thread": thread.id}
                api.graphql(object, _RESOLVE, "resolve a thread", asked, at="resolveReviewThread", write=True)
    except Refused as refusal:
        return [f"closed comments stay unresolved: {refusal}"]
    return []


def _threads(api: Api, place: Place) -> Iterator[wire.Thread]:
    owner, name = place.repository.split("/")
    asked: Json = {"owner": owner, "name": name, "number": place.number, "after": None}
    while True:
        page = api.graphql(wire.Page, _THREADS, _TO, asked, at="repository.pullRequest.reviewThreads")
        yield from (api.read(wire.Thread, node, _TO) for node in page.nodes)
        if not page.page_info.has_next_page:
            return
        asked = {**asked, "after": page.page_info.end_cursor}
