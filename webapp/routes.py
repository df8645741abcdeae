"""Every URL of the web door."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from core.market import IncomePerTh
from core.payouts import BtcWallet
from core.portfolio import Collection, Income, Miner, TotalIncome
from core.rate_limit import CHECK, FORECAST, LOGIN, SESSION, WRITE
from webapp import health, openapi, page
from webapp.api import (
    auth,
    earnings,
    forecast,
    home,
    me,
    miners,
    mirror,
    offers,
    own_data,
    session,
    sign_ins,
    wallet,
)
from webapp.guard import guarded
from webapp.keys import SETTINGS
from webapp.route import Route
from webapp.shapes.earnings import (
    AskChange,
    AskEarnings,
    AskExport,
    DayChange,
    EarnedDays,
    ExportShape,
)
from webapp.shapes.envelope import Array, Data, Health, Manifest, Paging, Ready
from webapp.shapes.forecast import AskForecast, ForecastShape
from webapp.shapes.home import HomeShape, LastDays
from webapp.shapes.miners import KnownMinerShape, MinersQuery, MinersShape
from webapp.shapes.offers import OffersShape
from webapp.shapes.own_data import KeptShape, OfferedFile, SignInShape, SparedSession
from webapp.shapes.payouts import BoundBtc, CheckedBtc, GivenBtc
from webapp.shapes.people import Me, OpenedSession
from webapp.shapes.preferences import ChangePreferences, Preferences
from webapp.shapes.sign_in import CheckProof, Payload, SignedIn
from webapp.traced import traced

ROUTES = (
    Route(
        "POST", "/api/session", session.open_session, Data[OpenedSession],
        caller=False, init_data=True, rule=SESSION,
    ),
    Route("GET", "/api/me", me.show, Data[Me]),
    Route("DELETE", "/api/me", me.forget, Data[bool], rule=WRITE),
    Route(
        "PATCH", "/api/me/preferences", me.change_preferences, Data[Preferences],
        body=ChangePreferences, rule=WRITE,
    ),
    Route("GET", "/api/me/sign-ins", sign_ins.index, Data[Array[SignInShape]]),
    Route(
        "POST", "/api/me/sign-out-everywhere", sign_ins.sign_out_everywhere, Data[SparedSession],
        rule=WRITE,
    ),
    Route("GET", "/api/me/export", own_data.export, KeptShape, rule=WRITE),
    Route("POST", "/api/me/export", own_data.offer, Data[OfferedFile], rule=WRITE),
    Route(
        "GET", own_data.FILE_PATH, own_data.file, KeptShape,
        caller=False, ticket=True, rule=WRITE,
    ),
    Route(
        "POST", "/api/auth/generate-payload", auth.generate_payload, Data[Payload],
        rule=LOGIN,
    ),
    Route(
        "POST", "/api/auth/check-proof", auth.check_proof, Data[SignedIn],
        body=CheckProof, rule=LOGIN,
    ),
    Route("POST", "/api/auth/sign-out", auth.sign_out, Data[bool], rule=WRITE),
    Route("GET", "/api/home", home.show, Data[HomeShape], query=LastDays),
    Route("GET", "/api/miners", miners.index, Data[MinersShape], query=MinersQuery),
    Route("GET", "/api/miners/{id}", miners.show, Data[KnownMinerShape]),
    Route("GET", "/api/earnings", earnings.show, Data[EarnedDays], query=AskEarnings),
    Route("GET", "/api/earnings/change", earnings.change, Data[DayChange], query=AskChange),
    Route(
        "POST", "/api/earnings/export", earnings.export, Data[ExportShape],
        body=AskExport, rule=WRITE,
    ),
    Route("GET", earnings.FILE_PATH, earnings.file, None, caller=False, ticket=True, rule=WRITE),
    Route(
        "POST", "/api/forecast", forecast.foresee, Data[ForecastShape],
        body=AskForecast, rule=FORECAST,
    ),
    Route("GET", "/api/offers", offers.show, Data[OffersShape]),
    Route("GET", "/api/nft/get-my", mirror.miners, Data[Array[Miner]], query=Paging),
    Route(
        "GET", "/api/nft-collection/find-all-generative", mirror.collections,
        Data[Array[Collection]],
    ),
    Route(
        "GET", "/api/income-statistic/get-income-per-th", mirror.income_per_th, Data[IncomePerTh]
    ),
    Route("GET", "/api/nft-income/find-total-by-user", mirror.total_income, Data[TotalIncome]),
    Route("GET", "/api/nft-income/find-by-user", mirror.incomes, Data[Array[Income]], query=Paging),
    Route(
        "GET", "/api/wallet/find-by-user", wallet.find_by_user, Data[Array[BtcWallet]],
        query=Paging, btc=True,
    ),
    Route(
        "POST", "/api/wallet/create-btc", wallet.create_btc, Data[bool],
        body=GivenBtc, rule=WRITE, btc=True,
    ),
    Route(
        "POST", "/api/wallet/check-btc", wallet.check_btc, Data[CheckedBtc],
        body=GivenBtc, rule=CHECK, btc=True,
    ),
    Route("GET", "/api/wallet", wallet.show, Data[Array[BoundBtc]], btc=True),
    Route("GET", "/api/openapi.json", openapi.show, None, caller=False),
    Route("GET", "/healthz", health.alive, Health, caller=False),
    Route("GET", "/readyz", health.ready, Ready, caller=False),
    Route("GET", "/tonconnect-manifest.json", page.manifest, Manifest, caller=False),
    Route("GET", "/", page.index, None, caller=False),
)  # fmt: skip  # one route reads as one row

FILES = (
    Route("GET", page.ASSETS, page.asset, None, caller=False),
    Route("GET", "/icon.png", page.icon, None, caller=False),
)
"""What the page is built of; no part of the API."""


def add_routes(app: web.Application) -> None:
    """Give *app* every URL it serves, each behind its checks; any other is a problem too."""
    served = tuple(route for route in ROUTES if app[SETTINGS].btc_screens or not route.btc)
    app[openapi.ROUTES] = served
    for route in (*served, *FILES):
        app.router.add_route(route.method, route.path, _handler(route, app), name=route.name)
    app.router.add_route(NOWHERE.method, NOWHERE.path, _handler(NOWHERE, app))


def _handler(route: Route, app: web.Application) -> Handler:
    return traced(route, guarded(route)) if app[SETTINGS].otel_endpoint else guarded(route)


async def nowhere(request: web.Request) -> web.Response:
    """Refuse a path or a method that is not in the table."""
    routes = request.app[openapi.ROUTES]
    allowed = {route.method for route in routes if route.covers(request.path)}
    if allowed:
        raise web.HTTPMethodNotAllowed(request.method, allowed)
    raise web.HTTPNotFound


NOWHERE = Route("*", "/{path:.*}", nowhere, None, caller=False)
