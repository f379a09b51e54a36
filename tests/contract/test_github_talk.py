"""GitHub's conversation: what is read of it, who speaks, our signs and answers, and what each of our writes costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import markers
from bot.commands import Command, Verb
from bot.hosts.base import HostError, HostUnavailable
from bot.hosts.talk import TalkSettings
from bot.markers import Marker, MarkerKind, Scope
from bot.model import Answered, ChangeRef, Decision, Person, Placement, Review, Role, Said, Sign, Vote
from bot.policy import Policy
from bot.replies import Helped, NothingMeant, Part, Paused, Reply, Reviewed
from tests.contract.conversations import Talk
from tests.contract.github_rig import AUTHOR, BOT, KEY, MAINTAINER, REPOSITORY, STRANGER, GitHubRig, github_rig
from tests.contract.rig import Who
from tests.contract.stories import CLEAN, Story, with_flaws
from tests.fakes.github.faults import Kind


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[GitHubRig]:
    with github_rig(tmp_path) as built:
        yield built
        assert not built.violations()


@pytest.fixture
def story(rig: GitHubRig) -> Story:
    """Two flaws with their comments."""
    told = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    told.publish()
    return told


def heard(story: Story) -> list[Said]:
    host = story.rig.host()
    return list(host.posted(host.change(story.ref)).conversation.said)


def only(story: Story) -> Said:
    (said,) = heard(story)
    return said


def reply_to(said: Said, *parts: Part) -> Reply:
    answered = Answered(said.id, said.digest, said.by.id, said.at)
    return Reply(said, answered, parts or (Helped(("patchwarden",)),))


def answer(story: Story, reply: Reply) -> None:
    host = story.rig.host()
    host.answer(host.change(story.ref), reply)


def sign(story: Story, said: Said, sign: Sign) -> None:
    host = story.rig.host()
    host.acknowledge(host.change(story.ref), said, sign)


# What is read


def test_everything_that_people_say_is_heard(rig: GitHubRig, story: Story) -> None:
    first = rig.comments(story.ref)[0]
    remark = rig.talk(story.ref, "/patchwarden help", Who.STRANGER)
    review = rig.fake.review_as(MAINTAINER, REPOSITORY, story.ref.number, "@patchwarden status")
    reply = rig.reply(story.ref, first.id, "dismiss because it is a test", Who.AUTHOR)
    own_line = rig.comment(story.ref, "app.py", 22, "Why?")
    said = {one.id: one for one in heard(story)}
    assert said.keys() == {remark, f"review-{review.id}", reply, f"line-{own_line}"}
    assert {name: one.by.name for name, one in said.items()} == {
        remark: STRANGER,
        f"review-{review.id}": MAINTAINER,
        reply: AUTHOR,
        f"line-{own_line}": MAINTAINER,
    }
    about = {one.id: one.about for one in said.values() if one.about}
    assert list(about) == [reply]
    assert about[reply] in first.text
    ids = {name: rig.fake.state.account(name).id for name in (STRANGER, MAINTAINER, AUTHOR)}
    assert all(one.by.id == str(ids[one.by.name]) for one in said.values())


def test_what_is_no_word_to_us_is_left_out(rig: GitHubRig, story: Story) -> None:
    """Another bot's words, an empty review, a review that is not sent yet, and a deleted account's."""
    rig.talk(story.ref, "/patchwarden help", Who.BOT)
    rig.fake.review_as(MAINTAINER, REPOSITORY, story.ref.number, " ")
    unsent = rig.fake.review_as(STRANGER, REPOSITORY, story.ref.number, "/patchwarden help")
    unsent.state = "PENDING"
    rig.fake.state.account("gone", "Deleted")
    rig.fake.comment_as("gone", REPOSITORY, story.ref.number, "/patchwarden help")
    assert heard(story) == []
    unsent.state = "COMMENTED"
    rig.settings = replace(rig.settings, talk=TalkSettings(bots=("helper",)))
    assert {one.by.name for one in heard(story)} == {BOT, STRANGER}


def test_a_reply_of_a_deleted_account_keeps_the_thread_from_edits(rig: GitHubRig, story: Story) -> None:
    first = rig.comments(story.ref)[0]
    rig.fake.state.account("gone", "Deleted")
    rig.fake.reply_as("gone", REPOSITORY, story.ref.number, int(first.id), "Why?")
    story.push({"app.py": with_flaws("sql")})
    story.publish()
    assert rig.comments(story.ref)[0].text == first.text


def test_an_edited_comment_is_another_text_at_another_time(rig: GitHubRig, story: Story) -> None:
    remark = rig.talk(story.ref, "Hello")
    before = only(story)
    rig.edit(story.ref, remark, "/patchwarden help")
    after = only(story)
    assert (after.id, after.text) == (before.id, "/patchwarden help")
    assert after.digest != before.digest
    assert after.at > before.at


@pytest.mark.parametrize("text", ["\u202e/patchwarden review\x00", "<!-- /patchwarden help -->", "@" * 65_000])
def test_hostile_texts_are_handed_on_as_they_are(rig: GitHubRig, story: Story, text: str) -> None:
    rig.talk(story.ref, text)
    assert only(story).text == text


@pytest.mark.parametrize("kind", ["issue", "line", "review"])
def test_a_text_that_somebody_else_put_there_is_nobodys_word(rig: GitHubRig, story: Story, kind: str) -> None:
    """Whoever may write to the repository may edit other people's comments."""
    if kind == "issue":
        name = rig.talk(story.ref, "Hello")
    elif kind == "line":
        name = rig.reply(story.ref, rig.comments(story.ref)[0].id, "Hello")
    else:
        name = f"review-{rig.fake.review_as(MAINTAINER, REPOSITORY, story.ref.number, 'Hello').id}"
    number = int(name.partition("-")[2])
    rig.fake.edit(REPOSITORY, kind, number, "/patchwarden dismiss all because of me", by=AUTHOR)
    assert heard(story) == []
    rig.fake.edit(REPOSITORY, kind, number, "/patchwarden help")
    assert only(story).text == "/patchwarden help"


