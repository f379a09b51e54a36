"""How syntax nodes are read as text: one line each, names of calls and definitions, conditions and their negation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from workers.checks.guards.grammar import Grammar, walk

LONGEST = 4_000
"""Bytes. What is longer is no condition and no call that one can quote."""
LONGEST_CONDITION = 600
"""Characters. A longer condition is negated as a whole and not taken apart."""

_NAMED_BY = frozenset(
    {"variable_declarator", "pair", "assignment_expression", "public_field_definition", "field_definition", "var_spec"}
    | {"assignment", "const_spec"}
)
_AROUND_SIGN = re.compile(r" ?([,;{}]) ?|(?<=[(\[]) | (?=[)\]])")
_COMMENT = re.compile(r"(?m)(?<=\s)(?:#|//) [^\n\"'`]*$")
_FINAL_COMMA = re.compile(r",([)\]}])")
_WORD = re.compile(r"[\w?!$]+")


def squeezed(text: str) -> str:
    """One line, one style of quotes, no comments or final commas: what formatters change is no difference."""
    if "\n" in text and len(text) <= 2 * LONGEST:
        text = _COMMENT.sub("", text)
    line = " ".join(text.split()).replace("'", '"')
    return _FINAL_COMMA.sub(r"\1", _AROUND_SIGN.sub(lambda match: match.group(1) or "", line)).rstrip(";,")


def text_of(node: Node | None) -> str:
    """The node's text as it stands; empty where it is longer than anything that could be quoted."""
    if node is None or node.end_byte - node.start_byte > LONGEST or node.text is None:
        return ""
    return node.text.decode("utf-8", "replace")


def line_of(node: Node | None) -> str:
    """The node's text on one line (:func:`squeezed`)."""
    return squeezed(text_of(node))


def without(node: Node, parts: Sequence[Node]) -> str:
    """The node's text on one line, with ``…`` in place of the parts; of a very long one, its first line."""
    source, start = node.text or b"", node.start_byte
    pieces, at = [], start
    for part in sorted(parts, key=lambda part: part.start_byte):
        if part.start_byte >= at:
            pieces += [source[at - start : part.start_byte - start], b"" if "comment" in part.type else "…".encode()]
            at = part.end_byte
    pieces.append(source[at - start :])
    text = b"".join(pieces)
    if len(text) > LONGEST:
        text = text[:LONGEST].partition(b"\n")[0][:400] + "…".encode()
    return squeezed(text.decode("utf-8", "replace"))


def is_short(node: Node) -> bool:
    return node.end_byte - node.start_byte <= LONGEST


def first_part(node: Node) -> Node | None:
    return next((child for child in node.named_children if not is_comment(child)), None)


def parts(node: Node) -> list[Node]:
    """The named children, comments left out."""
    return [child for child in node.named_children if not is_comment(child)]


def is_comment(node: Node) -> bool:
    return "comment" in node.type


def lines(node: Node) -> tuple[int, int]:
    """The node's first and last line, from 1."""
    return node.start_point.row + 1, node.end_point.row + 1


def callee(node: Node) -> str:
    """The last name of what is called: ``escape`` for ``html.escape(x)``."""
    for field in ("method", "name", "function", "constructor", "type"):
        part = node.child_by_field_name(field)
        if part is not None:
            words = _WORD.findall(ending_of(part))
            return words[-1] if words else ""
    if node.type == "object_creation_expression":  # PHP
        return line_of(first_part(node)).rpartition("\\")[2][:120]
    return ""


def ending_of(node: Node) -> str:
    """The last 120 bytes of a node's text."""
    return (node.text or b"")[-120:].decode("utf-8", "replace")


def receiver(node: Node) -> str:
    """What a method is called on, on one line: ``self.guard`` for ``self.guard.check(x)``; empty for a function."""
    function = node.child_by_field_name("function")
    if function is not None:
        for field in ("object", "operand", "argument"):
            part = function.child_by_field_name(field)
            if part is not None:
                return line_of(part)
        return ""
    for field in ("object", "receiver", "scope"):
        part = node.child_by_field_name(field)
        if part is not None:
            return line_of(part)
    return ""


