"""What the sweep and ``patchwarden doctor`` want to know of an account as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from bot.hosts.base import SURVEY_FAULTS, Diagnosis, HostError, RateLimited, Unseen
from bot.hosts.gerrit import reading
from bot.hosts.gerrit.client import Api, Identity, Json
from bot.hosts.gerrit.errors import Refused
from bot.hosts.gerrit.names import is_project, project_path
from bot.hosts.gerrit.settings import GerritSettings
from bot.markers import Scope
from bot.model import ChangeRef
from bot.redaction import redact

log = logging.getLogger(__name__)

_OPTIONS = ("ALL_REVISIONS", "MESSAGES")


def unreviewed(settings: GerritSettings, api: Api, unseen: list[Unseen]) -> Iterator[ChangeRef]:
    """Every open change whose current patch set has no summary of ours. What cannot be read is added to ``unseen``.

    A trivial rebase of a patch set that has one is reviewed where its event arrives; a lost one is not worth a sweep.
    Raises :class:`~bot.hosts.base.HostError` where the account itself cannot ask.
    """
    identity = api.identity
    for project in settings.projects or ("",):
        query = f'status:open project:"{project}"' if project else "status:open"
        try:
            for info in api.changes(query, f"list the open changes of {project or 'all projects'}", _OPTIONS):
                try:
                    found = _unreviewed(info, identity, settings)
                except SURVEY_FAULTS as fault:
                    place = f"{info.get('project', '?')}#{info.get('_number', '?')}" if isinstance(info, dict) else "?"
                    _missed(settings, unseen, place, fault)
                else:
                    yield from found
        except RateLimited:
            raise
        except SURVEY_FAULTS as fault:
            _missed(settings, unseen, project or "all projects", fault)


def _unreviewed(info: Json, identity: Identity, settings: GerritSettings) -> tuple[ChangeRef, ...]:
    """The change, or nothing where it is reviewed or where its project's name is none that a request can carry."""
    name, number = info["project"], int(info["_number"])
    if not isinstance(name, str):
        raise TypeError("project is no text")
    if not is_project(name) or _is_reviewed(info, identity, Scope(settings.marker_key, name, number)):
        return ()
    return (ChangeRef(settings.name, name, number),)


def _is_reviewed(info: Json, identity: Identity, scope: Scope) -> bool:
    summary = reading.own_summary(info.get("messages") or (), identity, scope)
    if summary is None:
        return False
    return summary.commit == info.get("current_revision") or reading.same_code(info, summary.commit)


def _missed(settings: GerritSettings, unseen: list[Unseen], place: str, fault: Exception) -> None:
    why = redact(str(fault)) if isinstance(fault, HostError) else f"the answer is unlike Gerrit's ({fault!r:.100})"
    log.warning("the sweep of %s leaves out %s: %s", settings.name, place, why)
    unseen.append(Unseen(place, why))


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
