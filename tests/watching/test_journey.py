"""What Prometheus reads before and after a journey whose every step is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from core import errors
from core.metrics_listener import serving_metrics
from sandbox.partner import PartnerOptions
from tests.counted import Series, one, risen_since, series
from tests.house import House, running_house
from webapp.problems import HTTP_CODES
from webapp.routes import FILES, NOWHERE, ROUTES

MINERS = "c2s/nft/get-my"
LIMIT = 20
"""Sign-outs a user has in a minute."""


class Prometheus:
    """Whoever reads the figures."""

    def __init__(self, http: ClientSession, url: str) -> None:
        self._http = http
        self._url = url

    async def scrape(self) -> Series:
        async with self._http.get(self._url) as answer:
            assert answer.status == 200
            return series(await answer.text())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path, PartnerOptions(domain="127.0.0.1")) as running:
        yield running


@pytest.fixture
async def prometheus(house: House) -> AsyncIterator[Prometheus]:
    watched = house.settings.model_copy(update={"metrics_port": 0})
    async with serving_metrics(watched) as url, ClientSession() as http:
        assert url is not None
        yield Prometheus(http, url)


def _requests(route: str, **outcomes: int) -> Counter[object]:
    counted = Counter[object](
        {
            one("miniapp_requests_total", route=route, outcome=name): times
            for name, times in outcomes.items()
        }
    )
    counted[one("miniapp_request_seconds_count", route=route)] = counted.total()
    return counted


def _partner(operation: str, **outcomes: int) -> Counter[object]:
    counted = Counter[object](
        {
            one("miniapp_partner_calls_total", operation=operation, outcome=name): times
            for name, times in outcomes.items()
        }
    )
    times = counted.total()
    counted[one("miniapp_partner_call_seconds_count", operation=operation)] = times
    counted[one("miniapp_partner_tries_total", operation=operation)] = times
    return counted


def _cache(cache: str, **outcomes: int) -> Counter[object]:
    return Counter[object](
        {
            one("miniapp_cache_reads_total", cache=cache, outcome=name): times
            for name, times in outcomes.items()
        }
    )


async def test_each_step_of_a_journey_is_counted_once(house: House, prometheus: Prometheus) -> None:
    before = await prometheus.scrape()
    ada, bob, eve = house.visitor(1), house.visitor(2), house.visitor(3)

    assert (await ada.sign_in()).status == 200
    for _ in range(2):
        assert (await ada.get("/api/nft/get-my")).status == 200
        assert (await ada.get("/api/income-statistic/get-income-per-th")).status == 200
    await house.play(fail={MINERS: [401]})
    assert (await ada.get("/api/nft/get-my")).status == 200
    assert (await bob.sign_in(domain="elsewhere.example")).status == 422
    assert (await bob.get("/api/nft/get-my")).status == 401
    await eve.open()
    for _ in range(LIMIT):
        assert (await eve.post("/api/auth/sign-out")).status == 200
    assert (await eve.post("/api/auth/sign-out")).status == 429
    assert (await eve.get("/api/no-such-thing")).status == 404

    risen = risen_since(before, await prometheus.scrape())
    assert risen == (
        _requests("session_open_session", ok=3)
        + _requests("auth_generate_payload", ok=2)
        + _requests("auth_check_proof", ok=1, proof_refused=1)
        + _requests("mirror_miners", ok=3, sign_in_again=1)
        + _requests("mirror_income_per_th", ok=2)
        + _requests("auth_sign_out", ok=LIMIT, rate_limited=1)
        + _requests("routes_nowhere", not_found=1)
        + _partner("c2s/auth/generate-payload", ok=2)
        + _partner("c2s/auth/check-proof", ok=1)
        + _partner(MINERS, ok=3, partner_unauthorized=1)
        + _partner("c2s/income-statistic/get-income-per-th", ok=1)
        + _partner("c2s/auth/refresh", ok=1)
        + _cache("jwt", hit=3, miss=2)  # ada's first after the sign-in, and bob's
        + _cache("income_per_th", hit=1, miss=1)
        + Counter(
            {
                one("miniapp_proofs_total", verdict="valid", reason="none"): 1,
                one("miniapp_proofs_total", verdict="refused", reason="domain_mismatch"): 1,
                one("miniapp_refreshes_total", outcome="renewed"): 1,
                one("miniapp_rate_limited_total", rule="write"): 1,
            }
        )
    )


async def test_what_is_sent_makes_no_series_of_its_own(
    house: House, prometheus: Prometheus
) -> None:
    outcomes = {"ok", *HTTP_CODES.values(), *(kind.code for kind in _kinds(errors.AppError))}
    routes = {route.name for route in (*ROUTES, *FILES, NOWHERE)}
    before = await prometheus.scrape()
    mallory = house.visitor(666)
    await mallory.open()

    for number in range(500):
        mark = f"invented{number}"
        match number % 5:
            case 0:
                await mallory.get(f"/{mark}/{mark}")
            case 1:
                await mallory.ask(mark.upper(), f"/api/me/{mark}")
            case 2:
                await mallory.post("/api/auth/check-proof", {mark: mark})
            case 3:
                await mallory.get(f"/api/miners/{mark}", **{mark: mark})
            case 4:
                await mallory.ask("GET", "/api/me", headers={"Authorization": f"Bearer {mark}"})
    after = await prometheus.scrape()

    assert not [key for key in after if "invented" in str(key).lower()]
    for name, labels in after.keys() - before.keys():
        said = dict(labels)
        if name.startswith("miniapp_request"):
            assert said["route"] in routes
            assert said.get("outcome", "ok") in outcomes
    requests = [key for key in after if key[0] == "miniapp_requests_total"]
    assert len(requests) <= len(routes) * len(outcomes)
    assert len(after.keys() - before.keys()) < 25


def _kinds(of: type[errors.AppError]) -> list[type[errors.AppError]]:
    return [of, *(deeper for kind in of.__subclasses__() for deeper in _kinds(kind))]
