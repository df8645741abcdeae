import csv
import io
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core import download
from core.arithmetic.rates import Money, Rates
from core.books import Books, Fleet, History
from core.earnings import Earnings, Extract, earnings
from core.errors import (
    AppError,
    CallerError,
    PartnerTimeoutError,
    RequestError,
    SignInAgainError,
    StoreError,
)
from core.income.days import summed
from core.income.effect import Cause, Certainty
from core.income.row import IncomeRow
from core.market import AgedRates, Market
from core.model import UserId
from core.partner import Miner
from core.preferences import UserPreferences
from core.revocations import Revocations
from core.store import Store, open_store
from core.tickets import Tickets
from tests.core.income.made import DAY, NEXT, Mine, World, row

ADA = UserId(7)
KEY = bytes(range(32))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FLEET = (Mine(1, Decimal(16), Decimal(15)), Mine(2, Decimal(4), Decimal(20)))
USUAL, LATER = World(), World(btc=Decimal(70000))
ROWS = (*LATER.credits(FLEET, NEXT).rows, *USUAL.credits(FLEET, DAY).rows)


class ToldBooks(Books):
    """Books that say what they were told."""

    def __init__(
        self,
        rows: Iterable[IncomeRow] = ROWS,
        *,
        complete: bool = True,
        fault: AppError | None = None,
    ) -> None:
        self.told = History(tuple(rows), complete, age=5, fault=fault)
        self.asked: list[date | None] = []

    async def fleet(self, user: UserId) -> Fleet:
        assert user == ADA
        return Fleet(tuple(miner(mine) for mine in FLEET), complete=True)

    async def history(self, user: UserId, since: date | None, *, page: int = 0) -> History:  # noqa: ARG002  # as long as it likes
        assert user == ADA
        self.asked.append(since)
        return self.told


class ToldMarket(Market):
    """A market that has rates, or a fault."""

    def __init__(self, said: Rates | AppError) -> None:
        self.said = said

    async def rates(self, user: UserId) -> AgedRates:
        assert user == ADA
        if isinstance(self.said, AppError):
            raise self.said
        return AgedRates(self.said, 0)


def miner(mine: Mine) -> Miner:
    return Miner(
        id=mine.id,
        created_at=NOW,
        name=f"=Miner {mine.id}",
        power=mine.power,
        efficiency=mine.efficiency,
        image_url="",
        small_image_url="",
    )


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    async with open_store(sqlite_url) as opened:
        yield opened


def made(
    store: Store,
    books: ToldBooks | None = None,
    said: Rates | AppError | None = None,
    clock: Clock | None = None,
) -> Earnings:
    clock = clock or Clock()
    return Earnings(
        books or ToldBooks(),
        ToldMarket(said or LATER.rates()),
        UserPreferences(store),
        store,
        Tickets(Revocations(store, now=lambda: clock().timestamp()), key=KEY, now=clock),
        now=clock,
    )


