"""Who the partner knows, what they bought and which BTC wallets they bound; all in memory."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from itertools import count

from sandbox.partner.answers import BtcWallet
from sandbox.partner.mines import Collection, Mine, founding_mines
from sandbox.partner.refusal import RefusedError

MAX_ACCOUNTS = 10_000
"""Past it, whoever was away longest is forgotten, with what they bought and bound."""

MAX_WALLETS = 20
"""BTC wallets one user may bind."""

FIRST_BOUGHT = 20_000_000
"""Ids of bought miners start here, clear of those users have had all along."""

PLAUSIBLE = re.compile(
    r"[123mn][1-9A-HJ-NP-Za-km-z]{25,34}"  # base58: P2PKH and P2SH
    r"|(bc|tb|bcrt)1[02-9ac-hj-np-z]{8,87}|(BC|TB|BCRT)1[02-9AC-HJ-NP-Z]{8,87}"  # SegWit
)
"""What might be a BTC address; its checksum is not looked at, so a typo is not found here."""


@dataclass(slots=True)
class Account:
    """A user; `number` is the integer `userId` that payments are made for."""

    number: int
    bought: list[Mine] = field(default_factory=list)
    wallets: list[BtcWallet] = field(default_factory=list)


class Accounts:
    """Every user the partner remembers."""

    def __init__(self, miners: int | None) -> None:
        self._miners = miners
        self._kept: OrderedDict[int, Account] = OrderedDict()
        self._numbers = count(1)

    def open(self, number: int) -> Account:
        """Return the account, opening it on the first call."""
        account = self._kept.setdefault(number, Account(number))
        self._kept.move_to_end(number)
        if len(self._kept) > MAX_ACCOUNTS:
            self._kept.popitem(last=False)
        return account

    def known(self, number: int) -> Account:
        """Return the account of somebody who was here before; 404 otherwise."""
        if number not in self._kept:
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is no such user")
        return self.open(number)

    def mines(self, number: int, now: datetime) -> list[Mine]:
        """Return the user's miners, oldest first."""
        owned = [*founding_mines(number, self._miners), *self.open(number).bought]
        return [mine for mine in owned if mine.created_at <= now]

    def deliver(self, number: int, collection: Collection, now: datetime) -> None:
        """Give the user one more miner."""
        self.known(number).bought.append(
            Mine(
                id=FIRST_BOUGHT + next(self._numbers),
                created_at=now,
                power=collection.power,
                efficiency=collection.efficiency,
            )
        )

    def bind(self, number: int, address: str, now: datetime) -> None:
        """Bind a BTC wallet; binding the same one again changes nothing."""
        if not PLAUSIBLE.fullmatch(address):
            raise RefusedError(HTTPStatus.BAD_REQUEST, "address: this is no BTC address")
        wallets = self.open(number).wallets
        if any(wallet.address == address for wallet in wallets):
            return
        if len(wallets) >= MAX_WALLETS:
            raise RefusedError(HTTPStatus.CONFLICT, f"a user binds at most {MAX_WALLETS} wallets")
        wallets.append(BtcWallet(id=next(self._numbers), created_at=now, address=address))


def number_of(kind: str, name: str) -> int:
    """Return the `userId` of a wallet address or a partner's own user: the same after a restart."""
    return 1 + int.from_bytes(sha256(f"{kind}|{name}".encode()).digest()[:5])
