"""The demo's pull request as it is really reviewed, and as it was when somebody ran this module: no test waits."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from bot.model import ChangeRef, CheckRun, Review, Span
from bot.store import Lines
from tests.builders import changed_file
from tests.demo import scene
from workers.checks.registry import in_turn
from workers.local.reviewing import review_local
from workers.quoting import quoted

RECORDED: Final = Path(__file__).parent / "recorded.json"
_RULES = 3
"""Of the many rules that were applied to a file so many are recorded."""


@dataclass(frozen=True, slots=True)
class Told:
    """One review and the code that it speaks of."""

    review: Review
    code: tuple[tuple[Span, Lines], ...]


def recorded() -> tuple[Told, ...]:
    """Of the first push and of the second."""
    return msgspec.json.decode(RECORDED.read_bytes(), type=tuple[Told, ...])


def real(folder: Path) -> Iterator[Told]:
    """The same, made now by all checks."""
    built = scene.build(folder / "ledger.git")
    mended = built.mend()
    for head in (built.head, mended):
        checks = in_turn(cache_dir=folder / "cache")
        made = review_local(built.repository.git_dir, f"{built.base}..{head}", checks, os.environ)
        about = replace(
            made.review.change,
            ref=ChangeRef("github", scene.NAME, 12),
            author=scene.AUTHOR,
            repository_id="42",
            target_branch="main",
            title="Search, import, and a banner",
            url="https://github.example/octo/ledger/pull/12",
        )
        files = [changed_file(path, None, text) for path, text in made.head_texts.items()]
        yield Told(replace(made.review, change=about), tuple(quoted(made.review, files, ()).items()))


def record(folder: Path) -> None:
    made = [
        replace(told, review=replace(told.review, runs=tuple(_shorter(run) for run in told.review.runs)))
        for told in real(folder)
    ]
    RECORDED.write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")


def _shorter(run: CheckRun) -> CheckRun:
    entries = tuple(
        replace(entry, rules=frozenset(sorted(entry.rules, key=lambda rule: rule.id)[:_RULES])) for entry in run.entries
    )
    return replace(run, entries=entries, seconds=0.0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made_here:
        record(Path(made_here))
