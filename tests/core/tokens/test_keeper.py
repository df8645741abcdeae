"""Keeping, lending and forgetting tokens."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from core.errors import PartnerRejectedError, PartnerTimeoutError, SignInAgainError, StoreError
from core.model import TokenPair, UserId
from core.sealing import KeyRing
from core.store import Store
from core.tokens import TokenKeeper
from tests.core.tokens.rotating import ANNA, BORIS, KEY, START, WALLET, Clock, RotatingPartner, jwt


async def _unexpected(_: TokenPair) -> TokenPair:
    raise AssertionError("nothing is due")


async def test_a_call_is_made_with_the_users_own_jwt(
    keeper: TokenKeeper, partner: RotatingPartner
) -> None:
    hers, his = partner.sign_in(), partner.sign_in()
    await keeper.keep(ANNA, hers, WALLET, START)
    await keeper.keep(BORIS, his, WALLET, START)

    assert await keeper.call(ANNA, partner.ask) == hers.jwt.get_secret_value()
    assert await keeper.call(BORIS, partner.ask) == his.jwt.get_secret_value()
    assert partner.refreshes == 0


async def test_a_user_without_tokens_is_asked_to_sign_in(
    keeper: TokenKeeper, partner: RotatingPartner
) -> None:
    with pytest.raises(SignInAgainError):
        await keeper.call(ANNA, partner.ask)

    assert partner.asked == 0


async def test_what_one_process_keeps_another_finds(
    keeper: TokenKeeper, replica: TokenKeeper, partner: RotatingPartner
) -> None:
    pair = partner.sign_in()
    await keeper.keep(ANNA, pair, WALLET, START)

    assert await replica.call(ANNA, partner.ask) == pair.jwt.get_secret_value()
    assert await replica.wallet(ANNA) == WALLET


async def test_a_new_sign_in_takes_the_place_of_the_old(
    keeper: TokenKeeper, partner: RotatingPartner
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    newer = partner.sign_in()
    await keeper.keep(ANNA, newer, WALLET, START)

    assert await keeper.call(ANNA, partner.ask) == newer.jwt.get_secret_value()


@pytest.mark.parametrize("ending", ["drop", "forget"])
async def test_after_signing_out_there_is_nothing_left(
    keeper: TokenKeeper, store: Store, partner: RotatingPartner, ending: str
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    await keeper.call(ANNA, partner.ask)

    await getattr(keeper, ending)(ANNA)

    assert await store.account(ANNA) is None
    assert await keeper.wallet(ANNA) is None
    with pytest.raises(SignInAgainError):
        await keeper.call(ANNA, partner.ask)


async def test_signing_out_ends_no_sign_in_under_way_and_forgetting_does(
    keeper: TokenKeeper, store: Store
) -> None:
    await store.keep_attempt("one", ANNA, START + timedelta(minutes=1))
    await store.keep_attempt("two", ANNA, START + timedelta(minutes=1))

    await keeper.drop(ANNA)
    assert await store.take_attempt("one", ANNA, START)
    await keeper.forget(ANNA)
    assert not await store.take_attempt("two", ANNA, START)


@pytest.mark.parametrize("lifetime", [None, timedelta(hours=1)], ids=["opaque", "an hour"])
async def test_a_sign_out_elsewhere_is_seen_within_the_time_to_live(
    keeper: TokenKeeper,
    replica: TokenKeeper,
    partner: RotatingPartner,
    clock: Clock,
    lifetime: timedelta | None,
) -> None:
    partner.lifetime = lifetime
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    await replica.call(ANNA, partner.ask)
    await keeper.drop(ANNA)

    clock.move(seconds=0.9)
    await replica.call(ANNA, partner.ask)
    clock.move(seconds=0.1)

    with pytest.raises(SignInAgainError):
        await replica.call(ANNA, partner.ask)


async def test_the_store_is_read_once_for_many_calls(
    store: Store, partner: RotatingPartner, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = TokenKeeper(store, KeyRing((KEY,)), partner.renew, now=clock)
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    cold = TokenKeeper(store, KeyRing((KEY,)), partner.renew, now=clock)
    read, reads = store.account, 0

    async def counted(user: UserId) -> object:
        nonlocal reads
        reads += 1
        return await read(user)

    monkeypatch.setattr(store, "account", counted)
    await asyncio.gather(*(cold.call(ANNA, partner.ask) for _ in range(50)))
    await cold.call(ANNA, partner.ask)

    assert reads == 1


async def test_memory_holds_no_more_users_than_it_was_given_room_for(
    store: Store, partner: RotatingPartner
) -> None:
    keeper = TokenKeeper(store, KeyRing((KEY,)), partner.renew, size=3)
    for number in range(1, 6):
        await keeper.keep(UserId(number), partner.sign_in(), WALLET, START)
        await keeper.call(UserId(number), partner.ask)
    await keeper.call(UserId(3), partner.ask)
    await keeper.call(UserId(1), partner.ask)

    assert [*keeper._cache._kept] == [5, 3, 1]


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(PartnerRejectedError(404, "no such thing"), id="rejected"),
        pytest.param(PartnerTimeoutError("slow"), id="timeout"),
    ],
)
async def test_other_faults_of_a_call_pass_and_cost_no_refresh(
    keeper: TokenKeeper, partner: RotatingPartner, error: Exception
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)

    async def ask(_: SecretStr) -> None:
        raise error

    with pytest.raises(type(error)):
        await keeper.call(ANNA, ask)
    assert partner.refreshes == 0


async def test_tokens_that_do_not_open_ask_for_a_new_sign_in_and_stay(
    keeper: TokenKeeper, store: Store, partner: RotatingPartner
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    kept = await store.account(ANNA)
    stranger = TokenKeeper(store, KeyRing((b"x" * 32,)), partner.renew)

    with capture_logs() as logs:
        with pytest.raises(SignInAgainError):
            await stranger.call(ANNA, partner.ask)
        assert await stranger.wallet(ANNA) is None

    assert await store.account(ANNA) == kept
    assert [(entry["event"], entry["code"]) for entry in logs] == [
        ("tokens_do_not_open", "seal_broken"),
        ("wallet_does_not_open", "seal_broken"),
    ]


async def test_an_account_moved_to_another_user_does_not_open(
    keeper: TokenKeeper, store: Store, partner: RotatingPartner
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    hers = await store.account(ANNA)
    assert hers is not None

    await store.link(BORIS, tokens=hers.tokens, wallet=hers.wallet, now=START)

    with pytest.raises(SignInAgainError):
        await keeper.call(BORIS, partner.ask)
    assert await keeper.wallet(BORIS) is None


async def test_a_wallet_in_the_place_of_tokens_does_not_open(
    keeper: TokenKeeper, store: Store, partner: RotatingPartner
) -> None:
    await keeper.keep(BORIS, partner.sign_in(), WALLET, START)
    his = await store.account(BORIS)
    assert his is not None

    await store.link(ANNA, tokens=his.wallet, wallet=his.tokens, now=START)

    with pytest.raises(SignInAgainError):
        await keeper.call(ANNA, partner.ask)


async def test_no_token_shows_in_any_repr_or_log(
    keeper: TokenKeeper, store: Store, partner: RotatingPartner
) -> None:
    pair = partner.sign_in()
    with capture_logs() as logs:
        await keeper.keep(ANNA, pair, WALLET, START)
        partner.end_sessions()
        with pytest.raises(SignInAgainError) as caught:
            await keeper.call(ANNA, partner.ask)
        pair = partner.sign_in()
        await keeper.keep(ANNA, pair, WALLET, START)
        await keeper.call(ANNA, partner.ask)

    kept = keeper._cache.good(ANNA, START)
    assert kept is not None
    shown = f"{keeper!r} {kept!r} {await store.account(ANNA)!r} {pair!r} {logs!r} {caught.value!r}"
    assert pair.jwt.get_secret_value() not in shown
    assert pair.refresh.get_secret_value() not in shown


async def test_a_failed_sign_in_leaves_no_former_jwt_in_memory(
    keeper: TokenKeeper, store: Store, partner: RotatingPartner, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    await keeper.call(ANNA, partner.ask)

    async def fail(*_: object, **__: object) -> None:
        raise StoreError("gone")

    monkeypatch.setattr(store, "link", fail)
    with pytest.raises(StoreError):
        await keeper.keep(ANNA, partner.sign_in(), WALLET, START)

    assert keeper._cache.good(ANNA, START) is None


async def test_a_jwt_that_says_it_is_over_is_tried_all_the_same_right_after_the_sign_in(
    store: Store, clock: Clock, partner: RotatingPartner
) -> None:
    keeper = TokenKeeper(store, KeyRing((KEY,)), _unexpected, now=clock)
    partner.lifetime = timedelta(hours=-1)  # the partner's clock is behind
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)

    assert await keeper.call(ANNA, partner.ask) == jwt(1, (START - timedelta(hours=1)).timestamp())


async def test_a_sign_in_at_a_replica_ends_the_use_of_the_former_jwt(
    keeper: TokenKeeper, replica: TokenKeeper, partner: RotatingPartner
) -> None:
    """Otherwise another wallet's figures would be shown under the one that is linked."""
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    await keeper.call(ANNA, partner.ask)
    newer = partner.sign_in()
    await replica.keep(ANNA, newer, WALLET, START)

    await keeper.wallet(ANNA)

    assert await keeper.call(ANNA, partner.ask) == newer.jwt.get_secret_value()


async def test_a_sign_out_at_a_replica_ends_the_use_of_the_jwt(
    keeper: TokenKeeper, replica: TokenKeeper, partner: RotatingPartner
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    await keeper.call(ANNA, partner.ask)
    await replica.drop(ANNA)

    assert await keeper.wallet(ANNA) is None

    with pytest.raises(SignInAgainError):
        await keeper.call(ANNA, partner.ask)


async def test_looking_for_the_wallet_keeps_a_jwt_that_is_still_the_users(
    keeper: TokenKeeper, partner: RotatingPartner
) -> None:
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    await keeper.call(ANNA, partner.ask)

    await keeper.wallet(ANNA)

    assert len(keeper._cache) == 1


async def test_who_listens_is_told_of_each_sign_in_sign_out_and_farewell(
    keeper: TokenKeeper, partner: RotatingPartner
) -> None:
    told: list[UserId] = []
    keeper.tell_of_changes(told.append)

    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    await keeper.drop(ANNA)
    await keeper.forget(BORIS)

    assert told == [ANNA, ANNA, BORIS]
