"""What the pages say: code as code, one of a thing in the singular, which things a number counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot import review
from bot.decisions import Decided
from bot.model import ChangeRef, Decision, DecisionKind, Finding
from bot.pages import words
from bot.policy import Policy
from bot.store.sql import SqlStore
from tests.builders import change, changed_file, finding, ran
from tests.pages import lived_in
from tests.pages.lived_in import LOOK, NOW, OPERATOR, Guest

CODE = "run(request.args)\n"
RULE = "python.sql.delete"


def recorded(store: SqlStore, *found: Finding, dismissed: bool = False) -> None:
    """Records one review of these findings; ``dismissed`` as an accepted risk."""
    files, about = (changed_file("a.py", None, CODE),), change(ref=ChangeRef("github", "o/a", 1))
    made = review.assemble(about, files, (ran(*found, files=["a.py"]),), Policy())
    if dismissed:
        risk = [
            Decision(one.fingerprint, RULE, "a.py", "ada", NOW, "known", DecisionKind.ACCEPTED_RISK)
            for one in made.observations
        ]
        decided = Decided(tuple(risk), date(2026, 11, 30))
        made = review.assemble(about, files, (ran(*found, files=["a.py"]),), Policy(), decided=decided)
    store.record(made, {}, posted=1, closed=0, requests=1)


def told(store: SqlStore, path: str) -> str:
    return lived_in.house(store, Guest(OPERATOR)).test_client().get(path).text


def test_what_was_dismissed_shows_code_as_code_and_leads_to_its_rule(store: SqlStore) -> None:
    recorded(store, finding("a.py", CODE, "run(", rule=RULE, title="A guard went from `delete`"), dismissed=True)
    page = told(store, "/changes/github/o/a/1")
    section = page.partition('id="dismissed"')[2].partition("</section>")[0]
    assert "A guard went from <code>delete</code>" in section.partition("</summary>")[0]
    assert "`" not in section
    assert f'href="/rules#rule-{RULE}"' in section
    rules = told(store, "/rules")
    assert f'id="rule-{RULE}"' in rules
    assert "not counted yet" in rules
    assert "nobody said" not in rules


def test_a_demoted_rule_is_marked(store: SqlStore) -> None:
    recorded(store, finding("a.py", CODE, "run(", rule=RULE))
    assert ">demoted</span>" not in told(store, "/rules")
    store.demote(RULE, "1", by="ada", why="")
    assert ">demoted</span>" in told(store, "/rules")


def test_an_observation_of_several_findings_says_how_many(store: SqlStore) -> None:
    one = finding("a.py", CODE, "run(", rule=RULE)
    recorded(store, one)
    assert ">1 observation at " in told(store, "/changes/github/o/a/1")
    recorded(store, one, finding("a.py", CODE, "run(", rule="python.shell.run", title="Another thing"))
    assert ">1 observation of 2 findings at " in told(store, "/changes/github/o/a/1")


@pytest.mark.parametrize(("count", "said"), [(0, "<b>0</b> workers"), (1, "<b>1</b> worker<"), (2, "<b>2</b> workers")])
def test_workers_are_counted_in_words(store: SqlStore, count: int, said: str) -> None:
    app = lived_in.house(store, Guest(OPERATOR), look=replace(LOOK, workers=count))
    assert said in app.test_client().get("/").text


def test_a_line_end_of_windows_is_no_character_of_the_line() -> None:
    assert words.code("a\r\nb\tc\r") == ["a", "b   c"]
    assert words.code("a\rb") == ["a[U+000D]b"]
