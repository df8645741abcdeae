"""Single steps: what one check costs, and what a look-up costs as the store grows."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
from base64 import b64decode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from tonsdk.boc import Cell

from bench.record import heading, show
from bench.rounds import ratio
from core import session
from core.keys import KEY_BYTES
from core.model import TelegramUser, TonNetwork, UserId
from core.store import Store, open_store
from core.ton_proof import Terms, Valid, check
from core.ton_wallet import TonWallet
from sandbox.demo_wallet import ConnectRequest, DemoWallet

SMALL, LARGE = 1_000, 100_000
LOOK_UPS = 2_000


def run() -> None:
    """Print the ratios of the single steps."""
    heading("Single steps")
    _session()
    _proof()
    asyncio.run(_look_ups())


def _proof() -> None:
    now = datetime.now(UTC)
    wallet = _proven(now)
    terms = Terms("127.0.0.1", frozenset(TonNetwork))
    assert isinstance(check(wallet, terms, now=now), Valid)
    state_init = b64decode(wallet.account.wallet_state_init)
    pairs = [
        (
            _micro(lambda: check(wallet, terms, now=now), 100),
            _micro(lambda: Cell.one_from_boc(state_init).bytes_hash(), 20),
        )
        for _ in range(15)
    ]
    ours, theirs = ([pair[side] for pair in pairs] for side in (0, 1))
    show("ton_proof v4r2, whole check", f"{median(ours):.0f} us")
    show("tonsdk, hash of the state init alone", f"{median(theirs):.0f} us")
    show("  ours / tonsdk", ratio(ours, theirs), "target <= 0.25")


def _proven(now: datetime) -> TonWallet:
    asked = ConnectRequest.model_validate(
        {
            "manifestUrl": "",
            "items": [{"name": "ton_addr"}, {"name": "ton_proof", "payload": "bench"}],
        }
    )
    event = DemoWallet(TonNetwork.MAINNET).connect(asked, {"url": "http://127.0.0.1"}, now=now)
    account, proof = event["payload"]["items"]
    account["chain"] = account["network"]
    return TonWallet.model_validate(
        {
            "device": event["payload"]["device"],
            "account": account,
            "provider": "injected",
            "connectItems": {"tonProof": proof},
        }
    )


async def _look_ups() -> None:
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.db"), Path(folder, "large.db")
        async with _filled(small, SMALL) as few, _filled(large, LARGE) as many:
            pairs = [
                (await _looked_up(few, SMALL), await _looked_up(many, LARGE)) for _ in range(9)
            ]
    few_cost, many_cost = ([pair[side] for pair in pairs] for side in (0, 1))
    show(f"look-up of one of {SMALL:,} users in SQLite", f"{median(few_cost):.0f} us")
    show(f"look-up of one of {LARGE:,} users in SQLite", f"{median(many_cost):.0f} us")
    show("  more users / fewer", ratio(many_cost, few_cost), "target <= 1.5")


@asynccontextmanager
async def _filled(file: Path, users: int) -> AsyncIterator[Store]:
    url = f"sqlite:///{file}"
    async with open_store(url):
        pass
    rows = ((user, random.randbytes(420), random.randbytes(220), 1, 0) for user in range(users))
    with sqlite3.connect(file) as database:
        insert = (
            "INSERT INTO accounts (user_id, tokens, wallet, version, updated_at) VALUES (?,?,?,?,?)"
        )
        database.executemany(insert, rows)
    database.close()
    async with open_store(url) as store:
        yield store


async def _looked_up(store: Store, users: int) -> float:
    asked = [UserId(random.randrange(users)) for _ in range(LOOK_UPS)]
    started = perf_counter()
    for user in asked:
        if await store.account(user) is None:
            raise RuntimeError("a user is missing")
    return (perf_counter() - started) / LOOK_UPS * 1e6


def _micro(step: Callable[[], object], times: int) -> float:
    started = perf_counter()
    for _ in range(times):
        step()
    return (perf_counter() - started) / times * 1e6


def _session() -> None:
    key = bytes(KEY_BYTES)
    now = datetime.now(UTC)
    user = TelegramUser(UserId(279058397), "Ada", "Lovelace", "ada", "en")
    token, _ = session.issue(user, key, now=now)
    cost = median(
        _micro(lambda: session.read(token, key, now=now.timestamp()), 5000) for _ in range(9)
    )
    show("session token checked", f"{cost:.1f} us", "target < 5")
