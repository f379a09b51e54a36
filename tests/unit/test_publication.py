from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Confidence, Gap, Review
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


PLACES = st.lists(st.tuples(st.sampled_from(["a.py", "b.py", "c.py"]), st.integers(1, 4)), unique=True, max_size=6)


def placed_review(places: list[tuple[str, int]]) -> Review:
    """One flaw for each place, named by its position in the list."""
    whole = review(len(places))
    items = sorted(whole.observations, key=lambda item: item.line or 0)
    moved = (replace(item, path=path, line=line) for item, (path, line) in zip(items, places, strict=True))
    return replace(whole, observations=tuple(moved))


@given(PLACES, st.data())
def test_after_a_move_each_flaw_is_shown_where_it_is_and_nowhere_else(
    before: list[tuple[str, int]], data: st.DataObject
) -> None:
    after = data.draw(st.permutations(before))
    outdated = data.draw(st.sets(st.integers(0, 5)))
    posted = as_posted(plan(placed_review(before), Posted()))
    comments = tuple(replace(one, outdated=number in outdated) for number, one in enumerate(posted.comments))
    now = placed_review(after)

    second = as_posted(plan(now, Posted(comments, posted.summary)))

    shown = {(one.fingerprint, one.path, one.line) for one in second.comments if not one.closed}
    assert shown == {(item.fingerprint, item.path, item.line) for item in now.observations}
    again = plan(now, second)
    assert (again.post, again.close) == ((), ())


def test_a_stale_comment_whose_closing_was_lost_is_closed_the_next_time() -> None:
    posted = as_posted(plan(placed_review([("a.py", 1)]), Posted()))
    now = placed_review([("b.py", 2)])
    first = plan(now, posted)
    (new,) = as_posted(replace(first, close=())).comments
    second = plan(now, Posted((*posted.comments, new)))
    assert (second.post, second.keep, second.close) == ((), (new,), posted.comments)


def test_an_answered_stale_comment_is_left_and_the_flaw_told_once() -> None:
    posted = as_posted(plan(placed_review([("a.py", 1)]), Posted()))
    answered = tuple(replace(one, answered=True) for one in posted.comments)
    now = placed_review([("b.py", 2)])
    first = plan(now, Posted(answered))
    assert (len(first.post), first.close) == (1, ())
    second = plan(now, Posted((*answered, *as_posted(first).comments)))
    assert (second.post, second.close) == ((), ())


@given(st.sampled_from(["a.py", None, "other.py"]))
def test_a_gap_closes_nothing_that_it_may_hide(path: str | None) -> None:
    posted = as_posted(plan(placed_review([("a.py", 1)]), Posted()))
    now = replace(review(0), gaps=(Gap("semgrep", "timed out", path),))
    assert bool(plan(now, posted).close) == (path == "other.py")


def test_a_comment_on_the_whole_file_or_change_goes_on_standing() -> None:
    now = placed_review([("a.py", 1)])
    (item,) = now.observations
    for comment in (
        PostedComment("1", item.fingerprint, "a.py", None),
        PostedComment("1", item.fingerprint, "/PATCHSET_LEVEL", None, on_change=True),
        PostedComment("1", item.fingerprint, "a.py", 4, exact=False),
    ):
        assert plan(now, Posted((comment,))).keep == (comment,)
