"""A repository's ``.patchwarden.yml``, read from its default branch, never from the change under review."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot import bounded_yaml
from bot.globs import Globs
from bot.knowledge.paths import is_test_code
from bot.model import Applied, Area, Finding, Severity
from bot.redaction import redact

PATH = ".patchwarden.yml"

BOUNDS = bounded_yaml.Bounds(size=64_000, depth=10, values=5_000)
"""The most that a policy file may be: larger than any that people write, small enough to be read at once."""
_LONGEST_GLOB, _MOST_WILDCARDS = 500, 16
"""Of one pattern. Any pattern is matched in linear time; a longer one is a mistake or an attack."""
_ALSO_IN_TESTS = frozenset({Area.SUPPLY_CHAIN, Area.INTEGRITY, Area.LICENSING})
"""Areas whose findings speak of the repository, not of what the code does when it runs."""


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

    def is_test(self, path: str) -> bool:
        return is_test_code(path) or Globs.of_paths(self.test_paths).match(path)

    def excludes(self, path: str) -> bool:
        return Globs.of_paths(self.exclude).match(path)

    def keeps_quiet(self, path: str) -> bool:
        """Whether findings about the behaviour of this path's code are not told."""
        return self.excludes(path) or (self.tests_quiet and self.is_test(path))

    def is_quiet(self, finding: Finding) -> bool:
        """Whether the finding stands in test code that this policy keeps quiet."""
        if finding.told_in_tests or finding.area in _ALSO_IN_TESTS:
            return False
        return self.tests_quiet and self.is_test(finding.span.path)

    def disables(self, rule: str) -> bool:
        """Whether ``disable-rules`` names this rule's id, or a glob of it."""
        return Globs.of_names(self.disabled_rules).match(rule)

    def applies(self, rule: Applied) -> bool:
        """Whether findings of this rule could be told."""
        return rule.severity >= self.minimum_severity and not self.disables(rule.id)

    def wants(self, finding: Finding) -> bool:
        """Whether the finding's rule is enabled and the finding grave enough."""
        return finding.severity >= self.minimum_severity and not self.disables(finding.rule)


class PolicyError(ValueError):
    """The file cannot be used; the message names the key, what stands there and what may stand there."""


def parse(text: str) -> Policy:
    """Reads the file's text. Raises :class:`PolicyError`; nothing of a bad file is applied."""
    try:
        document = bounded_yaml.load(text, BOUNDS)
    except bounded_yaml.Refused as error:
        place = f"line {error.line}" if error.line else "the file"
        remedy = f": {error.remedy}" if error.remedy else ""
        raise PolicyError(f"{PATH}, {place}: {_shown(error.reason, 200)}{remedy}") from error
    if document is None:
        return Policy()
    if not isinstance(document, dict):
        raise PolicyError(f"{PATH}: the file must be a mapping of settings, for example `fail-on: high`")
    policy = Policy()
    for key, value in document.items():
        try:
            policy = _applied(policy, key, value)
        except _Unusable as error:
            line = bounded_yaml.key_lines(text, BOUNDS).get(str(key))
            place = f", line {line}" if line else ""
            raise PolicyError(f"{PATH}{place}: {error}") from error
    return policy


class _Unusable(ValueError):
    """One setting cannot be used; the message says why."""


def _applied(policy: Policy, key: object, value: object) -> Policy:
    reader = _READERS.get(key) if isinstance(key, str) else None
    if reader is None:
        raise _Unusable(f"unknown setting `{_shown(key)}`; known are {', '.join(_READERS)}")
    return reader(policy, value)


def _shown(value: object, most: int = 60) -> str:
    """A value from the file, short and on one line, for a message."""
    text = redact(" ".join(str(value)[:1_000].split())).replace("`", "'")
    return text if len(text) <= most else text[: most - 3] + "…"


def _problem(key: str, value: object, wanted: str) -> _Unusable:
    return _Unusable(f"`{key}` is `{_shown(value)}`; it must be {wanted}")


def _severity(key: str, value: object) -> Severity:
    names = {severity.label: severity for severity in Severity}
    if not isinstance(value, str) or value not in names:
        raise _problem(key, value, f"one of {', '.join(names)}")
    return names[value]


def _globs(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise _problem(key, value, "a list of glob patterns")
    for item in value:
        if len(item) > _LONGEST_GLOB or len(re.findall(r"\*+|\?", item)) > _MOST_WILDCARDS:
            wanted = f"a list of patterns of up to {_LONGEST_GLOB} characters and {_MOST_WILDCARDS} wildcards"
            raise _problem(key, item, f"{wanted}: write several shorter ones")
    return tuple(value)


def _version(policy: Policy, value: object) -> Policy:
    if value != 1:
        raise _problem("version", value, "1")
    return policy


def _fail_on(policy: Policy, value: object) -> Policy:
    return replace(policy, fail_on=None if value == "never" else _severity("fail-on", value))


def _comment_limit(policy: Policy, value: object) -> Policy:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100:
        raise _problem("comment-limit", value, "a whole number from 0 to 100")
    return replace(policy, comment_limit=value)


def _tests(policy: Policy, value: object) -> Policy:
    if value not in ("quiet", "full"):
        raise _problem("tests", value, "quiet or full")
    return replace(policy, tests_quiet=value == "quiet")


_READERS: Mapping[str, Callable[[Policy, object], Policy]] = {
    "version": _version,
    "fail-on": _fail_on,
    "comment-limit": _comment_limit,
    "minimum-severity": lambda policy, value: replace(policy, minimum_severity=_severity("minimum-severity", value)),
    "tests": _tests,
    "test-paths": lambda policy, value: replace(policy, test_paths=_globs("test-paths", value)),
    "exclude": lambda policy, value: replace(policy, exclude=_globs("exclude", value)),
    "disable-rules": lambda policy, value: replace(policy, disabled_rules=_globs("disable-rules", value)),
}
