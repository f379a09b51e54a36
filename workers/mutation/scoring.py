"""How many mutants of a rule's sample the rule still finds, asked of the scanner that reviews use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workers.engine.results import FileAnswer, Match
from workers.engine.samples import Sample
from workers.engine.scanner import Scanner, source_of
from workers.mutation.languages import LANGUAGES
from workers.mutation.making import mutant
from workers.mutation.model import Mutant, Place, Program
from workers.reading import syntax
from workers.reading.places import Lines


@dataclass(frozen=True, slots=True)
class Tally:
    """Marked lines that were asked for in mutants, and those that held."""

    found: int = 0
    to_find: int = 0
    silent: int = 0
    to_spare: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.found + other.found,
            self.to_find + other.to_find,
            self.silent + other.silent,
            self.to_spare + other.to_spare,
        )


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one mutant."""

    sample: Sample
    mutant: Mutant
    lost: tuple[int, ...]
    """Marked lines of the sample that must be found and were not."""
    told: tuple[int, ...]
    """Marked lines of the sample that must be left alone and were not."""
    problems: tuple[str, ...]
    """What the engine could not do with it."""

    @property
    def tally(self) -> Tally:
        to_find, to_spare = len(self.mutant.wanted), len(self.mutant.silent)
        return Tally(to_find - len(self.lost), to_find, to_spare - len(self.told), to_spare)


@dataclass(slots=True)
class Scores:
    """The results of some samples."""

    results: list[Result] = field(default_factory=list)
    broken: list[tuple[Sample, Mutant]] = field(default_factory=list)
    """Mutants that do not parse: a fault of the mutation, and not asked for."""

    def by(self, key: Callable[[Result], str]) -> dict[str, Tally]:
        tallies: dict[str, Tally] = {}
        for result in self.results:
            tallies[key(result)] = tallies.get(key(result), Tally()) + result.tally
        return tallies


def scored(
    samples: Sequence[Sample],
    scanner: Scanner,
    told: Callable[[str], None] = lambda _: None,
    mutation: str | None = None,
) -> Scores:
    """The scores of samples of the engine's rules, of all mutations or of one. ``told`` hears which rule's turn it is.
    Raises what the scanner does.

    A marked line that is not as it must be in the sample itself is not asked for.
    """
    scores = Scores()
    for rule, group in _by_rule(samples).items():
        told(rule)
        only = frozenset({rule})
        answers = _answers(scanner, [(sample, sample.text) for sample in group], only)
        asked: list[tuple[Sample, Mutant]] = []
        for sample, answer in zip(group, answers, strict=True):
            made = [each for each in mutants(sample, answer) if mutation in (None, each.mutation)]
            asked += [(sample, each) for each in made if _parses(sample.language, each.text)]
            scores.broken += [(sample, each) for each in made if not _parses(sample.language, each.text)]
        found = _answers(scanner, [(sample, each.text) for sample, each in asked], only)
        scores.results += [_result(sample, each, answer) for (sample, each), answer in zip(asked, found, strict=True)]
    return scores


def _by_rule(samples: Sequence[Sample]) -> Mapping[str, list[Sample]]:
    """Those that there are mutations for."""
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        if not sample.is_for_a_check and sample.language in LANGUAGES and _parses(sample.language, sample.text):
            groups.setdefault(sample.rule, []).append(sample)
    return groups


def _parses(language: str, text: str) -> bool:
    return syntax.first_error(language, text) is None


def _answers(scanner: Scanner, texts: Sequence[tuple[Sample, str]], only: frozenset[str]) -> list[FileAnswer]:
    sources = [source_of(sample.path.as_posix(), sample.language, text) for sample, text in texts]
    answers = scanner.scan(sources, only=only)
    return [answers[source.key].only(only) for source in sources]


def mutants(sample: Sample, answer: FileAnswer | None) -> list[Mutant]:
    """All mutants of a sample, given what the rule finds in the sample itself; without that of all lines that it marks,
    whether it is found or not."""
    tree = syntax.parse(sample.language, sample.text)
    if tree is None:
        return []
    language = LANGUAGES[sample.language]
    program = Program(sample.language, sample.text.encode(), tree, tuple(_places(sample, answer)))
    made = (mutant(program, mutation, language.grammar) for mutation in language.mutations)
    return [each for each in made if each is not None and each.text != sample.text]


def _places(sample: Sample, answer: FileAnswer | None) -> Iterator[Place]:
    hits: dict[int, Match] = {}
    for match in answer.matches if answer is not None else ():
        hits.setdefault(match.place.start_line, match)
    lines = Lines(sample.text)
    for expectation in sample.expectations:
        hit = hits.get(expectation.line)
        if expectation.kind in ("ruleid", "unsure") and (hit is not None or answer is None):
            yield Place(expectation.line, True, lines.span(hit.place) if hit is not None else None)
        elif expectation.kind == "ok" and hit is None:
            yield Place(expectation.line, False)


def _result(sample: Sample, mutant: Mutant, answer: FileAnswer) -> Result:
    found = {match.place.start_line for match in answer.matches}
    lost = tuple(asked.line for asked in mutant.wanted if not asked.lines & found)
    told = tuple(asked.line for asked in mutant.silent if asked.lines & found)
    return Result(sample, mutant, lost, told, tuple(problem.reason for problem in answer.problems))
