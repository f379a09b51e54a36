"""What stands around a definition or a route: decorators, annotations, attributes, filters, middleware; and what the
body of a class declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tree_sitter import Node

from bot.knowledge import protection as words
from workers.checks.guards.grammar import Grammar
from workers.checks.guards.model import Protection, Way
from workers.checks.guards.syntax import (
    argument_text,
    arguments_of,
    callee,
    first_part,
    is_short,
    line_of,
    lines,
    parts,
    receiver,
    squeezed,
    text_of,
    unwrapped,
)

_LONGEST_VALUE = 600
"""Characters of a declared value that are kept."""
_ROUTES = re.compile(
    r"^(?:get|post|put|patch|delete|del|head|options|all|use|any|match|route|resource|apiResource|Get|Post|Put|Patch"
    r"|Delete|Head|Options|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|Any|Handle|HandleFunc|Method|MethodFunc|Group|group"
    r"|Route|register|addRoute|add_url_rule|add_route|path|re_path|url|mount|Mount|PathPrefix|on|command|mutation|query)$"
)
"""Calls that take a path and what answers it."""
_LINKS = re.compile(
    r"^(?:With|Use|middleware|withMiddleware|withoutMiddleware|can|guard|Before|before|Middlewares?|applyMiddleware|wrap"
    r"|preHandler|addMiddleware|Filter|filter)$"
)
"""Links of a chain that put something in front of a route: ``r.With(auth).Get("/x", show)``."""
_ROUTERS = re.compile(
    r"(?i)route|router|app\b|mux|api|server|group|^r$|^e$|^g$|^v\d$|fastify|engine|\$app|\$group|\$r\b"
)
"""Names of what routes are put on."""
_STANDING = re.compile(r"^(?:use|Use|add_middleware|addMiddleware|use_middleware|UseBefore|addHook|pipe)$")
"""Calls by which something comes to stand in front of all routes after them."""
_HANDLER_TYPES = re.compile(r"^(?:HandlerFunc|Handler|handlerFunc|asyncHandler|catchAsync|wrapAsync|as_view|func)$")
_FUNCTIONS = frozenset(
    {"arrow_function", "function_expression", "function", "generator_function", "func_literal", "lambda"}
    | {"anonymous_function", "lambda_expression"}
)
_STRINGS = frozenset(
    {
        "string",
        "template_string",
        "interpreted_string_literal",
        "raw_string_literal",
        "encapsed_string",
        "string_literal",
    }
    | {"regex", "simple_symbol"}
)
_ARRAYS = frozenset({"array", "list", "array_creation_expression", "tuple"})
_NAMES = frozenset({"identifier", "member_expression", "selector_expression", "attribute", "name", "scope_resolution"})
_LIST_OF_DECORATORS = frozenset({"attribute_list", "attribute_group", "modifiers"})
_LAST_NAME = re.compile(r"[\w?!$]+$")


def decorators(node: Node, grammar: Grammar) -> list[Node]:
    """The decorators, annotations or attributes of a definition, wherever the grammar puts them, in order."""
    if not grammar.decorators:
        return []
    found = list(_direct(node, grammar))
    parent = node.parent
    if parent is not None and parent.type in ("decorated_definition", "export_statement"):
        found += _direct(parent, grammar)
    before = node.prev_named_sibling  # TypeScript's stand beside the method
    while before is not None and before.type in grammar.decorators:
        found.append(before)
        before = before.prev_named_sibling
    return sorted(set(found), key=lambda child: child.start_byte)


def _direct(node: Node, grammar: Grammar) -> Iterator[Node]:
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        if child.type in grammar.decorators:
            yield child
        elif child.type in _LIST_OF_DECORATORS:
            waiting.extend(reversed(child.children))


def wrapped_by(node: Node, grammar: Grammar) -> list[Protection]:
    """What decorators make of a definition, and what the framework is asked for in its parameters."""
    return [_decorator(child) for child in decorators(node, grammar)] + list(_parameters(node, grammar))


def _decorator(node: Node, owner: str = "") -> Protection:
    text = line_of(node).lstrip("@").removeprefix("#[").removesuffix("]")
    path, _, arguments = text.partition("(")
    return Protection(Way.WRAPS, text, *lines(node), _last(path), arguments.removesuffix(")"), owner=owner)


def _last(path: str) -> str:
    match = _LAST_NAME.search(path.strip()[-120:])
    return match.group() if match else ""


_DEFAULT_THAT_ASKS = re.compile(r"^(?:Depends|Security|Inject|Provide|Authorization|Header|Cookie)$")


def _parameters(node: Node, grammar: Grammar) -> Iterator[Protection]:
    """``@Valid Order order``, and what FastAPI calls before the function: ``user=Depends(current_user)``."""
    given = node.child_by_field_name("parameters")
    if given is None:
        return
    for parameter in parts(given):
        name = line_of(parameter.child_by_field_name("name") or parameter.child_by_field_name("pattern"))
        for child in _direct(parameter, grammar):
            yield _decorator(child, name)
        value = parameter.child_by_field_name("value")
        if value is not None and value.type == "call" and _DEFAULT_THAT_ASKS.match(callee(value)):
            yield _call(value, owner=name or line_of(first_part(parameter)))


def _call(node: Node, *, owner: str) -> Protection:
    """A call that wraps: of ``Depends(get_user)`` and ``auth(handler)`` the whole, by the name of what wraps."""
    name, given = callee(node), arguments_of(node)
    if _DEFAULT_THAT_ASKS.match(name) and given:
        name = _last(line_of(given[0]).partition("(")[0]) or name
    return Protection(Way.WRAPS, line_of(node), *lines(node), name, argument_text(node), owner=owner)


def links(call: Node, grammar: Grammar) -> list[Node]:
    """The calls of one chain, the last first: ``b`` and ``a`` of ``x.a(1).b(2)``."""
    found: list[Node] = []
    node: Node | None = call
    while node is not None and len(found) < 40:
        if node.type in grammar.calls:
            found.append(node)
        inner = node.child_by_field_name("function") or node
        node = next(
            (
                part
                for field in ("object", "receiver", "operand", "scope")
                if (part := inner.child_by_field_name(field)) is not None
            ),
            None,
        )
    return found


def of_route(statement: Node, grammar: Grammar) -> list[Protection]:
    """The middleware that a statement puts in front of the routes that it registers."""
    call = unwrapped(statement)
    if call.type in ("lexical_declaration", "short_var_declaration", "assignment_expression", "assignment"):
        call = unwrapped(_value(call) or call)
    if call.type not in grammar.calls:
        return []
    found: list[Protection] = []
    for link in reversed(links(call, grammar)):
        name = callee(link)
        if _LINKS.match(name) and _is_on_router(link):
            found += [each for given in arguments_of(link) for each in _handed_on(given, f"{name}")]
        elif _ROUTES.match(name):
            found += _middleware(link, name)
    return found


def _value(node: Node) -> Node | None:
    if node.type == "lexical_declaration":
        declarator = first_part(node)
        return declarator.child_by_field_name("value") if declarator is not None else None
    return node.child_by_field_name("right")


def _is_on_router(link: Node) -> bool:
    on = receiver(link)
    return bool(_ROUTERS.search(on[:200])) or callee(link) in ("With", "middleware", "withoutMiddleware")


def _middleware(link: Node, name: str) -> Iterator[Protection]:
    """What stands between the path and the handler, or around the handler."""
    given = arguments_of(link)
    if len(given) < 2 or given[0].type not in _STRINGS:
        return
    for index, argument in enumerate(given[1:], 1):
        is_last = index == len(given) - 1
        if argument.type in _FUNCTIONS or argument.type in _STRINGS:
            continue
        if argument.type in _NAMES and is_last and not words.MIDDLEWARE.search(_last(line_of(argument))):
            continue
        if argument.type in _ARRAYS and is_last and len(given) == 2:
            continue  # Laravel's [Controller::class, "method"]
        yield from _handed_on(argument, name)


def _handed_on(argument: Node, owner: str) -> Iterator[Protection]:
    if not is_short(argument):
        return
    if argument.type in _ARRAYS:
        for child in parts(argument):
            inner = first_part(child) if child.type == "array_element_initializer" else child
            if inner is not None:
                yield from _handed_on(inner, owner)
        return
    text = line_of(argument)
    if argument.type in _NAMES or argument.type in _STRINGS:
        yield Protection(Way.WRAPS, text, *lines(argument), _last(text.strip('"').partition(":")[0]), owner=owner)
        return
    seen = 0
    inner_: Node | None = argument
    while inner_ is not None and child_is_call(inner_) and seen < 8:
        if not _HANDLER_TYPES.match(callee(inner_)):
            yield _call(inner_, owner=owner)
        inner_ = next((child for child in arguments_of(inner_) if child_is_call(child)), None)
        seen += 1


def child_is_call(node: Node) -> bool:
    return node.type in (
        "call_expression",
        "call",
        "method_invocation",
        "function_call_expression",
        "new_expression",
    ) or (node.type in ("member_call_expression", "scoped_call_expression", "object_creation_expression"))


def standing(statement: Node, grammar: Grammar) -> list[Protection]:
    """What a statement puts in front of all that is registered after it: ``app.use(requireLogin)``."""
    call = unwrapped(statement)
    if call.type not in grammar.calls or not _STANDING.match(callee(call)):
        return []
    given = arguments_of(call)
    if not given or given[0].type in _STRINGS - {"simple_symbol"} or not receiver(call):
        return []
    return [
        each for argument in given if argument.type not in _FUNCTIONS for each in _handed_on(argument, callee(call))
    ]


def declared_by(member: Node, grammar: Grammar) -> Iterator[Protection]:
    """What one statement of a class's body declares: fields with their values, and calls that configure the class."""
    inner = unwrapped(member)
    if inner.type in grammar.calls:
        yield from _configured(inner)
        return
    for node in _fields(inner):
        name = node.child_by_field_name("name") or node.child_by_field_name("property")
        name = name or node.child_by_field_name("left") or first_part(node)
        value = node.child_by_field_name("value") or node.child_by_field_name("right")
        value = value or node.child_by_field_name("default_value") or node.child_by_field_name("tag")
        if value is None and node.type == "const_element" and len(parts(node)) > 1:
            value = parts(node)[-1]
        key = _last(line_of(name).lstrip("$@"))
        if name is None or value is None or not key or value.type in _FUNCTIONS:
            continue
        shown = squeezed(text_of(value) or (value.text or b"")[:400].decode("utf-8", "replace"))[:_LONGEST_VALUE]
        yield Protection(Way.DECLARES, f"{key}={shown}", *lines(node), key, shown)
    for child in _direct(inner, grammar):
        yield _decorator(child, _field_name(inner))


