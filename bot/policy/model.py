"""What a repository wants of its reviews, ready to be asked."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.concern import Concern
from bot.globs import Globs
from bot.knowledge.paths import is_test_code
from bot.model import Applied, Area, Decision, Finding, Severity, Threshold

_ALSO_IN_TESTS = frozenset({Area.SUPPLY_CHAIN, Area.INTEGRITY, Area.LICENSING})
"""Areas whose findings speak of the repository, not of what the code does when it runs."""


class Silence(enum.Enum):
    """Why a policy keeps a finding out of the review."""

    TESTS = "it stands in test code, which is kept quiet"
    RULE = "its rule is disabled"
    AREA = "its area is not told"
    SEVERITY = "it is below the minimum severity"
    LOWERED = "its severity was lowered below the minimum"
    PATH = "what is said of its path leaves it out"
    """Elsewhere in the repository it would be told."""


@dataclass(frozen=True, slots=True)
class OwnFlows:
    """What the repository says of its own functions, by qualified name, e.g. ``app.web.escape_html``."""

    sanitizers: tuple[str, ...] = ()
    """Their result is clean."""
    sources: tuple[str, ...] = ()
    """Their result comes from outside."""
    sinks: tuple[str, ...] = ()
    """Their arguments must not come from outside."""


@dataclass(frozen=True, slots=True)
class Section:
    """What is said of some paths. ``None`` and nothing leave what was said before."""

    where: str
    """The file that says it, for people."""
    folder: str = ""
    """The folder of that file, with a final slash; ``""`` at the root."""
    match: tuple[str, ...] | None = None
    """Globs of paths from the folder; ``None`` means all that is below it."""
    exclude: tuple[str, ...] = ()
    areas: frozenset[Area] | None = None
    minimum_severity: Severity | None = None
    severities: tuple[tuple[str, Severity], ...] = ()
    disabled_rules: tuple[str, ...] = ()
    tests_quiet: bool | None = None
    test_paths: tuple[str, ...] = ()
    thresholds: tuple[tuple[str, Severity | None], ...] = ()
    """``check`` and ``vote``, as far as they are said."""
    lines: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    """Each setting that is said here and its line."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for the findings of one path."""

    areas: frozenset[Area] | None
    """``None`` is all of them."""
    minimum_severity: Severity
    severities: tuple[tuple[str, Severity], ...]
    """Globs of rules; of those that match, the last one holds."""
    disabled_rules: tuple[str, ...]
    tests_quiet: bool
    threshold: Threshold

    def under(self, section: Section) -> Standing:
        """What holds where the section says something, too."""
        said = dict(section.thresholds)
        return Standing(
            self.areas if section.areas is None else section.areas,
            self.minimum_severity if section.minimum_severity is None else section.minimum_severity,
            self.severities + section.severities,
            self.disabled_rules + section.disabled_rules,
            self.tests_quiet if section.tests_quiet is None else section.tests_quiet,
            Threshold(said.get("check", self.threshold.check), said.get("vote", self.threshold.vote)),
        )

    def severity(self, rule: str, own: Severity) -> Severity:
        """The severity of a rule's findings; ``own`` is what the rule itself says."""
        last = Globs.of_names(tuple(glob for glob, _ in self.severities)).matching(rule)[-1:]
        return self.severities[last[0]][1] if last else own

    def silence(self, rule: Applied) -> Silence | None:
        """Why a finding of the rule is not told; ``None`` where it is."""
        severity = self.severity(rule.id, rule.severity)
        if Globs.of_names(self.disabled_rules).match(rule.id):
            return Silence.RULE
        if self.areas is not None and rule.area not in self.areas:
            return Silence.AREA
        if severity < self.minimum_severity:
            return Silence.LOWERED if rule.severity >= self.minimum_severity else Silence.SEVERITY
        return None


