"""docs/audit.md: every command in it is run, in its order, and does what it should."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import feedback
from bot.hosts import registry
from bot.store.sql import SqlStore
from tests.unit.stack.test_decision_commands import ANSWERS, FIRST, Answering
from tests.unit.stack.test_rule_commands import VERSIONS
from workers.cli import main as cli
from workers.cli import rule_stats
from workers.cli.decision_files import COLUMNS

PAGE = (Path(__file__).parents[3] / "docs" / "audit.md").read_text(encoding="utf-8")
LINES = [
    shlex.split(line, comments=True)
    for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
]
NAMED = replace(FIRST, reason="constant 33671", kind=None)
"""The page calls it 3f2a."""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    environ = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/state.db",
        "HOME": str(tmp_path),
        "PATCHWARDEN_GITHUB_TOKEN": "the token",
        "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "a webhook secret of the test",
    }
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(registry, "build", lambda settings: Answering(ANSWERS))
    monkeypatch.setattr(rule_stats, "_digests", lambda: VERSIONS | {"python.sql.formatted-value": "1"})
    made = SqlStore(environ["DATABASE_URL"])
    made.decide("github:42", "github:octo/app", [NAMED])
    yield made
    made.close()


def test_every_command_of_the_page_works(store: SqlStore) -> None:
    assert NAMED.id.startswith("3f2a")
    assert len(LINES) > 12
    for program, *arguments in LINES:
        assert program == "patchwarden"
        result = CliRunner().invoke(cli.main, arguments, catch_exceptions=False)
        assert (result.exit_code, arguments) == (0, arguments), result.output


def test_the_page_names_every_column_and_the_limits() -> None:
    table = PAGE.partition("| column |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines()[2:]))) == set(COLUMNS)
    assert f"at least {feedback.FEWEST_JUDGED} findings" in PAGE
    assert f"at least {feedback.FEWEST_CHANGES} changes by at least {feedback.FEWEST_PEOPLE} people" in PAGE
    assert f"above {feedback.TOO_OFTEN:.0%}" in PAGE.replace(" %", "%")
