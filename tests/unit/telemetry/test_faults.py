"""What Sentry hears of a fault: where it came up in our code, and nothing of what it was about."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from bot import logs
from bot.telemetry import faults, starting
from bot.telemetry.settings import TelemetrySettings

TOKEN = "ghp_" + "a1B2" * 9
CODE = "def of_the_change(): launch()"


class Kept(Transport):
    """Keeps what would be sent."""

    envelopes: list[Envelope]

    def __init__(self) -> None:
        super().__init__()
        self.envelopes = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.envelopes.append(envelope)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(item.get_bytes()) for one in self.envelopes for item in one.items if item.type == "event"]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    transport = Kept()
    plain = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: plain(**options, transport=transport))
    starting.start(TelemetrySettings(sentry_dsn="https://key@sentry.example.org/1"), "worker")
    yield transport
    sentry_sdk.get_client().close(timeout=0)
    sentry_sdk.get_global_scope().set_client(None)


def fault(log: logging.Logger) -> None:
    text = CODE
    try:
        raise ValueError(f"cannot read {text} with {TOKEN}")
    except ValueError:
        log.exception("the review failed with %s", TOKEN, extra={"change": "github:octo/app#7", "title": CODE})


def test_a_fault_is_told_without_what_it_was_about(kept: Kept) -> None:
    fault(logging.getLogger("workers.tasks"))
    (event,) = kept.events
    (raised,) = event["exception"]["values"]
    assert (raised["type"], raised.get("value")) == ("ValueError", None)
    (frame,) = raised["stacktrace"]["frames"]
    assert frame["function"] == "fault"
    assert frame["filename"].endswith("test_faults.py")
    assert event["logentry"] == {"message": "the review failed with [redacted]"}
    assert event["tags"] == {"change": "github:octo/app#7", "part": "worker"}
    sent = "".join(str(one.serialize()) for one in kept.envelopes)
    for secret in (TOKEN, "of_the_change", "launch"):
        assert secret not in sent
    assert not {"request", "user", "breadcrumbs", "server_name", "modules", "contexts", "extra"} & event.keys()


def test_what_is_no_error_is_not_told(kept: Kept) -> None:
    logging.getLogger("workers.tasks").warning("a host does not answer")
    assert kept.events == []


def test_our_own_secrets_are_out_of_what_is_logged(kept: Kept) -> None:
    handler = logging.StreamHandler(io.StringIO())
    handler.addFilter(logs.Redaction(["the webhook secret"]))
    log = logging.Logger("bot.web")
    log.addHandler(handler)
    log.error("a delivery with the webhook secret")
    (event,) = kept.events
    assert "webhook secret" not in json.dumps(event)


def test_an_event_is_built_from_what_is_known() -> None:
    given: Any = {
        "event_id": "1",
        "request": {"data": CODE, "headers": {"Authorization": TOKEN}},
        "user": {"ip_address": "10.0.0.1"},
        "extra": {"sys.argv": [TOKEN], "head": "3fa1c2e"},
        "exception": {
            "values": [
                {
                    "type": "E",
                    "value": CODE,
                    "stacktrace": {"frames": [{"function": "f", "vars": {"x": CODE}, "context_line": CODE}]},
                }
            ]
        },
    }
    made: Any = faults.scrubbed(given, {})
    assert CODE not in str(made)
    assert TOKEN not in str(made)
    assert made["tags"] == {"head": "3fa1c2e"}
    assert made["exception"]["values"][0]["stacktrace"]["frames"][0]["function"] == "f"
