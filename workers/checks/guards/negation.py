"""Conditions as texts on one line: the same form for the same question, its opposite, its clauses."""

from __future__ import annotations

import re

from tree_sitter import Node

from workers.checks.guards.grammar import walk
from workers.checks.guards.syntax import is_comment, squeezed, text_of, without

LONGEST = 600
"""Characters. A longer condition is negated as a whole and not taken apart."""
_DEEPEST = 12
"""Conditions in conditions that are taken apart."""


def condition_text(node: Node | None) -> str:
    """A condition as one line: no parentheses around the whole, ``not`` for a leading ``!``, negations resolved.

    ``!(a || b)`` gives ``not a && not b``, ``!(a == b)`` gives ``a != b``.
    """
    if node is None:
        return ""
    text = text_of(node)
    if "\n" in text and ("#" in text or "//" in text or "/*" in text):
        comments = [child for child in walk(node) if is_comment(child)]
        text = without(node, comments) if comments else text
    return plain(squeezed(text))


def plain(text: str, depth: int = 0) -> str:
    """The same of a squeezed text."""
    text = without_parentheses(text)
    if len(text) > LONGEST or depth > _DEEPEST:
        return text
    word, operands = clauses(text)
    if word:
        plainer = [plain(operand, depth + 1) for operand in operands]
        return _sign(text, word).join([grouped(part) for part in plainer] if word == "and" else plainer)
    inner = _under_negation(text)
    return negated(inner, depth + 1) if inner else text


def _sign(text: str, word: str) -> str:
    """``and`` or ``or`` as a condition writes it."""
    in_signs = "&&" in text or "||" in text
    return {"and": " && " if in_signs else " and ", "or": " || " if in_signs else " or "}[word]


_SIGN = re.compile(r"""(?s)"(?:[^"\\]|\\.)*\\?(?:"|$)|`(?:[^`\\]|\\.)*\\?(?:`|$)|[()\[\]{}]""")
_FILLING = "\0"


def outside(text: str) -> str:
    """The text with all that stands in brackets or quotes blanked out, the outermost brackets included."""
    pieces: list[str] = []
    depth = at = 0
    for match in _SIGN.finditer(text):
        sign, start = match.group(), match.start()
        pieces.append(text[at:start] if depth == 0 else _FILLING * (start - at))
        pieces.append(_FILLING * len(sign))
        depth = max(depth + (sign in "([{") - (sign in ")]}"), 0)
        at = match.end()
    pieces.append(text[at:] if depth == 0 else _FILLING * (len(text) - at))
    return "".join(pieces)


def without_parentheses(text: str) -> str:
    """The text without parentheses around the whole."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and _is_one_group(text):
        text = text[1:-1].strip()
    return text


def _is_one_group(text: str) -> bool:
    depth = 0
    for match in _SIGN.finditer(text):
        depth += (match.group() in "([{") - (match.group() in ")]}")
        if depth == 0:
            return match.end() == len(text)
    return False


_AND_OR = re.compile(r"(?<=[\s\0])(?:and|or)(?=[\s\0])|&&|\|\|")
_COMPARED = re.compile(
    r"===|!==|==|!=|<=>|<=|>=|=~|!~|<<|>>|->|=>|<|>|\?\?"
    r"|(?<=[\s\0])(?:is not|not in|is|in|instanceof)(?=[\s\0])|(?<=[\s\0])\?(?=[\s\0])"
)
_OPPOSITE = {
    "===": "!==", "!==": "===", "==": "!=", "!=": "==", "<=": ">", ">=": "<", "<": ">=", ">": "<=",
    "=~": "!~", "!~": "=~", "is": "is not", "is not": "is", "in": "not in", "not in": "in",
}  # fmt: skip


def clauses(text: str) -> tuple[str, list[str]]:
    """A condition's outermost ``and`` or ``or`` (by these words; empty where there is none) and its operands.

    ``or`` binds weaker: ``a and b or c`` gives ``or`` with two operands.
    """
    if len(text) > LONGEST:
        return "", [text]
    found = list(_AND_OR.finditer(outside(text)))
    ors = [match for match in found if match.group() in ("or", "||")]
    cuts = ors or found
    operands, at = [], 0
    for match in cuts:
        operands.append(text[at : match.start()].strip())
        at = match.end()
    operands.append(text[at:].strip())
    return ("or" if ors else "and" if found else ""), operands


def _under_negation(text: str) -> str:
    """``x`` of ``not x`` and ``!x``; empty where the negation covers only a part or nothing."""
    if text.startswith(("not ", "not(")):
        rest = text[3:].strip()
    elif text.startswith("!") and not text.startswith(("!=", "!~")):
        rest = text[1:].strip()
        if _comparisons(rest):
            return ""  # !a == b is (!a) == b
    else:
        return ""
    return "" if clauses(rest)[0] else without_parentheses(rest)


def _comparisons(text: str) -> list[re.Match[str]]:
    return [match for match in _COMPARED.finditer(outside(text)) if match.group() not in ("->", "=>")]


def negated(text: str, depth: int = 0) -> str:
    """The opposite of a condition: ``x != y`` of ``x == y``, ``not a and not b`` of ``a or b``."""
    text = without_parentheses(text)
    if len(text) > LONGEST or depth > _DEEPEST:
        return f"not ({text})"
    word, operands = clauses(text)
    if word:
        opposites = [negated(operand, depth + 1) for operand in operands]
        if word == "and":
            return _sign(text, "or").join(opposites)
        return _sign(text, "and").join(grouped(part) for part in opposites)
    inner = _under_negation(text)
    if inner:
        return plain(inner, depth + 1)
    compared = _comparisons(text)
    if len(compared) == 1 and (opposite := _OPPOSITE.get(compared[0].group())):
        left, right = text[: compared[0].start()].strip(), text[compared[0].end() :].strip()
        return f"{left} {opposite} {right}"
    return f"not ({text})" if compared else f"not {text}"


def grouped(text: str) -> str:
    """The text as an operand of ``and``."""
    return f"({text})" if clauses(text)[0] == "or" else text


def both(first: str, second: str, sign: str) -> str:
    """The condition that two conditions hold; ``sign`` is the language's ``and``."""
    return f"{grouped(first)} {sign} {grouped(second)}"
