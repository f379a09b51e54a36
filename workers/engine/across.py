"""Flows from file to file: the changed files, and the unchanged ones that their calls lead to.

Nothing of this is kept with the answers of one file: it depends on others. The places in each file are, by its content.
A flow is told where the change can be commented on: at its sink, else at the last call on its way in a changed file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.languages import language_of
from workers.engine import crossing
from workers.engine.places import ENDS, STARTS, FlowRule
from workers.engine.results import Match, Step
from workers.engine.rules import Rule
from workers.engine.scanner import Scanner, Source, source_of
from workers.flows import decide
from workers.flows.gathering import Gathered, Gathering, Read, likely_callers
from workers.flows.imports import ENDINGS, Tree, family
from workers.flows.names import Files, linked
from workers.flows.places import Places, places_of
from workers.flows.program import Function
from workers.flows.values import Spot
from workers.reading import syntax
from workers.reading.places import Lines, Place

STEPS = 600_000
"""About six seconds for the files of one change and family of languages."""


@dataclass(frozen=True, slots=True)
class Told:
    """A flow through several files, and where it is told."""

    path: str
    rule: Rule
    match: Match


@dataclass(frozen=True, slots=True)
class Crossed:
    """What is told of some changed files, and the paths that something was left out for."""

    told: tuple[Told, ...] = ()
    left_out: tuple[str, ...] = ()
    callers: tuple[str, ...] = ()
    """Unchanged files that were looked at because they call what the change wrote."""


@dataclass(frozen=True, slots=True)
class Around:
    """The changed files of one side, and the tree around them."""

    changed: Sequence[Source]
    added: Mapping[str, frozenset[int]]
    """By the path: the lines that the change wrote."""
    paths: Callable[[], Sequence[str]]
    """The paths of the whole tree."""
    read: Read
    callers: Sequence[str] = ()
    """Unchanged files that are looked at whatever is called; for the base, those of the head."""
    is_base: bool = False
    """Of the base every place of a flow is told: what of it stands in the head is old, whichever place that has."""


def crossed(scanner: Scanner, around: Around, until: float) -> Crossed:
    """The flows that pass a changed file and another one."""
    families = defaultdict[str, list[Source]](list)
    for source in around.changed:
        if source.language in decide.LANGUAGES and family(source.language) in ENDINGS:
            families[family(source.language)].append(source)
    parts = [_of_family(scanner, families[name], around, until) for name in sorted(families)]
    told = sorted((each for part in parts for each in part.told), key=lambda each: (each.path, each.match.place))
    callers = tuple(path for part in parts for path in part.callers)
    return Crossed(tuple(told), tuple(path for part in parts for path in part.left_out), callers)


def _of_family(scanner: Scanner, changed: Sequence[Source], around: Around, until: float) -> Crossed:
    listed = around.paths()
    go_module = around.read(["go.mod"]).get("go.mod", "") if changed[0].language == "go" and "go.mod" in listed else ""
    gathering = Gathering(Tree(listed, go_module), around.read)
    for source in changed:
        gathering.start(source.path, source.language, source.text)
    gathered = gathering.follow()
    asked = _Asked(scanner, gathered, until)
    callers = _callers(gathering, asked, changed, around)
    left_out = tuple(source.path for source in changed) if gathered.left_out else ()
    gathered.keep(linked(gathered.files))
    rules = asked.rules() if gathered.modules else []
    if not rules:
        return Crossed(left_out=left_out, callers=callers)
    found = _between(asked, rules, whole=False)
    paths = {source.path for source in changed}
    if found.is_whole:  # few flows cross: what cleans values is asked for those alone
        rules = [rules[number] for number in sorted({flow.rule for flow in found.flows if _passes(flow, paths)})]
    found = _between(asked, rules) if rules else decide.Found()
    told: dict[tuple[str, str, Place], Told] = {}
    for flow in found.flows:
        if _passes(flow, paths):
            doubtful = flow.doubtful or rules[flow.rule].doubts_places
            for each in _Way(rules[flow.rule], _spots(flow), asked.lines, doubtful=doubtful).told(around, paths):
                told.setdefault((each.path, each.rule.id, each.match.place), each)
    left_out = left_out if found.is_whole else tuple(sorted(paths))
    return Crossed(tuple(told.values()), left_out, callers)


def _between(asked: _Asked, rules: Sequence[FlowRule], *, whole: bool = True) -> decide.Found:
    """The flows of some rules; unless ``whole``, also of values that are cleaned."""
    return decide.between(asked.files, asked.places(rules, whole=whole), crossing.about(rules), STEPS)


def _spots(flow: decide.Flow) -> tuple[Spot, ...]:
    return flow.source, *flow.way, flow.sink


def _passes(flow: decide.Flow, changed: Collection[str]) -> bool:
    """Whether it goes through a changed file and another one."""
    paths = {spot.path for spot in _spots(flow)}
    return len(paths) > 1 and not paths.isdisjoint(changed)


def _callers(gathering: Gathering, asked: _Asked, changed: Sequence[Source], around: Around) -> tuple[str, ...]:
    """Adds the unchanged files that call a function of the change whose parameter reaches a sink; their paths."""
    kind = family(changed[0].language)
    if around.is_base:
        callers = [path for path in around.callers if family(language_of(path)) == kind]
        return tuple(gathering.add_callers(callers)) if callers else ()
    written = [function for source in changed for function in _written(asked.files, source, around)]
    if not any(kind != "python" or function.parameters or function.owner for function in written):
        return ()  # nobody can give data to them: Python's functions must declare what they take
    likely = likely_callers(around.paths(), [source.path for source in changed], kind)
    is_called = gathering.calling(likely, {function.name for function in written})
    rules = asked.rules(started=False) if is_called else []
    if not rules:
        return ()
    names = {
        name
        for spot, name in _between(asked, rules, whole=False).waiting
        if _lines(asked.lines, spot) & around.added.get(spot.path, frozenset()) and len(name) > SHORTEST
    }
    return tuple(gathering.add_callers(likely, names)) if names else ()


def _written(files: Files, source: Source, around: Around) -> list[Function]:
    """The functions of a file that the change wrote in."""
    added, module = around.added.get(source.path, frozenset()), files.modules.get(source.path)
    if not added or module is None:
        return []
    lines = Lines(source.text)
    return [
        function
        for function in module.callable
        if len(function.name) > SHORTEST and lines.place_of(*function.span).lines & added
    ]


SHORTEST = 1
"""Letters of a function's name that too many functions have."""


