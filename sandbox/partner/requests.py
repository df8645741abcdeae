"""What the 19 operations take: every constraint the partner's document prints.

Fields the document does not name are tolerated, and signed where a request is signed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue, WithJsonSchema

from sandbox.partner.documented_wallet import DocumentedWallet
from sandbox.partner.signature import DEFAULT_WINDOW_MS, MAX_WINDOW_MS

DEFAULT_LIMIT = 20


def _digits(longest: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, str) and re.fullmatch(f"[0-9]{{1,{longest}}}", value):
            return int(value)
        raise ValueError(f"should be 1 to {longest} digits")

    return read


def _digits_schema(longest: int | None = None) -> JsonSchemaValue:
    if longest is None:
        return {"type": "string", "pattern": r"^\d+$"}
    pattern = rf"^\d{{1,{longest}}}$"
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern}


LIMIT_DIGITS, OFFSET_DIGITS, MS_DIGITS = 3, 5, 16

Text255 = Annotated[str, StringConstraints(min_length=1, max_length=255)]
Natural = Annotated[int, Field(ge=1)]
Signature = Annotated[str, StringConstraints(pattern=r"^[0-9A-Fa-f]{64}$")]
Limit = Annotated[
    int,
    BeforeValidator(_digits(LIMIT_DIGITS)),
    Field(ge=1),
    WithJsonSchema(_digits_schema(LIMIT_DIGITS) | {"examples": ["20"]}),
]
Offset = Annotated[
    int,
    BeforeValidator(_digits(OFFSET_DIGITS)),
    WithJsonSchema(_digits_schema(OFFSET_DIGITS) | {"examples": ["0"]}),
]
QueryMs = Annotated[int, BeforeValidator(_digits(MS_DIGITS)), WithJsonSchema(_digits_schema())]


class Nothing(BaseModel):
    """No field at all; the shape every request starts from."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, strict=True
    )


class Page(Nothing):
    """A part of a list."""

    limit: Limit = DEFAULT_LIMIT
    offset: Offset = 0


class SignedBody(Nothing):
    """What signing adds to a body; times in milliseconds."""

    signature: Signature
    timestamp: Natural
    recv_window: Annotated[int, Field(ge=1, le=MAX_WINDOW_MS)] = DEFAULT_WINDOW_MS


class SignedQuery(Nothing):
    """What signing adds to a query; times in milliseconds, as digits."""

    signature: Signature
    timestamp: QueryMs
    recv_window: Annotated[QueryMs, Field(le=MAX_WINDOW_MS)] = DEFAULT_WINDOW_MS


class OfPartnerUser(Nothing):
    """A request about one of the caller's own users, by the caller's own id."""

    partner_user_id: Text255


class PartnerUserPage(Page, SignedQuery, OfPartnerUser):
    """A part of a list of a user's."""


class GeneratePayload(Nothing):
    """Ask for something a wallet is to sign."""

    partner_id: str


class Refresh(Nothing):
    """Renew a pair of tokens."""

    refresh_token: str


class Init(SignedBody, OfPartnerUser):
    """Create a user, or log one in."""


class PaymentInit(SignedBody):
    """Open the payment for one miner of a collection."""

    user_id: Natural
    nft_collection_id: Natural
    external_id: Text255


class PaymentSuccess(SignedBody):
    """Report that a payment was made."""

    user_id: Natural
    external_id: Text255


class BindBtc(Nothing):
    """Bind a BTC wallet."""

    address: Text255


class BindUserBtc(SignedBody, OfPartnerUser):
    """Bind a BTC wallet of one of the caller's users."""

    address: Text255


class CheckProof(Nothing):
    """Sign in by a connected wallet."""

    ton_wallet: DocumentedWallet
