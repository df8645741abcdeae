"""The seal of a request, against what the partner published."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr

from core.partner.payloads import AskOfUser, AskPayment, BindUserBtc, ConfirmPayment, Stamp
from core.partner.signing import body, query, signature, signed_body, signed_query
from tests.shared import vectors

SECRET = SecretStr("123a6fd0-f542-46dc-a91b-627146deb6c9")
AT = 1_721_656_927_974


def test_the_published_body_is_reproduced() -> None:
    fields = AskOfUser(user="123").fields() | Stamp(timestamp=AT).fields()

    assert signed_body(fields, SECRET) == (
        '{"partnerUserId":"123","timestamp":1721656927974,"signature":'
        '"03955aeac5ffe46c02fbb74e2b41f0d36f3992b5363253949a4a7dd79c972a24"}'
    )


def test_the_published_query_is_reproduced() -> None:
    fields = AskOfUser(user="123").fields() | Stamp(timestamp=AT).fields()

    assert signed_query(fields | {"limit": 20, "offset": 0}, SECRET) == (
        "partnerUserId=123&timestamp=1721656927974&limit=20&offset=0&signature="
        "0cefa897946a49e8027b2c5787a48c547c83a6dc9f7d172870ba7f81cef42bd5"
    )


def test_the_vectors_are_reproduced() -> None:
    told = vectors("partner-api/sign_vectors.json")

    for case in told["cases"]:
        assert signature(case["signed"], SecretStr(told["secret"])) == case["signature"], case[
            "name"
        ]


ASKED: dict[str, dict[str, Any]] = {
    "doc-post-auth-init": AskOfUser(user="123").fields() | Stamp(timestamp=AT).fields(),
    "post-recvwindow": AskOfUser(user="123").fields() | Stamp(timestamp=AT, window=5000).fields(),
    "post-nft-payment-init": (
        AskPayment(user=7, collection=42, external_id="01J3Z5K8Q4").fields()
        | Stamp(timestamp=AT).fields()
    ),
    "post-create-btc": (
        BindUserBtc(user="123", address="bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4").fields()
        | Stamp(timestamp=AT).fields()
    ),
    "doc-get-find-by-user": (
        AskOfUser(user="123").fields() | Stamp(timestamp=AT).fields() | {"limit": 20, "offset": 0}
    ),
    "get-no-paging": AskOfUser(user="123").fields() | Stamp(timestamp=AT).fields(),
    "get-recvwindow": AskOfUser(user="123").fields() | Stamp(timestamp=AT, window=10_000).fields(),
    "s2s-find-all-generative-no-user": Stamp(timestamp=AT).fields(),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_sent_is_what_the_vectors_send(name: str) -> None:
    told = vectors("partner-api/sign_vectors.json")
    [case] = [case for case in told["cases"] if case["name"] == name]
    seal = signed_body if case["kind"] == "body" else signed_query

    assert seal(ASKED[name], SecretStr(told["secret"])) == case["wire"]


def test_what_is_sealed_is_what_is_sent_less_its_end() -> None:
    fields = ConfirmPayment(external_id="e", user=1).fields() | {"note": "Ключ \U0001f511"}
    sent = signed_body(fields, SECRET)

    assert sent.startswith(body(fields)[:-1])
    assert "Ключ" in sent
    assert json.loads(sent)["signature"] == signature(body(fields), SECRET)
    assert query({"a": "b.c", "d": 1}) == "a=b.c&d=1"
