"""What we answer to commands: one short sentence where one will do, in the dialect of whoever asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot import replies
from bot.commands import KINDS, SHORTEST_ID, TABLE, Command, CommandError, Form, Targets, written
from bot.model import Decision, DecisionSource, Finding, Observation, Review
from bot.render import decisions, explaining, text, wording
from bot.render.comment import Style
from bot.render.layout import Section, fitted
from bot.render.wording import Dialect
from bot.replies import Part, Reply

_ID, _COMMAND = 64, 160
"""Characters of an id, and of a command that repeats people's words."""
_TOO_MUCH = "That is too much for one answer: ask again, one thing at a time."
_FEW = 8
"""Observations that a sentence names; more are counted."""


def answer(reply: Reply, style: Style, name: str, limit: int) -> str:
    """The answer in at most ``limit`` UTF-8 bytes. ``name`` is what we are called in commands."""
    speaker = _Speaker(style, name, reply.to.about)
    share = limit // max(1, len(reply.parts)) - len("\n\n")
    page = [section for part in reply.parts for section in speaker.sections(part, share)]
    return fitted(page, limit) or text.within(_TOO_MUCH, limit)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Has words for every part of a reply."""

    style: Style
    name: str
    about: str = ""
    """What the thread is about in which we answer: there it needs no name."""

    @property
    def dialect(self) -> Dialect:
        return self.style.dialect

    def sections(self, part: Part, share: int) -> list[Section]:
        """The part; what explains an observation takes ``share`` bytes at most."""
        match part:
            case replies.Explained():
                said = explaining.explanation(part.observation, part.decision, self.style, self.name, share)
                return [Section(rank=1, intro=said)]
            case replies.Status():
                return list(self._status(part.review, part.paused))
            case replies.Everything():
                return [self._everything(part)]
            case replies.Helped():
                return list(self._help(part.names))
            case replies.Dismissed():
                return [self._dismissed(part.items)]
            case replies.Reopened():
                return [self._reopened(part.decisions)]
            case replies.Reviewed() | replies.Paused() | replies.Resumed():
                return [Section(rank=0, intro=self._done(part))]
            case _:
                return [Section(rank=0, intro=self._refused(part))]

    def _done(self, part: replies.Reviewed | replies.Paused | replies.Resumed) -> str:
        match part:
            case replies.Reviewed(review):
                return f"Reviewed {self.dialect.code(review.change.head[:7], 20)} again: {wording.headline(review)}."
            case replies.Paused(already):
                return (
                    f"Paused{' already' if already else ''}: new pushes are not reviewed until somebody says "
                    f"{self._command('resume')}."
                )
            case replies.Resumed(already):
                return "Nothing was paused: new pushes are reviewed." if already else "New pushes are reviewed again."

    def _refused(self, part: _Refusal) -> str:
        match part:
            case replies.Misunderstood(error):
                return self._misunderstood(error)
            case replies.NoSuch():
                return self._no_such(part)
            case replies.NothingMeant(command):
                return self._which(command)
            case replies.NotAllowed(command, needs):
                return f"Sorry, {self.dialect.code(command.verb.value, 20)} is for {self.dialect.prose(needs, 200)}."
            case replies.OwnChange(items):
                return (
                    f"Nothing was dismissed: the author of a change may not dismiss {self._named(items)} alone. "
                    "Ask a maintainer who did not write it."
                )
            case replies.AlreadyOver(until):
                return (
                    f"Nothing was dismissed: {until.isoformat()} is over. Name a day to come with "
                    f"{self.dialect.code('until YYYY-MM-DD', 20)}, or a time with {self.dialect.code('for 30d', 20)}."
                )
            case replies.TooMany() | replies.TooManyMeant() | replies.TooMuchSaid():
                return self._too_much(part)
            case replies.StandsElsewhere(decisions):
                files = dict.fromkeys(
                    item.path if item.source is DecisionSource.INLINE else item.change for item in decisions
                )
                said = wording.listed([wording.file(path, self.dialect) for path in files])
                return f"Nothing was opened again: the dismissal stands in {said}, and is to be taken out there."
            case replies.ChangeClosed():
                return "This change is closed: nothing is reviewed or decided on it any more."
            case replies.NotAsked(why):
                return (
                    f"Nothing was done: the host did not say what you may do here ({self.dialect.prose(why, 200)}). "
                    "Say it again later."
                )

    def _too_much(self, part: replies.TooMany | replies.TooManyMeant | replies.TooMuchSaid) -> str:
        match part:
            case replies.TooMany(spent):
                most, time = spent.window.most, wording.span_of_time(spent.window.seconds)
                until = datetime.fromtimestamp(spent.again, UTC).strftime("%Y-%m-%d %H:%M UTC")
                what = (
                    f"This change was reviewed on request {wording.count(most, 'time')}"
                    if spent.reviews
                    else f"You have given commands in {wording.count(most, 'comment')} on this change"
                )
                return f"Nothing was done. {what} within {time}; the next is obeyed after {until}."
            case replies.TooManyMeant(meant, most):
                return (
                    f"Nothing was changed by this line: one answer has room for {most} findings, and for fewer where "
                    f"reasons or paths are long, and these are {meant}. Name fewer ids, or a severity as in "
                    f"{self.dialect.code('all low', 20)}."
                )
            case replies.TooMuchSaid():
                return (
                    "Nothing more was dismissed: one answer cannot remember all of this. Say the rest in a new comment."
                )

    def _misunderstood(self, error: CommandError) -> str:
        said = self.dialect.prose(error.problem, 200)
        sentence = f"{_capital(said)}."
        if not error.remedy:
            return sentence
        remedy = self.dialect.code(error.remedy, _COMMAND)
        return f"{sentence} Write {remedy}." if text.ELLIPSIS in error.remedy else f"{sentence} Did you mean {remedy}?"

    def _no_such(self, part: replies.NoSuch) -> str:
        given = self.dialect.code(part.given, 20)
        known = [self.dialect.code(name, _ID) for name in part.candidates]
        if part.ambiguous:
            return f"More than one id begins with {given}: {wording.listed(known)}. Give more digits."
        if part.given in ("all", "low", "medium", "high"):
            return f"There is nothing here that {given} could mean."
        return f"No id here begins with {given}." + (f" The ids here are {wording.listed(known)}." if known else "")

    def _which(self, command: Command) -> str:
        whole = written(replace(command, targets=Targets(ids=("<id>",))), self.name)
        return (
            f"Which one? Name it, as in {self.dialect.code(whole, _COMMAND)}, or reply to its comment. "
            f"{self._command('status')} lists all ids."
        )

    def _dismissed(self, items: Sequence[tuple[Observation, Decision]]) -> Section:
        how = _terms(items[0][1]) if items else ""
        if len(items) == 1:
            observation = items[0][0]
            if self.about in observation.names:
                return Section(rank=0, intro=f"Dismissed{how}. {self._command('reopen')} takes it back.")
            back = self._command(f"reopen {observation.fingerprint}")
            return Section(
                rank=0, intro=f"Dismissed {self._named([observation])}{how}. {_capital(back)} takes it back."
            )
        lines = tuple(f"- {self._named([observation])}" for observation, _ in items)
        return self._list(f"Dismissed {wording.count(len(items), 'observation')}{how}:", lines, rank=1)

    def _reopened(self, taken: Sequence[Decision]) -> Section:
        lines = [f"{self._id(item.fingerprint)} ({self._file(item)})" for item in taken]
        if len(lines) == 1:
            return Section(rank=0, intro=f"Open again: {lines[0]}.")
        return self._list(f"Open again ({len(lines)}):", [f"- {line}" for line in lines], rank=1)

    def _file(self, item: Decision) -> str:
        return ", ".join((self.dialect.code(item.rule, 80), wording.file(item.path, self.dialect)))

    def _status(self, review: Review, paused: bool) -> Iterator[Section]:
        head = self.dialect.code(review.change.head[:7], 20)
        state = f"Reviews are paused until somebody says {self._command('resume')}. " if paused else ""
        yield Section(rank=0, intro=f"{state}At {head}: {wording.headline(review)}.")
        if review.observations:
            lines = [self._open(item) for item in review.observations]
            yield self._list(self.style.strong(f"Open ({len(lines)}):"), lines, rank=2)
        if review.dismissed:
            lines = [f"- {decisions.dismissed(item, self.dialect)}" for item in review.dismissed]
            yield self._list(self.style.strong(f"Dismissed ({len(lines)}):"), lines, rank=3)

    def _open(self, item: Observation) -> str:
        sure = "" if item.is_defect else ", uncertain"
        told = decisions.place_and_title(item, self.dialect)
        return f"- {self._id(item.fingerprint)} {item.severity.label}{sure}, {told}"

    def _everything(self, part: replies.Everything) -> Section:
        findings = part.findings
        if not findings:
            return Section(rank=0, intro="There are no findings in the touched files, old ones included.")
        marks = {**dict.fromkeys(part.new, "new"), **dict.fromkeys(part.dismissed, "dismissed")}
        lines = [
            f"- {self.style.strong(marks[item])} {self._found(item)}" if item in marks else f"- {self._found(item)}"
            for item in findings
        ]
        count = sum(item in part.new for item in findings)
        intro = f"{wording.count(len(findings), 'finding')} in the touched files, {count or 'none'} of them new:"
        return self._list(intro, lines, rank=2)

    def _found(self, item: Finding) -> str:
        place, title = wording.where(item.span, self.dialect), wording.title(item, self.dialect)
        return f"{item.severity.label} {place}: {title} ({self.dialect.code(item.rule, 80)})"

    def _help(self, names: Sequence[str]) -> Iterator[Section]:
        name = names[0] if names else self.name
        called = [self.dialect.code(f"{sign}{word}", 60) for word in (names or (name,))[:_FEW] for sign in "/@"]
        yield Section(
            rank=0,
            intro=f"Write a command on a line of its own, beginning with {' or '.join(called)}. In a reply to one of "
            "these comments its id may be left out.",
        )
        rows = tuple(f"- {self._form(form, name)}" for form in TABLE)
        yield Section(rank=1, items=rows, more="- and {} more".format)
        kinds = [f"{self.dialect.code(kind.value, 40)}: {meaning}" for kind, meaning in KINDS.items()]
        first = f"of each its first {SHORTEST_ID} digits or more"
        yield Section(rank=2, intro=f"{self.dialect.code('<ids>', 10)} are one or more, {first}. {'; '.join(kinds)}.")

    def _form(self, form: Form, name: str) -> str:
        usage = self.dialect.code(f"/{name} {form.usage}", 400)
        return f"{usage} {self.dialect.prose(form.effect, 200)} (for {form.who})"

    def _list(self, intro: str, lines: Iterable[str], *, rank: int) -> Section:
        return Section(rank, f"{intro}\n", tuple(lines), more="- and {} more".format)

    def _named(self, items: Sequence[Observation]) -> str:
        return wording.listed(
            [f"{self._id(item.fingerprint)} ({decisions.place_and_title(item, self.dialect)})" for item in items]
        )

    def _id(self, fingerprint: str) -> str:
        return self.dialect.code(fingerprint, _ID)

    def _command(self, said: str) -> str:
        return self.dialect.code(f"/{self.name} {said}", _COMMAND)


_Refusal = (
    replies.Misunderstood
    | replies.NoSuch
    | replies.NothingMeant
    | replies.NotAllowed
    | replies.OwnChange
    | replies.AlreadyOver
    | replies.TooMany
    | replies.TooManyMeant
    | replies.TooMuchSaid
    | replies.StandsElsewhere
    | replies.ChangeClosed
    | replies.NotAsked
)


def _terms(decision: Decision) -> str:
    """As what, and for how long; said also where that is for good, so that nobody believes that a day was understood
    which was not."""
    said = " ".join(decisions.terms(decision))
    if decision.until is None and not decision.alone:
        return f" {said}, for good" if said else " for good"
    return f" {said}" if said else ""


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
