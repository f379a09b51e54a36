"""Pure: which comments of people ask for something that has no answer yet, and how much of it is obeyed.

A command is pending as long as no answer of ours names its comment with that very text. So an event that is lost,
doubled or late changes nothing in the end: whoever looks next obeys what is pending.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot import allowance, commands
from bot.allowance import Spent, Tally
from bot.commands import Command, CommandError, Verb, form_of
from bot.model import Conversation, Role, Said

MOST_NEWCOMERS = 20
"""People without an answer yet whose orders one visit to a change looks at, those who spoke last: who each of them is
costs a request."""
OLDEST = timedelta(days=14)
"""Older comments are history: nobody waits for an answer, e.g. when the bot is set up in an old repository."""

_WITH_A_REVIEW = frozenset({Verb.DISMISS, Verb.REOPEN, Verb.EXPLAIN, Verb.STATUS, Verb.REVIEW})
_PUBLISHING = frozenset({Verb.DISMISS, Verb.REOPEN, Verb.REVIEW, Verb.RESUME})


@dataclass(frozen=True, slots=True)
class Order:
    """A comment that asks for something and has no answer yet."""

    said: Said
    commands: tuple[Command | CommandError, ...]
    spent: Spent | None = None
    """Why nothing of it is obeyed: it is one too many, and its author is told so."""

    def has(self, verbs: Collection[Verb]) -> bool:
        """Whether one of the commands is to be obeyed."""
        return not self.spent and any(isinstance(item, Command) and item.verb in verbs for item in self.commands)

    @property
    def needs_review(self) -> bool:
        """Whether the change has to be looked at to obey."""
        return self.has(_WITH_A_REVIEW)

    @property
    def changes_review(self) -> bool:
        """Whether the review that stands on the host has to be brought up to date when the order is obeyed."""
        return self.has(_PUBLISHING)

    def permitted(self, rights: Rights) -> Order:
        """The order without the commands that its author may not give: nobody's change is examined for those."""
        kept = (item for item in self.commands if isinstance(item, CommandError) or rights.allow(item.verb))
        return replace(self, commands=tuple(kept))


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person who gave an order may do on the change."""

    role: Role
    unknown: str = ""
    """Why the host did not say; then nothing is allowed."""
    own_high: bool = False
    """Whether an author may dismiss what is of high severity on their own change alone."""
    second_person: bool = False
    """Whether an author may dismiss nothing on their own change alone."""
    authors_dismiss: bool = False
    """Whether an author who is no maintainer may dismiss what is not of high severity, for the change alone."""

    def allow(self, verb: Verb) -> bool:
        """Whether the person may give this command: as the table of commands says, and as an author may by setting."""
        if form_of(verb).may & self.role:
            return True
        return self.authors_dismiss and Role.AUTHOR in self.role and verb in (Verb.DISMISS, Verb.REOPEN)


def pending(conversation: Conversation, names: Collection[str], now: int) -> tuple[Order, ...]:
    """The orders without an answer, oldest first. ``now`` is in seconds since the epoch.

    Whoever was told that they may not command, and whoever gave too many orders, waits for no answer.
    """
    answered = {(item.to, item.digest) for item in conversation.answered}
    strangers = {item.person for item in conversation.answered if item.refused}
    found: list[Order] = []
    for said in conversation.said:
        if (said.id, said.digest) in answered or said.by.id in strangers or now - said.at > OLDEST.total_seconds():
            continue
        asked = commands.parse(said.text, names, in_thread=bool(said.about))
        if asked and not (said.done and _only_reviews(asked)):
            found.append(Order(said, asked))
    found.sort(key=lambda order: order.said.at)  # of one second: in the host's order
    return tuple(_within_allowance(_of_few_newcomers(found, conversation), conversation))


def _only_reviews(asked: Iterable[Command | CommandError]) -> bool:
    return all(isinstance(item, Command) and item.verb is Verb.REVIEW for item in asked)


def _of_few_newcomers(orders: Sequence[Order], conversation: Conversation) -> Iterable[Order]:
    known = {item.person for item in conversation.answered}
    newest = dict.fromkeys(order.said.by.id for order in reversed(orders) if order.said.by.id not in known)
    heard = known | set(list(newest)[:MOST_NEWCOMERS])
    return (order for order in orders if order.said.by.id in heard)


def _within_allowance(orders: Iterable[Order], conversation: Conversation) -> Iterable[Order]:
    """The orders that are obeyed, and of those that are too many the ones whose authors are told so."""
    people: dict[str, Tally] = {}
    done = [said for said in conversation.said if said.done]
    past = [*((item.at, item.person) for item in conversation.answered), *((said.at, said.by.id) for said in done)]
    events = [*((at, person, None) for at, person in past), *((one.said.at, one.said.by.id, one) for one in orders)]
    for at, person, order in sorted(events, key=lambda event: event[0]):
        spent = people.setdefault(person, Tally(allowance.COMMANDS)).ask(at)
        if order is not None and (spent is None or spent.first):
            yield replace(order, spent=spent)


def within_reviews(
    orders: Sequence[Order], may_review: Callable[[Order], bool], conversation: Conversation, names: Collection[str]
) -> tuple[Order, ...]:
    """The same for the reviews of the change, whoever asks for them: who may not, takes no review from others."""
    known, answers = {(said.id, said.digest): said for said in conversation.said}, conversation.answered
    past = [said for item in answers if not item.refused and (said := known.get((item.to, item.digest))) is not None]
    past += [said for said in conversation.said if said.done and said not in past]
    reviewed = (Order(said, commands.parse(said.text, names, in_thread=bool(said.about))) for said in past)
    waiting = [(order, may_review(order)) for order in orders]
    events = [*((order, False, True) for order in reviewed), *((order, True, may) for order, may in waiting)]
    tally, kept = Tally(allowance.REVIEWS), []
    for order, waits, may in sorted(events, key=lambda event: event[0].said.at):
        spent = tally.ask(order.said.at) if may and order.has((Verb.REVIEW,)) else None
        if waits and (spent is None or spent.first):
            kept.append(replace(order, spent=replace(spent, reviews=True)) if spent else order)
    return tuple(kept)
