"""What one part of a condition asks: is it equal, above, in, a prefix, a match, or does it merely hold?

The calls and operators of six languages that ask the same are one :class:`Atom`, e.g. ``strpos($s, $p) === 0``,
``s.startswith(p)`` and ``strings.HasPrefix(s, p)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from workers.checks.guards.operands import Call, Operand, bare, call, moved_constant, operand
from workers.checks.guards.tokens import Sort, Token, joined

_WORD = re.compile(r"\w+")


class Relation(Enum):
    HOLDS = "holds"
    """Something is true, or not empty."""
    NULL = "null"
    EQUAL = "equal"
    ABOVE = "above"
    """``left - right > bound``; a plain number is in the bound alone."""
    BELOW = "below"
    HAS = "has"
    """The left is a text or a list with the right in it."""
    PREFIX = "prefix"
    SUFFIX = "suffix"
    MATCHES = "matches"
    """The left is a text, the right a regular expression."""
    TYPE = "type"


class Mode(Enum):
    """How an equality or a match is asked."""

    PLAIN = ""
    STRICT = "strict"
    """Without conversion of types: ``===``."""
    FOLDED = "folded"
    """Whatever the case."""
    WHOLE = "whole"
    """A regular expression that must match the whole text."""
    START = "start"
    """A regular expression that must match from the start of the text."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One question."""

    relation: Relation
    left: str
    right: str = ""
    bound: float = 0.0
    mode: Mode = Mode.PLAIN
    is_constant_time: bool = field(default=False, compare=False)
    is_normal: bool = field(default=False, compare=False)
    """Whether the path that is asked about was resolved before."""
    entries: frozenset[str] | None = field(default=None, compare=False)
    """Of ``HAS`` in a literal list, what the list holds."""

    @property
    def words(self) -> Iterator[str]:
        yield from _WORD.findall(self.left)
        yield from _WORD.findall(self.right)
        yield self.relation.value


Answer = tuple[Atom, bool]
"""A question, and whether the condition holds where it is answered with yes."""

_MODULES = frozenset(
    "strings bytes stringutils objects hmac secrets slices str string re regexp regex subtle crypto messagedigest "
    "arrays securityutils rack.utils activesupport.securityutils reflect lodash r pattern os.path".split()
)
"""What names a library, not the value that a call is about."""
_CALLS: dict[str, tuple[Relation, Mode]] = {
    **dict.fromkeys(("startswith", "startwith", "hasprefix", "strstartswith"), (Relation.PREFIX, Mode.PLAIN)),
    **dict.fromkeys(("startswithignorecase",), (Relation.PREFIX, Mode.FOLDED)),
    **dict.fromkeys(("endswith", "endwith", "hassuffix", "strendswith"), (Relation.SUFFIX, Mode.PLAIN)),
    **dict.fromkeys(("endswithignorecase",), (Relation.SUFFIX, Mode.FOLDED)),
    **dict.fromkeys(
        "contains includes include member strcontains has haskey key containskey hasownproperty inarray "
        "arraykeyexists cover".split(),
        (Relation.HAS, Mode.PLAIN),
    ),
    **dict.fromkeys("equals equal eql eq isequal deepequal isequalto equalsto".split(), (Relation.EQUAL, Mode.PLAIN)),
    **dict.fromkeys("equalsignorecase equalfold".split(), (Relation.EQUAL, Mode.FOLDED)),
    **dict.fromkeys(
        "comparedigest timingsafeequal hashequals securecompare fixedlengthsecurecompare constanttimecompare "
        "constanttimeequals safeequals constanttimeeq hashequal timingsafecompare".split(),
        (Relation.EQUAL, Mode.PLAIN),
    ),
    **dict.fromkeys("search test pregmatch matchstring find".split(), (Relation.MATCHES, Mode.PLAIN)),
    **dict.fromkeys(("fullmatch", "matches"), (Relation.MATCHES, Mode.WHOLE)),
}
_CONSTANT_TIME = frozenset(
    "comparedigest timingsafeequal hashequals securecompare fixedlengthsecurecompare constanttimecompare "
    "constanttimeequals safeequals constanttimeeq hashequal timingsafecompare".split()
)
_NEEDLE_FIRST = frozenset({"inarray", "arraykeyexists"})
_PATTERN_FIRST = frozenset({"search", "fullmatch", "pregmatch", "match", "matchstring"})
_PATTERN_OWNS = frozenset({"test", "matchstring"})
"""Methods of a regular expression, not of the text."""
_NULL = frozenset({"isnull", "nil", "isnil", "isnone"})
_NOT_NULL = frozenset({"isset", "nonnull", "notnull"})
_EMPTY = frozenset({"empty", "isempty", "blank", "isblank", "isnullorempty"})
_FULL = frozenset({"present", "isnotempty", "isnotblank", "ispresent", "hastext", "haslength"})
_PLACES = frozenset("indexof strpos stripos find index search mbstrpos".split())
_ORDERS = frozenset("strcmp strcasecmp strncmp strncasecmp compareto compare comparetoignorecase casecmp".split())
_OPPOSITES = {
    "isanonymous": "isauthenticated", "isguest": "isauthenticated", "denies": "allows", "cannot": "can",
    "invalid": "valid", "isinvalid": "isvalid", "fails": "passes", "disabled": "enabled", "isdisabled": "isenabled",
}  # fmt: skip
"""Questions that are the no of others."""
_NOTHING = frozenset({"none", "nil", "null", "undefined"})
_EMPTIES = frozenset({'""', "[]", "{}", "string.empty"})


