"""What a delivery of Gerrit's webhooks plugin asks for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.hosts.base import BadPayload, BadSignature, Delivery, Ignored
from bot.hosts.gerrit import GerritEvents, GerritSettings
from bot.hosts.talk import TalkSettings
from bot.job import Job
from bot.model import ChangeRef, Review
from bot.render import gerrit as words
from tests.fakes.gerrit.deliveries import EVENTS, HEADERS, event, ref_updated
from tests.unit.render import samples

SECRET = "the long random end of the address"
HEAD = "3fa1c2e" + "a" * 33


def settings(**overrides: Any) -> GerritSettings:
    values: dict[str, Any] = {
        "url": "https://review.example.org",
        "username": "patchwarden",
        "password": "p" * 20,
        "webhook_secret": SECRET,
        "marker_key": b"key",
    }
    return GerritSettings(**(values | overrides))


def payload(kind: str = "patchset-created", **overrides: Any) -> dict[str, Any]:
    if kind in EVENTS:
        return event(kind, "grp/App", 2, HEAD, **overrides)
    return event("patchset-created", "grp/App", 2, HEAD, type=kind)


def parse(content: object, secret: str = SECRET, **overrides: Any) -> Job | Ignored:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    headers = {**HEADERS, "X-Origin-Url": "https://else.example"}
    return GerritEvents(settings(**overrides)).parse(Delivery(headers, body, secret))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("patchset-created", "patch set created"),
        ("change-restored", "change restored"),
        ("change-abandoned", "change abandoned"),
        ("change-merged", "change merged"),
        ("wip-state-changed", "work in progress began or ended"),
        ("private-state-changed", "change made private or public"),
        ("hashtags-changed", "hashtags changed"),
        ("topic-changed", "topic changed"),
    ],
)
def test_events_that_ask_for_a_review(kind: str, reason: str) -> None:
    asked = parse(payload(kind))
    assert isinstance(asked, Job)
    assert (asked.ref, asked.head, asked.reason) == (ChangeRef("gerrit", "grp/App", 2), HEAD, reason)
    assert asked.relisted is (kind in {"hashtags-changed", "topic-changed"})


def test_an_event_about_hashtags_or_topic_names_no_patch_set() -> None:
    """https://gerrit-review.googlesource.com/Documentation/cmd-stream-events.html#_hashtags_changed"""
    for kind in ("hashtags-changed", "topic-changed"):
        content = payload(kind)
        del content["patchSet"]
        asked = parse(content)
        assert isinstance(asked, Job)
        assert (asked.head, asked.relisted) == ("", True)


@pytest.mark.parametrize(
    "kind",
    [
        "ref-updated",
        "change-deleted",
        "assignee-changed",
        "reviewer-added",
        "vote-deleted",
        "project-created",
        "x" * 90,
    ],
)
def test_events_that_ask_for_nothing(kind: str) -> None:
    assert parse(payload(kind)) == Ignored(f"nothing to do for the event {kind[:40]!r}")


@pytest.mark.parametrize("field", ["change", "patchSet", "author", "comment"])
def test_an_event_that_asks_for_nothing_may_have_any_shape(field: str) -> None:
    """A delivery that is refused comes again and again."""
    assert parse({"type": "of-a-plugin", field: ["x"]}) == Ignored("nothing to do for the event 'of-a-plugin'")


def test_a_review_of_anybody_also_moves_the_notes_of_the_change() -> None:
    assert parse(ref_updated("grp/App", 2)) == Ignored("nothing to do for the event 'ref-updated'")


def test_what_the_plugin_repeats_is_one_delivery_and_the_next_event_another() -> None:
    """A wip change that is made ready and wip again within a minute is three events."""
    at = [payload("wip-state-changed", second=second) for second in (10, 10, 11)]
    first, again, other = (parse(content) for content in at)
    assert isinstance(first, Job)
    assert isinstance(other, Job)
    assert first == again
    assert first.delivery != other.delivery
    assert len(first.delivery) == 32


@pytest.mark.parametrize(
    ("comment", "author", "listens"),
    [
        ("Patch Set 1:\n\n/patchwarden review", "mona", True),
        ("Patch Set 1: Code-Review+2\n\n(1 comment)\n\n/patchwarden review  \nplease", "mona", True),
        ("Patch Set 1:\n\nplease\n@Patchwarden dismiss 3fa1 because it is a test", "mona", True),
        ("Patch Set 1:\n\n(1 comment)", "mona", True),
        ("Patch Set 12: Code-Review+2 Verified+1\n\n(17 comments)", "mona", True),
        ("Nice.", "mona", True),
        ("/patchwarden review", "patchwarden", False),
        ("Patch Set 1:\n\n(1 comment)", "patchwarden", False),
        ("Patch Set 1:\n\n`/patchwarden review` reviews this change again", "mona", False),
        ("Patch Set 1:\n\nNice (1 comment).", "mona", False),
        ("Patch Set 1: Code-Review+1", "mona", False),
        ("", "mona", False),
        (None, "mona", False),
    ],
)
def test_a_comment_is_listened_to_where_it_may_be_meant_for_us(comment: object, author: str, listens: bool) -> None:
    """Inline comments never stand in an event, and a comment on the patch set stands in place of the message: both are
    read where there may be such."""
    asked = parse(payload("comment-added", comment=comment, by=author))
    assert (isinstance(asked, Job) and asked.listens) is listens


