"""One decimal context for all reckoning, whatever the process has set for itself."""

from __future__ import annotations

from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, Context, DivisionByZero, InvalidOperation, localcontext
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

DIGITS = 50
"""Four times what any amount is shown with, and a bound to what a figure can cost."""

EXACT = Context(DIGITS, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[DivisionByZero, InvalidOperation])
"""No overflow: the partner's figures end at E±400, and what users type is bounded at the door."""


def exactly(reckon: Callable[P, T]) -> Callable[P, T]:
    """Let *reckon* run in `EXACT`."""

    @wraps(reckon)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        with localcontext(EXACT):
            return reckon(*args, **kwargs)

    return wrapped
