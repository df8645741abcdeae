"""What a user owns and has earned, as the partner tells it."""

from __future__ import annotations

from core.model import UserId
from core.partner import (
    WHOLE,
    Answer,
    Collection,
    Income,
    Miner,
    Page,
    PartnerClient,
    TotalIncome,
)
from core.tokens import TokenKeeper

__all__ = ["WHOLE", "Answer", "Collection", "Income", "Miner", "Page", "Portfolio", "TotalIncome"]


class Portfolio:
    """Reads the partner's books with the user's own tokens."""

    def __init__(self, partner: PartnerClient, tokens: TokenKeeper) -> None:
        self._partner = partner
        self._tokens = tokens

    async def miners(self, user: UserId, page: Page) -> Answer[list[Miner]]:
        """Return a page of the user's miners."""
        return await self._tokens.call(user, lambda jwt: self._partner.miners(jwt, page))

    async def collections(self, user: UserId) -> Answer[list[Collection]]:
        """Return the collections on offer."""
        return await self._tokens.call(user, self._partner.collections)

    async def total_income(self, user: UserId) -> Answer[TotalIncome]:
        """Return what the user has earned in all, per miner, on balance and withdrawn."""
        return await self._tokens.call(user, self._partner.total_income)

    async def incomes(self, user: UserId, page: Page) -> Answer[list[Income]]:
        """Return a page of the user's daily incomes, as the partner orders them."""
        return await self._tokens.call(user, lambda jwt: self._partner.incomes(jwt, page))