def test_an_edit_that_github_does_not_tell_of_is_not_obeyed(rig: GitHubRig, story: Story) -> None:
    rig.edit(story.ref, rig.talk(story.ref, "Hello"), "/patchwarden help")
    rig.talk(story.ref, "/patchwarden status")
    failed = {"errors": [{"message": "Something went wrong while executing your query."}]}
    rig.fake.fail_next("POST", "/graphql$", "answer", body=failed)
    assert only(story).text == "/patchwarden status"
    assert len(heard(story)) == 2


# Signs


@pytest.mark.parametrize("on_line", [False, True])
def test_signs_take_the_place_of_each_other(rig: GitHubRig, story: Story, on_line: bool) -> None:
    first = rig.comments(story.ref)[0]
    text = "/patchwarden review"
    name = rig.reply(story.ref, first.id, text) if on_line else rig.talk(story.ref, text)
    said = only(story)
    for shown in (Sign.SEEN, Sign.DONE, Sign.CONFUSED):
        sign(story, said, shown)
        writes = rig.writes()
        sign(story, said, shown)
        assert (rig.signs(story.ref, name), rig.writes()) == (frozenset({shown}), writes)


def test_a_bare_review_is_done_by_our_sign_alone(rig: GitHubRig, story: Story) -> None:
    remark = rig.talk(story.ref, "/patchwarden review")
    rig.fake.react_as(STRANGER, REPOSITORY, "issue", int(remark.removeprefix("issue-")), "+1")
    assert not only(story).done
    answer(story, reply_to(only(story), Reviewed(story.review(rig.host().change(story.ref)))))
    assert rig.answers(story.ref) == []
    sign(story, only(story), Sign.DONE)
    assert only(story).done
    rig.edit(story.ref, remark, "/patchwarden review --full")
    assert not only(story).done
    sign(story, only(story), Sign.DONE)
    assert only(story).done


