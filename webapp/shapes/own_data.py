"""What is kept about a user, and who signed in as them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from pydantic import Field

from core.model import Door, SignIn, TelegramUser, TonNetwork
from core.own_data import Kept
from core.ton_address import friendly
from webapp.shapes.envelope import Shape
from webapp.shapes.people import User, Wallet
from webapp.shapes.preferences import Preferences


class SignInShape(Shape):
    """One sign-in; `appName` and `platform` are what the wallet's app said of itself."""

    at: datetime
    address: str
    friendly_address: str
    chain: TonNetwork
    app_name: str
    platform: str
    door: Door

    @classmethod
    def of(cls, sign_in: SignIn) -> Self:
        """Present a sign-in."""
        return cls(
            at=sign_in.at,
            address=sign_in.address,
            friendly_address=friendly(sign_in.address, sign_in.chain),
            chain=sign_in.chain,
            app_name=sign_in.app_name,
            platform=sign_in.platform,
            door=sign_in.door,
        )


class SparedSession(Shape):
    """The session token to go on with, and when it ends; no other is good any more."""

    token: str = Field(repr=False)
    expires_at: datetime


class ToldDayShape(Shape):
    """A mined day, when it was taken on to tell of it, and when that was done."""

    day: date
    claimed_at: datetime
    told_at: datetime | None


class ConnectionShape(Shape):
    """A wallet's connection made in the chat, without its keys."""

    stage: str
    expires_at: datetime


class KeptPreferences(Preferences):
    """The preferences, and the language that Telegram last said it speaks with the user."""

    spoken: str | None


class KeptShape(Shape):
    """Everything kept about a user but for what is secret.

    `profile` is what Telegram told with this session: it is kept nowhere else, so a file fetched
    by a ticket has none.
    """

    id: int
    exported_at: datetime
    profile: User | None
    wallet: Wallet | None
    tokens_renewed_at: datetime | None
    preferences: KeptPreferences
    sign_ins: list[SignInShape]
    sign_ins_under_way: list[datetime]
    connections: list[ConnectionShape]
    told: list[ToldDayShape]
    sessions_since: datetime | None

    @classmethod
    def of(cls, kept: Kept, profile: TelegramUser | None = None) -> Self:
        """Present what is kept."""
        chosen = Preferences.of(kept.preferences).model_dump()
        return cls(
            id=kept.user,
            exported_at=kept.at,
            profile=profile and User.of(profile),
            wallet=kept.wallet and Wallet.of(kept.wallet),
            tokens_renewed_at=kept.tokens_renewed_at,
            preferences=KeptPreferences(**chosen, spoken=kept.preferences.spoken),
            sign_ins=[SignInShape.of(each) for each in kept.sign_ins],
            sign_ins_under_way=kept.sign_ins_under_way,
            connections=[ConnectionShape(**each._asdict()) for each in kept.connections],
            told=[ToldDayShape(**each._asdict()) for each in kept.told],
            sessions_since=kept.sessions_since,
        )


class OfferedFile(Shape):
    """Where a file can be fetched without any header, how it is called, and until when."""

    url: str = Field(repr=False)
    file_name: str
    expires_at: datetime
