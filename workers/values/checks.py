"""Checks of values: calls whose answer, or whose return at all, tells that a value is harmless.

A check by name is believed (``is_safe_url(x)``, ``validate_name(x)``): what it really does is the business of who wrote
it. Whether the program does as the answer says is ours.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.syntax import text_of
from workers.values.domain import Args, Bound, External, Facts, Obj, Ref, Value
from workers.values.run import Run, key_of
from workers.values.state import State, cleaned

if TYPE_CHECKING:
    from tree_sitter import Node

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_CHECKS = frozenset(
    "safe valid validate validates validated allow allows allowed permit permits permitted trusted whitelist "
    "whitelisted allowlist allowlisted check checks checked verify verifies verified".split()
)
_CHECKED_URL = frozenset(("same_origin", "url_has_allowed_host_and_scheme"))
_VERB = re.compile(r"(?i)^_*(validate|check|verify)")
"""These may answer with an error as well as with a yes: either answer counts as one that was looked at."""
_REFUSAL = re.compile(
    r"(?i)(un(safe|trusted|permitted)|invalid|disallow|not_?(safe|valid|allow)|forbid|deny|denied|block)\w*$"
)
_NO_CHECK = re.compile(r"check_(output|call)$")
_LETTERS = frozenset("isalnum isalpha isdecimal isdigit isidentifier isnumeric".split())
_CONVERSIONS = frozenset(
    "builtins.int builtins.float uuid.UUID decimal.Decimal ipaddress.ip_address ipaddress.ip_network "
    "ipaddress.IPv4Address ipaddress.IPv6Address datetime.date.fromisoformat datetime.datetime.strptime "
    "datetime.datetime.fromisoformat".split()
)
"""What takes no text but one of a harmless form, and raises an error for all others."""
_HOSTS = frozenset(("netloc", "hostname"))
_MATCHES = frozenset(("match", "fullmatch"))
_ANYTHING = re.compile(r"(?<!\\)\.[*+]|\\[SD]|\[\^")


def told(run: Run, node: Node, function: Value, args: Args, value: Value, state: State) -> Value:
    """The value of a call, with what it tells of the arguments."""
    name = _name(node)
    if _is_conversion(function):
        state.learn(_harmless(state, *args.positional[:1]))
    elif name in _LETTERS:
        return _if_true(value, _harmless(state, *_receiver(function)))
    elif name in _MATCHES:
        return _if_true(value, _harmless(state, *_matched(function, args, state)))
    elif _NO_CHECK.search(name):
        return value
    elif _REFUSAL.search(name):
        return replace(value, no=(*value.no, *_harmless(state, *args.values)))
    elif name in _CHECKED_URL or _CHECKS.intersection(word.lower() for word in _WORDS.findall(name)):
        return _checked(node, args, value, state)
    del run
    return value


def part_of_url(ref: Ref, made: Obj, name: str, state: State) -> Value:
    """``parts.netloc`` and the like. An address without a host leads nowhere else."""
    value = Value(frozenset((Bound(Value(frozenset((ref,))), name),)), unknown=True, taint=made.rest.taint)
    return replace(value, no=_harmless(state, *made.items)) if name in _HOSTS else value


def host_compared(value: Value, state: State, gone: int) -> Facts:
    """What it tells of addresses that ``value``, their host, is equal to something of the program's own."""
    found = [
        made.items[0]
        for atom in value.atoms
        if isinstance(atom, Bound) and atom.method in _HOSTS
        for _, made in state.objects(atom.receiver, "url")
    ]
    return tuple((each.symbol, cleaned(state.resolved(each), state, gone)) for each in found if each.symbol)


def _name(node: Node) -> str:
    function = node.child_by_field_name("function")
    attribute = function.child_by_field_name("attribute") if function is not None else None
    return text_of(attribute or function)


def _checked(node: Node, args: Args, value: Value, state: State) -> Value:
    facts = _harmless(state, *args.values)
    statement = node.parent
    while statement is not None and statement.type == "await":
        statement = statement.parent
    if statement is not None and statement.type == "expression_statement":
        state.learn(facts)  # a check that nobody asks for its answer raises an error
        return value
    found = _if_true(value, facts)
    if _VERB.search(_name(node)):
        found = replace(found, no=(*found.no, *facts))
    # The answer may be the checked value itself.
    return cleaned(found, state) if value.unknown else found


def _if_true(value: Value, facts: Facts) -> Value:
    return replace(value, yes=(*value.yes, *facts))


def _harmless(state: State, *values: Value) -> Facts:
    return tuple((value.symbol, cleaned(value, state)) for value in values if value.symbol)


def _receiver(function: Value) -> tuple[Value, ...]:
    return tuple(atom.receiver for atom in function.atoms if isinstance(atom, Bound))


def _is_conversion(function: Value) -> bool:
    return bool(function.atoms) and all(
        isinstance(atom, External) and atom.name in _CONVERSIONS for atom in function.atoms
    )


def _matched(function: Value, args: Args, state: State) -> tuple[Value, ...]:
    """The text that a regular expression was tried on, unless the expression lets anything through."""
    atom = function.only
    if isinstance(atom, External) and atom.name in ("re.match", "re.fullmatch"):
        pattern, text, name = args.get(0), args.get(1), atom.name
    else:
        made = next((made for value in _receiver(function) for _, made in state.objects(value, "pattern")), None)
        pattern = made.items[0] if made is not None else None
        text, name = args.get(0), "match"
        if any(isinstance(each, Bound) and each.method == "fullmatch" for each in function.atoms):
            name = "fullmatch"
    known = key_of(pattern) if pattern is not None else None
    if text is None or (known is not None and not _is_strict(str(known.value), whole=name.endswith("fullmatch"))):
        return ()
    return (text,)


def _is_strict(pattern: str, *, whole: bool) -> bool:
    ended = whole or pattern.rstrip(")").endswith(("$", r"\Z", r"\z"))
    return ended and not _ANYTHING.search(pattern)
