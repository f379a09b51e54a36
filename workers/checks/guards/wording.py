"""What is said of a lost protection: which rule it is, what stood there, and the one question to answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge import protection as words
from bot.model import Confidence, Finding, Side, split_lines
from workers.checks.base import CheckRule, Lines
from workers.checks.guards.comparison import Loss, unwrapped
from workers.checks.guards.facts import Kind, squeezed
from workers.checks.guards.families import family
from workers.checks.guards.origin import Reason
from workers.checks.guards.relevance import CERTAIN, DEFECT, Ranked
from workers.checks.guards.topics import HEADER, SLOW_PATTERN, TIMING, TOPICS, VALIDATION, topic_of

_GONE = "Line {line} of the base had `{guard}` {place}, and {gone}{also}. {question}"
_EDITED = "Line {line} of the base had `{guard}`; {now}{how}{also}. {question}"
_NOW = "now it is `{now}`"
_LEFT_OUT = "what stood around it is there without it"
_REASON = "It came with {commit} of {day} (`{subject}`)."
_CERTAIN = "nothing in the change takes its place"
_DOUBT = "the change may make it in another way now"
_PLACE_OF = {
    "check-after-use": "in front of code that it now stands behind",
    "inherited": "in `{scope}`, which is gone while its name is still called",
    "unwrapped": "where the change now uses the value without it",
}
_HOW = {
    "answer-flipped": ": what was refused is let through",
    "answer-weaker": ": it asks for less",
    "bound-raised": ": the bound is higher",
    "comparison-widened": ": what only looks like the right value passes as well",
    "handler-swallows": ": the error no longer ends it",
    "pattern-ambiguous": ": its repetitions can share characters",
    "pattern-loosened": ": it accepts more than before",
    "refusal-tamed": ": it no longer ends there",
    "refusal-weaker": ": it refuses in fewer cases",
}
MOST_PLACES = 3
"""Of the same loss, named one by one."""
_STILL = "Does it still refuse as much?"
_NO_CODE = re.compile(r"#|//|/?\*|else\b|end\b")
_WHOLE = (Kind.REFUSAL, Kind.HANDLER, Kind.CALL, Kind.DECORATOR, Kind.RESULT)


def _rules() -> Mapping[tuple[str, bool], CheckRule]:
    rules = {}
    for topic in (*TOPICS, VALIDATION, HEADER, TIMING, SLOW_PATTERN):
        for edited in (False, True):
            how, text = ("weakened", _EDITED) if edited else ("removed", _GONE)
            if topic is SLOW_PATTERN and not edited:
                continue
            rules[topic.name, edited] = CheckRule(
                f"guards.{topic.name}-{how}",
                topic.severity,
                Confidence.MEDIUM,
                topic.area,
                topic.cwe,
                f"{topic.noun} was {how}" + (" from `{scope}`" if not edited else " in `{scope}`"),
                text,
                topic.remedy,
            )
    return rules


_RULES = _rules()
RULES = tuple(_RULES.values())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment stands."""

    side: Side
    line: int


def place(loss: Loss) -> Place:
    """On the line that took the protection's place, or on the base's line where nothing did."""
    if loss.became is not None and not loss.is_later:
        return Place(Side.HEAD, loss.became.line)
    return Place(Side.BASE, _base_line(loss))


def finding(ranked: Ranked) -> Finding:
    """The finding of one loss, and of the others that are the same."""
    loss = ranked.loss
    fact, became = loss.fact, None if loss.is_later else loss.became
    kind = family(loss, words.STRONG) or ""
    topic, stands = topic_of(loss, kind), place(loss)
    shown, now = _both(loss)
    scope = fact.place or loss.sides.file.path.rpartition("/")[2]
    question = topic.question if became is None or topic in (TIMING, SLOW_PATTERN) else _STILL
    return _RULES[topic.name, became is not None].at(
        loss.sides.file,
        Lines(stands.line, stands.line, stands.side),
        confidence=_confidence(ranked.score),
        identity=f"{fact.kind.value} {fact.text} {fact.ending}",
        scope=fact.scope,
        words={
            "line": str(fact.line),
            "guard": _short(shown),
            "now": _NOW.format(now=_short(now)) if now else _LEFT_OUT,
            "how": _HOW.get(kind, ""),
            "place": _where(loss, kind, scope),
            "scope": scope,
            "gone": _DOUBT if ranked.is_doubtful else _CERTAIN,
            "also": _also(loss, ranked.also),
            "question": f"{_reason(ranked.reason)} {question}",
        },
    )


