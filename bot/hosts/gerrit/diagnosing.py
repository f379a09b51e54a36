"""What ``patchwarden doctor`` shows of an account."""

from __future__ import annotations

from collections.abc import Iterator

from bot.hosts.base import Diagnosis, HostError, HostUnavailable
from bot.hosts.gerrit import people
from bot.hosts.gerrit.client import Api
from bot.hosts.gerrit.errors import Refused
from bot.hosts.gerrit.names import project_path
from bot.hosts.gerrit.settings import GerritSettings
from bot.hosts.gerrit.wire import OwnAccount
from bot.hosts.surveying import webhook_secret


def diagnose(settings: GerritSettings, api: Api) -> Iterator[Diagnosis]:
    """Webhook secret, credentials, account, projects and the maintainers' groups; each with its remedy."""
    remedy = "set a random secret here and put it at the end of the webhook's address"
    yield webhook_secret(settings.name, settings.webhook_secret, remedy)
    try:
        yield from _account(settings, api)
        for project in settings.projects:
            yield _project(settings, api, project)
        for group in settings.talk.maintainers:
            yield _group(settings, api, group)
    except HostError as error:
        remedy = f"make an HTTP password on {settings.url}/settings/#HTTPCredentials"
        if isinstance(error, HostUnavailable):
            remedy = f"is {settings.url} its address, and may this machine reach it?"
        yield Diagnosis(f"{settings.name}: credentials", False, str(error), remedy)


def _account(settings: GerritSettings, api: Api) -> Iterator[Diagnosis]:
    version = api.get(str, "/config/server/version", "read the server's version")
    account = api.get(OwnAccount, "/accounts/self/detail", "read its own account")
    yield Diagnosis(f"{settings.name}: credentials", True, f"comments as {api.identity.name} on Gerrit {version}")
    is_service = "SERVICE_USER" in account.tags
    detail = "a service user" if is_service else "a person's account: it can land in the attention set"
    yield Diagnosis(f"{settings.name}: account", True, detail)


def _project(settings: GerritSettings, api: Api, project: str) -> Diagnosis:
    subject = f"{settings.name}: {project}"
    try:
        api.get(dict[str, object], project_path(project), f"read the project {project}")
    except Refused as refusal:
        return Diagnosis(subject, False, str(refusal), "check the name, and let the account read the project")
    return Diagnosis(subject, True, "may be read")


def _group(settings: GerritSettings, api: Api, group: str) -> Diagnosis:
    subject = f"{settings.name}: group {group}"
    try:
        found = people.members(api, group)
    except HostError as error:
        return Diagnosis(subject, False, str(error), "without it every command is refused: see docs/gerrit.md")
    return Diagnosis(subject, True, f"{len(found)} people may decide")
