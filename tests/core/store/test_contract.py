"""What every store promises, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import traceback
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from sqlalchemy import inspect, text

from core.arithmetic.rates import Rates
from core.errors import StoreError
from core.model import AmountUnit, Currency, Language, Preferences, UserId
from core.store import MAX_ATTEMPTS, RATE_DAYS, Account, Store, sql
from core.store.sql import SqlStore

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOON = NOW + timedelta(minutes=15)
ANNA, BORIS = UserId(1001), UserId(2**52 - 1)
DAY = date(2026, 11, 22)
RATES = Rates(
    income_per_th=Decimal("4.94E-7"),
    btc=Decimal("78862.65"),
    gomining=Decimal("0.4210"),
    kwh_price=Decimal("0.05"),
    service_cost=Decimal("0.0089"),
)
ABOUT_NOBODY = {"alembic_version", "daily_rates", "ended", "workers"}


async def _link(store: Store, user: UserId = ANNA, tokens: bytes = b"tokens") -> Account:
    return await store.link(user, tokens=tokens, wallet=b"wallet", now=NOW)


async def test_nobody_is_known_at_first(store: Store) -> None:
    assert await store.account(ANNA) is None


async def test_what_a_sign_in_brought_is_kept_for_its_user_alone(store: Store) -> None:
    linked = await _link(store)

    assert await store.account(ANNA) == linked
    assert (linked.user, linked.tokens, linked.wallet) == (ANNA, b"tokens", b"wallet")
    assert await store.account(BORIS) is None


async def test_a_new_sign_in_replaces_the_old_and_changes_the_version(store: Store) -> None:
    first = await _link(store)
    second = await _link(store, tokens=b"newer")

    assert await store.account(ANNA) == second
    assert second.version != first.version


async def test_an_account_hides_what_is_sealed(store: Store) -> None:
    assert "tokens=" not in repr(await _link(store))
    assert "wallet=" not in repr(await _link(store))


async def test_signing_out_deletes_the_account_and_nobody_elses(store: Store) -> None:
    await _link(store)
    other = await _link(store, BORIS)

    await store.unlink(ANNA, NOW)
    await store.unlink(ANNA, NOW)

    assert await store.account(ANNA) is None
    assert await store.account(BORIS) == other


async def test_forgetting_leaves_no_row_of_the_user_in_any_table(store: Store) -> None:
    assert isinstance(store, SqlStore)
    for user in (ANNA, BORIS):
        await _link(store, user)
        await store.keep_preferences(user, notify=True)
        await store.claim(user, DAY, NOW)
        await store.note_sign_in(user, b"sealed", NOW)
        await store.revoke(user, int(NOW.timestamp()))
        await store.keep_attempt(f"payload of {user}", user, SOON)
        await store.keep_connection(user, "session", b"sealed", SOON)
    await store.keep_rates(DAY, RATES)
    assert set((await store.kept(ANNA)).values()) == {1}

    await store.forget(ANNA, NOW)

    async with store._database.reads.connect() as connection:
        names = await connection.run_sync(lambda found: inspect(found).get_table_names())
        left = {
            name: [row.user_id for row in await connection.execute(text(f"SELECT * FROM {name}"))]  # noqa: S608  # our own tables
            for name in set(names) - ABOUT_NOBODY
        }
    kept = {
        "accounts",
        "connections",
        "login_attempts",
        "preferences",
        "revoked",
        "sign_ins",
        "told",
    }
    assert left == {name: [BORIS] for name in kept}
    assert await store.kept(ANNA) == dict.fromkeys(kept, 0)
    assert await store.kept(BORIS) == dict.fromkeys(kept, 1)
    assert await store.rates(DAY, DAY) == [(DAY, RATES)]


async def test_a_refresh_replaces_the_tokens_and_leaves_the_wallet(store: Store) -> None:
    linked = await _link(store)

    async with store.refreshing(ANNA) as held:
        assert held is not None
        assert held.account == linked
        renewed = await held.replace_tokens(b"renewed", NOW)
        assert await store.account(ANNA) == renewed  # committed while still held

    assert renewed is not None
    assert (renewed.tokens, renewed.wallet) == (b"renewed", b"wallet")
    assert renewed.version != linked.version
    assert await store.account(ANNA) == renewed


async def test_there_is_nothing_to_hold_of_a_user_who_is_signed_out(store: Store) -> None:
    async with store.refreshing(ANNA) as held:
        assert held is None


async def test_one_refresh_of_a_user_waits_for_the_other(store: Store) -> None:
    await _link(store)
    inside = 0

    async def refresh(number: int) -> bytes:
        nonlocal inside
        async with store.refreshing(ANNA) as held:
            assert held is not None
            inside += 1
            assert inside == 1
            await asyncio.sleep(0.01)
            before = held.account.tokens
            inside -= 1
            assert await held.replace_tokens(b"%d" % number, NOW)
            return before

    seen = await asyncio.gather(*(refresh(number) for number in range(5)))

    last = await store.account(ANNA)
    assert last is not None
    assert {*seen, last.tokens} == {b"tokens", b"0", b"1", b"2", b"3", b"4"}


async def test_refreshes_of_two_users_do_not_wait_for_each_other(store: Store) -> None:
    await _link(store)
    await _link(store, BORIS)

    async with asyncio.timeout(30), store.refreshing(ANNA) as one, store.refreshing(BORIS) as other:
        assert one is not None
        assert other is not None


async def test_a_refresh_given_up_changes_nothing_and_bars_nobody(store: Store) -> None:
    linked = await _link(store)

    async def give_up() -> None:
        async with store.refreshing(ANNA):
            raise LookupError

    with pytest.raises(LookupError):
        await give_up()

    assert await store.account(ANNA) == linked
    async with asyncio.timeout(30), store.refreshing(ANNA) as held:
        assert held is not None


async def test_two_hundred_users_refresh_at_once_while_others_read(store: Store) -> None:
    users = [UserId(number) for number in range(1, 201)]
    for user in users:
        await _link(store, user)

    async def refresh(user: UserId) -> None:
        async with store.refreshing(user) as held:
            assert held is not None
            await asyncio.sleep(0.02)
            assert await held.replace_tokens(b"renewed", NOW)

    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        for user in users:
            group.create_task(refresh(user))
            group.create_task(store.account(user))

    kept = [await store.account(user) for user in users]
    assert {account.tokens if account else None for account in kept} == {b"renewed"}


async def test_a_sign_out_during_a_refresh_is_not_undone(store: Store) -> None:
    await _link(store)

    async with asyncio.TaskGroup() as group, store.refreshing(ANNA) as held:
        assert held is not None
        group.create_task(store.unlink(ANNA, NOW))
        await asyncio.sleep(0.1)
        await held.replace_tokens(b"renewed", NOW)

    assert await store.account(ANNA) is None


async def test_a_sign_in_during_a_refresh_is_not_undone(store: Store) -> None:
    await _link(store)

    async def sign_in_again() -> None:
        await store.unlink(ANNA, NOW)
        await _link(store, tokens=b"new sign-in")

    async with asyncio.TaskGroup() as group, store.refreshing(ANNA) as held:
        assert held is not None
        group.create_task(sign_in_again())
        await asyncio.sleep(0.1)
        await held.replace_tokens(b"renewed", NOW)

    account = await store.account(ANNA)
    assert account is not None
    assert account.tokens == b"new sign-in"


async def test_dropping_ends_the_account_held(store: Store) -> None:
    await _link(store)

    async with store.refreshing(ANNA) as held:
        assert held is not None
        await held.drop()

    assert await store.account(ANNA) is None


async def test_dropping_spares_a_sign_in_that_came_first(store: Store) -> None:
    await _link(store)

    async with store.refreshing(ANNA) as held:
        assert held is not None
        await held.replace_tokens(b"renewed", NOW)
        await _link(store, tokens=b"new sign-in")
        await held.drop()

    account = await store.account(ANNA)
    assert account is not None
    assert account.tokens == b"new sign-in"


async def test_a_payload_is_used_once(store: Store) -> None:
    await store.keep_attempt("payload", ANNA, SOON)

    assert await store.take_attempt("payload", ANNA, NOW)
    assert not await store.take_attempt("payload", ANNA, NOW)


async def test_of_twenty_that_use_a_payload_at_once_one_gets_it(store: Store) -> None:
    await store.keep_attempt("payload", ANNA, SOON)

    taken = await asyncio.gather(*(store.take_attempt("payload", ANNA, NOW) for _ in range(20)))

    assert sum(taken) == 1


async def test_somebody_elses_try_uses_nothing_up(store: Store) -> None:
    await store.keep_attempt("payload", ANNA, SOON)

    assert not await store.take_attempt("payload", BORIS, NOW)
    assert await store.take_attempt("payload", ANNA, NOW)


@pytest.mark.parametrize(
    ("late", "taken"),
    [
        pytest.param(timedelta(seconds=-1), True, id="just before"),
        pytest.param(timedelta(0), False, id="on the second"),
        pytest.param(timedelta(days=1), False, id="long after"),
    ],
)
async def test_a_payload_expires(store: Store, late: timedelta, taken: bool) -> None:  # noqa: FBT001  # a table
    await store.keep_attempt("payload", ANNA, SOON)

    assert await store.take_attempt("payload", ANNA, SOON + late) is taken


async def test_an_unknown_payload_is_nobodys(store: Store) -> None:
    assert not await store.take_attempt("payload", ANNA, NOW)


async def test_a_payload_given_twice_to_one_user_is_one_attempt(store: Store) -> None:
    await store.keep_attempt("payload", ANNA, NOW + timedelta(seconds=1))
    await store.keep_attempt("payload", ANNA, SOON)

    assert await store.take_attempt("payload", ANNA, SOON - timedelta(seconds=1))
    assert not await store.take_attempt("payload", ANNA, NOW)


async def test_a_payload_that_another_user_holds_stays_theirs(store: Store) -> None:
    await store.keep_attempt("payload", ANNA, SOON)

    with pytest.raises(StoreError, match="two users"):
        await store.keep_attempt("payload", BORIS, SOON)

    assert not await store.take_attempt("payload", BORIS, NOW)
    assert await store.take_attempt("payload", ANNA, NOW)


async def test_a_ninth_sign_in_under_way_ends_the_oldest(store: Store) -> None:
    await store.keep_attempt("of another", BORIS, SOON)
    for number in range(MAX_ATTEMPTS + 1):
        await store.keep_attempt(f"payload {number}", ANNA, SOON + timedelta(seconds=number))

    taken = [
        await store.take_attempt(f"payload {number}", ANNA, NOW)
        for number in range(MAX_ATTEMPTS + 1)
    ]

    assert taken == [False] + [True] * MAX_ATTEMPTS
    assert await store.take_attempt("of another", BORIS, NOW)


async def test_however_many_begin_at_once_no_more_than_the_limit_are_under_way(
    store: Store,
) -> None:
    payloads = [f"payload {number}" for number in range(40)]

    await asyncio.gather(*(store.keep_attempt(payload, ANNA, SOON) for payload in payloads))

    taken = [await store.take_attempt(payload, ANNA, NOW) for payload in payloads]
    assert sum(taken) == MAX_ATTEMPTS


async def test_purging_drops_what_expired(store: Store) -> None:
    await store.keep_attempt("old", ANNA, NOW)
    await store.keep_attempt("new", ANNA, SOON)

    assert await store.purge(NOW) == 1
    assert await store.purge(NOW) == 0
    assert await store.take_attempt("new", ANNA, NOW)


async def test_who_chose_nothing_has_the_defaults(store: Store) -> None:
    assert await store.preferences(ANNA) == Preferences()


async def test_what_a_user_chose_is_kept_for_them_alone(store: Store) -> None:
    chosen = Preferences(
        language=Language.PORTUGUESE,
        currency=Currency.GOMINING,
        unit=AmountUnit.BTC,
        notify=True,
        notify_hour=23,
        time_zone="America/Argentina/Buenos_Aires",
        maintenance_apart=True,
        reward_above=Decimal("0.00001"),
        reward_below=Decimal("1E-7"),
    )

    assert await store.keep_preferences(ANNA, **asdict(chosen)) == chosen
    assert await store.preferences(ANNA) == chosen
    assert await store.preferences(BORIS) == Preferences()


async def test_a_change_leaves_the_rest_as_it_was(store: Store) -> None:
    await store.keep_preferences(ANNA, language=Language.TURKISH, notify_hour=0)

    changed = await store.keep_preferences(ANNA, language=None, unit=AmountUnit.BTC)

    assert changed == Preferences(unit=AmountUnit.BTC, notify_hour=0)
    assert await store.keep_preferences(ANNA) == changed == await store.preferences(ANNA)


async def test_changes_of_different_fields_at_once_are_all_kept(store: Store) -> None:
    await asyncio.gather(
        store.keep_preferences(ANNA, language=Language.GERMAN),
        store.keep_preferences(ANNA, currency=Currency.GOMINING),
        store.keep_preferences(ANNA, notify=True),
        store.keep_preferences(ANNA, notify_hour=5),
    )

    assert await store.preferences(ANNA) == Preferences(
        language=Language.GERMAN, currency=Currency.GOMINING, notify=True, notify_hour=5
    )


async def test_signing_out_keeps_what_a_user_chose(store: Store) -> None:
    await _link(store)
    chosen = await store.keep_preferences(ANNA, language=Language.SPANISH)

    await store.unlink(ANNA, NOW)

    assert await store.preferences(ANNA) == chosen


async def test_the_rates_of_a_day_are_those_kept_last(store: Store) -> None:
    await store.keep_rates(DAY, replace(RATES, btc=Decimal(1)))
    await store.keep_rates(DAY, RATES)

    assert await store.rates(DAY, DAY) == [(DAY, RATES)]


async def test_rates_come_oldest_first_and_from_the_days_asked_for(store: Store) -> None:
    days = [DAY - timedelta(days=number) for number in range(5)]
    for day in days:
        await store.keep_rates(day, replace(RATES, btc=Decimal(day.day)))

    found = await store.rates(days[3], days[1])

    assert [(day, rates.btc) for day, rates in found] == [
        (day, Decimal(day.day)) for day in (days[3], days[2], days[1])
    ]
    assert await store.rates(DAY + timedelta(days=1), date.max) == []


@effort(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figure=st.decimals(allow_nan=False, allow_infinity=False))
async def test_every_digit_of_a_rate_comes_back(store: Store, figure: Decimal) -> None:
    await store.keep_rates(DAY, replace(RATES, btc=figure))

    [(_, kept)] = await store.rates(DAY, DAY)
    assert kept.btc.as_tuple() == figure.as_tuple()


async def test_rates_are_kept_for_three_years_and_read_no_further(store: Store) -> None:
    oldest = DAY - timedelta(days=RATE_DAYS)
    for day in (oldest - timedelta(days=1), oldest, DAY):
        await store.keep_rates(day, RATES)

    assert await store.purge(NOW) == 1
    assert [day for day, _ in await store.rates(date.min, date.max)] == [oldest, DAY]


async def test_no_more_days_are_read_than_are_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "RATE_DAYS", 2)
    for number in range(3):
        await store.keep_rates(DAY - timedelta(days=number), RATES)

    assert [day for day, _ in await store.rates(date.min, date.max)] == [
        DAY - timedelta(days=1),
        DAY,
    ]


async def test_a_fault_quotes_nothing_of_the_row(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        await store.link(ANNA, tokens=None, wallet=b"wallet", now=NOW)  # type: ignore[arg-type]  # the fault

    shown = "".join(traceback.format_exception(caught.value))
    assert b"wallet".hex() not in shown
    assert str(ANNA) not in shown


async def test_an_open_store_is_ready(store: Store) -> None:
    await store.ready()
