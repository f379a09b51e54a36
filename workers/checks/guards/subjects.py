"""What a lost protection protected against: one row of a table, by the words of the protection and around it.

The words of the error that it refused with tell most, then its own text and name, then what it stood in front of, then
the names of definition and file: ``if len(name) > 64: raise Forbidden`` is about access, not about length. A row has
words that tell by themselves and words that only hint; two words in a row count as one as well (``too_large``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from bot.knowledge import protection as words
from workers.checks.guards.context import lines_of
from workers.checks.guards.model import How, Loss, Way
from workers.checks.guards.subject_table import LAST_RESORT, SUBJECTS, Subject

ENDING, OWN, COMMENT, OPERATION, NEXT, ARGUMENT, PLACE = 4, 3, 3, 2, 1, 1, 1
"""What a word counts for by where it stands: in the refusal's end, in the protection, in the operation that it stood in
front of and the next one, in what a protecting call is given, in the names of definition and file."""
TELLS, HINTS = 3, 1
ENOUGH = 3
"""What the words must come to; less may be about anything, and is told as a check of input."""
LONGEST = 600
"""Characters read of one text: a refusal says at its beginning what it is about."""
_CERTAIN, _LIKELY, _CLEANS = 40, 8, 4


def _pairs(text: str, worth: int) -> dict[str, tuple[str, int]]:
    pairs = (pair.split("=") for pair in text.split())
    return {kind: (subject, worth) for kind, subject in pairs}


_BY_KIND: Mapping[str, tuple[str, int]] = _pairs(
    """
    attempts=attempts audit=audit-log cipher=algorithm claims=verification command=command compare=constant-time
    cookie=cookie cors=origin crypto=algorithm csrf=csrf depth=recursion dummy=constant-time
    error-detail=secrecy expiry=expiry field-shown=secrecy hash=algorithm header-removed=secrecy
    hidden-field=secrecy integrity=verification load=deserialization mask=secrecy method=csrf mode=file-mode
    object-keys=attributes owner=ownership password-field=secrecy query=query random=randomness sandbox=framing
    session=session shell=command slow=pattern template-condition=authorization template=escaping
    temporary-file=file-mode timing=constant-time tls=certificate token=session trusted-markup=escaping
    wiped=secrecy xml=xml
    """,
    _CERTAIN,
) | _pairs(
    """
    authorisation=authorization bound=limit code=code dynamic-call=code equality=authentication escape=escaping
    file-name=path-check header=header limit=limit lock=race markup=escaping masked=secrecy noopener=header
    output=escaping
    page-policy=header path=path-check permission=authorization privilege-reset=authorization
    query-filter=authorization size-of-field=limit state-filter=authorization strict=authentication timeout=limit
    transport=certificate
    """,
    _LIKELY,
)
"""What the kind of a loss, or its first word, says of its subject."""
_BY_NAME = (Way.CLEANS, Way.CHECKS, Way.WRAPS)
"""Calls: what is called says more than what it is given."""
_OF_THE_ASKER = re.compile(
    r"(?i)\b(?:user|owner|author|account|member|tenant|customer)(?:_?id)?\b[\"']? {0,2}(?::|=>|={1,3}).{0,40}"
    r"\b(?:auth|current_?user|session|req(?:uest)?|g|me)\b.{0,12}(?:user|id)\b"
)
"""A record's owner beside the one who asks: ``where(user_id: current_user.id)``."""
_SETTABLE = re.compile(r"(?i)fillable|permit|accessible|assignable|writ(?:e|able)")
"""Lists of the attributes that a sender may set, where others are lists of what is shown."""
_ANSWER = re.compile(r"return\b(?!.{0,200}(?:[eE]rr|Denied|[fF]orbidden|[dD]eny|\b40\d\b|[iI]nvalid))")
"""An ending that only answers something: its words are not those of a refusal."""
_CONSTANT_TIME = re.compile(
    r"(?i)compare_digest|safe_?equal|hash_equals|constant_?time|const_?time|secure_?compare|MessageDigest\.isEqual"
    r"|hmac\.equal|timing_?safe"
)
"""Comparisons that take the same time for every guess."""
COMMENT_LINES = 6
_COMMENT = re.compile(r"\s*(?:#(?!\[)|//|/?\*|--\s)")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_OF_LANGUAGE = frozenset("if and or is the a an of self this".split())

_SIGNS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in (
        (
            "@bound",
            r"(?:len\(|\blength\b|size|count|bytes)[\w().]{0,60} {0,2}[<>]"
            r"|[<>]=? {0,2}(?:[\w.:$>-]{0,60}(?i:max|limit)|\d{3,})|\b\d{3,} ?[<>]",
        ),
        ("@dots", r"\.\.[/\\\"']|[\"']\.\."),
        ("@index", r"[<>]=? ?[\w.]{0,60}(?:len\(|length|size\(\))|\b(?:len\([\w.]{1,60}\)|length) ?[<>]"),
        ("@internal", r"\b(?:127|10|169\.254|192\.168)\.\d|\b::1\b|(?i:localhost)"),
        ("@markup", r"&(?:lt|gt|amp|quot);|[\"'][<>][\"']|</?(?:script|a|p|div|span)\b"),
        ("@mode", r"\b0o?[0-7]{3}\b|S_I[RWX]"),
        ("@newline", r"\\r|\\n|\\x0[ad]|\\0|\bCRLF\b"),
        ("@post", r"(?i)method\W{1,12}post\b|\bis_?post\b|require_?post|\bpost\b.{0,12}\bmethod|request_method"),
    )
}
"""What the characters of a protection tell beside its words."""


