"""What stands behind a verb: ids, a reason, and the clauses ``as``, ``until`` and ``for`` before or after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from bot.commands.command import Command, Targets
from bot.commands.table import KINDS, LONGEST_REASON, MOST_DAYS, SHORTEST_ID, Form
from bot.model import DecisionKind, Severity

MOST_IDS = 50
"""Ids in one command; whoever means more means ``all``."""
_LONGEST_ID = 64
_LONGEST_QUOTE = 40

_KINDS = {kind.value: kind for kind in KINDS}
_GRADES = {severity.label: severity for severity in Severity}
_KIND = "|".join(value.replace("-", "[-_ ]") for value in _KINDS)
_CLAUSE = rf"""
    as\ (?P<kind>{_KIND})
    | until\ (?P<until>\d{{4}}-\d{{2}}-\d{{2}})
    | for\ (?P<number>\d{{1,9}})\ ?(?P<unit>days?|d|weeks?|w)
"""
_ATTEMPT = r"""
    as\ (?P<kind>[\w-]+(?:\ positive)?)
    | until\ (?P<until>
        (?:[\w.,]+\ ){0,2}\d{4}
        | \d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?
        | \d{1,2}[-./]\d{1,2}[-./]\d{2,4}
    )
    | for\ (?P<length>\d+\ ?(?:months?|years?|hours?|minutes?|[a-z]))
