"""Who is asking, and the wallet they signed in with."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from core.model import LinkedWallet, TelegramUser, TonNetwork
from core.ton_address import friendly
from webapp.shapes.envelope import Shape
from webapp.shapes.preferences import Preferences


class User(Shape):
    """A Telegram user, by the names they chose there."""

    id: int
    first_name: str
    last_name: str | None
    username: str | None
    language_code: str | None

    @classmethod
    def of(cls, user: TelegramUser) -> User:
        """Present a user."""
        return cls(
            id=user.id,
            first_name=user.first_name,
            last_name=user.last_name,
            username=user.username,
            language_code=user.language_code,
        )


class Wallet(Shape):
    """A linked TON wallet; `address` is raw, `friendlyAddress` as wallets show it."""

    address: str
    friendly_address: str
    chain: TonNetwork
    app_name: str
    linked_at: datetime

    @classmethod
    def of(cls, wallet: LinkedWallet) -> Wallet:
        """Present a wallet."""
        return cls(
            address=wallet.address,
            friendly_address=friendly(wallet.address, wallet.chain),
            chain=wallet.chain,
            app_name=wallet.app_name,
            linked_at=wallet.linked_at,
        )


class Me(Shape):
    """Who is asking, which wallet they signed in with, how they want things."""

    user: User
    wallet: Wallet | None
    preferences: Preferences


class OpenedSession(Me):
    """A session token, to be sent as `Authorization: Bearer` until it ends; and whose it is."""

    token: str = Field(repr=False)
    expires_at: datetime
