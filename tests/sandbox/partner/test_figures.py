"""The figures: plausible, consistent with each other and with the formula, and always the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.partner import mines
from sandbox.partner.incomes import Incomes
from sandbox.partner.market import OPENING, Ledger, rates, yield_per_th
from tests.sandbox.partner.caller import OPTIONS, Caller, calling

MINERS, INCOMES = "c2s/nft/get-my", "c2s/nft-income/find-by-user"
TOTALS = "c2s/nft-income/find-total-by-user"
RATES = "c2s/income-statistic/get-income-per-th"
COLLECTIONS = "c2s/nft-collection/find-all-generative"


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


async def _all(caller: Caller, name: str, limit: int = 999) -> list[dict[str, Any]]:
    """Read page by page until one is short."""
    found: list[dict[str, Any]] = []
    while True:
        page = await caller.get(name, {"limit": limit, "offset": len(found)})
        found += page.rows
        if len(page.rows) < limit:
            return found


async def test_a_user_has_miners(user: Caller) -> None:
    miners = await _all(user, MINERS)

    assert 1 <= len(miners) <= 12
    assert len({miner["id"] for miner in miners}) == len(miners)
    for miner in miners:
        assert 1 <= miner["power"] <= 100
        assert 15 <= miner["energyEfficiency"] <= 30
        assert _moment(miner["createdAt"]) < user.clock.at - timedelta(days=400)
        assert miner["name"].endswith(f"#{miner['id']}")


@pytest.mark.parametrize("count", [0, 1, 20, 999])
async def test_a_user_has_as_many_miners_as_told(count: int) -> None:
    async with calling(replace(OPTIONS, miners=count)) as caller:
        await caller.sign_in()

        miners = await _all(caller, MINERS)

    created = [miner["createdAt"] for miner in miners]
    assert len({miner["id"] for miner in miners}) == count
    assert created == sorted(created)


async def test_a_user_without_miners_has_earned_nothing() -> None:
    async with calling(replace(OPTIONS, miners=0)) as caller:
        await caller.sign_in()

        assert (await caller.get(INCOMES)).rows == []
        assert (await caller.get(TOTALS)).data == {
            "array": [],
            "totalIncome": 0,
            "lastIncome": {},
            "withdrawnAmount": 0,
            "onBalanceAmount": 0,
        }


async def test_a_list_is_twenty_long_unless_asked_otherwise() -> None:
    async with calling(replace(OPTIONS, miners=21)) as caller:
        await caller.sign_in()

        assert len((await caller.get(MINERS)).rows) == 20
        assert len((await caller.get(INCOMES)).rows) == 20
        assert len((await caller.get(MINERS, {"offset": 20})).rows) == 1
        assert (await caller.get(MINERS, {"offset": 99999})).rows == []


@pytest.mark.parametrize("name", [MINERS, INCOMES])
async def test_pages_are_cut_where_the_partner_is_told_to(name: str) -> None:
    async with calling(replace(OPTIONS, miners=45, page_cap=20)) as caller:
        await caller.sign_in()

        pages = [await caller.get(name, {"limit": 999, "offset": at}) for at in (0, 20, 40)]
        short = await caller.get(name, {"limit": 3})

    assert [len(page.rows) for page in pages][:2] == [20, 20]
    assert len({(row.get("id"), str(row)) for page in pages for row in page.rows}) >= 45
    assert len(short.rows) == 3


@pytest.mark.parametrize("limit", [7, 250])
async def test_pages_divide_the_list_without_gap_or_overlap(user: Caller, limit: int) -> None:
    whole = await _all(user, INCOMES)

    user.clock.pass_by(seconds=1)
    first = (await user.get(INCOMES, {"limit": limit})).rows
    middle = (await user.get(INCOMES, {"limit": limit, "offset": 500})).rows

    assert first == whole[:limit]
    assert middle == whole[500 : 500 + limit]
    assert await _all(user, INCOMES, 333) == whole
    keys = [(row["createdAt"], row["nftId"]) for row in whole]
    assert keys == sorted(set(keys), reverse=True)


async def test_incomes_reach_back_over_400_days_one_a_day_for_each_miner(user: Caller) -> None:
    miners = {miner["id"]: miner for miner in await _all(user, MINERS)}

    days: dict[int, list[date]] = {number: [] for number in miners}
    for row in await _all(user, INCOMES):
        credited = _moment(row["createdAt"])
        assert time(2) <= credited.time() < time(5)
        assert credited <= user.clock.at
        days[row["nftId"]].append(credited.date() - timedelta(days=1))

    yesterday = user.clock.at.date() - timedelta(days=1)
    for number, mined in days.items():
        first = _moment(miners[number]["createdAt"]).date() + timedelta(days=1)
        assert mined == [yesterday - timedelta(days=ago) for ago in range(len(mined))]
        assert (mined[0], mined[-1]) == (yesterday, first)
        assert len(mined) >= 400


async def test_every_income_follows_the_formula(user: Caller) -> None:
    miners = {miner["id"]: miner for miner in await _all(user, MINERS)}

    for row in await _all(user, INCOMES):
        miner = miners[row["nftId"]]
        power, watts = Decimal(miner["power"]), Decimal(miner["energyEfficiency"])
        market = rates(_moment(row["createdAt"]).date() - timedelta(days=1))
        gross = market.income_per_th * power * market.btc
        electricity = Decimal("0.05") * 24 / 1000 * watts * power
        service = Decimal("0.0089") * power

        net = max(Decimal(0), gross - electricity - service)

        grain = power * Decimal("2E-12")
        assert abs(row["value"] - net / market.btc) <= grain
        assert abs(row["c1Value"] - electricity / market.btc) <= grain
        assert abs(row["c2Value"] - service / market.btc) <= grain
        assert (row["c3Value"], row["c4Value"]) == (0, 0)


async def test_the_rates_of_the_day_are_those_of_the_history(user: Caller) -> None:
    told = (await user.get(RATES)).data
    market = rates(user.clock.at.date())

    assert told == {
        "incomePerTh": market.income_per_th,
        "btcRate": market.btc,
        "gominingRate": market.gomining,
        "kwt": Decimal("0.05"),
        "serviceCost": Decimal("0.0089"),
    }


async def test_another_income_per_th_is_told_as_asked() -> None:
    async with calling(replace(OPTIONS, income_per_th=Decimal("0.03895"))) as caller:
        await caller.sign_in()

        told = (await caller.get(RATES)).data

    assert told["incomePerTh"] == Decimal("0.03895")
    assert told["btcRate"] == rates(caller.clock.at.date()).btc


def test_the_market_stays_within_its_bands_and_moves_as_markets_do() -> None:
    days = [OPENING + timedelta(days=ago) for ago in range(3000)]
    history = [rates(day) for day in days]

    assert all(Decimal("4.5E-7") < each.income_per_th < Decimal("5.5E-7") for each in history)
    assert all(78_000 <= each.btc <= 115_000 for each in history)
    assert all(Decimal("0.3") < each.gomining < Decimal("0.6") for each in history)
    prices = sorted(abs(one.btc / two.btc - 1) for one, two in pairwise(history))
    assert Decimal("0.005") < prices[1500] < Decimal("0.02")
    assert prices[-1] < Decimal("0.07")
    payouts = sorted(
        abs(one.income_per_th / two.income_per_th - 1) for one, two in pairwise(history)
    )
    assert Decimal("0.005") < payouts[1500] < Decimal("0.02")
    assert payouts[-1] < Decimal("0.07")
    assert sorted(each.btc for each in history)[1500] > 85_000
    nets = [yield_per_th(Decimal(watts), day).net for watts in (15, 30) for day in days]
    assert min(nets[:3000]) > 0
    assert min(nets[3000:]) == 0 < max(nets[3000:])


async def test_totals_are_the_sums_of_what_was_credited(user: Caller) -> None:
    rows = await _all(user, INCOMES)

    totals = (await user.get(TOTALS)).data

    sums: dict[int, Decimal] = {}
    for row in rows:
        sums[row["nftId"]] = sums.get(row["nftId"], Decimal(0)) + row["value"]
    assert {each["nftId"]: each["totalValue"] for each in totals["array"]} == sums
    assert totals["totalIncome"] == sum(sums.values())
    assert totals["lastIncome"] == rows[0]
    assert totals["withdrawnAmount"] + totals["onBalanceAmount"] == totals["totalIncome"]


async def test_what_was_earned_before_the_month_is_paid_out_on_its_first_at_18(
    user: Caller,
) -> None:
    async def paid_and_rows(at: datetime) -> tuple[Decimal, list[dict[str, Any]]]:
        user.clock.at = at
        await user.sign_in()
        return (await user.get(TOTALS)).data["withdrawnAmount"], await _all(user, INCOMES)

    first = datetime(2026, 10, 1, 18, tzinfo=UTC)
    before, _ = await paid_and_rows(first - timedelta(seconds=1))
    after, rows = await paid_and_rows(first)

    def earned_before(month: date) -> object:
        return sum(
            row["value"]
            for row in rows
            if _moment(row["createdAt"]).date() - timedelta(days=1) < month
        )

    assert before == earned_before(date(2026, 9, 1))
    assert after == earned_before(date(2026, 10, 1))


async def test_what_is_past_stays_as_it_was(user: Caller) -> None:
    miners, before = await _all(user, MINERS), await _all(user, INCOMES)
    user.clock.pass_by(days=40)
    await user.sign_in()

    after = await _all(user, INCOMES)

    assert await _all(user, MINERS) == miners
    assert after[-len(before) :] == before
    assert len(after) == len(before) + 40 * len(miners)


async def test_a_miner_of_tomorrow_is_not_seen_today() -> None:
    async with calling(replace(OPTIONS, miners=12)) as caller:
        caller.clock.at = datetime(2022, 6, 1, tzinfo=UTC)
        await caller.sign_in()

        then = await _all(caller, MINERS)

    assert 0 < len(then) < 12
    assert all(_moment(miner["createdAt"]) <= caller.clock.at for miner in then)


async def test_a_restart_changes_no_figure() -> None:
    seen = []
    for _ in range(2):
        mines.founding_mines.cache_clear()
        rates.cache_clear()
        async with calling() as caller:
            await caller.sign_in()
            totals = (await caller.get(TOTALS)).data
            names = [miner["name"] for miner in await _all(caller, MINERS)]
            seen.append((totals, names, await _all(caller, INCOMES)))

    assert seen[0] == seen[1]


async def test_a_mornings_credits_arrive_one_by_one() -> None:
    arrived, before = [], Decimal(0)
    async with calling(replace(OPTIONS, miners=20)) as caller:
        midnight = caller.clock.at.replace(hour=0, minute=0, second=0)
        for minutes in (119, 180, 240, 300):
            caller.clock.at = midnight + timedelta(minutes=minutes)
            await caller.sign_in()
            rows = (await caller.get(INCOMES, {"limit": 20})).rows
            totals = (await caller.get(TOTALS)).data
            fresh = [row for row in rows if _moment(row["createdAt"]) >= midnight]
            before = before or totals["totalIncome"]
            assert totals["totalIncome"] - before == sum(row["value"] for row in fresh)
            assert totals["lastIncome"] == rows[0]
            arrived.append(len(fresh))

    assert arrived[0] == 0 < arrived[1] < arrived[2] < arrived[3] == 20


async def test_collections_say_what_they_earn_and_cost(user: Caller) -> None:
    rate = (await user.get(RATES)).data

    rows = (await user.get(COLLECTIONS)).rows

    assert [row["id"] for row in rows] == list(range(1, 9))
    for row in rows:
        power, watts = Decimal(row["power"]), Decimal(row["energyEfficiency"])
        reward = rate["incomePerTh"] * rate["btcRate"] * power
        assert abs(row["poolReward"] - reward) < Decimal("0.0001")
        assert row["electricityCost"] == Decimal("0.05") * 24 / 1000 * watts * power
        assert row["serviceCost"] == Decimal("0.0089") * power
        assert 0 <= row["levelDiscount"] <= Decimal("0.06")
        net = row["poolReward"] - row["electricityCost"] - row["serviceCost"]
        assert abs(row["annualROI"] - 36500 * net / row["value"]) < Decimal("0.1")
        assert 0 < row["annualROI"] < 100


async def test_both_sides_see_the_same_collections(user: Caller) -> None:
    path = "/api/partner/s2s/nft-collection/find-all-generative"

    by_key = await user.send("GET", path, headers=user.key)

    assert by_key.rows == (await user.get(COLLECTIONS)).rows


async def test_both_sides_see_the_same_user(caller: Caller) -> None:
    await caller.init("ann")

    for name in ("nft/get-my", "nft-income/find-by-user", "wallet/find-by-user"):
        own = await caller.get(f"c2s/{name}", {"limit": 5, "offset": 1})
        asked = {"partnerUserId": "ann", "limit": 5, "offset": 1}
        assert (await caller.signed_get(f"s2s/{name}", asked)).rows == own.rows


async def test_a_wallet_and_a_partners_user_of_the_same_name_are_two(caller: Caller) -> None:
    wallet = await caller.sign_in()
    own = await _all(caller, MINERS)

    await caller.init(wallet["account"]["address"])

    assert await _all(caller, MINERS) != own


@given(
    user=st.integers(1, 2**40),
    limit=st.integers(1, 999),
    offset=st.integers(0, 99_999),
    at=st.datetimes(datetime(2021, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # Hypothesis adds the zone
)
def test_any_page_at_any_time_is_in_order(user: int, limit: int, offset: int, at: datetime) -> None:
    owned = [mine for mine in mines.founding_mines(user, None) if mine.created_at <= at]

    rows = Incomes(owned, Ledger(), at).page(limit, offset)

    keys = [(row.created_at, row.nft_id) for row in rows]
    assert len(rows) <= limit
    assert keys == sorted(set(keys), reverse=True)
    assert all(row.created_at <= at for row in rows)


def test_no_time_before_the_first_miner_is_a_mistake() -> None:
    nobody = Incomes([], Ledger(), datetime(2020, 1, 1, tzinfo=UTC))

    assert nobody.totals().total_income == 0
    assert Ledger().net(Decimal(15), OPENING, OPENING - timedelta(days=1)) == 0
