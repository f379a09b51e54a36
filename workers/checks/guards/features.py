"""What is known of a lost protection, as a few plain yes-or-no features."""

from __future__ import annotations

import re

from bot.model import split_lines
from workers.checks.guards import vocabulary as words
from workers.checks.guards.comparison import Loss, unwrapped
from workers.checks.guards.facts import Kind, Outcome, squeezed
from workers.checks.guards.families import CLEARLY_WEAKER, SETTINGS, family
from workers.checks.guards.outcomes import REFUSES

_COMMENT = re.compile(r"(?:^|\s)(?:#|//|/?\*)\s*(.*)")
_OWNER = r"(?:_id|id|owner|user|author|tenant|account|team|org)"
OWNERSHIP = re.compile(rf"{_OWNER}\b\)?\s*[!=]==?\s*[\w.$>?-]*{_OWNER}\b", re.IGNORECASE)
_TYPE_CHECK = re.compile(r"\btypeof\b|\bisinstance\(|\bis_string\(|\bis_array\(|\binstanceof\b|\.is_a\?")
_EMPTY = re.compile(r"(?:[!=]==?|\bis(?: not)?)\s*(?:nil|null|None|undefined|\"\"|0)$|\.?(?:blank|empty|nil|present)\?$|^not [\w.]+$|^![\w.$>-]+$")
_CLIENT = re.compile(
    r"(?:^|/)(?:public|static|assets|resources/js|frontend|client|webapp/app|components|scenes|app/(?:javascript|menus|hooks|"
    r"actions|stores|utils|routes)|ui|wwwroot)/.*\.(?:js|jsx|ts|tsx)$|\.(?:jsx|tsx|vue)$"
)
"""Code that runs in the visitor's browser, where a check protects nobody but the visitor."""
_TOOL = re.compile(r"(?:^|/)(?:cmd|cli|tools?|bin|build|commands?|hacking|management|scripts?|dev|ci)/|(?:^|/)(?:cli|commands?|__main__)\.\w+$")
_GUARDED_PLACE = re.compile(
    r"(?i)auth|login|session|permission|polic|security|secur|middleware|access|acl|csrf|oauth|token|crypt|sanit|escap"
    r"|upload|attachment|password|account|sign|valid|filter|guard|proxy|cookie|redirect|webhook|html"
)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_NO_SUBJECT = frozenset(
    """
    not and or in is if None True False true false null nil undefined this self return typeof instanceof len strlen
    isinstance str new await err error const let var function empty isset count size length present blank
    """.split()
)
WIDE = 300
"""Removed lines in files of code; a change with more is a rebuilding, where much moves that no comparison sees."""


def features(loss: Loss, removed: int) -> frozenset[str]:
    """The features of one loss of a change that removes so many lines; empty where it is of no family that counts."""
    fact, comments = loss.fact, _comments(loss)
    spoken = words.parts(f"{fact.text} {fact.ending} {fact.name}")
    kind = family(loss, spoken | words.parts(comments))
    if kind is None:
        return frozenset()
    medium, strong = len(spoken & words.MEDIUM), len(spoken & words.STRONG)
    path = loss.sides.file.path
    held = {
        "clearly-weaker": kind in CLEARLY_WEAKER,
        "declared": kind in SETTINGS,
        "inherited": loss.is_inherited,
        "now-unconditional": fact.kind is Kind.CONDITION and _goes_on(loss),
        "strong-word": strong >= 1,
        "strong-words": strong >= 2,
        "medium-word": medium >= 1,
        "medium-words": medium >= 2,
        "accidental-word": bool(spoken & words.ACCIDENTAL),
        "name-of-definition": bool(words.parts(fact.place) & words.STRONG),
        "guarded-place": bool(_GUARDED_PLACE.search(path)),
        "comment": bool(words.parts(comments) & words.STRONG),
        "refusing-error": fact.kind is not Kind.CONDITION and bool(words.REFUSING_ERROR.search(fact.ending)),
        "programming-error": bool(words.PROGRAMMING_ERROR.search(fact.ending)),
        "ownership": bool(OWNERSHIP.search(fact.text)),
        "type-check": bool(_TYPE_CHECK.search(fact.text)),
        "emptiness": fact.kind in (Kind.REFUSAL, Kind.CONDITION) and bool(_EMPTY.search(fact.text)),
        "error-of-callee": bool(re.search(r"err [!=]= nil$", fact.text)),
        "no-of-predicate": bool(REFUSES.match(fact.ending)) and bool(words.PREDICATE.search(fact.place)),
        "gained-guard": _gained_guard(loss),
        "replaced-by-guard": _gained_guard(loss, in_hunk=True),
        "unwrapped": unwrapped(loss) or _bare(loss),
        "client-side": bool(_CLIENT.search(path)),
        "tool": bool(_TOOL.search(path)),
        "wide-change": removed > WIDE,
    }
    return frozenset({kind} | {name for name, holds in held.items() if holds} | _of_the_edit(loss) | _subject(loss))


