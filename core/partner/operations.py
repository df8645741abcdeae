"""The 19 operations of the partner's document: where they are, what they ask for, what they give.

c2s calls act for a user by the user's JWT, s2s calls for us by our key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel

from core.partner.answer import Form
from core.partner.payloads import (
    BtcWallet,
    Collection,
    Done,
    Income,
    IncomePerTh,
    Miner,
    Payload,
    Payment,
    Tokens,
    TotalIncome,
)

T = TypeVar("T")

PREFIX = "/api/partner/"


class Access(Enum):
    """What an operation asks its caller to show."""

    OPEN = auto()
    USER = auto()
    KEY = auto()
    SIGNED = auto()


@dataclass(frozen=True, slots=True)
class Operation(Generic[T]):
    """One line of the document; `name` is its path below `PREFIX`."""

    method: Literal["GET", "POST"]
    name: str
    access: Access
    form: Form[T]

    @property
    def is_read(self) -> bool:
        """Return whether asking twice does no harm."""
        return self.method == "GET"


class _Data(BaseModel, Generic[T]):
    data: T


class _Rows(BaseModel, Generic[T]):
    array: list[T]


def _one(kind: type[T]) -> Form[T]:
    return Form(_Data[kind], lambda whole: whole.data)  # type: ignore[valid-type]  # made at run time


def _rows(kind: type[T]) -> Form[list[T]]:
    return Form(_Data[_Rows[kind]], lambda whole: whole.data.array)  # type: ignore[valid-type]  # made at run time


_TOKENS = _one(Tokens)
_MINERS = _rows(Miner)
_COLLECTIONS = _rows(Collection)
_INCOMES = _rows(Income)
_WALLETS = _rows(BtcWallet)
_DONE: Form[bool] = Form(_Data[Done], lambda whole: whole.data)

GENERATE_PAYLOAD = Operation("POST", "c2s/auth/generate-payload", Access.OPEN, _one(Payload))
CHECK_PROOF = Operation("POST", "c2s/auth/check-proof", Access.OPEN, _TOKENS)
REFRESH = Operation("POST", "c2s/auth/refresh", Access.USER, _TOKENS)
SERVER_REFRESH = Operation("POST", "s2s/auth/refresh", Access.USER, _TOKENS)
SERVER_INIT = Operation("POST", "s2s/auth/init", Access.SIGNED, _TOKENS)
MINERS = Operation("GET", "c2s/nft/get-my", Access.USER, _MINERS)
USER_MINERS = Operation("GET", "s2s/nft/get-my", Access.SIGNED, _MINERS)
COLLECTIONS = Operation("GET", "c2s/nft-collection/find-all-generative", Access.USER, _COLLECTIONS)
SERVER_COLLECTIONS = Operation(
    "GET", "s2s/nft-collection/find-all-generative", Access.KEY, _COLLECTIONS
)
INIT_PAYMENT = Operation("POST", "s2s/nft-payment/init", Access.SIGNED, _one(Payment))
CONFIRM_PAYMENT = Operation("POST", "s2s/nft-payment/success", Access.SIGNED, _DONE)
INCOME_PER_TH = Operation(
    "GET", "c2s/income-statistic/get-income-per-th", Access.USER, _one(IncomePerTh)
)
TOTAL_INCOME = Operation("GET", "c2s/nft-income/find-total-by-user", Access.USER, _one(TotalIncome))
INCOMES = Operation("GET", "c2s/nft-income/find-by-user", Access.USER, _INCOMES)
USER_INCOMES = Operation("GET", "s2s/nft-income/find-by-user", Access.SIGNED, _INCOMES)
BIND_BTC = Operation("POST", "c2s/wallet/create-btc", Access.USER, _DONE)
BTC_WALLETS = Operation("GET", "c2s/wallet/find-by-user", Access.USER, _WALLETS)
BIND_USER_BTC = Operation("POST", "s2s/wallet/create-btc", Access.SIGNED, _DONE)
USER_BTC_WALLETS = Operation("GET", "s2s/wallet/find-by-user", Access.SIGNED, _WALLETS)
