"""The open pull requests of many repositories: fifty repositories in one query that costs one point.

Where GraphQL refuses (an old Enterprise Server), REST is asked instead, one request for each repository.
Source: https://docs.github.com/en/graphql/reference/objects (``Repository``, ``PullRequest``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.hosts.github.client import Api, Json
from bot.hosts.github.names import group
from bot.hosts.github.wire import OpenPull, OpenPulls, PullRequest, QueueEntry, Repository
from bot.hosts.survey import terms
from bot.policy import PATH

AT_ONCE = 50
"""Repositories of one query."""
_PULLS = """
  databaseId
  nameWithOwner
  isArchived
  policy: object(expression: $policy) { oid }
  pullRequests(states: OPEN, first: %(page)d, after: %(after)s) {
    pageInfo { hasNextPage endCursor }
    nodes { id number isDraft headRefOid baseRefName updatedAt %(queue)s }
  }
"""
_QUEUE = "mergeQueueEntry { state baseCommit { oid } headCommit { oid } }"
"""No list of its own, so it costs nothing. Source: the same, ``MergeQueueEntry``."""
_AWAITING = "AWAITING_CHECKS"
_NEXT = """
query($owner: String!, $name: String!, $after: String, $policy: String!) {
  repository(owner: $owner, name: $name) {%s}
}
"""
_POLICY = f"HEAD:{PATH}"


@dataclass(frozen=True, slots=True)
class Opened:
    """An open pull request, as a list tells it."""

    number: int
    head: str
    terms: str
    """See :func:`bot.hosts.survey.terms`: those that hold now."""
    updated: str
    draft: bool = False
    id: str = ""
    """GraphQL's name for it; ``""`` where REST told."""
    base: str = ""
    """The target branch's tip; ``""`` where GraphQL told."""
    group: str = ""
    """The merge queue's group that ends with it and waits for checks, as a reference names it; mostly ``""``."""

    @property
    def state(self) -> str:
        """Whatever is another one when there is something to look at."""
        return f"{self.head} {self.terms} {self.updated} {'draft' if self.draft else ''}".rstrip()


@dataclass(frozen=True, slots=True)
class Home:
    """A repository with its open pull requests. Each is read by itself: one that cannot be read keeps none."""

    name: str
    id: str
    pulls: Sequence[tuple[str, Callable[[], Opened]]] = field(default_factory=tuple)
    """The number, for people, and what reads the rest. Raises :class:`~bot.hosts.base.HostError`."""


def several(api: Api, names: Sequence[str], *, queues: bool = False) -> list[Home]:
    """The repositories, by one query and one more for each further page of a repository with many; with ``queues`` also
    which groups of merge queues wait. Raises :class:`~bot.hosts.github.errors.Refused` where any of them cannot be
    asked for."""
    queue = _QUEUE if queues else ""
    first = _PULLS % {"page": 50, "after": "null", "queue": queue}
    to = f"list the pull requests of {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
    declared, asked = ["$policy: String!"], []
    variables: dict[str, object] = {"policy": _POLICY}
    for number, full in enumerate(names):
        owner, _, name = full.partition("/")
        variables |= {f"o{number}": owner, f"n{number}": name}
        declared += [f"$o{number}: String!", f"$n{number}: String!"]
        asked.append(f"r{number}: repository(owner: $o{number}, name: $n{number}) {{{first}}}")
    query = f"query({', '.join(declared)}) {{\n{''.join(asked)}\n}}"
    answer = api.graphql(dict[str, object], query, to, variables)
    return [_home(api, full, answer.get(f"r{number}"), queue) for number, full in enumerate(names)]


def _home(api: Api, name: str, data: object, queue: str) -> Home:
    to = f"list the pull requests of {name}"
    found = api.read(OpenPulls, data, to)
    if found.is_archived:
        return Home(name, str(found.database_id))
    pulls: list[tuple[str, Callable[[], Opened]]] = []
    page, policy = found.pull_requests, found.policy.oid if found.policy else ""
    owner, _, short = name.partition("/")
    further = _NEXT % (_PULLS % {"page": 100, "after": "$after", "queue": queue})
    while True:
        pulls += [(_number(node), partial(_read, api, to, node, policy)) for node in page.nodes]
        if not page.page_info.has_next_page:
            return Home(name, str(found.database_id), pulls)
        asked: Json = {"owner": owner, "name": short, "after": page.page_info.end_cursor, "policy": _POLICY}
        page = api.graphql(OpenPulls, further, to, asked, at="repository").pull_requests


def by_rest(api: Api, name: str) -> Home:
    """One repository; which policy holds there is not asked. Raises :class:`~bot.hosts.base.HostError`."""
    repository = api.get(Repository, f"/repos/{name}", f"read the repository {name}")
    if repository.archived:
        return Home(name, str(repository.id))
    to = f"list the pull requests of {name}"
    listed = api.pages(dict[str, object], f"/repos/{name}/pulls", to, state="open", sort="created", direction="asc")
    return Home(name, str(repository.id), [(_number(item), partial(_read_rest, api, to, item)) for item in listed])


def _number(item: Mapping[str, object] | None) -> str:
    return str((item or {}).get("number", "?"))


def _read(api: Api, to: str, node: object, policy: str) -> Opened:
    pull = api.read(OpenPull, node, to)
    now = terms(pull.base_ref_name, policy)
    waits = _group(pull.merge_queue_entry)
    return Opened(pull.number, pull.head_ref_oid, now, pull.updated_at, pull.is_draft, id=pull.id, group=waits)


def _group(entry: QueueEntry | None) -> str:
    if entry is None or entry.state != _AWAITING or entry.base_commit is None or entry.head_commit is None:
        return ""
    return group(entry.base_commit.oid, entry.head_commit.oid)


def _read_rest(api: Api, to: str, item: object) -> Opened:
    pull = api.read(PullRequest, item, to)
    now = terms(pull.base.ref, None)
    return Opened(pull.number, pull.head.sha, now, pull.updated_at, pull.draft, base=pull.base.sha)
