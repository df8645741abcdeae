"""API-KEY-WITH-SIGNATURE, from the partner's side."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from sandbox.partner.refusal import RefusedError
from sandbox.partner.signature import signed_query
from tests.sandbox.partner.caller import OPTIONS, PREFIX, Answer, Caller, calling, compact
from tests.shared import vectors

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INIT = f"{PREFIX}s2s/auth/init"
MINERS = f"{PREFIX}s2s/nft/get-my"


def _cases() -> list[Any]:
    try:
        cases: list[Any] = vectors("partner-api/sign_vectors.json")["cases"]
    except pytest.skip.Exception as gone:
        return [pytest.param({}, marks=pytest.mark.skip(reason=str(gone)))]
    return [pytest.param(case, id=case["name"]) for case in cases]


def _path(case: dict[str, str]) -> str:
    """Choose an operation that takes these fields."""
    fields = json.loads(case["wire"]) if case["kind"] == "body" else parse_qs(case["wire"])
    if case["kind"] == "query":
        return "s2s/nft-income/find-by-user"
    if "nftCollectionId" in fields:
        return "s2s/nft-payment/init"
    if "externalId" in fields:
        return "s2s/nft-payment/success"
    return "s2s/wallet/create-btc" if "address" in fields else "s2s/auth/init"


async def _send(caller: Caller, case: dict[str, str], wire: str) -> Answer:
    path = PREFIX + _path(case)
    if case["kind"] == "query":
        return await caller.send("GET", f"{path}?{wire}", headers=caller.key)
    return await caller.send("POST", path, body=wire.encode(), headers=caller.key)


def _refused_the_signature(answer: Answer) -> bool:
    return answer.status == 400 and "signature" in answer.body["message"]


@pytest.mark.parametrize("case", _cases())
async def test_the_published_and_derived_vectors_are_accepted(case: dict[str, str]) -> None:
    secret = vectors("partner-api/sign_vectors.json")["secret"]
    async with calling(replace(OPTIONS, api_secret=secret)) as caller:
        caller.clock.at = EPOCH + timedelta(milliseconds=1721656927974)
        await caller.init("123")

        answer = await _send(caller, case, case["wire"])
        upper = await _send(
            caller, case, case["wire"].replace(case["signature"], case["signature"].upper())
        )
        forged = await _send(
            caller, case, case["wire"].replace(case["signature"], case["signature"][::-1])
        )

    # One query names no user and the payments nobody known: past the signature, another refusal.
    names_someone = "partnerUserId" in case["wire"]
    assert answer.status == upper.status == (200 if names_someone else upper.status)
    assert not _refused_the_signature(answer)
    assert not _refused_the_signature(upper)
    if names_someone or case["kind"] == "body":
        assert _refused_the_signature(forged)


@pytest.mark.parametrize(
    ("shift", "window", "status"),
    [
        pytest.param(0, None, 200, id="now"),
        pytest.param(999, None, 200, id="just not ahead"),
        pytest.param(1000, None, 400, id="ahead"),
        pytest.param(-5000, None, 200, id="at the end of the default window"),
        pytest.param(-5001, None, 400, id="past the default window"),
        pytest.param(-5001, 6000, 200, id="within a wider window"),
        pytest.param(-60_000, 60_000, 200, id="at the end of the widest window"),
        pytest.param(-60_001, 60_000, 400, id="past the widest window"),
        pytest.param(-11, 10, 400, id="past a narrow window"),
    ],
)
async def test_a_request_is_good_for_its_window(
    caller: Caller, shift: int, window: int | None, status: int
) -> None:
    await caller.init("ann")
    fields: dict[str, Any] = {"partnerUserId": "ann", "timestamp": caller.clock.ms + shift}
    fields |= {} if window is None else {"recvWindow": window}

    asked = await caller.signed_get("s2s/nft/get-my", fields)
    written = await caller.signed_post("s2s/auth/init", fields)

    assert (asked.status, written.status) == (status, status)
    assert status == 200 or "timestamp" in asked.body["message"]


async def test_the_date_header_shows_the_clock_timestamps_are_held_against(caller: Caller) -> None:
    caller.clock.pass_by(days=-3)

    answer = await caller.get("c2s/nft/get-my")

    assert answer.headers["Date"] == caller.clock.at.strftime("%a, %d %b %Y %H:%M:%S GMT")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"partnerUserId": "bob"}, id="changed"),
        pytest.param({"x": 1}, id="added"),
        pytest.param({"recvWindow": 5000}, id="the window added"),
    ],
)
async def test_every_field_of_a_body_is_signed(caller: Caller, body: dict[str, Any]) -> None:
    plain = {"partnerUserId": "ann", "timestamp": caller.clock.ms}
    signed = json.loads(caller.sign_body(plain))

    answer = await caller.send("POST", INIT, body=compact(signed | body), headers=caller.key)

    assert _refused_the_signature(answer)


async def test_the_order_of_a_body_is_signed(caller: Caller) -> None:
    plain = {"partnerUserId": "ann", "timestamp": caller.clock.ms}
    signed = json.loads(caller.sign_body(plain))
    turned = {name: signed[name] for name in ("timestamp", "partnerUserId", "signature")}

    answer = await caller.send("POST", INIT, body=compact(turned), headers=caller.key)

    assert _refused_the_signature(answer)


async def test_a_body_may_be_written_with_blanks_and_escapes(caller: Caller) -> None:
    signed = caller.sign_body({"partnerUserId": "Žižka", "timestamp": caller.clock.ms})
    spaced = json.dumps(json.loads(signed), indent=2).encode()

    answer = await caller.send("POST", INIT, body=spaced, headers=caller.key)

    assert answer.status == 200


async def test_a_signature_inside_an_object_is_signed_like_any_field(caller: Caller) -> None:
    answer = await caller.signed_post(
        "s2s/auth/init", {"partnerUserId": "ann", "x": {"signature": "y"}}
    )

    assert answer.status == 200


@pytest.mark.parametrize(
    "extra", [{"x": None}, {"x": 1.5}, {"x": "\ud800"}], ids=["null", "fraction", "surrogate"]
)
async def test_a_signed_body_has_one_way_to_be_written(
    caller: Caller, extra: dict[str, Any]
) -> None:
    body = {"partnerUserId": "ann", "timestamp": caller.clock.ms, "signature": "0" * 64} | extra

    answer = await caller.send("POST", INIT, body=json.dumps(body).encode(), headers=caller.key)

    assert answer.status == 400
    assert "body" in answer.body["message"]


@pytest.mark.parametrize(
    "signature", ["", "0" * 63, "0" * 65, "g" * 64, "é" * 64, 7, None], ids=lambda s: ascii(s)[:9]
)
async def test_a_signature_is_64_hex_digits(caller: Caller, signature: object) -> None:
    body = {"partnerUserId": "ann", "timestamp": caller.clock.ms, "signature": signature}

    answer = await caller.send("POST", INIT, body=json.dumps(body).encode(), headers=caller.key)

    assert answer.status == 400


async def test_a_body_without_a_signature_is_refused(caller: Caller) -> None:
    body = compact({"partnerUserId": "ann", "timestamp": caller.clock.ms})

    answer = await caller.send("POST", INIT, body=body, headers=caller.key)

    assert answer.status == 400


async def test_a_query_is_signed_as_it_was_sent(caller: Caller) -> None:
    await caller.init("a b")
    wires = [
        caller.sign_query(f"partnerUserId={name}&timestamp={caller.clock.ms}")
        for name in ("a%20b", "a+b", "%61%20b")
    ]

    answers = [await caller.send("GET", f"{MINERS}?{wire}", headers=caller.key) for wire in wires]
    mixed = wires[0].replace("a%20b", "a+b")
    crossed = await caller.send("GET", f"{MINERS}?{mixed}", headers=caller.key)

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert _refused_the_signature(crossed)


@pytest.mark.parametrize("where", ["first", "middle", "last"])
async def test_the_signature_may_stand_anywhere_in_a_query(caller: Caller, where: str) -> None:
    await caller.init("ann")
    *pairs, signature = caller.sign_query(
        f"partnerUserId=ann&timestamp={caller.clock.ms}&limit=1"
    ).split("&")
    pairs.insert({"first": 0, "middle": 1, "last": 3}[where], signature)

    answer = await caller.send("GET", f"{MINERS}?{'&'.join(pairs)}", headers=caller.key)

    assert answer.status == 200


@pytest.mark.parametrize("second", ["signature=", "signature={}", "signatur%65={}"])
async def test_a_second_signature_in_a_query_is_refused(caller: Caller, second: str) -> None:
    await caller.init("ann")
    wire = caller.sign_query(f"partnerUserId=ann&timestamp={caller.clock.ms}")
    twice = f"{wire}&{second.format(wire[-64:])}"

    answer = await caller.send("GET", f"{MINERS}?{twice}", headers=caller.key)

    assert answer.status == 400


@pytest.mark.parametrize("query", ["a=1", "signature=1&a=1&signature=1", "Signature=1"])
def test_what_was_signed_is_a_query_less_exactly_one_signature(query: str) -> None:
    with pytest.raises(RefusedError):
        signed_query(query)


async def test_a_query_without_a_signature_is_refused(caller: Caller) -> None:
    query = f"partnerUserId=ann&timestamp={caller.clock.ms}"

    answer = await caller.send("GET", f"{MINERS}?{query}", headers=caller.key)

    assert _refused_the_signature(answer)


async def test_another_secret_signs_nothing(caller: Caller) -> None:
    caller.options = replace(caller.options, api_secret="another")

    answer = await caller.signed_post("s2s/auth/init", {"partnerUserId": "ann"})

    assert _refused_the_signature(answer)
