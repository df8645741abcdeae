"""Sealing every account anew under the newest key, while the product runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.errors import SealError
from core.model import UserId
from core.store.protocol import Account, Store

BATCH = 500

Renew = Callable[[UserId, str, bytes], bytes]
"""User, purpose, sealed: returns it under the newest key, itself where it is already."""


@dataclass(slots=True)
class Rekeyed:
    """How many accounts were looked at, and what became of them."""

    seen: int = 0
    renewed: int = 0
    unreadable: int = 0


async def rekey(store: Store, renew: Renew, report: Callable[[Rekeyed], None]) -> Rekeyed:
    """Seal what is not under the newest key; *report* is called after each batch.

    Begun again it goes on where it stopped, as rows done already are only read. Rows that do not
    open are counted and left alone: a key missing from the settings must not destroy them.
    """
    done = Rekeyed()
    last: UserId | None = None
    while batch := await store.accounts_after(last, BATCH):
        for account in batch:
            await _rekey_one(store, account, renew, done)
        last = batch[-1].user
        report(done)
    return done


async def _rekey_one(store: Store, account: Account, renew: Renew, done: Rekeyed) -> None:
    done.seen += 1
    current: Account | None = account
    while current is not None:
        try:
            anew = _sealed_anew(current, renew)
        except SealError:
            done.unreadable += 1
            return
        if anew == current:
            return
        if await store.reseal(anew):
            done.renewed += 1
            return
        current = await store.account(account.user)  # a refresh or a sign-in came first


def _sealed_anew(account: Account, renew: Renew) -> Account:
    # A column is sealed for the purpose that bears its name.
    return replace(
        account,
        tokens=renew(account.user, "tokens", account.tokens),
        wallet=renew(account.user, "wallet", account.wallet),
    )
