"""The table of commands: what may follow each verb, what it does, who may give it.

The parser reads what the rows allow; help, the footer of a summary and ``docs/commands.md`` are made from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.commands.command import Command, Targets, Verb
from bot.model import DecisionKind, Role, Severity

SHORTEST_ID = 4
"""Hex digits of an id that have to be given."""
LONGEST_REASON = 500
"""Characters."""
MOST_DAYS = 3_650
"""The longest ``for …``; whoever wants longer wants no end."""

KINDS: dict[DecisionKind, str] = {
    DecisionKind.FALSE_POSITIVE: "the comment is wrong: there is no such flaw",
    DecisionKind.ACCEPTED_RISK: "the comment is right, and the project lives with it",
    DecisionKind.NOT_USEFUL: "the comment may be right and helps nobody",
    DecisionKind.USED_IN_TESTS: "the code runs in tests alone",
}
"""What may follow ``as``, and when to say it."""

_DECIDES = Role.MAINTAINER
_ASKS = Role.AUTHOR | Role.COLLABORATOR | Role.MAINTAINER
WHO = {_DECIDES: "maintainers", _ASKS: "the author, collaborators and maintainers"}
"""Who that is, for people."""


@dataclass(frozen=True, slots=True)
class Form:
    """One command: what may follow its verb, and what people are told of it."""

    verb: Verb
    effect: str
    """What it does, as the rest of a sentence: "reviews this change again"."""
    examples: tuple[str, ...]
    """What stands behind the name in some lines."""
    may: Role
    """Whoever has one of these roles may give it."""
    ids: bool = False
    """Ids may follow; without one the command means the observation of the thread it stands in."""
    every: bool = False
    """``all`` may stand in place of ids."""
    graded: bool = False
    """A severity may follow ``all``."""
    reasoned: bool = False
    """``because`` and a reason must follow; ``as``, ``until`` and ``for`` may."""
    full: bool = False
    """``--full`` may follow."""
    in_threads: bool = False
    """In a thread of ours the name may be left out."""
    in_footer: bool = False
    """The footer of a summary names it."""

    @property
    def briefly(self) -> str:
        """What it does, without what its options do."""
        return self.effect.split("; ")[0]

    @property
    def who(self) -> str:
        """Who may give it, for people."""
        return WHO[self.may]

    @property
    def usage(self) -> str:
        """What may stand behind the name, e.g. ``reopen [<ids> | all]``."""
        return " ".join((self.verb.value, *self._arguments()))

    def _arguments(self) -> Iterator[str]:
        if self.full:
            yield "[--full]"
        if self.ids:
            grades = f" [{'|'.join(severity.label for severity in Severity)}]" if self.graded else ""
            yield f"[<ids> | all{grades}]" if self.every else "[<ids>]"
        if self.reasoned:
            yield f"because <reason> [as {'|'.join(kind.value for kind in KINDS)}]"
            yield "[until YYYY-MM-DD | for 30d | for 2w]"


TABLE: tuple[Form, ...] = (
    Form(
        Verb.REVIEW,
        "reviews this change again; with `--full` it lists all findings of the touched files, old ones too",
        ("review", "review --full"),
        _ASKS,
        full=True,
        in_footer=True,
    ),
    Form(
        Verb.DISMISS,
        "closes what the ids name, on this change and wherever the same finding comes up again",
        (
            "dismiss because the value is a constant as false-positive",
            "dismiss 3fa1c2e5 because the host is internal as accepted-risk until 2027-06-30",
            "dismiss 3fa1, 90ab and 12cd because they are fixtures as used-in-tests",
            "dismiss all low because we clean up after the release for 30d",
        ),
        _DECIDES,
        ids=True,
        every=True,
        graded=True,
        reasoned=True,
        in_threads=True,
    ),
    Form(
        Verb.REOPEN,
        "takes a dismissal back",
        ("reopen", "reopen 3fa1c2e5", "reopen all"),
        _DECIDES,
        ids=True,
        every=True,
        in_threads=True,
    ),
    Form(
        Verb.EXPLAIN,
        "tells what was matched, the way step by step, how to fix it and how to silence it",
        ("explain", "explain 3fa1c2e5"),
        _ASKS,
        ids=True,
        in_threads=True,
    ),
    Form(Verb.PAUSE, "stops reviews of new pushes to this change", ("pause",), _DECIDES),
    Form(Verb.RESUME, "ends the pause and reviews what was pushed", ("resume",), _DECIDES),
    Form(Verb.STATUS, "lists what is open and what is dismissed, with ids", ("status",), _ASKS),
    Form(Verb.HELP, "lists all commands", ("help",), _ASKS, in_footer=True),
)
"""Every command, in the order in which help lists them."""


def form_of(verb: Verb) -> Form:
    """The row of a verb."""
    return next(form for form in TABLE if form.verb is verb)


def written(command: Command, name: str) -> str:
    """The command as one line, in its plainest form; ``name`` is what we are called. Of what the parser gave: reading
    the line again gives the same command, with this line as its text."""
    parts = [f"/{name}", command.verb.value]
    parts += ["--full"] if command.full else []
    parts += _targets(command.targets)
    parts += ["because", command.reason] if command.reason else []
    parts += ["as", command.kind.value] if command.kind else []
    parts += ["until", command.until.isoformat()] if command.until else []
    parts += [f"for {command.days}d"] if command.days is not None else []
    return " ".join(parts)


def _targets(targets: Targets) -> list[str]:
    if targets.every:
        return ["all", *([targets.severity.label] if targets.severity else [])]
    return list(targets.ids)