def _field_name(member: Node) -> str:
    field = next(iter(_fields(member)), None)
    name = field.child_by_field_name("name") or field.child_by_field_name("property") if field is not None else None
    return line_of(name)


_FIELDS = frozenset(
    {"assignment", "variable_declarator", "public_field_definition", "field_definition", "property_element"}
    | {"const_element", "field_declaration", "operator_assignment"}
)


def _fields(member: Node) -> list[Node]:
    if member.type in _FIELDS and member.type != "field_declaration":
        return [member]
    inner = [child for child in parts(member) if child.type in _FIELDS]
    if member.type == "field_declaration_list":
        return inner
    return inner or ([member] if member.type == "field_declaration" else [])


def _configured(call: Node) -> Iterator[Protection]:
    """A call in a class's body: by the symbols that it names, ``before_action :sign_in, only: :show``."""
    name = callee(call)
    text = _with_arguments(call)
    named = [child for child in arguments_of(call) if child.type in ("simple_symbol", "string", "constant")]
    value = argument_text(call)[:_LONGEST_VALUE]
    if not named:
        yield Protection(Way.WRAPS, text, *lines(call), name, value, owner=name)
    for child in named:
        key = _last(line_of(child).strip('"'))
        others = _others(call, named)
        shown = f"{name} {line_of(child)}{',' + others if others else ''}"
        yield Protection(Way.WRAPS, shown, *lines(call), key, others, owner=name)


def _others(call: Node, named: Iterable[Node]) -> str:
    known = {child.id for child in named}
    return ",".join(line_of(child) for child in arguments_of(call) if child.id not in known)[:_LONGEST_VALUE]


def _with_arguments(call: Node) -> str:
    block = call.child_by_field_name("block")
    text = line_of(call)
    if not text or (block is not None and block.end_byte - block.start_byte > 200):
        return f"{callee(call)}({argument_text(call)})"[:_LONGEST_VALUE]
    return text[:_LONGEST_VALUE]
