"""Another scanner's report on each host: before the review or after it, at this head or at the next one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model import Change
from bot.reports.model import Place, Report, Result
from tests.contract.rig import HostRig
from tests.contract.stories import CLEAN
from workers.checks.reported import Given, Reported
from workers.pipeline import Outcome, review_change

NEW = CLEAN + "bad()\n"


class HandedIn:
    """Reports by commit, as Redis has them."""

    def __init__(self) -> None:
        self.reports: dict[str, tuple[Report, ...]] = {}
        self.paths: dict[str, tuple[str, ...]] = {}

    def of(self, change: Change) -> Given:
        return Given(self.reports.get(change.head, ()), awaited=self.paths)

    def told(self, change: Change, paths: Mapping[str, tuple[str, ...]]) -> None:
        self.paths |= paths
        self.paths = {tool: named for tool, named in self.paths.items() if named}


def bandit(*lines: int) -> tuple[Report, ...]:
    place = [Result("B1", Place("app.py", line, line), "It is bad", "It is bad.", 3, 2, 78) for line in lines]
    return (Report("Bandit", tuple(place)),)


def test_a_report_that_comes_later_is_told_and_stays_until_the_next_one(rig: HostRig) -> None:
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": NEW})
    given = HandedIn()

    def review() -> Outcome:
        return review_change(ref, rig.host(), [Reported(given)])

    review()
    assert rig.shown(ref) == []
    given.reports[rig.host().change(ref).head] = bandit(21)
    review()
    assert rig.shown(ref) == [("app.py", 21)]
    (comment,) = (one for one in rig.comments(ref) if one.ours and one.path)
    assert "Reported by Bandit: It is bad." in comment.text
    assert review().receipt.posted == 0  # type: ignore[union-attr]

    rig.push(ref, {"app.py": f"more()\n{NEW}"})
    review()
    assert rig.shown(ref) == [("app.py", 22)]
    assert "the report of bandit for this commit has not come yet" in "".join(rig.summaries(ref))
    given.reports[rig.host().change(ref).head] = bandit(22)
    review()
    assert rig.shown(ref) == [("app.py", 22)]
    assert "has not come yet" not in "".join(rig.summaries(ref))

    rig.push(ref, {"app.py": CLEAN + "good()\n"})
    given.reports[rig.host().change(ref).head] = bandit()
    review()
    assert rig.shown(ref) == []


def test_a_report_that_comes_first_is_told_by_the_first_review_and_can_be_dismissed(rig: HostRig) -> None:
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": NEW})
    given = HandedIn()
    given.reports[rig.host().change(ref).head] = bandit(21)
    review_change(ref, rig.host(), [Reported(given)])
    (comment,) = (one for one in rig.comments(ref) if one.ours and one.path)
    rig.reply(ref, comment.id, "/patchwarden dismiss because the input is a constant")
    review_change(ref, rig.host(), [Reported(given)], listens=True)
    assert rig.shown(ref) == []
    assert any("dismissed" in answer.lower() for answer in rig.answers(ref))
