"""Spans for OpenTelemetry: collected in batches, sent by OTLP over HTTP from a thread.

How many are kept is the library's to read from the environment (`OTEL_TRACES_SAMPLER` and its
like); by default all are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from core.observing.traces import Kind
from core.version import VERSION

NAME = "gomining-mini-app"
SEND_SECONDS = 2.0
_KINDS = {Kind.ANSWERED: trace.SpanKind.SERVER, Kind.ASKED: trace.SpanKind.CLIENT}


class _Drawn:
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def mark(self, **found: str | int) -> None:
        """Say something about it."""
        self._span.set_attributes(found)


class Telemetry:
    """Draws spans and sends them to the collector at *endpoint*; while it is away they are lost."""

    def __init__(self, endpoint: str) -> None:
        resource = Resource.create({SERVICE_NAME: NAME, SERVICE_VERSION: VERSION})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        exporter = OTLPSpanExporter(f"{endpoint}/v1/traces", timeout=SEND_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer(NAME, VERSION)

    @contextmanager
    def span(self, name: str, kind: Kind) -> Iterator[_Drawn]:
        """Return a span inside the one under way; errors are not noted: their words may quote."""
        with self._tracer.start_as_current_span(
            name, kind=_KINDS[kind], record_exception=False, set_status_on_exception=False
        ) as span:
            yield _Drawn(span)

    def parent(self) -> str:
        """Return the span under way, as the header `traceparent` says it."""
        context = trace.get_current_span().get_span_context()
        if not context.is_valid:
            return ""
        return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()
