"""Python's ways to put a text together."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from tree_sitter import Node

from workers.mutation import texts
from workers.mutation.model import Edit, Mutation, Program
from workers.mutation.spots import walk
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


def _formatted(program: Program, node: Node) -> list[Part] | None:
    if node.type != "string" or not program.source(node).startswith(('f"', "f'")):
        return None
    if program.source(node)[1:4] in ('"""', "'''"):
        return None
    parts: list[Part] = []
    for child in node.named_children:
        if child.type == "string_content":
            raw = program.source(child)
            if "\\" in raw:
                return None
            parts.append(Part(raw.replace("{{", "{").replace("}}", "}"), True))
        elif child.type == "interpolation":
            if len(child.named_children) != 1:
                return None  # with a format or a conversion
            parts.append(Part(program.source(child.named_children[0]), False, may_be_no_text=True))
    return parts


def _joined(program: Program, node: Node) -> list[Part] | None:
    """``"a" + b``, of texts."""
    operands: list[Node] = []
    rest: Node | None = node
    while rest is not None and rest.type == "binary_operator" and len(operands) < _MOST_OPERANDS:
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
    return parts


def _percent(program: Program, node: Node) -> list[Part] | None:
    if node.type != "binary_operator" or program.source(node.child_by_field_name("operator") or node) != "%":
        return None
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return None
    text = _constant(program, left)
    values = right.named_children if right.type == "tuple" else [right]
    if text is None or (right.type in ("dictionary", "identifier") and text.count("%s") != 1) or "%(" in text:
        return None
    return _filled(program, text, "%s", values, unread="%")


def _by_format(program: Program, node: Node) -> list[Part] | None:
    function, arguments = (node.child_by_field_name(name) for name in ("function", "arguments"))
    if node.type != "call" or function is None or function.type != "attribute" or arguments is None:
        return None
    owner, name = function.child_by_field_name("object"), function.child_by_field_name("attribute")
    text = _constant(program, owner) if owner is not None else None
    if text is None or name is None or program.source(name) != "format":
        return None
    return _filled(program, text, "{}", arguments.named_children, unread="{")


def _filled(program: Program, text: str, hole: str, values: Sequence[Node], unread: str) -> list[Part] | None:
    pieces = text.split(hole)
    plain = ("identifier", "attribute", "call", "subscript", "binary_operator", "string", "conditional_expression")
    if len(pieces) != len(values) + 1 or any(unread in piece for piece in pieces):
        return None
    if any(value.type not in plain for value in values):
        return None
    parts = [Part(pieces[0], True)]
    for value, piece in zip(values, pieces[1:], strict=True):
        parts += [Part(program.source(value), False, may_be_no_text=True), Part(piece, True)]
    return [part for part in parts if part.source or not part.is_constant]


def _constant(program: Program, node: Node) -> str | None:
    """The text of a literal, ``None`` for what is none."""
    if node.type not in ("string", "concatenated_string") or any(each.type == "interpolation" for each in walk(node)):
        return None
    try:
        value = ast.literal_eval(f"({program.source(node)})")
    except (SyntaxError, ValueError):
        return None
    return value if isinstance(value, str) else None


_READERS = (("f-string", _formatted), ("concatenation", _joined), ("percent", _percent), ("format", _by_format))


def _as_formatted(parts: Sequence[Part]) -> str | None:
    made = []
    for part in parts:
        if part.is_constant:
            made.append(texts.quoted(part.source)[1:-1].replace("{", "{{").replace("}", "}}"))
        else:
            inside = part.source if '"' not in part.source else part.source.replace('"', "'")
            if ('"' in part.source and "'" in part.source) or "\\" in part.source or "\n" in part.source:
                return None
            made.append("{" + inside + "}")
    return f'f"{"".join(made)}"'


def _as_text(part: Part) -> str:
    if part.is_constant:
        return texts.quoted(part.source)
    return f"str({part.source})" if part.may_be_no_text else part.source


def _as_concatenation(parts: Sequence[Part]) -> str:
    return "(" + " + ".join(_operand(part) for part in parts) + ")"


def _operand(part: Part) -> str:
    text = _as_text(part)
    return (
        f"({text})" if any(word in text for word in (" if ", " or ", " and ", " else ")) and text[:1] != '"' else text
    )


def _as_percent(parts: Sequence[Part]) -> str:
    text = "".join(part.source.replace("%", "%%") if part.is_constant else "%s" for part in parts)
    return f"({texts.quoted(text)} % ({''.join(f'{part.source}, ' for part in parts if not part.is_constant)}))"


def _as_format(parts: Sequence[Part]) -> str:
    text = "".join(part.source.replace("{", "{{").replace("}", "}}") if part.is_constant else "{}" for part in parts)
    return f"{texts.quoted(text)}.format({', '.join(part.source for part in parts if not part.is_constant)})"


def _as_format_by_name(parts: Sequence[Part]) -> str:
    values = [part.source for part in parts if not part.is_constant]
    numbers = iter(range(len(values)))
    text = "".join(
        part.source.replace("{", "{{").replace("}", "}}") if part.is_constant else f"{{part_{next(numbers)}}}"
        for part in parts
    )
    named = ", ".join(f"part_{number}={value}" for number, value in enumerate(values))
    return f"{texts.quoted(text)}.format({named})"


def _as_join(parts: Sequence[Part]) -> str:
    return f'"".join([{", ".join(_as_text(part) for part in parts)}])'


def _rewritten(kind: str, write: Callable[[Sequence[Part]], str | None]) -> Callable[[Program], Iterator[Edit]]:
    def edits(program: Program) -> Iterator[Edit]:
        for found, node, parts in built(program):
            text = write(parts) if found != kind else None
            if text is not None:
                yield Edit(node.start_byte, node.end_byte, text)

    return edits


MUTATIONS = (
    Mutation("an f-string", _rewritten("f-string", _as_formatted), whole=True),
    Mutation("a concatenation", _rewritten("concatenation", _as_concatenation), whole=True),
    Mutation("percent", _rewritten("percent", _as_percent), whole=True),
    Mutation("format", _rewritten("format", _as_format), whole=True),
    Mutation("format by name", _rewritten("format by name", _as_format_by_name), whole=True),
    Mutation("join", _rewritten("join", _as_join), whole=True),
)
