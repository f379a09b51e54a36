"""Pure: what people asked for on a change, and what they are → what is decided and what is answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot import records, replies
from bot.commands import Command, CommandError, Targets, Verb, form_of
from bot.decisions import day_of
from bot.model import (
    Answered,
    Change,
    Decision,
    DecisionSource,
    Dismissal,
    Finding,
    Observation,
    Review,
    Role,
    Said,
)
from bot.model import Severity as Grade
from bot.orders import Order, Rights
from bot.replies import Part, Reply

MOST_TURNED_AWAY = 10
"""Strangers who are told on one change that they may not command. Later ones are met with silence."""
MOST_AT_ONCE = 60
"""Findings that one comment can decide about: what its answer has room to remember."""
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""What no database and no host holds in a text: NUL, and halves of characters."""


@dataclass(frozen=True, slots=True)
class Obeyed:
    """What became of all orders."""

    replies: tuple[Reply, ...] = ()
    decided: tuple[Decision, ...] = ()
    reopened: tuple[tuple[str, str, int], ...] = ()
    """Fingerprint, who, and when (seconds since the epoch)."""
    paused: bool | None = None
    """What the orders made of the pause; ``None`` where they did not speak of it."""


_ELSEWHERE = frozenset({DecisionSource.POLICY, DecisionSource.INLINE})
"""Where a decision comes from that no command takes back: it stands in a file."""


