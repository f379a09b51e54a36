"""Checks of values: calls whose answer, or whose return at all, tells that a value is harmless.

No name is believed. A function of the file is judged by its body; one of a library by its row in
``rules/_shared/python/validators.yaml``, under its qualified name. A function that only sounds like a check or a
cleaner (``is_safe_url(x)``, ``sanitize(x)``) proves nothing: the data keeps its kinds and loses the second bit of each
(:attr:`~workers.taint.machine.Question.certain`), so its flow has low confidence.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace

from tree_sitter import Node

from bot.knowledge.protection import CHECK_NAMES, CHECKING_VERB, CLEANER_NAMES, REFUSING_ANSWER
from workers.reading.syntax import text_of
from workers.taint.heap import EVERYBODY, Obj, State, cleaned
from workers.taint.machine import Machine, Site, key_of
from workers.taint.values import Args, Atom, Bound, External, Facts, Function, Ref, Value

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_OF_TEXTS = frozenset((*dir(str), *dir(bytes)))
"""Methods that everybody knows: ``x.strip()`` and ``x.encode()`` are no cleaners."""
_LETTERS = frozenset("isalnum isalpha isdecimal isdigit isidentifier isnumeric".split())
_HOSTS = frozenset(("netloc", "hostname"))
_MATCHES = frozenset(("match", "fullmatch"))
_ANYTHING = re.compile(r"(?<!\\)\.[*+]|\\[SD]|\[\^")
_LOOKS = frozenset(("comparison_operator", "if_statement", "conditional_expression", "assert_statement"))


def annotate(site: Site, function: Value, args: Args, value: Value) -> Value:
    """The value of a call, with the facts that the call establishes about its arguments."""
    name = _name(site.node)
    if name in _LETTERS:
        return _if_true(value, _harmless(site.state, *_receiver(function)))
    if name in _MATCHES:
        return _matched(site, function, args, value)
    return _validated(site, function, args, value)


def part_of_url(ref: Ref, obj: Obj, name: str, state: State) -> Value:
    """A part of a parsed address. Where its host is empty, the address is harmless: it stays on the same host."""
    value = Value(frozenset((Bound(Value(frozenset((ref,))), name),)), unknown=True, taint=obj.rest.taint)
    return replace(value, no=_harmless(state, *obj.items)) if name in _HOSTS else value


def host_compared(value: Value, state: State, gone: int) -> Facts:
    """Facts where ``value`` equals something of the program's own: if it is the host of an address, e.g.
    ``urlparse(x).netloc``, the address is harmless."""
    found = [
        obj.items[0]
        for atom in value.atoms
        if isinstance(atom, Bound) and atom.method in _HOSTS
        for _, obj in state.objects(atom.receiver, "url")
    ]
    return tuple((each.symbol, cleaned(state.resolved(each), state, gone)) for each in found if each.symbol)


def _name(node: Node) -> str:
    function = node.child_by_field_name("function")
    attribute = function.child_by_field_name("attribute") if function is not None else None
    return text_of(attribute or function)


def _validated(site: Site, function: Value, args: Args, value: Value) -> Value:
    known = {_known(site.machine, atom) for atom in function.atoms} if function.atoms else {""}
    kind = known.pop() if len(known) == 1 else ""
    if kind == "true":
        return _if_true(value, _harmless(site.state, *args.values))
    if kind == "false":
        return _if_false(value, _harmless(site.state, *args.values))
    if kind == "return":
        site.state.learn(_harmless(site.state, *args.values))
        return value
    return value if kind else _by_name(site, function, args, value)


def _known(machine: Machine, atom: Atom) -> str:
    """What the data says of the function: of its name, or of the nearest package around it; nothing where it is new."""
    if not isinstance(atom, External):
        return ""
    name = atom.name
    while name:
        if name in machine.question.validators:
            return machine.question.validators[name]
        name = name.rpartition(".")[0]
    top = atom.name.partition(".")[0]
    return "nothing" if top == "builtins" or top in sys.stdlib_module_names else ""


def _by_name(site: Site, function: Value, args: Args, value: Value) -> Value:
    """A name that sounds like a check or a cleaner: doubt, where the program asks for the answer.

    A function of the file is such a one only where its body looks at something in a way that was not understood.
    """
    name, gone = _name(site.node), site.machine.question.certain
    words = {word.lower() for word in _WORDS.findall(name)}
    is_check, refuses = not words.isdisjoint(CHECK_NAMES), REFUSING_ANSWER.search(name) is not None
    if name in _OF_TEXTS or not gone or not (is_check or refuses or not words.isdisjoint(CLEANER_NAMES)):
        return value
    own = site.node.id in site.machine.followed
    if own and not all(_looks_at_something(atom) for atom in function.atoms):
        return value
    facts = _harmless(site.state, *args.values, gone=gone)
    if _is_statement(site.node):
        if own:
            site.state.learn(facts)
        return value  # an unknown function whose answer nobody asks for is as likely to log as to raise an error
    if refuses:
        return _if_false(value, facts)
    if is_check:
        value = _if_true(value, facts)
        value = _if_false(value, facts) if CHECKING_VERB.search(name) else value
    # The answer may be the checked value itself.
    return cleaned(value, site.state, gone) if value.unknown or own else value


def _is_statement(node: Node) -> bool:
    parent = node.parent
    while parent is not None and parent.type == "await":
        parent = parent.parent
    return parent is not None and parent.type == "expression_statement"


def _looks_at_something(atom: Atom) -> bool:
    """Whether the function's body has a condition, e.g. an ``if`` or a comparison."""
    function = atom.method if isinstance(atom, Bound) else atom
    if not isinstance(function, Function):
        return False
    waiting = [function.node]
    while waiting:
        node = waiting.pop()
        if node.type in _LOOKS:
            return True
        waiting.extend(node.named_children)
    return False


