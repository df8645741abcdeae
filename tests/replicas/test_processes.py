"""Two real web processes on PostgreSQL and Valkey, behind any load balancer: no sticky sessions."""

from __future__ import annotations

import asyncio
import json
import time
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count, cycle

import asyncpg  # type: ignore[import-untyped]  # it ships no types
import pytest
import pytest_asyncio
from aiohttp import ClientSession, TCPConnector
from pydantic import SecretStr
from redis.asyncio import Redis

from core.keys import split_keys
from core.model import TokenPair, UserId
from core.sealing import KeyRing
from core.store import open_store
from core.tokens import TokenKeeper
from core.tokens.seals import Seals
from sandbox.partner import PartnerOptions, running_partner
from sandbox.partner.tokens import TokenDesk
from tests.house import Visitor
from tests.processes import WebProcess, running_web
from tests.settings import settings
from tests.valkey import Valkey, running_valkey

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.postgres,
    pytest.mark.timeout(240),
]

MINERS = "/api/nft/get-my"
RATES = "/api/income-statistic/get-income-per-th"
SECONDS = 60.0
"""For what takes two or three on a machine of its own."""

LATEST = 2.0
"""Seconds after which nobody is answered: one, and one for a machine that does all at once."""

_users = count(9000)


@dataclass(frozen=True)
class Town:
    """Everything running."""

    webs: tuple[WebProcess, WebProcess]
    partner_url: str
    database_url: str
    valkey: Valkey
    http: ClientSession

    async def somebody(self) -> tuple[Visitor, Visitor]:
        """Return a new user, signed in, as they meet the one and the other process."""
        one, other = self.nobody()
        answer = await one.sign_in()
        assert answer.status == 200, answer.body
        other.headers = one.headers
        return one, other

    def nobody(self) -> tuple[Visitor, Visitor]:
        """Return a new user who has not opened the Mini App."""
        one, other = self.webs
        user = next(_users)
        return one.visitor(self.http, user), other.visitor(self.http, user)

    async def forget(self) -> None:
        """Have the partner count anew: it remembers a thousand requests."""
        async with self.http.delete(f"{self.partner_url}/_log") as answer:
            assert answer.status < 300

    async def seen(self, operation: str) -> int:
        """Return how often the partner was asked for *operation* since."""
        async with self.http.get(f"{self.partner_url}/_log") as answer:
            entries = (await answer.json())["requests"]
        assert len(entries) < 1000
        return sum(entry["operation"] == operation for entry in entries)

    async def ready(self) -> list[dict[str, str]]:
        """Return what the processes say of themselves."""
        answers = [await web.visitor(self.http).get("/readyz") for web in self.webs]
        assert {answer.status for answer in answers} == {200}
        return [answer.json for answer in answers]

    async def until_both_say(self, **said: str) -> None:
        """Wait until both say so of themselves."""
        async with asyncio.timeout(SECONDS):
            while await self.ready() != [said] * 2:  # noqa: ASYNC110  # they are other processes
                await asyncio.sleep(0.05)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: str
) -> AsyncIterator[Town]:
    folder, name = tmp_path_factory.mktemp("town"), "town"
    await _create(postgres_server, name)
    async with AsyncExitStack() as stack:
        valkey = stack.enter_context(running_valkey())
        partner_url = await stack.enter_async_context(running_partner(PartnerOptions()))
        http = await stack.enter_async_context(ClientSession(connector=TCPConnector(limit=0)))
        changed = {
            "PARTNER_API_URL": partner_url,
            "DATABASE_URL": f"{postgres_server}/{name}",
            "REDIS_URL": valkey.url,
            "PARTNER_TIMEOUT": "60",
        }
        one, other = await asyncio.gather(  # each may be the one that makes the tables
            *(stack.enter_async_context(running_web(folder, **changed)) for _ in range(2))
        )
        town = Town((one, other), partner_url, changed["DATABASE_URL"], valkey, http)
        await town.until_both_say(status="ok")
        yield town


async def _create(server: str, name: str) -> None:
    connection = await asyncpg.connect(f"{server}/postgres")
    await connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    await connection.close()


async def test_five_hundred_requests_at_once_with_an_expired_jwt_cost_one_refresh(
    town: Town,
) -> None:
    both = await town.somebody()
    await _expire(town, UserId(both[0].user))
    await town.forget()
    turns = cycle(both)

    answers = await asyncio.gather(*(next(turns).get(MINERS) for _ in range(500)))

    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert await town.seen("c2s/auth/refresh") == 1
    assert await town.seen("c2s/nft/get-my") == 500


async def _expire(town: Town, user: UserId) -> None:
    """Let two hours pass: the JWT, which no process has read yet, is over since one."""
    ring = KeyRing(split_keys(settings().token_keys))
    async with open_store(town.database_url) as store:
        account = await store.account(user)
        assert account is not None
        pair, wallet = Seals(ring).pair(account), Seals(ring).wallet(account)
        claims = pair.jwt.get_secret_value().split(".")[1]
        owner = json.loads(urlsafe_b64decode(claims + "=="))["id"]
        past = datetime.now(UTC) - timedelta(hours=2)
        jwt = TokenDesk(PartnerOptions().api_secret, ttl=3600).issue(owner, past).jwt_token
        await TokenKeeper(store, ring, _unasked).keep(
            user, replace(pair, jwt=SecretStr(jwt)), wallet, past
        )


async def _unasked(_: TokenPair) -> TokenPair:
    raise AssertionError("nothing is due")


