"""``patchwarden decisions`` as an auditor runs it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from bot.hosts import registry
from bot.hosts.base import HostUnavailable
from bot.model import Answered, Change, Decision, DecisionKind, DecisionSource
from bot.store import TakenBack
from bot.store.sql import SqlStore
from tests import builders
from workers.cli import decision_rebuild, decision_tables
from workers.cli import main as cli

SCOPE, NAME = "github:42", "github:octo/app"
WHEN = 1_790_000_000
"""2026-09-21T14:13:20Z"""
FIRST = Decision(
    fingerprint="0123456789abcdef",
    rule="python.sql.injection",
    path="app/db.py",
    by="ada",
    at=WHEN,
    reason="the table's name is a constant",
    kind=DecisionKind.FALSE_POSITIVE,
    change="github:octo/app#7",
    comment="line-77",
)
EXPIRED = replace(FIRST, fingerprint="1" * 16, by="bob", at=WHEN + 1, until=date(2026, 9, 30), kind=None)
REVOKED = replace(FIRST, at=WHEN + 2, comment="line-78", reason="=HYPERLINK(0)", alone=True)
ELSEWHERE = replace(FIRST, rule="secrets.key", at=WHEN + 3, reason="\x1b[31mred\n[bold]x[/] \u202e", comment="99")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    url = f"sqlite:///{tmp_path}/state.db"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("HOME", str(tmp_path))
    made = SqlStore(url)
    made.decide(SCOPE, NAME, [FIRST, EXPIRED, REVOKED])
    made.take_back(SCOPE, REVOKED.id, by="eve", at=WHEN + 50, why="it is reachable")
    made.decide("gerrit:app", "gerrit:plugins/app", [ELSEWHERE])
    yield made
    made.close()


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli.main, ["decisions", *arguments], input=stdin, catch_exceptions=False)


def ids(*arguments: str) -> list[str]:
    return [row["id"] for row in json.loads(run("list", "--format", "json", *arguments).output)]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], [FIRST, EXPIRED, ELSEWHERE]),
        (["--all"], [FIRST, EXPIRED, REVOKED, ELSEWHERE]),
        (["--expired"], [EXPIRED]),
        (["--repository", "octo/app"], [FIRST, EXPIRED]),
        (["--repository", "github:octo/*"], [FIRST, EXPIRED]),
        (["--repository", "app"], []),
        (["--rule", "python.*"], [FIRST, EXPIRED]),
        (["--rule", "python"], []),
        (["--by", "bob", "--all"], [EXPIRED]),
        (["--by", "ada", "--repository", "octo/app", "--all"], [FIRST, REVOKED]),
    ],
)
@pytest.mark.usefixtures("store")
def test_what_is_listed(arguments: list[str], expected: list[Decision]) -> None:
    assert ids(*arguments) == [decision.id for decision in expected]


@pytest.mark.usefixtures("store")
def test_the_table_has_a_line_each_with_its_state_and_nothing_that_a_terminal_obeys() -> None:
    lines = run("list", "--all").output.splitlines()
    assert [line.split()[0] for line in lines[1:5]] == [each.id for each in (FIRST, EXPIRED, REVOKED, ELSEWHERE)]
    states = ("holds", "expired", "taken back 2026-09-21", "holds")
    assert [state in line for line, state in zip(lines[1:5], states, strict=True)] == [True] * 4
    assert "[U+001B][31mred[U+000A][bold]x[/] [U+202E]" in lines[4]
    assert "\x1b" not in run("list", "--all").output


@pytest.mark.parametrize("width", [20, 100, 200])
def test_a_terminal_of_any_width_shows_every_id_and_no_escape(store: SqlStore, width: int) -> None:
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=True, color_system=None)
    decision_tables.table(store.known(), date(2026, 10, 1), console)
    shown = file.getvalue()
    assert all(decision.id in shown for decision in (FIRST, EXPIRED, REVOKED, ELSEWHERE))
    assert "[U+001B]" in "".join(shown.split())
    assert "\x1b[31m" not in shown


@pytest.mark.usefixtures("store")
def test_nothing_that_matches_is_said() -> None:
    assert run("list", "--by", "nobody").output == "No decision matches.\n"
    assert run("list", "--by", "nobody", "--format", "json").output == "[]\n"


@pytest.mark.usefixtures("store")
def test_without_a_command_they_are_listed() -> None:
    assert run().output == run("list").output


@pytest.mark.usefixtures("store")
def test_the_whole_story_of_one() -> None:
    lines = run("show", REVOKED.id[:6].upper()).output.splitlines()
    assert "state       taken back 2026-09-21" in lines
    assert "holds for   its own change alone" in lines
    assert "taken back  2026-09-21T14:14:10Z by eve: it is reachable" in lines
    assert lines[-1].split() == [FIRST.id, "2026-09-21T14:13:20Z", "ada", "holds", *FIRST.reason.split()]


@pytest.mark.usefixtures("store")
def test_the_id_of_the_finding_names_its_decision_too() -> None:
    """That is the one which comments show."""
    by_finding = run("show", EXPIRED.fingerprint[:8])
    assert (by_finding.exit_code, by_finding.output) == (0, run("show", EXPIRED.id).output)
    assert f"{REVOKED.id} (" in run("show", FIRST.fingerprint).output


def test_ids_that_name_none_or_several_are_exit_1(store: SqlStore) -> None:
    store.decide("github:43", "github:octo/fork", [FIRST])
    none, several = run("show", "zzz"), run("revoke", FIRST.id, "--because", "x")
    assert (none.exit_code, several.exit_code) == (1, 1)
    assert "no id of a decision or of its finding begins with 'zzz'" in none.output
    assert f"{FIRST.id} (github:octo/app), {FIRST.id} (github:octo/fork); give more of it" in several.output


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_exported_is_imported_the_same(
    store: SqlStore, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / f"decisions.{form}"
    assert run("export", "--format", form, "--output", str(file)).exit_code == 0
    assert run("export", "--format", form).stdout_bytes == file.read_bytes()
    before = store.known()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
    first, second = run("import", str(file)), run("import", "-", stdin=file.read_bytes())
    assert (first.exit_code, first.output) == (0, "4 decisions imported, 0 known before, 0 skipped\n")
    assert (second.exit_code, second.output) == (0, "0 decisions imported, 4 known before, 0 skipped\n")
    other = SqlStore(f"sqlite:///{tmp_path}/other.db")
    assert other.known() == before
    other.close()


@pytest.mark.usefixtures("store")
def test_no_cell_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(run("export").output)))
    assert "'=HYPERLINK(0)" in rows[3]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


GOOD = (
    '{"scope": "github:42", "fingerprint": "abcdefabcdefabcd", "rule": "a.rule", "by": "ada", "at": 5, "reason": "x"}'
)


def test_a_wrong_row_keeps_the_whole_file_out_unless_only_a_part_is_asked_for(store: SqlStore, tmp_path: Path) -> None:
    file = tmp_path / "decisions.json"
    file.write_text(f"{GOOD}\n{GOOD.replace('abcdefabcdefabcd', '12')}\n")
    refused = run("import", str(file))
    assert refused.exit_code == 1
    assert f"{file}:2: fingerprint is not 16 hex digits: copy the whole id" in refused.output
    assert "nothing was imported: 1 row cannot be used (--partial skips such)" in refused.output
    assert len(store.known()) == 4
    partial = run("import", "--partial", str(file))
    assert partial.exit_code == 1
    assert partial.output.endswith("1 decision imported, 0 known before, 1 skipped\n")
    (new,) = [item.decision for item in store.known() if item.decision.rule == "a.rule"]
    assert (new.source, new.at) == (DecisionSource.IMPORT, 5)


def test_a_decision_that_is_taken_back_stays_so_and_says_who(store: SqlStore) -> None:
    done = run("revoke", FIRST.id[:5], "--because", " it is reachable now ", "--by", "eve")
    assert (done.exit_code, done.output) == (
        0,
        f"{FIRST.id} is taken back: the next review of {NAME} tells it again\n",
    )
    again = run("revoke", FIRST.id, "--because", "again")
    assert (again.exit_code, again.output) == (0, f"{FIRST.id} was taken back before, by eve\n")
    store.decide(SCOPE, NAME, [FIRST])
    assert store.decisions(SCOPE) == [EXPIRED]
    (gone,) = [item.taken_back for item in store.known() if item.decision == FIRST]
    assert gone is not None
    assert (gone.by, gone.why) == ("eve", "it is reachable now")


def test_without_a_reason_nothing_is_taken_back(store: SqlStore) -> None:
    assert run("revoke", FIRST.id).exit_code == 2
    assert run("revoke", FIRST.id, "--because", "  ").exit_code == 2
    assert FIRST in store.decisions(SCOPE)


def test_a_database_that_does_not_answer_is_exit_2_and_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}")
    result = run("list")
    assert result.exit_code == 2
    assert result.output.startswith(
        "patchwarden: the decisions cannot be read (OperationalError): is DATABASE_URL right"
    )
    monkeypatch.setenv("DATABASE_URL", "mysql://x")
    assert (run("list").exit_code, "only sqlite://" in run("list").output) == (2, True)


@dataclass
class Answering:
    """A host that remembers, by repository; after the answers it fails where it is told to."""

    answers: Mapping[str, Iterable[tuple[Change, Answered]]]
    fault: Exception | None = None
    asked: list[str] = field(default_factory=list)

    def remembered(self, repository: str) -> Iterator[tuple[Change, Answered]]:
        self.asked.append(repository)
        yield from self.answers.get(repository, ())
        if self.fault:
            raise self.fault


def answered(number: int, at: int, *dismissed: Decision, reopened: tuple[str, ...] = ()) -> tuple[Change, Answered]:
    change = builders.change(ref=replace(builders.change().ref, number=number))
    return change, Answered(f"line-{at}", "d", "1", at, dismissed, reopened)


ANSWERS = {
    "octo/app": [
        answered(8, WHEN + 60, reopened=(FIRST.fingerprint,)),
        answered(7, WHEN, FIRST, EXPIRED),
        answered(7, WHEN + 90, REVOKED),
    ]
}


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    monkeypatch.setenv("HOME", str(tmp_path))
    made = SqlStore(f"sqlite:///{tmp_path}/new.db")
    yield made
    made.close()


def test_a_lost_database_is_filled_from_the_answers_in_whatever_order_they_come(empty: SqlStore) -> None:
    for _ in range(2):
        assert decision_rebuild.rebuild(Answering(ANSWERS), "octo/app", empty, ())
    assert empty.decisions("github:42") == [EXPIRED]
    assert empty.decisions("github:42:7") == [REVOKED]  # whoever may not decide for the repository
    words = {item.decision.id: item.taken_back for item in empty.known()}
    assert words[FIRST.id] == TakenBack(WHEN + 60, "1", "reopened on github:octo/app#8")


def test_a_mirror_gets_the_decisions_of_its_group(empty: SqlStore) -> None:
    decision_rebuild.rebuild(Answering(ANSWERS), "octo/app", empty, (("github:octo/app", "gerrit:app"),))
    assert empty.decisions("mirror:gerrit:app") == [EXPIRED]


def test_what_was_read_in_part_is_not_kept(empty: SqlStore, capsys: pytest.CaptureFixture[str]) -> None:
    host = Answering(ANSWERS, HostUnavailable("github: read the comments: 502"))
    assert not decision_rebuild.rebuild(host, "octo/app", empty, ())
    assert empty.known() == []
    assert "octo/app: github: read the comments: 502" in capsys.readouterr().err


def test_rebuild_asks_the_one_host_for_each_repository(empty: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    host = Answering(ANSWERS)
    monkeypatch.setattr(registry, "build", lambda settings: host)
    assert (run("rebuild", "--repository", "octo/app").exit_code, host.asked) == (2, [])  # no host is set up
    monkeypatch.setenv("PATCHWARDEN_GITHUB_TOKEN", "the token")
    monkeypatch.setenv("PATCHWARDEN_GITHUB_WEBHOOK_SECRET", "a webhook secret of the test")
    done = run("rebuild", "--repository", "octo/app", "--repository", "octo/lib")
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "octo/app: 3 answers read, 3 dismissed, 1 reopened",
        "octo/lib: 0 answers read, 0 dismissed, 0 reopened",
    ]
    assert len(empty.known()) == 3
    unknown = run("rebuild", "--host", "gitlab", "--repository", "octo/app")
    assert (unknown.exit_code, unknown.output) == (2, "patchwarden: no host is called 'gitlab': there are github\n")
    host.fault = HostUnavailable("github: 502")
    failed = run("rebuild", "--repository", "octo/app", "--repository", "octo/lib")
    assert (failed.exit_code, failed.output.splitlines()[-1]) == (2, "patchwarden: not rebuilt: octo/app, octo/lib")
    assert run("rebuild").exit_code == 2
