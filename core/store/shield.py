"""Database work that ends although its caller hangs up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def shielded(
    method: Callable[P, Coroutine[Any, Any, T]],
) -> Callable[P, Coroutine[Any, Any, T]]:
    """Let the method end first and the caller's cancellation take effect then.

    A connection to SQLite that is dropped in the middle of a statement lives on, with its locks,
    until the garbage collector comes by: nobody could write so long. The wait is short, as every
    statement has its limit.
    """

    @wraps(method)
    async def ended(*args: P.args, **kwargs: P.kwargs) -> T:
        task = asyncio.get_running_loop().create_task(method(*args, **kwargs))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait([task])
            raise

    return ended
