"""However a change goes on, its host shows each flaw once, and publishing twice is publishing once."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.hosts.base import HostUnavailable
from tests.contract.rig import Failure, HostRig
from tests.contract.stories import Story, with_flaws

flaws = st.lists(st.sampled_from(["shell", "sql", "path"]), max_size=4)
heads = st.lists(st.tuples(flaws, st.sampled_from([None, *Failure])), min_size=1, max_size=3)


@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a whole host answers: shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],  # a new change in every example
)
@given(heads=heads)
def test_publishing_is_idempotent(rig: HostRig, heads: list[tuple[list[str], Failure | None]]) -> None:
    story = Story(rig, {"app.py": with_flaws()}, {"app.py": with_flaws() + "start()\n"})
    for step, (names, failure) in enumerate(heads):
        story.push({"app.py": with_flaws(*names) + f"step({step})\n"})
        if failure in rig.failures:
            rig.fail_next_write(failure)
        publish_until_it_works(story)
        assert sum(not one.closed for one in rig.comments(story.ref)) == len(names)
        assert len(rig.summaries(story.ref)) == 1
    assert story.publish().requests == 0


def publish_until_it_works(story: Story) -> None:
    """As the queue does. A failure may also wait for a later review: not every one posts something new."""
    for _ in range(10):
        try:
            story.publish()
        except HostUnavailable:
            continue
        return
    raise AssertionError("nothing was published in ten tries")
