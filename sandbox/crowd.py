"""Many subscribers at once, for measuring: all of them with the miners of one signed-in user."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from core.errors import SignInAgainError
from core.keys import split_keys
from core.model import UserId
from core.sealing import KeyRing
from core.settings import Settings
from core.store import Store
from core.tokens.seals import Seals


async def subscribe(
    store: Store, settings: Settings, users: Iterable[int], *, like: UserId, hour: int
) -> None:
    """Sign *users* in with the tokens of one, and have them told at this hour, UTC."""
    seals = Seals(KeyRing(split_keys(settings.token_keys)))
    account = await store.account(like)
    if account is None:
        raise SignInAgainError("nobody to be like")
    pair, wallet = seals.pair(account), seals.wallet(account)
    for number in users:
        user = UserId(number)
        tokens, linked = seals.seal_pair(user, pair), seals.seal_wallet(user, wallet)
        await store.link(user, tokens=tokens, wallet=linked, now=datetime.now(UTC))
        await store.keep_preferences(user, notify=True, notify_hour=hour)
