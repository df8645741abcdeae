"""The `tonWallet` object as the partner documents it: stricter than TON Connect in two places."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from core.ton_wallet import U64, Account, ConnectItems, Proof, TonProofItem, TonWallet


class NumberedProof(Proof):
    """A proof whose timestamp is a JSON number; TON Connect would take digits in a string too."""

    timestamp: Annotated[int, Field(ge=0, le=U64)]


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
