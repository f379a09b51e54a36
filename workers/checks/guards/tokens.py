"""One-line source of any of the languages as tokens, in one spelling: ``$this->isAdmin()`` and ``is_admin`` are equal.

Reading is linear and never fails: what is no token of any language is a token of one character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

LONGEST = 2000
"""Characters of a text that are read."""

_TOKEN = re.compile(
    r"""(?xs)
    (?P<space>\s+)
    | (?P<string>(?:[rRbBfFuU]{1,2})?(?:"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^'\\]|\\.)*(?:'|$)|`[^`]*(?:`|$)))
    | (?P<braced>%r\{(?:[^}\\]|\\.){0,500}\}[a-z]*)
    | (?P<number>\d[\w]*(?:\.\d\w*)?)
    | (?P<name>[$@]{0,2}[A-Za-z_\u0080-\uffff][\w]*(?:\?(?=[\s().,;\]}&|]|$)|!(?![=.\[]))?)
    | (?P<op>===|!==|<=>|\?->|==|!=|<>|<=|>=|&&|\|\||=~|!~|\?\?|->|\?\.|&\.|::|:=|\*\*|<<|>>|=>)
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<sign>.)
    """
)
_PATTERN = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\]|\\.){0,200}\]){1,500}/[a-z]*")
_MEMBER = frozenset({"->", "?->", "?.", "&.", "::"})
_RECEIVERS = frozenset({"self", "this", "static", "cls"})
_IGNORED = frozenset({"await", "new", "defined"})
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class Sort(Enum):
    NAME = "name"
    NUMBER = "number"
    STRING = "string"
    PATTERN = "pattern"
    """A regular expression between its own signs: ``/^a/i``, ``%r{^a}``."""
    SIGN = "sign"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Token:
    sort: Sort
    text: str
    """As it stands; of a string, what is between its quotes, a doubled backslash as one."""
    plain: str
    """In one spelling: a name without sigils, underscores and capitals, every member sign as a dot."""


def tokens(text: str) -> list[Token]:
    """The tokens of a text; receivers that say "this object" and words that change no value are left out."""
    return list(_without_receivers(_raw(text[:LONGEST])))


def _raw(text: str) -> Iterable[Token]:
    position, before = 0, None
    while position < len(text):
        literal = _PATTERN.match(text, position) if text[position] == "/" and _begins_value(before) else None
        if literal is not None:
            position = literal.end()
            before = Token(Sort.PATTERN, literal.group(), literal.group())
            yield before
            continue
        found = _TOKEN.match(text, position)
        assert found is not None  # noqa: S101 - the last branch takes any character
        position = found.end()
        if found.lastgroup == "space":
            continue
        before = _token(str(found.lastgroup), found.group())
        yield before


def _begins_value(before: Token | None) -> bool:
    return before is None or before.sort in (Sort.SIGN, Sort.OPEN) or before.text in ("and", "or", "not", "in")


def _token(group: str, text: str) -> Token:
    if group == "string":
        inner = text.lstrip("rRbBfFuU")
        body = inner[1:-1] if len(inner) > 1 and inner[-1] == inner[0] else inner[1:]
        is_raw = inner[0] == "`" or "r" in text[: len(text) - len(inner)].lower()
        meant = body if is_raw else body.replace("\\\\", "\\")
        return Token(Sort.STRING, meant, f'r"{meant}"' if "\\" in meant else f'"{meant}"')
    if group == "braced":
        return Token(Sort.PATTERN, text, text)
    if group == "number":
        return Token(Sort.NUMBER, text, text.replace("_", "").lower())
    if group == "name":
        return Token(Sort.NAME, text, spelled(text))
    if group in ("open", "close"):
        return Token(Sort(group), text, text)
    return Token(Sort.SIGN, text, "." if text in _MEMBER else text)


def spelled(name: str) -> str:
    """A name in the one spelling: ``$maxSize``, ``MAX_SIZE`` and ``max_size`` are ``maxsize``."""
    return name.strip("$@?!").replace("_", "").lower() or name


def _without_receivers(found: Iterable[Token]) -> Iterable[Token]:
    held: Token | None = None
    for token in found:
        if held is not None and token.plain == ".":
            held = None
            continue
        if held is not None:
            yield held
            held = None
        if token.sort is Sort.NAME and token.plain in _RECEIVERS:
            held = token
        elif not (token.sort is Sort.NAME and token.text in _IGNORED):
            yield token
    if held is not None:
        yield held


def matches(row: Sequence[Token]) -> dict[int, int] | None:
    """From each bracket's index to that of its partner, both ways; ``None`` where they do not pair up."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(row):
        if token.sort is Sort.OPEN:
            opened.append(index)
        elif token.sort is Sort.CLOSE:
            if not opened or _CLOSING[row[opened[-1]].text] != token.text:
                return None
            start = opened.pop()
            pairs[start], pairs[index] = index, start
    return None if opened else pairs


def joined(row: Sequence[Token]) -> str:
    """Tokens as one text in the one spelling; ``admin()`` is ``admin``."""
    found: list[str] = []
    index = 0
    while index < len(row):
        token = row[index]
        following = row[index + 1] if index + 1 < len(row) else None
        is_bare_call = token.text == "(" and following is not None and following.text == ")"
        if is_bare_call and index and row[index - 1].sort is Sort.NAME:
            index += 2
            continue
        if found and _is_word(found[-1]) and _is_word(token.plain):
            found.append(" ")
        found.append(token.plain)
        index += 1
    return "".join(found)


def _is_word(text: str) -> bool:
    return text[:1].isalnum() or text[:1] in ('"', "_")
