"""A merge queue's group: several pull requests as one commit, which a branch protection lets pass by its check runs.

A group has no number and no conversation: what is said of it stands on its head alone, and its pull requests keep the
reviews that they have. Source: https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group.
"""

from __future__ import annotations

from bot.hosts.base import ChangeNotFound, Receipt
from bot.hosts.github import checkrun, reading
from bot.hosts.github.client import Api, Identity
from bot.hosts.github.names import read_group
from bot.hosts.github.reading import Place
from bot.hosts.github.wire import Repository
from bot.model import Change, ChangeRef
from bot.publication import Publication
from bot.render import markdown


def place(api: Api, ref: ChangeRef) -> Place:
    """Where the group's repository is now. Raises :class:`ChangeNotFound`."""
    return _described(api, ref)[1]


def change(api: Api, ref: ChangeRef) -> tuple[Change, Place]:
    """The group's commits as one change. Raises :class:`ChangeNotFound`, :class:`~bot.hosts.base.Unreviewable`."""
    described, where = _described(api, ref)
    return (reading.compared(api, where, described) if described.open else described), where


def _described(api: Api, ref: ChangeRef) -> tuple[Change, Place]:
    commits = read_group(ref.group)
    if commits is None:
        raise ChangeNotFound(f"{ref}: {ref.group[:140]!r} names no two commits")
    base, head = commits
    repository = api.find(Repository, f"/repos/{ref.repository}", f"read the repository {ref.repository}")
    described = Change(
        ref=ref,
        repository_id=str(repository.id),
        base=base,
        head=head,
        merge_base=base,
        target_branch=repository.default_branch,
        default_branch=repository.default_branch,
        author="merge queue",
        title=f"Merge group {head[:7]}",
        open=not repository.archived,
    )
    return described, reading.place_of(repository, ref)


def publish(api: Api, where: Place, identity: Identity, publication: Publication) -> Receipt:
    """The check run, or the commit status, with all of the review in it. Raises :class:`Refused`."""
    before = api.writes
    unposted = frozenset(item.fingerprint for item in publication.post)
    output = markdown.check_output(publication.review, moved=unposted)
    notes = checkrun.report(api, where, identity, publication.review, output, again=publication.unfinished)
    return Receipt(requests=api.writes - before, notes=tuple(notes))
