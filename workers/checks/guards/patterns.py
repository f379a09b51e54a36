"""Regular expressions compared by what they let through, without running them: they come from the change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

_LITERAL = re.compile(
    r"""(?xs)
    %r\{(?P<braces>.*)\}\w*
    | (?:\b[a-zA-Z]{0,2})?(?P<quote>["'`])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)
    | /(?P<slashes>(?:\\.|\[(?:\\.|[^\]])*\]|[^/\\\n])+)/\w*
    """
)
_DELIMITED = re.compile(r"(?s)^([/~!#|@%])(.*)\1[a-zA-Z]*$")
_QUANTIFIER = re.compile(r"[*+?]|\{(\d+)?(,)?(\d+)?\}")
_ANCHOR = re.compile(r"\\{1,2}[AzZbGB]|\^|\$")
_ALL = frozenset(range(128))
_CLASSES = {
    "d": frozenset(range(48, 58)),
    "w": frozenset(ord(sign) for sign in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"),
    "s": frozenset(ord(sign) for sign in " \t\n\r\f\v"),
}
_CONTROL = {"n": 10, "r": 13, "t": 9, "f": 12, "v": 11, "0": 0}
_ENDLESS = 1 << 30
_LONGEST = 500
"""Characters; a longer expression is not compared."""


@dataclass(frozen=True, slots=True)
class _Atom:
    """One part of an expression: a set of characters, an anchor, or a sign of grouping, and how often it may stand."""

    kind: str
    chars: frozenset[int] = frozenset()
    least: int = 1
    most: int = 1

    @property
    def endless(self) -> bool:
        return self.most == _ENDLESS


def loosened(before: str, after: str) -> bool:
    """Whether the expression in a text came to accept more: an anchor lost, a class widened, a repetition unbound."""
    old, new = _atoms(_expression(before)), _atoms(_expression(after))
    if not old or not new or old == new:
        return False
    wider = narrower = False
    matcher = SequenceMatcher(None, [_key(atom) for atom in old], [_key(atom) for atom in new], autojunk=False)
    for tag, first, last, start, stop in matcher.get_opcodes():
        lost, won = old[first:last], new[start:stop]
        if tag == "equal":
            continue
        if tag == "replace" and len(lost) == len(won):
            pairs = [_compared(mine, theirs) for mine, theirs in zip(lost, won, strict=True)]
            wider, narrower = wider or 1 in pairs, narrower or -1 in pairs
            continue
        wider = wider or _anchors(lost) > _anchors(won)
        narrower = narrower or _anchors(won) > _anchors(lost) or (tag == "delete" and _has(lost, "|"))
        # Another plain word beside others is an entry in a list, and no weaker expression.
        is_entry = _has(old, "|") and all(len(atom.chars) <= 1 for atom in won)
        wider = wider or (tag == "insert" and _has(won, "|") and not is_entry)
    return wider and not narrower


def ambiguous(before: str, after: str) -> bool:
    """Whether the expression came to be one that a long text makes slow: repetitions that can share characters."""
    return _ambiguities(_expression(after)) > _ambiguities(_expression(before))


def _compared(old: _Atom, new: _Atom) -> int:
    """1 where the new part accepts more, -1 where it accepts less, 0 where that cannot be told."""
    if old.kind == "anchor" or new.kind == "anchor":
        return int(new.kind != "anchor") - int(old.kind != "anchor")
    if old.kind != new.kind:
        return 0
    more = new.chars > old.chars or new.most > old.most or new.least < old.least
    less = new.chars < old.chars or new.most < old.most or new.least > old.least
    return int(more) - int(less)


def _key(atom: _Atom) -> tuple[str, frozenset[int], int, int]:
    return atom.kind, atom.chars, atom.least, atom.most


def _anchors(atoms: Sequence[_Atom]) -> int:
    return sum(atom.kind == "anchor" for atom in atoms)


def _has(atoms: Sequence[_Atom], kind: str) -> bool:
    return any(atom.kind == kind for atom in atoms)


@lru_cache(maxsize=1024)
def _expression(text: str) -> str:
    """The first regular expression of a literal or call; empty where there is none."""
    for found in _LITERAL.finditer(text[: 2 * _LONGEST]):
        body = found["braces"] or found["slashes"] or found["text"] or ""
        delimited = _DELIMITED.match(body)
        body = delimited.group(2) if delimited else body
        if body:
            return body if len(body) <= _LONGEST else ""
    return ""


@lru_cache(maxsize=1024)
def _atoms(expression: str) -> tuple[_Atom, ...]:
    found: list[_Atom] = []
    index = 0
    while index < len(expression):
        anchor = _ANCHOR.match(expression, index)
        sign = expression[index]
        if anchor:
            found.append(_Atom("anchor"))
            index = anchor.end()
        elif sign == "(":
            opening = re.compile(r"\((\?(?:[:=!>|]|<[=!]|P?<\w+>|[a-zA-Z-]+:?)?)?").match(expression, index)
            found.append(_Atom("("))
            index = opening.end() if opening else index + 1
        elif sign in ")|":
            found.append(_Atom(sign))
            index += 1
        else:
            chars, index = _character(expression, index)
            found.append(_Atom("char", chars))
        index = _repeated(expression, index, found)
    return tuple(found)


def _repeated(expression: str, index: int, found: list[_Atom]) -> int:
    quantifier = _QUANTIFIER.match(expression, index)
    if quantifier is None or not found or found[-1].kind in ("(", "|", "anchor"):
        return index
    sign = quantifier.group()
    if sign[0] == "{":
        least = int(quantifier[1] or 0)
        most = int(quantifier[3]) if quantifier[3] else (_ENDLESS if quantifier[2] else least)
    else:
        least, most = (1 if sign == "+" else 0), (1 if sign == "?" else _ENDLESS)
    last = found[-1]
    found[-1] = _Atom(last.kind, last.chars, least, most)
    end = quantifier.end()
    return end + 1 if expression[end : end + 1] in ("?", "+") else end


def _character(expression: str, index: int) -> tuple[frozenset[int], int]:
    """The characters that the part at ``index`` stands for, and where the next part begins."""
    sign = expression[index]
    if sign == ".":
        return _ALL - {10}, index + 1
    if sign == "\\":
        return _escaped(expression[index + 1 : index + 2]), index + 2
    if sign != "[":
        return frozenset({ord(sign)}), index + 1
    end = index + 1
    negated = expression[end : end + 1] == "^"
    end += negated
    chars: set[int] = set()
    first = True
    while end < len(expression) and (expression[end] != "]" or first):
        first = False
        part, after = _character(expression, end) if expression[end] == "\\" else ({ord(expression[end])}, end + 1)
        is_range = expression[after : after + 1] == "-" and expression[after + 1 : after + 2] not in ("]", "")
        if is_range and len(part) == 1:
            to = ord(expression[after + 1])
            chars.update(range(min(part), min(to, 127) + 1))
            end = after + 2
        else:
            chars.update(part)
            end = after
    within = frozenset(chars)
    return (_ALL - within if negated else within), end + 1


def _escaped(sign: str) -> frozenset[int]:
    if sign.lower() in _CLASSES:
        known = _CLASSES[sign.lower()]
        return known if sign.islower() else _ALL - known
    return frozenset({_CONTROL.get(sign, ord(sign) if sign else 0)})


def _ambiguities(expression: str) -> int:
    """Endless repetitions that touch with common characters, and those that stand in a group that is endless itself."""
    atoms = _atoms(expression)
    found = 0
    previous: _Atom | None = None
    inside: list[bool] = []
    for atom in atoms:
        if atom.kind == "(":
            inside.append(False)
        elif atom.kind == ")":
            had = inside.pop() if inside else False
            found += had and atom.endless
            if inside:
                inside[-1] |= had or atom.endless
        elif atom.kind == "char" and atom.endless:
            found += previous is not None and bool(previous.chars & atom.chars)
            if inside:
                inside[-1] = True
        if atom.kind == "|" or (atom.kind == "char" and atom.least > 0 and not atom.endless):
            previous = None
        elif atom.kind == "char" and atom.endless:
            previous = atom
    return found
