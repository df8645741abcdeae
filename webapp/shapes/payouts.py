"""The BTC addresses that income is paid out to."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from core.payouts import AddressKind, BoundAddress, PayableAddress
from webapp.shapes.envelope import Shape


class GivenBtc(Shape):
    """A BTC address, or the `bitcoin:` URI that names one."""

    address: Annotated[str, Field(min_length=1, max_length=2048)]


class CheckedBtc(Shape):
    """An address that can be bound, in its one form."""

    address: str
    kind: AddressKind

    @classmethod
    def of(cls, address: PayableAddress) -> CheckedBtc:
        """Present an address."""
        return cls(address=address.text, kind=address.kind)


class BoundBtc(Shape):
    """A bound address; `kind` is null where we do not know it."""

    id: int
    created_at: datetime
    address: str
    kind: AddressKind | None

    @classmethod
    def of(cls, bound: BoundAddress) -> BoundBtc:
        """Present a bound address."""
        return cls(id=bound.id, created_at=bound.created_at, address=bound.address, kind=bound.kind)
