"""Opening TON Connect for a process that asks wallets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from core.partner import open_http
from core.sealing import KeyRing
from core.store import Store
from core.ton_connect.apps import WalletApps
from core.ton_connect.line import Pace
from core.ton_connect.protocol import TonConnect
from core.ton_connect.storage import SealedStorage

BRIDGE_SECONDS = 10.0
"""For one exchange with a bridge, or with the list of wallets."""


@asynccontextmanager
async def open_ton_connect(  # noqa: PLR0913  # wired by name, in one place
    *,
    manifest_url: str,
    wallets_url: str,
    store: Store,
    ring: KeyRing,
    now: Callable[[], datetime],
    pace: Pace,
) -> AsyncIterator[TonConnect]:
    """Yield TON Connect; an empty *wallets_url* is its own list of wallets."""
    # A process that asks no wallet does not pay for the library.
    from core.ton_connect.connector import PyTonConnect  # noqa: PLC0415

    clock = asyncio.get_running_loop().time
    async with open_http(BRIDGE_SECONDS) as http:
        yield PyTonConnect(
            manifest_url=manifest_url,
            wallet_apps=WalletApps(http, wallets_url, clock=clock),
            storage=SealedStorage(store, ring, now),
            http=http,
            pace=pace,
        )
