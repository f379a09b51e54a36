"""By which words a piece of code shows that it is protected, and in what sense: the topics that siblings share.

Only names in guarding places count: decorators, what is called, conditions of branches, errors that are thrown, and
parameters that a framework fills. So ``role.save()`` is no mark, ``if not user.has_role("x")`` is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from tree_sitter import Node

from bot.knowledge.protection import parts
from workers.checks.guards import grammar
from workers.checks.guards.model import Protection, Way
from workers.checks.guards.peers import Peer, Sort, decorators
from workers.reading.syntax import text_of


@dataclass(frozen=True, slots=True)
class Mark:
    """One name of one topic at one place."""

    topic: str
    token: str
    protection: Protection


AUTHORISATION = "authorisation"
OWNER = "owner-filter"

_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        AUTHORISATION,
        re.compile(
            r"""(?ix)^[_@$]*(?:
              (?:\w*_|(?:.*(?=[A-Z])))?(?:(?-i:auth|Auth)(?:[nz]|enticat\w*|ori[sz]\w*)?(?:[_A-Z!?]\w*)?)[!?]?
            | \w*(?:un)?(?:authenticat|authori[sz])(?:e|ed|es|ion|ing)?(?![a-z])\w*[!?]?
            | \w*permi(?:ssions?|t(?:s|ted)?)(?![a-z])\w*[!?]?
            | \w*(?:(?:login|sign_?in|admin|auth|role|scope|session|token|user|account|owner|staff)_?(?:required|only)) 
            | \w*(?:require|ensure|check|verify|assert|enforce|validate|must|need)s?_?(?:be_?|have_?|is_?|has_?|valid_?|any_?|a_|the_|current_?)*
              (?:login|logged_?in|sign(?:ed)?_?in|admin|role|user|scope|session|token|jwt|api_?key|owner|access|right|privilege|acl|staff|member
              |capabilit(?:y|ies)|account|identity)(?:(?:s|ship|istrator|istrators|ed)?(?:[_A-Z]\w*|[!?])?)
            | \w*(?:forbidden|access_?denied|not_?logged_?in|privileged?|superuser|super_?admin|rbac)\w*[!?]?
            | (?:deny|denies|allow|allows|grant)_?(?:access|unless|to|anonymous)\w*
            | (?:roles|role)_?allowed|secured|roles|role_?guard|use_?guards|(?:access|acl)_?(?:check|control|required|allowed)\w*
            | (?:current_?user_?)?(?:can|cannot)(?:_(?:\w+)|[?]|(?=[A-Z])\w+)?[?]?
            | (?:user_?)?(?:has|is|are|have)_?(?:any_?)?(?:perm\w*|access|role\w*|right\w*|privilege\w*|admin\w*|owner\w*|logged\w*|signed_?in
              |granted|allowed\w*|staff|super\w*|anonymous|authority|capability|scope\w*|editable\w*)(?:[_A-Z]\w*)?[?]?
            | protected_?procedure|admin_?procedure|principal|current_?user[?!]?|get_?current_?(?:active_?)?user
            )$"""
        ),
    ),
    ("csrf", re.compile(r"(?i)^(?!.*exempt)\w*(?:csrf|xsrf|forgery|check_?ajax_?referer|verify_?nonce)\w*[!?]?$")),
    (
        "audit",
        re.compile(
            r"(?i)^(?:\w*audit(?:s|ed|ing|or)?(?![a-z])\w*"
            r"|(?:log|record|track|write|create|add|save)_?(?:security|activity|admin|user|access)_?\w*(?:log|event|action|activity|entry)\w*"
            r"|(?:security|activity|admin)_?(?:log|logger|event)\w*)$"
        ),
    ),
    ("limit", re.compile(r"(?i)^\w*(?:throttle[ds]?(?![a-z])|throttling|rate_?limit|limiter\b|limits?_?(?:rate|exceeded))\w*$")),
    (
        "validation",
        re.compile(
            r"(?i)^(?:\w*(?:validate[ds]?|validator|sanitize[ds]?)(?![a-z])\w*|is_?valid\w*[?]?"
            r"|(?:check|verify|ensure|assert)_?(?:param|input|arg|valid|safe|name|path|file|url|host|id)\w*[!?]?)$"
        ),
    ),
    ("method", re.compile(r"(?i)^require_?(?:post|get|safe|http_?methods?)$")),
)

_OWNED = re.compile(
    r"(?i)(?:^|_|(?<=[a-z])(?=[A-Z]))(?:owner|user|tenant|account|organi[sz]ation|org|workspace|team|author|created_?by)(?:_?id|_?pk)?$"
)
_QUERYING = re.compile(
    r"(?i)^(?:where|filter|filter_by|find|find_?(?:by|one|first|many|unique|all)\w*|get|get_?object_?or_?404|get_?or_?404|first|exclude|delete_?(?:one|many)|update_?(?:one|many)"
    r"|and_?where|query|query_?row|exec|execute|select)$"
)
_REFUSING = frozenset({"401", "403", "StatusForbidden", "StatusUnauthorized"})
_PARAMETERS = re.compile(r"(?i)^(?:depends|security|current_?user|get_?current_?\w*user|\w*auth(?:enticated|orized|entication)?(?:_?user|principal)\w*)$")
_LEAVES = frozenset(
    "identifier property_identifier field_identifier type_identifier name constant simple_symbol instance_variable"
    " shorthand_property_identifier bare_symbol".split()
)
_MOST_NODES = 6_000
"""Of one peer, that are looked at."""
_PLACES: Mapping[str, Way] = {"decorator": Way.WRAPS, "call": Way.CHECKS, "condition": Way.REFUSES, "error": Way.REFUSES}


def marks(peer: Peer) -> list[Mark]:
    """The marks of a peer, decorators first."""
    found: dict[tuple[str, str], Mark] = {}
    for place, node in _guarding(peer):
        for name in _names(node, place):
            for topic, pattern in _TOPICS:
                if (topic, name) not in found and pattern.match(name):
                    found[topic, name] = Mark(topic, name, _protection(node, place, name))
    return list(found.values())


def of_text(node: Node, language: str) -> frozenset[str]:
    """The topics that any name in the text of a node is of; for saying that nothing is missing."""
    del language
    names = {text_of(leaf).lstrip(":@$") for leaf in grammar.walk(node) if leaf.type in _LEAVES}
    return frozenset(topic for topic, pattern in _TOPICS for name in names if pattern.match(name))


def _protection(node: Node, place: str, name: str) -> Protection:
    text = " ".join(text_of(node).split())[:300]
    way = Way.ACTS if place == "call" and _TOPICS[2][1].match(name) else _PLACES[place]
    return Protection(way, text, int(node.start_point.row) + 1, int(node.end_point.row) + 1, name=name)


def _guarding(peer: Peer) -> Iterator[tuple[str, Node]]:
    """The places of a peer where names can guard, each with what it is."""
    spoken = grammar.GRAMMARS[peer.language]
    whole = peer.node
    yield from (("decorator", node) for node in _decorators(peer))
    if peer.sort is Sort.CLASS:
        yield from (("decorator", node) for node in _head_of_class(whole))
        return
    for count, node in enumerate(grammar.walk(whole)):
        if count > _MOST_NODES:
            return
        if node.type in spoken.calls:
            yield "call", node
            if peer.sort is Sort.ROUTE:
                yield from (("decorator", item) for item in _handed_on(node))
        elif node.type in spoken.branches and (condition := node.child_by_field_name("condition")) is not None:
            yield "condition", condition
        elif node.type in spoken.throws:
            yield "error", node
        elif node.type in _PARAMETER_LISTS:
            yield from (("decorator", item) for item in node.named_children if _is_filled(item))
        elif peer.sort is Sort.ENTRY and node.type == "member_expression":
            yield "decorator", node


_PARAMETER_LISTS = frozenset({"parameters", "formal_parameters"})


def _is_filled(parameter: Node) -> bool:
    """Whether a framework fills a parameter with who is asking: ``user = Depends(current_user)``."""
    return any(_PARAMETERS.match(text_of(leaf)) for leaf in grammar.walk(parameter) if leaf.type in _LEAVES)


def _handed_on(call: Node) -> Iterator[Node]:
    """Of the call that registers a route: what stands between the path and the handler."""
    arguments = call.child_by_field_name("arguments")
    for item in arguments.named_children if arguments is not None else ():
        inner = item.named_children[0] if item.type == "argument" and item.named_children else item
        if inner.type in _LEAVES or inner.type in ("member_expression", "selector_expression", "attribute", "array", "list"):
            yield inner
        elif inner.type == "string":
            yield inner


def _decorators(peer: Peer) -> Iterator[Node]:
    inner = peer.node.child_by_field_name("definition") if peer.node.type == "decorated_definition" else peer.node
    yield from decorators(inner if inner is not None else peer.node)


def _head_of_class(node: Node) -> Iterator[Node]:
    inner = node.child_by_field_name("definition") if node.type == "decorated_definition" else node
    if inner is None:
        return
    body = inner.child_by_field_name("body")
    for child in inner.named_children:
        if child != body and child.type not in ("modifiers", "decorator"):
            yield child
    for child in body.named_children if body is not None else ():
        stated = child.named_children[0] if child.type == "expression_statement" and child.named_children else child
        if stated.type in ("assignment", "field_definition", "public_field_definition", "call", "property_declaration"):
            yield stated


def _names(node: Node, place: str) -> Iterator[str]:
    """The names that count in a place: of a call the one that is called, else all."""
    if place == "call":
        yield from _called(node)
        return
    for count, leaf in enumerate(grammar.walk(node)):
        if count > 400:
            return
        text = text_of(leaf)
        if leaf.type in _LEAVES:
            yield text.lstrip(":@$")
        elif leaf.type in ("string_content", "string_fragment") and place == "decorator":
            yield from re.findall(r"^[\w:.-]{3,40}$", text)


_OF_GUARDS = re.compile(r"(?i)^(?:\w*(?:auth|authz|acl|polic(?:y|ies)|permissions?|guard|gate|security|rbac)\w*)$")


def _called(node: Node) -> Iterator[str]:
    callee = next(
        (found for field in ("function", "method", "name", "constructor") if (found := node.child_by_field_name(field))), None
    )
    if callee is None:
        callee = node.named_children[0] if node.named_children else None
    text = text_of(callee)
    if len(text) < 200:
        yield re.split(r"\.|::|->|\\", text)[-1].strip()


def queries(peer: Peer) -> tuple[list[Node], list[Node]]:
    """The look-ups of a peer: those that ask for an owner, and all others."""
    spoken = grammar.GRAMMARS[peer.language]
    owned, other = [], []
    for count, node in enumerate(grammar.walk(peer.node)):
        if count > _MOST_NODES:
            break
        if node.type in spoken.calls and any(_QUERYING.match(name) for name in _called(node)):
            (owned if _asks_for_owner(node) else other).append(node)
    return owned, other


def _asks_for_owner(call: Node) -> bool:
    arguments = call.child_by_field_name("arguments")
    if arguments is None or len(text_of(arguments)) > 600:
        return False
    keys = (
        item.child_by_field_name("key") or item.child_by_field_name("name")
        for item in grammar.walk(arguments)
        if item.type in ("keyword_argument", "pair", "keyed_element", "array_element_initializer")
    )
    if any(_OWNED.search(text_of(key).strip("\"':")) for key in keys if key is not None):
        return True
    return bool(re.search(r"(?i)\b(?:owner|user|tenant|account|org|organi[sz]ation|workspace|team)_?id\s*=", text_of(arguments)))


WRITING = frozenset(
    "create add insert update edit set save store delete remove destroy drop post put patch write upload import send reset"
    " change move rename enable disable approve reject grant revoke invite publish start stop restart run execute install"
    " uninstall transfer pay purge clear archive restore assign toggle activate deactivate ban lock unlock merge close"
    " kill cancel submit process apply register".split()
)
"""Verbs of operations that change something."""


READING = frozenset("get list show index find read search view count fetch is has describe preview render page".split())


def writes(peer: Peer) -> bool:
    """Whether a peer evidently changes something, as far as its name and its route say."""
    return bool(parts(peer.name) & WRITING) or any(_WRITING_ROUTE.search(text_of(node)[:120]) for node in _decorators(peer))


def reads(peer: Peer) -> bool:
    """Whether a peer evidently changes nothing: its name or its route reads, and nothing that it calls writes."""
    if writes(peer) or not (parts(peer.name) & READING or any(_READING_ROUTE.search(text_of(node)[:120]) for node in _decorators(peer))):
        return False
    spoken = grammar.GRAMMARS[peer.language]
    nodes = islice(grammar.walk(peer.node), _MOST_NODES)
    called = (name for node in nodes if node.type in spoken.calls for name in _called(node))
    return not any((parts(name) & WRITING) - {"set", "add"} for name in called)


_WRITING_ROUTE = re.compile(r"(?i)post|put|patch|delete")
_READING_ROUTE = re.compile(r"(?i)\bget|\.get|safe")
