"""Settings that protect: flags, bounds and arguments that make a call check something, and what became of them."""

from __future__ import annotations

import re

from bot.knowledge import protection as words
from bot.model import split_lines
from workers.checks.guards.comparison import Loss
from workers.checks.guards.edits import CODE, Edit, edit, raised
from workers.checks.guards.facts import Fact, squeezed

_COMPUTED = re.compile(r"(?!(?i:true|false|none|null|nil)\b)(?:.*[)\]]|(?:.*[.>:])?[a-z]\w*)$")
"""A value that other code gives."""
_LITERAL = re.compile(r"^(?:[\d_.* ]+|[\"\[].*|(?i:true|false|none|nil|null)|[\w.:$>-]*[A-Z][\w.:]*(?:\(.*\))?)$")
_LONGEST_SETTING = 4
"""Lines that one setting may take."""
_DEFAULT = re.compile(r"(?i)env\w*\b.*,\s*\"[\w-]+\"\)+$")
"""What the environment says, or else a value."""
_NUMBER = re.compile(r"[\d(][\d_*+ .)(]*$")
_STATE = re.compile(r"(?i)(?:verified|validated|checked|authenticated|confirmed)$|deprecat")
"""Names of what is known of something: saying less of it lets nobody through. And of what will go one day."""


def matters(fact: Fact) -> bool:
    """Whether losing the setting could let anybody through."""
    if _STATE.search(fact.name):
        return False
    is_prose = len(fact.value.split()) > 2 and bool(re.match(r"[\"'`]", fact.value))
    return (
        not is_prose
        and not _is_given_on(fact)
        and protects(fact.name, fact.value)
        and (not fact.target or _is_set(fact))
    )


def family(loss: Loss) -> str | None:
    """The family of a setting that was lost or edited, or ``None`` where it is none that counts."""
    return None if _is_dead(loss) or _is_said_still(loss) else _family(loss)


def _is_given_on(fact: Fact) -> bool:
    """Whether it only copies a field, ``Nonce: state.Nonce``, or its name is that of a module or a route."""
    last = re.search(r"[.>:$](\w+)$" if not fact.name[:1].isupper() else r"\b(\w+)$", fact.value)
    is_copy = not fact.target and last is not None and last.group(1).lower() == fact.name.lower()
    is_kept = fact.target.rpartition(".")[0] in ("self", "this") and fact.value == fact.name
    return is_copy or is_kept or "/" in fact.name


def _is_set(fact: Fact) -> bool:
    """Whether an assignment is a setting, not a step of a computation."""
    is_flag = words.is_on(fact.value) or words.is_off(fact.value)
    return is_flag or bool(_LITERAL.match(fact.value)) or bool(_DEFAULT.search(fact.value))


def protects(name: str, value: str) -> bool:
    """Whether a setting is one that protects, as it is set."""
    if words.PROTECTS_WHEN_OFF.search(name):
        return words.is_off(value)
    if words.PROTECTS_WHEN_ON.search(name) and words.is_on(value):
        return True
    if words.ARGUMENT_THAT_CHECKS.match(name):
        return not words.is_off(value)
    if words.BOUND.search(name) and not words.is_off(value) and (_NUMBER.match(value) or words.is_constant(value)):
        return True
    return bool(words.STRICT_VALUE.search(value)) and len(value) <= 80


def _family(loss: Loss) -> str | None:
    fact, became = loss.fact, loss.became
    name, value = fact.name, fact.value
    strict = bool(words.STRICT_VALUE.search(value)) and not words.ARGUMENT_THAT_CHECKS.match(name)
    if became is None and loss.hunk.base_count > _LONGEST_SETTING and not loss.hunk.head_count and not fact.target:
        # What it was a setting of went with it.
        return None
    if became is None:
        by_value_only = strict and not words.PROTECTS_WHEN_ON.search(name) and not words.BOUND.search(name)
        return None if by_value_only else "setting-gone"
    if words.PROTECTS_WHEN_OFF.search(name):
        return "setting-edited" if words.is_on(became.value) and not words.is_on(value) else None
    if words.PROTECTS_WHEN_ON.search(name) and words.is_on(value):
        return "setting-edited" if words.is_off(became.value) else None
    if words.BOUND.search(name) and (_NUMBER.match(value) or words.is_constant(value)):
        return "bound-raised" if raised(value, became.value) or words.is_off(became.value) else None
    lax = words.LAX_VALUE.search(became.value) and not words.LAX_VALUE.search(value)
    if words.STRICT_VALUE.search(value) and lax:
        return "setting-edited"
    has_code = CODE.search(value)
    if words.ARGUMENT_THAT_CHECKS.match(name) and not has_code and edit(value, became.value) is Edit.SHRUNK:
        return "setting-edited"
    return None


def _is_dead(loss: Loss) -> bool:
    """Whether a plain variable that was set is named nowhere any more."""
    plain = re.fullmatch(r"[\w ]*?(\w+)", loss.fact.target) if loss.fact.target else _bound(loss)
    if plain is None or loss.became is not None:
        return False
    is_local = bool(loss.fact.scope) and not plain.group(1).isupper()
    around = loss.definition if is_local else loss.sides.file.head_text or ""
    return not re.search(rf"\b{re.escape(plain.group(1))}\b", around)


def _is_said_still(loss: Loss) -> bool:
    """Whether a setting that is gone only gave on a value, or still stands as it was in the same definition."""
    fact = loss.fact
    if loss.became is not None:
        return False
    line = split_lines(loss.sides.file.base_text or "")[fact.line - 1]
    is_data = bool(re.search(rf"[\"']{re.escape(fact.name)}[\"']", line))
    if _COMPUTED.match(fact.value) and (is_data or not words.ARGUMENT_THAT_CHECKS.match(fact.name)):
        return True
    here = squeezed(loss.definition)
    return not loss.hunk.head_count and bool(
        re.search(
            rf"\b{re.escape(fact.name)}\"?(?:: ?[\w.| \[\]]+)?(?: ?[:=] ?| => ){re.escape(fact.value)}(?![\w.])", here
        )
    )


def _bound(loss: Loss) -> re.Match[str] | None:
    """The variable that the statement around a setting was bound to."""
    line = split_lines(loss.sides.file.base_text or "")[loss.fact.line - 1]
    return re.match(r"\s*(?:var |let |const |final )?(\w+)\s*:?=[^=]", line)
