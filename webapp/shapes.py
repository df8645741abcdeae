"""The shapes of our own requests and answers; the mirrored ones are the partner's."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from core.model import LinkedWallet, TelegramUser, TonNetwork
from core.ton_address import friendly
from core.ton_wallet import TonWallet

T = TypeVar("T")


class _Shape(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Data(_Shape, Generic[T]):
    """The envelope of every answer."""

    data: T


class Array(_Shape, Generic[T]):
    """The envelope of every list; a page shorter than `limit` is the last."""

    array: list[T]


class User(_Shape):
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


class Wallet(_Shape):
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


class OpenedSession(_Shape):
    """A session token, to be sent as `Authorization: Bearer` until it ends."""

    token: str
    expires_at: datetime
    user: User


class Me(_Shape):
    """Who is asking and which wallet they signed in with."""

    user: User
    wallet: Wallet | None


class Payload(_Shape):
    """What the wallet is to sign, and until when."""

    payload: str
    expires_at: datetime


class CheckProof(_Shape):
    """A connected wallet, as the TON Connect SDK gives it."""

    ton_wallet: TonWallet


class SignedIn(_Shape):
    """The wallet that is linked now."""

    wallet: Wallet


class BindBtc(_Shape):
    """The BTC address to bind."""

    address: Annotated[str, Field(min_length=1, max_length=255)]


class Paging(_Shape):
    """Which part of a list; as in the partner's document, both in digits."""

    limit: Annotated[int, Field(ge=1, le=999)] | None = None
    offset: Annotated[int, Field(ge=0, le=99_999)] | None = None


class Problem(BaseModel):
    """An error (RFC 9457); `code` and `reason` are stable, `requestId` is for the operator."""

    title: str
    status: int
    code: str
    requestId: str  # noqa: N815  # as it stands on the wire
    reason: str | None = None
    detail: str | None = None


class Health(BaseModel):
    """All is well."""

    status: Literal["ok"]


class Manifest(_Shape):
    """TON Connect's manifest: what wallets show of the application that asks."""

    url: str
    name: str
    icon_url: str
