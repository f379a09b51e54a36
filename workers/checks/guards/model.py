"""What guards compares: operations, the protections in front of them, and what a change makes of these.

An *operation* is a statement that does something: it writes, sends, renders, returns. A *protection* is what decides
whether, with what, or by whom an operation is reached. A change makes an operation worse where the head reaches it with
fewer protections than the base, or with a weaker one: that is a *loss*. Which texts are protections at all, how two of
them compare, and whether a loss is worth a comment are questions for other modules; this one has the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.model import ChangedFile, Side
from workers.checks.guards.effort import Effort


class Way(Enum):
    """How a protection works."""

    __hash__ = object.__hash__  # of a member: five times as fast, and protections are hashed a lot

    REFUSES = "refuses"
    """A condition that ends in an error, a denial or an early return: ``if not user.is_admin: raise Forbidden``."""
    SKIPS = "skips"
    """A condition that goes on with the next: ``if name.startswith("."): continue``."""
    RESETS = "resets"
    """A condition that replaces a value: ``if parsed.netloc: target = "/"``."""
    ENCLOSES = "encloses"
    """A condition around the operation: ``if request.method == "POST": remove(it)``."""
    CHECKS = "checks"
    """A call that refuses by itself: ``authorize!(:read, server)``, ``validate(form)``."""
    HANDLES = "handles"
    """An error handler that refuses."""
    WRAPS = "wraps"
    """A decorator, annotation, middleware or router group: ``@login_required``, ``before_action :authenticate``."""
    DECLARES = "declares"
    """A setting, list entry, argument, header or pattern that a framework obeys: ``verify=True``."""
    CLEANS = "cleans"
    """A function that makes a value harmless before it is used: ``escape(name)``, ``path.Clean(p)``."""
    ACTS = "acts"
    """An effect that protects by happening: the session is renewed, tokens are revoked, an expiry is set."""
    ANSWERS = "answers"
    """What a predicate answers: the body of ``can_read?``."""


@dataclass(frozen=True, slots=True)
class Protection:
    """One protection at one place of one side."""

    way: Way
    text: str
    """What is compared, on one line (:func:`~workers.checks.guards.syntax.squeezed`): of a condition, when it refuses,
    skips, resets or lets in; of a call or wrapper, the whole call; of a declaration, ``name=value``."""
    line: int
    end_line: int
    name: str = ""
    """The last name of what is called, declared or wrapped with; of what resets or cleans, the variable."""
    value: str = ""
    """The arguments of a call or wrapper; the value of a declaration; what a reset puts in place."""
    ending: str = ""
    """Of a refusal: the statement that it ends in, on one line."""
    owner: str = ""
    """Of a declaration: what it is declared for, e.g. the call that gets the argument, the list that has the entry."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One statement, and all that decides whether it is reached, the outermost first."""

    text: str
    """The statement on one line; of a compound one, its head."""
    line: int
    end_line: int
    calls: tuple[str, ...] = ()
    """The last names of what it calls, in order."""
    protections: tuple[Protection, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A function, method, class, or the top level of a file (its name is empty)."""

    path: str
    name: str
    """Qualified by what it stands in: ``Server.delete``."""
    line: int
    end_line: int
    is_class: bool = False
    operations: tuple[Operation, ...] = ()
    """Of its own body, not of the definitions inside it; in order."""
    protections: tuple[Protection, ...] = ()
    """What protects it as a whole: wrappers, and declarations that its body makes."""
    bases: tuple[str, ...] = ()
    """Of a class: what it inherits from."""
    is_read: bool = True
    """Whether operations and protections were read; the definitions far from any change are only listed."""

    @property
    def simple_name(self) -> str:
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Code:
    """One side of one changed file."""

    file: ChangedFile
    side: Side
    definitions: tuple[Definition, ...] = ()
    """In order of their first lines; the top level first."""
    broken_lines: int = 0
    """Lines that the grammar could not read."""

    @property
    def path(self) -> str:
        return self.file.path if self.side is Side.HEAD else self.file.base_path


class How(Enum):
    """What became of a protection."""

    GONE = "gone"
    """The operation is there, the protection is not."""
    WEAKER = "weaker"
    """``became`` lets through what it refused."""
    BYPASSED = "bypassed"
    """It still stands, and a new way leads around it."""
    LATER = "later"
    """It now stands behind what it stood in front of."""
    MISSING = "missing"
    """New code lacks what its siblings have."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Operations that the head reaches with less protection."""

    how: How
    protection: Protection
    """What is lost; of ``MISSING``, that of the nearest sibling."""
    base: ChangedFile
    """The file where the protection stood (of ``MISSING``: where the sibling stands)."""
    scope: str
    """The definition where it stood."""
    head: ChangedFile
    """The file where the operations stand now."""
    head_scope: str
    side: Side
    """Of the line on which a comment is best read: the new text where something took the place, else the base's."""
    line: int
    became: Protection | None = None
    operations: tuple[Operation, ...] = ()
    """The head's operations that are reached without it, the nearest first."""
    siblings: tuple[str, ...] = ()
    """Of ``MISSING``: the names of the siblings that carry it."""
    kind: str = ""
    """What the module that found it calls this kind, a word for ranking and wording: ``owner-filter``, ``bound``."""
    notes: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)
    """More for the words of the comment, e.g. ``{"around": "the new branch at line 12"}``."""


@dataclass(frozen=True, slots=True)
class Sides:
    """A changed file that guards reads. A side is ``None`` where the file is not there."""

    file: ChangedFile
    base: Code | None
    head: Code | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A definition of the base and what it is in the head, whatever its name, class and file are now."""

    base: Definition
    head: Definition


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Compared:
    """A change as guards sees it: its files of code, and which definitions are the same. Equal only to itself."""

    sides: tuple[Sides, ...]
    pairs: tuple[Pair, ...] = ()
    """All definitions that stand on both sides, in order of the head; each definition is in one pair at most."""
    others: tuple[ChangedFile, ...] = ()
    """The changed files that guards does not read (templates, settings, test code): what went may stand there."""
    effort: Effort = field(default_factory=Effort, repr=False)
    """What comparing it has cost so far, for all finders together."""
