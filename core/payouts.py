"""Where a user's income is paid out: the BTC addresses bound at the partner."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from core.btc.address import AddressKind, decode
from core.btc.check import PayableAddress, check
from core.model import BtcNetwork, UserId
from core.partner import WHOLE, Answer, BtcWallet, Page, PartnerClient
from core.tokens import TokenKeeper

__all__ = ["AddressKind", "BoundAddress", "BtcWallet", "PayableAddress", "Payouts"]


@dataclass(frozen=True, slots=True)
class BoundAddress:
    """An address that the partner pays to; `kind` is None where we do not know it."""

    id: int
    created_at: datetime
    address: str
    kind: AddressKind | None


class Payouts:
    """Checks BTC addresses, binds them and lists them."""

    def __init__(self, partner: PartnerClient, tokens: TokenKeeper, network: BtcNetwork) -> None:
        self._partner = partner
        self._tokens = tokens
        self._network = network

    async def wallets(self, user: UserId, page: Page) -> Answer[list[BtcWallet]]:
        """Return a page of the bound addresses."""
        return await self._tokens.call(user, lambda jwt: self._partner.btc_wallets(jwt, page))

    async def bound(self, user: UserId) -> list[BoundAddress]:
        """Return the bound addresses, as many as the partner gives unasked, with their kinds."""
        answer = await self.wallets(user, WHOLE)
        return await asyncio.to_thread(_with_kinds, answer.value)

    async def check(self, text: str) -> PayableAddress:
        """Return the address that *text* or its `bitcoin:` URI names; else raise `AddressError`."""
        # In a thread: to look for a typo takes milliseconds, and the first loads the library.
        return await asyncio.to_thread(check, text, self._network)

    async def bind(self, user: UserId, text: str) -> Answer[bool]:
        """Bind what `check` returns, in canonical form; a wrong one goes nowhere."""
        address = (await self.check(text)).text
        return await self._tokens.call(user, lambda jwt: self._partner.bind_btc(jwt, address))


def _with_kinds(wallets: list[BtcWallet]) -> list[BoundAddress]:
    return [
        BoundAddress(wallet.id, wallet.created_at, wallet.address, _kind(wallet.address))
        for wallet in wallets
    ]


def _kind(address: str) -> AddressKind | None:
    known = decode(address)
    return known.kind if known else None
