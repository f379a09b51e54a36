"""The kinds of values that a policy file may hold: each reads what stands there, and says what may stand there, to
people and as JSON Schema."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.bounded_yaml import Items, Node, Pairs, Scalar
from bot.redaction import redact

_LONGEST_GLOB, _MOST_WILDCARDS = 500, 16
"""Of one pattern. Any pattern is matched in linear time; a longer one is a mistake or an attack."""
_WILDCARDS = rf"^([^*?]*([*]+|[?])){{0,{_MOST_WILDCARDS}}}[^*?]*$"
"""For JSON Schema, which cannot count."""

Json = dict[str, object]


class Mistake(ValueError):
    """A value cannot be used: ``line`` is 1-based, the text a clause for people."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line

    def so(self, consequence: str) -> Mistake:
        """The mistake with a sentence on what comes of it."""
        return Mistake(self.line, f"{self}{'' if str(self).endswith('?') else '.'} {consequence}")


MOST_MISTAKES = 100
"""Of one file. Whoever makes more has not written a policy file, and each costs the words about it."""


class TooMany(ValueError):
    """There are more than ``MOST_MISTAKES``."""


class Mistakes:
    """What was left out of a value of which the rest is used."""

    def __init__(self) -> None:
        self.all: list[Mistake] = []

    def append(self, mistake: Mistake) -> None:
        """Notes one more. Raises :class:`TooMany`."""
        if len(self.all) == MOST_MISTAKES:
            raise TooMany
        self.all.append(mistake)


class Kind(Protocol):
    """One kind of value."""

    @property
    def wanted(self) -> str:
        """What may stand there, after "it must be"."""
        ...

    def read(self, node: Node, name: str, mistakes: Mistakes) -> object:
        """The value; ``name`` is what people call the place, e.g. ``severity``.

        Raises :class:`Mistake` where nothing of it can be used; what is left out of it goes to ``mistakes``.
        """
        ...

    def schema(self) -> Json:
        """The same as JSON Schema."""
        ...


class _Single:
    """A kind of which there is all or nothing to use."""

    def read(self, node: Node, name: str, mistakes: Mistakes) -> object:
        del mistakes
        return self.value(node, name)

    def value(self, node: Node, name: str) -> object:
        raise NotImplementedError


@dataclass(frozen=True)
class Choice(_Single):
    """One of some words."""

    values: Mapping[str, object]

    @property
    def wanted(self) -> str:
        return f"one of {', '.join(self.values)}" if len(self.values) > 2 else " or ".join(self.values)

    def value(self, node: Node, name: str) -> object:
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.value in self.values:
            return self.values[node.value]
        raise wrong(node, name, self.wanted, nearest_of(plain(node), self.values))

    def schema(self) -> Json:
        return {"type": "string", "enum": list(self.values)}


@dataclass(frozen=True)
class Switch(_Single):
    """Yes or no."""

    wanted = "true or false"

    def value(self, node: Node, name: str) -> bool:
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        raise wrong(node, name, self.wanted)

    def schema(self) -> Json:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Whole(_Single):
    """A whole number."""

    least: int
    most: int

    @property
    def wanted(self) -> str:
        between = f"a whole number from {self.least} to {self.most}"
        return between if self.least < self.most else str(self.least)

    def value(self, node: Node, name: str) -> int:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, float) and value.is_integer():  # `1.0`: people write versions so
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most:
            return value
        raise wrong(node, name, self.wanted)

    def schema(self) -> Json:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Text(_Single):
    """A text of one form; blanks around it do not count."""

    wanted: str
    longest: int
    pattern: str = r"\S"
    """As JSON Schema reads it: found anywhere in the text."""
    slips: tuple[tuple[str, str], ...] = ()
    """Patterns of what cannot be meant, and what people are told of each."""

    def value(self, node: Node, name: str) -> str:
        value = node.value if isinstance(node, Scalar) else None
        if not (isinstance(value, str) and len(value) <= self.longest and re.search(self.pattern, value)):
            raise wrong(node, name, self.wanted)
        for slip, said in self.slips:
            if re.search(slip, value):
                raise Mistake(node.line, f"`{name}` is `{shown(value)}`, and cannot be used: {said}")
        return _printable(value)

    def schema(self) -> Json:
        slips: Json = {"not": {"anyOf": [{"pattern": slip} for slip, _ in self.slips]}} if self.slips else {}
        return {"type": "string", "maxLength": self.longest, "pattern": self.pattern, **slips}


