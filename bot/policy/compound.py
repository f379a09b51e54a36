"""The kinds of values that hold others: lists, mappings, and records with known keys.

A mistake inside costs as little as it can, and never silences more than was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.bounded_yaml import Items, Node, Pairs, Scalar
from bot.policy.kinds import Json, Kind, Mistake, Mistakes, nearest_of, plain, shown, wrong


@dataclass(frozen=True)
class ListOf:
    """A list; an item that cannot be used is left out."""

    item: Kind
    wanted: str
    most: int = 1_000
    least: int = 0
    undivided: bool = False
    """Whether one item that cannot be used spoils the list: the rest alone would be another wish."""

    def read(self, node: Node, name: str, mistakes: Mistakes) -> tuple[object, ...]:
        if not isinstance(node, Items) or len(node.items) < self.least:
            raise wrong(node, name, self.wanted)
        if len(node.items) > self.most:
            over = f"`{name}` has {len(node.items)} entries; those after the first {self.most} are left out"
            mistakes.append(Mistake(node.items[self.most].line, over))
        found = []
        for number, item in enumerate(node.items[: self.most], 1):
            try:
                found.append(self.item.read(item, f"{name}[{number}]", mistakes))
            except Mistake as mistake:
                if self.undivided:
                    raise mistake.so(f"All of `{name}` is left out") from None
                mistakes.append(mistake)
        return tuple(found)

    def schema(self) -> Json:
        least: Json = {"minItems": self.least} if self.least else {}
        return {"type": "array", **least, "maxItems": self.most, "items": self.item.schema()}


@dataclass(frozen=True)
class MapOf:
    """A mapping from keys of one kind to values of another, in the order in which they are written."""

    key: Kind
    value: Kind
    wanted: str
    most: int = 500

    def read(self, node: Node, name: str, mistakes: Mistakes) -> tuple[tuple[object, object], ...]:
        if not isinstance(node, Pairs):
            raise wrong(node, name, self.wanted)
        if len(node.pairs) > self.most:
            over = f"`{name}` has {len(node.pairs)} entries; those after the first {self.most} are left out"
            mistakes.append(Mistake(node.pairs[self.most][0].line, over))
        found = []
        for key, value in node.pairs[: self.most]:
            try:
                written = self.key.read(key, name, mistakes)
                found.append((written, self.value.read(value, f"{name}: {shown(key.text)}", mistakes)))
            except Mistake as mistake:
                mistakes.append(mistake)
        return tuple(found)

    def schema(self) -> Json:
        return {
            "type": "object",
            "maxProperties": self.most,
            "propertyNames": self.key.schema(),
            "additionalProperties": self.value.schema(),
        }


@dataclass(frozen=True)
class Strict:
    """What a setting means where it cannot be read, so that a slip of the pen makes no review weaker."""

    value: object
    tightens: Callable[[object], bool]
    """Whether a value makes a review stricter than leaving the setting out: it is heard even under a misspelt name."""
    denials: tuple[object, ...] = (None, False, "no", "off", "none")
    """What cannot be read, and yet wants nothing stricter."""


@dataclass(frozen=True)
class Field:
    """One key of a :class:`Record`."""

    kind: Kind
    says: str
    """For people: one sentence, or a few."""
    example: object = None
    required: bool = False
    narrows: bool = False
    """Whether a mistake here spoils the whole record: without this key it would silence more than was meant."""
    strict: Strict | None = None

    def schema(self) -> Json:
        examples: Json = {} if self.example is None else {"examples": [self.example]}
        return {**self.kind.schema(), "description": self.says, **examples}


@dataclass(frozen=True, slots=True)
class Values:
    """What a :class:`Record` read, and the line of each of its keys."""

    line: int
    values: Mapping[str, Any] = field(default_factory=dict)
    """Of the types that the kinds of the fields read."""
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """A mapping with known keys. A mistake in one of them costs that one."""

    fields: Mapping[str, Field]
    wanted: str
    least: int = 1
    """Keys that must stand there."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Keys that are known in another place, and which."""

    def read(self, node: Node, name: str, mistakes: Mistakes) -> Values:
        if not isinstance(node, Pairs) or len(node.pairs) < self.least:
            raise wrong(node, name, self.wanted)
        values: dict[str, object] = {}
        written: set[str] = set()
        lines: dict[str, int] = {}
        for key, value in node.pairs:
            try:
                known = self._known(key, name)
                if key.text in written:
                    mistakes.append(Mistake(key.line, f"`{_within(name, key.text)}` stands twice; the last one holds"))
                written.add(key.text)
                lines[key.text] = key.line
                values[key.text] = self._value(known, key, value, name, mistakes)
            except Mistake as mistake:
                meant = self._without(mistake, key, value, name, mistakes, values)
                lines.setdefault(meant, key.line)
        for required, known in self.fields.items():
            if known.required and required not in values:
                raise Mistake(node.line, f"`{name}` has no `{required}`, and is left out: write {known.kind.wanted}")
        return Values(node.line, values, {key: line for key, line in lines.items() if key in values})

    def _value(self, known: Field, key: Scalar, value: Node, name: str, mistakes: Mistakes) -> object:
        try:
            return known.kind.read(value, _within(name, key.text), mistakes)
        except Mistake as mistake:  # an alias stands at its key, and its value at the anchor
            raise Mistake(key.line if mistake.line == value.line else mistake.line, str(mistake)) from None

    def _known(self, key: Scalar, name: str) -> Field:
        """The field of a key. Raises :class:`Mistake`, which names the nearest."""
        if key.text in self.fields:
            return self.fields[key.text]
        if key.text in self.elsewhere:
            raise Mistake(key.line, f"`{_within(name, key.text)}` may not stand here: {self.elsewhere[key.text]}")
        where = f" in `{name}`" if name else ""
        nearest = nearest_of(key.text, self.fields)
        guess = f"did you mean `{nearest}`?" if nearest else f"known are {', '.join(self.fields)}"
        raise Mistake(key.line, f"unknown setting `{shown(key.text)}`{where}; {guess}")

    def _without(
        self, mistake: Mistake, key: Scalar, value: Node, name: str, mistakes: Mistakes, values: dict[str, object]
    ) -> str:
        """Goes on without one key, so that nothing is silenced by it; gives the key that was meant."""
        meant = key.text if key.text in self.fields else nearest_of(key.text, self.fields)
        known = self.fields.get(meant)
        if known is not None and (known.narrows or known.required):
            raise mistake.so(f"All of `{name}` is left out") from None
        if known is not None and known.strict is not None:
            if meant == key.text and plain(value) in known.strict.denials:
                pass  # leaving it out is what was meant
            elif meant == key.text:
                values[meant] = known.strict.value
                mistake = mistake.so("Until then its strictest value holds")
            elif meant not in values and self._tightens(known, value):
                values[meant] = known.kind.read(value, meant, Mistakes())
                mistake = mistake.so(f"Until then it is taken for `{meant}`")
        mistakes.append(mistake)
        return meant

    @staticmethod
    def _tightens(known: Field, value: Node) -> bool:
        try:
            return known.strict is not None and known.strict.tightens(known.kind.read(value, "", Mistakes()))
        except Mistake:
            return False

    def schema(self) -> Json:
        required: Json = {}
        if names := [name for name, known in self.fields.items() if known.required]:
            required = {"required": names}
        return {
            "type": "object",
            **({"minProperties": self.least} if self.least else {}),
            **required,
            "additionalProperties": False,
            "properties": {name: known.schema() for name, known in self.fields.items()},
        }


@dataclass(frozen=True)
class Either:
    """A single value, or a mapping that says more."""

    short: Kind
    long: Record

    @property
    def wanted(self) -> str:
        return f"{self.short.wanted}, or {self.long.wanted}"

    def read(self, node: Node, name: str, mistakes: Mistakes) -> object:
        if isinstance(node, Pairs):
            return self.long.read(node, name, mistakes)
        try:
            return self.short.read(node, name, mistakes)
        except Mistake:
            raise wrong(node, name, self.wanted) from None

    def schema(self) -> Json:
        return {"anyOf": [self.short.schema(), self.long.schema()]}


def _within(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key
