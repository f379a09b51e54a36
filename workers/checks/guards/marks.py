"""In what sense a piece of code is protected, told by names: the topics that siblings share.

A mark is a name of a topic in a protection: ``login_required`` in front of a view, ``has_perm`` in a condition that
refuses. The same name anywhere else is no mark: ``role.save()`` authorises nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.knowledge.protection import parts
from workers.checks.guards.model import Operation, Protection, Way

AUTHORISATION, CSRF, AUDIT, LIMIT, VALIDATION, METHOD = (
    "authorisation",
    "csrf",
    "audit",
    "limit",
    "validation",
    "method",
)
OWNER, ESCAPE, CHECK = "owner-filter", "escape", "check"


@dataclass(frozen=True, slots=True)
class Mark:
    """One name of one topic."""

    topic: str
    name: str
    protection: Protection


TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        AUTHORISATION,
        re.compile(
            r"""(?ix)^_{0,8}(?:
              (?:\w*_|(?-i:\w*(?=A)))?(?-i:auth|Auth)(?:[nz]|enticat\w*|ori[sz]\w*)?(?-i:[_A-Z?!]\w*)?[!?]?
            | \w*(?:un)?(?:authenticat|authori[sz])(?:e|ed|es|ion|ing|able)?(?-i:[_A-Z]\w*)?[!?]?
            | \w*permi(?:ssions?|t(?:s|ted)?)(?-i:[_A-Z]\w*)?[!?]?
            | (?:\w+_)?(?:login|sign_?in|admin|auth|role|scope|session|token|user|account|owner|staff)s?
              _?(?:required|only)
            | \w*(?:require|ensure|check|verify|assert|enforce|validate|must|need)s?
              _?(?:be|have|is|has|valid|any|a|the|current)?_?
              (?:login|logged_?in|sign(?:ed)?_?in|admin|role|user|scope|session|token|jwt|api_?key|owner|access|right|privilege
              |acl|staff|member|capabilit(?:y|ies)|account|identity)(?:s|ship|istrator|istrators|ed)?(?-i:[_A-Z]\w*)?[!?]?
            | \w*(?:forbidden|access_?denied|logged_?in|privileged?|superuser|super_?admin|rbac)(?-i:[_A-Z]\w*)?[!?]?
            | (?:deny|denies|allow|allows|grant)_?(?:access|unless|to|anonymous)\w*
            | roles?_?allowed|secured|security|roles|role_?guard|(?:access|acl)_?(?:check|control|required|allowed)\w*
            | (?:current_?user_?)?(?:can|cannot)(?:_\w+|(?-i:[A-Z])\w*)?[?]?
            | (?:user_?)?(?:has|is|are|have)_?(?:any_?)?(?:perm|access|role|right|privilege|admin|owner|logged
              |signed_?in|granted|allowed|staff|super|authority|capability|scope|editable)\w*[?]?
            | (?:protected|admin)_?procedure|(?:authentication)?principal
            | (?:get_?)?current_?(?:active_?)?(?:user|account|member)[?!]?
            )$"""
        ),
    ),
    (CSRF, re.compile(r"(?i)^(?!\w*exempt)\w*(?:csrf|xsrf|forgery|check_?ajax_?referer|verify_?nonce)\w*[!?]?$")),
    (
        AUDIT,
        re.compile(
            r"(?i)^(?:\w*audit(?:s|ed|ing|or)?(?-i:[_A-Z]\w*)?|audit\w*"
            r"|(?:log|record|track|write|create|add|save)_?(?:security|activity|admin|user|access)_?(?:log|event|action|activity|entry)\w*"
            r"|(?:security|activity|admin)_?(?:log|logger|event)\w*)$"
        ),
    ),
    (
        LIMIT,
        re.compile(
            r"(?i)^\w*(?:throttle[ds]?|throttling|throttles|rate_?limit\w*|limiter|limits?_?exceeded)(?-i:[_A-Z]\w*)?$"
        ),
    ),
    (
        VALIDATION,
        re.compile(r"(?i)^(?:\w*(?:validate[ds]?|validator|sanitize[ds]?)(?-i:[_A-Z]\w*)?|is_?valid\w*[?]?)[!?]?$"),
    ),
    (METHOD, re.compile(r"(?i)^require_?(?:post|get|safe|http_?methods?)$")),
)
"""The longest names of a topic count first; a name is of one topic at most."""
_LONGEST = 80
_FORM = re.compile(r"(?:Mixin|Middleware|Filter|Interceptor|Decorator)$")
"""What the frameworks call a class that protects."""

OPEN = re.compile(
    r"(?i)^(?:\w*allow_?any\w*|\w*allow_?anonymous\w*|\w*permit_?all\w*|\w*_?exempt|(?:skip|no|without)_?(?:auth|login|permission)\w*"
    r"|(?-i:public_|Public)\w+|anonymous\w*|unauthenticated\w*|unprotected\w*)$"
)
"""Names by which code says itself that anybody may call it."""
PUBLIC = frozenset(
    "login logout signin signout signup register registration health healthz ping pong ready live"
    " liveness status version callback webhook webhooks hook forgot forgotten recover confirm verify home"
    " about robots favicon error errors not oauth sso saml token authenticate auth authorize public"
    " anonymous captcha csrf unsubscribe landing help docs openapi swagger metrics password".split()
)
"""Words of handlers that anybody may call by their nature."""
WRITING = frozenset(
    "create add insert update edit set save store delete remove destroy drop post put patch write upload"
    " import send reset change move rename enable disable approve reject grant revoke invite publish start"
    " stop reboot restart run execute install uninstall transfer pay refund purge clear archive restore"
    " assign toggle activate deactivate ban lock unlock merge close kill cancel submit process apply share"
    " resize attach detach".split()
)
"""Verbs of names that change something."""
READING = frozenset("get list show index find read search view count fetch is has describe preview page lookup".split())
"""Verbs of names that change nothing."""

_NAME = re.compile(r"[A-Za-z_]\w*[!?]?")
_CALL = re.compile(r"(?<!\w)([A-Za-z_]\w{3,}+[!?]?)\(")
_QUOTED = re.compile(r"\"(?:(?:[^\"\\]|\\.){0,400}\")?")
_GUARDING = frozenset({Way.WRAPS, Way.CHECKS, Way.REFUSES, Way.SKIPS, Way.ENCLOSES, Way.DECLARES, Way.RESETS})


def topic_of(name: str) -> str:
    """The topic of a name; empty where it is of none."""
    if len(name) > _LONGEST:
        return ""
    plain = _FORM.sub("", name)
    return next((topic for topic, pattern in TOPICS if pattern.match(plain)), "")


def marks(protections: Iterable[Protection], operations: Iterable[Operation] = ()) -> list[Mark]:
    """The marks of protections and of calls that leave a trace; of each name the first."""
    found: dict[tuple[str, str], Mark] = {}
    for protection in protections:
        for name in _names(protection):
            if topic := topic_of(name):
                found.setdefault((topic, name), Mark(topic, name, protection))
        for name in filter(lambda name: not topic_of(name), _checks(protection)):
            found.setdefault((CHECK, name), Mark(CHECK, name, protection))
        if protection.way is Way.CLEANS and protection.name:
            name = _last_call(protection)
            found.setdefault((ESCAPE, name), Mark(ESCAPE, name, protection))
    for operation in operations:
        for name in operation.calls:
            if topic_of(name) in (AUDIT, LIMIT, CSRF):
                mark = Mark(topic_of(name), name, _act(operation, name))
                found.setdefault((mark.topic, name), mark)
    return list(found.values())


def _last_call(protection: Protection) -> str:
    called = _CALL.findall(protection.text[:200])
    return called[0] if called else protection.name


def _act(operation: Operation, name: str) -> Protection:
    return Protection(Way.ACTS, operation.text, operation.line, operation.end_line, name=name)


def _names(protection: Protection) -> Iterator[str]:
    """The names that a protection goes by: of a call its own, of a condition all, of a wrapper also its arguments."""
    if protection.way not in _GUARDING:
        return
    if protection.name:
        yield protection.name
    if protection.way is Way.CHECKS:
        return
    yield from _NAME.findall(_QUOTED.sub('""', protection.text[:600]))
    yield from _NAME.findall(protection.ending[:200])


def _checks(protection: Protection) -> Iterator[str]:
    """The names of what is asked, whatever they are called."""
    if protection.way is Way.CHECKS and protection.name:
        yield protection.name
    elif protection.way is Way.REFUSES:
        yield from _CALL.findall(protection.text[:600])


def topics_in(text: str) -> frozenset[str]:
    """The topics of all names in a text."""
    return frozenset(topic_of(name) for name in set(_NAME.findall(text))) - {""}


_OWNER = re.compile(
    r"(?i)(?:\b|_)(?:owner|user|tenant|account|organi[sz]ation|org|workspace|team|author|created_?by)(?:_?(?:id|pk|uuid))?\"?"
    r"(?:=(?!=)|:|,| = |=>)"
)
"""A key that asks for the owner, with what follows it."""
_LOOK_UP = re.compile(
    r"(?:\.|->|::|\b)(?:where|filter|filter_by|find|find_?[bB]y\w*|find_?[oO]ne\w*|find_?[fF]irst\w*|find_?[uU]nique\w*|find_?[mM]any|get"
    r"|get_object_or_404|get_or_404|first|delete_?(?:[oO]ne|[mM]any)|update_?(?:[oO]ne|[mM]any)|query|query_?[rR]ow|Query(?:Row)?|Exec|execute)"
    r"\("
)
_THROUGH_OWNER = re.compile(
    r"(?i)\b(?:current_?user|request\.user|req\.user|self\.user|account|tenant|owner|user)(?:\(\))?[.>-]+\w+\b"
)
_KEYED = re.compile(r"(?i)\b(?:id|pk|uuid|slug|\w+_id|key)\b")


def look_ups(operations: Iterable[Operation]) -> tuple[list[Operation], list[Operation]]:
    """The statements that look something up by a key: those that ask for its owner too, and all others."""
    owned: list[Operation] = []
    other: list[Operation] = []
    for operation in operations:
        match = _LOOK_UP.search(operation.text[:600])
        if match is None:
            continue
        asked = operation.text[match.end() : 600]
        if _OWNER.search(asked) or _THROUGH_OWNER.search(operation.text[: match.start()]):
            owned.append(operation)
        elif _KEYED.search(asked):
            other.append(operation)
    return owned, other


def writes(name: str) -> bool:
    return bool(parts(name) & WRITING)


def reads(name: str) -> bool:
    return bool(parts(name) & READING)
