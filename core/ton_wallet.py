"""The `tonWallet` object, as the TON Connect SDK gives it and the partner takes it.

Shapes and sizes only; whether it proves anything is `core.ton_proof`'s to say. Unknown fields are
dropped, so what goes on to the partner is what was checked here.
Source: the partner's document, operation 2; TON Connect, "ton_proof".
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

MAX_FEATURES = 32
"""A wallet lists a handful of features."""

U64 = 2**64 - 1

ShortText = Annotated[str, StringConstraints(max_length=255)]


def _decimal_or_number(value: object) -> object:
    """TON Connect's specification sends the timestamp as decimal digits, its SDK as a number."""
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isdigit()
        and len(value) <= len(str(U64))
    ):
        return int(value)
    return value


class _Shape(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, strict=True
    )


class Device(_Shape):
    """The wallet application."""

    platform: Literal["iphone", "ipad", "android", "windows", "mac", "linux", "browser"]
    app_name: ShortText
    app_version: ShortText
    max_protocol_version: int
    features: Annotated[list[Any], Field(max_length=MAX_FEATURES)]


class Account(_Shape):
    """What the wallet claims to be."""

    address: ShortText
    chain: Annotated[str, StringConstraints(max_length=16)]
    wallet_state_init: Annotated[str, StringConstraints(max_length=16_384)]
    public_key: ShortText


class Domain(_Shape):
    """The site the wallet signed for."""

    length_bytes: int
    value: ShortText


class Proof(_Shape):
    """The signed statement; `timestamp` in seconds, `signature` in base64."""

    domain: Domain
    payload: Annotated[str, StringConstraints(max_length=1024)]
    signature: Annotated[ShortText, Field(repr=False)]
    timestamp: Annotated[int, Field(ge=0, le=U64), BeforeValidator(_decimal_or_number)]


class TonProofItem(_Shape):
    """The wallet's answer to the `ton_proof` request."""

    name: Literal["ton_proof"]
    proof: Proof


class ConnectItems(_Shape):
    """The answers of the connect event; only `tonProof` matters here."""

    ton_proof: TonProofItem


class TonWallet(_Shape):
    """A connected wallet with its proof."""

    device: Device
    account: Account
    provider: Literal["http", "injected"]
    connect_items: ConnectItems
