from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as replace_record

from bot.model import Confidence, Decision, Dismissal, Gap, Review
from bot.policy import Policy
from bot.publication import Posted, PostedComment, PostedSummary, Progress, Publication, decision_about, plan
from bot.review import assemble
from tests.builders import change, changed_file, finding, ran

NOTHING = Posted()


def review(flaws: int) -> Review:
    text = "".join(f"os.system(x{index})\n\n\n\n\n\n\n\n" for index in range(flaws))
    findings = [finding("a.py", text, f"system(x{index})") for index in range(flaws)]
    return assemble(change(), [changed_file("a.py", None, text)], [ran(*findings, files=["a.py"])], Policy())


def as_posted(publication: Publication, before: Posted = NOTHING) -> Posted:
    """What a host reads back after it did what the publication says to what stood ``before``."""
    new = [
        PostedComment(id=f"new-{item.fingerprint}", fingerprint=item.fingerprint, path=item.path, line=item.line)
        for item in publication.post
    ]
    changed = {comment.id for comment in (*publication.close, *publication.reopen)}
    standing = [replace(one, closed=not one.closed) if one.id in changed else one for one in before.comments]
    summary = PostedSummary("1", "text", publication.review.change.head, publication.record)
    return Posted((*standing, *new), summary)


def at(head: str, told: Review) -> Review:
    """The review as one of another head."""
    return replace(told, change=replace(told.change, head=head * 40))


def test_everything_is_new_at_first() -> None:
    publication = plan(review(2), Posted())
    assert [item.line for item in publication.post] == [1, 9]
    assert (publication.keep, publication.close, publication.summary) == ((), (), None)


@given(st.integers(0, 6))
def test_publishing_twice_posts_nothing_the_second_time(flaws: int) -> None:
    first = plan(review(flaws), NOTHING)
    again = plan(review(flaws), as_posted(first))
    assert (again.post, again.close, len(again.keep)) == ((), (), flaws)
    assert (again.record, again.progress) == (first.record, first.progress)


@given(st.integers(0, 6), st.integers(0, 6))
def test_what_was_fixed_is_closed_and_what_came_is_posted(before: int, after: int) -> None:
    second = plan(review(after), as_posted(plan(review(before), Posted())))
    assert len(second.close) == max(0, before - after)
    assert len(second.post) == max(0, after - before)


def test_a_fixed_flaw_that_comes_back_reopens_its_comment() -> None:
    told = as_posted(plan(review(1), NOTHING))
    fixed = as_posted(plan(review(0), told), told)
    back = plan(review(1), fixed)
    assert (back.post, back.close, [one.id for one in back.reopen]) == ((), (), [told.comments[0].id])
    again = plan(review(1), as_posted(back, fixed))
    assert (again.post, again.close, again.reopen) == ((), (), ())


def test_the_progress_is_counted_from_the_head_before_and_stays_what_it_was() -> None:
    first = as_posted(plan(at("a", review(3)), NOTHING))
    second = plan(at("b", review(2)), first)
    assert second.progress == Progress("a" * 40, fixed=1, new=0, open=2)
    once = as_posted(second, first)
    assert plan(at("b", review(2)), once).progress == second.progress
    third = plan(at("c", review(4)), once)
    assert third.progress == Progress("b" * 40, fixed=0, new=2, open=4)


def test_what_was_not_looked_at_is_not_fixed() -> None:
    first = as_posted(plan(at("a", review(3)), NOTHING))
    unread = replace(at("b", review(0)), gaps=(Gap("snapshot", "git did not answer"),))
    second = plan(unread, first)
    assert second.progress is None
    assert plan(at("c", review(3)), as_posted(second, first)).progress == Progress("b" * 40, fixed=0, new=0, open=3)


def test_a_summary_of_an_older_version_says_nothing_of_the_head_before() -> None:
    told = as_posted(plan(at("a", review(2)), NOTHING))
    assert told.summary
    older = replace(told, summary=replace(told.summary, record=None))
    assert plan(at("b", review(1)), older).progress is None


def test_a_comment_that_somebody_deleted_is_not_posted_again() -> None:
    told = as_posted(plan(at("a", review(2)), NOTHING))
    first, second = told.comments
    without = replace(told, comments=(second,))
    for head in "abc":
        now = plan(at(head, review(2)), without)
        assert (now.post, set(now.deleted), [one.id for one in now.keep]) == ((), {first.fingerprint}, [second.id])
        without = as_posted(now, without)


def test_of_very_many_comments_none_counts_as_deleted() -> None:
    """More than a record has room for: the flaw's own comment is the last by name, and stands on another line now."""
    told = as_posted(plan(at("a", review(1)), NOTHING))
    own = replace(told.comments[0], line=99)
    others = (replace(own, id=f"other-{number}", fingerprint=f"{number:08x}{0:08x}") for number in range(300))
    now = plan(at("b", review(1)), replace(told, comments=(own, *others)))
    assert (len(now.post), set(now.deleted)) == (1, set())


def test_a_comment_that_never_stood_was_not_deleted() -> None:
    """The host refused it: the summary does not say that it stood."""
    told = as_posted(plan(at("a", review(2)), NOTHING))
    assert told.summary
    assert told.summary.record
    refused = Posted((), replace(told.summary, record=replace_record(told.summary.record, told=())))
    assert len(plan(at("a", review(2)), refused).post) == 2


def test_a_dismissed_observation_closes_its_comment_and_is_not_called_fixed() -> None:
    told = as_posted(plan(at("a", review(1)), NOTHING))
    open_ = review(1).observations[0]
    decision = Decision(open_.fingerprint, open_.finding.rule, open_.path, "ada", 1, "a constant")
    gone = replace(at("b", review(0)), dismissed=(Dismissal(open_, decision),), gaps=(Gap("x", "y", open_.path),))
    now = plan(gone, told)
    assert now.close == told.comments
    assert decision_about(gone, now.close[0]) == decision
    assert now.progress == Progress("a" * 40, fixed=0, new=0, open=0)


def test_a_thread_that_people_talk_in_is_closed_once_too() -> None:
    posted = as_posted(plan(review(1), NOTHING))
    answered = Posted(tuple(replace(comment, answered=True) for comment in posted.comments), posted.summary)
    assert plan(review(0), answered).close == answered.comments
    assert plan(review(0), as_posted(plan(review(0), answered), answered)).close == ()
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

    there = Posted(comments, posted.summary)
    second = as_posted(plan(now, there), there)

    shown = {(one.fingerprint, one.path, one.line) for one in second.comments if not one.closed}
    assert shown == {(item.fingerprint, item.path, item.line) for item in now.observations}
    again = plan(now, second)
    assert (again.post, again.close) == ((), ())


def test_a_stale_comment_whose_closing_was_lost_is_closed_the_next_time() -> None:
    posted = as_posted(plan(placed_review([("a.py", 1)]), Posted()))
    now = placed_review([("b.py", 2)])
    first = plan(now, posted)
    (new,) = as_posted(first).comments
    second = plan(now, Posted((*posted.comments, new)))
    assert (second.post, second.keep, second.close) == ((), (new,), posted.comments)


def test_an_answered_stale_comment_is_closed_once_and_the_flaw_told_once() -> None:
    posted = as_posted(plan(placed_review([("a.py", 1)]), NOTHING))
    answered = Posted(tuple(replace(one, answered=True) for one in posted.comments))
    now = placed_review([("b.py", 2)])
    first = plan(now, answered)
    assert (len(first.post), first.close) == (1, answered.comments)
    second = plan(now, as_posted(first, answered))
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
