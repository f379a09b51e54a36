"""Methods of texts, of which all, the ends or nothing may be known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

from workers.taint import constants, operators, strings
from workers.taint.constants import NoAnswer
from workers.taint.heap import Obj, State
from workers.taint.lattice import (
    BOOL,
    MOST_CONSTANTS,
    NOTHING,
    Args,
    Atom,
    Const,
    Text,
    Value,
    const,
    join_all,
    of,
    truth_of,
)
from workers.taint.machine import Site, key_of

TRUTHS = frozenset(
    "startswith endswith isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace "
    "istitle isupper".split()
)
_LISTS = frozenset(("split", "rsplit", "splitlines"))
_TRIPLES = frozenset(("partition", "rpartition"))
_SAME_ENDS = {"lower": str.lower, "upper": str.upper, "casefold": str.casefold, "swapcase": str.swapcase}
NAMES = (
    TRUTHS | _LISTS | _TRIPLES | constants.METHODS | constants.PADDING | {"format", "join", "format_map", "translate"}
)
"""Methods that texts have; none of them changes anything."""


def call(site: Site, atom: Const | Text, name: str, args: Args) -> Value:
    """``text.name(*args)``."""
    special = _SPECIAL.get(name)
    if special is not None:
        return special(site, of(atom), args)
    if isinstance(atom, Const):
        known = _computed(site, atom.value, name, args)
        if known is not None:
            return known
    elif (exact := _of_ends(site, atom, name, args)) is not None:
        return exact
    taint = site.taint(of(atom), *args.values)
    return _shape(site, name, atom, taint)


def _shape(site: Site, name: str, atom: Atom, taint: int) -> Value:
    """A result of which only the type is known."""
    some = strings.some_text(taint=taint)
    if name in TRUTHS:
        return BOOL
    if name in _LISTS:
        return site.make(Obj("list", rest=some))
    if name in _TRIPLES:
        return site.make(Obj("tuple", items=(some, some, some)))
    is_text = isinstance(atom, Text) or isinstance(getattr(atom, "value", None), str)
    if is_text and name in NAMES - {"encode", "count", "find", "rfind", "index", "rindex"}:
        return some
    return site.unknown(taint=taint)


def _computed(site: Site, constant: object, name: str, args: Args) -> Value | None:
    choices = [_plain_constants(value, site.state) for value in args.positional]
    named = {key: value.constants for key, value in args.named}
    if args.more is not None or None in choices or any(each is None or len(each) != 1 for each in named.values()):
        return None
    given = [each for each in choices if each is not None]
    combinations = list(product(*given))
    if len(combinations) > MOST_CONSTANTS:
        return None
    keywords = {key: each[0] for key, each in named.items() if each}
    try:
        results = [constants.method(constant, name, each, keywords) for each in combinations]
    except NoAnswer:
        return None
    return join_all(_lifted(site, result, number) for number, result in enumerate(results))


def _plain_constants(value: Value, state: State) -> tuple[object, ...] | None:
    """Constants, or one tuple of constants as ``startswith`` takes it."""
    if value.constants is not None:
        return value.constants
    obj = state.single(value, "tuple")
    if obj is None or not obj[1].exact:
        return None
    inner = [key_of(each) for each in obj[1].items]
    return (tuple(each.value for each in inner if each is not None),) if None not in inner else None


def _lifted(site: Site, result: object, number: int) -> Value:
    if isinstance(result, list | tuple):
        kind = "list" if isinstance(result, list) else "tuple"
        return site.make(Obj(kind, items=tuple(const(each) for each in result)), ("result", number))
    return const(result)


def _of_ends(site: Site, atom: Text, name: str, args: Args) -> Value | None:
    """What the known ends of a text decide."""
    first = key_of(args.get(0) or NOTHING)
    text = first.value if first is not None and isinstance(first.value, str) else None
    limit = key_of(args.get(1, "maxsplit") or NOTHING)
    once = limit is not None and limit.value == 1
    if name in _SAME_ENDS and not args.values:
        change = _SAME_ENDS[name]
        return of(Text(change(atom.prefix), change(atom.suffix), atom.taint))
    if text is None:
        return None
    if name in ("startswith", "endswith"):
        return truth_of(strings.begins(atom, text) if name == "startswith" else strings.ends(atom, text))
    if name in _TRIPLES or (once and name in ("split", "rsplit")):
        pair = strings.split_once(atom, text, from_right=name.startswith("r"))
        if pair is None:
            return None
        middle = () if name in ("split", "rsplit") else (const(text),)
        kind = "list" if name in ("split", "rsplit") else "tuple"
        return site.make(Obj(kind, items=(pair[0], *middle, pair[1])))
    if name == "split" and limit is None:
        known = tuple(strings.first_parts(atom, text))
        return site.make(Obj("list", items=known, rest=strings.some_text(taint=atom.taint)))
    if name == "removeprefix" and atom.prefix.startswith(text):
        return of(Text(atom.prefix[len(text) :], atom.suffix, atom.taint))
    if name == "removesuffix" and text and atom.suffix.endswith(text):
        return of(Text(atom.prefix, atom.suffix[: -len(text)], atom.taint))
    return None


def _join(site: Site, text: Value, args: Args) -> Value:
    known, rest = site.iterate(args.value(0))
    separator = key_of(text)
    if rest != NOTHING or separator is None or not isinstance(separator.value, str):
        taint = site.taint(text, rest, *known)
        return (
            strings.some_text(taint=taint)
            if separator is None or isinstance(separator.value, str)
            else site.unknown(taint=taint)
        )
    parts: list[Value] = []
    for element in known:
        parts.extend((text, element) if parts else (element,))
    return strings.concat(parts)


def _format(site: Site, text: Value, args: Args) -> Value:
    template = key_of(text)
    everything = site.taint(text, *args.values)
    if template is None or not isinstance(template.value, str) or args.more is not None:
        return strings.some_text(taint=everything)
    named = dict(args.named)
    parts: list[Value] = []
    number = 0
    try:
        for literal, name, specification, conversion in strings.format_fields(template.value):
            parts.append(const(literal))
            if name is None:
                continue
            position, number = (number, number + 1) if name == "" else (int(name) if name.isdigit() else -1, number)
            value = (
                named.get(name)
                if position < 0
                else args.positional[position]
                if position < len(args.positional)
                else None
            )
            if value is None or "{" in specification:
                return strings.some_text(taint=everything)
            parts.append(strings.field(operators.shown(site, value), specification, conversion, site.state))
    except NoAnswer:
        return strings.some_text(taint=everything)
    return strings.concat(parts)


def _format_map(site: Site, text: Value, args: Args) -> Value:
    obj = site.state.single(args.value(0), "dict")
    if obj is None or not obj[1].exact or obj[1].many:
        return strings.some_text(taint=site.taint(text, *args.values))
    return _format(site, text, Args(named=tuple((str(key.value), value) for key, value in obj[1].entries.items())))


_SPECIAL: Mapping[str, Callable[[Site, Value, Args], Value]] = {
    "join": _join,
    "format": _format,
    "format_map": _format_map,
}
