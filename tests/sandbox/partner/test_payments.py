"""Buying a miner, and binding a BTC wallet: writes that may be repeated."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.partner import accounts, payments
from tests.sandbox.partner.caller import BTC, Answer, Caller

MINERS, WALLETS, BIND = "c2s/nft/get-my", "c2s/wallet/find-by-user", "c2s/wallet/create-btc"


async def _open(caller: Caller, user: int, **changed: object) -> Answer:
    body = {"userId": user, "nftCollectionId": 4, "externalId": "e-1"} | changed
    return await caller.signed_post("s2s/nft-payment/init", body)


async def _settle(caller: Caller, user: int, external_id: str = "e-1") -> Answer:
    body = {"userId": user, "externalId": external_id}
    return await caller.signed_post("s2s/nft-payment/success", body)


async def _miners(caller: Caller) -> list[Any]:
    return (await caller.get(MINERS, {"limit": 999})).rows


async def test_a_paid_miner_is_delivered_once(caller: Caller) -> None:
    user = await caller.init()
    before = await _miners(caller)

    opened = [await _open(caller, user) for _ in range(2)]
    unpaid = await _miners(caller)
    settled = [await _settle(caller, user) for _ in range(3)]

    price = (await caller.get("c2s/nft-collection/find-all-generative")).rows[3]["value"]
    assert [answer.data for answer in opened] == [{"value": price, "externalId": "e-1"}] * 2
    assert unpaid == before
    assert [answer.data for answer in settled] == [True] * 3
    after = await _miners(caller)
    assert after[:-1] == before
    assert (after[-1]["power"], after[-1]["energyEfficiency"]) == (16, 15)
    assert after[-1]["createdAt"] == caller.clock.at.strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_a_bought_miner_earns_from_its_first_whole_day(caller: Caller) -> None:
    user = await caller.init()
    await _open(caller, user)
    await _settle(caller, user)
    bought = (await _miners(caller))[-1]["id"]
    earned = []
    for _ in range(4):
        await caller.init()
        totals = (await caller.get("c2s/nft-income/find-total-by-user")).data["array"]
        rows = (await caller.get("c2s/nft-income/find-by-user", {"limit": 99})).rows
        own = sum(row["value"] for row in rows if row["nftId"] == bought)
        assert own == next(each["totalValue"] for each in totals if each["nftId"] == bought)
        earned.append(len([row for row in rows if row["nftId"] == bought]))
        caller.clock.pass_by(days=1)

    assert earned == [0, 0, 1, 2]


async def test_two_payments_deliver_two_miners(caller: Caller) -> None:
    user = await caller.init()
    before = len(await _miners(caller))

    for external_id in ("e-1", "e-2"):
        await _open(caller, user, externalId=external_id)
        await _settle(caller, user, external_id)

    after = await _miners(caller)
    assert len({miner["id"] for miner in after}) == len(after) == before + 2


async def test_an_external_id_stands_for_one_purchase(caller: Caller) -> None:
    ann, bob = await caller.init("ann"), await caller.init("bob")
    await _open(caller, ann)

    other_user = await _open(caller, bob)
    other_miner = await _open(caller, ann, nftCollectionId=5)
    same = await _open(caller, ann)

    assert (other_user.status, other_miner.status, same.status) == (409, 409, 200)


async def test_only_what_was_opened_can_be_settled_by_its_user(caller: Caller) -> None:
    ann, bob = await caller.init("ann"), await caller.init("bob")
    await _open(caller, ann)

    assert (await _settle(caller, bob)).status == 404
    assert (await _settle(caller, ann, "e-2")).status == 404
    assert (await _settle(caller, ann)).status == 200


@pytest.mark.parametrize("changed", [{"nftCollectionId": 9}, {"userId": 2**70}], ids=str)
async def test_a_payment_is_for_something_that_exists(
    caller: Caller, changed: dict[str, int]
) -> None:
    user = await caller.init()

    assert (await _open(caller, user, **changed)).status == 404
    assert (await _settle(caller, 2**70)).status == 404


async def test_only_so_many_payments_are_kept(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payments, "MAX_PAYMENTS", 1)
    user = await caller.init()

    answers = [await _open(caller, user, externalId=each) for each in ("e-1", "e-2", "e-1")]

    assert [answer.status for answer in answers] == [200, 503, 200]


@pytest.mark.parametrize(
    "address",
    [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn",
        BTC,
        BTC.upper(),
        "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ],
)
async def test_a_bound_wallet_is_listed(user: Caller, address: str) -> None:
    bound = await user.post(BIND, {"address": address})

    [wallet] = (await user.get(WALLETS)).rows
    assert bound.data is True
    assert wallet.pop("id") >= 1
    at = user.clock.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert wallet == {"createdAt": at, "address": address, "type": "BTC"}


async def test_binding_a_wallet_again_changes_nothing(user: Caller) -> None:
    for _ in range(2):
        assert (await user.post(BIND, {"address": BTC})).data is True
        user.clock.pass_by(seconds=1)

    assert len((await user.get(WALLETS)).rows) == 1


async def test_the_partner_binds_for_its_user(caller: Caller) -> None:
    await caller.init("ann")

    bound = await caller.signed_post(
        "s2s/wallet/create-btc", {"partnerUserId": "ann", "address": BTC}
    )
    stranger = await caller.signed_post(
        "s2s/wallet/create-btc", {"partnerUserId": "eve", "address": BTC}
    )

    assert bound.data is True
    assert stranger.status == 404
    asked = {"partnerUserId": "ann"}
    listed = (await caller.signed_get("s2s/wallet/find-by-user", asked)).rows
    assert [wallet["address"] for wallet in listed] == [BTC]
    assert (await caller.get(WALLETS)).rows == listed


async def test_wallets_are_listed_in_pages(user: Caller) -> None:
    addresses = [f"1A1zP1eP5QGefi2DMPTfTL5SLmv7Divf{end}" for end in ("N1", "N2", "N3")]
    for address in addresses:
        await user.post(BIND, {"address": address})

    pages = [(await user.get(WALLETS, {"limit": 2, "offset": offset})).rows for offset in (0, 2)]

    assert [[each["address"] for each in page] for page in pages] == [
        addresses[:2],
        addresses[2:],
    ]
    assert len({each["id"] for page in pages for each in page}) == 3


async def test_a_user_binds_only_so_many_wallets(
    user: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "MAX_WALLETS", 1)
    await user.post(BIND, {"address": BTC})

    other = await user.post(BIND, {"address": "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"})
    same = await user.post(BIND, {"address": BTC})

    assert (other.status, same.status) == (409, 200)


async def test_wallets_are_each_users_own(caller: Caller) -> None:
    await caller.init("ann")
    await caller.post(BIND, {"address": BTC})
    await caller.init("bob")

    assert (await caller.get(WALLETS)).rows == []


async def test_whoever_was_away_longest_is_forgotten(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "MAX_ACCOUNTS", 2)
    for name in ("ann", "bob", "ann", "eve"):
        await caller.init(name)

    statuses = [
        (await caller.signed_get("s2s/nft/get-my", {"partnerUserId": name})).status
        for name in ("ann", "bob", "eve")
    ]

    assert statuses == [200, 404, 200]
