"""What the sweep and ``patchwarden doctor`` want to know of an account as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

from bot.hosts.base import ChangeNotFound, Diagnosis, HostError
from bot.hosts.github import checkrun, reading
from bot.hosts.github.client import PERMISSIONS, Api, Clients, Identity, Json
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import is_repository
from bot.hosts.github.reading import Place
from bot.hosts.github.settings import GitHubSettings
from bot.markers import Scope
from bot.model import ChangeRef

log = logging.getLogger(__name__)

_EVENTS = ("check_run", "check_suite", "issue_comment", "pull_request", "pull_request_review_comment")
_LEVELS = ("none", "read", "write", "admin")


def unreviewed(settings: GitHubSettings, clients: Clients) -> Iterator[ChangeRef]:
    """Every open pull request whose head shows no outcome of ours, neither a check run nor a summary."""
    identity: Identity | None = None
    for api, repository in _repositories(settings, clients):
        name = str(repository["full_name"])
        identity = identity or clients.identity()
        try:
            for pull in api.pages(f"/repos/{name}/pulls", f"list the pull requests of {name}", state="open"):
                place = Place(name, int(pull["number"]))
                scope = Scope(settings.marker_key, str(repository["id"]), place.number)
                if not _is_reviewed(api, place, identity, scope, str(pull["head"]["sha"])):
                    yield ChangeRef(settings.name, name, place.number)
        except Refused as refusal:
            # One repository that cannot be read must not hide the others from the sweep.
            log.warning("the sweep leaves out %s: %s", name, refusal)


def _is_reviewed(api: Api, place: Place, identity: Identity, scope: Scope, head: str) -> bool:
    try:
        if checkrun.is_reviewed(api, place, identity, scope.repository_id, head):
            return True
    except Refused as refusal:
        log.info("%s#%d: %s; the summary alone tells", place.repository, place.number, refusal)
    summary = reading.own_summary(reading.issue_comments(api, place), identity, scope)
    return summary is not None and summary.commit == head


def _repositories(settings: GitHubSettings, clients: Clients) -> Iterator[tuple[Api, Json]]:
    if not settings.is_app:
        for name in settings.repositories:
            try:
                yield clients.token, clients.token.get(f"/repos/{name}", f"read the repository {name}")
            except Refused as refusal:
                log.warning("the sweep leaves out %s: %s", name, refusal)
        return
    for installation in clients.installations():
        api = clients.installation(installation)
        listed = api.pages("/installation/repositories", "list the installation's repositories", key="repositories")
        for repository in listed:
            if not repository.get("archived") and is_repository(str(repository["full_name"])):
                yield api, repository


def diagnose(settings: GitHubSettings, clients: Clients) -> Iterator[Diagnosis]:
    """Credentials, identity, permissions, events and the webhook secret; each with its remedy."""
    yield Diagnosis(
        f"{settings.name}: webhook secret",
        bool(settings.webhook_secret),
        "set" if settings.webhook_secret else "missing: every delivery is refused",
        "" if settings.webhook_secret else "set the same random secret here and in GitHub's webhook settings",
    )
    try:
        yield from _app(settings, clients) if settings.is_app else _token(settings, clients)
    except HostError as error:
        yield Diagnosis(f"{settings.name}: credentials", False, str(error), _remedy(settings))


def _app(settings: GitHubSettings, clients: Clients) -> Iterator[Diagnosis]:
    app = clients.app.get("/app", "read the App itself")
    detail = f"the App {app['slug']} (id {app['id']}), comments as {app['slug']}[bot]"
    yield Diagnosis(f"{settings.name}: credentials", True, detail)
    page = f"{settings.web_url}/settings/apps/{app['slug']}/permissions"
    yield _permissions(f"{settings.name}: the App's permissions", app.get("permissions") or {}, page)
    missing = [event for event in _EVENTS if event not in (app.get("events") or [])]
    yield Diagnosis(
        f"{settings.name}: events",
        not missing,
        f"not subscribed to {', '.join(missing)}" if missing else "all that are needed",
        f"subscribe to them on {page}" if missing else "",
    )
    installations = list(clients.installations())
    if not installations:
        place = f"{settings.web_url}/apps/{app['slug']}/installations/new"
        yield Diagnosis(f"{settings.name}: installations", False, "installed nowhere", f"install the App on {place}")
        return
    for installation in installations:
        account = (installation.get("account") or {}).get("login", "?")
        granted = installation.get("permissions") or {}
        remedy = f"an owner of {account} accepts them on {installation.get('html_url') or settings.web_url}"
        yield _permissions(f"{settings.name}: installation on {account}", granted, remedy)


def _permissions(subject: str, granted: Mapping[str, str], where: str) -> Diagnosis:
    missing = [
        f"{name}: {level}"
        for name, level in PERMISSIONS.items()
        if _LEVELS.index(granted.get(name, "none")) < _LEVELS.index(level)
    ]
    if not missing:
        return Diagnosis(subject, True, "all that are needed")
    return Diagnosis(subject, False, f"missing {', '.join(missing)}", f"grant them: {where}")


def _token(settings: GitHubSettings, clients: Clients) -> Iterator[Diagnosis]:
    identity = clients.identity()
    yield Diagnosis(f"{settings.name}: identity", True, f"comments as {identity.login}")
    scopes = clients.token.headers("/user", "read the token's scopes").get("x-oauth-scopes")
    if scopes is None:
        detail = "a fine-grained token does not tell its permissions"
        yield Diagnosis(f"{settings.name}: the token's scopes", True, detail)
    else:
        held = {scope.strip() for scope in scopes.split(",")}
        enough = not held.isdisjoint({"repo", "public_repo"})
        remedy = "" if enough else f"give the token the scope repo on {settings.web_url}/settings/tokens"
        yield Diagnosis(f"{settings.name}: the token's scopes", enough, scopes or "none", remedy)
    yield Diagnosis(
        f"{settings.name}: check runs", True, "a token makes commit statuses instead; an App makes check runs"
    )
    for name in settings.repositories:
        yield _repository(settings, clients, name)


def _repository(settings: GitHubSettings, clients: Clients, name: str) -> Diagnosis:
    subject = f"{settings.name}: {name}"
    try:
        found = clients.token.get(f"/repos/{name}", f"read the repository {name}")
    except (Refused, ChangeNotFound) as error:
        return Diagnosis(subject, False, str(error), "check the name, and give the token access to the repository")
    held = found.get("permissions") or {}
    if held.get("push", True):
        return Diagnosis(subject, True, "may be read and commented on")
    return Diagnosis(subject, False, "the commit status cannot be set", "give the token's user write access")


def _remedy(settings: GitHubSettings) -> str:
    if settings.is_app:
        return f"the App's id and its private keys are on {settings.web_url}/settings/apps"
    return f"make a token on {settings.web_url}/settings/tokens"
