"""What a table of a language says of its syntax tree: which node types are which kind of code, and in which fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from tree_sitter import Node

    from workers.flows.program import Class, Expr, Statement

OfExpression: TypeAlias = "Callable[[Any, Node], Expr]"
"""Its first argument is a :class:`workers.flows.lowering.Lowering`, which reads this table."""
OfStatement: TypeAlias = "Callable[[Any, Node], list[Statement]]"
Reads: TypeAlias = "Callable[[Any, Node], None]"
OfMember: TypeAlias = "Callable[[Any, Class, Node], None]"


@dataclass(frozen=True, slots=True)
class Grammar:
    """Node type → the names of its fields, in the order that each attribute says. ``""`` is the first named child."""

    language: str
    names: frozenset[str]
    receivers: frozenset[str] = frozenset()
    """``this``."""
    strings: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    constants: Mapping[str, bool | None] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    """The field of the one expression inside."""
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Object and name."""
    items: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Object and key."""
    calls: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Function and arguments."""
    method_calls: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    """Object (there may be none), name and arguments."""
    news: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Class and arguments."""
    spreads: frozenset[str] = frozenset()
    named_arguments: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Name and value."""
    binaries: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    """Left, operator, right."""
    unaries: Mapping[str, str] = field(default_factory=dict)
    conditionals: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    """Test, then, otherwise."""
    assignments: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Target and value."""
    additions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The same, where the old value stays a part."""
    declarations: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    """Target, value and type."""
    sequences: frozenset[str] = frozenset()
    records: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    """The types of its entries, each with the fields of key and value."""
    shorthands: frozenset[str] = frozenset()
    """An entry of a record that is both key and value."""
    functions: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    """Of functions that are values or have a name: name, parameters, body."""
    keeps_receiver: frozenset[str] = frozenset()
    classes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Name and body."""
    components: Mapping[str, str] = field(default_factory=dict)
    """Classes whose fields stand in their header: the field of that. They have a constructor of these fields, and of
    each a method of its name that gives it out (Java's records)."""
    bases: frozenset[str] = frozenset()
    """Children of a class that name what it inherits from."""
    members: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    """Fields of a class: name, value, type."""
    of_members: Mapping[str, OfMember] = field(default_factory=dict)
    """Members with a reading of their own, in the body of a class or in its header."""
    parameters: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    """Target, default and type."""
    rests: frozenset[str] = frozenset()
    promotes: frozenset[str] = frozenset()
    """Children of a constructor's parameter that make it a field, too (TypeScript)."""
    receiver_parameters: frozenset[str] = frozenset()
    """What the first parameter of a method is called where it is the method's object (Python)."""
    blocks: frozenset[str] = frozenset()
    ifs: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    """Test, then, otherwise."""
    whiles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Test and body."""
    fors: Mapping[str, tuple[str, str, str, str]] = field(default_factory=dict)
    """Start, test, step, body."""
    eaches: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    """Target, elements, body."""
    returns: frozenset[str] = frozenset()
    throws: frozenset[str] = frozenset()
    leaves: frozenset[str] = frozenset()
    tries: Mapping[str, str] = field(default_factory=dict)
    """The field of its body."""
    handlers: frozenset[str] = frozenset()
    finals: frozenset[str] = frozenset()
    expressions: Mapping[str, OfExpression] = field(default_factory=dict)
    """Node types with a reading of their own."""
    statements: Mapping[str, OfStatement] = field(default_factory=dict)
    reads: Mapping[str, Reads] = field(default_factory=dict)
    """What is read of a node for the module alone: imports, exports, the package."""
    ignored: frozenset[str] = frozenset()
    """Comments, types and the like: nothing flows in them."""
    methods_see_class: bool = False
    """A bare name may be a method or a field of the class around it (Java)."""
    declares_all: bool = False
    """Whatever is assigned in a function is its own, unless it says otherwise (Python)."""