def _lines(lines: Mapping[str, Lines], spot: Spot) -> frozenset[int]:
    return lines[spot.path].place_of(spot.start, spot.end).lines if spot.path in lines else frozenset()


class _Asked:
    """The engine's word on the places of some files; there may come to be more of them."""

    def __init__(self, scanner: Scanner, gathered: Gathered, until: float) -> None:
        self._scanner, self._gathered, self._until = scanner, gathered, until
        self.lines: dict[str, Lines] = {}
        self._sources: dict[str, Source] = {}
        self._at: dict[str, dict[str, list[Place]]] = {}
        self._asked: dict[str, frozenset[str]] = {}

    @property
    def files(self) -> Files:
        return self._gathered.files

    def _ask(self, searches: frozenset[str]) -> None:
        """Asks for the places of some searches in the files of which they are not known."""
        for path in sorted(self._gathered.texts.keys() - self._sources.keys()):
            text = self._gathered.texts[path]
            self._sources[path] = source_of(path, self._gathered.languages[path], text)
            self.lines[path], self._at[path], self._asked[path] = Lines(text), {}, frozenset()
        wanted = [path for path in sorted(self._gathered.texts) if not searches <= self._asked[path]]
        if not wanted:
            return
        answers = self._scanner.for_places.scan([self._sources[path] for path in wanted], self._until, searches)
        for path in wanted:
            found = crossing.places_by_search(answers[self._sources[path].key])
            self._at[path] |= {name: places for name, places in found.items() if name in searches}
            self._asked[path] |= searches

    def rules(self, *, started: bool = True) -> list[FlowRule]:
        """The rules with a sink in one of the files and, if ``started``, a source in one of them."""
        packs = self._scanner.place_packs
        languages = sorted({*self._gathered.languages.values()})
        every = {name: rule for language in languages for name, rule in packs.rules(language).items()}
        self._ask(_names(every.values(), ("sinks",)))
        here = self._here()
        ending = [rule for _, rule in sorted(every.items()) if rule.searches["sinks"]["id"] in here]
        self._ask(_names(ending, STARTS))
        here = self._here()
        return [rule for rule in ending if not started or rule.starts & here or crossing.asks_requests(rule)]

    def _here(self) -> frozenset[str]:
        """The searches that matched in one of the files."""
        return frozenset(name for path in self._gathered.texts for name in self._at[path])

    def places(self, rules: Sequence[FlowRule], *, whole: bool = True) -> dict[str, Places]:
        """The places of some rules in every file; unless ``whole``, without what cleans a value."""
        kinds = frozenset(kind for rule in rules for kind in rule.searches).difference(ENDS)
        if whole and kinds:
            self._ask(_names(rules, kinds))
        made = {}
        for path, text in self._gathered.texts.items():
            tree = syntax.parse(self._gathered.languages[path], text)
            if tree is not None:
                lists = [crossing.lists_of(rule, self._at[path], self.lines[path]) for rule in rules]
                made[path] = places_of(tree.root_node, text.encode("utf-8", "surrogatepass"), lists)
        return made


def _names(rules: Iterable[FlowRule], kinds: Collection[str]) -> frozenset[str]:
    """The names of the searches for some lists."""
    return frozenset(search["id"] for rule in rules for kind, search in rule.searches.items() if kind in kinds)


class _Way:
    """One flow, by its places from the source to the sink."""

    def __init__(self, rule: FlowRule, spots: Sequence[Spot], lines: Mapping[str, Lines], *, doubtful: bool) -> None:
        self._rule = rule
        self._doubtful = doubtful
        self._steps = [
            Step(place, lines[spot.path].text(place), spot.path)
            for spot in spots
            for place in (lines[spot.path].place_of(spot.start, spot.end),)
        ]

    def told(self, around: Around, changed: Collection[str]) -> list[Told]:
        """At its last place that the change wrote, else at its last one in a changed file."""
        own = [step for step in self._steps if step.path in changed]
        if around.is_base:
            return [self._at(step) for step in own]
        written = [step for step in own if step.place.lines & around.added.get(step.path, frozenset())]
        return [self._at((written or own)[-1])] if own else []

    def _at(self, told: Step) -> Told:
        last = len(self._steps) - 1
        kept = [
            step
            for number, step in enumerate(self._steps)
            if number in (0, last) or step is told or not _is_beside(step, self._steps[number - 1])
        ]
        message: str = self._rule.rule.semgrep["message"]
        match = Match(self._rule.rule.id, told.place, told.text, message, tuple(kept), doubtful=self._doubtful)
        return Told(told.path, self._rule.rule, match)


def _is_beside(step: Step, before: Step) -> bool:
    return step.path == before.path and step.place.start_line == before.place.start_line
