"""What is said of a loss: which rule it is, what protected what, how the operation is reached now, and one question."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.model import ChangedFile, Confidence, Finding, Side, split_lines
from workers.checks.base import CheckRule, Lines
from workers.checks.guards.context import hunk_of
from workers.checks.guards.model import How, Loss, Operation, Protection, Way
from workers.checks.guards.origin import Reason
from workers.checks.guards.quoting import beside, listed, path, refusal, short, trimmed, written
from workers.checks.guards.subject_table import LAST_RESORT, SUBJECTS, Subject

LONGEST = 600
"""Characters of a message."""
MOST_PLACES, MOST_SIBLINGS = 2, 3
"""Named one by one; of the others only the number is told."""

_RULE_OF: Mapping[How, str] = {
    How.GONE: "removed",
    How.WEAKER: "weakened",
    How.BYPASSED: "weakened",
    How.LATER: "weakened",
    How.MISSING: "missing",
}
_TITLES: Mapping[How, str] = {
    How.GONE: "{noun} was removed from `{scope}`",
    How.WEAKER: "{noun} was weakened in `{scope}`",
    How.BYPASSED: "{noun} can be bypassed in `{scope}`",
    How.LATER: "{noun} comes too late in `{scope}`",
    How.MISSING: "{noun} is missing in `{scope}`",
}
_MESSAGE = "{told}{also}. {question}"
_REASON = "It came with {commit} of {day} (`{subject}`)."
_STILL = "Does what stands there now protect as much?"
_LIKE_SIBLINGS = "Give it what its siblings have, or say why it needs none."

_WITHOUT: Mapping[Way, str] = {
    Way.REFUSES: "is now reached without it",
    Way.SKIPS: "is now reached without it",
    Way.ENCLOSES: "is now reached without it",
    Way.CHECKS: "is now reached without it",
    Way.WRAPS: "is now reached without it",
    Way.RESETS: "now gets the value as it came",
    Way.CLEANS: "now gets the value as it came",
    Way.HANDLES: "can now fail without it",
    Way.DECLARES: "now runs without it",
    Way.ACTS: "now runs without it",
    Way.ANSWERS: "now answers without it",
}
"""How an operation goes on without a protection of each way."""
_WEAKER: Mapping[str, str] = {
    "argument-dropped": ", which gets less to check",
    "bound": ", a higher bound",
    "bound-changed": "",
    "bound-dropped": ", which bounds nothing",
    "bound-raised": ", a higher bound",
    "call-changed": "",
    "case": "",
    "clause-dropped": ", which refuses in fewer cases",
    "cleaner-dropped": ", which cleans less",
    "comparison-widened": ", which more values pass",
    "constant": ", which always decides the same",
    "edited": "",
    "equality-loosened": ", which lets values of different types be equal",
    "exemption-added": ", which makes an exception",
    "limit-raised": ", a higher limit",
    "list-grown": ", a longer list of what is allowed",
    "list-shrunk": ", a shorter list",
    "null-check-dropped": ", which no longer asks whether there is a value",
    "pattern": ", which accepts more",
    "pattern-ambiguous": ", whose repetitions can share characters",
    "permission-changed": "",
    "permission-edited": "",
    "permission-replaced": "",
    "role-lowered": ", for which a lower role is enough",
    "slow": ", whose repetitions can share characters",
    "softer-ending": ", which no longer stops there",
    "strict-comparison": ", which lets values of different types be equal",
    "swapped": "",
    "switched-off": ", which is off",
    "timeout-raised": ", a longer time",
    "timing": ", which takes longer the more of a guess is right",
    "unresolved": ", which asks about the path before it is resolved",
    "value-weakened": ", a weaker value",
}
"""By the kind of a loss, or its first word: why what took the place is weaker; empty where that is only likely."""
_LESS = ", which protects less"
_DOES = re.compile(r"\w ?\(|=|<|\breturn\b|\w \w")
"""What the text of an operation has that is worth quoting: a call, an assignment, markup, more than one word."""
_EFFECT = re.compile(
    r"(?i)^_?(?:delete|destroy|remove|drop|save|update|create|insert|write|put|post|patch|send|exec|execute|run|transfer"
    r"|grant|revoke|publish|upload|redirect|render|truncate|unlink|system|spawn|open|sign_?in|log_?in|echo)"
    r"(?:_|[A-Z]|$|!)"
)
"""Names of calls that change something, or show it to somebody: ``delete``, ``redirect_to``."""
_SETS = re.compile(r"(?i)\b(?:session|cookies?|headers?)(?:\[[^\]]{1,60}\]|\.\w{1,60}) = ")
"""An assignment that outlives its function: ``session["user"] = user.id``."""
MOST_LOOKED_AT = 5
"""Operations of a loss among which the one that matters most is looked for."""
LONGEST_ENDING = 100
"""Characters of an ending that is quoted with its condition."""
MOST_LINES = 12
"""After the first line of a condition: where its ending stands."""
_WHOLE = frozenset(Way) - {Way.ENCLOSES, Way.ANSWERS}
"""Ways whose protection is shown from its first line to its last; of the others the first line alone."""


def _rules() -> Mapping[tuple[str, str], CheckRule]:
    rules = {}
    for subject in (*SUBJECTS, LAST_RESORT):
        for how in (How.GONE, How.WEAKER, How.MISSING):
            ending = _RULE_OF[how]
            rules[subject.name, ending] = CheckRule(
                f"guards.{subject.name}-{ending}",
                subject.severity,
                Confidence.MEDIUM,
                subject.area,
                subject.cwe,
                _TITLES[how].replace("{noun}", subject.noun),
                _MESSAGE,
                _LIKE_SIBLINGS if how is How.MISSING else subject.remedy,
            )
    return rules


_RULES = _rules()
RULES = tuple(_RULES.values())


def finding(
    loss: Loss,
    subject: Subject,
    *,
    confidence: Confidence,
    reason: Reason | None = None,
    also: Sequence[Loss] = (),
) -> Finding:
    """The finding of a loss. ``also`` are other losses of the same protection, which are one question with this one."""
    is_new = loss.how is How.MISSING
    scope = (loss.head_scope if is_new else loss.scope) or _name(loss.head.path if is_new else loss.base.base_path)
    file = loss.head if loss.side is Side.HEAD else loss.base
    shown = _TITLES[loss.how].format(noun=subject.noun, scope=short(scope, 60))
    told = _RULES[subject.name, _RULE_OF[loss.how]].at(
        file,
        Lines(loss.line, loss.line, loss.side),
        confidence=confidence,
        identity=_identity(loss),
        scope=loss.head_scope if is_new else loss.scope,
        words={"scope": short(scope, 60), **_words(loss, subject, reason, also)},
    )
    return replace(told, title=shown)


def _identity(loss: Loss) -> str:
    """What the fingerprint knows a loss by: nothing that the change moves or renames.

    Of what is missing it is only the name of what siblings carry: the siblings come and go.
    """
    lost = loss.protection
    if loss.how is How.MISSING:
        return f"{lost.way.value} {lost.name or lost.text}"
    return f"{lost.way.value} {lost.text} {lost.ending}"


def _words(loss: Loss, subject: Subject, reason: Reason | None, also: Sequence[Loss]) -> Mapping[str, str]:
    """The parts of the message, cut so far that the whole of it is short and ends with its question."""
    question = _STILL if _is_doubtful(loss) else subject.question
    words: dict[str, str] = {}
    for limit in (140, 100, 70, 40, 20):
        words = {
            "told": _TELLS[loss.how](loss, limit),
            "also": _also(loss, also, limit // 2),
            "question": f"{_reason(reason, min(limit, 72))} {question}",
        }
        if len(" ".join(_MESSAGE.format_map(words).split())) <= LONGEST:
            break
    return words


def _is_doubtful(loss: Loss) -> bool:
    """Whether nobody can tell if what took the place refuses less."""
    return loss.how is How.WEAKER and not why(loss.kind)


def _gone(loss: Loss, limit: int) -> str:
    stood = f"{_quoted(loss, limit)} stood at {_at(loss.protection, loss.scope, limit)}"
    if _nearest(loss) is None:
        return f"{stood}, and nothing in the change takes its place"
    return f"{stood}; {_reached(loss, limit)} {_without(loss)}"


def _weaker(loss: Loss, limit: int) -> str:
    before, after = _both(loss, limit)
    stood = f"`{before}` stood at {_at(loss.protection, loss.scope, limit)}"
    became = loss.became
    now = f"now it is `{after}` at line {became.line}{why(loss.kind)}" if became is not None else "now it does less"
    nearest = _nearest(loss)
    is_other = nearest is not None and became is not None and not became.line <= nearest.line <= became.end_line
    front = f", in front of {_reached(loss, limit)}" if is_other else ""
    return f"{stood}; {now}{front}"


def _bypassed(loss: Loss, limit: int) -> str:
    if _is_exemption(loss):
        return _let_in(loss, limit)
    stands = f"{_quoted(loss, limit)} still stands in `{short(_scope(loss), limit)}`"
    around = f", but {short(loss.notes['around'], limit)} leads around it" if "around" in loss.notes else ""
    return f"{stands}{around}; {_reached(loss, limit)} {_without(loss)}"


def _without(loss: Loss) -> str:
    """How the operation goes on without what is lost."""
    if loss.kind == "unwrapped":
        return "took its place"
    return _WITHOUT[Way.CLEANS if loss.kind == "masked" else loss.protection.way]


def _is_exemption(loss: Loss) -> bool:
    """Whether the protection's text is not what is lost, but what lets through, as a new ``@csrf_exempt`` does."""
    return loss.how is How.BYPASSED and loss.protection.way is Way.DECLARES