def arguments_of(call: Node) -> list[Node]:
    """What a call is given, in order."""
    arguments = call.child_by_field_name("arguments")
    if arguments is None:
        arguments = next((child for child in call.named_children if child.type == "arguments"), None)
    if arguments is None:
        return []
    given = parts(arguments)
    return [(first_part(child) or child) if child.type == "argument" else child for child in given]


def argument_text(call: Node) -> str:
    """What a call is given, on one line and without the parentheses."""
    arguments = call.child_by_field_name("arguments")
    text = line_of(arguments)
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text


def calls_in(node: Node, grammar: Grammar, stop: frozenset[int] = frozenset()) -> list[Node]:
    """The calls below a node in order of the text; nothing below a node whose id is in ``stop``."""
    found, stack = [], [node]
    while stack:
        inner = stack.pop()
        if inner.id in stop:
            continue
        if inner.type in grammar.calls:
            found.append(inner)
        stack.extend(reversed(inner.named_children))
    return found


_WRAPPING = frozenset(
    {"expression_statement", "await_expression", "await", "parenthesized_expression", "expression_list", "yield"}
    | {"error_suppression_expression", "parenthesized_statements", "non_null_expression", "as_expression", "unary_plus"}
    | {"yield_expression", "statement", "type_assertion", "satisfies_expression"}
)


def unwrapped(node: Node) -> Node:
    """The expression itself, without what stands around it: a statement, ``await``, parentheses."""
    while node.type in _WRAPPING:
        inner = parts(node)
        if not inner or (len(inner) > 1 and node.type in ("expression_list", "parenthesized_statements")):
            break
        node = inner[0]
    return node


def definition_name(node: Node) -> str:
    """The name a definition goes by: what an anonymous one is assigned to; empty for a callback."""
    name = node.child_by_field_name("name")
    if name is not None:
        receiver_ = node.child_by_field_name("receiver")
        if receiver_ is not None:
            types = [child for child in walk(receiver_) if child.type == "type_identifier"]
            return f"{text_of(types[0])}.{text_of(name)}" if types else text_of(name)
        return line_of(name).strip('"')
    parent = node.parent
    while parent is not None and parent.type in ("expression_list", "parenthesized_expression"):
        parent = parent.parent
    if parent is None or parent.type not in _NAMED_BY:
        return ""
    target = parent.child_by_field_name("name") or parent.child_by_field_name("key")
    target = target or parent.child_by_field_name("left") or parent.child_by_field_name("property")
    text = line_of(target).strip('"').replace(".prototype.", ".")
    return text if len(text) <= 200 else ""


def condition_text(node: Node | None) -> str:
    """A condition as one line: no parentheses around the whole, ``not`` for a leading ``!``, negations resolved."""
    if node is None:
        return ""
    if "\n" in (text := text_of(node)):
        comments = [child for child in walk(node) if is_comment(child)]
        text = without(node, comments) if comments else squeezed(text)
    return plain_condition(squeezed(text))


def plain_condition(text: str) -> str:
    """The same of a squeezed text."""
    text = without_parentheses(text)
    if len(text) > LONGEST_CONDITION:
        return text
    inner = _negated_inner(text)
    return negated(inner) if inner else text


def without_parentheses(text: str) -> str:
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and _closes_at_end(text):
        text = text[1:-1].strip()
    return text


def _closes_at_end(text: str) -> bool:
    for index, _, depth in _scan(text):
        if depth == 0:
            return index == len(text) - 1
    return False


_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


