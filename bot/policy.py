"""A repository's ``.patchwarden.yml``, read from its default branch, never from the change under review."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from msgspec import Meta, Struct

from bot import bounded_yaml
from bot.decoding import Misread, decode
from bot.globs import Globs
from bot.knowledge.paths import is_test_code
from bot.model import Applied, Area, Decision, Finding, Severity
from bot.redaction import redact

PATH = ".patchwarden.yml"

BOUNDS = bounded_yaml.Bounds(size=64_000, depth=10, values=5_000)
"""The most that a policy file may be: larger than any that people write, small enough to be read at once."""
_LONGEST_GLOB, _MOST_WILDCARDS = 500, 16
"""Of one pattern. Any pattern is matched in linear time; a longer one is a mistake or an attack."""
_ALSO_IN_TESTS = frozenset({Area.SUPPLY_CHAIN, Area.INTEGRITY, Area.LICENSING})
"""Areas whose findings speak of the repository, not of what the code does when it runs."""


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
    second_person: bool = False
    """Authors dismiss nothing on their own changes alone, whatever its severity."""
    decisions: tuple[Decision, ...] = ()
    """Dismissals that the policy file holds; their fingerprints may be prefixes of at least eight digits."""

    def is_test(self, path: str) -> bool:
        return is_test_code(path) or Globs.of_paths(self.test_paths).match(path)

    def excludes(self, path: str) -> bool:
        return Globs.of_paths(self.exclude).match(path)

    def keeps_quiet(self, path: str) -> bool:
        """Whether the review says nothing of how this path's code behaves: it is excluded, or quiet test code."""
        return self.excludes(path) or (self.tests_quiet and self.is_test(path))

    def is_quiet(self, finding: Finding) -> bool:
        """Whether the finding stands in test code that this policy keeps quiet."""
        if finding.counts_in_tests or finding.area in _ALSO_IN_TESTS:
            return False
        return self.tests_quiet and self.is_test(finding.span.path)

    def disables(self, rule: str) -> bool:
        """Whether ``disable-rules`` names this rule's id, or a glob of it."""
        return Globs.of_names(self.disabled_rules).match(rule)

    def applies(self, rule: Applied) -> bool:
        """Whether the policy lets a finding of this rule into the review."""
        return rule.severity >= self.minimum_severity and not self.disables(rule.id)

    def wants(self, finding: Finding) -> bool:
        """Whether the finding's rule is enabled and the finding grave enough."""
        return finding.severity >= self.minimum_severity and not self.disables(finding.rule)


class PolicyError(ValueError):
    """The file cannot be used; the message names the key, what stands there and what may stand there."""


_Glob = Annotated[str, Meta(min_length=1)]


class _File(Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The file as people write it."""

    version: Annotated[float, Meta(ge=1, le=1)] = 1
    """Some write ``1.0``."""
    fail_on: Literal["never", "low", "medium", "high"] = "never"
    comment_limit: Annotated[int, Meta(ge=0, le=100)] = 20
    minimum_severity: Literal["low", "medium", "high"] = "low"
    tests: Literal["quiet", "full"] = "quiet"
    test_paths: tuple[_Glob, ...] = ()
    exclude: tuple[_Glob, ...] = ()
    disable_rules: tuple[_Glob, ...] = ()


_WANTED = {
    "version": "1",
    "fail-on": "one of low, medium, high",
    "comment-limit": "a whole number from 0 to 100",
    "minimum-severity": "one of low, medium, high",
    "tests": "quiet or full",
    "test-paths": "a list of glob patterns",
    "exclude": "a list of glob patterns",
    "disable-rules": "a list of glob patterns",
}
"""What each setting of the file must be, for people."""


def parse(text: str) -> Policy:
    """Reads the file's text. Raises :class:`PolicyError`; nothing of a bad file is applied."""
    document = _document(text)
    for key, value in document.items():
        if problem := _problem(key, value):
            line = bounded_yaml.key_lines(text).get(str(key))
            raise PolicyError(f"{PATH}{f', line {line}' if line else ''}: {problem}")
    file = decode(_File, document)
    severities = {severity.label: severity for severity in Severity}
    return Policy(
        fail_on=severities.get(file.fail_on),
        comment_limit=file.comment_limit,
        minimum_severity=severities[file.minimum_severity],
        tests_quiet=file.tests == "quiet",
        test_paths=file.test_paths,
        exclude=file.exclude,
        disabled_rules=file.disable_rules,
    )


def _document(text: str) -> Mapping[object, object]:
    try:
        document = bounded_yaml.load(text, BOUNDS)
    except bounded_yaml.Refused as error:
        place = f"line {error.line}" if error.line else "the file"
        remedy = f": {error.remedy}" if error.remedy else ""
        raise PolicyError(f"{PATH}, {place}: {_shown(error.reason, 200)}{remedy}") from error
    if not isinstance(document, dict | None):
        raise PolicyError(f"{PATH}: the file must be a mapping of settings, for example `fail-on: high`")
    return document or {}


def _problem(key: object, value: object) -> str:
    """What is wrong with one setting, as a clause; empty where nothing is."""
    if key not in _WANTED:
        return f"unknown setting `{_shown(key)}`; known are {', '.join(_WANTED)}"
    try:
        # A set (`!!set {a, b}`) would pass for a list, and has no order.
        read = decode(_File, {key: str(value) if isinstance(value, set) else value})
    except Misread:
        return f"`{key}` is `{_shown(value)}`; it must be {_WANTED[str(key)]}"
    for glob in (*read.test_paths, *read.exclude, *read.disable_rules):
        if len(glob) > _LONGEST_GLOB or len(re.findall(r"\*+|\?", glob)) > _MOST_WILDCARDS:
            wanted = f"a list of patterns of up to {_LONGEST_GLOB} characters and {_MOST_WILDCARDS} wildcards"
            return f"`{key}` is `{_shown(glob)}`; it must be {wanted}: write several shorter ones"
    return ""


def _shown(value: object, most: int = 60) -> str:
    """A value from the file, short and on one line, for a message that can be printed and posted."""
    try:
        whole = str(value)
    except ValueError:  # a hexadecimal number may have more digits than Python writes in decimals
        whole = "a number that is too long to be shown"
    printable = whole[:1_000].encode("utf-8", "backslashreplace").decode()  # YAML may escape half a surrogate pair
    text = redact(" ".join(printable.split())).replace("`", "'")
    return text if len(text) <= most else text[: most - 3] + "…"