def _let_in(loss: Loss, limit: int) -> str:
    new, nearest = loss.protection, _nearest(loss)
    shown = _text(new, loss.head, Side.HEAD)
    owner = f" of `{short(new.owner, limit // 2)}`" if new.owner and new.owner not in shown else ""
    is_other = nearest is not None and not nearest.line <= new.line <= nearest.end_line
    behind = f"; {_reached(loss, limit)} now runs with it" if is_other else ""
    return f"`{short(shown, limit)}`{owner} is new at line {new.line} and allows what the base did not{behind}"


def _later(loss: Loss, limit: int) -> str:
    now = f"now stands at line {loss.became.line}" if loss.became is not None else "now stands later"
    stood = f"{_quoted(loss, limit)} stood at {_at(loss.protection, loss.scope, limit)}"
    return f"{stood}, and {now}, behind {_reached(loss, limit)}"


def _missing(loss: Loss, limit: int) -> str:
    named = [f"`{short(name, limit)}`" for name in loss.siblings[:MOST_SIBLINGS]]
    rest = len(loss.siblings) - len(named)
    if rest:
        named.append(f"{rest} more")
    siblings = listed(named) or f"`{short(loss.scope, limit)}`"
    who = f"{_reached(loss, limit)} is new and has nothing" if _nearest(loss) else "This is new and has nothing"
    where = f" of `{path(loss.base.path)}`" if loss.base.path != loss.head.path else ""
    shown = short(loss.protection.text, limit)
    return f"{who} like `{shown}` (line {loss.protection.line}{where}), which stands in {siblings}"


