"""``patchwarden rules mutate``."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from workers.cli.mutation import mutate
from workers.cli.rulebook import Wrong


def test_what_is_lost_is_printed_by_mutation_and_language() -> None:
    out = io.StringIO()
    mutate("go.sql.formatted-value", None, mutation="join", show=True, console=Console(file=out, width=120))
    text = out.getvalue()
    assert "go.sql.formatted-value" in text
    assert "of 2 found" in text
    assert "go " in text.splitlines()[-1]


@pytest.mark.parametrize(
    ("rule", "language", "why"),
    [("python.no.such-rule", None, "is no rule of the engine"), (None, "cobol", "there are mutations for python")],
)
def test_what_cannot_be_mutated_is_said(rule: str | None, language: str | None, why: str) -> None:
    with pytest.raises(Wrong, match=why):
        mutate(rule, language)
