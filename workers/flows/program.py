"""The small program that every language is lowered to: expressions, statements, functions, classes, modules.

Spans are byte offsets in the file's text, the end exclusive. Nothing but the form of the code is said here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]

RECEIVER = "this"
"""The name that the object of a method has in every language."""
GLOBAL = "global "
"""What stands before the name of a variable of the module that a function has to ask for (PHP)."""


@dataclass(slots=True, eq=False)
class Const:
    span: Span
    value: str | int | float | bool | None


@dataclass(slots=True, eq=False)
class Name:
    span: Span
    name: str


@dataclass(slots=True, eq=False)
class Field:
    """``object.name``."""

    span: Span
    object: Expr
    name: str


@dataclass(slots=True, eq=False)
class Item:
    """``object[key]``."""

    span: Span
    object: Expr
    key: Expr


@dataclass(slots=True, eq=False)
class Argument:
    value: Expr
    name: str = ""
    spread: bool = False


@dataclass(slots=True, eq=False)
class Call:
    """A call; ``makes`` where it makes an object of a class (``new``)."""

    span: Span
    callee: Expr
    arguments: list[Argument]
    makes: bool = False


@dataclass(slots=True, eq=False)
class Record:
    """An object, dictionary, map or struct literal; a key that is not known is ``None``. ``of`` is its class."""

    span: Span
    entries: list[tuple[str | None, Expr]]
    of: str = ""


@dataclass(slots=True, eq=False)
class Sequence:
    """A list, an array, a tuple, or several results."""

    span: Span
    items: list[Expr]


@dataclass(slots=True, eq=False)
class Lambda:
    span: Span
    function: Function


@dataclass(slots=True, eq=False)
class Either:
    """``test ? then : otherwise``; without a test, one of the two."""

    span: Span
    test: Expr | None
    then: Expr
    otherwise: Expr


@dataclass(slots=True, eq=False)
class Operation:
    """An operator over its parts, from left to right."""

    span: Span
    operator: str
    parts: list[Expr]


@dataclass(slots=True, eq=False)
class Parts:
    """Any expression that is made of others."""

    span: Span
    parts: list[Expr]


@dataclass(slots=True, eq=False)
class Same:
    """An expression around another of the same value: parentheses, a cast, ``await``."""

    span: Span
    value: Expr


@dataclass(slots=True, eq=False)
class Assign:
    """``target = value``; ``declares`` where it makes a variable of its function."""

    span: Span
    target: Expr
    value: Expr
    adds: bool = False
    """The old value is a part of the new one: ``+=``."""
    declares: bool = False
    type: str = ""


@dataclass(slots=True, eq=False)
class Inline:
    """Statements where an expression stands: a comprehension, a switch that is a value. Its value is what is given."""

    span: Span
    body: list[Statement]
    is_one: bool = False
    """Its value is one of those that are given, and has the parts of that: a block of Rust."""


Expr: TypeAlias = (
    Const
    | Name
    | Field
    | Item
    | Call
    | Record
    | Sequence
    | Lambda
    | Either
    | Operation
    | Parts
    | Same
    | Assign
    | Inline
)


@dataclass(slots=True, eq=False)
class Do:
    value: Expr


@dataclass(slots=True, eq=False)
class If:
    test: Expr
    then: list[Statement]
    otherwise: list[Statement]


@dataclass(slots=True, eq=False)
class Loop:
    """``target`` takes each element of ``iterable``, or ``test`` is asked each time."""

    target: Expr | None
    iterable: Expr | None
    test: Expr | None
    body: list[Statement]
    pairs: bool = False
    """The first target is the index (Go's ``range``)."""
    runs_once: bool = False
    """Whether the body runs before the test, or the test says when the loop ends (``do``, Ruby's ``until``)."""


@dataclass(slots=True, eq=False)
class Return:
    value: Expr | None


@dataclass(slots=True, eq=False)
class Throw:
    value: Expr | None


@dataclass(slots=True, eq=False)
class Leave:
    """``break`` (of a loop or a switch) or ``continue``."""


@dataclass(slots=True, eq=False)
class Give:
    """A value of the :class:`Inline` around it."""

    value: Expr


@dataclass(slots=True, eq=False)
class Try:
    body: list[Statement]
    handlers: list[list[Statement]]
    final: list[Statement]


@dataclass(slots=True, eq=False)
class Case:
    """``labels`` is ``None`` for the default; ``falls`` where the next case goes on."""

    labels: list[Expr] | None
    body: list[Statement]
    falls: bool = False


@dataclass(slots=True, eq=False)
class Switch:
    subject: Expr | None
    cases: list[Case]


@dataclass(slots=True, eq=False)
class Define:
    """A function inside a function, by its name."""

    function: Function


Statement: TypeAlias = Do | If | Loop | Return | Throw | Leave | Give | Try | Switch | Define


@dataclass(slots=True, eq=False)
class Parameter:
    target: Expr
    default: Expr | None = None
    type: str = ""
    rest: bool = False
    """It takes all arguments that are left."""
    is_field: bool = False
    """It becomes a field of the object that the constructor makes."""

    @property
    def name(self) -> str:
        return self.target.name if isinstance(self.target, Name) else ""


@dataclass(slots=True, eq=False)
class Function:
    name: str
    span: Span
    parameters: list[Parameter]
    body: list[Statement]
    owner: str = ""
    """The class that it is a method of."""
    receiver: str = RECEIVER
    """What its object is called inside: ``self``, or a name of its own in Go."""
    keeps_receiver: bool = False
    """A closure whose object is that of the function around it."""
    locals: frozenset[str] = frozenset()
    results: list[str] = field(default_factory=list)
    """The names of its results, where they have names (Go)."""


@dataclass(slots=True, eq=False)
class Class:
    name: str
    span: Span
    bases: list[str] = field(default_factory=list)
    methods: dict[str, Function] = field(default_factory=dict)
    overloads: list[Function] = field(default_factory=list)
    """Methods whose name another one of the class has, too."""
    types: dict[str, str] = field(default_factory=dict)
    """The declared types of its fields."""
    starts: list[tuple[str, Expr]] = field(default_factory=list)
    """Fields and what they are at first."""


@dataclass(frozen=True, slots=True)
class Import:
    """What a name of a module stands for: a module, or with ``name`` something of it."""

    module: str
    name: str = ""


@dataclass(slots=True, eq=False)
class Module:
    """One file."""

    path: str
    language: str
    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, Class] = field(default_factory=dict)
    body: list[Statement] = field(default_factory=list)
    imports: dict[str, Import] = field(default_factory=dict)
    exports: dict[str, Expr] = field(default_factory=dict)
    """What others may take by a name: ``default`` and ``=`` (the whole module) are names, too."""
    exported_from: list[tuple[str, Import]] = field(default_factory=list)
    """Names that it gives on; ``*`` for all of another module."""
    package: str = ""
    is_whole: bool = True
    """Whether nothing was left out of it for its depth or size."""

    @property
    def callable(self) -> Iterator[Function]:
        """What others may call by a name."""
        yield from self.functions.values()
        for made in self.classes.values():
            yield from (*made.methods.values(), *made.overloads)


def names_in(target: Expr) -> Iterator[str]:
    """The variables that a target gives values to."""
    waiting = [target]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Name):
            yield each.name
        elif isinstance(each, Sequence):
            waiting += each.items
        elif isinstance(each, Record):
            waiting += [value for _, value in each.entries]
        elif isinstance(each, Same):
            waiting.append(each.value)
        elif isinstance(each, Assign):
            waiting.append(each.target)
        elif isinstance(each, Parts):
            waiting += each.parts
