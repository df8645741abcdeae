"""Spans as the collector gets them: a request, and the partner's calls in it."""

from __future__ import annotations

from pathlib import Path

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from pydantic import SecretStr

from core.observing import observing, traces
from core.partner.credentials import Call, Credentials
from core.partner.operations import COLLECTIONS
from tests.house import running_house
from tests.settings import settings
from tests.watching.sink import Sink, running_sink


def _spans(sink: Sink) -> list[Span]:
    return [
        span
        for _, body in sink.came
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def _said(span: Span) -> dict[str, object]:
    return {said.key: said.value.string_value or said.value.int_value for said in span.attributes}


async def test_a_request_and_its_calls_make_one_trace(tmp_path: Path) -> None:
    async with running_sink() as sink:
        endpoint = f"http://127.0.0.1:{sink.port}"
        async with running_house(tmp_path, otel_endpoint=endpoint) as house:
            visitor = house.visitor()
            await visitor.sign_in()
            await house.play(fail={"c2s/nft/get-my": [500]})
            problem = await visitor.get("/api/nft/get-my")
            assert problem.status == 502

        spans = _spans(sink)

    (request,) = [span for span in spans if span.name == "mirror_miners"]
    (call,) = [span for span in spans if span.name == "c2s/nft/get-my"]
    assert call.trace_id == request.trace_id
    assert call.parent_span_id == request.span_id
    assert request.parent_span_id == b""
    assert (request.kind, call.kind) == (Span.SPAN_KIND_SERVER, Span.SPAN_KIND_CLIENT)
    assert _said(call) == {"outcome": "partner_broken", "tries": 1}
    assert _said(request) == {
        "outcome": "partner_broken",
        "status": 502,
        "request_id": problem.json["requestId"],
    }
    assert len({span.trace_id for span in spans}) == 4
    assert not [event for span in spans for event in span.events]


async def test_a_strangers_parent_is_not_ours(tmp_path: Path) -> None:
    foreign = "0af7651916cd43dd8448eb211c80319c"
    async with running_sink() as sink:
        endpoint = f"http://127.0.0.1:{sink.port}"
        async with running_house(tmp_path, otel_endpoint=endpoint) as house:
            parent = {"traceparent": f"00-{foreign}-b7ad6b7169203331-01"}
            await house.visitor().ask("GET", "/api/nowhere", headers=parent)

        (span,) = _spans(sink)

    assert span.trace_id.hex() != foreign
    assert _said(span)["outcome"] == "not_found"


async def test_the_partner_is_told_of_the_span_its_call_is() -> None:
    credentials = Credentials(SecretStr(""), SecretStr(""))
    async with running_sink() as sink:
        async with observing(settings(otel_endpoint=f"http://127.0.0.1:{sink.port}")):
            with traces.span("c2s/there", traces.Kind.ASKED):
                sent = credentials.request(Call(COLLECTIONS), 0).headers["traceparent"]

        (span,) = _spans(sink)

    assert sent.startswith(f"00-{span.trace_id.hex()}-{span.span_id.hex()}-")


def test_untraced_the_partner_is_told_of_none() -> None:
    credentials = Credentials(SecretStr(""), SecretStr(""))

    with traces.span("c2s/there", traces.Kind.ASKED) as span:
        span.mark(outcome="ok")

    assert "traceparent" not in credentials.request(Call(COLLECTIONS), 0).headers


async def test_a_collector_that_is_away_is_nobodys_trouble(tmp_path: Path) -> None:
    async with running_house(tmp_path, otel_endpoint="http://127.0.0.1:1") as house:
        assert (await house.visitor().get("/healthz")).status == 200
