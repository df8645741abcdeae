"""Bitcoin addresses, written whole: they are there to be compared."""

from __future__ import annotations

from collections.abc import Sequence

from bot.amounts import Amounts
from bot.texts import Words
from core.payouts import AddressKind, BoundAddress, PayableAddress

MOST = 20
"""Addresses in a message, the last bound first: far below the 4096 characters one may have."""


def listed(amounts: Amounts, bound: Sequence[BoundAddress]) -> str:
    """Return the bound addresses with their kind and day."""
    words = amounts.words
    if not bound:
        return words.say("wallet.none")
    newest = sorted(bound, key=lambda one: one.created_at, reverse=True)
    said = [words.say("wallet.bound"), *(_one(amounts, one) for one in newest[:MOST])]
    if len(newest) > MOST:
        said.append(words.say("wallet.more", count=len(newest) - MOST))
    return "\n\n".join(said)


def to_confirm(found: PayableAddress, words: Words) -> str:
    """Return the question whether to bind it."""
    return words.say("wallet.check", address=found.text, kind=kind(found.kind, words))


def bound(address: str, words: Words) -> str:
    """Return that it is bound."""
    return words.say("wallet.done", address=address)


def kind(found: AddressKind | None, words: Words) -> str:  # one for each kind
    """Return what wallets call this type of address."""
    match found:
        case AddressKind.P2PKH:
            return words.say("wallet.p2pkh")
        case AddressKind.P2SH:
            return words.say("wallet.p2sh")
        case AddressKind.P2WPKH:
            return words.say("wallet.p2wpkh")
        case AddressKind.P2WSH:
            return words.say("wallet.p2wsh")
        case AddressKind.P2TR:
            return words.say("wallet.p2tr")
    return words.say("wallet.unknown")


def _one(amounts: Amounts, address: BoundAddress) -> str:
    return amounts.words.say(
        "wallet.one",
        address=address.address,
        kind=kind(address.kind, amounts.words),
        day=amounts.day(address.created_at.date()),
    )
