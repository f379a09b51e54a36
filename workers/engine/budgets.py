"""The engine within budgets of CPU: what runs out of them is the same on a busy machine and on an idle one.

The engine's own limit for a rule counts by the clock (measured with 1.182), and the kernel's limit of CPU ends a
process with all that it found. So the first is only a hint, and the second decides. A process examines many texts; each
rule that takes longer than a glance there is asked again without a clock, and a process that is ended is asked again in
halves: of its texts, then of its rules. A rule that is ended alone ran out of its time, and is named.

What this costs is bounded by the texts' sizes: for each text, processes that are ended may use ``_MOST`` times its
budget; the rules that are open then are named, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workers.engine.invoke import Invoke, Limits, Text
from workers.engine.results import FileAnswer, Problem, ProblemKind, joined, out_of_time
from workers.engine.rules import Search
from workers.processes import sandbox

_MOST = 7
"""Budgets of a text that the processes which were ended for it may use together: enough to find one rule among 64."""


@dataclass(frozen=True, slots=True)
class Budgeted:
    """``run`` asked so often that every rule has an answer for every text, or ran out of its time."""

    run: Invoke

    def __call__(
        self, language: str, rules: Sequence[Search], texts: Sequence[Text], limits: Limits
    ) -> dict[str, FileAnswer]:
        """Never raises :class:`~workers.processes.sandbox.CpuUsedUp`, but all else that ``run`` does."""
        try:
            answers = self.run(language, rules, texts, limits)
        except sandbox.CpuUsedUp:
            if len(texts) == 1:
                return {texts[0].key: self._by_rules(language, rules, texts[0], limits)}
            middle = len(texts) // 2
            halves = (texts[:middle], texts[middle:])
            return {key: answer for half in halves for key, answer in self(language, rules, half, limits).items()}
        return {text.key: self._settled(language, rules, text, answers[text.key], limits) for text in texts}

    def _settled(
        self, language: str, rules: Sequence[Search], text: Text, answer: FileAnswer, limits: Limits
    ) -> FileAnswer:
        """The answer, once the rules that took longer than a glance were asked by their CPU."""
        slow = {problem.rule for problem in answer.problems if problem.kind is ProblemKind.SLOW}
        if not slow:
            return answer
        again = rules if None in slow else [rule for rule in rules if rule["id"] in slow]
        rest = tuple(problem for problem in answer.problems if problem.kind is not ProblemKind.SLOW)
        return joined(replace(answer, problems=rest), self._by_rules(language, again, text, limits))

    def _by_rules(self, language: str, rules: Sequence[Search], text: Text, limits: Limits) -> FileAnswer:
        """The answer of these rules for one text, by their CPU alone."""
        answer, used, most = FileAnswer(), 0.0, _MOST * limits.for_rules(len(rules), text)
        waiting = [tuple(rules)]
        while waiting:
            group = waiting.pop(0)
            budget = limits.for_rules(len(group), text)
            if limits.is_over or used >= most:
                answer = joined(answer, _open(group, limits))
                continue
            try:
                found = self.run(language, group, [text], replace(limits, cpu=budget, glance_seconds=0.0))
            except sandbox.CpuUsedUp:
                used += budget
                middle = len(group) // 2
                if middle:
                    waiting += [group[:middle], group[middle:]]
                else:
                    answer = joined(answer, _open(group, limits))
            else:
                answer = joined(answer, found[text.key])
        return answer


def _open(rules: Sequence[Search], limits: Limits) -> FileAnswer:
    """No answer of these rules: by their budgets, or because the time for the whole review is up."""
    if limits.is_over:
        return FileAnswer(problems=(Problem(ProblemKind.UNREACHED, f"{_UNREACHED} by all rules"),))
    return FileAnswer(problems=tuple(out_of_time(rule["id"]) for rule in rules))


_UNREACHED = "was not reached within the time for one review"
NOT_REACHED = FileAnswer(problems=(Problem(ProblemKind.UNREACHED, _UNREACHED, lost=True),))
