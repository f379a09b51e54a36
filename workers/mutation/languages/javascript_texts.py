"""JavaScript's ways to put a text together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from tree_sitter import Node

from workers.mutation import texts
from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.texts import Part

_MOST_OPERANDS = 40


def built(program: Program) -> Iterator[tuple[str, Node, list[Part]]]:
    """The texts that the program puts together: by what, where and of what parts."""
    waiting = [program.tree.root_node]
    while waiting:
        node = waiting.pop()
        for kind, read in _READERS:
            parts = read(program, node)
            if parts is not None and texts.is_mixed(parts):
                yield kind, node, parts
                break
        else:
            waiting += reversed(node.named_children)


def _template(program: Program, node: Node) -> list[Part] | None:
    if node.type != "template_string" or (node.parent is not None and node.parent.type == "call_expression"):
        return None  # the second is a tag's
    parts: list[Part] = []
    for child in node.named_children:
        if child.type == "string_fragment":
            parts.append(Part(program.source(child), True))
        elif child.type == "template_substitution" and len(child.named_children) == 1:
            parts.append(Part(program.source(child.named_children[0]), False))
        else:
            return None
    return parts


def _joined(program: Program, node: Node) -> list[Part] | None:
    """``"a" + b``."""
    operands: list[Node] = []
    rest: Node | None = node
    while rest is not None and rest.type == "binary_expression" and len(operands) < _MOST_OPERANDS:
        if program.source(rest.child_by_field_name("operator") or rest) != "+":
            break
        right = rest.child_by_field_name("right")
        operands += [right] if right is not None else []
        rest = rest.child_by_field_name("left")
    if rest is None or not operands:
        return None
    parts = []
    for operand in [rest, *reversed(operands)]:
        text = _constant(program, operand)
        parts.append(Part(program.source(operand), False) if text is None else Part(text, True))
    if not any(part.is_constant for part in parts[:2]):
        return None  # the first sum may be one of numbers
    return parts


def _constant(program: Program, node: Node) -> str | None:
    source = program.source(node)
    if node.type != "string":
        return None
    if source[0] == '"':
        try:
            return str(json.loads(source))
        except ValueError:
            return None
    inner = source[1:-1]
    return None if "\\" in inner else inner


_READERS = (("template", _template), ("concatenation", _joined))


def _as_template(parts: Sequence[Part]) -> str | None:
    made = []
    for part in parts:
        if part.is_constant:
            if any(letter in part.source for letter in "`$\\\n\r"):
                return None
            made.append(part.source)
        else:
            made.append("${" + part.source + "}")
    return f"`{''.join(made)}`"


def _operands(parts: Sequence[Part]) -> list[str]:
    return [texts.quoted(part.source) if part.is_constant else _in_brackets(part.source) for part in parts]


def _in_brackets(source: str) -> str:
    return f"({source})" if any(word in source for word in (" ? ", " || ", " ?? ", " && ", "=>", " + ")) else source


def _from_a_text(parts: Sequence[Part]) -> list[str]:
    """The operands, with a text first, so that whatever follows is made a text of."""
    return _operands(parts) if parts[0].is_constant else ['""', *_operands(parts)]


def _as_concatenation(parts: Sequence[Part]) -> str:
    return "(" + " + ".join(_from_a_text(parts)) + ")"


def _as_join(parts: Sequence[Part]) -> str:
    return f'[{", ".join(_operands(parts))}].join("")'


def _as_concat(parts: Sequence[Part]) -> str:
    first, *rest = _from_a_text(parts)
    return f"{first}.concat({', '.join(rest)})"


def _rewritten(kind: str, write: Callable[[Sequence[Part]], str | None]) -> Callable[[Program], Iterator[Edit]]:
    def edits(program: Program) -> Iterator[Edit]:
        for found, node, parts in built(program):
            text = write(parts) if found != kind else None
            if text is not None:
                yield Edit(node.start_byte, node.end_byte, text)

    return edits


def _in_steps(program: Program) -> Iterator[Edit]:
    """``const a = "b" + c;`` as ``let a = "b"; a += c;``."""
    for _, node, parts in built(program):
        declarator = node.parent
        declaration = declarator.parent if declarator is not None else None
        if declarator is None or declarator.type != "variable_declarator" or declaration is None:
            continue
        name = declarator.child_by_field_name("name")
        before = declaration.parent
        if name is None or name.type != "identifier" or before is None or before.type == "for_statement":
            continue
        if len(declaration.named_children) != 1 or before.type == "export_statement":
            continue
        indent = " " * declaration.start_point[1]
        first, *rest = _from_a_text(parts)
        called = program.source(name)
        lines = [f"let {called} = {first};", *(f"{called} += {each};" for each in rest)]
        yield Edit(declaration.start_byte, declaration.end_byte, f"\n{indent}".join(lines))


MUTATIONS = (
    Mutation("a template", _rewritten("template", _as_template), whole=True),
    Mutation("a concatenation", _rewritten("concatenation", _as_concatenation), whole=True),
    Mutation("join", _rewritten("join", _as_join), whole=True),
    Mutation("concat", _rewritten("concat", _as_concat), whole=True),
    Mutation("a text in steps", _in_steps, whole=True),
)
