"""A partner and a keeper of tokens in memory, keeping the promises of the real ones."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pydantic import SecretStr

from core.books import Books
from core.errors import AppError, SignInAgainError
from core.model import LinkedWallet, TonNetwork, UserId
from core.partner import Answer, Income, Miner, Page, TotalIncome
from core.partner import operations as op
from tests.unshared import UNSHARED

T = TypeVar("T")

ADA = UserId(7)
BOB = UserId(8)
CLEO = UserId(9)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def income(ago: int, miner: int = 1, value: str = "0.00001") -> dict[str, Any]:
    """Return a row credited at 03:00 UTC so many days ago."""
    credited = NOON.replace(hour=3) - timedelta(ago)
    costs = {"c1Value": 0.000002, "c2Value": 0.000001, "c3Value": 0, "c4Value": 0}
    at = credited.isoformat().replace("+00:00", "Z")
    return {"createdAt": at, "value": float(value), **costs, "nftId": miner}


def miner(number: int) -> dict[str, Any]:
    """Return a miner of 16 TH."""
    pictures = {"imageUrl": "http://127.0.0.1/1.svg", "smallImageUrl": "http://127.0.0.1/1.svg"}
    figures = {"power": 16, "energyEfficiency": 15}
    return {"id": number, "createdAt": "2023-01-01T00:00:00Z", "name": f"#{number}"} | (
        figures | pictures
    )


@dataclass
class FakePartner:
    """Lists, newest first, cut to `cap` rows a page; `faults` are raised in turn by `asked`."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    fleet: list[dict[str, Any]] = field(default_factory=list)
    cap: int = 999
    faults: dict[int, AppError] = field(default_factory=dict)
    down: AppError | None = None
    asked: list[Page] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 0
    most_at_once: int = 0
    meanwhile: Callable[[], None] = lambda: None
    ignores_offset: bool = False

    def __post_init__(self) -> None:
        self.gate.set()

    async def miners(self, _: SecretStr, page: Page) -> Answer[list[Miner]]:
        return Answer(await self._page(self.fleet, page), op.MINERS.form)

    async def incomes(self, _: SecretStr, page: Page) -> Answer[list[Income]]:
        return Answer(await self._page(self.rows, page), op.INCOMES.form)

    async def total_income(self, _: SecretStr) -> Answer[TotalIncome]:
        await self._asked(Page())
        said = {"array": [], "totalIncome": 0.5, "withdrawnAmount": 0.2, "onBalanceAmount": 0.3}
        return Answer(json.dumps({"data": said}).encode(), op.TOTAL_INCOME.form)

    async def _page(self, rows: list[dict[str, Any]], page: Page) -> bytes:
        await self._asked(page)
        assert page.limit is not None
        start = 0 if self.ignores_offset else page.offset or 0
        found = rows[start : start + min(page.limit, self.cap)]
        self.meanwhile()
        return json.dumps({"data": {"array": found}}).encode()

    async def _asked(self, page: Page) -> None:
        self.asked.append(page)
        number = len(self.asked)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0)
            await self.gate.wait()
        finally:
            self.at_once -= 1
        if fault := self.down or self.faults.get(number):
            raise fault


class FakeTokens:
    """Everyone is signed in until they are not."""

    def __init__(self) -> None:
        self.linked: dict[UserId, LinkedWallet] = {}
        self.fault: AppError | None = None
        self._listeners: list[Callable[[UserId], None]] = []
        for user in (ADA, BOB, CLEO):
            self.link(user, NOON)

    def link(self, user: UserId, at: datetime) -> None:
        """Sign the user in, at another replica."""
        self.linked[user] = LinkedWallet("0:00", TonNetwork.MAINNET, "wallet", at)

    def drop(self, user: UserId) -> None:
        """Sign the user out here."""
        del self.linked[user]
        for tell in self._listeners:
            tell(user)

    def tell_of_changes(self, listener: Callable[[UserId], None]) -> None:
        self._listeners.append(listener)

    async def wallet(self, user: UserId) -> LinkedWallet | None:
        return self.linked.get(user)

    async def call(self, user: UserId, ask: Callable[[SecretStr], Awaitable[T]]) -> T:
        if user not in self.linked:
            raise SignInAgainError("signed out")
        if self.fault:
            raise self.fault
        return await ask(SecretStr("jwt"))


class Clock:
    now = 100_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Reader:
    """Books, and all they depend on."""

    partner: FakePartner = field(default_factory=FakePartner)
    tokens: FakeTokens = field(default_factory=FakeTokens)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.books = Books(self.partner, self.tokens, UNSHARED, now=self.clock)  # type: ignore[arg-type]  # fakes
