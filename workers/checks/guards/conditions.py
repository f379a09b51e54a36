"""Conditions of six languages as trees of and, or, not over atoms: ``$a && !b($c)``, ``a and not b(c)`` are one.

Reading is tolerant: what is not understood becomes an atom of its own text. It never fails, its depth and its size are
bounded, and each level of brackets is read a fixed number of times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from workers.checks.guards.atoms import Answer, Atom, compared, member, question, result
from workers.checks.guards.operands import bare, call, parts
from workers.checks.guards.tokens import Sort as TokenSort
from workers.checks.guards.tokens import Token, joined, matches, tokens

_DEEPEST = 24
"""Levels of brackets and operators; what is deeper is an atom."""
_MOST_PARTS = 40
"""Parts of one ``and`` or ``or``; a longer one is an atom."""
_COMPARISONS = frozenset({"==", "===", "!=", "!==", "<>", "<", "<=", ">", ">=", "=~", "!~", "is", "in", "instanceof"})
_EQUALITIES = {"==": True, "===": True, "is": True, "!=": False, "!==": False, "<>": False, "is not": False}
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_BEGINS_OR_ENDS = frozenset({"startswith", "startwith", "endswith", "endwith"})
_TRUE = frozenset({"true"})
_FALSE = frozenset({"false", "none", "nil", "null", "undefined", "0", '""'})


class Sort(Enum):
    ALL = "and"
    ANY = "or"
    NOT = "not"
    ATOM = "atom"
    CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class Condition:
    """One node of a condition."""

    sort: Sort
    parts: tuple[Condition, ...] = ()
    atom: Atom | None = None
    value: bool = False
    """Of a constant."""

    @property
    def negated(self) -> Condition:
        if self.sort is Sort.NOT:
            return self.parts[0]
        if self.sort is Sort.CONSTANT:
            return TRUE if not self.value else FALSE
        return Condition(Sort.NOT, (self,))


TRUE = Condition(Sort.CONSTANT, value=True)
FALSE = Condition(Sort.CONSTANT, value=False)


@lru_cache(maxsize=4096)
def condition(text: str) -> Condition:
    """The tree of a condition's text."""
    row = _after_statements(tokens(text))
    if not row:
        return FALSE
    if matches(row) is None:
        return _leaf(question(row))
    return _read(row, 0)


def atoms(tree: Condition) -> list[Atom]:
    """All atoms of a tree, in order."""
    found: list[Atom] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if node.atom is not None:
            found.append(node.atom)
        waiting.extend(reversed(node.parts))
    return found


def replaced(tree: Condition, instead: Mapping[Atom, Atom]) -> Condition:
    """A tree with other atoms in the places of some; its depth is that of the tree, which is bounded."""
    if tree.atom is not None:
        return Condition(Sort.ATOM, atom=instead.get(tree.atom, tree.atom))
    return Condition(tree.sort, tuple(replaced(part, instead) for part in tree.parts), None, tree.value)


@lru_cache(maxsize=8192)
def likeness(mine: str, theirs: str) -> float:
    """How much two conditions have in common, from 0 to 1, whichever way round they are asked."""
    if mine == theirs:
        return 1.0
    ours, others = set(atoms(condition(mine))), set(atoms(condition(theirs)))
    if ours and ours == others:
        return 1.0
    same = len(ours & others) / max(len(ours | others), 1)
    words, others_words = set(_words(ours)), set(_words(others))
    shared = 2 * len(words & others_words) / max(len(words) + len(others_words), 1)
    return min(0.99, max(shared, (same + shared) / 2 if same else 0.0))


def _words(found: Iterable[Atom]) -> Iterable[str]:
    for atom in found:
        yield from atom.words


def both(parts_: Sequence[Condition]) -> Condition:
    return _combined(Sort.ALL, parts_)


def either(parts_: Sequence[Condition]) -> Condition:
    return _combined(Sort.ANY, parts_)


def _combined(sort: Sort, given: Sequence[Condition]) -> Condition:
    """An ``and`` or ``or`` without its constants, flat."""
    absorbing = sort is Sort.ANY
    found: list[Condition] = []
    for part in given:
        if part.sort is Sort.CONSTANT:
            if part.value is absorbing:
                return part
            continue
        found.extend(part.parts if part.sort is sort else (part,))
    if not found:
        return FALSE if absorbing else TRUE
    return found[0] if len(found) == 1 else Condition(sort, tuple(found))


def _leaf(answer: Answer) -> Condition:
    found = Condition(Sort.ATOM, atom=answer[0])
    return found if answer[1] else found.negated


def _after_statements(row: list[Token]) -> Sequence[Token]:
    """The condition of ``if err := check(x); err != nil``, with what was asked in the place of its name."""
    pieces = list(parts(row, ";"))
    if not pieces:
        return []
    asked = list(pieces[-1])
    for statement in pieces[:-1]:
        index = next((at for at, token in enumerate(statement) if token.plain in (":=", "=")), None)
        if index is None:
            continue
        said = joined(statement[index + 1 :])
        names = {token.plain for token in statement[:index] if token.sort is TokenSort.NAME}
        asked = [
            Token(TokenSort.NAME, token.text, f"{said}.{token.plain}") if token.plain in names else token
            for token in asked
        ]
    return asked


