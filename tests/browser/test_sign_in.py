"""Signing in with a wallet that refuses or lies: a sentence, and the next try works."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import Route, expect

from sandbox.demo_wallet import refused
from tests.browser.conftest import Phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Event = dict[str, Any]
SIGNING = "**/sandbox/wallet/connect"


def _forged(event: Event) -> Event:
    proof = event["payload"]["items"][1]["proof"]
    proof["signature"] = base64.b64encode(bytes(64)).decode()
    return event


def _unable(event: Event) -> Event:
    event["payload"]["items"][1] = {"name": "ton_proof", "error": {"code": 400, "message": "no"}}
    return event


def _on_testnet(event: Event) -> Event:
    event["payload"]["items"][0]["network"] = "-3"
    return event


def _late(event: Event) -> Event:
    event["payload"]["items"][1]["proof"]["timestamp"] -= 3600
    return event


def _declined(_: Event) -> Event:
    return refused(300, "no")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        pytest.param(_forged, "The signature was not accepted", id="a forged signature"),
        pytest.param(_unable, "This wallet cannot sign", id="a wallet that cannot sign"),
        pytest.param(_on_testnet, "The wallet is on another network", id="the other network"),
        pytest.param(_late, "The signature carries a wrong time", id="a slow clock"),
        pytest.param(_declined, "You declined", id="a user who declines"),
    ],
)
async def test_a_refused_proof_is_explained_and_the_next_one_works(
    guest: Phone, answer: Callable[[Event], Event], sentence: str
) -> None:
    async def tamper(route: Route) -> None:
        response = await route.fetch()
        await route.fulfill(response=response, json=answer(await response.json()))

    app = await guest.open()
    async with guest.answered(SIGNING, tamper):
        await guest.press_main()
        await expect(app.get_by_role("alert")).to_contain_text(sentence)
    await guest.look_over(f"state-refused{answer.__name__.replace('_', '-')}", whole=False)

    await guest.press_main()

    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()
