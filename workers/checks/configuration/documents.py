"""Documents of YAML and JSON, and the values in them that are unsafe. A part of the configuration check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workers.checks.configuration.settings import Setting
from workers.reading.line_patterns import joined
from workers.reading.yaml_nodes import (
    Alias,
    Failure,
    MappingNode,
    Node,
    Scalar,
    entries,
    lines_of,
    load,
    resolved,
    text_of,
    without_template,
)
from workers.reading.yaml_nodes import Sequence as Items

_MOST_VISITS = 200_000
"""Values that aliases may repeat beyond those that are written."""
_LONGEST_KEY, _LONGEST_PATH, _LONGEST_VALUE = 100, 16, 10_000
_COMMANDS = re.compile(r"(?:^|\.)(?:command|args|entrypoint|test|cmd|script)$")
"""Keys whose lists are the words of one command."""
_FLOW = re.compile(r"[\[{&]|(?:^|\s)\*\w|(?:^|\s)\?\s|<<")


@dataclass(frozen=True, slots=True)
class Read:
    """A text as far as it parses, template actions aside."""

    roots: tuple[Node, ...]
    failures: tuple[Failure, ...] = ()
    blocks: tuple[tuple[int, int], ...] = ()
    """The lines of texts of several lines, which may hold documents and scripts themselves."""
    neutral: str = ""

    @property
    def by_lines(self) -> Iterator[tuple[int, int]]:
        """Ranges of lines that only reading by lines sees."""
        yield from ((failure.first_line, failure.last_line) for failure in self.failures)
        yield from self.blocks


@dataclass(frozen=True, slots=True)
class Found:
    """One unsafe value."""

    setting: Setting
    value: Node
    """Where it is written."""
    effect: Node
    """Where it takes effect: there too, or the outermost alias or merge key that brings it elsewhere."""
    identity: str


@dataclass(slots=True)
class _Visits:
    """The values of a document with the paths of their keys, aliases followed as far as the budget reaches."""

    repeated: int = 0
    is_over: bool = False
    values: list[tuple[str, Scalar, Node]] = field(default_factory=list)
    """Path, value, and the node where it takes effect."""
    commands: list[tuple[list[str], Node, Node]] = field(default_factory=list)
    """Lists that are the words of one command."""


def read(text: str) -> Read:
    """The documents of a text. A template is read with its actions taken out, line for line."""
    found, neutral = load(text), text
    if found.failures:
        without = without_template(text)
        again = load(without) if without != text else found
        if len(again.failures) <= len(found.failures):
            found, neutral = again, without
    blocks = tuple(
        (node.line, node.end_line)
        for root in found.roots
        for node in _written(root)
        if isinstance(node, Scalar) and node.end_line > node.line
    )
    return Read(found.roots, found.failures, blocks, neutral)


def unsafe(document: Read, settings: Sequence[Setting]) -> tuple[list[Found], list[str]]:
    """The values that a rule calls unsafe, and clauses that say what was not followed."""
    visits = _Visits()
    for root in document.roots:
        _visit(root, visits)
    placed = [(place, setting) for setting in settings for place in setting.places]
    texts = [setting for setting in settings if setting.in_texts]
    by_path: dict[str, list[tuple[re.Pattern[str], Setting]]] = {}
    found: list[Found] = []
    for path, value, effect in visits.values:
        wanted = by_path.get(path)
        if wanted is None:
            wanted = [(place.value, setting) for place, setting in placed if place.path.search(path)]
            by_path[path] = wanted
        text, key = value.text.strip(), _key(path)
        plain = f"{key}: {_canonical(text)}"
        hits = [setting for pattern, setting in wanted if pattern.fullmatch(text[:_LONGEST_VALUE])]
        told = {setting.rule.id for setting in hits}
        found += [Found(setting, value, effect, plain) for setting in hits]
        for shown in (plain, text) if key else (text,):
            line = joined([(value.line, shown)]).text
            hits = [each for each in texts if each.rule.id not in told and each.pattern.search(line)]
            found += [Found(setting, value, effect, plain) for setting in hits]
            told |= {setting.rule.id for setting in hits}
    for words, where, effect in visits.commands:
        line = joined([(where.line, " ".join(words))]).text
        # What one word alone tells was told at the word.
        hits = [each for each in texts if not any(each.pattern.search(word) for word in words)]
        found += [Found(each, where, effect, line) for each in hits if each.pattern.search(line)]
    return found, [f"its aliases repeat more than {_MOST_VISITS:,} values"] if visits.is_over else []


def _visit(root: Node, visits: _Visits) -> None:
    """Every value with its path; what an alias or a merge key repeats is visited again under its new path."""
    waiting: list[tuple[tuple[str, ...], Node, Node | None]] = [((), root, None)]
    while waiting:
        path, node, effect = waiting.pop()
        if isinstance(node, Alias):
            effect = effect or node
            node = resolved(node) or node
        if effect is not None:
            visits.repeated += 1
            if visits.repeated > _MOST_VISITS:
                visits.is_over = True
                continue
        if isinstance(node, Scalar):
            visits.values.append((".".join(path), node, effect or node))
        elif isinstance(node, Items):
            below = (*path[-_LONGEST_PATH:], "[]")
            words = [text_of(item) for item in node.items]
            if _COMMANDS.search(".".join(path)) and all(words) and len(words) > 1:
                visits.commands.append((words, node, effect or node))
            waiting += [(below, item, effect) for item in reversed(node.items)]
        elif isinstance(node, MappingNode):
            named = entries(node) if len(node.pairs) + len(node.inherited) <= 8 else {}
            name, value = text_of(named.get("name")), named.get("value")
            if name and isinstance(value, Scalar):
                visits.values.append((f"{name[:_LONGEST_KEY]}.name=value", value, effect or value))
            for key, each in (*node.inherited, *node.pairs):
                waiting.append(((*path[-_LONGEST_PATH:], text_of(key)[:_LONGEST_KEY]), each, effect))


def _key(path: str) -> str:
    """The last name of a path: of ``NAME.name=value`` the name, of a list's item the list's."""
    names = [name for name in path.removesuffix(".name=value").split(".") if name != "[]"]
    return names[-1] if names else ""


_ON = re.compile(r"(?i:true|yes|on|y)")
_OFF = re.compile(r"(?i:false|no|off|n)")


def _canonical(text: str) -> str:
    if len(text) <= len("false"):
        if _ON.fullmatch(text):
            return "true"
        if _OFF.fullmatch(text):
            return "false"
    return text


def _written(root: Node) -> Iterator[Node]:
    """The node and all that is written in it; what aliases repeat is written once."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Items):
            waiting += node.items
        elif isinstance(node, MappingNode):
            waiting += [each for pair in node.pairs for each in pair]


_WORDS = re.compile(
    r"\b(?:privileged|host(?:Network|PID|IPC)|network_mode|pid|ipc|userns_mode|hostPath|volumes|cap_add|capabilities"
    r"|allowPrivilegeEscalation|runAsNonRoot|runAsUser|verbs|roleRef|security_opt|Action|Principal)\b"
)
"""Keys that the rules speak of."""


def unseen(document: Read) -> Iterator[str]:
    """A clause for each document that does not parse and holds a setting in a style that reading by lines misses."""
    for failure in document.failures:
        if failure.is_bound:
            yield failure.reason
            continue
        for number, line in lines_of(document.neutral, failure.first_line, failure.last_line):
            if _FLOW.search(line) and _WORDS.search(line) and not line.lstrip().startswith("#"):
                yield f"{failure.reason}, and line {number} is in a style that only a parser reads"
                break