async def test_a_sign_out_at_one_is_seen_at_the_other_within_a_second(town: Town) -> None:
    one, other = await town.somebody()
    for visitor in (one, other):
        assert (await visitor.get(MINERS)).status == 200
        assert (await visitor.get("/api/miners")).status == 200

    assert (await one.post("/api/auth/sign-out")).status == 200
    await _refused_within_a_second(other)

    assert (await other.get("/api/miners")).code == "sign_in_again"


async def _refused_within_a_second(visitor: Visitor) -> None:
    began = asked = time.monotonic()
    while (answer := await visitor.get(MINERS)).status == 200:
        assert asked - began < LATEST
        await asyncio.sleep(0.01)
        asked = time.monotonic()
    assert answer.code == "sign_in_again"


async def test_a_deletion_at_one_is_seen_at_the_other(town: Town) -> None:
    one, other = await town.somebody()
    assert (await other.get(MINERS)).status == 200

    assert (await one.ask("DELETE", "/api/me")).status == 200

    await _refused_within_a_second(other)


async def test_a_payload_is_used_up_once(town: Town) -> None:
    one, other = town.nobody()
    await one.open()
    other.headers = one.headers
    proof = {"tonWallet": await one.proof()}

    answers = await asyncio.gather(
        *(visitor.post("/api/auth/check-proof", proof) for visitor in (one, other) * 4)
    )

    statuses = sorted(answer.status for answer in answers)
    assert statuses == [200, *[422] * 7]
    assert {answer.json["reason"] for answer in answers if answer.status != 200} == {
        "payload_unknown"
    }


async def test_a_sign_in_may_begin_at_one_and_end_at_the_other(town: Town) -> None:
    one, other = town.nobody()
    await one.open()
    other.headers = one.headers
    proof = await one.proof()

    assert (await other.post("/api/auth/check-proof", {"tonWallet": proof})).status == 200

    assert (await one.get(MINERS)).status == 200


async def _undisturbed(town: Town, test: Callable[[], Awaitable[None]]) -> None:
    """Do it until Redis was there all the while: on a slow machine it may seem to be away."""
    while True:
        await town.until_both_say(status="ok")
        away = sum(len(web.logged("redis_away")) for web in town.webs)
        try:
            await test()
        except AssertionError:
            if away == sum(len(web.logged("redis_away")) for web in town.webs):
                raise
        else:
            return


async def test_limits_are_of_all_together(town: Town) -> None:
    async def change() -> None:
        turns = cycle(await town.somebody())
        changes = [
            await next(turns).ask("PATCH", "/api/me/preferences", json={}) for _ in range(24)
        ]

        assert [answer.status for answer in changes] == [200] * 20 + [429] * 4

    await _undisturbed(town, change)


async def test_the_partner_is_asked_once_for_both(town: Town) -> None:
    async def read() -> None:
        one, other = await town.somebody()
        async with Redis.from_url(town.valkey.url) as redis:
            await redis.flushall()
        await town.forget()

        said = [await visitor.get(RATES) for visitor in (one, other) * 5]
        told = [(await visitor.get("/api/miners")).data for visitor in (one, other)]

        assert len({answer.body for answer in said}) == 1
        assert len(told[0]["array"]) == len(told[1]["array"]) > 0
        assert await town.seen("c2s/nft/get-my") == 1
        assert await town.seen("c2s/income-statistic/get-income-per-th") <= 1

    await _undisturbed(town, read)


async def _everything_works(town: Town) -> None:
    """Sign in, read at both, sign out, be refused at both."""
    one, other = await town.somebody()
    for visitor in (one, other):
        assert (await visitor.get(MINERS)).status == 200
        assert (await visitor.get("/api/miners")).status == 200
        assert (await visitor.get(RATES)).status == 200
    assert (await one.post("/api/auth/sign-out")).status == 200
    await _refused_within_a_second(other)
    assert (await one.get(MINERS)).code == "sign_in_again"


async def test_a_redis_that_forgets_everything_stops_nothing(town: Town) -> None:
    one, other = await town.somebody()
    async with Redis.from_url(town.valkey.url) as redis:
        await redis.flushall()
        await redis.script_flush()

    assert (await other.get(MINERS)).status == 200
    await _everything_works(town)
    assert await town.ready() == [{"status": "ok"}] * 2
    assert (await one.get("/api/me")).status == 200


async def test_a_frozen_redis_stops_nothing_and_is_told_of_until_it_goes_on(town: Town) -> None:
    town.valkey.freeze()
    try:
        await _everything_works(town)  # also while nobody has noticed
        await town.until_both_say(status="ok", redis="away")
        began = time.monotonic()
        for _ in range(20):
            await _limited_locally(town)
        assert time.monotonic() - began < 5  # had each waited for Redis: at least 10
        await _everything_works(town)
    finally:
        town.valkey.thaw()

    await town.until_both_say(status="ok")
    await _everything_works(town)


async def _limited_locally(town: Town) -> None:
    visitor, _ = town.nobody()
    assert (await visitor.post("/api/session")).code == "init_data_invalid"


async def test_a_redis_that_is_gone_stops_nothing_and_is_found_again(town: Town) -> None:
    away = [len(web.logged("redis_away")) for web in town.webs]
    town.valkey.stop()
    try:
        await _everything_works(town)
        await town.until_both_say(status="ok", redis="away")
        turns = cycle(await town.somebody())
        changes = [
            await next(turns).ask("PATCH", "/api/me/preferences", json={}) for _ in range(44)
        ]
        assert [answer.status for answer in changes] == [200] * 40 + [429] * 4  # each its own
    finally:
        town.valkey.start()

    await town.until_both_say(status="ok")
    await _everything_works(town)
    assert all(
        len(web.logged("redis_away")) > before for web, before in zip(town.webs, away, strict=True)
    )
