"""`kill -9` in the middle of signing in and of renewing JWTs: nobody is ever stuck."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from random import Random

import pytest
from aiohttp import ClientError
from pydantic import SecretStr

from core.keys import split_keys
from core.model import UserId
from core.sealing import KeyRing
from core.store import open_store
from core.tokens.seals import Seals
from sandbox.partner import PartnerOptions
from tests.chaos.proxy import SILENT, Fault
from tests.chaos.scene import Record, Scene, tell
from tests.chaos.test_partner import READ
from tests.house import Visitor
from tests.processes import WebProcess

LATENCY = 0.03
"""Seconds each way to the partner: what lies between two steps becomes wide enough to be hit."""
LONGEST = 0.6
"""Seconds; by then a round of signing in and reading is over."""
USERS = range(1, 7)
TTL = 4
"""Seconds a JWT lives; with less, one would be over on arrival where everything is slow."""

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def options() -> PartnerOptions:
    """A partner whose JWTs are over by the time a killed process runs again."""
    return PartnerOptions(token_ttl=TTL)


async def signing_in(visitor: Visitor) -> None:
    """Sign in again and again, until there is nobody to ask."""
    with suppress(ClientError, AssertionError, TypeError):
        while True:
            await visitor.sign_in()


async def reading(visitor: Visitor) -> None:
    """Read, the first time with a JWT to be renewed, until there is nobody to ask."""
    with suppress(ClientError, AssertionError, TypeError):
        await visitor.open()
        while True:
            await visitor.get(READ)


async def what_became_of(visitor: Visitor) -> str:
    """Return whether the user is still signed in, and see that they are so in the end."""
    assert (await visitor.open()).status == 200
    answer = await visitor.get(READ)
    if answer.status == 200:
        return "signed in"
    assert answer.code == "sign_in_again", answer.body
    assert (await visitor.sign_in()).status == 200
    assert (await visitor.get(READ)).status == 200
    return "told to sign in"


async def opened(web: WebProcess) -> int:
    """Return how many accounts there are, having opened every ciphertext in them."""
    seals = Seals(KeyRing(split_keys(SecretStr(web.environment["TOKEN_KEYS"]))))
    async with open_store(web.environment["DATABASE_URL"]) as store:
        found = [await store.account(UserId(user)) for user in USERS]
    accounts = [account for account in found if account]
    for account in accounts:
        assert seals.pair(account).jwt
        assert seals.wallet(account).address
    return len(accounts)


async def test_whoever_was_in_the_middle_is_signed_in_or_told_to_sign_in(
    scene: Scene,
    is_long: bool,  # noqa: FBT001  # a fixture
    record_property: Record,
) -> None:
    chance, found = Random(11), Counter[str]()  # noqa: S311  # moments, no secrets
    people = await scene.signed_in(*USERS)
    for _ in range(100 if is_long else 4):
        scene.proxy.fault = Fault(latency=LATENCY)
        lives = [
            asyncio.ensure_future((reading if each.user % 2 else signing_in)(each))
            for each in people
        ]
        await asyncio.sleep(chance.uniform(0, LONGEST))
        await scene.web.kill()
        await asyncio.gather(*lives)

        await scene.heal()
        await scene.web.start()
        await opened(scene.web)
        found.update(await asyncio.gather(*map(what_became_of, people)))
    assert await opened(scene.web) == len(USERS)
    tell(record_property, {"after a kill": dict(found)})


@pytest.mark.parametrize("path", ["generate-payload", "check-proof"])
async def test_a_sign_in_killed_while_the_partner_thinks_can_be_begun_anew(
    scene: Scene, path: str
) -> None:
    anna = scene.web.visitor(scene.http)
    await anna.open()
    proof = await anna.proof()
    scene.proxy.fault = SILENT
    asking = asyncio.ensure_future(
        anna.post(f"/api/auth/{path}", {"tonWallet": proof} if path == "check-proof" else None)
    )
    await asyncio.sleep(0.3)

    await scene.web.kill()

    with pytest.raises(ClientError):
        await asking
    await scene.heal()
    await scene.web.start()
    assert await what_became_of(anna) == "told to sign in"


async def test_a_refresh_killed_after_the_partner_gave_the_pair_asks_to_sign_in(
    scene: Scene,
) -> None:
    (anna,) = await scene.signed_in(7)
    await asyncio.sleep(TTL)
    scene.proxy.fault = Fault(answer_bytes=0)  # the old refresh token is used up, the new one lost
    assert (await anna.get(READ)).status != 200

    await scene.web.kill()
    await scene.heal()
    await scene.web.start()

    assert await what_became_of(anna) == "told to sign in"


async def test_a_kill_leaves_no_lock_behind(scene: Scene) -> None:
    (anna,) = await scene.signed_in(7)
    await asyncio.sleep(TTL)
    scene.proxy.fault = SILENT
    asking = asyncio.ensure_future(anna.get(READ))  # holds the user's turn to refresh
    await asyncio.sleep(0.3)

    await scene.web.kill()

    with pytest.raises(ClientError):
        await asking
    await scene.proxy.refuse()  # what was under way never arrives
    await scene.heal()
    await scene.web.start()
    assert await what_became_of(anna) == "signed in"
