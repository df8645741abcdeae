"""Locks that the processes of one machine share: each is one byte of one file.

The kernel drops them with the process that held them, so a crash leaves nothing locked.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

SHORTEST_WAIT, LONGEST_WAIT = 0.005, 0.03
"""Seconds between two looks at a lock that is taken; random, so that waiters do not march."""

if sys.platform == "win32":  # pragma: no cover  # byte-range locks there are another world

    def _take(file: int, number: int) -> None:
        """Windows is for development, where one process serves: `_held` is enough."""

    _give_back = _take
else:
    import fcntl

    def _take(file: int, number: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)

    def _give_back(file: int, number: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_UN, 1, number)


class FileLocks:
    """Numbered locks in a file; open the file once a process.

    POSIX drops a process's locks when it closes *any* descriptor of their file, and lets a process
    take a lock it has: so one descriptor is kept, and what this process holds is remembered here.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._held: set[int] = set()

    def close(self) -> None:
        """Give every lock back."""
        os.close(self._file)

    @asynccontextmanager
    async def hold(self, number: int, patience: float) -> AsyncIterator[None]:
        """Hold a lock; waiting longer than *patience* seconds is a `TimeoutError`."""
        async with asyncio.timeout(patience):
            while not self._taken(number):  # noqa: ASYNC110  # no event tells of other processes
                await asyncio.sleep(random.uniform(SHORTEST_WAIT, LONGEST_WAIT))  # noqa: S311  # no secret
        try:
            yield
        finally:
            _give_back(self._file, number)
            self._held.discard(number)

    def _taken(self, number: int) -> bool:
        if number in self._held:
            return False
        try:
            _take(self._file, number)
        except (BlockingIOError, PermissionError):  # POSIX allows both for "somebody has it"
            return False
        self._held.add(number)
        return True
