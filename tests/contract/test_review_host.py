"""What every host promises: a review is shown once, on its lines, and nobody else's words are touched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.hosts.base import ChangeNotFound, HeadMoved, HostError, HostUnavailable, RateLimited
from bot.model import ChangeRef, Placement, Review, Severity, Side
from bot.policy import Policy
from bot.publication import plan
from tests.contract.rig import WAIT, Failure, HostRig, Past, Seen
from tests.contract.stories import CLEAN, Story, in_file, text, with_flaws
from workers.checks.guards import Guards
from workers.pipeline import review_change


def two_flaws(rig: HostRig, policy: Policy | None = None) -> Story:
    """``app.py`` gets a flaw on lines 21 and 22."""
    return Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")}, policy or Policy())


def at_line(story: Story, line: int) -> Seen:
    return next(one for one in story.rig.comments(story.ref) if one.line == line)


def needs(rig: HostRig, failure: Failure) -> None:
    if failure not in rig.failures:
        pytest.skip(f"this host is never {failure.value}")


def test_a_change_is_read_as_it_stands(rig: HostRig) -> None:
    story = two_flaws(rig)
    first = rig.host().change(story.ref)
    assert first.ref == story.ref
    assert first.merge_base == first.base
    assert first.open
    assert first.default_branch
    head = story.push({"app.py": with_flaws("shell")})
    second = rig.host().change(story.ref)
    assert (second.head, second.merge_base, second.repository_id) == (head, first.merge_base, first.repository_id)


def test_a_change_that_does_not_exist(rig: HostRig) -> None:
    story = two_flaws(rig)
    with pytest.raises(ChangeNotFound):
        rig.host().change(replace(story.ref, number=story.ref.number + 1000))
    with pytest.raises(ChangeNotFound):
        rig.host().change(ChangeRef(story.ref.host, "nobody/nothing", 1))


def test_a_review_is_shown(rig: HostRig) -> None:
    story = two_flaws(rig)
    receipt = story.publish()
    assert story.ours() == [("app.py", 21, False), ("app.py", 22, False)]
    assert len(rig.summaries(story.ref)) == 1
    assert rig.outcome(story.ref) == "neutral"
    assert (receipt.posted, receipt.summary, receipt.moved_to_summary) == (2, "posted", ())
    assert receipt.requests == rig.writes() > 0


def test_the_same_review_again_writes_nothing(rig: HostRig) -> None:
    """With a host and a plan of its own each time: what is posted is read back, not remembered."""
    story = two_flaws(rig)
    story.publish()
    before = rig.writes(), rig.comments(story.ref), rig.summaries(story.ref)
    receipt = story.publish()
    assert (rig.writes(), rig.comments(story.ref), rig.summaries(story.ref)) == before
    assert (receipt.requests, receipt.posted, receipt.kept, receipt.summary) == (0, 0, 2, "unchanged")


def test_an_old_plan_posts_nothing_twice(rig: HostRig) -> None:
    """The plan was made before anything was posted; whoever publishes it a second time changes nothing."""
    story = two_flaws(rig)
    host = rig.host()
    change = host.change(story.ref)
    stale = plan(story.review(change), host.posted(change))
    host.publish(change, stale)
    before = rig.writes(), rig.comments(story.ref)
    assert rig.host().publish(change, stale).posted == 0
    assert (rig.writes(), rig.comments(story.ref)) == before


def test_nothing_found_is_one_summary(rig: HostRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": CLEAN + "done()\n"})
    receipt = story.publish()
    assert rig.comments(story.ref) == []
    assert len(rig.summaries(story.ref)) == 1
    assert rig.outcome(story.ref) == "success"
    assert receipt.posted == 0
    assert story.publish().requests == 0


def test_only_the_policy_makes_a_failure(rig: HostRig) -> None:
    story = two_flaws(rig, Policy(fail_on=Severity.HIGH))
    story.publish()
    assert rig.outcome(story.ref) == "failure"
    story.push({"app.py": CLEAN + "done()\n"})
    story.publish()
    assert rig.outcome(story.ref) == "success"


def test_a_flaw_that_is_gone_is_closed_and_one_that_stays_is_kept(rig: HostRig) -> None:
    story = two_flaws(rig)
    story.publish()
    kept = at_line(story, 22)
    story.push({"app.py": with_flaws("sql")})
    receipt = story.publish()
    by_state = {one.closed: one for one in rig.comments(story.ref)}
    assert by_state[False].id == kept.id
    assert by_state[False].text == kept.text
    assert len(rig.comments(story.ref)) == 2
    assert (receipt.posted, receipt.kept, receipt.closed, receipt.summary) == (0, 1, 1, "updated")
    assert len(rig.summaries(story.ref)) == 1
    assert story.publish().requests == 0


def test_a_flaw_that_comes_back_opens_its_comment_again(rig: HostRig) -> None:
    story = two_flaws(rig)
    story.publish()
    story.push({"app.py": CLEAN + "done()\n"})
    story.publish()
    assert [closed for _, _, closed in story.ours()] == [True, True]
    story.push({"app.py": with_flaws("shell")})
    assert story.publish().posted == 0
    assert [closed for _, _, closed in story.ours()] == [False, True]
    assert story.ours() == [("app.py", 21, False), ("app.py", 22, True)]
    assert story.publish().requests == 0


def test_a_second_copy_gets_its_own_comment(rig: HostRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    story.publish()
    story.push({"app.py": with_flaws("shell", "shell")})
    assert story.publish().posted == 1
    assert [line for _, line, closed in story.ours() if not closed] == [21, 22]
    assert story.publish().requests == 0


def test_an_answered_thread_is_answered_once_and_not_edited(rig: HostRig) -> None:
    story = two_flaws(rig)
    story.publish()
    answered = at_line(story, 21)
    rig.reply(story.ref, answered.id, "This is on purpose.")
    story.push({"app.py": CLEAN + "done()\n"})
    receipt = story.publish()
    after = next(one for one in rig.comments(story.ref) if one.id == answered.id)
    assert (after.text, after.closed) == (answered.text, True)
    assert receipt.closed == 2
    assert after.text == answered.text
    assert (after.replies[0], len(after.replies)) == ("This is on purpose.", 2)
    assert receipt.closed == 2
    assert story.publish().requests == 0


def test_what_others_wrote_is_not_ours(rig: HostRig) -> None:
    """Not even with our own words and markers in it: anybody can copy those."""
    story = two_flaws(rig)
    story.publish()
    shell = at_line(story, 21)
    pasted = rig.comment(story.ref, "app.py", 21, shell.text)
    remark = rig.comment(story.ref, "app.py", 22, "Looks dangerous.")
    rig.talk(story.ref, rig.summaries(story.ref)[0])
    assert story.publish().requests == 0
    theirs = {one.id: one for one in rig.comments(story.ref) if one.id in (pasted, remark)}
    story.push({"app.py": CLEAN + "done()\n"})
    story.publish()
    assert {one.id: one for one in rig.comments(story.ref) if one.id in theirs} == theirs
    host = rig.host()
    posted = host.posted(host.change(story.ref))
    assert not {comment.id for comment in posted.comments} & theirs.keys()


def test_a_marker_that_somebody_pastes_first_hides_nothing(rig: HostRig) -> None:
    """Copied from another change of the same project, where it is true."""
    other = two_flaws(rig)
    other.publish()
    story = two_flaws(rig)
    for one in rig.comments(other.ref):
        rig.comment(story.ref, one.path, one.line or 1, one.text)
    rig.talk(story.ref, rig.summaries(other.ref)[0])
    receipt = story.publish()
    assert (receipt.posted, receipt.summary) == (2, "posted")


def test_a_head_that_moved_gets_nothing(rig: HostRig) -> None:
    story = two_flaws(rig)
    host = rig.host()
    change = host.change(story.ref)
    story.push({"other.py": CLEAN})
    before = rig.writes()
    with pytest.raises(HeadMoved):
        story.publish_on(host, change)
    assert rig.writes() == before
    assert not rig.comments(story.ref)
    assert not rig.summaries(story.ref)


def test_a_line_that_the_diff_does_not_show(rig: HostRig) -> None:
    """One bad line among good ones costs the others nothing, and it is shown elsewhere."""
    story = two_flaws(rig)

    def first_one_outside(review: Review) -> Review:
        first, *rest = review.observations
        return replace(review, observations=(replace(first, line=2), *rest))

    receipt = story.publish(first_one_outside)
    shown = story.ours()
    assert ("app.py", 22, False) in shown
    assert len(shown) + len(receipt.moved_to_summary) == 2
    assert story.publish(first_one_outside).requests == 0


def on_the_change(story: Story) -> list[Seen]:
    return [one for one in story.rig.comments(story.ref) if one.ours and not one.path]


def test_a_file_that_the_change_does_not_touch(rig: HostRig) -> None:
    """No place takes the comments: threads on the change have them in full, or else the summary; each is told once."""
    story = Story(rig, {"app.py": CLEAN, "other.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    receipt = story.publish(in_file("other.py"))
    threads = on_the_change(story)
    assert len(receipt.moved_to_summary) + len(threads) == 2
    assert len(story.ours()) == len(threads)
    assert all("app.py:2" in one.text for one in threads)
    (summary,) = rig.summaries(story.ref)
    for fingerprint in receipt.moved_to_summary:
        assert fingerprint in summary
    again = story.publish(in_file("other.py"))
    assert (again.requests, again.moved_to_summary) == (0, receipt.moved_to_summary)


def test_a_refused_line_is_told_once_over_the_next_heads(rig: HostRig) -> None:
    """What the summary had gets its line as soon as that can be; a thread that stands goes on standing for it."""
    story = Story(rig, {"app.py": CLEAN, "other.py": CLEAN}, {"app.py": with_flaws("shell")})
    first = story.publish(in_file("other.py"))
    story.push({"other.py": CLEAN + "done()\n"})
    receipt = story.publish()
    assert receipt.posted == len(first.moved_to_summary)
    assert receipt.moved_to_summary == ()
    assert len(story.ours()) == 1
    story.push({"app.py": CLEAN + "done()\n"})
    assert story.publish().closed == 1
    assert [closed for _, _, closed in story.ours()] == [True]


def test_what_the_commits_say_is_read(rig: HostRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": CLEAN + "start()\n"}, message="Größe\n\nA second paragraph.")
    (message,) = rig.host().change(story.ref).messages
    assert message.commit == rig.host().change(story.ref).head
    assert message.text.startswith("Größe\n\nA second paragraph.")


def test_a_flaw_in_a_commit_message(rig: HostRig) -> None:
    """On a line where the host has one for it, else in the summary with its evidence; a file's same flaw is its own."""
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")}, message="Title\n\nRun flaw_shell() first.")
    receipt = story.publish()
    in_message = [one for one in rig.comments(story.ref) if one.ours and one.path != "app.py"]
    assert len(in_message) + len(receipt.moved_to_summary) == 1
    assert all(one.line for one in in_message)
    (summary,) = rig.summaries(story.ref)
    assert "commit message of" in summary
    assert all(fingerprint in summary for fingerprint in receipt.moved_to_summary)
    assert story.publish().requests == 0


