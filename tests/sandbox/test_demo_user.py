"""The demo user is sealed as Telegram seals: our reader, written apart from it, agrees."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from core.errors import InitDataError
from core.init_data import read_user, seal_key
from sandbox.demo_user import USER, init_data

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOKEN = SecretStr("123456:AAEhBP0av28GLfU7pMqzTBcrgOAMjSoHkYw")


def test_our_reader_knows_the_demo_user() -> None:
    user = read_user(init_data(TOKEN, now=NOW), seal_key(TOKEN), now=NOW + timedelta(hours=1))

    assert user.id == USER["id"]
    assert user.first_name == USER["first_name"]


def test_another_user_can_be_played() -> None:
    sealed = init_data(TOKEN, now=NOW, user=USER | {"id": 7, "language_code": "ru"})

    user = read_user(sealed, seal_key(TOKEN), now=NOW)

    assert (user.id, user.language_code) == (7, "ru")


def test_the_seal_is_of_one_bot_only() -> None:
    other = SecretStr("654321:BBEhBP0av28GLfU7pMqzTBcrgOAMjSoHkYw")

    with pytest.raises(InitDataError):
        read_user(init_data(TOKEN, now=NOW), seal_key(other), now=NOW)
