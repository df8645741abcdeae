"""The partner's words and ours: what is sent, what is answered.

The partner's spelling stops here, which is why all of it is in one file: attributes are our
words, aliases are the partner's. Figures are JSON numbers, read as `Decimal`. Fields the document
does not print are ignored. Source: the partner's document; meanings not printed there are marked.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    Strict,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel

from core.errors import RequestError
from core.model import TokenPair, TonNetwork
from core.ton_wallet import TonWallet

Amount = Annotated[Decimal, WithJsonSchema({"type": "number"})]
Number = Annotated[int, Strict(), Field(ge=0, le=2**63 - 1)]
Token = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,8192}$")]
"""Fit for a header: printable ASCII without a space."""


def _done(value: bool) -> bool:  # noqa: FBT001  # a validator takes what it validates
    if not value:
        raise ValueError("should be true")
    return value


Done = Annotated[bool, Strict(), AfterValidator(_done)]
"""The answer to a write that has nothing else to say."""


class _Answer(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, hide_input_in_errors=True
    )


class Payload(_Answer):
    """What a wallet is to sign; it is bound to the partner id it was asked for with."""

    payload: Annotated[str, StringConstraints(min_length=1, max_length=1024)]


class Tokens(_Answer):
    """A user's tokens."""

    jwt: Token = Field(alias="jwtToken", repr=False)
    refresh: Token = Field(alias="refreshToken", repr=False)

    def pair(self) -> TokenPair:
        """Return them hidden."""
        return TokenPair(SecretStr(self.jwt), SecretStr(self.refresh))


class Miner(_Answer):
    """A user's miner; `power` in TH, `efficiency` in W/TH."""

    id: Number
    created_at: AwareDatetime
    name: str
    power: Amount
    efficiency: Amount = Field(alias="energyEfficiency")
    image_url: str
    small_image_url: str


class Collection(_Answer):
    """Miners on offer; `power` in TH, `efficiency` in W/TH, the other units are not stated."""

    id: Number
    power: Amount
    efficiency: Amount = Field(alias="energyEfficiency")
    price: Amount = Field(alias="value")
    annual_roi: Amount = Field(alias="annualROI")
    pool_reward: Amount
    electricity_cost: Amount
    service_cost: Amount
    level_discount: Amount


class Payment(_Answer):
    """A payment that was opened; the currency of `value` is not stated."""

    value: Amount
    external_id: str


class IncomePerTh(_Answer):
    """What a TH earns a day before costs, and the rates to reckon with.

    Inferred: rates in USD, `kwh_price` in USD per kWh, `service_cost` in USD per TH and day.
    Whether `income_per_th` is BTC or USD is not stated.
    """

    income_per_th: Amount
    btc_rate: Amount
    gomining_rate: Amount
    kwh_price: Amount = Field(alias="kwt")
    service_cost: Amount


class Income(_Answer):
    """What a miner was credited for a day, in BTC; inferred: net, with its costs beside it."""

    created_at: AwareDatetime
    value: Amount
    electricity: Amount = Field(alias="c1Value")
    service: Amount = Field(alias="c2Value")
    service_3: Amount = Field(alias="c3Value")
    service_4: Amount = Field(alias="c4Value")
    miner_id: Number = Field(alias="nftId")


class MinerTotal(_Answer):
    """What a miner has earned in all, in BTC."""

    total: Amount = Field(alias="totalValue")
    miner_id: Number = Field(alias="nftId")


class TotalIncome(_Answer):
    """What a user has earned in all, in BTC.

    The document shows no field of `last`; None where nothing was ever credited.
    """

    per_miner: list[MinerTotal] = Field(alias="array")
    total: Amount = Field(alias="totalIncome")
    last: dict[str, Any] | None = Field(default=None, alias="lastIncome")
    withdrawn: Amount = Field(alias="withdrawnAmount")
    on_balance: Amount = Field(alias="onBalanceAmount")


class BtcWallet(_Answer):
    """A bound wallet; only the kind `BTC` is documented."""

    id: Number
    created_at: AwareDatetime
    address: str
    kind: str = Field(alias="type")


Text = Annotated[str, StringConstraints(min_length=1, max_length=255)]
OwnId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,255}$")]
"""An id of ours: only such letters as read the same however the partner takes a signature."""
Natural = Annotated[int, Field(ge=1, le=2**53 - 1)]


class Ask(BaseModel):
    """What a request says; a value the document does not allow raises `RequestError`."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, strict=True, extra="forbid"
    )

    def __init__(self, **given: object) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            faults = error.errors(include_url=False, include_input=False, include_context=False)
            names = ", ".join(sorted({str(fault["loc"][0]) for fault in faults}))
            raise RequestError(f"the partner does not take this: {names}") from None

    def fields(self) -> dict[str, Any]:
        """Return what is sent, by the partner's names, in the order sent."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class AskPayload(Ask):
    """Ask for something a wallet is to sign."""

    partner_id: Text


def _on_a_known_chain(wallet: TonWallet) -> TonWallet:
    if wallet.account.chain not in set(TonNetwork):
        raise ValueError("should be on a chain the partner knows")
    return wallet


class AskTokens(Ask):
    """Sign in by a connected wallet."""

    ton_wallet: Annotated[TonWallet, AfterValidator(_on_a_known_chain)]


class AskFreshTokens(Ask):
    """Renew a pair of tokens."""

    refresh_token: Token = Field(repr=False)


class AskOfUser(Ask):
    """Name one of our own users."""

    user: OwnId = Field(alias="partnerUserId")


class AskPayment(Ask):
    """Open the payment for a miner of a collection."""

    user: Natural = Field(alias="userId")
    collection: Natural = Field(alias="nftCollectionId")
    external_id: OwnId


class ConfirmPayment(Ask):
    """Say that a payment was made."""

    external_id: OwnId
    user: Natural = Field(alias="userId")


class BindBtc(Ask):
    """Name a BTC address to pay out to."""

    address: Text


class BindUserBtc(AskOfUser):
    """Name a BTC address to pay out to, for one of our own users."""

    address: Text


class Stamp(Ask):
    """When a signed request was made and how long it holds, in milliseconds."""

    timestamp: Natural
    window: Natural | None = Field(default=None, alias="recvWindow")