def test_a_comment_on_a_file(rig: HostRig) -> None:
    story = two_flaws(rig)

    def on_the_file(review: Review) -> Review:
        first = replace(review.observations[0], placement=Placement.FILE, line=None)
        return replace(review, observations=(first,))

    assert story.publish(on_the_file).posted == 1
    assert story.ours() == [("app.py", None, False)]
    assert story.publish(on_the_file).requests == 0


def test_a_comment_on_a_range_and_one_on_a_removed_line(rig: HostRig) -> None:
    story = Story(rig, {"app.py": text("guard()", "check()") + CLEAN}, {"app.py": with_flaws("shell", "sql")})

    def placed(review: Review) -> Review:
        first, second = review.observations
        ranged = replace(first, line=22, start_line=21)
        removed = replace(second, line=1, side=Side.BASE)
        return replace(review, observations=(ranged, removed))

    assert story.publish(placed).posted == 2
    seen = {(one.line, one.side) for one in rig.comments(story.ref)}
    assert seen == {(22, Side.HEAD), (1, Side.BASE)}
    assert story.publish(placed).requests == 0
    story.push({"app.py": CLEAN})
    assert story.publish().closed == 2
    assert {one.closed for one in rig.comments(story.ref)} == {True}


def test_many_comments(rig: HostRig) -> None:
    names = [f"n{number:02d}" for number in range(60)]
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws(*names)}, Policy(comment_limit=60))
    receipt = story.publish()
    assert receipt.posted == 60
    assert [line for _, line, _ in story.ours()] == list(range(21, 81))
    assert story.publish().requests == 0


