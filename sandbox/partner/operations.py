"""The 19 operations as one table: routing, checking and the OpenAPI document all read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any, Literal

from sandbox.partner.answers import (
    BtcWallet,
    Income,
    IncomePerTh,
    Listing,
    Miner,
    OnSale,
    Payload,
    PaymentOpened,
    Tokens,
    Totals,
)
from sandbox.partner.desk import Ask, Desk
from sandbox.partner.requests import (
    BindBtc,
    BindUserBtc,
    CheckProof,
    GeneratePayload,
    Init,
    Nothing,
    Page,
    PartnerUserPage,
    PaymentInit,
    PaymentSuccess,
    Refresh,
)

PREFIX = "/api/partner/"


class Access(Enum):
    """What a caller must show."""

    OPEN = "nothing"
    USER = "a JWT"
    RENEWAL = "a JWT, which may have expired"
    KEY = "the API key"
    SIGNED = "the API key and a signature"


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the partner's document; `gives` is what stands in the envelope's `data`."""

    method: Literal["GET", "POST"]
    name: str
    access: Access
    takes: type[Nothing]
    gives: Any
    answer: Callable[[Desk, Ask[Any]], object]

    @property
    def path(self) -> str:
        """Return where it is served."""
        return PREFIX + self.name

    @property
    def title(self) -> str:
        """Return what it does, in a line."""
        return (self.answer.__doc__ or "").rstrip(".")

    @property
    def client_to_server(self) -> bool:
        """Return whether it is called with a user's own tokens, rather than by the partner."""
        return self.name.startswith("c2s/")


_get, _post = partial(Operation, "GET"), partial(Operation, "POST")
_OPEN, _USER, _RENEWAL, _KEY, _SIGNED = Access
_Done = Literal[True]

OPERATIONS = (
    _post("c2s/auth/generate-payload", _OPEN, GeneratePayload, Payload, Desk.generate_payload),
    _post("c2s/auth/check-proof", _OPEN, CheckProof, Tokens, Desk.check_proof),
    _post("c2s/auth/refresh", _RENEWAL, Refresh, Tokens, Desk.refresh),
    _post("s2s/auth/refresh", _RENEWAL, Refresh, Tokens, Desk.refresh),
    _post("s2s/auth/init", _SIGNED, Init, Tokens, Desk.init),
    _get("c2s/nft/get-my", _USER, Page, Listing[Miner], Desk.miners),
    _get("s2s/nft/get-my", _SIGNED, PartnerUserPage, Listing[Miner], Desk.miners),
    _get(
        "c2s/nft-collection/find-all-generative",
        _USER,
        Nothing,
        Listing[OnSale],
        Desk.collections,
    ),
    _get(
        "s2s/nft-collection/find-all-generative",
        _KEY,
        Nothing,
        Listing[OnSale],
        Desk.collections,
    ),
    _post("s2s/nft-payment/init", _SIGNED, PaymentInit, PaymentOpened, Desk.open_payment),
    _post("s2s/nft-payment/success", _SIGNED, PaymentSuccess, _Done, Desk.settle_payment),
    _get("c2s/income-statistic/get-income-per-th", _USER, Nothing, IncomePerTh, Desk.income_per_th),
    _get("c2s/nft-income/find-total-by-user", _USER, Nothing, Totals, Desk.total_income),
    _get("c2s/nft-income/find-by-user", _USER, Page, Listing[Income], Desk.incomes),
    _get("s2s/nft-income/find-by-user", _SIGNED, PartnerUserPage, Listing[Income], Desk.incomes),
    _post("c2s/wallet/create-btc", _USER, BindBtc, _Done, Desk.bind_btc),
    _get("c2s/wallet/find-by-user", _USER, Page, Listing[BtcWallet], Desk.btc_wallets),
    _post("s2s/wallet/create-btc", _SIGNED, BindUserBtc, _Done, Desk.bind_btc),
    _get("s2s/wallet/find-by-user", _SIGNED, PartnerUserPage, Listing[BtcWallet], Desk.btc_wallets),
)
