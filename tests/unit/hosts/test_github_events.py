"""Deliveries: what is authentic, what asks for a review, what is ignored and why."""

from __future__ import annotations

import hashlib
import hmac
import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import markers
from bot.hosts.base import BadPayload, BadSignature, Delivery, Ignored
from bot.hosts.github import GitHubEvents, GitHubSettings
from bot.hosts.talk import TalkSettings
from bot.job import Job
from bot.markers import Marker, MarkerKind, Scope
from bot.model import ChangeRef
from tests.fakes import payloads

SECRET = "It's a Secret to Everybody"
SETTINGS = GitHubSettings(app_id=12, private_key="pem", webhook_secret=SECRET, marker_key=b"k" * 32)
EVENTS = GitHubEvents(SETTINGS)
FINDING = Marker(MarkerKind.FINDING, "a" * 16)
HEAD = "3fa1c2e0" * 5
REF = ChangeRef("github", "octo/app", 7)
DELIVERY = "72d3162e-cc78-11e3-81ab-4c9367dc0958"

ASKING = {
    "check_suite.rerequested",
    "merge_group.checks_requested",
    "pull_request.closed",
    "pull_request.edited.new-base",
    "pull_request.labeled",
    "pull_request.opened",
    "pull_request.opened.fork-deleted",
    "pull_request.opened.from-fork",
    "pull_request.ready_for_review",
    "pull_request.reopened",
    "pull_request.synchronize",
}
"""Those of GitHub's examples that make a job. Its check run names no pull request, and it is not ours."""

REPOSITORY = {"id": 42, "full_name": "octo/app"}
PERSON = {"login": "mona", "type": "User"}
PULL = {
    "action": "opened",
    "number": 7,
    "pull_request": {"number": 7, "head": {"sha": HEAD, "repo": None}},
    "repository": REPOSITORY,
    "sender": PERSON,
}
COMMENT = {
    "action": "created",
    "issue": {"number": 7, "pull_request": {}},
    "comment": {"body": "/patchwarden review"},
    "repository": REPOSITORY,
    "sender": PERSON,
}
CHECK_RUN = {
    "action": "rerequested",
    "check_run": {
        "head_sha": HEAD,
        "external_id": f"42:7:{HEAD}",
        "app": {"id": 12, "client_id": "Iv1.abc"},
        "pull_requests": [],
    },
    "repository": REPOSITORY,
    "sender": PERSON,
}
LISTED = [
    {"number": 3, "base": {"repo": {"id": 41}}},
    {"number": 8, "base": {"repo": {"id": 42}}},
]
SUITE = {
    "action": "rerequested",
    "check_suite": {"head_sha": HEAD, "app": {"id": 12}, "pull_requests": LISTED},
    "repository": REPOSITORY,
    "sender": PERSON,
}


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def deliver(event: str, payload: object, events: GitHubEvents = EVENTS, delivery: str = DELIVERY) -> Job | Ignored:
    body = json.dumps(payload).encode()
    headers = {"x-github-event": event, "X-GITHUB-DELIVERY": delivery, "x-Hub-Signature-256": signature(body)}
    return events.parse(Delivery(headers, body))


