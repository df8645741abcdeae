"""One id from the request to the partner, the log and the problem that is answered."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core import logs
from core.settings import LogFormat, LogLevel
from tests.bot.house import running_bot_house
from tests.house import House, running_house

BACKGROUND = {"store_purged", "serving_metrics"}
"""What is said outside any request."""


@pytest.fixture(autouse=True)
def _unconfigured() -> Iterator[None]:
    yield
    logging.basicConfig(force=True, handlers=[logging.NullHandler()])


async def _partner_saw(house: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # either house
    async with house.http.get(f"{house.partner_url}/_log") as answer:
        seen: list[dict[str, Any]] = (await answer.json())["requests"]
    return seen


async def test_the_partner_sees_the_id_that_the_problem_shows(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        visitor = house.visitor()
        await visitor.sign_in()
        await house.play(fail={"c2s/nft/get-my": 500})

        problem = await visitor.get("/api/nft/get-my")

        assert problem.status == 502
        asked = [one for one in await _partner_saw(house) if one["path"].endswith("/get-my")]
        assert {one["request_id"] for one in asked} == {problem.json["requestId"]}


async def test_each_request_has_another(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        visitor = house.visitor()
        await visitor.sign_in()
        for _ in range(3):
            await visitor.get("/api/nft/get-my")

        seen = await _partner_saw(house)

        assert len({one["request_id"] for one in seen}) == len(seen) == 5
        assert None not in {one["request_id"] for one in seen}


async def test_answers_do_not_show_it_but_problems(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        answer = await house.visitor().get("/healthz")
        problem = await house.visitor().get("/api/me")

        assert "X-Request-Id" not in answer.headers
        assert "X-Request-Id" not in problem.headers
        assert problem.json["requestId"]


async def test_a_conversation_has_one_too(tmp_path: Path) -> None:
    async with running_bot_house(tmp_path) as house:
        chat = house.chat()
        await chat.sign_in()
        before = len(await _partner_saw(house))

        await chat.say("/miners")

        asked = (await _partner_saw(house))[before:]
        assert asked
        assert len({one["request_id"] for one in asked}) == 1
        assert asked[0]["request_id"]


async def test_every_line_of_the_log_in_a_request_has_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running_house(
        tmp_path, log_format=LogFormat.JSON, log_level=LogLevel.DEBUG
    ) as house:
        logs.configure(house.settings)
        await _journey_with_mishaps(house)
        written = capsys.readouterr().err

    lines = [json.loads(line) for line in written.splitlines()]
    ours = [line for line in lines if line["event"] not in BACKGROUND and line["level"] != "debug"]
    ours += [line for line in lines if line["event"] == "partner_call"]
    assert {"partner_call", "refused", "proof_disagreement"} <= {line["event"] for line in ours}
    assert [line for line in ours if not line.get("request_id")] == []


async def _journey_with_mishaps(house: House) -> None:
    visitor = house.visitor()
    await house.play(fail={"c2s/auth/check-proof": [422]})
    await visitor.sign_in()
    await visitor.sign_in()
    await house.play(fail={"c2s/nft/get-my": [401, 500, "html"]})
    for path in ("/api/home", "/api/nft/get-my", "/api/miners/1", "/api/nowhere"):
        await visitor.get(path)
    await visitor.post("/api/auth/check-proof", {"tonWallet": {}})
