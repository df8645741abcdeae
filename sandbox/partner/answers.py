"""What the 19 operations answer, in the partner's spelling; the envelope is put on elsewhere."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel

T = TypeVar("T")

Number = Annotated[Decimal, WithJsonSchema({"type": "number"})]


class _Answer(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Listing(_Answer, Generic[T]):
    """A list, or one page of it: it ends with the first page shorter than `limit`."""

    array: list[T]


class Payload(_Answer):
    """What a wallet is to sign."""

    payload: str


class Tokens(_Answer):
    """A JWT and what renews it, once."""

    jwt_token: str
    refresh_token: str


class Miner(_Answer):
    """A miner: `power` in TH, `energyEfficiency` in W/TH."""

    id: int
    created_at: datetime
    name: str
    power: Number
    energy_efficiency: Number
    image_url: str
    small_image_url: str


class OnSale(_Answer):
    """A collection miners can be bought from; money in USD, costs and reward a day."""

    id: int
    power: Number
    energy_efficiency: Number
    value: Number
    annual_roi: Annotated[Number, Field(alias="annualROI")]
    pool_reward: Number
    electricity_cost: Number
    service_cost: Number
    level_discount: Number


class PaymentOpened(_Answer):
    """What is to be paid for, and how much."""

    value: Number
    external_id: str


class IncomePerTh(_Answer):
    """The day's rates."""

    income_per_th: Number
    btc_rate: Number
    gomining_rate: Number
    kwt: Number
    service_cost: Number


class Income(_Answer):
    """One miner's income of one day, in BTC: net, electricity, service and two unused parts."""

    created_at: datetime
    value: Number
    c1_value: Number
    c2_value: Number
    c3_value: Number
    c4_value: Number
    nft_id: int


class MinerTotal(_Answer):
    """All a miner ever earned."""

    total_value: Number
    nft_id: int


class Totals(_Answer):
    """All a user ever earned; `lastIncome` is empty before the first income."""

    array: list[MinerTotal]
    total_income: Number
    last_income: Income | dict[str, Any]
    withdrawn_amount: Number
    on_balance_amount: Number


class BtcWallet(_Answer):
    """A bound wallet."""

    id: int
    created_at: datetime
    address: str
    type: Literal["BTC"] = "BTC"
