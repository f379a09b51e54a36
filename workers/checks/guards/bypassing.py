"""New ways around a protection that still stands: new code does without it what stands behind it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.model import Side
from workers.checks.guards.aligned import Aligned
from workers.checks.guards.model import How, Loss, Operation, Protection, Way
from workers.checks.guards.places import Places
from workers.checks.guards.protections import in_head, is_held

MOST = 200
"""New operations of a change that are looked at."""
MOST_LIKE = 20
"""Operations that do the same as a new one, and protections of each, that are looked at."""

_CALLEE = re.compile(r"(?<![\w$.])(?<!->)(?<!::)([A-Za-z_$@][\w$]*+(?:(?:\.|->|::|\?\.)[A-Za-z_$][\w$]*+)+[?!]?)\s*\(")
"""What is called, with what it is called on: ``Server.objects.get(``."""
_IDLE = re.compile(
    r"(?i)log|debug|info|warn|error|print|fprintf|sprintf|format|append|push|add|get|set|len|join|split|trim|strip|string"
    r"|contains|equals|has|map|filter|keys|values|items|isset|size|tostring|lower|upper|replace"
)
"""Last names of calls that are everywhere and do nothing by themselves."""
_CHANGES = re.compile(
    r"(?i)(?:delete|destroy|remove|drop|erase|purge|save|store|update|create|insert|write|send|exec|execute|run|spawn"
    r"|redirect|upload|publish|grant|revoke|approve|enable|disable|reset|set_?password|log_?in|sign_?in)(?![a-z])"
)
"""Names of calls that change something whatever they are called on."""
_WAYS = frozenset({Way.REFUSES, Way.CHECKS, Way.WRAPS, Way.ENCLOSES})


def losses(pairs: Sequence[Aligned], places: Places) -> Iterator[Loss]:
    """What a new operation of a pair does without the protection that stands in front of its like."""
    for item in pairs:
        guarded = _guarded(item)
        for new in item.head_left[:MOST]:
            for lost, like in _like(new, guarded).items():
                if any(is_held(in_head(lost, item.renamed), one) for one in new.protections):
                    continue
                yield _loss(item, places, lost, new, like)


def _guarded(item: Aligned) -> dict[str, list[tuple[Operation, tuple[Protection, ...]]]]:
    """The operations that kept protections, by what they do."""
    found: dict[str, list[tuple[Operation, tuple[Protection, ...]]]] = defaultdict(list)
    for base, head in item.same if item.head_left else ():
        stands = {(one.way, one.text, one.ending) for one in head.protections}
        # Of what was edited there is a loss already.
        kept = tuple(one for one in base.protections if one.way in _WAYS and (one.way, one.text, one.ending) in stands)
        if kept:
            for act in acts(head):
                found[act].append((head, kept))
    return found


def _like(
    new: Operation, guarded: dict[str, list[tuple[Operation, tuple[Protection, ...]]]]
) -> dict[Protection, Operation]:
    """The protections of operations that do the same as a new one, each with the first of these operations."""
    found: dict[Protection, Operation] = {}
    for act in acts(new):
        for like, kept in guarded.get(act, ())[:MOST_LIKE]:
            for one in kept[:MOST_LIKE]:
                found.setdefault(one, like)
    return found


def acts(item: Operation) -> Iterable[str]:
    """What an operation does, in words that two which do the same have in common: its callees, or its whole text."""
    found = [callee for callee in _CALLEE.findall(item.text) if not _is_idle(callee)]
    found += [name for name in item.calls if _CHANGES.match(name)]
    if not found and item.calls and not all(map(_is_idle, item.calls)):
        found.append(item.text)
    return dict.fromkeys(found)


def _is_idle(callee: str) -> bool:
    return bool(_IDLE.fullmatch(re.split(r"\W+", callee.rstrip("?!"))[-1]))


def _loss(item: Aligned, places: Places, lost: Protection, new: Operation, like: Operation) -> Loss:
    pair = item.pair
    return Loss(
        How.BYPASSED,
        lost,
        places.base(pair.base),
        pair.base.name,
        places.head(pair.head),
        pair.head.name,
        Side.HEAD,
        new.line,
        operations=(new, like),
        kind="same-text" if new.text == like.text else "",
    )
