"""What a person is to a change, asked live.

A service user may not ask Gerrit what another account may do (``check.access`` answers 403, and so do an account's
capabilities). What it may read was measured on Gerrit 3.10 and 3.13:

- ``reviewers/{account}`` names the labels that a reviewer, or somebody in CC, may vote on. Whoever comments is put in
  CC, all but the owner; who took themselves off the change is not told (404).
- ``labels.X.all[].permitted_voting_range`` says how far a reviewer, or somebody who has voted, may go; for people in CC
  it is missing.
- ``groups/{group}/members/?recursive`` lists a group that the bot can see; 404 for a hidden one, 405 for one that is
  kept elsewhere (LDAP).

So an owner who may vote, but has not, is known as a maintainer by a group alone.
Source: https://gerrit-review.googlesource.com/Documentation/rest-api-changes.html#get-reviewer
"""

from __future__ import annotations

from urllib.parse import quote

from bot.hosts.base import HostError
from bot.hosts.gerrit import reading, wire
from bot.hosts.gerrit.client import Api
from bot.hosts.gerrit.errors import Refused
from bot.hosts.gerrit.names import change_path
from bot.hosts.gerrit.settings import GerritSettings
from bot.model import Change, Person, Role

_APPROVAL = "Code-Review"
"""The label whose highest value approves a change; every new site has it."""


def roles(api: Api, settings: GerritSettings, change: Change, person: Person) -> Role:
    """See :meth:`bot.hosts.base.Converses.roles`."""
    if not (person.id.isascii() and person.id.isdigit()):
        raise HostError(f"{settings.name}: {person.id[:40]!r} is no account's number")
    account = int(person.id)
    info = reading.change_info(api, change.ref)
    found = Role(0)
    if _wrote(info, account):
        found |= Role.AUTHOR
    if any(item.account_id == account for item in info.reviewers.get("REVIEWER", ())):
        found |= Role.COLLABORATOR
    if _may_decide(api, settings, info, account) or _is_member(api, settings, account):
        found |= Role.MAINTAINER
    return found


def _wrote(info: wire.Change, account: int) -> bool:
    """The owner, and whoever uploaded code of their own; a rebase makes nobody the author."""
    uploaders = (item.uploader for item in info.revisions.values() if item.kind not in reading.SAME_CODE)
    return account in {item.account_id for item in (info.owner, *uploaders)}


def _may_decide(api: Api, settings: GerritSettings, info: wire.Change, account: int) -> bool:
    """Whether the project lets the account approve changes, or vote on our label."""
    approval = info.labels.get(_APPROVAL)
    if approval is not None and _highest(approval) <= _range(approval, account).max:
        return True
    label = info.labels.get(settings.label)
    if label is None:
        return False
    # A reviewer's range tells what holds now; the other answer names labels of old votes as well.
    if any(item.account_id == account for item in label.all):
        return _range(label, account) != wire.VotingRange()
    return settings.label in _votable(api, info, account)


def _range(label: wire.Label, account: int) -> wire.VotingRange:
    """What a reviewer, or somebody who has voted, may vote; nothing for anybody else."""
    ranges = (item.permitted_voting_range for item in label.all if item.account_id == account)
    return next(ranges, wire.VotingRange())


def _highest(label: wire.Label) -> int:
    """The label's highest value, and 1 for one that has none above 0: nobody approves with a 0."""
    return max((int(value) for value in label.values), default=1) or 1


def _votable(api: Api, info: wire.Change, account: int) -> frozenset[str]:
    """The labels that a reviewer or somebody in CC may vote on; empty for anybody else."""
    place = f"{info.project}~{info.number}"
    path = f"{change_path(info.project, info.number)}/reviewers/{account}"
    try:
        found = api.get(list[wire.Reviewer], path, f"read what the account {account} may do on {place}")
    except Refused as refusal:
        if refusal.status == 404:  # neither reviewer nor in CC: Gerrit tells nothing, and no right is assumed
            return frozenset()
        raise
    return frozenset(label for item in found if item.account_id == account for label in item.approvals)


def _is_member(api: Api, settings: GerritSettings, account: int) -> bool:
    """Whether the account is in one of the groups that the settings name. A group that cannot be read is an error."""
    return any(account in members(api, group) for group in settings.talk.maintainers)


def members(api: Api, group: str) -> frozenset[int]:
    """The accounts in a group and in the groups that it includes. Raises :class:`HostError`, with the remedy."""
    path, to = f"/groups/{quote(group, safe='')}/members/", f"read who is in the group {group}"
    try:
        listed = api.get(list[wire.Account], path, to, recursive="true")
    except Refused as refusal:
        if refusal.status == 405:
            raise HostError(f"{refusal}; name a group that is kept in Gerrit, which may include it") from refusal
        if refusal.status in (403, 404):
            raise HostError(f"{refusal}; let the bot see the group: make it visible to all") from refusal
        raise
    return frozenset(item.account_id for item in listed if item.account_id is not None)