def test_we_are_called_by_the_names_that_the_settings_give() -> None:
    called = payload("comment-added", comment="Patch Set 1:\n\n/guard review", by="mona")
    assert isinstance(parse(called), Ignored)
    assert isinstance(parse(called, talk=TalkSettings(names=("guard",))), Job)


def test_only_what_somebody_said_is_listened_to() -> None:
    asked = parse(payload("patchset-created"))
    assert isinstance(asked, Job)
    assert not asked.listens


@pytest.mark.parametrize(
    "kind",
    ["patchset-created", "change-restored", "wip-state-changed", "private-state-changed", "topic-changed"],
)
def test_work_in_progress_waits_until_somebody_asks(kind: str) -> None:
    early = payload(kind)
    early["change"]["wip"] = True
    assert parse(early) == Ignored("work in progress is reviewed on request")
    assert isinstance(parse(early, talk=TalkSettings(drafts=True)), Job)
    early["change"]["wip"] = False
    assert isinstance(parse(early), Job)


@pytest.mark.parametrize("kind", ["comment-added", "change-merged", "change-abandoned"])
def test_what_else_happens_to_work_in_progress_is_heard(kind: str) -> None:
    early = payload(kind, **({"comment": "Patch Set 1:\n\n/patchwarden review"} if kind == "comment-added" else {}))
    early["change"]["wip"] = True
    early.get("author", {})["username"] = "mona"
    assert isinstance(parse(early), Job)


@pytest.mark.parametrize("make", samples.ALL)
def test_nothing_that_we_post_is_a_command(make: Callable[[], Review]) -> None:
    """Own comments are known by the user name, for events carry no account id. Should it ever differ (a renamed
    account), our texts must not call us."""
    review = make()
    moved = frozenset(item.fingerprint for item in review.observations)
    texts = [words.summary(review, moved=moved), words.closed_reply(commit=HEAD)]
    for item in review.observations:
        texts += [words.line_comment(item), words.patch_set_comment(item)]
    for text in texts:
        asked = parse(payload("comment-added", comment=f"Patch Set 1:\n\n{text}", by="renamed"))
        assert asked == Ignored("the comment carries no command for us")


def without_change(content: dict[str, Any]) -> None:
    del content["change"]


def with_number(number: object) -> Callable[[dict[str, Any]], None]:
    return lambda content: content["change"].update(number=number)


def with_project(project: object) -> Callable[[dict[str, Any]], None]:
    return lambda content: content["change"].update(project=project)


@pytest.mark.parametrize(
    "spoil",
    [
        without_change,
        *(with_number(value) for value in (None, 0, -2, True, 1.5, "two", "²", [2], "0", "9" * 5_000)),
        *(
            with_project(value)
            for value in (None, "", "/", "a//b", "../etc", "a/../b", "a\nb", " a", "a?b", 7, "x" * 500)
        ),
    ],
)
def test_a_delivery_that_cannot_be_read(spoil: Callable[[dict[str, Any]], None]) -> None:
    content = payload()
    spoil(content)
    with pytest.raises(BadPayload, match=r"change\.(project|number)(: expected| is missing)"):
        parse(content)


@pytest.mark.parametrize("body", [b"", b"[]", b"nope", b"\xff", b"[" * 100_000, b'{"type": 7}', b"{}"])
def test_a_body_that_is_no_event(body: bytes) -> None:
    with pytest.raises(BadPayload):
        parse(body)


@pytest.mark.parametrize("project", ["app", "grp/a b", "grp/c++", "größe/app", "a/b/c/d", "plugins/web.hooks"])
def test_names_that_projects_really_have(project: str) -> None:
    content = payload()
    content["change"]["project"] = project
    asked = parse(content)
    assert isinstance(asked, Job)
    assert asked.ref.repository == project


@pytest.mark.parametrize("revision", [None, "", "HEAD", "3fa1", "G" * 40, 7])
def test_a_head_that_is_none_is_no_hint(revision: object) -> None:
    content = payload()
    content["patchSet"]["revision"] = revision
    asked = parse(content)
    assert isinstance(asked, Job)
    assert asked.head == ""


def test_a_number_as_text_is_what_old_servers_send() -> None:
    content = payload()
    content["change"]["number"] = "2"
    asked = parse(content)
    assert isinstance(asked, Job)
    assert asked.ref.number == 2


@pytest.mark.parametrize("given", ["", SECRET + "x", SECRET[:-1], "geheimnis\N{SNOWMAN}"])
def test_only_the_right_address_is_heard(given: str) -> None:
    with pytest.raises(BadSignature) as caught:
        parse(b"not even JSON", given)
    assert SECRET not in str(caught.value)


def test_without_a_secret_nothing_is_heard() -> None:
    with pytest.raises(BadSignature, match="no webhook secret is set"):
        GerritEvents(settings(webhook_secret="")).parse(Delivery({}, b"{}"))
