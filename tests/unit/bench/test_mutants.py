"""The table of mutants asks each tool for what that tool finds in the samples themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.signal import mutants
from bench.signal.peers import PeerFinding
from workers.engine.samples import Sample
from workers.mutation.model import Asked, Mutant
from workers.mutation.scoring import Result, Scores, Tally

SAMPLE = Sample(Path("python/a/b.py"), "python.a.b", "bad(x)\nworse(x)\ngood(x)\nfine(x)\n")
MUTATED = Mutant(
    "a helper in between",
    "def same(x): return x\nbad(same(x))\nworse(same(x))\ngood(same(x))\nfine(same(x))\n",
    (Asked(1, frozenset({1, 2})), Asked(2, frozenset({3}))),
    (Asked(3, frozenset({4})), Asked(4, frozenset({5}))),
)


@dataclass(frozen=True)
class Lines:
    """A tool that tells every line that holds one of its texts."""

    told: tuple[str, ...]
    name: str = "a peer"

    def version(self) -> str:
        return "1"

    def examine(self, folder: Path) -> tuple[list[PeerFinding], int]:
        found = [
            PeerFinding(path.name, number, "R1", (), "high")
            for path in folder.iterdir()
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
            if any(text in line for text in self.told)
        ]
        return found, 0


def test_a_tool_is_asked_for_what_it_finds_in_the_sample() -> None:
    scores = Scores([Result(SAMPLE, MUTATED, lost=(2,), told=(), problems=())])
    tools = [Lines(("bad(", "good(x)", "fine(same"), "one"), Lines(("nothing",), "none"), Lines(("bad(x)",), "exact")]
    assert mutants.tallies(scores, tools) == {
        ("python", "patchwarden"): Tally(1, 2, 2, 2),
        ("python", "one"): Tally(1, 1, 0, 1),  # `good` was told in the sample, so nothing is asked of it
        ("python", "exact"): Tally(0, 1, 2, 2),
    }


def test_the_table_names_language_and_tool() -> None:
    assert "python      a peer  1/2 (50 %)   3/3 (100 %)" in mutants.text({("python", "a peer"): Tally(1, 2, 3, 3)})
