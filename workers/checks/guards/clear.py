"""Losses that need no statistics: their own text says that more people get to it, or that more is told.

Real fixes hold too few of each to fit a weight, and a reviewer would stop at each whatever else the change does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.knowledge import protection as words
from workers.checks.guards import subjects
from workers.checks.guards.clear_kinds import PLAIN, came, came_in_hunk
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
_PLACE = re.compile(r"(?i)netloc|host|scheme|domain|origin|safe|external|url|starts?_?with|hasprefix|allowed")
_WRAPPER = re.compile(r"[@\[#]\s*\[?([A-Za-z_][\w.]*)")
_CONSTANT = re.compile(
    r"(?i)(?:\bor\b|\|\||&&|\band\b|\bif\b|\bunless\b)\s*+[(!]*+\s*+(?:not\s+)?(?:true|false|0|1)\b"
    r"|\b(?:true|false|0|1)\b\s*+\)*+\s*+(?:\bor\b|\|\||&&|\band\b)"
)
"""A constant among the operands of a condition: ``or True``, ``if (false && …``."""
_SWALLOWS = re.compile(r"\b(?:except|catch|rescue)\b")
_NAME = re.compile(r"[A-Za-z_]\w{3,}")
_LEADING = re.compile(r"(?i)redirect|location|forward")
_RANK = frozenset(
    "admin superuser superadmin staff owner moderator root permission permissions perm perms role can".split()
)
"""Words of a condition that asks for more than being signed in."""
_OWN = frozenset({"authz", "access", "acl", "owner", "owns", "author", "user", "creator", "tenant"})
_USER = re.compile(
    r"(?i)\bcurrent_?user\b|\b(?:req|request|session|auth|ctx|context|account)\W{1,3}(?:get)?user|\buser_?id\b|owner"
)
"""Whose a row is, or who asks."""
_SIGNED_IN = re.compile(r"(?i)logged_?in|log_?in_?required|authenticated|is_?anonymous")
_ANYBODY = frozenset("any anyone everybody reader member user public guest anonymous true all".split())
_AND = re.compile(r"(?<!\w)(?:and|or|&&|\|\|)(?!\w)")
_OPENS = re.compile(
    r"InsecureSkipVerify: *true|rejectUnauthorized: *false|\bverify *= *False|\.permit!|\$guarded *= *\[ *\]"
    r"|__return_true|\bpermitAll\(|\bAllowAny\b|\ballow_all\b|CERT_NONE|\bNoOpPasswordEncoder\b|verify_signature\W{1,4}False"
)
"""Settings that let everything in, in the languages' and the frameworks' own words."""
_NEAR = 2
_FEW = 6
"""Lines of a hunk that only makes a condition constant, or in which a log call took the place of a refusal."""
_LOG_CALL = re.compile(r"(?i)(?:^|[.>:\s])_?log(?:ger)?\w*(?:\.|->|::)\w+\(|console\.\w+\(|Log::\w+\(|\blog\.\w+\(")


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
    now = came_in_hunk(loss)
    names = set(_NAME.findall(loss.protection.text))
    idle = _CONSTANT.search(now) or _SWALLOWS.search(now)
    return bool(idle) and bool(names) and names <= set(_NAME.findall(now))


def _is_wrapper_gone(loss: Loss) -> bool:
    name = loss.protection.name
    return (
        loss.how is How.GONE
        and loss.protection.way is Way.WRAPS
        and loss.kind in ("", "subject")
        and bool(words.SECURITY_DECORATOR.search(name))
        and not words.NOT_SECURITY_DECORATOR.search(name)
        and (not loss.protection.owner or loss.protection.owner.startswith(("before_", "prepend_before")))
        and (subjects.of(loss).name in _ACCESS or _speaks_of_access(loss))
        and not _is_replaced(loss)
    )


def _is_replaced(loss: Loss) -> bool:
    """``@Secured("ROLE_ADMIN")`` → ``@PreAuthorize("hasRole('ADMIN')")``: another wrapper asks no less."""
    now = came_in_hunk(loss)
    asked = words.parts(loss.protection.text) & _RANK - {"role", "permission", "can"}
    return any(words.SECURITY_DECORATOR.search(name) for name in _WRAPPER.findall(now)) and asked <= words.parts(now)


def _came_behind(loss: Loss) -> str:
    """The new lines in or right behind a condition that still stands."""
    lost, lines = loss.protection, lines_of(loss.base.head_text or "")
    near = (hunk for hunk in loss.base.hunks if lost.line <= hunk.base_start <= lost.end_line + _NEAR)
    return "\n".join(lines[number - 1] for hunk in near for number in hunk.added if number <= len(lines))


def _is_way_around(loss: Loss) -> bool:
    acts = any(_EFFECT.match(call) for operation in loss.operations for call in operation.calls)
    refuses = loss.protection.way is Way.REFUSES and loss.kind in ("", "same-text", "branch")
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


def _asks_less(loss: Loss) -> bool:
    """``if not user.is_admin`` → ``if user is None``: what stands there no longer asks for a right."""
    if loss.protection.way not in (Way.REFUSES, Way.ENCLOSES, Way.WRAPS, Way.ANSWERS):
        return False
    asked = words.parts(loss.protection.text) & _RANK
    if loss.how is How.GONE:
        now = came_in_hunk(loss)
        return bool(_SIGNED_IN.search(now)) and bool(asked - words.parts(now))
    if loss.how is not How.WEAKER or loss.became is None or not asked:
        return False
    edits = loss.kind in ("comparison-widened", "clause-dropped", "role-lowered", "argument-dropped", "list-grown")
    joined_otherwise = _AND.sub("or", loss.protection.text) == _AND.sub("or", loss.became.text)
    return edits and (joined_otherwise or bool(asked - words.parts(came(loss))))


def _is_said_only(loss: Loss) -> bool:
    """``raise PermissionDenied`` → ``logger.warning(…)`` in the same condition."""
    refuses = loss.how is How.GONE and loss.protection.way in (Way.REFUSES, Way.CHECKS)
    now = _came_behind(loss) if refuses else ""
    logs = now.count("\n") < _FEW and bool(_LOG_CALL.search(now))
    return logs and bool(words.parts(f"{loss.protection.text} {loss.protection.ending}") & (_WHO | _OWN))


def _is_way_before(loss: Loss) -> bool:
    """The same as a way around: the new way stands in front of the check, and the old one is taken for moved."""
    new = (operation for operation in loss.operations if operation.line in loss.head.added_lines)
    acts = any(_EFFECT.match(call) for operation in new for call in operation.calls)
    return loss.how is How.LATER and loss.protection.way is Way.REFUSES and acts and _speaks_of_access(loss)


def _is_owner_gone(loss: Loss) -> bool:
    """``Note.objects.filter(owner=request.user)`` → ``Note.objects.all()``."""
    names = loss.kind in ("owner-filter", "argument-sure", "query") and bool(_USER.search(loss.protection.text))
    if not names or loss.how is How.MISSING or _USER.search(came_in_hunk(loss)):
        return False
    return not set(_USER.findall(loss.protection.text)) <= set(_USER.findall(came(loss)))


def _is_opened(loss: Loss) -> bool:
    """``permission_callback: can_edit`` → ``__return_true``: where a declaration stood, everything is let in."""
    declares = loss.protection.way in (Way.DECLARES, Way.ACTS) and loss.how in (How.GONE, How.WEAKER)
    return declares and not _OPENS.search(loss.protection.text) and bool(_OPENS.search(came_in_hunk(loss)))


def _is_policy_opened(loss: Loss) -> bool:
    """``check_str="role:admin"`` → ``check_str=""``, and not the other way round."""
    if loss.kind != "check-string" or loss.became is None:
        return False
    asked = words.parts(loss.protection.value or loss.protection.text) & _RANK
    asks = words.parts(loss.became.value or loss.became.text)
    is_empty = not re.search(r"\w", (loss.became.value or loss.became.text).rpartition("=")[2])
    return bool(asked) and (is_empty or (not asks & asked and bool(asks & _ANYBODY)))


def _is_anchor_of_lines(loss: Loss) -> bool:
    """``/\\A[a-z]+\\z/`` → ``/^[a-z]+$/`` in Ruby, where a line that fits is enough."""
    if loss.kind != "pattern-loosened" or loss.became is None:
        return False
    return "\\A" in loss.protection.text and "\\A" not in loss.became.text and "^" in loss.became.text


def _lets_everybody(loss: Loss) -> bool:
    """A predicate of access that answers the same to everybody: ``def can_edit(…): return True``."""
    constant = loss.how is How.WEAKER and loss.protection.way is Way.ANSWERS and loss.kind == "constant"
    return constant and bool(words.parts(f"{loss.protection.text} {loss.scope}") & (_WHO | _OWN | _RANK))


ROWS = (
    Row("role lowered", "`is_superuser` → `is_authenticated`; `compare_digest(a, b)` → `a == b`", _is_role_lowered),
    Row("never fires", "`if not user.is_admin` → `if not (user.is_admin or True)`", _never_fires),
    Row("wrapper gone", "`@login_required` above a view that is there without it", _is_wrapper_gone),
    Row("way around", "`if request.GET.get('force'): return server.delete()` in front of the check", _is_way_around),
    Row("open redirect", "`if parsed.netloc: target = '/'` before `redirect(target)`", _is_open_redirect),
    Row("told", "`LOG.debug('%s', scrubbed)` → `LOG.debug('%s', locations)`", _is_told),
    Row("by its sort", "`{{ name }}` → `{{ name|safe }}`; `session.cycle_key()` after a login", _is_of_clear_sort),
    Row("siblings", "a new view without the `@login_required` that all others have", _lacks_what_siblings_have),
    Row("asks less", "`if not user.is_admin` → `if user is None`", _asks_less),
    Row("said only", "`raise PermissionDenied` → `logger.warning('not the owner')`", _is_said_only),
    Row("way before", "`if force: return server.delete()` in front of the check", _is_way_before),
    Row("owner gone", "`filter(owner=request.user)` → `all()`", _is_owner_gone),
    Row("everybody", "`def can_edit(user): return user == self.owner` → `return True`", _lets_everybody),
    Row("opened", "`permission_callback: can_edit` → `__return_true`", _is_opened),
    Row("policy opened", "`check_str='role:admin'` → `check_str=''`", _is_policy_opened),
    Row("anchor of lines", "`/\\A[a-z]+\\z/` → `/^[a-z]+$/` in Ruby", _is_anchor_of_lines),
)


def clear(loss: Loss) -> str:
    """The name of the first row that holds; empty where none does."""
    return next((row.name for row in (*ROWS, *PLAIN) if row.holds(loss)), "")
