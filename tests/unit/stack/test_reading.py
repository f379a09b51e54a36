"""What the pages read: changes, findings, decisions and trends, of the repositories alone that somebody may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy import text as sql

from bot import review
from bot.decisions import day_of
from bot.model import ChangeRef, Decision, DecisionKind, Person, Review, Vote
from bot.policy import Policy
from bot.store import keeping
from bot.store.lookup import SqlReading
from bot.store.reading import Filter, Followed, Standing, State
from bot.store.sql import SqlStore
from tests.builders import change, changed_file, finding, ran

DAY = 24 * 3600
START = 1_800_000_000
CODE = "def f():\n    run(request)\n    run(reply)\n"
APP, LIB = "github:octo/app", "github:octo/lib"
BOTH = frozenset({APP, LIB})


@dataclass
class House:
    """A store with its own time."""

    store: SqlStore
    reading: SqlReading
    at: list[int] = field(default_factory=lambda: [START])

    def reviewed(
        self, ref: ChangeRef, *calls: str, head: str = "a", title: str = "Add a feature", private: bool = False
    ) -> Review:
        """Records a review that finds these calls."""
        found = [finding("app.py", CODE, call, rule=f"python.{call[4:-1]}") for call in calls]
        about = change(ref=ref, head=head * 40, title=title, private=private)
        result = ran(*found, files=["app.py"])
        made = review.assemble(about, (changed_file("app.py", None, CODE),), (result,), Policy())
        self.store.record(made, {"checks": 2.5}, posted=len(found), closed=0, requests=1)
        self.at[0] += 60
        return made


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'state.db'}"


@pytest.fixture
def house(url: str) -> Iterator[House]:
    at = [START]
    store = SqlStore(url, lambda: at[0])
    yield House(store, SqlReading(store), at)
    store.close()


def ref(number: int, repository: str = "octo/app") -> ChangeRef:
    return ChangeRef("github", repository, number)


def test_a_private_change_is_shown_to_nobody_also_not_what_was_seen_before(house: House) -> None:
    house.reviewed(ref(7), "run(request)")
    house.reviewed(ref(8), "run(request)")
    house.reviewed(ref(7), "run(request)", "run(reply)", head="b", private=True)
    assert [line.change for line in house.reading.changes(BOTH, Filter()).changes] == [f"{APP}#8"]
    assert house.reading.change(BOTH, f"{APP}#7") is None
    assert [(line.rule, line.found) for line in house.reading.rules(BOTH)] == [("python.request", 1)]
    assert [week.reviews for week in house.reading.trends(BOTH, now=house.at[0], weeks=1)] == [1]

    house.reviewed(ref(7), "run(reply)", head="c")

    found = house.reading.change(BOTH, f"{APP}#7")
    assert found is not None
    assert [one.rule for one in found.findings] == ["python.reply"]


def test_a_change_with_its_pushes_findings_and_document(house: House) -> None:
    house.reviewed(ref(7), "run(request)", "run(reply)")
    house.reviewed(ref(7), "run(reply)", head="b", title="Add a better feature")
    whole = house.reading.change(BOTH, f"{APP}#7")
    assert whole is not None
    assert (whole.line.title, whole.line.pushes, whole.line.state) == ("Add a better feature", 2, "open")
    assert [push.head[0] for push in whole.pushes] == ["b", "a"]
    assert [(one.rule, one.fixed_at) for one in whole.findings] == [("python.reply", 0), ("python.request", START + 60)]
    assert whole.document is not None
    assert whole.document["change"]["head"] == "b" * 40
    first = house.reading.change(BOTH, f"{APP}#7", whole.pushes[1].id)
    assert first is not None
    assert first.document is not None
    assert len(first.document["observations"]) == 2
    assert house.reading.change(BOTH, f"{APP}#7", 99) is None


def test_what_comes_back_is_open_again_and_what_could_not_be_looked_at_is_not_fixed(house: House) -> None:
    house.reviewed(ref(7), "run(request)")
    house.store.record(review.unread(change(ref=ref(7)), "it is too large"), {}, posted=0, closed=0, requests=0)
    assert [one.fixed_at for one in _findings(house)] == [0]
    house.reviewed(ref(7))
    assert all(one.fixed_at for one in _findings(house))
    house.reviewed(ref(7), "run(request)")
    assert [(one.fixed_at, one.first_at) for one in _findings(house)] == [(0, START)]


def _findings(house: House) -> list[Followed]:
    whole = house.reading.change(BOTH, f"{APP}#7")
    assert whole is not None
    return list(whole.findings)


def test_who_may_not_see_a_repository_learns_nothing_of_it(house: House) -> None:
    house.reviewed(ref(7), "run(request)")
    house.store.decide("s", APP, [_decision("f" * 16)])
    house.store.told(f"{APP}#7", "s", {"f" * 16: "python.request"})
    other = frozenset({LIB})
    reading = house.reading
    for nothing in (other, frozenset[str]()):
        assert reading.change(nothing, f"{APP}#7") is None
        assert reading.changes(nothing, Filter()).changes == ()
        assert reading.changes(nothing, Filter(repository=APP)).changes == ()
        assert list(reading.overview(nothing)) == []
        assert list(reading.rules(nothing)) == []
        assert reading.decisions(nothing, now=START).decisions == ()
        assert not any(week.reviews or week.found for week in reading.trends(nothing, now=START))
    assert reading.repositories() == [APP]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Filter(), [3, 2, 1]),
        (Filter(repository=LIB), [3]),
        (Filter(verdict="defects"), [3, 1]),
        (Filter(verdict="no defects"), [2]),
        (Filter(rule="python.reply"), [3]),
        (Filter(area="input validation"), [3, 1]),
        (Filter(area="input validation", rule="python.request"), [1]),
        (Filter(area="logging"), []),
        (Filter(state="merged"), [2]),
        (Filter(text="100%"), [1]),
        (Filter(text="%"), [1]),
        (Filter(text="MALLORY"), [3, 2, 1]),
        (Filter(text="lib#3"), [3]),
        (Filter(text="' OR 1=1 --"), []),
        (Filter(text="\0\ud800"), []),
    ],
)
def test_filters(house: House, wanted: Filter, numbers: list[int]) -> None:
    house.reviewed(ref(1), "run(request)", title="Make it 100% faster")
    house.reviewed(ref(2))
    house.reviewed(ref(3, "octo/lib"), "run(reply)")
    house.store.ended(f"{APP}#2", merged=True)
    assert [line.number for line in house.reading.changes(BOTH, wanted).changes] == numbers


@pytest.mark.parametrize("most", [1, 2, 7])
def test_pages_hold_every_change_once_also_those_of_one_second(house: House, most: int) -> None:
    for number in range(1, 8):
        house.reviewed(ref(number))
        house.at[0] = START + number // 3
    numbers: list[int] = []
    after = ""
    for _ in range(10):
        page = house.reading.changes(BOTH, Filter(), after, most)
        numbers += [line.number for line in page.changes]
        if not (after := page.after):
            break
    assert sorted(numbers) == list(range(1, 8))
    assert len(house.reading.changes(BOTH, Filter(), "no cursor ö", most).changes) == most


def test_decisions_by_standing_and_in_pages(house: House) -> None:
    today = day_of(START)
    store = house.store
    store.decide("s", APP, [_decision("1" * 16), _decision("2" * 16, until=date(2099, 1, 1))])
    store.decide("s", APP, [_decision("3" * 16, until=today), _decision("4" * 16, until=date(2020, 1, 1))])
    store.decide("t", LIB, [_decision("1" * 16), _decision("5" * 16)])
    store.revoke("t", ["5" * 16], by="bob", at=START, why="it is real")

    def names(standing: Standing, text: str = "", change: str = "") -> str:
        found = house.reading.decisions(BOTH, standing, now=START, text=text, change=change).decisions
        return "".join(sorted(known.decision.fingerprint[0] for known in found))

    assert names(Standing.ALL) == "112345"
    assert names(Standing.HOLDING) == "1123"
    assert names(Standing.EXPIRING) == "3"
    assert names(Standing.EXPIRED) == "4"
    assert names(Standing.TAKEN_BACK) == "5"
    assert names(Standing.ALL, text="REASON 2") == "2"
    assert names(Standing.ALL, change=f"{APP}#9") == ""
    taken = house.reading.decisions(BOTH, Standing.TAKEN_BACK, now=START).decisions[0].taken_back
    assert taken is not None
    assert (taken.by, taken.why) == ("bob", "it is real")
    seen, after = [], ""
    while True:
        some = house.reading.decisions(BOTH, now=START, after=after, most=2)
        seen += [(known.scope, known.decision.id) for known in some.decisions]
        if not (after := some.after):
            break
    assert len(seen) == len(set(seen)) == 6


def test_rules_tell_what_became_of_their_findings(house: House) -> None:
    made = house.reviewed(ref(7), "run(request)", "run(reply)")
    names = {item.finding.rule: item.fingerprint for item in made.observations}
    house.store.told(f"{APP}#7", "s", {name: rule for rule, name in names.items()})
    house.reviewed(ref(7), "run(reply)")
    vote = Vote(names["python.reply"], Person("1", "ada"), up=False)
    useless = {names["python.reply"]: DecisionKind.NOT_USEFUL}
    house.store.outcome(f"{APP}#7", fixed=[names["python.request"]], dismissed=useless, votes=[vote])
    lines = {line.rule: line for line in house.reading.rules(BOTH)}
    reply, request = lines["python.reply"], lines["python.request"]
    assert (reply.found, reply.open, reply.fixed, reply.against, reply.said) == (1, 1, 0, 1, 1)
    assert (request.found, request.open, request.fixed, request.against, request.said) == (1, 0, 1, 0, 1)
    assert (request.fix_seconds, request.area) == (60, "input validation")


def test_trends_by_week_and_area(house: House) -> None:
    house.reviewed(ref(7), "run(request)", "run(reply)")
    house.at[0] += 7 * DAY
    house.reviewed(ref(7), "run(reply)")
    weeks = house.reading.trends(BOTH, now=house.at[0], weeks=3)
    assert [week.reviews for week in weeks] == [0, 1, 1]
    assert [dict(week.found) for week in weeks] == [{}, {"input validation": 2}, {}]
    assert [dict(week.fixed) for week in weeks] == [{}, {}, {"input validation": 1}]
    assert [week.median_seconds for week in weeks] == [0, 2.5, 2.5]
    assert all(day_of(week.start).weekday() == 0 for week in weeks)


def test_what_is_old_is_forgotten_and_decisions_are_not(house: House) -> None:
    house.reviewed(ref(1), "run(request)")
    house.reviewed(ref(2), "run(request)")
    house.store.decide("s", APP, [_decision("1" * 16)])
    house.at[0] += 400 * DAY
    house.reviewed(ref(2), "run(request)", head="b")
    assert house.store.forget(house.at[0] - DAY) == 2
    assert [line.number for line in house.reading.changes(BOTH, Filter()).changes] == [2]
    whole = house.reading.change(BOTH, f"{APP}#2")
    assert whole is not None
    assert [push.head[0] for push in whole.pushes] == ["b"]
    assert len(house.reading.decisions(BOTH, now=START).decisions) == 1
    assert house.store.forget(house.at[0] - DAY) == 0


def test_the_step_finds_the_changes_of_older_reviews(house: House, url: str) -> None:
    house.reviewed(ref(7), "run(request)")
    house.reviewed(ref(7), head="b")
    house.store.close()
    engine = create_engine(url)
    with engine.begin() as connection:
        for index in ("reviews_of_change", "reviews_by_time", "decisions_by_place"):
            connection.execute(sql(f"DROP INDEX {index}"))
        for column in ("change", "at", "took"):
            connection.execute(sql(f'ALTER TABLE reviews DROP COLUMN "{column}"'))
        for table in ("changes", "observed", "kept_reviews"):
            connection.execute(sql(f"DROP TABLE {table}"))
        connection.execute(sql("UPDATE patchwarden_schema SET version_num = '0001'"))
    engine.dispose()
    store = SqlStore(url)
    whole = SqlReading(store).change(BOTH, f"{APP}#7")
    assert whole is not None
    assert (whole.line.state, whole.line.head[0], whole.line.pushes) == (State.UNKNOWN.value, "b", 2)
    assert (whole.line.first_at, whole.line.at, whole.document) == (START, START + 60, None)
    house.reviewed(ref(7), head="c")
    whole = SqlReading(store).change(BOTH, f"{APP}#7")
    assert whole is not None
    assert (whole.line.state, whole.line.pushes) == ("open", 3)
    store.close()


def test_a_huge_review_makes_a_small_row_without_credentials() -> None:
    token = "ghp_" + "Ab1" * 12
    code = "".join(f"run({number}) # {token} {'x' * 300}\n" for number in range(3000))
    paths = [f"some/folder/file{number}.py" for number in range(10_000)]
    found = [finding("app.py", code, f"run({number})", title=token + "\0" * 20) for number in range(0, 3000, 3)]
    made = review.assemble(
        replace(change(), title=token),
        tuple(changed_file(path, None, "x = 1\n") for path in (*paths, "app.py")),
        (ran(*found, files=["app.py"]),),
        Policy(),
    )
    written = keeping.document(made, {})
    assert len(written) <= keeping.LONGEST_DOCUMENT
    assert "ghp_" not in written
    assert '"cut"' in written


def _decision(name: str, until: date | None = None) -> Decision:
    return Decision(name, "a.rule", "a.py", "ada", START, f"reason {name[0]}", until=until, change=f"{APP}#7")
