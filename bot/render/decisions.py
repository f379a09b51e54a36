"""The words for what people decided about observations, the same in every dialect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.model import Decision, DecisionSource, Dismissal, Observation
from bot.render import wording
from bot.render.wording import Dialect

_REASON = 300
"""Characters of a reason in a list of many."""


def decided(decision: Decision, dialect: Dialect, *, reason: int = _REASON) -> str:
    """Who dismissed it, as what, until when and why: "dismissed by `mona` as false positive until 2027-01-31: the host
    is internal". ``reason`` is how many characters of it are told."""
    if decision.source is DecisionSource.DELETED:
        return "its comment was deleted, so it is not posted again"
    parts = [f"dismissed by {_who(decision, dialect)}", *terms(decision)]
    why = dialect.prose(decision.reason.rstrip(" ."), reason)
    return " ".join(parts) + (f": {why}" if why else "")


def terms(decision: Decision) -> Iterator[str]:
    """As what it is dismissed, for which changes and until when; nothing for what holds without a kind and an end."""
    if decision.kind is not None:
        yield f"as {decision.kind.value.replace('-', ' ')}"
    if decision.alone:
        yield "for this change alone"
    if decision.until is not None:
        yield f"until {decision.until.isoformat()}"


def dismissed(item: Dismissal, dialect: Dialect) -> str:
    """One dismissed observation in a list."""
    name = dialect.code(item.observation.fingerprint, 64)
    return f"{place_and_title(item.observation, dialect)} (id {name}); {decided(item.decision, dialect)}"


def open_again(item: Dismissal, dialect: Dialect) -> str:
    """One observation whose dismissal is over."""
    ended = f" ended on {item.decision.until.isoformat()}" if item.decision.until else " is over"
    by = f" by {_who(item.decision, dialect)}" if item.decision.by else ""
    return f"{place_and_title(item.observation, dialect)}; open again since its dismissal{by}{ended}"


def deleted(item: Observation, dialect: Dialect) -> str:
    """One open observation whose comment is gone."""
    return f"{place_and_title(item, dialect)}; its comment was deleted, so it is not posted again"


_DOUBLED = "Said twice: another comment here says the same, and is kept."
TOLD_ELSEWHERE = "This summary was posted twice: {} is kept."


def closed(
    commit: str,
    moved_to: Observation | None,
    dialect: Dialect,
    dismissed: Decision | None = None,
    *,
    doubled: bool = False,
) -> str:
    """What a comment says that is no longer true where it stands: told at ``moved_to`` now, dismissed, or fixed; or
    ``doubled``, where another says the same."""
    if doubled:
        return _DOUBLED
    at = dialect.code(commit[:7], 20)
    if moved_to is not None:
        line = moved_to.line or moved_to.finding.span.start_line
        span = replace(moved_to.finding.span, path=moved_to.path, start_line=line, side=moved_to.side)
        return f"Moved in {at}: it is told at {wording.where(span, dialect)} now."
    if dismissed is not None:
        said = decided(dismissed, dialect)
        return f"{said[0].upper()}{said[1:]}."
    return f"Fixed in {at}."


def reopened(commit: str, expired: Decision | None, dialect: Dialect) -> str:
    """What a thread says whose observation is true again."""
    if expired is not None and expired.until is not None:
        return f"Open again since its dismissal ended on {expired.until.isoformat()}."
    return f"Back in {dialect.code(commit[:7], 20)}."


def place_and_title(item: Observation, dialect: Dialect) -> str:
    return f"{wording.where(item.finding.span, dialect)}: {wording.heading(item, dialect)}"


def _who(decision: Decision, dialect: Dialect) -> str:
    """The person, or the policy file that the decision stands in; there the person is what the file says."""
    if decision.source is DecisionSource.POLICY:
        by = f" ({dialect.code(decision.by, 60)})" if decision.by else ""
        return f"{dialect.code(decision.change or 'the policy file', 120)}{by}"
    return dialect.code(decision.by, 60) if decision.by else "somebody"
