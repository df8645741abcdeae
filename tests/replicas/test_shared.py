"""What one replica was told by the partner, and what the others make of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis
from structlog.testing import capture_logs

from core.books import Books
from core.errors import PartnerUnreachableError, SignInAgainError
from core.market import FRESH, STALE, Market
from core.market import latest as latest_module
from core.model import UserId
from core.partner import Answer, IncomePerTh, operations
from core.replicas import Replicas
from core.sealing import KeyRing
from core.shared import LARGEST, Shared
from tests.core.books.fakes import ADA, NOON, Clock, Reader, income, miner
from tests.replicas.conftest import until
from tests.valkey import Valkey

ANNA, BORIS = UserId(1001), UserId(1002)
KEY = b"k" * 32
MONTH = date(2026, 11, 1)
Pair = tuple[Replicas, Replicas]


def shared(replicas: Replicas, *keys: bytes) -> Shared:
    return Shared(replicas, KeyRing(keys or (KEY,)))


async def lying(valkey: Valkey) -> dict[Any, Any]:
    """Return all that lies in Redis."""
    async with Redis.from_url(valkey.url) as redis:
        names = [name async for name in redis.scan_iter()]
        return {name: await redis.get(name) for name in names}


async def test_what_is_kept_is_found_by_others_and_readable_by_nobody(
    pair: Pair, valkey: Valkey
) -> None:
    here, there = (shared(each) for each in pair)

    assert await here.keep(ANNA, "miners", b"16 TH in all", 60)

    found = await there.find(ANNA, "miners")
    assert found is not None
    assert found.value == b"16 TH in all"
    assert 50 < found.left <= 60
    said = str(await lying(valkey))
    for plain in ("16 TH", "miners", str(ANNA)):
        assert plain not in said


async def test_what_is_anothers_or_was_altered_is_not_found(pair: Pair, valkey: Valkey) -> None:
    here, there = (shared(each) for each in pair)
    await here.keep(ANNA, "miners", b"hers", 60)
    await here.keep(BORIS, "miners", b"his", 60)
    await here.keep(ANNA, "totals", b"hers", 60)
    hers, *others = await lying(valkey)
    async with Redis.from_url(valkey.url) as redis:
        sealed: Any = await redis.get(hers)
        for other in others:  # as whoever owns Redis could
            await redis.set(other, sealed, ex=60)
        found = [await there.find(*of) for of in ((ANNA, "miners"), (BORIS, "miners"))]
        found += [await there.find(ANNA, "totals")]
        assert len([each for each in found if each]) == 1

        await redis.set(hers, sealed[:-1] + bytes([sealed[-1] ^ 1]), ex=60)
        with capture_logs() as lines:
            assert not any([await there.find(ANNA, "miners"), await there.find(BORIS, "miners")])
    assert "shared_does_not_open" in {line["event"] for line in lines}


async def test_a_replica_with_newer_keys_is_not_understood_and_does_without(pair: Pair) -> None:
    newer, older = shared(pair[0], b"n" * 32, KEY), shared(pair[1])
    await newer.keep(ANNA, "miners", b"hers", 60)

    assert await older.find(ANNA, "miners") is None
    await older.keep(ANNA, "miners", b"hers", 60)
    assert await newer.find(ANNA, "miners") is not None


async def test_what_is_too_large_is_kept_by_nobody(pair: Pair) -> None:
    here, there = (shared(each) for each in pair)

    assert await here.keep(ANNA, "least", bytes(LARGEST), 60)
    assert not await here.keep(ANNA, "most", bytes(LARGEST + 1), 60)
    assert await there.find(ANNA, "most") is None


class Partner:
    """Whoever asks is told the next income per TH; as a keeper of tokens, too."""

    def __init__(self) -> None:
        self.asked = 0
        self.slowness = 0.0
        self.fault: Exception | None = None

    async def income_per_th(self, _: SecretStr) -> Answer[IncomePerTh]:
        self.asked += 1
        figure = self.asked
        await asyncio.sleep(self.slowness)
        if self.fault:
            raise self.fault
        figures = f'"incomePerTh":{figure}E-7,"btcRate":78862,"gominingRate":0.4'
        body = f'{{"data":{{{figures},"kwt":0.05,"serviceCost":0.0089}}}}'
        return Answer(body.encode(), operations.INCOME_PER_TH.form)

    collections = income_per_th

    async def call(
        self, _: UserId, ask: Callable[[SecretStr], Awaitable[Answer[Any]]]
    ) -> Answer[Any]:
        return await ask(SecretStr(""))


@pytest.fixture
def partner() -> Partner:
    return Partner()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def market(partner: Partner, shared: Shared, clock: Clock) -> Market:
    return Market(partner, partner, shared, now=clock)  # type: ignore[arg-type]  # fakes


async def test_the_partner_is_asked_once_for_all_replicas(
    pair: Pair, partner: Partner, clock: Clock
) -> None:
    markets = [market(partner, shared(each), clock) for each in pair * 3]
    partner.slowness = 0.2

    told = await asyncio.gather(*(each.income_per_th(ANNA) for each in markets * 20))

    assert partner.asked == 1
    assert {aged.answer.body for aged in told} == {told[0].answer.body}
    assert {aged.age for aged in told} == {0}


async def test_an_answer_is_as_old_at_one_as_at_the_other(
    pair: Pair, partner: Partner, clock: Clock
) -> None:
    here, there = (market(partner, shared(each), clock) for each in pair)
    await here.income_per_th(ANNA)
    await shared(pair[0]).keep(
        UserId(0), "income_per_th", (await here.income_per_th(ANNA)).answer.body, STALE - 40
    )  # forty seconds have passed

    assert (await there.income_per_th(ANNA)).age in {39, 40}
    clock.now += FRESH - 41
    assert (await there.income_per_th(ANNA)).age in {58, 59}
    assert partner.asked == 1


async def grown_old(pair: Pair, partner: Partner, clock: Clock) -> Market:
    """Return a market whose answer is too old and whose claim stands, as if another asked now."""
    here = market(partner, shared(pair[0]), clock)
    await here.income_per_th(ANNA)
    clock.now += FRESH
    await shared(pair[0]).forget(UserId(0), "income_per_th")
    return here


async def test_while_another_replica_asks_what_is_old_will_do(
    pair: Pair, partner: Partner, clock: Clock
) -> None:
    here = await grown_old(pair, partner, clock)

    assert (await here.income_per_th(ANNA)).age == FRESH
    assert partner.asked == 1


async def test_who_may_not_ask_leaves_it_to_another_at_once(
    pair: Pair, partner: Partner, clock: Clock
) -> None:
    here = await grown_old(pair, partner, clock)
    await shared(pair[0]).give_up(UserId(0), "income_per_th")
    partner.fault = SignInAgainError("no wallet")
    assert (await here.income_per_th(BORIS)).age == FRESH

    partner.fault = None

    assert (await here.income_per_th(ANNA)).age == 0


async def test_a_replica_that_never_answers_is_not_waited_for(
    pair: Pair, partner: Partner, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(latest_module, "LOOK_AGAIN", 0.01)
    assert await shared(pair[0]).claim(UserId(0), "income_per_th", 60)

    assert (await market(partner, shared(pair[1]), clock).income_per_th(ANNA)).age == 0
    assert partner.asked == 1


async def test_a_replica_that_has_just_started_has_the_hour_old_answer_of_the_others(
    pair: Pair, partner: Partner, clock: Clock
) -> None:
    await market(partner, shared(pair[0]), clock).income_per_th(ANNA)
    body = (await market(partner, shared(pair[0]), clock).income_per_th(ANNA)).answer.body
    await shared(pair[0]).keep(UserId(0), "income_per_th", body, STALE - 1800)
    partner.fault = PartnerUnreachableError("down")

    aged = await market(partner, shared(pair[1]), clock).income_per_th(ANNA)

    assert aged.answer.body == body
    assert aged.age in {1799, 1800}


async def test_what_an_older_version_was_told_is_not_taken(
    pair: Pair, partner: Partner, clock: Clock
) -> None:
    await shared(pair[0]).keep(UserId(0), "income_per_th", b'{"data":{"other":1}}', STALE)

    assert (await market(partner, shared(pair[1]), clock).income_per_th(ANNA)).age == 0
    assert partner.asked == 1


async def test_without_redis_each_replica_asks_for_itself(
    pair: Pair, partner: Partner, clock: Clock, valkey: Valkey
) -> None:
    valkey.stop()
    await until(lambda: all(each.is_down for each in pair))

    for each in pair:
        assert (await market(partner, shared(each), clock).income_per_th(ANNA)).age == 0

    assert partner.asked == 2


@pytest.fixture
def reader(clock: Clock) -> Reader:
    """A partner and a keeper of tokens; the clock of both replicas."""
    made = Reader(clock=clock)
    made.partner.rows = [income(ago) for ago in range(50)]
    made.partner.fleet = [miner(number) for number in range(1, 8)]
    return made


@pytest.fixture
def both(pair: Pair, reader: Reader) -> tuple[Books, Books]:
    here, there = (
        Books(reader.partner, reader.tokens, shared(each), now=reader.clock)  # type: ignore[arg-type]  # fakes
        for each in pair
    )
    return here, there


async def test_a_users_pages_are_asked_for_once_a_minute_by_all_replicas(
    both: tuple[Books, Books], reader: Reader, valkey: Valkey
) -> None:
    told = [
        (await books.fleet(ADA), await books.history(ADA, MONTH), await books.totals(ADA))
        for books in both
    ]

    assert told[0][0].miners == told[1][0].miners
    assert told[0][1].rows == told[1][1].rows
    assert told[0][2].income == told[1][2].income
    assert len(reader.partner.asked) == 3
    assert b"nft" not in b"".join((await lying(valkey)).values())


async def test_what_is_told_as_fresh_is_a_minute_old_at_most_from_partner_to_user(
    both: tuple[Books, Books], pair: Pair, reader: Reader
) -> None:
    here, there = both
    await here.fleet(ADA)
    what = f"{operations.MINERS.name} 999 {NOON.isoformat()}"
    kept = await shared(pair[0]).find(ADA, what)
    assert kept is not None
    await shared(pair[0]).keep(ADA, what, kept.value, 20)  # forty seconds have passed

    assert (await there.fleet(ADA)).age in {40, 41}
    reader.clock.now += 21
    await shared(pair[0]).forget(ADA, what)  # as it is by then
    assert (await there.fleet(ADA)).age == 0
    assert len(reader.partner.asked) == 2


async def test_an_answer_that_took_long_is_kept_for_less(
    both: tuple[Books, Books], pair: Pair, reader: Reader
) -> None:
    def slowly() -> None:
        reader.clock.now += 10

    reader.partner.meanwhile = slowly
    await both[0].fleet(ADA)

    kept = await shared(pair[1]).find(ADA, f"{operations.MINERS.name} 999 {NOON.isoformat()}")
    assert kept is not None
    assert 40 < kept.left <= 50


async def test_only_the_beginning_of_a_list_is_shared(
    both: tuple[Books, Books], reader: Reader
) -> None:
    """A later page of before would leave out what moved from the first page to it since."""
    reader.partner.cap = 20
    here, there = both
    await here.history(ADA, None)
    offsets = [page.offset for page in reader.partner.asked]
    reader.partner.asked.clear()

    assert (await there.history(ADA, None)).complete

    assert [page.offset for page in reader.partner.asked] == offsets[1:]


async def test_pages_of_before_a_sign_in_are_not_told_after_it(
    both: tuple[Books, Books], reader: Reader
) -> None:
    here, there = both
    await here.fleet(ADA)
    reader.tokens.link(ADA, NOON + timedelta(hours=1))
    reader.partner.fleet = [miner(99)]

    assert [each.id for each in (await there.fleet(ADA)).miners] == [99]
    reader.tokens.drop(ADA)
    with pytest.raises(SignInAgainError):
        await there.fleet(ADA)


async def test_a_page_an_older_version_kept_is_asked_for(
    both: tuple[Books, Books], pair: Pair
) -> None:
    what = f"{operations.MINERS.name} 999 {NOON.isoformat()}"
    await shared(pair[0]).keep(ADA, what, b'{"data":"otherwise"}', 60)

    assert len((await both[1].fleet(ADA)).miners) == 7
