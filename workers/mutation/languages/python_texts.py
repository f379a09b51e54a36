"""Python's ways to put a text together."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from tree_sitter import Node

from workers.mutation import texts
from workers.mutation.model import Program
from workers.mutation.spots import walk
from workers.mutation.texts import Part, Read


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
    return _filled(program, text, "%s", values, "%")


def _by_format(program: Program, node: Node) -> list[Part] | None:
    function, arguments = (node.child_by_field_name(name) for name in ("function", "arguments"))
    if node.type != "call" or function is None or function.type != "attribute" or arguments is None:
        return None
    owner, name = function.child_by_field_name("object"), function.child_by_field_name("attribute")
    text = _constant(program, owner) if owner is not None else None
    if text is None or name is None or program.source(name) != "format":
        return None
    return _filled(program, text, "{}", arguments.named_children, "{")


def _filled(program: Program, text: str, hole: str, values: Sequence[Node], unread: str) -> list[Part] | None:
    plain = ("identifier", "attribute", "call", "subscript", "binary_operator", "string", "conditional_expression")
    if any(value.type not in plain for value in values):
        return None
    return texts.filled(text, hole, [program.source(value) for value in values], unread)


def _constant(program: Program, node: Node) -> str | None:
    """The text of a literal, ``None`` for what is none."""
    if node.type not in ("string", "concatenated_string") or any(each.type == "interpolation" for each in walk(node)):
        return None
    try:
        value = ast.literal_eval(f"({program.source(node)})")
    except (SyntaxError, ValueError):
        return None
    return value if isinstance(value, str) else None


_READERS: Mapping[str, Read] = {
    "an f-string": _formatted,
    "a concatenation": texts.summed("binary_operator", _constant),
    "percent": _percent,
    "format": _by_format,
}


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
    return "(" + " + ".join(texts.in_brackets(_as_text(part), (" if ", " or ", " and ")) for part in parts) + ")"


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


MUTATIONS = tuple(
    texts.rewritten(name, write, _READERS)
    for name, write in (
        ("an f-string", _as_formatted),
        ("a concatenation", _as_concatenation),
        ("percent", _as_percent),
        ("format", _as_format),
        ("format by name", _as_format_by_name),
        ("join", _as_join),
    )
)
