"""Where a lost protection went, as far as the rest of the change shows it: into a helper, into a file of any language,
or away with the route that it stood in front of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from bot.knowledge import protection as words
from bot.model import ChangedFile, split_lines
from workers.checks.guards.comparison import Loss
from workers.checks.guards.edits import clauses
from workers.checks.guards.facts import Kind, squeezed

_NAME = re.compile(r"[A-Za-z_]\w{4,}")
_CALLED = re.compile(r"(\w{5,})\s*\(")
_TEXT = re.compile(r"[\"'`]((?:[^\"'`\\{%]|\\.){12,})")
"""The start of a text, up to its first placeholder."""
_ROUTE = re.compile(r"[\"'`]/(?:[\w:{}.-]+/)*?((?:[\w-]+/)?([A-Za-z][\w-]{2,}))/?[\"'`]")
"""A path of a route, with its last two parts, and the last alone."""
_DEFINED = re.compile(
    r"\b(?:def|function|func|fn)\s+(?:\([^)]*\)\s*)?(?:\w+\.)?(\w+)"
    r"|\b(\w+)\s*[:=]\s*(?:async\s*)?(?:function\b|\()"
    r"|^\s*(?:(?:export|async|static|public|private|protected|final|override)\s+)+(?:[\w<>\[\],?.]+\s+)*(\w+)\s*\("
    r"|^\s*(\w+)\s*\([^;=]*\)\s*\{\s*$"
)
_PROTECTS = re.compile(
    r"check|valid|verif|filter|sanit|escap|restrict|permi|authori|authent|enforc|allow|limit|normal|canonic|clean"
)
"""The start of a word by which a function protects, whatever it is called beside it."""
_LEAST_MOVED = 0.6
"""Of a definition's own lines, which came anew somewhere, to say that it moved."""
_LONGEST = 1_000
"""Characters of a line that somebody may have written; the patterns here would take long over what is longer."""
_ALIKE = 3
"""Words that two names must have in common."""
_BLANK = re.compile(r"\s*$")
_TYPE_ASKED = re.compile(r"!?\s*is_(?:string|int|numeric|bool|float|array|callable|iterable|object)\(\s*(\$\w+)\s*\)?")
_NEAR = 2
"""Lines around a hunk."""
_LONG = 12
"""Characters of a line or text that stands for itself wherever it is found."""


