"""Which open pull requests are not done: at rest one request for fifty repositories, and none for what is remembered.

One query lists the open pull requests of fifty repositories; what is not remembered as done in this very state is asked
for in a second one, forty at a time. REST is asked where GraphQL refuses (a permission that is missing, an old
Enterprise Server), and where somebody may have said something that got no answer.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from bot import orders
from bot.hosts.base import BudgetSpent, HostError, HostUnavailable, RateLimited, Unseen
from bot.hosts.github import conversation, opened, outcomes, standing
from bot.hosts.github.client import Api, Identity
from bot.hosts.github.clients import Clients
from bot.hosts.github.errors import Refused
from bot.hosts.github.names import is_repository
from bot.hosts.github.opened import Home, Opened
from bot.hosts.github.outcomes import Shown, Wanted
from bot.hosts.github.permissions import QUEUES
from bot.hosts.github.reading import Place
from bot.hosts.github.settings import GitHubSettings
from bot.hosts.github.standing import Author
from bot.hosts.github.wire import Repository
from bot.hosts.survey import Found, SurveyNotes, differs, is_time_again, next_time_again
from bot.hosts.surveying import costs_itself_alone
from bot.markers import Scope
from bot.model import ChangeRef

log = logging.getLogger(__name__)

_UNFINISHED = {
    None: "its head has no review of ours",
    False: "the review of its head did not come to its end",
    True: "",
}
_AGAIN = "its review lacks checks that may work now"
_UNTIL = " until="
"""Before the time, in a state that is remembered, from when on it is to be looked at again."""
Item = TypeVar("Item")
Answer = TypeVar("Answer")
_MOST_SILENT = 5
"""Requests in a row without a good answer after which an account is left for the next sweep."""


@dataclass(frozen=True, slots=True)
class _Account:
    """One credential, and what it may show."""

    api: Api
    identity: Identity
    shows: bool
    """Whether we may show an outcome on a commit: where nothing stands there, no review has begun."""
    queues: bool = False
    """Whether we may see merge queues."""


@dataclass(frozen=True, slots=True)
class _Look:
    """A pull request that is not remembered as done in this state."""

    home: Home
    pull: Opened
    before: str
    """The state in which it was seen done; ``""`` where it never was."""

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.pull.id, self.home.id, self.pull.number, self.pull.head)

    @property
    def place(self) -> Place:
        return Place(self.home.name, self.pull.number)

    @property
    def since(self) -> str:
        """When it was changed last before it was seen done."""
        return [*self.before.split(" "), "", ""][2]

    @property
    def terms_before(self) -> str:
        """The terms under which this head was seen done."""
        head, terms = [*self.before.split(" "), ""][:2]
        return terms if head == self.pull.head else ""


def _is_done(before: str, state: str) -> bool:
    """Whether a pull request in this state was seen done before, and is not to be looked at again by now."""
    seen, _, until = before.partition(_UNTIL)
    return seen == state and (not until or time.time() < int(until))


class Sweep:
    """One walk through all repositories of an account. What cannot be looked into is added to ``unseen``."""

    def __init__(self, settings: GitHubSettings, clients: Clients, notes: SurveyNotes, unseen: list[Unseen]) -> None:
        self._settings = settings
        self._clients = clients
        self._notes = notes
        self._unseen = unseen
        self._silent = 0

    def survey(self) -> Iterator[Found]:
        """See :meth:`bot.hosts.base.Surveys.survey`. Drafts are left out where they are reviewed on request alone, but
        for what people say on them.

        Raises :class:`~bot.hosts.base.HostError` where the account itself cannot ask.
        """
        identity = self._clients.identity()
        if not self._settings.is_app:
            with self._alone("the token's repositories", limits=True), self._heeded():
                account = _Account(self._clients.token, identity, shows=False)
                yield from self._all(account, self._settings.repositories)
            return
        for installation in self._clients.installations():
            with self._alone(f"the installation on {installation.owner}", limits=True), self._heeded():
                api = self._clients.installation(installation)
                self._notes.spend(api.account)  # the token, which the client asks for by itself
                held = installation.permissions
                shows = held.get("checks") == "write"
                account = _Account(api, identity, shows=shows, queues=shows and QUEUES in held)
                yield from self._all(account, list(self._installed(api)))

    def _alone(self, place: str, *, limits: bool = False) -> AbstractContextManager[None]:
        return costs_itself_alone(self._settings.name, place, self._unseen, limits=limits)

    @contextmanager
    def _heeded(self) -> Iterator[None]:
        """Tells all workers of a limit that is met here."""
        try:
            yield
        except RateLimited as limit:
            if limit.retry_after and not isinstance(limit, BudgetSpent):
                self._notes.hold(limit.account, limit.retry_after)
            raise

    def _installed(self, api: Api) -> Iterator[str]:
        to = "list the installation's repositories"
        for repository in api.pages(Repository, "/installation/repositories", to, key="repositories"):
            if not repository.archived and is_repository(repository.full_name):
                yield repository.full_name

    def _all(self, account: _Account, names: Sequence[str]) -> Iterator[Found]:
        """The repositories ``names``, all under one credential, from where the last walk stopped.

        A limit ends the walk: it holds for the credential, so for the repositories that are left.
        """
        self._silent = 0
        first = self._notes.first(account.api.account)
        start = names.index(first) if first in names else 0
        left = [*names[start:], *names[:start]]
        while left:
            batch = left[: opened.AT_ONCE]
            try:
                yield from self._batch(account, batch)
            except RateLimited as limit:
                self._notes.stopped(account.api.account, batch[0])
                text = f"{limit}; {len(left)} of {len(names)} repositories are left, {batch[0]} is the next one"
                limit.args = (text,)
                raise
            left = left[len(batch) :]
        self._notes.stopped(account.api.account, "")

    def _batch(self, account: _Account, names: Sequence[str]) -> Iterator[Found]:
        """The repositories of one query. What is seen done is remembered, also where a limit ends the walk."""
        homes = list(self._homes(account, names))
        seen, looks, groups = dict[str, dict[str, str]](), list[_Look](), list[tuple[Home, str]]()
        for home, states in zip(homes, self._notes.known([home.id for home in homes]), strict=True):
            kept = seen[home.id] = {}
            for number, read in home.pulls:
                with self._alone(f"{home.name}#{number}"):
                    pull, before = read(), states.get(number, "")
                    if before:
                        kept[number] = before
                    if not _is_done(before, pull.state):
                        looks.append(_Look(home, pull, before))
                    if pull.group in states:
                        kept[pull.group] = states[pull.group]
                    elif pull.group:
                        groups.append((home, pull.group))
        try:
            for home, group in groups:  # the queue waits for them, and so do people
                yield from self._waiting(account, home, group, seen[home.id])
            for start in range(0, len(looks), outcomes.AT_ONCE):
                yield from self._looked(account, looks[start : start + outcomes.AT_ONCE], seen)
        finally:
            for place, states in seen.items():
                self._notes.remember(place, states)

    def _waiting(self, account: _Account, home: Home, group: str, seen: MutableMapping[str, str]) -> Iterator[Found]:
        """A merge queue's group that has no check run of ours: its delivery was lost. That costs one request a group,
        until its run is concluded."""
        base, _, head = group.partition("...")
        with self._alone(f"{home.name} {group}"):
            wanted = Wanted("", home.id, 0, head)
            shown = outcomes.by_rest(account.api, Place(home.name, 0), account.identity, wanted)
            if shown.finished:
                seen[group] = "done"
            else:
                why = f"a merge queue waits for its check run: {_UNFINISHED[shown.finished]}"
                yield Found(ChangeRef(self._settings.name, home.name, 0, group), head, base, why)

    def _homes(self, account: _Account, names: Sequence[str]) -> Iterator[Home]:
        def ask(some: Sequence[str]) -> Sequence[Home]:
            if account.queues:
                try:
                    return opened.several(account.api, some, queues=True)
                except Refused as refusal:
                    log.info("merge queues are left out: %s", refusal)
            return opened.several(account.api, some)

        for name, answer in self._divided(names, ask):
            with self._alone(name):
                if isinstance(answer, Refused):
                    log.info("%s is asked by REST: %s", name, answer)
                    yield opened.by_rest(account.api, name)
                elif isinstance(answer, HostError):
                    raise answer
                else:
                    yield answer

    def _looked(
        self, account: _Account, looks: Sequence[_Look], seen: Mapping[str, MutableMapping[str, str]]
    ) -> Iterator[Found]:
        names = self._settings.talk.names

        def ask(some: Sequence[_Look]) -> Sequence[Shown]:
            return outcomes.shown(account.api, account.identity, names, [look.wanted for look in some])

        told = [look for look in looks if look.pull.id]
        answers: Iterator[tuple[_Look, Shown | HostError]] = self._divided(told, ask) if told else iter(())
        for look, answer in chain(answers, ((look, None) for look in looks if not look.pull.id)):
            with self._alone(str(look.place)):
                found, state = self._judged(account, look, answer)
                if found:
                    yield found
                if state and (found is None or self._notes.is_settled(found)):
                    seen[look.home.id][str(look.pull.number)] = state

    def _judged(self, account: _Account, look: _Look, answer: Shown | HostError | None) -> tuple[Found | None, str]:
        """What the pull request wants, and the state in which it need not be looked at again, once what it wants is
        seen to; ``""`` where it is to be looked at until it has that."""
        shown = self._shown(account, look, answer)
        pull, early = look.pull, look.pull.draft and not self._settings.talk.drafts
        now, since, state = int(time.time()), shown.unfinished_since, look.pull.state
        if since and not early:
            state += f"{_UNTIL}{next_time_again(since, now)}"
        told = shown.terms or look.terms_before
        why = _UNFINISHED[shown.finished] or differs(told, pull.terms)
        if why and (not early or shown.under_way):
            # Where the review does not tell what it holds for, only we know that it was asked for again.
            return self._found(look, shown, why), state if shown.finished and not shown.terms else ""
        if since and not early and is_time_again(since, now):
            return replace(self._found(look, shown, _AGAIN), again=True), state
        by_rest = not isinstance(answer, Shown)
        if (by_rest and look.since) or shown.may_be_asked(look.since):
            author = self._author(account, look)
            said = conversation.posted(account.api, look.place, author, self._settings.talk).conversation
            if orders.pending(said, self._settings.talk.names, now):
                # Some get no answer, e.g. where there were too many: the change is looked at again when it is another.
                return self._found(look, shown, "somebody waits for an answer", listens=True), state
        return None, state

    def _shown(self, account: _Account, look: _Look, answer: Shown | HostError | None) -> Shown:
        """What stands on the head; where we may not show anything there, the summary tells."""
        if isinstance(answer, HostError) and not isinstance(answer, Refused):
            raise answer
        shows = account.shows
        try:
            shown = answer if isinstance(answer, Shown) else self._shown_by_rest(account, look)
        except Refused as refusal:
            log.info("%s: %s; the summary alone tells", look.place, refusal)
            shown, shows = Shown(), False
        if shown.finished is None and not shows:
            summary = standing.own_summary(account.api, look.place, self._author(account, look))
            if summary is not None and summary.commit == look.pull.head:
                return replace(shown, finished=True)
        return shown

    def _shown_by_rest(self, account: _Account, look: _Look) -> Shown:
        return outcomes.by_rest(account.api, look.place, account.identity, look.wanted)

    def _author(self, account: _Account, look: _Look) -> Author:
        return Author(account.identity, Scope(self._settings.marker_key, look.home.id, look.pull.number))

    def _found(self, look: _Look, shown: Shown, why: str, *, listens: bool = False) -> Found:
        ref = ChangeRef(self._settings.name, look.home.name, look.pull.number)
        return Found(ref, look.pull.head, shown.base or look.pull.base, why, listens)

    def _divided(
        self, items: Sequence[Item], ask: Callable[[Sequence[Item]], Sequence[Answer]]
    ) -> Iterator[tuple[Item, Answer | HostError]]:
        """Each item with its answer, or with the fault that it has when it is asked for alone: one bad item of a query
        costs the others a few requests and no more."""
        try:
            answers = ask(items)
        except RateLimited:
            raise
        except HostError as fault:
            self._count(fault)
            if len(items) == 1:
                yield items[0], fault
                return
            half = len(items) // 2
            yield from self._divided(items[:half], ask)
            yield from self._divided(items[half:], ask)
        else:
            self._silent = 0
            yield from zip(items, answers, strict=True)

    def _count(self, fault: HostError) -> None:
        """Gives an account up that names a time to wait, or that does not answer at all."""
        if not isinstance(fault, HostUnavailable):
            return
        self._silent += 1
        if fault.retry_after is not None or self._silent >= _MOST_SILENT:
            raise RateLimited(f"the sweep gives up here: {fault}", fault.retry_after) from fault
