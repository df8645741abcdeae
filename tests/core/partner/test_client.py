"""Which operation each method uses, and what it says."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pydantic import SecretStr

from core.model import TokenPair
from core.partner import Page, PartnerClient
from tests.core.partner.faulty import JWT, FakeTime, meeting, said
from tests.core.partner.samples import GOOD
from tests.proofs import make_proof, read

PAIR = TokenPair(JWT, SecretStr("r"))
PAGE = Page(limit=2, offset=1)
WALLET = make_proof()
STAMP = "timestamp=1790000000000"
STAMPED = {"timestamp": 1_790_000_000_000}

USES: dict[str, tuple[Callable[[PartnerClient], Awaitable[Any]], str | dict[str, Any]]] = {
    "POST c2s/auth/generate-payload": (lambda c: c.generate_payload("p"), {"partnerId": "p"}),
    "POST c2s/auth/check-proof": (lambda c: c.check_proof(read(WALLET)), {"tonWallet": WALLET}),
    "POST c2s/auth/refresh": (lambda c: c.refresh(PAIR), {"refreshToken": "r"}),
    "POST s2s/auth/refresh": (lambda c: c.server_refresh(PAIR), {"refreshToken": "r"}),
    "POST s2s/auth/init": (lambda c: c.server_init("u"), {"partnerUserId": "u"} | STAMPED),
    "GET c2s/nft/get-my": (lambda c: c.miners(JWT, PAGE), "limit=2&offset=1"),
    "GET s2s/nft/get-my": (
        lambda c: c.user_miners("u", PAGE),
        f"partnerUserId=u&{STAMP}&limit=2&offset=1",
    ),
    "GET c2s/nft-collection/find-all-generative": (lambda c: c.collections(JWT), ""),
    "GET s2s/nft-collection/find-all-generative": (lambda c: c.server_collections(), ""),
    "POST s2s/nft-payment/init": (
        lambda c: c.init_payment(7, 42, "e"),
        {"userId": 7, "nftCollectionId": 42, "externalId": "e"} | STAMPED,
    ),
    "POST s2s/nft-payment/success": (
        lambda c: c.confirm_payment(7, "e"),
        {"externalId": "e", "userId": 7} | STAMPED,
    ),
    "GET c2s/income-statistic/get-income-per-th": (lambda c: c.income_per_th(JWT), ""),
    "GET c2s/nft-income/find-total-by-user": (lambda c: c.total_income(JWT), ""),
    "GET c2s/nft-income/find-by-user": (lambda c: c.incomes(JWT, PAGE), "limit=2&offset=1"),
    "GET s2s/nft-income/find-by-user": (
        lambda c: c.user_incomes("u", PAGE),
        f"partnerUserId=u&{STAMP}&limit=2&offset=1",
    ),
    "POST c2s/wallet/create-btc": (lambda c: c.bind_btc(JWT, "bc1q"), {"address": "bc1q"}),
    "GET c2s/wallet/find-by-user": (lambda c: c.btc_wallets(JWT, PAGE), "limit=2&offset=1"),
    "POST s2s/wallet/create-btc": (
        lambda c: c.bind_user_btc("u", "bc1q"),
        {"partnerUserId": "u", "address": "bc1q"} | STAMPED,
    ),
    "GET s2s/wallet/find-by-user": (
        lambda c: c.user_btc_wallets("u", PAGE),
        f"partnerUserId=u&{STAMP}&limit=2&offset=1",
    ),
}


def test_every_operation_has_its_method() -> None:
    assert {line.split()[1] for line in USES} == GOOD.keys()


@pytest.mark.parametrize("line", USES)
async def test_a_method_says_what_its_operation_takes(line: str) -> None:
    use, says = USES[line]
    method, name = line.split()

    async with meeting(said(200, {"data": GOOD[name]}), time=FakeTime()) as (client, partner):
        await use(client)

    [seen] = partner.seen
    path, _, query = seen.target.partition("?")
    assert (seen.method, path) == (method, f"/api/partner/{name}")
    if method == "GET":
        assert query.partition("&signature=")[0] == says
    else:
        told = json.loads(seen.body)
        assert ("signature" in told) == ("timestamp" in told)
        told.pop("signature", None)
        assert told == says
        assert seen.headers["content-type"] == "application/json"
    bearer = seen.headers.get("authorization")
    by_user = "c2s/" in name or name == "s2s/auth/refresh"
    anonymous = name in {"c2s/auth/generate-payload", "c2s/auth/check-proof"}
    assert bearer == (f"Bearer {JWT.get_secret_value()}" if by_user and not anonymous else None)
