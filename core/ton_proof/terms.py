"""What a proof must be for, whoever gives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.model import TonNetwork
from core.ton_proof.verdict import Reason
from core.ton_wallet import TonWallet


@dataclass(frozen=True, slots=True)
class Terms:
    """Our domain, the networks we take, and how far a proof's time may be from ours, both ways."""

    domain: str
    networks: frozenset[TonNetwork]
    max_age: timedelta = timedelta(minutes=15)

    def __post_init__(self) -> None:
        if "." not in self.domain:
            raise ValueError("a ton_proof domain holds a dot")


def refused_terms(wallet: TonWallet, terms: Terms, *, now: datetime) -> Reason | None:
    """Return why the proof is not for us, here and now; None if it is.

    Who gives it, and whether it is true, is `judge`'s to say. The cheapest question comes first.
    """
    proof = wallet.connect_items.ton_proof.proof
    domain = proof.domain
    if domain.value != terms.domain:
        return Reason.DOMAIN_MISMATCH
    if domain.length_bytes != len(domain.value.encode()):
        return Reason.DOMAIN_LENGTH_MISMATCH
    # The chain is not signed: this keeps test wallets out, and proves nothing.
    if wallet.account.chain not in terms.networks:
        return Reason.CHAIN_NOT_ALLOWED
    age = now.timestamp() - proof.timestamp
    if age > terms.max_age.total_seconds():
        return Reason.TOO_OLD
    if -age > terms.max_age.total_seconds():
        return Reason.FROM_FUTURE
    return None
