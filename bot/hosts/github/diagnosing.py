"""What ``patchwarden doctor`` shows of an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.hosts.base import ChangeNotFound, Diagnosis, HostError, HostUnavailable
from bot.hosts.github.clients import Clients
from bot.hosts.github.errors import Refused
from bot.hosts.github.permissions import needed
from bot.hosts.github.settings import GitHubSettings
from bot.hosts.github.wire import Repository
from bot.hosts.surveying import webhook_secret

EVENTS = (
    "check_run",
    "check_suite",
    "issue_comment",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
)
"""What the App must hear of."""
_LEVELS = {"read": 1, "write": 2, "admin": 3}


def diagnose(settings: GitHubSettings, clients: Clients) -> Iterator[Diagnosis]:
    """Credentials, identity, permissions, events and the webhook secret; each with its remedy."""
    remedy = "set the same random secret here and in GitHub's webhook settings"
    yield webhook_secret(settings.name, settings.webhook_secret, remedy)
    try:
        yield from _app(settings, clients) if settings.is_app else _token(settings, clients)
    except HostError as error:
        yield Diagnosis(f"{settings.name}: credentials", False, str(error), _remedy(settings, error))


def _app(settings: GitHubSettings, clients: Clients) -> Iterator[Diagnosis]:
    app = clients.described()
    detail = f"the App {app.slug} (id {app.id}), comments as {app.slug}[bot]"
    yield Diagnosis(f"{settings.name}: credentials", True, detail)
    page = f"{settings.web_url}/settings/apps/{app.slug}/permissions"
    wanted = needed(settings)
    yield _permissions(f"{settings.name}: the App's permissions", wanted, app.permissions, page)
    missing = [event for event in EVENTS if event not in app.events]
    yield Diagnosis(
        f"{settings.name}: events",
        not missing,
        f"not subscribed to {', '.join(missing)}" if missing else "all that are needed",
        f"subscribe to them on {page}" if missing else "",
    )
    queued = "merge_group" in app.events
    yield Diagnosis(
        f"{settings.name}: merge queues",
        True,
        "their groups get a check run"
        if queued
        else "not subscribed to merge_group (permission merge queues: read); a queue that requires our check run waits",
    )
    installations = list(clients.installations())
    if not installations:
        place = f"{settings.web_url}/apps/{app.slug}/installations/new"
        yield Diagnosis(f"{settings.name}: installations", False, "installed nowhere", f"install the App on {place}")
        return
    for installation in installations:
        remedy = f"an owner of {installation.owner} accepts them on {installation.html_url or settings.web_url}"
        subject = f"{settings.name}: installation on {installation.owner}"
        yield _permissions(subject, wanted, installation.permissions, remedy)


def _permissions(subject: str, wanted: Mapping[str, str], granted: Mapping[str, str], where: str) -> Diagnosis:
    missing = [
        f"{name}: {level}" for name, level in wanted.items() if _LEVELS.get(granted.get(name, ""), 0) < _LEVELS[level]
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
        missing = [] if held & {"repo", "public_repo"} else ["repo"]
        if settings.talk.maintainers and not held & {"read:org", "write:org", "admin:org"}:
            missing.append("read:org")
        enough = not missing
        place = f"{settings.web_url}/settings/tokens"
        remedy = "" if enough else f"give the token the scope {' and '.join(missing)} on {place}"
        yield Diagnosis(f"{settings.name}: the token's scopes", enough, scopes or "none", remedy)
    yield Diagnosis(
        f"{settings.name}: check runs", True, "a token makes commit statuses instead; an App makes check runs"
    )
    for name in settings.repositories:
        yield _repository(settings, clients, name)


def _repository(settings: GitHubSettings, clients: Clients, name: str) -> Diagnosis:
    subject = f"{settings.name}: {name}"
    try:
        found = clients.token.get(Repository, f"/repos/{name}", f"read the repository {name}")
    except (Refused, ChangeNotFound) as error:
        return Diagnosis(subject, False, str(error), "check the name, and give the token access to the repository")
    if found.permissions.get("push", True):
        return Diagnosis(subject, True, "may be read and commented on")
    detail = "neither can the commit status be set nor be asked who is a collaborator"
    return Diagnosis(subject, False, detail, "give the token's user write access")


def _remedy(settings: GitHubSettings, error: HostError) -> str:
    if isinstance(error, HostUnavailable):
        return f"is {settings.base_url} its API's address, and may this machine reach it?"
    if settings.is_app:
        return f"the App's id and its private keys are on {settings.web_url}/settings/apps"
    return f"make a token on {settings.web_url}/settings/tokens"
