"""Starts the sending of faults and spans in one process: after the fork, for both have threads of their own."""

from __future__ import annotations

import atexit
import logging
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.telemetry import faults, tracing
from bot.telemetry.settings import TelemetrySettings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

log = logging.getLogger(__name__)

_FLUSH_MILLISECONDS = 2_000
"""Before the process ends, and for one attempt to send."""


def start(settings: TelemetrySettings, part: str) -> None:
    """``part`` is ``web`` or ``worker``. What cannot be started is logged, and costs nothing else."""
    for name, address, begin in (
        ("Sentry", settings.sentry_dsn, _faults),
        ("OpenTelemetry", settings.otlp_url, _spans),
    ):
        if address:
            try:
                begin(settings, part)
            except Exception as error:  # noqa: BLE001 - whatever a library dislikes, reviews go on
                log.error("%s is not started: %s", name, type(error).__name__)  # noqa: TRY400 - it may quote the address


def _faults(settings: TelemetrySettings, part: str) -> None:
    import sentry_sdk
    from sentry_sdk.integrations.dedupe import DedupeIntegration
    from sentry_sdk.integrations.excepthook import ExcepthookIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn=settings.sentry_dsn,
        environment=settings.sentry_environment or "production",
        release=f"patchwarden@{version('patchwarden')}",
        server_name="",
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            LoggingIntegration(level=None, event_level=logging.ERROR, sentry_logs_level=None),
            DedupeIntegration(),
            ExcepthookIntegration(),
        ],
        before_send=faults.scrubbed,
        max_breadcrumbs=0,
        max_request_body_size="never",
        include_local_variables=False,
        include_source_context=False,
        auto_session_tracking=False,
        send_client_reports=False,
        shutdown_timeout=_FLUSH_MILLISECONDS / 1000,
    )
    sentry_sdk.get_global_scope().set_tag("part", part)


def _spans(settings: TelemetrySettings, part: str) -> None:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    name, _, value = settings.otlp_header.partition(":")
    headers = {name.strip(): value.strip()} if name else {}
    seconds = _FLUSH_MILLISECONDS / 1000
    spans_to(OTLPSpanExporter(endpoint=settings.otlp_url, headers=headers, timeout=seconds), part)


def spans_to(exporter: SpanExporter, part: str) -> None:
    """Sends spans in the background; those that wait when the process ends have two seconds."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    known = {"service.name": f"patchwarden-{part}", "service.version": version("patchwarden")}
    provider = TracerProvider(resource=Resource(known), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter, export_timeout_millis=_FLUSH_MILLISECONDS))
    atexit.register(provider.force_flush, _FLUSH_MILLISECONDS)
    tracing.use(provider.get_tracer("patchwarden"))
