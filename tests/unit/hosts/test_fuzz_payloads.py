"""Deliveries that say anything: a job, a reason to ignore them, or a refusal, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import json
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.hosts.base import BadPayload, BadSignature, Delivery, Ignored
from bot.hosts.github import GitHubEvents, GitHubSettings
from bot.job import Job
from tests.fakes import payloads

SECRET = "It's a Secret to Everybody"
EVENTS = GitHubEvents(GitHubSettings(app_id=12, private_key="pem", webhook_secret=SECRET, marker_key=b"k" * 32))
NAMES = sorted(payloads.names())
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, -1, 2**63, 1e308, "", "x" * 5_000, "\u0000", "\u202e", [], {}, [[]], [{}], {"id": {}}]
) | st.text(max_size=20)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a document."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        keys = one.keys() if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        found += [(one, key) for key in keys]
        waiting += [one[key] for key in keys]
    return found


def answer(event: str, body: bytes) -> object:
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "x-github-event": event,
        "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "x-hub-signature-256": signature,
    }
    try:
        return EVENTS.parse(Delivery(headers, body))
    except (BadPayload, BadSignature) as refused:
        return refused


def changed(
    name: str, data: st.DataObject, times: st.SearchStrategy[int], odd: st.SearchStrategy[object]
) -> dict[str, object]:
    """A payload with odd values in some of its places."""
    document = deepcopy(payloads.load(name))
    for _ in range(data.draw(times)):
        if found := places(document):
            container, key = found[data.draw(st.integers(0, len(found) - 1))]
            container[key] = data.draw(odd)
    return document


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(NAMES), data=st.data())
def test_a_changed_delivery_is_a_job_or_is_said_to_be_none(name: str, data: st.DataObject) -> None:
    document = changed(name, data, st.integers(1, 3), ODD)
    assert isinstance(
        answer(name.split(".")[0], json.dumps(document).encode()), Job | Ignored | BadPayload | BadSignature
    )


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(NAMES), data=st.data())
def test_what_is_read_fast_is_what_a_patient_reader_reads(name: str, data: st.DataObject) -> None:
    """Only the patient one takes a byte order mark."""
    odd = ODD | st.sampled_from(["\ud83d", 7.0, float("nan"), 10**30])
    document = changed(name, data, st.integers(0, 2), odd)
    body, event = json.dumps(document).encode(), name.split(".")[0]
    fast, patient = answer(event, body), answer(event, b"\xef\xbb\xbf" + body)
    assert fast == patient if isinstance(fast, Job | Ignored) else str(fast) == str(patient)


@settings(max_examples=100, deadline=None)
@given(
    event=st.sampled_from([name.split(".")[0] for name in NAMES]) | st.text(max_size=10),
    body=st.binary(max_size=200)
    | st.sampled_from([b"[" * 50_000, b'{"a":' * 50_000, b'{"number": ' + b"9" * 5_000 + b"}", b"NaN", b'"\\ud800"']),
)
def test_any_bytes_are_refused_or_ignored(event: str, body: bytes) -> None:
    assert isinstance(answer(event, body), Ignored | BadPayload | BadSignature)
