"""Losses that are none: the protection still stands on the way, in files that the change did not touch.

It may stand in a class that the definition inherits from, in a helper that is called in its place, in front of the call
of every caller, or in middleware in front of all routes. What stands there with the same names answers for the loss;
what is only of the same sort leaves a loss of the kind ``elsewhere``. Nothing is read where no loss asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import IntEnum
from functools import cached_property
from pathlib import PurePosixPath

from bot.knowledge import protection as words
from bot.model import ChangedFile, Side
from workers.checks.base import Tree
from workers.checks.guards import flow, marks
from workers.checks.guards.aligned import likeness
from workers.checks.guards.model import Definition, How, Loss, Operation, Protection, Way
from workers.checks.guards.nearby import Nearby
from workers.checks.guards.protections import all_of
from workers.checks.guards.routing import covers
from workers.checks.guards.strength import Strength, compare

ELSEWHERE = "elsewhere"
MOST_ASKED = 20
"""Losses of a change that the tree is asked about; a change with more is a rebuilding."""
MOST_CALLERS = 30
"""Of one definition; what more call is no one's helper."""
MOST_CALLED = 30
"""Names that a definition newly calls, whose definitions are looked for."""
MOST_INSIDE = 4
"""Functions inside a function that are read."""
DEPTH = 3
"""Classes above a class that are looked at."""
SURE = 0.5
"""Share of common words that two conditions must have beside what they ask."""
ALIKE = 0.7
"""Share of common words from which a protection is rather the lost one, made in another way."""

_MOVABLE = frozenset({Way.REFUSES, Way.SKIPS, Way.RESETS, Way.CHECKS, Way.WRAPS, Way.ENCLOSES, Way.CLEANS})
_ENTERING = re.compile(
    r"^(?:dispatch|initial|initialize|setUp|setup|prepare|init|__init__|__construct|constructor|check_\w+|before\w*|beforeAction"
    r"|preDispatch|pre_dispatch|handle|process_request|invoke|perform_authentication)$"
)
"""Methods of a base class that a framework or the constructor calls before any handler."""
_LITERAL = re.compile(r"[\"':\d]|\b[A-Z]")
"""What makes two calls of one name ask for different rights: a text, a symbol, a constant."""
_TEXTS = re.compile(r"\"[^\"]*\"|'[^']*'")
_NAMED = frozenset({Way.CHECKS, Way.WRAPS})
"""Ways whose name is that of what is called."""
_HOOK = re.compile(
    r"(?i)^(?:before_(?:app_)?(?:request|action|filter)|before|prepend_before_action|use|pipe|middleware)$"
)
"""Decorators and calls by which a function comes to stand in front of all handlers."""
_NAME = re.compile(r"[A-Za-z_$][\w$]*[?!]?")
_ASKED = re.compile(r"(?<![\w$])([A-Za-z_$][\w$]*+[?!]?)(?=\()|(?<=\.)([A-Za-z_]\w*[?!]?)\b|(?<=->)([A-Za-z_]\w*)\b")
"""Names that are called, and attributes."""
_COMMON = frozenset(
    "get set list all find first save new call run index show add id name value type user request".split()
)
"""Names that too many definitions have."""


class Answer(IntEnum):
    """How a protection that stands elsewhere answers for a lost one."""

    NONE = 0
    LIKE = 1
    """It is of the same sort."""
    SAME = 2


def accounted(losses: Sequence[Loss], tree: Tree) -> list[Loss]:
    """The losses without those whose protection still stands on the way."""
    asked = [loss for loss in losses if _can_stand_elsewhere(loss)][:MOST_ASKED]
    if not asked:
        return list(losses)
    places = {id(loss): _Place.of(loss) for loss in asked}
    changed = list({loss.head.path: loss.head for loss in asked}.values())
    around = _Around(Nearby(tree, changed, {name for place in places.values() for name in place.named}))
    answers = {id(loss): around.answer(places[id(loss)]) for loss in asked}
    left = (
        replace(loss, kind=ELSEWHERE) if answers.get(id(loss), Answer.NONE) is Answer.LIKE else loss
        for loss in losses
        if answers.get(id(loss), Answer.NONE) is not Answer.SAME
    )
    return list(left)


def _can_stand_elsewhere(loss: Loss) -> bool:
    is_replaced = loss.became is not None and (loss.became.way is Way.CHECKS or loss.kind == "swapped")
    is_gone = loss.how is How.GONE or (loss.how is How.WEAKER and is_replaced)
    return is_gone and loss.protection.way in _MOVABLE and bool(loss.head.head_text)


