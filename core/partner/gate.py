"""Who is let through to the partner: what calls have met decides over those that follow."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import structlog

from core import metrics
from core.errors import PartnerError, PartnerThrottledError
from core.partner.circuit import Budget, Change, Circuit, Waits
from core.partner.credentials import Call
from core.partner.refusals import is_4xx

T = TypeVar("T")

log = structlog.get_logger()


class Gate:
    """Keeps calls back that are known to be in vain; *now* is a clock that never goes back."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._circuit = Circuit(now)
        self._waits = Waits(now)
        self._budget = Budget()

    def may_insist(self) -> bool:
        """Return whether a call that failed may be tried again."""
        return not self._circuit.is_open and self._budget.has_some

    def enter(self, call: Call[T]) -> float:
        """Return when *call* begins, for `failed`.

        Raises `PartnerAwayError` while the partner is down, and `PartnerThrottledError` where it
        has told whoever asks to wait.
        """
        self._waits.check(_who(call))
        began = self._circuit.enter(is_read=call.operation.is_read)
        self._budget.earn()
        return began

    def insist(self) -> None:
        """Take note that a call is tried again."""
        self._budget.spend()

    def answered(self) -> None:
        """Take note that the partner answered."""
        _tell(self._circuit.answered())

    def failed(self, call: Call[T], began: float, status: int | None, error: PartnerError) -> None:
        """Take note of how *call* ended: with this last *status*, if there was one."""
        if isinstance(error, PartnerThrottledError):
            self._waits.told(_who(call), error.retry_after)
        if is_4xx(status or 0):
            self.answered()
        elif call.operation.is_read or status != HTTPStatus.INTERNAL_SERVER_ERROR:
            # The document has no status but 500 for a refusal: to a write it may be one.
            _tell(self._circuit.failed(began))


def _who(call: Call[T]) -> tuple[str, int]:
    """Return who asks for what; the JWT itself is not kept for it."""
    return call.operation.name, hash(call.jwt and call.jwt.get_secret_value())


def _tell(change: Change | None) -> None:
    if change is None:
        return
    metrics.CIRCUIT_OPEN.set(change.is_open)
    if change.is_open:
        log.warning("partner_down")
    else:
        log.info("partner_back", seconds=round(change.seconds, 1))
