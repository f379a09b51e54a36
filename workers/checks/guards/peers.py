"""Pieces of code that have others of their sort beside them: handlers of a module, methods of a class, routes.

Two peers of one ``group`` are siblings: they stand in the same class, module or ``switch`` and have the same shape, for
example functions that take ``(request, pk)``, methods with ``@GetMapping``, calls of ``router.post``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from tree_sitter import Node, Query, QueryCursor

from workers.checks.guards.grammar import GRAMMARS, Parsed, of_types
from workers.checks.guards.syntax import arguments_of, callee, definition_name, line_of, text_of, unwrapped
from workers.checks.guards.wrapping import decorators
from workers.reading import syntax


class Sort(Enum):
    """What kind of peer it is, in the word that people read."""

    HANDLER = "handler"
    """A definition that takes a request or has a route: ``def delete(request, pk)``, ``@app.route("/x")``."""
    METHOD = "method"
    """Any other public method of a class."""
    FUNCTION = "function"
    """Any other public function of a module."""
    ENTRY = "entry"
    """A name whose value is a function inside calls: ``remove: signedIn(async (input) => …)``."""
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
    group: str
    node: Node
    line: int
    """Of its name, not of its first decorator."""
    first_line: int
    language: str

    @property
    def end_line(self) -> int:
        return int(self.node.end_point.row) + 1

    @property
    def text(self) -> str:
        return syntax.text_of(self.node)


_CLASSES = frozenset("class_definition class_declaration class abstract_class_declaration trait_declaration".split())
_MODULES = frozenset({"module", "object", "pair"})
_FUNCTIONS = frozenset(
    "function_definition function_declaration generator_function_declaration method_definition arrow_function"
    " function_expression generator_function method_declaration method func_literal anonymous_function do_block".split()
)
_DEFINED = frozenset(
    "function_definition function_declaration generator_function_declaration method_definition method_declaration"
    " method arrow_function function_expression".split()
)
_CASES = frozenset("case_clause switch_case expression_case switch_block_statement_group when case_statement".split())
_SWITCHES = frozenset("match_statement switch_statement expression_switch_statement switch_expression case".split())
_NAMED_VALUES = frozenset({"pair", "variable_declarator", "assignment_expression", "public_field_definition"})
_SCOPES = frozenset(
    {"program", "module", "source_file", "export_statement", "lexical_declaration", "expression_statement"}
)

_REGISTERING = re.compile(
    r"^(?:get|post|put|patch|delete|del|options|all|any|match|route|GET|POST|PUT|PATCH|DELETE|Any|Get|Post|Put|Patch|Delete"
    r"|Handle|HandleFunc|Method|MethodFunc|add_url_rule|add_route|add_api_route|path|re_path|url)$"
)
"""Calls that put a handler behind a path."""
_LISTING = frozenset({"path", "re_path", "url"})
"""Those of them whose path begins with no slash, in Django's lists."""
_ROUTING = re.compile(
    r"(?i)^(?:route|get|post|put|patch|delete|head|options|all|\w*mapping|api_?view|action|expose|path|websocket\w*"
    r"|view_config|endpoint|rpc)$"
)
"""Decorators that put a function behind a path."""
_RESOLVING = re.compile(r"(?i)^(?:query|mutation|subscription|resolve\w*|message\w*pattern|grpcmethod|subscribe\w*)$")
"""Decorators of GraphQL and of messages."""
_REQUEST = re.compile(
    r"(?i)^_{0,8}(?:req|request|ctx|context|info|httpexchange|\w+request|\w+response(?:writer)?|\w*context|\w*ctx)$"
)
"""Names and types of parameters that carry a request."""
_GO_REQUEST = re.compile(r"\bhttp\.Request|\bgin\.|\becho\.|\bfiber\.|Request\b|Context\b|Ctx\b")
_NO_PEER = re.compile(
    r"^(?:_|#)|^(?:setUp|tearDown|test\w*|constructor|initialize|toString|hashCode|equals|main|init|String|Error|Len|Less|Swap)$"
)
"""Names of definitions that are private, or that a language calls by itself."""
_HIDING = frozenset({"private", "protected", "abstract", "static", "internal"})
_PATH = re.compile(r"^[rbuf]?[\"'`]([^\"'`\n]{0,80})[\"'`]$")
_CASE_HEAD = re.compile(r"^(?:case|when)\s+|(?<!\s)\s*(?::|->|\bthen\b|\n).*", re.DOTALL)
_LONGEST_HEAD = 100


def peers(parsed: Parsed, lines: Collection[int] | None = None) -> list[Peer]:
    """The peers of a file in order of the text; those whose own line is one of ``lines`` where any are given."""
    if lines is not None and not lines:
        return []
    if parsed.root.has_error:
        found = of_types(parsed.root, _types(parsed.language))
    else:
        cursor = QueryCursor(_query(parsed.language))
        if lines is not None:
            cursor.set_point_range((min(lines) - 1, 0), (max(lines), 0))
        found = cursor.captures(parsed.root).get("peer", [])
    if lines is not None:
        found = [node for node in found if any(row + 1 in lines for row in _rows(node))]
    every = (peer for node in sorted(found, key=lambda node: node.start_byte) for peer in _of(node, parsed))
    return [peer for peer in every if lines is None or peer.line in lines]