class Elsewhere:
    """All files of a change, whatever their language."""

    def __init__(self, files: Iterable[ChangedFile]) -> None:
        self._files = tuple(files)

    def signs(self, loss: Loss) -> set[str]:
        """The features of a loss that say where it went."""
        is_check = loss.fact.kind in (Kind.REFUSAL, Kind.CONDITION)
        if loss.became is not None:
            held = {
                "in-helper": is_check and self._is_in_helper(loss),
                "typed-instead": is_check and _is_typed(loss),
            }
            return {name for name, holds in held.items() if holds}
        held = {
            "in-helper": loss.fact.kind in (Kind.CALL, Kind.CLEANING, Kind.REFUSAL) and self._is_in_helper(loss),
            "said-elsewhere": loss.fact.kind is Kind.REFUSAL and self._is_said(loss),
            "moved-whole": loss.fact.kind in (Kind.DEFINITION, Kind.CALL) and self._has_moved(loss),
            "merged": loss.fact.kind is Kind.CALL and _is_beside(loss),
            "renamed": loss.fact.kind in (Kind.CALL, Kind.CLEANING) and _is_renamed(loss),
            "alike-called": loss.fact.kind is Kind.CALL and self._is_called_alike(loss),
            "of-platform": any(words.OF_VERSION.search(line) for line in _opening_lines(loss)),
            "route-gone": self._went_with_route(loss),
            "alike-gained": loss.fact.kind is Kind.CALL and _gained_alike(loss),
            "scoped-instead": _is_scoped(loss),
            "typed-instead": is_check and _is_typed(loss),
            "popped-instead": loss.fact.kind is Kind.DELETION and _is_popped(loss),
        }
        return {name for name, holds in held.items() if holds}

    @cached_property
    def _added(self) -> tuple[str, ...]:
        """The new lines of all files."""
        return tuple(line for file in self._files for _, line in _numbered(file.head_text, file.added_lines))

    @cached_property
    def _removed(self) -> dict[tuple[str, int], str]:
        return {
            (file.path, number): line
            for file in self._files
            for number, line in _numbered(file.base_text, file.removed_lines)
        }

    @cached_property
    def _defined(self) -> frozenset[str]:
        """Names of definitions among the new lines."""
        found = (name for line in self._added for match in _DEFINED.finditer(line) for name in match.groups())
        return frozenset(name for name in found if name)

    @cached_property
    def _names(self) -> Counter[str]:
        """How often each name stands in the new lines."""
        return Counter(name for line in self._added for name in _NAME.findall(line))

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._added)

    @cached_property
    def _stripped(self) -> frozenset[str]:
        return frozenset(line.strip() for line in self._added)

    def _is_in_helper(self, loss: Loss) -> bool:
        """Whether its place calls a new definition, and what it called stands in other new lines."""
        names = {loss.fact.name} if loss.fact.name else set(_CALLED.findall(loss.fact.text))
        names = {name for name in names if len(name) > 4}
        here = loss.instead
        if not names or not (set(_CALLED.findall(here)) & self._defined - names):
            return False
        own = Counter(_NAME.findall(here))
        is_outside = all(self._names[name] > own[name] for name in names)
        return is_outside or names <= self._words_of(set(_CALLED.findall(here)) & self._defined, loss)

    def _words_of(self, definitions: Iterable[str], loss: Loss) -> frozenset[str]:
        """The names in new definitions of the file, whether or not their lines are new: a body may have stayed."""
        scopes, own = loss.sides.scopes, {loss.fact.scope, loss.fact.place}
        ranges = (scopes[name] for name in scopes if name.rpartition(".")[2] in definitions and name not in own)
        lines = (line for scope in ranges for _, line in _numbered(loss.sides.file.head_text, scope))
        return frozenset(name for line in lines for name in _NAME.findall(line))

    def _is_called_alike(self, loss: Loss) -> bool:
        """Whether new lines of its definition call something whose name has three words of what it called."""
        own = words.parts(loss.fact.name)
        scope = loss.sides.scopes.get(loss.fact.scope, range(0))
        now = _numbered(loss.sides.file.head_text, (line for line in loss.sides.file.added_lines if line in scope))
        called = {name for _, line in now for name in _CALLED.findall(line)}
        return any(len(own & words.parts(name)) >= _ALIKE for name in called - {loss.fact.name})

    def _is_said(self, loss: Loss) -> bool:
        """Whether the error's text is given in another place now."""
        told = {
            match.group(1)
            for line in _lines(loss, _own(loss))
            for match in _TEXT.finditer(line)
            if " " in match.group(1)
        }
        here = loss.instead
        return any(self._text.count(text) > here.count(text) for text in told)

    def _has_moved(self, loss: Loss) -> bool:
        """Whether the definition, or what was called, is gone by its name alone: its lines are still there."""
        fact, sides = loss.fact, loss.sides
        around = fact.scope.rpartition(".")[0] if fact.kind is Kind.CALL else fact.scope
        name = f"{around}.{fact.name}".lstrip(".")
        lines = sides.base_scopes.get(name, range(0)) if name not in sides.scopes else range(0)
        own = [line for line in (text.strip() for text in _lines(loss, lines[1:])) if len(line) >= _LONG]
        if not own:
            return False
        still = {line.strip() for line in split_lines(sides.file.head_text or "")}
        return sum(line in self._stripped or line in still for line in own) >= _LEAST_MOVED * len(own)

    def _went_with_route(self, loss: Loss) -> bool:
        """Whether it names a route whose name is gone from the changed files, and from more places than this one."""
        here = {(loss.sides.file.path, number) for number in _own(loss)}
        for line in [*_lines(loss, _own(loss)), *_opening_lines(loss)]:
            for named in (part for match in _ROUTE.finditer(line) for part in match.groups()):
                name = re.compile(rf"(?i)\b{re.escape(named)}|[a-z]{re.escape(named)}")
                if any(name.search(file.head_text or "") for file in self._files):
                    continue
                if any(name.search(text) for place, text in self._removed.items() if place not in here):
                    return True
        return False