def _if_true(value: Value, facts: Facts) -> Value:
    return replace(value, yes=(*facts, *value.yes))  # the last fact counts: what a body proved is more than a name


def _if_false(value: Value, facts: Facts) -> Value:
    return replace(value, no=(*facts, *value.no))


def _harmless(state: State, *values: Value, gone: int = EVERYBODY) -> Facts:
    return tuple((value.symbol, cleaned(state.resolved(value), state, gone)) for value in values if value.symbol)


def _receiver(function: Value) -> tuple[Value, ...]:
    return tuple(atom.receiver for atom in function.atoms if isinstance(atom, Bound))


def _matched(site: Site, function: Value, args: Args, value: Value) -> Value:
    """A match of a regular expression: it checks its text if the expression lets only harmless texts through; if the
    expression is not known, it is a check by name alone."""
    atom = function.only
    if isinstance(atom, External) and atom.name in ("re.match", "re.fullmatch"):
        pattern, text, name = args.get(0), args.get(1), atom.name
    else:
        obj = next((obj for each in _receiver(function) for _, obj in site.state.objects(each, "pattern")), None)
        pattern = obj.items[0] if obj is not None else None
        text, name = args.get(0), "match"
        if any(isinstance(each, Bound) and each.method == "fullmatch" for each in function.atoms):
            name = "fullmatch"
    known = key_of(pattern) if pattern is not None else None
    if text is None:
        return value
    if known is None:
        return _if_true(value, _harmless(site.state, text, gone=site.machine.question.certain))
    is_strict = _is_strict(str(known.value), whole=name.endswith("fullmatch"))
    return _if_true(value, _harmless(site.state, text)) if is_strict else value


def _is_strict(pattern: str, *, whole: bool) -> bool:
    ended = whole or pattern.rstrip(")").endswith(("$", r"\Z", r"\z"))
    return ended and not _ANYTHING.search(pattern)
