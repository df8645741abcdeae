"""All 19 operations, against the sandbox partner over real HTTP."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from pydantic import SecretStr

from core.errors import PartnerRejectedError, PartnerUnauthorizedError
from core.model import TokenPair
from core.partner import Page, PartnerClient
from sandbox.partner import PartnerOptions, running_partner
from tests.core.partner.faulty import KEY, SECRET, FakeTime, client_of
from tests.proofs import SIGNED_AT, make_proof, read

BTC = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
OPTIONS = PartnerOptions(api_key=KEY, api_secret=SECRET)
NOW = datetime.fromtimestamp(SIGNED_AT, UTC)


async def opened(
    stack: AsyncExitStack, options: PartnerOptions = OPTIONS, ahead: int = 0
) -> PartnerClient:
    """Return a client of a sandbox whose clock is *ahead* of ours, in seconds."""
    url = await stack.enter_async_context(
        running_partner(options, now=lambda: NOW + timedelta(seconds=ahead))
    )
    return await stack.enter_async_context(client_of(url, FakeTime(SIGNED_AT)))


@pytest.fixture
async def client() -> AsyncIterator[PartnerClient]:
    async with AsyncExitStack() as stack:
        yield await opened(stack)


async def signed_in(client: PartnerClient) -> TokenPair:
    payload = await client.generate_payload(OPTIONS.partner_id)
    return await client.check_proof(read(make_proof(payload=payload, at=SIGNED_AT)))


@pytest.fixture
async def pair(client: PartnerClient) -> TokenPair:
    return await signed_in(client)


async def test_a_user_signs_in_and_reads_their_books(
    client: PartnerClient, pair: TokenPair
) -> None:
    miners = (await client.miners(pair.jwt)).value
    incomes = (await client.incomes(pair.jwt, Page(limit=len(miners)))).value
    total = (await client.total_income(pair.jwt)).value
    rates = (await client.income_per_th(pair.jwt)).value

    assert miners
    assert all(miner.power > 0 and miner.efficiency > 0 for miner in miners)
    assert {income.miner_id for income in incomes} <= {miner.id for miner in miners}
    assert sum(each.total for each in total.per_miner) == total.total
    assert total.last is not None
    assert total.withdrawn + total.on_balance == total.total
    assert rates.btc_rate > rates.kwh_price > 0
    assert isinstance(total.total, Decimal)


async def test_a_page_is_a_part_of_the_list(client: PartnerClient, pair: TokenPair) -> None:
    whole = (await client.incomes(pair.jwt, Page(limit=9))).value
    part = (await client.incomes(pair.jwt, Page(limit=4, offset=3))).value

    assert part == whole[3:7]


async def test_a_pair_is_renewed_and_the_old_one_is_used_up(
    client: PartnerClient, pair: TokenPair
) -> None:
    renewed = await client.refresh(pair)

    assert (await client.miners(renewed.jwt)).value
    with pytest.raises(PartnerUnauthorizedError):
        await client.refresh(pair)


async def test_collections_are_the_same_for_a_user_and_for_us(
    client: PartnerClient, pair: TokenPair
) -> None:
    asked_by_a_user = await client.collections(pair.jwt)
    asked_by_us = await client.server_collections()

    assert asked_by_a_user.value == asked_by_us.value
    assert asked_by_us.value


async def test_an_address_is_bound(client: PartnerClient, pair: TokenPair) -> None:
    assert (await client.bind_btc(pair.jwt, BTC)).value is True

    [wallet] = (await client.btc_wallets(pair.jwt, Page(limit=5))).value
    assert (wallet.address, wallet.kind) == (BTC, "BTC")


async def test_a_user_of_ours_is_served_by_signed_calls(client: PartnerClient) -> None:
    first = await client.server_init("user-1")
    renewed = await client.server_refresh(first)

    assert (await client.bind_user_btc("user-1", BTC)).body == b'{"data":true}'
    [wallet] = (await client.user_btc_wallets("user-1")).value
    assert wallet.address == BTC
    by_us = (await client.user_miners("user-1", Page(limit=3))).value
    assert by_us == (await client.miners(renewed.jwt, Page(limit=3))).value
    incomes = (await client.user_incomes("user-1", Page(limit=3, offset=1))).value
    assert incomes == (await client.incomes(renewed.jwt, Page(limit=3, offset=1))).value


async def test_a_miner_is_paid_for_twice_and_charged_once(client: PartnerClient) -> None:
    pair = await client.server_init("user-1")
    user = _partners_id(pair.jwt)
    [collection, *_] = (await client.server_collections()).value

    payment = await client.init_payment(user, collection.id, "order-1")
    for _ in range(2):
        assert (await client.confirm_payment(user, "order-1")).value is True

    assert payment.value == collection.price
    assert await client.init_payment(user, collection.id, "order-1") == payment


def _partners_id(jwt: SecretStr) -> int:
    claims = jwt.get_secret_value().split(".")[1]
    return int(json.loads(urlsafe_b64decode(claims + "=="))["id"])


async def test_a_wrong_secret_is_refused_in_the_partners_words() -> None:
    async with AsyncExitStack() as stack:
        client = await opened(stack, PartnerOptions(api_key=KEY, api_secret="another"))

        with pytest.raises(PartnerRejectedError) as caught:
            await client.user_miners("user-1")

    assert "signature" in caught.value.said


@pytest.mark.parametrize("ahead", [0, 30, -30, 3600, -3600])
async def test_clocks_that_differ_do_not_keep_reads_from_being_signed(ahead: int) -> None:
    async with AsyncExitStack() as stack:
        client = await opened(stack, ahead=ahead)

        with pytest.raises(PartnerRejectedError) as caught:
            await client.user_miners("nobody")
        await client.server_init("user-1")

        assert "timestamp" not in caught.value.said
        assert (await client.user_miners("user-1")).value


async def test_a_proof_for_another_payload_is_refused(client: PartnerClient) -> None:
    with pytest.raises(PartnerRejectedError):
        await client.check_proof(read(make_proof(payload="never given", at=SIGNED_AT)))


@pytest.mark.parametrize("fault", [502, 503, 504, "drop", "html"])
async def test_a_read_outlives_two_faults(fault: int | str) -> None:
    failing = PartnerOptions(
        api_key=KEY, api_secret=SECRET, fail={"s2s/nft-collection/find-all-generative": [fault] * 2}
    )
    async with AsyncExitStack() as stack:
        client = await opened(stack, failing)

        assert (await client.server_collections()).value