def _is_renamed(loss: Loss) -> bool:
    """Whether its place calls something with a word of its name, on just what it was called with."""
    call = squeezed(loss.fact.text).partition(f"{loss.fact.name}(")
    given = re.sub(r"^[^(]*\(", "(", call[1] + call[2])
    own = {word for word in words.parts(loss.fact.name) if _PROTECTS.match(word)}
    if len(given) < 4 or not own:
        return False
    here = squeezed(loss.instead)
    called = (words.parts(here[: at.start()][-60:].split(" ")[-1]) for at in re.finditer(re.escape(given), here))
    return any(own & named for named in called)


def _is_beside(loss: Loss) -> bool:
    """Whether the same call stands next to its place: two branches became one."""
    first, count = loss.hunk.head_start, loss.hunk.head_count
    near = range(max(1, first - _NEAR), first + count + _NEAR + 1)
    return loss.fact.text in squeezed(" ".join(line for _, line in _numbered(loss.sides.file.head_text, near)))


def _numbered(text: str | None, numbers: Iterable[int]) -> Iterator[tuple[int, str]]:
    lines = split_lines(text or "")
    found = ((number, lines[number - 1]) for number in numbers if number <= len(lines))
    return ((number, line) for number, line in found if len(line) <= _LONGEST)


def _lines(loss: Loss, numbers: Sequence[int]) -> list[str]:
    return [line for _, line in _numbered(loss.sides.file.base_text, numbers)]


def _own(loss: Loss) -> range:
    return range(loss.fact.line, loss.fact.end_line + 1)


def _opening_lines(loss: Loss) -> list[str]:
    return _lines(loss, list(openings(loss, _BLANK)))


def openings(loss: Loss, idle: re.Pattern[str]) -> Iterator[int]:
    """The removed lines that open the blocks around it, from the inside out, as far as all between is removed.

    ``idle`` matches lines that open nothing.
    """
    lines, gone = split_lines(loss.sides.file.base_text or ""), frozenset(loss.hunk.removed)
    level = indent(lines[loss.fact.line - 1])
    for number in range(loss.fact.line - 1, 0, -1):
        line = lines[number - 1]
        if number not in gone:
            return
        if not idle.match(line) and indent(line) < level:
            level = indent(line)
            yield number


def indent(line: str) -> int:
    """Columns of white space, a tab being eight."""
    spaces = line.expandtabs(8)
    return len(spaces) - len(spaces.lstrip())


def _gained_alike(loss: Loss) -> bool:
    """Whether the same definition won a check whose name has two words of the lost one's."""
    own = words.parts(loss.fact.name)
    return any(
        other.kind is Kind.CALL
        and other.scope == loss.fact.scope
        and bool(words.SURE_CALL.match(other.name))
        and len(own & words.parts(other.name)) > 1
        for other in loss.sides.head
    )


def _is_scoped(loss: Loss) -> bool:
    """Whether what was asked for its owner is now looked up through the owner: ``project.forms.get(id)``."""
    if loss.fact.kind is Kind.ARGUMENT:
        owners = {"user"}
    elif words.OWNERSHIP.search(loss.fact.text):
        owners = set(re.findall(r"(\w+)(?:\.\w*id|_id)\b", loss.fact.text))
    else:
        return False
    lines = split_lines(loss.sides.file.head_text or "")
    now = "\n".join(lines[number - 1] for number in loss.sides.file.added_lines if number <= len(lines))
    return any(re.search(rf"\b{owner}\.\w+\.(?:get|find\w*|where|filter|first)\b", now) for owner in owners)


def _is_typed(loss: Loss) -> bool:
    """Whether all that is no longer asked is the type of PHP's parameters, which are declared with one."""
    lost = clauses(loss.fact.text) - (clauses(loss.became.text) if loss.became else frozenset())
    asked = [_TYPE_ASKED.fullmatch(part) for part in lost]
    declared = loss.definition.partition("{")[0]
    typed = (part and re.search(rf"\w\s+&?{re.escape(part.group(1))}\b", declared) for part in asked)
    return bool(asked) and all(typed)


def _is_popped(loss: Loss) -> bool:
    """Whether the entry that was deleted is taken out by a method now."""
    keys = re.findall(r"[\"']([\w.-]+)[\"']", loss.fact.text)
    return any(re.search(rf"\b(?:pop|remove|delete)\w*\(\s*[\"']{re.escape(key)}[\"']", loss.instead) for key in keys)