@pytest.mark.parametrize("bad", [range(1, 6), range(4, 5), range(6)])
def test_bad_lines_among_good_ones(rig: HostRig, bad: range) -> None:
    """Whatever share is refused, each comment is shown once: on its line, on its file or in the summary."""
    names = [f"n{number}" for number in range(6)]
    story = Story(rig, {"app.py": CLEAN + CLEAN}, {"app.py": with_flaws(*names, before=CLEAN + CLEAN)})

    def some_outside(review: Review) -> Review:
        items = [
            replace(item, line=1) if position in bad else item for position, item in enumerate(review.observations)
        ]
        return replace(review, observations=tuple(items))

    receipt = story.publish(some_outside)
    assert len(story.ours()) + len(receipt.moved_to_summary) == 6
    assert story.publish(some_outside).requests == 0


def test_the_host_fails_before_it_writes(rig: HostRig) -> None:
    needs(rig, Failure.UNAVAILABLE)
    story = two_flaws(rig)
    rig.fail_next_write(Failure.UNAVAILABLE)
    with pytest.raises(HostUnavailable):
        story.publish()
    assert not rig.comments(story.ref)
    story.publish()
    assert len(story.ours()) == 2
    assert len(rig.summaries(story.ref)) == 1


def test_an_answer_that_is_lost_posts_nothing_twice(rig: HostRig) -> None:
    needs(rig, Failure.ANSWER_LOST)
    story = two_flaws(rig)
    rig.fail_next_write(Failure.ANSWER_LOST)
    try:
        story.publish()
    except HostUnavailable:
        story.publish()
    assert len(story.ours()) == 2
    assert len(rig.summaries(story.ref)) == 1
    assert story.publish().requests == 0


