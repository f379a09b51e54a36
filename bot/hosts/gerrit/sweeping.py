"""Which open changes are not done: one query for a hundred of them tells all of it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.hosts.base import Unseen
from bot.hosts.gerrit import reading
from bot.hosts.gerrit.client import Api, Identity
from bot.hosts.gerrit.names import is_project
from bot.hosts.gerrit.settings import GerritSettings
from bot.hosts.gerrit.wire import Change
from bot.hosts.survey import Found, SurveyNotes
from bot.hosts.surveying import costs_itself_alone
from bot.markers import Scope
from bot.model import ChangeRef

_OPTIONS = ("ALL_REVISIONS", "MESSAGES")


def survey(settings: GerritSettings, api: Api, notes: SurveyNotes, unseen: list[Unseen]) -> Iterator[Found]:
    """Every open change whose current patch set has no summary of ours. What cannot be read is added to ``unseen``.

    Work in progress is left out unless the settings want it reviewed unasked. A trivial rebase of a patch set that has
    a review is reviewed where its event arrives; a lost one is not worth a sweep.
    Raises :class:`~bot.hosts.base.HostError` where the account itself cannot ask.
    """
    identity = api.identity
    for project in settings.projects or ("",):
        query = f'status:open project:"{project}"' if project else "status:open"
        to = f"list the open changes of {project or 'all projects'}"
        with costs_itself_alone(settings.name, project or "all projects", unseen):
            for item in api.changes(query, to, _OPTIONS, before_page=lambda: notes.spend(settings.name)):
                place = f"{item.get('project', '?')}#{item.get('_number', '?')}"
                with costs_itself_alone(settings.name, place, unseen):
                    yield from _unreviewed(api.read(Change, item, to), identity, settings)


def _unreviewed(info: Change, identity: Identity, settings: GerritSettings) -> tuple[Found, ...]:
    """The change; nothing where it is reviewed or not ready, or where no request can carry its project's name."""
    scope = Scope(settings.marker_key, info.project, info.number)
    early = info.work_in_progress and not settings.talk.drafts
    if not is_project(info.project) or early or _is_reviewed(info, identity, scope):
        return ()
    ref = ChangeRef(settings.name, info.project, info.number)
    return (Found(ref, info.current_revision, "", "its patch set has no review of ours"),)


def _is_reviewed(info: Change, identity: Identity, scope: Scope) -> bool:
    summary = reading.own_summary(info.messages, identity, scope)
    if summary is None:
        return False
    return summary.commit == info.current_revision or reading.same_code(info, summary.commit)
