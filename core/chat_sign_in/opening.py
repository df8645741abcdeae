"""Wiring it, beside the other services."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.chat_sign_in.chat_sign_in import CONNECT_SECONDS, ChatSignIn
from core.keys import split_keys
from core.runtime import Services
from core.sealing import KeyRing
from core.settings import Settings
from core.ton_connect import Pace, open_ton_connect


@asynccontextmanager
async def open_chat_sign_in(
    settings: Settings,
    services: Services,
    *,
    seconds: float = CONNECT_SECONDS,
    pace: Pace | None = None,
) -> AsyncIterator[ChatSignIn]:
    """Yield the use case; opened beside `open_services`, by the bot alone.

    At the end every attempt ends and is left for the next process to go on with.
    """
    async with open_ton_connect(
        manifest_url=settings.manifest_url,
        wallets_url=settings.ton_wallets_url,
        store=services.store,
        ring=KeyRing(split_keys(settings.token_keys)),
        now=services.now,
        pace=pace or Pace(),
    ) as ton_connect:
        sign_in = ChatSignIn(
            ton_connect,
            services.login,
            most=settings.connect_pending,
            now=services.now,
            seconds=seconds,
        )
        try:
            yield sign_in
        finally:
            await sign_in.close()
