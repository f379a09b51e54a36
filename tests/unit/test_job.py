"""The message of a job: what it holds, and what is said of one that cannot be read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.job import BadJob, Job
from bot.model import ChangeRef

JOB = Job(ChangeRef("github", "octo/app", 7), "a" * 40, "pull request opened", "delivery-1")


@given(st.builds(Job, relisted=st.just(False)))
def test_a_job_survives_the_wire(job: Job) -> None:
    assert Job.from_wire(json.loads(json.dumps(job.to_wire()))) == job


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({}, "version None"),
        ({"version": 2}, "version 2"),
        ({"version": 1, "host": "github", "number": 7}, "`repository` is missing"),
        (
            {"version": 1, "host": "github", "repository": "a/b", "number": "7"},
            "number: expected a whole number, got a text",
        ),
        (
            {"version": 1, "host": "github", "repository": "a/b", "number": True},
            "number: expected a whole number, got true or false",
        ),
    ],
)
def test_a_message_that_cannot_be_read_says_why(message: dict[str, object], said: str) -> None:
    with pytest.raises(BadJob, match=said):
        Job.from_wire(message)


def test_an_unknown_hint_is_dropped() -> None:
    assert Job.from_wire(JOB.to_wire() | {"mood": "good"}) == JOB
