"""The engine over some texts: with the rules that concern each, and again for what it could not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from workers.engine import conditionals, dataflow, doubt, leaves, quotation, rewrites, salvage, spelling
from workers.engine.invoke import Invoke, Limits, Text
from workers.engine.pack import Pack
from workers.engine.results import BadAnswer, FileAnswer, Problem, ProblemKind, joined, not_parsed, quoting
from workers.engine.rules import Search
from workers.engine.shared import Shared
from workers.processes import sandbox
from workers.reading import syntax


@dataclass(frozen=True, slots=True)
class Source:
    """One text to examine. ``blob`` is git's blob id (or any name of this content)."""

    blob: str
    path: str
    language: str
    text: str

    @property
    def suffix(self) -> str:
        """The dialect, where the ending decides it."""
        return PurePosixPath(self.path).suffix.lower() or f".{self.language}"

    @property
    def key(self) -> str:
        """What an answer depends on beside the rules: equal bytes may be two languages."""
        return f"{self.blob}:{self.language}{self.suffix}"


@dataclass(frozen=True, slots=True)
class Examination:
    """Asks the engine about texts of one language. Raises what the sandbox raises, and
    :class:`~workers.engine.results.BadAnswer`."""

    invoke: Invoke
    pack: Pack
    own: Mapping[str, frozenset[str]]
    """The rules that can match each text, by its key."""
    as_written: bool = False
    """Whether the rules are others', who may have written them for what is put into a plain form else."""

    def __call__(self, sources: Sequence[Source], limits: Limits) -> dict[str, FileAnswer]:
        answers = self._asked(sources, limits)
        for read_more in (self._rewritten, self._without_flow, self._by_branches, self._salvaged):
            refused = [source for source in sources if not answers[source.key].parses]
            try:
                answers |= read_more(refused, answers, limits)
            except _BROKEN:  # what is known stands, and each is tried for itself
                for source in refused:
                    answers |= _alone(read_more, source, answers, limits)
        return {source.key: _placed(source, answers[source.key]) for source in sources}

    def _rewritten(
        self, sources: Sequence[Source], before: Mapping[str, FileAnswer], limits: Limits
    ) -> dict[str, FileAnswer]:
        """The answers to the texts in the syntax that the engine knows."""
        del before
        made = {source.key: rewrites.readable(source.language, source.text) for source in sources}
        answers = self._standing_for(sources, made, limits)
        return {key: answer for key, answer in answers.items() if not answer.lost}

    def _without_flow(
        self, sources: Sequence[Source], before: Mapping[str, FileAnswer], limits: Limits
    ) -> dict[str, FileAnswer]:
        """The answers to JavaScript with the types of Flow, which are no JavaScript."""
        del before
        made = {
            source.key: replace(readable, text=rewrites.without_flow(readable.text))
            for source in sources
            if source.language in _FLOW
            for readable in (rewrites.readable(source.language, source.text),)
        }
        answers = self._standing_for(sources, made, limits)
        return {key: answer for key, answer in answers.items() if answer.parses}

    def _by_branches(
        self, sources: Sequence[Source], before: Mapping[str, FileAnswer], limits: Limits
    ) -> dict[str, FileAnswer]:
        """The answers to C with one branch of each condition of the preprocessor, put together."""
        asked = [source for source in sources if source.language in conditionals.LANGUAGES]
        programs = {source.key: conditionals.programs(source.text) for source in asked}
        read: dict[str, list[tuple[conditionals.Program, FileAnswer]]] = {source.key: [] for source in asked}
        for turn in range(conditionals.MOST):
            now = {key: made[turn] for key, made in programs.items() if turn < len(made)}
            group = [source for source in asked if source.key in now]
            made = {source.key: rewrites.readable(source.language, now[source.key].text) for source in group}
            for key, answer in self._standing_for(group, made, limits).items():
                read[key].append((now[key], answer))
        return {
            source.key: _together(source, before[source.key], read[source.key])
            for source in asked
            if any(not answer.lost for _, answer in read[source.key])
        }

    def _salvaged(
        self, sources: Sequence[Source], before: Mapping[str, FileAnswer], limits: Limits
    ) -> dict[str, FileAnswer]:
        """The answers to the texts without the definitions that the engine refuses."""
        lost = [source for source in sources if before[source.key].lost]
        made = {source.key: rest for source in lost if (rest := self._readable_rest(source, limits)) is not None}
        answers = self._standing_for(lost, made, limits)
        return {key: answer for key, answer in answers.items() if not answer.lost}

    def _readable_rest(self, source: Source, limits: Limits) -> rewrites.Rewritten | None:
        readable = rewrites.readable(source.language, source.text)
        pieces = salvage.pieces(source.language, readable.text)
        if not pieces:
            return None
        texts = [Text(str(number), piece.alone, source.suffix) for number, piece in enumerate(pieces)]
        answers = self.invoke(source.language, [salvage.rule(source.language)], texts, limits)
        refused = [piece for number, piece in enumerate(pieces) if not answers[str(number)].parses]
        return salvage.without(readable, source.language, pieces, refused)

    def _standing_for(
        self, sources: Sequence[Source], made: Mapping[str, rewrites.Rewritten], limits: Limits
    ) -> dict[str, FileAnswer]:
        """The answers to texts that stand for others; what is quoted is the real text, and nothing is fixed in it."""
        again = [source for source in sources if source.key in made and made[source.key].text != source.text]
        if not again:
            return {}
        answers = self._asked([replace(source, text=made[source.key].text) for source in again], limits)
        return {source.key: _in_the_real_text(answers[source.key], source.text, made[source.key]) for source in again}

    def _asked(self, sources: Sequence[Source], limits: Limits) -> dict[str, FileAnswer]:
        """A text is judged by its own rules, whatever texts it shares the process with."""
        own = {source.key: self.own[source.key] for source in sources}
        rules = [self.pack.rules[name] for name in sorted(frozenset().union(*own.values()))]
        suffixes = {source.key: source.suffix for source in sources}

        def ask(searches: Sequence[Search], texts: Mapping[str, str]) -> dict[str, FileAnswer]:
            laid_out = [Text(key, text, suffixes[key]) for key, text in texts.items()]
            # Without formulas nothing makes the engine read a text of which its own prefilter leaves out every part.
            parts = Shared.of(searches) if self.pack.leaves else Shared(searches, {})
            possible = leaves.for_texts(self.pack.language, parts.searches, self.pack.leaves, texts.values())
            answers = self.invoke(self.pack.language, possible, laid_out, limits)
            return {
                key: quotation.whole(self.pack.language, texts[key], parts.told(answer))
                for key, answer in answers.items()
            }

        made = {
            source.key: spelling.spelled(source.language, source.text, as_written=self.as_written) for source in sources
        }
        contents = {source.key: found.text if (found := made[source.key]) else source.text for source in sources}
        doubting = doubt.doubting(ask, rules)
        if self.pack.language in dataflow.LANGUAGES:
            answers: Mapping[str, FileAnswer] = dataflow.examined(self.pack.language, doubting, rules, contents, own)
        else:
            answers = doubting([rule.semgrep for rule in rules], contents)
        real = {
            source.key: found.real(answers[source.key], source.text)
            for source in sources
            if (found := made[source.key])
        }
        answers = {**answers, **real}
        return {source.key: _second_opinion(source, answers[source.key].only(own[source.key])) for source in sources}


