"""Which kind of loss something is: a refusal gone, a call edited to less, a setting switched off."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.knowledge import protection as words
from bot.model import split_lines
from workers.checks.guards import settings
from workers.checks.guards.comparison import Loss, is_left, unwrapped
from workers.checks.guards.edits import CODE, Edit, edit, in_constant_time, is_joined, lost_by, raised, weaker, widened
from workers.checks.guards.facts import QUOTED, Fact, Kind, Outcome, squeezed, subjects
from workers.checks.guards.outcomes import ACCEPTS, REFUSES
from workers.checks.guards.patterns import ambiguous, loosened

_BENIGN_HANDLER = re.compile(
    r"ImportError|ModuleNotFound|AttributeError|KeyError|StopIteration|Keyboard|OSError|IOError|UnicodeDecode"
)
_REFUSING = (Outcome.RAISE, Outcome.DENY, Outcome.QUIET)
_OF_ERROR = re.compile(r"(?:^|;)!?(?:\w*[eE]rr(?:or)?)(?: [!=]==? (?:nil|null|undefined|None))?$")
"""A condition that only asks whether the call before it failed."""
_ERROR = re.compile(r"^(?:e|ex|exc|\w*[eE]xception|\w*[eE]rr(?:or)?)$")
_CONSTANT = re.compile(r"[A-Z][A-Z\d_]+")
_GIVEN_ON = re.compile(r"(?:throw|raise)(?: \$?(?:e|ex|exc|err|error|exception))?$")
"""What is caught only to be thrown again."""
_ASKED_OF_ERROR = re.compile(r"\berrors\.(?:Is|As)\(|\bAsType\[|\b(?:e|ex|err|error) instanceof\b")
_ROOT = re.compile(r"(?<![\w.$>])\$?([A-Za-z_]\w*)(?!\w*\()")
_NO_ROOT = frozenset({"not", "and", "or", "in", "is", "null", "None", "nil", "undefined", "true", "false"})
_NAMED_OUTSIDE = re.compile(r"(?i)ur[li]|host|origin|domain|scheme|path|referr|file|name|mime|ext|addr")
"""What may come from outside, where a plain word is an answer."""
_CHANGES = re.compile(r"(?i)(?:to_?)?(?:lower|upper)\w*|casefold|translate|replace\w*|wrap\w*|slug\w*|hash\w*")
"""Calls that change what a text may be taken for."""
_DOCUMENTED = re.compile(r'(?s)"{3}.*?"{3}|(?m:^\s*(?:#|//|/?\*)[^\n]*$)')
_DOING = re.compile(r"(?m)^\s*(?!pass\b|\.\.\.|raise NotImplemented|[})\]]|end\b|$)\S")
_NEAR = 3
"""Lines below a condition in which its first statement is looked for."""
_NEGATED = re.compile(r"\bnot\b|!|\bis None\b|=== ?(?:0|null|false)|== ?(?:nil|None|null|0)\b")
_OF_IDENTITY = re.compile(r"(?:equals|hashCode|compareTo|__eq__|__hash__|__lt__|eql\?|==|<=>)$")
"""Definitions of what makes two objects the same one."""
_CLEANING_PLACE = re.compile(r"(?i)remov\w*scripts?|strip|clean|sanit|filter|scrub|wash|purif|escap")
_REPLACING = re.compile(r"^(?:sub|gsub|replace\w*|tr|delete|split|scan|preg_replace\w*|ReplaceAll\w*)!?$")


def matters(fact: Fact) -> bool:
    """Whether losing the fact could be of any family: the cheap test that goes first."""
    if _OF_IDENTITY.match(fact.place) and not in_constant_time(fact.text):
        return False
    match fact.kind:
        case Kind.CALL:
            return _call_matters(fact)
        case Kind.SETTING:
            return settings.matters(fact)
        case Kind.DECORATOR:
            known = words.SECURITY_DECORATOR.search(fact.target)
            return bool(known) and not words.NOT_SECURITY_DECORATOR.match(fact.name)
        case Kind.ENTRY:
            return bool(words.COLLECTION.search(fact.name))
        case Kind.DELETION:
            return bool(words.SENSITIVE_FIELD.search(fact.text))
        case Kind.HANDLER:
            is_given_on = _GIVEN_ON.match(fact.ending)
            return fact.outcome in _REFUSING and not is_given_on and not _BENIGN_HANDLER.search(fact.text)
        case Kind.DEFINITION:
            return bool(words.PROTECTIVE_NAME.search(fact.name)) and bool(fact.scope)
        case Kind.RESULT:
            return bool(words.PREDICATE.search(fact.name))
        case Kind.REFUSAL | Kind.CONDITION:
            return not words.OF_VERSION.search(fact.text) and not _is_of_callee(fact.text)
        case Kind.PATTERN | Kind.ARGUMENT | Kind.HEADER | Kind.CLEANING:
            return True


def _call_matters(fact: Fact) -> bool:
    if words.QUERY_CALL.match(fact.name):
        return bool(words.OWNED.search(fact.value))
    patterns = (words.SURE_CALL, words.LIKELY_CALL, words.REMOVING_CALL, words.PATTERN_CALL)
    return any(pattern.match(fact.name) for pattern in patterns)


def _is_of_callee(condition: str) -> bool:
    """Whether it only asks whether the call before it failed, and that was no check."""
    called = re.search(r"(\w+)\(", condition)
    return bool(_OF_ERROR.search(condition)) and not (called and words.SURE_CALL.match(called.group(1)))


_LOWEST = re.compile(r"<=?\s*\d")
"""Of a refusal: the number is the least that is taken, and a higher one refuses more."""
CLEARLY_WEAKER = frozenset(
    {"answer-flipped", "comparison-widened", "pattern-loosened", "pattern-ambiguous", "setting-edited", "bound-raised"}
    | {"refusal-weaker", "answer-weaker"}
)
"""Families of edits whose direction the text itself shows."""
SETTINGS = frozenset({"setting-gone", "header-gone", "argument-gone", "decorator-gone", "entry-gone"})


def family(loss: Loss, said: frozenset[str]) -> str | None:
    """The family of a loss, or ``None`` where it is none that counts. ``said`` are the words of fact and comments."""
    fact, became = loss.fact, loss.became
    if loss.is_inherited and fact.kind not in (Kind.REFUSAL, Kind.CALL, Kind.HEADER):
        return None
    if loss.is_later:
        sure = fact.kind is Kind.REFUSAL or words.SURE_CALL.match(fact.name)
        return "check-after-use" if sure and fact.outcome is not Outcome.QUIET else None
    match fact.kind:
        case Kind.REFUSAL | Kind.CONDITION:
            return _condition(loss) if became is not None or _counts(loss, said) else None
        case Kind.CALL:
            return _call(loss)
        case Kind.DECORATOR:
            return _decorator(fact, became)
        case Kind.SETTING:
            return settings.family(loss)
        case Kind.HANDLER:
            return _handler(loss)
        case Kind.PATTERN:
            return _pattern(fact, became)
        case Kind.RESULT:
            return _result(fact, became)
        case Kind.ARGUMENT:
            return _argument(loss)
        case Kind.ENTRY | Kind.DELETION | Kind.DEFINITION | Kind.HEADER | Kind.CLEANING:
            return f"{fact.kind.value}-gone" if became is None and not _is_none(loss) else None


def _decorator(fact: Fact, became: Fact | None) -> str | None:
    if became is None:
        return "decorator-gone"
    is_stricter = words.LAX_VALUE.search(fact.value) and not words.LAX_VALUE.search(became.value)
    return None if is_stricter else "decorator-edited"


def _is_none(loss: Loss) -> bool:
    """Whether a definition only lost a line above it, a header was only read, or a step of cleaning was none."""
    fact = loss.fact
    if fact.kind is Kind.CLEANING:
        said = words.parts(f"{fact.text} {fact.place}") & (words.STRONG | {"header", "headers"})
        return _is_about_a_word(fact) or not (said or words.TRANSFORM.search(fact.name) or _CHANGES.match(fact.name))
    if fact.kind is Kind.DEFINITION:
        name = f"{fact.scope}.{fact.name}".lstrip(".")
        is_constructor = fact.name == fact.scope.rpartition(".")[2]
        return name in loss.sides.scopes or is_constructor or _does_nothing(loss, name)
    is_framed = fact.name == "x-frame-options" and "frame-ancestors" in (loss.sides.file.head_text or "")
    return fact.kind is Kind.HEADER and (is_framed or not re.search(r"[,:=]", fact.text))


def _does_nothing(loss: Loss, name: str) -> bool:
    """Whether a definition of the base only says that it exists, as those of an interface do."""
    lines = split_lines(loss.sides.file.base_text or "")
    body = "\n".join(lines[number - 1] for number in loss.sides.base_scopes.get(name, range(0))[1:])
    return not _DOING.search(_DOCUMENTED.sub("", body))


def _argument(loss: Loss) -> str | None:
    # A route that is gone needs nobody in front of it.
    fact, hunk = loss.fact, loss.hunk
    stands = hunk.head_count or words.STANDING_CALL.match(fact.name)
    is_named = bool(re.search(rf"(?s)\b{re.escape(fact.name)}\(.*\b{re.escape(fact.text)}\b", loss.instead))
    return "argument-gone" if loss.became is None and stands and not is_named else None


def _counts(loss: Loss, said: frozenset[str]) -> bool:
    """Whether a condition that is gone protected something: it refused, or what stood under it goes on without it."""
    fact = loss.fact
    if ACCEPTS.match(fact.ending) and not words.REFUSING_PREDICATE.search(fact.place):
        return False
    if _is_of_error(fact.text) or _is_asked_otherwise(loss):
        return False
    if fact.kind is Kind.REFUSAL:
        return fact.outcome in _REFUSING or bool(said & words.STRONG)
    goes_on = len(fact.value) > 8 and _goes_on(loss)
    return goes_on and bool(said & words.STRONG)


def _goes_on(loss: Loss) -> bool:
    """Whether what stood first under a condition stays in its place without it."""
    file, fact = loss.sides.file, loss.fact
    old, new = split_lines(file.base_text or ""), split_lines(file.head_text or "")
    below = range(fact.line + 1, min(fact.line + 1 + _NEAR, len(old) + 1))
    if any(number not in file.removed_lines and squeezed(old[number - 1]) == fact.value for number in below):
        return True
    scope = loss.sides.scopes.get(fact.scope, range(1, len(new) + 1))
    return any(fact.value in squeezed(new[number - 1]) for number in file.added_lines if number in scope)


def _is_of_error(condition: str) -> bool:
    """Whether a condition looks at nothing but an error that came before."""
    looked_at = subjects(condition)
    roots = set(_ROOT.findall(QUOTED.sub("", condition))) - _NO_ROOT
    is_asked = bool(_ASKED_OF_ERROR.search(condition))
    return is_asked or any(_are_errors(names) for names in (looked_at, roots))


def _are_errors(names: Collection[str]) -> bool:
    """Whether one is an error, and the others are at most constants that it is compared with."""
    others = [name for name in names if not _ERROR.match(name)]
    return len(others) < len(names) and all(map(_CONSTANT.fullmatch, others))


def _is_asked_otherwise(loss: Loss) -> bool:
    """Whether what a condition ended in, or led to, stands anew under another one, in the same definition."""
    fact = loss.fact
    asks = [other for other in loss.sides.head if other.scope == fact.scope and other.kind is fact.kind]
    if fact.kind is Kind.CONDITION:
        return len(fact.value) > 8 and any(
            other.value == fact.value and other.text not in fact.text and _is_renamed(fact.text, other.text)
            for other in asks
        )
    return len(fact.ending) > 12 and any(other.ending == fact.ending for other in asks)


def _is_renamed(before: str, after: str) -> bool:
    """Whether two conditions may be the same one in other names."""
    are_names = bool(re.fullmatch(r"\w+", before) and re.fullmatch(r"\w+", after))
    return are_names or bool(words.parts(before) & words.parts(after))


def _condition(loss: Loss) -> str | None:
    fact, became = loss.fact, loss.became
    refuses = fact.kind is Kind.REFUSAL and fact.outcome in _REFUSING
    if became is None:
        return f"refusal-gone-{fact.outcome.value}" if fact.kind is Kind.REFUSAL else "condition-gone"
    if refuses and ACCEPTS.match(became.ending) and not ACCEPTS.match(fact.ending):
        return "answer-flipped"
    if refuses and became.kind is Kind.CONDITION:
        return "refusal-tamed"
    if widened(fact.text, became.text):
        return "comparison-widened" if _lets_through(fact, became) else None
    if raised(fact.text, became.text):
        return None if refuses and _LOWEST.search(fact.text) else "bound-raised"
    if _matches_more(fact, became, refuses=refuses):
        return "pattern-loosened"
    if _matches_more(became, fact, refuses=refuses):
        return None
    kind = "refusal" if refuses else "condition"
    if _is_asked_before(loss, became):
        return None
    logic = weaker(fact.text, became.text, refuses=refuses)
    if logic is not None:
        return f"{kind}-weaker" if logic else None
    change = edit(fact.text, became.text)
    is_shrunk = change is Edit.SHRUNK and (refuses or is_joined(fact.text)) and _is_less(fact.text, became.text)
    if is_shrunk or (refuses and change is Edit.SWAPPED):
        return f"{kind}-{change.value}"
    return None


def _is_asked_before(loss: Loss, became: Fact) -> bool:
    """Whether the calls that an edited condition lost are made in other new lines of its place."""
    asked = loss.fact.text
    lost = {part for part in lost_by(asked, became.text) if len(part) > 3 and f"{part}(" in asked}
    lines = split_lines(loss.sides.file.head_text or "")
    near = range(loss.hunk.head_start, loss.hunk.head_start + loss.hunk.head_count)
    others = " ".join(lines[number - 1] for number in near if number < became.line or number > became.end_line)
    return bool(lost) and all(f"{part}(" in others for part in lost)


def _lets_through(fact: Fact, became: Fact) -> bool:
    """Whether a comparison that holds more often is the weaker one; what refuses more is not."""
    if in_constant_time(fact.text) and not in_constant_time(became.text):
        return True
    if fact.kind is Kind.CONDITION:
        return bool(words.parts(f"{fact.text} {fact.place}") & words.STRONG)
    # Nobody can tell what a mere ``return`` means.
    denies = fact.outcome in (Outcome.RAISE, Outcome.DENY) or REFUSES.match(fact.ending)
    denies = denies or (ACCEPTS.match(fact.ending) and words.REFUSING_PREDICATE.search(fact.place))
    return not denies or bool(_NEGATED.search(fact.text))


def _matches_more(fact: Fact, became: Fact, *, refuses: bool) -> bool:
    """Whether an edited expression lets more through: one that refuses what it finds does so by finding less."""
    if refuses and not _NEGATED.search(fact.text):
        return loosened(became.text, fact.text)
    return (refuses or bool(ACCEPTS.match(fact.ending))) and loosened(fact.text, became.text)


def _result(fact: Fact, became: Fact | None) -> str | None:
    if became is None:
        return None
    refuses = bool(words.REFUSING_PREDICATE.search(fact.name))
    before, after = (ACCEPTS, REFUSES) if refuses else (REFUSES, ACCEPTS)
    if before.match(fact.text) and after.match(became.text):
        return "answer-flipped"
    if widened(fact.text, became.text):
        return "comparison-widened"
    if _pattern(fact, became):
        return "pattern-loosened"
    logic = weaker(fact.text, became.text, refuses=refuses)
    if logic is not None:
        return "answer-weaker" if logic else None
    is_less = is_joined(fact.text) and edit(fact.text, became.text) is Edit.SHRUNK
    return "answer-shrunk" if is_less else None


def _handler(loss: Loss) -> str | None:
    fact, became = loss.fact, loss.became
    if became is None:
        if any(other.kind is Kind.HANDLER and other.scope == fact.scope for other in loss.sides.head):
            return None
        # An error that is only given on in another wrapping ends it all the same.
        caught = re.search(r"(\w+)\)?:?$", fact.text.strip())
        is_wrapped = caught is not None and fact.outcome is Outcome.RAISE and f"({caught.group(1)})" in fact.ending
        return "handler-gone" if fact.outcome in (Outcome.RAISE, Outcome.DENY) and not is_wrapped else None
    if ACCEPTS.match(became.ending):
        return "answer-flipped"
    is_hard = fact.outcome in (Outcome.RAISE, Outcome.DENY)
    return "handler-swallows" if is_hard and became.outcome in (Outcome.OTHER, Outcome.QUIET) else None


def _call(loss: Loss) -> str | None:
    fact, became = loss.fact, loss.became
    if words.QUERY_CALL.match(fact.name):
        # A query that is gone as a whole is narrowed by nobody, and tells nobody anything.
        is_left_open = loss.hunk.head_count if became is None else not _is_narrow(became)
        return "owner-filter-gone" if is_left_open else None
    asks = (Kind.REFUSAL, Kind.CONDITION)
    is_asked = any(other.kind in asks and fact.text in other.text for other in loss.sides.base)
    if words.PATTERN_CALL.match(fact.name) and not is_asked and (told := _pattern(fact, became)):
        return told
    if words.NO_CHECK.search(fact.name) or _makes_object(loss) or _hands_out(fact) or _demands_nothing(fact):
        return None
    is_bare = unwrapped(loss) and not words.CONVERSION.match(fact.name)
    if words.REMOVING_CALL.match(fact.name) and not is_bare:
        cleans = words.SENSITIVE_FIELD.search(fact.value) or _CLEANING_PLACE.search(fact.place)
        return "deletion-gone" if cleans and became is None else None
    if words.SURE_CALL.match(fact.name):
        if became is None:
            # A text that is no longer made needs no escape.
            needless = fact.is_part and words.TRANSFORM.search(fact.name) and not is_left(loss)
            return None if needless else "call-gone-sure"
        return "call-edited-sure" if not CODE.search(fact.text) and _is_less(fact.text, became.text) else None
    if is_bare:
        return "call-unwrapped"
    if not words.LIKELY_CALL.match(fact.name) or not subjects(fact.text) or _is_about_a_word(fact):
        return None
    if became is None:
        return "call-gone-likely"
    return "call-edited-likely" if edit(fact.text, became.text) is Edit.SHRUNK else None


def _is_narrow(query: Fact) -> bool:
    """Whether a query still asks whose something is, or for what is allowed."""
    return bool(words.OWNED.search(query.value) or words.GRANTED.search(query.value))


def _is_less(before: str, after: str) -> bool:
    """Whether an edited call lost something, and that was a text, a number, or a word of protection."""
    lost = lost_by(before, after)
    tells = any(
        part[0].isdigit() or part[0] in "\"'" or words.parts(part) & (words.STRONG | words.MEDIUM) for part in lost
    )
    return edit(before, after) is Edit.SHRUNK and tells


def _is_about_a_word(fact: Fact) -> bool:
    """Whether it looks for, or replaces, plain words of no danger: ``name.replace("colour", "color")``."""
    texts = re.findall(r"\"((?:[^\"\\]|\\.)*)\"", fact.value or fact.text)
    if not _REPLACING.match(fact.name) and _NAMED_OUTSIDE.search(QUOTED.sub("", fact.text)):
        return False
    is_plain = bool(texts) and all(re.fullmatch(r"[\w -]{2,}|(?:\w+\.)+\w+", text) for text in texts)
    return is_plain and not words.parts(" ".join(texts)) & words.STRONG


def _hands_out(fact: Fact) -> bool:
    """Whether a call without arguments is named after a thing: ``auth()``, ``this.validator()``."""
    return not fact.value and bool(
        re.search(r"(?i)^required|(?:^auth|validator|verifier|sanitizer|policy)$", fact.name)
    )


def _demands_nothing(fact: Fact) -> bool:
    """Whether a call turns a protection off (``setVerify(false)``), or asks a model only for a value to be there."""
    turns = fact.name.startswith("set") and not words.PROTECTS_WHEN_OFF.search(fact.name)
    is_off = turns and words.is_off(fact.value)
    return is_off or bool(fact.name == "validates" and re.search(r"^[^{]*,\s*presence:\s*true$", fact.text))


def _makes_object(loss: Loss) -> bool:
    """Whether a call makes an object of a class: where functions have small letters, a capital tells."""
    return loss.sides.file.language != "go" and loss.fact.name[:1].isupper()


def _pattern(fact: Fact, became: Fact | None) -> str | None:
    if became is None or (fact.target and became.target and fact.target != became.target):
        return None
    if ambiguous(fact.text, became.text):
        return "pattern-ambiguous"
    if _REPLACING.match(fact.name):
        # What it finds is taken away: there a narrower expression lets more through.
        return "pattern-loosened" if loosened(became.text, fact.text) else None
    stricter = fact.text.count("fullmatch") > became.text.count("fullmatch")
    return "pattern-loosened" if stricter or loosened(fact.text, became.text) else None
