"""Who may ask what, and how often: the table of routes, and two users side by side."""

from __future__ import annotations

from core.rate_limit import Rule
from tests.house import House
from webapp.routes import FILES, ROUTES

PUBLIC = {
    "GET /": "the page",
    "GET /assets/{name}": "what it is built of",
    "GET /icon.png": "shown by wallets",
    "GET /tonconnect-manifest.json": "read by wallets",
    "GET /api/openapi.json": "the description",
    "GET /healthz": "for load balancers",
    "GET /readyz": "for load balancers",
}
"""All that a stranger may read; none of it is anybody's."""


def test_whatever_is_not_public_names_its_caller() -> None:
    open_to_all = {
        f"{route.method} {route.path}"
        for route in (*ROUTES, *FILES)
        if not (route.caller or route.init_data or route.ticket)
    }

    assert open_to_all == set(PUBLIC)


def test_whatever_changes_or_opens_something_has_a_limit() -> None:
    without = {
        f"{route.method} {route.path}"
        for route in (*ROUTES, *FILES)
        if route.rule is None and (route.method != "GET" or route.init_data or route.ticket)
    }

    assert not without


def test_every_limit_of_the_web_counts_addresses_too() -> None:
    rules = {route.rule for route in ROUTES if isinstance(route.rule, Rule)}

    assert len(rules) >= 4
    assert all(rule.per_address is not None for rule in rules)


async def test_a_limit_is_counted_before_anything_is_done(limited: House) -> None:
    visitor = limited.visitor()
    assert (await visitor.sign_in()).status == 200
    before = await limited.seen("c2s/auth/check-proof")

    answers = [await visitor.post("/api/auth/check-proof", {}) for _ in range(30)]

    assert {answer.status for answer in answers} == {400, 429}
    assert answers[-1].status == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert await limited.seen("c2s/auth/check-proof") == before


async def test_what_is_one_users_is_nobody_elses(boundless: House) -> None:
    ada, eve = boundless.visitor(1), boundless.visitor(2)
    assert (await ada.sign_in()).status == 200
    assert (await eve.sign_in(version="v5r1")).status == 200
    miners = {one["id"] for one in (await ada.get("/api/miners")).data["array"]}
    hers = {one["id"] for one in (await eve.get("/api/miners")).data["array"]}
    assert miners
    assert not miners & hers

    for number in miners:
        answer = await eve.get(f"/api/miners/{number}")
        assert (answer.status, answer.code) == (404, "not_found")

    me, she = (await ada.get("/api/me")).data, (await eve.get("/api/me")).data
    assert me["wallet"]["address"] != she["wallet"]["address"]
    for path in ("/api/me/sign-ins", "/api/me/export", "/api/nft/get-my", "/api/home"):
        told = (await eve.get(path)).body.decode()
        assert me["wallet"]["address"] not in told, path


async def test_no_parameter_names_another_user(boundless: House) -> None:
    ada, eve = boundless.visitor(1), boundless.visitor(2)
    await ada.sign_in()
    await eve.sign_in(version="v5r1")
    address = (await ada.get("/api/me")).data["wallet"]["address"]

    for answer in (
        await eve.get("/api/me", user=1, userId=1, user_id=1, id=1),
        await eve.ask("GET", "/api/me", headers={"X-User-Id": "1", "X-Telegram-User": "1"}),
    ):
        assert answer.data["user"]["id"] == 2
        assert answer.data["wallet"]["address"] != address


async def test_signing_out_is_for_oneself(boundless: House) -> None:
    ada, eve = boundless.visitor(1), boundless.visitor(2)
    await ada.sign_in()
    await eve.sign_in(version="v5r1")

    for path in ("/api/auth/sign-out", "/api/me/sign-out-everywhere"):
        assert (await eve.post(path)).status == 200
    assert (await eve.ask("DELETE", "/api/me")).status in {200, 401}

    assert (await ada.get("/api/me")).data["wallet"]
    assert (await ada.get("/api/nft/get-my")).status == 200
