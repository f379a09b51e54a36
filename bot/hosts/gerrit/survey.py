"""What the sweep and ``patchwarden doctor`` want to know of an account as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from bot.hosts.base import Diagnosis, HostError, Unseen
from bot.hosts.gerrit import reading
from bot.hosts.gerrit.client import Api, Identity
from bot.hosts.gerrit.errors import Refused
from bot.hosts.gerrit.names import is_project, project_path
from bot.hosts.gerrit.settings import GerritSettings
from bot.hosts.gerrit.wire import Change, OwnAccount
from bot.hosts.surveying import costs_itself_alone, webhook_secret
from bot.markers import Scope
from bot.model import ChangeRef

_OPTIONS = ("ALL_REVISIONS", "MESSAGES")


def unreviewed(settings: GerritSettings, api: Api, unseen: list[Unseen]) -> Iterator[ChangeRef]:
    """Every open change whose current patch set has no summary of ours. What cannot be read is added to ``unseen``.

    A trivial rebase of a patch set that has one is reviewed where its event arrives; a lost one is not worth a sweep.
    Raises :class:`~bot.hosts.base.HostError` where the account itself cannot ask.
    """
    identity = api.identity
    for project in settings.projects or ("",):
        query = f'status:open project:"{project}"' if project else "status:open"
        to = f"list the open changes of {project or 'all projects'}"
        with costs_itself_alone(settings.name, project or "all projects", unseen):
            for item in api.changes(query, to, _OPTIONS):
                place = f"{item.get('project', '?')}#{item.get('_number', '?')}"
                with costs_itself_alone(settings.name, place, unseen):
                    yield from _unreviewed(api.read(Change, item, to), identity, settings)


def _unreviewed(info: Change, identity: Identity, settings: GerritSettings) -> tuple[ChangeRef, ...]:
    """The change, or nothing where it is reviewed or where its project's name is none that a request can carry."""
    scope = Scope(settings.marker_key, info.project, info.number)
    if not is_project(info.project) or _is_reviewed(info, identity, scope):
        return ()
    return (ChangeRef(settings.name, info.project, info.number),)


def _is_reviewed(info: Change, identity: Identity, scope: Scope) -> bool:
    summary = reading.own_summary(info.messages, identity, scope)
    if summary is None:
        return False
    return summary.commit == info.current_revision or reading.same_code(info, summary.commit)


def diagnose(settings: GerritSettings, api: Api) -> Iterator[Diagnosis]:
    """Webhook secret, credentials, account, projects and label; each with its remedy."""
    remedy = "set a random secret here and put it at the end of the webhook's address"
    yield webhook_secret(settings.name, settings.webhook_secret, remedy)
    try:
        yield from _account(settings, api)
        for project in settings.projects:
            yield _project(settings, api, project)
    except HostError as error:
        remedy = f"make an HTTP password on {settings.url}/settings/#HTTPCredentials"
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