def of(loss: Loss) -> Subject:
    """The subject of a loss; a check of input where nothing says more."""
    found: dict[str, int] = {}
    for weight, text in _texts(loss):
        most = TELLS if weight <= OPERATION else 2 * TELLS
        for name, worth in _rows_of(text[:LONGEST]):
            found[name] = found.get(name, 0) + weight * min(worth, most)
    for name, worth in _by_form(loss):
        found[name] = found.get(name, 0) + worth
    best = max(SUBJECTS, key=lambda subject: found.get(subject.name, 0))
    return best if found.get(best.name, 0) >= ENOUGH else LAST_RESORT


def _texts(loss: Loss) -> Iterator[tuple[int, str]]:
    """The texts around a loss, each with what its words count for."""
    lost = loss.protection
    yield (PLACE if _ANSWER.match(lost.ending) else ENDING), lost.ending
    if lost.way in _BY_NAME:
        yield OWN, _callee(lost.text[:LONGEST], lost.name)
        yield OWN, lost.name
        yield ARGUMENT, f"{lost.text} {lost.owner}"
    else:
        yield (
            OWN,
            " ".join([lost.text, *(part for part in (lost.name, lost.value, lost.owner) if part not in lost.text)]),
        )
    yield COMMENT, _comment(loss)
    for near, operation in zip((OPERATION, NEXT), loss.operations, strict=False):
        yield near, operation.text
    yield PLACE, f"{loss.scope} {loss.base.base_path.rpartition('/')[2].partition('.')[0]}"


def _comment(loss: Loss) -> str:
    """The comment above a protection, which says what it is for."""
    if loss.how is How.MISSING:
        return ""
    lines = lines_of(loss.base.base_text or "")
    said: list[str] = []
    for line in reversed(lines[max(0, loss.protection.line - 1 - COMMENT_LINES) : loss.protection.line - 1]):
        if not _COMMENT.match(line):
            break
        said.insert(0, line)
    return " ".join(said)


def _callee(text: str, name: str) -> str:
    """What is called by its last name, with what it is called on: ``db.quote`` of ``if ok: return db.quote(x)``."""
    found = re.search(rf"[\w.$>:@\\-]{{0,80}}{re.escape(name[:80])}", text) if name else None
    return found.group() if found else text.partition("(")[0]


def _by_form(loss: Loss) -> Iterator[tuple[str, int]]:
    """What kind and way of a loss tell: a function that cleans mostly escapes, a handler handles errors."""
    named = _BY_KIND.get(loss.kind) or _BY_KIND.get(loss.kind.partition("-")[0])
    if named is not None:
        yield named
    if loss.kind == "field-shown" and _SETTABLE.search(loss.protection.owner):
        yield "attributes", 2 * _CERTAIN
    if _takes_time(loss):
        yield "constant-time", _CERTAIN
    if loss.protection.way is Way.HANDLES:
        yield "error-handling", TELLS * OWN
    if loss.protection.way is Way.CLEANS and loss.kind != "strict-comparison":
        yield "escaping", _CLEANS
    lost_text = loss.protection.text[:LONGEST]
    is_narrowed = words.QUERY_CALL.match(loss.protection.name) and words.OWNED.search(lost_text)
    if is_narrowed or words.OWNERSHIP.search(lost_text) or _OF_THE_ASKER.search(lost_text):
        yield "ownership", TELLS * OWN


def _takes_time(loss: Loss) -> bool:
    """Whether a comparison took the same time for every guess, and what took its place does not."""
    was, became = loss.protection, loss.became
    was_constant = _CONSTANT_TIME.search(was.text[:LONGEST])
    return bool(became is not None and was_constant and not _CONSTANT_TIME.search(became.text[:LONGEST]))


@lru_cache(maxsize=4096)
def _rows_of(text: str) -> tuple[tuple[str, int], ...]:
    """The rows that the words of a text speak for, each with the sum of what they are worth."""
    found: dict[str, int] = {}
    for word in _said(text):
        for name, worth in _ROWS_BY_WORD.get(word, ()):
            found[name] = found.get(name, 0) + worth
    return tuple(found.items())


def _said(text: str) -> set[str]:
    """The words of a text, pairs of neighbours, and its signs."""
    single = [word for word in map(_stem, _WORD.findall(text)) if word not in _OF_LANGUAGE]
    pairs = (f"{one}_{other}" for one, other in pairwise(single))
    return {*single, *pairs, *(name for name, sign in _SIGNS.items() if sign.search(text))}


def _stem(word: str) -> str:
    """A word without its plural's end, in small letters."""
    small = word.lower()
    return small[:-1] if len(small) > 4 and small.endswith("s") and not small.endswith("ss") else small


def _by_word(subjects: Iterable[Subject]) -> Mapping[str, tuple[tuple[str, int], ...]]:
    rows: dict[str, list[tuple[str, int]]] = {}
    for subject in subjects:
        for phrases, worth in ((subject.telling, TELLS), (subject.hinting, HINTS)):
            for phrase in phrases:
                word = phrase if phrase.startswith("@") else "_".join(map(_stem, _WORD.findall(phrase)))
                rows.setdefault(word, []).append((subject.name, worth))
    return {word: tuple(found) for word, found in rows.items()}


_ROWS_BY_WORD = _by_word(SUBJECTS)
