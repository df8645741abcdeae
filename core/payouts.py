"""Where a user's income is paid out: the BTC addresses bound at the partner."""

from __future__ import annotations

from core.btc import address as btc
from core.model import BtcNetwork, UserId
from core.partner import Answer, BtcWallet, Page, PartnerClient
from core.tokens import TokenKeeper

__all__ = ["BtcWallet", "Payouts"]


class Payouts:
    """Binds BTC addresses and lists them."""

    def __init__(self, partner: PartnerClient, tokens: TokenKeeper, network: BtcNetwork) -> None:
        self._partner = partner
        self._tokens = tokens
        self._network = network

    async def wallets(self, user: UserId, page: Page) -> Answer[list[BtcWallet]]:
        """Return a page of the bound addresses."""
        return await self._tokens.call(user, lambda jwt: self._partner.btc_wallets(jwt, page))

    async def bind(self, user: UserId, address: str) -> Answer[bool]:
        """Bind *address*, in canonical form; a wrong one raises `AddressError` and goes nowhere."""
        canonical = btc.canonical(address, self._network)
        return await self._tokens.call(user, lambda jwt: self._partner.bind_btc(jwt, canonical))
