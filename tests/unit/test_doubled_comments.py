"""Whatever of ours stands on a change, and however often: after one publication each observation is told once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Gap, Placement, Review
from bot.policy import Policy
from bot.publication import Posted, PostedComment, PostedSummary, Publication, plan
from bot.review import assemble
from tests.builders import change, changed_file, finding, ran

_LINES = ("flaw(a)", "clean()", "flaw(b)", "flaw(a)")


def review(flaws: int) -> Review:
    """Of the first lines of a file, up to this many."""
    text = "".join(f"{line}\n" for line in _LINES[:flaws]) or "clean\n"
    names = [line for line in _LINES[:flaws] if line.startswith("flaw")]
    found = [finding("a.py", text, name, nth=names[:index].count(name)) for index, name in enumerate(names)]
    return assemble(change(), [changed_file("a.py", None, text)], [ran(*found, files=["a.py"])], Policy())


def after(done: Publication, before: Posted) -> Posted:
    """What a host shows once it did what the publication says."""
    shut, opened = {one.id for one in done.close}, {one.id for one in done.reopen}
    stood = [replace(one, closed=one.id in shut or (one.closed and one.id not in opened)) for one in before.comments]
    new = [
        PostedComment(f"new-{number}", item.fingerprint, item.path, item.line) for number, item in enumerate(done.post)
    ]
    return Posted((*stood, *new), PostedSummary("s", "", done.review.change.head, done.record))


ALL = review(len(_LINES)).observations
FINGERPRINTS = st.sampled_from(["gone", *(item.fingerprint for item in ALL)])
COMMENTS = st.builds(
    PostedComment,
    id=st.just(""),
    fingerprint=FINGERPRINTS,
    path=st.sampled_from(["a.py", "a.py", "b.py"]),
    line=st.sampled_from([None, 1, 3, 4]),
    closed=st.booleans(),
    answered=st.booleans(),
    outdated=st.booleans(),
    exact=st.booleans(),
)


@given(st.lists(COMMENTS, max_size=12), st.integers(0, len(_LINES)))
def test_each_observation_is_told_once(comments: list[PostedComment], flaws: int) -> None:
    stands = Posted(tuple(replace(one, id=str(number)) for number, one in enumerate(comments)))
    wanted = review(flaws)
    shown = after(plan(wanted, stands), stands)
    open_ = Counter(one.fingerprint for one in shown.comments if not one.closed)
    assert open_ == Counter(item.fingerprint for item in wanted.observations if item.placement is not Placement.SUMMARY)
    again = plan(wanted, shown)
    assert (again.post, again.close, again.reopen) == ((), (), ())


def test_the_one_that_people_talk_in_is_kept_or_else_the_oldest() -> None:
    (item,) = review(1).observations
    same = [PostedComment(name, item.fingerprint, "a.py", 1) for name in ("1", "2", "3")]
    told = plan(review(1), Posted(tuple(same)))
    assert ([one.id for one in told.keep], [one.id for one in told.close]) == (["1"], ["2", "3"])
    assert told.doubled == {"2", "3"}
    same[1] = replace(same[1], answered=True)
    told = plan(review(1), Posted(tuple(same)))
    assert ([one.id for one in told.keep], [one.id for one in told.close]) == (["2"], ["1", "3"])


def test_what_was_not_looked_at_stays_once() -> None:
    same = [PostedComment(name, "somewhere", "b.py", 1) for name in ("1", "2")]
    unread = replace(review(0), gaps=(Gap("snapshot", "git did not answer"),))
    told = plan(unread, Posted((*same, replace(same[0], id="3", line=2))))
    assert [one.id for one in told.close] == ["2"]