def test_a_flood_of_comments_with_a_sign_costs_no_request_for_each(rig: GitHubRig, story: Story) -> None:
    for number in range(34):
        remark = rig.talk(story.ref, f"/patchwarden review\n\n{number}", Who.STRANGER)
        rig.fake.react_as(STRANGER, REPOSITORY, "issue", int(remark.removeprefix("issue-")), "+1")
    before = len(rig.fake.requests)
    said = heard(story)
    assert len([one for one in rig.fake.requests[before:] if one.path.endswith("/reactions")]) == 30
    assert len([one for one in said if not one.done]) == 30


def test_reactions_are_read_of_comments_to_us_alone(rig: GitHubRig, story: Story) -> None:
    remark = rig.talk(story.ref, "Nice!")
    rig.fake.react_as(STRANGER, REPOSITORY, "issue", int(remark.removeprefix("issue-")), "+1")
    before = len(rig.fake.requests)
    heard(story)
    assert not [one for one in rig.fake.requests[before:] if one.path.endswith("/reactions")]


def test_a_sign_that_cannot_be_given_is_no_error(rig: GitHubRig, story: Story) -> None:
    remark = rig.talk(story.ref, "/patchwarden help")
    said = only(story)
    rig.hosted.pulls[story.ref.number].locked = True
    sign(story, said, Sign.SEEN)
    rig.hosted.pulls[story.ref.number].locked = False
    rig.delete(story.ref, remark)
    sign(story, said, Sign.SEEN)
    review = rig.fake.review_as(MAINTAINER, REPOSITORY, story.ref.number, "/patchwarden help")
    writes = rig.writes()
    sign(story, only(story), Sign.SEEN)
    assert (only(story).id, rig.writes()) == (f"review-{review.id}", writes)


# Answers


@pytest.mark.parametrize("where", ["issue", "review", "line", "own line"])
def test_an_answer_stands_once_where_the_question_was(rig: GitHubRig, story: Story, where: str) -> None:
    text, first = "/patchwarden help", rig.comments(story.ref)[0]
    if where == "issue":
        rig.talk(story.ref, text)
    elif where == "review":
        rig.fake.review_as(MAINTAINER, REPOSITORY, story.ref.number, text)
    elif where == "line":
        rig.reply(story.ref, first.id, text)
    else:
        rig.comment(story.ref, "app.py", 22, text)
    reply = reply_to(only(story))
    told = rig.notifications(story.ref)
    answer(story, reply)
    writes = rig.writes()
    answer(story, reply)
    (said,) = rig.answers(story.ref)
    assert (rig.writes(), rig.notifications(story.ref)) == (writes, told + 1)
    assert (f"@{MAINTAINER}" in said) is (where in ("issue", "review"))
    host = rig.host()
    assert host.posted(host.change(story.ref)).conversation.answered == (reply.answered,)
    threads = [one for one in rig.comments(story.ref) if said in one.replies]
    assert len(threads) == (where in ("line", "own line"))


@pytest.mark.parametrize("on_line", [False, True])
@pytest.mark.parametrize("kind", ["error", "committed"])
def test_an_answer_is_given_once_though_its_answer_is_lost(
    rig: GitHubRig, story: Story, on_line: bool, kind: Kind
) -> None:
    first = rig.comments(story.ref)[0]
    text = "/patchwarden help"
    rig.reply(story.ref, first.id, text) if on_line else rig.talk(story.ref, text)
    reply = reply_to(only(story))
    rig.fake.fail_next("POST", r"/(comments|replies)$", kind)
    try:
        answer(story, reply)
    except HostUnavailable:
        answer(story, reply)
    assert len(rig.answers(story.ref)) == 1
    assert not rig.fake.faults_left


