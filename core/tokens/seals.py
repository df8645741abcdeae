"""How a pair and a wallet lie in the store: as JSON, sealed for their user and their column."""

from __future__ import annotations

import json
from datetime import datetime

from pydantic import SecretStr

from core.model import LinkedWallet, TokenPair, TonNetwork, UserId
from core.sealing import KeyRing
from core.store import Account

TOKENS, WALLET = "tokens", "wallet"
"""The purposes: a column is sealed for the one that bears its name, as `rekey` expects."""


class Seals:
    """Seals and opens what an account holds; what does not open is a `SealError`."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def seal_pair(self, user: UserId, pair: TokenPair) -> bytes:
        """Return the pair, sealed."""
        said = {"jwt": pair.jwt.get_secret_value(), "refresh": pair.refresh.get_secret_value()}
        return self._ring.seal(user, TOKENS, json.dumps(said).encode())

    def pair(self, account: Account) -> TokenPair:
        """Return the pair the account holds."""
        said = json.loads(self._ring.open(account.user, TOKENS, account.tokens))
        return TokenPair(jwt=SecretStr(said["jwt"]), refresh=SecretStr(said["refresh"]))

    def seal_wallet(self, user: UserId, wallet: LinkedWallet) -> bytes:
        """Return the wallet, sealed."""
        said = {
            "address": wallet.address,
            "chain": wallet.chain,
            "app_name": wallet.app_name,
            "linked_at": wallet.linked_at.isoformat(),
        }
        return self._ring.seal(user, WALLET, json.dumps(said).encode())

    def wallet(self, account: Account) -> LinkedWallet:
        """Return the wallet the account holds."""
        said = json.loads(self._ring.open(account.user, WALLET, account.wallet))
        return LinkedWallet(
            address=said["address"],
            chain=TonNetwork(said["chain"]),
            app_name=said["app_name"],
            linked_at=datetime.fromisoformat(said["linked_at"]),
        )
