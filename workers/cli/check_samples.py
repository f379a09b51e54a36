"""The samples of the rules that checks search for, reviewed by the checks themselves.

A sample is a new file, or a changed one where its base stands beside it. Its marks are taken out before the check reads
it, so they may stand where the format has no comments (JSON).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.languages import language_of
from bot.model import Change, ChangedFile, ChangeRef, CheckResult, FileStatus, Hunk, Side
from workers.checks.base import Snapshot
from workers.checks.registry import default_checks
from workers.engine.samples import Sample, unkept, without_marks

_PATH = re.compile(r"^(?:#|//|<!--)\s*path:\s*(?P<path>\S+)")
"""Where the sample would stand, for files that are known by their place or whole name."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A side of a sample as the check reads it."""

    text: str
    numbers: Sequence[int]
    """Of each of its lines, the line of the sample."""

    @classmethod
    def of(cls, sample: Sample) -> _Text:
        lines = [(number, line) for number, line in without_marks(sample.text) if not _PATH.match(line)]
        return cls("".join(f"{line}\n" for _, line in lines), [number for number, _ in lines])


class _Alone:
    """The tree around a sample: nothing."""

    def paths(self, side: Side) -> Sequence[str]:
        del side
        return ()

    def read(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        del paths, side
        return {}

    left_out = ()

    def is_whole(self, side: Side) -> bool:
        del side
        return True

    def unread(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        del paths, side
        return {}


def differences(samples: Sequence[Sample]) -> list[str]:
    """What the samples promise and the checks do not do, a line each; one run of a check for all samples whose paths
    differ."""
    checks = {check.id: check for check in default_checks(cache_dir=None)}
    unlike: list[str] = []
    for batch in _batches(samples):
        for name in sorted({_check(sample) for sample in batch}):
            own = [sample for sample in batch if _check(sample) == name]
            result = checks[name].run(Snapshot(_CHANGE, tuple(map(file_of, own)), _Alone()))
            unlike += [line for sample in own for line in _of_check(sample, result)]
    return unlike


def _check(sample: Sample) -> str:
    return sample.rule.partition(".")[0]


def _batches(samples: Sequence[Sample]) -> Iterator[list[Sample]]:
    """The samples in groups without two of one path."""
    by_path: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_path[_path(sample)].append(sample)
    for turn in range(max(map(len, by_path.values()), default=0)):
        yield [same[turn] for same in by_path.values() if len(same) > turn]


def _path(sample: Sample) -> str:
    written = _PATH.match(sample.text)
    return written["path"] if written else sample.path.name.replace(".sample.", ".")


def file_of(sample: Sample) -> ChangedFile:
    """The file that a check is asked about: the whole of it is new, and replaces the whole base."""
    path, head = _path(sample), _Text.of(sample)
    base = _Text.of(sample.base) if sample.base else None
    replaced = Hunk(1, len(base.numbers) if base else 0, 1, len(head.numbers))
    status = FileStatus.MODIFIED if base else FileStatus.ADDED
    return ChangedFile(path, status, base.text if base else None, head.text, (replaced,), language=language_of(path))


def _of_check(sample: Sample, result: CheckResult) -> Iterator[str]:
    for each, side in ((sample, Side.HEAD), (sample.base, Side.BASE)):
        if each is not None:
            here = (sample.rule, _path(sample), side)
            spans = [f.span for f in result.head if (f.rule, f.span.path, f.span.side) == here]
            numbers = _Text.of(each).numbers
            yield from unkept(each, {numbers[span.start_line - 1]: False for span in spans})


_CHANGE = Change(
    ref=ChangeRef("local", "samples", 1),
    repository_id="",
    base="0" * 40,
    head="1" * 40,
    merge_base="0" * 40,
    target_branch="",
    default_branch="",
    author="",
    title="",
)
