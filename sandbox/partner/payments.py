"""Paying for a miner, in two steps that may be repeated: open the payment, report it paid."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from sandbox.partner.mines import COLLECTIONS, Collection
from sandbox.partner.refusal import RefusedError

MAX_PAYMENTS = 10_000
"""Past it new ones are refused: forgetting one would let it be delivered twice."""


@dataclass(slots=True)
class Payment:
    """One purchase, by the partner's own `externalId`."""

    user: int
    collection: Collection
    paid: bool = False


class Payments:
    """Every payment that was opened."""

    def __init__(self) -> None:
        self._opened: dict[str, Payment] = {}

    def open(self, external_id: str, user: int, collection_id: int) -> Payment:
        """Return the payment of *external_id*; the same id for something else is a conflict."""
        if collection_id not in COLLECTIONS:
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is no such collection")
        wanted = Payment(user, COLLECTIONS[collection_id])
        opened = self._opened.get(external_id)
        if opened is None and len(self._opened) >= MAX_PAYMENTS:
            raise RefusedError(
                HTTPStatus.SERVICE_UNAVAILABLE, f"at most {MAX_PAYMENTS} payments are kept"
            )
        opened = self._opened.setdefault(external_id, wanted)
        if (opened.user, opened.collection) != (user, wanted.collection):
            raise RefusedError(HTTPStatus.CONFLICT, "this externalId was opened for something else")
        return opened

    def settle(self, external_id: str, user: int) -> Collection | None:
        """Mark the payment paid; return what to deliver, None when that was done before."""
        opened = self._opened.get(external_id)
        if opened is None or opened.user != user:
            raise RefusedError(HTTPStatus.NOT_FOUND, "this user opened no such payment")
        if opened.paid:
            return None
        opened.paid = True
        return opened.collection
