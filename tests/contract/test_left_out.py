"""Changes that a policy or the operator leaves out: nobody is written to, nothing waits, and a command has its way."""

from __future__ import annotations

from pathlib import Path

from bot.concern import Concern
from bot.model import ChangeRef
from tests.contract.github_rig import github_rig
from tests.contract.rig import HostRig
from tests.contract.stories import CLEAN, with_flaws
from workers.pipeline import Outcome, review_change

SKIPS = "skip: {branches: ['*-target']}\n"


def review(
    rig: HostRig, ref: ChangeRef, *, policy: str = "", listens: bool = False, concern: Concern | None = None
) -> Outcome:
    """One review; ``policy`` is the organisation's."""
    host = rig.host()
    if policy:
        host.inherited = lambda change: [("the organisation's policy", policy)]  # type: ignore[method-assign]
    return review_change(ref, host, [], listens=listens, concern=concern)


def test_the_policy_leaves_a_change_out_and_a_command_has_it_reviewed(rig: HostRig) -> None:
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": CLEAN + "more()\n"})
    found = review(rig, ref, policy=SKIPS)
    assert found.review is None
    assert found.skipped.startswith("left out: this repository's policy leaves out the branch `")
    assert (list(rig.summaries(ref)), rig.notifications(ref)) == ([], 0)
    assert rig.outcome(ref) in ("", "skipped")
    assert review(rig, ref, policy=SKIPS).review is None
    assert ref not in list(rig.host().unreviewed()) or not rig.outcome(ref)

    rig.talk(ref, "/patchwarden review")
    asked = review(rig, ref, listens=True, policy=SKIPS)
    assert asked.review is not None
    (summary,) = rig.summaries(ref)
    assert "leaves out the branch" in summary
    assert "It was reviewed because somebody asked for that" in summary
    assert rig.outcome(ref) != "skipped"


def test_the_operator_leaves_a_repository_out(rig: HostRig) -> None:
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": CLEAN + "more()\n"})
    concern = Concern.of({}, {"repositories": ("*",)}, "this installation")
    found = review(rig, ref, concern=concern)
    assert found.skipped == f"left out: this installation leaves out the repository `{ref.repository}`"
    assert list(rig.summaries(ref)) == []
    assert review(rig, ref, listens=True, concern=concern).review is None
    assert review(rig, ref).review is not None


def test_a_title_that_comes_and_goes_moves_a_change_out_and_in_again(tmp_path: Path) -> None:
    """The head shows what holds now, and what was said stays and is not said again."""
    with github_rig(tmp_path) as rig:
        ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
        pull, title = rig.hosted.pulls[ref.number], rig.hosted.pulls[ref.number].title
        wip = "skip: {titles: ['WIP*']}\nfail-on: low\n"
        assert review(rig, ref, policy=wip).review is not None
        said, outcome = rig.notifications(ref), rig.outcome(ref)
        assert (len(list(rig.summaries(ref))), outcome) == (1, "success")
        for _ in range(2):
            pull.title = f"WIP: {title}"
            assert review(rig, ref, policy=wip).skipped.startswith("left out: this repository's policy leaves out the")
            assert rig.outcome(ref) == "skipped"
            pull.title = title
            assert review(rig, ref, policy=wip).review is not None
            assert rig.outcome(ref) == outcome
        assert (len(list(rig.summaries(ref))), rig.notifications(ref)) == (1, said)