def _read(given: Sequence[Token], depth: int) -> Condition:
    row = bare(given)
    if not row:
        return FALSE
    if depth > _DEEPEST:
        return _leaf(question(row))
    for word, sort in (("or", Sort.ANY), ("and", Sort.ALL), ("||", Sort.ANY), ("&&", Sort.ALL)):
        if (found := _split(row, word, sort, depth)) is not None:
            return found
    if row[0].text == "not":
        return _read(row[1:], depth + 1).negated
    if (found := _choice(row, depth)) is not None:
        return found
    return _comparison(row, depth)


def _split(row: Sequence[Token], sign: str, sort: Sort, depth: int) -> Condition | None:
    pieces = _pieces(row, (sign,))
    if len(pieces) < 2 or len(pieces) > _MOST_PARTS or not all(pieces):
        return None
    return _combined(sort, [_read(piece, depth + 1) for piece in pieces])


def _pieces(row: Sequence[Token], signs: Sequence[str]) -> list[Sequence[Token]]:
    found: list[Sequence[Token]] = []
    level, start = 0, 0
    for index, token in enumerate(row):
        level += (token.sort is TokenSort.OPEN) - (token.sort is TokenSort.CLOSE)
        if level == 0 and token.text in signs and token.sort in (TokenSort.NAME, TokenSort.SIGN):
            found.append(row[start:index])
            start = index + 1
    return [*found, row[start:]]


def _choice(row: Sequence[Token], depth: int) -> Condition | None:
    """``a ? b : c`` and ``b if a else c``."""
    asked = _pieces(row, ("?",))
    if len(asked) == 2:
        answers = _pieces(asked[1], (":",))
        if asked[0] and len(answers) == 2 and all(answers):
            return _chosen(*(_read(part, depth + 1) for part in (asked[0], *answers)))
    halves = _pieces(row, ("if", "else"))
    if len(halves) == 3 and all(halves):
        yes, question_, no = (_read(part, depth + 1) for part in halves)
        return _chosen(question_, yes, no)
    return None


def _chosen(asked: Condition, yes: Condition, no: Condition) -> Condition:
    return either([both([asked, yes]), both([asked.negated, no])])


def _comparison(row: Sequence[Token], depth: int) -> Condition:
    places = _operators(row)
    if not places:
        signs = next((index for index, token in enumerate(row) if token.text != "!"), 0)
        if signs:
            inner = _read(row[signs:], depth + 1)
            return inner.negated if signs % 2 else inner
        return _truth(row)
    if len(places) > 1 and not all(row[place].text in ("<", "<=", ">", ">=") for place, _ in places):
        return _leaf(question(row))
    edges = [0, *(place + width for place, width in places)]
    ends = [*(place for place, _ in places), len(row)]
    sides = [row[start:end] for start, end in zip(edges, ends, strict=True)]
    if not all(sides):
        return _leaf(question(row))
    found: list[Condition] = []
    for (place, width), left, right in zip(places, sides, sides[1:], strict=False):
        sign = " ".join(token.text for token in row[place : place + width])
        found.append(_relation(left, sign, right, depth))
    return both(found)


def _operators(row: Sequence[Token]) -> list[tuple[int, int]]:
    """Where comparisons stand outside of all brackets, and how many tokens they take."""
    found: list[tuple[int, int]] = []
    level, index = 0, 0
    while index < len(row):
        token = row[index]
        level += (token.sort is TokenSort.OPEN) - (token.sort is TokenSort.CLOSE)
        following = row[index + 1].text if index + 1 < len(row) else ""
        if level == 0 and index and token.sort in (TokenSort.NAME, TokenSort.SIGN):
            if (token.text, following) in (("is", "not"), ("not", "in")):
                found.append((index, 2))
                index += 1
            elif token.text in _COMPARISONS and row[index - 1].plain != ".":
                found.append((index, 1))
        index += 1
    return found


def _relation(left: Sequence[Token], sign: str, right: Sequence[Token], depth: int) -> Condition:
    if sign in ("in", "not in", "instanceof"):
        return _leaf((member(left, right, is_type=sign == "instanceof"), sign != "not in"))
    for asked, other in ((left, right), (right, left)):
        turned = sign if asked is left else _TURNED.get(sign, sign)
        known = result(asked, turned, other)
        if known is not None:
            return _leaf(known)
        answer = joined(bare(other))
        if answer in ("true", "false") and sign in _EQUALITIES:
            found = _read(asked, depth + 1)
            return found if (answer == "true") is _EQUALITIES[sign] else found.negated
    return _leaf(compared(left, sign, right))


def _spread(row: Sequence[Token]) -> Condition | None:
    """A text that may begin or end with one of several: ``s.start_with?("a", "b")``, ``s.endswith(("a", "b"))``."""
    asked = call(row)
    if asked is None or asked.name not in _BEGINS_OR_ENDS or not asked.owner or not asked.arguments:
        return None
    given = list(asked.arguments)
    if len(given) == 1 and given[0][0].text == "(" and given[0][-1].text == ")":
        given = list(parts(given[0][1:-1]))
    if len(given) < 2 or not all(len(each) == 1 and each[0].sort is TokenSort.STRING for each in given):
        return None
    opening = row[: len(asked.owner) + 3]
    return either([_leaf(question([*opening, *each, row[-1]])) for each in given])


def _truth(row: Sequence[Token]) -> Condition:
    several = _spread(row)
    if several is not None:
        return several
    text = joined(row)
    if text in _TRUE or (len(row) == 1 and row[0].sort is TokenSort.NUMBER and text != "0"):
        return TRUE
    return FALSE if text in _FALSE else _leaf(question(row))
