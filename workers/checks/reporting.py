"""What is reported of a change that the engine examined in portions: findings stay, texts do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.model import ChangedFile, Finding, Gap, Span
from workers.engine.results import FileAnswer, ProblemKind

if TYPE_CHECKING:
    from workers.engine.across import Crossed

LEFT_OUT = "Data was not followed into all unchanged files that the change calls: there are more than the limit."
_HELD_BACK = "the base could not be examined: whether flaws in lines that the change left alone are old is not known"


class Told:
    """What the texts of one side have told: findings and reasons stay, the texts do not."""

    def __init__(self) -> None:
        self.told: list[tuple[str, tuple[Finding, ...]]] = []
        """The findings of each text, by the path."""
        self.rules: frozenset[str] = frozenset()
        self.unsure: set[str] = set()
        """Paths of which not all was examined."""
        self.unreached = False
        """Whether the time was up: the next try may get further."""

    def add(self, path: str, answer: FileAnswer, findings: Iterable[Finding]) -> None:
        """The answer about one text of the file at ``path``, and what is told of it."""
        self.rules |= {match.rule for match in answer.matches}
        self.unsure |= {path} if answer.problems else set()
        self.unreached = self.unreached or any(each.kind is ProblemKind.UNREACHED for each in answer.problems)
        if answer.matches:
            self.told.append((path, tuple(findings)))


class Between:
    """The flows between files, each once whichever portion it was found in."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.callers: tuple[str, ...] = ()
        self.left_out = self.found = False

    def add(self, findings: Sequence[Finding], crossed: Crossed | None) -> None:
        known = {_ends(finding) for finding in self.findings}
        self.findings += [finding for finding in findings if _ends(finding) not in known]
        self.found = True
        if crossed is not None:
            self.callers = tuple(dict.fromkeys((*self.callers, *crossed.callers)))
            self.left_out = self.left_out or bool(crossed.left_out)


def _ends(finding: Finding) -> tuple[str, Span, Span]:
    """What makes a flow the same, wherever it is told."""
    spans = [step.span for step in finding.trace] or [finding.span]
    return finding.rule, spans[0], spans[-1]


def reported(
    check: str, head: Told, base: Told, changed: Iterable[ChangedFile]
) -> tuple[tuple[Finding, ...], tuple[Gap, ...]]:
    """The head's findings, and a gap for each file some of whose findings are held back.

    Where the base could not be examined, nobody knows whether a flaw in lines that the change left alone is new.
    """
    files = {file.path: file for file in changed}
    head_paths = {file.base_path: path for path, file in files.items()}
    unsure: dict[str, set[tuple[str, str]]] = {head_paths[path]: set() for path in base.unsure}
    for path, findings in base.told:
        if head_paths[path] in unsure:
            unsure[head_paths[path]] |= {(finding.rule, finding.excerpt) for finding in findings}
    told, held_back = list[Finding](), dict[str, None]()
    for path, findings in head.told:
        old = unsure.get(path)
        for finding in findings:
            if old is None or (finding.rule, finding.excerpt) in old or is_touched(finding, files):
                told.append(finding)  # what the base has, too, the review knows to be old
            else:
                held_back[finding.span.path] = None
    return tuple(told), tuple(Gap(check, _HELD_BACK, path, partly=True) for path in held_back)


def is_touched(finding: Finding, files: Mapping[str, ChangedFile]) -> bool:
    """Whether the change touched the finding or its data flow: without an answer for the base, no other is reported."""
    spans = (finding.span, *(step.span for step in finding.trace))
    added = files[finding.span.path].added_lines
    return any(line in added for span in spans for line in range(span.start_line, span.end_line + 1))
