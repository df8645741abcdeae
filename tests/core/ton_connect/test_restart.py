"""A restart in the middle: the next process goes on where the last one stopped, or says so."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from core.chat_sign_in import ChatSignIn
from core.errors import ConnectEndedError, WalletSilentError
from core.keys import new_key
from core.settings import Settings
from core.ton_connect.connector import Attempt
from sandbox.http_wallet import Decision
from tests.core.ton_connect.town import ADA, BORIS, Town, account


async def _asked_and_stopped(town: Town, *, seconds: float = 60) -> str:
    """Have a process ask Ada's wallet and stop while it waits; return the link."""
    links: list[str] = []

    async def connect(sign_in: ChatSignIn) -> None:
        async with sign_in.connecting(ADA, town.app) as connecting:
            links.append(connecting.link)
            await connecting.wait()

    async with town.sign_in(seconds) as sign_in:
        task = asyncio.ensure_future(connect(sign_in))
        await town.bridge.until(lines=1)
    with pytest.raises(ConnectEndedError):
        await task
    await town.bridge.until(lines=0)
    return links[0]


async def test_the_next_process_goes_on_with_the_same_link(town: Town) -> None:
    link = await _asked_and_stopped(town)

    async with town.sign_in() as sign_in:
        assert await sign_in.interrupted() == (ADA,)
        async with sign_in.resuming(ADA) as connecting:
            assert connecting.link == link
            assert await sign_in.interrupted() == ()
            await town.answer(link)
            linked = await connecting.wait()
        assert await sign_in.interrupted() == ()

    assert await town.services.login.wallet(ADA) == linked


async def test_an_answer_that_came_in_between_is_not_lost(town: Town) -> None:
    link = await _asked_and_stopped(town)
    await town.answer(link)

    async with town.sign_in() as sign_in, sign_in.resuming(ADA) as connecting:
        assert (await connecting.wait()).address == account().address


async def test_a_handler_that_is_cancelled_leaves_its_attempt_too(town: Town) -> None:
    async def connect(sign_in: ChatSignIn) -> None:
        async with sign_in.connecting(ADA, town.app) as connecting:
            await connecting.wait()

    async with town.sign_in() as sign_in:
        task = asyncio.ensure_future(connect(sign_in))
        await town.bridge.until(lines=1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

        assert await sign_in.interrupted() == (ADA,)


async def test_what_is_over_is_said_to_be_and_forgotten(town: Town) -> None:
    await _asked_and_stopped(town, seconds=1)
    await asyncio.sleep(1.1)

    async with town.sign_in() as sign_in:
        with pytest.raises(WalletSilentError):
            async with sign_in.resuming(ADA):
                pytest.fail("there is nothing to go on with")
        with pytest.raises(WalletSilentError):
            async with sign_in.resuming(BORIS):
                pytest.fail("there never was")
        assert await sign_in.interrupted() == ()


async def test_with_another_key_there_is_nothing_to_go_on_with(town: Town) -> None:
    await _asked_and_stopped(town)
    rekeyed = Settings(**dict(town.settings) | {"token_keys": new_key()})

    async with replace(town, settings=rekeyed).sign_in() as sign_in:
        assert await sign_in.interrupted() == (ADA,)
        with pytest.raises(WalletSilentError):
            async with sign_in.resuming(ADA):
                pytest.fail("it does not open")
        assert await sign_in.interrupted() == ()


async def test_after_a_restart_the_wallet_that_answered_first_is_heard_alone(town: Town) -> None:
    # A process dies between hearing the wallet and acting upon it.
    async with town.sign_in() as sign_in, sign_in.connecting(ADA, town.app) as connecting:
        link = connecting.link
        first = await town.send(link, town.event(link))
        await connecting._asking.answer()
        await connecting._asking.keep()
        sign_in._turns[ADA].is_interrupted = True
    town.bridge.routes.mailboxes._letters.clear()
    await town.answer(link, Decision.DECLINE)
    await town.answer(link, version="v5r1")
    await town.send(link, town.event(link), crypto=first)

    async with town.sign_in() as sign_in, sign_in.resuming(ADA) as connecting:
        with capture_logs() as lines:
            linked = await connecting.wait()

    assert linked.address == account("v4r2").address
    ignored = [line["why"] for line in lines if line["event"] == "wallet_letter_ignored"]
    assert ignored == ["another sender"] * 2


async def test_what_is_kept_cannot_be_read_without_the_key(town: Town) -> None:
    path = town.settings.database_url.get_secret_value().removeprefix("sqlite:///")

    def rows() -> dict[str, bytes]:
        with closing(sqlite3.connect(path)) as database:
            return dict(database.execute("SELECT name, value FROM connections"))

    async with town.sign_in() as sign_in, sign_in.connecting(ADA, town.app) as connecting:
        asking = connecting._asking
        assert isinstance(asking, Attempt)
        private = asking._session.kept["session_private_key"]
        waiting = rows()
        await town.answer(connecting.link)
        await connecting.wait()

    assert (set(waiting), set(rows())) == ({"pending"}, {"linked"})
    for value in (waiting["pending"], rows()["linked"]):
        for secret in (private, town.bridge.url, connecting.link, "session"):
            assert secret.encode() not in value


async def test_a_row_moved_to_another_user_does_not_open(town: Town) -> None:
    await _asked_and_stopped(town)
    sealed = await town.services.store.connection(ADA, "pending")
    assert sealed is not None
    later = datetime.now(UTC) + timedelta(minutes=5)
    await town.services.store.keep_connection(BORIS, "pending", sealed, later)

    async with town.sign_in() as sign_in:
        with pytest.raises(WalletSilentError):
            async with sign_in.resuming(BORIS):
                pytest.fail("it is Ada's")
        async with sign_in.resuming(ADA) as connecting:
            assert connecting.link
