"""A regular expression's text as a tree. The signs that the six languages share; the rest is an assertion or unread."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from workers.checks.guards.automata import CHARACTERS, END, ENDLESS, START, Part, choice, letters, repeat, sequence

_DEEPEST = 20
_QUANTIFIER = re.compile(r"[*+?]|\{(\d{1,6})?(,)?(\d{1,6})?\}")
_GROUP = re.compile(r"\((?:\?(?:P?<(?![=!])[^>]{1,60}>|'[^']{1,60}'|[a-zA-Z-]{0,8}:|[>|]))?")
_FLAGS = re.compile(r"\(\?([a-zA-Z]{1,8})\)")
_LOOK = re.compile(r"\(\?(?:[=!]|<[=!])")
_UNICODE = re.compile(r"\\[pP](?:\{[^}]{1,40}\}|[A-Z])")
_CODE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|x\{([0-9a-fA-F]{1,6})\})")
_POSIX = re.compile(r"\[:(\^?)([a-z]{4,6}):\]")


def _mask(signs: str) -> int:
    found = 0
    for sign in signs:
        found |= 1 << min(ord(sign), 128)
    return found


_DIGITS = _mask("0123456789")
_LOWER, _UPPER = _mask("abcdefghijklmnopqrstuvwxyz"), _mask("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SPACES = _mask(" \t\n\r\f\v")
_CLASSES = {
    "d": _DIGITS,
    "w": _LOWER | _UPPER | _DIGITS | _mask("_"),
    "s": _SPACES,
    "h": _DIGITS | _mask("abcdefABCDEF"),
}
_NAMED = {
    "alpha": _LOWER | _UPPER, "digit": _DIGITS, "alnum": _LOWER | _UPPER | _DIGITS, "space": _SPACES, "upper": _UPPER,
    "lower": _LOWER, "xdigit": _CLASSES["h"], "word": _CLASSES["w"],
    "punct": _mask("!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~\\"),
    "cntrl": (1 << 32) - 1 | 1 << 127, "print": CHARACTERS & ~((1 << 32) - 1), "graph": CHARACTERS & ~((1 << 33) - 1),
    "blank": _mask(" \t"), "ascii": (1 << 128) - 1,
}  # fmt: skip
_CONTROL = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0", "e": "\x1b", "a": "\x07"}
_NEWLINE = _mask("\n")


@dataclass(frozen=True, slots=True)
class Reading:
    tree: Part
    assertions: tuple[str, ...]
    """What looks around, by its text."""


@dataclass(slots=True)
class _Reader:
    text: str
    ignores_case: bool
    starts_lines: bool
    ends_lines: bool
    dot_is_all: bool = False
    assertions: list[str] = field(default_factory=list)


def read(text: str, *, ignores_case: bool, starts_lines: bool, ends_lines: bool) -> Reading | None:
    """The tree of an expression, or ``None`` where its brackets do not pair up or are too deep."""
    reader = _Reader(text, ignores_case, starts_lines, ends_lines)
    tree = _tree(reader)
    return None if tree is None else Reading(tree, tuple(reader.assertions))


def _tree(reader: _Reader) -> Part | None:
    """Groups are kept on a stack of choices, each a list of sequences, each a list of parts."""
    text, index = reader.text, 0
    stack: list[list[list[Part]]] = [[[]]]
    while index < len(text):
        flags = _FLAGS.match(text, index)
        if flags:
            reader.ignores_case |= "i" in flags[1]
            reader.dot_is_all |= "s" in flags[1]
            reader.starts_lines |= "m" in flags[1]
            reader.ends_lines |= "m" in flags[1]
            index = flags.end()
        elif _LOOK.match(text, index) or text.startswith("(?#", index):
            end = _closing(text, index)
            if end is None:
                return None
            reader.assertions.append(text[index : end + 1])
            index = end + 1
        elif text[index] == "(":
            opening = _GROUP.match(text, index)
            stack.append([[]])
            index = opening.end() if opening else index + 1
            if len(stack) > _DEEPEST:
                return None
        elif text[index] == "|":
            stack[-1].append([])
            index += 1
        elif text[index] == ")":
            if len(stack) == 1:
                return None
            inner = choice([sequence(items) for items in stack.pop()])
            index = _quantified(text, index + 1, stack[-1][-1], inner)
        else:
            part, index = _part(reader, index)
            index = _quantified(text, index, stack[-1][-1], part) if part is not None else index
    return choice([sequence(items) for items in stack[0]]) if len(stack) == 1 else None


def _closing(text: str, start: int) -> int | None:
    """The index of the bracket that closes the one at ``start``."""
    depth, index, is_class = 0, start, False
    while index < len(text):
        sign = text[index]
        if sign == "\\":
            index += 1
        elif is_class:
            is_class = sign != "]"
        elif sign == "[":
            is_class = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
            if depth == 0:
                return index
        index += 1
    return None


def _quantified(text: str, index: int, items: list[Part], part: Part) -> int:
    """Adds a part with the quantifier that follows it; gives where the next part begins."""
    found = _QUANTIFIER.match(text, index)
    sign = found.group() if found else ""
    if found is None or sign in ("{}", "{,}"):
        items.append(part)
        return index
    if sign[0] == "{":
        least = int(found[1] or 0)
        most = int(found[3]) if found[3] else (ENDLESS if found[2] else least)
    else:
        least, most = (1 if sign == "+" else 0), (1 if sign == "?" else ENDLESS)
    items.append(repeat(part, least, max(most, least)))
    end = found.end()
    return end + 1 if text[end : end + 1] in ("?", "+") else end


def _part(reader: _Reader, index: int) -> tuple[Part | None, int]:
    """One character, class or mark; ``None`` for an assertion without width."""
    text, sign = reader.text, reader.text[index]
    if sign == "^":
        return letters(START | (_NEWLINE if reader.starts_lines else 0)), index + 1
    if sign == "$":
        newline = letters(_NEWLINE)
        end = letters(END) if not reader.ends_lines else letters(END | _NEWLINE)
        return choice([end, sequence([newline, letters(END)])]), index + 1
    if sign == ".":
        return letters(CHARACTERS & ~(0 if reader.dot_is_all else _NEWLINE)), index + 1
    if sign == "[":
        return _class(reader, index)
    following = text[index + 1 : index + 2]
    if sign == "\\" and following in ("A", "z", "Z"):
        return letters(START if following == "A" else END), index + 2
    if sign == "\\" and following in ("b", "B", "G", "K", "k", "1", "2", "3", "4", "5", "6", "7", "8", "9"):
        reader.assertions.append(text[index : index + 2])
        return None, index + 2
    if sign == "\\":
        mask, after = _escaped(text, index)
        return letters(_cased(reader, mask)), after
    return letters(_cased(reader, _mask(sign))), index + 1


def _cased(reader: _Reader, mask: int) -> int:
    if not reader.ignores_case:
        return mask
    return mask | (mask & _LOWER) >> 32 | (mask & _UPPER) << 32


def _escaped(text: str, index: int) -> tuple[int, int]:
    """The characters of ``\\d``, ``\\x2f``, ``\\.``, and where the next part begins."""
    unicode = _UNICODE.match(text, index)
    if unicode:
        return _LOWER | _UPPER | 1 << 128, unicode.end()
    code = _CODE.match(text, index)
    if code:
        return 1 << min(int(code[1] or code[2] or code[3], 16), 128), code.end()
    sign = text[index + 1 : index + 2]
    if sign.lower() in _CLASSES:
        known = _CLASSES[sign.lower()]
        return (known if sign.islower() else CHARACTERS & ~known), index + 2
    return _mask(_CONTROL.get(sign, sign or "\\")), index + 2


def _class(reader: _Reader, index: int) -> tuple[Part, int]:
    """``[a-z_]``, ``[^/]``, ``[[:alpha:]]``."""
    text = reader.text
    end = index + 1
    is_negated = text[end : end + 1] == "^"
    end += is_negated
    found, is_first = 0, True
    while end < len(text) and (text[end] != "]" or is_first):
        is_first = False
        posix = _POSIX.match(text, end)
        if posix:
            known = _NAMED.get(posix[2], 0)
            found |= CHARACTERS & ~known if posix[1] else known
            end = posix.end()
            continue
        mask, after = _escaped(text, end) if text[end] == "\\" else (_mask(text[end]), end + 1)
        is_one = mask & (mask - 1) == 0
        if is_one and text[after : after + 1] == "-" and text[after + 1 : after + 2] not in ("]", ""):
            last, after = _escaped(text, after + 1) if text[after + 1] == "\\" else (_mask(text[after + 1]), after + 2)
            mask = (last << 1) - mask if last >= mask else mask | last
        found |= mask
        end = after
    found = _cased(reader, found)
    return letters(CHARACTERS & ~found if is_negated else found), end + 1
