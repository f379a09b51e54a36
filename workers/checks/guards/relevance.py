"""How much a lost protection matters: what kind it was, its words, and what the edit put in its place.

Each loss gets a set of plain features; the sum of their weights is its score. The weights were fitted (logistic
regression) on real fixes replayed backwards against ordinary commits, and rounded; see docs/checks.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import split_lines
from workers.checks.guards import vocabulary as words
from workers.checks.guards.comparison import Loss
from workers.checks.guards.facts import Kind, Outcome

_TOKEN = re.compile(r"[A-Za-z_]\w*|\d+|[^\w\s]")
_WORD = re.compile(r"[A-Za-z_]\w+")
_TEXT = re.compile(r'"[^"]*"')
_COMMENT = re.compile(r"(?:^|\s)(?:#|//|/?\*)\s*(.*)")
_KEYWORDS = frozenset(
    "if not and or is in None True False self this return raise throw new null nil undefined len str int err error await "
    "const let var function".split()
)
_OWNERSHIP = re.compile(r"(?i)(?:_id|id|owner|user|author|tenant|account)\b\)?\s*[!=]==?\s*[\w.$>-]*(?:id|owner|user|author|tenant|account)\b")
_TYPE_CHECK = re.compile(r"\btypeof\b|\bisinstance\(|\bis_string\(|\bis_array\(|\binstanceof\b")
_AND, _OR = re.compile(r" and |&&"), re.compile(r" or |\|\|")
_BENIGN_HANDLER = re.compile(r"ImportError|ModuleNotFound|AttributeError|KeyError|StopIteration|Keyboard|OSError|IOError|UnicodeDecode")
_ANCHORS = re.compile(r"\\A|\\[zZb]|\^|\$")
_UNBOUND = re.compile(r"[+*]|\{\d+,\}")


@dataclass(frozen=True, slots=True)
class Shape:
    """What the edit did to the definition that held the protection."""

    removed: int
    added: int
    lines: int
    text: str
    """The definition in the head."""


def family(loss: Loss) -> str | None:
    """Which kind of loss it is, or ``None`` where it is none that counts."""
    fact, became = loss.fact, loss.became
    match fact.kind:
        case Kind.REFUSAL | Kind.CONDITION:
            return _condition_family(loss)
        case Kind.CALL:
            return _call_family(loss)
        case Kind.DECORATOR:
            known = words.SECURITY_DECORATOR.search(fact.target) and not words.NOT_SECURITY_DECORATOR.match(fact.name)
            return None if not known else "decorator-gone" if became is None else "decorator-edited"
        case Kind.SETTING:
            return _setting_family(loss)
        case Kind.ENTRY:
            return "entry-gone" if words.COLLECTION.search(fact.name) else None
        case Kind.DELETION:
            return "deletion-gone" if words.SENSITIVE_FIELD.search(fact.text) and became is None else None
        case Kind.HANDLER:
            return _handler_family(loss)
        case Kind.PATTERN:
            return "pattern-loosened" if became is not None and _loosened(fact.text, became.text) else None
        case Kind.DEFINITION:
            return "definition-gone" if words.PROTECTIVE_NAME.search(fact.name) and fact.scope else None


def _condition_family(loss: Loss) -> str | None:
    fact, became = loss.fact, loss.became
    refuses = fact.kind is Kind.REFUSAL and fact.outcome in (Outcome.RAISE, Outcome.DENY, Outcome.QUIET)
    kind = "refusal" if refuses else "condition"
    if became is None:
        if not refuses and not words.parts(f"{fact.text} {fact.ending} {_comments(loss)}") & words.STRONG:
            return None
        return f"refusal-gone-{fact.outcome.value}" if fact.kind is Kind.REFUSAL else "condition-gone"
    if refuses and became.kind is Kind.CONDITION:
        return "refusal-tamed"
    change = _logic(fact.text, became.text, refuses) or _direction(loss)
    if change in ("weaker", "shrunk") or (refuses and change == "swapped"):
        return f"{kind}-{change}"
    return None


def _logic(before: str, after: str, refuses: bool) -> str:
    """Whether a part of a condition that was lost or won makes it weaker or stronger."""
    lost = _parts(before) - _parts(after)
    won = _parts(after) - _parts(before)
    if bool(lost) == bool(won):
        return ""
    joined = after if won else before
    by_or, by_and = bool(_OR.search(joined)), bool(_AND.search(joined))
    if by_or == by_and:
        return ""
    weaker = by_or == (refuses if lost else not refuses)
    return "weaker" if weaker else "stronger"


def _parts(condition: str) -> frozenset[str]:
    return frozenset(part.strip(" ()") for part in re.split(r" and | or |&&|\|\|", condition))


def _call_family(loss: Loss) -> str | None:
    fact, became = loss.fact, loss.became
    if words.PATTERN_CALL.match(fact.name) and became is not None:
        return "pattern-loosened" if _loosened(fact.text, became.text) else None
    if words.REMOVING_CALL.match(fact.name):
        return "deletion-gone" if words.SENSITIVE_FIELD.search(fact.value) and became is None else None
    kind = "sure" if words.SURE_CALL.match(fact.name) else "likely" if words.LIKELY_CALL.match(fact.name) else ""
    if not kind:
        return None
    if became is None:
        return f"call-gone-{kind}"
    return f"call-edited-{kind}" if _direction(loss) == "shrunk" else None


def _setting_family(loss: Loss) -> str | None:
    fact, became = loss.fact, loss.became
    for name, protects in words.PROTECTIVE_SETTINGS:
        if name.match(fact.name) and protects.match(fact.value):
            if became is None:
                return "setting-gone"
            return None if protects.match(became.value) else "setting-edited"
    return None


def _handler_family(loss: Loss) -> str | None:
    fact, became = loss.fact, loss.became
    if fact.outcome not in (Outcome.RAISE, Outcome.DENY) or _BENIGN_HANDLER.search(fact.text):
        return None
    if became is None:
        return "handler-gone"
    return "handler-swallows" if became.outcome is Outcome.OTHER else None


def _loosened(before: str, after: str) -> bool:
    """Whether a pattern lost an anchor or won an unbounded repetition."""
    stricter = before.count("fullmatch") > after.count("fullmatch")
    anchors = len(_ANCHORS.findall(before)) > len(_ANCHORS.findall(after))
    return stricter or anchors or len(_UNBOUND.findall(after)) > len(_UNBOUND.findall(before))


def _direction(loss: Loss) -> str:
    """Whether an edited text only lost words, only won some, or swapped them."""
    assert loss.became is not None
    before, after = Counter(_TOKEN.findall(loss.fact.text)), Counter(_TOKEN.findall(loss.became.text))
    lost = [token for token in (before - after) if token[0].isalnum() or token in "<>=!^$"]
    won = [token for token in (after - before) if token[0].isalnum() or token in "<>=!^$"]
    if lost and not won:
        return "shrunk"
    if won and not lost:
        return "grown"
    return "swapped" if lost else "same"


def features(loss: Loss) -> frozenset[str]:
    """The features of one loss; empty where the loss is of no known family."""
    kind = family(loss)
    if kind is None:
        return frozenset()
    fact = loss.fact
    text = f"{fact.text} {fact.ending}"
    spoken = words.parts(text)
    shape = shape_of(loss)
    return frozenset(
        name
        for name, holds in {
            kind: True,
            "strong-word": bool(spoken & words.STRONG),
            "medium-word": bool(spoken & words.MEDIUM),
            "medium-words": len(spoken & words.MEDIUM) >= 2,
            "accidental-word": bool(spoken & words.ACCIDENTAL),
            "name-of-definition": bool(words.parts(fact.scope.rpartition(".")[2]) & words.STRONG),
            "comment": bool(words.parts(_comments(loss)) & words.STRONG),
            "refusing-error": bool(words.REFUSING_ERROR.search(fact.ending)),
            "programming-error": bool(words.PROGRAMMING_ERROR.search(fact.ending)),
            "nothing-instead": loss.hunk.head_count == 0,
            "less-instead": 0 < loss.hunk.head_count < loss.hunk.base_count / 2,
            "much-instead": loss.hunk.head_count > 6,
            "subtractive": shape.added * 2 < shape.removed,
            "additive": shape.added > shape.removed,
            "rewritten": shape.removed > shape.lines / 2,
            "small-definition": shape.lines <= 8,
            "unwrapped": fact.kind is Kind.CALL and _unwrapped(loss),
            "ownership": bool(_OWNERSHIP.search(fact.text)),
            "type-check": bool(_TYPE_CHECK.search(fact.text)),
            "gained-guard": _gained_guard(loss),
            "error-of-callee": bool(re.search(r"err [!=]= nil$", fact.text)),
        }.items()
        if holds
    )


def _gained_guard(loss: Loss) -> bool:
    """Whether the same definition won another protection that may take the place of this one."""
    return any(
        other.scope == loss.fact.scope
        and other is not loss.became
        and (
            (other.kind is Kind.REFUSAL and other.outcome in (Outcome.RAISE, Outcome.DENY))
            or (other.kind is Kind.CALL and bool(words.SURE_CALL.match(other.name)))
        )
        for other in loss.sides.head
    )


def shape_of(loss: Loss) -> Shape:
    file, scope = loss.sides.file, loss.fact.scope
    head = split_lines(file.head_text or "")
    whole = range(1, len(head) + 1)
    now = loss.sides.scopes.get(scope, whole)
    before = loss.sides.base_scopes.get(scope, range(1, len(split_lines(file.base_text or "")) + 1))
    return Shape(
        removed=sum(line in before for line in file.removed_lines),
        added=sum(line in now for line in file.added_lines),
        lines=max(1, len(before)),
        text="\n".join(head[now.start - 1 : now.stop - 1]),
    )


def _names(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_TEXT.sub("", text))) - _KEYWORDS


def _unwrapped(loss: Loss) -> bool:
    """Whether what the call worked on is still used in the hunk, without the call."""
    lines = split_lines(loss.sides.file.head_text or "")
    added = "\n".join(lines[number - 1] for number in loss.hunk.added if number <= len(lines))
    first = loss.fact.value.split(",")[0].strip()
    receiver = loss.fact.target.rpartition(".")[0]
    return any(len(part) > 2 and part in added for part in (first, receiver)) and loss.fact.name not in added


def _is_statement(loss: Loss) -> bool:
    lines = split_lines(loss.sides.file.base_text or "")
    text = lines[loss.fact.line - 1].strip().removeprefix("await ") if loss.fact.line <= len(lines) else ""
    return text.startswith(loss.fact.target + "(")


def _comments(loss: Loss) -> str:
    lines = split_lines(loss.sides.file.base_text or "")
    removed = (lines[number - 1] for number in loss.hunk.removed if number <= len(lines))
    return " ".join(match.group(1) for line in removed if (match := _COMMENT.search(line)))


WEIGHTS: Mapping[str, float] = {}
