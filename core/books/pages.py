"""The partner's pages of one user: asked for, or taken from the replica that has just asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pydantic import SecretStr

from core.books.volume import FRESH
from core.errors import PartnerBrokenError
from core.model import UserId
from core.partner import Answer, Income, Miner, Page, PartnerClient, TotalIncome
from core.partner.operations import INCOMES, MINERS, TOTAL_INCOME, Operation
from core.shared import Shared
from core.tokens import TokenKeeper

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """Where pages come from."""

    partner: PartnerClient
    tokens: TokenKeeper
    shared: Shared
    now: Callable[[], float]


class Pages:
    """The pages of a user with the wallet *linked_at*; none told before `at`.

    What one replica is told, all may use for a minute. Of a list that is its beginning alone: a
    later page, kept since before the list grew, would leave a gap behind a younger first one.
    """

    def __init__(self, source: Source, user: UserId, linked_at: datetime, at: float) -> None:
        self._source = source
        self._user = user
        self._linked_at = linked_at
        self.at = at

    async def miners(self, page: Page) -> Answer[list[Miner]]:
        """Return a page of the user's miners."""
        return await self._list(MINERS, page, lambda jwt: self._source.partner.miners(jwt, page))

    async def incomes(self, page: Page) -> Answer[list[Income]]:
        """Return a page of the user's incomes."""
        return await self._list(INCOMES, page, lambda jwt: self._source.partner.incomes(jwt, page))

    async def totals(self) -> Answer[TotalIncome]:
        """Return what the user has earned in all."""
        return await self._shared(TOTAL_INCOME, "", self._source.partner.total_income)

    async def _list(
        self, operation: Operation[T], page: Page, ask: Callable[[SecretStr], Awaitable[Answer[T]]]
    ) -> Answer[T]:
        if page.offset:
            return await self._source.tokens.call(self._user, ask)
        return await self._shared(operation, str(page.limit), ask)

    async def _shared(
        self, operation: Operation[T], part: str, ask: Callable[[SecretStr], Awaitable[Answer[T]]]
    ) -> Answer[T]:
        source, what = self._source, f"{operation.name} {part} {self._linked_at.isoformat()}"
        if found := await source.shared.find(self._user, what):
            try:
                answer = Answer(found.value, operation.form)
            except PartnerBrokenError:
                pass  # as an older version of ours was told it
            else:
                self.at = min(self.at, source.now() - (FRESH - found.left))
                return answer
        asked_at = source.now()
        answer = await source.tokens.call(self._user, ask)
        left = FRESH - (source.now() - asked_at)
        await source.shared.keep(self._user, what, answer.body, left)
        return answer
