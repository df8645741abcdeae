"""A stage whose owner has connected a wallet, and what the server tells them: the page's equal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from aiohttp import ClientSession
from playwright.async_api import Locator

from sandbox import demo_user
from sandbox.partner import PartnerOptions
from sandbox.stage import Stage, running_stage
from tests.house import Answer, Visitor

SATS = 100_000_000
A_YEAR = 365
NEVER = Decimal("Infinity")
A_FEW = 1_000
"""Satoshis below which a tenth of one is told."""

Json = dict[str, Any]


class Owner(Visitor):
    """The stage's demo user, who asks the server itself for what the page should show."""

    def __init__(self, http: ClientSession, stage: Stage) -> None:
        super().__init__(http, stage.url)
        self.stage = stage

    async def open(self) -> Answer:
        """Open the Mini App from Telegram."""
        sealed = demo_user.init_data(self.stage.settings.bot_token, now=datetime.now(UTC))
        answer = await self.ask("POST", "/api/session", headers={"Authorization": f"tma {sealed}"})
        self.headers = {"Authorization": f"Bearer {answer.data['token']}"}
        return answer

    async def told(self, path: str, **params: str) -> Json:
        """Return what the server says."""
        data: Json = (await self.get(path, **params)).data
        return data

    async def sign_out(self) -> None:
        """Let go of the wallet."""
        assert (await self.post("/api/auth/sign-out")).status == 200

    async def prefer(self, **choices: object) -> None:
        """Choose how things are shown."""
        assert (await self.ask("PATCH", "/api/me/preferences", json=choices)).status == 200


@asynccontextmanager
async def owner_of(
    options: PartnerOptions,
    **changed: Any,  # noqa: ANN401  # settings
) -> AsyncIterator[Owner]:
    """Run a stage while the block lasts; its demo user is signed in."""
    async with (
        running_stage(options=options, **changed) as stage,
        ClientSession(auto_decompress=False) as http,
    ):
        owner = Owner(http, stage)
        assert (await owner.sign_in()).status == 200
        yield owner


def sats(btc: str) -> str:
    """Write an amount as the page does in English, cut and never rounded up."""
    exact = Decimal(btc) * SATS
    return f"{_plain(exact, 1 if abs(exact) < A_FEW else 0)} sat"


def more_or_less(btc: str) -> str:
    """Write a difference with its sign; what is less than a tenth of a satoshi is none."""
    seen = btc if abs(Decimal(btc)) >= Decimal("1E-9") else "0"
    return f"{'+' if Decimal(seen) > 0 else ''}{sats(seen)}"


def bitcoins(btc: str) -> str:
    """Write an amount to the satoshi."""
    return f"{Decimal(btc).quantize(Decimal('1E-8'), ROUND_DOWN):,} BTC"


def dollars(usd: str) -> str:
    """Write what an amount is worth."""
    exact = Decimal(usd)
    if exact >= Decimal("0.1"):
        return f"${exact.quantize(Decimal('0.01'), ROUND_DOWN):,}"
    digits = f"{exact.quantize(Decimal('0.0001'), ROUND_DOWN)}"
    return f"${digits.removesuffix('0').removesuffix('0')}"


def price(usd: str) -> str:
    """Write what something costs, to the cent."""
    return f"${Decimal(usd).quantize(Decimal('0.01'), ROUND_DOWN):,}"


def payback(days: int | None, never: str) -> str:
    """Write after how long a price is back: in days below two years, then in years."""
    if days is None:
        return never
    if days >= 2 * A_YEAR:
        return f"{figure(str(Decimal(days) / A_YEAR), 1)} years"
    return f"{days} days"


def soonest(priced: Json) -> Decimal:
    """Return the days after which a price is back, to sort by."""
    days = priced["days" if "days" in priced else "paybackDays"]
    return NEVER if days is None else Decimal(days)


def figure(text: str, places: int = 2) -> str:
    """Write a figure such as TH."""
    return _plain(Decimal(text), places)


def long_day(iso: str) -> str:
    """Write a day as `Nov 21, 2026`."""
    day = date.fromisoformat(iso)
    return f"{day:%b} {day.day}, {day.year}"


def full_day(iso: str) -> str:
    """Write a day as `Saturday, November 21`."""
    day = date.fromisoformat(iso)
    return f"{day:%A, %B} {day.day}"


async def said(shown: Locator) -> str:
    """Return a text as it is read, its spaces ordinary."""
    return " ".join((await shown.inner_text()).split())


def _plain(exact: Decimal, places: int) -> str:
    """Cut *exact*; what is left of it may be nothing, which has no sign."""
    cut = exact.quantize(Decimal(1).scaleb(-places), ROUND_DOWN) + 0
    text = f"{cut:,}".replace("-", "\u2212")
    return text.rstrip("0").rstrip(".") if "." in text else text
