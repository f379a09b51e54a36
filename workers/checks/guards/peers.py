"""Pieces of code that have others of their sort beside them: handlers of a module, methods of a class, routes of a table.

Two peers of one ``group`` are siblings: they stand in the same class, module or ``switch`` and have the same shape, for
example functions that take ``(request, pk)``, methods with ``@GetMapping``, calls of ``router.post``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from tree_sitter import Node

from workers.checks.guards import grammar
from workers.reading.syntax import text_of


class Sort(Enum):
    """What kind of peer it is, in the word that people read."""

    HANDLER = "handler"
    """A definition that takes a request or is declared for a route: ``def delete(request, pk)``, ``@app.route("/x")``."""
    METHOD = "method"
    """Any other public method of a class."""
    FUNCTION = "function"
    """Any other public function of a module."""
    ENTRY = "entry"
    """A named value that is a function in calls: ``remove: authed(async (input) => …)``."""
    ROUTE = "route"
    """A call that registers a handler: ``router.post("/users", requireLogin, create)``."""
    CASE = "case"
    """A branch of a ``switch``."""
    CLASS = "class"
    """A class with a base class: ``class Servers(APIView)``."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One piece of code. Lines count from 1."""

    sort: Sort
    name: str
    """As people call it: ``delete_server``, ``post "/users"``, ``case "delete"``."""
    scope: str
    """The qualified name of the definition that it is, or that it stands in."""
    group: str
    node: Node
    """All of it, from its first decorator."""
    line: int
    """Its own first line: that of the name, not of a decorator."""
    language: str

    @property
    def end_line(self) -> int:
        return int(self.node.end_point.row) + 1

    @property
    def first_line(self) -> int:
        return int(self.node.start_point.row) + 1


_CLASSES = frozenset(
    "class_definition class_declaration class interface_declaration enum_declaration record_declaration module"
    " trait_declaration type_spec".split()
)
_FUNCTIONS = frozenset(
    "function_definition function_declaration generator_function_declaration method_definition arrow_function"
    " function_expression generator_function method_declaration constructor_declaration method singleton_method"
    " anonymous_function".split()
)
_CASES = frozenset("case_clause switch_case expression_case switch_block_statement_group when case_statement".split())
_SWITCHES = frozenset(
    "match_statement switch_statement expression_switch_statement switch_expression case".split()
)
_NAMED_VALUES = frozenset({"pair", "variable_declarator", "assignment_expression", "public_field_definition"})
_NAME_FIELDS = {"pair": "key", "assignment_expression": "left"}

ROUTING = re.compile(
    r"(?i)^(?:get|post|put|patch|delete|del|head|options|all|any|match|map|route|\w*mapping|api_?view|action|expose|path"
    r"|re_path|url|websocket\w*|view_config|add_(?:url_rule|route|get|post|put|delete|api_route)|handle(?:func|r)?|method"
    r"|endpoint|rpc|resource)$"
)
"""Decorators and calls that put a function in front of the network, as the common frameworks name them."""
RESOLVING = re.compile(r"(?i)^(?:query|mutation|subscription|resolve\w*|message\w*pattern|grpcmethod|subscribe\w*)$")
"""Decorators of GraphQL and messages."""
_REQUEST = re.compile(
    r"(?i)^[_*&$]*(?:req|request|ctx|context|info|event|httpexchange|\w+request|\w+response(?:writer)?|\w*context|\w*ctx)$"
)
"""Names and types of parameters that carry a request."""
_PRIVATE = re.compile(r"^(?:_|#)|^(?:setUp|tearDown|test|constructor$|initialize$|get[A-Z]?$|set$|toString$|hashCode$|equals$)")
_NOT_PUBLIC = frozenset({"private", "protected", "abstract", "static", "internal"})
_QUOTED = re.compile(r"^[\"'`]([^\"'`\n]{0,80})[\"'`]$")


def peers(parsed: grammar.Parsed) -> list[Peer]:
    """All peers of a file, in order of the text."""
    return [peer for node in grammar.walk(parsed.root) for peer in _of_node(node, parsed)]


