"""What the sweep and ``patchwarden doctor`` want to know of an account as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from bot.hosts.base import Diagnosis, HostError
from bot.hosts.gerrit import reading
from bot.hosts.gerrit.client import Api, Json
from bot.hosts.gerrit.errors import Refused
from bot.hosts.gerrit.names import is_project, project_path
from bot.hosts.gerrit.settings import GerritSettings
from bot.markers import Scope
from bot.model import ChangeRef

log = logging.getLogger(__name__)

_OPTIONS = ("ALL_REVISIONS", "MESSAGES")


def unreviewed(settings: GerritSettings, api: Api) -> Iterator[ChangeRef]:
    """Every open change whose current patch set has no summary of ours.

    A trivial rebase of a patch set that has one is reviewed where its event arrives; a lost one is not worth a sweep.
    """
    for project in settings.projects or ("",):
        query = f'status:open project:"{project}"' if project else "status:open"
        try:
            for info in api.changes(query, f"list the open changes of {project or 'all projects'}", _OPTIONS):
                name, number = str(info["project"]), int(info["_number"])
                if is_project(name) and not _is_reviewed(info, api, Scope(settings.marker_key, name, number)):
                    yield ChangeRef(settings.name, name, number)
        except Refused as refusal:
            # One project that cannot be read must not hide the others from the sweep.
            log.warning("the sweep leaves out %s: %s", project or settings.name, refusal)


def _is_reviewed(info: Json, api: Api, scope: Scope) -> bool:
    summary = reading.own_summary(info.get("messages") or (), api.identity, scope)
    if summary is None:
        return False
    return summary.commit == info.get("current_revision") or reading.same_code(info, summary.commit)


def diagnose(settings: GerritSettings, api: Api) -> Iterator[Diagnosis]:
    """Webhook secret, credentials, account, projects and label; each with its remedy."""
    yield Diagnosis(
        f"{settings.name}: webhook secret",
        bool(settings.webhook_secret),
        "set" if settings.webhook_secret else "missing: every delivery is refused",
        "" if settings.webhook_secret else "set a random secret here and put it at the end of the webhook's address",
    )
    try:
        yield from _account(settings, api)
        for project in settings.projects:
            yield _project(settings, api, project)
    except HostError as error:
        remedy = f"make an HTTP password on {settings.url}/settings/#HTTPCredentials"
        yield Diagnosis(f"{settings.name}: credentials", False, str(error), remedy)


def _account(settings: GerritSettings, api: Api) -> Iterator[Diagnosis]:
    version = api.get("/config/server/version", "read the server's version")
    account = api.object("/accounts/self/detail", "read its own account")
    yield Diagnosis(f"{settings.name}: credentials", True, f"comments as {api.identity.name} on Gerrit {version}")
    is_service = "SERVICE_USER" in (account.get("tags") or ())
    detail = "a service user" if is_service else "a person's account: it can land in the attention set"
    yield Diagnosis(f"{settings.name}: account", True, detail)


def _project(settings: GerritSettings, api: Api, project: str) -> Diagnosis:
    subject = f"{settings.name}: {project}"
    try:
        api.object(project_path(project), f"read the project {project}")
    except Refused as refusal:
        return Diagnosis(subject, False, str(refusal), "check the name, and let the account read the project")
    return Diagnosis(subject, True, "may be read")