def _scan(text: str) -> Iterator[tuple[int, str, int]]:
    """Every character outside of quoted texts, its index, and how deep in brackets (of an opening one: inside)."""
    depth, index, quote = 0, 0, ""
    while index < len(text):
        character = text[index]
        if quote:
            if character == "\\":
                index += 1
            elif character == quote:
                quote = ""
        elif character in "\"'`":
            quote = character
        else:
            depth += (character in _OPENING) - (character in _CLOSING)
            yield index, character, depth
        index += 1


_AND_OR = re.compile(r" (?:and|or) |\s*(?:&&|\|\|)\s*")
_COMPARED = re.compile(
    r"\s*(===|!==|==|!=|<=|>=|=~|!~)\s*|\s+(is not|not in|is|in)\s+|\s*(?<![<>=-])([<>])(?![<>=])\s*|\s(\?)\s|(\?\?)| (instanceof) "
)
_OPPOSITE = {
    "===": "!==", "!==": "===", "==": "!=", "!=": "==", "<=": ">", ">=": "<", "<": ">=", ">": "<=",
    "=~": "!~", "!~": "=~", "is": "is not", "is not": "is", "in": "not in", "not in": "in",
}  # fmt: skip


def _top(text: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """The matches of a pattern outside of brackets and quoted texts."""
    outside = [False] * (len(text) + 1)
    for index, _, depth in _scan(text):
        outside[index] = depth == 0
    return [match for match in pattern.finditer(text) if all(outside[index] for index in range(*match.span()))]


def clauses(text: str) -> tuple[str, list[str]]:
    """A condition's outermost ``and`` or ``or`` (in Python's words; empty where there is none) and its operands.

    ``or`` binds weaker: ``a and b or c`` gives ``or`` with two operands.
    """
    found = _top(text, _AND_OR) if len(text) <= LONGEST_CONDITION else []
    ors = [match for match in found if match.group().strip() in ("or", "||")]
    cuts = ors or found
    if not cuts:
        return "", [text]
    operands, at = [], 0
    for match in cuts:
        operands.append(text[at : match.start()])
        at = match.end()
    operands.append(text[at:])
    return ("or" if ors else "and"), [operand.strip() for operand in operands]


def _negated_inner(text: str) -> str:
    """``x`` of ``not x`` and ``!x``; empty where the negation covers only a part or nothing."""
    if text.startswith("not "):
        rest = text[4:].strip()
    elif text.startswith("not("):
        rest = text[3:]
    elif text.startswith("!") and not text.startswith(("!=", "!~")):
        rest = text[1:].strip()
        if not rest.startswith("(") and _top(rest, _COMPARED):
            return ""  # !a == b is (!a) == b
    else:
        return ""
    return "" if clauses(rest)[0] else without_parentheses(rest)


def negated(text: str) -> str:
    """The opposite of a condition: ``x != y`` of ``x == y``, ``not a and not b`` of ``a or b``."""
    text = without_parentheses(text)
    if len(text) > LONGEST_CONDITION:
        return f"not ({text})"
    word, operands = clauses(text)
    if word:
        sign = " && " if "&&" in text or "||" in text else " and "
        if word == "and":
            sign = " || " if "&&" in sign else " or "
        opposites = [negated(operand) for operand in operands]
        weaker = word == "or"
        return sign.join(f"({part})" if weaker and clauses(part)[0] == "or" else part for part in opposites)
    inner = _negated_inner(text)
    if inner:
        return plain_condition(inner)
    compared = _top(text, _COMPARED)
    if len(compared) == 1:
        match = compared[0]
        opposite = _OPPOSITE.get(next(group for group in match.groups() if group))
        if opposite:
            return f"{text[: match.start()]} {opposite} {text[match.end() :]}"
    return f"not ({text})" if compared else f"not {text}"


def both(first: str, second: str, sign: str) -> str:
    """The condition that two conditions hold; ``sign`` is the language's ``and``."""
    shown = [f"({text})" if clauses(text)[0] == "or" else text for text in (first, second)]
    return f" {sign} ".join(shown)
