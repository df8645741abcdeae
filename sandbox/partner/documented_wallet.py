"""The `tonWallet` object as the partner documents it: stricter than TON Connect in two places."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from core.ton_wallet import Account, ConnectItems, Proof, TonProofItem, TonWallet


def _number(value: object) -> object:
    """TON Connect lets a timestamp be digits in a string; the partner's document does not."""
    if isinstance(value, str):
        raise ValueError("should be a number")  # noqa: TRY004  # pydantic listens to ValueError
    return value


class NumberedProof(Proof):
    """A proof whose timestamp is a JSON number."""

    timestamp: Annotated[int, BeforeValidator(_number), Field(ge=0)]


class NumberedItem(TonProofItem):
    """The wallet's answer, as the partner documents it."""

    proof: NumberedProof


class NumberedItems(ConnectItems):
    """The answers of the connect event, as the partner documents them."""

    ton_proof: NumberedItem


class TonAccount(Account):
    """A wallet on one of the two chains the partner knows."""

    chain: Literal["-239", "-3"]


class DocumentedWallet(TonWallet):
    """The `tonWallet` object with every constraint of the document."""

    account: TonAccount
    connect_items: NumberedItems
