"""What was decided and told in a repository: the database beside what our answers on the change itself remember."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.decisions import scope_of, scope_of_change
from bot.model import Answered, Change, Conversation, Decision, DecisionKind, Review, Vote
from bot.store import Store, StoreDown

log = logging.getLogger(__name__)

Mirrors = Iterable[Iterable[str]]
"""See :func:`bot.decisions.scope_of`."""

_UNKNOWN = "The database does not answer: what was dismissed on other changes of this repository is told again here."


@dataclass
class Memory:
    """The memory around one change. Without a database, and while it does not answer, the change's own answers are all
    that is known: no review waits for a database."""

    store: Store | None = None
    mirrors: tuple[tuple[str, ...], ...] = ()
    rule_versions: Callable[[], Mapping[str, str]] = dict
    """See :func:`workers.rule_versions.digests`."""
    notices: list[str] = field(default_factory=list)
    """What the review has to say of the memory."""
    before_write: Callable[[], None] = lambda: None
    """Called right before anything is remembered; what it raises keeps it from being written."""

    def learn(self, change: Change, conversation: Conversation) -> None:
        """Takes over what the change's own answers remember: so a database that was lost is filled again."""
        self.before_write()
        with self._store() as store:
            if store is not None:
                keep(store, change, conversation.answered, self.mirrors)

    def decisions(self, change: Change, conversation: Conversation) -> tuple[Decision, ...]:
        """Every decision that reaches the change, oldest first; expired ones as well."""
        with self._store() as store:
            if store is not None:
                found = [item for scope in _scopes(change, self.mirrors).values() for item in store.decisions(scope)]
                return tuple(sorted(found, key=lambda item: (item.at, item.id)))
        if self.store is not None:
            self.notices = [_UNKNOWN]
        return of_conversation(conversation)

    def decide(self, change: Change, decisions: Iterable[Decision], reopened: Iterable[tuple[str, str, int]]) -> None:
        """Remembers what was decided on the change just now; ``reopened`` as in :class:`bot.answering.Obeyed`."""
        self.before_write()
        with self._store() as store:
            if store is not None:
                for name, by, at in reopened:
                    _reopen(store, change, (name,), by, at, self.mirrors)
                _decide(store, change, decisions, self.mirrors)

    def demoted(self) -> frozenset[str]:
        with self._store() as store:
            if store is not None and store.has_complaints():
                return store.demoted(self.rule_versions())
        return frozenset()

    def told(self, review: Review) -> None:
        """Remembers which rules the review's observations come from: for the rules' statistics."""
        rules = {item.fingerprint: item.finding.rule for item in review.observations}
        self.before_write()
        with self._store() as store:
            if store is not None and rules:
                store.told(str(review.change.ref), scope_of(review.change, self.mirrors), rules)

    def outcome(
        self, change: Change, fixed: Iterable[str], dismissed: Mapping[str, DecisionKind | None], votes: Iterable[Vote]
    ) -> None:
        """Remembers what became of the change's observations when it was merged."""
        self.before_write()
        with self._store() as store:
            if store is not None:
                store.outcome(str(change.ref), fixed=frozenset(fixed), dismissed=dismissed, votes=tuple(votes))

    def ended(self, change: Change) -> None:
        """Remembers that the change is merged or closed."""
        self.before_write()
        with self._store() as store:
            if store is not None:
                store.ended(str(change.ref), merged=change.merged)

    @contextmanager
    def _store(self) -> Iterator[Store | None]:
        """The database, ``None`` where there is none; one that does not answer ends the block with a log line."""
        try:
            yield self.store
        except StoreDown as error:
            log.warning("%s", error, exc_info=True)


def keep(store: Store, change: Change, answered: Iterable[Answered], mirrors: Mirrors = ()) -> None:
    """Takes over what our answers on a change remember, in whatever order they are told: what was taken back reaches
    what comes to be known later. Raises :class:`StoreDown`."""
    for answer in answered:
        _decide(store, change, answer.dismissed, mirrors)
        for name, at in answer.taken_back:
            _reopen(store, change, (name,), answer.by or answer.person, at, mirrors)


def _decide(store: Store, change: Change, decisions: Iterable[Decision], mirrors: Mirrors) -> None:
    made = tuple(decisions)
    for alone, scope in _scopes(change, mirrors).items():
        of_scope = [item for item in made if item.alone is alone]
        if of_scope:
            store.decide(scope, f"{change.ref.host}:{change.ref.repository}", of_scope)


def _reopen(store: Store, change: Change, names: Iterable[str], by: str, at: int, mirrors: Mirrors) -> None:
    for scope in _scopes(change, mirrors).values():
        store.revoke(scope, frozenset(names), by=by, at=at, why=f"reopened on {change.ref}")


def _scopes(change: Change, mirrors: Mirrors) -> dict[bool, str]:
    """Where decisions about the change hold: ``True`` for those that hold for it alone."""
    return {False: scope_of(change, mirrors), True: scope_of_change(change)}


def of_conversation(conversation: Conversation) -> tuple[Decision, ...]:
    """The decisions that the answers on one change remember, and that were not taken back later."""
    reopened: dict[str, int] = {}
    for answer in conversation.answered:
        for name, at in answer.taken_back:
            reopened[name] = max(at, reopened.get(name, 0))
    made = (item for answer in conversation.answered for item in answer.dismissed)
    return tuple(item for item in made if item.at > reopened.get(item.fingerprint, -1))
