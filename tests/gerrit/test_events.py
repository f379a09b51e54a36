"""What a delivery of Gerrit's webhooks plugin asks for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.hosts.base import BadPayload, BadSignature, Delivery, Ignored
from bot.hosts.gerrit import GerritEvents, GerritSettings
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


def parse(content: object, secret: str = SECRET) -> Job | Ignored:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    headers = {**HEADERS, "X-Origin-Url": "https://else.example"}
    return GerritEvents(settings()).parse(Delivery(headers, body, secret))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("patchset-created", "patch set created"),
        ("change-restored", "change restored"),
        ("wip-state-changed", "work in progress began or ended"),
        ("private-state-changed", "change made private or public"),
    ],
)
def test_events_that_ask_for_a_review(kind: str, reason: str) -> None:
    asked = parse(payload(kind))
    assert isinstance(asked, Job)
    assert (asked.ref, asked.head, asked.reason) == (ChangeRef("gerrit", "grp/App", 2), HEAD, reason)


@pytest.mark.parametrize("kind", ["ref-updated", "change-merged", "change-abandoned", "vote-deleted", "x" * 90])
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
    ("comment", "author", "asks"),
    [
        ("Patch Set 1:\n\n/patchwarden review", "mona", True),
        ("Patch Set 1: Code-Review+2\n\n(1 comment)\n\n/patchwarden review  \nplease", "mona", True),
        ("/patchwarden review", "patchwarden", False),
        ("Patch Set 1:\n\n`/patchwarden review` reviews this change again", "mona", False),
        ("Patch Set 1:\n\nNice.", "mona", False),
        (None, "mona", False),
    ],
)
def test_a_comment_asks_by_its_own_line_and_never_our_own(comment: object, author: str, asks: bool) -> None:
    asked = parse(payload("comment-added", comment=comment, by=author))
    assert isinstance(asked, Job) is asks


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
