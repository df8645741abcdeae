"""What every answer, good or bad, says about how it may be used; and what it never says."""

from __future__ import annotations

import time

import pytest

from tests.house import Answer, House, Visitor
from webapp.headers import EVERYWHERE
from webapp.route import Route
from webapp.routes import FILES, ROUTES

CROSS_ORIGIN = {
    "/tonconnect-manifest.json": "*",  # wallets read it from anywhere; it holds nothing
    "/api/earnings/export/{ticket}/{name}": "https://web.telegram.org",  # its client saves files
    "/api/me/export/{ticket}/{name}": "https://web.telegram.org",
}
OTHERS = ["/nothing", "/api/nothing", "/assets/nothing.js", "/../../etc/passwd"]


async def answers(visitor: Visitor, route: Route) -> list[tuple[str, Answer]]:
    """Ask for a route as it should be asked, and as it should not."""
    files = {}
    for path in ("/api/earnings/export", "/api/me/export"):
        made = (await visitor.post(path, {})).data
        files[path] = "/".join(made["url"].split("/")[-2:])
    path = route.path
    for prefix, rest in files.items():
        path = path.replace(f"{prefix}/{{ticket}}/{{name}}", f"{prefix}/{rest}")
    path = path.replace("{id}", "1").replace("{name}", "x.js")
    evil = {"Origin": "https://evil.example"}
    methods = [route.method, "OPTIONS", "PUT"]
    return [(route.path, await visitor.ask(one, path, headers=evil)) for one in methods]


async def every_answer(house: House, visitor: Visitor) -> list[tuple[str, Answer]]:
    """Ask for everything, signed in and as a stranger; signing out comes last."""
    leaving = {"me_forget", "auth_sign_out", "sign_ins_sign_out_everywhere"}
    routes = sorted((*ROUTES, *FILES), key=lambda route: route.name in leaving)
    stranger = house.visitor()
    found = [one for route in routes if route.name not in leaving
             for one in await answers(visitor, route)]  # fmt: skip
    for route in routes:
        found.append((route.path, await stranger.ask(route.method, route.path)))
        if route.name in leaving:
            found.append((route.path, await visitor.ask(route.method, route.path)))
    found += [(path, await stranger.get(path)) for path in OTHERS]
    return found


async def test_every_answer_is_dressed_alike(boundless: House, ada: Visitor) -> None:
    found = await every_answer(boundless, ada)

    assert {answer.status for _, answer in found} >= {200, 400, 401, 404, 405}
    for path, answer in found:
        where = (path, answer.status)
        for name, value in EVERYWHERE.items():
            assert answer.headers.get(name) == value, where
        assert "Set-Cookie" not in answer.headers, where
        assert not 300 <= answer.status < 400, where
        if path.startswith("/api/"):
            assert answer.headers["Cache-Control"] == "no-store", where
        if answer.status >= 400:
            assert answer.code, where


async def test_no_other_site_may_read_what_is_a_users(boundless: House, ada: Visitor) -> None:
    for path, answer in await every_answer(boundless, ada):
        cross_origin = {name for name in answer.headers if name.startswith("Access-Control-")}
        allowed = CROSS_ORIGIN.get(path) if answer.status == 200 else None

        assert answer.headers.get("Access-Control-Allow-Origin") == allowed, path
        assert cross_origin <= {"Access-Control-Allow-Origin"}, path


def test_the_policy_lets_in_no_foreign_script_and_no_foreign_frame() -> None:
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in EVERYWHERE["Content-Security-Policy"].split(";")
    )

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["frame-ancestors"] == "'self' https://web.telegram.org"
    assert "unsafe-eval" not in str(policy)
    assert {name for name, value in policy.items() if "unsafe-inline" in value} == {"style-src"}
    assert "http:" not in str(policy).replace("https:", "")


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "/%2f%2fevil.example", "/\\evil.example", "/https://evil.example",
     "/?next=https://evil.example", "/?url=//evil.example", "/api/me/", "/index.html"],
)  # fmt: skip
async def test_nobody_is_sent_elsewhere(boundless: House, path: str) -> None:
    answer = await boundless.visitor().ask("GET", path, allow_redirects=False)

    assert answer.status in {200, 404}
    assert "Location" not in answer.headers
    assert "Refresh" not in answer.headers


async def test_a_host_header_changes_nothing_that_is_said(ada: Visitor) -> None:
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil"}

    for method, path in (
        ("GET", "/tonconnect-manifest.json"),
        ("GET", "/"),
        ("POST", "/api/earnings/export"),
    ):
        answer = await ada.ask(method, path, headers=evil, json={} if method == "POST" else None)

        assert answer.status == 200
        assert b"evil" not in answer.body


async def test_a_problem_says_nothing_of_what_was_sent(ada: Visitor) -> None:
    mark = f"<script>{time.time()}"
    asked = [
        await ada.post("/api/auth/check-proof", {"tonWallet": {"device": mark}}),
        await ada.post("/api/wallet/check-btc", {"address": mark}),
        await ada.post("/api/forecast", {"power": mark, mark: mark}),
        await ada.get("/api/earnings", days=mark),
        await ada.get(f"/api/miners/{mark}"),
        await ada.ask("PATCH", "/api/me/preferences", json={"timeZone": mark}),
        await ada.ask("GET", "/api/me", headers={"Authorization": f"Bearer {mark}"}),
    ]

    for answer in asked:
        assert 400 <= answer.status < 500
        assert mark not in answer.body.decode()
        assert answer.headers["Content-Type"].startswith("application/problem+json")