class _Standings:
    """What holds, asked by path. Paths are asked again and again."""

    _MOST = 20_000
    """Answers that are kept."""

    def __init__(self, everywhere: Standing, sections: Iterable[Section]) -> None:
        self.everywhere = everywhere
        """What holds where no section speaks."""
        self._folders: dict[str, list[tuple[int, Section]]] = {}
        for number, section in enumerate(sections):
            self._folders.setdefault(section.folder, []).append((number, section))
        self._known: dict[str, Standing] = {}

    def at(self, path: str) -> Standing:
        if not self._folders:
            return self.everywhere
        if path not in self._known:
            if len(self._known) > self._MOST:
                self._known.clear()
            standing = self.everywhere
            for section in self.sections(path):
                standing = standing.under(section)
            self._known[path] = standing
        return self._known[path]

    def sections(self, path: str) -> tuple[Section, ...]:
        """Those that are about the path, in their order."""
        found = [item for folder in self._folders if path.startswith(folder) for item in self._below(folder, path)]
        return tuple(section for _, section in sorted(found, key=lambda item: item[0]))

    def _below(self, folder: str, path: str) -> Iterable[tuple[int, Section]]:
        """All the patterns of a folder are one automaton: its sections cost one walk along the path."""
        sections, below = self._folders[folder], path[len(folder) :]
        matched = _owners([section.match or () for _, section in sections], below)
        excluded = _owners([section.exclude for _, section in sections], below)
        for place, (number, section) in enumerate(sections):
            if (section.match is None or place in matched) and place not in excluded:
                yield number, section


def _owners(lists: list[tuple[str, ...]], path: str) -> frozenset[int]:
    """The numbers of the lists of which a pattern matches."""
    owners = [number for number, patterns in enumerate(lists) for _ in patterns]
    patterns = tuple(pattern for patterns in lists for pattern in patterns)
    return frozenset(owners[number] for number in Globs.of_paths(patterns).matching(path))


