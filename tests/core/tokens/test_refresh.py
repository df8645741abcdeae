"""Renewing: once, in time, committed before use, whatever happens to those who wait."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from core.errors import (
    PartnerBrokenError,
    PartnerError,
    PartnerRejectedError,
    PartnerThrottledError,
    PartnerTimeoutError,
    PartnerUnauthorizedError,
    PartnerUnreachableError,
    SignInAgainError,
    StoreError,
)
from core.model import TokenPair, UserId
from core.sealing import KeyRing
from core.store import Account, Store, open_store
from core.store.held import HeldRow
from core.tokens import TokenKeeper
from core.tokens import keeper as keeper_module
from tests.core.tokens.rotating import ANNA, KEY, START, WALLET, Clock, RotatingPartner


async def test_two_hundred_calls_at_once_with_an_expired_jwt_cost_one_refresh(
    database_url: str, partner: RotatingPartner, clock: Clock
) -> None:
    async with open_store(database_url) as store:
        keeper = TokenKeeper(store, KeyRing((KEY,)), partner.renew, now=clock)
        await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
        partner.expire()
        partner.slowness = 0.05

        answers = await asyncio.gather(*(keeper.call(ANNA, partner.ask) for _ in range(200)))

    assert (partner.refreshes, partner.refused_refreshes) == (1, 0)
    assert len(answers) == 200
    assert len(set(answers)) == 1


@pytest.mark.postgres
async def test_two_processes_on_one_database_cost_one_refresh(
    postgres_url: str, partner: RotatingPartner, clock: Clock
) -> None:
    async with open_store(postgres_url) as one, open_store(postgres_url) as other:
        keepers = [
            TokenKeeper(store, KeyRing((KEY,)), partner.renew, now=clock) for store in (one, other)
        ]
        await keepers[0].keep(ANNA, partner.sign_in(), WALLET, START)
        await keepers[1].call(ANNA, partner.ask)
        partner.expire()
        partner.slowness = 0.2

        answers = await asyncio.gather(
            *(keepers[number % 2].call(ANNA, partner.ask) for number in range(200))
        )

    assert (partner.refreshes, partner.refused_refreshes) == (1, 0)
    assert len(answers) == 200


async def test_a_refresh_made_elsewhere_is_picked_up(
    keeper: TokenKeeper, replica: TokenKeeper, partner: RotatingPartner
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    await replica.call(ANNA, partner.ask)
    partner.expire()

    first = await keeper.call(ANNA, partner.ask)
    second = await replica.call(ANNA, partner.ask)

    assert first == second
    assert partner.refreshes == 1


async def test_a_jwt_that_tells_its_end_is_renewed_a_minute_before(
    keeper: TokenKeeper, partner: RotatingPartner, clock: Clock
) -> None:
    partner.lifetime = timedelta(hours=1)
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)

    clock.move(minutes=58, seconds=59)
    await keeper.call(ANNA, partner.ask)
    assert partner.refreshes == 0

    clock.move(seconds=50)
    await keeper.call(ANNA, partner.ask)
    assert partner.refreshes == 1
    assert partner.asked == 2  # nobody had to say 401


async def test_a_jwt_shorter_than_the_margin_is_not_renewed_at_every_call(
    keeper: TokenKeeper, partner: RotatingPartner, clock: Clock
) -> None:
    partner.lifetime = timedelta(seconds=10)
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)

    for _ in range(20):
        await keeper.call(ANNA, partner.ask)
        clock.move(seconds=1)

    assert partner.refreshes == 2


async def test_a_jwt_found_over_in_the_store_is_renewed_before_it_is_used(
    keeper: TokenKeeper, replica: TokenKeeper, partner: RotatingPartner, clock: Clock
) -> None:
    partner.lifetime = timedelta(minutes=10)
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    clock.move(minutes=10)

    await replica.call(ANNA, partner.ask)

    assert (partner.refreshes, partner.asked) == (1, 1)


async def test_a_clock_that_is_ahead_does_not_make_refreshing_endless(
    keeper: TokenKeeper, partner: RotatingPartner
) -> None:
    partner.lifetime = timedelta(hours=-1)
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    partner.expire()

    for _ in range(5):
        await keeper.call(ANNA, partner.ask)

    assert partner.refreshes == 1


async def test_the_new_pair_is_committed_before_anybody_uses_it(
    keeper: TokenKeeper, store: Store, partner: RotatingPartner
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    before = await store.account(ANNA)
    partner.expire()
    seen: list[Account | None] = []

    async def ask(token: SecretStr) -> None:
        seen.append(await store.account(ANNA))
        await partner.ask(token)

    await keeper.call(ANNA, ask)

    assert seen[0] == before
    assert seen[1] != before
    assert seen[1] == await store.account(ANNA)


async def test_a_caller_who_hangs_up_does_not_stop_the_refresh(
    keeper: TokenKeeper, partner: RotatingPartner
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    partner.expire()
    partner.slowness = 0.1
    first = asyncio.ensure_future(keeper.call(ANNA, partner.ask))
    await asyncio.sleep(0.05)

    first.cancel()
    answers = await asyncio.gather(*(keeper.call(ANNA, partner.ask) for _ in range(20)))

    assert first.cancelled()
    assert (partner.refreshes, len(answers)) == (1, 20)


async def test_closing_waits_for_a_refresh_that_nobody_waits_for(
    store: Store, replica: TokenKeeper, partner: RotatingPartner, clock: Clock
) -> None:
    keeper = TokenKeeper(store, KeyRing((KEY,)), partner.renew, now=clock)
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    partner.expire()
    partner.slowness = 0.1
    only = asyncio.ensure_future(keeper.call(ANNA, partner.ask))
    async with asyncio.timeout(60):
        while not partner.refreshes:  # noqa: ASYNC110  # it rings no bell
            await asyncio.sleep(0.01)
    only.cancel()

    await keeper.close()

    assert partner.refreshes == 1
    await replica.call(ANNA, partner.ask)  # with the pair that was kept
    assert partner.refreshes == 1


async def test_closing_does_not_wait_for_ever(
    store: Store, partner: RotatingPartner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "CLOSE_SECONDS", 0.01)
    keeper = TokenKeeper(store, KeyRing((KEY,)), partner.renew)
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    partner.expire()
    partner.slowness = 60
    waiting = asyncio.ensure_future(keeper.call(ANNA, partner.ask))
    await asyncio.sleep(0.05)

    with capture_logs() as logs:
        await keeper.close()

    assert logs == [{"event": "refreshes_given_up", "count": 1, "log_level": "error"}]
    with pytest.raises(asyncio.CancelledError):
        await waiting


@pytest.mark.parametrize(
    "refusal",
    [
        pytest.param(PartnerUnauthorizedError(401, "used"), id="401"),
        pytest.param(PartnerRejectedError(400, "malformed"), id="400"),
    ],
)
async def test_a_refused_refresh_drops_the_pair_and_asks_for_a_new_sign_in(
    keeper: TokenKeeper, store: Store, partner: RotatingPartner, refusal: PartnerError
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    partner.expire()
    partner.trouble = refusal

    for _ in range(2):
        with pytest.raises(SignInAgainError):
            await keeper.call(ANNA, partner.ask)

    assert await store.account(ANNA) is None
    assert (partner.refreshes, partner.asked) == (1, 1)


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(PartnerUnreachableError("refused"), id="unreachable"),
        pytest.param(PartnerTimeoutError("slow"), id="timeout"),
        pytest.param(PartnerThrottledError(7), id="throttled"),
        pytest.param(PartnerBrokenError("html"), id="broken"),
    ],
)
async def test_a_refresh_that_did_not_get_through_keeps_the_pair(
    keeper: TokenKeeper, store: Store, partner: RotatingPartner, trouble: PartnerError
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    kept = await store.account(ANNA)
    partner.expire()
    partner.trouble = trouble

    with pytest.raises(type(trouble)):
        await keeper.call(ANNA, partner.ask)
    assert await store.account(ANNA) == kept

    partner.trouble = None
    await keeper.call(ANNA, partner.ask)


async def test_a_jwt_refused_right_after_its_refresh_is_not_renewed_again(
    keeper: TokenKeeper, store: Store, partner: RotatingPartner
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    partner.accepts = False

    for _ in range(3):
        with pytest.raises(SignInAgainError):
            await keeper.call(ANNA, partner.ask)

    assert partner.refreshes == 1
    assert await store.account(ANNA) is not None  # a wrong API key signs nobody out
    partner.accepts = True
    await keeper.call(ANNA, partner.ask)
    assert partner.refreshes == 1


async def test_a_jwt_renewed_in_time_and_accepted_may_be_renewed_when_it_is_refused(
    keeper: TokenKeeper, partner: RotatingPartner, clock: Clock
) -> None:
    partner.lifetime = timedelta(minutes=2)
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    clock.move(minutes=2)
    await keeper.call(ANNA, partner.ask)
    assert partner.refreshes == 1

    partner.expire()
    await keeper.call(ANNA, partner.ask)

    assert partner.refreshes == 2


async def test_a_renewed_jwt_that_was_accepted_may_be_renewed_again(
    keeper: TokenKeeper, partner: RotatingPartner
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)

    for _ in range(3):
        partner.expire()
        await keeper.call(ANNA, partner.ask)

    assert partner.refreshes == 3


async def test_signing_out_during_a_refresh_does_not_bring_the_pair_back(
    database_url: str, partner: RotatingPartner, clock: Clock
) -> None:
    async with open_store(database_url) as store:
        keeper = TokenKeeper(store, KeyRing((KEY,)), partner.renew, now=clock)
        await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
        partner.expire()
        partner.slowness = 0.2
        waiting = asyncio.ensure_future(keeper.call(ANNA, partner.ask))
        await asyncio.sleep(0.1)

        await keeper.drop(ANNA)
        await asyncio.wait([waiting])
        waiting.exception()  # it may have got its answer: it was asked for before

        assert await store.account(ANNA) is None
        with pytest.raises(SignInAgainError):
            await keeper.call(ANNA, partner.ask)


async def test_a_look_at_the_store_from_before_the_sign_out_leaves_no_jwt_behind(
    replica: TokenKeeper,
    store: Store,
    partner: RotatingPartner,
    keeper: TokenKeeper,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    read, signed_out = store.account, asyncio.Event()

    async def slowly(user: UserId) -> Account | None:
        account = await read(user)
        await signed_out.wait()
        return account

    monkeypatch.setattr(store, "account", slowly)
    early = asyncio.ensure_future(replica.call(ANNA, partner.ask))
    await asyncio.sleep(0.1)  # it has read the row
    await replica.drop(ANNA)
    signed_out.set()
    await early  # it was asked for before

    with pytest.raises(SignInAgainError):
        await replica.call(ANNA, partner.ask)


async def test_signing_in_during_a_refresh_wins(
    keeper: TokenKeeper, partner: RotatingPartner
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    partner.expire()
    partner.slowness = 0.2
    waiting = asyncio.ensure_future(keeper.call(ANNA, partner.ask))
    await asyncio.sleep(0.1)

    newer = partner.sign_in()
    await keeper.keep(ANNA, newer, WALLET, START)

    assert await waiting == newer.jwt.get_secret_value()
    assert await keeper.call(ANNA, partner.ask) == newer.jwt.get_secret_value()


async def test_a_sign_out_elsewhere_just_before_the_lock_ends_the_refresh(
    keeper: TokenKeeper,
    replica: TokenKeeper,
    store: Store,
    partner: RotatingPartner,
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    partner.expire()
    async with store.refreshing(ANNA):
        waiting = asyncio.ensure_future(keeper.call(ANNA, partner.ask))
        await asyncio.sleep(0.1)  # it has read the row and waits for the lock
        await replica.drop(ANNA)

    with pytest.raises(SignInAgainError):
        await waiting
    assert partner.refreshes == 0


async def test_one_who_joins_a_mere_look_at_the_store_still_gets_a_renewed_jwt(
    store: Store, partner: RotatingPartner, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = TokenKeeper(store, KeyRing((KEY,)), partner.renew, now=clock)
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    read = store.account

    async def slowly(user: UserId) -> Account | None:
        account = await read(user)
        await asyncio.sleep(0.1)
        return account

    async def refused_later(token: SecretStr) -> str:
        await asyncio.sleep(0.05)
        return await partner.ask(token)

    monkeypatch.setattr(store, "account", slowly)
    early = asyncio.ensure_future(keeper.call(ANNA, refused_later))
    await asyncio.sleep(0)
    clock.move(minutes=6)
    late = asyncio.ensure_future(keeper.call(ANNA, partner.ask))
    await asyncio.sleep(0.01)
    partner.expire()

    assert await early == await late
    assert partner.refreshes == 1


async def test_a_pair_the_store_could_not_keep_is_named_in_the_log_and_not_used(
    keeper: TokenKeeper, partner: RotatingPartner, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    partner.expire()

    async def fail(_: HeldRow, __: bytes, ___: datetime) -> Account | None:
        raise StoreError("OperationalError: SQLITE_FULL")

    monkeypatch.setattr(HeldRow, "replace_tokens", fail)
    with capture_logs() as logs, pytest.raises(StoreError):
        await keeper.call(ANNA, partner.ask)

    assert [(entry["event"], entry["code"]) for entry in logs] == [
        ("refreshed_pair_lost", "store_unavailable")
    ]
    assert partner.asked == 1


async def test_a_keeper_that_never_renewed_closes_at_once(keeper: TokenKeeper) -> None:
    await keeper.close()


def test_a_pair_hides_its_tokens(partner: RotatingPartner) -> None:
    pair: TokenPair = partner.sign_in()

    assert pair.refresh.get_secret_value() not in repr(pair)