@dataclass
class Listener:
    """Obeys the orders of one change, one after the other. ``review`` is the review as it stands before them."""

    change: Change
    review: Review | None
    """``None`` where no order needs one."""
    paused: bool
    today: date
    names: tuple[str, ...]
    everything: Callable[[], tuple[Finding, ...]] = tuple
    """All findings of the touched files, for ``review --full``."""
    turned_away: int = 0
    """Strangers who were told already that they may not command."""
    _decided: dict[str, Decision] = field(default_factory=dict)
    _reopened: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    _paused_now: bool | None = None

    def obey(self, orders: Iterable[tuple[Order, Rights]]) -> Obeyed:
        """One reply for each order, and one for all orders of a stranger. A part that shows a review has the one before
        the orders, see :func:`shown`."""
        written: list[Reply] = []
        strangers: set[str] = set()
        for order, rights in orders:
            if order.said.by.id in strangers:
                continue
            reply = self._reply(order, rights)
            if reply.answered.refused:
                strangers.add(order.said.by.id)
                if self.turned_away + len(strangers) > MOST_TURNED_AWAY:
                    continue
            written.append(reply)
        return Obeyed(tuple(written), tuple(self._decided.values()), tuple(self._reopened.values()), self._paused_now)

    def _reply(self, order: Order, rights: Rights) -> Reply:
        said = order.said
        record = Answered(said.id, said.digest, said.by.id, said.at, by=said.by.name)
        parts: list[Part] = []
        if order.spent and rights.role and not rights.unknown:
            return Reply(said, record, (replies.TooMany(order.spent),))
        for command in order.commands:
            part, record = self._part(command, said, rights, record)
            parts.append(part)
            if record.refused:
                break
        return Reply(said, record, tuple(parts))

    def _part(
        self, command: Command | CommandError, said: Said, rights: Rights, record: Answered
    ) -> tuple[Part, Answered]:
        if rights.unknown:
            return replies.NotAsked(rights.unknown), record
        if not rights.role:
            asked = command if isinstance(command, Command) else Command(Verb.HELP, command.text)
            return replies.NotAllowed(asked, _WHO_MAY), replace(record, refused=True)
        if isinstance(command, CommandError):
            return replies.Misunderstood(command), record
        if not self.change.open:
            return replies.ChangeClosed(), record
        if not rights.allow(command.verb):
            return replies.NotAllowed(command, form_of(command.verb).who), record
        return self._obeyed(command, said, rights, record)

    def _obeyed(self, command: Command, said: Said, rights: Rights, record: Answered) -> tuple[Part, Answered]:
        match command.verb:
            case Verb.HELP:
                return replies.Helped(self.names), record
            case Verb.PAUSE | Verb.RESUME:
                return self._paused(command.verb is Verb.PAUSE, record)
            case Verb.REVIEW:
                return self._reviewed(command), record
            case Verb.STATUS:
                return replies.Status(self._known, self._is_paused), record
            case Verb.EXPLAIN:
                return self._explained(command, said), record
            case Verb.DISMISS:
                return self._dismissed(command, said, rights, record)
            case Verb.REOPEN:
                return self._reopen(command, said, rights, record)

    @property
    def _known(self) -> Review:
        if self.review is None:
            raise ValueError("the order needs a review, and none was made")
        return self.review

    @property
    def _is_paused(self) -> bool:
        return self.paused if self._paused_now is None else self._paused_now

    def _paused(self, wanted: bool, record: Answered) -> tuple[Part, Answered]:
        already = self._is_paused is wanted
        self._paused_now = wanted
        part: Part = replies.Paused(already) if wanted else replies.Resumed(already)
        return part, replace(record, paused=wanted)

    def _reviewed(self, command: Command) -> Part:
        if not command.full:
            return replies.Reviewed(self._known)
        new = {finding for item in self._known.observations for finding in item.findings}
        dismissed = {finding for item in self._dismissals() for finding in item.observation.findings}
        return replies.Everything(self.everything(), frozenset(new - dismissed), frozenset(dismissed))

    def _explained(self, command: Command, said: Said) -> Part:
        found = self._meant(command, said, self._open_and_dismissed())
        if isinstance(found, _Miss):
            return found.part
        item = found[0]
        return replies.Explained(item, self._decision_about(item))

    def _dismissed(self, command: Command, said: Said, rights: Rights, record: Answered) -> tuple[Part, Answered]:
        until = command.until
        if command.days is not None:
            until = day_of(said.at) + timedelta(days=command.days)
        if until is not None and until < self.today:
            return replies.AlreadyOver(until), record
        found = self._meant(command, said, self._open_and_dismissed(only_open=command.targets.every))
        if isinstance(found, _Miss):
            return found.part, record
        if guarded := self._guarded(found, rights):
            return replies.OwnChange(guarded), record
        made = {item: [self._decision(f, n, command, said, until, rights) for f, n in _named(item)] for item in found}
        count = sum(map(len, made.values()))
        new = tuple(decision for decisions in made.values() for decision in decisions)
        remembering = replace(record, dismissed=(*record.dismissed, *new))
        if len(remembering.dismissed) > MOST_AT_ONCE:
            return replies.TooManyMeant(count, MOST_AT_ONCE), record
        if not records.fits(remembering):
            return replies.TooMuchSaid(), record
        for decision in new:
            self._decided[decision.fingerprint] = decision
            if decision.fingerprint in self._reopened:  # what was said before ends, and this begins
                name, by, at = self._reopened[decision.fingerprint]
                self._reopened[decision.fingerprint] = (name, by, min(at, decision.at - 1))
        shown = tuple((item, decisions[0]) for item, decisions in made.items())
        return replies.Dismissed(shown), remembering

    def _decision(
        self, finding: Finding, name: str, command: Command, said: Said, until: date | None, rights: Rights
    ) -> Decision:
        return Decision(
            fingerprint=name,
            rule=finding.rule,
            path=finding.span.path,
            by=said.by.name,
            at=said.at,
            reason=_UNWRITABLE.sub("�", command.reason),
            kind=command.kind,
            until=until,
            change=str(self.change.ref),
            comment=said.id,
            alone=Role.MAINTAINER not in rights.role,
        )

    @staticmethod
    def _guarded(items: Sequence[Observation], rights: Rights) -> tuple[Observation, ...]:
        """What the author of the change may not decide about alone."""
        if Role.AUTHOR not in rights.role:
            return ()
        if rights.second_person:
            return tuple(items)
        keeps_high = not rights.own_high or Role.MAINTAINER not in rights.role
        return tuple(item for item in items if keeps_high and item.severity is Grade.HIGH)

    def _reopen(self, command: Command, said: Said, rights: Rights, record: Answered) -> tuple[Part, Answered]:
        # An old order that is obeyed late takes back nothing that was decided after it.
        known = [item.observation for item in self._dismissals() if item.decision.at <= said.at]
        found = self._meant(command, said, known)
        if isinstance(found, _Miss):
            return found.part, record
        everything = [item.decision for item in self._with_their_line(found)]
        taken = [decision for decision in everything if decision.source not in _ELSEWHERE and decision.at <= said.at]
        if not taken:
            return replies.StandsElsewhere(tuple(everything)), record
        if Role.MAINTAINER not in rights.role and not all(decision.alone for decision in taken):
            return replies.NotAllowed(command, form_of(command.verb).who), record
        names = tuple(decision.fingerprint for decision in taken)
        kept = tuple(decision for decision in record.dismissed if decision.fingerprint not in names)
        remembering = replace(record, dismissed=kept, reopened=(*record.reopened, *names))
        if not records.fits(remembering):
            return replies.TooManyMeant(len(taken), MOST_AT_ONCE), record
        for decision in taken:
            self._reopened[decision.fingerprint] = (decision.fingerprint, said.by.name, said.at)
            self._decided.pop(decision.fingerprint, None)
        return replies.Reopened(tuple(taken)), remembering

    def _with_their_line(self, items: Iterable[Observation]) -> list[Dismissal]:
        """The dismissals of the observations, and what was dismissed on their lines in the same breath: one comment
        spoke of all of it."""
        everything = self._dismissals()
        chosen = [one for one in everything if any(one.observation.fingerprint in item.names for item in items)]
        places = {
            (one.decision.comment, one.observation.path, one.observation.finding.span.start_line) for one in chosen
        }
        return [
            one
            for one in everything
            if (one.decision.comment, one.observation.path, one.observation.finding.span.start_line) in places
        ]

    def _dismissals(self) -> list[Dismissal]:
        """What is dismissed now, the orders before this one included."""
        standing = [item for item in self._known.dismissed if item.decision.fingerprint not in self._reopened]
        new = [
            Dismissal(replace(item, findings=(finding,), fingerprint=name, names=(name,), members=()), decision)
            for item in self._open_before
            for finding, name in _named(item)
            if (decision := self._decided.get(name)) is not None
        ]
        return [*standing, *new]

    @property
    def _open_before(self) -> list[Observation]:
        """What no decision from before the orders is about any more."""
        again = (item.observation for item in self._known.dismissed if item.decision.fingerprint in self._reopened)
        return [*self._known.observations, *again]

    def _open_and_dismissed(self, *, only_open: bool = False) -> list[Observation]:
        open_ = [item for item in self._open_before if not all(name in self._decided for name in item.names)]
        return open_ if only_open else [*open_, *(item.observation for item in self._dismissals())]

    def _decision_about(self, item: Observation) -> Decision | None:
        return next((one.decision for one in self._dismissals() if one.observation.fingerprint in item.names), None)

    def _meant(self, command: Command, said: Said, items: Sequence[Observation]) -> Sequence[Observation] | _Miss:
        """The observations among ``items`` that a command means, at least one."""
        targets = command.targets or Targets(ids=(said.about,) if said.about else ())
        if not targets:
            return _Miss(replies.NothingMeant(command))
        if targets.every:
            wanted = [item for item in items if targets.severity in (None, item.severity)]
            return wanted or _Miss(replies.NoSuch(targets.severity.label if targets.severity else "all"))
        found: dict[str, Observation] = {}
        for given in targets.ids:
            matches = {item.fingerprint: item for item in _by_id(given, items)}
            if len(matches) != 1:
                candidates = tuple(sorted(matches) or (item.fingerprint for item in items))[:5]
                return _Miss(replies.NoSuch(given, candidates, ambiguous=len(matches) > 1))
            found |= matches
        return list(found.values())


@dataclass(frozen=True, slots=True)
class _Miss:
    """A command whose target cannot be found, with what is answered."""

    part: Part


_WHO_MAY = "the author of this change, collaborators and maintainers"


def _named(item: Observation) -> Iterable[tuple[Finding, str]]:
    return zip(item.findings, item.names, strict=True)


def _by_id(given: str, items: Iterable[Observation]) -> Iterable[Observation]:
    """The observations that an id, or its beginning, names; a finding that shares an observation with others alone."""
    for item in items:
        if item.fingerprint.startswith(given):
            yield item
            continue
        for finding, name in _named(item):
            if name.startswith(given):
                yield replace(item, findings=(finding,), fingerprint=name, names=(name,), members=())


def shown(obeyed: Obeyed, review: Review, *, paused: bool) -> tuple[Reply, ...]:
    """The replies as they are sent: what shows a review shows the one after the orders."""
    return tuple(
        replace(reply, parts=tuple(_shown(part, review, paused) for part in reply.parts)) for reply in obeyed.replies
    )


def _shown(part: Part, review: Review, paused: bool) -> Part:
    match part:
        case replies.Status():
            return replies.Status(review, paused)
        case replies.Reviewed():
            return replies.Reviewed(review)
        case _:
            return part