def question(row: Sequence[Token]) -> Answer:
    """What a text without a comparison asks; that it is empty is a no to whether it holds."""
    row = bare(row)
    asked = call(row)
    if asked is not None and (known := _called(asked)) is not None:
        return known
    if asked is not None and asked.name in _OPPOSITES:
        given = f"({','.join(map(joined, asked.arguments))})" if asked.arguments else ""
        owner = f"{joined(asked.owner)}." if asked.owner else ""
        return Atom(Relation.HOLDS, f"{owner}{_OPPOSITES[asked.name]}{given}"), False
    value = operand(row)
    return Atom(Relation.HOLDS, joined(row) if value.is_normal or value.is_folded else value.text), True


def _called(asked: Call) -> Answer | None:
    name, arguments = asked.name, asked.arguments
    subject = operand(arguments[0] if arguments else asked.owner)
    if len(arguments) <= 1 and subject.text:
        if name in _NULL | _NOT_NULL:
            return Atom(Relation.NULL, subject.text), name in _NULL
        if name in _EMPTY | _FULL:
            return Atom(Relation.HOLDS, subject.text), name in _FULL
    if name in _ORDERS:
        equal = _pair(asked, Relation.EQUAL, Mode.FOLDED if "case" in name else Mode.PLAIN)
        return (equal, False) if equal else None
    if name == "match" and arguments:
        return _match(asked)
    if name not in _CALLS:
        return None
    relation, mode = _CALLS[name]
    found = _pair(asked, relation, mode)
    return None if found is None else (found, True)


def _match(asked: Call) -> Answer | None:
    """Python's match begins at the start, that of the others anywhere."""
    is_python = joined(asked.owner) in ("re", "regex") or (len(asked.arguments) == 1 and not _is_pattern(asked))
    found = _pair(asked, Relation.MATCHES, Mode.START if is_python else Mode.PLAIN)
    return None if found is None else (found, True)


def _is_pattern(asked: Call) -> bool:
    last = asked.arguments[0]
    return len(last) == 1 and last[0].sort in (Sort.PATTERN, Sort.STRING)


def _pair(asked: Call, relation: Relation, mode: Mode) -> Atom | None:
    """The two values that a call compares, in the order of the relation."""
    arguments = list(asked.arguments)
    is_strict = asked.name == "inarray" and len(arguments) == 3 and joined(arguments[2]) == "true"
    is_method = bool(asked.owner) and (joined(asked.owner) not in _MODULES or len(arguments) == 1)
    if relation is Relation.MATCHES and asked.name in ("match", "matches"):
        is_method = is_method and len(arguments) == 1
    if is_method and arguments:
        values = [asked.owner, arguments[0]]
        is_turned = relation is Relation.MATCHES and (asked.name in _PATTERN_OWNS or not _is_pattern(asked))
        is_turned = is_turned and asked.name != "matches"
    elif len(arguments) >= 2:
        values = arguments[:2]
        is_turned = asked.name in _NEEDLE_FIRST or (relation is Relation.MATCHES and asked.name in _PATTERN_FIRST)
    else:
        return None
    if is_turned:
        values.reverse()
    left, right = operand(values[0]), operand(values[1])
    if is_strict:
        mode = Mode.STRICT
    is_constant_time = asked.name in _CONSTANT_TIME or (
        asked.name == "isequal" and joined(asked.owner) == "messagedigest"
    )
    return _atom(relation, left, right, mode, is_constant_time)


def _atom(relation: Relation, left: Operand, right: Operand, mode: Mode, is_constant_time: bool = False) -> Atom:
    if relation is Relation.EQUAL and left.text > right.text:
        left, right = right, left
    is_folded = left.is_folded or (right.is_folded and relation is Relation.EQUAL)
    return Atom(
        relation,
        left.text,
        right.text,
        mode=Mode.FOLDED if is_folded and mode is Mode.PLAIN else mode,
        is_constant_time=is_constant_time,
        is_normal=left.is_normal or right.is_normal,
        entries=left.entries if relation is Relation.HAS else None,
    )


