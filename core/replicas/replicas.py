"""What every replica may ask of the others, and how little that is to one without any."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from redis.asyncio import Redis  # takes 15 MiB, so only those who have a Redis load it

T = TypeVar("T")

Heard = Callable[[str], None]


class Kept(NamedTuple):
    """What was kept, and for how many seconds more it will be."""

    value: bytes
    left: float


class Replicas:
    """One replica by itself, without Redis: nobody to tell, nothing kept.

    Neither this one nor the one that knows Redis ever raises: whoever asks can do without.
    """

    name = ""
    """Whose replicas these are: several products may share one Redis."""

    @property
    def is_alone(self) -> bool:
        """Whether there is no Redis: what others do is seen in the store alone."""
        return True

    @property
    def is_down(self) -> bool:
        """Whether there is a Redis that is not asked, because it does not answer."""
        return False

    async def tell(self, topic: str, text: str) -> None:
        """Let every other replica hear *text*, once; later, where Redis is down.

        News may get lost with the line: whatever must be known is in the store, too.
        """

    def listen(self, topic: str, heard: Heard) -> None:
        """Have *heard* told what others tell.

        It is called on the event loop, between two steps of anybody, and must not take long.
        """

    async def kept(self, key: str) -> Kept | None:
        """Return what is kept; None also while Redis is down."""

    async def keep(self, key: str, value: bytes, seconds: float) -> bool:  # noqa: ARG002  # nobody to ask
        """Keep a value for all replicas; return whether it is."""
        return False

    async def forget(self, key: str) -> None:
        """Keep a value no longer."""

    async def claim(self, key: str, seconds: float) -> bool:  # noqa: ARG002  # nobody to ask
        """Return True to one replica in so many seconds, and to each while Redis is down."""
        return True

    async def give_up(self, key: str) -> None:
        """Let another claim it at once."""

    async def attempt(self, ask: Callable[[Redis], Awaitable[T]]) -> T | None:  # noqa: ARG002  # nobody to ask
        """Return what *ask* is answered by Redis; None while that is down."""
        return None


ALONE = Replicas()
