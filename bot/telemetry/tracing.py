"""Spans of what is done, from a delivery at the door to the comment that is posted, as one trace.

Off, a span costs a look at a variable. On, it has the attributes that are given here and, of an exception, the name of
its kind: what an exception says may quote a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

_LONGEST = 200
"""Characters of an attribute."""
_tracer: list[Tracer] = []


def use(tracer: Tracer | None) -> None:
    """From now on spans are made by it; ``None`` ends that."""
    _tracer[:] = [tracer] if tracer else []


@contextmanager
def span(name: str, parent: str = "", **attributes: str | int) -> Iterator[None]:
    """Measures the block. ``parent`` is what :func:`carried` gave in another process; without one the span belongs to
    the one around it. What the block raises goes through."""
    if not _tracer:
        yield
        return
    from opentelemetry.trace import SpanKind, StatusCode
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    context = TraceContextTextMapPropagator().extract({"traceparent": parent}) if parent else None
    known = {f"patchwarden.{key}": _short(value) for key, value in attributes.items() if value not in ("", None)}
    kind = SpanKind.CONSUMER if parent else SpanKind.INTERNAL
    with _tracer[0].start_as_current_span(
        name, context, kind, known, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield
        except BaseException as error:
            current.set_status(StatusCode.ERROR, type(error).__name__)
            raise


def note(**attributes: str | int) -> None:
    """Adds attributes to the span around the call."""
    if _tracer:
        from opentelemetry.trace import get_current_span

        for key, value in attributes.items():
            get_current_span().set_attribute(f"patchwarden.{key}", _short(value))


def carried() -> str:
    """The span around the call, for :func:`span` in another process: W3C's ``traceparent``; ``""`` where there is none.

    Source: https://www.w3.org/TR/trace-context/#traceparent-header
    """
    if not _tracer:
        return ""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get("traceparent", "")


def _short(value: str | int) -> str | int:
    return value[:_LONGEST] if isinstance(value, str) else value
