"""Which open changes are not done: one query for a hundred of them tells nearly all of it.

What is asked beside it: the comments of a change on which somebody may have said something since it was looked at, and
once an hour the policy of each project with open changes.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot import orders
from bot.commands import is_addressed
from bot.hosts.base import HostError, RateLimited, Unseen
from bot.hosts.gerrit import listening, reading, remembering, threads
from bot.hosts.gerrit.client import Api
from bot.hosts.gerrit.inheriting import content
from bot.hosts.gerrit.names import is_project
from bot.hosts.gerrit.settings import GerritSettings
from bot.hosts.gerrit.wire import Change, ChangeMessage
from bot.hosts.survey import Found, SurveyNotes, differs, is_time_again, next_time_again, terms
from bot.hosts.surveying import costs_itself_alone
from bot.markers import Scope
from bot.model import ChangeRef
from bot.policy import PATH
from bot.publication import PostedSummary

_OPTIONS = ("ALL_REVISIONS", "MESSAGES", "DETAILED_ACCOUNTS")
_NEW = "its patch set has no review of ours"
_AGAIN = "its review lacks checks that may work now"
_ASKED = "somebody waits for an answer"
_WITH_COMMENTS = re.compile(r"\(\d{1,9} comments?\)", re.ASCII)
"""In a message: Gerrit says so of what was sent with it."""
_UNTIL = " until="
"""Before the time, in what is remembered, from when on it is to be looked at again."""
_POLICY, _POLICY_SECONDS = "policy", 3600
"""Where a project's policy is remembered among the states of its changes, and for how long."""


@dataclass(frozen=True, slots=True)
class _Leg:
    """A part of one walk: the open changes of a project (``""``: of all), from one to before another."""

    project: str
    start: int = 0
    end: int | None = None


@dataclass(slots=True)
class _Home:
    """What is remembered of a project, and what is seen of it now."""

    before: dict[str, str]
    seen: dict[str, str] = field(default_factory=dict)


