"""JavaScript's ways to put a text together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tree_sitter import Node

from workers.mutation import texts
from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.texts import Part, Read


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


def _constant(program: Program, node: Node) -> str | None:
    source = program.source(node)
    if node.type != "string":
        return None
    if source[0] == '"':
        return texts.plain(source)
    return None if "\\" in source else source[1:-1]


_READERS: Mapping[str, Read] = {
    "a template": _template,
    "a concatenation": texts.summed("binary_expression", _constant),
}


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
    return [texts.quoted(part.source) if part.is_constant else texts.in_brackets(part.source) for part in parts]


def _as_concatenation(parts: Sequence[Part]) -> str:
    return "(" + " + ".join(texts.from_a_text(_operands(parts), parts)) + ")"


def _as_join(parts: Sequence[Part]) -> str:
    return f'[{", ".join(_operands(parts))}].join("")'


def _as_concat(parts: Sequence[Part]) -> str:
    first, *rest = texts.from_a_text(_operands(parts), parts)
    return f"{first}.concat({', '.join(rest)})"


def _in_steps(program: Program) -> Iterator[Edit]:
    """``const a = "b" + c;`` as ``let a = "b"; a += c;``."""
    for _, node, parts in texts.built(program, _READERS):
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
        first, *rest = texts.from_a_text(_operands(parts), parts)
        called = program.source(name)
        lines = [f"let {called} = {first};", *(f"{called} += {each};" for each in rest)]
        yield Edit(declaration.start_byte, declaration.end_byte, f"\n{indent}".join(lines))


MUTATIONS = (
    texts.rewritten("a template", _as_template, _READERS),
    texts.rewritten("a concatenation", _as_concatenation, _READERS),
    texts.rewritten("join", _as_join, _READERS),
    texts.rewritten("concat", _as_concat, _READERS),
    Mutation("a text in steps", _in_steps, whole=True),
)
