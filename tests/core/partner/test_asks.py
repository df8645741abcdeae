"""What is checked before anything is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pydantic import SecretStr

from core.errors import RequestError
from core.model import TokenPair, TonNetwork
from core.partner import Page, PartnerClient, open_http
from core.partner.payloads import AskTokens
from tests.core.partner.faulty import JWT, KEY, SECRET, meeting, said
from tests.core.partner.samples import NO_ROWS
from tests.proofs import changed, make_proof, read

Use = Callable[[PartnerClient], Awaitable[Any]]

BAD_IDS = ["", "a" * 256, "a b", "a/b", "ключ", "a\n", "a&b=c", 'a"b', "a%20", 7, None]


def uses(id_: Any) -> dict[str, Use]:  # noqa: ANN401  # wrong kinds too
    return {
        "server_init": lambda c: c.server_init(id_),
        "user_miners": lambda c: c.user_miners(id_),
        "user_incomes": lambda c: c.user_incomes(id_),
        "user_btc_wallets": lambda c: c.user_btc_wallets(id_),
        "bind_user_btc": lambda c: c.bind_user_btc(id_, "bc1q"),
        "init_payment": lambda c: c.init_payment(1, 1, id_),
        "confirm_payment": lambda c: c.confirm_payment(1, id_),
    }


REFUSED: list[Any] = [
    *(
        pytest.param(use, id=f"{name} {id_!r:.12}")
        for id_ in BAD_IDS
        for name, use in uses(id_).items()
    ),
    *(
        pytest.param(use, id=f"{name} {number!r}")
        for number in (0, -1, 1.5, "1", True, 2**53, None)
        for name, use in {
            "init_payment user": lambda c, n=number: c.init_payment(n, 1, "e"),
            "init_payment collection": lambda c, n=number: c.init_payment(1, n, "e"),
            "confirm_payment": lambda c, n=number: c.confirm_payment(n, "e"),
        }.items()
    ),
    *(
        pytest.param(use, id=f"{name} {text!r:.12}")
        for text in ("", "a" * 256, "\ud800", 7, None)
        for name, use in {
            "bind_btc": lambda c, t=text: c.bind_btc(JWT, t),
            "bind_user_btc": lambda c, t=text: c.bind_user_btc("u", t),
            "generate_payload": lambda c, t=text: c.generate_payload(t),
        }.items()
    ),
    *(
        pytest.param(
            lambda c, t=token: c.refresh(TokenPair(JWT, SecretStr(t))), id=f"refresh {token!r:.12}"
        )
        for token in ("", "a b", "a\n", "a" * 8193)
    ),
]


@pytest.fixture(scope="module")
def alone() -> PartnerClient:
    """A client with nobody to talk to: what it sends fails by another name."""
    return PartnerClient(
        open_http(1.0),
        url="http://127.0.0.1:9",
        api_key=SecretStr(KEY),
        api_secret=SecretStr(SECRET),
    )


@pytest.mark.parametrize("use", REFUSED)
async def test_what_the_document_does_not_allow_is_not_sent(alone: PartnerClient, use: Use) -> None:
    with pytest.raises(RequestError):
        await use(alone)


async def test_a_refused_field_is_named_and_not_quoted(alone: PartnerClient) -> None:
    with pytest.raises(RequestError, match="address") as caught:
        await alone.bind_btc(JWT, "x" * 256)

    assert "xxx" not in str(caught.value)


@pytest.mark.parametrize("good", ["a", "A-Z_0.9", "9" * 255])
async def test_a_good_id_is_sent(good: str) -> None:
    async with meeting(said(200, NO_ROWS)) as (client, partner):
        await client.user_miners(good)

    assert f"?partnerUserId={good}&timestamp=" in partner.seen[0].target


@pytest.mark.parametrize(
    "page",
    [{"limit": 0}, {"limit": 1000}, {"limit": -1}, {"offset": -1}, {"offset": 100_000}],
)
def test_a_page_the_document_does_not_allow_is_refused(page: dict[str, int]) -> None:
    with pytest.raises(RequestError):
        Page(**page)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        pytest.param(Page(), "", id="nothing asked"),
        pytest.param(Page(limit=1), "?limit=1", id="least limit"),
        pytest.param(Page(limit=999, offset=99_999), "?limit=999&offset=99999", id="most"),
        pytest.param(Page(offset=0), "?offset=0", id="offset alone"),
    ],
)
async def test_a_page_is_asked_for_in_digits(page: Page, query: str) -> None:
    async with meeting(said(200, NO_ROWS)) as (client, partner):
        await client.miners(JWT, page)

    assert partner.seen[0].target == f"/api/partner/c2s/nft/get-my{query}"


def test_a_wallet_is_sent_as_it_was_read() -> None:
    wallet = make_proof()
    wallet["device"]["features"].append({"name": "Новое", "maxMessages": None})

    assert AskTokens(ton_wallet=read(wallet)).fields() == {"tonWallet": wallet}


def test_a_wallet_on_an_unknown_chain_is_not_sent() -> None:
    with pytest.raises(RequestError, match="ton_wallet"):
        AskTokens(ton_wallet=read(changed(make_proof(), "account.chain", "-7")))


@pytest.mark.parametrize("network", TonNetwork)
def test_a_wallet_on_either_chain_is_sent(network: TonNetwork) -> None:
    asked = AskTokens(ton_wallet=read(make_proof(network=network))).fields()

    assert asked["tonWallet"]["account"]["chain"] == network.value
