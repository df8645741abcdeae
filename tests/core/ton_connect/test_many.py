"""Two hundred at once, and nothing of them afterwards."""

from __future__ import annotations

import asyncio
import gc

import psutil
import pytest

from core.chat_sign_in import ChatSignIn, Connecting
from core.errors import ConnectEndedError, WalletSilentError
from core.model import UserId
from core.ton_connect import Pace
from core.ton_connect.connector import Attempt, Session
from core.ton_connect.line import Line
from tests.core.ton_connect.town import ADA, Town

MANY, SOME = 200, 40
SLOW = pytest.mark.timeout(300)
PATIENT = Pace()


def sockets(town: Town) -> int:
    """Return how many sockets there are between us and the bridge; both ends are here."""
    found = psutil.Process().net_connections("tcp")
    ends = [{at.laddr.port, at.raddr.port} for at in found if at.status != psutil.CONN_LISTEN]
    return sum(town.bridge.port in ports for ports in ends)


def tasks() -> int:
    """Return how many tasks there are, but for those of the servers' connections."""
    return sum("RequestHandler" not in repr(task) for task in asyncio.all_tasks())


def objects() -> int:
    """Return how many things of an attempt's are in memory."""
    gc.collect()
    kinds = (Connecting, Attempt, Session, Line)
    return sum(isinstance(found, kinds) for found in gc.get_objects())


async def nothing_is_left(town: Town, tasks_before: int) -> None:
    """Wait until the bridge has seen everybody hang up; then there is nothing of them here."""
    await town.bridge.until(lines=0)
    connector = town.http.connector
    assert connector is not None
    await connector.close()  # the wallets' own
    async with asyncio.timeout(20):
        while sockets(town) or tasks() > tasks_before:  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.05)
    assert objects() == 0


@SLOW
async def test_two_hundred_connect_at_once_and_leave_nothing(town: Town) -> None:
    async with town.sign_in(pace=PATIENT) as sign_in:
        before = tasks()
        everybody_waits = asyncio.Event()

        async def connect(user: int) -> str:
            async with sign_in.connecting(UserId(user), town.app) as connecting:
                waiting = asyncio.ensure_future(connecting.wait())
                await everybody_waits.wait()
                await town.answer(connecting.link)
                return (await waiting).address

        signed_in = asyncio.gather(*(connect(user) for user in range(1, MANY + 1)))
        await town.bridge.until(lines=MANY)
        assert sockets(town) == 2 * MANY
        everybody_waits.set()
        addresses = await signed_in

        assert (len(addresses), len(set(addresses))) == (MANY, 1)
        await nothing_is_left(town, before)


@SLOW
async def test_stopping_closes_every_line(town: Town) -> None:
    before = tasks()
    async with town.sign_in(pace=PATIENT) as sign_in:
        waiting = [asyncio.ensure_future(_wait(town, sign_in, user)) for user in range(SOME)]
        await town.bridge.until(lines=SOME)

    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(end) for end in ended} == {ConnectEndedError}
    ended.clear()
    waiting.clear()
    await nothing_is_left(town, before)


async def test_attempt_after_attempt_leaves_nothing(town: Town) -> None:
    before = tasks()
    async with town.sign_in(seconds=0.05) as sign_in:
        for _ in range(20):
            with pytest.raises(WalletSilentError):
                await _wait(town, sign_in, ADA)
        assert not sign_in._turns
        assert await sign_in.interrupted() == ()
    await nothing_is_left(town, before)


async def _wait(town: Town, sign_in: ChatSignIn, user: int) -> None:
    async with sign_in.connecting(UserId(user), town.app) as connecting:
        await connecting.wait()
