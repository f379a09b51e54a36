"""What people say on a change: who they are is asked from the host, what they ask for is obeyed and answered."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot import orders
from bot.commands import Verb
from bot.hosts.base import Converses, HeadMoved, HostError, HostUnavailable, RateLimited
from bot.model import Change, Conversation, Person, Role, Sign, Vote
from bot.orders import Order, Rights
from bot.redaction import redact
from bot.replies import Reply

log = logging.getLogger(__name__)

_MOST_VOTERS = 30
"""People whose votes on one change are counted: each costs a request."""


@dataclass
class Listening:
    """The orders on one change that have no answer yet."""

    host: Converses
    change: Change
    orders: Sequence[Order]
    _known: dict[str, Role | str] = field(default_factory=dict)

    @classmethod
    def to(cls, host: Converses, change: Change, conversation: Conversation, now: int) -> Listening:
        """Finds the orders and shows their authors that they were seen. ``now`` is in seconds since the epoch."""
        names = host.talk.names
        listening = cls(host, change, orders.pending(conversation, names, now))
        listening.orders = orders.within_reviews(listening.orders, listening.may_review, conversation, names)
        for order in listening.orders:
            if listening.role(order.said.by) != Role(0):  # a stranger's comment costs us no write
                host.acknowledge(change, order.said, Sign.SEEN)
        return listening

    def may_review(self, order: Order) -> bool:
        """Whether whoever gave the order may ask for a review."""
        return self._rights(order.said.by, second_person=False).allow(Verb.REVIEW)

    @property
    def asks_for_review(self) -> bool:
        """Whether somebody said ``review`` who may."""
        return any(order.has((Verb.REVIEW,)) for order in self._permitted)

    @property
    def needs_review(self) -> bool:
        return any(order.needs_review for order in self._permitted)

    @property
    def changes_review(self) -> bool:
        return any(order.changes_review for order in self._permitted)

    @property
    def _permitted(self) -> list[Order]:
        """What is asked for by those who may: nobody else makes us look at a change, or ends its pause."""
        return [order.permitted(rights) for order, rights in self.with_rights(second_person=False)]

    def with_rights(self, *, second_person: bool) -> list[tuple[Order, Rights]]:
        """Each order with what its author may do, as the host says now. Raises :class:`RateLimited`."""
        return [(order, self._rights(order.said.by, second_person)) for order in self.orders]

    def answer(self, replies: Iterable[Reply]) -> int:
        """Sends the replies, and says how many the host took. One that it refuses for good, e.g. in a locked
        conversation, costs nobody the review. Raises :class:`HostUnavailable`, :class:`HeadMoved`."""
        taken = 0
        for reply in replies:
            try:
                self.host.answer(self.change, reply)
            except (HostUnavailable, HeadMoved):
                raise
            except HostError as error:
                log.warning("%s: %s got no answer: %s", self.change.ref, reply.to.by.name, redact(str(error)))
                continue
            self.host.acknowledge(self.change, reply.to, Sign.DONE if reply.obeyed else Sign.CONFUSED)
            taken += 1
        return taken

    def _rights(self, person: Person, second_person: bool) -> Rights:
        talk, role = self.host.talk, self.role(person)
        if isinstance(role, str):
            return Rights(Role(0), unknown=role)
        return Rights(
            role,
            own_high=talk.own_high,
            second_person=second_person,
            authors_dismiss=talk.authors_dismiss,
        )

    def role(self, person: Person) -> Role | str:
        """What the person is, or why the host did not say: then nothing is allowed."""
        if person.id not in self._known:
            try:
                self._known[person.id] = self.host.roles(self.change, person)
            except RateLimited:
                raise
            except HostError as error:
                log.warning("%s: the rights of %s are unknown: %s", self.change.ref, person.name, error)
                self._known[person.id] = redact(str(error))
        return self._known[person.id]

    def counted_votes(self) -> list[Vote]:
        """The votes of those who are no strangers to the change: anybody may vote on a public host."""
        votes = self.host.votes(self.change)
        voters = list(dict.fromkeys(vote.person for vote in votes))[:_MOST_VOTERS]
        trusted = {person.id for person in voters if (role := self.role(person)) and isinstance(role, Role)}
        return [vote for vote in votes if vote.person.id in trusted]
