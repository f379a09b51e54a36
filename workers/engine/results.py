"""What the engine says of one text: matches and problems, read from semgrep's JSON.

Semgrep counts columns and offsets in bytes of UTF-8; people, SARIF and we count characters. The form of
``dataflow_trace`` is that of semgrep's public JSON interface (``semgrep_output_v1``).
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from typing import Any

_LONGEST_EXCERPT = 2_000
_MOST_PARTS = 8
"""Parts of a text that are named by their lines when they could not be parsed; the others are counted."""


class BadAnswer(Exception):
    """The engine's output is not what its interface promises."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Lines and columns from 1, the end column exclusive, in characters."""

    start_line: int
    start_col: int
    end_line: int
    end_col: int


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a data flow and its text."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """One rule matched at one place."""

    rule: str
    place: Place
    excerpt: str
    message: str
    steps: tuple[Step, ...] = ()
    """Source first, sink last; empty without a data flow."""
    fix: str | None = None
    """What the rule would put at the place."""
    ignored: bool = False
    """A ``nosemgrep`` comment stands there; it silences nothing."""
    doubtful: bool = False
    """Nothing but the name of a function on the way speaks against it."""


class ProblemKind(enum.Enum):
    PARSE = "parse"
    TIMEOUT = "timeout"
    ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of the text that was not examined; ``reason`` is a clause for people."""

    kind: ProblemKind
    reason: str
    rule: str | None = None
    """The one rule that did not examine the text; ``None``: it concerns all of them."""
    lost: bool = False
    """Whether nothing of the text was examined by any rule."""


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """Everything the engine says of one text, in a fixed order."""

    matches: tuple[Match, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def lasting(self) -> bool:
        """Whether asking again would give the same: a timeout would not."""
        return all(problem.kind is ProblemKind.PARSE for problem in self.problems)

    @property
    def lost(self) -> bool:
        """Whether nothing of the text was examined."""
        return any(problem.lost for problem in self.problems)

    @property
    def parses(self) -> bool:
        return not any(problem.kind is ProblemKind.PARSE for problem in self.problems)

    def only(self, rules: Collection[str]) -> FileAnswer:
        """What it says of these rules, and of the text as a whole."""
        return FileAnswer(
            tuple(match for match in self.matches if match.rule in rules),
            tuple(problem for problem in self.problems if problem.rule is None or problem.rule in rules),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "matches": [asdict(match) for match in self.matches],
            "problems": [[item.kind.value, item.reason, item.rule, item.lost] for item in self.problems],
        }

    @staticmethod
    def from_json(document: Mapping[str, Any]) -> FileAnswer:
        """Raises :class:`BadAnswer`."""
        try:
            return FileAnswer(
                tuple(_stored_match(item) for item in document["matches"]),
                tuple(Problem(ProblemKind(kind), *rest) for kind, *rest in document["problems"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise BadAnswer(f"a stored answer is damaged: {error}") from error


def _stored_match(item: Mapping[str, Any]) -> Match:
    steps = tuple(Step(Place(**step["place"]), step["text"]) for step in item["steps"])
    return Match(**{**item, "place": Place(**item["place"]), "steps": steps})


def read(document: Any, texts: Mapping[str, str]) -> dict[str, FileAnswer]:
    """The answer for each of ``texts`` (by the path that the engine was given). Raises :class:`BadAnswer`."""
    try:
        lines = {path: Lines(text) for path, text in texts.items()}
        matches: dict[str, list[Match]] = {path: [] for path in texts}
        for result in document["results"]:
            matches[result["path"]].append(_match(result, lines[result["path"]]))
        problems: dict[str, set[Problem]] = {path: set() for path in texts}
        for error in document["errors"]:
            for path, problem in _problems(error, texts):
                problems[path].add(problem)
        for path in texts.keys() - set(document["paths"]["scanned"]):
            problems[path].add(Problem(ProblemKind.ENGINE, "was skipped by the engine", lost=True))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise BadAnswer(f"semgrep's output has an unknown form ({type(error).__name__}: {error})") from error
    return {path: FileAnswer(_unique(matches[path]), _ordered(problems[path])) for path in texts}


def quoting(answer: FileAnswer, text: str) -> FileAnswer:
    """The answer to a text that differs in single characters, with what stands at its places in ``text``."""
    lines = Lines(text)

    def quoted(match: Match) -> Match:
        steps = tuple(Step(step.place, lines.text(step.place)) for step in match.steps)
        return replace(match, excerpt=lines.text(match.place), steps=steps)

    return replace(answer, matches=tuple(quoted(match) for match in answer.matches))


def joined(first: FileAnswer, second: FileAnswer) -> FileAnswer:
    """What two runs over one text say together."""
    return FileAnswer(_unique((*first.matches, *second.matches)), _ordered({*first.problems, *second.problems}))


def _unique(matches: Sequence[Match]) -> tuple[Match, ...]:
    """One match a rule and place: the one with the shortest data flow proves it best."""
    best: dict[tuple[str, Place], Match] = {}
    for match in sorted(matches, key=lambda item: (len(item.steps), [step.place for step in item.steps])):
        best.setdefault((match.rule, match.place), match)
    return tuple(sorted(best.values(), key=lambda item: (item.place, item.rule)))


def _ordered(problems: set[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda item: (item.kind.value, item.reason, item.rule or "")))


def not_parsed(lines: Iterable[tuple[int, int]], *, lost: bool = False) -> Problem:
    """What could not be read. ``lines`` are each part's first and last line, from 1; none where that is unknown."""
    parts = _runs(lines)
    if not parts:
        return Problem(ProblemKind.PARSE, "could not be parsed", lost=lost)
    named = [f"{first}" if first == last else f"{first}-{last}" for first, last in parts[:_MOST_PARTS]]
    if len(parts) > _MOST_PARTS:
        named.append(f"{len(parts) - _MOST_PARTS} more places")
    where = ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1]
    is_one_line = len(parts) == 1 and parts[0][0] == parts[0][1]
    reason = f"could not be parsed at line{'' if is_one_line else 's'} {where}"
    return Problem(ProblemKind.PARSE, reason, lost=lost)


def _runs(lines: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts in order, those that touch or overlap as one."""
    runs: list[tuple[int, int]] = []
    for first, last in sorted(lines):
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs


class Lines:
    """A text addressed in three ways: by the engine's byte columns, by our places, by byte offsets."""

    def __init__(self, text: str) -> None:
        self._lines = [line.encode("utf-8", "surrogatepass") for line in text.split("\n")]
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)]

    def place(self, start: Mapping[str, int], end: Mapping[str, int]) -> Place:
        return Place(
            start["line"], self._column(start["line"], start["col"]), end["line"], self._column(end["line"], end["col"])
        )

    def _column(self, line: int, column: int) -> int:
        return len(self._lines[line - 1][: column - 1].decode("utf-8", "ignore")) + 1

    def span(self, place: Place) -> tuple[int, int]:
        """Byte offsets, the end exclusive."""
        return self._offset(place.start_line, place.start_col), self._offset(place.end_line, place.end_col)

    def _offset(self, line: int, column: int) -> int:
        before = self._lines[line - 1].decode("utf-8", "surrogatepass")[: column - 1]
        return self._starts[line - 1] + len(before.encode("utf-8", "surrogatepass"))

    def place_of(self, start: int, end: int) -> Place:
        """The place of a span in bytes."""
        return Place(*self._line_and_column(start), *self._line_and_column(end))

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset, hi=len(self._lines))
        return line, self._column(line, offset - self._starts[line - 1] + 1)

    def text(self, place: Place) -> str:
        lines = [line.decode("utf-8", "surrogatepass") for line in self._lines[place.start_line - 1 : place.end_line]]
        lines[-1] = lines[-1][: place.end_col - 1]
        lines[0] = lines[0][place.start_col - 1 :]
        return "\n".join(lines)[:_LONGEST_EXCERPT]


def _match(result: Mapping[str, Any], lines: Lines) -> Match:
    extra = result["extra"]
    place = lines.place(result["start"], result["end"])
    trace = extra.get("dataflow_trace")
    return Match(
        rule=result["check_id"],
        place=place,
        excerpt=lines.text(place),
        message=extra["message"],
        steps=_steps(trace, lines) if trace else (),
        fix=extra.get("fix"),
        ignored=bool(extra.get("is_ignored", False)),
    )


def _steps(trace: Mapping[str, Any], lines: Lines) -> tuple[Step, ...]:
    """The flow without the steps that stand on the line of the step before: people read lines."""
    places = [
        *_call_places(trace["taint_source"]),
        *(item["location"] for item in trace.get("intermediate_vars") or ()),
        *_call_places(trace["taint_sink"]),
    ]
    steps = [_step(place, lines) for place in places]
    kept = steps[:1]
    for step in steps[1:-1]:
        if step.place.start_line not in (kept[-1].place.start_line, steps[-1].place.start_line):
            kept.append(step)
    return (*kept, steps[-1])


def _step(location: Mapping[str, Any], lines: Lines) -> Step:
    place = lines.place(location["start"], location["end"])
    return Step(place, lines.text(place))


def _call_places(node: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    """``["CliLoc", [place, text]]``, or ``["CliCall", [[place, text], variables, node]]`` through a call."""
    kind, content = node
    if kind == "CliLoc":
        yield content[0]
    elif kind == "CliCall":
        yield content[0][0]
        yield from (item["location"] for item in content[1])
        yield from _call_places(content[2])
    else:
        raise BadAnswer(f"a data flow has a step of the unknown kind {kind!r}")


def _problems(error: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[tuple[str, Problem]]:
    """The engine's errors in our words: its own messages quote the file. An error without a file concerns all."""
    kind = error.get("error_type") or error.get("type")
    name = kind[0] if isinstance(kind, list) else kind
    location = error.get("location") or {"path": error.get("path"), "start": {"line": 0}}
    rule = error.get("rule_id")
    line = location["start"]["line"]
    if name in ("Timeout", "Fixpoint timeout", "FixpointTimeout", "Out of memory", "OutOfMemory"):
        what = "memory" if "emory" in name else "time"
        problem = Problem(ProblemKind.TIMEOUT, f"ran out of {what}" + (f" in rule {rule}" if rule else ""), rule)
    elif name in ("PartialParsing", "Partial parsing"):
        places = kind[1] if isinstance(kind, list) else ()
        lines = [(place["start"]["line"], place["end"]["line"]) for place in places] or [(line, line)]
        problem = not_parsed(lines)
    elif name in ("Syntax error", "Lexical error", "Other syntax error", "AST builder error"):
        problem = not_parsed([(line, line)] if line else [], lost=True)
    else:
        problem = Problem(
            ProblemKind.ENGINE,
            f"was not examined by rule {rule}" if rule else f"the engine failed: {name}",
            rule,
            lost=rule is None,
        )
    yield from ((path, problem) for path in ([location["path"]] if location["path"] in texts else texts))
