"""Whether a result of another scanner is told at a path. Only its report says how grave it is and what it is about, so
there may be several answers. What ``patchwarden policy explain --rule reported.…`` shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.model import Applied, Area, Severity
from bot.policy.explaining import Told, Word, told
from bot.policy.parsing import PolicyFile


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds for some results of the rule."""

    said: str
    """A clause for people."""
    severities: tuple[Severity, ...] = ()
    """Of the results that it is about; ``()`` for any."""
    areas: tuple[Area, ...] = ()
    """Likewise."""
    others: bool = False
    """Of all areas but those that the answers before it name."""
    words: tuple[Word, ...] = ()
    """What decides it."""


def answers(files: Sequence[PolicyFile], path: str, rule: str) -> tuple[Answer, ...]:
    """All that may hold. Results that get the same answer are told of together."""
    alike: dict[tuple[tuple[Area, Answer], ...], list[Severity]] = defaultdict(list)
    for severity in Severity:
        by_area = {area: _answer(told(files, path, Applied(rule, area, severity))) for area in Area}
        alike[tuple(by_area.items())].append(severity)
    found = []
    for by_area_, severities in alike.items():
        only = () if len(severities) == len(Severity) else tuple(severities)
        found += [replace(each, severities=only) for each in _by_answer(dict(by_area_))]
    return tuple(found)


def _by_answer(by_area: Mapping[Area, Answer]) -> Iterator[Answer]:
    """The answer for most areas comes last, and names none."""
    groups: dict[Answer, tuple[Area, ...]] = {}
    for area, answer in by_area.items():
        groups[answer] = (*groups.get(answer, ()), area)
    *few, (usual, _) = sorted(groups.items(), key=lambda group: len(group[1]))
    yield from (replace(answer, areas=areas) for answer, areas in few)
    yield replace(usual, others=bool(few))


def _answer(found: Told) -> Answer:
    if found.why_not:
        return Answer(f"not told here: {found.why_not}", words=found.words)
    graded = any(word.setting == "severity" for word in found.words)
    return Answer(f"told here, as {found.severity if graded else 'grave as the report says'}", words=found.words)
