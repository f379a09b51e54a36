"""YAML that strangers wrote, read within bounds.

A few hundred bytes of YAML can stand for gigabytes (an alias to a list of aliases to …), and a deep nest ends the
interpreter's stack. Here the events of the parser are counted before anything is built: bytes, depth, and values,
where an alias counts for everything that it repeats. What is over a bound is refused with its line and its remedy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml import SafeLoader
    from yaml import nodes as yaml_nodes


_NO_VALUE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What PyYAML's constructors raise for a text that is not what its tag or its form says: ``2026-02-31``, ``!!bool x``,
``!!int ''``, ``!!timestamp x``, a key that cannot be one."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that a document may be."""

    size: int
    """Characters."""
    depth: int
    """Lists and mappings inside each other. PyYAML builds them by recursion."""
    values: int
    """Scalars, lists and mappings; an alias counts as often as the values that it repeats."""


class Refused(ValueError):
    """The text is no YAML or is over a bound. ``line`` is 1-based, ``None`` where there is none; ``reason`` is a clause
    for people ("this is not YAML (…)", "it nests deeper than 50 levels"), ``remedy`` an imperative or empty."""

    def __init__(self, reason: str, line: int | None = None, remedy: str = "") -> None:
        place = f"line {line}: " if line else ""
        super().__init__(f"{place}{reason}{'; ' if remedy else ''}{remedy}")
        self.reason = reason
        self.line = line
        self.remedy = remedy


def load(text: str, bounds: Bounds) -> object:
    """The one document as plain Python values; ``None`` for an empty text. Raises :class:`Refused`."""
    import yaml  # late: most reviews meet no YAML

    if len(text) > bounds.size:
        raise Refused(f"it is longer than {bounds.size:,} characters", remedy="write it shorter")
    try:
        _count(text, bounds)
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, *_NO_VALUE) as error:
        raise _unreadable(error) from error


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value: what YAML makes of it, and ``text``, what is written there. ``line`` is 1-based."""

    line: int
    value: object
    text: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping with every key that is written, in their order: the same key may
    stand there twice."""

    line: int
    pairs: tuple[tuple[Scalar, Node], ...]


Node = Scalar | Items | Pairs


def with_lines(text: str, bounds: Bounds) -> Node | None:
    """The one document with the line of each value; ``None`` for an empty text. Raises :class:`Refused`.

    A scalar of which YAML can make no value (``2026-02-31``) is its text. What is neither list nor mapping nor scalar
    (a set) is a :class:`Scalar` with the Python value.
    """
    import yaml

    if len(text) > bounds.size:
        raise Refused(f"it is longer than {bounds.size:,} characters", remedy="write it shorter")
    try:
        _count(text, bounds)
        loader = yaml.SafeLoader(text)
        try:
            root = loader.get_single_node()
            return None if root is None else _node(loader, root)
        finally:
            loader.dispose()
    except (yaml.YAMLError, RecursionError, *_NO_VALUE) as error:
        raise _unreadable(error) from error


def _node(loader: SafeLoader, node: yaml_nodes.Node) -> Node:
    import yaml

    line = node.start_mark.line + 1
    if node.tag == "tag:yaml.org,2002:seq" and isinstance(node, yaml.SequenceNode):
        return Items(line, tuple(_node(loader, item) for item in node.value))
    if node.tag == "tag:yaml.org,2002:map" and isinstance(node, yaml.MappingNode):
        _merge(loader, node)
        return Pairs(line, tuple((_key(loader, key), _node(loader, value)) for key, value in node.value))
    if not isinstance(node, yaml.ScalarNode):
        return Scalar(line, loader.construct_object(node, deep=True))
    try:
        return Scalar(line, loader.construct_object(node), node.value)
    except _NO_VALUE:
        return Scalar(line, node.value, node.value)


def _merge(loader: SafeLoader, node: yaml_nodes.MappingNode) -> None:
    """Writes out ``<<``: what a mapping says itself goes before what it takes from another."""
    own = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
    if len(own) < len(node.value):
        loader.flatten_mapping(node)
        taken = node.value[: len(node.value) - len(own)]
        last = {key.value: (key, value) for key, value in taken if key.value not in own}
        node.value = [*last.values(), *node.value[len(taken) :]]


def _key(loader: SafeLoader, node: yaml_nodes.Node) -> Scalar:
    key = _node(loader, node)
    if not isinstance(key, Scalar) or not key.text:
        raise Refused("this is not YAML as we read it (a key is no text)", key.line, "write the key as a word")
    return key


def _count(text: str, bounds: Bounds) -> None:
    """Counts the values of the text, event by event. Raises :class:`Refused` at the first one over a bound."""
    import yaml

    weights: dict[str, int] = {}
    still_open: list[tuple[str | None, int]] = []
    """The anchor of each list or mapping around here, and the values that came before it."""
    values = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            values += _weight(event.anchor or "", weights, still_open, line)
        elif isinstance(event, yaml.ScalarEvent):
            values += 1
            if event.anchor:
                weights[event.anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            still_open.append((event.anchor, values))
            values += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = still_open.pop()
            if anchor:
                weights[anchor] = values - before
        elif isinstance(event, yaml.DocumentStartEvent):
            weights.clear()
        if len(still_open) > bounds.depth:
            raise Refused(f"it nests deeper than {bounds.depth} levels", line, "nest it less deeply")
        if values > bounds.values:
            raise Refused(
                f"it stands for more than {bounds.values:,} values", line, "write fewer, and repeat less by aliases"
            )


def _weight(anchor: str, weights: dict[str, int], still_open: list[tuple[str | None, int]], line: int) -> int:
    if any(anchor == name for name, _ in still_open):
        raise Refused(f"the alias `*{anchor[:40]}` stands inside of what it repeats", line, "write the values out")
    if anchor not in weights:
        raise Refused(f"the alias `*{anchor[:40]}` repeats nothing: no anchor `&{anchor[:40]}` comes before it", line)
    return weights[anchor]


def _unreadable(error: Exception) -> Refused:
    if isinstance(error, Refused):
        return error
    mark = getattr(error, "problem_mark", None)
    if isinstance(error, RecursionError):
        return Refused("it nests too deeply", remedy="nest it less deeply")
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or (str(error).splitlines() or [""])[0]
    return Refused(f"this is not YAML ({said or 'unreadable'})", mark.line + 1 if mark else None)