def altered(payload: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy with the value at ``a.b.c`` replaced."""
    copy = deepcopy(payload)
    *parents, last = path.split(".")
    place = copy
    for name in parents:
        place = place[name]
    place[last] = value
    return copy


def test_the_documented_signature_verifies() -> None:
    """GitHub's own example for testing a receiver; its body is no payload, so the next complaint is another one."""
    digest = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    with pytest.raises(BadPayload, match="X-GitHub-Event"):
        EVENTS.parse(Delivery({"X-Hub-Signature-256": f"sha256={digest}"}, b"Hello, World!"))


@pytest.mark.parametrize("given_signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "sha256=\xe9", "\ud800"])
def test_anything_else_does_not(given_signature: str) -> None:
    with pytest.raises(BadSignature):
        EVENTS.parse(Delivery({"X-Hub-Signature-256": given_signature, "X-GitHub-Event": "ping"}, b"{}"))


def test_the_signature_covers_the_raw_bytes() -> None:
    with pytest.raises(BadSignature):
        EVENTS.parse(Delivery({"X-Hub-Signature-256": signature(b"{}"), "X-GitHub-Event": "ping"}, b"{ }"))


def test_without_a_secret_nothing_is_authentic() -> None:
    open_door = GitHubEvents(replace(SETTINGS, webhook_secret=""))
    with pytest.raises(BadSignature, match="no webhook secret"):
        open_door.parse(Delivery({"X-Hub-Signature-256": signature(b"{}", ""), "X-GitHub-Event": "ping"}, b"{}"))


def test_ping() -> None:
    assert deliver("ping", {"zen": "Keep it logically awesome."}) == Ignored("ping", ping=True)


@pytest.mark.parametrize("action", ["opened", "synchronize", "reopened", "ready_for_review", "closed"])
def test_a_pull_request_that_changed(action: str) -> None:
    asked = deliver("pull_request", PULL | {"action": action})
    assert asked == Job(REF, HEAD, f"pull request {action}", DELIVERY)


def test_a_new_target_branch_is_a_new_change() -> None:
    edited = PULL | {"action": "edited"}
    assert isinstance(deliver("pull_request", edited | {"changes": {"body": {"from": "x"}}}), Ignored)
    base: dict[str, Any] = {"base": {"ref": {"from": "main"}}}
    for changes in (base, base | {"title": {"from": "x"}}):
        retargeted = deliver("pull_request", edited | {"changes": changes})
        assert retargeted == Job(REF, HEAD, "pull request retargeted", DELIVERY)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"action": "labeled", "label": {"name": "x"}}, "labeled"),
        ({"action": "unlabeled", "label": {"name": "x"}}, "unlabeled"),
        ({"action": "edited", "changes": {"title": {"from": "x"}, "body": {"from": "y"}}}, "given another title"),
    ],
)
def test_what_lists_of_changes_go_by_may_change_alone(change: dict[str, Any], said: str) -> None:
    relisted = Job(REF, HEAD, f"pull request {said}", DELIVERY, relisted=True)
    assert deliver("pull_request", PULL | change) == relisted
    draft = altered(PULL, "pull_request.draft", True) | change
    assert deliver("pull_request", draft) == Ignored("a draft is reviewed on request")


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("pull_request", PULL | {"action": "assigned"}),
        ("pull_request", PULL | {"action": "converted_to_draft"}),
        *(
            ("repository", {"action": done, "repository": REPOSITORY})
            for done in ("renamed", "transferred", "archived")
        ),
        ("check_run", CHECK_RUN | {"action": "completed"}),
        ("check_run", altered(CHECK_RUN, "check_run.app", {"id": 13})),
        ("check_run", altered(CHECK_RUN, "check_run.app", None)),
        ("check_run", altered(CHECK_RUN, "check_run.external_id", "")),
        ("check_suite", SUITE | {"action": "completed"}),
        ("check_suite", altered(SUITE, "check_suite.app.id", 13)),
        ("check_suite", altered(SUITE, "check_suite.pull_requests", [])),
        ("issue_comment", COMMENT | {"action": "deleted"}),
        ("issue_comment", COMMENT | {"action": "pinned"}),
        ("issue_comment", altered(COMMENT, "issue", {"number": 7})),
        ("issue_comment", altered(COMMENT, "sender", {"login": "patchwarden[bot]", "type": "Bot"})),
        ("issue_comment", altered(COMMENT, "sender.login", "other[bot]")),
        ("issue_comment", altered(COMMENT, "comment.body", None)),
        ("installation", {"action": "created"}),
        ("star", {"action": "created"}),
    ],
)
def test_what_asks_for_nothing(event: str, payload: dict[str, Any]) -> None:
    answer = deliver(event, payload)
    assert isinstance(answer, Ignored)
    assert answer.reason
    assert not answer.ping


@pytest.mark.parametrize("sender", [None, {}, {"login": "octocat"}])
def test_only_a_comment_needs_its_sender(sender: dict[str, str] | None) -> None:
    assert isinstance(deliver("pull_request", PULL | {"sender": sender}), Job)
    with pytest.raises(BadPayload, match="sender"):
        deliver("issue_comment", COMMENT | {"sender": sender})


def test_our_check_run_is_asked_for_again() -> None:
    """Ours names the change itself: GitHub names no pull request for a fork's run."""
    asked = Job(REF, HEAD, "check run asked for again", DELIVERY)
    assert deliver("check_run", CHECK_RUN) == asked
    assert deliver("check_run", altered(CHECK_RUN, "check_run.external_id", f"42:7:{HEAD}:{'0a' * 8}")) == asked
    by_client_id = GitHubEvents(replace(SETTINGS, app_id="Iv1.abc"))
    assert deliver("check_run", CHECK_RUN, by_client_id) == asked


