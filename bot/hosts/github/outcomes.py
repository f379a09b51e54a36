"""What an open pull request shows of us: forty of them in one query that costs some ten points.

Sources: https://docs.github.com/en/graphql/reference/objects (``CheckSuite``, ``Status``, ``PullRequestReview``),
https://docs.github.com/en/rest/checks/runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands import is_addressed
from bot.hosts.github import checkrun, statuses
from bot.hosts.github.client import Api, Identity, Json
from bot.hosts.github.names import is_marked_again, read_check_id, read_check_terms
from bot.hosts.github.reading import Place
from bot.hosts.github.wire import CheckRun, HeadCommit, PullDetail, Remark

AT_ONCE = 40
"""Pull requests of one query."""
_REMARKS = 15
"""The newest comments, and the newest reviews, that are read of each."""
_POINTS = 0.21
"""Of one pull request: a hundredth of the lists that are opened for it."""
_PULLS = """
query($ids: [ID!]!, $check: String!%(variables)s) {
  nodes(ids: $ids) {
    ... on PullRequest {
      headRefOid
      baseRefOid
      commits(last: 1) { nodes { commit { oid %(outcome)s } } }
      comments(last: %(remarks)d) { nodes { body updatedAt author { login } } }
      reviews(last: %(remarks)d) {
        nodes { body updatedAt author { login } comments(first: 3) { nodes { body updatedAt author { login } } } }
      }
    }
  }
}
"""
_BY_APP = _PULLS % {
    "remarks": _REMARKS,
    "variables": ", $app: Int!",
    "outcome": """checkSuites(first: 2, filterBy: {appId: $app, checkName: $check}) {
          nodes {
            checkRuns(first: 100, filterBy: {checkName: $check, checkType: ALL}) {
              nodes { databaseId status externalId completedAt }
            }
          }
        }""",
}
_BY_TOKEN = _PULLS % {
    "remarks": _REMARKS,
    "variables": "",
    "outcome": "status { context(name: $check) { state description createdAt } }",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The pull request that is asked about."""

    id: str
    repository_id: str
    number: int
    head: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on a head. ``finished`` is ``None`` where nothing of ours does, and false where what does tells no
    review (yet)."""

    finished: bool | None = None
    terms: str = ""
    """Of the review that stands there, as far as it tells them."""
    unfinished_since: int = 0
    """Since when a review stands there that lacks checks which may work later, in seconds since the epoch; 0 where it
    lacks none."""
    under_way: bool = False
    """Something there says that a review is under way."""
    base: str = ""
    """The target branch's tip; ``""`` where it was not asked."""
    asked: str = ""
    """When the newest remark was made that may be meant for us, as GitHub writes it."""
    earliest: str = ""
    """When the oldest remark was made that was read, where there may be older ones."""

    def may_be_asked(self, since: str) -> bool:
        """Whether somebody may have said something to us since a time (``""``: ever)."""
        return bool(self.asked and self.asked >= since) or bool(since and self.earliest > since)


def shown(api: Api, identity: Identity, names: Collection[str], wanted: Sequence[Wanted]) -> list[Shown]:
    """What the pull requests show, by one query; ``names`` are what people call us. Raises
    :class:`~bot.hosts.github.errors.Refused` where any of them cannot be asked for."""
    to = f"read what {len(wanted)} pull requests show"
    variables: Json = {"ids": [one.id for one in wanted], "check": checkrun.NAME}
    if identity.app_id is not None:
        variables = {**variables, "app": identity.app_id}
    query = _BY_TOKEN if identity.app_id is None else _BY_APP
    points = max(1, round(len(wanted) * _POINTS))
    nodes = api.graphql(list[object], query, to, variables, at="nodes", points=points)
    details = [api.read(PullDetail, node, to) for node in nodes]
    return [_shown(detail, one, identity, names) for detail, one in zip(details, wanted, strict=True)]


def _shown(detail: PullDetail, one: Wanted, identity: Identity, names: Collection[str]) -> Shown:
    commits = [item.commit for item in detail.commits.nodes if item.commit.oid == one.head]
    outcome = _outcome(commits[-1], one) if commits else Shown()
    comments, reviews = detail.comments.nodes, detail.reviews.nodes
    lines = [remark for review in reviews for remark in review.comments.nodes]
    said = [*((remark, False) for remark in (*comments, *reviews)), *((remark, True) for remark in lines)]
    ours = identity.login.removesuffix("[bot]")
    asked = (
        remark.updated_at
        for remark, in_thread in said
        if not (remark.author and remark.author.login == ours) and is_addressed(remark.body, names, in_thread=in_thread)
    )
    return replace(
        outcome, base=detail.base_ref_oid, asked=max(asked, default=""), earliest=_earliest(comments, reviews)
    )


def _earliest(*lists: Sequence[Remark]) -> str:
    cut = (min(remark.updated_at for remark in listed) for listed in lists if len(listed) == _REMARKS)
    return max(cut, default="")


def _outcome(commit: HeadCommit, one: Wanted) -> Shown:
    if commit.status is not None and commit.status.context is not None:
        status = commit.status.context
        again = statuses.is_marked_again(status.description)
        under_way = statuses.is_under_way(status.state)
        return Shown(statuses.is_outcome(status.state), "", _seconds(status.created_at) if again else 0, under_way)
    return _newest(
        ((run.database_id, run.status, run.external_id or "", run.completed_at) for run in commit.check_runs), one
    )


def by_rest(api: Api, place: Place, identity: Identity, one: Wanted) -> Shown:
    """What one pull request shows; its remarks are not asked for. Raises :class:`~bot.hosts.github.errors.Refused`."""
    if identity.app_id is None:
        status = statuses.standing(api, place, one.head)
        if status is None:
            return Shown()
        again = statuses.is_marked_again(status.description)
        return Shown(
            statuses.is_outcome(status.state), "", _seconds(None) if again else 0, statuses.is_under_way(status.state)
        )
    path = f"{place.root}/commits/{one.head}"
    to, name = "list check runs", checkrun.NAME
    runs = api.pages(CheckRun, f"{path}/check-runs", to, key="check_runs", check_name=name, filter="all")
    ours = (run for run in runs if run.app and run.app.id == identity.app_id)
    return _newest(((run.id, run.status, run.external_id or "", run.completed_at) for run in ours), one)


def _newest(runs: Iterable[tuple[int, str, str, datetime | None]], one: Wanted) -> Shown:
    """What the runs for this change tell, each by its number, status, ``external_id`` and end: the same commit may be
    the head of another change, with a run of its own. A run that was ended without a review has no digest."""
    change = (one.repository_id, one.number, one.head)
    newest, shown = 0, Shown()
    for number, status, text, ended in runs:
        name = read_check_id(text)
        if name is None or name[:3] != change:
            continue
        if status.lower() != "completed":
            return Shown(finished=False, under_way=True)
        if number >= newest:
            since = _seconds(ended) if is_marked_again(text) else 0
            newest, shown = number, Shown(bool(name[3]), read_check_terms(text), since)
    return shown


def _seconds(at: datetime | None) -> int:
    """What does not tell its time stands since ever: it is tried again at the longest pause."""
    return int(at.timestamp()) if at else 1
