"""Which part of a list to ask for."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import RequestError

MAX_LIMIT = 999
MAX_OFFSET = 99_999


@dataclass(frozen=True, slots=True)
class Page:
    """At most *limit* rows after the first *offset*; None leaves it to the partner.

    A page shorter than its limit is the last: the partner gives no count. Figures the partner's
    document does not allow raise `RequestError`.
    """

    limit: int | None = None
    offset: int | None = None

    def __post_init__(self) -> None:
        if self.limit is not None and not 1 <= self.limit <= MAX_LIMIT:
            raise RequestError(f"limit should be 1 to {MAX_LIMIT}")
        if self.offset is not None and not 0 <= self.offset <= MAX_OFFSET:
            raise RequestError(f"offset should be 0 to {MAX_OFFSET}")

    def fields(self) -> dict[str, str | int]:
        """Return what goes into the query."""
        asked = {"limit": self.limit, "offset": self.offset}
        return {name: figure for name, figure in asked.items() if figure is not None}


WHOLE = Page()
"""As much as the partner gives unasked."""
