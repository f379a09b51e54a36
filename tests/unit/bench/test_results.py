"""The README shows the figures of the last measurement and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.signal import results
from bench.signal.figures import Row, Section
from bench.signal.results import Results

README = Path(__file__).parents[3] / "README.md"
SECTION = Section(
    "all checks",
    ("1.5 per 100", "as shipped", "bandit"),
    (
        Row("recall", "%", ((60, 100), (90, 100), (5, 100))),
        Row("recall, mean of the repositories", "%", (55.4, 80.0, 4.0)),
        *(Row(name, "%", (None, None, None)) for name in list(results._SHOWN)[2:]),
    ),
)
MEASURED = Results("2026-11-29", "all", 1405, 121, 66, 8780, (3, 12), (SECTION,))


def test_the_readme_shows_what_was_measured() -> None:
    text = README.read_text(encoding="utf-8")
    assert results.renewed(text, results.load()) == text, "python -m bench.signal.results < README.md"


def test_the_block_has_the_date_and_no_figure_of_weights_that_saw_the_cases() -> None:
    text = results.block(MEASURED)
    assert text.startswith("Measured on 2026-11-29: 1,405 real fixes of 66 repositories")
    assert "| all checks | 1.5 per 100 | bandit |\n|---|---|---|" in text
    assert "| a line comment within 3 lines of the flaw | 60 % | 5 % |" in text
    assert "| the same, mean of the repositories | 55 % | 4 % |" in text
    assert "90 %" not in text
    assert text.endswith("read strictly: 3/12 (25 %).")
    assert max(map(len, text.splitlines())) <= 125


def test_a_part_is_called_one() -> None:
    found = Results("2026-11-29", "0/10", 140, 0, 60, 878, (0, 0), (SECTION,))
    assert "by chance: 0/10." in " ".join(results.block(found).split())


def test_results_survive_their_file(tmp_path: Path) -> None:
    results.keep(MEASURED, tmp_path / "results.json")
    assert results.load(tmp_path / "results.json") == MEASURED


def test_a_readme_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no"):
        results.renewed("# Patchwarden\n", MEASURED)
