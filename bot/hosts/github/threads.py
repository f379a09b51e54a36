"""What REST does not know: the threads of a pull request, resolving them, and hiding comments.

Resolving is an opt-in, since it needs ``contents: write`` of an App; hiding needs ``pull_requests: write`` alone.
Source: https://docs.github.com/en/graphql/reference/mutations (``minimizeComment``, ``resolveReviewThread``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
_TO = "list the threads"
_BATCH = 25
"""Mutations in one request."""


def names(api: Api, place: Place) -> dict[str, str]:
    """GraphQL's name of each thread, by the id of its first comment."""
    return {
        str(comment.database_id): thread.id
        for thread in _threads(api, place)
        for comment in thread.comments.nodes
        if comment.database_id
    }


def resolve(api: Api, place: Place, comments: frozenset[str], *, resolved: bool = True) -> list[str]:
    """Resolves the threads that begin with these comments, or makes them unresolved again.

    Returns notes: the comments read as closed, or as open, anyway.
    """
    what = "resolveReviewThread" if resolved else "unresolveReviewThread"
    try:
        wanted = [
            thread.id
            for thread in _threads(api, place)
            if thread.is_resolved is not resolved
            and not comments.isdisjoint(str(comment.database_id) for comment in thread.comments.nodes)
        ]
        for start in range(0, len(wanted), _BATCH):
            inputs: list[Json] = [{"threadId": thread} for thread in wanted[start : start + _BATCH]]
            _mutate(api, what, "resolve threads", inputs)
    except Refused as refusal:
        return [f"{'closed comments stay unresolved' if resolved else 'open comments stay resolved'}: {refusal}"]
    return []


def hide(api: Api, comments: Sequence[str], *, hidden: bool = True) -> list[str]:
    """Hides comments as resolved, or shows them again, by GraphQL's names. Returns notes where GitHub does not."""
    what, more = ("minimizeComment", {"classifier": "RESOLVED"}) if hidden else ("unminimizeComment", {})
    notes = []
    for start in range(0, len(comments), _BATCH):
        inputs: list[Json] = [{"subjectId": comment, **more} for comment in comments[start : start + _BATCH]]
        try:
            _mutate(api, what, "hide comments" if hidden else "show comments", inputs)
        except Refused as refusal:
            notes.append(f"closed comments are not hidden: {refusal}" if hidden else f"comments stay hidden: {refusal}")
    return notes


def _mutate(api: Api, what: str, to: str, inputs: Sequence[Json]) -> None:
    """The same mutation for each input, in one request."""
    type_ = f"{what[0].upper()}{what[1:]}Input!"
    declared = ", ".join(f"$c{number}: {type_}" for number in range(len(inputs)))
    asked = "\n".join(f"  c{number}: {what}(input: $c{number}) {{ clientMutationId }}" for number in range(len(inputs)))
    api.mutate(
        f"mutation({declared}) {{\n{asked}\n}}", to, {f"c{number}": given for number, given in enumerate(inputs)}
    )


def _threads(api: Api, place: Place) -> Iterator[wire.Thread]:
    owner, name = place.repository.split("/")
    asked: Json = {"owner": owner, "name": name, "number": place.number, "after": None}
    while True:
        page = api.graphql(wire.Page, _THREADS, _TO, asked, at="repository.pullRequest.reviewThreads")
        yield from (api.read(wire.Thread, node, _TO) for node in page.nodes)
        if not page.page_info.has_next_page:
            return
        asked = {**asked, "after": page.page_info.end_cursor}