@pytest.mark.parametrize("external_id", ["", f"41:7:{HEAD}", f"42:7:{'0' * 40}", "nonsense"])
def test_a_check_run_with_another_id_goes_by_the_list(external_id: str) -> None:
    payload = altered(altered(CHECK_RUN, "check_run.external_id", external_id), "check_run.pull_requests", LISTED)
    asked = deliver("check_run", payload)
    assert isinstance(asked, Job)
    assert asked.ref.number == 8


def test_our_check_suite_is_asked_for_again() -> None:
    asked = deliver("check_suite", SUITE)
    assert asked == Job(replace(REF, number=8), HEAD, "check suite asked for again", DELIVERY)


@pytest.mark.parametrize(
    ("body", "asks"),
    [
        ("/patchwarden review", True),
        ("Thanks!\r\n\r\n/patchwarden review \r\n", True),
        ("please /patchwarden review", False),
        ("> /patchwarden review", False),
        ("/patchwarden reviewer", True),
        ("thanks, patchwarden", False),
    ],
)
def test_a_line_that_may_be_a_command(body: str, asks: bool) -> None:
    on_the_issue = deliver("issue_comment", altered(COMMENT, "comment.body", body))
    on_a_line = deliver("pull_request_review_comment", PULL | {"action": "created", "comment": {"body": body}})
    expected = Job(REF, "", "asked for in a comment", DELIVERY, listens=True)
    assert (on_the_issue == expected) is asks
    assert (on_a_line == replace(expected, head=HEAD)) is asks


def said(action: str, **comment: object) -> dict[str, Any]:
    return PULL | {"action": action, "comment": {"body": "/patchwarden help", **comment}}


@pytest.mark.parametrize(
    ("event", "payload", "listens"),
    [
        ("issue_comment", COMMENT | {"action": "edited"}, True),
        ("pull_request_review_comment", said("edited"), True),
        ("pull_request_review", PULL | {"action": "submitted", "review": {"body": "@patchwarden status"}}, True),
        ("pull_request_review", PULL | {"action": "edited", "review": {"body": "/PATCHWARDEN Help"}}, True),
        ("pull_request_review", PULL | {"action": "dismissed", "review": {"body": "/patchwarden help"}}, True),
        ("pull_request_review", PULL | {"action": "submitted", "review": {"body": None}}, False),
        ("pull_request_review_comment", said("created", body="Dismiss because it is a test", in_reply_to_id=5), True),
        ("pull_request_review_comment", said("created", body="Dismiss because it is a test"), False),
        ("pull_request_review_comment", said("created", body="I would dismiss it", in_reply_to_id=5), False),
        ("pull_request_review_comment", said("deleted"), False),
    ],
)
def test_what_is_said_to_us_makes_a_job_that_listens(event: str, payload: dict[str, Any], listens: bool) -> None:
    answer = deliver(event, payload)
    assert (answer.listens if isinstance(answer, Job) else False) is listens


@pytest.mark.parametrize(
    ("bots", "sender", "heard"),
    [
        ((), "renovate[bot]", False),
        (("renovate",), "renovate[bot]", True),
        (("Renovate[bot]",), "renovate[bot]", True),
        (("renovate",), "other[bot]", False),
    ],
)
def test_a_bot_is_heard_where_the_settings_name_it(bots: tuple[str, ...], sender: str, heard: bool) -> None:
    events = GitHubEvents(replace(SETTINGS, talk=TalkSettings(bots=bots)))
    payload = COMMENT | {"sender": {"login": sender, "type": "Bot"}}
    assert isinstance(deliver("issue_comment", payload, events), Job) is heard


def test_other_names_that_we_are_called_by() -> None:
    events = GitHubEvents(replace(SETTINGS, talk=TalkSettings(names=("guard",))))
    assert isinstance(deliver("issue_comment", altered(COMMENT, "comment.body", "@guard help"), events), Job)
    assert isinstance(deliver("issue_comment", COMMENT, events), Ignored)


