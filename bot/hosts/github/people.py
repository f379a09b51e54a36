"""Who somebody is to a pull request, asked live, and what people think of our comments.

Sources: https://docs.github.com/en/rest/collaborators/collaborators, https://docs.github.com/en/rest/teams/members,
https://docs.github.com/en/rest/reactions/reactions. The fields ``author_association`` of comments are no authority.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from bot.hosts.github import standing
from bot.hosts.github.client import Api
from bot.hosts.github.conversation import person as person_of
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import is_login
from bot.hosts.github.reading import Place
from bot.hosts.github.standing import Author
from bot.hosts.github.wire import Membership, Permission, PullRequest, Reaction
from bot.model import Person, Role, Vote

_WRITES = ("admin", "write")
"""``permission`` has the base roles alone: maintain counts as write."""
_VOTES = {"+1": True, "-1": False}


def role(api: Api, place: Place, pull: PullRequest, who: Person, teams: Sequence[str]) -> Role:
    """What the person is to the pull request. ``teams`` are those whose members may decide, as ``org/team``.

    Accounts are compared by their ids: a name may have been given up and taken by somebody else since the comment was
    written. Raises :class:`~bot.hosts.base.HostError` where GitHub does not say: nobody gets a right by a failure.
    """
    author = Role.AUTHOR if pull.user is not None and str(pull.user.id) == who.id else Role(0)
    permission = _permission(api, place, who)
    if permission is None:
        return author
    if permission.permission in _WRITES or any(_is_member(api, team, who) for team in teams):
        return author | Role.COLLABORATOR | Role.MAINTAINER
    return author | (Role.COLLABORATOR if _collaborates(api, place, permission, who) else Role(0))


def _permission(api: Api, place: Place, who: Person) -> Permission | None:
    """``None`` for somebody who has no part in the repository, and for a name that is somebody else's by now."""
    if not is_login(who.name):
        return None
    path = f"{place.root}/collaborators/{quote(who.name, safe='')}/permission"
    try:
        found = api.get(Permission, path, f"read what {who.name} may do in {place.repository}")
    except Refused as refusal:
        if refusal.status != 404:
            raise
        return None
    return found if found.user is not None and str(found.user.id) == who.id else None


def _collaborates(api: Api, place: Place, permission: Permission, who: Person) -> bool:
    """Everybody has the permission ``read`` in a public repository. A role above it was given; whether a reader was
    invited, or is a member of the organization, the list of collaborators alone tells."""
    if permission.permission != "read":
        return False
    if permission.role_name not in ("", "read", "none"):
        return True
    path = f"{place.root}/collaborators/{quote(who.name, safe='')}"
    return api.exists(path, f"read whether {who.name} is a collaborator of {place.repository}")


def _is_member(api: Api, team: str, who: Person) -> bool:
    """An invited member has to accept first. A team that the App may not see answers 404 as well, or 403."""
    organization, _, slug = team.partition("/")
    path = f"/orgs/{organization}/teams/{slug}/memberships/{quote(who.name, safe='')}"
    try:
        return api.get(Membership, path, f"read whether {who.name} is in the team {team}").state == "active"
    except Refused as refusal:
        if refusal.status != 404:
            raise
        return False


def votes(api: Api, place: Place, author: Author) -> Iterator[Vote]:
    """People's 👍 and 👎 on our comments on lines and files; bots and we ourselves do not vote.

    Reactions are read of those comments alone that have any of the two.
    """
    for thread in standing.threads(standing.review_comments(api, place), author).values():
        rollup = thread.first.reactions
        if rollup is None or not (rollup.up or rollup.down):
            continue
        path = f"{place.root}/pulls/comments/{thread.first.id}/reactions"
        for item in api.pages(Reaction, path, f"list the reactions to comment {thread.first.id}"):
            if item.user is None or item.content not in _VOTES or author.identity.wrote(item):
                continue
            who = person_of(item.user)
            if not who.bot:
                yield Vote(thread.marker.fingerprint, who, _VOTES[item.content])
