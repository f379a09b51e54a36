"""Losses that need no statistics: their own text says that more people get to it, or that more is told.

Real fixes hold too few of each to fit a weight, and a reviewer would stop at each whatever else the change does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.knowledge import protection as words
from workers.checks.guards import subjects
from workers.checks.guards.context import hunk_of, lines_of
from workers.checks.guards.model import How, Loss, Way

_ACCESS = frozenset({"authorization", "authentication", "ownership", "csrf"})
_EFFECT = re.compile(
    r"(?i)^(?:delete|destroy|remove|drop|save|update|create|insert|write|put|post|patch|send|execute|exec|run|transfer"
    r"|grant|revoke|publish|upload|redirect|render|truncate)(?:_|[A-Z]|$|!)"
)
"""Names of calls that change something or show it to somebody."""
_WHO = frozenset(
    "admin superuser staff owner permission permissions perm perms authorized authorised authorize authenticated role"
    " roles privilege privileges forbidden denied login logged unauthorized".split()
)
"""Words of a condition or an error about who may."""
_CLEAR_SORTS = frozenset(
    {
        (How.WEAKER, Way.CLEANS, "template-raw"),
        (How.WEAKER, Way.CLEANS, "placeholder"),
        (How.WEAKER, Way.CLEANS, "compare"),
        (How.GONE, Way.ACTS, "session"),
    }
)
"""Sorts that at most one in a thousand ordinary commits has."""
_PLACE = re.compile(r"(?i)netloc|host|scheme|domain|origin|safe|external|url|startswith")
_CONSTANT = re.compile(
    r"(?i)(?:\bor\b|\|\||&&|\band\b|\bif\b|\bunless\b)\s*[(!]*\s*(?:not\s+)?(?:true|false|0|1)\b"
    r"|\b(?:true|false|0|1)\b\s*\)*\s*(?:\bor\b|\|\||&&|\band\b)"
)
"""A constant among the operands of a condition: ``or True``, ``if (false && …``."""
_FEW = 6
"""Lines of a hunk that only makes a condition constant."""
_NAME = re.compile(r"[A-Za-z_]\w{3,}")
_LEADING = re.compile(r"(?i)redirect|location|forward")
_LOG_CALL = re.compile(r"(?i)(?:^|[.>:])_?log(?:ger)?\w*(?:\.|->|::)\w+\(|console\.\w+\(|Log::\w+\(|\blog\.\w+\(")


@dataclass(frozen=True, slots=True)
class Row:
    """One sort of clear loss, with an example."""

    name: str
    example: str
    holds: Callable[[Loss], bool]


def _speaks_of_access(loss: Loss) -> bool:
    """Whether the protection's own text says who may: ``user.is_superuser``, ``raise PermissionDenied``."""
    lost = loss.protection
    return bool(words.parts(f"{lost.text} {lost.ending} {lost.name}") & _WHO)


def _is_role_lowered(loss: Loss) -> bool:
    asks = loss.protection.way in (Way.REFUSES, Way.ENCLOSES, Way.WRAPS, Way.ANSWERS)
    lowered = loss.kind == "role-lowered" and _speaks_of_access(loss)
    return loss.how is How.WEAKER and asks and (lowered or loss.kind == "timing")


def _never_fires(loss: Loss) -> bool:
    refuses = loss.how is How.GONE and loss.protection.way in (Way.REFUSES, Way.CHECKS) and _speaks_of_access(loss)
    hunk = hunk_of(loss) if refuses else None
    if hunk is None or not 0 < hunk.head_count <= _FEW:
        return False
    lines = lines_of(loss.base.head_text or "")
    now = " ".join(lines[number - 1] for number in hunk.added if number <= len(lines))
    names = set(_NAME.findall(loss.protection.text))
    return bool(_CONSTANT.search(now)) and bool(names) and names <= set(_NAME.findall(now))


def _is_wrapper_gone(loss: Loss) -> bool:
    name = loss.protection.name
    return (
        loss.how is How.GONE
        and loss.protection.way is Way.WRAPS
        and loss.kind in ("", "subject")
        and bool(words.SECURITY_DECORATOR.search(name))
        and not words.NOT_SECURITY_DECORATOR.search(name)
        and (not loss.protection.owner or loss.protection.owner.startswith(("before_", "prepend_before")))
        and subjects.of(loss).name in _ACCESS
    )


def _is_way_around(loss: Loss) -> bool:
    acts = any(_EFFECT.match(call) for operation in loss.operations for call in operation.calls)
    refuses = loss.protection.way is Way.REFUSES and loss.kind in ("", "same-text")
    return loss.how is How.BYPASSED and refuses and acts and _speaks_of_access(loss)


def _is_open_redirect(loss: Loss) -> bool:
    leads = any(_LEADING.search(call) for operation in loss.operations for call in operation.calls)
    reset = loss.protection.way is Way.RESETS and loss.kind == "" and bool(_PLACE.search(loss.protection.text))
    return loss.how is How.GONE and reset and leads


def _is_told(loss: Loss) -> bool:
    logs = any(_LOG_CALL.search(operation.text) for operation in loss.operations[:2])
    masks = loss.protection.way is Way.ACTS and loss.kind == "masked"
    return masks and logs and loss.how is How.GONE and subjects.of(loss).name == "secrecy"


def _is_of_clear_sort(loss: Loss) -> bool:
    return (loss.how, loss.protection.way, loss.kind) in _CLEAR_SORTS


def _lacks_what_siblings_have(loss: Loss) -> bool:
    return loss.how is How.MISSING and loss.kind.startswith(("authorisation", "csrf", "owner-filter"))


ROWS = (
    Row("role lowered", "`is_superuser` → `is_authenticated`; `compare_digest(a, b)` → `a == b`", _is_role_lowered),
    Row("never fires", "`if not user.is_admin` → `if not (user.is_admin or True)`", _never_fires),
    Row("wrapper gone", "`@login_required` above a view that is there without it", _is_wrapper_gone),
    Row("way around", "`if request.GET.get('force'): return server.delete()` in front of the check", _is_way_around),
    Row("open redirect", "`if parsed.netloc: target = '/'` before `redirect(target)`", _is_open_redirect),
    Row("told", "`LOG.debug('%s', scrubbed)` → `LOG.debug('%s', locations)`", _is_told),
    Row("by its sort", "`{{ name }}` → `{{ name|safe }}`; `session.cycle_key()` after a login", _is_of_clear_sort),
    Row("siblings", "a new view without the `@login_required` that all others have", _lacks_what_siblings_have),
)


def clear(loss: Loss) -> str:
    """The name of the first row that holds; empty where none does."""
    return next((row.name for row in ROWS if row.holds(loss)), "")