def test_our_own_comments_are_known_by_the_form_of_their_last_line() -> None:
    """One that is deleted makes the worker look, which has the key; one that we post or edit asks for nothing."""
    ours, copied = (
        markers.stamp("/patchwarden review", Marker(MarkerKind.FINDING, "a" * 16), Scope(SETTINGS.marker_key, "42", of))
        for of in (7, 8)
    )
    for marked in (ours, copied):
        deleted = deliver("pull_request_review_comment", said("deleted", body=marked))
        assert deleted == Job(REF, HEAD, "a comment with our mark was deleted", DELIVERY, listens=True)
        assert isinstance(deliver("pull_request_review_comment", said("created", body=marked)), Ignored)
    for other in ("/patchwarden review", "/patchwarden review\n\n<!-- patchwarden:1 -->"):
        assert isinstance(deliver("pull_request_review_comment", said("deleted", body=other)), Ignored)
        assert isinstance(deliver("pull_request_review_comment", said("created", body=other)), Job)


def test_drafts_wait_until_somebody_asks() -> None:
    draft = altered(PULL, "pull_request.draft", True)
    for action in ("opened", "synchronize", "reopened"):
        assert deliver("pull_request", draft | {"action": action}) == Ignored("a draft is reviewed on request")
    assert isinstance(deliver("pull_request", draft | {"action": "closed"}), Job)
    assert isinstance(
        deliver("pull_request_review_comment", draft | said("created") | {"pull_request": draft["pull_request"]}), Job
    )
    wanted = GitHubEvents(replace(SETTINGS, talk=TalkSettings(drafts=True)))
    assert isinstance(deliver("pull_request", draft, wanted), Job)


@pytest.mark.parametrize(
    ("path", "value", "missing"),
    [
        ("action", None, "action"),
        ("pull_request", None, "pull_request.number is missing"),
        ("pull_request.number", True, "pull_request.number"),
        ("pull_request.number", 0, "pull_request.number"),
        ("pull_request.number", "7", "pull_request.number"),
        ("pull_request.head", None, "pull_request.head.sha is missing"),
        ("pull_request.head.sha", "HEAD", "pull_request.head.sha"),
        ("pull_request.head.sha", HEAD.upper(), "pull_request.head.sha"),
        ("repository", None, "repository.full_name"),
        ("repository", ["octo/app"], "repository: expected a mapping, got a list"),
        ("repository.full_name", "octo/../app", "repository.full_name"),
        ("repository.full_name", "octo/app?x=1", "repository.full_name"),
    ],
)
def test_a_malformed_payload_is_named(path: str, value: object, missing: str) -> None:
    with pytest.raises(BadPayload, match=missing):
        deliver("pull_request", altered(PULL, path, value))


@pytest.mark.parametrize("body", [b"", b"payload=%7B%7D", b"[]", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_object(body: bytes) -> None:
    headers = {"X-GitHub-Event": "pull_request", "X-Hub-Signature-256": signature(body)}
    with pytest.raises(BadPayload, match="the body is not"):
        EVENTS.parse(Delivery(headers, body))


HALF = "\ud83d"
"""The first half of a surrogate pair: a text that was cut in the middle of an emoji."""


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("pull_request", PULL | {"changes": None, "organization": None, "installation": None, "comment": None}),
        ("pull_request", {name: value for name, value in PULL.items() if name != "sender"}),
        ("pull_request", PULL | {"sender": None}),
        ("pull_request", PULL | {"sender": {"login": None}}),
        ("pull_request", altered(PULL, "pull_request.title", HALF)),
        ("pull_request", altered(PULL, "repository.description", f"{HALF}\0")),
        ("issue_comment", altered(COMMENT, "comment.body", f"{HALF}\n/patchwarden review")),
        ("check_run", altered(CHECK_RUN, "check_run.pull_requests", None)),
    ],
)
def test_what_the_event_does_not_need_may_be_missing_null_or_cut_off(event: str, payload: dict[str, Any]) -> None:
    asked = deliver(event, payload)
    assert isinstance(asked, Job)
    assert asked.ref == REF


@pytest.mark.parametrize("sender", [None, {}, {"login": "ada"}, {"type": "User", "login": None}])
def test_who_commented_must_be_known(sender: object) -> None:
    with pytest.raises(BadPayload, match="sender"):
        deliver("issue_comment", COMMENT | {"sender": sender})


def test_a_byte_order_mark_before_a_body_is_none_of_it() -> None:
    body = b"\xef\xbb\xbf" + json.dumps(PULL).encode()
    headers = {"X-GitHub-Event": "pull_request", "X-Hub-Signature-256": signature(body)}
    assert isinstance(EVENTS.parse(Delivery(headers, body)), Job)


def test_a_delivery_id_that_is_none_is_left_out() -> None:
    asked = deliver("pull_request", PULL, delivery="../../etc")
    assert isinstance(asked, Job)
    assert asked.delivery == ""


