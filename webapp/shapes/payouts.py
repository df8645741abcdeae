"""The BTC addresses that income is paid out to."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from webapp.shapes.envelope import Shape


class BindBtc(Shape):
    """The BTC address to bind."""

    address: Annotated[str, Field(min_length=1, max_length=255)]