def lines(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


async def test_days_are_asked_for_as_far_back_as_is_shown(store: Store) -> None:
    books = ToldBooks()

    for days in (7, None):
        await made(store, books).days(ADA, days)

    assert books.asked == [date(2026, 11, 15), None]


async def test_days_are_summed_in_every_currency(store: Store) -> None:
    days = await made(store).days(ADA, 30)

    assert [split.day for split in days.splits] == [NEXT, DAY]
    assert days.sums.net == LATER.rates().of_btc(summed(days.splits).net)
    assert days.sums.net.btc > 0
    assert days.sums.other.btc == 0
    assert (days.complete, days.age, days.fault, days.partial) == (True, 5, None, frozenset())


async def test_a_day_that_was_not_read_to_its_end_is_left_out(store: Store) -> None:
    days = await made(store, ToldBooks(ROWS[:3], complete=False)).days(ADA, 30)

    assert [(split.day, split.miners) for split in days.splits] == [(NEXT, 2)]
    assert days.sums.net.btc == days.splits[0].net
    assert not days.complete


async def test_without_rates_sums_stay_in_btc(store: Store) -> None:
    days = await made(store, said=PartnerTimeoutError("slow")).days(ADA, 30)

    assert days.sums.net == Money(days.sums.net.btc, None, None)
    assert days.sums.net.btc > 0


async def test_a_user_without_a_wallet_is_told_so(store: Store) -> None:
    with pytest.raises(SignInAgainError):
        await made(store, said=SignInAgainError("no wallet")).days(ADA, 30)


async def test_one_miners_days_are_its_own(store: Store) -> None:
    days = await made(store).days(ADA, 30, miner=2)

    assert [split.miners for split in days.splits] == [1, 1]
    assert days.sums.net.btc == ROWS[1].value + ROWS[3].value


async def test_whoever_pays_maintenance_apart_is_credited_gross(store: Store) -> None:
    told = made(store)
    from_income = await told.days(ADA, 30)

    await UserPreferences(store).change(ADA, maintenance_apart=True)
    apart = await told.days(ADA, 30)

    assert apart.sums.gross.btc == from_income.sums.net.btc
    assert apart.sums.net.btc < from_income.sums.net.btc


async def test_many_rows_hold_up_nobody(store: Store) -> None:
    many = [row(number, NEXT, Decimal(1)) for number in range(earnings.MANY_ROWS + 1)]

    days = await made(store, ToldBooks(many)).days(ADA, 30)

    assert days.sums.net.btc == len(many)


async def test_a_change_is_inferred_until_rates_of_both_days_are_kept(store: Store) -> None:
    told = made(store)

    inferred = (await told.change(ADA, DAY, NEXT)).effects[0]
    await store.keep_rates(DAY, USUAL.rates())
    still = (await told.change(ADA, DAY, NEXT)).effects[0]
    await store.keep_rates(NEXT, LATER.rates())
    known = (await told.change(ADA, DAY, NEXT)).effects[0]

    assert {each.cause for each in (inferred, still, known)} == {Cause.BTC_PRICE}
    assert inferred.certainty is still.certainty is Certainty.INFERRED
    assert known.certainty is Certainty.KNOWN
    assert (known.before, known.after) == (USUAL.btc, LATER.btc)
    assert inferred.amount == known.amount < 0


async def test_a_change_may_be_asked_for_either_way_round(store: Store) -> None:
    books = ToldBooks()
    told = made(store, books)

    there, back = await told.change(ADA, DAY, NEXT), await told.change(ADA, NEXT, DAY)

    assert there.difference == -back.difference < 0
    assert books.asked == [DAY - timedelta(1)] * 2  # what is missing shows against the day before


async def test_a_change_knows_the_miners_powers(store: Store) -> None:
    came = ToldBooks((*LATER.credits(FLEET, NEXT).rows, *USUAL.credits(FLEET[:1], DAY).rows))

    change = await made(store, came).change(ADA, DAY, NEXT)

    [power] = [each for each in change.effects if each.cause is Cause.POWER]
    assert (power.before, power.after) == (Decimal(16), Decimal(20))


async def test_a_miner_whose_credit_may_still_come_is_not_known_to_be_gone(store: Store) -> None:
    books = ToldBooks((*USUAL.credits(FLEET[:1], NEXT).rows, *USUAL.credits(FLEET, DAY).rows))
    early, late = Clock(), Clock()
    early.now = datetime(2026, 11, 22, 3, tzinfo=UTC)

    async def gone(clock: Clock, miner: int | None) -> tuple[Certainty, set[date]]:
        change = await made(store, books, clock=clock).change(ADA, DAY, NEXT, miner)
        [power] = [each for each in change.effects if each.cause is Cause.POWER]
        return power.certainty, set(change.partial)

    assert await gone(early, None) == (Certainty.INFERRED, {NEXT})
    assert await gone(early, 2) == (Certainty.INFERRED, {NEXT})
    assert await gone(early, 1) == (Certainty.KNOWN, set())
    assert await gone(late, None) == (Certainty.KNOWN, set())


async def test_a_new_miner_stands_in_for_none_that_may_still_be_credited(store: Store) -> None:
    new = Mine(3, Decimal(8), Decimal(15))
    rows = (*USUAL.credits((FLEET[0], new), NEXT).rows, *USUAL.credits(FLEET, DAY).rows)
    early = Clock()
    early.now = datetime(2026, 11, 22, 3, tzinfo=UTC)
    told = made(store, ToldBooks(rows), clock=early)

    change, days = await told.change(ADA, DAY, NEXT), await told.days(ADA, 30)

    [power] = [each for each in change.effects if each.cause is Cause.POWER]
    assert power.certainty is Certainty.INFERRED
    assert change.partial == {NEXT}
    assert days.partial == {NEXT}


@pytest.mark.parametrize(
    ("first", "refused"),
    [
        pytest.param(NEXT, False, id="a day read to its end"),
        pytest.param(DAY, True, id="a day that was cut"),
        pytest.param(date.min, True, id="the first day of all"),
    ],
)
async def test_a_day_that_was_not_read_to_its_end_is_not_compared(
    store: Store, first: date, *, refused: bool
) -> None:
    cut = made(store, ToldBooks(complete=False))

    if refused:
        with pytest.raises(RequestError):
            await cut.change(ADA, first, NEXT)
    else:
        assert (await cut.change(ADA, first, NEXT)).difference == 0


async def test_a_partner_that_is_down_is_the_reason_a_day_is_missing(store: Store) -> None:
    stale = ToldBooks([], complete=False, fault=PartnerTimeoutError("slow"))

    with pytest.raises(PartnerTimeoutError):
        await made(store, stale).change(ADA, DAY, NEXT)


async def test_days_long_before_the_first_differ_by_nothing(store: Store) -> None:
    change = await made(store).change(ADA, date.min, date.max)

    assert (change.before.miners, change.after.miners) == (0, 0)
    assert change.difference == 0


async def test_a_ticket_fetches_the_file_it_was_made_for(store: Store) -> None:
    await store.keep_rates(NEXT, LATER.rates())
    books = ToldBooks()
    told = made(store, books)

    export = await told.export(ADA, 30)
    file = await told.file(export.ticket)

    assert export.file_name == file.name == "earnings-2026-11-22-30d.csv"
    assert (export.ends, export.complete) == (NOW + download.LIFETIME, True)
    assert books.asked == [date(2026, 10, 23)] * 2
    read = lines(file.body)
    assert [line["day"] for line in read] == ["2026-11-21"] * 2 + ["2026-11-20"] * 2
    assert {line["miner"] for line in read} == {"'=Miner 1", "'=Miner 2"}
    assert sum(Decimal(line["net_btc"]) for line in read) == sum(each.value for each in ROWS)
    assert [line["btc_price_usd"] for line in read] == ["70000", "70000", "", ""]


async def test_a_file_may_be_of_one_miner_and_of_all_days(store: Store) -> None:
    told = made(store)

    export = await told.export(ADA, None, miner=2)

    assert export.file_name == "earnings-2026-11-22-all-2.csv"
    assert export.complete
    read = lines((await told.file(export.ticket)).body)
    assert [line["miner_id"] for line in read] == ["2", "2"]


@pytest.mark.parametrize("miner", [None, 2], ids=["of all miners", "of one"])
async def test_a_file_has_the_days_on_the_screen_and_none_that_was_cut(
    store: Store, miner: int | None
) -> None:
    told = made(store, ToldBooks(ROWS[:-1], complete=False))

    export = await told.export(ADA, None, miner=miner)
    read = lines((await told.file(export.ticket)).body)

    shown = {split.day.isoformat() for split in (await told.days(ADA, None, miner)).splits}
    assert {line["day"] for line in read} == shown == {NEXT.isoformat()}
    assert not export.complete


async def test_a_file_of_nothing_has_its_heads(store: Store) -> None:
    told = made(store, ToldBooks([]))

    file = await told.file((await told.export(ADA, 7)).ticket)

    assert lines(file.body) == []
    assert b"net_btc" in file.body


async def test_a_file_of_a_night_ago_is_of_the_days_it_was_made_for(store: Store) -> None:
    clock, books = Clock(), ToldBooks()
    clock.now = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    told = made(store, books, clock=clock)
    export = await told.export(ADA, 7)

    clock.now += timedelta(minutes=2)
    file = await told.file(export.ticket)

    assert file.name == export.file_name
    assert books.asked == [date(2026, 11, 15)] * 2


async def test_a_ticket_ends(store: Store) -> None:
    clock = Clock()
    told = made(store, clock=clock)
    export = await told.export(ADA, 7)

    clock.now = export.ends
    with pytest.raises(CallerError):
        await told.file(export.ticket)


async def test_a_store_that_is_down_makes_no_half_a_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_: date) -> None:
        raise StoreError("down")

    told = made(store)
    export = await told.export(ADA, 7)
    monkeypatch.setattr(store, "rates", down)

    with pytest.raises(StoreError):
        await told.file(export.ticket)


@pytest.mark.parametrize(
    ("extract", "text"),
    [
        (Extract(DAY, 30, None), "2026-11-20-30d"),
        (Extract(DAY, None, None), "2026-11-20-all"),
        (Extract(DAY, 7, 0), "2026-11-20-7d-0"),
        (Extract(DAY, None, 2**63 - 1), "2026-11-20-all-9223372036854775807"),
    ],
)
def test_an_extract_is_read_as_it_was_written(extract: Extract, text: str) -> None:
    assert str(extract) == text
    assert Extract.read(text) == extract
    assert download.issue(download.Ticket(ADA, text), KEY, now=NOW)


@pytest.mark.parametrize("text", ["", "2026-11-20", "2026-13-20-all", "2026-11-20-allx", "x-all"])
def test_anything_else_is_no_extract(text: str) -> None:
    with pytest.raises(ValueError, match=r"extract|month"):
        Extract.read(text)
