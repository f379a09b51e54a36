"""What is known of a lost protection, as a few plain yes-or-no features."""

from __future__ import annotations

import re

from bot.knowledge import protection as words
from bot.model import split_lines
from workers.checks.guards.browser import runs_in_browser
from workers.checks.guards.change import Change, where_it_went
from workers.checks.guards.comparison import Loss, is_left
from workers.checks.guards.facts import Fact, Kind, Outcome
from workers.checks.guards.families import CLEARLY_WEAKER, SETTINGS, family
from workers.checks.guards.outcomes import REFUSES
from workers.checks.guards.topics import VALIDATION, topic_of

_COMMENT = re.compile(r"(?:^|\s)(?:#|//|/?\*)\s*(.*)")
_EMPTY = re.compile(
    r"(?:[!=]==?|\bis(?: not)?)\s*(?:nil|null|None|undefined|\"\"|0)$|\.?(?:blank|empty|nil|present)\?$|^not [\w.]+$"
    r"|^![\w.$>-]+$"
)
"""A condition that only asks whether there is something."""
_FALSE = re.compile(r"(?:===?|\bis)\s*(?:false|False)$")
_ESCAPES = re.compile(r"(?i)escap|encod|sanit|purif|strip_?tags|html")
_NULL = re.compile(r"(?:[!=]==?|\bis)\s*(?:nil|null|None|undefined)$")
"""A condition that asks whether something is not there; without it the next line fails all the same."""
_GUARDED_PLACE = re.compile(
    r"(?i)auth|login|session|permission|polic|security|secur|middleware|access|acl|csrf|oauth|token|crypt|sanit|escap"
    r"|upload|attachment|password|account|sign|valid|filter|guard|proxy|cookie|redirect|webhook|html"
)


def features(loss: Loss, change: Change) -> frozenset[str]:
    """The features of one loss of a change; empty where it is of no family that counts."""
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
        "strong-word": strong >= 1,
        "strong-words": strong >= 2,
        "medium-words": medium >= 2,
        "accidental-word": bool(spoken & words.ACCIDENTAL),
        "name-of-definition": bool(words.parts(fact.place) & words.STRONG),
        "guarded-place": bool(_GUARDED_PLACE.search(path)),
        "comment": bool(words.parts(comments) & words.STRONG),
        "refusing-error": fact.kind is not Kind.CONDITION and bool(words.REFUSING_ERROR.search(fact.ending)),
        "ownership": bool(words.OWNERSHIP.search(fact.text)),
        "of-no-topic": topic_of(loss, kind) is VALIDATION,
        "emptiness": fact.kind in (Kind.REFUSAL, Kind.CONDITION) and bool(_EMPTY.search(fact.text)),
        "null-raise": _raises_for_null(fact),
        "no-of-predicate": bool(REFUSES.match(fact.ending)) and bool(words.PREDICATE.search(fact.place)),
        "gained-guard": _gained_guard(loss),
        "replaced-by-guard": _gained_guard(loss, in_hunk=True),
        "unwrapped": is_left(loss),
    } | _of_the_client(loss)
    said = {name for name, holds in held.items() if holds}
    found = {kind} | said | _of_the_edit(loss) | change.features(loss)
    return frozenset(found | where_it_went(loss, found))


def _of_the_client(loss: Loss) -> dict[str, bool]:
    """Whether it runs in the browser, where nothing but an escape protects anybody."""
    is_client = runs_in_browser(loss.sides.file)
    escapes = _ESCAPES.search(loss.fact.name) or loss.fact.kind is Kind.HEADER
    return {"client-side": is_client, "client-check": is_client and not escapes}


def _of_the_edit(loss: Loss) -> set[str]:
    """What the hunk and the definition look like afterwards."""
    file, hunk, whole = loss.sides.file, loss.hunk, range(1, len(split_lines(loss.sides.file.base_text or "")) + 1)
    before = loss.sides.base_scopes.get(loss.fact.scope, whole)
    after = loss.sides.scopes.get(loss.fact.scope)
    removed = sum(line in before for line in file.removed_lines)
    added = sum(after is None or line in after for line in file.added_lines)
    held = {
        "nothing-instead": hunk.head_count == 0,
        "much-instead": hunk.head_count > 6,
        "subtractive": added * 2 < removed,
        "additive": added > removed,
        "rewritten": removed > len(before) / 2,
        "by-the-way": loss.fact.kind in _SMALL and hunk.base_count >= 5 and not hunk.head_count and _is_part(loss),
        "small-definition": len(before) <= 8,
    }
    return {name for name, holds in held.items() if holds}


_SMALL = (Kind.CALL, Kind.SETTING, Kind.ARGUMENT, Kind.ENTRY, Kind.HEADER)


def _is_part(loss: Loss) -> bool:
    """Whether the protection was only a small part of a block that went as a whole."""
    return 3 * (loss.fact.end_line - loss.fact.line + 1) < loss.hunk.base_count


def _is_guard(name: str, *, also_likely: bool) -> bool:
    return bool(words.SURE_CALL.match(name)) or (also_likely and bool(words.LIKELY_CALL.match(name)))


def _gained_guard(loss: Loss, *, in_hunk: bool = False) -> bool:
    """Whether the same definition, or place, won another protection that may take the place of this one."""
    here = range(loss.hunk.head_start, loss.hunk.head_start + loss.hunk.head_count)
    return any(
        other.scope == loss.fact.scope
        and other is not loss.became
        and (not in_hunk or other.line in here)
        and (
            (other.kind is Kind.REFUSAL and other.outcome in (Outcome.RAISE, Outcome.DENY))
            or (other.kind is Kind.CALL and _is_guard(other.name, also_likely=in_hunk))
        )
        for other in loss.sides.head
    )


def _raises_for_null(fact: Fact) -> bool:
    """Whether it raises because something is not there, and that is no question of who asks."""
    asked = [part.strip(" ()") for part in re.split(r" and | or |&&|\|\|", fact.text)]
    is_null = any(map(_NULL.search, asked)) and all(_NULL.search(part) or _FALSE.search(part) for part in asked)
    is_refusal = fact.kind is Kind.REFUSAL and fact.outcome in (Outcome.RAISE, Outcome.DENY)
    return is_refusal and is_null and not words.DENIAL.search(fact.ending) and not words.parts(fact.text) & words.STRONG


def _comments(loss: Loss) -> str:
    """The comments that the hunk removed."""
    lines = split_lines(loss.sides.file.base_text or "")
    gone = (lines[number - 1] for number in loss.hunk.removed if number <= len(lines))
    return " ".join(match.group(1) for line in gone if (match := _COMMENT.search(line)))
