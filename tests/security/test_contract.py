"""The API against its own description: Schemathesis sends what it allows and what it forbids.

What is sent is the same in every run. A signed-in user's requests get past the rate limits here,
to see what stands behind them; a stranger's meet them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house import House, Visitor, running_house
from tests.init_data import init_data
from tests.security.fuzzing import Found, fuzzed
from webapp.openapi import document
from webapp.routes import ROUTES

LEAVING = ["me_forget", "auth_sign_out", "sign_ins_sign_out_everywhere"]
"""After these there would be nobody signed in to ask the rest."""

WELL_FORMED_AND_REFUSED = {
    "me_change_preferences": [400],  # a time zone that does not exist, a threshold out of bounds
    "forecast_foresee": [400],  # a figure out of bounds, a miner's power without its efficiency
    "earnings_export": [400],  # 1.0, to JSON Schema an integer
    "auth_check_proof": [400, 422],  # the same; a proof that proves nothing
    "wallet_check_btc": [422],  # text that is no address
    "wallet_create_btc": [422],
}
"""What JSON Schema cannot say; every other request that fits the description is to be accepted."""

ACCEPTED = ["2xx", "401", "404"]


def credentials(visitor: Visitor) -> dict[str, Any]:
    token = visitor.headers["Authorization"].removeprefix("Bearer ")
    sealed = f"tma {init_data(time.time())}"
    return {"auth": {"openapi": {"session": {"bearer": token}, "initData": {"api_key": sealed}}}}


def only(*operations: str) -> dict[str, Any]:
    return {"operations": [{"exclude-operation-id": list(operations), "enabled": False}]}


def operation(name: str, **config: Any) -> dict[str, Any]:  # noqa: ANN401  # schemathesis.toml's words
    return {"include-operation-id": name} | config


def refusing() -> Iterator[dict[str, Any]]:
    for name, statuses in WELL_FORMED_AND_REFUSED.items():
        accepted = [*ACCEPTED, *map(str, statuses)]
        yield operation(name, checks={"positive_data_acceptance": {"expected-statuses": accepted}})


async def pieces(visitor: Visitor) -> list[dict[str, Any]]:
    """Return where real things are, which no description can tell."""
    miners = (await visitor.get("/api/miners")).data["array"]
    found = [operation("miners_show", parameters={"path.id": str(miners[0]["id"])})]
    for name, path in (("earnings", "/api/earnings/export"), ("own_data", "/api/me/export")):
        made = (await visitor.post(path, {})).data
        ticket, file_name = made["url"].split("/")[-2:]
        parameters = {"path.ticket": ticket, "path.name": file_name}
        found.append(operation(f"{name}_file", parameters=parameters))
    return found


def label(route: Any) -> str:  # noqa: ANN401  # a Route
    return f"{route.method} {route.path}"


def assert_all_held(found: Found) -> None:
    assert not found.faults, "\n\n".join(found.faults)
    assert not {status for seen in found.statuses.values() for status in seen if status >= 500}


@pytest.mark.timeout(600)
async def test_a_user_who_is_signed_in_finds_every_operation_as_it_is_described(
    boundless: House, ada: Visitor
) -> None:
    leaving = [operation(name, enabled=False) for name in LEAVING]
    operations = [*refusing(), *await pieces(ada), *leaving]

    found = await fuzzed(
        boundless.url,
        **credentials(ada),
        operations=operations,
        checks={"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
    )

    assert_all_held(found)
    read_already = "openapi_show"
    staying = {label(route) for route in ROUTES if route.name not in {*LEAVING, read_already}}
    assert staying == set(found.statuses)
    assert {name for name, seen in found.statuses.items() if 200 not in seen} == {
        "POST /api/auth/check-proof",  # no wallet signs what Schemathesis makes up
        "POST /api/wallet/check-btc",  # nor is it an address
        "POST /api/wallet/create-btc",
    }
    assert (await ada.get("/api/me")).data["wallet"], "nothing that was sent signed the user out"


@pytest.mark.timeout(600)
async def test_leaving_is_as_it_is_described(boundless: House, ada: Visitor) -> None:
    found = await fuzzed(boundless.url, **credentials(ada), **only(*LEAVING))

    assert_all_held(found)
    assert len(found.statuses) == len(LEAVING)


@pytest.mark.timeout(600)
async def test_a_stranger_finds_every_operation_closed_and_as_it_is_described(
    tmp_path: Path,
) -> None:
    async with running_house(tmp_path) as house:
        found = await fuzzed(house.url)
        journal = await house.seen("c2s/auth/generate-payload")

    assert_all_held(found)
    closed = {label(route) for route in ROUTES if route.caller or route.init_data or route.ticket}
    for name in closed:
        assert found.statuses[name] <= {401, 404, 405, 429}, name
    assert journal == 0


KEYWORDS = {
    *("$ref", "additionalProperties", "anyOf", "const", "default", "description", "enum"),
    *("exclusiveMinimum", "format", "items", "maxItems", "maxLength", "maximum", "minItems"),
    *("minLength", "minimum", "pattern", "properties", "required", "title", "type"),
}


def keywords(schema: dict[str, Any]) -> Iterator[str]:
    for keyword, value in schema.items():
        yield keyword
        if keyword == "properties":
            for property_ in value.values():
                yield from keywords(property_)
        elif keyword in {"items", "additionalProperties"} and isinstance(value, dict):
            yield from keywords(value)
        elif keyword == "anyOf":
            for kind in value:
                yield from keywords(kind)


def test_a_limit_is_described_in_json_schemas_own_words() -> None:
    schemas = document(ROUTES)["components"]["schemas"]

    assert {word for schema in schemas.values() for word in keywords(schema)} <= KEYWORDS