_TELLS: Mapping[How, Callable[[Loss, int], str]] = {
    How.GONE: _gone,
    How.WEAKER: _weaker,
    How.BYPASSED: _bypassed,
    How.LATER: _later,
    How.MISSING: _missing,
}


def why(kind: str) -> str:
    """Why what took the place is weaker, by the kind of a loss."""
    return _WEAKER.get(kind, _WEAKER.get(kind.partition("-")[0], _LESS))


def _at(protection: Protection, scope: str, limit: int) -> str:
    """Where a protection stood in the base."""
    return f"line {protection.line} of the base" + (f", in `{short(scope, limit)}`" if scope else "")


def _scope(loss: Loss) -> str:
    return loss.head_scope or _name(loss.head.path)


def _nearest(loss: Loss) -> Operation | None:
    """The operation that matters most: of the first few one that changes or shows something, else the first that says
    what it does, as a mere ``end`` or ``private`` does not."""
    said = [operation for operation in loss.operations if _DOES.search(operation.text)]
    if loss.how in (How.GONE, How.WEAKER, How.LATER) or _is_exemption(loss):
        said = _behind(said[:MOST_LOOKED_AT], loss) or said
        acting = (operation for operation in said if _acts(operation))
        return next(acting, next(iter(said), None))
    return next(iter(said), None)