def member(left: Sequence[Token], right: Sequence[Token], *, is_type: bool) -> Atom:
    """``left in right``, or ``left instanceof right``."""
    needle, hay = operand(left), operand(right)
    if is_type:
        return Atom(Relation.TYPE, needle.text, hay.text)
    folded = Mode.FOLDED if needle.is_folded else Mode.PLAIN
    return _atom(Relation.HAS, Operand(hay.text, hay.is_folded, hay.is_normal, None, hay.entries), needle, folded)


def result(asked: Sequence[Token], sign: str, other: Sequence[Token]) -> Answer | None:
    """What a call asks whose answer is compared: ``strpos(a, b) === 0``, ``strcmp(a, b) == 0``."""
    made = call(bare(asked))
    if made is None:
        return None
    answer = joined(bare(other))
    is_yes = sign in ("==", "===", "is")
    is_no = sign in ("!=", "!==", "<>", "is not")
    if made.name in _PLACES and (made.arguments and answer in ("0", "-1", "false", "none", "null")):
        return _placed(made, sign, answer)
    known = _called(made)
    if known is None or not (is_yes or is_no):
        return None
    atom, truth = known
    if made.name in _ORDERS:
        return (atom, is_yes) if answer == "0" else None
    if answer in ("1", "true") and atom.relation is not Relation.HOLDS:
        return atom, truth is is_yes
    if answer in ("0", "false") or (answer in _NOTHING and atom.relation is Relation.MATCHES):
        return (atom, truth is not is_yes) if atom.relation is not Relation.HOLDS else None
    return None


def _placed(made: Call, sign: str, answer: str) -> Answer | None:
    """Where a text stands in another: at the start, or anywhere."""
    is_equal, is_other = sign in ("==", "===", "is"), sign in ("!=", "!==", "<>", "is not")
    is_folded = made.name.startswith("strip")
    at = _pair(made, Relation.PREFIX, Mode.FOLDED if is_folded else Mode.PLAIN)
    within = _pair(made, Relation.HAS, Mode.FOLDED if is_folded else Mode.PLAIN)
    if at is None or within is None:
        return None
    if answer == "0":
        if is_equal or is_other:
            return at, is_equal
        return {">=": (within, True), "<": (within, False), ">": None}.get(sign)
    if is_equal or is_other:
        return within, is_other
    return (within, True) if sign == ">" and answer == "-1" else None


def compared(left: Sequence[Token], sign: str, right: Sequence[Token]) -> Answer:
    """What a comparison asks."""
    if sign in ("<", "<=", ">", ">="):
        return _ordered(left, sign, right)
    if sign in ("=~", "!~"):
        pattern_first = left[0].sort is Sort.PATTERN
        text, pattern = (right, left) if pattern_first else (left, right)
        return _atom(Relation.MATCHES, operand(text), operand(pattern), Mode.PLAIN), sign == "=~"
    is_yes = sign in ("==", "===", "is")
    mine, theirs = operand(left), operand(right)
    for one, other in ((mine, theirs), (theirs, mine)):
        if other.text in _NOTHING:
            return Atom(Relation.NULL, one.text), is_yes
        if other.text == '"undefined"' and one.text.startswith("typeof "):
            return Atom(Relation.NULL, one.text[7:]), is_yes
        if other.text in _EMPTIES:
            return Atom(Relation.HOLDS, one.text), not is_yes
        if other.number == 0 and one.text.startswith("len("):
            return Atom(Relation.HOLDS, one.text[4:-1]), not is_yes
    mode = Mode.STRICT if sign in ("===", "!==") else Mode.PLAIN
    return _atom(Relation.EQUAL, mine, theirs, mode), is_yes


def _ordered(left: Sequence[Token], sign: str, right: Sequence[Token]) -> Answer:
    """An order as ``left - right`` above or below a number, in one order of names."""
    one, mine = moved_constant(bare(left))
    two, theirs = moved_constant(bare(right))
    first, second = operand(one), operand(two)
    bound = theirs - mine
    names = [first.text, second.text]
    if first.number is not None:
        bound -= first.number
        names[0] = ""
    if second.number is not None:
        bound += second.number
        names[1] = ""
    is_above, is_yes = sign in (">", "<="), sign in (">", "<")
    if names[1] and (not names[0] or names[0] > names[1]):
        names.reverse()
        bound, is_above = -bound, not is_above
    if not names[1] and names[0].startswith("len(") and ((is_above and bound == 0) or (not is_above and bound == 1)):
        return Atom(Relation.HOLDS, names[0][4:-1]), is_yes is is_above
    return Atom(Relation.ABOVE if is_above else Relation.BELOW, names[0], names[1], bound or 0.0), is_yes
