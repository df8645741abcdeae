"""Asks what a forecast needs: the rates, the user's miners and what is on offer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from decimal import Decimal

import structlog

from core.books import Books, Fleet
from core.errors import PartnerError, SignInAgainError, StoreError
from core.forecast.asked import Asked
from core.forecast.outlook import Outlook, foreseen
from core.market import Aged, Collection, Market
from core.model import UserId

FEW = 50
"""Kinds of miners that take a few milliseconds; more would hold up everyone else."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An outlook, and the miners it is about where they are own ones.

    `market_age` in seconds is that of the older: rates or offers.
    """

    outlook: Outlook
    market_age: int
    fleet: Fleet | None


class Forecast:
    """Tells what miners would earn."""

    def __init__(self, market: Market, books: Books) -> None:
        self._market = market
        self._books = books

    async def of(self, user: UserId, asked: Asked) -> Foreseen:
        """Return what the user's miners, or those *asked* about, would earn.

        Without the collections there are no paybacks; without the rates or, where they are asked
        about, the user's miners it raises as `Market` and `Books` do. So a miner that is typed in
        needs no sign-in while somebody else's rates are fresh.
        """
        rates, age = await self._market.rates(user)
        fleet = await self._fleet(user, asked)
        offered = await self._offered(user)
        collections = None if offered is None else offered.answer.value
        miners = [(one.power, one.efficiency) for one in fleet.miners] if fleet else _typed(asked)
        if len({efficiency for _, efficiency in miners}) <= FEW:
            outlook = foreseen(asked, miners, rates, collections)
        else:
            outlook = await asyncio.to_thread(foreseen, asked, miners, rates, collections)
        return Foreseen(outlook, age if offered is None else max(age, offered.age), fleet)

    async def _offered(self, user: UserId) -> Aged[list[Collection]] | None:
        try:
            return await self._market.collections(user)
        except (PartnerError, SignInAgainError, StoreError) as error:
            log.info("forecast_without_collections", code=error.code)
            return None

    async def _fleet(self, user: UserId, asked: Asked) -> Fleet | None:
        return await self._books.fleet(user) if asked.power is None else None


def _typed(asked: Asked) -> list[tuple[Decimal, Decimal]]:
    """Return the miner that was typed in."""
    if asked.power is None or asked.efficiency is None:
        return []
    return [(asked.power, asked.efficiency)]
