"""The :class:`~bot.hosts.base.ReviewHost` of one GitHub account."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from bot.hosts.base import BeforeWrite, Diagnosis, GitSource, Receipt, Unseen, unguarded
from bot.hosts.github import (
    checkrun,
    conversation,
    diagnosing,
    groups,
    history,
    inheriting,
    left_behind,
    people,
    reading,
)
from bot.hosts.github.client import Identity
from bot.hosts.github.clients import Clients
from bot.hosts.github.errors import Refused
from bot.hosts.github.permissions import Step
from bot.hosts.github.publishing import Publisher
from bot.hosts.github.replying import Replier
from bot.hosts.github.settings import GitHubSettings
from bot.hosts.github.standing import Author
from bot.hosts.github.sweeping import Sweep
from bot.hosts.github.wire import Repository
from bot.hosts.survey import Forgetful, Found, SurveyNotes
from bot.hosts.talk import TalkSettings
from bot.markers import Scope
from bot.model import Answered, Blamed, Change, ChangeRef, Person, Role, Said, Sign, Vote
from bot.publication import Posted, Publication
from bot.replies import Reply

log = logging.getLogger(__name__)


class GitHub:
    """What each method promises stands in the port. Build one in each task, after any fork; no request is made here."""

    def __init__(self, settings: GitHubSettings, before_write: BeforeWrite = unguarded) -> None:
        self.name = settings.name
        self._settings = settings
        self._clients = Clients(settings, before_write)
        self._places: dict[ChangeRef, reading.Place] = {}
        self._inherited: dict[str, tuple[tuple[str, str], ...]] = {}
        self.unseen: list[Unseen] = []

    def change(self, ref: ChangeRef) -> Change:
        """Reads the pull request, or the merge queue's group. Raises :class:`ChangeNotFound`, :class:`HostUnavailable`
        and, where base and head cannot be compared, :class:`~bot.hosts.base.Unreviewable`."""
        api = self._clients.repository(ref.repository)
        if ref.group:
            change, self._places[ref] = groups.change(api, ref)
            return change
        pull = reading.pull_request(api, ref)
        self._places[ref] = reading.place_of(pull.base.repo, ref)
        return reading.change(api, ref, pull)

    def git_source(self, change: Change) -> GitSource:
        """A fork's head is reachable from the base repository only by the pull request's own ref."""
        token = self._clients.repository(change.ref.repository, Step.FETCH).authorization()
        credentials = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        return GitSource(
            url=self._settings.clone_url(self._place(change.ref).repository),
            refs=() if change.ref.group else (f"refs/pull/{change.ref.number}/head",),
            authorization=f"Basic {credentials}",
        )

    def posted(self, change: Change) -> Posted:
        """Our comments and our summary (our user wrote them, and they carry a marker made for this change), and what
        people say. A merge queue's group has no conversation."""
        if change.ref.group:
            return Posted()
        api = self._clients.repository(change.ref.repository)
        return conversation.posted(api, self._place(change.ref), self._author(change), self.talk)

    def show_started(self, change: Change) -> None:
        api = self._clients.repository(change.ref.repository, Step.PUBLISH)
        _note(change, checkrun.begin(api, self._place(change.ref), self._identity, change))

    def is_shown(self, change: Change) -> bool:
        api, place = self._clients.repository(change.ref.repository), self._place(change.ref)
        try:
            shown = checkrun.is_reviewed(api, place, self._identity, change.repository_id, change.head)
        except Refused:
            return True
        return shown is not False

    def left_under_way(self, change: Change) -> Sequence[str]:
        if change.ref.group:
            return ()
        try:
            api = self._clients.repository(change.ref.repository)
            return left_behind.heads(api, self._place(change.ref), self._identity, change)
        except Refused as refusal:
            _note(change, [str(refusal)])
            return ()

    def withdraw(self, change: Change, why: str) -> None:
        api = self._clients.repository(change.ref.repository, Step.PUBLISH)
        _note(change, checkrun.withdraw(api, self._place(change.ref), self._identity, change, why))

    def leave_out(self, change: Change, why: str) -> None:
        api = self._clients.repository(change.ref.repository, Step.PUBLISH)
        _note(change, checkrun.leave_out(api, self._place(change.ref), self._identity, change, why))

    def publish(self, change: Change, publication: Publication) -> Receipt:
        api = self._clients.repository(change.ref.repository, Step.PUBLISH)
        if change.ref.group:
            return groups.publish(api, self._place(change.ref), self._identity, publication)
        publisher = Publisher(api, self._author(change), self.talk.names[0], self._settings.resolve_threads)
        return publisher.publish(change, publication)

    @property
    def talk(self) -> TalkSettings:
        return self._settings.talk

    def acknowledge(self, change: Change, said: Said, sign: Sign) -> None:
        self._replier(change).acknowledge(said, sign)

    def answer(self, change: Change, reply: Reply) -> None:
        self._replier(change).answer(reply)

    def roles(self, change: Change, person: Person) -> Role:
        api = self._clients.repository(change.ref.repository)
        pull = reading.pull_request(api, change.ref)
        place = reading.place_of(pull.base.repo, change.ref)
        return people.role(api, place, pull, person, self.talk.maintainers)

    def votes(self, change: Change) -> Sequence[Vote]:
        if change.ref.group:
            return ()
        api = self._clients.repository(change.ref.repository)
        return tuple(people.votes(api, self._place(change.ref), self._author(change)))

    def remembered(self, repository: str) -> Iterator[tuple[Change, Answered]]:
        api = self._clients.repository(repository)
        found = api.find(Repository, f"/repos/{repository}", f"read the repository {repository}")
        return conversation.remembered(api, self.name, found, self._identity, self._settings.marker_key)

    def inherited(self, change: Change) -> Sequence[tuple[str, str]]:
        repository = self._place(change.ref).repository
        if repository not in self._inherited:
            self._inherited[repository] = inheriting.policies(self._clients.repository, repository)
        return self._inherited[repository]

    def blame(self, change: Change, path: str) -> Sequence[Blamed]:
        api = self._clients.repository(change.ref.repository)
        return history.blame(api, self._place(change.ref), change.merge_base, path)

    def commit_message(self, change: Change, commit: str) -> str:
        return history.message(self._clients.repository(change.ref.repository), self._place(change.ref), commit)

    def survey(self, notes: SurveyNotes) -> Iterator[Found]:
        """Every open pull request of every repository of ours that is not done."""
        self.unseen.clear()
        return Sweep(self._settings, Clients(self._settings, before_request=notes.spend), notes, self.unseen).survey()

    def unreviewed(self) -> Iterator[ChangeRef]:
        return (found.ref for found in self.survey(Forgetful()))

    def diagnose(self) -> Iterator[Diagnosis]:
        return diagnosing.diagnose(self._settings, self._clients)

    def _place(self, ref: ChangeRef) -> reading.Place:
        if ref not in self._places and ref.group:
            self._places[ref] = groups.place(self._clients.repository(ref.repository), ref)
        elif ref not in self._places:
            pull = reading.pull_request(self._clients.repository(ref.repository), ref)
            self._places[ref] = reading.place_of(pull.base.repo, ref)
        return self._places[ref]

    @cached_property
    def _identity(self) -> Identity:
        return self._clients.identity()

    def _replier(self, change: Change) -> Replier:
        api = self._clients.repository(change.ref.repository, Step.PUBLISH)
        return Replier(api, self._place(change.ref), self._author(change), self.talk.names[0])

    def _author(self, change: Change) -> Author:
        return Author(self._identity, Scope(self._settings.marker_key, change.repository_id, change.ref.number))


def _note(change: Change, notes: Iterable[str]) -> None:
    for note in notes:
        log.info("%s: %s", change.ref, note)
