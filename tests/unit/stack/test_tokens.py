"""Tokens of programs: made once, told once, and the commands for them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import redaction
from bot.store.sql import SqlStore
from bot.store.tokens import NoToken, SqlTokens
from workers.cli.main import main


def ask(home: Path, *words: str) -> Result:
    gone = dict.fromkeys(name for name in os.environ if name.startswith("PATCHWARDEN_"))
    return CliRunner().invoke(main, ["token", *words], env=gone | {"HOME": str(home)})


def test_that_there_are_none_is_said(tmp_path: Path) -> None:
    listed = ask(tmp_path, "list")
    assert (listed.exit_code, listed.stdout) == (0, "")
    assert listed.stderr == "patchwarden: there are no tokens\n"


def test_a_token_is_made_named_and_taken_back(tmp_path: Path) -> None:
    made = ask(tmp_path, "add", "ci", "--repository", "github:octo/app", "--repository", "github:acme/*", "--days", "7")
    assert made.exit_code == 0, made.output
    assert re.fullmatch(r"pwt_[A-Za-z0-9_-]{43}\n", made.stdout)
    assert "ci may ask for 7 days" in made.stderr

    listed = ask(tmp_path, "list").stdout
    assert re.fullmatch(r"ci\tgood until \d{4}-\d{2}-\d{2}\tgithub:octo/app, github:acme/\*\n", listed)
    assert made.stdout.strip() not in listed

    assert ask(tmp_path, "add", "ci", "--all").exit_code == 2, "the name is taken"
    assert ask(tmp_path, "revoke", "ci").stdout == "revoked ci\n"
    assert "\trevoked " in ask(tmp_path, "list").stdout
    assert ask(tmp_path, "revoke", "ci").exit_code == 2
    assert ask(tmp_path, "add", "ci", "--all", "--operator").exit_code == 0, "it is free again"
    assert "everything, as an operator" in ask(tmp_path, "list").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "ci"], "name what the token is for"),
        (["add", "ci", "--all", "--repository", "github:a/b"], "name what the token is for"),
        (["add", "ci", "--repository", "github:a/b", "--operator"], "an operator's token is for every repository"),
        (["add", "a b", "--all"], "'a b' is no name"),
        (["add", "ci", "--repository", "octo/app"], "'octo/app' is no repository"),
        (["add", "ci", "--repository", "github:*"], "'github:*' is no repository"),
        (["add", "ci", "--repository", "*"], "name what the token is for"),
        (["add", "ci", "--all", "--days", "400"], "400 is not in the range"),
        (["revoke", "ci"], "no token called 'ci' is good now"),
    ],
)
def test_what_cannot_be_made_is_said(tmp_path: Path, words: list[str], said: str) -> None:
    done = ask(tmp_path, *words)
    assert done.exit_code == 2
    assert said in done.stderr


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'state.db'}"


def test_on_each_database(url: str) -> None:
    store, now = SqlStore(url), [1000.0]
    tokens = SqlTokens(store, lambda: now[0])
    first = tokens.add("first", ["gerrit:a project/with spaces"], seconds=10)
    found = tokens.find(first)
    assert found is not None
    assert (found.sees("gerrit:a project/with spaces"), found.sees("gerrit:a project")) == (True, False)
    now[0] = 1010.0
    assert tokens.find(first) is None
    with pytest.raises(NoToken):
        tokens.revoke("first")
    assert [token.name for token in tokens.all()] == ["first"]
    store.close()


def test_no_log_has_it(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'state.db'}")
    token = SqlTokens(store).add("ci", ["*"], seconds=10)
    assert token not in redaction.redact(f"GET /api/v1/me?token={token} {token}")
    store.close()
