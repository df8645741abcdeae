"""Signing in from the chat, against a real bridge and a wallet that speaks the protocol."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, Literal

import pytest
from structlog.testing import capture_logs

from core.errors import (
    BridgeError,
    ConnectBusyError,
    ConnectEndedError,
    ConnectError,
    PartnerUnreachableError,
    ProofError,
    SignInAgainError,
    WalletCannotProveError,
    WalletDeclinedError,
    WalletSilentError,
)
from core.runtime import open_services
from core.settings import Settings
from sandbox.http_wallet import APP, Decision
from sandbox.session_crypto import SessionCrypto
from tests.core.ton_connect.town import ADA, BORIS, Town, account


@pytest.mark.parametrize("version", ["v4r2", "v5r1"])
async def test_an_approval_signs_the_user_in_as_the_page_would(
    town: Town, version: Literal["v4r2", "v5r1"]
) -> None:
    async with town.sign_in() as sign_in:
        (app,) = await sign_in.wallets()
        async with sign_in.connecting(ADA, app) as connecting:
            assert sign_in.pending(ADA)
            assert connecting.link.startswith(f"{town.url}/open?v=2&id=")
            await town.answer(connecting.link, version=version)
            linked = await connecting.wait()
        assert not sign_in.pending(ADA)

    assert (linked.address, linked.app_name) == (account(version).address, APP)
    # The Mini App's use cases find the same wallet and the same tokens.
    assert await town.services.login.wallet(ADA) == linked
    assert (await town.services.home.of(ADA, 7)).power.fault is None


async def test_an_answer_may_come_while_we_wait(town: Town) -> None:
    async with town.sign_in() as sign_in, sign_in.connecting(ADA, town.app) as connecting:
        waiting = asyncio.ensure_future(connecting.wait())
        await town.bridge.until(lines=1)
        await town.answer(connecting.link)
        linked = await waiting

    assert linked.address == account().address


@pytest.mark.parametrize(
    ("universal_url", "begins"),
    [
        pytest.param("https://w.example/tc", "https://w.example/tc?v=2&id=", id="plain"),
        pytest.param("https://w.example/tc/", "https://w.example/tc?v=2&id=", id="a slash"),
        pytest.param("https://w.example/?x=1", "https://w.example/?x=1&v=2&id=", id="a query"),
        pytest.param(
            "https://t.me/wallet?attach=wallet",
            "https://t.me/wallet?attach=wallet&startattach=tonconnect-v__2-id__",
            id="Telegram's own",
        ),
    ],
)
async def test_the_link_begins_as_the_wallet_wants_it(
    town: Town, universal_url: str, begins: str
) -> None:
    app = replace(town.app, universal_url=universal_url)

    async with town.sign_in() as sign_in, sign_in.connecting(ADA, app) as connecting:
        assert connecting.link.startswith(begins)
        assert connecting.link.count("?") == 1


def changed(event: dict[str, Any], name: str, value: object) -> dict[str, Any]:
    """Return the approval with one thing in it other than it should be."""
    payload = event["payload"]
    address, proof = payload["items"]
    match name:
        case "id":
            event["id"] = value
        case "error":
            return {"event": "connect_error", "id": 1, "payload": value}
        case "item":
            payload["items"] = [address, {"name": "ton_proof", "error": value}]
        case "items":
            payload["items"] = value
        case "payload" | "no address":
            event["payload"] = value if name == "payload" else payload | {"items": [proof]}
        case "features":
            payload["device"] = payload["device"] | {"features": value}
        case "network":
            address["network"] = value
    return event


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("id", "0", id="an id as a string"),
        pytest.param("id", None, id="no id"),
        pytest.param("network", -239, id="a network as a number"),
    ],
)
async def test_wallets_that_take_liberties_are_understood(
    town: Town, name: str, value: object
) -> None:
    async with town.sign_in() as sign_in, sign_in.connecting(ADA, town.app) as connecting:
        await town.send(connecting.link, changed(town.event(connecting.link), name, value))

        assert (await connecting.wait()).address == account().address


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        pytest.param("error", {"code": 300, "message": "m"}, WalletDeclinedError, id="declined"),
        pytest.param("error", {"code": "300"}, WalletDeclinedError, id="declined by a string"),
        pytest.param("error", {"code": 2}, ConnectError, id="no manifest"),
        pytest.param("error", {}, ConnectError, id="an error without a code"),
        pytest.param("item", {"code": 400}, WalletCannotProveError, id="cannot prove"),
        pytest.param("item", {"code": 300}, WalletDeclinedError, id="will not prove"),
        pytest.param("item", None, WalletCannotProveError, id="proves nothing"),
        pytest.param("items", [], WalletCannotProveError, id="says nothing"),
        pytest.param("items", {"ton_addr": 1}, ConnectError, id="items that are none"),
        pytest.param("no address", None, ConnectError, id="no address"),
        pytest.param("features", [{}] * 33, ConnectError, id="too many features"),
        pytest.param("payload", "connected", ConnectError, id="no payload"),
    ],
)
async def test_a_refusal_is_the_error_it_means(
    town: Town, name: str, value: object, error: type[ConnectError]
) -> None:
    async with town.sign_in() as sign_in:
        async with sign_in.connecting(ADA, town.app) as connecting:
            await town.send(connecting.link, changed(town.event(connecting.link), name, value))
            with pytest.raises(ConnectError) as refused:
                await connecting.wait()
        assert type(refused.value) is error
        assert await sign_in.interrupted() == ()

    assert await town.services.login.wallet(ADA) is None


@pytest.mark.parametrize(
    ("decision", "error"),
    [
        pytest.param(Decision.DECLINE, WalletDeclinedError, id="declined"),
        pytest.param(Decision.NO_PROOF, WalletCannotProveError, id="no proof"),
        pytest.param(Decision.OTHER_NETWORK, ProofError, id="another network"),
    ],
)
async def test_what_the_owner_decides_is_what_is_said(
    town: Town, decision: Decision, error: type[Exception]
) -> None:
    async with town.sign_in() as sign_in, sign_in.connecting(ADA, town.app) as connecting:
        await town.answer(connecting.link, decision)
        with pytest.raises(error):
            await connecting.wait()


async def test_silence_ends_after_the_time_given(town: Town) -> None:
    async with (
        town.sign_in(seconds=0.3) as sign_in,
        sign_in.connecting(ADA, town.app) as connecting,
    ):
        with pytest.raises(WalletSilentError):
            await connecting.wait()
        await town.bridge.until(lines=0)


async def test_letters_that_are_no_answer_are_passed_over_and_logged_a_few_times(
    town: Town,
) -> None:
    async with town.sign_in() as sign_in, sign_in.connecting(ADA, town.app) as connecting:
        with capture_logs() as lines:
            await town.send(connecting.link, {}, sealed="no base64!")
            await town.send(connecting.link, {}, sealed="AAAA")
            other: list[object] = [{"event": "disconnect"}, {"result": 1}, [], "connect", None, {}]
            for said in other:
                await town.send(connecting.link, said)
            await town.answer(connecting.link)
            assert (await connecting.wait()).address == account().address

    ignored = [line for line in lines if line["event"] == "wallet_letter_ignored"]
    assert [line["why"] for line in ignored] == ["does not open"] * 2 + ["no answer"] * 3


async def test_the_first_answer_counts_and_a_second_changes_nothing(town: Town) -> None:
    async with town.sign_in() as sign_in, sign_in.connecting(ADA, town.app) as connecting:
        await town.answer(connecting.link)
        await town.answer(connecting.link, version="v5r1")
        await town.answer(connecting.link)

        assert (await connecting.wait()).address == account("v4r2").address
        with pytest.raises(ProofError, match="payload_unknown"):
            await connecting.wait()

    linked = await town.services.login.wallet(ADA)
    assert linked is not None
    assert linked.address == account("v4r2").address


async def test_a_user_has_one_attempt_and_the_second_ends_the_first(town: Town) -> None:
    async with town.sign_in() as sign_in:
        first_left = asyncio.Event()

        async def first() -> None:
            async with sign_in.connecting(ADA, town.app) as connecting:
                with pytest.raises(ConnectEndedError):
                    await connecting.wait()
            first_left.set()

        task = asyncio.ensure_future(first())
        await town.bridge.until(lines=1)
        async with sign_in.connecting(ADA, town.app) as second:
            assert first_left.is_set()
            await town.bridge.until(lines=0)
            await town.answer(second.link)
            assert (await second.wait()).address == account().address
        await task


async def test_cancelling_ends_the_wait_and_forgets_the_attempt(town: Town) -> None:
    async with town.sign_in() as sign_in:

        async def connect() -> None:
            async with sign_in.connecting(ADA, town.app) as connecting:
                await connecting.wait()

        task = asyncio.ensure_future(connect())
        await town.bridge.until(lines=1)
        await sign_in.cancel(ADA)
        await sign_in.cancel(BORIS)

        with pytest.raises(ConnectEndedError):
            await task
        assert not sign_in.pending(ADA)
        assert await sign_in.interrupted() == ()
        await town.bridge.until(lines=0)


async def test_a_process_takes_on_so_many_and_no_more(town: Town) -> None:
    few = Settings(**dict(town.settings) | {"connect_pending": 1})
    crowded = Town(town.url, few, town.services, town.bridge, town.http)
    async with crowded.sign_in() as sign_in:
        async with sign_in.connecting(ADA, town.app):
            with pytest.raises(ConnectBusyError):
                async with sign_in.connecting(BORIS, town.app):
                    pytest.fail("there is room for one")
        async with sign_in.connecting(BORIS, town.app):
            assert sign_in.pending(BORIS)


async def test_an_attempt_that_cannot_begin_holds_no_place(town: Town) -> None:
    nowhere = Settings(**dict(town.settings) | {"partner_api_url": "http://127.0.0.1:9"})
    async with open_services(nowhere) as services:
        lost = Town(town.url, nowhere, services, town.bridge, town.http)
        async with lost.sign_in() as sign_in:
            with pytest.raises(PartnerUnreachableError):
                async with sign_in.connecting(ADA, town.app):
                    pytest.fail("there is no payload")
            assert not sign_in.pending(ADA)


async def test_signing_out_tells_the_wallet(town: Town) -> None:
    async with town.sign_in() as sign_in:
        async with sign_in.connecting(ADA, town.app) as connecting:
            wallet = await town.answer(connecting.link)
            await connecting.wait()

        await sign_in.disconnect(ADA)
        told = await town.heard(wallet)

    assert (told["method"], told["params"]) == ("disconnect", [])
    assert await town.services.login.wallet(ADA) is None
    with pytest.raises(SignInAgainError):
        await town.services.portfolio.total_income(ADA)


async def test_signing_out_works_without_a_bridge_and_without_a_session(town: Town) -> None:
    async with town.sign_in() as sign_in:
        async with sign_in.connecting(ADA, town.app) as connecting:
            await town.answer(connecting.link)
            await connecting.wait()
        await town.bridge.die()

        await sign_in.disconnect(ADA)
        await sign_in.disconnect(ADA)

    assert await town.services.login.wallet(ADA) is None


async def test_a_bridge_that_is_down_is_said_to_be(town: Town) -> None:
    await town.bridge.die()

    async with town.sign_in() as sign_in, sign_in.connecting(ADA, town.app) as connecting:
        with pytest.raises(BridgeError):
            await connecting.wait()


async def test_nobody_elses_session_opens_an_answer(town: Town) -> None:
    async with (
        town.sign_in(seconds=0.5) as sign_in,
        sign_in.connecting(ADA, town.app) as connecting,
    ):
        event = town.event(connecting.link)
        await town.send(
            connecting.link, {}, sealed=SessionCrypto().seal(str(event), SessionCrypto().client_id)
        )
        with pytest.raises(WalletSilentError):
            await connecting.wait()
