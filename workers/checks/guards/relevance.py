"""How much a lost protection matters: what kind it was, its words, and what the edit put in its place.

Each loss has a set of plain features, and the sum of their weights is its score. The weights were fitted (logistic
regression) on real fixes replayed backwards against ordinary changes, and rounded; docs/checks.md has the figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.model import split_lines
from workers.checks.guards import vocabulary as words
from workers.checks.guards.comparison import Loss
from workers.checks.guards.facts import Kind, Outcome
from workers.checks.guards.families import family

DEFECT = 0.0
"""The score from which a loss is worth a line comment."""
CERTAIN = 1.2
OBSERVATION = -0.9
"""The score from which it is worth a line of the summary."""

_COMMENT = re.compile(r"(?:^|\s)(?:#|//|/?\*)\s*(.*)")
_OWNER = r"(?:_id|id|owner|user|author|tenant|account)"
OWNERSHIP = re.compile(rf"{_OWNER}\b\)?\s*[!=]==?\s*[\w.$>-]*{_OWNER}\b", re.IGNORECASE)
_TYPE_CHECK = re.compile(r"\btypeof\b|\bisinstance\(|\bis_string\(|\bis_array\(|\binstanceof\b")

_BIAS = -1.0
WEIGHTS: Mapping[str, float] = {
    # What kind of loss it is.
    "call-edited-likely": 0.8,
    "call-edited-sure": -1.0,
    "call-gone-likely": 0.9,
    "call-gone-sure": 0.6,
    "condition-gone": 0.2,
    "condition-shrunk": -1.0,
    "condition-weaker": -0.9,
    "decorator-edited": 0.6,
    "decorator-gone": 1.6,
    "definition-gone": 0.0,
    "deletion-gone": 0.5,
    "entry-gone": 1.8,
    "handler-gone": 1.0,
    "handler-swallows": 0.3,
    "pattern-loosened": -0.2,
    "refusal-gone-deny": -0.4,
    "refusal-gone-quiet": -1.3,
    "refusal-gone-raise": 0.1,
    "refusal-gone-value": -0.6,
    "refusal-shrunk": -0.1,
    "refusal-swapped": -1.4,
    "refusal-tamed": -0.7,
    "refusal-weaker": -1.4,
    "setting-edited": 0.7,
    "setting-gone": 1.5,
    # What it says.
    "accidental-word": -0.1,
    "comment": 0.4,
    "error-of-callee": -0.5,
    "medium-word": -0.1,
    "medium-words": 0.4,
    "name-of-definition": -0.3,
    "ownership": 1.1,
    "programming-error": -1.1,
    "refusing-error": 0.9,
    "strong-word": 0.6,
    "type-check": 0.3,
    # What the edit put in its place.
    "additive": -0.8,
    "gained-guard": -0.5,
    "less-instead": 0.5,
    "much-instead": -0.5,
    "nothing-instead": 1.0,
    "rewritten": -1.3,
    "small-definition": 0.4,
    "subtractive": 0.2,
    "unwrapped": 0.6,
}


def ranked(losses: Iterable[Loss]) -> list[tuple[float, Loss]]:
    """The losses that count with their scores, the gravest first, one for each hunk."""
    scored = [(sum(WEIGHTS[name] for name in found) + _BIAS, loss) for loss in losses if (found := features(loss))]
    scored.sort(key=lambda item: (-item[0], item[1].sides.file.path, item[1].fact.line, item[1].fact.text))
    best: dict[tuple[str, int], tuple[float, Loss]] = {}
    for score, loss in scored:
        best.setdefault((loss.sides.file.path, loss.hunk.base_start), (round(score, 6), loss))
    return list(best.values())


def features(loss: Loss) -> frozenset[str]:
    """The features of one loss; empty where it is of no family that counts."""
    fact, comments = loss.fact, _comments(loss)
    spoken = words.parts(f"{fact.text} {fact.ending}")
    kind = family(loss, spoken | words.parts(comments))
    if kind is None:
        return frozenset()
    medium = len(spoken & words.MEDIUM)
    held = {
        "strong-word": bool(spoken & words.STRONG),
        "medium-word": medium >= 1,
        "medium-words": medium >= 2,
        "accidental-word": bool(spoken & words.ACCIDENTAL),
        "name-of-definition": bool(words.parts(fact.scope.rpartition(".")[2]) & words.STRONG),
        "comment": bool(words.parts(comments) & words.STRONG),
        "refusing-error": bool(words.REFUSING_ERROR.search(fact.ending)),
        "programming-error": bool(words.PROGRAMMING_ERROR.search(fact.ending)),
        "ownership": bool(OWNERSHIP.search(fact.text)),
        "type-check": bool(_TYPE_CHECK.search(fact.text)),
        "error-of-callee": bool(re.search(r"err [!=]= nil$", fact.text)),
        "gained-guard": _gained_guard(loss),
        "unwrapped": fact.kind is Kind.CALL and _unwrapped(loss),
    }
    return frozenset({kind} | {name for name, holds in held.items() if holds} | _of_the_edit(loss))


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


def _unwrapped(loss: Loss) -> bool:
    """Whether what the call worked on is still used in the hunk, without the call."""
    lines = split_lines(loss.sides.file.head_text or "")
    now = "\n".join(lines[number - 1] for number in loss.hunk.added if number <= len(lines))
    subjects = (loss.fact.value.split(",")[0].strip(), loss.fact.target.rpartition(".")[0])
    return loss.fact.name not in now and any(len(subject) > 2 and subject in now for subject in subjects)


def _comments(loss: Loss) -> str:
    """The comments that the hunk removed."""
    lines = split_lines(loss.sides.file.base_text or "")
    gone = (lines[number - 1] for number in loss.hunk.removed if number <= len(lines))
    return " ".join(match.group(1) for line in gone if (match := _COMMENT.search(line)))