def test_an_edited_question_gets_another_answer(rig: GitHubRig, story: Story) -> None:
    remark = rig.talk(story.ref, "/patchwarden help")
    answer(story, reply_to(only(story)))
    rig.edit(story.ref, remark, "/patchwarden status")
    answer(story, reply_to(only(story), Paused()))
    assert len(rig.answers(story.ref)) == 2


def test_a_question_whose_thread_is_gone_is_answered_on_the_change(rig: GitHubRig, story: Story) -> None:
    first = rig.comments(story.ref)[0]
    rig.reply(story.ref, first.id, "/patchwarden help")
    reply = reply_to(only(story))
    rig.delete(story.ref, first.id)
    answer(story, reply)
    answer(story, reply)
    assert len(rig.answers(story.ref)) == 1
    assert len([one for one in rig.hosted.issue_comments.values() if one.user == rig.fake.state.bot]) == 1


def test_a_locked_conversation_takes_no_answer(rig: GitHubRig, story: Story) -> None:
    rig.talk(story.ref, "/patchwarden help")
    reply = reply_to(only(story))
    rig.hosted.pulls[story.ref.number].locked = True
    with pytest.raises(HostError, match="locked"):
        answer(story, reply)


def test_an_answer_that_somebody_copies_is_not_ours(rig: GitHubRig, story: Story) -> None:
    rig.talk(story.ref, "/patchwarden help")
    answer(story, reply_to(only(story)))
    (said,) = rig.answers(story.ref)
    rig.talk(story.ref, said, Who.STRANGER)
    host = rig.host()
    assert len(host.posted(host.change(story.ref)).conversation.answered) == 1


def test_answers_are_remembered_across_the_repository(rig: GitHubRig, story: Story) -> None:
    """Of a closed pull request too, in threads and beside them; an answer of another change proves nothing here."""
    decision = Decision("a" * 16, "test.flaw", "app.py", MAINTAINER, 5, "a test")
    other = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    other.publish()
    expected = set()
    for number, told in enumerate((story, other)):
        rig.talk(told.ref, "/patchwarden help")
        rig.reply(told.ref, rig.comments(told.ref)[0].id, "dismiss because it is a test")
        for said in heard(told):
            reply = reply_to(said)
            answered = replace(reply.answered, dismissed=(decision,), paused=bool(number))
            answer(told, replace(reply, answered=answered))
            expected.add((told.ref, answered))
    rig.fake.close_pull(REPOSITORY, story.ref.number, merged=True)
    (said_there,) = (text for text in rig.answers(other.ref) if f"@{MAINTAINER}" in text)
    rig.fake.comment_as(rig.fake.state.bot.login, REPOSITORY, story.ref.number, said_there)
    found = list(rig.host().remembered(REPOSITORY))
    assert {(change.ref, item) for change, item in found} == expected
    assert {change.repository_id for change, _ in found} == {str(rig.hosted.id)}


# Who somebody is


def role(rig: GitHubRig, ref: ChangeRef, name: str, id_: int | None = None) -> Role:
    host = rig.host()
    number = rig.fake.state.account(name).id if id_ is None else id_
    return host.roles(host.change(ref), Person(str(number), name))


ALL = Role.MAINTAINER | Role.COLLABORATOR


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("admin", ALL),
        ("maintain", ALL),
        ("write", ALL),
        ("triage", Role.COLLABORATOR),
        ("read", Role.COLLABORATOR),
        (None, Role(0)),
    ],
)
def test_roles_come_from_the_permission_that_was_given(rig: GitHubRig, given: str | None, expected: Role) -> None:
    """In a public repository everybody reads: that alone makes nobody a collaborator."""
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    rig.fake.state.account("ada")
    if given:
        rig.hosted.collaborators["ada"] = given
    assert role(rig, ref, "ada") == expected


def test_an_author_is_told_by_their_id(rig: GitHubRig) -> None:
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    assert role(rig, ref, AUTHOR) == Role.AUTHOR
    assert role(rig, ref, "renamed-since", rig.fake.state.account(AUTHOR).id) == Role.AUTHOR
    assert role(rig, ref, AUTHOR, 999) == Role(0)