def _reason(reason: Reason | None) -> str:
    """The commit that says why the protection was there; hosts make a link of its short id."""
    origin = reason.origin if reason else None
    if origin is None:
        return ""
    return _REASON.format(commit=origin.commit[:10], day=origin.day, subject=_short(origin.subject, 72))


def _also(loss: Loss, others: Sequence[Loss]) -> str:
    """Where else the same is lost."""
    if not others:
        return ""
    path = loss.sides.file.path
    named = [
        f"line {other.fact.line}" + (f" of `{_path(other.sides.file.path)}`" if other.sides.file.path != path else "")
        for other in others[:MOST_PLACES]
    ]
    rest = len(others) - len(named)
    places = [*named, f"{rest} more places" if rest > 1 else "one more place"] if rest else named
    return f"; the same goes for {', '.join(places[:-1])}{' and ' if len(places) > 1 else ''}{places[-1]}"


def _confidence(score: float) -> Confidence:
    if score >= CERTAIN:
        return Confidence.HIGH
    return Confidence.MEDIUM if score >= DEFECT else Confidence.LOW


def _base_line(loss: Loss) -> int:
    """The first removed line of the protection."""
    removed = loss.sides.file.removed_lines
    return next((line for line in range(loss.fact.line, loss.fact.end_line + 1) if line in removed), loss.fact.line)


def _shown(loss: Loss) -> str:
    """The base's own text: of a refusal with its ending, of anything else the statement's line."""
    fact, lines = loss.fact, split_lines(loss.sides.file.base_text or "")
    last = fact.end_line if fact.kind in _WHOLE else fact.line
    text = " ".join(line.strip() for line in lines[fact.line - 1 : last])
    if fact.kind is Kind.CONDITION and fact.text not in squeezed(text):
        return f"if {fact.text}"
    return f"{fact.text} in {fact.name}" if fact.kind is Kind.ENTRY and fact.name not in text else text


def _both(loss: Loss) -> tuple[str, str]:
    """What stood there and what stands there now, if anything: of long ones that begin alike, the lines that differ."""
    shown, now = _shown(loss), _now(loss)
    if loss.became is None or _short(shown) != _short(now):
        return shown, now
    file, fact, became = loss.sides.file, loss.fact, loss.became
    old, new = split_lines(file.base_text or ""), split_lines(file.head_text or "")
    gone = [old[number - 1].strip() for number in range(fact.line, fact.end_line + 1) if number in file.removed_lines]
    come = [new[number - 1].strip() for number in range(became.line, became.end_line + 1) if number in file.added_lines]
    return " ".join(gone) or shown, " ".join(come)


def _now(loss: Loss) -> str:
    """What took the protection's place, as the head has it."""
    became = loss.became
    if became is None:
        return ""
    lines = split_lines(loss.sides.file.head_text or "")
    last = became.end_line if became.kind in _WHOLE else became.line
    text = " ".join(line.strip() for line in lines[became.line - 1 : last])
    return became.text if not text or text.endswith(("=", "(", "{")) else text


def _where(loss: Loss, kind: str, scope: str) -> str:
    """What the protection stood in front of, or what goes on without it."""
    if loss.is_inherited:
        return _PLACE_OF["inherited"].format(scope=scope)
    if kind in _PLACE_OF:
        return _PLACE_OF[kind]
    return _PLACE_OF["unwrapped"] if unwrapped(loss) else _in_front_of(loss, scope)


def _in_front_of(loss: Loss, scope_name: str) -> str:
    """The next line of code that is still there, or the definition that it stood in."""
    lines = split_lines(loss.sides.file.head_text or "")
    hunk = loss.hunk
    after = hunk.head_start + hunk.head_count if hunk.head_count else hunk.head_start + 1
    scope = loss.sides.scopes.get(loss.fact.scope, range(1, len(lines) + 1))
    near = (lines[number - 1].strip() for number in range(after, min(after + 6, len(lines) + 1)) if number in scope)
    code = next((line for line in near if re.search(r"\w", line) and not _NO_CODE.match(line)), "")
    return f"in front of `{_short(code, 80)}`" if code else f"in `{scope_name}`"


def _path(path: str, limit: int = 40) -> str:
    """The end of a long path says more than its beginning."""
    return path if len(path) <= limit else f"…{path[1 - limit :]}"


def _short(text: str, limit: int = 140) -> str:
    line = " ".join(text.split()).replace("`", "'")
    return line if len(line) <= limit else line[: limit - 1] + "…"