def _rows(node: Node) -> range:
    """The rows on which the name of a definition can stand."""
    return range(node.start_point.row, min(node.end_point.row, node.start_point.row + 12) + 1)


@cache
def _query(language: str) -> Query:
    known = syntax.language_of(language)
    names = [name for name in sorted(_types(language)) if known.id_for_node_kind(name, True)]
    return Query(known, f"[{' '.join(f'({name})' for name in names)}] @peer")


def _types(language: str) -> frozenset[str]:
    return _CLASSES | _DEFINED | _CASES | GRAMMARS[language].calls


def _of(node: Node, parsed: Parsed) -> Iterator[Peer]:
    if node.type in _DEFINED:
        yield from _function(node, parsed)
    elif node.type in _CLASSES:
        yield from _class(node, parsed)
    elif node.type in _CASES:
        yield from _case(node, parsed)
    elif _REGISTERING.match(callee(node)):
        yield from _route(node, parsed)


# Functions and classes


def _function(node: Node, parsed: Parsed) -> Iterator[Peer]:
    whole = _named(node)
    name = definition_name(whole if whole == node else _value(whole)).rpartition(".")[2]
    around = _around(whole)
    if not name or around is None or _NO_PEER.search(name):
        return
    container, in_class = around
    if parsed.language == "go" and (on := definition_name(node).rpartition(".")[0]):
        container, in_class = on, True
    hiding = _modifiers(node)
    shape = _shape(node, whole, parsed)
    if shape:
        sort = Sort.HANDLER
    elif whole != node and _value(whole) != node:
        sort = Sort.ENTRY
    else:
        sort = Sort.METHOD if in_class else Sort.FUNCTION
    if "abstract" in hiding or (
        sort is not Sort.HANDLER and (hiding & _HIDING or _is_hidden(node, name, parsed.language))
    ):
        return
    yield _peer(sort, name, f"{container}|{shape or sort.value}", whole, node, parsed)


def _peer(sort: Sort, name: str, group: str, whole: Node, node: Node, parsed: Parsed) -> Peer:
    named = node.child_by_field_name("name") if whole == node else None
    line = (named if named is not None else whole).start_point.row + 1
    around = [child.start_point.row + 1 for child in decorators(node, parsed.grammar)]
    return Peer(sort, name, group, whole, line, min([line, whole.start_point.row + 1, *around]), parsed.language)


def _named(node: Node) -> Node:
    """The outermost node that a function's name stands for: of ``remove: signedIn(async () => …)`` the whole pair."""
    inner, above = node, node.parent
    while above is not None and above.type in ("arguments", "call_expression"):
        if above.type == "call_expression" and _REGISTERING.match(callee(above)):
            return node
        inner, above = above, above.parent
    if above is not None and above.type in _NAMED_VALUES and _value(above) == inner and node.type not in _METHODS:
        return above
    return node


_METHODS = frozenset({"method_definition", "method_declaration", "function_declaration", "method"})


def _value(node: Node) -> Node:
    return node.child_by_field_name("value") or node.child_by_field_name("right") or node


def _around(node: Node) -> tuple[str, bool] | None:
    """The name of what is around a definition, and whether that is a class; ``None`` inside another function."""
    names: list[str] = []
    in_class = False
    above = node.parent
    while above is not None:
        if above.type in _FUNCTIONS:
            return None
        if above.type in _CLASSES:
            in_class = in_class or not names
            names.append(text_of(above.child_by_field_name("name")))
        elif above.type == "object":
            names.append(str(above.start_byte))
        above = above.parent
    return ".".join(reversed(names)), in_class


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


def _is_hidden(node: Node, name: str, language: str) -> bool:
    if language == "go":
        return name[:1].islower()
    return language == "ruby" and _is_private(node)


def _is_private(node: Node) -> bool:
    """Whether a method in Ruby stands behind ``private``, or in its argument."""
    before = node.prev_sibling
    while before is not None:
        if before.type == "identifier" and text_of(before) in ("private", "protected"):
            return True
        before = before.prev_sibling
    return node.parent is not None and node.parent.type == "argument_list"


def _shape(node: Node, whole: Node, parsed: Parsed) -> str:
    """What makes a definition one that takes requests; empty for all others."""
    for decorator in decorators(node, parsed.grammar):
        name = _decorator_name(decorator)
        if _ROUTING.match(name):
            return "route"
        if _RESOLVING.match(name):
            return name.lower()
    given = _parameters(node)
    if parsed.language == "go":
        if not any(_GO_REQUEST.search(item) for item in given):
            return ""
        return "(ctx)" if given[0] == "context.Context" else f"({','.join(given)})"
    if any(_REQUEST.match(word) for item in given for word in re.findall(r"\w+", item[:200])[:6]):
        return "(request)"
    return "action" if parsed.language in ("ruby", "php") and _is_action(whole) else ""


