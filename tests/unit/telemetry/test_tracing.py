"""Spans: one trace from the delivery to the end of the review, nothing of a change in it, and none at all when off."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.job import Job
from bot.model import ChangeRef
from bot.telemetry import starting, tracing
from bot.telemetry.settings import TelemetrySettings
from tests.unit.web.test_uploads import MemoryReports, send
from tests.unit.web.test_webhooks import MemoryQueue, client, headers, pull_request
from workers.stages import Clock


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    found = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(found))
    tracing.use(provider.get_tracer("test"))
    yield found
    tracing.use(None)
    provider.shutdown()


def named(exporter: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in exporter.get_finished_spans()}


def test_a_delivery_and_its_review_are_one_trace(exporter: InMemorySpanExporter) -> None:
    queue, body = MemoryQueue(), pull_request()
    assert client(queue).post("/webhooks/github", data=body, headers=headers(body)).status_code == 202
    (queued,) = queue.jobs
    job = Job.from_wire(queued.to_wire())
    with tracing.span("review", job.trace, change=str(job.ref)):
        clock = Clock()
        with clock.stage("checks"):
            pass
    spans = named(exporter)
    delivery, review, checks = spans["delivery"], spans["review"], spans["checks"]
    assert len({span.context.trace_id for span in (delivery, review, checks)}) == 1
    assert review.parent is not None
    assert checks.parent is not None
    assert review.parent.span_id == delivery.context.span_id
    assert checks.parent.span_id == review.context.span_id
    assert delivery.attributes == {
        "patchwarden.host": "github",
        "patchwarden.change": "github:octo/app#7",
        "patchwarden.delivery": job.delivery,
    }


def test_a_report_of_a_scanner_begins_a_trace_as_well(exporter: InMemorySpanExporter) -> None:
    queue = MemoryQueue()
    send(queue=queue, kept=MemoryReports())
    assert queue.jobs[0].trace.split("-")[1] == f"{named(exporter)['report'].context.trace_id:032x}"


def test_what_is_raised_goes_through_and_only_its_kind_is_told(exporter: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="def secret"), tracing.span("review", "00-nonsense", reason="x" * 900):
        raise ValueError("def secret(): ...")
    (span,) = exporter.get_finished_spans()
    assert span.status.description == "ValueError"
    assert span.events == ()
    assert span.attributes == {"patchwarden.reason": "x" * 200}
    assert span.parent is None


def test_off_nothing_is_carried_and_a_job_is_what_it_was() -> None:
    tracing.use(None)
    with tracing.span("delivery", host="github"):
        tracing.note(change="x")
        assert tracing.carried() == ""
    job = Job(ChangeRef("github", "octo/app", 7))
    assert "trace" not in job.to_wire()


def test_off_nothing_is_imported() -> None:
    """By us: the client of Redis imports OpenTelemetry where it is installed."""
    program = (
        "import sys\n"
        "from bot.telemetry import faults, settings, starting, tracing\n"
        "import bot.job, workers.stages\n"
        "starting.start(settings.TelemetrySettings.read({})[0], 'web')\n"
        "with tracing.span('x'): pass\n"
        "print([name for name in sys.modules if name.startswith(('sentry_sdk', 'opentelemetry'))])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("environ", "wrong"),
    [
        ({}, {}),
        ({"PATCHWARDEN_SENTRY_DSN": "https://key@sentry.example.org/1"}, {}),
        ({"PATCHWARDEN_OTLP_URL": "http://127.0.0.1:4318/v1/traces", "PATCHWARDEN_OTLP_HEADER": "Api-Key: 1"}, {}),
        ({"PATCHWARDEN_SENTRY_DSN": "the key"}, {"PATCHWARDEN_SENTRY_DSN": "not a URL"}),
        ({"PATCHWARDEN_OTLP_URL": "127.0.0.1:4318"}, {"PATCHWARDEN_OTLP_URL": "not a URL"}),
        ({"PATCHWARDEN_OTLP_HEADER": "Api-Key"}, {"PATCHWARDEN_OTLP_HEADER": "write it as"}),
        ({"PATCHWARDEN_SENTRY_DSN_FILE": "/nowhere"}, {"PATCHWARDEN_SENTRY_DSN_FILE": "cannot read"}),
    ],
)
def test_settings(environ: dict[str, str], wrong: dict[str, str]) -> None:
    found, problems = TelemetrySettings.read(environ)
    assert {problem.name for problem in problems} == wrong.keys()
    assert all(wrong[problem.name] in problem.text for problem in problems)
    assert "key" not in repr(found) + str(problems).lower().replace("api-key", "")


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telemetry.settings.find_spec", lambda name: None)
    _, (problem,) = TelemetrySettings.read({"PATCHWARDEN_OTLP_URL": "http://127.0.0.1:4318"})
    assert problem.text.endswith("pip install 'patchwarden[opentelemetry]'")


def test_what_cannot_be_started_costs_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    starting.start(TelemetrySettings(sentry_dsn="https://no-key.example.org"), "worker")
    assert "Sentry is not started: BadDsn" in caplog.text
    assert "no-key" not in caplog.text