def _of_node(node: Node, parsed: grammar.Parsed) -> Iterator[Peer]:
    if node.type in _FUNCTIONS:
        yield from _of_function(node, parsed)
    elif node.type in _CLASSES and node.type != "module":
        yield from _of_class(node, parsed)
    elif node.type in parsed.grammar.calls:
        yield from _of_route(node, parsed)
    elif node.type in _CASES:
        yield from _of_case(node, parsed)


# Definitions


def _of_function(node: Node, parsed: grammar.Parsed) -> Iterator[Peer]:
    named = _named(node)
    if named is None:
        return
    whole, name = named
    around = _around(whole)
    if not name or around is None or _PRIVATE.search(name.rpartition(".")[2]):
        return
    container, has_class = around
    holder = "" if node.type != "method_declaration" or parsed.language != "go" else _receiver(node)
    shape = _shape(node, whole, parsed)
    if shape:
        sort = Sort.HANDLER
    elif whole.type == "pair" or not _is_function(_value(whole)):
        sort, shape = Sort.ENTRY, "entry"
    else:
        sort = Sort.METHOD if has_class or holder else Sort.FUNCTION
        shape = sort.value
    if sort is not Sort.HANDLER and _is_hidden(node, name, parsed.language):
        return
    if _modifiers(node) & ({"abstract"} if sort is Sort.HANDLER else _NOT_PUBLIC):
        return
    inside = ".".join(part for part in (container, holder) if part)
    scope = f"{inside}.{name}".lstrip(".")
    group = f"{inside}|{_position(whole) if whole.type == 'pair' else ''}|{shape}"
    yield Peer(sort, name, scope, group, _decorated(whole), _name_line(node, whole), parsed.language)


def _named(node: Node) -> tuple[Node, str] | None:
    """The outermost node that the name of a function stands for, and the name.

    ``const remove = authed(async (input) => …)``: the declaration, whose value is the function in a call.
    """
    name = node.child_by_field_name("name")
    if name is not None and node.type not in ("function_expression",):
        return node, text_of(name)
    inner, around = node, node.parent
    while around is not None and around.type in ("arguments", "call_expression", "await_expression"):
        if around.type == "call_expression" and _registers(around):
            return None  # the registration is the peer
        inner, around = around, around.parent
    if around is None or around.type not in _NAMED_VALUES or around.child_by_field_name(_value_field(around)) != inner:
        return None
    name = around.child_by_field_name(_NAME_FIELDS.get(around.type, "name"))
    return around, text_of(name).rpartition(".")[2].strip("\"'")


def _value_field(node: Node) -> str:
    return "right" if node.type == "assignment_expression" else "value"


def _value(node: Node) -> Node:
    return node.child_by_field_name(_value_field(node)) or node


def _is_function(node: Node) -> bool:
    return node.type in _FUNCTIONS


def _around(node: Node) -> tuple[str, bool] | None:
    """The names of what is around a definition, and whether the innermost is a class; ``None`` inside a function."""
    names: list[str] = []
    has_class = False
    above = node.parent
    while above is not None:
        if above.type in _FUNCTIONS and not _is_wrapper_of_all(above):
            return None
        if above.type in _CLASSES and (name := above.child_by_field_name("name")) is not None:
            has_class = has_class or not names
            names.append(text_of(name))
        elif above.type == "pair":
            names.append(text_of(above.child_by_field_name("key")))
        above = above.parent
    return ".".join(reversed(names)), has_class


def _is_wrapper_of_all(node: Node) -> bool:
    """Whether a function only makes the scope of a module: ``module.exports = (app) => { … }``."""
    above = node.parent
    return above is not None and above.type == "assignment_expression" and "exports" in text_of(above)[:40]


def _receiver(node: Node) -> str:
    """The type of a method in Go."""
    return re.sub(r"^\(\s*\w*\s*\*?|\)$", "", text_of(node.child_by_field_name("receiver")))


def _is_hidden(node: Node, name: str, language: str) -> bool:
    if language == "go":
        return name[:1].islower()
    return language == "ruby" and _is_private_ruby(node)