class _Place:
    """Where a loss is, and what leads away from there."""

    def __init__(self, loss: Loss, head: Sequence[Definition], base: Sequence[Definition]) -> None:
        self.loss = loss
        self._head, self._base = head, base

    @classmethod
    def of(cls, loss: Loss) -> _Place:
        around = loss.head_scope.split(".")
        names = {".".join(around[:count]) for count in range(1, len(around) + 1)} | {loss.head_scope}
        head = flow.read_definitions(loss.head, Side.HEAD, names)
        return cls(loss, head, flow.read_definitions(loss.base, Side.BASE, {loss.scope}))

    @property
    def simple_name(self) -> str:
        return self.loss.head_scope.rpartition(".")[2]

    @cached_property
    def bases(self) -> list[str]:
        """The last names of what the classes around it inherit from."""
        return [name for one in self._head if one.is_class for base in one.bases for name in _NAME.findall(base)[-1:]]

    @cached_property
    def _own(self) -> list[Definition]:
        return [one for one in self._head if one.name == self.loss.head_scope and not one.is_class]

    @cached_property
    def new_calls(self) -> list[str]:
        """The names that the definition calls, or is wrapped with, and did not before."""
        before = {name for one in self._base for name in _led_to(one)}
        now = dict.fromkeys(name for one in self._own for name in _led_to(one))
        return [name for name in now if name not in before and name not in _COMMON and len(name) > 3][:MOST_CALLED]

    @property
    def answers(self) -> bool:
        """Whether the loss is in a predicate: another predicate that it asks now answers another question."""
        return bool(words.PREDICATE.search(self.simple_name))

    @property
    def calls_super(self) -> bool:
        lines = (self.loss.head.head_text or "").split("\n")
        own = (line for one in self._own for line in lines[one.line - 1 : one.end_line])
        return any(re.search(r"\bsuper\b|\bparent::", line[:1000]) for line in own)

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the file of the loss, or what stands in it."""
        path = PurePosixPath(self.loss.head.path)
        stem = path.parent.name if path.stem in ("index", "__init__", "main") else path.stem
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in (stem, self.simple_name) if name)

    @property
    def named(self) -> set[str]:
        return {*self.bases, *self.new_calls, self.simple_name}


def _led_to(definition: Definition) -> Iterator[str]:
    yield from dict.fromkeys(name for item in definition.operations for name in item.calls)
    for one in all_of(definition):
        yield from (name for name in (one.name, *_NAME.findall(one.text[:300])) if name)


class _Around:
    """The answers that the unchanged files give."""

    def __init__(self, nearby: Nearby) -> None:
        self._nearby = nearby

    def answer(self, place: _Place) -> Answer:
        """The best answer to one loss."""
        lost = place.loss.protection
        best = max((_answer(lost, one) for one in self._on_the_way(place)), default=Answer.NONE)
        if best is Answer.SAME:
            return best
        return max(best, self._of_callers(place))

    def _on_the_way(self, place: _Place) -> Iterator[Protection]:
        yield from self._inherited(place)
        for name in () if place.answers else place.new_calls:
            for file, one in self._nearby.defined(name):
                yield from self._held(file, one)
        yield from self._standing(place)

    def _inherited(self, place: _Place) -> Iterator[Protection]:
        """What the classes above declare, do before every handler, or do in the method that is called as ``super``."""
        waiting = [(name, 0) for name in place.bases]
        seen = set(place.bases)
        while waiting:
            name, depth = waiting.pop()
            for file, found in self._nearby.defined(name, is_class=True):
                yield from (one for one in found.protections if _covers(one, place.simple_name))
                inside = [*(one for item in found.operations for one in item.protections)]
                yield from inside
                names = [f"{found.name}.{each}" for each in self._entering(file.head_text or "", place)]
                names += [f"{found.name}.{one.name}" for one in found.protections if _HOOK.match(one.owner)]
                for method in flow.read_definitions(file, Side.HEAD, names):
                    yield from _held_by(method)
                above = [each for base in found.bases for each in _NAME.findall(base)[-1:]]
                waiting += [(each, depth + 1) for each in above if depth < DEPTH and each not in seen]
                seen.update(above)

    def _entering(self, text: str, place: _Place) -> Iterator[str]:
        """The names of methods that run before every handler, as far as a text has them."""
        names = dict.fromkeys(_NAME.findall(text[:200_000]))
        yield from (name for name in names if _ENTERING.match(name))
        if place.calls_super:
            yield place.simple_name

    def _standing(self, place: _Place) -> Iterator[Protection]:
        """What stands in front of all handlers of a module or an application."""
        for file in self._nearby.files:
            text = file.head_text or ""
            if not place.is_named_in(text):
                continue
            lines = [number for number, line in enumerate(text.split("\n"), 1) if _USED.search(line[:500])]
            if not lines:
                continue
            for definition in flow.read(file, Side.HEAD, lines[:20]).definitions:
                if not definition.is_read:
                    continue
                if any(_HOOK.match(one.name) for one in definition.protections):
                    yield from _held_by(definition)
                for operation in definition.operations:
                    yield from self._of_use(operation)

    def _of_use(self, operation: Operation) -> Iterator[Protection]:
        if not any(_HOOK.match(name.lower()) for name in operation.calls[:2]):
            return
        match = re.match(r"^[\w.$]+\.(?:use|Use|pipe)\((.*)\)$", operation.text[:300])
        names = _NAME.findall(_TEXTS.sub("", match.group(1))) if match else []
        for name in [name for name in names if name != "require"][-3:]:
            yield Protection(Way.WRAPS, name, operation.line, operation.end_line, name=name)
            for file, one in self._nearby.defined(name):
                yield from self._held(file, one)

    def _held(self, file: ChangedFile, one: Definition) -> Iterator[Protection]:
        """What a function holds, and the functions inside it: a decorator refuses in the function that it returns."""
        yield from _held_by(one)
        inside = (each.name for each in self._nearby.listed(file) if each.name.startswith(f"{one.name}."))
        for each in flow.read_definitions(file, Side.HEAD, tuple(inside)[:MOST_INSIDE]):
            yield from _held_by(each)

    def _of_callers(self, place: _Place) -> Answer:
        """What all callers have in front of the call: the weakest answer of them."""
        name = place.simple_name
        if len(name) < 4 or name in _COMMON:
            return Answer.NONE
        found: list[Answer] = []
        for file, lines in self._nearby.naming(name):
            is_own = file.path == place.loss.head.path
            for definition in flow.read(file, Side.HEAD, lines).definitions:
                if not definition.is_read or (is_own and definition.name == place.loss.head_scope):
                    continue
                calling = (item for item in definition.operations if name in item.calls or _hands_on(item, name))
                for operation in calling:
                    ways = self._resolved([*definition.protections, *operation.protections])
                    found.append(max((_answer(place.loss.protection, one) for one in ways), default=Answer.NONE))
        if not found or len(found) > MOST_CALLERS:
            return Answer.NONE
        weakest = min(found)
        return weakest if self._nearby.is_whole else min(weakest, Answer.LIKE)

    def _resolved(self, ways: Sequence[Protection]) -> Iterator[Protection]:
        """Protections, and what the wrappers among them hold: ``requireAdmin`` is a function in some file."""
        yield from ways
        for name in dict.fromkeys(one.name for one in ways if one.way is Way.WRAPS and one.name):
            for file, found in self._nearby.defined(name):
                yield from self._held(file, found)


_USED = re.compile(r"\b(?:use|Use|pipe)\(|before_(?:app_)?request\b")


def _held_by(definition: Definition) -> Iterable[Protection]:
    return all_of(definition)


def _hands_on(operation: Operation, name: str) -> bool:
    """Whether a statement gives a function to a call: ``router.delete("/notes", notes.remove)``."""
    is_import = set(operation.calls) <= {"require", "import"}
    return not is_import and bool(re.search(rf"(?<![\w$\"]){re.escape(name)}\b(?!\()", operation.text[:2000]))


def _covers(protection: Protection, name: str) -> bool:
    """Whether a protection of a class stands in front of an action of it."""
    covered = covers(protection, name)
    return not protection.owner.startswith("skip_") if covered is None else covered


def _answer(lost: Protection, other: Protection) -> Answer:
    """By names: the same call or wrapper, a condition that asks the same; by words: one of the same topic."""
    if other.way not in _MOVABLE and other.way not in (Way.DECLARES, Way.ANSWERS):
        return Answer.NONE
    mine, theirs = _asked(lost), _asked(other)
    if _is_telling(lost) and (lost.text == other.text or compare(lost, other) is Strength.SAME):
        return Answer.SAME
    if lost.way in _NAMED and len(lost.name) > 3 and lost.name == other.name and other.way in _NAMED:
        return Answer.LIKE if _LITERAL.search(_given(lost)) and _given(lost) != _given(other) else Answer.SAME
    if mine and mine <= theirs:
        is_sure = len(mine) > 1 or any(marks.topic_of(name) or words.PREDICATE.search(name) for name in mine)
        return Answer.SAME if is_sure and likeness(lost.text, other.text) >= SURE else Answer.LIKE
    if likeness(lost.text, other.text) >= ALIKE:
        return Answer.LIKE
    topics = {mark.topic for mark in marks.marks([lost])} - {marks.CHECK, marks.ESCAPE}
    return Answer.LIKE if topics & {mark.topic for mark in marks.marks([other])} else Answer.NONE


def _given(protection: Protection) -> str:
    """The arguments of a call or wrapper; of a filter what follows its name: ``authorize! :show, @order``."""
    return protection.text.partition(protection.name)[2].strip("() ")


def _is_telling(protection: Protection) -> bool:
    """Whether the same text elsewhere asks the same: ``err != nil`` says nothing, ``size > MAX_SIZE`` does."""
    names = {name for name in _NAME.findall(protection.text[:600]) if len(name) > 3 and name not in _COMMON}
    return len(names) > 1 or bool(_asked(protection))


def _asked(protection: Protection) -> frozenset[str]:
    """What a protection asks by name, without the variables: ``is_admin`` of ``not request.user.is_admin``."""
    names = {name for match in _ASKED.finditer(protection.text[:600]) for name in match.groups() if name}
    return frozenset(name for name in names if len(name) > 3 and name not in _COMMON)
