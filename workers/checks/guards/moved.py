"""Losses that are none: the protection stands in another place of the change now, on the way to the operations.

On the way are the callers of the definition (what stands in front of the call), what it calls, its classes and what
they inherit from. Each new copy of a protection answers for one that is lost. What is only alike is left as a loss of
the kind ``rebuilt``, and an equal that stands on no known way as one of the kind ``elsewhere``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from bot.knowledge import protection as words
from bot.model import Side
from workers.checks.guards import flow
from workers.checks.guards.aligned import Renamed, likeness
from workers.checks.guards.model import Definition, How, Loss, Protection, Way
from workers.checks.guards.places import Places
from workers.checks.guards.protections import all_of, denies, in_head, is_held, names_of

ALIKE = 0.7
"""Share of common words from which a new protection on the way is rather the lost one, made in another way."""
MOST_CALLERS = 30
"""Callers of a definition that are looked at; what more call is no one's helper."""
MOST_READ = 20
"""Unchanged definitions of the changed files that are read because new code calls them."""
MOST_COMPARED = 2000
"""Unequal protections of a change that are compared in their meaning."""
DEPTH = 3
"""Calls between the operation and the protection."""

_CALLED = re.compile(r"(?<![\w$])([A-Za-z_$][\w$]*+[?!]?)\s*\(")
_NAME = re.compile(r"[A-Za-z_$][\w$]*[?!]?")
_CALLEE = re.compile(r"((?:(?<![\w$@])[\w$@]++(?:\.|->|::|\?\.))?)([A-Za-z_$][\w$]*[?!]?)")
_AUTHORIZES = re.compile(
    r"(?i)^(?:authori[sz]e!?|deny_?access\w*|enforce\w*|require_?permission\w*|permission_required)$"
)
_OWN = re.compile(r"(?:self|this|\$this|cls|super|static|parent)\W+")
_COMPOUND = re.compile(r"[a-z\d][A-Z]|[A-Za-z\d]_[A-Za-z]")

_Key = tuple[str, str, int]


def left(losses: Sequence[Loss], places: Places, functions: Mapping[str, str]) -> Iterator[Loss]:
    """The losses that remain."""
    ways = _Ways(places, Renamed({}, functions))
    for loss in losses:
        if loss.how is not How.GONE and loss.how is not How.BYPASSED and loss.kind != "swapped":
            yield loss
        elif not ways.arrives(loss) and not ways.answered(loss):
            yield ways.marked(loss)