def test_the_rate_limit_says_how_long_to_wait(rig: HostRig) -> None:
    needs(rig, Failure.RATE_LIMITED)
    story = two_flaws(rig)
    rig.fail_next_write(Failure.RATE_LIMITED)
    with pytest.raises(RateLimited) as caught:
        story.publish()
    assert caught.value.retry_after == pytest.approx(WAIT, abs=2)
    story.publish()
    assert len(story.ours()) == 2


def test_the_sweep_finds_what_has_no_review(rig: HostRig) -> None:
    reviewed, forgotten = two_flaws(rig), two_flaws(rig)
    reviewed.publish()
    assert list(rig.host().unreviewed()) == [forgotten.ref]
    forgotten.publish()
    assert not list(rig.host().unreviewed())
    reviewed.push({"app.py": CLEAN + "done()\n"})
    assert list(rig.host().unreviewed()) == [reviewed.ref]


def test_the_doctor_finds_nothing_wrong(rig: HostRig) -> None:
    two_flaws(rig)
    diagnoses = list(rig.host().diagnose())
    assert diagnoses
    assert not [one for one in diagnoses if not one.ok]


def test_git_gets_what_the_change_names(rig: HostRig) -> None:
    story = two_flaws(rig)
    host = rig.host()
    source = host.git_source(host.change(story.ref))
    assert story.ref.repository in source.url
    assert "@" not in source.url
    assert source.authorization.startswith("Basic ")


def test_where_the_base_comes_from(rig: HostRig) -> None:
    """What a check asks of the past: every line's commit, and what its author wrote."""
    first, second, third = text("a = 1", "b = 2", "c = 3"), text("a = 1", "b = 4", "c = 3"), text("a = 1", "b = 4")
    past: Past = (
        ("Begin", {"app/käse 1.py": first}),
        ("Größe: limit b\n\nSo that nobody can.\n", {"app/käse 1.py": second}),
    )
    ref = rig.open_change({"other.py": CLEAN}, {"app/käse 1.py": third}, past=past)
    host = rig.host()
    change = host.change(ref)
    blame = host.blame(change, "app/käse 1.py")
    by_line = {number: item for item in blame for number in item.lines}
    assert sorted(by_line) == [1, 2, 3]
    assert by_line[1].commit == by_line[3].commit != by_line[2].commit
    assert by_line[1].time < by_line[2].time
    said = host.commit_message(change, by_line[2].commit)
    assert said.strip() == "Größe: limit b\n\nSo that nobody can."


def test_a_past_that_is_not_there(rig: HostRig) -> None:
    story = two_flaws(rig)
    host = rig.host()
    change = host.change(story.ref)
    with pytest.raises(HostError):
        host.blame(change, "nothing.py")
    with pytest.raises(HostError):
        host.commit_message(change, "0" * 40)


def test_the_past_of_a_renamed_file(rig: HostRig) -> None:
    """It is asked for by the name that the base has."""
    past: Past = (("Begin", {"old.py": CLEAN}), ("More", {"old.py": CLEAN + "b()\n"}))
    ref = rig.open_change({"other.py": CLEAN}, {"old.py": None, "new.py": CLEAN + "c()\n"}, past=past)
    host = rig.host()
    assert {number for item in host.blame(host.change(ref), "old.py") for number in item.lines} == set(range(1, 22))


def test_a_review_says_why_a_protection_was_there(rig: HostRig) -> None:
    """From the change to the comment, with the host's own git and its own past."""
    before = text("def send(path, user):", "    data = load(path)", "    return store(data, user)")
    check = text("    if not user.may_read(path):", "        raise PermissionDenied(path)")
    guarded = before.replace("    data", f"{check}    data")
    past: Past = (("Begin", {"app.py": before}), ("Fix an authorization bypass", {"app.py": guarded}))
    ref = rig.open_change({"other.py": CLEAN}, {"app.py": before}, past=past)
    review_change(ref, rig.host(), [Guards()])
    (comment,) = rig.comments(ref)
    commit = next(item.commit for item in rig.host().blame(rig.host().change(ref), "app.py") if 2 in item.lines)
    assert (comment.path, comment.line, comment.side) == ("app.py", 2, Side.BASE)
    assert commit[:10] in comment.text
    assert "Fix an authorization bypass" in comment.text
