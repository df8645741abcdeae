"""What the partner said, kept: fresh, up to date, stale, and never somebody else's."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from core.books import MAX_MINERS, MAX_ROWS
from core.books import books as reading
from core.books import shelf as kept
from core.books.paging import AT_ONCE
from core.books.volume import FRESH, KEPT, PAUSE
from core.errors import (
    AppError,
    PartnerBrokenError,
    PartnerRejectedError,
    PartnerTimeoutError,
    PartnerUnreachableError,
    SignInAgainError,
    StoreError,
)
from tests.core.books.fakes import ADA, BOB, CLEO, NOON, Reader, income, miner

DOWN = PartnerUnreachableError("down")


@pytest.fixture
def reader() -> Reader:
    made = Reader()
    made.partner.rows = [income(ago) for ago in range(300)]
    made.partner.fleet = [miner(number) for number in range(1, 8)]
    return made


async def test_an_answer_is_given_again_for_a_minute(reader: Reader) -> None:
    books, clock = reader.books, reader.clock
    assert len((await books.fleet(ADA)).miners) == 7
    assert str((await books.totals(ADA)).income.total) == "0.5"

    clock.now += FRESH - 1
    assert ((await books.fleet(ADA)).age, (await books.totals(ADA)).age) == (59, 59)
    assert len(reader.partner.asked) == 2

    clock.now += 1
    assert ((await books.fleet(ADA)).age, (await books.totals(ADA)).age) == (0, 0)
    assert len(reader.partner.asked) == 4


async def test_history_is_read_back_to_the_day_asked_for(reader: Reader) -> None:
    reader.partner.cap = 20
    since = date(2026, 11, 1)

    history = await reader.books.history(ADA, since)

    assert [row.day for row in history.rows] == [
        date(2026, 11, 21) - timedelta(ago) for ago in range(21)
    ]
    assert history.complete
    assert len(reader.partner.asked) <= 3


async def test_a_later_question_reads_on_from_where_the_former_ended(reader: Reader) -> None:
    reader.partner.cap = 20
    await reader.books.history(ADA, date(2026, 11, 15))
    reader.partner.asked.clear()

    history = await reader.books.history(ADA, None)

    assert len(history.rows) == 300
    assert history.complete
    assert min(page.offset or 0 for page in reader.partner.asked) == 20


async def test_reading_on_makes_the_newest_no_younger(reader: Reader) -> None:
    reader.partner.cap = 20
    await reader.books.history(ADA, date(2026, 11, 15))
    reader.clock.now += 30

    assert (await reader.books.history(ADA, None)).age == 30


async def test_afterwards_only_the_newest_are_asked_for(reader: Reader) -> None:
    await reader.books.history(ADA, None)
    reader.partner.rows.insert(0, income(-1))
    reader.partner.asked.clear()
    reader.clock.now += FRESH

    history = await reader.books.history(ADA, None)

    assert len(history.rows) == 301
    assert history.rows[0].day == date(2026, 11, 22)
    assert [(page.limit, page.offset) for page in reader.partner.asked] == [(reading.NEWEST, 0)]


async def test_many_new_rows_are_read_until_they_meet_what_is_kept(reader: Reader) -> None:
    reader.partner.cap = 20
    await reader.books.history(ADA, None)
    reader.partner.rows[:0] = [income(-1, miner=number) for number in range(250, 0, -1)]
    reader.clock.now += FRESH

    history = await reader.books.history(ADA, None)

    assert len(history.rows) == 550
    assert history.complete


async def test_a_credit_that_arrives_while_pages_turn_is_counted_once(reader: Reader) -> None:
    reader.partner.cap = 20

    def arrive() -> None:
        if len(reader.partner.rows) < 310:
            reader.partner.rows.insert(0, income(-1, miner=len(reader.partner.rows)))

    reader.partner.meanwhile = arrive

    history = await reader.books.history(ADA, None)

    keys = [(row.credited_at, row.miner) for row in history.rows]
    assert len(keys) == len(set(keys)) >= 300
    reader.clock.now += FRESH
    assert len((await reader.books.history(ADA, None)).rows) == 310


async def test_the_past_is_read_anew_once_a_day(reader: Reader) -> None:
    await reader.books.history(ADA, None)
    del reader.partner.rows[100:]
    reader.clock.now += KEPT

    assert len((await reader.books.history(ADA, None)).rows) == 100


async def kept_yesterday(reader: Reader) -> None:
    """Let 300 rows be kept that are due to be read anew, the newest of them a minute old."""
    reader.partner.cap = 20
    await reader.books.history(ADA, None)
    reader.clock.now += KEPT - FRESH - 1
    await reader.books.history(ADA, None)
    reader.clock.now += FRESH + 1
    reader.partner.rows.insert(0, income(-1))
    reader.partner.asked.clear()


@pytest.mark.parametrize("pages", [1, 2, 5])
async def test_what_was_kept_stands_in_until_the_partner_has_told_it_again(
    reader: Reader, pages: int
) -> None:
    await kept_yesterday(reader)
    reader.partner.faults = {pages + 1: DOWN}

    history = await reader.books.history(ADA, None)
    reader.partner.down = DOWN
    reader.clock.now += 3600
    later = await reader.books.history(ADA, None)

    assert (len(history.rows), history.complete, history.age) == (301, True, 0)
    assert (history.fault, later.fault) == (DOWN, DOWN)
    assert (later.rows, later.complete, later.age) == (history.rows, True, 3600)


async def test_where_nothing_at_all_is_told_again_all_that_was_kept_is(reader: Reader) -> None:
    await kept_yesterday(reader)
    reader.partner.faults = {1: DOWN}

    history = await reader.books.history(ADA, None)

    assert (len(history.rows), history.complete, history.fault) == (300, True, DOWN)


async def test_proofreading_goes_on_from_where_it_was_cut_short(reader: Reader) -> None:
    await kept_yesterday(reader)
    del reader.partner.rows[201:]
    reader.partner.faults = {4: DOWN}
    assert len((await reader.books.history(ADA, None)).rows) == 301
    reader.partner.asked.clear()
    reader.partner.faults = {}
    reader.clock.now += PAUSE

    history = await reader.books.history(ADA, None)

    assert (len(history.rows), history.complete, history.fault) == (201, True, None)
    assert min(page.offset or 0 for page in reader.partner.asked) >= 40


async def test_what_vanished_is_gone_as_far_as_the_past_was_read_anew(reader: Reader) -> None:
    await kept_yesterday(reader)
    del reader.partner.rows[5:10]
    reader.partner.rows[12]["value"] = 0.5
    reader.partner.faults = {3: DOWN}

    history = await reader.books.history(ADA, None)

    assert len(history.rows) == 296
    assert str(history.rows[12].value) == "0.5"
    assert history.complete


async def test_no_more_is_read_anew_than_is_asked_for(reader: Reader) -> None:
    await kept_yesterday(reader)

    history = await reader.books.history(ADA, date(2026, 11, 20))
    asked = len(reader.partner.asked)
    reader.partner.down = DOWN
    whole = await reader.books.history(ADA, None)

    assert (len(history.rows), history.complete, asked) == (3, True, 1)
    assert (len(whole.rows), whole.complete, whole.fault) == (301, True, DOWN)


async def test_many_days_away_leave_no_gap_while_the_past_is_read_anew(reader: Reader) -> None:
    await kept_yesterday(reader)
    reader.partner.rows[:0] = [income(-2, miner=number) for number in range(50, 0, -1)]
    reader.partner.faults = {3: DOWN}

    cut = await reader.books.history(ADA, None)
    reader.clock.now += PAUSE
    whole = await reader.books.history(ADA, None)

    assert (len(cut.rows), cut.rows[0].day, cut.fault) == (300, date(2026, 11, 21), DOWN)
    assert (len(whole.rows), whole.complete, whole.fault) == (351, True, None)


async def test_while_the_past_is_read_anew_no_row_is_kept_twice(reader: Reader) -> None:
    await kept_yesterday(reader)
    reader.partner.faults = {5: DOWN}

    await reader.books.history(ADA, None)

    assert reader.books._shelf.rows == 301 + kept.BOOK_WEIGHT


async def test_incomes_that_come_where_there_were_none_are_read(reader: Reader) -> None:
    reader.partner.rows, before = [], reader.partner.rows
    assert (await reader.books.history(ADA, None)).rows == ()
    reader.partner.rows = before
    reader.clock.now += KEPT

    assert len((await reader.books.history(ADA, None)).rows) == 300


async def test_pages_are_asked_for_a_few_at_a_time(reader: Reader) -> None:
    reader.partner.cap = 20

    await reader.books.history(ADA, None)

    assert reader.partner.most_at_once == AT_ONCE


async def test_what_is_beyond_the_limits_is_left_out_and_said(reader: Reader) -> None:
    reader.partner.rows = [income(ago) for ago in range(MAX_ROWS + 1)]
    reader.partner.fleet = [miner(number) for number in range(MAX_MINERS + 1)]

    history, fleet = await reader.books.history(ADA, None), await reader.books.fleet(ADA)

    assert (len(history.rows), history.complete) == (MAX_ROWS, False)
    assert (len(fleet.miners), fleet.complete) == (MAX_MINERS, False)


async def test_exactly_as_much_as_the_limits_is_all_there_is(reader: Reader) -> None:
    reader.partner.fleet = [miner(number) for number in range(MAX_MINERS)]

    fleet = await reader.books.fleet(ADA)

    assert (len(fleet.miners), fleet.complete) == (MAX_MINERS, True)


async def test_a_partner_whose_pages_repeat_is_not_asked_for_ever(reader: Reader) -> None:
    reader.partner.ignores_offset = True

    history = await reader.books.history(ADA, None)

    assert isinstance(history.fault, PartnerBrokenError)
    assert (len(history.rows), history.complete) == (300, False)


async def test_many_at_once_share_one_asking(reader: Reader) -> None:
    histories = await asyncio.gather(*(reader.books.history(ADA, None) for _ in range(200)))

    assert {len(history.rows) for history in histories} == {300}
    assert len(reader.partner.asked) == 2


async def test_who_hangs_up_does_not_end_the_asking_for_others(reader: Reader) -> None:
    reader.partner.gate.clear()
    first = asyncio.ensure_future(reader.books.fleet(ADA))
    await asyncio.sleep(0.01)
    second = asyncio.ensure_future(reader.books.fleet(ADA))
    await asyncio.sleep(0.01)

    first.cancel()
    reader.partner.gate.set()

    assert len((await second).miners) == 7
    assert len(reader.partner.asked) == 1


async def test_who_joins_a_shorter_question_still_gets_all(reader: Reader) -> None:
    reader.partner.cap = 20

    short, whole = await asyncio.gather(
        reader.books.history(ADA, date(2026, 11, 20)), reader.books.history(ADA, None)
    )

    assert (len(short.rows), len(whole.rows)) == (2, 300)
    assert whole.complete


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(DOWN, id="unreachable"),
        pytest.param(PartnerTimeoutError("slow"), id="timeout"),
        pytest.param(PartnerBrokenError("broken"), id="broken"),
        pytest.param(StoreError("gone"), id="store"),
    ],
)
async def test_while_the_partner_is_down_what_is_kept_is_told_with_its_age(
    reader: Reader, fault: AppError
) -> None:
    books = reader.books
    await books.fleet(ADA), await books.history(ADA, None), await books.totals(ADA)
    reader.clock.now += KEPT - 1
    reader.tokens.fault = fault

    fleet, totals = await books.fleet(ADA), await books.totals(ADA)
    history = await books.history(ADA, None)

    for told in (fleet, history, totals):
        assert (told.age, told.fault) == (86_399, fault)
    assert (len(fleet.miners), len(history.rows)) == (7, 300)


async def test_after_a_day_the_fault_is_all_there_is(reader: Reader) -> None:
    await reader.books.fleet(ADA)
    reader.clock.now += KEPT
    reader.partner.down = DOWN

    with pytest.raises(PartnerUnreachableError):
        await reader.books.fleet(ADA)


async def test_a_partner_that_is_down_is_left_in_peace(reader: Reader) -> None:
    reader.partner.down = DOWN

    for _ in range(5):
        with pytest.raises(PartnerUnreachableError):
            await reader.books.fleet(ADA)
    assert len(reader.partner.asked) == 1

    reader.partner.down = None
    reader.clock.now += PAUSE
    assert (await reader.books.fleet(ADA)).fault is None


@pytest.mark.parametrize("refusal", [PartnerRejectedError(404, "no"), SignInAgainError("again")])
async def test_a_refusal_is_no_reason_to_tell_what_is_kept(
    reader: Reader, refusal: AppError
) -> None:
    await reader.books.fleet(ADA)
    reader.clock.now += FRESH
    reader.tokens.fault = refusal

    with pytest.raises(type(refusal)):
        await reader.books.fleet(ADA)
    reader.tokens.fault = None
    assert (await reader.books.fleet(ADA)).age == 0


async def test_what_was_read_before_a_page_failed_is_told_as_incomplete(reader: Reader) -> None:
    reader.partner.cap = 20
    reader.partner.faults = {5: DOWN}

    history = await reader.books.history(ADA, None)

    assert (len(history.rows), history.complete, history.fault) == (80, False, DOWN)
    reader.clock.now += PAUSE
    assert len((await reader.books.history(ADA, None)).rows) == 300


async def test_a_moment_whose_credits_came_in_two_parts_is_whole(reader: Reader) -> None:
    batch = [income(-1, miner=number) for number in range(250, 0, -1)]
    reader.partner.rows[:0] = batch[-50:]
    await reader.books.history(ADA, None)
    reader.partner.rows[:50] = batch
    reader.clock.now += FRESH

    history = await reader.books.history(ADA, None)

    assert len(history.rows) == 300 + 250


async def test_a_failure_among_the_newest_leaves_no_gap(reader: Reader) -> None:
    reader.partner.cap = 20
    await reader.books.history(ADA, None)
    reader.partner.rows[:0] = [income(-1, miner=number) for number in range(50, 0, -1)]
    reader.clock.now += FRESH
    reader.partner.faults = {len(reader.partner.asked) + 2: DOWN}

    history = await reader.books.history(ADA, None)

    assert (len(history.rows), history.age, history.fault) == (300, 60, DOWN)


async def test_without_a_wallet_nothing_is_told(reader: Reader) -> None:
    await reader.books.fleet(ADA)
    del reader.tokens.linked[ADA]  # at another replica

    with pytest.raises(SignInAgainError):
        await reader.books.fleet(ADA)
    assert len(reader.books._shelf) == 0


async def test_another_wallet_begins_another_book(reader: Reader) -> None:
    await reader.books.fleet(ADA)
    reader.tokens.link(ADA, NOON + timedelta(seconds=1))
    reader.partner.down = DOWN

    with pytest.raises(PartnerUnreachableError):
        await reader.books.fleet(ADA)


async def test_what_a_wallet_brings_after_it_was_unlinked_is_not_kept(reader: Reader) -> None:
    reader.partner.gate.clear()
    asking = asyncio.ensure_future(reader.books.fleet(ADA))
    await asyncio.sleep(0.01)

    reader.tokens.link(ADA, NOON + timedelta(seconds=1))
    reader.partner.gate.set()

    with pytest.raises(SignInAgainError):
        await asking
    assert reader.books._shelf.rows == 0


async def test_who_signs_out_here_leaves_nothing_in_memory(reader: Reader) -> None:
    await reader.books.history(ADA, None)

    reader.tokens.drop(ADA)

    assert (len(reader.books._shelf), reader.books._shelf.rows) == (0, 0)


async def test_the_books_of_one_user_are_not_the_others(reader: Reader) -> None:
    await reader.books.fleet(ADA)
    reader.partner.fleet = []

    assert (await reader.books.fleet(BOB)).miners == ()
    assert len((await reader.books.fleet(ADA)).miners) == 7


async def test_over_the_bound_the_longest_unread_book_goes(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MAX_KEPT_ROWS", 610)
    await reader.books.history(ADA, None)
    await reader.books.history(BOB, None)
    await reader.books.history(ADA, None)
    await reader.books.history(CLEO, None)

    assert list(reader.books._shelf._books) == [ADA, CLEO]
    assert reader.books._shelf.rows == 2 * (300 + kept.BOOK_WEIGHT)


async def test_a_book_nobody_reads_for_a_day_is_put_away(reader: Reader) -> None:
    await reader.books.history(ADA, None)
    reader.clock.now += kept.IDLE - 1
    await reader.books.totals(BOB)
    reader.clock.now += 1

    reader.books.tidy()

    assert list(reader.books._shelf._books) == [BOB]
    assert reader.books._shelf.rows == kept.BOOK_WEIGHT


async def test_closing_gives_up_what_is_being_asked(reader: Reader) -> None:
    reader.partner.gate.clear()
    asking = asyncio.ensure_future(reader.books.fleet(ADA))
    await asyncio.sleep(0.01)

    await reader.books.close()

    with pytest.raises(asyncio.CancelledError):
        await asking
    await reader.books.close()


async def test_asking_takes_no_longer_than_its_patience(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.books.volume.PATIENCE", 0.02)
    reader.partner.gate.clear()

    with pytest.raises(PartnerTimeoutError):
        await reader.books.fleet(ADA)
