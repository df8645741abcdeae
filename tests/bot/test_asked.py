from __future__ import annotations

import pytest
from aiogram.types import CallbackQuery, Message
from hypothesis import given
from hypothesis import strategies as st

from bot.asked import Go, Request, request_in
from tests.bot import written


def said(text: str) -> Request | None:
    return request_in(Message.model_validate(written(text)["message"]))


def pressed(data: str) -> Request | None:
    who = {"id": 1, "is_bot": False, "first_name": "Ann"}
    query = {"id": "1", "from": who, "chat_instance": "1", "data": data}
    return request_in(CallbackQuery.model_validate(query))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("/miners", ("miners", "")),
        ("/Miners", ("miners", "")),
        ("/forecast 16 15", ("forecast", "16 15")),
        ("/forecast@miners_bot  16 15 ", ("forecast", "16 15")),
        ("/start", ("start", "")),
        ("/start earnings-2026-11-21", ("earnings", "2026-11-21")),
        ("/start miner-12", ("miner", "12")),
        ("/start ref_42", ("start", "ref_42")),
        ("/start 16 15", ("start", "16 15")),
        ("/help miners", ("help", "miners")),
        ("where are my miners?", None),
        ("/", None),
        ("/ miners", None),
        ("16/15", None),
    ],
)
def test_what_is_written_asks_by_name(text: str, asked: tuple[str, str] | None) -> None:
    assert said(text) == asked


@pytest.mark.parametrize(
    ("data", "asked"),
    [
        (Go(to="miners").pack(), ("miners", "")),
        (Go(to="earnings", arguments="2026-11-21").pack(), ("earnings", "2026-11-21")),
        ("go:miners", None),
        ("go:miners:1:2", None),
        ("miners:1", None),
        ("", None),
    ],
)
def test_a_button_asks_by_name(data: str, asked: tuple[str, str] | None) -> None:
    assert pressed(data) == asked


@given(st.text(max_size=64))
def test_no_text_and_no_data_is_a_crash(anything: str) -> None:
    said(f"/{anything}")
    said(f"/start {anything}")
    pressed(anything)
    pressed(f"go:{anything}")
