"""The product's own words: who is asking, what they linked, what the partner gave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from pydantic import SecretStr

UserId = NewType("UserId", int)
"""A Telegram user's id."""


class TonNetwork(StrEnum):
    """A TON chain, by the id wallets use."""

    MAINNET = "-239"
    TESTNET = "-3"


class BtcNetwork(StrEnum):
    """The Bitcoin chain that payouts go to."""

    MAINNET = "mainnet"
    TESTNET = "testnet"


@dataclass(frozen=True, slots=True)
class TelegramUser:
    """Who Telegram says is asking."""

    id: UserId
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What the partner gave a user: the JWT to ask with, the refresh token to renew it, once."""

    jwt: SecretStr
    refresh: SecretStr


@dataclass(frozen=True, slots=True)
class LinkedWallet:
    """The TON wallet a user signed in with; `address` is raw: `0:` or `-1:` and 64 hex digits."""

    address: str
    chain: TonNetwork
    app_name: str
    linked_at: datetime
