"""Which open pull requests have no review of ours: one request for a hundred of them.

REST would have to be asked once for each pull request; GraphQL tells the outcome on each head with the list. Where it
refuses (a permission that is missing, an old Enterprise Server), REST is asked instead.

Source: https://docs.github.com/en/graphql/reference/objects (``PullRequest``, ``CheckSuite``, ``Status``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from bot.hosts.base import Unseen
from bot.hosts.github import checkrun, standing, statuses
from bot.hosts.github.client import Api, Clients, Identity, Json
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import is_repository, read_check_id
from bot.hosts.github.reading import Place
from bot.hosts.github.settings import GitHubSettings
from bot.hosts.github.standing import Author
from bot.hosts.github.wire import HeadCommit, OpenPull, OpenPulls, PullRequest, Repository
from bot.hosts.surveying import costs_itself_alone
from bot.markers import Scope
from bot.model import ChangeRef

log = logging.getLogger(__name__)

_PULLS = """
query($owner: String!, $name: String!, $after: String%(variables)s) {
  repository(owner: $owner, name: $name) {
    databaseId
    isArchived
    pullRequests(states: OPEN, first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { number isDraft headRefOid commits(last: 1) { nodes { commit { oid %(outcome)s } } } }
    }
  }
}
"""
_BY_APP = _PULLS % {
    "variables": ", $check: String!, $app: Int!",
    "outcome": """checkSuites(first: 2, filterBy: {appId: $app, checkName: $check}) {
        nodes { checkRuns(first: 20, filterBy: {checkName: $check, checkType: ALL}) { nodes { status externalId } } }
      }""",
}
_BY_TOKEN = _PULLS % {
    "variables": ", $check: String!",
    "outcome": "status { context(name: $check) { state } }",
}


@dataclass(frozen=True, slots=True)
class _Opened:
    """An open pull request; ``reviewed`` is false also where the list alone cannot tell."""

    number: int
    head: str
    repository_id: str
    reviewed: bool = False
    draft: bool = False


_Listed = Iterator[tuple[str, Callable[[], _Opened]]]
"""For each open pull request its number and a function that reads the rest: one unreadable pull request does not keep
the sweep from the others."""


class Sweep:
    """One walk through all repositories of an account. What cannot be looked into is added to ``unseen``."""

    def __init__(self, settings: GitHubSettings, clients: Clients, unseen: list[Unseen]) -> None:
        self._settings = settings
        self._clients = clients
        self._unseen = unseen

    def unreviewed(self) -> Iterator[ChangeRef]:
        """Every open pull request whose head shows no outcome of ours, neither a check run nor a summary. Drafts are
        left out where they are reviewed on request alone.

        Raises :class:`~bot.hosts.base.HostError` where the account itself cannot ask.
        """
        identity = self._clients.identity()
        if not self._settings.is_app:
            yield from self._all(self._clients.token, self._settings.repositories, identity)
            return
        for installation in self._clients.installations():
            with self._alone(f"the installation on {installation.owner}", limits=True):
                api = self._clients.installation(installation)
                yield from self._all(api, self._installed(api), identity)

    def _alone(self, place: str, *, limits: bool = False) -> AbstractContextManager[None]:
        return costs_itself_alone(self._settings.name, place, self._unseen, limits=limits)

    def _installed(self, api: Api) -> Iterator[str]:
        to = "list the installation's repositories"
        for repository in api.pages(Repository, "/installation/repositories", to, key="repositories"):
            if not repository.archived and is_repository(repository.full_name):
                yield repository.full_name

    def _all(self, api: Api, names: Iterable[str], identity: Identity) -> Iterator[ChangeRef]:
        """The unreviewed pull requests of the repositories ``names``, all under one credential.

        A rate limit ends the walk: it holds for the credential, so for the repositories that are left.
        """
        for name in names:
            with self._alone(name):
                yield from self._repository(api, name, identity)

    def _repository(self, api: Api, name: str, identity: Identity) -> Iterator[ChangeRef]:
        seen: set[str] = set()
        for number, read in self._listed(api, name, identity):
            if number in seen:  # by REST once more, after GraphQL broke off
                continue
            seen.add(number)
            with self._alone(f"{name}#{number}"):
                opened = read()
                if opened.draft and not self._settings.talk.drafts:
                    continue
                if not opened.reviewed and not self._shows_review(api, name, opened, identity):
                    yield ChangeRef(self._settings.name, name, opened.number)

    def _listed(self, api: Api, name: str, identity: Identity) -> _Listed:
        try:
            yield from self._by_graphql(api, name, identity)
        except Refused as refusal:
            log.info("%s is asked by REST: %s", name, refusal)
            yield from self._by_rest(api, name)

    def _by_graphql(self, api: Api, name: str, identity: Identity) -> _Listed:
        to = f"list the pull requests of {name}"
        owner, _, short = name.partition("/")
        variables: Json = {"owner": owner, "name": short, "after": None, "check": checkrun.NAME}
        if identity.app_id is not None:
            variables = {**variables, "app": identity.app_id}
        query = _BY_TOKEN if identity.app_id is None else _BY_APP
        while True:
            found = api.graphql(OpenPulls, query, to, variables, at="repository")
            if found.is_archived:
                return
            page = found.pull_requests
            for node in page.nodes:
                yield _number(node), partial(_read, api, to, node, str(found.database_id))
            if not page.page_info.has_next_page:
                return
            variables = {**variables, "after": page.page_info.end_cursor}

    def _by_rest(self, api: Api, name: str) -> _Listed:
        repository = api.get(Repository, f"/repos/{name}", f"read the repository {name}")
        if repository.archived:
            return
        to = f"list the pull requests of {name}"
        listed = api.pages(dict[str, object], f"/repos/{name}/pulls", to, state="open", sort="created", direction="asc")
        for item in listed:
            yield _number(item), partial(_read_rest, api, to, item, str(repository.id))

    def _shows_review(self, api: Api, name: str, opened: _Opened, identity: Identity) -> bool:
        """Asks for one pull request: its outcome, and where we may not show one its summary."""
        place = Place(name, opened.number)
        try:
            shown = checkrun.is_reviewed(api, place, identity, opened.repository_id, opened.head)
        except Refused as refusal:
            log.info("%s#%d: %s; the summary alone tells", name, opened.number, refusal)
        else:
            if shown is not None:
                return shown
        scope = Scope(self._settings.marker_key, opened.repository_id, opened.number)
        summary = standing.own_summary(api, place, Author(identity, scope))
        return summary is not None and summary.commit == opened.head


def _number(item: Mapping[str, object] | None) -> str:
    return str((item or {}).get("number", "?"))


def _read(api: Api, to: str, node: object, repository_id: str) -> _Opened:
    """One pull request as GraphQL tells it."""
    pull = api.read(OpenPull, node, to)
    change = (repository_id, pull.number, pull.head_ref_oid)
    reviewed = any(_is_told(item.commit, change) for item in pull.commits.nodes if item.commit.oid == pull.head_ref_oid)
    return _Opened(pull.number, pull.head_ref_oid, repository_id, reviewed, pull.is_draft)


def _is_told(commit: HeadCommit, change: tuple[str, int, str]) -> bool:
    """Whether a commit shows an outcome: a finished check run for this change, or a status of our name."""
    if commit.status is not None and commit.status.context is not None:
        return statuses.is_outcome(commit.status.context.get("state"))
    named = ((read_check_id(run.external_id or ""), run.status) for run in commit.check_runs)
    ours = [(bool(name[3]), status) for name, status in named if name is not None and name[:3] == change]
    return (True, "COMPLETED") in ours and all(status == "COMPLETED" for _, status in ours)


def _read_rest(api: Api, to: str, item: object, repository_id: str) -> _Opened:
    pull = api.read(PullRequest, item, to)
    return _Opened(pull.number, pull.head.sha, repository_id, draft=pull.draft)
