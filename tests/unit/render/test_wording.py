"""The sentences that every dialect shares."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import CheckRun, RunStatus, Unruled
from bot.render.wording import PLAIN, unruled
from tests.unit.render.samples import clean

GUARDS = CheckRun("guards", RunStatus.RAN, subject="removed guards")
LICENSING = CheckRun("licensing", RunStatus.RAN)


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        (("guards", "licensing"), "No rules for C# here (a.cs): only removed guards and licensing were looked at."),
        (("guards",), "No rules for C# here (a.cs): only removed guards were looked at."),
        (("licensing",), "No rules for C# here (a.cs): only licensing was looked at."),
        ((), "No rules for C# here (a.cs): only nothing was looked at."),
    ],
)
def test_a_language_without_rules_names_what_the_checks_looked_at(checks: tuple[str, ...], said: str) -> None:
    review = replace(clean(), runs=(GUARDS, LICENSING), unruled=(Unruled("csharp", ("a.cs",), checks),))
    assert unruled(review, PLAIN) == (said,)