def _of_the_edit(loss: Loss) -> set[str]:
    """What the hunk and the definition look like afterwards."""
    file, hunk, whole = loss.sides.file, loss.hunk, range(1, len(split_lines(loss.sides.file.base_text or "")) + 1)
    before = loss.sides.base_scopes.get(loss.fact.scope, whole)
    after = loss.sides.scopes.get(loss.fact.scope)
    removed = sum(line in before for line in file.removed_lines)
    added = sum(after is None or line in after for line in file.added_lines)
    held = {
        "nothing-instead": hunk.head_count == 0,
        "less-instead": 0 < hunk.head_count < hunk.base_count / 2,
        "much-instead": hunk.head_count > 6,
        "subtractive": added * 2 < removed,
        "additive": added > removed,
        "rewritten": removed > len(before) / 2,
        "small-definition": len(before) <= 8,
    }
    return {name for name, holds in held.items() if holds}


def _subject(loss: Loss) -> set[str]:
    """Whether what was looked at is still there: used after the place, or gone with the protection."""
    fact, sides = loss.fact, loss.sides
    own = {fact.name, fact.place} if fact.kind in (Kind.CALL, Kind.DECORATOR, Kind.CLEANING) else {fact.place}
    text = fact.target if fact.kind is Kind.CLEANING else f"{fact.value or fact.text}"
    asked = [name for name in _NAME.findall(text) if name not in _NO_SUBJECT and name not in own and len(name) > 1]
    if not asked or fact.kind in (Kind.DECORATOR, Kind.ENTRY, Kind.ARGUMENT, Kind.HEADER, Kind.SETTING, Kind.PATTERN):
        return set()
    lines = split_lines(sides.file.head_text or "")
    scope = sides.scopes.get(fact.scope, range(1, len(lines) + 1))
    start = loss.hunk.head_start + (loss.hunk.head_count if loss.became is None else 0)
    after = set(_NAME.findall("\n".join(lines[number - 1] for number in scope if start <= number <= len(lines))))
    everywhere = after | set(_NAME.findall("\n".join(lines[number - 1] for number in scope if number <= len(lines))))
    found: set[str] = set()
    if asked[0] in after or any(name in after for name in asked[:3]):
        found.add("subject-used")
    if not any(name in everywhere for name in asked):
        found.add("subject-gone")
    return found


def _goes_on(loss: Loss) -> bool:
    """Whether what stood under a condition is still there, now without it."""
    first = loss.fact.value
    text = squeezed(loss.sides.file.head_text or "") if len(first) > 8 else ""
    return bool(text) and loss.became is None and first in text


def _gained_guard(loss: Loss, *, in_hunk: bool = False) -> bool:
    """Whether the same definition, or place, won another protection that may take the place of this one."""
    here = range(loss.hunk.head_start, loss.hunk.head_start + loss.hunk.head_count)
    return any(
        other.scope == loss.fact.scope
        and other is not loss.became
        and (not in_hunk or other.line in here)
        and (
            (other.kind is Kind.REFUSAL and other.outcome in (Outcome.RAISE, Outcome.DENY))
            or (other.kind is Kind.CALL and bool(words.SURE_CALL.match(other.name)))
        )
        for other in loss.sides.head
    )


def _bare(loss: Loss) -> bool:
    """Whether what the call worked on is still used in the hunk, without the call."""
    if loss.fact.kind is not Kind.CALL:
        return False
    lines = split_lines(loss.sides.file.head_text or "")
    now = "\n".join(lines[number - 1] for number in loss.hunk.added if number <= len(lines))
    subjects = (loss.fact.value.split(",")[0].strip(), loss.fact.target.rpartition(".")[0])
    return loss.fact.name not in now and any(len(subject) > 2 and subject in now for subject in subjects)


def _comments(loss: Loss) -> str:
    """The comments that the hunk removed."""
    lines = split_lines(loss.sides.file.base_text or "")
    gone = (lines[number - 1] for number in loss.hunk.removed if number <= len(lines))
    return " ".join(match.group(1) for line in gone if (match := _COMMENT.search(line)))