def test_a_name_that_was_taken_over_gives_no_right(rig: GitHubRig) -> None:
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    assert role(rig, ref, MAINTAINER) == ALL
    assert role(rig, ref, MAINTAINER, 999) == Role(0)
    assert role(rig, ref, "../../octo/app", rig.fake.state.account(MAINTAINER).id) == Role(0)


@pytest.mark.parametrize(("state", "expected"), [("active", ALL), ("pending", Role(0)), (None, Role(0))])
def test_members_of_a_team_that_the_settings_name(rig: GitHubRig, state: str | None, expected: Role) -> None:
    rig.settings = replace(rig.settings, talk=TalkSettings(maintainers=("octo/security",)))
    rig.fake.installation("octo").permissions["members"] = "read"
    rig.fake.state.account("ada")
    rig.fake.state.teams["octo/security"] = {"ada": state} if state else {}
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    assert role(rig, ref, "ada") == expected


def test_a_host_that_does_not_say_gives_no_right(rig: GitHubRig) -> None:
    """It is an error, never a stranger and never a maintainer; and the doctor names the permission."""
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    rig.fake.fail_next("GET", "/permission$", "error", times=20)
    with pytest.raises(HostUnavailable):
        role(rig, ref, MAINTAINER)
    rig.fake.fail_next("GET", "/permission$", "answer", times=0)
    rig.settings = replace(rig.settings, talk=TalkSettings(maintainers=("octo/security",)))
    wrong = [one.detail for one in rig.host().diagnose() if not one.ok]
    assert wrong
    assert set(wrong) == {"missing members: read"}


def test_without_the_permission_for_members_nobody_is_one(rig: GitHubRig) -> None:
    rig.settings = replace(rig.settings, talk=TalkSettings(maintainers=("octo/security",)))
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    assert role(rig, ref, MAINTAINER) == ALL
    with pytest.raises(HostError, match="403"):
        role(rig, ref, AUTHOR)


# Votes


def test_votes_on_our_comments(rig: GitHubRig, story: Story) -> None:
    shell, sql = rig.comments(story.ref)
    remark = rig.comment(story.ref, "app.py", 22, "Why?")
    for login, comment, content in [
        (MAINTAINER, shell.id, "+1"),
        (STRANGER, shell.id, "-1"),
        (STRANGER, shell.id, "heart"),
        (BOT, sql.id, "-1"),
        (rig.fake.state.bot.login, sql.id, "+1"),
        (MAINTAINER, remark, "+1"),
    ]:
        rig.fake.react_as(login, REPOSITORY, "line", int(comment), content)
    host = rig.host()
    change = host.change(story.ref)
    fingerprint = next(one.fingerprint for one in story.review(change).observations if one.fingerprint in shell.text)
    people = {name: Person(str(rig.fake.state.account(name).id), name) for name in (MAINTAINER, STRANGER)}
    assert host.votes(change) == (
        Vote(fingerprint, people[MAINTAINER], True),
        Vote(fingerprint, people[STRANGER], False),
    )


# What our writes cost


def test_every_write_of_twelve_pushes_is_needed(rig: GitHubRig) -> None:
    """Beside what it does to comments a push costs three: the summary is edited, the check run begun and concluded."""
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    assert story.publish().requests == 3  # the review with its comments and the summary, the check run twice
    rig.reply(story.ref, rig.comments(story.ref)[1].id, "Why?")
    heads: list[tuple[tuple[str, ...], int]] = [
        (("shell", "sql"), 0),
        (("sql",), 2),  # hidden, edited
        (("shell", "sql"), 2),  # shown again, edited
        (("shell",), 1),  # a reply
        (("shell", "sql"), 1),  # a reply
        (("shell", "sql", "path"), 1),  # a review
        (("path",), 3),  # hidden, edited; a reply
        (("shell", "sql", "path", "new"), 5),  # shown, edited; a review begun, filled, submitted
        (("new",), 4),  # two hidden at once, two edited, a reply
        (("new",), 0),
        ((), 2),
        ((), 0),
    ]
    for step, (flaws, more) in enumerate(heads):
        before = rig.notifications(story.ref)
        story.push({"app.py": with_flaws(*flaws) + f"step({step})\n"})
        assert story.publish().requests == 3 + more, step
        assert rig.notifications(story.ref) - before <= 1
        assert story.publish().requests == 0


