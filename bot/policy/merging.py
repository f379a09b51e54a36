"""Several policy files → the one policy: an organisation's, the repository's, and those of its folders.

What stands nearer to the code holds: a single value replaces the one before it, a list adds to it, of two severities
of a rule the later one holds. ``areas`` is replaced: it says what is told, not what is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeVar

from bot.concern import KINDS, Concern
from bot.model import Threshold
from bot.policy.model import OwnFlows, Policy, Section, Standing
from bot.policy.parsing import PolicyFile
from bot.reports.model import tool_key

_DEFAULT = Policy()
Value = TypeVar("Value")


def merged(files: Sequence[PolicyFile]) -> Policy:
    """The policy of these files, the farthest first; those of folders after those of the whole repository."""
    wide = [file for file in files if not file.folder]
    everywhere = _DEFAULT.at("")
    for file in wide:
        everywhere = everywhere.under(file.whole)
    return Policy(
        fail_on=everywhere.threshold.check,
        comment_limit=_last(wide, "comment-limit", _DEFAULT.comment_limit),
        minimum_severity=everywhere.minimum_severity,
        tests_quiet=everywhere.tests_quiet,
        test_paths=_joined(file.whole.test_paths for file in wide),
        exclude=_joined(file.texts("exclude") for file in wide),
        disabled_rules=everywhere.disabled_rules,
        own_rules=_joined(file.texts(name) for file in wide for name in ("own-rules", "rules")),
        flows=OwnFlows(
            *(_joined(getattr(file.flows, name) for file in wide) for name in ("sanitizers", "sources", "sinks"))
        ),
        decisions=tuple(chain.from_iterable(file.decisions for file in wide)),
        thresholds=_apart(everywhere),
        areas=everywhere.areas,
        severities=everywhere.severities,
        concern=_concern(wide),
        reports=_joined(tuple(map(tool_key, file.texts("reports"))) for file in wide),
        second_person=_last(wide, "second-person", False),
        sections=tuple(_sections(files)),
        problems=tuple(str(problem) for file in files for problem in file.problems),
    )


def _sections(files: Sequence[PolicyFile]) -> list[Section]:
    """What is said of some paths, in the order of the files. Behind a section, what a file says of all paths is said
    once more: it stands nearer."""
    found: list[Section] = []
    for file in sorted(files, key=lambda file: file.folder.count("/")):
        if (found or file.folder) and file.whole.lines:
            found.append(file.whole)
        found += file.sections
    return found


def _concern(files: Sequence[PolicyFile]) -> Concern:
    """What one file leaves out the others leave out, too; of what is reviewed alone the nearest file's list holds."""
    only: dict[str, tuple[str, ...]] = {}
    for file in files:
        only |= file.lists("only")
    skip = {kind: _joined(file.lists("skip").get(kind, ()) for file in files) for kind in KINDS}
    found = Concern.of(only, skip, "this repository's policy")
    return found if found.only or found.skip else Concern()


def _joined(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(lists)))


def _last(files: Iterable[PolicyFile], name: str, default: Value) -> Value:
    """The setting of the last file that says it."""
    for file in files:
        default = file.values.get(name, default)
    return default


def _apart(everywhere: Standing) -> Threshold | None:
    """The thresholds of check run and vote, where they differ."""
    threshold = everywhere.threshold
    return threshold if threshold.check != threshold.vote else None
