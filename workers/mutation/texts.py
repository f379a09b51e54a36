"""Texts that a program puts together, as parts that every way of writing it is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from workers.mutation.model import Edit, Mutation, Program

_MOST_OPERANDS = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A constant text, or an expression."""

    source: str
    """The text itself, or the source of the expression."""
    is_constant: bool
    may_be_no_text: bool = False
    """Whether the expression may be of another type, which its place makes a text of."""


Read = Callable[[Program, Node], "list[Part] | None"]
"""The parts of what is built at a node; ``None`` where it is nothing of the kind."""
Write = Callable[[Sequence[Part]], "str | None"]
"""The parts in one way; ``None`` where it cannot be."""


def rewritten(
    name: str, write: Write, readers: Mapping[str, Read], imports: Callable[[Program], Iterator[Edit]] | None = None
) -> Mutation:
    """Every text that the program builds in another way than ``name`` (of ``readers``) is built in this one.

    ``imports`` gives the edits for what the new way needs.
    """

    def edits(program: Program) -> Iterator[Edit]:
        made = []
        for kind, node, parts in built(program, readers):
            text = write(parts) if kind != name else None
            if text is not None:
                made.append(Edit(node.start_byte, node.end_byte, text))
        if made and imports is not None:
            yield from imports(program)
        yield from made

    return Mutation(name, edits, whole=True)


def built(program: Program, readers: Mapping[str, Read]) -> Iterator[tuple[str, Node, list[Part]]]:
    """The texts that the program puts together of constants and others: how, where and of what parts."""
    waiting = [program.tree.root_node]
    while waiting:
        node = waiting.pop()
        for kind, read in readers.items():
            parts = read(program, node)
            if parts is not None and is_mixed(parts):
                yield kind, node, parts
                break
        else:
            waiting += reversed(node.named_children)


def is_mixed(parts: Sequence[Part]) -> bool:
    """Whether there are both constants and expressions."""
    return any(part.is_constant for part in parts) and not all(part.is_constant for part in parts)


def summed(binary: str, constant: Callable[[Program, Node], str | None], operator: str = "+") -> Read:
    """Reads ``"a" + b``, where ``binary`` is the type of such nodes. One of the first two operands must be a constant
    text: else the first sum may be one of numbers."""

    def read(program: Program, node: Node) -> list[Part] | None:
        operands: list[Node] = []
        rest: Node | None = node
        while rest is not None and rest.type == binary and len(operands) < _MOST_OPERANDS:
            sign = rest.child_by_field_name("operator")
            if sign is None or program.source(sign) != operator:
                break
            right = rest.child_by_field_name("right")
            operands += [right] if right is not None else []
            rest = rest.child_by_field_name("left")
        if rest is None or not operands:
            return None
        parts = []
        for operand in [rest, *reversed(operands)]:
            text = constant(program, operand)
            parts.append(Part(program.source(operand), False) if text is None else Part(text, True))
        return parts if any(part.is_constant for part in parts[:2]) else None

    return read


def filled(text: str, hole: str, values: Sequence[str], unread: str) -> list[Part] | None:
    """The parts of a text with holes for values; ``None`` where it has others too, which hold ``unread``."""
    pieces = text.split(hole)
    if len(pieces) != len(values) + 1 or any(unread in piece for piece in pieces):
        return None
    parts = [Part(pieces[0], True)]
    for value, piece in zip(values, pieces[1:], strict=True):
        parts += [Part(value, False, may_be_no_text=True), Part(piece, True)]
    return [part for part in parts if part.source or not part.is_constant]


def from_a_text(operands: Sequence[str], parts: Sequence[Part], empty: str = '""') -> list[str]:
    """The operands of a sum with a text first, so that whatever follows is made a text of."""
    return list(operands) if parts[0].is_constant else [empty, *operands]


def quoted(text: str) -> str:
    """In double quotes, as most languages read it."""
    return json.dumps(text, ensure_ascii=False)


def plain(source: str) -> str | None:
    """What stands between double quotes, if it means the same in JSON."""
    try:
        value = json.loads(source)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def in_brackets(
    source: str, signs: Sequence[str] = (" ? ", " || ", " ?? ", " && ", "=>", " + ", " if ", " or ")
) -> str:
    """An operand that can stand in a sum."""
    return f"({source})" if source[:1] != '"' and any(sign in source for sign in signs) else source