def _is_private_ruby(node: Node) -> bool:
    before = node.prev_sibling
    while before is not None:
        if before.type == "identifier" and text_of(before) in ("private", "protected"):
            return True
        before = before.prev_sibling
    return node.parent is not None and node.parent.type == "argument_list"


def _modifiers(node: Node) -> frozenset[str]:
    found: set[str] = set()
    for child in node.children:
        if child.type == "modifiers":
            found.update(text_of(part) for part in child.children)
        elif child.type in ("visibility_modifier", "static_modifier", "abstract_modifier", "accessibility_modifier"):
            found.add(text_of(child))
        elif child.type == "formal_parameters":
            break
    return frozenset(found)


def _position(node: Node) -> str:
    """Where the object stands that an entry is in."""
    return str(node.parent.start_byte) if node.parent is not None else ""


def _decorated(node: Node) -> Node:
    above = node.parent
    return above if above is not None and above.type == "decorated_definition" else node


def _name_line(node: Node, whole: Node) -> int:
    name = node.child_by_field_name("name") if whole == node else None
    return int((name or whole).start_point.row) + 1


def _shape(node: Node, whole: Node, parsed: grammar.Parsed) -> str:
    """What makes a definition one that takes requests, or nothing."""
    for decorator in decorators(whole):
        name = called_name(decorator)
        if ROUTING.match(name):
            return "route"
        if RESOLVING.match(name):
            return name.lower()
    types = [parameter for parameter in _parameters(node)]
    if parsed.language == "go":
        of_request = [item for item in types if re.search(r"http\.|\bgin\.|\becho\.|fiber\.|Request|Context|Ctx", item)]
        return f"({','.join(types)})" if of_request and "context.Context" not in types[0] else (
            "(ctx)" if of_request else ""
        )
    if any(_REQUEST.match(word) for item in types for word in re.findall(r"[\w$]+", item)[:6]):
        return "(request)"
    return "action" if parsed.language in ("ruby", "php") and _is_controller(whole) else ""


def _is_controller(node: Node) -> bool:
    above = node.parent
    while above is not None and above.type not in _CLASSES:
        above = above.parent
    name = text_of(above.child_by_field_name("name")) if above is not None else ""
    return name.endswith("Controller") and not (_modifiers(node) & _NOT_PUBLIC) and not _is_private_ruby(node)


def _parameters(node: Node) -> list[str]:
    """The parameters, without defaults; of Go the types."""
    listed = node.child_by_field_name("parameters")
    if listed is None:
        single = node.child_by_field_name("parameter")
        return [text_of(single)] if single is not None else []
    found = []
    for child in listed.named_children:
        kind = child.child_by_field_name("type") if child.type == "parameter_declaration" else None
        value = child.child_by_field_name("value")
        text = text_of(kind if kind is not None else child)
        found.append(text[: -len(text_of(value))] if value is not None and text_of(value) else text)
    return found


# Classes, routes and cases


def _of_class(node: Node, parsed: grammar.Parsed) -> Iterator[Peer]:
    name = text_of(node.child_by_field_name("name"))
    base = next(iter(bases(node)), "")
    around = _around(node)
    if name and base and around is not None and not _PRIVATE.match(name):
        scope = f"{around[0]}.{name}".lstrip(".")
        line = _name_line(node, node)
        yield Peer(Sort.CLASS, name, scope, f"{around[0]}||{base}", _decorated(node), line, parsed.language)


def bases(node: Node) -> list[str]:
    """The last names of what a class inherits from, the last of them first: what stands before it is mixed in."""
    listed = node.child_by_field_name("superclasses") or node.child_by_field_name("superclass")
    listed = listed or next((child for child in node.children if child.type in ("base_clause", "class_heritage")), None)
    names = [text_of(leaf) for leaf in _leaves(listed)] if listed is not None else []
    return [name for name in reversed(names) if re.match(r"[A-Z]\w{2,}$", name)]


