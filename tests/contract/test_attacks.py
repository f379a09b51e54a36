"""People who try to get more out of the conversation than is theirs, and hosts that fail in the middle of it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.hosts.base import HostError, HostUnavailable
from bot.policy import Policy
from tests.contract.conversations import Talk, database
from tests.contract.rig import HostRig, Who
from tests.contract.stories import CLEAN, with_flaws
from workers.checks.base import Check, Snapshot
from workers.examining import Examination


def two_flaws(rig: HostRig, directory: Path | None = None) -> Talk:
    talk = Talk(
        rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")}, database(directory) if directory else None
    )
    talk.visit()
    return talk


def test_a_stranger_who_floods_a_change_costs_two_writes_and_nobody_the_review(rig: HostRig) -> None:
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    talk.visit()
    before = rig.writes()
    for number in range(25):
        rig.talk(talk.ref, f"/patchwarden review {number}", Who.STRANGER)
    talk.visit(listens=True)
    assert rig.writes() - before <= 2, "one answer, and on some hosts its sign"
    assert len(rig.answers(talk.ref)) == 1
    talk.push({"app.py": with_flaws("shell", "sql")})
    talk.heard("/patchwarden review")
    assert talk.open_lines == [21, 22]


def test_a_stranger_who_asks_often_before_anybody_looks_gets_one_answer(rig: HostRig) -> None:
    talk = two_flaws(rig)
    for number in range(4):
        rig.talk(talk.ref, f"/patchwarden help {number}", Who.STRANGER)
    talk.visit(listens=True)
    assert len(rig.answers(talk.ref)) == 1


def _failing(*_: object) -> None:
    raise HostUnavailable("the host is away")


@pytest.mark.parametrize("step", ["publish", "answer"])
def test_a_reopening_that_failed_on_the_way_is_obeyed_later(
    rig: HostRig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    talk = two_flaws(rig, tmp_path)
    talk.replied(21, "/patchwarden dismiss because the command is a constant")
    rig.reply(talk.ref, talk.at(21).id, "/patchwarden reopen")
    with monkeypatch.context() as patch:
        patch.setattr(type(rig.host()), step, _failing)
        with pytest.raises(HostUnavailable):
            talk.visit(listens=True, twice=False)
    talk.visit(listens=True)
    assert talk.open_lines == [21, 22]
    assert talk.last_answer.startswith("Open again"), talk.last_answer
    talk.store = database(tmp_path, "another")
    talk.visit()
    assert talk.open_lines == [21, 22]


def test_more_than_an_answer_can_remember_is_refused_and_not_tried_for_ever(rig: HostRig) -> None:
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws(*(f"f{number}" for number in range(10)))})
    talk.visit()
    chance = random.Random(1)  # noqa: S311 - no secret
    said = []
    for comment in rig.comments(talk.ref):
        name = re.findall(r"\b[0-9a-f]{16}\b", comment.text)[0]
        reason = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(480))
        said.append(f"/patchwarden dismiss {name} because {reason}")
    talk.heard("\n".join(said))
    assert "cannot remember" in talk.last_answer
    assert 0 < len(talk.open_lines) < 10


def test_an_order_that_the_host_takes_no_answer_to_is_obeyed(
    rig: HostRig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E.g. in a conversation that was locked."""
    talk = two_flaws(rig, tmp_path)
    rig.reply(talk.ref, talk.at(21).id, "/patchwarden dismiss because the command is a constant")

    def refusing(*_: object) -> None:
        raise HostError("403: the conversation is locked")

    monkeypatch.setattr(type(rig.host()), "answer", refusing)
    talk.visit(listens=True, twice=False)
    assert "the command is a constant" in talk.summary
    before = talk.summary
    talk.visit(twice=False)
    assert talk.summary == before


def test_taken_back_and_dismissed_anew_in_one_comment(rig: HostRig, tmp_path: Path) -> None:
    talk = two_flaws(rig, tmp_path)
    talk.replied(21, "/patchwarden dismiss because the command is a constant")
    talk.replied(21, "/patchwarden reopen\n/patchwarden dismiss because it is read from a list")
    assert "read from a list" in talk.summary
    talk.store = database(tmp_path, "another")
    talk.visit()
    assert "read from a list" in talk.summary
    assert "is a constant" not in talk.summary


def test_dismissed_taken_back_and_dismissed_in_one_comment(rig: HostRig, tmp_path: Path) -> None:
    talk = two_flaws(rig, tmp_path)
    talk.replied(
        21, "/patchwarden dismiss because one\n/patchwarden reopen\n/patchwarden dismiss because it is read from a list"
    )
    assert talk.open_lines == [22]


def test_where_it_takes_a_second_person_deleting_a_comment_dismisses_nothing(
    rig: HostRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Examination.of

    def strict(seen: Snapshot, checks: Iterable[Check], docs_url: str = "") -> Examination:
        return made(replace(seen, policy=Policy(second_person=True)), checks, docs_url)

    monkeypatch.setattr(Examination, "of", strict)
    talk = two_flaws(rig)
    before = rig.outcome(talk.ref)
    rig.delete(talk.ref, talk.at(21).id)
    rig.delete(talk.ref, talk.at(22).id)
    talk.visit(listens=True)
    assert rig.outcome(talk.ref) == before
    assert "2 security defects" in talk.summary
