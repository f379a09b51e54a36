"""Which open pull requests have no review of ours: one request for a hundred of them.

REST would have to be asked once for each pull request; GraphQL tells the outcome on each head with the list. Where it
refuses (a permission that is missing, an old Enterprise Server), REST is asked instead.

Source: https://docs.github.com/en/graphql/reference/objects (``PullRequest``, ``CheckSuite``, ``Status``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from bot.hosts.base import SURVEY_FAULTS, HostError, RateLimited, Unseen
from bot.hosts.github import checkrun, reading
from bot.hosts.github.client import Api, Clients, Identity, Json
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import is_repository, is_sha, read_check_id
from bot.hosts.github.reading import Place
from bot.hosts.github.settings import GitHubSettings
from bot.markers import Scope
from bot.model import ChangeRef
from bot.redaction import redact

log = logging.getLogger(__name__)

_PULLS = """
query($owner: String!, $name: String!, $after: String%(variables)s) {
  repository(owner: $owner, name: $name) {
    databaseId
    isArchived
    pullRequests(states: OPEN, first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { number headRefOid commits(last: 1) { nodes { commit { oid %(outcome)s } } } }
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
    reviewed: bool


class Sweep:
    """One walk through all repositories of an account. What cannot be looked into is added to ``unseen``."""

    def __init__(self, settings: GitHubSettings, clients: Clients, unseen: list[Unseen]) -> None:
        self._settings = settings
        self._clients = clients
        self._unseen = unseen

    def unreviewed(self) -> Iterator[ChangeRef]:
        """Every open pull request whose head shows no outcome of ours, neither a check run nor a summary.

        Raises :class:`~bot.hosts.base.HostError` where the account itself cannot ask.
        """
        identity = self._clients.identity()
        if not self._settings.is_app:
            yield from self._all(self._clients.token, iter(self._settings.repositories), identity)
            return
        for installation in self._clients.installations():
            account = (installation.get("account") or {}).get("login") or "?"
            try:
                api = self._clients.installation(installation)
                yield from self._all(api, self._installed(api), identity)
            except SURVEY_FAULTS as fault:
                self._missed(f"the installation on {account}", fault)

    def _installed(self, api: Api) -> Iterator[str]:
        listed = api.pages("/installation/repositories", "list the installation's repositories", key="repositories")
        for repository in listed:
            if not repository.get("archived") and is_repository(str(repository.get("full_name"))):
                yield str(repository["full_name"])

    def _all(self, api: Api, names: Iterator[str], identity: Identity) -> Iterator[ChangeRef]:
        """Those of some repositories of one credential. A limit of requests holds for all of them: it ends them all."""
        for name in names:
            try:
                yield from self._repository(api, name, identity)
            except RateLimited:
                raise
            except SURVEY_FAULTS as fault:
                self._missed(name, fault)

    def _repository(self, api: Api, name: str, identity: Identity) -> Iterator[ChangeRef]:
        seen: set[object] = set()
        for number, read in self._listed(api, name, identity):
            if number in seen:  # by REST once more, after GraphQL broke off
                continue
            seen.add(number)
            try:
                opened = read()
                reviewed = opened.reviewed or self._shows_review(api, name, opened, identity)
            except RateLimited:
                raise
            except SURVEY_FAULTS as fault:
                self._missed(f"{name}#{number}", fault)
                continue
            if not reviewed:
                yield ChangeRef(self._settings.name, name, opened.number)

    def _listed(self, api: Api, name: str, identity: Identity) -> Iterator[tuple[object, Callable[[], _Opened]]]:
        """The number of each open pull request, and how it is read: one that is unreadable costs itself alone."""
        try:
            yield from self._by_graphql(api, name, identity)
        except Refused as refusal:
            log.info("%s is asked by REST: %s", name, refusal)
            yield from self._by_rest(api, name)

    def _by_graphql(self, api: Api, name: str, identity: Identity) -> Iterator[tuple[object, Callable[[], _Opened]]]:
        owner, _, short = name.partition("/")
        variables: Json = {"owner": owner, "name": short, "after": None, "check": checkrun.NAME}
        if identity.app_id is not None:
            variables["app"] = identity.app_id
        query = _BY_TOKEN if identity.app_id is None else _BY_APP
        while True:
            data = api.graphql(query, f"list the pull requests of {name}", variables)
            repository = data["repository"]
            if repository["isArchived"]:
                return
            for node in repository["pullRequests"]["nodes"]:
                yield (node or {}).get("number"), partial(_read, node, str(repository["databaseId"]))
            page = repository["pullRequests"]["pageInfo"]
            if not page["hasNextPage"]:
                return
            variables = {**variables, "after": page["endCursor"]}

    def _by_rest(self, api: Api, name: str) -> Iterator[tuple[object, Callable[[], _Opened]]]:
        repository = api.get(f"/repos/{name}", f"read the repository {name}")
        if repository.get("archived"):
            return
        to = f"list the pull requests of {name}"
        for pull in api.pages(f"/repos/{name}/pulls", to, state="open", sort="created", direction="asc"):
            yield pull.get("number"), partial(_read_rest, pull, str(repository["id"]))

    def _shows_review(self, api: Api, name: str, opened: _Opened, identity: Identity) -> bool:
        """Asks for one pull request: its outcome, and where that is not shown its summary."""
        place = Place(name, opened.number)
        try:
            if checkrun.is_reviewed(api, place, identity, opened.repository_id, opened.head):
                return True
        except Refused as refusal:
            log.info("%s#%d: %s; the summary alone tells", name, opened.number, refusal)
        scope = Scope(self._settings.marker_key, opened.repository_id, opened.number)
        summary = reading.own_summary(reading.issue_comments(api, place), identity, scope)
        return summary is not None and summary.commit == opened.head

    def _missed(self, place: str, fault: Exception) -> None:
        why = redact(str(fault)) if isinstance(fault, HostError) else f"the answer is unlike GitHub's ({fault!r:.100})"
        log.warning("the sweep of %s leaves out %s: %s", self._settings.name, place, why)
        self._unseen.append(Unseen(place, why))


def _read(node: Json, repository_id: str) -> _Opened:
    """One pull request as GraphQL tells it."""
    number, head = int(node["number"]), _sha(node["headRefOid"])
    commits = [item["commit"] for item in node["commits"]["nodes"] if item["commit"]["oid"] == head]
    reviewed = any(_is_told(commit, (repository_id, number, head)) for commit in commits)
    return _Opened(number, head, repository_id, reviewed)


def _is_told(commit: Json, change: tuple[str, int, str]) -> bool:
    """Whether a commit shows an outcome: a finished check run for this change, or a status of our name."""
    if "status" in commit:
        return (commit["status"] or {}).get("context") is not None
    runs = [run for suite in (commit["checkSuites"] or {}).get("nodes") or () for run in suite["checkRuns"]["nodes"]]
    named = (read_check_id(run["externalId"] or "") for run in runs if run["status"] == "COMPLETED")
    return any(name is not None and name[:3] == change for name in named)


def _read_rest(pull: Json, repository_id: str) -> _Opened:
    return _Opened(int(pull["number"]), _sha(pull["head"]["sha"]), repository_id, reviewed=False)


def _sha(text: object) -> str:
    if not isinstance(text, str) or not is_sha(text):
        raise ValueError(f"{text!r:.80} is no commit id")
    return text
