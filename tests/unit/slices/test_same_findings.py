"""The rules say the same of slices as of whole files: the samples of the rules, whichever line the change wrote."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model import ChangedFile, Finding
from bot.review.newness import new_findings
from tests.builders import changed_file, snapshot
from workers.checks.semgrep import Semgrep
from workers.engine.scanner import Scanner
from workers.reading import rule_files
from workers.slices import sides, units

pytestmark = pytest.mark.slow
_ENDINGS = {"python": "py", "javascript": "js", "go": "go", "ruby": "rb"}
_FILES = 4
"""Changed files of one review."""


def edited(language: str, ending: str) -> Iterator[ChangedFile]:
    """Samples to which a change added one line of a definition."""
    choose = random.Random(7)  # noqa: S311 - the same samples each time
    paths = sorted(rule_files.root().rglob(f"*.{ending}"))
    choose.shuffle(paths)
    for path in paths:
        head = path.read_text(encoding="utf-8")
        outline = units.outline(language, head)
        if outline is not None and len(outline.units) > 2:
            unit = choose.choice(outline.units)
            lines = head.split("\n")
            number = choose.randrange(unit.first, unit.last + 1)
            file = changed_file(path.name, "\n".join([*lines[: number - 1], *lines[number:]]), head)
            made = sides.sliced.__wrapped__(language, file.base_text or "", head, file.hunks)
            if not made.whole and made.head != head:
                yield file


def told(check: Semgrep, files: list[ChangedFile]) -> list[Finding]:
    result = check.run(snapshot(*files))
    assert not result.run.failures
    return list(new_findings(result.head, result.base, {file.path: file for file in files}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine")


@pytest.mark.parametrize("language", sorted(_ENDINGS))
def test_the_new_findings_of_slices_are_those_of_the_files(
    language: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sides, "SMALLEST", 0)
    monkeypatch.setattr(sides, "LEAST", 0.0)
    sides.sliced.cache_clear()
    files = [file for _, file in zip(range(_FILES), edited(language, _ENDINGS[language]), strict=False)]
    sliced, whole = Semgrep(Scanner(folder=folder)), Semgrep(Scanner(folder=folder))
    whole.slices = False
    assert told(sliced, files) == told(whole, files)
    assert files
    sides.sliced.cache_clear()