"""
"""What looks like a clause and may be none: a kind that does not exist, a date in another form, months."""
_FLAGS = re.ASCII | re.IGNORECASE | re.VERBOSE
_LAST_CLAUSE = re.compile(rf"(?<!\S)(?:{_CLAUSE})\Z", _FLAGS)
_LAST_ATTEMPT = re.compile(rf"(?<!\S)(?:{_ATTEMPT})\Z", _FLAGS)
_PIECE = re.compile(
    rf"""
    (?P<noise>[\s,;&·]+|(?:and|ids?|it|this|that)(?![^\s,;&:]):?)
    | (?P<clause>(?:{_CLAUSE})(?![^\s,;&]))
    | (?P<all>all(?:\ (?P<grade>{"|".join(_GRADES)}))?)(?![^\s,;&])
    | (?P<bad_clause>(?:as|until|for)(?:\ (?P<value>[^\s,;&]+))?)(?![^\s,;&])
    | (?P<word>[^\s,;&]+)
    """,
    _FLAGS,
)
_BECAUSE = re.compile(r"(?P<word>(?:[:–—-]\s*)?\bbecause\b)|:|(?<!\S)(?:-{1,2}|[–—])(?!\S)", re.IGNORECASE)
"""What stands before a reason: the word, or a colon or a dash in its place."""
_AROUND_ID = "`#'\"()[]<>.:*"
_PLACEHOLDER = "<reason>"
"""What help has in place of a reason: whoever leaves it standing has given none."""
_BEFORE_REASON = " ,;:-–—"
_AFTER_REASON = " ,;:-–—"
_AFTER_CLAUSE = _AFTER_REASON + ".!"
_FULL = re.compile(r"(?:--?|[–—])?full", re.IGNORECASE)
"""Telephones make one long dash of two short ones."""


class Unreadable(Exception):
    """What stands behind the verb is not what the verb takes.

    ``problem`` is a clause for people, ``nearest`` a command that would be right, with ``…`` for what is missing.
    """

    def __init__(self, problem: str, nearest: Command) -> None:
        super().__init__(problem)
        self.problem = problem
        self.nearest = nearest


@dataclass(slots=True)
class _Draft:
    """A command that is being read."""

    form: Form
    command: Command

    def refuse(self, problem: str) -> Unreadable:
        reason = "…" if self.form.reasoned else ""
        return Unreadable(problem, replace(self.command, reason=reason))

    def take(self, clause: re.Match[str]) -> None:
        """One clause. Raises :class:`Unreadable` for a second one of its kind, and for a date that cannot be."""
        if clause["kind"]:
            if self.command.kind is not None:
                raise self.refuse("there is more than one `as`")
            self.command = replace(self.command, kind=_kind(clause["kind"]))
            return
        if self.command.until is not None or self.command.days is not None:
            raise self.refuse("there is more than one end, by `until` or `for`")
        if clause["until"]:
            try:
                self.command = replace(self.command, until=date.fromisoformat(clause["until"]))
            except ValueError:
                raise self.refuse(f"`{clause['until']}` is no day of the calendar") from None
            return
        days = int(clause["number"]) * (7 if clause["unit"][0] in "wW" else 1)
        if not 0 < days <= MOST_DAYS:
            raise self.refuse(f"`for` takes 1 to {MOST_DAYS} days: leave it out for a dismissal without an end")
        self.command = replace(self.command, days=days)

    def aim(self, word: str) -> None:
        """One id. Raises :class:`Unreadable` for what is none."""
        targets = self.command.targets
        given = word.strip(_AROUND_ID).lower()
        if not re.fullmatch(r"[0-9a-f]+", given, re.ASCII) or len(given) > _LONGEST_ID:
            raise self.refuse(f"{quoted(word)} is no id: an id has {SHORTEST_ID} hex digits or more")
        if len(given) < SHORTEST_ID:
            raise self.refuse(f"{quoted(given)} is too short for an id: give {SHORTEST_ID} of its digits or more")
        if targets.every:
            raise self.refuse("`all` and ids do not go together")
        if given in targets.ids:
            return
        if len(targets.ids) >= MOST_IDS:
            raise self.refuse(f"these are more than {MOST_IDS} ids: give several commands, or `all`")
        self.command = replace(self.command, targets=Targets((*targets.ids, given)))

    def aim_at_all(self, grade: str | None) -> None:
        if not self.form.every:
            raise self.refuse(f"`{self.form.verb.value}` does not take `all`: name the ids")
        if grade and not self.form.graded:
            raise self.refuse(f"`{self.form.verb.value}` takes `all` without a severity")
        if self.command.targets:
            raise self.refuse("`all` stands alone, without ids")
        self.command = replace(
            self.command, targets=Targets(every=True, severity=_GRADES[grade.lower()] if grade else None)
        )


def read_arguments(form: Form, said: str, line: str, *, in_words: bool = False) -> Command:
    """The command of a verb with what stands behind it. Raises :class:`Unreadable`.

    ``line`` is the whole line; ``in_words``: a reason has to begin with the word ``because``.
    """
    draft = _Draft(form, Command(form.verb, line))
    said = " ".join(said.split())
    if form.reasoned:
        _read_decision(draft, said, in_words=in_words)
    elif form.ids:
        _read_targets(draft, said.rstrip(".!?"))
    else:
        rest = said.strip(" .,:;!?")
        if form.full and _FULL.fullmatch(rest):
            draft.command = replace(draft.command, full=True)
        elif rest:
            raise draft.refuse(
                f"`{form.verb.value}` takes {'`--full`' if form.full else 'nothing'} behind it, not {quoted(rest)}"
            )
    return draft.command


def gives_reason(said: str) -> bool:
    """Whether what stands behind a verb has the word ``because`` in it."""
    return any(match["word"] for match in _BECAUSE.finditer(said))


def _read_decision(draft: _Draft, said: str, *, in_words: bool) -> None:
    start = _BECAUSE.search(said)
    if start is None or (in_words and not start["word"]):
        with_reason = f"`{draft.form.verb.value}` needs a reason after `because`"
        try:
            _read_targets(draft, said)
        except Unreadable:
            raise draft.refuse(with_reason) from None
        raise draft.refuse(with_reason)
    _read_targets(draft, said[: start.start()])
    reason = said[start.end() :]
    while clause := _LAST_CLAUSE.search(reason.rstrip(_AFTER_CLAUSE)):
        draft.take(clause)
        reason = reason[: clause.start()]
    _refuse_attempt(draft, reason.rstrip(_AFTER_CLAUSE))
    reason = reason.lstrip(_BEFORE_REASON).rstrip(_AFTER_REASON)
    if not any(char.isalnum() for char in reason) or reason.lower() == _PLACEHOLDER:
        raise draft.refuse(f"`{draft.form.verb.value}` needs a reason after `because`")
    if len(reason) > LONGEST_REASON:
        raise draft.refuse(f"the reason has {len(reason)} characters: say it in {LONGEST_REASON}")
    draft.command = replace(draft.command, reason=reason)


def _refuse_attempt(draft: _Draft, reason: str) -> None:
    """A reason may end with any words; what is meant as a clause and can be none must not be taken for a part of it,
    or a dismissal would hold for ever that was to end."""
    attempt = _LAST_ATTEMPT.search(reason)
    if attempt is None:
        return
    if attempt["until"]:
        raise draft.refuse(f"{quoted(attempt['until'])} is no date: write it as YYYY-MM-DD")
    if attempt["length"]:
        raise draft.refuse(
            f"{quoted(attempt['length'])} is no length of time: write days or weeks, as in `30d` or `2w`"
        )
    if attempt["kind"] and _alike(attempt["kind"]):
        raise draft.refuse(
            f"{quoted(attempt['kind'])} is no kind: write {' or '.join(map(quoted, _alike(attempt['kind'])))}"
        )


def _read_targets(draft: _Draft, said: str) -> None:
    for piece in _PIECE.finditer(said):
        if piece["clause"] and draft.form.reasoned:
            draft.take(piece)
        elif piece["bad_clause"] and draft.form.reasoned:
            raise draft.refuse(_what_is_wrong(piece["bad_clause"].split()[0].lower(), piece["value"] or ""))
        elif piece["all"]:
            draft.aim_at_all(piece["grade"])
        elif not piece["noise"]:
            draft.aim(piece[0])


def _what_is_wrong(word: str, value: str) -> str:
    if word == "as":
        return f"{quoted(value)} is no kind: write {', '.join(_KINDS)}"
    if word == "until":
        return f"{quoted(value)} is no date: write it as YYYY-MM-DD"
    return f"{quoted(value)} is no length of time: write days or weeks, as in `30d` or `2w`"


def _kind(word: str) -> DecisionKind:
    return _KINDS[re.sub("[_ ]", "-", word.lower())]


def _alike(word: str) -> list[str]:
    return get_close_matches(re.sub("[_ ]", "-", word.lower()), _KINDS, n=1, cutoff=0.75)


def quoted(word: str) -> str:
    """A piece of the line, short, for a sentence about it."""
    bare = word.replace("`", "").strip()
    if not bare:
        return "this"
    return f"`{bare if len(bare) <= _LONGEST_QUOTE else bare[: _LONGEST_QUOTE - 1] + '…'}`"