def _alone(
    read_more: Callable[[Sequence[Source], Mapping[str, FileAnswer], Limits], dict[str, FileAnswer]],
    source: Source,
    answers: Mapping[str, FileAnswer],
    limits: Limits,
) -> dict[str, FileAnswer]:
    """One text's further answer; where there is none, the one that it has, not to be kept."""
    try:
        return read_more([source], answers, limits)
    except _BROKEN:
        before = answers[source.key]
        problem = Problem(ProblemKind.ENGINE, "could not be read in another way either")
        return {source.key: replace(before, problems=tuple(dict.fromkeys((*before.problems, problem))))}


_BROKEN = (sandbox.ProcessTimeout, sandbox.ProcessFailed, BadAnswer)
_FLOW = frozenset({"javascript"})


def _together(
    source: Source, before: FileAnswer, read: Sequence[tuple[conditionals.Program, FileAnswer]]
) -> FileAnswer:
    """What the programs of one text say; only what none of them was read with is not parsed."""
    everything = ((1, source.text.count("\n") + 1),)
    parts = [(program, _unparsed(answer, everything)) for program, answer in read]
    unread = conditionals.unread(
        source.text, [(conditionals.Program(source.text, frozenset()), _unparsed(before, everything)), *parts]
    )
    answer = before
    for _, found in read:
        answer = joined(answer, found)
    others = [each for each in answer.problems if each.kind is not ProblemKind.PARSE]
    return replace(answer, problems=(*others, *([not_parsed(unread)] if unread else [])))


def _unparsed(answer: FileAnswer, everything: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The lines that were not parsed: all of them where it is not known which."""
    problems = [each for each in answer.problems if each.kind is ProblemKind.PARSE]
    if any(each.lost or not each.lines for each in problems):
        return everything
    return tuple(part for each in problems for part in each.lines)


def _in_the_real_text(answer: FileAnswer, text: str, made: rewrites.Rewritten) -> FileAnswer:
    """The answer to a rewritten text, with what was taken out of it."""
    quoted = quoting(answer, text)
    problems = (*answer.problems, *([not_parsed(made.unread)] if made.unread else []))
    matches = tuple(replace(match, fix=None) for match in quoted.matches)
    return FileAnswer(matches, tuple(dict.fromkeys(problems)))


def _placed(source: Source, answer: FileAnswer) -> FileAnswer:
    """Where the engine refused a whole text it names a line at its start: our parser knows better, or nobody does."""
    if answer.parses or not answer.lost:
        return answer
    line = syntax.first_error(source.language, rewrites.readable(source.language, source.text).text)
    problem = not_parsed([(line, line)] if line else [], lost=True)
    others = (each for each in answer.problems if each.kind is not ProblemKind.PARSE)
    return replace(answer, problems=(*others, problem))


def _second_opinion(source: Source, answer: FileAnswer) -> FileAnswer:
    """Semgrep reads what is no Python 3 as Python 2 without a word (measured with 1.182). There ``True`` is a name and
    no constant, so a rule about ``shell=True`` finds nothing: the file was not really examined."""
    if source.language != "python" or answer.problems:
        return answer
    line = syntax.first_error(source.language, source.text)
    if line is None:
        return answer
    return replace(answer, problems=(not_parsed([(line, line)]),))
