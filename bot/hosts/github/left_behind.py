"""Which commits of a pull request, beside its head, still say that a review is under way: one request.

They were its head once: those that were pushed over by force stand in its timeline, the others are its commits.

Source: https://docs.github.com/en/graphql/reference/objects (``PullRequest``, ``HeadRefForcePushedEvent``).
"""

from __future__ import annotations

from bot.hosts.github import statuses
from bot.hosts.github.client import Api, Identity, Json
from bot.hosts.github.names import read_check_id
from bot.hosts.github.reading import Place
from bot.hosts.github.wire import GraphQL, Nodes
from bot.hosts.names import CommitId
from bot.model import Change

_QUERY = """
query($owner: String!, $name: String!, $number: Int!, $check: String!%(variables)s) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      commits(last: 50) { nodes { commit { ...outcome } } }
      timelineItems(last: 20, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT]) {
        nodes { ... on HeadRefForcePushedEvent { beforeCommit { ...outcome } } }
      }
    }
  }
}
fragment outcome on Commit { oid %(outcome)s }
"""
_BY_APP = _QUERY % {
    "variables": ", $app: Int!",
    "outcome": """checkSuites(first: 2, filterBy: {appId: $app, checkName: $check}) {
        nodes { checkRuns(first: 20, filterBy: {checkName: $check, checkType: ALL}) { nodes { status externalId } } }
      }""",
}
_BY_TOKEN = _QUERY % {"variables": "", "outcome": "status { context(name: $check) { state } }"}


class _Run(GraphQL, frozen=True):
    status: str
    external_id: str | None = None


class _Suite(GraphQL, frozen=True):
    check_runs: Nodes[_Run]


class _Context(GraphQL, frozen=True):
    state: str


class _Status(GraphQL, frozen=True):
    context: _Context | None = None


class _Commit(GraphQL, frozen=True):
    oid: CommitId
    check_suites: Nodes[_Suite] | None = None
    status: _Status | None = None


class _Listed(GraphQL, frozen=True):
    commit: _Commit


class _Forced(GraphQL, frozen=True):
    before_commit: _Commit | None = None
    """``None`` where GitHub has forgotten it."""


class _Pull(GraphQL, frozen=True):
    commits: Nodes[_Listed]
    timeline_items: Nodes[_Forced]


def heads(api: Api, place: Place, identity: Identity, change: Change) -> tuple[str, ...]:
    """Their commit ids. Raises :class:`~bot.hosts.github.errors.Refused`."""
    owner, _, name = place.repository.partition("/")
    asked: Json = {"owner": owner, "name": name, "number": place.number, "check": statuses.NAME}
    if identity.app_id is not None:
        asked = {**asked, "app": identity.app_id}
    query = _BY_TOKEN if identity.app_id is None else _BY_APP
    found = api.graphql(_Pull, query, f"read the earlier heads of {place}", asked, at="repository.pullRequest")
    commits = [item.commit for item in found.commits.nodes]
    commits += [item.before_commit for item in found.timeline_items.nodes if item.before_commit is not None]
    left = (one.oid for one in commits if one.oid != change.head and _is_under_way(one, change, place))
    return tuple(dict.fromkeys(left))


def _is_under_way(commit: _Commit, change: Change, place: Place) -> bool:
    if commit.status is not None and commit.status.context is not None:
        return commit.status.context.state == "PENDING"
    of = (change.repository_id, place.number, commit.oid)
    for suite in commit.check_suites.nodes if commit.check_suites else ():
        for run in suite.check_runs.nodes:
            named = read_check_id(run.external_id or "")
            if named is not None and named[:3] == of and run.status != "COMPLETED":
                return True
    return False
