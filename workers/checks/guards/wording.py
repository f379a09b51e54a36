"""What is said of a lost protection: which rule it is, what stood there, and the one question to answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import Area, Confidence, Finding, Severity, Side, split_lines
from workers.checks.base import CheckRule
from workers.checks.guards import vocabulary as words
from workers.checks.guards.comparison import Loss
from workers.checks.guards.facts import Kind
from workers.checks.guards.features import OWNERSHIP
from workers.checks.guards.relevance import CERTAIN, DEFECT

_GONE = "Line {line} of the base had `{guard}` {place}, and nothing in the change takes its place. {question}"
_EDITED = "Line {line} of the base had `{guard}`; now it is `{now}`. Does it still refuse as much?"


_NO_CODE = re.compile(r"#|//|/?\*|else\b|end\b")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a protection is about, known by its words."""

    name: str
    words: frozenset[str]
    severity: Severity
    area: Area
    cwe: int
    noun: str
    question: str
    remedy: str


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TOPICS = (
    Topic(
        "csrf",
        _words("""
            csrf xsrf csrftoken
        """),
        Severity.HIGH,
        Area.AUTHORIZATION,
        352,
        "protection against forged requests",
        "What keeps another site from sending this request in a user's name now?",
        "Keep the check of the token, or say which layer does it.",
    ),
    Topic(
        "verification",
        _words("""
            verify verified cert certificate certificates ssl tls signature signatures signed hmac
            digest hostname gpg fingerprint trusted nonce checksum
        """),
        Severity.HIGH,
        Area.CRYPTOGRAPHY,
        345,
        "verification",
        "What proves now that this comes from whom it claims?",
        "Keep the verification, and refuse what fails it.",
    ),
    Topic(
        "path-check",
        _words("""
            traversal symlink symlinks symbolic realpath normpath abspath basename commonpath
            commonprefix relative directory outside subpath within filename resolve folder hidden
        """),
        Severity.HIGH,
        Area.INPUT_VALIDATION,
        22,
        "check of a path",
        "What keeps the path inside the folder that it is meant for now?",
        "Resolve the path and compare it with the folder before it is used.",
    ),
    Topic(
        "redirect-check",
        _words("""
            redirect redirects netloc origin cors referer scheme host ssrf url
        """),
        Severity.MEDIUM,
        Area.INPUT_VALIDATION,
        601,
        "check of an address",
        "What keeps the address from leading to a place that an attacker chose now?",
        "Keep the comparison of scheme and host with what is allowed.",
    ),
    Topic(
        "authorization",
        _words("""
            auth authenticate authenticated authentication authorize authorized authorization permission
            permissions perm perms privilege privileges forbidden denied deny admin owner acl role roles
            login session sessions access private protected superuser user users allowed unauthorized
            account
        """),
        Severity.HIGH,
        Area.AUTHORIZATION,
        862,
        "check of who may do this",
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
        "protection of a secret",
        "Where can the secret be seen now that it could not be before?",
        "Remove or mask the secret before the data leaves this code.",
    ),
    Topic(
        "escaping",
        _words("""
            escape escaped quote quoted sanitize sanitized sanitise html xss bleach inject injection
            encode newline newlines crlf control header headers
        """),
        Severity.MEDIUM,
        Area.OUTPUT_ENCODING,
        116,
        "escaping or cleaning",
        "What makes this text harmless where it ends up now?",
        "Escape or refuse the text right where it is used.",
    ),
    Topic(
        "limit",
        _words("""
            limit limits max maximum size length len large long big exceed exceeds exceeded depth
            overflow timeout many truncated recursion memory count range bound bounds
        """),
        Severity.MEDIUM,
        Area.RESOURCE_LIMITS,
        770,
        "limit",
        "What bounds this now when the input is made to be huge?",
        "Keep a limit that holds before the work is done.",
    ),
)
_VALIDATION = Topic(
    "validation",
    frozenset(),
    Severity.MEDIUM,
    Area.INPUT_VALIDATION,
    20,
    "check",
    "What refuses the bad input now?",
    "Keep the check, or show where the input is checked before it gets here.",
)


