from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from core import errors
from tests.house import House
from tests.settings import settings
from webapp.guard import guarded
from webapp.headers import EVERYWHERE
from webapp.problems import STATUSES, status_of
from webapp.route import Route


def tree(kind: type[errors.AppError]) -> Iterator[type[errors.AppError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


TREE = tuple(tree(errors.AppError))


@pytest.mark.parametrize("kind", TREE, ids=lambda kind: kind.__name__)
def test_every_error_has_a_code_of_its_own_and_a_status(kind: type[errors.AppError]) -> None:
    codes = [other.code for other in tree(errors.AppError)]

    assert codes.count(kind.code) == 1
    assert 400 <= status_of(kind) < 600


@pytest.mark.parametrize("kind", TREE, ids=lambda kind: kind.__name__)
def test_the_tree_is_drawn_whole(kind: type[errors.AppError]) -> None:
    assert errors.__doc__
    assert kind.__name__ in errors.__doc__


def test_the_table_names_no_error_twice_over() -> None:
    for kind, status in STATUSES.items():
        parents = [STATUSES[parent] for parent in kind.__mro__[1:] if parent in STATUSES]
        assert parents[:1] != [status], f"{kind.__name__} has its parent's status"


async def crash(_: web.Request) -> web.Response:
    raise ZeroDivisionError("secret-in-a-message")


async def test_a_crash_is_told_by_its_request_id_alone() -> None:
    app = web.Application()
    route = Route("GET", "/crash", crash, None, caller=False)
    app.router.add_get(route.path, guarded(route), name=route.name)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        with capture_logs() as logs:
            answer = await client.get("/crash")
            problem = await answer.json()

    assert answer.status == 500
    assert problem["code"] == "internal"
    assert "secret" not in str(problem)
    (line,) = logs
    assert (line["event"], line["route"]) == ("crashed", "test_problems_crash")


async def test_what_is_not_there_is_a_problem_too(house: House) -> None:
    answer = await house.visitor().get("/api/nowhere")

    assert (answer.status, answer.code) == (404, "not_found")


async def test_another_method_is_told_which_ones_there_are(house: House) -> None:
    answer = await house.visitor().ask("PUT", "/api/me")

    assert (answer.status, answer.code) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(",")) == {"DELETE", "GET", "HEAD"} - {"HEAD"}


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/me", "/api/nowhere", "/assets/nothing.js"])
async def test_every_answer_says_how_it_may_be_used(house: House, path: str) -> None:
    answer = await house.visitor().get(path)

    for name, value in EVERYWHERE.items():
        assert answer.headers[name] == value
    if path.startswith("/api/"):
        assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://web.telegram.org" in policy
    assert "script-src 'self';" in policy
    assert "X-Frame-Options" not in answer.headers


async def test_too_many_sign_ins_are_told_to_wait(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()

    answers = [await visitor.post("/api/auth/generate-payload") for _ in range(21)]

    assert [answer.status for answer in answers] == [200] * 20 + [429]
    assert answers[-1].code == "rate_limited"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


async def test_a_store_that_is_gone_is_not_ready() -> None:
    class GoneStore:
        async def ready(self) -> None:
            raise errors.StoreError("gone")

    class GoneServices:
        store = GoneStore()

    from webapp.app import make_app  # noqa: PLC0415  # beside its only use

    app = make_app(settings(), nullcontext(GoneServices()))  # type: ignore[arg-type]  # ready() is all it asks
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        assert (await client.get("/healthz")).status == 200
        answer = await client.get("/readyz")
        assert answer.status == 503
        assert (await answer.json())["code"] == "store_unavailable"