def _decorator_name(node: Node) -> str:
    text = line_of(node).lstrip("@#[").partition("(")[0]
    return re.split(r"[.\\]", text)[-1].strip("] ")


def _is_action(node: Node) -> bool:
    above = node.parent
    while above is not None and above.type not in _CLASSES:
        above = above.parent
    name = text_of(above.child_by_field_name("name")) if above is not None else ""
    return name.endswith("Controller") and not (_modifiers(node) & _HIDING) and not _is_private(node)


def _parameters(node: Node) -> list[str]:
    """The parameters without their defaults; of Go the types alone."""
    listed = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
    if listed is None:
        return []
    found = []
    for child in listed.named_children if listed.named_children else [listed]:
        kind = child.child_by_field_name("type") if child.type == "parameter_declaration" else None
        value = child.child_by_field_name("value")
        text = text_of(kind if kind is not None else child)
        found.append(text[: -len(text_of(value))] if value is not None and text_of(value) else text)
    return found


def _class(node: Node, parsed: Parsed) -> Iterator[Peer]:
    name, around, base = text_of(node.child_by_field_name("name")), _around(node), base_of(node)
    if name and base and around is not None and not _NO_PEER.search(name):
        yield _peer(Sort.CLASS, name, f"{around[0]}|class {base}", node, node, parsed)


def base_of(node: Node) -> str:
    """The last name of what a class inherits from: in Python mixins stand in front of it."""
    listed = node.child_by_field_name("superclasses") or node.child_by_field_name("superclass")
    listed = listed or next((child for child in node.children if child.type in ("base_clause", "class_heritage")), None)
    names = re.findall(r"[\w$]+", re.sub(r"\b\w+\s*=.*|<.*|\bimplements\b.*", "", line_of(listed)[:300]))
    return names[-1] if names and names[-1][:1].isupper() else ""


# Routes and cases


def _route(node: Node, parsed: Parsed) -> Iterator[Peer]:
    given = arguments_of(node)
    path = _PATH.match(text_of(given[0])) if given else None
    has_handler = len(given) > 1 or node.child_by_field_name("block") is not None
    if path is None or not has_handler or _is_in_decorator(node):
        return
    if not path.group(1).startswith(("/", "^")) and callee(node) not in _LISTING:
        return
    if given[-1].type in ("object", "dictionary", "hash") and callee(node) not in _LISTING:
        return  # a request that is sent: client.post("/users", {…})
    whole = _chain(node, parsed)
    receiver = re.split(r"\.|::|->|\(", text_of(node)[:80])[0]
    receiver = "" if receiver == callee(node) else receiver
    name = f'{callee(node)} "{path.group(1)}"'
    group = f"{_place(node)}|route {receiver}"
    yield Peer(Sort.ROUTE, name, group, whole, node.start_point.row + 1, whole.start_point.row + 1, parsed.language)


def _is_in_decorator(node: Node) -> bool:
    return node.parent is not None and node.parent.type in ("decorator", "annotation", "await_expression", "await")


def _chain(node: Node, parsed: Parsed) -> Node:
    """The call with all that is chained to it: ``…->middleware("auth")``, ``….Methods("POST")``."""
    whole, above = node, node.parent
    while above is not None:
        is_link = above.type in ("member_expression", "selector_expression", "attribute")
        if not is_link and not (above.type in parsed.grammar.calls and above.start_byte == whole.start_byte):
            break
        whole, above = above, above.parent
    return whole


def _place(node: Node) -> str:
    """The byte at which the function around a node starts."""
    above = node.parent
    while above is not None and above.type not in _FUNCTIONS:
        above = above.parent
    return str(above.start_byte) if above is not None else ""


def _case(node: Node, parsed: Parsed) -> Iterator[Peer]:
    switch = node.parent
    while switch is not None and switch.type not in _SWITCHES:
        switch = switch.parent
    head = _CASE_HEAD.sub("", syntax.text_of(node)[: _LONGEST_HEAD + 10])
    if switch is None or len(head) > _LONGEST_HEAD or not re.search(r"[\"'A-Z]", head):
        return
    line = node.start_point.row + 1
    yield Peer(Sort.CASE, f"case {head}", f"switch {switch.start_byte}", node, line, line, parsed.language)


def wrappers(peer: Peer) -> Iterator[str]:
    """Of an entry: the names of the calls around its function, the outermost first."""
    node: Node | None = unwrapped(_value(peer.node))
    while node is not None and node.type == "call_expression":
        yield from re.findall(r"\w+", line_of(node.child_by_field_name("function"))[:200])
        node = next((item for item in arguments_of(node) if item.type == "call_expression"), None)