class _Ways:
    """What is new in the head, and which definitions lead to which."""

    def __init__(self, places: Places, renamed: Renamed) -> None:
        self._places, self._renamed = places, renamed
        self._used: set[tuple[_Key, int, str]] = set()
        self._read = 0
        self._left = MOST_COMPARED

    def arrives(self, loss: Loss) -> bool:
        """Whether a caller has it in front of its call."""
        lost = in_head(loss.protection, self._renamed)
        waiting, seen = [(loss.head_scope, 0)], {loss.head_scope}
        while waiting:
            scope, depth = waiting.pop()
            for caller, found in self._callers.get(scope.rpartition(".")[2], ())[:MOST_CALLERS]:
                if caller.name == loss.head_scope:
                    continue
                if any(self._holds(lost, one) for one in found):
                    return True
                if depth < DEPTH and caller.name not in seen:
                    seen.add(caller.name)
                    waiting.append((caller.name, depth + 1))
        return False

    def answered(self, loss: Loss) -> bool:
        """Whether a new copy stands on the way, which then answers for no other loss."""
        lost = in_head(loss.protection, self._renamed)
        for definition in self._near(loss):
            for one in self._gained(definition):
                if self._is_own(loss, definition) and _is_wrapped_by(lost, one):
                    return True
                key = (_key(definition), one.line, one.text)
                if key not in self._used and not self._is_own(loss, definition) and self._holds(lost, one):
                    self._used.add(key)
                    return True
        return False

    def _holds(self, lost: Protection, one: Protection) -> bool:
        """Whether it is the lost one; what is equal always counts, the rest while there is time."""
        if (lost.way, lost.text, lost.ending) == (one.way, one.text, one.ending):
            return True
        if self._left <= 0 or names_of(lost.text).isdisjoint(names_of(one.text)):
            return False
        self._left -= 1
        return is_held(lost, one)

    def marked(self, loss: Loss) -> Loss:
        """The loss with the kind that tells what stands elsewhere."""
        if loss.how is not How.GONE or loss.kind == "base":
            return loss
        lost = in_head(loss.protection, self._renamed)
        for definition in self._near(loss):
            if self._is_own(loss, definition):
                if any(_is_asked_otherwise(lost, one) for one in self._gained(definition)[:MOST_CALLERS]):
                    return replace(loss, kind="rebuilt")
                continue
            for one in self._gained(definition)[:MOST_CALLERS]:
                if one != loss.became and _is_like(lost, one):
                    return replace(loss, kind="rebuilt", became=loss.became or one)
        if any(is_held(lost, one) for one in self._by_text.get(lost.text, ())):
            return replace(loss, kind="elsewhere")
        return loss

    def _is_own(self, loss: Loss, definition: Definition) -> bool:
        """What the same definition has was compared with its operations already, if any were matched."""
        return (definition.path, definition.name) == (loss.head.path, loss.head_scope) and bool(loss.operations)

    def _near(self, loss: Loss) -> list[Definition]:
        """The definition itself, the classes around it, what it calls and what is called from there."""
        start = [
            one
            for one in self._places.by_simple_name.get(loss.head_scope.rpartition(".")[2], ())
            if (one.path, one.name) == (loss.head.path, loss.head_scope)
        ]
        found = {_key(one): one for one in start}
        for one in start:
            found |= {_key(around): around for around in self._places.around(one, Side.HEAD)}
        waiting = [(one, 0) for one in found.values()]
        while waiting:
            one, depth = waiting.pop()
            if depth >= DEPTH:
                continue
            for name in self._named(one):
                for other in self._places.by_simple_name.get(name, ())[:4]:
                    if _key(other) not in found:
                        found[_key(other)] = other
                        waiting.append((other, depth + 1))
        return list(found.values())

    def _named(self, definition: Definition) -> Iterable[str]:
        """The functions and classes that a definition calls, is wrapped with, or inherits from."""
        key = _key(definition)
        if key not in self._names:
            names = dict.fromkeys(name for item in definition.operations for name in item.calls)
            for one in all_of(definition):
                names |= dict.fromkeys(_CALLED.findall(one.text))
                names |= dict.fromkeys(_NAME.findall(one.name))
            names |= dict.fromkeys(name for base in definition.bases for name in _NAME.findall(base)[-1:])
            self._names[key] = tuple(names)
        return self._names[key]

    @cached_property
    def _names(self) -> dict[_Key, tuple[str, ...]]:
        return {}

    @cached_property
    def _kept(self) -> dict[_Key, tuple[Protection, ...]]:
        return {}

    def _gained(self, definition: Definition) -> tuple[Protection, ...]:
        """What a definition of the head protects with that it did not have in the base."""
        key = _key(definition)
        if key not in self._kept:
            was = self._places.was(definition)
            before = [in_head(one, self._renamed) for one in all_of(was)] if was is not None else []
            known = {(one.way, one.text, one.ending) for one in before}
            now = all_of(self._with_text(definition))
            self._kept[key] = tuple(one for one in now if (one.way, one.text, one.ending) not in known)
        return self._kept[key]

    def _with_text(self, definition: Definition) -> Definition:
        """The definition, read if it is only listed: new code may call what the change did not touch."""
        if definition.is_read or self._read >= MOST_READ:
            return definition
        self._read += 1
        sides = self._places.head_sides(definition)
        found = flow.read_definitions(sides.file, Side.HEAD, (definition.name,))
        return next((one for one in found if one.line == definition.line), definition)

    @cached_property
    def _callers(self) -> dict[str, list[tuple[Definition, tuple[Protection, ...]]]]:
        """By the last name of what is called: the caller, and what stands in front of the call."""
        found: dict[str, list[tuple[Definition, tuple[Protection, ...]]]] = defaultdict(list)
        for definition in self._places.definitions(Side.HEAD):
            around = [one for item in self._places.around(definition, Side.HEAD) for one in item.protections]
            for item in definition.operations:
                for name in dict.fromkeys(item.calls):
                    if name not in self._places.by_simple_name or not _is_of_ours(name, item.text):
                        continue
                    found[name].append((definition, (*item.protections, *definition.protections, *around)))
        return found

    @cached_property
    def _by_text(self) -> dict[str, list[Protection]]:
        found: dict[str, list[Protection]] = defaultdict(list)
        for definition in self._places.definitions(Side.HEAD):
            for one in self._gained(definition):
                found[one.text].append(one)
        return found


def _is_of_ours(name: str, text: str) -> bool:
    """Whether a call is rather one of the change's definitions: ``self.get(x)`` and ``get(x)``, not ``cache.get(x)``.

    A name of several words is the same thing wherever it is called.
    """
    if _COMPOUND.search(name):
        return True
    called = (match for match in _CALLEE.finditer(text[:1000]) if match[2] == name)
    return any(not match[1] or _OWN.fullmatch(match[1]) for match in called)


def _is_asked_otherwise(lost: Protection, one: Protection) -> bool:
    """``if (!$user->isAdmin()) abort(403)`` that became ``$this->authorize("delete", $server)``."""
    if one.way not in (Way.CHECKS, Way.WRAPS) or lost.way not in (Way.REFUSES, Way.CHECKS):
        return False
    return bool(_AUTHORIZES.search(one.name)) and denies(lost) and not _AUTHORIZES.search(lost.name)


def _is_wrapped_by(lost: Protection, one: Protection) -> bool:
    """``if not request.user.is_superuser: raise …`` that became ``@user_passes_test(lambda u: u.is_superuser)``."""
    if one.way is not Way.WRAPS or lost.way is not Way.REFUSES:
        return False
    asked = {name for name in names_of(lost.text) if words.PREDICATE.search(name) or _COMPOUND.search(name)}
    return bool(asked) and asked <= names_of(one.text)


def _is_like(lost: Protection, other: Protection) -> bool:
    if other.way is Way.ANSWERS:
        return False
    return (lost.name != "" and lost.name == other.name) or likeness(lost.text, other.text) >= ALIKE


def _key(definition: Definition) -> tuple[str, str, int]:
    return definition.path, definition.name, definition.line
