"""Telegram's init data: who opened the Mini App, sealed with the bot's token.

Source: core.telegram.org/bots/webapps, "Validating data received via the Mini App".
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from core.errors import InitDataError, InitDataExpiredError
from core.model import TelegramUser, UserId

MAX_CHARACTERS = 16_384
MAX_FIELDS = 64
MAX_AGE = timedelta(hours=24)
"""Clients are known to hand out the same init data for most of a day."""
MAX_AHEAD = timedelta(seconds=60)

ShortText = Annotated[str, Field(max_length=256)]


class _User(BaseModel):
    model_config = ConfigDict(strict=True)

    id: Annotated[int, Field(gt=0, lt=2**53)]
    first_name: ShortText
    last_name: ShortText | None = None
    username: ShortText | None = None
    language_code: ShortText | None = None


def seal_key(bot_token: SecretStr) -> bytes:
    """Return the key that Telegram seals init data with for the bot of this token."""
    return hmac.digest(b"WebAppData", bot_token.get_secret_value().encode(), "sha256")


def read_user(init_data: str, key: bytes, *, now: datetime) -> TelegramUser:
    """Return the user whom Telegram vouches for, or raise `InitDataError`.

    *key* is `seal_key` of the bot's token. The seal is checked before anything inside is believed;
    data older than `MAX_AGE` raises `InitDataExpiredError`.
    """
    fields = _fields(init_data)
    _check_seal(fields, key)
    _check_age(fields, now)
    try:
        user = _User.model_validate_json(fields.get("user", ""))
    except ValidationError:
        raise InitDataError("no user in it") from None
    return TelegramUser(
        UserId(user.id), user.first_name, user.last_name, user.username, user.language_code
    )


def sealed_at(init_data: str) -> int:
    """Return the second, since 1970, in which Telegram sealed what `read_user` took."""
    return int(_fields(init_data)["auth_date"])


def _fields(init_data: str) -> dict[str, str]:
    if len(init_data) > MAX_CHARACTERS:
        raise InitDataError("too long")
    if not init_data.isascii():
        raise InitDataError("not URL-encoded")
    try:
        pairs = parse_qsl(
            init_data,
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError:
        raise InitDataError("malformed") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise InitDataError("a key stands twice")
    return fields


def _check_seal(fields: dict[str, str], key: bytes) -> None:
    given = fields.pop("hash", "")
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    seal = hmac.digest(key, lines.encode(), "sha256").hex()
    if not hmac.compare_digest(seal.encode(), given.encode()):
        raise InitDataError("the seal does not match")


def _check_age(fields: dict[str, str], now: datetime) -> None:
    auth_date = fields.get("auth_date", "")
    if not (auth_date.isascii() and auth_date.isdigit() and len(auth_date) <= 12):  # noqa: PLR2004  # beyond any date
        raise InitDataError("no date in it")
    age = now.timestamp() - int(auth_date)
    if age > MAX_AGE.total_seconds():
        raise InitDataExpiredError("too old")
    if age < -MAX_AHEAD.total_seconds():
        raise InitDataError("from the future")