def test_a_fixed_comment_is_hidden_and_a_returned_one_is_shown(rig: GitHubRig, story: Story) -> None:
    first, second = (thread for thread, _ in rig.hosted.threads(story.ref.number))
    story.push({"app.py": with_flaws("sql")})
    story.publish()
    assert (first.minimized, second.minimized) == ("resolved", "")
    story.push({"app.py": with_flaws("shell", "sql")})
    story.publish()
    assert (first.minimized, second.minimized) == ("", "")


def test_threads_are_resolved_and_opened_again_where_that_is_wanted(rig: GitHubRig) -> None:
    rig.fake.installation("octo").permissions["contents"] = "write"
    rig.settings = replace(rig.settings, resolve_threads=True)
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    story.publish()
    (thread,) = (first for first, _ in rig.hosted.threads(story.ref.number))
    for flaws in ((), ("shell",), ()):
        story.push({"app.py": with_flaws(*flaws) + "step()\n"})
        story.publish()
        assert thread.resolved is (not flaws)
        assert story.publish().requests == 0


def test_a_comment_that_cannot_be_hidden_is_a_note(rig: GitHubRig, story: Story) -> None:
    story.push({"app.py": with_flaws("sql")})
    failed = {"errors": [{"type": "FORBIDDEN", "message": "Resource not accessible by integration"}]}
    rig.fake.fail_next("POST", "/graphql$", "answer", body=failed)
    receipt = story.publish()
    assert receipt.closed == 1
    assert any("not hidden" in note for note in receipt.notes)
    assert story.publish().requests == 0


def test_a_rebased_change_keeps_its_comments(rig: GitHubRig, story: Story) -> None:
    pull = rig.hosted.pulls[story.ref.number]
    known = [one.id for one in rig.comments(story.ref)]
    rig.git.commit(pull.base, {"other.py": CLEAN}, "Meanwhile")
    rig.git.branch(pull.head, rig.git.resolve(pull.base))
    rig.fake.push(REPOSITORY, story.ref.number, rig.git.commit(pull.head, {"app.py": with_flaws("shell", "sql")}))
    receipt = story.publish()
    assert (receipt.posted, receipt.closed) == (0, 0)
    assert [one.id for one in rig.comments(story.ref) if not one.closed] == known


# A review that is gathered before people see it


def mixed(review: Review) -> Review:
    """The first comment is on the file."""
    first, *rest = review.observations
    return replace(review, observations=(replace(first, placement=Placement.FILE, line=None), *rest))


@pytest.mark.parametrize("path", [r"/reviews$", r"/graphql$", r"/events$"])
@pytest.mark.parametrize("kind", ["error", "committed"])
def test_a_gathered_review_survives_any_lost_answer(rig: GitHubRig, path: str, kind: Kind) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    rig.fake.fail_next("POST", path, kind)
    try:
        story.publish(mixed)
    except HostUnavailable:
        story.publish(mixed)
    assert not rig.fake.faults_left
    assert len(story.ours()) == 2
    assert len(rig.summaries(story.ref)) == 1
    assert rig.notifications(story.ref) == 1
    assert story.publish(mixed).requests == 0


def test_more_comments_than_one_request_takes_are_one_notification(rig: GitHubRig) -> None:
    names = [f"n{number:02d}" for number in range(60)]
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws(*names)}, Policy(comment_limit=60))
    receipt = story.publish()
    assert (receipt.posted, rig.notifications(story.ref)) == (60, 1)
    assert receipt.requests == 8  # begun, filled by three, submitted; the check run begun, and told in two parts


