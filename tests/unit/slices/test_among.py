"""What is seen of several changed files at once, for flows between them."""

from __future__ import annotations

import random

import pytest

from bot.model import ChangedFile, Side
from tests.builders import changed_file
from workers.engine import slicing
from workers.slices import sides

NAMES = [f"name{number}" for number in range(12)]


@pytest.fixture(autouse=True)
def _whatever_can_be_sliced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sides, "SMALLEST", 0)
    monkeypatch.setattr(sides, "LEAST", 0.0)


def files(chance: random.Random) -> dict[str, ChangedFile]:
    """Modules whose functions call each other's; in each one function gets another line."""
    made = {}
    for number in range(6):
        functions = [
            [f"def {name}(value):", f"    once = {chance.choice(NAMES)}(value)", "    return once"]
            for name in chance.sample(NAMES, 5)
        ]
        base = "\n\n".join("\n".join(function) for function in functions) + "\n"
        chance.choice(functions).insert(2, f"    once = {chance.choice(NAMES)}(once)")
        head = "\n\n".join("\n".join(function) for function in functions) + "\n"
        made[f"part{number}.py"] = changed_file(f"part{number}.py", base, head)
    return made


@pytest.mark.parametrize("side", Side)
def test_a_file_is_seen_as_by_all_names_that_the_change_touches_in_the_others(side: Side) -> None:
    sliced = 0
    for seed in range(30):
        given = files(random.Random(seed))  # noqa: S311 - no secret
        touched = {path: slicing._touched(file) or frozenset() for path, file in given.items()}
        expected = {}
        for path, file in given.items():
            others = frozenset().union(*(found for other, found in touched.items() if other != path))
            made = sides.sliced(
                "python", file.base_text or "", file.head_text or "", file.hunks, flows=True, names=others
            )
            if not made.whole:
                expected[path] = made.head if side is Side.HEAD else made.base
        assert slicing.among(given, side) == expected
        sliced += len(expected)
    assert sliced > 30
