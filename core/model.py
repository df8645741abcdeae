"""The product's own words: who is asking, what they linked, what the partner gave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType, TypedDict

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


class Language(StrEnum):
    """What the product speaks, by its IETF tag."""

    ENGLISH = "en"
    RUSSIAN = "ru"
    SPANISH = "es"
    GERMAN = "de"
    TURKISH = "tr"
    PORTUGUESE = "pt-BR"
    CHINESE = "zh-CN"


class Currency(StrEnum):
    """What an income is shown in beside its BTC."""

    USD = "USD"
    GOMINING = "GOMINING"


class AmountUnit(StrEnum):
    """How an amount of BTC is written."""

    SATS = "sats"
    BTC = "btc"


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a user wants things shown and told; these values until they say otherwise.

    `language` None: the one Telegram speaks with them. `notify_hour` is 0 to 23 in `time_zone`, a
    name of the IANA database. `maintenance_apart`: they pay maintenance in GOMINING, so that the
    partner credits their income gross. `reward_above` and `reward_below` are in BTC: a reward is
    told when it is over the one or under the other, and always where neither is set.

    `spoken` is nobody's choice: the language, an IETF tag, that Telegram last said it speaks with
    them; None before it said so.
    """

    language: Language | None = None
    currency: Currency = Currency.USD
    unit: AmountUnit = AmountUnit.SATS
    notify: bool = False
    notify_hour: int = 9
    time_zone: str = "UTC"
    maintenance_apart: bool = False
    reward_above: Decimal | None = None
    reward_below: Decimal | None = None
    spoken: str | None = None

    @property
    def speaks(self) -> str | None:
        """The IETF tag of the language to write to them in."""
        return self.language or self.spoken


class PreferencesChange(TypedDict, total=False):
    """Any part of `Preferences`, to be put in place of what is kept."""

    language: Language | None
    currency: Currency
    unit: AmountUnit
    notify: bool
    notify_hour: int
    time_zone: str
    maintenance_apart: bool
    reward_above: Decimal | None
    reward_below: Decimal | None
    spoken: str | None


class Door(StrEnum):
    """Where a user came in."""

    PAGE = "page"
    CHAT = "chat"


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


@dataclass(frozen=True, slots=True)
class SignIn:
    """One time that a user signed in: with which wallet, by which app on which platform."""

    at: datetime
    address: str
    chain: TonNetwork
    app_name: str
    platform: str
    door: Door