def test_a_pending_review_of_a_killed_worker_is_deleted_first(rig: GitHubRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    rig.fake.fail_next("POST", r"/events$", "error")
    with pytest.raises(HostUnavailable):
        story.publish(mixed)
    assert [review.state for review in rig.hosted.reviews.values()] == ["PENDING"]
    story.publish()
    assert [review.state for review in rig.hosted.reviews.values()] == ["COMMENTED"]


def test_a_pending_review_of_the_tokens_owner_is_left_alone(rig: GitHubRig) -> None:
    """GitHub takes no comment of ours beside it, so everything is told in the summary until it is sent."""
    rig.hosted.collaborators["reviewer"] = "write"
    token = rig.fake.state.user_token("reviewer").value
    rig.settings = replace(rig.settings, app_id=None, private_key=None, token=token, repositories=(REPOSITORY,))
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    theirs = rig.fake.review_as("reviewer", REPOSITORY, story.ref.number, "My draft")
    theirs.state = "PENDING"
    receipt = story.publish()
    assert (receipt.posted, len(receipt.moved_to_summary)) == (0, 2)
    assert any("one pending review" in note for note in receipt.notes)
    assert story.publish().requests == 0
    theirs.state = "COMMENTED"
    story.push({"app.py": with_flaws("shell", "sql") + "more()\n"})
    assert story.publish().posted == 2


def test_a_summary_of_an_older_version_goes_on_where_it_stands(rig: GitHubRig) -> None:
    """A comment on the change, with a marker that remembers nothing."""
    story = Story(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    scope = Scope(KEY, str(rig.hosted.id), story.ref.number)
    old = markers.stamp("What it said", Marker(MarkerKind.SUMMARY, commit="0" * 40), scope)
    comment = rig.fake.comment_as(rig.fake.state.bot.login, REPOSITORY, story.ref.number, old)
    assert story.publish().summary == "updated"
    assert "security defect" in comment.body
    assert len(rig.summaries(story.ref)) == 1
    assert story.publish().requests == 0


def test_a_clean_change_is_one_comment(rig: GitHubRig) -> None:
    story = Story(rig, {"app.py": CLEAN}, {"app.py": CLEAN + "done()\n"})
    assert story.publish().requests == 3
    assert (len(rig.hosted.issue_comments), len(rig.hosted.reviews), rig.notifications(story.ref)) == (1, 0, 1)
    story.push({"app.py": with_flaws("shell")})
    assert story.publish().requests == 4
    assert (len(rig.hosted.issue_comments), len(rig.summaries(story.ref)), rig.notifications(story.ref)) == (1, 1, 2)


def test_drafts_are_no_work_of_the_sweep(rig: GitHubRig) -> None:
    ref = rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    rig.hosted.pulls[ref.number].draft = True
    assert list(rig.host().unreviewed()) == []
    rig.settings = replace(rig.settings, talk=TalkSettings(drafts=True))
    assert list(rig.host().unreviewed()) == [ref]
    rig.settings = replace(rig.settings, talk=TalkSettings())
    rig.hosted.pulls[ref.number].draft = False
    assert list(rig.host().unreviewed()) == [ref]


def test_a_refusal_is_answered_in_words(rig: GitHubRig, story: Story) -> None:
    rig.talk(story.ref, "/patchwarden dismiss because no")
    answer(story, reply_to(only(story), NothingMeant(Command(Verb.DISMISS, "/patchwarden dismiss because no"))))
    assert len(rig.answers(story.ref)) == 1


def test_a_pause_is_ended_under_the_name_that_we_have_there(rig: GitHubRig) -> None:
    rig.settings = replace(rig.settings, talk=TalkSettings(names=("guard",)))
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell", "sql")})
    talk.visit()
    talk.heard("/guard pause")
    talk.push({"app.py": with_flaws("shell")})
    talk.visit()
    assert "`/guard resume`" in talk.summary
    assert "/patchwarden" not in talk.summary