@dataclass(frozen=True, slots=True)
class Policy:
    """What a repository wants of its reviews. The defaults are quiet and block nothing."""

    fail_on: Severity | None = None
    """Lowest severity of a defect that fails the check run; ``None`` never blocks."""
    comment_limit: int = 20
    minimum_severity: Severity = Severity.LOW
    tests_quiet: bool = True
    test_paths: tuple[str, ...] = ()
    """Globs of test code beyond the common names."""
    exclude: tuple[str, ...] = ()
    """Globs of paths that are not reviewed; the summary says how many files they hid."""
    disabled_rules: tuple[str, ...] = ()
    """Rule ids or globs of them."""
    own_rules: tuple[str, ...] = ()
    """Files and folders of the default branch with semgrep rules of the repository's own."""
    flows: OwnFlows = field(default_factory=OwnFlows)
    decisions: tuple[Decision, ...] = ()
    """Dismissals that the policy file holds."""
    thresholds: Threshold | None = None
    """Where the check run and the vote are to fail at different severities: both."""
    areas: frozenset[Area] | None = None
    """The areas that are told; ``None`` is all of them."""
    severities: tuple[tuple[str, Severity], ...] = ()
    """Globs of rules and the severity of their findings; of those that match, the last one holds."""
    reports: tuple[str, ...] = ()
    """Other scanners whose report of each head is awaited, as :func:`bot.reports.model.tool_key` names them."""
    concern: Concern = field(default_factory=Concern)
    """Which changes are reviewed."""
    second_person: bool = False
    """Whether the author of a change may not dismiss its findings, whatever their severity."""
    sections: tuple[Section, ...] = ()
    """What is said of some paths, in the order in which it is said: of two that say a thing the later one holds."""
    problems: tuple[str, ...] = ()
    """A clause for each mistake in the files: where it stands, what stands there, what may stand there."""
    _standings: _Standings = field(init=False, repr=False, compare=False)
    _of_integrity: _Standings = field(init=False, repr=False, compare=False)
    """What holds for findings of review integrity: a folder's own file has no say in them."""
    _test_paths: tuple[tuple[str, tuple[str, ...]], ...] = field(init=False, repr=False, compare=False)
    """Folders and the globs of test code that their own files name."""

    def __post_init__(self) -> None:
        everywhere = Standing(
            self.areas,
            self.minimum_severity,
            self.severities,
            self.disabled_rules,
            self.tests_quiet,
            self.thresholds or Threshold(self.fail_on, self.fail_on),
        )
        object.__setattr__(self, "_standings", _Standings(everywhere, self.sections))
        named = tuple((section.folder, section.test_paths) for section in self.sections if section.test_paths)
        object.__setattr__(self, "_test_paths", named)
        of_root = [section for section in self.sections if not section.folder]
        object.__setattr__(self, "_of_integrity", _Standings(everywhere, of_root))

    def at(self, path: str, area: Area | None = None) -> Standing:
        """What holds for findings of an area in a file."""
        return (self._of_integrity if area is Area.INTEGRITY else self._standings).at(path)

    def sections_about(self, path: str, area: Area | None = None) -> tuple[Section, ...]:
        """The sections that speak of findings of an area in a file, in the order in which they are heard."""
        return (self._of_integrity if area is Area.INTEGRITY else self._standings).sections(path)

    def is_test(self, path: str) -> bool:
        if is_test_code(path) or Globs.of_paths(self.test_paths).match(path):
            return True
        more = ((folder, globs) for folder, globs in self._test_paths if path.startswith(folder))
        return any(Globs.of_paths(globs).match(path[len(folder) :]) for folder, globs in more)

    def excludes(self, path: str) -> bool:
        return Globs.of_paths(self.exclude).match(path)

    def keeps_quiet(self, path: str) -> bool:
        """Whether the review says nothing of how this path's code behaves: it is excluded, or quiet test code."""
        return self.excludes(path) or (self.at(path).tests_quiet and self.is_test(path))

    def is_quiet(self, finding: Finding) -> bool:
        """Whether the finding stands in test code that this policy keeps quiet."""
        if finding.counts_in_tests or finding.area in _ALSO_IN_TESTS:
            return False
        path = finding.span.path
        return self.at(path).tests_quiet and self.is_test(path)

    def disables(self, rule: str) -> bool:
        """Whether ``disable-rules`` names this rule's id, or a glob of it, for the whole repository."""
        return Globs.of_names(self.disabled_rules).match(rule)

    def applies(self, rule: Applied, path: str = "") -> bool:
        """Whether the policy lets a finding of this rule at this path into the review, were it no test code."""
        return self.at(path, rule.area).silence(rule) is None

    def wants(self, finding: Finding) -> bool:
        """Whether the finding is told, were it not in test code: see :meth:`silence`."""
        return self.applies(_rule_of(finding), finding.span.path)

    def silence(self, finding: Finding) -> Silence | None:
        """Why the finding is not told; ``None`` where it is. ``finding`` has its rule's own severity."""
        if self.is_quiet(finding):
            return Silence.TESTS
        rule = _rule_of(finding)
        why = self.at(finding.span.path, finding.area).silence(rule)
        if why and self._standings.everywhere.silence(rule) is None:
            return Silence.PATH
        return why

    def graded(self, finding: Finding) -> Finding:
        """The finding at the severity that the policy gives it."""
        severity = self.at(finding.span.path, finding.area).severity(finding.rule, finding.severity)
        return finding if severity is finding.severity else replace(finding, severity=severity, graded_by_policy=True)

    def threshold(self, findings: Iterable[Finding]) -> Threshold:
        """From which severity on findings that are told as one fail the check run and the vote: the strictest."""
        found = [self.at(finding.span.path, finding.area).threshold for finding in findings]
        return Threshold(
            min((item.check for item in found if item.check is not None), default=None),
            min((item.vote for item in found if item.vote is not None), default=None),
        )


def _rule_of(finding: Finding) -> Applied:
    return Applied(finding.rule, finding.area, finding.severity)
