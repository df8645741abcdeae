import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.model import UserId
from core.runtime import open_services
from core.store import open_store
from core.tokens import keeper
from tests.settings import settings


async def test_sign_ins_nobody_finished_are_swept_away_at_the_start(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/app.db"
    async with open_store(url) as store:
        past = datetime.now(UTC) - timedelta(minutes=1)
        await store.keep_attempt("never signed", UserId(7), past)

    async with open_services(settings(database_url=url)) as services:
        await services.store.ready()
        for _ in range(200):
            if not await _attempts(tmp_path):
                break

    assert await _attempts(tmp_path) == 0


async def test_it_is_looked_all_the_while_which_accounts_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "LOOK_SECONDS", 0.01)
    async with open_services(settings(database_url=f"sqlite:///{tmp_path}/app.db")) as services:
        cache = services.portfolio._tokens._cache
        for _ in range(2):
            seen = cache._looked_at
            async with asyncio.timeout(30):
                while cache._looked_at == seen:  # noqa: ASYNC110  # nobody tells when it has looked
                    await asyncio.sleep(0.01)


async def _attempts(folder: Path) -> int:
    await asyncio.sleep(0.01)
    database = sqlite3.connect(folder / "app.db")
    (count,) = database.execute("SELECT count(*) FROM login_attempts").fetchone()
    database.close()
    return int(count)
