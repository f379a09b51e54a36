"""The open pull requests of many repositories: fifty repositories in one query that costs one point.

Where GraphQL refuses (an old Enterprise Server), REST is asked instead, one request for each repository.
Source: https://docs.github.com/en/graphql/reference/objects (``Repository``, ``PullRequest``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.hosts.github.client import Api, Json
from bot.hosts.github.wire import OpenPull, OpenPulls, PullRequest, Repository
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
    nodes { id number isDraft headRefOid baseRefName updatedAt }
  }
"""
_FIRST = _PULLS % {"page": 50, "after": "null"}
_NEXT = """
query($owner: String!, $name: String!, $after: String, $policy: String!) {
  repository(owner: $owner, name: $name) {%s}
}
""" % (_PULLS % {"page": 100, "after": "$after"})
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


def several(api: Api, names: Sequence[str]) -> list[Home]:
    """The repositories, by one query and one more for each further page of a repository with many. Raises
    :class:`~bot.hosts.github.errors.Refused` where any of them cannot be asked for."""
    to = f"list the pull requests of {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
    declared, asked = ["$policy: String!"], []
    variables: dict[str, object] = {"policy": _POLICY}
    for number, full in enumerate(names):
        owner, _, name = full.partition("/")
        variables |= {f"o{number}": owner, f"n{number}": name}
        declared += [f"$o{number}: String!", f"$n{number}: String!"]
        asked.append(f"r{number}: repository(owner: $o{number}, name: $n{number}) {{{_FIRST}}}")
    query = f"query({', '.join(declared)}) {{\n{''.join(asked)}\n}}"
    answer = api.graphql(dict[str, object], query, to, variables)
    return [_home(api, full, answer.get(f"r{number}")) for number, full in enumerate(names)]


def _home(api: Api, name: str, data: object) -> Home:
    to = f"list the pull requests of {name}"
    found = api.read(OpenPulls, data, to)
    if found.is_archived:
        return Home(name, str(found.database_id))
    pulls: list[tuple[str, Callable[[], Opened]]] = []
    page, policy = found.pull_requests, found.policy.oid if found.policy else ""
    owner, _, short = name.partition("/")
    while True:
        pulls += [(_number(node), partial(_read, api, to, node, policy)) for node in page.nodes]
        if not page.page_info.has_next_page:
            return Home(name, str(found.database_id), pulls)
        asked: Json = {"owner": owner, "name": short, "after": page.page_info.end_cursor, "policy": _POLICY}
        page = api.graphql(OpenPulls, _NEXT, to, asked, at="repository").pull_requests


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
    return Opened(pull.number, pull.head_ref_oid, now, pull.updated_at, pull.is_draft, id=pull.id)


def _read_rest(api: Api, to: str, item: object) -> Opened:
    pull = api.read(PullRequest, item, to)
    now = terms(pull.base.ref, None)
    return Opened(pull.number, pull.head.sha, now, pull.updated_at, pull.draft, base=pull.base.sha)