@dataclass(frozen=True)
class Glob(_Single):
    """A pattern that is matched in linear time."""

    wanted: str = "a glob pattern"

    def value(self, node: Node, name: str) -> str:
        if not isinstance(node, Scalar) or not isinstance(node.value, str) or not node.value:
            raise wrong(node, name, self.wanted)
        if len(node.value) > _LONGEST_GLOB or len(re.findall(r"\*+|\?", node.value)) > _MOST_WILDCARDS:
            limits = f"a pattern of up to {_LONGEST_GLOB} characters and {_MOST_WILDCARDS} wildcards"
            raise Mistake(node.line, f"`{name}` is `{shown(node.value)}`; it must be {limits}: write several shorter")
        return node.value

    def schema(self) -> Json:
        return {"type": "string", "minLength": 1, "maxLength": _LONGEST_GLOB, "pattern": _WILDCARDS}


@dataclass(frozen=True)
class Day(_Single):
    """A day of the calendar."""

    wanted = "a day, e.g. 2027-03-31"

    def value(self, node: Node, name: str) -> date:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        raise wrong(node, name, self.wanted)

    def schema(self) -> Json:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@dataclass(frozen=True)
class Fingerprint(_Single):
    """The whole id of an observation: somebody could make up a flaw whose id begins like it. One of digits alone is a
    number to YAML."""

    wanted = "an id as a comment shows it: all of its 16 hexadecimal digits"

    def value(self, node: Node, name: str) -> str:
        written = node.text if isinstance(node, Scalar) and isinstance(node.value, str | int | float) else ""
        if re.fullmatch(r"[0-9a-f]{16}", written):
            return written
        raise wrong(node, name, self.wanted)

    def schema(self) -> Json:
        digits: Json = {"type": "integer", "minimum": 10**15, "maximum": 10**16 - 1}
        return {"anyOf": [{"type": "string", "pattern": "^[0-9a-f]{16}$"}, digits]}


def wrong(node: Node, name: str, wanted: str, nearest: str = "") -> Mistake:
    """The mistake of a value that is not what was wanted."""
    guess = f"; did you mean `{nearest}`?" if nearest else ""
    written = shown(_written(node))
    return Mistake(node.line, f"`{name}` is {f'`{written}`' if written else 'empty'}; it must be {wanted}{guess}")


def _written(node: Node) -> str:
    """The value as YAML has it in one line; a single one as it stands there: ``no``, where Python has ``False``."""
    if isinstance(node, Items):
        return f"[{', '.join(map(_written, node.items))}]"
    if isinstance(node, Pairs):
        return f"{{{', '.join(f'{key.text}: {_written(value)}' for key, value in node.pairs)}}}"
    return node.text or ("" if node.value is None else str(node.value))


def plain(node: Node) -> object:
    """The value without its lines."""
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    if isinstance(node, Pairs):
        return {key.text: plain(value) for key, value in node.pairs}
    return node.value


def shown(value: object, most: int = 60) -> str:
    """A value from the file, short and on one line, for a message that can be printed and posted."""
    try:
        whole = str(value)
    except ValueError:  # a hexadecimal number may have more digits than Python writes in decimals
        whole = "a number that is too long to be shown"
    text = redact(_printable(whole[:1_000])).replace("`", "'")
    return text if len(text) <= most else text[: most - 3] + "…"


def _printable(text: str) -> str:
    """On one line, without controls and marks of direction; YAML may escape half a surrogate pair."""
    whole = text.encode("utf-8", "backslashreplace").decode()
    return " ".join("".join(character if character.isprintable() else " " for character in whole).split())


def nearest_of(written: object, known: Iterable[str]) -> str:
    """The word that somebody may have meant, or nothing."""
    found = difflib.get_close_matches(str(written)[:80].lower().replace("_", "-"), list(known), n=1, cutoff=0.7)
    return found[0] if found else ""
