from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Confidence, Review
from bot.policy import Policy
from bot.publication import Posted, PostedComment, PostedSummary, Publication, plan
from bot.review import assemble
from tests.builders import change, changed_file, finding, ran


def review(flaws: int) -> Review:
    text = "".join(f"os.system(x{index})\n\n\n\n\n\n\n\n" for index in range(flaws))
    findings = [finding("a.py", text, f"system(x{index})") for index in range(flaws)]
    return assemble(change(), [changed_file("a.py", None, text)], [ran(*findings, files=["a.py"])], Policy())


def as_posted(publication: Publication) -> Posted:
    """What a host reads back after it did what the publication says."""
    new = [
        PostedComment(id=f"new-{item.fingerprint}", fingerprint=item.fingerprint, path=item.path, line=item.line)
        for item in publication.post
    ]
    closed = [replace(comment, closed=True) for comment in publication.close]
    return Posted((*publication.keep, *closed, *new), PostedSummary("1", "text"))


def test_everything_is_new_at_first() -> None:
    publication = plan(review(2), Posted())
    assert [item.line for item in publication.post] == [1, 9]
    assert (publication.keep, publication.close, publication.summary) == ((), (), None)


@given(st.integers(0, 6))
def test_publishing_twice_posts_nothing_the_second_time(flaws: int) -> None:
    again = plan(review(flaws), as_posted(plan(review(flaws), Posted())))
    assert (again.post, again.close, len(again.keep)) == ((), (), flaws)


@given(st.integers(0, 6), st.integers(0, 6))
def test_what_was_fixed_is_closed_and_what_came_is_posted(before: int, after: int) -> None:
    second = plan(review(after), as_posted(plan(review(before), Posted())))
    assert len(second.close) == max(0, before - after)
    assert len(second.post) == max(0, after - before)


def test_a_fixed_flaw_that_comes_back_is_posted_again() -> None:
    fixed = as_posted(plan(review(0), as_posted(plan(review(1), Posted()))))
    assert len(plan(review(1), fixed).post) == 1


def test_answered_threads_are_left_to_those_who_answered() -> None:
    posted = as_posted(plan(review(1), Posted()))
    answered = Posted(tuple(replace(comment, answered=True) for comment in posted.comments), posted.summary)
    assert plan(review(0), answered).close == ()
    assert plan(review(1), answered).post == ()


def test_what_is_told_in_the_summary_now_was_not_fixed() -> None:
    text = "os.system(x0)\n\n\n\n\n\n\n\nos.system(x1)\n"
    unsure = [finding("a.py", text, f"system(x{index})", confidence=Confidence.LOW) for index in (0, 1)]
    now = assemble(change(), [changed_file("a.py", None, text)], [ran(*unsure, files=["a.py"])], Policy())
    assert len(now.observations) == 1
    assert plan(now, as_posted(plan(review(2), Posted()))).close == ()
