"""What the engine says of one text: matches and problems, read from semgrep's public JSON (``semgrep_output_v1``)."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from bot.decoding import Misread, decode
from workers.reading.places import Lines, Place

_MOST_PARTS = 8
"""Parts of a text that are named by their lines when they could not be parsed; the others are counted."""


class BadAnswer(Exception):
    """The engine's output is not what its interface promises."""


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a data flow and its text."""

    place: Place
    text: str
    path: str = ""
    """The file that it stands in; empty for the one that the answer is about."""


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
    BUDGET = "budget"
    """It used up its CPU or its memory."""
    SLOW = "slow"
    """The engine left it, by the clock: no last word, see :mod:`workers.engine.budgets`."""
    UNREACHED = "unreached"
    """The time for all of it was up, by the clock, or a process hung: the next try may get further."""
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
    lines: tuple[tuple[int, int], ...] = ()
    """The first and last lines of the parts that were not parsed, where they are known."""


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """Everything the engine says of one text, in a fixed order."""

    matches: tuple[Match, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def lasting(self) -> bool:
        """Whether asking again would give the same."""
        return all(problem.kind in (ProblemKind.PARSE, ProblemKind.BUDGET) for problem in self.problems)

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


class _Position(msgspec.Struct):
    line: int
    col: int


class _Location(msgspec.Struct):
    start: _Position
    end: _Position


class _Variable(msgspec.Struct):
    location: _Location


class _Value(msgspec.Struct, array_like=True, tag="CliLoc"):
    """``["CliLoc", [place, text]]``: a source or sink that stands in the text itself."""

    at: tuple[_Location, str]


class _Call(msgspec.Struct, array_like=True, tag="CliCall"):
    """``["CliCall", [[place, text], variables, node]]``: a source or sink that is reached through a call."""

    through: tuple[tuple[_Location, str], list[_Variable], _Value | _Call]


class _Trace(msgspec.Struct):
    taint_source: _Value | _Call
    taint_sink: _Value | _Call
    intermediate_vars: list[_Variable] | None = None


class _Extra(msgspec.Struct):
    message: str
    dataflow_trace: _Trace | None = None
    fix: str | None = None
    is_ignored: bool | None = None


class _Result(msgspec.Struct):
    check_id: str
    path: str
    start: _Position
    end: _Position
    extra: _Extra


class _Start(msgspec.Struct, frozen=True):
    line: int


class _Where(msgspec.Struct):
    path: str = ""
    start: _Start = _Start(0)


class _Error(msgspec.Struct):
    """The core says ``error_type`` and ``location``, the command line ``type`` and ``path``."""

    error_type: str | list[object] | None = None
    type: str | list[object] | None = None
    location: _Where | None = None
    path: str | None = None
    rule_id: str | None = None


class _Paths(msgspec.Struct):
    scanned: list[str]


class _Output(msgspec.Struct):
    """``semgrep_output_v1``, as far as it is used here."""

    results: list[_Result]
    errors: list[_Error]
    paths: _Paths


def read(output: object, texts: Mapping[str, str]) -> dict[str, FileAnswer]:
    """The answer for each of ``texts``, by the path that the engine was given. ``output`` is semgrep's JSON, parsed.

    Raises :class:`BadAnswer`.
    """
    try:
        document = decode(_Output, output)
        lines = {path: Lines(text) for path, text in texts.items()}
        matches: dict[str, list[Match]] = {path: [] for path in texts}
        for result in document.results:
            matches[result.path].append(_match(result, lines[result.path]))
        problems: dict[str, set[Problem]] = {path: set() for path in texts}
        for error in document.errors:
            for path, problem in _problems(error, texts):
                problems[path].add(problem)
        for path in texts.keys() - set(document.paths.scanned):
            problems[path].add(Problem(ProblemKind.ENGINE, "was skipped by the engine", lost=True))
    except Misread as error:
        raise BadAnswer(f"semgrep's output has an unknown form: {error}") from error
    except (KeyError, IndexError) as error:
        raise BadAnswer(f"semgrep's output names what was not asked for ({error})") from error
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


def out_of_time(rule: str) -> Problem:
    """The rule used more CPU on the text than it may."""
    return Problem(ProblemKind.BUDGET, f"ran out of time in rule {rule}", rule)


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
    return Problem(ProblemKind.PARSE, reason, lost=lost, lines=tuple(parts))


def _runs(lines: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts in order, those that touch or overlap as one."""
    runs: list[tuple[int, int]] = []
    for first, last in sorted(lines):
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs


def _match(result: _Result, lines: Lines) -> Match:
    extra = result.extra
    place = _place(result.start, result.end, lines)
    return Match(
        rule=result.check_id,
        place=place,
        excerpt=lines.text(place),
        message=extra.message,
        steps=_steps(extra.dataflow_trace, lines) if extra.dataflow_trace else (),
        fix=extra.fix,
        ignored=bool(extra.is_ignored),
    )


def _place(start: _Position, end: _Position, lines: Lines) -> Place:
    return lines.place((start.line, start.col), (end.line, end.col))


def _steps(trace: _Trace, lines: Lines) -> tuple[Step, ...]:
    """The flow without the steps that stand on the line of the step before: people read lines."""
    locations = [
        *_locations(trace.taint_source),
        *(variable.location for variable in trace.intermediate_vars or ()),
        *_locations(trace.taint_sink),
    ]
    places = [_place(each.start, each.end, lines) for each in locations]
    kept = places[:1]
    for place in places[1:-1]:
        if place.start_line not in (kept[-1].start_line, places[-1].start_line):
            kept.append(place)
    return tuple(Step(place, lines.text(place)) for place in (*kept, places[-1]))


def _locations(node: _Value | _Call) -> Iterator[_Location]:
    """From the outermost call to the value itself."""
    while isinstance(node, _Call):
        (outer, _), variables, node = node.through
        yield outer
        yield from (variable.location for variable in variables)
    yield node.at[0]


def _problems(error: _Error, texts: Mapping[str, str]) -> Iterator[tuple[str, Problem]]:
    """The engine's errors in our words: its own messages quote the file. An error without a file concerns all."""
    kind = error.error_type or error.type
    name, details = (kind[0], kind[1:]) if isinstance(kind, list) else (kind, [])
    where = error.location or _Where(error.path or "")
    rule, line = error.rule_id, where.start.line
    if name in ("Timeout", "Fixpoint timeout", "FixpointTimeout", "Out of memory", "OutOfMemory"):
        if "emory" in name:
            problem = Problem(ProblemKind.BUDGET, "ran out of memory" + (f" in rule {rule}" if rule else ""), rule)
        else:
            problem = Problem(ProblemKind.SLOW, "ran out of time" + (f" in rule {rule}" if rule else ""), rule)
    elif name in ("PartialParsing", "Partial parsing"):
        places = decode(list[_Location], details[0]) if details else []
        problem = not_parsed([(place.start.line, place.end.line) for place in places] or [(line, line)])
    elif name in ("Syntax error", "Lexical error", "Other syntax error", "AST builder error"):
        problem = not_parsed([(line, line)] if line else [], lost=True)
    else:
        problem = Problem(
            ProblemKind.ENGINE,
            f"was not examined by rule {rule}" if rule else f"the engine failed: {name}",
            rule,
            lost=rule is None,
        )
    yield from ((path, problem) for path in ([where.path] if where.path in texts else texts))
