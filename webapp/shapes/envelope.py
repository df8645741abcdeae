"""What every answer comes in, and every problem."""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

T = TypeVar("T")


class Shape(BaseModel):
    """Our words in Python, camel case on the wire."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Data(Shape, Generic[T]):
    """The envelope of every answer."""

    data: T


class Array(Shape, Generic[T]):
    """The envelope of every list; a page shorter than `limit` is the last."""

    array: list[T]


def _in_digits(given: object) -> object:
    if isinstance(given, str) and not (given.isascii() and given.isdigit()):
        raise PydanticCustomError("digits", "should be digits")
    return given


Digits = BeforeValidator(_in_digits)
"""Of a number in a query: no sign, blank, fraction or exponent, which pydantic would take."""
Limit = Annotated[int, Field(ge=1, le=999), Digits]
Offset = Annotated[int, Field(ge=0, le=99_999), Digits]


class Paging(Shape):
    """Which part of a list; as in the partner's document, both in digits."""

    limit: Limit | None = None
    offset: Offset | None = None


class Problem(BaseModel):
    """An error (RFC 9457); `code` and `reason` are stable, `requestId` is for the operator."""

    title: str
    status: int
    code: str
    requestId: str  # noqa: N815  # as it stands on the wire
    reason: str | None = None
    detail: str | None = None


class Health(BaseModel):
    """All is well."""

    status: Literal["ok"]


class Ready(Health):
    """All is well; without Redis, replicas count and keep things each for itself."""

    redis: Literal["away"] | None = None


class Manifest(Shape):
    """TON Connect's manifest: what wallets show of the application that asks."""

    url: str
    name: str
    icon_url: str