class Sweep:
    """One walk through all open changes, from where the last one stopped. What cannot be read is added to
    ``unseen``."""

    def __init__(self, settings: GerritSettings, api: Api, notes: SurveyNotes, unseen: list[Unseen]) -> None:
        self._settings = settings
        self._api = api
        self._notes = notes
        self._unseen = unseen
        self._homes: dict[str, _Home] = {}

    def survey(self) -> Iterator[Found]:
        """See :meth:`bot.hosts.base.Surveys.survey`. Work in progress is left out unless the settings want it reviewed
        unasked, but for what people say on it. A trivial rebase of a patch set that has a review is reviewed where its
        event arrives; a lost one is not worth a sweep.

        Raises :class:`~bot.hosts.base.HostError` where the account itself cannot ask.
        """
        account = self._settings.name
        self._notes.spend(account)
        _ = self._api.identity
        whole, at = False, ""
        try:
            for leg in self._legs(self._notes.first(account)):
                with costs_itself_alone(account, leg.project or "all projects", self._unseen):
                    at = f"{leg.start} {leg.project}"
                    for number, item in self._listed(leg):
                        yield from self._alone(item)
                        at = f"{number + 1} {leg.project}"
            whole = True
        finally:
            # Where somebody else ends the walk, nothing is said of what it left.
            self._notes.stopped(account, "" if whole else at)
            for project, home in self._homes.items():
                self._notes.remember(project, home.seen if whole else home.before | home.seen)

    def _legs(self, first: str) -> Iterator[_Leg]:
        places = self._settings.projects or ("",)
        begin, _, project = first.partition(" ")
        start = int(begin) if begin.isdecimal() and project in places else 0
        turn = places.index(project) if project in places else 0
        yield _Leg(places[turn], start)
        yield from map(_Leg, (*places[turn + 1 :], *places[:turn]))
        if start:
            yield _Leg(places[turn], end=start)

    def _listed(self, leg: _Leg) -> Iterator[tuple[int, dict[str, object]]]:
        """Each change with its number in the list. The list is in the order of the last changes: what moves on in it
        while nobody looks is seen by the next walk."""
        query = f'status:open project:"{leg.project}"' if leg.project else "status:open"
        to = f"list the open changes of {leg.project or 'all projects'}"
        listed = self._api.changes(
            query, to, _OPTIONS, before_page=lambda: self._notes.spend(self._settings.name), start=leg.start
        )
        for number, item in enumerate(listed, leg.start):
            if leg.end is not None and number >= leg.end:
                return
            yield number, item

    def _alone(self, item: dict[str, object]) -> Iterator[Found]:
        place = f"{item.get('project', '?')}#{item.get('_number', '?')}"
        with costs_itself_alone(self._settings.name, place, self._unseen):
            info = self._api.read(Change, item, "list the open changes")
            if not is_project(info.project):  # no request can carry its name
                return
            home = self._home(info.project)
            found, state = self._judged(info, home)
            if found:
                yield found
            if state and (found is None or self._notes.is_settled(found)):
                home.seen[str(info.number)] = state

    def _home(self, project: str) -> _Home:
        if project not in self._homes:
            (before,) = self._notes.known([project])
            self._homes[project] = _Home(dict(before))
        return self._homes[project]

    def _judged(self, info: Change, home: _Home) -> tuple[Found | None, str]:
        """What the change wants, and the state in which it need not be looked at again, once what it wants is seen to;
        ``""`` where it is to be looked at until it has that."""
        now, before = int(time.time()), home.before.get(str(info.number), "")
        scope = Scope(self._settings.marker_key, info.project, info.number)
        ref = ChangeRef(self._settings.name, info.project, info.number)
        summary = reading.own_summary(info.messages, self._api.identity, scope)
        found = Found(ref, info.current_revision, "", "")
        state, since = self._state(info, summary, home), 0
        if not info.work_in_progress or self._settings.talk.drafts:
            if summary is None or not _is_of(summary, info):
                return replace(found, why=_NEW), ""
            if summary.record and (why := differs(summary.record.terms, self._terms(info, home))):
                return replace(found, why=why), state
            since = _since(info, summary) if summary.record and summary.record.again else 0
            if since and is_time_again(since, now) and not _is_done(before, state):
                return replace(found, why=_AGAIN, again=True), f"{state}{_UNTIL}{next_time_again(since, now)}"
        told = f"{state}{_UNTIL}{next_time_again(since, now)}" if since else state
        if not _is_done(before, state) and self._may_be_asked(info, before.partition(_UNTIL)[0]):
            self._notes.spend(self._settings.name, 2)
            if self._is_asked(info, ref, scope, now):
                # Some get no answer, e.g. where there were too many: it is looked at again when somebody speaks.
                return replace(found, why=_ASKED, listens=True), told
        return None, told

    def _state(self, info: Change, summary: PostedSummary | None, home: _Home) -> str:
        """Whatever is another one when there is something to look at."""
        newest = info.messages[-1].id if info.messages else ""
        policy = self._terms(info, home) if summary is not None else ""
        return f"{info.current_revision} {newest} {policy}{' wip' if info.work_in_progress else ''}"

    def _terms(self, info: Change, home: _Home) -> str:
        return terms(info.branch, self._policy(info.project, home))

    def _policy(self, project: str, home: _Home) -> str | None:
        """The blob of the project's policy file, ``""`` where there is none; ``None`` where nobody tells."""
        if _POLICY not in home.seen:
            known, _, until = home.before.get(_POLICY, "").partition(_UNTIL)
            if not until or time.time() >= int(until):
                self._notes.spend(self._settings.name, 2)
                known, until = self._asked_policy(project), str(int(time.time()) + _POLICY_SECONDS)
            home.seen[_POLICY] = f"{known}{_UNTIL}{until}"
        known = home.seen[_POLICY].partition(_UNTIL)[0]
        return None if known == "?" else known

    def _asked_policy(self, project: str) -> str:
        """``?`` where nobody tells."""
        try:
            branch, _ = reading.default_branch(self._api, project)
            if not branch:
                return "?"
            text = content(self._api, project, f"refs/heads/{branch}", PATH)
        except RateLimited:
            raise
        except HostError:
            return "?"
        return "" if text is None else hashlib.sha1(b"blob %d\0" % len(text) + text, usedforsecurity=False).hexdigest()

    def _may_be_asked(self, info: Change, before: str) -> bool:
        """Whether somebody may have said something to us since the change was in a state (``""``: ever). Comments come
        with a message that counts them."""
        last = [*before.split(" "), ""][1]
        read = next((place for place, one in enumerate(info.messages, 1) if last and one.id == last), 0)
        return any(self._may_be_meant(message) for message in info.messages[read:])

    def _may_be_meant(self, message: ChangeMessage) -> bool:
        talk = self._settings.talk
        if listening.heard(message.real_author or message.author, message.tag, self._api.identity, talk) is None:
            return False
        text = listening.own_words(message)
        return is_addressed(text, talk.names, in_thread=False) or bool(_WITH_COMMENTS.search(message.message))

    def _is_asked(self, info: Change, ref: ChangeRef, scope: Scope, now: int) -> bool:
        named = replace(remembering.named(ref, info.change_id), head=info.current_revision)
        listed = threads.comments(self._api, named)
        ours = threads.threads(self._api, named, scope, listed)
        talk, identity = self._settings.talk, self._api.identity
        said = listening.conversation(info.messages, listed, ours, identity, scope, talk)
        return bool(orders.pending(said, talk.names, now))


def _is_of(summary: PostedSummary, info: Change) -> bool:
    return summary.commit == info.current_revision or reading.same_code(info, summary.commit)


def _since(info: Change, summary: PostedSummary) -> int:
    """When the summary was said."""
    return next((threads.at(one.date) for one in info.messages if one.id == summary.id), 1)


def _is_done(before: str, state: str) -> bool:
    """Whether a change in this state was seen done before, and is not to be looked at again by now."""
    seen, _, until = before.partition(_UNTIL)
    return seen == state and (not until or time.time() < int(until))
