"""All answers of ours in a project: what a lost database is rebuilt from."""

from __future__ import annotations

from collections.abc import Iterator

from bot.hosts.base import HostError
from bot.hosts.gerrit import listening, wire
from bot.hosts.gerrit.client import Api
from bot.hosts.gerrit.names import is_project
from bot.hosts.gerrit.settings import GerritSettings
from bot.hosts.gerrit.threads import comments
from bot.markers import Scope
from bot.model import Answered, Change, ChangeRef

_OPTIONS = ("MESSAGES",)


def remembered(api: Api, settings: GerritSettings, project: str) -> Iterator[tuple[Change, Answered]]:
    """See :meth:`bot.hosts.base.Converses.remembered`. Changes that are merged or abandoned are among them."""
    if not is_project(project):
        raise HostError(f"{settings.name}: {project[:140]!r} is no project's name")
    to = f"list the changes of {project} that it has commented on"
    for item in api.changes(f'project:"{project}" commentby:self', to, _OPTIONS):
        info = api.read(wire.Change, item, to)
        change = named(ChangeRef(settings.name, info.project, info.number), info.change_id)
        scope = Scope(settings.marker_key, info.project, info.number)
        for answered in listening.answers(info.messages, comments(api, change), api.identity, scope):
            yield change, answered


def named(ref: ChangeRef, change_id: str) -> Change:
    """A change of which only the names are told."""
    return Change(
        ref=ref,
        repository_id=ref.repository,
        base="",
        head="",
        merge_base="",
        target_branch="",
        default_branch="",
        author="",
        title="",
        change_id=change_id,
    )
