"""Deliveries of Gerrit's plugin that say anything: a job that a worker reads as it was meant, a reason to ignore them,
or a refusal, and nothing else."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.hosts.base import BadPayload, BadSignature, Delivery, Ignored
from bot.hosts.gerrit import GerritEvents, GerritSettings
from bot.job import Job
from tests.fakes.gerrit.deliveries import EVENTS, HEADERS, event
from tests.unit.hosts.test_fuzz_payloads import ODD, places

SECRET = "the long random end of the address"
DOOR = GerritEvents(
    GerritSettings(
        url="https://review.example.org",
        username="patchwarden",
        password="p" * 20,
        webhook_secret=SECRET,
        marker_key=b"key",
    )
)
STRANGE = ODD | st.sampled_from(
    ["\ud83d", "7", "-7", "٧", " 7", "9" * 30, 10**400, "../x", "grp//App", "grp/App\n", "a" * 40, "A" * 40, 7.0]
)


def answer(body: bytes, secret: str = SECRET) -> object:
    try:
        return DOOR.parse(Delivery(HEADERS, body, secret))
    except (BadPayload, BadSignature) as refused:
        return refused


@settings(max_examples=200, deadline=None)
@given(kind=st.sampled_from(sorted(EVENTS)), data=st.data())
def test_a_changed_delivery_is_a_job_or_is_said_to_be_none(kind: str, data: st.DataObject) -> None:
    document: dict[str, Any] = deepcopy(event(kind, "grp/App", 2, "3fa1c2e" + "a" * 33))
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(places(document)))
        container[key] = data.draw(STRANGE)
    answered = answer(json.dumps(document).encode())
    assert isinstance(answered, Job | Ignored | BadPayload)
    if isinstance(answered, Job):
        assert Job.from_wire(json.loads(json.dumps(answered.to_wire()))) == replace(answered, relisted=False)
        assert answered.ref.host == "gerrit"
    else:
        str(answered).encode()


@settings(max_examples=100, deadline=None)
@given(
    body=st.binary(max_size=200)
    | st.sampled_from(
        [
            b"[" * 50_000,
            b'{"type":' * 50_000,
            b'{"type": ' + b"9" * 5_000 + b"}",
            b"NaN",
            b'"\\ud800"',
            b'{"type": null}',
        ]
    ),
    secret=st.sampled_from([SECRET, ""]) | st.text(st.characters(exclude_categories=[]), max_size=5),
)
def test_any_bytes_are_refused_or_ignored(body: bytes, secret: str) -> None:
    answered = answer(body, secret)
    assert isinstance(answered, Ignored | BadPayload if secret == SECRET else BadSignature)