@pytest.mark.parametrize("name", payloads.names())
def test_real_deliveries(name: str) -> None:
    """GitHub's own examples: which of them ask for a review, and that no other is refused."""
    payload = payloads.load(name)
    app = (payload.get("check_run") or payload.get("check_suite") or {}).get("app", {}).get("id", 12)
    headers, body = payloads.signed(name, SECRET)
    answer = GitHubEvents(replace(SETTINGS, app_id=app)).parse(Delivery(headers, body))
    assert isinstance(answer, Job) == (name in ASKING)
    if isinstance(answer, Job):
        number = 0 if name.startswith("merge_group") else 2
        assert replace(answer.ref, group="") == ChangeRef("github", "Codertocat/Hello-World", number)
        assert bool(answer.ref.group) == (number == 0)
        assert answer.head == "ec26c3e57ca3a959ca5aad62de7213c562f8c821"


def test_a_command_in_a_real_delivery() -> None:
    comment = payloads.load("issue_comment.created.on-pull-request")["comment"] | {"body": "/patchwarden review"}
    headers, body = payloads.signed("issue_comment.created.on-pull-request", SECRET, comment=comment)
    assert isinstance(EVENTS.parse(Delivery(headers, body)), Job)
    headers, body = payloads.signed("issue_comment.created", SECRET, comment=comment)
    assert isinstance(EVENTS.parse(Delivery(headers, body)), Ignored)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    template=st.sampled_from(
        [
            ("pull_request", PULL),
            ("check_run", CHECK_RUN),
            ("check_suite", SUITE),
            ("issue_comment", COMMENT),
            ("pull_request_review_comment", PULL | {"action": "created", "comment": {"body": "/patchwarden review"}}),
            ("pull_request_review", PULL | {"action": "submitted", "review": {"body": "/patchwarden review"}}),
        ]
    ),
    data=st.data(),
)
def test_a_signed_delivery_is_read_or_refused_and_never_crashes(
    template: tuple[str, dict[str, Any]], data: st.DataObject
) -> None:
    event, payload = template
    broken = deepcopy(payload)
    place: Any = broken
    while True:
        name = data.draw(st.sampled_from(sorted(place)))
        if not (isinstance(place[name], dict) and place[name] and data.draw(st.booleans())):
            break
        place = place[name]
    place[name] = data.draw(json_values)
    try:
        answer = deliver(event, broken)
    except BadPayload:
        return
    assert isinstance(answer, Job | Ignored)


BASE = "90ab12d0" * 5
GROUP = {
    "action": "checks_requested",
    "merge_group": {
        "base_sha": BASE,
        "head_sha": HEAD,
        "base_ref": "refs/heads/main",
        "head_ref": f"refs/heads/gh-readonly-queue/main/pr-7-{BASE}",
    },
    "repository": REPOSITORY,
    "sender": PERSON,
}
GROUP_REF = ChangeRef("github", "octo/app", 0, f"{BASE}...{HEAD}")


def test_a_merge_queue_that_waits_for_checks() -> None:
    asked = deliver("merge_group", GROUP)
    assert asked == Job(GROUP_REF, HEAD, "merge queue asked for checks", DELIVERY)
    assert isinstance(deliver("merge_group", GROUP | {"action": "destroyed", "reason": "merged"}), Ignored)


@pytest.mark.parametrize("path", ["merge_group.base_sha", "merge_group.head_sha", "repository.full_name"])
@pytest.mark.parametrize("value", [None, 7, "", "main", "../../x"])
def test_a_merge_group_that_names_no_commits(path: str, value: object) -> None:
    with pytest.raises(BadPayload):
        deliver("merge_group", altered(GROUP, path, value))


def test_the_check_run_of_a_merge_group_is_asked_for_again() -> None:
    ours = altered(CHECK_RUN, "check_run.external_id", f"42:0:{HEAD}:{'0' * 16}:{BASE}")
    assert deliver("check_run", ours) == Job(GROUP_REF, HEAD, "check run asked for again", DELIVERY)
    lost = altered(CHECK_RUN, "check_run.external_id", f"42:0:{HEAD}:{'0' * 16}")
    assert isinstance(deliver("check_run", lost), Ignored)


def test_a_conversation_that_is_unlocked_may_be_told_what_it_missed() -> None:
    assert isinstance(deliver("pull_request", PULL | {"action": "unlocked"}), Job)
