"""The :class:`~bot.hosts.base.ReviewHost` of one account on a Gerrit."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from bot.hosts.base import BeforeWrite, Diagnosis, GitSource, HostError, Receipt, Unseen, unguarded
from bot.hosts.gerrit import diagnosing, history, inheriting, people, reading, remembering, sweeping, threads
from bot.hosts.gerrit.answering import Answerer
from bot.hosts.gerrit.client import Api
from bot.hosts.gerrit.listening import conversation
from bot.hosts.gerrit.names import change_ref
from bot.hosts.gerrit.publishing import Publisher
from bot.hosts.gerrit.settings import GerritSettings
from bot.hosts.survey import Forgetful, Found, SurveyNotes
from bot.hosts.talk import TalkSettings
from bot.markers import Scope
from bot.model import Answered, Blamed, Change, ChangeRef, Person, Role, Said, Sign, Vote
from bot.publication import Posted, Publication
from bot.replies import Reply


class Gerrit:
    """What each method promises stands in the port. Build one in each task, after any fork; no request is made here."""

    def __init__(self, settings: GerritSettings, before_write: BeforeWrite = unguarded) -> None:
        self.name = settings.name
        self._settings = settings
        self._api = Api(settings, before_write)
        self._inherited: dict[str, tuple[tuple[str, str], ...]] = {}
        self.unseen: list[Unseen] = []

    def change(self, ref: ChangeRef) -> Change:
        info = reading.change_info(self._api, ref, self._settings.lag)
        url = f"{self._settings.url}/c/{quote(ref.repository)}/+/{ref.number}"
        return reading.change(self._api, ref, info, url)

    def git_source(self, change: Change) -> GitSource:
        """Gerrit serves commits by id where the account may read the change; its ref serves them everywhere."""
        if change.patch_set is None:
            raise HostError(f"{change.ref}: a Gerrit change has a patch set")
        credentials = f"{self._settings.username}:{self._settings.password}".encode()
        return GitSource(
            url=self._settings.clone_url(change.ref.repository),
            refs=(change_ref(change.ref.number, change.patch_set),),
            authorization=f"Basic {base64.b64encode(credentials).decode()}",
        )

    def posted(self, change: Change) -> Posted:
        """Our comments and our newest summary: our account wrote them, and their markers were made for this change."""
        scope, identity = self._scope(change), self._api.identity
        listed = threads.comments(self._api, change)
        ours = threads.threads(self._api, change, scope, listed)
        messages = reading.change_info(self._api, change.ref).messages
        return Posted(
            comments=tuple(thread.comment for thread in ours),
            summary=reading.own_summary(messages, identity, scope),
            conversation=conversation(messages, listed, ours, identity, scope, self.talk),
        )

    def show_started(self, change: Change) -> None:
        """Gerrit has no place for that."""

    def is_shown(self, change: Change) -> bool:
        """Comments, message and vote are one request."""
        del change
        return True

    def left_under_way(self, change: Change) -> Sequence[str]:
        del change
        return ()

    def withdraw(self, change: Change, why: str) -> None:
        """Nothing was shown."""

    def leave_out(self, change: Change, why: str) -> None:
        """Nobody waits for a message, and a vote would say more than is known."""

    def publish(self, change: Change, publication: Publication) -> Receipt:
        return Publisher(self._api, self._scope(change), self._settings).publish(change, publication)

    @property
    def talk(self) -> TalkSettings:
        return self._settings.talk

    def acknowledge(self, change: Change, said: Said, sign: Sign) -> None:
        """Gerrit has no signs."""

    def answer(self, change: Change, reply: Reply) -> None:
        Answerer(self._api, self._scope(change), self._settings).answer(change, reply)

    def roles(self, change: Change, person: Person) -> Role:
        return people.roles(self._api, self._settings, change, person)

    def votes(self, change: Change) -> Sequence[Vote]:
        """Gerrit has no thumbs on comments."""
        del change
        return ()

    def remembered(self, repository: str) -> Iterator[tuple[Change, Answered]]:
        return remembering.remembered(self._api, self._settings, repository)

    def inherited(self, change: Change) -> Sequence[tuple[str, str]]:
        project = change.ref.repository
        if project not in self._inherited:
            self._inherited[project] = inheriting.policies(self._api, project)
        return self._inherited[project]

    def blame(self, change: Change, path: str) -> Sequence[Blamed]:
        """Where every line of a file of the patch set's parent comes from."""
        return history.blame(self._api, change, path)

    def commit_message(self, change: Change, commit: str) -> str:
        return history.message(self._api, change, commit)

    def survey(self, notes: SurveyNotes) -> Iterator[Found]:
        """Every open change that is not done."""
        self.unseen.clear()
        return sweeping.Sweep(self._settings, self._api, notes, self.unseen).survey()

    def unreviewed(self) -> Iterator[ChangeRef]:
        return (found.ref for found in self.survey(Forgetful()))

    def diagnose(self) -> Iterator[Diagnosis]:
        return diagnosing.diagnose(self._settings, self._api)

    def _scope(self, change: Change) -> Scope:
        return Scope(self._settings.marker_key, change.repository_id, change.ref.number)
