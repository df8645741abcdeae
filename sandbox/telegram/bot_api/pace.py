"""How fast a bot may send, and when it is told to wait."""

from __future__ import annotations

from collections import Counter, deque

from sandbox.telegram.bot_api.refusal import throttled

MOST_A_SECOND = 30
"""Messages; Telegram's bound for free broadcasts."""


class Pace:
    """Refuses what is asked to be refused, and, where `limited`, what comes too fast."""

    def __init__(self, *, limited: bool = False) -> None:
        self.limited = limited
        self._sent: deque[float] = deque(maxlen=MOST_A_SECOND)
        self._refusals: Counter[str] = Counter()
        self._seconds = 1

    def throttle(self, method: str, times: int = 1, *, seconds: int = 1) -> None:
        """Refuse the next calls of *method*, naming these *seconds*."""
        self._refusals[method.lower()] = times
        self._seconds = seconds

    def check(self, method: str, now: float) -> None:
        """Refuse a call that comes too early; *now* is in seconds of a clock that only advances."""
        if self._refusals[method] > 0:
            self._refusals[method] -= 1
            raise throttled(self._seconds)
        if not self.limited or not method.startswith("send") or method == "sendchataction":
            return
        if len(self._sent) == MOST_A_SECOND and now - self._sent[0] < 1:
            raise throttled(1)
        self._sent.append(now)