def _of_route(node: Node, parsed: grammar.Parsed) -> Iterator[Peer]:
    if not _registers(node):
        return
    whole = node
    while (above := whole.parent) is not None and (
        above.type in ("member_expression", "selector_expression", "attribute", "await_expression")
        or (above.type in parsed.grammar.calls and not _holds_as_argument(above, whole))
    ):
        whole = above  # what is chained to it: .middleware("auth"), .Methods("POST")
    arguments = node.child_by_field_name("arguments")
    first = text_of(arguments.named_children[0]) if arguments is not None else ""
    path = _QUOTED.match(first)
    name = f'{called_name(node)} "{path.group(1) if path else first}"'
    receiver = re.split(r"\.|::|->|\(", text_of(node)[:80])[0]
    scope = _scope_of(node)
    yield Peer(Sort.ROUTE, name, scope, f"{scope}|{receiver}|route", whole, int(node.start_point.row) + 1, parsed.language)


def _holds_as_argument(call: Node, part: Node) -> bool:
    arguments = call.child_by_field_name("arguments")
    return arguments is not None and arguments.start_byte <= part.start_byte


def _registers(node: Node) -> bool:
    """Whether a call registers a handler: by its name, a path and something beside the path."""
    if not ROUTING.match(called_name(node)):
        return False
    arguments = node.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    handler = len(given) > 1 or node.child_by_field_name("block") is not None
    path = _QUOTED.match(re.sub(r"^[rbuf](?=[\"'])", "", text_of(given[0]))) if given else None
    if path is None or not handler or any(item.type in ("splat_argument", "object") for item in given[-1:]):
        return False
    in_decorator = node.parent is not None and node.parent.type in ("decorator", "annotation")
    is_list = called_name(node) in ("path", "re_path", "url")
    return not in_decorator and (path.group(1).startswith(("/", "^")) or is_list)


def _scope_of(node: Node) -> str:
    names = []
    above: Node | None = node
    while above is not None:
        if above.type in _FUNCTIONS | _CLASSES and (named := above.child_by_field_name("name")) is not None:
            names.append(text_of(named))
        above = above.parent
    return ".".join(reversed(names))


def _of_case(node: Node, parsed: grammar.Parsed) -> Iterator[Peer]:
    switch = node.parent
    while switch is not None and switch.type not in _SWITCHES:
        switch = switch.parent
    head = re.split(r"[:\n]|->", text_of(node), maxsplit=1)[0].strip()
    if switch is None or not re.search(r"[\"'A-Z]", head) or len(head) > 100:
        return
    name = "case " + re.sub(r"^(?:case|when)\s+", "", head)
    line = int(node.start_point.row) + 1
    yield Peer(Sort.CASE, name, _scope_of(node), f"switch {switch.start_byte}", node, line, parsed.language)


# Names


def decorators(node: Node) -> Iterator[Node]:
    """Decorators, annotations and attributes of a definition."""
    around = node.parent
    held: Iterable[Node] = around.children if around is not None and around.type == "decorated_definition" else ()
    for child in (*held, *node.children):
        if child.type == "decorator":
            yield child
        elif child.type in ("modifiers", "attribute_list"):
            yield from (part for part in grammar.walk(child) if part.type in _ANNOTATIONS)
    before = node.prev_sibling  # TypeScript's methods have theirs in front of them, in the body of the class
    while before is not None and before.type == "decorator":
        yield before
        before = before.prev_sibling


_ANNOTATIONS = frozenset({"annotation", "marker_annotation", "attribute"})


def _callee(node: Node) -> Node | None:
    for field in ("function", "method", "name", "constructor"):
        if (found := node.child_by_field_name(field)) is not None:
            return found
    return None


def called_name(node: Node) -> str:
    """The last name of what a call, decorator or annotation names: ``route`` of ``@app.route("/x")``."""
    if node.type == "decorator":
        inner = node.named_children[0] if node.named_children else node
        return called_name(inner) if inner.type in ("call", "call_expression") else _last(text_of(inner))
    found = _callee(node)
    return _last(text_of(found if found is not None else node.named_children[0] if node.named_children else None))


def _last(text: str) -> str:
    return re.split(r"\.|::|->|\\", text)[-1].strip()


def _leaves(node: Node) -> Iterator[Node]:
    return (leaf for leaf in grammar.walk(node) if not leaf.child_count)
