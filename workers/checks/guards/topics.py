"""What protections are about: the words by which each topic is known, and what is asked where one is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.knowledge import protection as words
from bot.model import Area, Severity
from workers.checks.guards import edits
from workers.checks.guards.comparison import Loss
from workers.checks.guards.facts import Kind


@dataclass(frozen=True, slots=True)
class Topic:
    """What a protection is about, known by its words."""

    name: str
    words: frozenset[str]
    severity: Severity
    area: Area
    cwe: int
    noun: str
    """With its article, as a title begins."""
    question: str
    remedy: str


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TOPICS = (
    Topic(
        "csrf",
        _words("""
            csrf xsrf csrftoken
        """),
        Severity.HIGH,
        Area.AUTHORIZATION,
        352,
        "A protection against forged requests",
        "What keeps another site from sending this request in a user's name now?",
        "Keep the check of the token, or say which layer does it.",
    ),
    Topic(
        "verification",
        _words("""
            verify verified cert certificate certificates ssl tls signature signatures signed hmac jwt issuer
            audience digest gpg fingerprint trusted nonce checksum tampered
        """),
        Severity.HIGH,
        Area.CRYPTOGRAPHY,
        345,
        "A verification",
        "What proves now that this comes from whom it claims?",
        "Keep the verification, and refuse what fails it.",
    ),
    Topic(
        "path-check",
        _words("""
            traversal symlink symlinks symbolic realpath normpath abspath basename commonpath path
            commonprefix directory outside within filename folder hidden
        """),
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        22,
        "A check of a path",
        "What keeps the path inside the folder that it is meant for now?",
        "Resolve the path and compare it with the folder before it is used.",
    ),
    Topic(
        "redirect-check",
        _words("""
            redirect redirects netloc origin cors referer scheme host hostname ssrf url uri proxy
        """),
        Severity.MEDIUM,
        Area.INPUT_VALIDATION,
        601,
        "A check of an address",
        "What keeps the address from leading to a place that an attacker chose now?",
        "Keep the comparison of scheme and host with what is allowed.",
    ),
    Topic(
        "authorization",
        _words("""
            auth authenticate authenticated authentication authorize authorized authorization permission
            permissions perm perms privilege privileges forbidden denied deny admin owner acl role roles
            login session sessions access protected superuser user users unauthorized authorise authorised
            account visible editable locked expired disabled suspended
        """),
        Severity.HIGH,
        Area.AUTHORIZATION,
        862,
        "A check of who may do this",
        "Who may reach this now who could not before?",
        "Keep the check on every way to this code, or show where it is done now.",
    ),
    Topic(
        "secrecy",
        _words("""
            secret secrets password passwords passwd credential credentials cookie cookies
            mask redact log
        """),
        Severity.MEDIUM,
        Area.SECRETS,
        200,
        "A protection of a secret",
        "Where can the secret be seen now that it could not be before?",
        "Remove or mask the secret before the data leaves this code.",
    ),
    Topic(
        "escaping",
        _words("""
            escape escaped quote quoted sanitize sanitized sanitise html htmlspecialchars xss bleach inject
            injection encode encoded newline newlines crlf control header headers clean strip
        """),
        Severity.MEDIUM,
        Area.OUTPUT_ENCODING,
        116,
        "An escape or a cleaning step",
        "What makes this text harmless where it ends up now?",
        "Escape or refuse the text right where it is used.",
    ),
    Topic(
        "limit",
        _words("""
            limit limits max maximum size length len large long big exceed exceeds exceeded depth
            overflow timeout many truncated recursion memory count range bound bounds throttle attempts
        """),
        Severity.MEDIUM,
        Area.RESOURCE_LIMITS,
        770,
        "A limit",
        "What bounds this now when the input is made to be huge?",
        "Keep a limit that holds before the work is done.",
    ),
)
VALIDATION = Topic(
    "validation",
    frozenset(),
    Severity.MEDIUM,
    Area.INPUT_VALIDATION,
    20,
    "A check",
    "What refuses the bad input now?",
    "Keep the check, or show where the input is checked before it gets here.",
)
HEADER = Topic(
    "header",
    frozenset(),
    Severity.MEDIUM,
    Area.OUTPUT_ENCODING,
    693,
    "A header that protects",
    "What makes browsers as careful with this answer now?",
    "Keep the header on every answer, or show which layer sends it.",
)
TIMING = Topic(
    "constant-time",
    frozenset(),
    Severity.MEDIUM,
    Area.CRYPTOGRAPHY,
    208,
    "A comparison in constant time",
    "Can the time of the answer tell now how much of a guess is right?",
    "Compare secrets with the function that takes the same time for every guess.",
)
SLOW_PATTERN = Topic(
    "pattern",
    frozenset(),
    Severity.MEDIUM,
    Area.RESOURCE_LIMITS,
    1333,
    "A regular expression",
    "How long does it take for a text of some thousand characters that nearly fits?",
    "Let no two repetitions share characters, or bound the text before.",
)
AUTHORIZATION = next(topic for topic in TOPICS if topic.name == "authorization")
CSRF = next(topic for topic in TOPICS if topic.name == "csrf")
ADDRESS = next(topic for topic in TOPICS if topic.name == "redirect-check")
VAGUE = frozenset({"host", "url", "uri", "scheme", "proxy"})
"""Words of addresses that, alone, may be about anything."""


def topic_of(loss: Loss, kind: str) -> Topic:
    """The topic whose words the protection has most of, its name counting twice; the earlier one of equals."""
    fact = loss.fact
    if kind == "pattern-ambiguous":
        return SLOW_PATTERN
    if fact.kind is Kind.HEADER:
        return HEADER
    if edits.in_constant_time(fact.text) and (loss.became is None or not edits.in_constant_time(loss.became.text)):
        after = loss.became.text if loss.became is not None else loss.instead
        if re.search(r"(?i)[!=]=|equals?\(", after):
            return TIMING
    own, called = words.parts(f"{fact.text} {fact.ending}"), words.parts(fact.name)
    around = words.parts(fact.place)
    if (own | called) & CSRF.words:
        return CSRF

    def weight(topic: Topic) -> int:
        mine = (own | called | around) & topic.words
        if topic is ADDRESS and len(mine) == 1 and mine <= VAGUE:
            return 0
        return 2 * len(own & topic.words) + 2 * len(called & topic.words) + len(around & topic.words)

    best = max(TOPICS, key=weight)
    if weight(best) and (own | called) & best.words:
        return best
    return AUTHORIZATION if words.OWNERSHIP.search(fact.text) else VALIDATION