_AUTHORIZATION = next(topic for topic in _TOPICS if topic.name == "authorization")


def _rules() -> Mapping[tuple[str, bool], CheckRule]:
    rules = {}
    for topic in (*_TOPICS, _VALIDATION):
        for edited in (False, True):
            how, text = ("weakened", _EDITED) if edited else ("removed", _GONE)
            rules[topic.name, edited] = CheckRule(
                f"guards.{topic.name}-{how}",
                topic.severity,
                Confidence.MEDIUM,
                topic.area,
                topic.cwe,
                f"A {topic.noun} was {how}" + (" from `{scope}`" if not edited else " in `{scope}`"),
                text,
                topic.remedy,
            )
    return rules


_RULES = _rules()
RULES = tuple(_RULES.values())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment stands."""

    side: Side
    line: int


def place(loss: Loss) -> Place:
    """On the line that took the protection's place, or on the base's line where nothing did."""
    if loss.became is not None:
        return Place(Side.HEAD, loss.became.line)
    return Place(Side.BASE, _base_line(loss))


def finding(score: float, loss: Loss) -> Finding:
    """The finding of one loss."""
    fact, became = loss.fact, loss.became
    topic, stands = _topic(loss), place(loss)
    return _RULES[topic.name, became is not None].at(
        loss.sides.file,
        stands.line,
        side=stands.side,
        confidence=_confidence(score),
        identity=f"{fact.kind.value} {fact.text} {fact.ending}",
        scope=fact.scope,
        words={
            "line": str(fact.line),
            "guard": _short(_shown(loss)),
            "now": _short(became.text) if became is not None else "",
            "place": _in_front_of(loss),
            "scope": fact.place or loss.sides.file.path.rpartition("/")[2],
            "question": topic.question,
        },
    )


def _topic(loss: Loss) -> Topic:
    """The topic whose words the protection has most of; the earlier one of equals."""
    fact = loss.fact
    own = words.parts(f"{fact.text} {fact.ending}")
    around = words.parts(fact.scope.rpartition(".")[2])
    best = max(_TOPICS, key=lambda topic: 2 * len(own & topic.words) + len(around & topic.words))
    if own & best.words:
        return best
    return _AUTHORIZATION if OWNERSHIP.search(fact.text) else _VALIDATION


def _confidence(score: float) -> Confidence:
    if score >= CERTAIN:
        return Confidence.HIGH
    return Confidence.MEDIUM if score >= DEFECT else Confidence.LOW


def _base_line(loss: Loss) -> int:
    """The first removed line of the protection."""
    removed = loss.sides.file.removed_lines
    return next((line for line in range(loss.fact.line, loss.fact.end_line + 1) if line in removed), loss.fact.line)


def _shown(loss: Loss) -> str:
    """The base's own text: of a refusal with its ending, of anything else the statement's line."""
    fact, lines = loss.fact, split_lines(loss.sides.file.base_text or "")
    last = fact.end_line if fact.kind in (Kind.REFUSAL, Kind.HANDLER, Kind.CALL, Kind.DECORATOR) else fact.line
    text = " ".join(line.strip() for line in lines[fact.line - 1 : last])
    return f"{fact.text} in {fact.name}" if fact.kind is Kind.ENTRY and fact.name not in text else text


def _in_front_of(loss: Loss) -> str:
    """What the protection stood in front of: the next line of code that is still there, or its definition."""
    lines = split_lines(loss.sides.file.head_text or "")
    hunk = loss.hunk
    after = hunk.head_start + hunk.head_count if hunk.head_count else hunk.head_start + 1
    scope = loss.sides.scopes.get(loss.fact.scope, range(1, len(lines) + 1))
    near = (lines[number - 1].strip() for number in range(after, min(after + 6, len(lines) + 1)) if number in scope)
    code = next((line for line in near if re.search(r"\w", line) and not _NO_CODE.match(line)), "")
    return f"in front of `{_short(code, 80)}`" if code else "here"


def _short(text: str, limit: int = 160) -> str:
    line = " ".join(text.split()).replace("`", "'")
    return line if len(line) <= limit else line[: limit - 1] + "…"
