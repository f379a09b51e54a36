"""What stands in front of routes and blocks: middleware, router groups, filters, functions around a handler."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from bot.knowledge import protection as words
from workers.checks.guards.contents import CALLBACKS
from workers.checks.guards.grammar import Grammar
from workers.checks.guards.model import Protection, Way
from workers.checks.guards.syntax import (
    argument_text,
    arguments_of,
    callee,
    first_part,
    is_short,
    last_name,
    line_of,
    lines,
    parts,
    receiver,
    unwrapped,
)

_LONGEST_VALUE = 600
"""Characters of what a wrapper is given that are kept."""
_MOST_LINKS = 40
"""Of one chain of calls; and"""
_MOST_WRAPPERS = 8
"""of functions around one handler."""
_ROUTES = re.compile(
    r"^(?:get|post|put|patch|delete|del|head|options|all|use|any|match|route|resource|apiResource|Get|Post|Put|Patch"
    r"|Delete|Head|Options|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|Any|Handle|HandleFunc|Method|MethodFunc|Group|group"
    r"|Route|register|addRoute|add_url_rule|add_route|path|re_path|url|mount|Mount|on|command|mutation|query)$"
)
"""Calls that take a path and what answers it: of Express, Fastify, chi, gin, echo, net/http, Laravel, Django."""
_LINKS = re.compile(
    r"^(?:With|Use|middleware|withMiddleware|can|guard|Before|before|Middlewares?|applyMiddleware|wrap|preHandler"
    r"|addMiddleware|Filter|filter)$"
)
"""Links of a chain that put something in front of a route: ``r.With(auth).Get("/x", show)``."""
_SURE_LINKS = frozenset({"With", "middleware", "withMiddleware"})
_ROUTERS = re.compile(
    r"(?i)route|router|app\b|mux|api|server|group|^r$|^e$|^g$|^v\d$|fastify|engine|\$app|\$group|\$r\b"
)
"""Names of what routes are put on."""
_STANDING = re.compile(r"^(?:use|Use|add_middleware|addMiddleware|use_middleware|addHook|pipe|middleware)$")
"""Calls by which something comes to stand in front of all that is registered after it."""
_FILTERS = re.compile(r"^(?:(?:prepend_|append_)?before(?:_\w+)?|around(?:_\w+)?)$")
"""The same in Ruby: Rails, Sinatra, Grape."""
_HANDLER_TYPES = re.compile(r"^(?:HandlerFunc|Handler|handlerFunc|asyncHandler|catchAsync|wrapAsync|as_view|func)$")
"""Calls around a handler that change its type alone."""
STRINGS = frozenset(
    "string template_string interpreted_string_literal raw_string_literal encapsed_string string_literal regex".split()
)
_ARRAYS = frozenset({"array", "list", "array_creation_expression", "tuple"})
_NAMES = frozenset("identifier member_expression selector_expression attribute name scope_resolution constant".split())
_SYMBOLS = frozenset({"simple_symbol"})
_CALLS = frozenset(
    "call_expression call method_invocation function_call_expression new_expression member_call_expression "
    "scoped_call_expression object_creation_expression".split()
)
_ASSIGNING = frozenset({"short_var_declaration", "assignment_expression", "assignment", "assignment_statement"})


def links(call: Node) -> list[Node]:
    """The calls of one chain, the last first: ``b`` and ``a`` of ``x.a(1).b(2)``."""
    found: list[Node] = []
    node: Node | None = call
    while node is not None and len(found) < _MOST_LINKS:
        if node.type in _CALLS:
            found.append(node)
        inner = node.child_by_field_name("function") or node
        fields = ("object", "receiver", "operand", "scope")
        node = next((part for field in fields if (part := inner.child_by_field_name(field)) is not None), None)
    return found


def of_route(statement: Node, grammar: Grammar) -> list[Protection]:
    """What a statement puts in front of the routes or the functions that it registers."""
    call = unwrapped(statement)
    if call.type == "lexical_declaration":
        declarator = first_part(call)
        call = (declarator.child_by_field_name("value") if declarator is not None else None) or call
    elif call.type in _ASSIGNING:
        call = call.child_by_field_name("right") or call
    call = unwrapped(call)
    if call.type not in grammar.calls:
        return []
    found: list[Protection] = []
    for link in reversed(links(call)):
        name = callee(link)
        if _LINKS.match(name) and (name in _SURE_LINKS or _ROUTERS.search(receiver(link)[:200])):
            found += [each for given in arguments_of(link) for each in _handed_on(given, name)]
        elif _ROUTES.match(name):
            found += _middleware(link, name)
        else:
            found += _around(link, name)
    return found


def _middleware(link: Node, name: str) -> Iterator[Protection]:
    """What stands between the path and the handler, or around the handler."""
    given = arguments_of(link)
    if len(given) < 2 or given[0].type not in STRINGS:
        return
    for index, argument in enumerate(given[1:], 1):
        is_last = index == len(given) - 1
        if argument.type in CALLBACKS or argument.type in STRINGS:
            continue
        if argument.type in _NAMES and is_last and not words.MIDDLEWARE.search(last_name(line_of(argument))):
            continue
        if argument.type in _ARRAYS and is_last and len(given) == 2:
            continue  # Laravel's [Controller::class, "method"]
        yield from _handed_on(argument, name)


def _around(call: Node, name: str) -> Iterator[Protection]:
    """A call with a function or a block that it only runs if it agrees: ``requireLogin(async (request) => { … })``."""
    given = arguments_of(call)
    block = call.child_by_field_name("block")
    if block is None and not any(argument.type in CALLBACKS for argument in given):
        return
    plain = name.rstrip("!?")
    if words.MIDDLEWARE.search(plain) or (words.SURE_CALL.match(plain) and not words.NO_CHECK.search(plain)):
        value = ",".join(line_of(argument) for argument in given if argument.type not in CALLBACKS)[:_LONGEST_VALUE]
        yield Protection(Way.WRAPS, f"{name}({value})", *_head(call), name, value, owner="around")


def _head(call: Node) -> tuple[int, int]:
    first = lines(call)[0]
    return first, first


def _handed_on(argument: Node, owner: str) -> Iterator[Protection]:
    """What an argument puts in front: its name, its entries, the calls around a handler from the outermost."""
    waiting: list[Node | None] = [argument]
    seen = 0
    while waiting and seen < _MOST_LINKS:
        inner = waiting.pop()
        seen += 1
        if inner is None or not is_short(inner):
            continue
        if inner.type in _ARRAYS:
            entries = [first_part(child) if "element" in child.type else child for child in parts(inner)]
            waiting.extend(reversed(entries))
        elif inner.type in _CALLS:
            yield from _calls_around(inner, owner)
        elif inner.type in _NAMES or inner.type in STRINGS or inner.type in _SYMBOLS:
            text = line_of(inner)
            name = last_name(text.strip('"').partition(":")[0]) or last_name(text)
            yield Protection(Way.WRAPS, text, *lines(inner), name, owner=owner)


def _calls_around(call: Node, owner: str) -> Iterator[Protection]:
    inner: Node | None = call
    for _ in range(_MOST_WRAPPERS):
        if inner is None:
            return
        if not _HANDLER_TYPES.match(callee(inner)):
            value = argument_text(inner)[:_LONGEST_VALUE]
            yield Protection(Way.WRAPS, line_of(inner), *lines(inner), callee(inner), value, owner=owner)
        inner = next((child for child in arguments_of(inner) if child.type in _CALLS), None)


def standing(call: Node, language: str) -> Sequence[Protection]:
    """What a call puts in front of all that is registered after it: ``app.use(requireLogin)``, ``before { … }``."""
    if call.type not in _CALLS:
        return []
    name, given = callee(call), arguments_of(call)
    if language == "ruby" and _FILTERS.match(name) and not receiver(call):
        return filters(call)
    if not given or not _STANDING.match(name) or (not receiver(call) and language != "ruby"):
        return []
    of_controller = name == "middleware" and receiver(call) == "$this"  # Laravel
    if (given[0].type in STRINGS or name == "middleware") and not of_controller:
        return []  # only in front of one path: an operation of its own
    return [each for argument in given for each in _handed_on(argument, name)]


def filters(call: Node) -> list[Protection]:
    """What a Ruby filter puts in front, by its symbols: ``before_action :sign_in, only: :show``; or its block."""
    name, given = callee(call), arguments_of(call)
    if any(child.type in ("method", "singleton_method") for child in given):  # private def sign_in
        return []
    block = call.child_by_field_name("block")
    named = [child for child in given if child.type in ("simple_symbol", "string", "constant")]
    others = ",".join(line_of(child) for child in given if child not in named)[:_LONGEST_VALUE]
    if block is not None and not named:
        value = line_of(block)[:_LONGEST_VALUE]
        return [Protection(Way.WRAPS, f"{name} {value}", *lines(call), name, value, owner=name)]
    if not named:
        return [Protection(Way.WRAPS, line_of(call) or name, *lines(call), name, others, owner=name)]
    after = f",{others}" if others else ""
    return [
        Protection(
            Way.WRAPS,
            f"{name} {line_of(child)}{after}",
            *lines(call),
            last_name(line_of(child).strip('"')),
            others,
            owner=name,
        )
        for child in named
    ]


_LISTED = re.compile(r"\b(only|except): ?(\[[^\]]*\]|%i\[[^\]]*\]|:\w+[?!]?)")


def covers(protection: Protection, action: str) -> bool | None:
    """Whether a filter of a controller in Ruby stands in front of an action, by its ``only`` or ``except``.

    ``None`` where it lists no actions. ``before_action :sign_in, only: [:edit]`` covers ``edit`` and nothing else.
    """
    match = _LISTED.search(protection.value or protection.text)
    if match is None:
        return None
    is_named = action in re.findall(r"[\w?!]+", match.group(2))
    return is_named == (match.group(1) == "only")