def _acts(operation: Operation) -> bool:
    return bool(any(map(_EFFECT.match, operation.calls)) or _SETS.search(operation.text))


def _behind(operations: Sequence[Operation], loss: Loss) -> list[Operation]:
    """Of an effect that is gone, what stands behind its place: only that runs without it."""
    hunk = hunk_of(loss) if loss.protection.way is Way.ACTS and loss.head is loss.base else None
    last = 0 if hunk is None else hunk.head_start - bool(hunk.head_count)
    return [operation for operation in operations if operation.end_line > last]


def _reached(loss: Loss, limit: int) -> str:
    """The nearest operation, and where it stands where that is another definition or file."""
    operation = _nearest(loss)
    if operation is None:
        return "what it stood in front of"
    lines = split_lines(loss.head.head_text or "")[operation.line - 1 : operation.end_line]
    told = f"`{short(trimmed(written(operation.text, ' '.join(lines))), min(limit, 80))}` at line {operation.line}"
    if loss.head_scope != loss.scope or loss.how is How.MISSING:
        told += f" of `{short(_scope(loss), limit)}`"
    return told + (f" in `{path(loss.head.path)}`" if loss.head.path != loss.base.path else "")


def _also(loss: Loss, others: Sequence[Loss], limit: int) -> str:
    """Where else the same is lost."""
    if not others:
        return ""
    named = [
        f"line {other.line}"
        + (" of the base" if other.side is Side.BASE else "")
        + (f" of `{path(other.head.path, max(limit, 20))}`" if other.head.path != loss.head.path else "")
        for other in others[:MOST_PLACES]
    ]
    rest = len(others) - len(named)
    if rest:
        named.append(f"{rest} more places" if rest > 1 else "one more place")
    return f"; the same goes for {listed(named)}"


def _reason(reason: Reason | None, limit: int) -> str:
    """The commit that says why the protection was there; hosts make a link of its short id."""
    origin = reason.origin if reason else None
    if origin is None:
        return ""
    return _REASON.format(commit=origin.commit[:10], day=origin.day, subject=short(origin.subject, limit))


def _both(loss: Loss, limit: int) -> tuple[str, str]:
    """What stood there and what stands there now; of long ones that begin alike, from where they differ."""
    lost, became = loss.protection, loss.became
    if became is not None and became.ending == lost.ending:
        lost, became = replace(lost, ending=""), replace(became, ending="")
    before = _text(lost, loss.base, Side.BASE)
    after = _text(became, loss.head, Side.HEAD) if became is not None else ""
    if short(before, limit) == short(after, limit):
        same = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
        start = max(0, same - limit // 4)
        before, after = f"…{before[start:]}", f"…{after[start:]}"
    return short(before, limit), short(after, limit)


def _quoted(loss: Loss, limit: int) -> str:
    """The lost protection as the base has it, and what it was declared for where its line does not say so."""
    lost = loss.protection
    shown = _text(lost, loss.base, Side.BASE)
    is_of = lost.way is Way.DECLARES and lost.owner and lost.owner not in shown
    quoted = beside(shown, lost.name, limit) if lost.way is Way.CLEANS else short(shown, limit)
    return f"`{quoted}`" + (f" of `{short(lost.owner, limit // 2)}`" if is_of else "")


def _text(protection: Protection, file: ChangedFile, side: Side) -> str:
    """A protection as its file has it, with what it ends in; as it is compared where its lines do not have it."""
    lines = split_lines(file.text(side) or "")
    last = protection.end_line if protection.way in _WHOLE else protection.line
    text = " ".join(line.strip() for line in lines[protection.line - 1 : last])
    name = protection.name or protection.text
    if not text or (protection.way is Way.DECLARES and name not in text):
        return trimmed(protection.text)
    if protection.way not in (Way.REFUSES, Way.SKIPS, Way.CHECKS) or len(protection.ending) > LONGEST_ENDING:
        return trimmed(text)
    below = " ".join(lines[protection.line - 1 : protection.end_line + MOST_LINES])
    return refusal(text, written(protection.ending, below))


def _name(file_path: str) -> str:
    return file_path.rpartition("/")[2]
