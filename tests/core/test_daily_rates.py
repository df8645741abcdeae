import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from core.arithmetic.rates import Rates
from core.daily_rates import PAUSE, DailyRates
from core.errors import StoreError
from core.market import FRESH, Market
from core.model import UserId
from core.store import Store, open_store
from tests.house import running_house
from tests.unshared import UNSHARED
from webapp.keys import SERVICES

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
RATES = Rates(
    income_per_th=Decimal("4.94E-7"),
    btc=Decimal("78862.65"),
    gomining=Decimal("0.42"),
    kwh_price=Decimal("0.05"),
    service_cost=Decimal("0.0089"),
)
ALWAYS = (date.min, date.max)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    async with open_store(sqlite_url) as opened:
        yield opened


async def test_rates_are_kept_for_the_utc_day_they_were_seen_on(store: Store) -> None:
    clock = Clock()
    daily = DailyRates(store, now=clock)

    daily.note(RATES)
    await daily.close()
    clock.now += PAUSE
    daily.note(replace(RATES, btc=Decimal(1)))
    await daily.close()

    assert await store.rates(*ALWAYS) == [
        (date(2026, 11, 22), RATES),
        (date(2026, 11, 23), replace(RATES, btc=Decimal(1))),
    ]


async def test_a_process_writes_once_an_hour(store: Store) -> None:
    clock = Clock()
    daily = DailyRates(store, now=clock)

    for minute in range(60):
        clock.now = NOW + timedelta(minutes=minute)
        daily.note(replace(RATES, btc=Decimal(minute)))
    await daily.close()

    [(_, kept)] = await store.rates(*ALWAYS)
    assert kept.btc == 0


async def test_a_store_that_is_down_is_a_line_in_the_log(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StoreError("gone")

    monkeypatch.setattr(store, "keep_rates", fail)
    daily = DailyRates(store, now=Clock())

    with capture_logs() as lines:
        daily.note(RATES)
        await daily.close()

    assert [(line["event"], line["code"]) for line in lines] == [
        ("daily_rates_not_kept", "store_unavailable")
    ]


async def test_nobody_waits_for_the_store(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    free = asyncio.Event()

    async def wait(*_: object) -> None:
        await free.wait()

    monkeypatch.setattr(store, "keep_rates", wait)
    daily = DailyRates(store, now=Clock())

    daily.note(RATES)
    closing = asyncio.ensure_future(daily.close())
    await asyncio.sleep(0)
    assert not closing.done()
    free.set()
    await closing


async def test_closing_what_never_wrote_is_nothing(store: Store) -> None:
    await DailyRates(store).close()


async def test_whoever_reckons_with_fresh_rates_leaves_them_for_later(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        await house.visitor(7).sign_in()
        services = house.app[SERVICES]
        seen = await services.market.rates(UserId(7))
    async with open_store(house.settings.database_url.get_secret_value()) as store:
        [(_, kept)] = await store.rates(*ALWAYS)

    assert kept == seen.rates


async def test_stale_rates_are_not_taken_for_todays(tmp_path: Path) -> None:
    clock, noted = [1000.0], list[Rates]()
    async with running_house(tmp_path) as house:
        await house.visitor(7).sign_in()
        portfolio = house.app[SERVICES].portfolio
        market = Market(
            portfolio._partner,
            portfolio._tokens,
            UNSHARED,
            note=noted.append,
            now=lambda: clock[0],
        )
        await market.rates(UserId(7))
        await house.play(fail={"c2s/income-statistic/get-income-per-th": 500})
        clock[0] += FRESH

        stale = await market.rates(UserId(7))

    assert stale.age == FRESH
    assert noted == [stale.rates]
