"""Sealing every row anew under the newest key, while the product runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.errors import SealError
from core.model import UserId
from core.store.protocol import SealedRow, Store

BATCH = 500

Renew = Callable[[UserId, str, bytes], bytes]
"""User, purpose, sealed: returns it under the newest key, itself where it is already."""


@dataclass(slots=True)
class Rekeyed:
    """How many rows were looked at, and what became of them."""

    seen: int = 0
    renewed: int = 0
    unreadable: int = 0


async def rekey(store: Store, renew: Renew, report: Callable[[Rekeyed], None]) -> Rekeyed:
    """Seal what is not under the newest key; *report* is called after each batch.

    Begun again it goes on where it stopped, as rows done already are only read. Rows that do not
    open are counted and left alone: a key missing from the settings must not destroy them.
    """
    done = Rekeyed()
    for table in store.sealed_tables:
        last: SealedRow | None = None
        while batch := await store.sealed_after(table, last, BATCH):
            for row in batch:
                await _rekey_one(store, row, renew, done)
            last = batch[-1]
            report(done)
    return done


async def _rekey_one(store: Store, row: SealedRow, renew: Renew, done: Rekeyed) -> None:
    done.seen += 1
    current: SealedRow | None = row
    while current is not None:
        try:
            anew = {
                column: renew(current.user, current.purposes[column], sealed)
                for column, sealed in current.sealed.items()
            }
        except SealError:
            done.unreadable += 1
            return
        if anew == current.sealed:
            return
        if await store.reseal(current, anew):
            done.renewed += 1
            return
        current = await store.sealed_now(row)  # a refresh, a sign-in or a sign-out came first
