"""The one place where things are opened, wired together and closed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

import structlog

from core.books import Books
from core.callers import Callers
from core.daily_rates import DailyRates
from core.earnings import Earnings
from core.errors import StoreError
from core.forecast import Forecast
from core.home import Home
from core.keys import split_keys
from core.login import Login
from core.market import Market
from core.miners import Miners
from core.observing import observing
from core.offers import Offers
from core.own_data import OwnData
from core.partner import PartnerClient, open_http
from core.payouts import Payouts
from core.portfolio import Portfolio
from core.preferences import UserPreferences
from core.rate_limit import RateLimits
from core.replicas import Replicas, open_replicas
from core.revocations import Revocations
from core.rewards import Rewards
from core.sealing import KeyRing
from core.settings import Settings
from core.shared import Shared
from core.sign_ins import SignIns
from core.store import Store, open_store
from core.tickets import Tickets
from core.tokens import TokenKeeper
from core.ton_proof import Terms

PURGE_SECONDS = 3600.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Services:
    """What the doors may ask for."""

    callers: Callers
    login: Login
    sign_ins: SignIns
    own_data: OwnData
    portfolio: Portfolio
    payouts: Payouts
    market: Market
    forecast: Forecast
    offers: Offers
    home: Home
    miners: Miners
    earnings: Earnings
    preferences: UserPreferences
    rewards: Rewards
    rate_limits: RateLimits
    replicas: Replicas
    shared: Shared
    store: Store
    now: Callable[[], datetime]
    """The clock that all of them go by."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def open_services(
    settings: Settings, *, now: Callable[[], datetime] = _utc_now
) -> AsyncIterator[Services]:
    """Yield the use cases, wired by *settings*; all they hold is closed at the end.

    *now* is the clock that all of them go by.
    """
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(observing(settings))
        store = await stack.enter_async_context(
            open_store(settings.database_url.get_secret_value())
        )
        http = await stack.enter_async_context(open_http(settings.partner_timeout))
        replicas = await stack.enter_async_context(
            open_replicas(settings.redis_url, _house(settings))
        )
        partner = PartnerClient(
            http,
            url=settings.partner_api_url,
            api_key=settings.partner_api_key,
            api_secret=settings.partner_api_secret,
            timeout=settings.partner_timeout,
        )
        ring = KeyRing(split_keys(settings.token_keys))
        tokens = TokenKeeper(store, ring, partner.refresh, now=now, replicas=replicas)
        stack.push_async_callback(tokens.close)
        stack.push_async_callback(_ended, asyncio.ensure_future(tokens.keep_up()))
        shared = Shared(replicas, ring)
        books = Books(partner, tokens, shared)
        stack.push_async_callback(books.close)
        daily_rates = DailyRates(store, now=now)
        stack.push_async_callback(daily_rates.close)
        stack.push_async_callback(_ended, asyncio.ensure_future(_purge_hourly(store, books, now)))
        revocations = Revocations(store, replicas, now=lambda: now().timestamp())
        await revocations.catch_up()
        stack.push_async_callback(_ended, asyncio.ensure_future(revocations.keep_up()))
        yield _wired(
            settings,
            store=store,
            partner=partner,
            tokens=tokens,
            books=books,
            market=Market(partner, tokens, shared, note=daily_rates.note),
            revocations=revocations,
            sign_ins=SignIns(store, ring, tokens, revocations),
            replicas=replicas,
            shared=shared,
            now=now,
        )


def _house(settings: Settings) -> str:
    """Return what tells our replicas from others' that share a Redis, and live from tried."""
    token, partner = settings.bot_token.get_secret_value(), settings.partner_api_url
    said = f"{token.partition(':')[0]} {settings.partner_id} {partner}"
    return f"miniapp:{blake2b(said.encode(), digest_size=8).hexdigest()}"


async def _purge_hourly(store: Store, books: Books, now: Callable[[], datetime]) -> None:
    while True:
        books.tidy()
        try:
            log.debug("store_purged", count=await store.purge(now()))
        except StoreError as error:
            log.warning("store_not_purged", code=error.code)
        await asyncio.sleep(PURGE_SECONDS)


async def _ended(task: asyncio.Future[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _wired(  # noqa: PLR0913  # what it wires
    settings: Settings,
    *,
    store: Store,
    partner: PartnerClient,
    tokens: TokenKeeper,
    books: Books,
    market: Market,
    revocations: Revocations,
    sign_ins: SignIns,
    replicas: Replicas,
    shared: Shared,
    now: Callable[[], datetime],
) -> Services:
    preferences = UserPreferences(store)
    session_key = split_keys(settings.session_key)[0]
    tickets = Tickets(revocations, key=session_key, now=now)
    return Services(
        callers=Callers(
            bot_token=settings.bot_token,
            session_key=session_key,
            revocations=revocations,
            now=lambda: now().timestamp(),
        ),
        login=Login(
            partner=partner,
            store=store,
            tokens=tokens,
            terms=Terms(settings.domain, frozenset({settings.ton_network})),
            partner_id=settings.partner_id,
            note=sign_ins.note,
            now=now,
        ),
        sign_ins=sign_ins,
        own_data=OwnData(store, tokens, preferences, sign_ins, tickets, now=now),
        portfolio=Portfolio(partner, tokens),
        payouts=Payouts(partner, tokens, settings.btc_network),
        market=market,
        forecast=Forecast(market, books),
        offers=Offers(market),
        home=Home(books, market, preferences, now=now),
        miners=Miners(books, market, preferences, now=now),
        earnings=Earnings(books, market, preferences, store, tickets, now=now),
        preferences=preferences,
        rewards=Rewards(books, market, store, now=now),
        rate_limits=RateLimits(replicas),
        replicas=replicas,
        shared=shared,
        store=store,
        now=now,
    )
