"""The steps that control flow is made of, in the same words for all languages."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from workers.checks.guards.syntax import parts


@dataclass(frozen=True, slots=True)
class Plain:
    """A statement without statements of its own, but for those of functions in it."""

    node: Node
    is_returned: bool = False
    """A part of a ``return`` that was taken apart: ``return a if b else c``."""


Body = Node | Plain


@dataclass(frozen=True, slots=True)
class Arm:
    """One way through a branch. Without a condition it is the rest: ``else``, ``default``."""

    condition: str
    """When it is entered, on one line; without what the arms before it ask."""
    body: tuple[Body, ...]
    line: int
    end_line: int
    truth: bool | None = None
    """What the condition always is."""
    initializer: Node | None = None
    """Go's statement before the condition."""

    @property
    def is_rest(self) -> bool:
        return not self.condition


@dataclass(frozen=True, slots=True)
class Branch:
    arms: tuple[Arm, ...]
    """The rest, if there is one, is the last."""
    is_switch: bool = False
    """``break`` leaves it."""


@dataclass(frozen=True, slots=True)
class Loop:
    node: Node
    head: tuple[Node, ...]
    """What is gone through."""
    condition: str
    """While it goes on; empty where it goes through something."""
    truth: bool | None
    """What the condition always is."""
    body: tuple[Body, ...]
    rest: tuple[Body, ...] = ()
    """Python's ``else``."""
    is_entered: bool = False
    """``do … while``."""


@dataclass(frozen=True, slots=True)
class Handler:
    caught: str
    body: tuple[Body, ...]
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Try:
    head: tuple[Node, ...]
    """What Java opens around it."""
    body: tuple[Body, ...]
    handlers: tuple[Handler, ...]
    rest: tuple[Body, ...] = ()
    """``else``: where nothing was raised."""
    last: tuple[Body, ...] = ()
    """``finally``."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A block, with what is opened around it: ``with lock:``, ``synchronized (this)``."""

    body: tuple[Body, ...]
    head: tuple[Node, ...] = ()


Step = Branch | Loop | Try | Scope | Plain

BLOCKS = frozenset(
    "block statement_block compound_statement then body_statement do else colon_block statement_list block_body "
    "program begin_block declaration_list finally_clause ensure else_clause namespace_definition internal_module begin "
    "ERROR module export_statement source_file labeled_statement static_block static_initializer constructor_body "
    "switch_rule class_body singleton_class class_static_block ambient_declaration".split()
)
_WITH_A_HEAD = frozenset({"else", "else_clause", "export_statement"})
_HANDLERS = frozenset({"rescue", "ensure"})


def statements(node: Node | None) -> tuple[Body, ...]:
    """The statements of a block, or the one statement that stands without one."""
    while node is not None:
        if node.type not in BLOCKS or has_handlers(node):
            return (node,)
        inner = None if node.type in _WITH_A_HEAD else node.child_by_field_name("body")
        children = parts(node)
        if inner is None and len(children) == 1:
            inner = children[0]
        if inner is None or inner.type not in BLOCKS:
            return tuple(children)
        node = inner
    return ()


def has_handlers(node: Node) -> bool:
    """Whether a Ruby block has a ``rescue`` or ``ensure`` of its own."""
    return node.type in ("body_statement", "begin", "block_body") and any(
        child.type in _HANDLERS for child in node.children
    )
